"""Frozen pydantic models whose expensive fields are computed on first access and then kept.

A lazy field is declared like a property with an empty body. The builder of a model passes one function that computes
a lazy field by its name. A model that is pickled, copied deeply or compared is computed whole first.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Generator
from functools import cache
from typing import Any, Self, TypeVar, get_type_hints

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, computed_field, create_model, model_validator

from overgreb_rules.shared.cached_attribute import cached_attribute

T = TypeVar("T")
ComputeField = Callable[[str], object]
"""Computes the value of the lazy field that has this name; pure, because two threads may both call it."""

_new = object.__new__
_set_values, _set_names, _set_extra, _set_private = (
    vars(BaseModel)[slot].__set__
    for slot in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)


class FrozenModel(BaseModel):
    """A model that cannot be changed, serialised by the aliases of its fields."""

    model_config = ConfigDict(
        defer_build=True, frozen=True, serialize_by_alias=True, validate_by_name=True, validate_by_alias=True
    )

    @classmethod
    def unchecked(cls, values: dict[str, object], compute: ComputeField | None = None, **private: object) -> Self:
        """Build a model from values that need no validation.

        The state is set as unpickling sets it, slot by slot: `model_construct` looks at every field anew, and takes ten
        times as long; setting the slots by their names takes twice as long.

        Args:
            values: The value of each field that is not lazy, and of lazy ones that are known, by the name of the field,
                in the order of the fields. The model keeps this dict.
            compute: Computes a lazy field by its name; None for a model without lazy fields.
            **private: What a model with lazy fields keeps beside that function.

        Returns:
            The model.
        """
        model = _new(cls)
        _set_values(model, values)
        _set_names(model, set(cls.__pydantic_fields__))
        _set_extra(model, None)
        _set_private(model, compute and {"compute": compute, **private})
        return model


class JsonAnswer(FrozenModel):
    """An answer that is given as JSON by itself."""

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the answer as JSON.

        Args:
            indent: The blanks of an indented level; None for one line.

        Returns:
            The JSON text.
        """
        return self.model_dump_json(indent=indent)


def lazy_field(declaration: Callable[[Any], T]) -> cached_attribute[T]:
    """Declare a field of a LazyModel that is computed on first access.

    Args:
        declaration: A method with the name, the return type and the docstring of the field. Its body is never run.

    Returns:
        The attribute; pydantic serialises the field like any other.
    """
    name = declaration.__name__

    def compute(model: Any) -> T:
        # Read directly from where pydantic keeps private values: its own access takes longer than most fields.
        value: T = (model.__pydantic_private__ or {})["compute"](name)
        return value

    compute.__name__, compute.__doc__ = name, declaration.__doc__
    field = computed_field(return_type=_return_type(declaration), json_schema_extra=_without_computed_marks)
    return field(cached_attribute(compute))


def _return_type(declaration: Callable[[Any], object]) -> Any:
    return get_type_hints(declaration, include_extras=True)["return"]


def _without_computed_marks(schema: dict[str, Any]) -> None:
    for mark in ("description", "readOnly"):
        schema.pop(mark, None)


class LazyModel(FrozenModel):
    """A frozen model of which some fields are declared with `lazy_field`.

    Invariants:
        Equality, iteration, pickling and deep copies include the lazy fields and compute those that are missing. The
        hash leaves them out. A model that was read, pickled or copied holds every field and needs no function.
    """

    @classmethod
    def model_construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self:
        """Build a model from values that need no validation, as pydantic does, with lazy fields among them.

        Args:
            **values: The value of each field, lazy or not.

        Returns:
            The model.
        """
        model = super().model_construct(_fields_set, **values)
        vars(model).update({name: values[name] for name in cls.model_computed_fields if name in values})
        return model

    @model_validator(mode="wrap")
    @classmethod
    def _validate_whole(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Read the lazy fields too: a saved model holds their values."""
        model = handler(data)
        if model is not data:
            vars(model).update(_lazy_fields_model(cls).model_validate(data))
        return model

    def _all_values(self) -> dict[str, object]:
        kind = type(self)
        return {name: getattr(self, name) for name in (*kind.model_fields, *kind.model_computed_fields)}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, type(self)):
            return NotImplemented
        return self._all_values() == other._all_values()

    def __iter__(self) -> Generator[tuple[str, Any], None, None]:
        yield from self._all_values().items()

    def __hash__(self) -> int:
        return hash(tuple(vars(self)[name] for name in type(self).model_fields))

    def __getstate__(self) -> dict[Any, Any]:
        return {**super().__getstate__(), "__dict__": self._all_values(), "__pydantic_private__": None}

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        other = type(self).__new__(type(self))
        other.__setstate__(copy.deepcopy(self.__getstate__(), memo))
        return other


@cache
def _lazy_fields_model(kind: type[LazyModel]) -> type[BaseModel]:
    """Return the model that validates the lazy fields of `kind` in saved data.

    Cached, one for each class with lazy fields: building it takes 0.6 ms, and every duty of a saved answer asks for it.
    """
    fields: dict[str, Any] = {name: (info.return_type, ...) for name, info in kind.model_computed_fields.items()}
    return create_model(kind.__name__, __base__=FrozenModel, **fields)
