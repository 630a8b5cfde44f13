"""The rulebook that a caller evaluates with: rules, and the matcher that runs them."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import Literal

from overgreb_rules._programs import Programs
from overgreb_rules._reference import ReferenceMatcher
from overgreb_rules._rulebook import Rules

__all__ = ["DEFAULT_MATCHER", "MatcherName", "Rulebook", "default_rulebook"]

MatcherName = Literal["durable", "reference"]

DEFAULT_MATCHER: MatcherName = "reference" if sys.platform == "win32" else "durable"
"""The engine, except on Windows, where its package is no dependency because it cannot be built there."""


class Rulebook:
    """Rules that have been read and checked, with a matcher. Shared between threads without harm."""

    def __init__(self, rules: Rules, programs: Programs) -> None:
        self.rules, self.programs = rules, programs

    @property
    def version(self) -> str:
        """The version of the rulebook, such as 2026.1."""
        return self.rules.version

    @property
    def sha256(self) -> str:
        """The hash of all its files."""
        return self.rules.sha256

    @property
    def matcher(self) -> str:
        """The name and version of the matcher, as it stands in receipts."""
        return self.programs.matcher.name

    @classmethod
    def load(cls, path: str | os.PathLike[str] | None = None, matcher: MatcherName = DEFAULT_MATCHER) -> Rulebook:
        """The packaged rules, or those of a folder.

        Raises RuleError with file and line where the rules cannot be used, EngineMissing where the engine cannot
        be loaded: the reference matcher never takes its place in silence.
        """
        if matcher not in {"durable", "reference"}:
            raise ValueError(f"matcher is «durable» or «reference», not {matcher!r}")
        rules = Rules.load(Path(path) if path is not None else None)
        if matcher == "reference":
            return cls(rules, Programs(ReferenceMatcher()))
        from overgreb_rules._engine import DurableMatcher  # noqa: PLC0415  # loads the extension

        return cls(rules, Programs(DurableMatcher()))


@cache
def default_rulebook() -> Rulebook:
    """The packaged rules with the default matcher, read once."""
    return Rulebook.load()
