"""Value objects: what `dataclass(frozen=True, slots=True)` does, but for the refusal to be changed."""

from __future__ import annotations

import copy
import pickle
from dataclasses import dataclass, field, fields, replace

import pytest

from overgreb_rules.shared.value_object import value_object


@value_object
class _Span:
    first: int
    last: int = 0
    note: str = field(default="", compare=False, repr=False)


@value_object
class _Nothing:
    pass


@value_object
class _Link:
    target: object = None


@value_object
class _Named:
    name: str

    def __hash__(self) -> int:
        return 7

    def __repr__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class _GeneratedSpan:
    first: int
    last: int = 0
    note: str = field(default="", compare=False, repr=False)


_GeneratedSpan.__qualname__ = "_Span"


@pytest.mark.parametrize("values", [(1,), (1, 2), (1, 2, "x")])
@pytest.mark.parametrize("others", [(1,), (1, 2), (1, 2, "y"), (2, 2)])
def test_objects_are_equal_and_shown_as_those_of_a_generated_class(
    values: tuple[int, ...], others: tuple[int, ...]
) -> None:
    assert (_Span(*values) == _Span(*others)) is (_GeneratedSpan(*values) == _GeneratedSpan(*others))
    assert repr(_Span(*values)) == repr(_GeneratedSpan(*values))


def test_equal_objects_have_one_hash_and_are_one_key() -> None:
    assert len({_Span(1, 2), _Span(1, 2, "another note"), _Span(2, 1)}) == 2
    assert hash(_Nothing()) == hash(_Nothing())


def test_an_object_equals_none_of_another_class() -> None:
    assert _Span(1) != _GeneratedSpan(1)
    assert _Nothing() != _Link()
    assert _Nothing() == _Nothing()


def test_methods_of_the_class_itself_are_kept() -> None:
    assert (hash(_Named("a")), repr(_Named("a"))) == (7, "a")


def test_an_object_that_holds_itself_can_be_shown() -> None:
    link = _Link()
    object.__setattr__(link, "target", link)
    assert repr(link) == "_Link(target=...)"


def test_an_object_has_slots_and_is_a_data_class() -> None:
    assert [one.name for one in fields(_Span)] == ["first", "last", "note"]
    assert not hasattr(_Span(1), "__dict__")
    assert replace(_Span(1, 2), last=3) == _Span(1, 3)


@pytest.mark.parametrize("one", [_Span(1, 2, "x"), _Nothing(), _Link("a"), _Link(_Span(1))])
def test_an_object_is_pickled_and_copied(one: object) -> None:
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301  # written here
    assert copy.deepcopy(one) == one
