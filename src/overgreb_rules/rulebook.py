"""The rulebook that a caller evaluates with: rules, and the matcher that runs them."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import Literal

from msgspec.structs import replace

from overgreb_rules._matching.compiled import CacheStats, CompiledRules
from overgreb_rules._matching.matcher import Matcher
from overgreb_rules._matching.program_check import UncompilableRuleError, check_programs
from overgreb_rules._matching.reference import ReferenceMatcher
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.source import read_rules, refuse_conditions, refuse_other_files
from overgreb_rules.policy import Policy

__all__ = ["DEFAULT_MATCHER", "CacheStats", "MatcherName", "Rulebook", "default_matcher", "default_rulebook"]

MatcherName = Literal["durable", "reference"]

_WITHOUT_ENGINE = frozenset({"android", "emscripten", "ios", "wasi", "win32"})
"""The platforms on which the engine cannot be built; the marker of the dependency in pyproject.toml names them too."""


def default_matcher(platform: str) -> MatcherName:
    """Return the matcher that is used where a caller names none.

    Args:
        platform: The name of the platform, as in `sys.platform`.

    Returns:
        The engine; the reference matcher where the engine is no dependency because it cannot be built.
    """
    return "reference" if platform in _WITHOUT_ENGINE else "durable"


DEFAULT_MATCHER: MatcherName = default_matcher(sys.platform)
"""The matcher of this platform."""


class Rulebook:
    """Rules that have been read and checked, with a matcher.

    A rulebook can be shared between threads. A loaded rulebook can be sent to another process, which reads the same
    files once for itself, and raises RuleError where they are no longer the same.

    Attributes:
        rules: The rules.
        programs: The rules compiled for the matcher.
        standard_policy: The ladders of escalation that come with the rules; None where there are none.
    """

    def __init__(self, rules: RuleSet, programs: CompiledRules, standard_policy: Policy | None = None) -> None:
        """Put rules and a matcher together.

        Args:
            rules: The rules.
            programs: The programs, empty at first, with their matcher.
            standard_policy: The ladders that apply where a caller gives none.
        """
        self.rules, self.programs, self.standard_policy = rules, programs, standard_policy
        self._loaded_from: tuple[Path | None, MatcherName] | None = None

    def __reduce__(self) -> tuple[object, ...]:
        if self._loaded_from is None:
            raise TypeError("a rulebook that was not loaded from files cannot be sent to another process")
        return _read_again, (*self._loaded_from, self.sha256)

    def complete_policy(self, policy: Policy | None) -> Policy | None:
        """Return the policy that applies.

        Args:
            policy: The policy of the caller; None where there is none.

        Returns:
            The policy, with the ladders of the rules where its file says nothing of ladders; the policy of the rules
            where there is none.
        """
        standard = self.standard_policy
        if policy is None or standard is None or policy.has_ladders:
            return policy or standard
        return replace(policy, ladders=standard.ladders, program=standard.program)

    def with_matcher(self, matcher: MatcherName) -> Rulebook:
        """Return the same rules with a matcher.

        Args:
            matcher: The name of the matcher.

        Returns:
            This rulebook where it has that matcher, else another one without compiled programs.

        Raises:
            ValueError: There is no matcher of that name.
            EngineMissing: The engine cannot be loaded.
        """
        wanted = _matcher(matcher)
        if self.matcher == wanted.name:
            return self
        other = Rulebook(self.rules, CompiledRules(wanted), self.standard_policy)
        if self._loaded_from is not None:
            folder, _ = self._loaded_from
            other._loaded_from = folder, matcher
        return other

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

    @property
    def memory(self) -> CacheStats:
        """How many queries this rulebook has made to its matcher, and how many of them its cache answered."""
        return self.programs.memory

    @classmethod
    def load(cls, path: str | os.PathLike[str] | None = None, matcher: MatcherName = DEFAULT_MATCHER) -> Rulebook:
        """Load the packaged rules, or those of a folder.

        Args:
            path: The folder; None for the packaged rules.
            matcher: `durable` for the engine, `reference` for the matcher in Python.

        Returns:
            The rulebook.

        Raises:
            ValueError: There is no matcher of that name.
            RuleError: The rules cannot be used; with file and line.
            EngineMissing: The engine cannot be loaded; the reference matcher never takes its place in silence.
        """
        # The packaged rules stand elsewhere on another machine; a folder of the caller's does not move with the cwd.
        folder = Path(path).resolve() if path is not None else None
        rules = RuleSet.load(folder)
        if folder is not None:
            # The packaged rules are checked by the tests; those of a caller must not fail at a case.
            _check_programs(rules, folder)
        book = cls(rules, CompiledRules(_matcher(matcher)), _standard_policy(rules))
        book._loaded_from = folder, matcher
        return book


def _check_programs(rules: RuleSet, folder: Path) -> None:
    try:
        check_programs(rules)
    except UncompilableRuleError as error:
        rule = rules.by_id[error.rule]
        node = read_rules(folder).node(f"{rule.law}/{rule.id}.yaml")
        raise refuse_conditions(node.get("if") or node, error.text) from None


def _matcher(name: MatcherName) -> Matcher:
    if name == "reference":
        return ReferenceMatcher()
    if name != "durable":
        raise ValueError(f"matcher is «durable» or «reference», not {name!r}")
    from overgreb_rules._matching.durable import DurableMatcher  # noqa: PLC0415  # loads the extension

    return DurableMatcher()


def _standard_policy(rules: RuleSet) -> Policy | None:
    """Return the ladders that come with the rules, checked against them; None where the folder has none."""
    if rules.ladders is None:
        return None
    policy = Policy.parse(rules.ladders)
    policy.check(rules.names)
    return policy


@cache
def _read_again(folder: Path | None, matcher: MatcherName, sha256: str) -> Rulebook:
    """Return the rulebook that another process sent, read once in this one.

    Cached, one for each rulebook that is sent: it comes with every piece of cases, and reading the rules takes 39 ms,
    as long as evaluating 38 cases.
    """
    book = Rulebook.load(folder, matcher)
    if book.sha256 != sha256:
        raise refuse_other_files(folder, sha256)
    return book


@cache
def default_rulebook() -> Rulebook:
    """Return the packaged rules with the default matcher, read once.

    Cached, one value: it keeps the compiled programs. An evaluation that had to make its own would take 0.8 ms more,
    and compile its programs anew, where it takes 1.0 ms.

    Returns:
        The rulebook.
    """
    return Rulebook.load()
