"""The operators of both mutation runs: how a number, a unit, a count, a day or a truth is changed, and what is dropped.

`mutate_rules` applies them to the text of rule files, `mutate_bundle` to the data of the bundle.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

Path = tuple[str | int, ...]
"""Keys and indices from the top of some data to a part of it."""

OTHER_UNIT: Mapping[str, str] = {
    "days": "weeks",
    "weeks": "days",
    "week": "days",
    "months": "weeks",
    "month": "weeks",
    "years": "months",
    "year": "months",
}
OTHER_COUNT: Mapping[str, str] = {
    "inclusive": "exclusive",
    "exclusive": "inclusive",
    "weeks": "weeks_roll",
    "weeks_roll": "weeks",
}
COUNT_OF: Mapping[str, str] = {"weeks": "weeks", "days": "exclusive", "months": "calendar"}
"""The count that a unit has after it was changed."""


def other_numbers(number: int) -> list[int]:
    """Return the numbers that stand in for a number.

    Args:
        number: A whole number.

    Returns:
        One more and one less, but not 0.
    """
    return [other for other in (number + 1, number - 1) if other]


def other_days(day: dt.date) -> list[dt.date]:
    """Return the days that stand in for a day.

    Args:
        day: The day.

    Returns:
        The day before and the day after.
    """
    return [day + dt.timedelta(days=step) for step in (-1, 1)]


def parts_to_drop(data: Any, path: Path) -> Iterator[Path]:
    """Yield what is dropped of some data: the data itself, each key, and each item of a list that has others.

    Args:
        data: The data; None where there is none.
        path: Where it stands.

    Yields:
        The paths of the parts.
    """
    if data is None:
        return
    yield path
    if isinstance(data, dict):
        for key, value in data.items():
            yield from parts_to_drop(value, (*path, key))
    elif isinstance(data, list) and len(data) > 1:
        for position, value in enumerate(data):
            yield from parts_to_drop(value, (*path, position))
    elif isinstance(data, list):
        for value in data:
            yield from itertools.islice(parts_to_drop(value, (*path, 0)), 1, None)


def without(data: Any, path: Path) -> Any:
    """Return data without one of its parts.

    Args:
        data: Objects and lists.
        path: Where the part stands.

    Returns:
        A copy along the path; the rest is shared.
    """
    key, *rest = path
    copy = dict(data) if isinstance(data, dict) else list(data)
    if rest:
        copy[key] = without(copy[key], tuple(rest))  # type: ignore[index]  # a key of the object, or an index of the list
    else:
        del copy[key]  # type: ignore[arg-type]  # the same
    return copy


def with_value(data: Any, path: Path, value: object) -> Any:
    """Return data in which one part is another.

    Args:
        data: Objects and lists.
        path: Where the part stands.
        value: What stands there instead.

    Returns:
        A copy along the path; the rest is shared.
    """
    if not path:
        return value
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[path[0]] = with_value(copy[path[0]], path[1:], value)  # type: ignore[index]  # a key, or an index
    return copy
