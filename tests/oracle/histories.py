"""Histories that nobody would make up: events of every type with facts that are told, wrong or missing.

A seed gives the same history for ever. Days lie thick where the count is hard: the change of law, the ends of months,
the Sundays on which the clocks change, Easter and Christmas.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from tests.days import reckoning as count

RULES = Path(__file__).parents[2] / "rules"
HOUR, DAY = 3600, 86400
HARD_DAYS = [
    dt.date(2023, 12, 31), dt.date(2024, 1, 1), dt.date(2023, 12, 23), dt.date(2023, 11, 30), dt.date(2024, 2, 29),
    dt.date(2014, 12, 31), dt.date(2015, 1, 1), dt.date(2018, 12, 31), dt.date(2019, 1, 1), dt.date(2025, 1, 1),
    dt.date(2016, 2, 29), dt.date(2019, 10, 31), dt.date(2022, 10, 30), dt.date(2023, 2, 28), dt.date(2017, 3, 25),
    dt.date(2016, 10, 29), dt.date(2024, 3, 30), dt.date(2024, 10, 26), dt.date(2020, 4, 8), dt.date(2023, 4, 28),
]  # fmt: skip
GAPS = [
    0,
    60,
    3 * HOUR,
    20 * HOUR,
    DAY,
    DAY,
    3 * DAY,
    6 * DAY,
    8 * DAY,
    15 * DAY,
    29 * DAY,
    35 * DAY,
    65 * DAY,
    125 * DAY,
    400 * DAY,
]


def _words() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    vocabulary = yaml.safe_load((RULES / "vocabulary.yaml").read_text(encoding="utf-8"))
    rules = [
        yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
        for path in sorted(RULES.glob("*/*.yaml"))
        if path.parent.name != "escalation"
    ]
    return vocabulary["events"], rules


EVENTS, ALL_RULES = _words()


def _named(value: Any) -> set[str]:
    """All event types that a rule names, wherever they stand."""
    if isinstance(value, Mapping):
        return set().union(
            *(_named(k) | _named(v) for k, v in value.items() if k not in {"examples", "title", "summary"})
        )
    if isinstance(value, list):
        return set().union(*(_named(v) for v in value)) if value else set()
    return {value} & set(EVENTS)


THEMES = [sorted(_named(rule)) for rule in ALL_RULES if _named(rule)]
CHAIN = [
    "underretning_modtaget", "underretning_modtaget", "opmaerksom_paa_behov", "screening_foretaget",
    "screening_foretaget",
    "undersoegelse_besluttet", "undersoegelse_afsluttet", "foreloebig_vurdering_foretaget", "underretning_vurderet",
    "kvittering_sendt", "boernesamtale_afholdt", "boernesamtale_undladt", "orientering_undladt", "fagperson_orienteret",
]  # fmt: skip


class Teller:
    """Tells one history after the other from a seed."""

    def __init__(self, seed: int | str) -> None:
        self.random = random.Random(seed)  # noqa: S311 - histories, not secrets

    def history(self, types: Sequence[str], number: int) -> dict[str, Any]:
        """A case of so many events of these types."""
        chance = self.random
        now = self.first_moment()
        events: list[dict[str, Any]] = []
        for n in range(1, number + 1):
            now += self.gap()
            event: dict[str, Any] = {"id": f"x{n:02}", "type": chance.choice(types), "at": self.told(now)}
            if events and chance.random() < 0.4:
                event["of"] = chance.choice(events)["id"]
            event |= self.facts(event["type"], now)
            events.append(event)
        chance.shuffle(events)
        barn = {
            name: value
            for name, value in {
                "foedselsdato": (
                    count.local_day(now) - dt.timedelta(days=chance.randint(14 * 365, 18 * 365))
                ).isoformat(),
                "termin": (count.local_day(now) + dt.timedelta(days=chance.randint(60, 120))).isoformat(),
                "soeskende_under_15": chance.random() < 0.5,
            }.items()
            if chance.random() < 0.6
        }
        return {"case_id": "random", "barn": barn, "events": events}

    def of_any_type(self) -> dict[str, Any]:
        """Events of all types."""
        return self.history(sorted(EVENTS), self.random.randint(1, 10))

    def of_some_rules(self) -> dict[str, Any]:
        """Events that a few of the rules ask for."""
        types = [kind for theme in self.random.sample(THEMES, self.random.choice([1, 1, 2, 3])) for kind in theme]
        return self.history(types, self.random.randint(1, 8))

    def of_the_chain(self) -> dict[str, Any]:
        """A notification and what follows it."""
        types = self.random.sample(CHAIN, self.random.randint(3, len(CHAIN)))
        return self.history(["underretning_modtaget", *types], self.random.randint(2, 8))

    def first_moment(self) -> int:
        """Where the history begins."""
        chance = self.random
        if chance.random() < 0.5:
            day = chance.choice(HARD_DAYS)
        elif chance.random() < 0.4:
            day = dt.date(2023, 6, 1) + dt.timedelta(days=chance.randint(0, 300))
        else:
            day = dt.date(2013, 10, 1) + dt.timedelta(days=chance.randint(0, 4600))
        if chance.random() < 0.3:
            day = count.last_of_month(day.year, day.month)
        return count.midnight(day) + chance.choice([0, 0, 8, 12, 16, 23]) * HOUR + chance.randint(0, 3599)

    def gap(self) -> int:
        """Seconds to the next event."""
        gap = self.random.choice(GAPS)
        return self.random.randint(0, 2 * gap) if self.random.random() < 0.7 else gap

    def told(self, now: int) -> str:
        """The moment, or its day alone."""
        return count.local_day(now).isoformat() if self.random.random() < 0.2 else count.written(now)

    def facts(self, kind: str, now: int) -> dict[str, Any]:
        """Some of the facts that such an event can carry."""
        chance = self.random
        told: dict[str, Any] = {}
        for name, word in (EVENTS[kind].get("facts") or {}).items():
            if chance.random() < 0.35:
                continue
            values = word
            if isinstance(word, Mapping):
                values = word.get("values", word.get("type"))
            if isinstance(values, list):
                told[name] = chance.choice(values)
            elif values == "bool":
                told[name] = chance.random() < (0.25 if name == "ufoedt" else 0.5)
            elif values == "int":
                told[name] = chance.choice([14, 15, 20])
            elif values == "date":
                told[name] = count.local_day(now + chance.randint(20, 500) * DAY).isoformat()
            elif values == "datetime":
                told[name] = count.written(now - chance.randint(0, 90) * HOUR)
            else:
                told[name] = "grund"
        return told

    def instants(self, case: Mapping[str, Any], number: int) -> list[str]:
        """Instants at which such a case is asked: around its events, and some time after."""
        chance = self.random
        moments = []
        for event in case["events"]:
            text = event["at"]
            moments.append(count.instant(text) if "T" in text else count.midnight(dt.date.fromisoformat(text)))
        found = [max(moments) + chance.choice([0, HOUR, 5 * DAY, 100 * DAY, 500 * DAY])]
        while len(found) < number:
            found.append(
                chance.choice(moments)
                + chance.choice([-1, 0, 1, 30 * HOUR, 7 * DAY, 31 * DAY, 123 * DAY])
                + chance.randint(0, DAY)
            )
        return [count.written(moment) for moment in found]
