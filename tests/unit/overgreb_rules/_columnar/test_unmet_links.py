"""The cases in which an unmet duty may call for a warning about links."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import numpy as np
import pytest

from overgreb_rules._columnar.columns.arrays import NEVER
from overgreb_rules._columnar.columns.deadline_columns import DeadlineColumns
from overgreb_rules._columnar.grouping.results import OutcomeColumns, OutcomeKey
from overgreb_rules._columnar.unmet_links import find_unmet_links
from overgreb_rules._duties.status import UNMET_STATUSES, Status
from tests.fixtures.event_columns import BOOK, CaseData, build_case, build_event, columns_of, indices_of

U1, U2 = (build_event(f"u{day}", "underretning_modtaget", day) for day in (1, 2))
TWINS = [build_event(f"k{number}", "kvittering_sendt", 3, of="u1") for number in (1, 2)]
RECEIPT = "bl-138-1-kvittering"
DECISION = build_event("a1", "indsats_besluttet", 7)
TALK = "bl-5-samtale-foer-afgoerelse"
EXAMINATIONS = [build_event(f"b{day}", "undersoegelse_besluttet", day) for day in (1, 2)]
TALK_OF_ONE = build_event("s1", "boernesamtale_afholdt", 8, of="b1")


def is_marked(rule: str, trigger: str, *events: CaseData, status: Status = "overdue") -> bool:
    """Return whether a case is marked that has one duty."""
    columns = columns_of(build_case(*events))
    triggers = indices_of(columns, trigger)
    wording = (dt.date(2024, 1, 1), None)
    key = OutcomeKey(next(one for one in BOOK.rules if one.id == rule), status, False, "text", "", wording)
    ever = DeadlineColumns(columns.earliest[triggers], columns.earliest[triggers], np.full(1, NEVER))
    duty = OutcomeColumns(key, triggers, *2 * [np.zeros((1, 0), np.int64)], ever)
    return bool(find_unmet_links(columns, [duty], BOOK.rules)[0])


def test_an_unmet_duty_that_twins_pass_over_marks_its_case() -> None:
    assert is_marked(RECEIPT, "u2", U1, U2, *TWINS)


def test_twins_mark_no_case_whose_duty_is_the_one_that_they_name() -> None:
    assert not is_marked(RECEIPT, "u1", U1, U2, *TWINS)


def test_twins_mark_no_case_whose_duty_another_event_names() -> None:
    assert not is_marked(RECEIPT, "u2", U1, U2, *TWINS, build_event("k3", "kvittering_sendt", 4, of="u2"))


def test_twins_mark_no_case_whose_duty_they_cannot_answer() -> None:
    assert not is_marked("bl-136-2-vurdering-24-timer", "u2", U1, U2, *TWINS)


@pytest.mark.parametrize("status", get_args(Status))
def test_only_an_unmet_duty_calls_for_a_warning(status: Status) -> None:
    assert is_marked(RECEIPT, "u2", U1, U2, *TWINS, status=status) == (status in UNMET_STATUSES)


def test_an_answer_about_one_of_several_things_marks_the_case_of_a_duty_that_names_none() -> None:
    assert is_marked(TALK, "a1", *EXAMINATIONS, TALK_OF_ONE, DECISION)


def test_an_answer_about_the_only_thing_marks_no_case() -> None:
    assert not is_marked(TALK, "a1", EXAMINATIONS[0], TALK_OF_ONE, DECISION)


def test_an_answer_about_one_of_several_things_marks_no_case_of_a_duty_that_names_one() -> None:
    assert not is_marked(TALK, "a1", *EXAMINATIONS, TALK_OF_ONE, {**DECISION, "of": "b1"})


def test_twins_mark_no_case_whose_duty_was_opened_after_them() -> None:
    later = build_event("u4", "underretning_modtaget", 4)
    assert is_marked(RECEIPT, "u2", U1, U2, *TWINS, later)
    assert not is_marked(RECEIPT, "u4", U1, later, *TWINS)


def test_an_answer_about_one_of_several_things_marks_no_case_of_a_duty_from_before_the_things_or_after_it() -> None:
    for day, is_waiting in ((7, True), (9, False)):
        decision = build_event("a1", "indsats_besluttet", day)
        assert is_marked(TALK, "a1", *EXAMINATIONS, TALK_OF_ONE, decision) == is_waiting
    later = [{**one, "at": "2025-03-07T12:00:00+01:00"} for one in EXAMINATIONS]
    assert not is_marked(TALK, "a1", *later, TALK_OF_ONE, DECISION)
