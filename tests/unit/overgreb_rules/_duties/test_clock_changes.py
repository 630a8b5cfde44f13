"""What changes a time limit after it began: cases that hold it up, states, renewals."""

from __future__ import annotations

import tracemalloc

import pytest

from overgreb_rules import Case, Evaluation, Rulebook, evaluate
from overgreb_rules._duties.clock_changes import HELD_UP
from tests.fixtures.event_logs import build_event, build_log, find_due, find_timed

BOOK = Rulebook.load(matcher="reference")
RULE = "bl-100-3-hjemgivelsesperiode-6-maaneder"
RETURN = {"id": "g1", "type": "hjemgivelse_besluttet", "at": "2024-05-10T10:00:00+02:00", "hjemgives": True}


def _evaluate(*events: dict[str, object]) -> Evaluation:
    case = Case.model_validate({"case_id": "c", "events": [RETURN, *events]})
    return evaluate(case, at="2024-12-01T10:00:00+01:00", rulebook=BOOK)


def _complaint(at: str) -> dict[str, object]:
    return {"id": "k1", "type": "klage_modtaget_i_ankestyrelsen", "at": at}


def _home(at: str) -> dict[str, object]:
    return {"id": "o1", "type": "indsats_ophoert", "at": at, "hjemgivet": True}


def _status(*events: dict[str, object]) -> tuple[str, str]:
    (found,) = [one for one in _evaluate(*events).obligations if one.rule == RULE]
    assert found.due is not None
    return found.status, str(found.due.lenient)


def test_an_unmet_duty_waits_for_the_decision() -> None:
    assert _status(_complaint("2024-05-20T10:00:00+02:00")) == ("undetermined", "2024-11-10")


def test_a_duty_met_in_time_waits_for_no_case() -> None:
    pending = (_complaint("2024-05-20T10:00:00+02:00"), _home("2024-08-01T10:00:00+02:00"))
    assert _status(*pending) == ("met", "2024-11-10")


def test_a_duty_met_late_while_a_case_ran_has_the_days_up_to_the_act() -> None:
    pending = (_complaint("2024-11-01T10:00:00+01:00"), _home("2024-11-20T10:00:00+01:00"))
    assert _status(*pending) == ("met_contested", "2024-11-29")


def test_a_case_after_the_act_changes_nothing() -> None:
    afterwards = (_home("2024-11-11T10:00:00+01:00"), _complaint("2024-11-20T10:00:00+01:00"))
    assert _status(*afterwards) == ("met_late", "2024-11-10")


def test_a_duty_waived_before_the_case_began_has_no_days_of_it() -> None:
    kept = {"id": "g2", "type": "hjemgivelse_besluttet", "at": "2024-05-20T10:00:00+02:00", "hjemgives": False}
    ended = {"id": "a1", "type": "ankestyrelsen_afgjort", "at": "2024-07-20T10:00:00+02:00", "of": "k1"}
    assert _status(kept, {**_complaint("2024-05-21T10:00:00+02:00"), "of": "g1"}, ended) == ("waived", "2024-11-10")


def test_a_case_that_ended_in_the_moment_of_the_waiver_has_its_days_whatever_their_ids() -> None:
    moment = "2024-07-20T10:00:00+02:00"
    complaint = {**_complaint("2024-05-21T10:00:00+02:00"), "of": "g1"}
    for name in ("a1", "z1"):
        kept = {"id": "g2", "type": "hjemgivelse_besluttet", "at": moment, "hjemgives": False}
        ended = {"id": name, "type": "ankestyrelsen_afgjort", "at": moment, "of": "k1"}
        assert _status(kept, complaint, ended) == ("waived", "2025-01-09")


def _needs_and_last_days(*events: dict[str, object]) -> dict[str, tuple[tuple[str, ...], str]]:
    """By trigger, what each return period needs and its lenient day, beside a second return of the same child."""
    other = {**RETURN, "id": "g2", "at": "2024-05-12T10:00:00+02:00"}
    found = [one for one in _evaluate(other, *events).obligations if one.rule == RULE]
    return {one.trigger: (one.needs, str(one.due and one.due.lenient)) for one in found}


_TWO_COMPLAINTS = (
    {**_complaint("2024-05-20T10:00:00+02:00"), "of": "g1"},
    {**_complaint("2024-05-21T10:00:00+02:00"), "id": "k2", "of": "g2"},
)
_DECIDED = {"id": "a1", "type": "ankestyrelsen_afgjort", "at": "2024-05-30T10:00:00+02:00"}


