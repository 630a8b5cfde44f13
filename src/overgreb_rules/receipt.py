"""The replay of a saved answer: evaluate the case again with what the receipt names, and compare.

The comparison is over canonical content: the order of keys, escapes and indentation of the saved JSON make no
difference, a changed value does.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from overgreb_rules._case.case import Case
from overgreb_rules._case.json_text import parse
from overgreb_rules._evaluate.pipeline import evaluate
from overgreb_rules.errors import HIDDEN, CaseError, has_cpr_shape
from overgreb_rules.evaluation import Detail, Evaluation
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import MatcherName, Rulebook
from overgreb_rules.shared.text import Text

__all__ = ["Moved", "Replay", "replay"]

_PIN = re.compile(r"(durable-rules )?[0-9]{1,4}(\.[0-9]{1,4}){1,3}\Z|[0-9a-f]{64}\Z|reference\Z")
"""What the versions and hashes of a receipt look like."""
_PINS = {
    "case_sha256": Text("sagen", "the case"),
    "sha256": Text("reglerne", "the rulebook"),
    "rulebook": Text("reglernes version", "the version of the rulebook"),
    "bundle_sha256": Text("reglerne som én fil", "the bundle of the rules"),
    "policy_sha256": Text("varslingsplanen", "the policy"),
    "engine": Text("regelmotoren", "the matcher"),
    "tzdata": Text("tidszonedata", "the time-zone data"),
    "holidays": Text("helligdagskalenderen", "the table of holidays"),
    "result_sha256": Text("svaret", "the result"),
}


@dataclass(frozen=True, slots=True)
class Moved:
    """A value of the receipt that differs now; a saved value that no receipt can hold is hidden."""

    name: Text
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Replay:
    """The result of a replay.

    Attributes:
        again: The answer, evaluated again.
        moved: The values of the receipt that differ now.
        same_bytes: Whether the saved answer and the new one are the same to the byte, once both are written in
            canonical form.
    """

    again: Evaluation
    moved: tuple[Moved, ...]
    same_bytes: bool


@dataclass(frozen=True, slots=True)
class SavedEvaluation:
    """An evaluation that was saved as JSON, in any detail.

    Attributes:
        content: The JSON as it was read, without the id of an envelope; it has a receipt and an instant.
    """

    content: Any

    @classmethod
    def read(cls, text: str) -> SavedEvaluation:
        """Read the JSON of an evaluation, also as a line of a stream with the id of its envelope.

        Args:
            text: The JSON.

        Returns:
            The saved evaluation.

        Raises:
            CaseError: The text is no evaluation.
        """
        mend = Text("giv svaret i JSON, som det blev gemt", "give the answer in JSON as it was saved")
        try:
            told: Any = parse(text)
            told["receipt"]["sha256"], told["at"]  # an evaluation has both
            told.pop("id", None)  # the answer to an envelope has its id, which is no part of the evaluation
        except (CaseError, KeyError, TypeError):
            what = Text("dette er ikke et gemt svar", "this is no saved evaluation")
            allowed = Text("et svar i JSON", "the JSON of an evaluation")
            raise CaseError("RECEIPT", what, allowed=allowed, mend=mend) from None
        if told.get("schema") != 1:
            what = Text("skemaet er ukendt", "this schema is unknown")
            raise CaseError("RECEIPT", what, allowed=Text("skema 1", "schema 1"), mend=mend)
        return cls(told)

    @property
    def at(self) -> str:
        """The instant of the evaluation; a saved answer that was tampered with can hold anything."""
        instant: str = self.content["at"]
        return instant

    @property
    def matcher(self) -> MatcherName:
        """The matcher with which it was made."""
        return "reference" if self.content["receipt"].get("engine") == "reference" else "durable"

    def compare(self, again: Evaluation) -> Replay:
        """Compare the saved answer with one that was made again.

        Args:
            again: The new answer.

        Returns:
            What differs.
        """
        told = self.content
        new = json.loads(again.to_json(detail=_detail_of(told)))
        receipt = told["receipt"]
        moved = tuple(
            Moved(says, _redact_pin(receipt.get(pin)), new["receipt"].get(pin))
            for pin, says in _PINS.items()
            if receipt.get(pin) != new["receipt"].get(pin)
        )
        return Replay(again, moved, _canonical(told) == _canonical(new))


def replay(
    saved: str,
    case: Case,
    policy: Policy | None = None,
    *,
    rules: Path | None = None,
    rulebook: Rulebook | None = None,
    matcher: MatcherName | None = None,
) -> Replay:
    """Evaluate a case again as a saved answer was evaluated, at the same instant.

    Args:
        saved: The JSON of an evaluation in any detail, also as a line of a stream with the id of its envelope.
        case: The case that the answer is about.
        policy: The municipality's ladder of escalation that was used; None means the one of the rules.
        rules: The folder of the rules that were used; None means the packaged ones.
        rulebook: The rules that were used, already loaded; it takes the place of the folder.
        matcher: The matcher; None means the one of the saved answer.

    Returns:
        The new answer, and what differs from the saved one.

    Raises:
        CaseError: `saved` is no evaluation.
        InstantError: The instant of the saved answer cannot be read.
        EngineMissing: The answer was given by an engine that is not installed.
    """
    told = SavedEvaluation.read(saved)
    wanted = matcher or told.matcher
    book = Rulebook.load(rules, wanted) if rulebook is None else rulebook.with_matcher(wanted)
    return told.compare(evaluate(case, at=told.at, rulebook=book, policy=policy))


def _detail_of(answer: Any) -> Detail:
    """Return how much of an answer was saved; without duties the smaller two details are the same."""
    if "result_sha256" in answer["receipt"]:
        return "full"
    duties = answer.get("obligations")
    # A saved answer that was tampered with can hold anything: what is no duty is found as a difference.
    is_counted = isinstance(duties, list) and any(isinstance(duty, dict) and "counting" in duty for duty in duties)
    return "counted" if is_counted else "dates"


def _canonical(answer: object) -> str:
    return json.dumps(answer, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def _redact_pin(pin: object) -> str | None:
    """Return a saved pin as a person may see it: a receipt that was tampered with can hold anything."""
    if pin is None:
        return None
    return pin if isinstance(pin, str) and _PIN.match(pin) and not has_cpr_shape(pin) else HIDDEN
