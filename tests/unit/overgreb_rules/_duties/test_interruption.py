"""Complaint time limits that a request interrupts, or may have interrupted."""

from __future__ import annotations

from overgreb_rules._duties.interruption import WAS_INTERRUPTED
from tests.fixtures.counted_work import count_calls
from tests.fixtures.event_logs import build_event, build_log, find_assessed, find_due, find_timed

_COMPLAINT = "rsl-67-klage-4-uger"
_DECISION = {**build_event("m1", "afgoerelse_meddelt", 3, organ="kommune"), "at": "2025-02-10T12:00:00+01:00"}


def _asked(day: int, name: str = "r1", **facts: object) -> dict[str, object]:
    return build_event(name, "aktindsigt_anmodet", day, "m1", **facts)


def _given(day: int, of: str = "r1") -> dict[str, object]:
    return build_event(f"g{day}", "aktindsigt_afgjort", day, of)


def test_a_sure_interruption_leaves_at_least_fourteen_days_from_the_answer() -> None:
    answered = (_asked(5, afbryder_klagefristen=True), _given(14))
    assert find_due(_COMPLAINT, _DECISION, *answered) == ("2025-03-28", "2025-03-28")


def test_an_interruption_that_nobody_told_moves_the_lenient_reading_alone() -> None:
    assert find_due(_COMPLAINT, _DECISION, _asked(5), _given(14)) == ("2025-03-10", "2025-03-28")


def test_the_counted_days_of_an_interrupted_limit_end_with_its_two_days() -> None:
    decision = {"id": "m1", "type": "afgoerelse_meddelt", "at": "2025-02-03", "organ": "kommune"}
    first = (_asked(1, "r1", afbryder_klagefristen=True), _given(3))
    (timed,) = find_timed(
        build_log(decision, *first, _asked(6, "r2"), _given(12, "r2"), _asked(14, "r3"), _given(16, "r3")), _COMPLAINT
    )
    assert timed.due is not None
    assert [(str(day.day), day.strict, day.lenient) for day in timed.counted_days] == [
        ("2025-02-03", False, False),
        (str(timed.due.strict), True, True),
        (str(timed.due.lenient), False, True),
    ]
    assert {day.why for day in timed.counted_days[1:]} == {WAS_INTERRUPTED}


def test_the_counted_day_of_a_reading_that_was_not_interrupted_says_that_it_is_the_safe_one() -> None:
    (timed,) = find_timed(build_log(_DECISION, _asked(5), _given(14)), _COMPLAINT)
    assert [(str(day.day), day.strict, day.lenient, day.why.da) for day in timed.counted_days[1:]] == [
        ("2025-03-10", True, True, "sikker frist"),
        ("2025-03-28", False, True, WAS_INTERRUPTED.da),
    ]


def test_an_unanswered_sure_interruption_leaves_the_time_limit_standing_still() -> None:
    (timed,) = find_timed(build_log(_DECISION, _asked(5, afbryder_klagefristen=True)), _COMPLAINT)
    assert timed.due is None
    assert timed.stands_still_since is not None
    assert timed.stands_still_since.event.id == "r1"


def test_an_unanswered_unknown_interruption_is_asked_for_once_the_date_has_passed() -> None:
    (timed,) = find_timed(build_log(_DECISION, _asked(5)), _COMPLAINT)
    assert timed.needs_after_due == {"afbryder_klagefristen"}


def test_a_request_that_does_not_interrupt_changes_nothing() -> None:
    assert find_due(_COMPLAINT, _DECISION, _asked(5, afbryder_klagefristen=False), _given(14)) == (
        "2025-03-10",
        "2025-03-10",
    )


def test_a_request_after_the_last_day_changes_nothing() -> None:
    assert find_due(_COMPLAINT, _DECISION, _asked(11, afbryder_klagefristen=True), _given(14)) == (
        "2025-03-10",
        "2025-03-10",
    )


def test_a_request_that_names_nothing_while_two_limits_run_is_not_sure() -> None:
    other = {**_DECISION, "id": "m2"}
    request = build_event("r1", "aktindsigt_anmodet", 5, afbryder_klagefristen=True)
    found = find_timed(build_log(_DECISION, other, request, _given(14)), _COMPLAINT)
    readings = {(str(timed.due.strict), str(timed.due.lenient)) for timed in found if timed.due}
    assert readings == {("2025-03-10", "2025-03-28")}


