"""The names of events: what happened and when, and the id only where two could be confused."""

from __future__ import annotations

import pytest

from overgreb_rules.evaluation import OpenedBy
from overgreb_rules.render._event_names import EventNames, name_opening_event
from tests.fixtures.rendered_evaluations import build_evaluation, build_obligation, copenhagen_time, evaluate_example


def test_an_event_is_named_by_what_happened_and_when() -> None:
    result, events = evaluate_example("christmas-notification")
    names = EventNames(result, "da", events)
    assert names.name_trigger(result.obligations[0]) == "underretning modtaget fre. 23.12.2016 kl. 16.30"
    met = next(duty for duty in result.obligations if duty.status == "met")
    assert names.name_fulfilments(met) == ["underretning vurderet lør. 24.12.2016 kl. 11.00"]
    assert names.name_events([events[0].id]) == ["underretning modtaget fre. 23.12.2016 kl. 16.30"]


def test_without_the_events_of_the_case_a_fulfilment_is_named_by_its_time() -> None:
    duty = build_obligation(status="met", met_by=("m1",), met_at=(copenhagen_time("2026-11-22T08:00"),))
    assert EventNames(build_evaluation(duty), "da").name_fulfilments(duty) == ["søn. 22.11.2026 kl. 08.00"]


def test_an_id_stands_in_brackets_only_where_two_events_would_have_one_name() -> None:
    one, other = build_obligation(1), build_obligation(2)
    name = "underretning modtaget lør. 21.11.2026 kl. 09.30"
    assert EventNames(build_evaluation(one), "da").name_trigger(one) == name
    assert EventNames(build_evaluation(one, other), "da").name_trigger(other) == f"{name} (e2)"


@pytest.mark.parametrize(
    ("law", "language", "what"),
    [
        ("serviceloven", "da", "foranstaltning besluttet"),
        ("barnets_lov", "da", "indsats besluttet"),
        ("serviceloven", "en", "support measure decided"),
    ],
)
def test_an_event_is_named_in_the_words_of_the_act_of_the_duty(law: str, language: str, what: str) -> None:
    opened = OpenedBy(type="indsats_besluttet", at=copenhagen_time("2026-11-21T09:30"))
    duty = build_obligation(law=law, opened_by=opened)
    names = EventNames(build_evaluation(duty), language)
    assert names.name_trigger(duty).startswith(f"{what} ")
    assert name_opening_event(duty, language) == names.name_trigger(duty)


def test_an_event_beside_no_duty_is_named_in_the_words_of_the_vocabulary() -> None:
    opened = OpenedBy(type="indsats_besluttet", at=copenhagen_time("2026-11-21T09:30"))
    duty = build_obligation(law="serviceloven", opened_by=opened)
    assert EventNames(build_evaluation(duty), "da").name_events([duty.trigger])[0].startswith("indsats besluttet ")


def test_several_events_are_named_in_order_of_time() -> None:
    result, events = evaluate_example("christmas-notification")
    names = EventNames(result, "da", events)
    in_time = [event.id for event in sorted(events, key=lambda event: event.at.earliest)]
    assert names.name_events([*reversed(in_time), "x"]) == [*names.name_events(in_time), "x"]
