"""The ids of a case and what its events name."""

from __future__ import annotations

import pytest

from overgreb_rules._case.link_check import LinkedEvent, check_links
from overgreb_rules.errors import CaseError


@pytest.mark.parametrize(
    "events",
    [
        [],
        [("a", ())],
        [("a", ()), ("b", ("a",))],
        [("b", ("a",)), ("a", ())],
        [("a", ()), ("b", ("a",)), ("c", ("a", "b"))],
    ],
)
def test_links_to_events_of_the_case_pass(events: list[LinkedEvent]) -> None:
    check_links(events)


@pytest.mark.parametrize(
    ("events", "place", "what"),
    [
        ([("a", ()), ("a", ())], "/events/1/id", "/events/0 has this id too"),
        ([("a", ("b",))], "/events/0/of", "no event has this id"),
        ([("a", ("a",))], "/events/0/of", "events answer each other in a circle"),
        ([("x", ("a",)), ("a", ("b",)), ("b", ("a",))], "/events/1/of", "events answer each other in a circle"),
        ([("a", ("b", "c")), ("b", ()), ("c", ("a",))], "/events/0/of", "events answer each other in a circle"),
    ],
)
def test_a_link_that_leads_nowhere_or_back_is_refused(events: list[LinkedEvent], place: str, what: str) -> None:
    with pytest.raises(CaseError) as caught:
        check_links(events)
    assert (caught.value.place, caught.value.parts()["what"]) == (place, what)


def test_a_way_of_a_thousand_events_is_followed() -> None:
    check_links([("k0", ()), *((f"k{n}", (f"k{n - 1}",)) for n in range(1, 1000))])
