"""The events that did nothing to any duty are listed."""

from __future__ import annotations

import pytest

from overgreb_rules import Case, evaluate
from tests.fixtures.event_logs import BOOK, LATER, build_event

_NOTIFIED = build_event("u1", "underretning_modtaget", 3, anonym=False)
_RECEIPT = build_event("k1", "kvittering_sendt", 4)


def _unused(*events: dict[str, object], at: str = LATER) -> tuple[str, ...]:
    case = Case.model_validate({"case_id": "sag-1", "events": list(events)})
    return evaluate(case, at=at, rulebook=BOOK).unused_events


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(build_event("x", "underretning_vurderet", 4), id="it met a duty"),
        pytest.param(build_event("x", "orientering_undladt", 4, begrundelse="…"), id="it waived a duty"),
        pytest.param(build_event("x", "sag_afsluttet", 4), id="it closed the case"),
        pytest.param(build_event("x", "undersoegelse_besluttet", 4), id="it opened a duty"),
    ],
)
def test_an_event_that_did_something_is_not_listed(event: dict[str, object]) -> None:
    assert _unused(_NOTIFIED, event) == ()


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(build_event("x", "kvittering_sendt", 6), id="the duty was met before"),
        pytest.param(build_event("x", "kvittering_sendt", 2), id="it came before what it could answer"),
        pytest.param(build_event("x", "sag_afsluttet", 2), id="there was nothing to close"),
    ],
)
def test_an_event_that_did_nothing_is_listed(event: dict[str, object]) -> None:
    assert _unused(_NOTIFIED, _RECEIPT, event) == ("x",)


def test_an_event_that_has_not_happened_is_ignored_and_not_unused() -> None:
    assert _unused(_NOTIFIED, build_event("x", "kvittering_sendt", 2), at="2025-03-01T12:00:00+01:00") == ()


def test_the_ids_are_sorted() -> None:
    early = [build_event(name, "kvittering_sendt", 2) for name in ("z", "a", "m")]
    assert _unused(*early, _NOTIFIED) == ("a", "m", "z")


def test_the_event_that_an_act_came_before_is_used() -> None:
    decided = build_event("b1", "anbringelse_besluttet", 6, samtykke=False)
    assert "b1" not in _unused(_NOTIFIED, decided)


@pytest.mark.parametrize(
    ("result", "unused"),
    [
        pytest.param({"resultat": "afdaekning"}, (), id="a mapping runs beside the measure"),
        pytest.param({}, (), id="a mapping may run beside the measure"),
        pytest.param({"resultat": "undersoegelse"}, ("x",), id="no mapping runs"),
    ],
)
def test_a_screening_moves_a_follow_up_only_where_it_begins_a_mapping(
    result: dict[str, object], unused: tuple[str, ...]
) -> None:
    began = build_event("i1", "indsats_ivaerksat", 6, art="stoettende")
    screened = build_event("x", "screening_foretaget", 8, alvorlig_eller_kompleks=False, aeresrelateret=False, **result)
    assert _unused(began, screened) == unused
