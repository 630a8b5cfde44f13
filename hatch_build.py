"""Packs the top-level rules and the conformance kit into the wheel; the rules as files, and all of them in one too."""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib.util
import json
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


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
    plain_yaml = _module(root / "src" / "overgreb_rules" / "shared" / "strict_yaml.py")
    rules = root / "rules"
    files = {}
    total = hashlib.sha256()
    for path in sorted([*rules.glob("*.yaml"), *rules.glob("*/*.yaml")]):
        name, text = path.relative_to(rules).as_posix(), path.read_text(encoding="utf-8")
        files[name] = plain_yaml.read(text, name).data
        total.update(f"{name}\0{text}\0".encode())
    return json.dumps({"sha256": total.hexdigest(), "files": files}, default=_day, ensure_ascii=False)


def _day(value: object) -> dict[str, str]:
    if isinstance(value, dt.date):
        return {"$day": value.isoformat()}
    raise TypeError(f"{value!r} cannot be packed")


def _module(path: Path) -> ModuleType:
    # By its file: the package around it needs libraries that a build has not installed.
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    # Its dataclasses look their module up there.
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module
