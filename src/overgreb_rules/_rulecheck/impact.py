"""What a change of rules does to a portfolio: the duties that appear, disappear or move, counted by rule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from overgreb_rules._case.case import Case
from overgreb_rules._evaluate.pipeline import evaluate
from overgreb_rules._evaluate.what_if import Change, changes
from overgreb_rules._evaluate.work_list import RefusedCase
from overgreb_rules._rulecheck.diff import DifferenceKind, kind_of_change
from overgreb_rules.rulebook import Rulebook
from overgreb_rules.shared.lazy_model import FrozenModel, JsonAnswer
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import Entity


class ImpactWitness(FrozenModel):
    """The first case that shows a kind of change, and the change."""

    case_id: str
    change: Change


class RuleImpact(FrozenModel):
    """How often one rule gives another answer in one way, and the first case that shows it."""

    rule: str
    cite: str
    title: Text
    kind: DifferenceKind
    duties: int
    cases: int
    witness: ImpactWitness


class Impact(JsonAnswer):
    """What the second rulebook does otherwise than the first for the cases of a portfolio at one instant."""

    schema_version: Literal[1] = Field(default=1, alias="schema")
    at: str
    before: str
    after: str
    cases: int
    cases_changed: int
    refused: tuple[RefusedCase, ...]
    rules: tuple[RuleImpact, ...]


class _Tally(Entity):
    """The changes of one kind under one rule so far."""

    witness: ImpactWitness
    duties: int = 0
    cases: int = 0


def measure_impact(cases: Iterable[Case | RefusedCase], old: Rulebook, new: Rulebook, *, at: str) -> Impact:
    """Evaluate the cases under both rulebooks and count what differs.

    Args:
        cases: The cases, read one after the other and not kept; one that was refused is passed on.
        old: The first rulebook.
        new: The second rulebook.
        at: The instant of all evaluations, with an offset.

    Returns:
        The counts by rule and kind of change, the most frequent first.

    Raises:
        InstantError: `at` is no instant.
    """
    tallies: dict[tuple[str, DifferenceKind], _Tally] = {}
    refused, count, changed = [], 0, 0
    for case in cases:
        if isinstance(case, RefusedCase):
            refused.append(case)
            continue
        count += 1
        found = changes(*(evaluate(case, at=at, rulebook=book) for book in (old, new)))
        changed += bool(found)
        seen = set()
        for change in found:
            about = change.rule, kind_of_change(change)
            witness = ImpactWitness(case_id=case.case_id, change=change)
            tally = tallies.setdefault(about, _Tally(witness))
            tally.duties += 1
            tally.cases += about not in seen
            seen.add(about)
    return Impact(
        at=at,
        before=old.sha256,
        after=new.sha256,
        cases=count,
        cases_changed=changed,
        refused=tuple(refused),
        rules=tuple(
            sorted((_close(*pair) for pair in tallies.items()), key=lambda one: (-one.duties, one.rule, one.kind))
        ),
    )


def _close(about: tuple[str, DifferenceKind], tally: _Tally) -> RuleImpact:
    change = tally.witness.change
    return RuleImpact(
        rule=about[0],
        cite=change.cite,
        title=change.title,
        kind=about[1],
        duties=tally.duties,
        cases=tally.cases,
        witness=tally.witness,
    )