def test_where_nobody_knows_which_case_a_decision_ended_the_latest_day_counts_the_case() -> None:
    needs = ("ankestyrelsen_afgjort", "of")
    assert _needs_and_last_days(*_TWO_COMPLAINTS, _DECIDED) == {
        "g1": (needs, "2024-11-20"),
        "g2": (needs, "2024-11-21"),
    }


def test_a_decision_that_names_one_complaint_moves_the_period_of_that_return_alone() -> None:
    assert _needs_and_last_days(*_TWO_COMPLAINTS, {**_DECIDED, "of": "k1"}) == {
        "g1": ((), "2024-11-20"),
        "g2": (("ankestyrelsen_afgjort",), "2024-11-12"),
    }


@pytest.mark.parametrize(("ended_first", "ended_last"), [("k1", "k2"), ("k2", "k1")])
def test_a_day_on_which_two_cases_ran_counts_once(ended_first: str, ended_last: str) -> None:
    first, second = _complaint("2024-05-20T10:00:00+02:00"), _complaint("2024-05-22T10:00:00+02:00")
    ends = [
        {"id": f"a{day}", "type": "ankestyrelsen_afgjort", "at": f"2024-05-{day}T10:00:00+02:00", "of": case}
        for day, case in ((25, ended_first), (27, ended_last))
    ]
    assert _status(first, {**second, "id": "k2"}, *ends) == ("overdue", "2024-11-17")


def test_a_case_of_a_century_takes_no_more_room_than_one_of_a_week() -> None:
    def measure(year: int) -> int:
        events = [RETURN, _complaint("2024-05-20T10:00:00+02:00"), {**_DECIDED, "at": f"{year}-06-01"}]
        case = Case.model_validate({"case_id": "c", "events": events})
        at = f"{year + 2}-01-01T10:00:00+01:00"
        evaluate(case, at=at, rulebook=BOOK)
        tracemalloc.start()
        evaluate(case, at=at, rulebook=BOOK)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    assert measure(2150) < measure(2024) + 500_000


_RETURN_REQUEST = "bl-102-1-hjemgivelse-7-dage"
_PLACED = build_event("d1", "anbringelse_besluttet", 1, samtykke=True)
_TOLD = build_event("m1", "afgoerelse_meddelt", 2, "d1", organ="kommune")
_REQUEST = build_event("h1", "hjemgivelse_anmodet", 10, anmoder="ung_fyldt_15")


def _case(day: int, name: str = "k1", of: str | None = "m1") -> dict[str, object]:
    return build_event(name, "klage_modtaget_i_ankestyrelsen", day, of)


def _decided(day: int, of: str = "k1") -> dict[str, object]:
    return build_event(f"a{day}", "ankestyrelsen_afgjort", day, of)


def test_without_a_case_the_seven_days_run_from_the_request() -> None:
    assert find_due(_RETURN_REQUEST, _PLACED, _TOLD, _REQUEST) == ("2025-03-17", "2025-03-17")


def test_a_case_that_was_there_at_the_request_starts_the_clock_with_its_end() -> None:
    assert find_due(_RETURN_REQUEST, _PLACED, _TOLD, _case(5), _REQUEST, _decided(15)) == ("2025-03-22", "2025-03-22")


def test_a_case_that_was_there_at_the_request_and_still_is_gives_no_date() -> None:
    assert find_due(_RETURN_REQUEST, _PLACED, _TOLD, _case(5), _REQUEST) is None


def test_a_case_that_began_within_the_days_gives_a_second_reading_from_its_end() -> None:
    assert find_due(_RETURN_REQUEST, _PLACED, _TOLD, _REQUEST, _case(12), _decided(20)) == ("2025-03-17", "2025-03-27")


def test_a_case_that_began_after_the_day_changes_no_date() -> None:
    assert find_due(_RETURN_REQUEST, _PLACED, _TOLD, _REQUEST, _case(20), _decided(25)) == ("2025-03-17", "2025-03-17")


def test_a_position_taken_while_a_case_is_there_stays_met_once_that_has_ended() -> None:
    position = build_event("s1", "hjemgivelse_stillingtagen", 19, of="h1")

    def was_met_at_rest(*events: dict[str, object]) -> bool:
        (timed,) = find_timed(build_log(_PLACED, _TOLD, _REQUEST, position, *events), _RETURN_REQUEST)
        return timed.met_at_rest

    assert was_met_at_rest(_case(12))
    assert was_met_at_rest(_case(12), _decided(25))
    assert not was_met_at_rest(_case(12), _decided(15))
    assert not was_met_at_rest(_case(18), _decided(25))
    assert not was_met_at_rest(_case(12, of=None), _decided(25))


