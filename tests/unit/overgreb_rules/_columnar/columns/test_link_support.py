"""Which cases need the scalar way because of what their events are, or may be, about."""

from __future__ import annotations

import pytest

from tests.fixtures.event_columns import CaseData, build_case, build_event, columns_of

U1 = build_event("u1", "underretning_modtaget", 1)
U2 = build_event("u2", "underretning_modtaget", 2)
I1 = build_event("i1", "indsats_ivaerksat", 3)
I2 = build_event("i2", "indsats_ivaerksat", 4)


def is_supported(*events: CaseData) -> bool:
    """Return whether a case of these events is supported."""
    return bool(columns_of(build_case(*events)).supported.all())


@pytest.mark.parametrize(
    ("events", "supported"),
    [
        ((U1, build_event("k", "kvittering_sendt", 3)), True),
        ((U1, U2, build_event("k", "kvittering_sendt", 3)), False),
        ((U1, U2, build_event("k", "kvittering_sendt", 3, of="u1")), True),
        ((U1, build_event("k", "kvittering_sendt", 1), U2), True),
        ((I1, I2, build_event("o", "indsats_ophoert", 5)), False),
    ],
)
def test_an_event_about_one_of_several_things_must_say_which(events: tuple[CaseData, ...], supported: bool) -> None:
    assert is_supported(*events) == supported


def test_the_things_of_other_cases_are_not_counted() -> None:
    receipt = build_event("k", "kvittering_sendt", 3)
    cases = [build_case(*events, case_id=str(n)) for n, events in enumerate([(U1, U2), (U1, receipt), (U1, U2)])]
    assert columns_of(*cases).supported.all()


def test_a_request_that_interrupts_a_time_limit_is_not_supported() -> None:
    request = build_event("a", "aktindsigt_anmodet", 2)
    assert is_supported(request)
    assert not is_supported(build_event("m", "afgoerelse_meddelt", 1), request)
