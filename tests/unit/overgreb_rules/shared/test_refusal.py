"""The message of a refused input, its parts as data, and its way through a worker process."""

from __future__ import annotations

import ast
import json
import pickle
import re

import pytest

from overgreb_rules.errors import CaseError, InstantError, OvergrebError, RuleError
from overgreb_rules.shared.refusal import BilingualError, Refusal
from overgreb_rules.shared.text import Text
from tests.fixtures.paths import ROOT


def test_a_refusal_that_lists_what_is_allowed_says_so_in_its_message() -> None:
    error = Refusal("/events/0/type", "this is no event type", "correct it", allowed="a type", value="«x»")
    assert str(error) == "/events/0/type: this is no event type (“x”). Allowed: a type. Mend: correct it."


def test_a_refusal_without_a_list_of_what_is_allowed_has_the_short_message() -> None:
    assert str(Refusal("year", "it is missing", "write the year")) == "year: it is missing; write the year"


BOTH = Refusal(
    Text("linje 2, tegn 7", "line 2, column 7"),
    Text("det er forkert", "this is wrong"),
    Text("ret det", "correct it"),
    allowed=Text("en tekst", "a text"),
    value="«hidden»",
)


def test_a_refusal_is_told_in_danish_with_danish_quotation_marks() -> None:
    assert BOTH.message("da") == "linje 2, tegn 7: det er forkert (»skjult«). Tilladt: en tekst. Gør sådan: ret det."


def test_the_text_of_a_refusal_is_its_english_message() -> None:
    english = "line 2, column 7: this is wrong («hidden»). Allowed: a text. Mend: correct it."
    assert (str(BOTH), BOTH.message("en")) == (english, english)


@pytest.mark.parametrize(("language", "what"), [("da", "det er forkert"), ("en", "this is wrong")])
def test_parts_come_in_the_language_asked_for_and_keep_place_and_value(language: str, what: str) -> None:
    parts = BOTH.parts(language)
    assert (parts["place"], parts["what"], parts["value"]) == ("line 2, column 7", what, "«hidden»")


@pytest.mark.parametrize(("place", "danish"), [("a, line 1", "a, linje 1"), ("a, entry 3", "a, punkt 3")])
def test_what_counts_the_place_is_named_in_the_language_of_the_message(place: str, danish: str) -> None:
    error = Refusal(place, Text("ukendt", "unknown"), Text("ret den", "correct it"))
    assert error.message("da") == f"{danish}: ukendt; ret den"
    assert error.message("en") == f"{place}: unknown; correct it"


@pytest.mark.parametrize("char", ["\n", "\r", "\x1b", "\x85", "\u2028", "\x00", "\u202e"])
def test_a_refusal_is_one_line_without_control_characters(char: str) -> None:
    error = Refusal(
        f"a{char}b.yaml", Text(*2 * [f"no{char}good"]), Text(*2 * [f"mend{char}it"]), allowed="x", value=f"«{char}»"
    )
    for message in (str(error), error.message("da")):
        assert message.isprintable()


def test_a_hidden_key_is_named_in_the_language_of_the_message() -> None:
    error = Refusal("/barn/«hidden»", Text("ukendt", "unknown"), Text("ret den", "correct it"))
    assert error.message("da") == "/barn/»skjult«: ukendt; ret den"
    assert (str(error), error.parts("da")["place"]) == ("/barn/«hidden»: unknown; correct it", "/barn/«hidden»")


def test_an_error_of_several_lines_keeps_them_and_loses_other_controls() -> None:
    assert str(BilingualError(Text("", "one\ntwo\x1b[31m"))) == "one\ntwo\ufffd[31m"


def test_the_parts_of_a_refusal_stand_in_the_order_of_the_contract() -> None:
    error = Refusal("/id", Text("", "a text is missing"), Text("", "add it"), allowed="a text")
    assert list(error.parts().items()) == [
        ("place", "/id"), ("what", "a text is missing"), ("value", None), ("allowed", "a text"), ("mend", "add it"),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [CaseError, InstantError, RuleError])
@pytest.mark.parametrize("allowed", [None, "a text"])
def test_a_refusal_comes_back_from_pickling_with_its_kind_message_and_parts(
    kind: type[Refusal], allowed: str | None
) -> None:
    error = kind("/id", "this is wrong", "mend it", allowed=allowed, value="7")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  # as a worker process does
    assert (type(copy), str(copy), copy.parts()) == (kind, str(error), error.parts())
    assert isinstance(copy, OvergrebError)


def test_a_kind_with_a_constructor_of_its_own_comes_back_from_pickling() -> None:
    error = _ShortRefusal("year")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (type(copy), str(copy)) == (_ShortRefusal, "year: it is missing; write it")


class _ShortRefusal(Refusal):
    def __init__(self, place: str) -> None:
        super().__init__(place, "it is missing", "write it")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("sager/010190-1234.json", "sager/{}.json"),
        ("010190 1234/0101901234.yaml", "{}/{}.yaml"),
        ("\uff10\uff11\uff10\uff11\uff19\uff10-1234", "{}"),
    ],
)
def test_no_part_of_a_refusal_shows_the_name_of_a_file_that_looks_like_a_cpr_number(name: str, shown: str) -> None:
    error = Refusal(name, Text(f"{name} findes ikke", f"there is no {name}"), Text(f"ret {name}", f"mend {name}"))
    danish, english = shown.replace("{}", "»skjult«"), shown.replace("{}", "«hidden»")
    if shown == "{}":
        assert (error.message("da"), str(error)) == ("»skjult«: »skjult«; »skjult«", "«hidden»: «hidden»; «hidden»")
    else:
        assert error.message("da") == f"{danish}: {danish} findes ikke; ret {danish}"
        assert str(error) == f"{english}: there is no {english}; mend {english}"
    assert "1234" not in json.dumps([error.parts("da"), error.parts("en")])
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301


def test_no_part_of_a_refusal_shows_a_cpr_number() -> None:
    number = "010190-1234"
    told = Text(number, number)
    error = Refusal(number, told, told, allowed=told, value=f"«{number}»")
    assert error.parts("en") == dict.fromkeys(("place", "what", "value", "allowed", "mend"), "«hidden»")
    assert Refusal("/id", told, told, allowed=f"{number}, 7").parts()["allowed"] == "«hidden», 7"


_ENGLISH = re.compile(r"\b(a|an|the|of|or|and|with|for|is|are)\b")


def test_no_refusal_says_in_english_alone_what_is_allowed() -> None:
    """The type checker sees that problem and hint have both languages; a list of codes may be a plain text."""
    found = []
    for file in sorted((ROOT / "src").rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call):
                allowed = [word.value for word in call.keywords if word.arg == "allowed"]
                if isinstance(call.func, ast.Attribute) and call.func.attr == "error" and len(call.args) == 3:
                    allowed.append(call.args[1])
                texts = (one.value for one in allowed if isinstance(one, ast.Constant) and isinstance(one.value, str))
                found += [(file.name, text) for text in texts if _ENGLISH.search(text)]
    assert [one for one in found if one[1] != "6 months before the 18th birthday"] == []
