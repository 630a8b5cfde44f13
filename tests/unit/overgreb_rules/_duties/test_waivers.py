"""Waivers that count only before a birthday, those that end, and those that a later decision takes back."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from overgreb_rules import Case, Rulebook, evaluate
from overgreb_rules._duties.fulfilment import Fulfilment, resolve_fulfilment
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._matching.reference import ReferenceMatcher
from overgreb_rules._rules.conditions import EventPattern, FactTest, Waiver
from tests.fixtures.event_logs import build_event, build_log, find_duties, list_ids

BOOK = Rulebook.load(matcher="reference")
RULE = "bl-111-1-ungestoette-6-maaneder"
PLACED = {"id": "i1", "type": "indsats_ivaerksat", "at": "2024-01-10T10:00:00+01:00", "art": "anbringelse"}


def _status(ended: str, **child: str) -> str:
    events = [PLACED, {"id": "o1", "type": "indsats_ophoert", "at": ended}]
    case = Case.model_validate({"case_id": "c", "barn": child, "events": events})
    (found,) = [
        one
        for one in evaluate(case, at="2026-12-01T10:00:00+01:00", rulebook=BOOK).obligations
        if one.rule == RULE and one.trigger == "i1"
    ]
    return found.status


@pytest.mark.parametrize(
    ("ended", "status"),
    [
        ("2026-08-30T23:59:00+02:00", "waived"),
        ("2026-08-30", "waived"),
        ("2026-08-31T00:00:00+02:00", "overdue"),
        ("2026-08-31", "overdue"),
    ],
)
def test_an_end_on_the_birthday_or_later_waives_nothing(ended: str, status: str) -> None:
    assert _status(ended, foedselsdato="2008-08-31") == status


def test_nobody_knows_whether_an_end_waives_where_the_birthday_is_not_told() -> None:
    assert _status("2026-01-01T10:00:00+01:00") == "undetermined"


def test_a_decision_takes_back_no_waiver_once_a_notification_of_the_same_day_has_a_clock_of_its_own() -> None:
    rule = "sel-50-undersoegelse-4-maaneder"
    events = [
        {"id": "u1", "type": "underretning_modtaget", "at": "2017-05-15T10:00:00+02:00", "ufoedt": False},
        {"id": "s1", "type": "screening_foretaget", "at": "2017-07-05", "of": "u1", "resultat": "ingen"},
        {"id": "u2", "type": "underretning_modtaget", "at": "2017-07-05T19:30:00+02:00", "ufoedt": False},
        {"id": "b1", "type": "undersoegelse_besluttet", "at": "2017-07-17T10:00:00+02:00", "of": "u1"},
    ]
    case = Case.model_validate({"case_id": "c", "events": events})
    found = evaluate(case, at="2017-08-01T10:00:00+02:00", rulebook=BOOK).obligations
    assert {one.trigger: one.status for one in found if one.rule == rule} == {"u1": "waived", "u2": "undetermined"}


def test_a_notification_from_before_the_duty_keeps_no_waiver_of_it() -> None:
    events = [
        {"id": "s1", "type": "screening_foretaget", "at": "2017-07-15", "resultat": "afdaekning"},
        {"id": "u1", "type": "underretning_modtaget", "at": "2017-07-15T17:00:00+02:00", "overgreb": False},
        {"id": "u2", "type": "opmaerksom_paa_behov", "at": "2017-07-15T18:00:00+02:00", "overgreb": False},
        {"id": "b1", "type": "undersoegelse_besluttet", "at": "2017-07-28T10:00:00+02:00"},
    ]
    case = Case.model_validate({"case_id": "c", "events": events})
    found = evaluate(case, at="2017-08-01T10:00:00+02:00", rulebook=BOOK).obligations
    four_months = {one.trigger: one.status for one in found if one.rule == "sel-50-undersoegelse-4-maaneder"}
    assert four_months == {"u1": "waived", "u2": "pending"}


_MAY_BE_WAIVED = ("undetermined", ("overgreb",))
_NOT_WAIVED = ("overdue", ())


def _find_of_doubtful_waiver(screened: str, notified: str, *decided: str) -> tuple[str, tuple[str, ...]]:
    """How an examination stands that a screening waives, if the notification of January 2024 told of no abuse."""
    rule = "bl-20-3-undersoegelse-4-maaneder"
    events = [
        {"id": "u0", "type": "underretning_modtaget", "at": "2024-01-15T10:00:00+01:00"},
        {"id": "s0", "type": "screening_foretaget", "at": screened, "of": "u0", "resultat": "ingen"},
        {"id": "u1", "type": "underretning_modtaget", "at": notified, "overgreb": True},
        *({"id": f"b{number}", "type": "undersoegelse_besluttet", "at": at} for number, at in enumerate(decided)),
    ]
    case = Case.model_validate({"case_id": "c", "events": events})
    (found,) = [
        one for one in evaluate(case, at="2025-03-01T10:00:00+01:00", rulebook=BOOK).obligations if one.rule == rule
    ]
    assert found.trigger == "u0"
    return found.status, found.needs


@pytest.mark.parametrize(
    ("decided", "expected"),
    [
        (["2025-01-20T10:00:01+01:00"], _MAY_BE_WAIVED),
        (["2025-01-20T10:00:00+01:00"], _NOT_WAIVED),
        (["2025-01-20T09:59:59+01:00"], _NOT_WAIVED),
        (["2025-01-21"], _MAY_BE_WAIVED),
        (["2025-01-20"], _NOT_WAIVED),
        (["2025-01-10T10:00:00+01:00", "2025-01-20T10:00:01+01:00"], _NOT_WAIVED),
    ],
    ids=["after the later notification", "with it", "before it", "a day after it", "on its day", "before and after it"],
)
def test_a_decision_takes_back_no_waiver_of_which_nobody_knows_once_a_clock_took_a_notification_in(
    decided: list[str], expected: tuple[str, tuple[str, ...]]
) -> None:
    assert _find_of_doubtful_waiver("2024-01-20T10:00:00+01:00", "2025-01-20T10:00:00+01:00", *decided) == expected


@pytest.mark.parametrize(
    ("screened", "notified", "expected"),
    [
        ("2024-01-20T10:00:00+01:00", "2024-01-20T09:59:59+01:00", _NOT_WAIVED),
        ("2024-01-20T10:00:00+01:00", "2024-01-20T10:00:00+01:00", _MAY_BE_WAIVED),
        ("2024-01-20", "2024-01-19T23:59:59+01:00", _NOT_WAIVED),
        ("2024-01-20", "2024-01-20T00:00:00+01:00", _MAY_BE_WAIVED),
        ("2024-01-20", "2024-01-20T17:00:00+01:00", _MAY_BE_WAIVED),
    ],
    ids=["a second before", "in the same second", "the evening before", "as the day begins", "on the day"],
)
def test_a_notification_counts_as_taken_in_after_a_screening_from_the_first_second_in_which_that_may_have_been(
    screened: str, notified: str, expected: tuple[str, tuple[str, ...]]
) -> None:
    assert _find_of_doubtful_waiver(screened, notified, "2024-02-10T10:00:00+01:00") == expected


@pytest.mark.parametrize(
    ("notified", "expected"),
    [
        ("2017-07-05T09:59:59+02:00", {"u1": "overdue"}),
        ("2017-07-05T10:00:00+02:00", {"u1": "waived", "u2": "undetermined"}),
        ("2017-07-17T09:59:59+02:00", {"u1": "waived", "u2": "undetermined"}),
        ("2017-07-17T10:00:00+02:00", {"u1": "overdue"}),
    ],
    ids=["before the screening", "with it", "before the decision", "with it"],
)
def test_a_decision_takes_a_waiver_back_unless_a_notification_since_the_screening_has_a_clock_of_its_own(
    notified: str, expected: dict[str, str]
) -> None:
    events = [
        {"id": "u1", "type": "underretning_modtaget", "at": "2017-05-15T10:00:00+02:00", "overgreb": False},
        {"id": "s1", "type": "screening_foretaget", "at": "2017-07-05T10:00:00+02:00", "of": "u1", "resultat": "ingen"},
        {"id": "u2", "type": "underretning_modtaget", "at": notified, "overgreb": False},
        {"id": "v1", "type": "undersoegelse_besluttet", "at": "2017-07-17T10:00:00+02:00", "of": "u1"},
    ]
    case = Case.model_validate({"case_id": "c", "events": events})
    found = evaluate(case, at="2017-11-28T10:00:00+01:00", rulebook=BOOK).obligations
    four_months = {one.trigger: one.status for one in found if one.rule == "sel-50-undersoegelse-4-maaneder"}
    assert four_months == expected


@pytest.mark.parametrize(("names", "listed"), [({"of": "u2"}, set()), ({}, {"overdue"})], ids=["of it", "of nothing"])
def test_an_examination_of_what_a_clock_took_in_makes_nothing_owed_on_the_strict_day_where_the_clock_may_be_waived(
    names: dict[str, str], listed: set[str]
) -> None:
    events = [
        {"id": "u0", "type": "underretning_modtaget", "at": "2024-01-09"},
        {"id": "s1", "type": "screening_foretaget", "at": "2024-05-28T10:00:00+02:00", "resultat": "afdaekning"},
        {"id": "u2", "type": "underretning_modtaget", "at": "2024-05-28T10:00:00+02:00", "overgreb": False},
        {"id": "b3", "type": "undersoegelse_besluttet", "at": "2024-05-29", **names},
    ]
    case = Case.model_validate({"case_id": "c", "events": events})
    found = evaluate(case, at="2024-07-01T10:00:00+02:00", rulebook=BOOK).obligations
    statuses = {one.rule: one.status for one in found if one.trigger == "u0"}
    assert statuses["bl-20-3-undersoegelse-4-maaneder"] == "undetermined"
    assert {status for rule, status in statuses.items() if rule == "bl-20-3-foreloebig-vurdering"} == listed


def test_the_trigger_of_a_second_examination_keeps_no_waiver_of_its_own_duty() -> None:
    events = [
        {"id": "u0", "type": "underretning_modtaget", "at": "2024-02-13", "overgreb": True},
        {"id": "b1", "type": "undersoegelse_besluttet", "at": "2024-02-23"},
        {"id": "s2", "type": "screening_foretaget", "at": "2024-04-03", "resultat": "afdaekning"},
        {"id": "u3", "type": "underretning_modtaget", "at": "2024-04-03T16:00:00+02:00"},
        {"id": "b4", "type": "undersoegelse_besluttet", "at": "2024-04-04T16:00:00+02:00", "of": "u3"},
    ]
    case = Case.model_validate({"case_id": "c", "events": events})
    rule = "bl-20-3-undersoegelse-4-maaneder"
    found = evaluate(case, at="2025-03-01T10:00:00+01:00", rulebook=BOOK).obligations
    assert {one.trigger: one.status for one in found if one.rule == rule}["u3"] == "overdue"


_U1 = build_event("u1", "underretning_modtaget", 3, anonym=True)
_FOR_A_TIME = Waiver(EventPattern("screening_foretaget"), until=("undersoegelse_besluttet",))


def _resolve(waivers: tuple[Waiver, ...], *events: dict[str, object]) -> Fulfilment:
    """What becomes of a receipt, by a rule with other waivers than those of the law."""
    log = build_log(_U1, *events)
    (duty,) = find_duties(log, "bl-138-1-kvittering")
    rule, programs = replace(duty.rule, waivers=waivers), CompiledRules(ReferenceMatcher())
    return resolve_fulfilment(rule, duty.activation, (duty.activation.subject,), log, programs)


def _screened(day: int) -> dict[str, object]:
    return build_event(f"s{day}", "screening_foretaget", day, of="u1", resultat="ingen")


def _decided(day: int) -> dict[str, object]:
    return build_event(f"b{day}", "undersoegelse_besluttet", day, of="u1")


@pytest.mark.parametrize(
    ("events", "waived_by", "lifted_by"),
    [
        ([_screened(4)], "s4", None),
        ([_decided(4), _screened(5)], "s5", None),
        ([_screened(4), _decided(5)], None, "b5"),
        ([_screened(4), _decided(5), _decided(6)], None, "b5"),
        ([_screened(4), _decided(5), _screened(6)], "s6", "b5"),
        ([_screened(4), _decided(5), _screened(6), _decided(7)], None, "b7"),
    ],
    ids=["never ended", "ended before", "ended", "ended by the first", "waived again", "ended again"],
)
def test_a_waiver_for_a_time_lasts_until_the_first_later_event_that_ends_it(
    events: list[dict[str, object]], waived_by: str | None, lifted_by: str | None
) -> None:
    found = _resolve((_FOR_A_TIME,), *events)
    assert list_ids([found.waiver.by if found.waiver else None, found.lifted_by]) == [waived_by, lifted_by]
    assert found.waiver is None or found.waiver.for_a_time


def test_a_decision_that_takes_a_waiver_back_is_no_end_of_a_waiver_for_a_time() -> None:
    taken_back = Waiver(EventPattern("screening_foretaget"), undone_by=("undersoegelse_besluttet",))
    found = _resolve((taken_back,), _screened(4), _decided(5))
    assert (found.waiver, found.lifted_by) == (None, None)


@pytest.mark.parametrize("order", [1, -1])
def test_of_several_events_that_waive_a_duty_the_first_in_time_counts(order: int) -> None:
    waivers = (Waiver(EventPattern("screening_foretaget")), Waiver(EventPattern("undersoegelse_besluttet")))
    found = _resolve(waivers[::order], _decided(4), _screened(5))
    assert found.waiver is not None
    assert list_ids([found.waiver.by]) == ["b4"]


@pytest.mark.parametrize("order", [1, -1])
def test_a_fact_of_the_trigger_waives_a_duty_before_every_event(order: int) -> None:
    waivers = (Waiver(EventPattern("screening_foretaget")), Waiver(FactTest("anonym", "is", (True,))))
    found = _resolve(waivers[::order], _screened(4))
    assert found.waiver is not None
    assert found.waiver.by is None


def test_a_doubt_arises_with_the_first_event_that_may_waive_the_duty() -> None:
    waiver = Waiver(EventPattern("screening_foretaget", (FactTest("resultat", "is", ("ingen",)),)))
    untold = [build_event(f"s{day}", "screening_foretaget", day, of="u1") for day in (4, 5)]
    found = _resolve((waiver,), *untold)
    assert list_ids([found.doubtful_since]) == ["s4"]
    assert found.perhaps_waived == {"resultat"}
