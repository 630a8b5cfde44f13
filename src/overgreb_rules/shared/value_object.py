"""Value objects: data classes that are compared by their values, whose methods are shared instead of generated.

`dataclasses` writes up to six methods of each class as text and compiles them, which was a third of the time that
`import overgreb_rules` took for some 180 classes. Here the constructor alone is generated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from reprlib import recursive_repr
from typing import Any, TypeVar, dataclass_transform

Kind = TypeVar("Kind", bound=type)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value_object(kind: Kind) -> Kind:
    """Make a class a data class with slots that is compared by its values, and that nobody changes.

    It is what `dataclass(frozen=True, slots=True)` makes of the class for a type checker, `dataclasses.replace` and
    `dataclasses.fields`. That a field is not assigned to is left to the type checker: setting the fields of an object
    that refuses it takes three times as long.

    Args:
        kind: The class, with annotated fields. A method of its own is kept.

    Returns:
        The data class.
    """
    own = vars(kind)
    made: Any = dataclass(slots=True, repr=False, eq=False)(kind)
    names = [one.name for one in fields(made) if one.compare]
    made.compared_values = attrgetter(*names) if names else type
    for name, method in _METHODS.items():
        if name not in own:
            setattr(made, name, method)
    finished: Kind = made
    return finished


def _equals(self: Any, other: Any) -> Any:
    if self is other:
        return True
    if type(other) is not type(self):
        return NotImplemented
    return self.compared_values(self) == other.compared_values(other)


def _hash_values(self: Any) -> int:
    return hash(self.compared_values(self))


@recursive_repr()
def _show_values(self: Any) -> str:
    shown = ", ".join([f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr])
    return f"{type(self).__qualname__}({shown})"


_METHODS: dict[str, Callable[..., object]] = {"__eq__": _equals, "__hash__": _hash_values, "__repr__": _show_values}
