"""An event finds the duty that it is about by the chain of `of`."""

from __future__ import annotations

import pytest

from overgreb_rules._case.correlation import (
    ActivationAnchor,
    Activations,
    correlates_at_any_time,
    correlates_to,
    correlation_chain,
    is_still_running,
)
from overgreb_rules._case.event_log import EventLog, LoggedEvent
from tests.fixtures.event_logs import build_event, build_log


def _log(of: str | None, **more: object) -> EventLog:
    return build_log(
        build_event("u1", "underretning_modtaget", 3),
        build_event("u2", "underretning_modtaget", 5),
        build_event("v1", "underretning_vurderet", 6, of="u1"),
        build_event("k1", "kvittering_sendt", 7, of=of),
        build_event("u3", "underretning_modtaget", 10),
        **more,  # type: ignore[arg-type]
    )


def _item(log: EventLog, name: str) -> LoggedEvent:
    item = log.find(name)
    assert item is not None
    return item


def _touched(log: EventLog, name: str) -> list[str]:
    anchors = [ActivationAnchor(item, item.at.earliest) for item in log.of_types(("underretning_modtaget",))]
    activations = Activations.of(anchors)
    return [a.trigger.event.id for a in anchors if correlates_to(log, _item(log, name), a, activations)]


def test_the_chain_names_the_nearest_event_first() -> None:
    log = _log("v1")
    chain, complete = correlation_chain(log, _item(log, "k1"))
    assert ([item.event.id for item in chain], complete) == (["v1", "u1"], True)


def test_a_chain_stops_before_an_event_that_has_not_happened() -> None:
    log = _log("u3", at="2025-03-08T00:00:00+01:00")
    assert correlation_chain(log, _item(log, "k1")) == ([], False)


@pytest.mark.parametrize(("of", "touched"), [(None, ["u1", "u2"]), ("u1", ["u1"]), ("v1", ["u1"]), ("u2", ["u2"])])
def test_an_event_touches_what_it_names_or_all_that_came_before(of: str | None, touched: list[str]) -> None:
    assert _touched(_log(of), "k1") == touched


def test_an_event_that_names_a_later_one_touches_nothing() -> None:
    assert _touched(_log("u3", at="2025-03-08T00:00:00+01:00"), "k1") == []


def test_an_event_before_the_activation_correlates_at_any_time_only() -> None:
    log = _log(None)
    anchor = ActivationAnchor(_item(log, "u3"), _item(log, "u3").at.earliest)
    activations = Activations.of([anchor])
    assert not correlates_to(log, _item(log, "k1"), anchor, activations)
    assert correlates_at_any_time(log, _item(log, "k1"), anchor, activations)


def test_what_began_runs_until_an_event_that_touches_it_ends_it() -> None:
    log = _log("u2")
    assert is_still_running(log, _item(log, "u1"), ("kvittering_sendt",), _item(log, "u3"))
    assert not is_still_running(log, _item(log, "u2"), ("kvittering_sendt",), _item(log, "u3"))
    assert is_still_running(log, _item(log, "u2"), ("kvittering_sendt",), _item(log, "v1"))
