"""Cases in which little is told and much coincides: few types of events on few days, tied, linked and almost alike.

A mix lies in one law. Two cases in five are another one of the mix with a single thing changed: a moment, a fact, what
an event answers, or all days by the same number. Seeded: the same number gives the same mix on every machine.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import Any

from overgreb_rules import Case, Rulebook, evaluate
from overgreb_rules._columnar.io.row_conversion import answer_row
from overgreb_rules._rules.vocabulary import FactWord
from tests.arrow.mixed_cases import Data
from tests.days import reckoning as count
from tests.engine.random_cases import WORDS, seeded
from tests.oracle.histories import CHAIN, THEMES

CHANGE_OF_LAW = count.midnight(dt.date(2024, 1, 1))
_ONE_CLOCK = [
    "underretning_modtaget", "opmaerksom_paa_behov", "screening_foretaget", "undersoegelse_besluttet",
    "undersoegelse_afsluttet", "foreloebig_vurdering_foretaget",
]  # fmt: skip
"""What starts, ends and interrupts the clock of which only one runs at a time."""
_TURNS = [
    [dt.date.fromisoformat(day) for day in days.split()]
    for days in (
        "2013-10-01 2014-01-01 2014-07-01 2015-01-01 2016-02-29 2018-12-31 2019-08-01 2022-09-07 2023-02-28 2023-11-30",
        "2024-01-01 2024-02-29 2024-03-31 2024-04-01 2024-08-31 2024-10-27 2024-12-31 2025-01-01 2025-12-23",
    )
]
"""Days on which a wording, a clock or a month ends: under the one law and under the other."""
_GAPS = (0, 1, 1, 2, 7, 8, 28, 31, 92, 122, 366)
_IDS = (
    [f"e{number}" for number in range(1, 10)],
    ["10", "9", "1", "01", "2", "100", "0", "8", "11"],
    ["a", "A", "_", "-", ".", ":", "a-", "a.", "Z"],
)
_DAY = 86_400


class Mix:
    """Cases of one law, and instants at which they are worth asking."""

    def __init__(self, number: int) -> None:
        self.random = chance = seeded(f"dense {number}")
        self.newer = number % 2 == 1
        self.types = _some_types(chance)
        self.days = [chance.choice(_TURNS[self.newer])]
        for _ in range(chance.randint(1, 5)):
            self.days.append(self.days[-1] + dt.timedelta(days=chance.choice(_GAPS)))
        if not self.newer:
            self.days = [day for day in self.days if count.midnight(day) < CHANGE_OF_LAW]
        self.seconds = [second for day in self.days for second in self._seconds_of(day)]
        self.only_days = chance.choice((0, 0.2, 0.5))
        self.links = chance.choice((0, 0.2, 0.6))
        self.told = chance.choice((0.2, 0.6, 0.9))
        self.most = chance.choice((3, 5, 8))

    def cases(self, number: int) -> list[Data]:
        """So many cases, whose keys stand once."""
        found: list[Data] = []
        for index in range(number):
            case = self._almost(self.random.choice(found)) if index and self.random.random() < 0.4 else self._case()
            found.append({**case, "case_id": f"sag-{index}"})
        return found

    def instants(self, cases: Sequence[Data], number: int) -> list[str]:
        """The last seconds of time limits and those beside them, and moments of events; of 2023 in the older law."""
        late = max(self.seconds)
        moments = [*self.seconds, late + 9 * _DAY, late + 500 * _DAY]
        for data in self.random.sample(list(cases), 5):
            answered = evaluate(Case.model_validate(data), at=count.written(late), rulebook=_BOOK)
            rows = answer_row("", answered)["obligations"]
            moments += [row[end] for row in rows for end in ("due_strict", "due_lenient") if row[end] is not None]
        found = [self.random.choice(moments) + self.random.choice((-1, 0, 0, 1)) for _ in range(number)]
        return [count.written(one if self.newer else min(one, CHANGE_OF_LAW - 1)) for one in found]

    def _seconds_of(self, day: dt.date) -> list[int]:
        first, last = count.midnight(day), count.midnight(day + dt.timedelta(days=1)) - 1
        return self.random.sample([first, first + 1, first + 43_200, first + 43_201, last], self.random.randint(1, 2))

    def _case(self) -> Data:
        chance = self.random
        events: list[Data] = []
        for id_ in chance.sample(chance.choice(_IDS), chance.randint(1, self.most)):
            event = {"id": id_, "type": chance.choice(self.types), "at": self._moment()}
            if events and chance.random() < self.links:
                event["of"] = chance.choice(events)["id"]
            words = WORDS.events[event["type"]].facts.items()
            events.append(event | {name: self._value(word) for name, word in words if chance.random() < self.told})
        chance.shuffle(events)
        return {"case_id": "", "events": events, "barn": self._barn()}

    def _barn(self) -> Data:
        day = self.random.choice(self.days)
        birthday = dt.date(day.year - 16, day.month, min(day.day, 28)) + dt.timedelta(days=self.random.randint(0, 1))
        barn = {
            "foedselsdato": self.random.choice((birthday, dt.date(2008, 2, 29), dt.date(2011, 1, 1))).isoformat(),
            "soeskende_under_15": self.random.random() < 0.5,
        }
        return {name: value for name, value in barn.items() if self.random.random() < 0.5}

    def _almost(self, case: Data) -> Data:
        """The case with one thing changed."""
        chance, case = self.random, copy.deepcopy(case)
        event = chance.choice(case["events"])
        words = list(WORDS.events[event["type"]].facts.items())
        match chance.randrange(4):
            case 0:
                event["at"] = self._moment()
            case 1 if words:
                name, word = chance.choice(words)
                event[name] = self._value(word)
            case 2:
                answered = event.pop("of", None)
                other = chance.choice(case["events"])
                if answered is None and other is not event and "of" not in other:
                    event["of"] = other["id"]
            case _:
                days = chance.choice((1, 2, 7)) if self.newer else -chance.choice((1, 2, 7))
                for one in case["events"]:
                    one["at"] = _later(one["at"], days)
        return case

    def _moment(self) -> str:
        if self.random.random() < self.only_days:
            return self.random.choice(self.days).isoformat()
        return count.written(self.random.choice(self.seconds))

    def _value(self, word: FactWord) -> object:
        chance = self.random
        match word.kind:
            case "bool":
                return chance.random() < 0.5
            case "int":
                return chance.choice((0, 14, 15, 16))
            case "word":
                return chance.choice(word.words)
            case "text":
                return "grund"
            case "date":
                return (chance.choice(self.days) + dt.timedelta(days=chance.choice((-1, 0, 1, 90)))).isoformat()
            case "datetime":
                return count.written(chance.choice(self.seconds) + chance.choice((-_DAY, -1, 0, 0, 1)))


def _some_types(chance: Random) -> list[str]:
    """Types of events that have to do with each other."""
    if chance.random() < 0.5:
        return chance.choice((_ONE_CLOCK, _ONE_CLOCK, sorted({*CHAIN})))
    types = sorted({type_ for theme in chance.sample(THEMES, chance.randint(1, 3)) for type_ in theme})
    return chance.sample(types, min(chance.randint(2, 8), len(types)))


def _later(at: Any, days: int) -> str:
    """The moment so many days later, by the clock in Greenwich."""
    if "T" in at:
        return count.written(count.instant(at) + days * _DAY)
    return (dt.date.fromisoformat(at) + dt.timedelta(days=days)).isoformat()


_BOOK = Rulebook.load(matcher="reference")
