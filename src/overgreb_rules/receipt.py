"""The replay of a saved answer: evaluate the case again with what the receipt names, and compare."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from overgreb_rules._case.case import Case
from overgreb_rules._evaluate.pipeline import evaluate
from overgreb_rules.errors import CaseError
from overgreb_rules.evaluation import Evaluation
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import MatcherName, Rulebook
from overgreb_rules.shared.text import Text

__all__ = ["Moved", "Replay", "replay"]

_PINS = {
    "case_sha256": Text("sagen", "the case"),
    "sha256": Text("reglerne", "the rulebook"),
    "rulebook": Text("reglernes version", "the version of the rulebook"),
    "policy_sha256": Text("stigen", "the policy"),
    "engine": Text("motoren", "the matcher"),
    "tzdata": Text("tidszonerne", "the time-zone data"),
    "holidays": Text("helligdagene", "the table of holidays"),
    "result_sha256": Text("svaret", "the result"),
}


@dataclass(frozen=True, slots=True)
class Moved:
    """A value of the receipt that differs now."""

    name: Text
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Replay:
    """The result of a replay.

    Attributes:
        again: The answer, evaluated again.
        moved: The values of the receipt that differ now.
        same_bytes: Whether the saved answer and the new one are the same to the byte.
    """

    again: Evaluation
    moved: tuple[Moved, ...]
    same_bytes: bool


def replay(
    saved: str,
    case: Case,
    policy: Policy | None = None,
    *,
    rules: Path | None = None,
    matcher: MatcherName | None = None,
) -> Replay:
    """Evaluate a case again as a saved answer was evaluated, at the same instant.

    Args:
        saved: The JSON of an evaluation.
        case: The case that the answer is about.
        policy: The municipality's ladder of escalation that was used; None means the one of the rules.
        rules: The folder of the rules that were used; None means the packaged ones.
        matcher: The matcher; None means the one of the saved answer.

    Returns:
        The new answer, and what differs from the saved one.

    Raises:
        CaseError: `saved` is no evaluation.
        InstantError: The instant of the saved answer cannot be read.
        EngineMissing: The answer was given by an engine that is not installed.
    """
    told = _read(saved)
    receipt = told["receipt"]
    saved_with: MatcherName = "reference" if receipt.get("engine") == "reference" else "durable"
    book = Rulebook.load(rules, matcher or saved_with)
    again = evaluate(case, at=told["at"], rulebook=book, policy=policy)
    new = json.loads(again.model_dump_json())
    moved = tuple(
        Moved(says, receipt.get(pin), new["receipt"].get(pin))
        for pin, says in _PINS.items()
        if receipt.get(pin) != new["receipt"].get(pin)
    )
    return Replay(again, moved, saved.strip() in {again.model_dump_json(), again.model_dump_json(indent=2)})


def _read(saved: str) -> Any:
    mend = Text(
        "giv det gemte JSON-svar fra `overgreb-rules evaluate --format json`",
        "give the saved JSON of `overgreb-rules evaluate --format json`",
    )
    try:
        told = json.loads(saved)
        told["receipt"]["sha256"], told["at"]  # an evaluation has both
    except (ValueError, KeyError, TypeError, RecursionError):
        what = Text("dette er ikke et gemt svar", "this is no saved evaluation")
        allowed = Text("et svar i JSON", "the JSON of an evaluation")
        raise CaseError("RECEIPT", what, allowed=allowed, mend=mend) from None
    if told.get("schema") != 1:
        what = Text("skemaet er ukendt", "this schema is unknown")
        raise CaseError("RECEIPT", what, allowed=Text("skema 1", "schema 1"), mend=mend)
    return told
