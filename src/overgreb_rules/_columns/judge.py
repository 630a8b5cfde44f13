"""One part of a case, taken through the one pipeline as a case of its own.

Its events are known by their place in the part: what the pipeline says of them holds for every part of the shape.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from overgreb_rules._case import Barn, Case, Event, FactValue
from overgreb_rules._clocks import clocked
from overgreb_rules._columns.days import date_of
from overgreb_rules._columns.happened import ABSENT, Happened, words_of
from overgreb_rules._columns.lines import Line
from overgreb_rules._columns.shapes import Child
from overgreb_rules._columns.tables import Ints
from overgreb_rules._duties import NO_CHANGE_OF_LAW, Duty, weighed
from overgreb_rules._openings import openings, starts_at
from overgreb_rules._programs import Programs
from overgreb_rules._shape import History
from overgreb_rules._status import Standing, standing
from overgreb_rules._vocabulary import FactWord, Vocabulary
from overgreb_rules.moments import Moment

__all__ = ["Judge", "Judged"]


@dataclass(frozen=True, slots=True)
class Judged:
    """The duties of a part, in an order that is the same for all parts of the shape; and how each of them stands."""

    history: History
    duties: list[Duty]

    def standings(self, number: int) -> list[Standing]:
        """How a duty stands, with what stands in for it; for one of each year, every year."""
        duty = self.duties[number]
        return [one for timed in clocked(duty, self.history) for one in standing(timed, self.history.until)]


@dataclass(frozen=True, slots=True)
class Judge:
    """Takes parts through the pipeline."""

    told: Happened
    child: Child
    vocabulary: Vocabulary
    programs: Programs
    until: int

    def judged(self, line: Line, places: Ints, *, ways: bool) -> Judged:
        """The duties of the events at these places; `ways`: as answers to each other."""
        history = self._history(line, places.tolist(), ways=ways)
        return Judged(history, weighed(history, line.rules, self.programs, NO_CHANGE_OF_LAW))

    def runs(self, line: Line, places: Ints) -> bool:
        """Whether a clock that the part has started still runs after its last event."""
        return any(
            not duty.answers.met_by and duty.answers.waived is None
            for duty in self.judged(line, places, ways=True).duties
        )

    def opens(self, line: Line, place: int) -> str | None:
        """Whether an event opens a duty of the line by itself.

        None where it does not; else the fact that says since when it can be answered, or nothing: since the event.
        """
        history = self._history(line, [place], ways=False)
        found = openings(history, line.rules, self.programs)
        return (starts_at(found[0].rule, found[0].trigger, history).fact or "") if found else None

    def _history(self, line: Line, places: list[int], *, ways: bool) -> History:
        case = int(self.told.case[places[0]])
        names = {place: f"{number:03}" for number, place in enumerate(places)}
        events = tuple(self._event(line, place, names, ways=ways) for place in places)
        whole = Case.model_construct(case_id="", kommune=None, zone=None, barn=self._barn(case), events=events)
        return History.of(whole, self.vocabulary, self.until)

    def _event(self, line: Line, place: int, names: dict[int, str], *, ways: bool) -> Event:
        told = self.told
        word = list(self.vocabulary.events.values())[int(told.type[place])]
        wanted = line.facts_of(word.name)
        facts = {name: fact for name, fact in self._facts(place, word.facts) if name in wanted}
        at = Moment(int(told.earliest[place]), int(told.latest[place]))
        of = names.get(int(told.of[place])) if ways else None
        return Event.model_construct(id=names[place], type=word.name, at=at, of=of, facts=facts)

    def _facts(self, place: int, words: dict[str, FactWord]) -> Iterator[tuple[str, FactValue]]:
        for name, word in words.items():
            column = self.told.facts.get(name)
            if column is not None and column[place] != ABSENT:
                yield name, self._value(word, int(column[place]))

    def _value(self, word: FactWord, told: int) -> FactValue:
        match word.kind:
            case "bool":
                return bool(told)
            case "word":
                return words_of(word.name, self.vocabulary)[told]
            case "date":
                return date_of(told)
            case "datetime":
                return Moment.instant(told)
            case "int" | "text":
                return told

    def _barn(self, case: int) -> Barn:
        born, due, younger = (
            int(column[case]) for column in (self.child.foedselsdato, self.child.termin, self.child.soeskende_under_15)
        )
        return Barn.model_construct(
            foedselsdato=None if born == ABSENT else date_of(born),
            termin=None if due == ABSENT else date_of(due),
            soeskende_under_15=None if younger == ABSENT else bool(younger),
        )
