"""The truth of conditions that look back: a fact that must be known to have a value."""

from __future__ import annotations

import pytest

from overgreb_rules import Case, Rulebook
from overgreb_rules._case.event_log import EventLog
from overgreb_rules._evaluate.pipeline import instant_of
from overgreb_rules._matching.derived import passes
from overgreb_rules._rules.conditions import EventPattern, FactTest

BOOK = Rulebook.load(matcher="reference")
BY_COMMITTEE = ("boerne_og_ungeudvalg", "ankestyrelsen")


def _placement(**facts: object) -> EventLog:
    event = {"id": "d1", "type": "anbringelse_besluttet", "at": "2024-02-01T10:00:00+01:00", **facts}
    case = Case.model_validate({"case_id": "c", "events": [event]})
    return EventLog.of(case, BOOK.rules.vocabulary, instant_of("2024-06-01T10:00:00+02:00"))


@pytest.mark.parametrize(
    ("operator", "facts", "holds"),
    [
        ("known_to_be", {"truffet_af": "ankestyrelsen"}, True),
        ("known_to_be", {"truffet_af": "kommune"}, False),
        ("known_to_be", {}, False),
        ("not_known_to_be", {"truffet_af": "ankestyrelsen"}, False),
        ("not_known_to_be", {"truffet_af": "kommune"}, True),
        ("not_known_to_be", {}, True),
        ("is", {}, None),
    ],
)
def test_a_fact_that_nobody_told_is_not_known_to_have_a_value(
    operator: str, facts: dict[str, object], holds: bool | None
) -> None:
    log = _placement(**facts)
    pattern = EventPattern("anbringelse_besluttet", (FactTest("truffet_af", operator, BY_COMMITTEE),))  # type: ignore[arg-type]  # one of the operators
    assert passes(pattern, log, log.events[0]).holds is holds
