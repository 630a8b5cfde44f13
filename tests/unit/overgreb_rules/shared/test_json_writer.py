"""A model as JSON is the text that pydantic gives, whatever it holds."""
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from overgreb_rules.calendar import local
from overgreb_rules.evaluation import Day, Instant
from overgreb_rules.shared.json_writer import to_json_text
from overgreb_rules.shared.lazy_model import FrozenModel, LazyModel, lazy_field
from overgreb_rules.shared.text import Text


class _Part(FrozenModel):
    from_: Day = Field(alias="from")
    at: Instant
    facts: dict[str, bool | int | str | None]


class _Whole(LazyModel):
    name: str
    parts: tuple[_Part, ...]

    @lazy_field
    def says(self) -> Text | None:
        """A text in two languages."""


TEXTS = st.text(st.characters(codec="utf-8"))


def _build(name: str, says: Text | None) -> _Whole:
    facts = {"yes": True, "no": False, "number": -7, name: name, "unknown": None}
    part = _Part.unchecked({"from_": Day(2026, 3, 1), "at": local(1_793_000_000), "facts": facts})
    return _Whole.unchecked({"name": name, "parts": (part, part)}, lambda _: says)


@given(TEXTS, TEXTS)
def test_a_model_is_written_as_pydantic_writes_it(name: str, words: str) -> None:
    assert to_json_text(_build(name, Text(words, name))) == _build(name, Text(words, name)).model_dump_json()


def test_what_is_unknown_and_what_is_empty_is_written_too() -> None:
    empty = _Whole.unchecked({"name": "", "parts": ()}, lambda _: None)
    assert to_json_text(empty) == '{"name":"","parts":[],"says":null}'


def test_what_is_left_out_is_not_computed() -> None:
    model = _Whole.unchecked({"name": "x", "parts": ()}, _fail)
    assert to_json_text(model, {"says": True}) == '{"name":"x","parts":[]}'


def test_fields_of_every_item_can_be_left_out() -> None:
    left_out = {"parts": {"__all__": {"at": True, "facts": True}}, "says": True}
    expected = '{"name":"x","parts":[{"from":"2026-03-01"},{"from":"2026-03-01"}]}'
    assert to_json_text(_build("x", None), left_out) == expected


def _fail(name: str) -> object:
    raise AssertionError(f"{name} was computed")
