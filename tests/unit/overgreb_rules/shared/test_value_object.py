"""Value objects and entities: what is equal, what a hash is taken of, and what can be changed."""

from __future__ import annotations

import copy
import pickle

import pytest
from msgspec.structs import replace

from overgreb_rules.shared.value_object import Entity, ValueObject


class _Span(ValueObject):
    first: int
    last: int = 0


class _OtherSpan(ValueObject):
    first: int
    last: int = 0


class _Nothing(ValueObject):
    pass


class _Link(ValueObject):
    target: object = None


class _Named(ValueObject):
    name: str

    def __hash__(self) -> int:
        return 7


class _Open(Entity):
    first: int
    last: int = 0


def test_objects_of_equal_values_are_equal_and_one_key() -> None:
    assert _Span(1, 2) == _Span(1, last=2)
    assert _Span(1) != _Span(2)
    assert len({_Span(1, 2), _Span(1, 2), _Span(2, 1)}) == 2
    assert hash(_Nothing()) == hash(_Nothing())


def test_an_object_equals_none_of_another_class() -> None:
    assert _Span(1) != _OtherSpan(1)
    assert _Nothing() != _Link()


def test_a_hash_of_the_class_itself_is_kept() -> None:
    assert hash(_Named("a")) == 7


def test_no_field_of_a_value_object_is_assigned_to() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        _Span(1).last = 3  # type: ignore[misc]


def test_a_copy_with_another_value_leaves_the_object_as_it_is() -> None:
    one = _Span(1, 2)
    assert replace(one, last=3) == _Span(1, 3)
    assert one == _Span(1, 2)


def test_an_entity_is_compared_by_its_identity_and_filled_field_by_field() -> None:
    one, other = _Open(1), _Open(1)
    assert one != other
    assert len({one, other}) == 2
    one.last = 3
    assert replace(one, first=2).last == 3


@pytest.mark.parametrize("one", [_Span(1, 2), _Nothing(), _Link("a"), _Link(_Span(1))])
def test_an_object_has_slots_and_is_pickled_and_copied(one: object) -> None:
    assert not hasattr(one, "__dict__")
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301  # written here
    assert copy.deepcopy(one) == one
