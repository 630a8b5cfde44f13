"""Formats of the values of an answer."""

from __future__ import annotations

import copy

import pytest

from overgreb_rules import Case, evaluate
from overgreb_rules._rules.source import packaged_acts
from overgreb_rules._text.formatting import format_acts, format_missing_date
from tests.fixtures.rendered_evaluations import build_obligation


def test_the_acts_that_took_over_from_each_other_are_listed_with_the_newest_first() -> None:
    newest, *_, oldest = packaged_acts()
    assert (format_acts("da"), format_acts("en")) == (f"{newest} og {oldest}", f"{newest} and {oldest}")


_DECISION = {"id": "m1", "type": "afgoerelse_meddelt", "at": "2018-06-02T10:00:00+02:00", "organ": "kommune"}
_REQUEST = {
    "id": "q1", "type": "aktindsigt_anmodet", "at": "2018-06-20T10:00:00+02:00", "of": "m1",
    "afbryder_klagefristen": True,
}  # fmt: skip
_NOTIFIED = {"id": "u1", "type": "underretning_modtaget", "at": "2024-05-15T10:00:00+02:00"}


@pytest.mark.parametrize(
    ("rule", "events", "says", "says_when_read"),
    [
        ("bl-138-2-orientering", (_NOTIFIED,), "ingen fast frist", "ingen fast frist"),
        ("rsl-67-klage-4-uger", (_DECISION, _REQUEST), "fristen står stille", "ingen fast frist"),
    ],
)
def test_why_a_duty_has_no_date(
    rule: str, events: tuple[dict[str, object], ...], says: str, says_when_read: str
) -> None:
    case = Case.model_validate({"case_id": "A-1", "events": list(events)})
    answer = evaluate(case, at="2024-06-22T10:00:00+02:00")
    [duty] = [one for one in answer.obligations if one.rule == rule]
    assert duty.due is None
    assert format_missing_date(duty, "da") == says
    assert format_missing_date(copy.deepcopy(duty), "da") == says_when_read


def test_a_date_that_lacks_a_fact_cannot_be_computed() -> None:
    duty = build_obligation(status="undetermined", due=None, needs=("frist",))
    assert format_missing_date(duty, "da") == "kan ikke beregnes"
