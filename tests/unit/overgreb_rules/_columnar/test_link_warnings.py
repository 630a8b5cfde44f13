"""The warnings of a batch about what single events name."""

from __future__ import annotations

import numpy as np

from overgreb_rules._columnar.link_warnings import find_event_warnings, find_unanswering
from tests.fixtures.event_columns import BOOK, CaseData, build_case, build_event, columns_of, indices_of

U1 = build_event("u1", "underretning_modtaget", 1)
V1 = build_event("v1", "underretning_vurderet", 2, of="u1")
S1 = build_event("s1", "screening_foretaget", 3, of=["v1", "u1"])


def codes_of(*events: CaseData, answering: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Return the code and the first word of each warning."""
    columns = columns_of(build_case(*events))
    unanswering = find_unanswering(columns, indices_of(columns, *answering), BOOK.rules)
    found = find_event_warnings(columns, unanswering, BOOK.rules)
    return [(warning.code, warning.says.da.split()[0]) for _, warning in found]


def test_an_event_that_names_others_and_answers_nothing_is_warned_of() -> None:
    assert codes_of(U1, V1) == [("of_answers_nothing", "»Underretning")]
    assert codes_of(U1, V1, answering=("v1",)) == []


def test_an_event_that_names_what_it_is_not_normally_about_is_warned_of() -> None:
    assert codes_of(U1, V1, S1, answering=("v1", "s1")) == [("of_unusual", "»Screening")]


def test_two_things_of_one_type_that_an_event_is_not_normally_about_are_warned_of_once() -> None:
    measures = [build_event(f"i{n}", "indsats_ivaerksat", n) for n in (1, 2)]
    receipts = [build_event(f"k{n}", "kvittering_sendt", 2 + n, of=["i1", "i2"]) for n in (1, 2)]
    assert codes_of(*measures, *receipts, answering=("k1", "k2")) == [("of_unusual", "»Modtagelsen")] * 2


def test_the_own_fact_of_an_event_may_say_that_a_link_is_unusual() -> None:
    placement = build_event("a1", "anbringelse_besluttet", 1)
    measures = [build_event("i1", "indsats_ivaerksat", 2, of="a1", art=art) for art in ("anbringelse", "stoettende")]
    found = [codes_of(placement, measure, answering=("i1",)) for measure in measures]
    assert found == [[], [("of_unusual", "»Indsats")]]


def test_an_event_of_which_no_type_answers_anything_is_not_warned_of() -> None:
    columns = columns_of(build_case(U1, build_event("r1", "underretning_registreret", 2, of="u1")))
    is_answer = "underretning_registreret" in BOOK.rules.answering_types
    assert find_unanswering(columns, np.zeros(0, np.int64), BOOK.rules).tolist() == [False, is_answer]
