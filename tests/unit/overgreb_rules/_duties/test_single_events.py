"""What an event is about that is about one thing and does not say which: it answers, waits, or counts as naming one."""

from __future__ import annotations

import datetime as dt

import pytest

from overgreb_rules._case.event_log import LoggedEvent
from overgreb_rules._duties.duty import Duty
from overgreb_rules._duties.single_events import SingleEvents
from tests.fixtures.counted_work import count_calls
from tests.fixtures.event_logs import build_event, build_log, find_assessed, find_duties, find_event

_RECEIPT, _VISITS, _FOLLOW_UP = "bl-138-1-kvittering", "bl-156-5-tilsyn-2-om-aaret", "bl-95-2-foerste-opfoelgning"
_U1, _U2, _U3 = (build_event(f"u{n}", "underretning_modtaget", n + 2, anonym=False) for n in (1, 2, 3))
_K1, _K2 = (build_event(f"k{n}", "kvittering_sendt", n + 6) for n in (1, 2))
_I1, _I2 = (
    build_event(f"i{n}", "indsats_ivaerksat", n + 2, art=art) for n, art in ((1, "anbringelse"), (2, "stoettende"))
)


def _duties(*events: dict[str, object], rule: str = _RECEIPT) -> dict[str, Duty]:
    return {duty.trigger.event.id: duty for duty in find_duties(build_log(*events), rule)}


def _met_by(*events: dict[str, object], rule: str = _RECEIPT) -> dict[str, list[str]]:
    found = _duties(*events, rule=rule)
    return {trigger: [event.event.id for event in duty.fulfilment.met_by] for trigger, duty in found.items()}


def _needs(*events: dict[str, object], rule: str = _RECEIPT) -> dict[str, tuple[str, ...]]:
    return {one.timed.duty.trigger.event.id: one.needs for one in find_assessed(build_log(*events), rule)}


def test_one_thing_is_answered_by_the_event_as_one_about_the_child() -> None:
    assert _met_by(_U1, _K1) == {"u1": ["k1"]}


def test_an_event_that_may_be_about_one_of_two_things_waits() -> None:
    assert _needs(_U1, _U2, _K1) == {"u1": ("of",), "u2": ("of",)}
    assert _met_by(_U1, _U2, _K1) == {"u1": [], "u2": []}


def test_as_many_events_as_things_settle_in_order_of_time() -> None:
    assert _met_by(_U1, _U2, _K1, _K2) == {"u1": ["k1"], "u2": ["k2"]}


def test_the_thing_that_opened_first_comes_first_also_where_it_was_known_by_telephone() -> None:
    known = {**_U2, "kendt_fra": "2025-03-02T12:00:00+01:00"}
    assert _met_by(_U1, known, _K1, _K2) == {"u1": ["k2"], "u2": ["k1"]}


def test_events_that_wait_among_the_things_of_their_way_answer_no_duty_of_another_way() -> None:
    acute = [
        build_event(f"p{n}", "foreloebig_afgoerelse_ivaerksat", n + 6, of=of, af="formand", art="andet")
        for n, of in ((1, "u1"), (2, "u1"), (3, "u2"))
    ]
    approved = [build_event(f"g{n}", "foreloebig_afgoerelse_godkendt", n + 10, of="u1") for n in (1, 2)]
    met_by = _met_by(_U1, _U2, *acute, *approved, rule="bl-143-4-godkendelse-7-dage")
    assert met_by == {"p1": ["g1"], "p2": ["g2"], "p3": []}


def test_an_event_that_names_one_of_the_things_leaves_the_other_to_the_one_that_waits() -> None:
    assert _met_by(_U1, _U2, _K1, {**_K2, "of": "u1"}) == {"u1": ["k2"], "u2": ["k1"]}


