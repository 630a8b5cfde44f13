"""Fields that are computed on first access behave like every other field."""
# mypy: disable-error-code="empty-body"

from __future__ import annotations

import copy
import pickle

import pytest
from pydantic import ValidationError

from overgreb_rules.shared.lazy_model import FrozenModel, LazyModel, lazy_field


class _Inner(FrozenModel):
    number: int


class _Outer(LazyModel):
    name: str

    @lazy_field
    def inner(self) -> _Inner | None:
        """A model."""

    @lazy_field
    def words(self) -> tuple[str, ...]:
        """Some words."""


class _Source:
    """Computes the fields of an `_Outer` and notes which of them were computed."""

    def __init__(self) -> None:
        self.computed: list[str] = []

    def __call__(self, name: str) -> object:
        self.computed.append(name)
        return {"inner": _Inner(number=1), "words": ("a", "b")}[name]


def _build() -> tuple[_Outer, _Source]:
    source = _Source()
    return _Outer.unchecked({"name": "x"}, source), source


def test_a_lazy_field_is_computed_once_and_only_on_access() -> None:
    model, source = _build()
    assert source.computed == []
    assert model.words == model.words == ("a", "b")
    assert source.computed == ["words"]


def test_the_hash_computes_nothing() -> None:
    model, source = _build()
    assert hash(model) == hash(_build()[0])
    assert source.computed == []


def test_json_holds_lazy_fields_after_the_others() -> None:
    assert _build()[0].model_dump_json() == '{"name":"x","inner":{"number":1},"words":["a","b"]}'


def test_saved_json_is_read_whole_without_a_function() -> None:
    model = _build()[0]
    again = _Outer.model_validate_json(model.model_dump_json())
    assert again == model
    assert again.inner == _Inner(number=1)


def test_saved_json_without_a_lazy_field_is_refused() -> None:
    with pytest.raises(ValidationError):
        _Outer.model_validate_json('{"name":"x","words":[]}')


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])  # noqa: S301  # our own bytes
def test_a_copy_is_whole_and_needs_no_function(copied: object) -> None:
    model, source = _build()
    again = copied(model)  # type: ignore[operator]
    assert sorted(source.computed) == ["inner", "words"]
    assert again.__pydantic_private__ is None
    assert again == model


def test_models_that_differ_in_a_lazy_field_alone_are_not_equal() -> None:
    one = _Outer.model_construct(name="x", inner=None, words=("a", "b"))
    assert one != _build()[0]


def test_the_schema_shows_a_lazy_field_as_any_other() -> None:
    schema = _Outer.model_json_schema(mode="serialization")
    assert schema["required"] == ["name", "inner", "words"]
    assert schema["properties"]["words"] == {"items": {"type": "string"}, "title": "Words", "type": "array"}


def test_a_model_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        _build()[0].name = "y"  # type: ignore[misc]