def test_an_answer_that_may_be_about_another_request_leaves_the_interruption_unknown() -> None:
    answer = build_event("g1", "aktindsigt_afgjort", 14)
    requests = (_asked(5), _asked(6, "r2", afbryder_klagefristen=False))
    (timed,) = find_timed(build_log(_DECISION, *requests, answer), _COMPLAINT)
    assert timed.needs_after_due == {"afbryder_klagefristen", "of"}


def test_a_request_after_the_complaint_moves_no_time_limit() -> None:
    complaint = build_event("k1", "klage_indgivet", 4, "m1")
    assert find_due(_COMPLAINT, _DECISION, complaint, _asked(5, afbryder_klagefristen=True)) == (
        "2025-03-10",
        "2025-03-10",
    )


def _readings(*events: dict[str, object]) -> dict[str, tuple[str, str]]:
    found = find_timed(build_log(*events), _COMPLAINT)
    return {one.duty.trigger.event.id: (str(one.due.strict), str(one.due.lenient)) for one in found if one.due}


def test_a_request_that_names_nothing_while_an_interrupted_limit_still_runs_is_not_sure() -> None:
    interrupted = (_DECISION, _asked(5, afbryder_klagefristen=True), _given(14))
    later = (
        build_event("m2", "afgoerelse_meddelt", 16, organ="kommune"),
        build_event("r2", "aktindsigt_anmodet", 20, afbryder_klagefristen=True),
        build_event("g2", "aktindsigt_afgjort", 24, "r2"),
    )
    assert _readings(*interrupted, *later) == {"m1": ("2025-03-28", "2025-04-07"), "m2": ("2025-04-14", "2025-04-22")}


def test_a_request_that_names_nothing_is_not_sure_while_a_limit_stands_still() -> None:
    still = (_DECISION, _asked(5, afbryder_klagefristen=True))
    later = (
        build_event("m2", "afgoerelse_meddelt", 16, organ="kommune"),
        build_event("r2", "aktindsigt_anmodet", 20, afbryder_klagefristen=True),
        build_event("g2", "aktindsigt_afgjort", 24, "r2"),
    )
    assert _readings(*still, *later) == {"m2": ("2025-04-14", "2025-04-22")}


def test_a_request_that_names_nothing_may_be_about_a_decision_complained_of() -> None:
    complained = (_DECISION, build_event("k1", "klage_indgivet", 4, "m1"))
    later = (
        build_event("m2", "afgoerelse_meddelt", 5, organ="kommune"),
        build_event("r2", "aktindsigt_anmodet", 6, afbryder_klagefristen=True),
    )
    assert _readings(*complained, *later)["m2"] == ("2025-04-02", "2025-04-02")


def test_a_request_past_the_strict_day_is_asked_for_by_what_is_unknown_of_the_one_before_it() -> None:
    first, answer = _asked(5), _given(14)
    second = build_event("r2", "genoptagelse_anmodet", 12, "m1", partshoering_undladt=True)
    (timed,) = find_timed(build_log(_DECISION, first, second, answer), _COMPLAINT)
    assert timed.needs_after_due == {"afbryder_klagefristen"}


def test_two_answers_that_name_no_request_answer_one_each() -> None:
    second = build_event("r2", "aktindsigt_anmodet", 8, "m1", afbryder_klagefristen=True)
    asked, answers = _asked(5, afbryder_klagefristen=True), (_given(10), build_event("g2", "aktindsigt_afgjort", 20))
    free = tuple({name: value for name, value in answer.items() if name != "of"} for answer in answers)
    named = ({**free[0], "of": "r1"}, {**free[1], "of": "r2"})
    assert _readings(_DECISION, asked, second, *free) == _readings(_DECISION, asked, second, *named)


_SURE = _asked(5, afbryder_klagefristen=True)
_FREE = build_event("g1", "aktindsigt_afgjort", 14)


