"""When time alone changes something next, and which warnings stand beside the duties."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from overgreb_rules._case.event_names import name_event
from overgreb_rules._deadlines.moment import parse_instant
from overgreb_rules._duties.outlook import build_warning, find_next_change, find_unread_laws, find_warnings
from overgreb_rules._duties.situation import Situation
from overgreb_rules._duties.status import AssessedDuty
from tests.fixtures.event_logs import PROGRAMS, RULES, build_event, build_log, find_assessed

_RECEIPT, _FOUR_MONTHS = "bl-138-1-kvittering", "bl-20-3-undersoegelse-4-maaneder"
_NOTIFIED = build_event("u1", "underretning_modtaget", 3, anonym=False, overgreb=True)


def _next_change(assessed: Sequence[AssessedDuty], at: str) -> int | None:
    return find_next_change(assessed, RULES, None, PROGRAMS, parse_instant(at))


@pytest.mark.parametrize(
    ("at", "change"),
    [
        ("2025-03-09T12:00:00+01:00", "2025-03-11T00:00:00+01:00"),
        ("2025-03-11T12:00:00+01:00", "2025-03-12T00:00:00+01:00"),
    ],
)
def test_the_next_change_of_an_unmet_duty_is_the_end_of_a_reading(at: str, change: str) -> None:
    assessed = find_assessed(build_log(_NOTIFIED, at=at), _RECEIPT)
    assert _next_change(assessed, at) == parse_instant(change)


def test_time_changes_nothing_of_a_duty_that_was_met() -> None:
    log = build_log(_NOTIFIED, build_event("k1", "kvittering_sendt", 5))
    assert _next_change(find_assessed(log, _RECEIPT), "2025-03-06T12:00:00+01:00") is None


def test_the_hour_at_which_an_acute_decision_is_taken_is_a_change_by_time_until_it_has_come() -> None:
    decided = build_event("p1", "foreloebig_afgoerelse_ivaerksat", 3, truffet="2025-03-03T19:00:00+01:00")
    talk = build_event("t1", "boernesamtale_afholdt", 2)
    before, then = "2025-03-03T12:00:00+01:00", "2025-03-03T19:00:00+01:00"
    for events, at, change in [([], before, then), ([], then, None), ([talk], before, None)]:
        assessed = find_assessed(build_log(decided, *events, at=at), "bl-5-samtale-foer-afgoerelse")
        assert _next_change(assessed, at) == (change and parse_instant(change))


def test_a_birthday_that_waives_the_duty_is_a_change_by_time() -> None:
    at = "2025-03-20T12:00:00+01:00"
    assessed = find_assessed(build_log(_NOTIFIED, at=at, barn={"foedselsdato": "2007-03-22"}), _FOUR_MONTHS)
    assert _next_change(assessed, at) == parse_instant("2025-03-22T00:00:00+01:00")


def test_a_new_act_is_a_change_by_time_for_an_unmet_duty_without_a_date_and_for_no_other() -> None:
    at, change = "2023-12-20T12:00:00+01:00", "2024-01-01T00:00:00+01:00"
    notified = {"id": "u1", "type": "underretning_modtaget", "at": "2023-12-19T12:00:00+01:00"}
    registered = {"id": "r1", "type": "underretning_registreret", "at": "2023-12-19T13:00:00+01:00"}
    unmet, met = (
        find_assessed(build_log(*events, at=at), "sel-155-registrering")
        for events in ([notified], [notified, registered])
    )
    assert [one.status for one in (*unmet, *met)] == ["open", "met"]
    assert (_next_change(unmet, at), _next_change(met, at)) == (parse_instant(change), None)
    assert _next_change(unmet, change) is None


def test_an_event_from_before_the_rules_is_told() -> None:
    early = {"id": "u0", "type": "underretning_modtaget", "at": "2013-09-30T12:00:00+02:00"}
    assert [one.code for one in find_warnings(Situation.of(build_log(early), [], RULES, PROGRAMS))] == [
        "before_the_rules"
    ]


def test_a_duty_past_its_date_that_nobody_knows_says_what_was_not_told() -> None:
    log = build_log({**_NOTIFIED, "anonym": None})
    (warned,) = find_warnings(Situation.of(log, find_assessed(log, _RECEIPT), RULES, PROGRAMS))
    assert warned.code == "undetermined_past_due"
    assert "whether the notifier is anonymous" in warned.en
    assert warned.da.startswith("Barnets lov § 138, stk. 1 (underretning modtaget ")


def test_a_law_is_unread_only_for_a_duty_opened_after_the_day_up_to_which_it_was_read() -> None:
    read_to = RULES.sources["barnets_lov"].read_to
    early, late = (build_event("u1", "underretning_modtaget", read_to.day + n, anonym=False) for n in (0, 1))
    assert (read_to.year, read_to.month) == (2025, 3)
    assert find_unread_laws(find_assessed(build_log(early), _RECEIPT), RULES) == []
    assert find_unread_laws(find_assessed(build_log(late), _RECEIPT), RULES) == ["barnets_lov"]


def test_the_provisions_that_take_over_are_named_in_the_order_of_their_act() -> None:
    rule, log = RULES.by_id["sel-69-5-udtalelse-foer-afgoerelse"], build_log(_NOTIFIED)
    warned = build_warning("stays_under_serviceloven", rule, name_event(log.events[0], log), (), RULES)
    assert warned.da.endswith(
        " De tilsvarende regler er nu barnets lov § 98, stk. 2, barnets lov § 100, stk. 2, og barnets lov § 106."
    )


def test_the_years_of_one_duty_call_for_one_warning_and_those_of_another_measure_for_one_of_their_own() -> None:
    visits, at = "sel-148-tilsyn-2-om-aaret", "2025-03-01T09:00:00+01:00"
    placed = {"type": "indsats_ivaerksat", "art": "anbringelse"}
    log = build_log({**placed, "id": "i1", "at": "2021-11-30"}, {**placed, "id": "i2", "at": "2022-06-01"}, at=at)
    assessed = find_assessed(log, visits)
    assert len(assessed) > 4
    stays = [one for one in find_warnings(Situation.of(log, assessed, RULES, PROGRAMS)) if one.code.startswith("stays")]
    assert len(stays) == len({one.da for one in stays}) == 2
