"""The start and the two last moments of a duty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.differential import plain_day_count as count
from tests.differential.oracle.records import Clock, Due, Duty
from tests.differential.oracle.values import Event, Moment, is_at_or_after, is_earlier, parse_moment

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
        if how == "event":
            moving = [e for e in self.events if e.type == what and duty is not None and self.is_answer_to(e, duty)]
            return (moving[-1].at if moving else trigger.at), frozenset()
        assert how == "earlier_event", words
        step = trigger
        while step.of is not None and step.of in self.by_id:
            step = self.by_id[step.of]
            if step.type == what:
                return step.at, frozenset()
        before = [e for e in self.events if e.type == what and e.at.first <= trigger.at.first]
        return (before[-1].at if before else trigger.at), frozenset()

    def deadlines_of(self: CaseAtInstant, duty: Duty) -> Clock:
        """Return the clock of a duty."""
        words = self.rule_of(duty)["clock"]
        if duty.commenced:
            return Clock(duty.commenced, None, None)
        if not isinstance(words, dict) or "before" in words:
            return Clock(duty.trigger.at, None, None)
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
        strict_start, lenient_start, needs = self.clock_starts(words, duty.trigger, duty)
        given = self.date_from_fact(words, duty)
        if given is not None:
            return Clock(strict_start or duty.trigger.at, given, given)
        if "within" not in words:
            return Clock(duty.trigger.at, None, None)
        if strict_start is None or lenient_start is None:
            return Clock(duty.trigger.at, None, None, needs)
        span = words.get("within_for", {}).get(duty.trigger.type, words["within"])
        long = span if isinstance(span, dict) else {"strict": span, "lenient": span}
        strict = self.ends_of_span(long["strict"], words["count"], strict_start)[0]
        lenient = self.ends_of_span(long["lenient"], words["count"], lenient_start)[1]
        if "earliest_of" in words:
            others = [
                e.at.day for e in self.events if e.type in words["earliest_of"] and is_at_or_after(e.at, duty.opened)
            ]
            strict, lenient = min([strict, *others]), min([lenient, *others])
        if "restarts_after" in words:
            ended = [
                e.at for e in self.events if e.type in words["restarts_after"] and self.is_end_of_suspension(e, duty)
            ]
            if ended:
                lenient = max(lenient, self.ends_of_span(long["lenient"], words["count"], ended[-1])[1])
        return Clock(strict_start, strict, lenient)

    def is_end_of_suspension(self: CaseAtInstant, event: Event, duty: Duty) -> bool:
        """Whether the event is the first decision after the start of a suspension of the duty."""
        if not self.is_answer_to(event, duty):
            return False
        for clause in self.rule_of(duty)["unless"]:
            if clause["until"] != event.type:
                continue
            begun = [e for e in self.events if e.type in clause and self.is_answer_to(e, duty)]
            ended = [e for e in self.events if e.type == event.type and self.is_answer_to(e, duty)]
            before = [e for e in ended if e.at.order < event.at.order]
            for one in begun:
                if is_at_or_after(event.at, one.at) and not any(is_at_or_after(e.at, one.at) for e in before):
                    return True
        return False

    def date_from_fact(self: CaseAtInstant, words: Mapping[str, Any], duty: Duty) -> dt.date | None:
        """Return the date in the named fact: of the latest event named beside the trigger, else of the trigger."""
        if "given" not in words:
            return None
        fact = words["given"]["fact"]
        beside = [e for e in self.events if e.type in words["given"].get("of", []) and self.is_answer_to(e, duty)]
        for event in [*reversed(beside), duty.trigger]:
            value = self.fact_value(event, fact)
            if value is not None:
                return dt.date.fromisoformat(value)
        return None

    def ends_of_span(self: CaseAtInstant, span: str, how: str, start: Moment) -> tuple[Due, Due]:
        """Return the strict and the lenient end of a span, by the counting convention of the rule."""
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
