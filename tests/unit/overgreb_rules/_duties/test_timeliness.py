"""Which acts fulfil a duty, and whether they came in time: by a deadline, before an event, inside a year."""

from __future__ import annotations

import pytest

from overgreb_rules._duties.timeliness import find_timely_acts, judge_timeliness
from tests.fixtures.event_logs import build_event, build_log, build_summer_event, find_assessed, find_timed

_RECEIPT = "bl-138-1-kvittering"
_U1 = build_event("u1", "underretning_modtaget", 3, anonym=False)


def test_an_act_without_a_deadline_is_in_time() -> None:
    (timed,) = find_timed(build_log(_U1), _RECEIPT)
    assert judge_timeliness(timed.start, None) == "met"


def test_a_duty_that_nobody_met_has_no_timely_act() -> None:
    (timed,) = find_timed(build_log(_U1), _RECEIPT)
    assert find_timely_acts(timed) == ((), "met", frozenset())


@pytest.mark.parametrize(("day", "status"), [(10, "met"), (11, "met_contested"), (12, "met_late")])
def test_an_act_is_in_time_on_both_readings_on_one_or_on_none(day: int, status: str) -> None:
    (assessed,) = find_assessed(build_log(_U1, build_event("k1", "kvittering_sendt", day)), _RECEIPT)
    assert (assessed.status, assessed.met_by) == (status, ("k1",))


@pytest.mark.parametrize(
    ("day", "status"), [("2025-03-03", "met"), ("2025-03-04", "met_contested"), ("2025-03-05", "met_late")]
)
def test_an_act_of_a_day_is_late_by_the_hour_only_where_the_whole_day_is(day: str, status: str) -> None:
    notified = build_event("u1", "underretning_modtaget", 3)
    assessed_on = {**build_event("v1", "underretning_vurderet", 4, akut_behov=False), "at": day}
    (assessed,) = find_assessed(build_log(notified, assessed_on), "bl-136-2-vurdering-24-timer")
    assert assessed.status == status


@pytest.mark.parametrize(
    ("second_visit", "status"), [("2025-03-10T23:59:59+01:00", "met"), ("2025-03-11T00:00:00+01:00", "overdue")]
)
def test_the_last_second_of_a_year_belongs_to_the_year(second_visit: str, status: str) -> None:
    placed = {**build_event("i1", "indsats_ivaerksat", 10, art="anbringelse"), "at": "2024-03-10T10:00:00+01:00"}
    first, second = (
        {**build_event(f"t{number}", "tilsynsbesoeg_afholdt", 10, talt_med_barnet=True), "at": at}
        for number, at in enumerate(("2024-06-01T10:00:00+02:00", second_visit))
    )
    found = find_assessed(build_log(placed, first, second), "bl-156-5-tilsyn-2-om-aaret")
    assert [one.status for one in found if one.timed.year_number == 1] == [status]


