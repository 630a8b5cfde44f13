"""Which acts count that must come before an event: linked to the matter, given to another, or open to all."""

from __future__ import annotations

from overgreb_rules._case.event_log import EventLog
from overgreb_rules._duties.precedence import Acts, are_one_decision, sort_acts
from tests.fixtures.event_logs import build_event, build_log, find_duties

_TALK, _EXAMINATION_TALK, _STATEMENT = (
    "bl-5-samtale-foer-afgoerelse",
    "sel-50-3-samtale",
    "bl-98-2-udtalelse-foer-flytning",
)
_D1, _D2 = build_event("d1", "indsats_besluttet", 10), build_event("d2", "anbringelse_besluttet", 20, samtykke=True)


def _talk(day: int, of: str | None = None) -> dict[str, object]:
    return build_event(f"t{day}", "boernesamtale_afholdt", day, of)


def _sort(log: EventLog, trigger: str, rule: str = _TALK) -> Acts:
    duty = next(duty for duty in find_duties(log, rule) if duty.trigger.event.id == trigger)
    return sort_acts(duty.rule, duty.activation, log, log.of_types(pattern.type for pattern in duty.rule.met_by))


def _split(acts: Acts) -> tuple[list[str], list[str]]:
    return [act.event.id for act in acts.counting], [act.event.id for act in acts.uncertain]


def test_without_an_earlier_decision_every_act_that_names_nothing_counts() -> None:
    assert _split(_sort(build_log(_talk(3), _D1), "d1")) == (["t3"], [])


def test_an_act_since_the_earlier_decision_counts() -> None:
    acts = _sort(build_log(_D1, _talk(15), _D2), "d2")
    assert _split(acts) == (["t15"], [])
    assert acts.lower_end is not None
    assert acts.lower_end.event.id == "d1"


def test_an_act_from_before_the_earlier_decision_may_count() -> None:
    assert _split(_sort(build_log(_talk(3), _D1, _D2), "d2")) == ([], ["t3"])


def test_an_act_that_names_the_earlier_decision_is_given_to_it() -> None:
    assert _split(_sort(build_log(_talk(15, of="d1"), _D1, _D2), "d2")) == ([], [])


def test_an_act_that_names_the_decision_is_linked_whenever_it_happened() -> None:
    acts = _sort(build_log(_talk(3, of="d2"), _D1, _D2), "d2")
    assert _split(acts) == (["t3"], [])
    assert len(acts.linked) == 1


def test_an_act_that_the_decision_names_is_linked() -> None:
    assert _split(_sort(build_log(_talk(3), _D1, {**_D2, "of": "t3"}), "d2")) == (["t3"], [])


def test_an_act_is_linked_through_the_examination_that_the_decision_is_about() -> None:
    examination = build_event("b1", "undersoegelse_besluttet", 2)
    log = build_log(examination, _talk(3, of="b1"), _D1, {**_D2, "of": "b1"})
    assert _split(_sort(log, "d2")) == (["t3"], [])


def test_an_act_of_another_examination_is_given_to_that() -> None:
    first, second = build_event("b1", "undersoegelse_besluttet", 2), build_event("b2", "undersoegelse_besluttet", 12)
    log = build_log(first, second, _talk(15, of="b1"), _D1, {**_D2, "of": "b2"})
    assert _split(_sort(log, "d2")) == ([], [])


def test_one_of_the_ways_of_an_act_suffices_to_link_it() -> None:
    assert _split(_sort(build_log({**_talk(3), "of": ["d1", "d2"]}, _D1, _D2), "d2")) == (["t3"], [])


def test_decisions_of_one_day_do_not_limit_each_other() -> None:
    same_day = build_event("d0", "samvaersafgoerelse_truffet", 20)
    assert _split(_sort(build_log(_talk(3), same_day, _D2), "d2")) == (["t3"], [])


def test_the_matter_ends_at_a_placement_which_carries_many_decisions() -> None:
    contact = build_event("c1", "samvaersafgoerelse_truffet", 25, of="d2")
    log = build_log(_talk(15, of="d2"), _D2, contact)
    assert _split(_sort(log, "c1")) == ([], [])


