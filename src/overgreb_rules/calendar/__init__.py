"""The Danish days: public holidays by year, hverdage, and the clock of Europe/Copenhagen."""

from __future__ import annotations

from overgreb_rules.calendar._clock import (
    COPENHAGEN,
    LocalDateTime,
    day_of,
    end_of_day,
    is_in_repeated_hour,
    local,
    midnight,
    time_zone,
    tzdata_version,
    wall_clock,
)
from overgreb_rules.calendar._days import (
    FIRST_YEAR,
    LAST_YEAR,
    OFFICES_CLOSED,
    PUBLIC_HOLIDAYS,
    HolidayRule,
    easter_sunday,
    holiday_name,
    holidays_in,
    holidays_sha256,
    is_hverdag,
    months_after,
    rolls_to_next_hverdag,
    why_not_hverdag,
)

__all__ = [
    "COPENHAGEN",
    "FIRST_YEAR",
    "LAST_YEAR",
    "OFFICES_CLOSED",
    "PUBLIC_HOLIDAYS",
    "HolidayRule",
    "LocalDateTime",
    "day_of",
    "easter_sunday",
    "end_of_day",
    "holiday_name",
    "holidays_in",
    "holidays_sha256",
    "is_hverdag",
    "is_in_repeated_hour",
    "local",
    "midnight",
    "months_after",
    "rolls_to_next_hverdag",
    "time_zone",
    "tzdata_version",
    "wall_clock",
    "why_not_hverdag",
]