def _first_year(*visits: tuple[str, bool | None]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """How the year from 10 o'clock of 2024-04-10 to 2025-04-10 stands: visits, and whether the child was talked to."""
    events = [
        build_summer_event(
            f"t{number}", "tilsynsbesoeg_afholdt", when, **({} if spoke is None else {"talt_med_barnet": spoke})
        )
        for number, (when, spoke) in enumerate(visits, start=1)
    ]
    placed = build_summer_event("i1", "indsats_ivaerksat", "2024-04-10T10:00:00", art="anbringelse")
    log = build_log(placed, *events, at="2025-05-01T12:00:00+02:00")
    one = find_assessed(log, "bl-156-5-tilsyn-2-om-aaret")[0]
    return one.status, one.met_by, one.needs


_INSIDE = ("2024-09-01T10:00:00", True)


@pytest.mark.parametrize(
    ("other", "status"),
    [
        ("2024-04-10T09:59:59", "overdue"),
        ("2024-04-10T10:00:00", "met"),
        ("2024-04-10", "met"),
        ("2024-04-09", "overdue"),
        ("2025-04-10T23:59:59", "met"),
        ("2025-04-10", "met"),
        ("2025-04-11T00:00:00", "overdue"),
        ("2025-04-11", "overdue"),
    ],
)
def test_a_year_holds_what_may_lie_inside_it(other: str, status: str) -> None:
    assert _first_year((other, True), _INSIDE)[0] == status


@pytest.mark.parametrize(
    ("visits", "expected"),
    [
        ([_INSIDE, ("2024-10-01", True), ("2024-11-01", True)], ("met", ("t1", "t2"), ())),
        ([_INSIDE, ("2024-10-01", None)], ("undetermined", (), ("talt_med_barnet",))),
        ([("2024-10-01", None), ("2024-11-01", None)], ("undetermined", (), ("talt_med_barnet",))),
        ([("2024-10-01", None)], ("overdue", (), ())),
        ([_INSIDE, ("2025-04-11", None)], ("overdue", (), ())),
        ([_INSIDE, ("2024-10-01", False)], ("overdue", (), ())),
    ],
)
def test_a_year_is_undetermined_only_where_what_is_untold_would_make_the_number(
    visits: list[tuple[str, bool | None]], expected: tuple[str, tuple[str, ...], tuple[str, ...]]
) -> None:
    assert _first_year(*visits) == expected


def test_a_year_of_which_the_first_day_alone_is_told_begins_with_that_day() -> None:
    placed = build_summer_event("i1", "indsats_ivaerksat", "2024-04-10", art="anbringelse")
    visits = [
        build_summer_event(name, "tilsynsbesoeg_afholdt", when, talt_med_barnet=True)
        for name, when in (("t1", "2024-04-10T00:00:00"), ("t2", "2024-09-01T10:00:00"))
    ]
    log = build_log(placed, *visits, at="2025-05-01T12:00:00+02:00")
    assert find_assessed(log, "bl-156-5-tilsyn-2-om-aaret")[0].status == "met"


def test_the_first_day_of_the_second_year_belongs_to_it_alone() -> None:
    placed = build_summer_event("i1", "indsats_ivaerksat", "2024-04-10T10:00:00", art="anbringelse")
    visits = [
        build_summer_event(name, "tilsynsbesoeg_afholdt", when, talt_med_barnet=True)
        for name, when in (("t1", "2025-04-10T10:00:00"), ("t2", "2025-04-11"), ("t3", "2025-04-11T10:00:00"))
    ]
    log = build_log(placed, *visits, at="2025-05-01T12:00:00+02:00")
    found = find_assessed(log, "bl-156-5-tilsyn-2-om-aaret")
    assert [(one.status, one.met_by) for one in found] == [("overdue", ()), ("met", ("t2", "t3"))]


@pytest.mark.parametrize(
    ("applied", "status"),
    [("2028-02-29T23:59:59+01:00", "used"), ("2028-02-29", "used"), ("2028-03-01T00:00:00+01:00", "expired")],
)
def test_a_permission_can_be_used_to_the_end_of_the_lenient_reading(applied: str, status: str) -> None:
    events = [
        {"id": "r1", "type": "indbragt_for_retten", "at": "2027-01-10T10:00:00+01:00"},
        {"id": "d1", "type": "dom_afsagt", "at": "2027-02-28T10:00:00+01:00"},
        {"id": "a1", "type": "anketilladelse_soegt", "at": applied},
    ]
    (assessed,) = find_assessed(build_log(*events, at="2028-04-01T12:00:00+02:00"), "bl-149-anketilladelse-1-aar")
    assert assessed.status == status


def test_of_two_acts_while_the_named_event_has_not_happened_the_first_meets_the_duty() -> None:
    screened = build_event("s1", "screening_foretaget", 3, resultat="undersoegelse", aeresrelateret=True)
    assessments = [build_event(f"r{day}", "risikovurdering_foretaget", day) for day in (4, 5)]
    (assessed,) = find_assessed(build_log(screened, *assessments), "bl-18-3-risikovurdering-foerst")
    assert (assessed.status, assessed.met_by) == ("met", ("r4",))