def test_a_position_and_the_decision_on_the_same_request_are_one() -> None:
    request = build_event("h1", "hjemgivelse_anmodet", 5, anmoder="foraeldremyndighedsindehaver")
    position = build_event("s1", "hjemgivelse_stillingtagen", 10, of="h1")
    decision = build_event("b1", "hjemgivelse_besluttet", 12, of="h1", hjemgives=True)
    log = build_log(request, _talk(8), position, decision)
    first, second = log.find("s1"), log.find("b1")
    assert first is not None
    assert second is not None
    assert are_one_decision(log, first, second)
    assert _split(_sort(log, "b1")) == (["t8"], [])


def test_a_position_and_a_decision_on_other_requests_are_two() -> None:
    requests = [build_event(f"h{day}", "hjemgivelse_anmodet", day, anmoder="anden") for day in (5, 6)]
    position = build_event("s1", "hjemgivelse_stillingtagen", 10, of="h5")
    decision = build_event("b1", "hjemgivelse_besluttet", 12, of="h6", hjemgives=True)
    log = build_log(*requests, position, decision)
    first, second = log.find("s1"), log.find("b1")
    assert first is not None
    assert second is not None
    assert not are_one_decision(log, first, second)


def test_a_rule_with_triggers_of_its_own_is_limited_by_those_alone() -> None:
    contact = build_event("c1", "samvaer_aendret", 10)
    moved = build_event("f1", "anbringelsessted_aendret", 20)
    statement = build_event("u1", "anbringelsessted_udtalelse_indhentet", 3)
    acts = _sort(build_log(statement, contact, moved), "f1", _STATEMENT)
    assert _split(acts) == (["u1"], [])


def _examined(*events: dict[str, object]) -> Acts:
    early = [{**event, "at": str(event["at"]).replace("2025", "2022")} for event in events]
    return _sort(build_log(*early), "b1", _EXAMINATION_TALK)


_B1 = build_event("b1", "undersoegelse_besluttet", 20)


def test_a_talk_since_the_notification_counts_for_the_examination() -> None:
    assert _split(_examined(build_event("u1", "underretning_modtaget", 10), _talk(12), _B1)) == (["t12"], [])


def test_a_talk_from_before_the_notification_may_count_for_the_examination() -> None:
    assert _split(_examined(_talk(5), build_event("u1", "underretning_modtaget", 10), _B1)) == ([], ["t5"])


def test_the_notification_on_the_way_of_the_examination_is_its_lower_end() -> None:
    notified = [build_event(f"u{day}", "underretning_modtaget", day) for day in (8, 10)]
    acts = _examined(*notified, _talk(9), {**_B1, "of": "u10"})
    assert _split(acts) == ([], ["t9"])


def test_a_notification_that_a_screening_has_closed_is_no_lower_end() -> None:
    closed = build_event("s1", "screening_foretaget", 9, of="u8", resultat="ingen")
    notified = [build_event(f"u{day}", "underretning_modtaget", day) for day in (8, 10)]
    assert _split(_examined(*notified, closed, _talk(8), _B1)) == ([], ["t8"])


def test_a_screening_told_by_the_day_of_the_examination_closes_no_notification_before_it() -> None:
    closed = {**build_event("s1", "screening_foretaget", 20, of="u8", resultat="ingen"), "at": "2025-03-20"}
    notified = build_event("u8", "underretning_modtaget", 8)
    assert _split(_examined(notified, closed, _talk(9), _B1)) == (["t9"], [])


def test_without_a_notification_the_examination_itself_is_the_lower_end() -> None:
    assert _split(_examined(_talk(12), _B1, _talk(25))) == (["t25"], ["t12"])


def test_a_notification_of_the_moment_of_the_examination_before_belongs_to_that() -> None:
    before = build_event("b0", "undersoegelse_besluttet", 10)
    notified = build_event("u1", "underretning_modtaget", 10)
    assert _split(_examined(before, notified, _talk(12), _B1)) == ([], ["t12"])
