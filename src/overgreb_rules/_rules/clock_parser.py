"""Parser of the clock of a rule file: by which convention its time is counted, from when, and what moves it."""

from __future__ import annotations

import re
from typing import Literal

from overgreb_rules._rules.clock_keys import check_clock_keys
from overgreb_rules._rules.clock_model import (
    AgeLimit,
    Clock,
    CountingConvention,
    DateFact,
    Interruption,
    LeadTime,
    LowerEnd,
    Origin,
    ParallelCase,
    ParallelStep,
    Span,
    Suspension,
    Unit,
)
from overgreb_rules._rules.event_pattern_parser import EventPatternParser
from overgreb_rules._rules.legal_state import Terms
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules._rules.yaml_node import WRITE_IT_SO, Node
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

_UNITS: dict[str, Unit] = {
    "hour": "hours", "hours": "hours", "hverdage": "hverdage", "arbejdsdage": "arbejdsdage",
    "day": "days", "days": "days", "week": "weeks", "weeks": "weeks",
    "month": "months", "months": "months", "year": "years", "years": "years", "per_year": "per_year",
}  # fmt: skip
COUNTS: dict[CountingConvention, tuple[Unit, ...]] = {
    "elapsed": ("hours",),
    "working_days": ("hverdage",),
    "inclusive": ("days",),
    "exclusive": ("days",),
    "weeks": ("weeks",),
    "weeks_roll": ("weeks",),
    "calendar": ("months", "years"),
    "rolling": ("per_year",),
    "weekdays": ("arbejdsdage",),
}
"""The units that each convention of counting counts."""
_NOT_AFTER = re.compile(r"([1-9][0-9]?) months before the ([1-9][0-9]?)th birthday\Z")
_SPAN = re.compile(r"([1-9][0-9]{0,3}) ([a-z_]+)\Z")
_LEAD_TIME = re.compile(r"([1-9][0-9]{0,3}) ([a-z]+) before ([a-z_.0-9]+)\Z")
_CLOCK_KEYS = (
    "within", "within_for", "count", "from", "before", "not_before", "given", "earliest_of", "as",
    "lower_end", "own_triggers", "not_after", "interrupted_by", "least_after", "suspended_by", "rests_while",
    "renewed_after", "parallel", "parallel_for", "asks_after_due",
)  # fmt: skip


def parse_clock(node: Node, vocabulary: Vocabulary, terms: Terms, triggers: tuple[str, ...]) -> Clock:
    """Parse the value of `clock:`.

    Args:
        node: The value.
        vocabulary: The words that the file may use.
        terms: The named states, the decisions, and what ends a matter.
        triggers: The event types that activate the duty.

    Returns:
        The clock; the rule whose dates it takes is not looked up.

    Raises:
        RuleError: the file says something that is not in the rule language, with file and line.
    """
    return _ClockParser(node, vocabulary, terms, triggers).clock()


