"""The truth of conditions that look back over a case: true, false, or unknown with what would tell."""

from __future__ import annotations

import pytest

from overgreb_rules import Rulebook
from overgreb_rules._case.legal_states import StateReading
from overgreb_rules._matching.derived import read_condition
from overgreb_rules._rules.conditions import EventPattern, FactTest
from overgreb_rules._rules.derived_conditions import (
    AboutCondition,
    AgeCondition,
    DerivedCondition,
    LatestCondition,
    NotAboutCondition,
    RecentCondition,
    TriggerNotNamedBy,
)
from tests.fixtures.event_logs import build_event, build_log

BOOK = Rulebook.load(matcher="reference")


def _read(condition: DerivedCondition, trigger: str, *events: dict[str, object], **case: object) -> StateReading:
    log = build_log(*events, **case)
    event = log.find(trigger)
    assert event is not None
    return read_condition(condition, log, event)


_HOLDS, _FAILS, _NEEDS_OF = StateReading(True), StateReading(False), StateReading(None, frozenset({"of"}))
_COMMITTEE = AboutCondition(EventPattern("afgoerelse_meddelt", (FactTest("organ", "is", ("boerne_og_ungeudvalg",)),)))
_BY_COMMITTEE = build_event("m1", "afgoerelse_meddelt", 3, organ="boerne_og_ungeudvalg")
_BY_MUNICIPALITY = build_event("m2", "afgoerelse_meddelt", 4, organ="kommune")


def _complaint(of: str | None = None) -> dict[str, object]:
    return build_event("k1", "klage_modtaget_i_ankestyrelsen", 10, of)


def test_what_the_trigger_is_about_is_the_event_on_its_way() -> None:
    assert _read(_COMMITTEE, "k1", _BY_COMMITTEE, _BY_MUNICIPALITY, _complaint("m1")) == _HOLDS
    assert _read(_COMMITTEE, "k1", _BY_COMMITTEE, _BY_MUNICIPALITY, _complaint("m2")) == _FAILS


def test_a_trigger_that_names_nothing_is_about_one_of_the_events_before_it() -> None:
    assert _read(_COMMITTEE, "k1", _BY_COMMITTEE, _complaint()) == _HOLDS
    assert _read(_COMMITTEE, "k1", _BY_MUNICIPALITY, _complaint()) == _FAILS
    assert _read(_COMMITTEE, "k1", _BY_COMMITTEE, _BY_MUNICIPALITY, _complaint()) == _NEEDS_OF


def test_a_fact_that_nobody_told_of_what_the_trigger_is_about_is_needed() -> None:
    told = build_event("m1", "afgoerelse_meddelt", 3)
    assert _read(_COMMITTEE, "k1", told, _complaint()) == StateReading(None, frozenset({"organ"}))


def test_without_an_event_to_be_about_the_fact_or_the_event_itself_is_needed() -> None:
    assert _read(_COMMITTEE, "k1", _complaint()) == StateReading(None, frozenset({"organ"}))
    judged = build_event("j1", "dom_afsagt", 5)
    court = AboutCondition(EventPattern("indbragt_for_retten"))
    assert _read(court, "j1", judged) == StateReading(None, frozenset({"indbragt_for_retten"}))


_NO_NOTICE = NotAboutCondition(("udvalget_fraveg_indstilling",))
_DEPARTED = build_event("f1", "udvalget_fraveg_indstilling", 3)


def test_a_notification_is_none_of_the_notices_where_it_says_so_or_there_was_none() -> None:
    notified = build_event("n1", "ankestyrelsen_underrettet", 5)
    assert _read(_NO_NOTICE, "n1", notified) == _HOLDS
    assert _read(_NO_NOTICE, "n1", _DEPARTED, {**notified, "of": "f1"}) == _FAILS
    assert _read(_NO_NOTICE, "n1", _DEPARTED, notified) == _NEEDS_OF


_CONSENT = LatestCondition(EventPattern("anbringelse_besluttet", (FactTest("samtykke", "is", (True,)),)))
_REQUEST = build_event("h1", "hjemgivelse_anmodet", 20)