def test_a_third_thing_before_the_second_event_leaves_all_three_undetermined() -> None:
    u3 = build_event("u3", "underretning_modtaget", 7, anonym=False)
    late = build_event("k2", "kvittering_sendt", 9)
    first = build_event("k1", "kvittering_sendt", 6)
    assert _needs(_U1, _U2, first, u3, late) == {"u1": ("of",), "u2": ("of",), "u3": ("of",)}


def test_a_thing_that_came_after_the_event_is_none_that_it_may_be_about() -> None:
    assert _met_by(_U1, _K1, build_event("u9", "underretning_modtaget", 20, anonym=False)) == {"u1": ["k1"], "u9": []}


_NOON = "2025-03-08T12:00:00+01:00"


@pytest.mark.parametrize(
    ("notified", "confirmed", "may_be_about"),
    [
        ("2025-03-08T11:59:59+01:00", _NOON, True),
        (_NOON, _NOON, True),
        ("2025-03-08T12:00:01+01:00", _NOON, False),
        ("2025-03-08", _NOON, True),
        ("2025-03-08T23:59:59+01:00", "2025-03-08", True),
        ("2025-03-09T00:00:00+01:00", "2025-03-08", False),
    ],
)
def test_two_receipts_wait_while_each_may_be_about_one_of_three_notifications_that_may_have_come_by_then(
    notified: str, confirmed: str, may_be_about: bool
) -> None:
    last = {**build_event("u3", "underretning_modtaget", 8, anonym=False), "at": notified}
    events = (_U1, _U2, last, {**_K1, "at": confirmed}, {**_K2, "at": confirmed})
    if may_be_about:
        assert _needs(*events) == {"u1": ("of",), "u2": ("of",), "u3": ("of",)}
    else:
        assert _met_by(*events) == {"u1": ["k1"], "u2": ["k2"], "u3": []}


def test_a_measure_told_by_its_day_comes_before_one_of_the_noon_of_that_day() -> None:
    first = {**_I1, "at": "2025-03-05"}
    second = {**_I2, "at": "2025-03-05T12:00:00+01:00"}
    ends = [build_event(f"o{n}", "indsats_ophoert", 9 + n) for n in (1, 2)]
    duties = _duties(second, first, *ends, rule=_FOLLOW_UP)
    waivers = {name: duty.fulfilment.waiver for name, duty in duties.items()}
    assert {name: one.by.event.id for name, one in waivers.items() if one and one.by} == {"i1": "o1", "i2": "o2"}


def test_a_decision_of_ankestyrelsen_on_one_matter_waits_for_the_complaints_over_that_one_alone() -> None:
    told = [build_event(f"m{day}", "afgoerelse_meddelt", day, organ="boerne_og_ungeudvalg") for day in (1, 2)]
    complaints = [
        build_event(f"k{number}", "klage_modtaget_i_ankestyrelsen", number + 2, of=over)
        for number, over in ((1, "m1"), (2, "m1"), (3, "m2"))
    ]
    events, rule = [*told, *complaints], "rsl-73-ankestyrelsen-8-uger"
    first, second = (build_event(f"a{n}", "ankestyrelsen_afgjort", n + 5, of="m1") for n in (1, 2))
    waits = {trigger: "of" in needs for trigger, needs in _needs(*events, first, rule=rule).items()}
    assert waits == {"k1": True, "k2": True, "k3": False}
    assert _met_by(*events, first, second, rule=rule) == {"k1": ["a1"], "k2": ["a2"], "k3": []}


def test_events_after_a_settlement_are_about_what_came_since() -> None:
    later = [build_event(f"u{n}", "underretning_modtaget", n + 7, anonym=False) for n in (3, 4)]
    third, fourth = (build_event(f"k{n}", "kvittering_sendt", n + 9) for n in (3, 4))
    settled = (_U1, _U2, _K1, _K2, *later)
    assert _needs(*settled, third) == {"u1": (), "u2": (), "u3": ("of",), "u4": ("of",)}
    met_by = _met_by(*settled, third, fourth)
    assert {name: events[0] for name, events in met_by.items()} == {"u1": "k1", "u2": "k2", "u3": "k3", "u4": "k4"}
    assert (met_by["u3"], met_by["u4"]) == (["k3"], ["k4"])


