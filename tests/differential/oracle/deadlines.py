"""The start and the two last moments of a duty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.differential import plain_day_count as count
from tests.differential.oracle.records import Clock, Due, Duty
from tests.differential.oracle.rule_files import as_list
from tests.differential.oracle.values import (
    Event,
    Moment,
    Truth,
    all_of,
    is_after,
    is_at_or_after,
    is_earlier,
    parse_moment,
)

if TYPE_CHECKING:
    from tests.differential.oracle.evaluation import CaseAtInstant


class Deadlines:
    """The start and the two last moments of a duty."""

    def clock_starts(
        self: CaseAtInstant, clock: Mapping[str, Any], trigger: Event, duty: Duty | None
    ) -> tuple[Moment | None, Moment | None, frozenset[str]]:
        """Return the starts of the clock in the strict and the lenient reading, and the missing facts."""
        words = clock.get("from", "trigger")
        if isinstance(words, dict) and "strict" in words:
            strict, needs_strict = self.clock_start_of(words["strict"], trigger, duty)
            lenient, needs_lenient = self.clock_start_of(words["lenient"], trigger, duty)
            return strict, lenient, needs_strict | needs_lenient
        if isinstance(words, dict) and "earlier_event" in words:
            starts = self.starts_at_earlier_event(words["earlier_event"], trigger)
            return starts[0], starts[-1], frozenset()
        start, needs = self.clock_start_of(words, trigger, duty)
        return start, start, needs

    def clock_start_of(
        self: CaseAtInstant, words: Any, trigger: Event, duty: Duty | None
    ) -> tuple[Moment | None, frozenset[str]]:
        """Return the start of the clock in one reading, and the missing facts."""
        if words == "trigger":
            return trigger.at, frozenset()
        ((how, what),) = words.items()
        if how == "earlier":
            given = self.fact_value(trigger, what)
            known = parse_moment(given) if given is not None else None
            return (known if known is not None and is_earlier(known, trigger.at) else trigger.at), frozenset()
        if how == "fact":
            given = self.fact_value(trigger, what)
            return (None, frozenset({what})) if given is None else (parse_moment(given), frozenset())
        assert how == "event", words
        moving = self.moving_events(what, duty) if duty is not None else []
        return (moving[-1].at if moving else trigger.at), frozenset()

    def starts_at_earlier_event(self: CaseAtInstant, kind: str, trigger: Event) -> list[Moment]:
        """Return when the events came that the trigger is about, nearest on each way; else the last one by then."""
        nearest = [next((e for e in way.steps if e.type == kind), None) for way in self.ways(trigger)]
        named = sorted((e for e in nearest if e is not None), key=self.position)
        before = [e for e in self.events if e.type == kind and e.at.first <= trigger.at.first]
        return [e.at for e in named or before[-1:] or [trigger]]

    def moving_events(self: CaseAtInstant, kind: str, duty: Duty, *, perhaps: bool = False) -> list[Event]:
        """Return the events that move the clock: those that touch the duty while it is unanswered."""
        return [
            e
            for e in self.events
            if e.type == kind
            and ((touched := self.touch_duty(e, duty)) or (perhaps and touched is None))
            and self.is_open_at(e, duty)
        ]

    def is_open_at(self: CaseAtInstant, event: Event, duty: Duty) -> bool:
        """Whether the duty was unanswered just before an event, also by what was settled only later."""
        if not self.before_event(event).is_unanswered(duty):
            return False
        met, _ = self.fulfilling_events(duty)
        waived, _ = self.waiver_starts(duty)
        return not any(self.position(e) < self.position(event) for e in met) and not any(
            start < event.at.first for start in waived
        )

    def deadlines_of(self: CaseAtInstant, duty: Duty) -> Clock:
        """Return the clock of a duty."""
        words = self.rule_of(duty)["clock"]
        if duty.commenced:
            return Clock(duty.commenced, None, None)
        if not isinstance(words, dict) or "before" in words:
            return Clock(self.start_of_unmet(duty.rule, duty.trigger) or duty.trigger.at, None, None)
        if "as" in words:
            (four_months,) = [d for d in self.examination_duties(duty) if d.trigger.id == duty.trigger.id]
            return self.deadlines_of(four_months)
        if "not_before" in words:
            due_date = self.case.get("barn", {}).get("termin")
            if due_date is None:
                return Clock(duty.trigger.at, None, None, frozenset({"termin"}))
            lead_months, unit, _, anchor = words["not_before"].split()
            assert (unit, anchor) == ("months", "barn.termin"), words
            first = count.months_after(dt.date.fromisoformat(due_date), -int(lead_months), end_sticks=False)
            return Clock(duty.trigger.at, first, first)
        if "not_after" in words:
            return self.before_the_birthday(words, duty)
        if "rests_while" in words:
            return self.resting_clock(duty, int(words["within"].split()[0]))
        return self.counted_clock(words, duty)

    def start_of_unmet(self: CaseAtInstant, rule_id: str, trigger: Event) -> Moment | None:
        """Return the clock start of the duty that was unmet, where that opened this one."""
        for words in as_list(self.rule_files.rules[rule_id]["when"]):
            if isinstance(words, dict) and "unmet" in words:
                for duty in self.duties_of_rule(words["unmet"]):
                    if duty.trigger.id == trigger.id:
                        return self.deadlines_of(duty).start
        return None

    def before_the_birthday(self: CaseAtInstant, words: Mapping[str, Any], duty: Duty) -> Clock:
        """Return so many months before a birthday, in one step from the birth date; none where that is past."""
        born = self.case.get("barn", {}).get("foedselsdato")
        if born is None:
            return Clock(duty.trigger.at, None, None, frozenset({"foedselsdato"}))
        months, _, _, _, birthday, _ = words["not_after"].split()
        years = int(birthday.removesuffix("th"))
        day = count.months_after(dt.date.fromisoformat(born), 12 * years - int(months), end_sticks=False)
        if duty.trigger.at.day > day:
            return Clock(duty.trigger.at, None, None)
        return Clock(duty.trigger.at, day, day)

    def counted_clock(self: CaseAtInstant, words: Mapping[str, Any], duty: Duty) -> Clock:
        """Return the clock that counts from its start, or that a fact gives."""
        strict_start, lenient_start, needs = self.clock_starts(words, duty.trigger, duty)
        if "given" in words:
            given = self.given_clock(words, duty, strict_start or duty.trigger.at)
            if given is not None:
                return given
        if "within" not in words:
            return Clock(duty.trigger.at, None, None)
        if strict_start is None or lenient_start is None:
            return Clock(duty.trigger.at, None, None, needs)
        span, how = words["within"], words["count"]
        strict = self.ends_of_span(span, how, strict_start)[0]
        lenient = self.ends_of_span(span, how, lenient_start)[1]
        strict, lenient = min(strict, lenient), max(strict, lenient)
        start_words = words.get("from", "trigger")
        moving = start_words.get("lenient", {}) if isinstance(start_words, dict) else {}
        if isinstance(moving, dict) and "event" in moving:
            for event in self.moving_events(moving["event"], duty, perhaps=True):
                lenient = max(lenient, self.ends_of_span(span, how, event.at)[1])
        if "parallel" in words:
            strict, lenient = self.parallel_ends(words, duty, strict, lenient)
        if "renewed_after" in words:
            lenient = self.renewed_end(words, duty, lenient)
        return self.held_up(words, duty, Clock(strict_start, strict, lenient))

    def held_up(self: CaseAtInstant, words: Mapping[str, Any], duty: Duty, clock: Clock) -> Clock:
        """Return the clock where a case held the period up: lenient adds the days that it ran."""
        if "suspended_by" not in words or not isinstance(clock.lenient, dt.date):
            return clock
        return replace(clock, lenient=clock.lenient + dt.timedelta(days=self.days_held_up(duty, clock.lenient)))

    def given_clock(self: CaseAtInstant, words: Mapping[str, Any], duty: Duty, start: Moment) -> Clock | None:
        """Return the clock that a fact gives: of the event that moved it, else of the trigger."""
        given = words["given"]

        def told_by(event: Event) -> dt.date | None:
            value = self.fact_value(event, given["fact"])
            return None if value is None else dt.date.fromisoformat(value)

        beside = [kind for kind in as_list(given.get("of", [])) if kind != "trigger"]
        moving = [e for kind in beside for e in self.moving_events(kind, duty)]
        own = told_by(duty.trigger)
        if moving:
            final = told_by(moving[-1])
            if final is not None:
                return Clock(start, final, final)
            if own is None:
                return None
            strict, lenient = self.ends_of_span(words["within"], words["count"], moving[-1].at)
            return Clock(start, min(own, strict), max(own, lenient))
        if own is None:
            return None
        if "latest" in given:
            strict, _ = self.ends_of_span(given["latest"], "calendar", duty.trigger.at)
            return self.held_up(words, duty, Clock(start, min(own, strict), own))
        return Clock(start, own, self.renewed_end(words, duty, own) if "renewed_after" in words else own)

    def renewed_end(self: CaseAtInstant, words: Mapping[str, Any], duty: Duty, lenient: Due) -> Due:
        """Return the later of the date and the term from the last decision of Ankestyrelsen or judgment over it."""
        if any(self.moving_events(kind, duty) for kind in as_list(words["given"]["of"])):
            return lenient
        over = [
            e
            for e in self.events
            if e.type in words["renewed_after"]
            and e.id != duty.trigger.id
            and is_at_or_after(e.at, duty.opened)
            and (not (near := self.nearest_decisions(e)) or duty.trigger.id in {x.id for x in near})
            and self.is_open_at(e, duty)
        ]
        if not any(e.type == words["renewed_after"][0] for e in over):
            return lenient
        assert isinstance(lenient, dt.date)
        ends = [self.ends_of_span(words["within"], words["count"], e.at)[1] for e in over[-1:]]
        return max(lenient, *(end for end in ends if isinstance(end, dt.date)))

    def parallel_ends(
        self: CaseAtInstant, words: Mapping[str, Any], duty: Duty, strict: Due, lenient: Due
    ) -> tuple[Due, Due]:
        """Return the dates where an examination or a mapping ends that ran beside the measure."""
        rows, sure = self.parallel_words(words, duty)
        for one in words["parallel"]:
            for begun in self.events:
                match = self.match_any(begun, one["began"])
                if match.value is False:
                    continue
                subject = self.subject_of_thing(begun)
                ends = [e for e in self.events if e.type == one["ends"] and self.touch(e, subject, ("par", e.type))]
                if not ends or not is_after(ends[0].at, duty.trigger.at):
                    continue
                if not self.is_open_at(ends[0], duty):
                    continue
                before = is_at_or_after(duty.trigger.at, begun.at)
                certainties = {row["begun_before" if before else "begun_after"] for row in rows}
                if not certainties - {"never"}:
                    continue
                assert isinstance(strict, dt.date)
                assert isinstance(lenient, dt.date)
                strict = min(strict, ends[0].at.day)
                if certainties == {"surely"} and sure and match.value:
                    lenient = min(lenient, ends[0].at.day)
        return strict, lenient

    def parallel_words(
        self: CaseAtInstant, words: Mapping[str, Any], duty: Duty
    ) -> tuple[list[Mapping[str, Any]], bool]:
        """Return the row that fits the measure for sure, else those that may fit it, and whether it is sure.

        Where the kind of the measure is not told, one of its values gives one date and another one another.
        """
        perhaps: list[Mapping[str, Any]] = []
        for row in words["parallel_for"]:
            fits = all_of(
                self.is_of_decision(row, words["parallel_for"], duty.trigger)
                if name == "about"
                else self.compare_fact(duty.trigger, name, value)
                for name, value in row.items()
                if name not in {"begun_before", "begun_after", "none"}
            )
            if fits.value:
                return [row], True
            if fits.value is None:
                perhaps.append(row)
        return perhaps, False

    def is_of_decision(
        self: CaseAtInstant, row: Mapping[str, Any], rows: list[Mapping[str, Any]], trigger: Event
    ) -> Truth:
        """Whether the measure is of this decision: not where it names one of another kind, or where there is none."""
        kinds = {kind for one in rows for kind in one.get("about", {})}
        (kind,) = row["about"]
        named = {step.type for way in self.ways(trigger) for step in [s for s in way.steps if s.type in kinds][:1]}
        if named and kind not in named:
            return Truth(value=False)
        if row.get("none") == "false" and not any(
            e.type == kind and is_at_or_after(trigger.at, e.at) for e in self.events
        ):
            return Truth(value=False)
        return self.is_about(row["about"], trigger)

    def ends_of_span(self: CaseAtInstant, span: str, how: str, start: Moment) -> tuple[Due, Due]:
        """Return the strict and the lenient end of a span, by the counting convention of the rule."""
        number = int(span.split(maxsplit=1)[0])
        match how:
            case "elapsed":
                return start.first + number * 3600, start.last + number * 3600
            case "working_days":
                return count.hverdage_in_both_readings(start.day, number)
            case "weekdays":
                return count.weekdays_in_both_readings(start.day, number)
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
