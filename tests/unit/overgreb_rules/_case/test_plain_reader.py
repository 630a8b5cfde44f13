"""Quick reading: the fields of the strict reader, or nothing at all where that reader has a word to say."""

from __future__ import annotations

from typing import Any

import pytest

from overgreb_rules import CaseError
from overgreb_rules._case.plain_reader import read_plain_case
from overgreb_rules._case.reader import read_case

U1: dict[str, Any] = {
    "id": "u1",
    "type": "underretning_modtaget",
    "at": "2026-11-20T14:05:00+01:00",
    "afsender": "fagperson",
    "overgreb": True,
}
DECISION: dict[str, Any] = {"id": "a1", "type": "undersoegelse_besluttet", "at": "2026-11-21", "of": "u1"}


def _case(*events: object, **fields: object) -> dict[str, Any]:
    return {"case_id": "A-17", "events": list(events), **fields}


PLAIN = (
    _case(),
    _case({"type": "orientering_undladt", "at": "2026-11-20", "begrundelse": "Den unge er på ferie; æøå"}),
    _case(U1),
    _case(U1, kommune=751, barn={"foedselsdato": "2015-02-28", "termin": None, "soeskende_under_15": True}),
    _case({key: value for key, value in U1.items() if key != "id"}, {**U1, "id": "Ø-1"}),
    _case(U1, {**U1, "id": "u2"}, {"id": "x", "type": "sag_afsluttet", "at": "2027-01-01", "of": ["u2", "u1"]}),
    _case({**U1, "at": "2026-11-20T14:05Z", "afsender": None}),
    _case(DECISION, U1),
    _case({**DECISION, "of": ["u2", "u1"]}, {**U1, "id": "u2", "of": "u1"}, U1),
)


@pytest.mark.parametrize("case", PLAIN)
def test_a_plain_case_is_read_as_the_strict_reader_reads_it(case: dict[str, Any]) -> None:
    assert read_plain_case(case) == read_case(case)


def test_facts_are_in_the_order_of_the_vocabulary_whatever_that_of_the_case() -> None:
    fields = read_plain_case(_case(dict(reversed(U1.items()))))
    assert fields is not None
    assert list(fields["events"][0]["facts"]) == ["afsender", "overgreb"]


NOT_PLAIN = (
    [],
    {"events": []},
    _case(U1, case_id="010190-1234"),
    _case(U1, case_id=""),
    _case(U1, zone="Europe/Copenhagen"),
    _case(U1, kommune=True),
    _case(U1, kommune=-1),
    _case(U1, barn={"navn": "x"}),
    _case(U1, barn={"navn": None}),
    _case(U1, barn={"foedselsdato": "2015-02-30"}),
    _case(U1, U1),
    _case({**U1, "of": "u1"}),
    _case({**U1, "of": []}),
    _case({**U1, "of": [1]}),
    _case({**U1, "of": "010190-1234"}),
    _case(DECISION),
    _case({**DECISION, "of": ["u1", "u1"]}, U1),
    _case({**DECISION, "of": "a2"}, {**DECISION, "id": "a2", "of": "a1"}),
    _case(U1, {**DECISION, "of": ["u1", "u1"]}),
    _case({**U1, "type": "ukendt"}),
    _case({**U1, "ukendt": 1}),
    _case({**U1, "at": "2026-11-20T14:05:00"}),
    _case({**U1, "at": "2026-11-20T24:00:00+01:00"}),
    _case({**U1, "at": "2026-11-20T14:05:00+15:00"}),
    _case({**U1, "at": "1900-01-01T00:00:00+05:00"}),
    _case({**U1, "at": "2026-W47-5"}),
    _case({**U1, "at": "20261120"}),
    _case({**U1, "at": "٢٠٢٦-11-20"}),
    _case({**U1, "overgreb": 1}),
    _case({**U1, "afsender": "nogen"}),
    _case(None),
)


@pytest.mark.parametrize("case", NOT_PLAIN)
def test_whatever_is_not_plainly_allowed_is_left_to_the_strict_reader(case: object) -> None:
    assert read_plain_case(case) is None


@pytest.mark.parametrize("text", ["et barn, 010190-1234", "halvt \ud83d tegn"])
def test_free_text_that_is_refused_is_left_to_the_strict_reader(text: str) -> None:
    case = _case({"type": "orientering_undladt", "at": "2026-11-20", "begrundelse": text})
    with pytest.raises(CaseError):
        read_case(case)
    assert read_plain_case(case) is None