@pytest.mark.parametrize(
    ("others", "met_by"),
    [
        (("d2",), {"d1": ["o2"], "d2": ["o1"], "d3": ["o2"]}),
        (("d2", "d4"), {"d1": ["o3"], "d2": ["o1"], "d3": ["o2"], "d4": ["o3"]}),
    ],
)
def test_a_placement_that_a_later_decision_goes_on_with_is_answered_by_the_last_of_the_ends(
    others: tuple[str, ...], met_by: dict[str, list[str]]
) -> None:
    decisions = [build_event(name, "anbringelse_besluttet", int(name[1])) for name in ("d1", *others)]
    again = build_event("d3", "anbringelse_besluttet", 3, of="d1")
    ends = [build_event(f"o{n}", "indsats_ophoert", n + 4) for n in range(1, len(others) + 2)]
    assert _met_by(*decisions, again, *ends, rule="bl-50-genbehandling-1-aar") == met_by


def test_an_end_that_names_a_decision_later_takes_nothing_from_the_last_of_those_settled_before() -> None:
    decisions = [build_event(f"d{n}", "anbringelse_besluttet", n, of=of) for n, of in ((1, None), (2, None), (3, "d1"))]
    ends = [build_event(f"o{n}", "indsats_ophoert", n + 4, of=of) for n, of in ((1, None), (2, None), (3, "d1"))]
    met_by = _met_by(*decisions, *ends, rule="bl-50-genbehandling-1-aar")
    assert {name: events[0] for name, events in met_by.items()} == {"d1": "o2", "d2": "o1", "d3": "o2"}


_COMPLAINT = "rsl-67-klage-4-uger"


def test_a_complaint_that_names_its_decision_leaves_the_other_to_the_one_that_waits() -> None:
    told = [build_event(f"m{n}", "afgoerelse_meddelt", n, organ="kommune") for n in (1, 2)]
    complaints = [build_event("k1", "klage_indgivet", 5), build_event("k2", "klage_indgivet", 6, of="m1")]
    assert _met_by(*told, *complaints, rule=_COMPLAINT) == {"m1": ["k2"], "m2": ["k1"]}


def test_a_decision_whose_time_limit_is_over_is_none_that_two_complaints_may_be_about() -> None:
    over = {**build_event("m1", "afgoerelse_meddelt", 1, organ="kommune"), "at": "2025-01-02T12:00:00+01:00"}
    told = [build_event(f"m{n}", "afgoerelse_meddelt", n, organ="kommune") for n in (2, 3)]
    complaints = [build_event(f"k{n}", "klage_indgivet", n + 4) for n in (1, 2)]
    assert _met_by(over, *told, *complaints, rule=_COMPLAINT) == {"m1": [], "m2": ["k1"], "m3": ["k2"]}


def test_what_an_event_touches_is_read_from_where_it_waits_or_was_settled() -> None:
    log = build_log(_U1, _U2, {**_K1, "of": "u1"}, _K2)
    named, free = find_event(log, "k1"), find_event(log, "k2")
    first, second = (duty.activation.subject for duty in find_duties(log, _RECEIPT))

    def touches(single: SingleEvents, event: LoggedEvent) -> list[bool | None]:
        return [single.touches(log, event, "walk", subject) for subject in (first, second)]

    assert touches(SingleEvents(waiting={"walk": [named]}), named) == [None, False]
    assert touches(SingleEvents(waiting={"walk": [free]}), free) == [None, None]
    assert touches(SingleEvents(waiting={"another": [free]}), free) == [True, True]
    key = ("walk", free.index)
    assert touches(SingleEvents(about={key: first.trigger}), free) == [True, False]
    assert touches(SingleEvents(about={key: None}), free) == [False, False]
    beside = {key: {second.trigger.index}}
    assert touches(SingleEvents(about={key: None}, also_touches=beside), free) == [False, True]
    assert touches(SingleEvents(about={key: first.trigger}, muted=frozenset({free.index})), free) == [False, False]


