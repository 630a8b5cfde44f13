"""The event logs of a batch as columns."""

from __future__ import annotations

import itertools

import numpy as np

from overgreb_rules._columnar.columns.arrays import ABSENT
from overgreb_rules._columnar.columns.event_columns import all_words_of
from tests.fixtures.event_columns import VOCABULARY, build_case, build_event, columns_of
from tests.fixtures.notification_year.generator import generate_cases, year_end_instant


def test_events_are_ordered_by_case_and_time() -> None:
    columns = columns_of(
        build_case(build_event("b", "kvittering_sendt", 9), build_event("a", "underretning_modtaget", 2), case_id="1"),
        build_case(build_event("c", "underretning_modtaget", 1), case_id="2"),
    )
    assert columns.ids_of(columns.row.argsort()).to_pylist() != ["a", "b", "c"]
    assert columns.ids.take(columns.row).to_pylist() == ["a", "b", "c"]
    assert columns.case.tolist() == [0, 0, 1]


def test_events_of_one_second_are_ordered_by_id() -> None:
    columns = columns_of(
        build_case(build_event("b", "kvittering_sendt", 9), build_event("a", "underretning_modtaget", 9))
    )
    assert columns.ids.take(columns.row).to_pylist() == ["a", "b"]


def test_of_an_event_with_a_day_the_first_and_last_second_are_known() -> None:
    columns = columns_of(build_case({"id": "u", "type": "underretning_modtaget", "at": "2025-03-30"}))
    # The clocks go forward that night: the day has 23 hours.
    assert columns.latest[0] - columns.earliest[0] == 23 * 3600 - 1


def test_later_events_are_ignored() -> None:
    case = build_case(build_event("u", "underretning_modtaget", 1), build_event("k", "kvittering_sendt", 9))
    columns = columns_of(case, at="2025-03-05T00:00:00+01:00")
    assert columns.ids.take(columns.row).to_pylist() == ["u"]
    assert columns.ids.take(columns.ignored).to_pylist() == ["k"]


def test_the_links_are_the_indices_of_the_events_that_are_named_and_of_all_on_the_ways() -> None:
    columns = columns_of(
        build_case(
            build_event("w", "underretning_modtaget", 1),
            build_event("u", "underretning_modtaget", 2),
            build_event("v", "underretning_vurderet", 3, of="u"),
            build_event("k", "kvittering_sendt", 4, of=["u", "w"]),
        )
    )
    every = np.arange(4)
    assert columns.parents.count(every).tolist() == [0, 0, 1, 2]
    assert columns.parents.values.tolist() == [1, 0, 1]
    assert columns.ancestors.expand(np.array([2, 3]))[1].tolist() == [1, 0, 1]


def test_facts_are_numbers_and_absent_where_unknown() -> None:
    columns = columns_of(
        build_case(
            build_event("u1", "underretning_modtaget", 1, overgreb=True),
            build_event("u2", "underretning_modtaget", 2, overgreb=False),
            build_event("u3", "underretning_modtaget", 3),
        )
    )
    assert columns.facts["overgreb"].tolist() == [1, 0, ABSENT]


def test_a_word_is_its_index_among_all_words_of_the_fact() -> None:
    words = all_words_of("organ", VOCABULARY)
    type_, definition = next(
        (type_, event.facts["organ"]) for type_, event in VOCABULARY.events.items() if "organ" in event.facts
    )
    columns = columns_of(build_case(build_event("a", type_, 1, organ=definition.words[-1])))
    assert words[columns.facts["organ"][0]] == definition.words[-1]


def test_an_event_without_an_id_is_called_by_its_position() -> None:
    columns = columns_of(build_case({"type": "underretning_modtaget", "at": "2025-03-30"}))
    assert columns.ids.to_pylist() == ["e1"]


def test_nearly_every_case_of_a_realistic_year_is_supported() -> None:
    cases = itertools.islice(generate_cases(10**6, seed=5, year=2025), 2_000)
    assert columns_of(*cases, at=year_end_instant()).supported.mean() > 0.98


def test_a_case_with_a_link_to_an_event_that_has_not_happened_is_not_supported() -> None:
    case = build_case(
        build_event("v", "underretning_vurderet", 1, of="u"),
        build_event("u", "underretning_modtaget", 9),
    )
    assert columns_of(case).supported.all()
    assert not columns_of(case, at="2025-03-05T00:00:00+01:00").supported.any()


def test_a_case_of_before_the_change_of_law_is_not_supported_afterwards() -> None:
    older = build_case({"type": "underretning_modtaget", "at": "2023-12-31T23:59:59+01:00"})
    assert columns_of(older, at="2023-12-31T23:59:59+01:00").supported.all()
    assert not columns_of(older, at="2024-01-01T00:00:00+01:00").supported.any()