def test_cases_that_overlap_are_one_until_the_last_has_ended() -> None:
    events = (_case(5), _case(8, "k2"), _REQUEST, _decided(12), _decided(16, "k2"))
    assert find_due(_RETURN_REQUEST, _PLACED, _TOLD, *events) == ("2025-03-23", "2025-03-23")


def test_a_case_that_ended_in_the_instant_in_which_it_began_changes_no_date() -> None:
    assert find_due(_RETURN_REQUEST, _PLACED, _TOLD, _REQUEST, _case(12), _decided(12)) == ("2025-03-17", "2025-03-17")


def test_a_case_that_began_with_the_request_and_ended_on_its_day_starts_the_clock_with_its_end() -> None:
    ended = {**_decided(12), "at": "2025-03-10"}
    case = {"case_id": "c", "events": [_PLACED, _TOLD, _REQUEST, _case(10), ended]}
    answer = evaluate(Case.model_validate(case), at="2025-06-01T10:00:00+02:00", rulebook=BOOK)
    (found,) = [one for one in answer.obligations if one.rule == _RETURN_REQUEST]
    assert (str(found.clock_start), str(found.due and found.due.strict)) == ("2025-03-10", "2025-03-17")


def test_a_case_that_ended_on_a_day_told_alone_ran_on_the_day_on_which_it_began() -> None:
    ended = {**_decided(12), "at": "2025-03-12"}
    assert find_due(_RETURN_REQUEST, _PLACED, _TOLD, _REQUEST, _case(12), ended) == ("2025-03-17", "2025-03-19")


def test_a_case_that_may_have_ended_while_another_still_runs_gives_no_second_reading() -> None:
    free = (_case(8, of=None), _REQUEST, _case(12, "k2"), _decided(15))
    assert find_due(_RETURN_REQUEST, _PLACED, _TOLD, *free) == ("2025-03-17", "2025-03-17")


def test_a_case_that_names_no_decision_counts_for_the_lenient_reading_once_it_has_ended() -> None:
    free = (_case(12, of=None), _REQUEST, _decided(20))
    assert find_due(_RETURN_REQUEST, _PLACED, _TOLD, *free) == ("2025-03-17", "2025-03-27")


def test_the_counted_days_of_a_later_reading_begin_with_the_day_from_which_it_is_counted() -> None:
    for case in (_case(12), _case(12, of=None), _case(8, of=None)):
        (timed,) = find_timed(build_log(_PLACED, _TOLD, _REQUEST, case, _decided(20)), _RETURN_REQUEST)
        days = [(day.day.isoformat()[-2:], day.strict, day.lenient) for day in timed.counted_days]
        start, strict = ("10", False, False), ("17", True, True)
        assert days == [start, strict, ("20", False, False), ("27", False, True)]
        assert timed.counted_days[2].why.da == "den yderste frist regnes fra denne dag"


def test_a_decision_of_ankestyrelsen_over_the_placement_gives_a_renewal_a_second_reading() -> None:
    placed = build_event("d1", "anbringelse_besluttet", 1, samtykke=False, tidligere_anbragt_inden_for_et_aar=False)
    assert find_due("bl-50-genbehandling-1-aar", placed, _case(5, of="d1"), _decided(20)) == (
        "2026-03-01",
        "2026-03-20",
    )


def test_the_counted_days_of_a_renewal_hold_the_later_start_and_end_for_the_lenient_reading_alone() -> None:
    placed = build_event("d1", "anbringelse_besluttet", 1, samtykke=False, tidligere_anbragt_inden_for_et_aar=False)
    (timed,) = find_timed(build_log(placed, _case(5, of="d1"), _decided(20)), "bl-50-genbehandling-1-aar")
    assert [(str(day.day), day.strict, day.lenient, day.why.da) for day in timed.counted_days] == [
        ("2025-03-01", False, False, "fristen regnes fra denne dag"),
        ("2025-03-20", False, False, "den yderste frist regnes fra denne dag"),
        ("2026-03-01", True, True, "sikker frist"),
        ("2026-03-20", False, True, "yderste frist"),
    ]


