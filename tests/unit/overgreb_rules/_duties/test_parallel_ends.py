"""The ends of steps beside a measure, which may end the time of its first follow-up."""

from __future__ import annotations

from tests.fixtures.event_logs import build_event, find_due

_PLACED = build_event("d1", "anbringelse_besluttet", 1, samtykke=True)
_FOLLOW_UP = "bl-95-2-foerste-opfoelgning"
_EXAMINED, _FINISHED = build_event("b1", "undersoegelse_besluttet", 2), build_event("e1", "undersoegelse_afsluttet", 20)


def test_the_end_of_an_examination_that_ran_at_the_start_is_the_day_of_the_follow_up() -> None:
    measure = build_event("i1", "indsats_ivaerksat", 5, art="stoettende")
    assert find_due(_FOLLOW_UP, _EXAMINED, measure, _FINISHED) == ("2025-03-20", "2025-03-20")


def test_the_end_of_an_examination_decided_later_counts_for_a_placement_with_consent_in_one_reading() -> None:
    measure = build_event("i1", "indsats_ivaerksat", 5, "d1", art="anbringelse")
    later = {**_EXAMINED, "at": "2025-03-08T12:00:00+01:00"}
    assert find_due(_FOLLOW_UP, _PLACED, measure, later, _FINISHED) == ("2025-03-20", "2025-06-05")


def test_a_screening_whose_result_nobody_told_counts_for_the_strict_reading_alone() -> None:
    screened = build_event("s1", "screening_foretaget", 2)
    measure, mapped = (
        build_event("i1", "indsats_ivaerksat", 5, art="stoettende"),
        build_event("a1", "afdaekning_foretaget", 20),
    )
    assert find_due(_FOLLOW_UP, screened, measure, mapped) == ("2025-03-20", "2025-06-05")
