"""The days and instants of an answer, as a type checker and JSON see them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, PlainSerializer, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from overgreb_rules.shared.iso_time import parse_iso_day


class Day(dt.date):
    """A local day of Europe/Copenhagen, which a type checker refuses to compare with an instant.

    `datetime` is a subclass of `date`: a comparison of the two passes a type checker and fails when it is run. The
    order of days is declared for days alone; with a plain `date` a day can still be compared.
    """

    __slots__ = ()

    @classmethod
    def of(cls, day: dt.date) -> Self:
        """Build the day of a date.

        Args:
            day: The date.

        Returns:
            The same day.
        """
        return cls(day.year, day.month, day.day)

    if TYPE_CHECKING:

        def __lt__(self, value: Day, /) -> bool: ...  # type: ignore[override]  # narrower on purpose, as in datetime
        def __le__(self, value: Day, /) -> bool: ...  # type: ignore[override]  # the same
        def __gt__(self, value: Day, /) -> bool: ...  # type: ignore[override]  # the same
        def __ge__(self, value: Day, /) -> bool: ...  # type: ignore[override]  # the same

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _read_day,
            serialization=core_schema.plain_serializer_function_ser_schema(
                dt.date.isoformat, return_schema=core_schema.str_schema()
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "format": "date"}


def _read_day(value: object) -> Day:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return Day.of(value)
    day = parse_iso_day(value) if isinstance(value, str) else None
    if day is not None:
        return Day.of(day)
    raise ValueError("a day such as 2026-11-21 is expected")


Instant = Annotated[
    dt.datetime,
    PlainSerializer(lambda value: value.isoformat(), return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""An instant in local time of Europe/Copenhagen with its offset."""

When = Annotated[
    Day | dt.datetime,
    Field(union_mode="left_to_right"),
    PlainSerializer(lambda value: value.isoformat(), return_type=str),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}),
]
"""An instant in local time of Europe/Copenhagen with its offset, or a day."""