def test_a_thing_that_is_answered_already_is_none_that_it_may_be_about() -> None:
    found = _met_by(_U1, _U2, {**_K1, "of": "u1"}, _K2)
    assert {trigger: events[0] for trigger, events in found.items()} == {"u1": "k1", "u2": "k2"}


def test_a_way_that_names_no_thing_is_about_the_things_that_it_touches() -> None:
    first, second = (
        build_event(f"p{n}", "foreloebig_afgoerelse_ivaerksat", n + 4, of="u1", art="anbringelse") for n in (1, 2)
    )
    approved = build_event("g1", "foreloebig_afgoerelse_godkendt", 8, of="u1")
    assert _needs(_U1, first, second, approved, rule="bl-143-4-godkendelse-7-dage") == {"p1": ("of",), "p2": ("of",)}


def test_an_end_of_one_of_two_running_measures_leaves_the_duties_of_both_undetermined() -> None:
    ended = build_event("o1", "indsats_ophoert", 10)
    assert _needs(_I1, _I2, ended, rule=_FOLLOW_UP) == {"i1": ("of",), "i2": ("of",)}
    assert _needs(_I1, _I2, ended, rule=_VISITS) == {"i1": ("of",)}


def test_an_end_that_names_the_support_measure_leaves_the_visits_alone() -> None:
    assert _needs(_I1, _I2, build_event("o1", "indsats_ophoert", 10, of="i2"), rule=_VISITS) == {"i1": ()}


def test_two_ends_of_two_measures_end_each_of_them() -> None:
    duties = _duties(_I1, _I2, *(build_event(f"o{n}", "indsats_ophoert", 9 + n) for n in (1, 2)), rule=_FOLLOW_UP)
    waived_by = {name: duty.fulfilment.waiver and duty.fulfilment.waiver.by for name, duty in duties.items()}
    assert {name: by.event.id for name, by in waived_by.items() if by} == {"i1": "o1", "i2": "o2"}


def test_a_duty_that_a_named_end_answers_while_another_waits_is_answered_by_that_alone() -> None:
    p1, p2 = (build_event(f"p{n}", "foreloebig_afgoerelse_ivaerksat", n + 2, art="andet") for n in (1, 2))
    free, named = build_event("o1", "indsats_ophoert", 6), build_event("o2", "indsats_ophoert", 7, of="p1")
    assert _met_by(p1, p2, free, named, rule="bl-143-5-gyldighed-1-maaned") == {"p1": ["o2"], "p2": ["o1"]}


def test_a_permission_that_expires_while_a_complaint_waits_stays_a_thing_that_it_may_be_about() -> None:
    m1, m2 = (build_event(f"m{n}", "afgoerelse_meddelt", n, organ="kommune") for n in (1, 2))
    told = [{**event, "at": str(event["at"]).replace("2025-03", "2025-01")} for event in (m1, m2)]
    complaint = {**build_event("k1", "klage_indgivet", 3), "at": "2025-01-03T12:00:00+01:00"}
    other = build_event("x1", "anketilladelse_soegt", 20)
    assert _needs(*told, complaint, other, rule="rsl-67-klage-4-uger") == {"m1": ("of",), "m2": ("of",)}


def test_a_measure_that_began_after_the_end_that_waits_takes_no_earlier_thing_away() -> None:
    placed = build_event("d1", "anbringelse_besluttet", 3, samtykke=False, tidligere_anbragt_inden_for_et_aar=False)
    support = build_event("i1", "indsats_ivaerksat", 4, art="stoettende")
    later = {**build_event("i2", "indsats_ivaerksat", 10), "of": ["i1", "d1"]}
    ended = build_event("o1", "indsats_ophoert", 6)
    assert _needs(placed, support, ended, later, rule="bl-50-genbehandling-1-aar") == {"d1": ("of",)}


