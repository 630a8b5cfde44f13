"""One part of a case, taken through the one pipeline as a case of its own.

Its events are known by their place in the part: what the pipeline says of them holds for every part of the shape.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from overgreb_rules._case.case import Barn, Case, Event, FactValue
from overgreb_rules._case.event_log import EventLog
from overgreb_rules._columnar.columns.day_numbers import date_of
from overgreb_rules._columnar.columns.event_columns import ABSENT, EventColumns, all_words_of
from overgreb_rules._columnar.grouping.dependencies import LineageDependencies
from overgreb_rules._columnar.grouping.signature import ChildColumns, SignatureGroup, SliceLayout
from overgreb_rules._columnar.io.input_tables import Ints
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._duties.activation import find_activations, find_clock_start
from overgreb_rules._duties.clock import time_duty
from overgreb_rules._duties.duty import NO_CHANGE_OF_LAW, Duty, resolve_duties
from overgreb_rules._duties.status import AssessedDuty, assess
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._rules.vocabulary import FactDefinition, Vocabulary

_NAMES = tuple(f"{number:03}" for number in range(1000))
"""The names of the events of a part: in the order of their places."""

Fact = tuple[str, Ints, Callable[[int], FactValue]]
"""A fact that matters: its name, its column, and what a number in it stands for."""


@dataclass(frozen=True, slots=True)
class RepresentativeResult:
    """The duties of a part, in an order that is the same for all parts of the shape; and how each of them stands."""

    history: EventLog
    duties: list[Duty]

    def assess_duty(self, number: int) -> list[AssessedDuty]:
        """How a duty stands, with what stands in for it; for one of each year, every year."""
        duty = self.duties[number]
        return [one for timed in time_duty(duty, self.history) for one in assess(timed, self.history.as_of)]

    @property
    def is_clock_running(self) -> bool:
        """Whether a clock still runs after the last event."""
        return any(not duty.fulfilment.met_by and duty.fulfilment.waiver is None for duty in self.duties)


@dataclass(frozen=True, slots=True)
class BatchContext:
    """The batch that parts are taken from, and the instant of the evaluation."""

    events: EventColumns
    child: ChildColumns
    vocabulary: Vocabulary
    programs: CompiledRules
    as_of: int


@dataclass(slots=True)
class RepresentativeEvaluator:
    """Takes parts through the pipeline, as one line of duties sees them; remembers an example of each shape."""

    context: BatchContext
    dependencies: LineageDependencies
    _facts: dict[int, tuple[str, tuple[Fact, ...]]] = field(default_factory=dict)
    _results: dict[bytes, RepresentativeResult] = field(default_factory=dict)

    def evaluate_slice(self, places: Ints, outline: SliceLayout) -> RepresentativeResult:
        """The duties of the events at these places."""
        history = self._history(places.tolist(), outline)
        found = resolve_duties(history, self.dependencies.rules, self.context.programs, NO_CHANGE_OF_LAW)
        return RepresentativeResult(history, [duty for duty in found if outline.subject in {None, duty.trigger.index}])

    def evaluate_representative(self, group: SignatureGroup) -> RepresentativeResult:
        """One part of the shape of the group, of whichever of its groups."""
        known = self._results.get(group.signature)
        if known is None:
            known = self._results[group.signature] = self.evaluate_slice(group.events[0], group.layout)
        return known

    def find_activation_fact(self, group: SignatureGroup) -> str | None:
        """Whether the trigger that the parts are about opens a duty of the line.

        None where it does not; else the fact that says since when it can be answered, or nothing: since the event.
        """
        history = self._history(group.events[0].tolist(), group.layout)
        for one in find_activations(history, self.dependencies.rules, self.context.programs):
            if one.trigger.index == group.layout.subject:
                return find_clock_start(one.rule, one.trigger, history).fact or ""
        return None

    def _history(self, places: list[int], outline: SliceLayout) -> EventLog:
        names = dict(zip(places, _NAMES, strict=False))
        rows = zip(places, outline.is_linked, strict=True)
        events = tuple(self._event(place, names, linked=linked) for place, linked in rows)
        barn = self._barn(int(self.context.events.case[places[0]]))
        whole = Case.model_construct(case_id="", kommune=None, zone=None, barn=barn, events=events)
        return EventLog.of(whole, self.context.vocabulary, self.context.as_of)

    def _event(self, place: int, names: dict[int, str], *, linked: bool) -> Event:
        told = self.context.events
        type_, wanted = self._facts_of(int(told.type[place]))
        facts = {name: says(int(column[place])) for name, column, says in wanted if column[place] != ABSENT}
        at = Moment(int(told.earliest[place]), int(told.latest[place]))
        of = names.get(int(told.of[place])) if linked else None
        return Event.model_construct(id=names[place], type=type_, at=at, of=of, facts=facts)

    def _facts_of(self, type_: int) -> tuple[str, tuple[Fact, ...]]:
        """The name of a type of event, and its facts that matter to the line."""
        known = self._facts.get(type_)
        if known is None:
            word = list(self.context.vocabulary.events.values())[type_]
            columns, wanted = self.context.events.facts, self.dependencies.facts_of(word.name)
            facts = [(name, columns[name], self._says(fact)) for name, fact in word.facts.items() if name in columns]
            known = self._facts[type_] = word.name, tuple(fact for fact in facts if fact[0] in wanted)
        return known

    def _says(self, word: FactDefinition) -> Callable[[int], FactValue]:
        match word.kind:
            case "bool":
                return bool
            case "word":
                return all_words_of(word.name, self.context.vocabulary).__getitem__
            case "date":
                return date_of
            case "datetime":
                return Moment.instant
            case "int" | "text":
                return int

    def _barn(self, case: int) -> Barn:
        child = self.context.child
        born, due, younger = (
            int(column[case]) for column in (child.foedselsdato, child.termin, child.soeskende_under_15)
        )
        return Barn.model_construct(
            foedselsdato=None if born == ABSENT else date_of(born),
            termin=None if due == ABSENT else date_of(due),
            soeskende_under_15=None if younger == ABSENT else bool(younger),
        )
