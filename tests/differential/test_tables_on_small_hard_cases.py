"""Small cases on which an answer in tables was once another than that of `evaluate`: each says what was overlooked."""

from __future__ import annotations

from typing import Any

import pytest

from overgreb_rules import Rulebook
from overgreb_rules.arrow import tables_of
from tests.differential.test_tables_answer_as_single_cases import check
from tests.fixtures.mixed_cases import CaseData

BOOK = Rulebook.load(matcher="reference")
NEWER, OLDER = "2024-12-01T00:00:00+01:00", "2023-12-31T23:59:59+01:00"


def event(id_: str, type_: str, at: str, **more: Any) -> CaseData:
    return {"id": id_, "type": type_, "at": at, **more}


CASES = {
    "a later notification was known before an event that came before an earlier one": (
        event("s1", "undersoegelse_afsluttet", "2024-07-01T12:00:00+02:00"),
        event("u1", "underretning_modtaget", "2024-07-29T12:00:00+02:00"),
        event("u2", "underretning_modtaget", "2024-07-29T12:00:00+02:00", kendt_fra="2024-07-01T08:59:59+02:00"),
    ),
    "what was known last gives the earliest clock": (
        event("v1", "foreloebig_vurdering_foretaget", "2024-01-04T12:00:00+01:00"),
        event("o1", "opmaerksom_paa_behov", "2024-02-07T12:00:00+01:00"),
        event("u1", "underretning_modtaget", "2024-02-07T12:00:01+01:00", kendt_fra="2024-01-03T00:00:01+01:00"),
    ),
    "the end of an examination answers the notification of the same second, which it lets start a clock": (
        event("u1", "underretning_modtaget", "2024-11-30T23:59:59+01:00"),
        event("u2", "underretning_modtaget", "2024-12-01T00:00:00+01:00"),
        event("u3", "undersoegelse_afsluttet", "2024-12-01T00:00:00+01:00", of="u2"),
    ),
    "the way of what ended a measure leads through the notification that asks whether it runs": (
        event("u1", "underretning_modtaget", "2024-10-27T11:00:00+01:00"),
        event("u2", "underretning_modtaget", "2024-11-01T00:00:01+01:00", of="u3"),
        event("i1", "indsats_ivaerksat", "2024-11-05T09:00:00+01:00"),
        event("u3", "underretning_modtaget", "2024-11-05T12:00:00+01:00", of="u1"),
        event("x1", "indsats_ophoert", "2024-11-05T12:00:00+01:00", of="u2"),
    ),
    "a clock that starts because an event of its own ended the earlier one takes its duty over": (
        event("s1", "screening_foretaget", "2024-05-31"),
        event("o1", "opmaerksom_paa_behov", "2024-05-31", ufoedt=True),
        event("a1", "undersoegelse_afsluttet", "2024-07-01", of="o2"),
        event("b1", "undersoegelse_besluttet", "2024-07-01"),
        event("o2", "opmaerksom_paa_behov", "2024-07-01T09:00:00+02:00", ufoedt=True),
    ),
    "the time of the second year of a yearly duty begins with that year": (
        event("i1", "indsats_ivaerksat", "2023-05-24T04:30:00+02:00", art="anbringelse"),
    ),
    "what stands for a notification that a running clock took in is told by the links of the whole case": (
        event("u1", "underretning_modtaget", "2024-06-01T12:00:00+02:00"),
        event("u2", "underretning_modtaget", "2024-06-03T12:00:00+02:00"),
        event("b1", "undersoegelse_besluttet", "2024-06-10T12:00:00+02:00", of=["u1", "u2"]),
        event("s1", "undersoegelse_afsluttet", "2024-06-20T12:00:00+02:00", of="u2"),
    ),
    "what names a notification that a clock took in answers that clock, and no later one": (
        event("u1", "underretning_modtaget", "2024-06-01T12:00:00+02:00"),
        event("u2", "underretning_modtaget", "2024-06-03T12:00:00+02:00"),
        event("b1", "undersoegelse_besluttet", "2024-06-10T12:00:00+02:00", of="u2"),
        event("a1", "undersoegelse_afsluttet", "2024-06-20T12:00:00+02:00", of="b1"),
        event("u3", "underretning_modtaget", "2024-06-21T12:00:00+02:00"),
        event("f1", "foreloebig_vurdering_foretaget", "2024-06-25T12:00:00+02:00", of="b1"),
    ),
    "a second examination of a notification that a clock took in, while what ran decides": (
        event("u1", "underretning_modtaget", "2024-03-11T12:00:01+01:00"),
        event("b1", "undersoegelse_besluttet", "2024-03-14T12:00:01+01:00", of="u1"),
        event("f1", "foreloebig_vurdering_foretaget", "2024-03-17T13:00:01+01:00"),
        event("u2", "underretning_modtaget", "2024-03-27T13:00:01+01:00"),
        event("f2", "foreloebig_vurdering_foretaget", "2024-03-27T14:00:01+01:00", of="u2"),
        event("b2", "undersoegelse_besluttet", "2024-03-27T14:00:02+01:00", of="u2"),
        event("b3", "undersoegelse_besluttet", "2024-03-27T14:00:03+01:00", of=["u1", "f2"]),
        event("a1", "undersoegelse_afsluttet", "2024-03-27T14:00:03+01:00"),
    ),
    "the hour at which an acute decision of that day is taken": (
        event("u1", "underretning_modtaget", "2024-11-25T12:00:00+01:00"),
        event("p1", "foreloebig_afgoerelse_ivaerksat", "2024-12-01", truffet="2024-12-01T00:00:00+01:00"),
        event("p2", "foreloebig_afgoerelse_ivaerksat", "2024-12-01", truffet="2024-12-01T00:00:01+01:00"),
        event("p3", "foreloebig_afgoerelse_ivaerksat", "2024-12-01", truffet="2024-12-02T00:00:00+01:00"),
    ),
    "acts of an examination that answer for the decision after it, and one that came too late": (
        event("b1", "undersoegelse_besluttet", "2024-03-06T10:00:00+01:00"),
        event("t1", "boernesamtale_afholdt", "2024-04-06T10:00:00+02:00", of="b1"),
        event("d1", "anbringelse_besluttet", "2024-06-10T10:00:00+02:00", samtykke=True),
        event("t2", "boernesamtale_undladt", "2024-06-20T10:00:00+02:00", of="b1", holdning_indhentet=True),
        event("d2", "anbringelsessted_aendret", "2024-07-10T10:00:00+02:00", of="d1"),
        event("t3", "boernesamtale_afholdt", "2024-08-10T10:00:00+02:00", of="b1"),
    ),
    "a link that is not usual, and one that answers nothing": (
        event("a1", "anbringelse_besluttet", "2024-06-01T12:00:00+02:00"),
        event("i1", "indsats_ivaerksat", "2024-06-03T12:00:00+02:00", of="a1", art="stoettende"),
        event("g1", "genvurdering_foretaget", "2024-06-04T12:00:00+02:00", of=["a1", "i1"]),
    ),
    "a moved duty under the older law": (
        event("f1", "familie_flyttet", "2023-05-02T12:00:00+02:00", behov_for_saerlig_stoette=True),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_small_hard_case_in_a_table_is_answered_as_the_single_case(name: str) -> None:
    data = [{"case_id": f"sag-{copy}", "events": list(CASES[name])} for copy in range(6)]
    older = all(one["at"] < "2024" for one in CASES[name])
    check(data, tables_of(data), OLDER if older else NEWER, BOOK)
