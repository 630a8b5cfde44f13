"""What every slice of a batch is evaluated with."""

from __future__ import annotations

from overgreb_rules._columnar.columns.arrays import ABSENT
from overgreb_rules._columnar.columns.day_numbers import date_of
from overgreb_rules._evaluate.pipeline import instant_of
from tests.fixtures.event_columns import AT, BOOK, build_case, build_event, context_of


def test_the_context_has_the_words_and_the_programs_of_the_rulebook() -> None:
    context = context_of(build_case(build_event("u1", "underretning_modtaget", 3)))
    assert context.vocabulary is BOOK.rules.vocabulary
    assert context.programs is BOOK.programs
    assert context.as_of == instant_of(AT)


def test_the_columns_hold_the_events_of_all_cases() -> None:
    cases = [build_case(build_event("u1", "underretning_modtaget", day), case_id=str(day)) for day in (3, 4)]
    assert context_of(*cases).columns.case.tolist() == [0, 1]


def test_what_is_known_of_a_child_stands_in_the_row_of_its_case() -> None:
    known = build_case(case_id="1", barn={"foedselsdato": "2015-06-01", "soeskende_under_15": True})
    unborn = build_case(case_id="2", barn={"termin": "2025-09-01", "soeskende_under_15": False})
    child = context_of(known, unborn).child
    assert date_of(int(child.foedselsdato[0])).isoformat() == "2015-06-01"
    assert date_of(int(child.termin[1])).isoformat() == "2025-09-01"
    assert child.soeskende_under_15.tolist() == [1, 0]


def test_what_is_not_told_of_a_child_is_absent() -> None:
    child = context_of(build_case()).child
    assert [child.foedselsdato[0], child.termin[0], child.soeskende_under_15[0]] == [ABSENT] * 3
