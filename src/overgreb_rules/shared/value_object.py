"""Value objects and entities: classes of a few typed fields, whose constructors and comparisons are those of msgspec.

`dataclasses` writes the methods of each class as text and compiles them when it is imported, and they run as Python.
Those of msgspec are compiled once for all classes (decision 13).

The garbage collector does not look at these objects (`gc=False`), which saves a fifth of the time of an evaluation. So
no object of these classes may be part of a circle of references, which would never be freed: what leads back to the
whole of which an object is a part is a plain class.
"""

from __future__ import annotations

from typing import dataclass_transform

from msgspec import Struct, field


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class ValueObject(Struct, frozen=True, gc=False):
    """An object that is compared by the values of its fields and never changed; its hash is that of its values.

    A copy with other values is made with `msgspec.structs.replace`. A class with a `cached_attribute` is declared with
    `dict=True, gc=True`.
    """


@dataclass_transform(field_specifiers=(field,))
class Entity(Struct, eq=False, gc=False):
    """An object that is compared by its identity, and whose fields the code that makes it may fill one by one."""