def test_rules_that_the_same_event_answers_are_settled_by_the_same_things() -> None:
    chair = {**build_event("p1", "foreloebig_afgoerelse_ivaerksat", 3, art="anbringelse", af="formand")}
    director = build_event(
        "p2", "foreloebig_afgoerelse_ivaerksat", 4, af="direktoer", truffet="2025-03-04T09:00:00+01:00"
    )
    final, placed = build_event("e1", "endelig_afgoerelse_truffet", 6), build_event("d1", "anbringelse_besluttet", 20)
    events = (chair, director, final, placed)
    assert _met_by(*events, rule="bl-143-5-gyldighed-1-maaned") == {"p1": ["d1"]}
    assert _met_by(*events, rule="bl-143-6-direktoer-gyldighed-1-maaned") == {"p2": ["e1"]}


def test_a_thing_known_by_telephone_before_the_event_that_waits_is_one_that_it_may_be_about() -> None:
    late = build_event("u3", "underretning_modtaget", 9, anonym=False, kendt_fra="2025-03-06T12:00:00+01:00")
    named = build_event("k2", "kvittering_sendt", 10, of="u1")
    assert _needs(_U1, _U2, _K1, late, named) == {"u1": (), "u2": ("of",), "u3": ("of",)}


def test_a_decision_answered_under_the_older_act_is_nothing_that_an_event_may_be_about_under_the_newer() -> None:
    older, newer = (build_event(f"p{n}", "foreloebig_afgoerelse_ivaerksat", n) for n in (1, 2))
    older, newer = {**older, "at": "2023-12-08T12:00:00+01:00"}, {**newer, "at": "2024-01-06T12:00:00+01:00"}
    approved = {**build_event("g1", "foreloebig_afgoerelse_godkendt", 3, of="p1"), "at": "2024-01-05T12:00:00+01:00"}
    refused = {**build_event("r1", "foreloebig_afgoerelse_afvist", 4), "at": "2024-01-07T12:00:00+01:00"}
    assert _met_by(older, newer, approved, refused, rule="bl-143-4-godkendelse-7-dage") == {"p2": ["r1"]}


@pytest.mark.parametrize(
    ("thing", "facts", "single"),
    [
        ("indsats_ivaerksat", {"art": "stoettende"}, "indsats_ophoert"),
        ("underretning_modtaget", {"anonym": False}, "kvittering_sendt"),
    ],
)
def test_twice_as_many_things_and_events_that_name_none_ask_for_less_than_eight_times_the_work(
    thing: str, facts: dict[str, object], single: str
) -> None:
    def count(number: int) -> int:
        start, day = dt.date(2024, 1, 1), dt.timedelta(days=1)
        things = [{"id": f"a{n}", "type": thing, "at": str(start + n * day), **facts} for n in range(number)]
        ends = [{"id": f"b{n}", "type": single, "at": str(start + (number + n) * day)} for n in range(number - 1)]
        return count_calls(lambda: find_duties(build_log(*things, *ends), _RECEIPT))

    assert count(40) < 8 * count(20)


def test_twice_as_many_things_that_all_stay_open_ask_for_less_than_five_times_the_work() -> None:
    def count(number: int) -> int:
        start, hour = dt.datetime(2024, 1, 1, tzinfo=dt.UTC), dt.timedelta(hours=1)
        types = ["underretning_modtaget"] * number + ["underretning_registreret"] * number
        events = [{"id": f"a{n}", "type": type_, "at": (start + n * hour).isoformat()} for n, type_ in enumerate(types)]
        return count_calls(lambda: find_duties(build_log(*events), "bl-136-registrering"))

    assert count(80) < 5 * count(40)
