"""Packs the top-level rules and the conformance kit into the wheel; the rules as files, and all of them in one too."""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_PACKAGE = "overgreb_rules"


class RulesIntoWheel(BuildHookInterface):  # type: ignore[type-arg]  # hatchling leaves its config type open
    """Adds `rules/` and `conformance/` to a standard wheel; an editable install reads the folders of the checkout."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before the wheel is put together."""
        if version != "standard":
            return
        self._scratch = tempfile.TemporaryDirectory()
        packed = Path(self._scratch.name) / "packed.json"
        packed.write_text(_packed(Path(self.root)), encoding="utf-8")
        build_data["force_include"]["rules"] = "overgreb_rules/rules"
        build_data["force_include"]["conformance"] = "overgreb_rules/conformance"
        build_data["force_include"][str(packed)] = "overgreb_rules/rules/packed.json"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002  # hatchling's interface
        """Called by hatchling when the wheel is there."""
        if version == "standard":
            self._scratch.cleanup()


def _packed(root: Path) -> str:
    rules = root / "rules"
    files, examples = {}, {}
    total = hashlib.sha256()
    with _importable(root):
        read = importlib.import_module(f"{_PACKAGE}.shared.strict_yaml").read
        for path in sorted([*rules.glob("*.yaml"), *rules.glob("*/*.yaml")]):
            name, text = path.relative_to(rules).as_posix(), path.read_text(encoding="utf-8")
            files[name] = read(text, name).data
            if "examples" in files[name]:
                # As text in the text: a rulebook is loaded far more often than somebody asks for its examples.
                examples[name] = _written(files[name].pop("examples"))
            total.update(f"{name}\0{text}\0".encode())
    return _written({"sha256": total.hexdigest(), "files": files, "examples": examples})


def _written(data: object) -> str:
    return json.dumps(data, default=_day, ensure_ascii=False)


def _day(value: object) -> dict[str, str]:
    if isinstance(value, dt.date):
        return {"$day": value.isoformat()}
    raise TypeError(f"{value!r} cannot be packed")


@contextmanager
def _importable(root: Path) -> Iterator[None]:
    """Let modules be imported without the package around them, which needs libraries that a build has not installed."""
    package = ModuleType(_PACKAGE)
    package.__path__ = [str(root / "src" / _PACKAGE)]
    installed = _forget()
    sys.modules[_PACKAGE] = package
    try:
        yield
    finally:
        _forget()
        sys.modules.update(installed)


def _forget() -> dict[str, ModuleType]:
    return {name: sys.modules.pop(name) for name in [*sys.modules] if name.partition(".")[0] == _PACKAGE}
