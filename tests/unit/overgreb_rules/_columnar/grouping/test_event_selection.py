"""Selection of events by their types and facts."""

from __future__ import annotations

from overgreb_rules._columnar.grouping.dependency_collector import EventSelector
from overgreb_rules._columnar.grouping.event_selection import select_events
from overgreb_rules._matching.program import Comparison
from tests.fixtures.event_columns import VOCABULARY, build_case, build_event, columns_of


def test_events_are_selected_by_type_and_by_their_facts() -> None:
    columns = columns_of(
        build_case(
            build_event("u1", "underretning_modtaget", 1, overgreb=True),
            build_event("u2", "underretning_modtaget", 2, overgreb=False),
            build_event("v1", "underretning_vurderet", 3),
        )
    )
    is_abuse = Comparison("overgreb", "is", "true")
    selector = EventSelector(frozenset({"underretning_modtaget"}), (is_abuse,))
    assert columns.ids_of(select_events([selector], columns, VOCABULARY)).to_pylist() == ["u1"]
