"""The models of a case: every way in reads the words of the vocabulary, and what is written can be read again."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

import pytest

from overgreb_rules import Barn, Case, CaseError, Event, evaluate
from overgreb_rules._deadlines.moment import Moment
from tests.fixtures.paths import EXAMPLE_CASES
from tests.fixtures.random_cases import random_case

AT = "2026-11-01T10:00:00+01:00"


def read_again(case: Case) -> Case:
    return Case.model_validate_json(case.model_dump_json())


@pytest.mark.parametrize("path", sorted(EXAMPLE_CASES.glob("*.json")), ids=lambda path: path.stem)
def test_a_case_that_was_written_is_the_same_case(path: Any) -> None:
    case = Case.model_validate_json(path.read_bytes())
    assert read_again(case) == case
    assert Case.model_validate(case.model_dump()) == case
    assert read_again(case).sha256() == case.sha256()


@pytest.mark.parametrize("seed", range(50))
def test_a_random_case_that_was_written_is_the_same_case(seed: int) -> None:
    case = Case.model_validate(random_case(seed)[0])
    assert read_again(case) == case


def test_the_order_of_events_is_written_and_does_not_change_the_hash() -> None:
    events = [Event(id=name, type="underretning_modtaget", at=AT) for name in ("b", "a")]
    case = Case(case_id="A", events=events)
    turned = Case(case_id="A", events=events[::-1])
    assert [event.id for event in read_again(case).events] == ["b", "a"]
    assert case != turned
    assert case.sha256() == turned.sha256()


@pytest.mark.parametrize("letters", ['"\\/', "\b\t\n\f\r", "".join(map(chr, range(1, 0x2000))), "\uffff𐀀\u2028"])
def test_the_hash_is_that_of_the_canonical_json(letters: str) -> None:
    event = {"id": "𐀀", "type": "orientering_undladt", "at": "2026-11-20", "begrundelse": letters}
    case = Case.model_validate({"case_id": "\uffee", "kommune": 751, "events": [event]})
    canonical = json.dumps(case.model_dump(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert case.sha256() == hashlib.sha256(canonical.encode()).hexdigest()


def test_an_event_is_written_flat_with_a_single_id_as_text() -> None:
    event = Event(id="v1", type="underretning_vurderet", at=AT, of=["u1"], akut_behov=False)
    assert event.model_dump() == {
        "id": "v1", "type": "underretning_vurderet", "at": AT, "of": "u1", "akut_behov": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    "at", [AT, dt.datetime.fromisoformat(AT), Moment.instant(1793523600), dt.date(2026, 11, 1), "2026-11-01"], ids=str
)
def test_an_event_takes_every_form_of_a_time(at: Any) -> None:
    assert Event(type="kvittering_sendt", at=at).at.day == dt.date(2026, 11, 1)


def test_an_event_without_an_id_is_named_by_its_place_in_a_case() -> None:
    case = Case(case_id="A", events=[Event(type="underretning_modtaget", at=AT)])
    assert [event.id for event in case.events] == ["e1"]


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ({"at": "yesterday"}, "/at"),
        ({"at": "2026-11-01T10:00:00"}, "/at"),
        ({"type": "no_such_type"}, "/type"),
        ({"id": ""}, "/id"),
        ({"id": "010190-1234"}, "/id"),
        ({"of": "010190-1234"}, "/of"),
        ({"facts": {"overgreb": "ja"}}, "/overgreb"),
        ({"overgreb": "ja"}, "/overgreb"),
    ],
)
def test_an_event_is_refused_with_an_error_of_this_package(keys: dict[str, Any], place: str) -> None:
    with pytest.raises(CaseError) as caught:
        Event(**{"type": "underretning_modtaget", "at": AT, **keys})
    assert caught.value.place == place


def test_the_child_takes_days_as_text_and_refuses_what_is_none() -> None:
    assert Barn(foedselsdato="2015-02-28").foedselsdato == dt.date(2015, 2, 28)
    with pytest.raises(CaseError):
        Barn(foedselsdato="2015-02-29")


def test_a_municipality_is_the_same_as_number_and_as_text() -> None:
    written = [Case(case_id="A", kommune=code) for code in (751, "0751")]
    assert written[0] == written[1]
    assert written[0].sha256() == written[1].sha256()


class _Code(str):
    """A text of a class of its own, as numpy and readers of XML have it."""

    __slots__ = ()


def test_texts_and_numbers_of_a_class_of_their_own_are_those_that_they_say() -> None:
    class Number(int):
        pass

    told = {"id": "u1", "type": "underretning_modtaget", "at": AT, "afsender": "fagperson"}
    plain = Case.model_validate({"case_id": "A", "kommune": 751, "events": [told]})
    own = {"case_id": _Code("A"), "kommune": Number(751), "events": [{key: _Code(text) for key, text in told.items()}]}
    case = Case.model_validate(own)
    assert case.sha256() == plain.sha256()
    assert evaluate(case, at=AT).to_json() == evaluate(plain, at=AT).to_json()