def test_a_time_limit_that_a_case_held_up_has_both_its_days_among_the_counted_ones() -> None:
    events = (
        {"id": "g1", "type": "hjemgivelse_besluttet", "at": "2022-05-10", "hjemgives": True},
        {"id": "k1", "type": "klage_modtaget_i_ankestyrelsen", "at": "2022-11-01"},
        {"id": "i1", "type": "indsats_ophoert", "at": "2022-11-20", "hjemgivet": True},
    )
    (timed,) = find_timed(build_log(*events, at="2022-12-01T12:00:00+01:00"), "sel-68-4-hjemgivelsesperiode-6-maaneder")
    assert [(str(day.day), day.strict, day.lenient) for day in timed.counted_days] == [
        ("2022-05-10", False, False),
        ("2022-11-10", True, True),
        ("2022-11-29", False, True),
    ]
    assert timed.counted_days[-1].why == HELD_UP


def test_a_judgment_alone_gives_a_renewal_no_second_reading() -> None:
    placed = build_event("d1", "anbringelse_besluttet", 1, samtykke=False, tidligere_anbragt_inden_for_et_aar=False)
    assert find_due("bl-50-genbehandling-1-aar", placed, build_event("j1", "dom_afsagt", 20)) == (
        "2026-03-01",
        "2026-03-01",
    )


_RENEWAL = "bl-50-genbehandling-1-aar"


def _renewal(placed: str, decided: str, **facts: object) -> tuple[str, str, int]:
    """Both readings and the number of counted days of a renewal after a placement that Ankestyrelsen decided on."""
    events = [
        {"id": "d1", "type": "anbringelse_besluttet", "at": placed, "samtykke": False, **facts},
        {"id": "k1", "type": "klage_modtaget_i_ankestyrelsen", "at": decided, "of": "d1"},
        {"id": "x1", "type": "ankestyrelsen_afgjort", "at": decided},
    ]
    (timed,) = find_timed(build_log(*events, at="2027-06-01T12:00:00+02:00"), _RENEWAL)
    assert timed.due is not None
    return str(timed.due.strict), str(timed.due.lenient), len(timed.counted_days)


def test_a_decision_of_the_same_day_gives_a_renewal_no_second_reading() -> None:
    found = _renewal("2025-03-01T08:00:00+01:00", "2025-03-01T10:00:00+01:00")
    assert found == ("2026-03-01", "2026-03-01", 2)


def test_of_a_later_decision_the_later_of_its_two_days_is_the_lenient_one() -> None:
    found = _renewal("2027-02-27T08:00:00+01:00", "2027-02-28T10:00:00+01:00")
    assert found == ("2028-02-27", "2028-02-29", 4)
    assert _renewal("2027-02-28T08:00:00+01:00", "2027-02-28T10:00:00+01:00")[:2] == ("2028-02-28", "2028-02-29")


def test_a_later_decision_beside_a_set_day_counts_only_where_its_term_ends_later() -> None:
    days = {day: _renewal("2025-03-01T08:00:00+01:00", "2025-03-20T10:00:00+01:00", frist_fastsat=day)[:2]
            for day in ("2025-12-24", "2026-03-19", "2026-03-20", "2026-03-21")}  # fmt: skip
    assert days == {
        "2025-12-24": ("2025-12-24", "2026-03-20"),
        "2026-03-19": ("2026-03-19", "2026-03-20"),
        "2026-03-20": ("2026-03-20", "2026-03-20"),
        "2026-03-21": ("2026-03-21", "2026-03-21"),
    }


def test_a_final_decision_without_a_term_gives_a_set_day_both_days_of_the_ordinary_term() -> None:
    placed = {"id": "d1", "type": "anbringelse_besluttet", "at": "2027-02-01T08:00:00+01:00", "samtykke": False}
    final = {"id": "e1", "type": "endelig_proevelse", "at": "2027-02-28T10:00:00+01:00"}
    found = {}
    for day in ("2027-12-24", "2028-02-28", "2028-03-01"):
        (timed,) = find_timed(build_log({**placed, "frist_fastsat": day}, final, at="2027-06-01T12:00+02:00"), _RENEWAL)
        assert timed.due is not None
        found[day] = str(timed.due.strict), str(timed.due.lenient)
    assert found == {
        "2027-12-24": ("2027-12-24", "2028-02-29"),
        "2028-02-28": ("2028-02-28", "2028-02-29"),
        "2028-03-01": ("2028-02-28", "2028-03-01"),
    }
