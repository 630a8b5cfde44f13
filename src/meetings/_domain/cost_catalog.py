"""The soft costs by name: what one unit is, and what it weighs where the request says nothing."""

from __future__ import annotations

from overgreb_rules.shared.text import Text

UNITS: dict[str, Text] = {
    "moved_soon": Text(
        "et udsendt møde, der får et andet tidspunkt så kort før mødet, at det så vidt muligt skal ligge fast",
        "a published meeting that gets another start within the days in which it should stay",
    ),
    "moved": Text(
        "et udsendt møde, der får et andet tidspunkt",
        "a published meeting that gets another start",
    ),
    "facilitator_changed": Text(
        "en facilitator, der kommer til et udsendt møde, som en anden skulle lede",
        "a facilitator who comes to a published meeting that was not theirs",
    ),
    "host_passed_over": Text(
        "en kommune, hvis tur det var til at være vært, og som ikke kan komme",
        "a kommune whose turn it was to be host, and that cannot come",
    ),
    "absent": Text("en kommune, der ikke kan komme", "a kommune that cannot come"),
    "school_holiday": Text(
        "andelen af politikredsens kommuner, der har vinterferie den dag",
        "the share of the kommuner of the kreds that have winter holiday that day",
    ),
    "autumn_holiday": Text("en dag i uge 42", "a day in ISO week 42"),
    "summer_holiday": Text(
        "en dag fra den sidste lørdag i juni til og med uge 32; i industriferien (uge 28-30) tæller en dag som to",
        "a day from the last Saturday of June to ISO week 32; two in the industrial holiday, weeks 28 to 30",
    ),
    "between_holidays": Text(
        "en indeklemt hverdag: før påske, ved jul eller mellem fridage",
        "a working day among holidays: before Easter, at Christmas, or between days off",
    ),
    "half_day": Text(
        "en formiddag den 1. maj eller 5. juni, hvor der er lukket om eftermiddagen",
        "a morning of 1 May or 5 June, when the afternoon is closed",
    ),
    "friday_afternoon": Text(
        "et møde om fredagen, der slutter efter kl. 12.00", "a Friday meeting that ends after 12:00"
    ),
    "tentative": Text(
        "andelen af deltagerne, hvis kalender siger »måske« på det tidspunkt",
        "the share of the parties whose calendar says “perhaps” at that time",
    ),
    "not_known": Text(
        "andelen af deltagerne, hvis kalender ikke dækker tidspunktet",
        "the share of the parties whose calendar does not cover that time",
    ),
    "gap_target": Text(
        "et kvart års afvigelse fra den dag, der ligger ét år efter sidste møde",
        "a quarter of a year away from one year after the last meeting",
    ),
    "spread_year": Text("to møder i samme kalendermåned", "a pair of meetings in the same calendar month"),
    "spread_facilitators": Text(
        "to møder med samme facilitator, hvor der er flere facilitatorer at vælge imellem",
        "a pair of meetings with the same facilitator, where there is a choice",
    ),
    "travel": Text(
        "en facilitators møder i to forskellige politikredse to dage i træk",
        "a facilitator's two meetings in different kredse on consecutive days",
    ),
    "moved_far": Text(
        "en uge mellem et udsendt mødes gamle og nye dag",
        "a week between the old and the new day of a published meeting",
    ),
}
"""What one unit of each cost is."""

DEFAULT_WEIGHTS: dict[str, float] = {
    "moved_soon": 1,
    "moved": 1,
    "facilitator_changed": 1,
    "host_passed_over": 1,
    "absent": 1,
    "school_holiday": 10,
    "autumn_holiday": 10,
    "summer_holiday": 10,
    "between_holidays": 6,
    "half_day": 4,
    "friday_afternoon": 3,
    "tentative": 5,
    "not_known": 5,
    "gap_target": 1,
    "spread_year": 2,
    "spread_facilitators": 1,
    "travel": 2,
    "moved_far": 2,
}
"""What one unit weighs. A weight of 0 switches the cost off."""

OF_THE_CHANGE = frozenset({"moved_soon", "moved", "moved_far", "facilitator_changed"})
"""Costs of revising a published plan. They are no property of the plan and stand in no `plan.json`."""

_RANKED = ("moved_soon", "moved", "facilitator_changed", "host_passed_over", "absent")

LEVELS: tuple[frozenset[str], ...] = (
    *(frozenset({name}) for name in _RANKED),
    frozenset(DEFAULT_WEIGHTS) - set(_RANKED),
)
"""The costs in order of rank: nothing on a later level outweighs anything on an earlier one."""
