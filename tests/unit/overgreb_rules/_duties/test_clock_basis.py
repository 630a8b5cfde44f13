"""How the time of a duty is counted and from where, and which decision moves or sets it."""

from __future__ import annotations

import pytest

from overgreb_rules._duties.clock_basis import ClockBasis, find_clock_basis, find_moving_events
from tests.fixtures.event_logs import build_event, build_log, find_duties, find_timed

_ASSESSMENT = "bl-136-2-vurdering-24-timer"


def test_the_basis_names_convention_spans_and_starts_without_dates() -> None:
    log = build_log(build_event("u1", "underretning_modtaget", 3))
    (duty,) = find_duties(log, _ASSESSMENT)
    basis = find_clock_basis(duty, log)
    assert isinstance(basis, ClockBasis)
    assert (basis.count, basis.strict.value, basis.strict_start.event.event.id) == ("elapsed", 24, "u1")


def test_a_clock_starts_at_the_time_that_a_fact_tells_before_the_trigger() -> None:
    known = "2025-03-02T08:00:00+01:00"
    (timed,) = find_timed(build_log(build_event("u1", "underretning_modtaget", 3, kendt_fra=known)), _ASSESSMENT)
    assert timed.due is not None
    assert (str(timed.start), str(timed.due.strict)) == (known, "2025-03-03T08:00:00+01:00")


@pytest.mark.parametrize(
    ("art", "rule", "told"),
    [
        ("undersoegelse_uden_samtykke", "bl-143-5-undersoegelse-2-maaneder", ("2025-05-01", "2025-05-01")),
        ("anbringelse", "bl-143-6-direktoer-gyldighed-1-maaned", ("2025-04-01", "2025-04-03")),
    ],
)
def test_without_the_fact_at_which_a_reading_starts_there_is_no_date(
    art: str, rule: str, told: tuple[str, str]
) -> None:
    begun = build_event("p1", "foreloebig_afgoerelse_ivaerksat", 3, art=art, af="direktoer")
    (unknown,) = find_timed(build_log(begun), rule)
    assert (unknown.due, unknown.needs) == (None, {"truffet"})
    (timed,) = find_timed(build_log({**begun, "truffet": "2025-03-01T08:00:00+01:00"}), rule)
    assert timed.due is not None
    assert (str(timed.due.strict), str(timed.due.lenient)) == told


@pytest.mark.parametrize(
    ("final", "start", "due"),
    [
        ({"frist_fastsat": "2025-12-24"}, "2025-03-20T12:00:00+01:00", "2025-12-24"),
        ({}, "2025-03-20T12:00:00+01:00", "2026-03-20"),
        (None, "2025-03-03T12:00:00+01:00", "2026-03-03"),
    ],
)
def test_a_final_decision_moves_the_clock_and_may_set_the_day(
    final: dict[str, object] | None, start: str, due: str
) -> None:
    placed = build_event("a1", "anbringelse_besluttet", 3, samtykke=False)
    later = [] if final is None else [build_event("e1", "endelig_proevelse", 20, **final)]
    (timed,) = find_timed(build_log(placed, *later), "bl-50-genbehandling-1-aar")
    assert timed.due is not None
    assert (str(timed.start), str(timed.due.strict), str(timed.due.lenient)) == (start, due, due)


def test_a_final_decision_that_came_after_the_act_moves_nothing() -> None:
    placed = build_event("a1", "anbringelse_besluttet", 3, samtykke=False)
    again, final = (
        build_event("g1", "genbehandling_besluttet", 10, "a1"),
        build_event("e1", "endelig_proevelse", 20, "a1"),
    )
    (timed,) = find_timed(build_log(placed, again, final), "bl-50-genbehandling-1-aar")
    assert str(timed.start) == "2025-03-03T12:00:00+01:00"


def test_the_events_that_move_a_clock_are_those_before_the_answer_and_not_the_trigger() -> None:
    placed = build_event("a1", "anbringelse_besluttet", 3, samtykke=False)
    final = [build_event(f"e{day}", "endelig_proevelse", day, "a1") for day in (8, 20)]
    answer = build_event("g1", "genbehandling_besluttet", 10, "a1")
    for log, expected in ((build_log(placed, *final), ["e8", "e20"]), (build_log(placed, *final, answer), ["e8"])):
        (duty,) = find_duties(log, "bl-50-genbehandling-1-aar")
        moving = find_moving_events(duty, log, ("anbringelse_besluttet", "endelig_proevelse"))
        assert [event.event.id for event in moving] == expected
