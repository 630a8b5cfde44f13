"""What the `of` of every event of a batch leads to."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from overgreb_rules._columnar.columns.links import EventLinks, EventLists, find_links_to_later_events, resolve_links
from overgreb_rules._columnar.io.input_tables import build_batch
from overgreb_rules.arrow import EVENTS


def links_of(*of: list[str | None] | None, ids: str = "abcdefgh") -> EventLinks:
    """Resolve the links of one case; its events are called by the letters in their order."""
    events = [
        {"case_id": "1", "id": id_, "type": "underretning_modtaget", "of": one}
        for id_, one in zip(ids[: len(of)], of, strict=True)
    ]
    return resolve_links(build_batch(pa.table({"case_id": ["1"]}), pa.Table.from_pylist(events, EVENTS)))


def lists(of: EventLists, number: int) -> list[list[int]]:
    """Return the lists of the first events."""
    return [of.expand(np.array([event]))[1].tolist() for event in range(number)]


def test_the_ways_lead_through_every_event_that_is_named() -> None:
    links = links_of(None, ["a"], None, ["c", "b"])
    assert lists(links.parents, 4) == [[], [0], [], [1, 2]]
    assert lists(links.ancestors, 4) == [[], [0], [], [0, 1, 2]]
    assert links.supported.all()


def test_an_event_may_name_one_that_stands_below_it() -> None:
    assert lists(links_of(["b"], None).parents, 2) == [[1], []]


@pytest.mark.parametrize("of", [["x"], [], ["a", "a"], ["a", None], ["01010112 34"]])
def test_a_link_that_the_reader_of_cases_refuses_is_not_supported(of: list[str | None]) -> None:
    assert links_of(None, of).supported.tolist() == [True, False]


def test_a_circle_is_not_supported_and_what_leads_into_it_is_left_to_its_case() -> None:
    assert links_of(["b"], ["a"], None, ["c"]).supported.tolist() == [False, False, True, True]


def test_two_events_with_one_id_are_not_supported() -> None:
    assert links_of(None, None, ids="aa").supported.tolist() == [True, False]


def test_links_to_events_that_have_not_happened_are_found() -> None:
    links = links_of(["b"], None, ["a"])
    assert find_links_to_later_events(links, np.array([True, False, True])).tolist() == [0]


def test_a_batch_without_events_has_no_links() -> None:
    links = resolve_links(build_batch(pa.table({"case_id": ["1"]}), EVENTS.empty_table()))
    assert (len(links.ids), links.ancestors.values.tolist()) == (0, [])


def test_lists_are_kept_under_the_new_numbers_of_their_events() -> None:
    selected = links_of(None, ["a"], ["b"]).ancestors.select(np.array([1, 0]), np.array([1, 0, -1]))
    assert lists(selected, 2) == [[1], []]


def test_lists_are_taken_in_another_order_and_more_than_once() -> None:
    taken = links_of(None, ["a"], ["a", "b"]).parents.take(np.array([2, 0, 1, 2]))
    assert lists(taken, 4) == [[0, 1], [], [0], [0, 1]]
