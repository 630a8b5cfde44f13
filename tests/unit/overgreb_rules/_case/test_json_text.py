"""JSON of a case is read strictly, and what is refused names its place and not its content."""

from __future__ import annotations

import pytest

from overgreb_rules._case.json_text import _FaultFinder, _Pairs, parse
from overgreb_rules.errors import CaseError
from tests.fixtures.compared_text import ComparedText, build_compared_texts


def refusal(text: str | bytes) -> CaseError:
    with pytest.raises(CaseError) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize(
    "text", ['{"a": 1}', b'{"a": 1}', bytearray(b'{"a": 1}'), b'\xef\xbb\xbf{"a": 1}', '\ufeff{"a": 1}']
)
def test_text_and_utf_8_bytes_are_read_with_and_without_a_byte_order_mark(text):
    assert parse(text) == {"a": 1}


@pytest.mark.parametrize("text", ["", " \n", b"", "\ufeff"])
def test_nothing_is_refused_as_nothing(text):
    assert "empty" in refusal(text).message("en")


def test_bytes_that_are_no_utf_8_are_refused_at_their_place():
    assert refusal(b'{"a": "\xe6"}').parts()["place"] == "byte 8"


def test_text_that_is_no_json_is_refused_at_line_and_column():
    error = refusal('{"a": 1,\n "b" 2}')
    assert "line 2, column 6" in error.message("en")
    assert "linje 2, tegn 6" in error.message("da")


def test_what_stands_behind_the_value_is_refused():
    assert "no JSON" in refusal("{} {}").message("en")


@pytest.mark.parametrize("name", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_of_json_is_refused(name):
    assert name in refusal(f'{{"a": {name}}}').message("en")


def test_a_key_that_stands_twice_is_named_where_the_vocabulary_knows_it():
    assert refusal('{"case_id": "a", "case_id": "b"}').place == "/case_id"


def test_a_key_that_stands_twice_is_hidden_where_nobody_knows_it():
    error = refusal('{"Mette Hansen": 1, "Mette Hansen": 2}')
    assert "Mette" not in error.message("en") + error.message("da")
    assert (error.place, error.what.da) == ("/«hidden»", "en nøgle står to gange i samme objekt (nr. 2)")


def test_the_event_in_which_a_key_stands_twice_is_named():
    events = ", ".join([*['{"id": "a"}'] * 57, '{"id": "b", "id": "c"}'])
    assert refusal(f'{{"case_id": "a", "events": [{events}]}}').place == "/events/57/id"


def test_a_key_of_another_object_around_a_case_is_shown_where_it_is_known():
    for keys, place in ((("foo",), "/foo/case_id"), ((), "/«hidden»/case_id")):
        with pytest.raises(CaseError) as caught:
            parse('{"foo": {"case_id": "a", "case_id": "b"}}', keys)
        assert caught.value.place == place


def test_the_key_that_stands_twice_is_found_in_one_pass():
    keys = build_compared_texts(500)
    with pytest.raises(CaseError, match="twice"):
        _FaultFinder([]).check(_Pairs((key, 1) for key in [*keys, ComparedText("k499")]))
    assert ComparedText.comparisons < 500


def test_deep_nesting_and_endless_numbers_are_refused_and_do_not_crash():
    assert "nested" in refusal("[" * 200_000).message("en")
    assert "too long" in refusal("1" * 5_000).message("en")
