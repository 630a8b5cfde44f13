"""The soft costs by name: what one unit is, and what it weighs where the request says nothing."""

from __future__ import annotations

UNITS: dict[str, str] = {
    "moved": "a published meeting that gets another start (only where an earlier plan is revised)",
    "facilitator_changed": "a facilitator who comes to a published meeting that was not theirs",
    "absent": "a kommune that cannot come",
    "school_holiday": "the share of the kommuner of the kreds that have winter holiday that day",
    "autumn_holiday": "a day in ISO week 42",
    "summer_holiday": "a day in ISO weeks 27 to 32; two in the industrial holiday, weeks 28 to 30",
    "between_holidays": "a working day among holidays: before Easter, at Christmas, or between days off",
    "half_day": "a morning of 1 May or 5 June, when the afternoon is closed",
    "friday_afternoon": "a Friday meeting that ends after 12:00",
    "tentative": "the share of the parties whose calendar says «perhaps» at that time",
    "gap_target": "a quarter of a year away from one year after the last meeting",
    "spread_year": "a pair of meetings in the same calendar month",
    "spread_facilitators": "a pair of meetings with the same facilitator, where there is a choice",
    "travel": "a facilitator's two meetings in different kredse on consecutive days",
}
"""What one unit of each cost is."""

DEFAULT_WEIGHTS: dict[str, float] = {
    "moved": 1,
    "facilitator_changed": 1,
    "absent": 1,
    "school_holiday": 10,
    "autumn_holiday": 10,
    "summer_holiday": 10,
    "between_holidays": 6,
    "half_day": 4,
    "friday_afternoon": 3,
    "tentative": 5,
    "gap_target": 1,
    "spread_year": 2,
    "spread_facilitators": 1,
    "travel": 2,
}
"""What one unit weighs. A weight of 0 switches the cost off."""

OF_THE_CHANGE = frozenset({"moved", "facilitator_changed"})
"""Costs of revising a published plan. They are no property of the plan and stand in no `plan.json`."""

LEVELS: tuple[frozenset[str], ...] = (
    frozenset({"moved"}),
    frozenset({"facilitator_changed"}),
    frozenset({"absent"}),
    frozenset(DEFAULT_WEIGHTS) - {"moved", "facilitator_changed", "absent"},
)
"""The costs in order of rank: nothing on a later level outweighs anything on an earlier one."""
