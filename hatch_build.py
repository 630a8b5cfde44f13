"""Packs the top-level rules into the wheel: the files as they are read by people, and one file for machines."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class RulesIntoWheel(BuildHookInterface):  # type: ignore[type-arg]  # hatchling leaves its config type open
    """Adds `rules/` to a standard wheel; an editable install reads the folder of the checkout itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before the wheel is put together."""
        if version == "standard":
            build_data["force_include"]["rules"] = "overgreb_rules/rules"
