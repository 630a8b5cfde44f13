"""Facts by which the vocabulary says what an event can be about are told apart only where somebody asks for them."""

from __future__ import annotations

import numpy as np

from overgreb_rules._columnar.grouping.case_slices import Partition
from overgreb_rules._columnar.grouping.link_facts import classify_link_facts, collect_link_facts
from tests.fixtures.event_columns import BOOK, CaseData, build_case, build_event, context_of

FACTS = collect_link_facts(BOOK.rules)


def classes_of(*cases: CaseData) -> list[tuple[int, ...]]:
    """Return the classes of all facts of all events of each case, where each case is one slice."""
    context = context_of(*cases)
    columns = context.columns
    flags = np.zeros(len(columns.case), np.bool_)
    partition = Partition.by_owner(np.arange(len(columns.case)), columns.case, flags)
    codes = np.column_stack([*classify_link_facts(FACTS, columns, partition, context.vocabulary)])
    return [tuple(codes[columns.case == number].reshape(-1).tolist()) for number in range(len(cases))]


def measure(art: str | None, *others: dict[str, object]) -> CaseData:
    """Build a measure that names its decision, with other events beside it."""
    told = {} if art is None else {"art": art}
    events = [
        build_event("b", "indsats_besluttet", 1),
        build_event("i", "indsats_ivaerksat", 2, of=["b"], **told),
        *others,
    ]
    return build_case(*events, case_id=f"{art}-{len(others)}")


ASKS = build_event("h", "hjemgivelse_anmodet", 3)
NAMES_IT = build_event("h", "hjemgivelse_anmodet", 3, of=["i"])


def test_a_fact_is_told_apart_where_an_event_that_names_nothing_asks_for_it() -> None:
    placement, support = classes_of(measure("anbringelse", ASKS), measure("stoettende", ASKS))
    assert placement != support


def test_nobody_asks_for_it_where_that_event_names_what_it_is_about() -> None:
    placement, support = classes_of(measure("anbringelse", NAMES_IT), measure("stoettende", NAMES_IT))
    assert placement == support


def test_nobody_asks_for_it_where_there_is_no_such_event() -> None:
    placement, support = classes_of(measure("anbringelse"), measure("stoettende"))
    assert placement == support


def test_values_that_are_not_asked_for_are_one_class_and_an_unknown_one_is_another() -> None:
    support, crime, unknown = classes_of(
        measure("stoettende", ASKS), measure("ungdomskriminalitet", ASKS), measure(None, ASKS)
    )
    assert support == crime != unknown


def test_an_event_that_names_nothing_asks_what_its_own_facts_take_away() -> None:
    cases = [
        build_case(build_event("i", "indsats_ivaerksat", 1, art=art), case_id=art)
        for art in ("anbringelse", "stoettende")
    ]
    placement, support = classes_of(*cases)
    assert placement != support


def test_a_type_that_can_be_about_another_whatever_its_facts_asks_for_none() -> None:
    word = BOOK.rules.vocabulary.events["indsats_ophoert"]
    assert () in word.reaches["indsats_ivaerksat"]
    assert not any(word.name in fact.asked_by for fact in FACTS if fact.type == "indsats_ivaerksat")
