"""What the count hands on where both readings of a deadline end apart."""

from __future__ import annotations

import pytest

from overgreb_rules._duties.date_doubts import DateDoubt
from tests.fixtures.event_logs import build_event, build_log, find_timed

_FOLLOW_UP = "bl-95-2-foerste-opfoelgning"
_MEASURE = build_event("i1", "indsats_ivaerksat", 3, "d1", art="anbringelse")
_BESIDE = (build_event("b1", "undersoegelse_besluttet", 5), build_event("a1", "undersoegelse_afsluttet", 20))


def _doubts(rule: str, *events: dict[str, object]) -> tuple[DateDoubt, ...]:
    (timed,) = find_timed(build_log(*events), rule)
    return timed.date_doubts


@pytest.mark.parametrize(
    ("facts", "needs"), [({"samtykke": True}, ()), ({}, (("samtykke", ("anbringelse_besluttet",)),))]
)
def test_a_step_beside_a_measure_is_a_doubt_of_law_or_lacks_a_fact_of_the_decision(
    facts: dict[str, object], needs: tuple[tuple[str, tuple[str, ...]], ...]
) -> None:
    placed = build_event("d1", "anbringelse_besluttet", 1, **facts)
    assert _doubts(_FOLLOW_UP, placed, _MEASURE, *_BESIDE) == (DateDoubt("parallel", needs),)


def test_a_step_that_counts_by_neither_reading_is_no_doubt() -> None:
    placed = build_event("d1", "anbringelse_besluttet", 1, samtykke=False)
    assert _doubts(_FOLLOW_UP, placed, _MEASURE, *_BESIDE) == ()


def test_a_request_whose_effect_is_told_is_no_doubt() -> None:
    told = build_event("m1", "afgoerelse_meddelt", 3, organ="kommune")
    answered = build_event("g1", "aktindsigt_afgjort", 14, "r1")
    asked = build_event("r1", "aktindsigt_anmodet", 5, "m1")
    (doubt,) = _doubts("rsl-67-klage-4-uger", told, asked, answered)
    assert doubt.kind == "interrupted"
    assert [name for name, _ in doubt.needs] == ["afbryder_klagefristen"]
    assert _doubts("rsl-67-klage-4-uger", told, {**asked, "afbryder_klagefristen": True}, answered) == ()
