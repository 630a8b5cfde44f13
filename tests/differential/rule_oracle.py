"""A second reading of the law: every duty of a case at an instant, worked out from the rule files by brute force.

Nothing here is shared with the package. A case is a dict with a list of plain dict events; the answer says for each
duty, named by its rule and its trigger (with `#1`, `#2` … for the years of a duty that comes back), how it stands.
Slow and plain on purpose: each function says in its own words the sentence of the law's count that it follows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property  # noqa: TID251  # the oracle uses nothing of the product, and is never forked
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.differential import plain_day_count as count

CHANGE = count.midnight(dt.date(2024, 1, 1))
"""The first instant of barnets lov."""

UNMET = {"breached", "overdue", "contested", "due_soon", "pending", "undetermined", "open", "available"}
BREACH = {"overdue", "met_late", "breached"}


# --- what is told


@dataclass(frozen=True)
class When:
    """A moment: an instant, or a day that stands for some time on it."""

    first: int
    last: int
    day: dt.date
    exact: bool

    @property
    def order(self) -> tuple[int, int]:
        """Its place among other moments."""
        return self.first, self.last

    def __str__(self) -> str:
        return count.format_instant(self.first) if self.exact else self.day.isoformat()


def instant(seconds: int) -> When:
    return When(seconds, seconds, count.local_day(seconds), exact=True)


def whole_day(day: dt.date) -> When:
    return When(count.midnight(day), count.end_of(day), day, exact=False)


def moment(text: str) -> When:
    return instant(count.parse_instant(text)) if "T" in text else whole_day(dt.date.fromisoformat(text))


def at_or_after(one: When, other: When) -> bool:
    """Not earlier. What is told by its day alone counts as after what happened on that day."""
    if one.exact and other.exact:
        return one.first >= other.first
    return one.day >= other.day


def surely_earlier(one: When, other: When) -> bool:
    return one.first < other.first if one.exact and other.exact else one.day < other.day


def maybe_earlier(one: When, other: When) -> bool:
    """On the same day, and the time of one of them is not told."""
    return one.day == other.day and not (one.exact and other.exact)


def earlier(one: When, other: When) -> bool:
    return not at_or_after(one, other)


@dataclass(frozen=True)
class Event:
    """What has happened, as the case tells it."""

    id: str
    type: str
    at: When
    of: str | None
    facts: Mapping[str, Any]


class Truth(NamedTuple):
    """True, false, or unknown (None) until the named facts are told."""

    value: bool | None
    needs: frozenset[str] = frozenset()


TRUE, FALSE = Truth(value=True), Truth(value=False)


def every(truths: Iterable[Truth]) -> Truth:
    """One that fails decides; else one that is unknown leaves all of it unknown."""
    listed = list(truths)
    if any(t.value is False for t in listed):
        return FALSE
    unknown = [t for t in listed if t.value is None]
    return Truth(None, frozenset().union(*(t.needs for t in unknown))) if unknown else TRUE


def some(truths: Iterable[Truth]) -> Truth:
    """One that holds decides; else one that is unknown leaves all of it unknown."""
    listed = list(truths)
    if any(t.value for t in listed):
        return TRUE
    unknown = [t for t in listed if t.value is None]
    return Truth(None, frozenset().union(*(t.needs for t in unknown))) if unknown else FALSE


def opposite(truth: Truth) -> Truth:
    return truth if truth.value is None else Truth(not truth.value)


# --- what is answered

Due = int | dt.date
"""The last moment in time: an instant (seconds since 1970) where hours are counted, else a day."""


def end(due: Due) -> int:
    """The end of a deadline: the instant itself, or midnight after the day."""
    return due if isinstance(due, int) else count.end_of(due)


def is_past(due: Due, at: int) -> bool:
    """The last moment itself is in time; a day is over when the next one begins."""
    return at > due if isinstance(due, int) else at >= count.end_of(due)


@dataclass(frozen=True)
class Answer:
    """How one duty stands."""

    status: str
    strict: str | None = None
    lenient: str | None = None
    needs: tuple[str, ...] = ()
    met_by: tuple[str, ...] = ()
    transition: bool = False
    clock_start: str = ""


@dataclass(frozen=True)
class Duty:
    """A duty that has opened: its rule, its trigger, and whether it is owed."""

    rule: str
    trigger: Event
    about: tuple[Event, ...]
    opened: When
    owed: Truth
    moved: bool = False
    commenced: When | None = None


@dataclass(frozen=True)
class Clock:
    """Where the time starts and ends in the two readings; `unknown` names what is missing to say it."""

    start: When
    strict: Due | None
    lenient: Due | None
    unknown: frozenset[str] = frozenset()


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def pattern(value: Any) -> tuple[str, Mapping[str, Any]]:
    """An event, or an event with the facts that it must carry."""
    if isinstance(value, str):
        return value, {}
    ((kind, tests),) = value.items()
    return kind, tests


def told(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


class Oracle:
    """The rules of a folder, and the answer to a case."""

    def __init__(self, folder: Path) -> None:
        files = sorted(path for path in folder.glob("*/*.yaml") if path.parent.name != "escalation")
        rules = [yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) for path in files]  # noqa: S506
        self.rules: dict[str, dict[str, Any]] = {rule["id"]: rule for rule in rules}
        words = yaml.load((folder / "vocabulary.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
        self.facts = {kind: event.get("facts", {}) for kind, event in words["events"].items()}
        self.municipal = {name for name, bearer in words["bearers"].items() if "municipality" in bearer}

    def evaluate(self, case: Mapping[str, Any], at: str) -> dict[tuple[str, str], Answer]:
        """How every duty of the case stands at the instant."""
        return World(self, case, count.parse_instant(at)).answers()


class World:
    """A case as it is known at an instant. Events later than the instant have not happened yet."""

    def __init__(self, oracle: Oracle, case: Mapping[str, Any], at: int, *, until: int | None = None) -> None:
        self.oracle, self.case, self.at = oracle, case, at
        self.after_the_change = until is None and at >= CHANGE
        told_events = [
            Event(raw.get("id", f"e{n}"), raw["type"], moment(raw["at"]), raw.get("of"), raw)
            for n, raw in enumerate(case["events"], start=1)
        ]
        happened = [e for e in told_events if (e.at.first <= at if until is None else e.at.first < until)]
        self.events = sorted(happened, key=lambda e: (e.at.order, e.id))
        self.by_id = {event.id: event for event in self.events}
        self._openings: dict[str, list[Duty]] = {}

    @cached_property
    def old(self) -> World:
        """The case as 2023 ends: in its last second."""
        return World(self.oracle, self.case, CHANGE - 1, until=CHANGE)

    # --- facts and conditions

    def fact(self, event: Event, name: str) -> Any:
        """A fact that is absent is unknown, unless the vocabulary says what is taken then; `ukendt` is unknown too."""
        if name.startswith("barn."):
            return self.case.get("barn", {}).get(name.removeprefix("barn."))
        word = self.oracle.facts[event.type].get(name)
        if isinstance(word, dict):
            value = event.facts.get(name, word.get("default"))
            return None if value is not None and told(value) == word.get("unknown") else value
        return event.facts.get(name) if word is not None else None

    def has(self, event: Event, name: str, wanted: Any) -> Truth:
        """Whether a fact has the value, one of the values, another value, or is at least so much."""
        value = self.fact(event, name)
        if value is None:
            return Truth(None, frozenset({name.removeprefix("barn.")}))
        if isinstance(wanted, dict):
            if "not" in wanted:
                return Truth(told(value) not in listed(wanted["not"]))
            return Truth(int(value) >= int(wanted["at_least"]))
        return Truth(told(value) in listed(wanted))

    def matches(self, event: Event, wanted: Any) -> Truth:
        """Whether it is such an event, with the facts that it must carry."""
        kind, tests = pattern(wanted)
        if event.type != kind:
            return FALSE
        return every(self.has(event, name, value) for name, value in tests.items())

    def matches_any(self, event: Event, wanted: Any) -> Truth:
        """Whether it is one of such events."""
        return some(self.matches(event, one) for one in listed(wanted))

    def holds(
        self, condition: Mapping[str, Any], trigger: Event, about: tuple[Event, ...], duty: Duty | None = None
    ) -> Truth:
        """One line of a rule's conditions, at the trigger (or, for what settles it afterwards, by now)."""
        ((key, value),) = condition.items()
        by_then = [e for e in self.events if e.at.first <= trigger.at.first]
        match key:
            case "any_of":
                return some(self.holds(one, trigger, about, duty) for one in value)
            case "all_of":
                return every(self.holds(one, trigger, about, duty) for one in value)
            case "trigger_is":
                return Truth(trigger.type in listed(value))
            case "happened":
                return some(self.matches_any(e, value) for e in by_then)
            case "not_happened":
                return opposite(some(self.matches_any(e, value) for e in by_then))
            case "running":
                return self.running(value, by_then)
            case "latest":
                kind, _ = pattern(value)
                same = [e for e in by_then if e.type == kind]
                return self.matches(same[-1], value) if same else FALSE
            case "child_is_at_least":
                return self.age(trigger, int(value))
            case "since":
                assert duty is not None
                answering = [e for e in self.events if self.answers_duty(e, duty)]
                return some(self.matches_any(e, value) for e in answering)
            case "ever":
                return some(self.matches_any(e, value) for e in self.events)
        return some(self.has(one, key, value) for one in about)

    def age(self, trigger: Event, years: int) -> Truth:
        """Whether the child had so many years on the day of the trigger."""
        born = self.case.get("barn", {}).get("foedselsdato")
        if born is None:
            return Truth(None, frozenset({"foedselsdato"}))
        day, today = dt.date.fromisoformat(born), trigger.at.day
        return Truth(today.year - day.year - ((today.month, today.day) < (day.month, day.day)) >= years)

    def running(self, words: Mapping[str, Any], by_then: list[Event]) -> Truth:
        """Something has begun by the trigger and has not been ended by then; what ends it is found by `of`."""
        begun = [(e, self.matches_any(e, words["started_by"])) for e in by_then]
        begun = [(e, match) for e, match in begun if match.value is not False]
        kinds = {pattern(one)[0] for one in listed(words["started_by"])}
        starts = {e.id: e.at for e in by_then if e.type in kinds}
        ends = [e for e in by_then if self.matches_any(e, words["ended_by"]).value]
        still = [
            match
            for e, match in begun
            if not any(at_or_after(x.at, e.at) and self.touches(x, e.id, starts) for x in ends)
        ]
        return some(still)

    # --- which event answers which

    def touches(self, event: Event, one: str, openings: Mapping[str, When]) -> bool:
        """Follow `of` step by step.

        Meeting what opened one, the event touches that alone; else, from where the way ends, it touches everything
        that was opened at or before that.
        """
        step = event
        while step.of is not None:
            if step.of not in self.by_id:
                return False
            step = self.by_id[step.of]
            if step.id in openings:
                return step.id == one
        return at_or_after(step.at, openings[one])

    def answers_duty(self, event: Event, duty: Duty, opened: list[Duty] | None = None) -> bool:
        """An event at or after the trigger (or the start of the clock, where that is earlier) that touches the duty.

        What opened a duty does not fulfil that same duty.
        """
        if event.id == duty.trigger.id or not at_or_after(event.at, duty.opened):
            return False
        when = self.words(duty)["when"]
        name = when["follows"] if isinstance(when, dict) and "follows" in when else duty.rule
        openings = {d.trigger.id: d.opened for d in (self.line(name) if opened is None else opened)}
        return self.touches(event, duty.trigger.id, openings | {duty.trigger.id: duty.opened})

    # --- which duties have opened

    def words(self, duty: Duty) -> dict[str, Any]:
        """What the rule file of the duty says."""
        return self.oracle.rules[duty.rule]

    def openings(self, rule_id: str) -> list[Duty]:
        """All that have opened under a rule, those that came over from serviceloven among them."""
        if rule_id not in self._openings:
            self._openings[rule_id] = self._find_openings(rule_id)
        return self._openings[rule_id]

    def _find_openings(self, rule_id: str) -> list[Duty]:
        rule = self.oracle.rules[rule_id]
        when = rule["when"]
        if isinstance(when, dict) and "follows" in when:
            return self.following(rule)
        if isinstance(when, dict) and "breach_by" in when:
            return []
        if "one_at_a_time" in rule:
            older = self.older(rule)
            younger = self.younger(rule)
            pair = [older, rule] if older else [rule, younger] if younger else [rule]
            return [self.under(duty) for duty in self.one_at_a_time(pair) if self.under(duty).rule == rule_id]
        came_over = self.moved_to(rule)
        return [*came_over, *self.natural(rule), *self.commencing(rule)]

    def line(self, rule_id: str) -> list[Duty]:
        """All that opened under a rule, and under the one of serviceloven that it continues."""
        older = self.older(self.oracle.rules[rule_id])
        before = self.old.openings(older["id"]) if older and self.after_the_change else []
        return [*before, *self.openings(rule_id)]

    def older(self, rule: Mapping[str, Any]) -> dict[str, Any] | None:
        """The rule of serviceloven whose unmet duties go on under this one."""
        before = self.oracle.rules.get(rule.get("succeeds", ""))
        return before if before is not None and before.get("transition") == "moves" else None

    def younger(self, rule: Mapping[str, Any]) -> dict[str, Any] | None:
        """The rule of barnets lov under which unmet duties of this one go on."""
        if rule.get("transition") != "moves":
            return None
        (after,) = [r for r in self.oracle.rules.values() if r.get("succeeds") == rule["id"]]
        return after

    def natural(self, rule: Mapping[str, Any]) -> list[Duty]:
        """What the rule's own triggers open; the version is chosen by the local day of the trigger."""
        found = []
        for trigger, about in self.triggers(rule):
            versions = rule.get("versions") or [rule]
            for version in versions:
                span = version["in_force"]
                if trigger.at.day < dt.date.fromisoformat(span["from"]):
                    continue
                if "to" in span and trigger.at.day > dt.date.fromisoformat(span["to"]):
                    continue
                owed = every(self.holds(line, trigger, about) for line in version.get("if", []))
                if owed.value is not False:
                    found.append(Duty(rule["id"], trigger, about, self.opening(rule, trigger), owed))
        return found

    def triggers(self, rule: Mapping[str, Any]) -> Iterator[tuple[Event, tuple[Event, ...]]]:
        """The trigger, and the event whose facts are asked: two only where the later of two events opens the duty."""
        when = rule["when"]
        if isinstance(when, dict) and "later_of" in when:
            telling = [e for e in self.events if self.matches_any(e, when["later_of"]["first_of"]).value]
            pairs: dict[str, tuple[Event, tuple[Event, ...]]] = {}
            for each in self.events:
                if telling and each.type == when["later_of"]["each"]:
                    later = max(each, telling[0], key=lambda e: (e.at.first, e.id))
                    pairs[later.id] = later, (*pairs.get(later.id, (later, ()))[1], each)
            yield from pairs.values()
            return
        for event in self.events:
            if event.type in listed(when):
                yield event, (event,)

    def opening(self, rule: Mapping[str, Any], trigger: Event) -> When:
        """At or after the trigger means at or after the start of the clock where that is earlier."""
        clock = rule["clock"]
        start = self.start(clock, trigger, None)[0] if isinstance(clock, dict) else None
        return start if start is not None and earlier(start, trigger.at) else trigger.at

    def moved_to(self, rule: Mapping[str, Any]) -> list[Duty]:
        """What was unmet under serviceloven when 2023 ended goes on here, with its trigger, start and dates."""
        before = self.older(rule)
        if not self.after_the_change or before is None:
            return []
        return [
            replace(duty, rule=rule["id"], moved=True)
            for duty in self.old.openings(before["id"])
            if self.old.settle(duty).status in UNMET
        ]

    def commencing(self, rule: Mapping[str, Any]) -> list[Duty]:
        """The duties of a notification that only barnets lov knows open on its first day."""
        words = rule.get("commencement")
        if not self.after_the_change or words is None:
            return []
        first_day = whole_day(dt.date.fromisoformat(words["from"]))
        found = []
        received = [e for e in self.old.events if e.type == words["when"] and e.at.day >= dt.date(2013, 10, 1)]
        owing = {e.id: every(self.holds(line, e, (e,)) for line in rule.get("if", [])) for e in received}
        openings = {e.id: e.at for e in received if owing[e.id].value is not False}
        for trigger in received:
            if trigger.id not in openings:
                continue
            if "unmet" in words:
                unmet = {d.trigger.id for d in self.old.openings(words["unmet"]) if self.old.settle(d).status in UNMET}
                if trigger.id not in unmet:
                    continue
            settled = some(
                self.old.matches_any(e, words.get("unless", []))
                for e in self.old.events
                if at_or_after(e.at, trigger.at) and self.old.touches(e, trigger.id, openings)
            )
            owed = every([owing[trigger.id], opposite(settled)])
            if owed.value is not False:
                found.append(Duty(rule["id"], trigger, (trigger,), trigger.at, owed, commenced=first_day))
        return found

    # --- four months, one clock at a time

    def under(self, duty: Duty) -> Duty:
        """The same duty under the law that says now what meets it: unmet when 2023 ended, it goes on in barnets lov."""
        after = self.younger(self.words(duty))
        if not self.after_the_change or after is None:
            return duty
        (before,) = [d for d in self.old.openings(duty.rule) if d.trigger.id == duty.trigger.id]
        if self.old.settle(before).status in UNMET:
            return replace(duty, rule=after["id"], moved=True)
        return duty

    def one_at_a_time(self, rules: list[dict[str, Any]]) -> list[Duty]:
        """Whichever event first makes the municipality aware starts the clock; a later one none while it runs."""
        candidates = sorted(
            (d for rule in rules for d in self.natural(rule)), key=lambda d: (d.opened.order, d.trigger.id)
        )
        opened: list[Duty] = []
        for candidate in candidates:
            then = self.back_at(candidate.opened)
            if not any(then.still_runs(duty, opened) for duty in opened):
                opened.append(candidate)
        return opened

    def just_before(self, second: int) -> World:
        """The case in the second before."""
        return self.back_at(instant(second - 1))

    def back_at(self, when: When) -> World:
        """The case at an earlier moment, with what had happened by then."""
        then = copy(self)
        then.events = [e for e in self.events if e.at.first <= when.first]
        then.at = when.first
        then._openings = dict(self._openings)
        then.after_the_change = self.after_the_change and when.first >= CHANGE
        return then

    def still_runs(self, duty: Duty, opened: list[Duty]) -> bool:
        """Until the examination is finished or waived, also while overdue or replaced."""
        now = self.under(duty)
        met, _ = self.fulfilments(now, opened)
        waived, _ = self.waivers(now, opened)
        return not met and not waived

    # --- fulfilment and waiver

    def fulfilments(
        self, duty: Duty, opened: list[Duty] | None = None
    ) -> tuple[list[Event], list[tuple[Event, Truth]]]:
        """The events that fulfil, in time, and those of which a required fact is missing."""
        rule = self.words(duty)
        wanted = rule.get("must", rule.get("may", []))
        wanted = [{kind: tests} for kind, tests in wanted.items()] if isinstance(wanted, dict) else wanted
        found = [
            (e, match)
            for e in self.events
            if (match := self.matches_any(e, wanted)).value is not False and self.answers_duty(e, duty, opened)
        ]
        return [e for e, match in found if match.value], [(e, match) for e, match in found if match.value is None]

    def waivers(self, duty: Duty, opened: list[Duty] | None = None) -> tuple[list[int], list[tuple[int, Truth]]]:
        """Since when nothing is owed, as far as it is known, and the facts on which an unknown waiver hangs."""
        since: list[int] = []
        unclear: list[tuple[int, Truth]] = []
        for clause in self.words(duty).get("unless", []):
            for start, truth in self.waived_by(clause, duty, opened):
                if truth.value:
                    since.append(start)
                elif truth.value is None:
                    unclear.append((start, truth))
        return sorted(since), unclear

    @staticmethod
    def deciding(unclear: list[tuple[int, Truth]]) -> frozenset[str]:
        """The facts that decide: beside one that hangs on a fact alone, what hangs on more decides nothing."""
        least = [truth for _, truth in unclear if not any(other.needs < truth.needs for _, other in unclear)]
        return frozenset().union(*(truth.needs for truth in least))

    def waived_by(self, clause: Any, duty: Duty, opened: list[Duty] | None) -> Iterator[tuple[int, Truth]]:
        """By one line of `unless`: since when nothing is owed, and whether that is known."""
        beside = {"provided", "undone_by", "until"}
        words = {} if isinstance(clause, str) else clause
        ((kind, tests),) = (
            [(clause, {})] if isinstance(clause, str) else [i for i in words.items() if i[0] not in beside]
        )
        if kind not in self.oracle.facts:
            yield 0, self.has(duty.trigger, kind, tests)
            return
        answering = [e for e in self.events if self.answers_duty(e, duty, opened)]
        provided = [self.has(duty.trigger, name, value) for name, value in words.get("provided", {}).items()]
        for event in answering:
            if event.type != kind:
                continue
            if any(
                other.type in listed(words["undone_by"]) and self.undoes(other, event, duty, opened)
                for other in answering
                if "undone_by" in words
            ):
                continue
            if any(
                other.type in listed(words["until"]) and at_or_after(other.at, event.at)
                for other in answering
                if "until" in words
            ):
                continue
            yield event.at.first, every([self.matches(event, {kind: tests}), *provided])

    def undoes(self, decision: Event, screening: Event, duty: Duty, opened: list[Duty] | None) -> bool:
        """While an examination is decided, no screening waives it.

        One that did is undone by a later decision, unless a later notification has started a clock of its own by then.
        """
        if at_or_after(screening.at, decision.at):
            return True
        later = self.of_both(duty.rule) if opened is None else opened
        return not any(
            d.trigger.id != duty.trigger.id
            and d.opened.order > duty.opened.order
            and d.opened.first <= decision.at.first
            for d in later
        )

    # --- time

    def start(
        self, clock: Mapping[str, Any], trigger: Event, duty: Duty | None
    ) -> tuple[When | None, When | None, frozenset[str]]:
        """Where the clock starts in the strict and in the lenient reading, and the fact without which nobody knows."""
        words = clock.get("from", "trigger")
        if isinstance(words, dict) and "strict" in words:
            strict, needs_strict = self.starts_at(words["strict"], trigger, duty)
            lenient, needs_lenient = self.starts_at(words["lenient"], trigger, duty)
            return strict, lenient, needs_strict | needs_lenient
        start, needs = self.starts_at(words, trigger, duty)
        return start, start, needs

    def starts_at(self, words: Any, trigger: Event, duty: Duty | None) -> tuple[When | None, frozenset[str]]:
        """One of the two starts, and the fact without which it is unknown."""
        if words == "trigger":
            return trigger.at, frozenset()
        ((how, what),) = words.items()
        if how == "earlier":
            given = self.fact(trigger, what)
            known = moment(given) if given is not None else None
            return (known if known is not None and earlier(known, trigger.at) else trigger.at), frozenset()
        if how == "fact":
            given = self.fact(trigger, what)
            return (None, frozenset({what})) if given is None else (moment(given), frozenset())
        if how == "event":
            moving = [e for e in self.events if e.type == what and duty is not None and self.answers_duty(e, duty)]
            return (moving[-1].at if moving else trigger.at), frozenset()
        assert how == "earlier_event", words
        step = trigger
        while step.of is not None and step.of in self.by_id:
            step = self.by_id[step.of]
            if step.type == what:
                return step.at, frozenset()
        before = [e for e in self.events if e.type == what and e.at.first <= trigger.at.first]
        return (before[-1].at if before else trigger.at), frozenset()

    def clock(self, duty: Duty) -> Clock:
        """The two last moments of a duty."""
        words = self.words(duty)["clock"]
        if duty.commenced:
            return Clock(duty.commenced, None, None)
        if not isinstance(words, dict) or "before" in words:
            return Clock(duty.trigger.at, None, None)
        if "as" in words:
            (four_months,) = [d for d in self.all_four_months(duty) if d.trigger.id == duty.trigger.id]
            return self.clock(four_months)
        if "not_before" in words:
            due_date = self.case.get("barn", {}).get("termin")
            if due_date is None:
                return Clock(duty.trigger.at, None, None, frozenset({"termin"}))
            first = count.months_after(dt.date.fromisoformat(due_date), -3, end_sticks=False)
            return Clock(duty.trigger.at, first, first)
        strict_start, lenient_start, needs = self.start(words, duty.trigger, duty)
        given = self.given(words, duty)
        if given is not None:
            return Clock(strict_start or duty.trigger.at, given, given)
        if "within" not in words:
            return Clock(duty.trigger.at, None, None)
        if strict_start is None or lenient_start is None:
            return Clock(duty.trigger.at, None, None, needs)
        span = words.get("within_for", {}).get(duty.trigger.type, words["within"])
        long = span if isinstance(span, dict) else {"strict": span, "lenient": span}
        strict = self.ends(long["strict"], words["count"], strict_start)[0]
        lenient = self.ends(long["lenient"], words["count"], lenient_start)[1]
        if "earliest_of" in words:
            others = [
                e.at.day for e in self.events if e.type in words["earliest_of"] and at_or_after(e.at, duty.opened)
            ]
            strict, lenient = min([strict, *others]), min([lenient, *others])
        if "restarts_after" in words:
            ended = [e.at for e in self.events if e.type in words["restarts_after"] and self.ends_a_suspension(e, duty)]
            if ended:
                lenient = max(lenient, self.ends(long["lenient"], words["count"], ended[-1])[1])
        return Clock(strict_start, strict, lenient)

    def ends_a_suspension(self, event: Event, duty: Duty) -> bool:
        """The first decision after what suspended the duty ends it; a decision of something else moves nothing."""
        if not self.answers_duty(event, duty):
            return False
        for clause in self.words(duty)["unless"]:
            if clause["until"] != event.type:
                continue
            begun = [e for e in self.events if e.type in clause and self.answers_duty(e, duty)]
            ended = [e for e in self.events if e.type == event.type and self.answers_duty(e, duty)]
            before = [e for e in ended if e.at.order < event.at.order]
            for one in begun:
                if at_or_after(event.at, one.at) and not any(at_or_after(e.at, one.at) for e in before):
                    return True
        return False

    def given(self, words: Mapping[str, Any], duty: Duty) -> dt.date | None:
        """The date that the named fact carries: of the latest event named beside the trigger, else of the trigger."""
        if "given" not in words:
            return None
        fact = words["given"]["fact"]
        beside = [e for e in self.events if e.type in words["given"].get("of", []) and self.answers_duty(e, duty)]
        for event in [*reversed(beside), duty.trigger]:
            value = self.fact(event, fact)
            if value is not None:
                return dt.date.fromisoformat(value)
        return None

    def ends(self, span: str, how: str, start: When) -> tuple[Due, Due]:
        """The strict and the lenient last moment of a span, by the convention that the rule names."""
        number = int(span.split(maxsplit=1)[0])
        match how:
            case "elapsed":
                return start.first + number * 3600, start.last + number * 3600
            case "working_days":
                return count.hverdage_in_both_readings(start.day, number)
            case "inclusive":
                day = count.days_with_the_first(start.day, number)
            case "exclusive":
                day = count.days_without_the_first(start.day, number)
            case "weeks":
                day = count.weeks_after(start.day, number)
            case "weeks_roll":
                day = count.weeks_for_a_party(start.day, number)
            case "calendar":
                months = number * (12 if "year" in span else 1)
                return count.months_in_both_readings(start.day, months)
            case _:
                raise AssertionError(how)
        return day, day

    # --- how a duty stands

    def settle(self, duty: Duty) -> Answer:
        """How the duty stands, by the kind of its rule."""
        rule = self.words(duty)
        if "window" in rule:
            return self.window(duty)
        if "may" in rule:
            return self.permission(duty)
        if isinstance(rule["clock"], dict) and "before" in rule["clock"]:
            return self.order_duty(duty)
        return self.obligation(duty)

    def answer(self, status: str, clock: Clock, needs: Iterable[str] = (), met_by: Iterable[str] = ()) -> Answer:
        """The status with the dates of the clock."""

        def show(due: Due | None) -> str | None:
            return None if due is None else count.format_instant(due) if isinstance(due, int) else due.isoformat()

        shown = tuple(sorted(needs)) if status == "undetermined" else ()
        return Answer(
            status, show(clock.strict), show(clock.lenient), shown, tuple(met_by), clock_start=str(clock.start)
        )

    def owed(self, duty: Duty) -> Truth:
        """Whether the duty is owed: by its conditions, and by what settles it after it has opened."""
        once = self.words(duty).get("once")
        if once is None:
            return duty.owed
        settled = self.holds({"any_of": once["any_of"]}, duty.trigger, duty.about, duty)
        if settled.value is not True and "unknown_without" in once:
            silent = not any(e.type in once["unknown_without"] and self.answers_duty(e, duty) for e in self.events)
            if silent:
                settled = Truth(None, settled.needs | frozenset(once["unknown_without"]))
        return every([duty.owed, settled])

    def obligation(self, duty: Duty) -> Answer:
        """A duty with a time limit, or with none: of fulfilment and waiver the earlier one decides."""
        clock = self.clock(duty)
        met, unclear = self.fulfilments(duty)
        waived, perhaps = self.waivers(duty)
        waiver_needs = self.deciding(perhaps)
        owed = self.owed(duty)
        if owed.value is False and not waived:
            return Answer("absent")
        replaced = self.replaced_since(duty, clock)
        first = met[0].at if met else None
        if waived and replaced is not None and not self.just_before(waived[0]).owed(duty).value:
            replaced = None
        if (
            replaced is not None
            and (first is None or first.first >= replaced)
            and not (waived and waived[0] < replaced)
            and (owed.value or met)
        ):
            maybe = [(since, truth) for since, truth in perhaps if since < replaced]
            if maybe and not met:
                return self.answer("undetermined", clock, self.deciding(maybe))
            return self.answer("replaced", clock)
        suspended = any(isinstance(clause, dict) and "until" in clause for clause in self.words(duty).get("unless", []))
        if waived and (first is None or (first.first > waived[0] and not suspended)):
            return self.answer("waived", clock)
        if met:
            if clock.unknown:
                return self.answer("undetermined", clock, clock.unknown)
            if waived and clock.strict is not None and waived[0] < min(end(clock.strict), met[0].at.first):
                return self.answer("met", clock, met_by=[met[0].id])
            return self.answer(self.in_time(met[0].at, clock), clock, met_by=[met[0].id])
        needs = waiver_needs | clock.unknown | frozenset().union(*(match.needs for _, match in unclear))
        needs |= owed.needs if owed.value is None else frozenset()
        if needs:
            return self.answer("undetermined", clock, needs)
        status = self.by_time(clock)
        if status == "overdue" and self.finished_between(duty, clock):
            status = "contested"
        return self.answer(status, clock)

    def finished_between(self, duty: Duty, clock: Clock) -> bool:
        """A provisional assessment that nobody made, of an examination that one of two readings calls finished in time.

        Whether it was owed at all stays unsettled.
        """
        words = self.words(duty)["clock"]
        if not isinstance(words, dict) or "as" not in words:
            return False
        (four_months,) = [d for d in self.all_four_months(duty) if d.trigger.id == duty.trigger.id]
        met, _ = self.fulfilments(four_months)
        return bool(met) and self.in_time(met[0].at, clock) == "met_contested"

    def in_time(self, done: When, clock: Clock) -> str:
        """Kept by the strict date: met; by the lenient one alone: met_contested; after both: met_late.

        A day alone against hours: by its latest reading for met, by its earliest for late.
        """
        if clock.strict is None or clock.lenient is None:
            return "met"
        if isinstance(clock.strict, int) and isinstance(clock.lenient, int):
            return "met" if done.last <= clock.strict else "met_late" if done.first > clock.lenient else "met_contested"
        return "met" if done.day <= clock.strict else "met_late" if done.day > clock.lenient else "met_contested"

    def by_time(self, clock: Clock) -> str:
        """Open without a number; else pending, due soon in the last quarter, contested, overdue."""
        if clock.strict is None or clock.lenient is None:
            return "open"
        if is_past(clock.lenient, self.at):
            return "overdue"
        if is_past(clock.strict, self.at):
            return "contested"
        gone, whole = self.at - clock.start.first, end(clock.strict) - clock.start.first
        return "due_soon" if 4 * gone >= 3 * whole else "pending"

    def limit(self, duty: Duty) -> When | None:
        """The named event of a duty of order: the trigger (an acute one as it was taken), or the first later one."""
        named = self.words(duty)["clock"]["before"]
        if named == "trigger":
            taken = self.fact(duty.trigger, "truffet")
            return duty.trigger.at if taken is None else moment(taken)
        later = [e for e in self.events if e.type == named and self.answers_duty(e, duty)]
        return later[0].at if later else None

    def order_duty(self, duty: Duty) -> Answer:
        """Anything that fulfils before the named event meets it, also before the trigger; none by then: breached."""
        clock = self.clock(duty)
        openings = {d.trigger.id: d.opened for d in self.openings(duty.rule)}
        limit = self.limit(duty)

        def concerns(event: Event) -> bool:
            step = event
            while step.of is not None:
                if step.of not in self.by_id:
                    return False
                step = self.by_id[step.of]
                if step.id in openings:
                    return step.id == duty.trigger.id
            return True

        must = listed(self.words(duty)["must"])
        told = [e for e in self.events if e.type in must and concerns(e)]
        done = [e for e in told if limit is None or surely_earlier(e.at, limit)]
        same_day = [e for e in told if limit is not None and maybe_earlier(e.at, limit)]
        left_out = [
            (e, self.matches(e, clause))
            for clause in self.words(duty).get("unless", [])
            for e in self.events
            if concerns(e)
        ]
        waived = [e for e, match in left_out if match.value]
        unknown = [match.needs for _, match in left_out if match.value is None]
        if waived and (not done or done[0].at.first > waived[0].at.first):
            return self.answer("waived", clock)
        if done:
            return self.answer("met", clock, met_by=[done[0].id])
        needs = frozenset().union(*unknown) | duty.owed.needs | (frozenset({"at"}) if same_day else frozenset())
        if needs:
            return self.answer("undetermined", clock, needs)
        return self.answer("open" if limit is None else "breached", clock)

    def permission(self, duty: Duty) -> Answer:
        """Used when its event came in time; available until the lenient date or what ends it; expired after that."""
        clock = self.clock(duty)
        used, unclear = self.fulfilments(duty)
        rule = self.words(duty)
        ended = [e.at for e in self.events if e.type in rule.get("ends_by", []) and self.answers_duty(e, duty)]
        in_time = [
            e
            for e in used
            if (clock.lenient is None or e.at.first < end(clock.lenient))
            and not (ended and e.at.first > ended[0].first)
        ]
        if in_time:
            return self.answer("used", clock, met_by=[in_time[0].id])
        needs = duty.owed.needs | frozenset().union(*(match.needs for _, match in unclear))
        if needs:
            return self.answer("undetermined", clock, needs)
        over = bool(ended) or (clock.lenient is not None and is_past(clock.lenient, self.at))
        return self.answer("expired" if over else "available", clock)

    def window(self, duty: Duty) -> Answer:
        """Lawful only from a day on: the act itself keeps it or breaks it."""
        clock = self.clock(duty)
        needs = clock.unknown | duty.owed.needs
        if needs:
            return self.answer("undetermined", clock, needs)
        assert isinstance(clock.strict, dt.date)
        lawful = duty.trigger.at.day >= clock.strict
        return self.answer("met" if lawful else "breached", clock, met_by=[duty.trigger.id] if lawful else [])

    # --- the provisional assessment

    def provisional_rule(self, duty: Duty) -> str | None:
        """The provisional assessment that follows where these four months are not kept."""
        then = self.words(duty).get("breach", {}).get("then")
        return then if then and "one_at_a_time" in self.words(duty) else None

    def provisional_made(self, duty: Duty) -> list[Event]:
        """The provisional assessments of an examination that was neither kept nor waived when they were made."""
        rule = self.provisional_rule(duty)
        if rule is None:
            return []
        wanted = self.oracle.rules[rule]["must"]
        met, _ = self.fulfilments(duty)
        waived, _ = self.waivers(duty)
        strict = self.clock(duty).strict
        assert strict is not None
        closed = [e.at.first for e in met[:1] if e.at.first < end(strict)] + waived[:1]
        return [
            e
            for e in self.events
            if e.type == wanted and self.answers_duty(e, duty) and not any(e.at.first >= c for c in closed)
        ]

    def replaced_since(self, duty: Duty, clock: Clock) -> int | None:
        """Made by the lenient due day, the provisional assessment takes the duty's place after the strict one."""
        made = self.provisional_made(duty)
        if not made or clock.strict is None or not isinstance(clock.lenient, dt.date):
            return None
        if made[0].at.day > clock.lenient:
            return None
        since = max(made[0].at.first, end(clock.strict))
        return since if self.at >= since else None

    def of_both(self, name: str) -> list[Duty]:
        """All that opened under a rule and under the one of the other law that continues it, or that it continues."""
        rule = self.oracle.rules[name]
        other = self.older(rule) or self.younger(rule)
        return [*self.openings(name), *(self.openings(other["id"]) if other else [])]

    def all_four_months(self, duty: Duty) -> list[Duty]:
        """The four months of both laws that the provisional assessment follows."""
        return self.of_both(self.words(duty)["clock"]["as"])

    def following(self, rule: Mapping[str, Any]) -> list[Duty]:
        """Listed once it is made, or when the examination is unfinished as the strict due day ends."""
        four = rule["when"]["follows"]
        if self.after_the_change and rule.get("transition") == "moves":
            kept = self.old.openings(rule["id"])
            return [*kept, *self._listed(rule, four, {d.trigger.id for d in kept})]
        older = self.older(rule)
        known = {d.trigger.id for d in self.old.openings(older["id"])} if self.after_the_change and older else set()
        return [*self.moved_to(rule), *self._listed(rule, four, known)]

    def _listed(self, rule: Mapping[str, Any], four: str, known: set[str]) -> list[Duty]:
        found = []
        for duty in self.openings(four):
            if duty.trigger.id in known:
                continue
            clock = self.clock(duty)
            assert clock.strict is not None
            if self.provisional_made(duty) or (is_past(clock.strict, self.at) and self.ended_unfinished(duty, clock)):
                found.append(replace(duty, rule=rule["id"], owed=TRUE))
        return found

    def ended_unfinished(self, duty: Duty, clock: Clock) -> bool:
        """As its strict day ended, the examination was surely owed, and neither finished nor waived.

        By what was known then, or by what is known now: what is waived or doubted later takes nothing back.
        """
        assert clock.strict is not None
        over = end(clock.strict)
        if any(e.at.first < over for e in self.fulfilments(duty)[0]):
            return False

        def surely(world: World) -> bool:
            waived, perhaps = world.waivers(duty)
            early = [since for since in [*waived, *(since for since, _ in perhaps)] if since < over]
            return bool(world.owed(duty).value) and not early

        return surely(self.just_before(over)) or surely(self)

    # --- the years of a duty that comes back

    def years(self, duty: Duty) -> Iterator[tuple[str, Answer]]:
        """One obligation for each year begun since the start, due as its anniversary ends."""
        number = 0
        words = self.words(duty)["clock"]
        acts = int(words["within"].split()[0])
        start = duty.trigger.at
        while True:
            number += 1
            before = count.months_in_both_readings(start.day, 12 * (number - 1)) if number > 1 else None
            begins = start.first if before is None else count.end_of(before[0])
            if number > 1 and self.at < begins:
                return
            strict, lenient = count.months_in_both_readings(start.day, 12 * number)
            met, unclear = self.fulfilments(duty)
            first_day = start.day if before is None else before[0] + count.DAY
            inside = [e for e in met if first_day <= e.at.day <= lenient]
            maybe = [(e, m) for e, m in unclear if first_day <= e.at.day <= lenient]
            waived, _ = self.waivers(duty)
            clock = Clock(start, strict, lenient)
            if (
                waived
                and waived[0] < count.end_of(strict)
                and (len(inside) < acts or inside[acts - 1].at.first > waived[0])
            ):
                yield f"#{number}", self.answer("waived", clock)
                return
            if len(inside) >= acts:
                yield (
                    f"#{number}",
                    self.answer(self.in_time(inside[acts - 1].at, clock), clock, met_by=[e.id for e in inside[:acts]]),
                )
                continue
            needs = duty.owed.needs
            if len(inside) + len(maybe) >= acts:
                needs |= frozenset().union(*(m.needs for _, m in maybe))
            yield f"#{number}", self.answer("undetermined" if needs else self.by_time(clock), clock, needs)

    # --- the whole answer

    def answers(self) -> dict[tuple[str, str], Answer]:
        """Every duty of the case by its rule and its trigger."""
        found: dict[tuple[str, str], Answer] = {}
        breaches: list[tuple[int, str, str]] = []
        for rule_id, rule in self.oracle.rules.items():
            for duty in self.openings(rule_id):
                if not duty.moved and rule["law"] == "serviceloven" and self.gone_over(duty):
                    continue
                rolling = isinstance(rule["clock"], dict) and rule["clock"].get("count") == "rolling"
                parts = list(self.years(duty)) if rolling else [("", self.settle(duty))]
                for suffix, answer in parts:
                    if answer.status == "absent":
                        continue
                    from_before = rule["law"] == "serviceloven" and self.after_the_change and answer.status in UNMET
                    shown = replace(answer, transition=self.of_both_laws(duty) or from_before)
                    key = (rule_id, duty.trigger.id + suffix)
                    assert key not in found, key
                    found[key] = shown
                    if "must" in rule and rule["who"] in self.oracle.municipal and answer.status in BREACH:
                        breaches.append((self.broken_at(duty, answer), rule_id, duty.trigger.id))
        if breaches:
            self.anybody_may_notify(found, min(breaches)[2])
        return found

    def of_both_laws(self, duty: Duty) -> bool:
        """Whether it came over from serviceloven."""
        return duty.moved or duty.commenced is not None

    def gone_over(self, duty: Duty) -> bool:
        """Shown under the old paragraph in 2023 and under the new one from 2024."""
        rule = self.words(duty)
        if not self.after_the_change or rule.get("transition") != "moves":
            return False
        return any(
            d.trigger.id == duty.trigger.id and self.old.settle(d).status in UNMET for d in self.old.openings(duty.rule)
        )

    def broken_at(self, duty: Duty, answer: Answer) -> int:
        """The first instant at which the duty is broken."""
        if answer.lenient is None:
            limit = self.limit(duty)
            assert limit is not None
            return limit.first
        return (
            count.parse_instant(answer.lenient) + 1
            if "T" in answer.lenient
            else count.end_of(dt.date.fromisoformat(answer.lenient))
        )

    def anybody_may_notify(self, found: dict[tuple[str, str], Answer], first: str) -> None:
        """One row a case, with the trigger of the first duty of the municipality that is broken."""
        rules = self.oracle.rules
        old_name, new_name = [
            next(i for i, r in rules.items() if r["when"] == {"breach_by": "municipality"} and r["law"] == law)
            for law in ("serviceloven", "barnets_lov")
        ]
        if not self.after_the_change:
            found[old_name, first] = Answer("available", clock_start=self.shown_since(first))
        else:
            found[new_name, first] = Answer(
                "available", clock_start=self.shown_since(first), transition=self.by_id[first].at.first < CHANGE
            )

    def shown_since(self, first: str) -> str:
        """When the duty that is broken first was opened."""
        return str(self.by_id[first].at)
