"""Names of single events of a batch are those of the single case."""

from __future__ import annotations

import numpy as np

from overgreb_rules._case.event_names import name_event
from overgreb_rules._columnar.event_names import BatchEventNames
from tests.fixtures.event_columns import BOOK, build_case, build_event, columns_of
from tests.fixtures.event_logs import build_log

EVENTS = [build_event(name, "underretning_modtaget", day) for name, day in (("u1", 1), ("u2", 1), ("u3", 2))]


def test_an_event_is_named_as_in_the_single_case() -> None:
    columns, log = columns_of(build_case(*EVENTS)), build_log(*EVENTS, at="2030-01-01T12:00:00+01:00")
    names = BatchEventNames(columns, BOOK.rules.vocabulary)
    ids = columns.ids_of(range(3)).to_pylist()  # type: ignore[arg-type]  # a sequence of indices
    expected = {event.event.id: name_event(event, log) for event in log.events}
    assert dict(zip(ids, names.name(np.arange(3)), strict=True)) == expected
    assert [expected[id_].id for id_ in ("u1", "u2", "u3")] == ["u1", "u2", None]


def test_events_of_one_minute_have_their_ids_as_in_the_single_case() -> None:
    times = ("2025-03-03T00:00:01+01:00", "2025-03-03", "2025-03-03T00:00:40+01:00", "2025-03-03T00:01:00+01:00")
    events = [{"id": f"u{number}", "type": "underretning_modtaget", "at": at} for number, at in enumerate(times)]
    columns, log = columns_of(build_case(*events)), build_log(*events)
    names = BatchEventNames(columns, BOOK.rules.vocabulary)
    ids = columns.ids_of(range(4)).to_pylist()  # type: ignore[arg-type]  # a sequence of indices
    expected = {event.event.id: name_event(event, log) for event in log.events}
    assert dict(zip(ids, names.name(np.arange(4)), strict=True)) == expected
    assert [id_ for id_, name in sorted(expected.items()) if name.id == id_] == ["u0", "u2"]
