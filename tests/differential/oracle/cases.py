"""Cases before Ankestyrelsen or a court: a state in which a duty rests, and a period that a case holds up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.differential.oracle.records import Clock, Duty
from tests.differential.oracle.rule_files import as_list, split_pattern
from tests.differential.oracle.states import agree_on
from tests.differential.oracle.values import FALSE, Event, Moment, Truth, any_of, is_at_or_after, moment_of_instant

if TYPE_CHECKING:
    from tests.differential.oracle.evaluation import CaseAtInstant

STATE = "sag_verserer"
Period = tuple[Moment, Moment | None]


class Cases:
    """Cases before Ankestyrelsen or a court."""

    def decision_types(self: CaseAtInstant) -> set[str]:
        """Return the types of a decision: those that a notice of a decision can be about."""
        return {split_pattern(one)[0] for one in self.rule_files.words["afgoerelse_meddelt"]["about"]}

    def nearest_decisions(self: CaseAtInstant, event: Event) -> list[Event]:
        """Return the nearest decision on each way of an event, where there is one."""
        kinds = self.decision_types()
        found = [next((x for x in way.steps if x.type in kinds), None) for way in self.ways(event)]
        return [x for x in found if x is not None]

    def is_on_a_placement(self: CaseAtInstant, case: Event) -> Truth:
        """Whether the case is on a placement, by the nearest decision on its way."""
        nearest = self.nearest_decisions(case)
        if not nearest:
            return Truth(None, frozenset({"of"}))
        return any_of(self.match_any(x, self.rule_files.states[STATE]["about_one_of"]) for x in nearest)

    def case_periods(
        self: CaseAtInstant, before: Moment | None = None
    ) -> Iterator[tuple[Moment, Moment | None, Truth]]:
        """Yield each case that began before a moment with its begin, its end, and whether it is on a placement."""
        for spell in self.rule_files.states[STATE]["spells"]:
            for begun in self.events:
                if begun.type != spell["started_by"] or (before is not None and begun.at.first >= before.first):
                    continue
                subject = self.subject_of_thing(begun)
                ends = [
                    e
                    for e in self.events
                    if e.type in as_list(spell["ended_by"]) and self.touch(e, subject, ("run", e.type))
                ]
                end = ends[0].at if ends else None
                if end is not None and end.first <= begun.at.first < end.last:
                    # Ended on the day of its beginning, nobody knows when: it ran on that day.
                    end = replace(end, first=begun.at.first + 1)
                yield begun.at, end, self.is_on_a_placement(begun)

    def case_at(
        self: CaseAtInstant, second: int, worlds: list[CaseAtInstant] | None = None, before: Moment | None = None
    ) -> Truth:
        """Whether a case on the placement is there at an instant, whichever case each waiting event ended."""
        return agree_on(
            [
                any_of(
                    truth
                    for begin, end, truth in world.case_periods(before)
                    if begin.first <= second and (end is None or second < end.first)
                )
                for world in worlds or self.worlds_of_cases()
            ]
        )

    def worlds_of_cases(self: CaseAtInstant) -> list[CaseAtInstant]:
        """Return the case as it is whichever of the cases each waiting event has ended."""
        spells = self.rule_files.states[STATE]["spells"]
        return self.worlds_of([("run", kind) for spell in spells for kind in as_list(spell["ended_by"])])

    def met_at_rest(self: CaseAtInstant, duty: Duty, act: Event) -> bool:
        """Whether the duty was met, whichever case each waiting event ended, while it rested.

        For a case that surely lets it rest, and that began no later than its day: the day without cases that may.
        """
        words = self.rule_of(duty)["clock"]
        if "rests_while" not in words:
            return False
        days = int(words["within"].split()[0])
        return all(world.met_at_rest_as_assumed(duty, act, days) for world in self.worlds_of_cases())

    def met_at_rest_as_assumed(self: CaseAtInstant, duty: Duty, act: Event, days: int) -> bool:
        """Whether the duty was met while it rested, where each waiting event ended what it ended here."""
        _, _, latest = self.rested([self], duty, days, perhaps=False)
        return any(
            begin.first <= act.at.first
            and (end is None or act.at.first < end.first)
            and (latest is None or begin.day <= latest)
            for begin, end in self.resting_periods([self], perhaps=False)
        )

    def may_be_at(self: CaseAtInstant, second: int, worlds: list[CaseAtInstant], before: Moment | None) -> bool:
        """Whether a case on the placement was there, or may have been: one that may count once it has ended."""
        return any(
            begin.first <= second
            and (end is None or second < end.first)
            and (truth.value or (truth.value is None and end is not None))
            for world in worlds
            for begin, end, truth in world.case_periods(before)
        )

    def resting_periods(
        self: CaseAtInstant, worlds: list[CaseAtInstant], *, perhaps: bool, before: Moment | None = None
    ) -> list[Period]:
        """Return the periods in which a case was there (surely, or perhaps); overlapping cases are one.

        A case that began after the act that met the duty moves no date.
        """
        moments = sorted(
            {m for world in worlds for begin, end, _ in world.case_periods(before) for m in (begin, end) if m},
            key=lambda m: m.order,
        )
        found: list[Period] = []
        begun: Moment | None = None
        for moment in moments:
            sure = self.case_at(moment.first, worlds, before).value is True
            held = self.may_be_at(moment.first, worlds, before) if perhaps else sure
            if held and begun is None:
                begun = moment
            elif not held and begun is not None:
                found.append((begun, moment))
                begun = None
        return [*found, (begun, None)] if begun is not None else found

    def resting_clock(self: CaseAtInstant, duty: Duty, days: int) -> Clock:
        """Return the clock of a duty that rests while a case on the placement is there.

        Where nobody knows which case an event ended: of the ways that give a date the earliest and the latest.
        """
        clocks = [self.resting_clock_in([world], duty, days) for world in self.worlds_of_cases()]
        dated = [one for one in clocks if one.strict is not None]
        start = min((one.start for one in dated or clocks), key=lambda m: m.order)
        strict = [one.strict for one in dated if isinstance(one.strict, dt.date)]
        lenient = [one.lenient for one in dated if isinstance(one.lenient, dt.date)]
        return Clock(start, min(strict, default=None), max(lenient, default=None))

    def resting_clock_in(self: CaseAtInstant, worlds: list[CaseAtInstant], duty: Duty, days: int) -> Clock:
        """Return the clock where each waiting event ended what it ended in these worlds."""
        start, strict, sure = self.rested(worlds, duty, days, perhaps=False)
        _, _, lenient = self.rested(worlds, duty, days, perhaps=True)
        if strict is None:
            return Clock(start, None, None)
        assert sure is not None
        return Clock(start, strict, max(sure, lenient or sure))

    def rested(
        self: CaseAtInstant, worlds: list[CaseAtInstant], duty: Duty, days: int, *, perhaps: bool
    ) -> tuple[Moment, dt.date | None, dt.date | None]:
        """Return the start and the strict and lenient day, where the cases hold surely, or where they hold perhaps."""
        request = duty.trigger.at
        start = request
        met, _ = self.fulfilling_events(duty)
        periods = self.resting_periods(worlds, perhaps=perhaps, before=met[0].at if met else None)
        for begin, end in periods:
            if begin.first <= request.first and (end is None or request.first < end.first):
                if end is None:
                    return request, None, None
                start = end
        span = dt.timedelta(days=days)
        strict = lenient = start.day + span
        for begin, end in periods:
            if begin.first > start.first and begin.day <= lenient and end is not None:
                lenient = max(lenient, end.day + span)
        return start, strict, lenient

    def holding_up(self: CaseAtInstant, duty: Duty) -> list[tuple[Moment, Event | None]]:
        """Return the cases that held the period up, each with the event that ended it."""
        found: list[tuple[Moment, Event | None]] = []
        for words in self.rule_of(duty)["clock"].get("suspended_by", []):
            for begun in self.events:
                if begun.type != words["from"] or not is_at_or_after(begun.at, duty.opened):
                    continue
                if not self.is_open_at(begun, duty):
                    continue
                nearest = self.nearest_decisions(begun)
                if nearest and duty.trigger.id not in {x.id for x in nearest}:
                    continue
                subject = self.subject_of_thing(begun, self.rule_files.types_beside(begun.type))
                ends = [e for e in self.events if e.type == words["to"] and self.touch(e, subject, ("run", e.type))]
                found.append((begun.at, ends[0] if ends else None))
        return found

    def missing_while_held_up(self: CaseAtInstant, duty: Duty) -> frozenset[str]:
        """Return what is missing while a case runs: a decision, and `of` where an earlier one may have ended it."""
        runs = [any(end is None for _, end in world.holding_up(duty)) for world in self.worlds_of_cases()]
        if not any(runs):
            return frozenset()
        return frozenset({"ankestyrelsen_afgjort"}) if all(runs) else frozenset({"ankestyrelsen_afgjort", "of"})

    def days_held_up(self: CaseAtInstant, duty: Duty, date: dt.date) -> int:
        """Return on how many days a case ran, at most where nobody knows which case an event ended."""
        return max(len(world.days_of_cases(duty, date)) for world in self.worlds_of_cases())

    def days_of_cases(self: CaseAtInstant, duty: Duty, date: dt.date) -> set[dt.date]:
        """Return the days on which a case ran.

        One that ended after the duty was answered, or runs still, counts up to that answer where it came after the
        date, else not at all.
        """
        met = self.fulfilling_events(duty)[0][:1]
        answers = [e.at for e in met]
        answers += [moment_of_instant(second) for second in self.waiver_starts(duty)[0][:1]]
        answer = min(answers, key=lambda m: m.order, default=None)
        days: set[dt.date] = set()
        for begin, end in self.holding_up(duty):
            last = end.at if end is not None else None
            # What ended the case in the moment of the act that met the duty comes after it where it stands behind it.
            is_behind = last is not None and answer is not None and last.order > answer.order
            if end is not None and met and answer == met[0].at:
                is_behind = self.position(end) > self.position(met[0])
            if answer is not None and (end is None or is_behind):
                last = answer if answer.day > date else None
            if last is not None:
                days |= {begin.day + dt.timedelta(days=n) for n in range((last.day - begin.day).days)}
        return days

    def rests_now(self: CaseAtInstant, duty: Duty) -> Truth:
        """Whether a case on the placement is there now that the duty rests for."""
        clauses = [c for c in self.rule_of(duty).get("unless", []) if isinstance(c, dict) and "state" in c]
        # By all that has happened: one that ended on the day of its beginning is over, also in that very second.
        return self.case_at(self.at + 1) if clauses else FALSE
