"""An attribute that is computed on first access and then kept in the instance, without a lock."""

from __future__ import annotations

from functools import cached_property  # noqa: TID251  # the class whose lock is left out here
from typing import Any, TypeVar, overload

__all__ = ["cached_attribute"]

T = TypeVar("T")


class cached_attribute(cached_property[T]):  # noqa: N801  # a decorator, named like the one that it replaces
    """`functools.cached_property` without the lock that Python 3.11 holds for all instances of a class at once.

    A process that is forked while another thread computes the attribute inherits that lock held, and waits for it for
    ever. Python 3.12 removed the lock (cpython issue 87634). Two threads may both compute a value: the first one kept
    is the one that every reader gets, so the computation must be pure.
    """

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> cached_attribute[T]: ...
    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> T: ...
    def __get__(self, instance: object | None, owner: type[Any] | None = None) -> cached_attribute[T] | T:
        """Return the value of the attribute, computing it on first access.

        Args:
            instance: the object; None on access through the class.
            owner: the class.

        Returns:
            The value kept in `instance`; the descriptor on access through the class.

        Raises:
            TypeError: the descriptor was not assigned in the body of a class.
        """
        if instance is None:
            return self
        name = self.attrname
        if name is None:
            raise TypeError("a cached attribute must be assigned in the body of a class")
        kept: dict[str, T] = instance.__dict__
        # A value that is kept is found by Python before this method is asked, unless another thread has just kept it.
        return kept[name] if name in kept else kept.setdefault(name, self.func(instance))
