"""The rule files and the vocabulary, read with PyYAML alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def split_pattern(value: Any) -> tuple[str, Mapping[str, Any]]:
    """Split an event pattern into the event type and the required facts."""
    if isinstance(value, str):
        return value, {}
    ((kind, tests),) = value.items()
    return kind, tests


def fact_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


class RuleFiles:
    """The rules of a folder by their id, the facts by event type, and the municipal bearers."""

    def __init__(self, folder: Path) -> None:
        files = sorted(path for path in folder.glob("*/*.yaml") if path.parent.name != "escalation")
        rules = [yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) for path in files]  # noqa: S506
        self.rules: dict[str, dict[str, Any]] = {rule["id"]: rule for rule in rules}
        words = yaml.load((folder / "vocabulary.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
        self.facts = {kind: event.get("facts", {}) for kind, event in words["events"].items()}
        self.municipal = {name for name, bearer in words["bearers"].items() if "municipality" in bearer}