def test_one_answer_of_two_sure_requests_leaves_the_time_limit_standing_still() -> None:
    """Whichever was answered the other stands: the date after both had been answered was shown as sure."""
    log = build_log(_DECISION, _SURE, _asked(6, "r2", afbryder_klagefristen=True), _FREE)
    (timed,) = find_timed(log, _COMPLAINT)
    assert timed.due is None
    assert timed.stands_still_since is not None
    assert timed.stands_still_since.event.id == "r1"
    assert [one.status for one in find_assessed(log, _COMPLAINT)] == ["available"]


def test_two_answers_of_three_sure_requests_leave_the_time_limit_standing_still() -> None:
    requests = (_SURE, *(_asked(day, f"r{day}", afbryder_klagefristen=True) for day in (6, 7)))
    answers = (_FREE, build_event("g2", "aktindsigt_afgjort", 16))
    assert find_due(_COMPLAINT, _DECISION, *requests, *answers) is None


def test_one_answer_of_a_sure_request_and_one_of_which_nobody_knows_gives_the_date_of_the_first() -> None:
    (timed,) = find_timed(build_log(_DECISION, _SURE, _asked(6, "r2"), _FREE), _COMPLAINT)
    assert timed.due is not None
    assert (str(timed.due.strict), str(timed.due.lenient)) == ("2025-03-28", "2025-03-28")
    assert timed.needs_after_due == {"afbryder_klagefristen", "of"}


def test_one_answer_of_two_requests_of_which_nobody_knows_gives_the_latest_date_of_either() -> None:
    (timed,) = find_timed(build_log(_DECISION, _asked(4), _asked(10, "r2"), _FREE), _COMPLAINT)
    assert timed.due is not None
    assert (str(timed.due.strict), str(timed.due.lenient)) == ("2025-03-10", "2025-03-28")
    assert timed.needs_after_due == {"afbryder_klagefristen", "of"}
    assert [one.kind for one in timed.date_doubts] == ["interrupted"]


def test_more_ways_to_say_what_was_answered_than_are_tried_leave_each_answer_counted() -> None:
    requests = [_asked(day, f"r{day}", afbryder_klagefristen=day > 4) for day in range(4, 13)]
    answers = [build_event(f"g{day}", "aktindsigt_afgjort", day) for day in (14, 15, 16)]
    (timed,) = find_timed(build_log(_DECISION, *requests, *answers), _COMPLAINT)
    assert timed.due is not None
    assert timed.needs_after_due == {"of"}


def test_a_limit_that_has_passed_whichever_request_was_answered_has_passed() -> None:
    first = {**_DECISION, "at": "2024-05-10T12:00:00+02:00", "of": "a0"}
    decisions = [
        {"id": "a0", "type": "anbringelse_besluttet", "at": "2024-05-09"},
        first,
        {**first, "id": "m2", "at": "2024-06-01", "of": "m1"},
    ]
    delayed = {"id": "n1", "type": "aktindsigt_forsinkelse_meddelt", "at": "2024-05-12", "of": "m1"}
    asked = {"id": "r1", "type": "aktindsigt_anmodet", "at": "2024-06-01T18:00:00+02:00", "of": "a0"}
    answers = [
        {"id": "g1", "type": "aktindsigt_afgjort", "at": "2024-06-02T18:00:00+02:00"},
        build_event("g2", "aktindsigt_afgjort", 20, "m2"),
    ]
    complaint = {"id": "k1", "type": "klage_indgivet", "at": "2024-09-20T12:00:00+02:00"}
    found = find_assessed(build_log(*decisions, delayed, asked, *answers, complaint), _COMPLAINT)
    assert {one.timed.duty.trigger.event.id: one.needs for one in found} == {"m1": (), "m2": ()}


def test_twice_as_many_requests_that_name_nothing_ask_for_less_than_eight_times_the_work() -> None:
    decisions = [{**_DECISION, "id": f"m{number}"} for number in range(3)]

    def count(number: int) -> int:
        requests = [
            build_event(f"r{day}", "aktindsigt_anmodet", day, afbryder_klagefristen=True)
            for day in range(1, number + 1)
        ]
        return count_calls(lambda: find_timed(build_log(*decisions, *requests), _COMPLAINT))

    assert count(14) < 8 * count(7)
