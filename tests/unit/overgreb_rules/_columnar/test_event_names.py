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
    assert expected["u1"].da.endswith("(u1)")
    assert not expected["u3"].da.endswith(")")