def _placed(day: int, **facts: object) -> dict[str, object]:
    return build_event(f"d{day}", "anbringelse_besluttet", day, **facts)


def test_the_latest_event_of_a_type_by_the_trigger_decides() -> None:
    assert _read(_CONSENT, "h1", _placed(3, samtykke=True), _REQUEST) == _HOLDS
    assert _read(_CONSENT, "h1", _placed(3, samtykke=True), _placed(5, samtykke=False), _REQUEST) == _FAILS
    assert _read(_CONSENT, "h1", _placed(3, samtykke=True), _REQUEST, _placed(25, samtykke=False)) == _HOLDS


def test_the_event_on_the_way_of_the_trigger_comes_before_a_later_one() -> None:
    events = (_placed(3, samtykke=True), _placed(5, samtykke=False), {**_REQUEST, "of": "d3"})
    assert _read(_CONSENT, "h1", *events) == _HOLDS


def test_of_several_events_on_the_ways_of_the_trigger_the_latest_by_then_decides() -> None:
    events = (_placed(3, samtykke=True), _placed(5, samtykke=False), _placed(25, samtykke=False))
    assert _read(_CONSENT, "h1", *events, {**_REQUEST, "of": ["d3", "d25"]}) == _HOLDS
    chain = (_placed(3, samtykke=True), {**_placed(5, samtykke=False), "of": "d3"}, {**_REQUEST, "of": ["d3", "d5"]})
    assert _read(_CONSENT, "h1", *chain) == _FAILS


def test_without_any_such_event_the_fact_is_needed_or_the_condition_fails() -> None:
    assert _read(_CONSENT, "h1", _REQUEST) == StateReading(None, frozenset({"samtykke"}))
    assert _read(LatestCondition(_CONSENT.pattern, none_is_false=True), "h1", _REQUEST) == _FAILS


@pytest.mark.parametrize(
    ("condition", "born", "reading"),
    [
        (AgeCondition(16, None), "2009-03-20", _HOLDS),
        (AgeCondition(16, None), "2009-03-21", _FAILS),
        (AgeCondition(None, 15), "2009-03-21", _HOLDS),
        (AgeCondition(18, 22), "2002-03-20", _FAILS),
        (AgeCondition(18, 22), "2002-03-21", _HOLDS),
        (AgeCondition(16, None), None, StateReading(None, frozenset({"foedselsdato"}))),
        (AgeCondition(16, None, unknown_is=False), None, _FAILS),
        (AgeCondition(None, 15, unknown_is=True), None, _HOLDS),
    ],
)
def test_an_age_is_that_on_the_day_of_the_trigger(
    condition: AgeCondition, born: str | None, reading: StateReading
) -> None:
    assert _read(condition, "h1", _REQUEST, barn={} if born is None else {"foedselsdato": born}) == reading


@pytest.mark.parametrize(("day", "holds"), [("2024-03-20", True), ("2024-03-19", False)])
def test_the_year_before_the_trigger_has_its_last_day_in_it(day: str, holds: bool) -> None:
    earlier = {**build_event("u1", "underretning_modtaget", 3), "at": f"{day}T12:00:00+01:00"}
    pattern = (EventPattern("underretning_modtaget"),)
    assert _read(RecentCondition(pattern), "h1", earlier, _REQUEST) == StateReading(holds)
    assert _read(RecentCondition(pattern, wanted=False), "h1", earlier, _REQUEST) == StateReading(not holds)


@pytest.mark.parametrize(("of", "reading"), [("h1", _FAILS), ("s1", _FAILS), ("h2", _HOLDS), (None, _HOLDS)])
def test_a_position_stands_for_itself_unless_a_decision_names_it_or_its_request(
    of: str | None, reading: StateReading
) -> None:
    condition = TriggerNotNamedBy("hjemgivelse_stillingtagen", "hjemgivelse_besluttet")
    position, decision = (
        build_event("s1", "hjemgivelse_stillingtagen", 22, "h1"),
        build_event("b1", "hjemgivelse_besluttet", 23, of),
    )
    assert _read(condition, "s1", _REQUEST, {**_REQUEST, "id": "h2"}, position, decision) == reading
