"""Time limits of a complaint that a request interrupts (forvaltningsloven § 17; § 20, stk. 3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.differential import plain_day_count as count
from tests.differential.oracle.records import Duty
from tests.differential.oracle.values import Event, is_at_or_after

if TYPE_CHECKING:
    from tests.differential.oracle.correlation import Subject
    from tests.differential.oracle.evaluation import CaseAtInstant


@dataclass(frozen=True)
class Interruption:
    """The dates after all requests; `still` where the time limit stands still, `needs` where nobody knows."""

    strict: dt.date
    lenient: dt.date
    still: bool = False
    needs: frozenset[str] = frozenset()


class Complaints:
    """Time limits that a request interrupts."""

    def interrupted(self: CaseAtInstant, duty: Duty, base: dt.date) -> Interruption:
        """Return the dates after the requests, whichever request each waiting answer is about.

        Of the ways that give a date the earliest and the latest; the time limit stands still where none gives one.
        """
        kinds = self.rule_of(duty)["clock"]["interrupted_by"]
        worlds = self.worlds_of([("ask", one["asked"], one["answered"]) for one in kinds])
        found = [world.interrupted_as_assumed(duty, base) for world in worlds]
        dated = [one for one in found if not one.still]
        if not dated:
            return found[0]
        needs = frozenset[str]().union(*(one.needs for one in dated))
        if len(set(found)) > 1:
            needs |= {"of"}
        return Interruption(
            min(one.strict for one in dated), max(one.lenient for one in dated), still=False, needs=needs
        )

    def interrupted_as_assumed(
        self: CaseAtInstant, duty: Duty, base: dt.date, until: Event | None = None
    ) -> Interruption:
        """Return the dates after each request, one after the other: those that come while the duty is unanswered.

        With `until`, those before that request, whether or not a complaint had been lodged.
        """
        words = self.rule_of(duty)["clock"]
        kinds = {one["asked"]: one for one in words["interrupted_by"]}
        least = int(words["least_after"].split()[0])
        strict = lenient = base
        needs: set[str] = set()
        unsure: set[str] = set()
        still = False
        for request in self.events:
            if request.type not in kinds or not self.touch_duty(request, duty):
                continue
            if until is not None and self.position(request) >= self.position(until):
                break
            if until is None and not self.is_open_at(request, duty):
                continue
            if request.at.day > lenient or still:
                continue
            fact = kinds[request.type]["if"]
            told = self.fact_value(request, fact)
            if told is False:
                continue
            ambiguous = not request.of and self.limits_ahead(request) > 1
            known = told is True and not ambiguous and request.at.day <= strict
            # One past the strict day counts by what is unknown of those before it.
            asks = ({fact} if told is None else set()) | ({"of"} if ambiguous else set()) or unsure
            unsure = unsure if known else unsure | asks
            subject = replace(self.subject_of_thing(request), is_left_to_the_last=False)
            answers = [
                e
                for e in self.events
                if e.type == kinds[request.type]["answered"]
                and self.touch(e, subject, ("ask", request.type, e.type)) is not False
            ]
            if not answers:
                if known:
                    still = True
                else:
                    needs |= asks | self.needed_of_answers(kinds[request.type]["answered"], subject)
                continue
            if not self.touch(answers[0], subject, ("ask", request.type, answers[0].type)):
                needs |= {"of", fact} if told is None else {"of"}
            after = self.moved_by(request, answers[0], lenient, least)
            strict = self.moved_by(request, answers[0], strict, least) if known else strict
            lenient = after
        return Interruption(strict, lenient, still, frozenset(needs))

    def needed_of_answers(self: CaseAtInstant, kind: str, request: Subject) -> frozenset[str]:
        """Return `of` where an answer that names no request counts for another one, and may be about this one."""
        unnamed = [e for e in self.events if e.type == kind and self.names_no_thing(e)]
        later = [e for e in unnamed if is_at_or_after(e.at, request.opened)]
        return frozenset({"of"} if any(self.is_touched_plainly(e, request) for e in later) else ())

    def moved_by(self: CaseAtInstant, request: Event, answer: Event, date: dt.date, least: int) -> dt.date:
        """Return the date after an answer: what was left of the time, and at least so many days."""
        left = max((date - request.at.day).days, least)
        day = answer.at.day + dt.timedelta(days=left)
        while count.moves_the_end_for_a_party(day):
            day += count.DAY
        return max(day, date)

    def limits_ahead(self: CaseAtInstant, request: Event) -> int:
        """Return of how many decisions the time limit of a complaint lay ahead as the request came."""
        found: set[str] = set()
        for rule_id, rule in self.rule_files.rules.items():
            if not isinstance(rule["clock"], dict) or "interrupted_by" not in rule["clock"]:
                continue
            for duty in self.duties_of_rule(rule_id):
                if not is_at_or_after(request.at, duty.trigger.at):
                    continue
                base = self.deadlines_of(duty).strict
                assert isinstance(base, dt.date)
                moved = self.interrupted_as_assumed(duty, base, until=request)
                if moved.still or request.at.day <= moved.strict:
                    found.add(duty.trigger.id)
        return len(found)
