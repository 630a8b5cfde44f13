"""What an event is about: the things that both name, the types that it can be about, and what runs."""

from __future__ import annotations

from overgreb_rules._case.event_log import EventLog
from overgreb_rules._case.subject import Subject, Substitution
from tests.fixtures.event_logs import build_event, build_log, find_event, list_ids

_AWARENESS = frozenset({"underretning_modtaget", "opmaerksom_paa_behov"})
_FOLLOW_UP = frozenset({"opfoelgning_foretaget"})
_U1, _U2 = build_event("u1", "underretning_modtaget", 3), build_event("u2", "underretning_modtaget", 4)
_I1 = build_event("i1", "indsats_ivaerksat", 3, art="anbringelse")
_I2 = build_event("i2", "indsats_ivaerksat", 4, art="stoettende")


def _subject(log: EventLog, name: str, types: frozenset[str] = _AWARENESS) -> Subject:
    trigger = find_event(log, name)
    return log.correlation.subject(trigger, trigger.at.earliest, types)


def _touches(log: EventLog, event: str, trigger: str, types: frozenset[str] = _AWARENESS) -> bool:
    return log.correlation.touches(find_event(log, event), _subject(log, trigger, types))


def test_an_event_without_a_way_touches_what_opened_before_it() -> None:
    log = build_log(_U1, build_event("v1", "underretning_vurderet", 5), build_event("u3", "underretning_modtaget", 6))
    assert [_touches(log, "v1", name) for name in ("u1", "u3")] == [True, False]


def test_an_event_never_touches_the_duty_that_it_opened() -> None:
    log = build_log(_U1)
    assert not _touches(log, "u1", "u1")


def test_the_nearest_trigger_on_the_way_decides_and_no_other_is_touched() -> None:
    log = build_log(_U1, _U2, build_event("v1", "underretning_vurderet", 5, of="u2"))
    assert [_touches(log, "v1", name) for name in ("u1", "u2")] == [False, True]


def test_what_the_trigger_names_itself_decides_too() -> None:
    screened = build_event("s1", "screening_foretaget", 5, of="u1", resultat="undersoegelse")
    log = build_log(_U1, screened, build_event("b1", "undersoegelse_besluttet", 6, of="u1"))
    assert _touches(log, "b1", "s1", frozenset({"screening_foretaget"}))


def test_one_way_of_several_suffices() -> None:
    log = build_log(_U1, _U2, {**build_event("v1", "underretning_vurderet", 5), "of": ["u1", "u2"]})
    assert [_touches(log, "v1", name) for name in ("u1", "u2")] == [True, True]


def test_a_way_that_stops_at_an_event_of_the_future_touches_nothing() -> None:
    log = build_log(
        _U1,
        build_event("v1", "underretning_vurderet", 5, of="b1"),
        build_event("b1", "undersoegelse_besluttet", 9),
        at="2025-03-06T12:00:00+01:00",
    )
    assert not _touches(log, "v1", "u1")


def test_an_examination_that_names_nothing_is_about_the_notifications_before_it() -> None:
    examined = build_event("b1", "undersoegelse_besluttet", 5)
    log = build_log(
        _U1,
        examined,
        build_event("u3", "underretning_modtaget", 6),
        build_event("a1", "undersoegelse_afsluttet", 7, of="b1"),
    )
    assert [_touches(log, "a1", name) for name in ("u1", "u3")] == [True, False]


def test_a_renewed_decision_that_names_nothing_is_about_the_placement_whose_end_is_told() -> None:
    placed = build_event("d1", "anbringelse_besluttet", 3, samtykke=False)
    renewed, ended = build_event("g1", "genbehandling_besluttet", 5), build_event("o1", "indsats_ophoert", 6, of="d1")
    types = frozenset({"anbringelse_besluttet", "genbehandling_besluttet"})
    assert _touches(build_log(placed, renewed, ended), "o1", "g1", types)


def test_an_event_about_one_measure_answers_a_free_follow_up_once_the_other_has_been_named() -> None:
    free = build_event("f1", "opfoelgning_foretaget", 5)
    first, second = (
        build_event("f2", "opfoelgning_foretaget", 6, of="i1"),
        build_event("f3", "opfoelgning_foretaget", 7, of="i2"),
    )
    log = build_log(_I1, _I2, free, first, second)
    assert [_touches(log, name, "f1", _FOLLOW_UP) for name in ("f2", "f3")] == [False, True]


def test_an_event_about_one_measure_answers_a_free_follow_up_once_the_other_has_ended() -> None:
    free, ended = build_event("f1", "opfoelgning_foretaget", 5), build_event("o1", "indsats_ophoert", 6, of="i2")
    log = build_log(_I1, _I2, free, ended, build_event("f2", "opfoelgning_foretaget", 7, of="i1"))
    assert _touches(log, "f2", "f1", _FOLLOW_UP)


def test_a_measure_that_began_later_is_none_that_the_free_follow_up_was_about() -> None:
    free, later = (
        build_event("f1", "opfoelgning_foretaget", 5),
        build_event("i3", "indsats_ivaerksat", 6, art="stoettende"),
    )
    log = build_log(_I1, free, later, build_event("f2", "opfoelgning_foretaget", 7, of="i3"))
    assert not _touches(log, "f2", "f1", _FOLLOW_UP)


def test_what_answers_only_a_part_is_told_with_what_is_missing() -> None:
    free, first = build_event("f1", "opfoelgning_foretaget", 5), build_event("f2", "opfoelgning_foretaget", 6, of="i1")
    log = build_log(_I1, _I2, free, first)
    part = log.correlation.answers_part(find_event(log, "f2"), _subject(log, "f1", _FOLLOW_UP))
    assert part is not None
    assert (part[0].event.id, list_ids(part[1])) == ("i1", ["i2"])


def test_an_event_about_a_notification_that_was_taken_in_is_about_the_one_that_started_the_clock() -> None:
    log = build_log(_U1, _U2, build_event("v1", "underretning_vurderet", 5, of="u2"))
    first, second = find_event(log, "u1"), find_event(log, "u2")
    subject = log.correlation.subject(
        first, first.at.earliest, _AWARENESS, stands_for={second.index: Substitution(first)}
    )
    assert log.correlation.touches(find_event(log, "v1"), subject)


def test_a_notification_stands_for_another_up_to_the_examination_of_its_own() -> None:
    v1, v2 = (build_event(f"v{day}", "underretning_vurderet", day, of="u2") for day in (5, 6))
    log = build_log(_U1, _U2, v1, v2)
    first, second = find_event(log, "u1"), find_event(log, "u2")
    until = Substitution(first, until=find_event(log, "v6").index)
    subject = log.correlation.subject(first, first.at.earliest, _AWARENESS, stands_for={second.index: until})
    assert [log.correlation.touches(find_event(log, name), subject) for name in ("v5", "v6")] == [True, False]


def test_an_event_from_before_the_opening_touches_only_where_the_order_does_not_matter() -> None:
    talk = build_event("t1", "boernesamtale_afholdt", 2, of="u1")
    log = build_log(talk, _U1)
    subject = _subject(log, "u1")
    assert not log.correlation.touches(find_event(log, "t1"), subject)
    assert log.correlation.touches_whenever(find_event(log, "t1"), subject)
