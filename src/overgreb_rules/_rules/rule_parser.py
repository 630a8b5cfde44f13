"""Parser of one rule file; refuses unknown keys and values with file, line, what is allowed and the correction."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection
from dataclasses import replace
from typing import Literal

from overgreb_rules._rules.clock_model import (
    AgeLimit,
    Clock,
    Count,
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
from overgreb_rules._rules.condition_parser import ConditionParser
from overgreb_rules._rules.legal_state import LegalState, Terms
from overgreb_rules._rules.model import (
    AgeNote,
    Breach,
    Commencement,
    Doubt,
    Example,
    LaterOf,
    Modality,
    Rule,
    UnmetRule,
    Version,
)
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import value_object

_MODALITIES: tuple[Modality, ...] = ("must", "may", "window")
_KEYS = (
    "id", "law", "cite", "in_force", "versions", "succeeds", "transition", "commencement", "title", "summary",
    "certainty", "sources", "kle", "outside_the_list", "who",
    *_MODALITIES, "when", "one_at_a_time", "if", "once", "unless", "ends_by",
    "clock", "breach", "doubts", "doubt_of_second", "from_age", "note", "examples", "silence", "certainty_for",
    "covers", "not_modelled",
)  # fmt: skip
_UNITS: dict[str, Unit] = {
    "hour": "hours", "hours": "hours", "hverdage": "hverdage", "arbejdsdage": "arbejdsdage",
    "day": "days", "days": "days", "week": "weeks", "weeks": "weeks",
    "month": "months", "months": "months", "year": "years", "years": "years", "per_year": "per_year",
}  # fmt: skip
COUNTS: dict[Count, tuple[Unit, ...]] = {
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
_CORRECT_DAYS = Text("ret dagene", "correct the days")
_WRITE_IT_SO = Text("skriv det sådan", "write it so")
_NOT_AFTER = re.compile(r"([1-9][0-9]?) months before the ([1-9][0-9]?)th birthday\Z")
_KLE = re.compile(r"[0-9]{2}\.[0-9]{2}(\.[0-9]{2})?\Z")
_SPAN = re.compile(r"([1-9][0-9]{0,3}) ([a-z_]+)\Z")
_LEAD_TIME = re.compile(r"([1-9][0-9]{0,3}) ([a-z]+) before ([a-z_.0-9]+)\Z")
_CLOCK_KEYS = (
    "within", "within_for", "count", "from", "before", "not_before", "given", "earliest_of", "as",
    "lower_end", "own_triggers", "not_after", "interrupted_by", "least_after", "suspended_by", "rests_while",
    "renewed_after", "parallel", "parallel_for", "asks_after_due",
)  # fmt: skip


def parse_rule(node: Node, vocabulary: Vocabulary, laws: Collection[str], terms: Terms) -> Rule:
    """Parse one rule file.

    Args:
        node: The whole file.
        vocabulary: The words that the file may use.
        laws: The acts of the rulebook.
        terms: The named states and what else the rules share.

    Returns:
        The rule; links to other rules are not checked.

    Raises:
        RuleError: the file says something that is not in the rule language, with file and line.
    """
    return _RuleParser(node, vocabulary, laws, terms).rule()


@value_object
class _RuleParser:
    top: Node
    vocabulary: Vocabulary
    laws: Collection[str]
    terms: Terms

    def rule(self) -> Rule:
        top = self.top
        top.names(_KEYS)
        when = top["when"]
        triggers = self.triggers(when)
        conditions = ConditionParser(self.vocabulary, triggers, self.terms.states)
        modality, fulfils = self.modality()
        transition = top.get("transition")
        single = top.get("one_at_a_time")
        follows = when.get("follows") if isinstance(when.value, dict) else None
        unmet = next((item for item in when if isinstance(item.value, dict) and "unmet" in item.value), None)
        silence, certainty_for = top.get("silence"), top.get("certainty_for")
        unless, rests, birthday = self.unless()
        clock = self.clock(top["clock"])
        self.check_clock(clock, follows.text() if follows else None, rests)
        later_of = when.get("later_of") if isinstance(when.value, dict) else None
        succeeds = top.get("succeeds")
        covers, left_out = top.get("covers"), top.get("not_modelled")
        note, outside, second = top.get("note"), top.get("outside_the_list"), top.get("doubt_of_second")
        return Rule(
            id=top["id"].text(),
            law=top["law"].one_of(self.laws),
            cite=top["cite"].text(),
            title=top["title"].words(),
            summary=top["summary"].words(),
            modality=modality,
            bearer=top["who"].one_of(self.vocabulary.bearers),
            triggers=triggers,
            versions=self.versions(conditions),
            clock=clock,
            met_by=conditions.acts(fulfils),
            certainty=top["certainty"].one_of(("text", "secondary")),  # type: ignore[arg-type]  # as just seen
            sources=top["sources"].texts(),
            kle=self.kle(),
            one_at_a_time=single.flag() if single else False,
            later_of=self.later_of(later_of) if later_of else None,
            follows=follows.text() if follows else None,
            opened_by_unmet=self.unmet(unmet) if unmet else None,
            silence=bool(silence and silence.one_of(("unknown",))),
            grows_up_at=birthday,
            rests_while=rests,
            certainty_for=self.certainty_for(certainty_for) if certainty_for else {},
            ends_with_its_law=bool(transition and transition.value == "ends"),
            on_breach=isinstance(when.value, dict) and "breach_by" in when.value,
            once=conditions.once(top.get("once")),
            waivers=tuple(conditions.waiver(item) for item in unless),
            ends_by=conditions.event_types(top.get("ends_by")),
            breach=self.breach(),
            doubts=tuple(Doubt(item.words()) for item in top["doubts"]) if top.get("doubts") else (),
            doubt_of_second=Doubt(second.words()) if second else None,
            from_age=self.from_age(),
            succeeds=succeeds.text() if succeeds else None,
            moves=bool(transition and transition.one_of(("moves", "stays", "ends")) == "moves"),
            commencement=self.commencement(conditions),
            note=note.words() if note else None,
            outside_the_list=outside.flag() if outside else False,
            covers=covers.texts() if covers else (),
            not_modelled=tuple(item.words() for item in left_out) if left_out else (),
            examples=self.examples(),
        )

    def kle(self) -> str | None:
        """Parse the number of the subject index, of a group or of a subject in it."""
        node = self.top.get("kle")
        if node is None:
            return None
        number = node.text()
        if not _KLE.match(number):
            raise node.error(
                Text("dette er ikke et emnenummer (KLE)", "no number of the subject index (KLE)"),
                Text("27.24 eller 34.10.30 i anførselstegn", "27.24 or 34.10.30, in quotes"),
                _WRITE_IT_SO,
            )
        return number

    def triggers(self, when: Node) -> tuple[str, ...]:
        """Parse the event types that activate the duty; none where another rule or a breach activates it."""
        if not isinstance(when.value, dict):
            events = [item for item in when if not isinstance(item.value, dict)]
            for item in when:
                if isinstance(item.value, dict):
                    item.names(("unmet", "unless_touched_by"))
            return tuple(item.one_of(self.vocabulary.events) for item in events)
        key = when.first_name(("later_of", "follows", "breach_by"))
        if key == "later_of":
            later_of = self.later_of(when[key])
            return (later_of.each.type, *(pattern.type for pattern in later_of.first_of))
        if key == "breach_by":
            when[key].one_of(("municipality",))
        return ()

    def unmet(self, node: Node) -> UnmetRule:
        touched = node.get("unless_touched_by")
        return UnmetRule(node["unmet"].text(), touched.one_of(self.vocabulary.events) if touched else None)

    def later_of(self, node: Node) -> LaterOf:
        node.names(("each", "first_of"))
        reader = ConditionParser(self.vocabulary, ())
        return LaterOf(reader.one_pattern(node["each"]), reader.patterns(node["first_of"]))

    def modality(self) -> tuple[Modality, Node]:
        found: list[Modality] = [word for word in _MODALITIES if self.top.get(word) is not None]
        if len(found) != 1:
            raise self.top.error(
                Text("en regel har en af disse nøgler", "a rule says one of these"),
                "must, may, window",
                Text("skriv en af dem", "write one of them"),
            )
        return found[0], self.top[found[0]]

    def versions(self, conditions: ConditionParser) -> tuple[Version, ...]:
        listed = self.top.get("versions")
        if listed is None:
            return (self.version(self.top["in_force"], self.top.get("if"), conditions),)
        found = []
        for item in listed:
            item.names(("in_force", "if", "cite"))
            version = self.version(item["in_force"], item.get("if") or self.top.get("if"), conditions)
            cite = item.get("cite")
            found.append(replace(version, cite=cite.text() if cite else None))
        if len({version.cite is None for version in found}) > 1:
            mend = Text("giv hver version et cite eller ingen", "give each version a cite, or none")
            raise listed.error(
                Text("nogle versioner har deres eget cite", "some versions have a cite of their own"),
                Text("et cite i dem alle eller i ingen", "a cite in all of them, or in none"),
                mend,
            )
        for before, after in itertools.pairwise(found):
            if before.last is None or before.last.toordinal() + 1 != after.first.toordinal():
                what = Text(
                    f"versionen fra {after.first} følger ikke den forrige dag for dag",
                    f"the version from {after.first} does not follow the one before it day by day",
                )
                raise listed.error(
                    what,
                    Text("versioner i rækkefølge uden hul eller overlap", "versions in order, without gap or overlap"),
                    _CORRECT_DAYS,
                )
        return tuple(found)

    def version(self, in_force: Node, conditions: Node | None, reader: ConditionParser) -> Version:
        in_force.names(("from", "to"))
        first, last = in_force["from"].day(), in_force.get("to")
        if last is not None and last.day() < first:
            raise last.error(
                Text("den sidste dag ligger før den første", "the last day comes before the first"),
                Text(f"{first} eller senere", f"{first} or later"),
                _CORRECT_DAYS,
            )
        return Version(first, last.day() if last else None, reader.all(conditions))

    def clock(self, node: Node) -> Clock:
        if node.value == "none":
            return Clock()
        node.names(_CLOCK_KEYS)
        strict, lenient, count = self.spans(node)
        strict_from, lenient_from = self.origins(node.get("from"))
        not_before, given = node.get("not_before"), node.get("given")
        before, before_fact = self.before(node.get("before"))
        as_rule, not_after, own = node.get("as"), node.get("not_after"), node.get("own_triggers")
        lower_end, least_after, rests = node.get("lower_end"), node.get("least_after"), node.get("rests_while")
        events = ConditionParser(self.vocabulary, ())
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

    def check_clock(self, clock: Clock, follows: str | None, rests: LegalState | None) -> None:
        """Refuse a clock that says something else than `when: {follows: …}` and `unless: - state: …`."""
        if clock.as_rule != follows:
            mend = Text("nævn den samme regel begge steder", "name the same rule in both")
            raise self.top["clock"].error(
                Text("»as« og »follows« nævner to regler", "“as” and “follows” name two rules"),
                "when: {follows: R}, clock: {as: R}",
                mend,
            )
        if clock.rests_while != rests:
            mend = Text("nævn den samme tilstand begge steder", "name the same state in both")
            allowed = "unless: [{state: S}], clock: {…, rests_while: S}"
            raise self.top["clock"].error(
                Text(
                    "»rests_while« og tilstanden under »unless« er to",
                    "“rests_while” and the state under “unless” are two",
                ),
                allowed,
                mend,
            )

    def lower_end(self, node: Node, events: ConditionParser) -> LowerEnd:
        node.names(("latest", "earliest", "since", "notification", "closed_by", "earlier"))
        kinds: tuple[Literal["latest", "earliest", "notification"], ...] = ("latest", "earliest", "notification")
        kind = next((key for key in kinds if key in node.names()), None)
        if kind is None:
            raise node.error(
                Text("en nedre grænse uden en hændelse", "a lower end without an event"),
                ", ".join(kinds),
                Text("skriv en af dem", "write one of them"),
            )
        closed_by, fact = node.get("closed_by"), node.get("earlier")
        return LowerEnd(
            kind,
            events.event_types(node[kind]),
            events.event_types(node.get("since")),
            events.one_pattern(closed_by) if closed_by else None,
            fact.one_of(self.vocabulary.facts) if fact else None,
        )

    def not_after(self, node: Node) -> AgeLimit:
        match = _NOT_AFTER.match(node.text())
        if match is None:
            raise node.error(
                Text("dette er ikke en fødselsdag", "no birthday"), "6 months before the 18th birthday", _WRITE_IT_SO
            )
        return AgeLimit(int(match[2]), int(match[1]))

    def interruptions(self, node: Node | None) -> tuple[Interruption, ...]:
        events = self.vocabulary.events
        found = []
        for item in node if node is not None else ():
            item.names(("asked", "answered", "if"))
            asked = item["asked"].one_of(events)
            found.append(Interruption(asked, item["answered"].one_of(events), item["if"].one_of(events[asked].facts)))
        return tuple(found)

    def parallel_steps(self, node: Node | None) -> tuple[ParallelStep, ...]:
        events = ConditionParser(self.vocabulary, ())
        found = []
        for item in node if node is not None else ():
            item.names(("ends", "began"))
            found.append(ParallelStep(item["ends"].one_of(self.vocabulary.events), events.one_pattern(item["began"])))
        return tuple(found)

    def parallel_cases(self, node: Node | None) -> tuple[ParallelCase, ...]:
        reader = ConditionParser(self.vocabulary, self.triggers(self.top["when"]))
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

    def unless(self) -> tuple[list[Node], LegalState | None, int | None]:
        """What waives the duty: events and facts, the state during which it rests, the birthday that ends it."""
        waivers: list[Node] = []
        rests, birthday = None, None
        for item in self.top.get("unless") or ():
            keys = item.value if isinstance(item.value, dict) else {}
            if "state" in keys:
                rests = self.terms.states[item["state"].one_of(self.terms.states)]
            elif "child_turns" in keys:
                birthday = item["child_turns"].number()
            else:
                waivers.append(item)
        return waivers, rests, birthday

    def certainty_for(self, node: Node) -> dict[str, Literal["text", "secondary"]]:
        return {
            type_: node[type_].one_of(("text", "secondary"))  # type: ignore[misc]  # one of the two, as just seen
            for type_ in node.names(self.vocabulary.events)
        }

    def spans(self, node: Node) -> tuple[Span | None, Span | None, Count | None]:
        within = node.get("within")
        if within is None:
            return None, None, None
        count: Count = node["count"].one_of(COUNTS)  # type: ignore[assignment]  # one of the counts
        two = isinstance(within.value, dict)
        strict = self.span(within["strict"] if two else within, count)
        lenient = self.span(within["lenient"] if two else within, count)
        return strict, lenient, count

    def spans_for(self, node: Node | None, count: Count | None) -> dict[str, tuple[Span, Span]]:
        if node is None or count is None:
            return {}
        return {
            type_: (self.span(node[type_]["strict"], count), self.span(node[type_]["lenient"], count))
            for type_ in node.names(self.vocabulary.events)
        }

    def span(self, node: Node, count: Count) -> Span:
        match = _SPAN.match(node.text())
        unit = _UNITS.get(match[2]) if match else None
        if match is None or unit not in COUNTS[count]:
            raise node.error(
                Text(f"{count} tæller ikke et sådant tidsrum", f"no span that {count} counts"),
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
        key = node.first_name(("earlier", "fact", "event", "earlier_event"))
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
                Text("dette er ikke en tid før en dag i sagen", "no time before a day of the case"),
                allowed,
                Text("skriv det som fx 3 months before barn.termin", "write it such as 3 months before barn.termin"),
            )
        return LeadTime(Span(int(match[1]), unit), match[3])

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

    def from_age(self) -> AgeNote | None:
        node = self.top.get("from_age")
        if node is None:
            return None
        node.names(("age", "says"))
        return AgeNote(node["age"].number(), node["says"].words())

    def breach(self) -> Breach | None:
        node = self.top.get("breach")
        if node is None:
            return None
        node.names(("then", "remedy", "lapse"))
        then, remedy, lapse = node.get("then"), node.get("remedy"), node.get("lapse")
        return Breach(
            then.text() if then else None, remedy.words() if remedy else None, lapse.words() if lapse else None
        )

    def commencement(self, conditions: ConditionParser) -> Commencement | None:
        node = self.top.get("commencement")
        if node is None:
            return None
        node.names(("from", "when", "unmet", "unless"))
        unmet, unless = node.get("unmet"), node.get("unless")
        return Commencement(
            node["from"].day(),
            conditions.event_types(node["when"]),
            unmet.text() if unmet else None,
            conditions.patterns(unless) if unless else (),
        )

    def examples(self) -> tuple[Example, ...]:
        node = self.top["examples"]
        if not isinstance(node.value, list) or not node.value:
            raise node.error(
                Text("en regel uden eksempler", "a rule without examples"),
                Text("en liste med små sager", "a list of small cases"),
                Text("tilføj et lige inden for og et lige uden for reglen", "add one inside and one outside its scope"),
            )
        return tuple(self.example(item) for item in node)

    def example(self, node: Node) -> Example:
        node.names(("says", "barn", "events", "at", "gives"))
        barn, gives = node.get("barn"), node["gives"]
        for trigger in gives.names():
            gives[trigger].names(("due", "status", "met_by", "needs", "clock_start", "transition", "cite", "certainty"))
        return Example(
            says=node["says"].words(),
            events=tuple(dict(item.value) for item in node["events"] if item.names()),  # type: ignore[call-overload]  # names() has seen a mapping
            at=node["at"].text(),
            gives=gives.value,  # type: ignore[arg-type]  # a mapping of mappings, as just seen
            case={"barn": barn.value} if barn else {},
        )
