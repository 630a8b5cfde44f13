"""What calls for a warning about links is found by places, without words."""

from __future__ import annotations

from overgreb_rules._duties.link_findings import LinkFinding, find_link_findings
from overgreb_rules._duties.transitions import assess_case
from tests.fixtures.event_logs import PROGRAMS, RULES, build_event, build_log

_NOTIFIED = build_event("u1", "underretning_modtaget", 3, anonym=False)


def _findings(*events: dict[str, object]) -> list[LinkFinding]:
    log = build_log(*events)
    return list(find_link_findings(log, assess_case(log, RULES, PROGRAMS), RULES))


def test_a_case_without_links_and_out_of_order_answers_calls_for_nothing() -> None:
    assert _findings(_NOTIFIED, build_event("k1", "kvittering_sendt", 4)) == []


def test_an_answer_from_before_its_trigger_is_found_once_with_both_places() -> None:
    found = _findings(build_event("k1", "kvittering_sendt", 1), _NOTIFIED)
    assert found == [LinkFinding("answer_before_trigger", ((0,), (1,)))]


def test_a_link_that_answers_nothing_is_found_with_what_it_names() -> None:
    found = _findings(
        _NOTIFIED, build_event("c1", "familie_flyttet", 5), build_event("k1", "kvittering_sendt", 8, "c1")
    )
    assert LinkFinding("of_answers_nothing", ((2,), (1,))) in found


def test_the_police_told_of_a_notification_call_for_nothing_since_they_meet_no_duty() -> None:
    assert _findings(_NOTIFIED, build_event("p1", "politi_inddraget", 4, "u1")) == []


def test_a_finding_about_a_duty_has_the_place_of_the_duty_in_the_answer() -> None:
    measures = [build_event(f"i{n}", "indsats_ivaerksat", n + 2, art="stoettende") for n in (1, 2)]
    free = build_event("f1", "opfoelgning_foretaget", 6, naeste_senest="2025-05-01")
    log = build_log(*measures, free, build_event("f2", "opfoelgning_foretaget", 8, of="i1"))
    assessed = assess_case(log, RULES, PROGRAMS)
    (found,) = [one for one in find_link_findings(log, assessed, RULES) if one.code == "answers_only_part"]
    assert found.events == ((3,), (0,), (1,))
    assert found.duty is not None
    assert "opfoelgning_foretaget" in RULES.answer_types[assessed[found.duty].timed.duty.rule.id]