class _ClockParser(ValueObject):
    node: Node
    vocabulary: Vocabulary
    terms: Terms
    triggers: tuple[str, ...]

    def clock(self) -> Clock:
        node = self.node
        if node.value == "none":
            return Clock()
        node.names(_CLOCK_KEYS)
        strict, lenient, count = self.spans(node)
        check_clock_keys(node, count)
        strict_from, lenient_from = self.origins(node.get("from"))
        not_before, given = node.get("not_before"), node.get("given")
        before, before_fact = self.before(node.get("before"))
        as_rule, not_after, own = node.get("as"), node.get("not_after"), node.get("own_triggers")
        lower_end, least_after, rests = node.get("lower_end"), node.get("least_after"), node.get("rests_while")
        events = EventPatternParser(self.vocabulary, ())
        return Clock(
            strict=strict,
            lenient=lenient,
            count=count,
            spans_for=self.spans_for(node.get("within_for"), count),
            strict_from=strict_from,
            lenient_from=lenient_from,
            before=before,
            before_fact=before_fact,
            not_before=self.not_before(not_before) if not_before else None,
            date_fact=self.given(given) if given else None,
            earliest_of=events.event_types(node.get("earliest_of")),
            as_rule=as_rule.text() if as_rule else None,
            lower_end=self.lower_end(lower_end, events) if lower_end else None,
            own_triggers=own.flag() if own else False,
            matter_stops_at=self.terms.matter_stops_at if before else frozenset(),
            not_after=self.not_after(not_after) if not_after else None,
            interruptions=self.interruptions(node.get("interrupted_by")),
            least_after=self.span(least_after, "exclusive") if least_after else None,
            suspensions=self.suspensions(node.get("suspended_by")),
            parallel_steps=self.parallel_steps(node.get("parallel")),
            parallel_cases=self.parallel_cases(node.get("parallel_for")),
            asks_after_due=tuple(name.one_of(self.vocabulary.facts) for name in node.get("asks_after_due") or ()),
            rests_while=self.terms.states[rests.one_of(self.terms.states)] if rests else None,
            renewed_after=events.event_types(node.get("renewed_after")),
            decisions=self.terms.decisions if "renewed_after" in node.names() else frozenset(),
        )

    def spans(self, node: Node) -> tuple[Span | None, Span | None, CountingConvention | None]:
        within = node.get("within")
        if within is None:
            return None, None, None
        count: CountingConvention = node["count"].one_of(COUNTS)  # type: ignore[assignment]  # one of the counts
        return (*self.span_of_each(within, count), count)

    def spans_for(self, node: Node | None, count: CountingConvention | None) -> dict[str, tuple[Span, Span]]:
        if node is None or count is None:
            return {}
        return {type_: self.span_of_each(node[type_], count) for type_ in node.names(self.triggers)}

    def span_of_each(self, node: Node, count: CountingConvention) -> tuple[Span, Span]:
        """The span of the strict and of the lenient reading; one span is that of both."""
        if not isinstance(node.value, dict):
            return self.span(node, count), self.span(node, count)
        node.names(("strict", "lenient"))
        return self.span(node["strict"], count), self.span(node["lenient"], count)

    def span(self, node: Node, count: CountingConvention) -> Span:
        match = _SPAN.match(node.text())
        unit = _UNITS.get(match[2]) if match else None
        if match is None or unit not in COUNTS[count]:
            raise node.error(
                Text(f"tidsrummet passer ikke til {count}", f"no span that {count} counts"),
                Text(f"et tal og {' eller '.join(COUNTS[count])}", f"a number and {' or '.join(COUNTS[count])}"),
                Text("ret det", "correct it"),
            )
        return Span(int(match[1]), unit)

    def origins(self, node: Node | None) -> tuple[Origin, Origin]:
        if node is None:
            return Origin(), Origin()
        if isinstance(node.value, dict) and "strict" in node.value:
            node.names(("strict", "lenient"))
            return self.origin(node["strict"]), self.origin(node["lenient"])
        return self.origin(node), self.origin(node)

    def origin(self, node: Node) -> Origin:
        if node.value == "trigger":
            return Origin()
        key = node.only_name(("earlier", "fact", "event", "earlier_event"))
        known = self.vocabulary.events if key.endswith("event") else self.vocabulary.facts
        return Origin(key, node[key].one_of(known))  # type: ignore[arg-type]  # one of these keys

    def before(self, node: Node | None) -> tuple[str | None, str | None]:
        """The event that the act must precede, and the fact of the trigger that says its time."""
        if node is None:
            return None, None
        if isinstance(node.value, dict):
            node.names(("trigger",))
            return "trigger", node["trigger"].one_of(self.vocabulary.facts)
        return node.one_of(("trigger", *self.vocabulary.events)), None

    def lower_end(self, node: Node, events: EventPatternParser) -> LowerEnd:
        node.names(("latest", "earliest", "since", "notification", "closed_by", "earlier"))
        kinds: tuple[Literal["latest", "earliest", "notification"], ...] = ("latest", "earliest", "notification")
        found = [key for key in kinds if key in node.names()]
        if len(found) != 1:
            raise node.error(
                Text("en nedre grænse skal have én af disse nøgler", "a lower end has one of these"),
                ", ".join(kinds),
                Text("skriv en af dem", "write one of them"),
            )
        (kind,) = found
        closed_by, fact = node.get("closed_by"), node.get("earlier")
        return LowerEnd(
            kind,
            events.event_types(node[kind]),
            events.event_types(node.get("since")),
            events.one_pattern(closed_by) if closed_by else None,
            fact.one_of(self.vocabulary.facts) if fact else None,
        )

    def not_before(self, node: Node) -> LeadTime:
        match = _LEAD_TIME.match(node.text())
        unit = _UNITS.get(match[2]) if match else None
        days = [name for name, definition in self.vocabulary.case.items() if definition.kind == "date"]
        if match is None or unit is None or unit not in COUNTS["calendar"] or match[3] not in days:
            allowed = Text(
                f"et antal måneder eller år før {' eller '.join(days)}",
                f"a number of months or years before {' or '.join(days)}",
            )
            raise node.error(
                Text("dette er ikke et tidsrum før en dag i sagen", "no time before a day of the case"),
                allowed,
                Text("skriv det som fx 3 months before barn.termin", "write it such as 3 months before barn.termin"),
            )
        return LeadTime(Span(int(match[1]), unit), match[3])

    def not_after(self, node: Node) -> AgeLimit:
        match = _NOT_AFTER.match(node.text())
        if match is None:
            raise node.error(
                Text("dette er ikke en fødselsdag", "no birthday"), "6 months before the 18th birthday", WRITE_IT_SO
            )
        return AgeLimit(int(match[2]), int(match[1]))

    def given(self, node: Node) -> DateFact:
        node.names(("fact", "of", "latest", "without_term"))
        of, latest, without = node.get("of"), node.get("latest"), node.get("without_term")
        events = tuple(item.one_of(self.vocabulary.events) for item in of) if of else ()
        return DateFact(
            node["fact"].one_of(self.vocabulary.facts),
            events,
            self.span(latest, "calendar") if latest else None,
            bool(without and without.one_of(("two_readings",))),
        )

    def interruptions(self, node: Node | None) -> tuple[Interruption, ...]:
        events = self.vocabulary.events
        found = []
        for item in node if node is not None else ():
            item.names(("asked", "answered", "if"))
            asked = item["asked"].one_of(events)
            found.append(Interruption(asked, item["answered"].one_of(events), item["if"].one_of(events[asked].facts)))
        return tuple(found)

    def parallel_steps(self, node: Node | None) -> tuple[ParallelStep, ...]:
        events = EventPatternParser(self.vocabulary, ())
        found = []
        for item in node if node is not None else ():
            item.names(("ends", "began"))
            found.append(ParallelStep(item["ends"].one_of(self.vocabulary.events), events.one_pattern(item["began"])))
        return tuple(found)

    def parallel_cases(self, node: Node | None) -> tuple[ParallelCase, ...]:
        reader = EventPatternParser(self.vocabulary, self.triggers)
        found = []
        for item in node if node is not None else ():
            facts = [name for name in item.names() if name not in {"about", "none", "begun_before", "begun_after"}]
            about, none = item.get("about"), item.get("none")
            found.append(
                ParallelCase(
                    tuple(reader.trigger_test(name, item[name]) for name in facts),
                    reader.one_pattern(about) if about else None,
                    item["begun_before"].one_of(("surely", "strict", "never")),  # type: ignore[arg-type]  # as just seen
                    item["begun_after"].one_of(("surely", "strict", "never")),  # type: ignore[arg-type]  # as just seen
                    none is not None and not none.flag(),
                )
            )
        return tuple(found)

    def suspensions(self, node: Node | None) -> tuple[Suspension, ...]:
        events = self.vocabulary.events
        for item in node if node is not None else ():
            item.names(("from", "to"))
        decisions = self.terms.decisions
        return tuple(
            Suspension(item["from"].one_of(events), item["to"].one_of(events), decisions) for item in node or ()
        )
