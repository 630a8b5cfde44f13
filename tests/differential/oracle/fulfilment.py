"""Which events fulfil and which waive a duty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from tests.differential import plain_day_count as count
from tests.differential.oracle.records import Duty
from tests.differential.oracle.rule_files import as_list, split_pattern
from tests.differential.oracle.values import FALSE, TRUE, Event, Truth, all_of, any_of, is_at_or_after, negation

if TYPE_CHECKING:
    from tests.differential.oracle.evaluation import CaseAtInstant


class Fulfilment:
    """Which events fulfil and which waive a duty."""

    def fulfilling_events(self: CaseAtInstant, duty: Duty) -> tuple[list[Event], list[tuple[Event, Truth]]]:
        """Return the fulfilling events in order of time, and those that may fulfil it."""
        found = [
            (e, all_of([match, touched]))
            for e in self.events
            if (match := self.match_answer(e, duty)).value is not False
            and (touched := self.touch_truth(e, duty)).value is not False
        ]
        return [e for e, match in found if match.value], [(e, match) for e, match in found if match.value is None]

    def match_answer(self: CaseAtInstant, event: Event, duty: Duty) -> Truth:
        """Whether the event is one that meets the duty, by its type and facts and by the facts of the trigger."""
        rule = self.rule_of(duty)
        wanted = rule.get("must", rule.get("may", []))
        if isinstance(wanted, dict) and "provided" not in wanted:
            wanted = [{kind: tests} for kind, tests in wanted.items()]
        return any_of(
            all_of([self.match_event(event, one), self.are_provided(one, duty)])
            for one in as_list(wanted)
            if split_pattern(one)[0] == event.type
        )

    def are_provided(self: CaseAtInstant, words: Any, duty: Duty) -> Truth:
        """Whether the facts of the trigger that stand beside an event hold."""
        beside = words.get("provided", {}) if isinstance(words, dict) else {}
        return all_of(
            Truth(duty.trigger.type in as_list(value))
            if name == "trigger_is"
            else self.compare_fact(duty.trigger, name, value)
            for name, value in beside.items()
        )

    def waiver_starts(self: CaseAtInstant, duty: Duty) -> tuple[list[int], list[tuple[int, Truth]]]:
        """Return the starts of known waivers, and the starts and missing facts of possible ones."""
        return self.starts_of_clauses(duty, self.rule_of(duty).get("unless", []))

    def waivers_by_event(self: CaseAtInstant, duty: Duty) -> list[int]:
        """Return the starts of known waivers that no birthday is."""
        clauses = self.rule_of(duty).get("unless", [])
        return self.starts_of_clauses(duty, [one for one in clauses if "child_turns" not in one])[0]

    def starts_of_clauses(
        self: CaseAtInstant, duty: Duty, clauses: Iterable[Any]
    ) -> tuple[list[int], list[tuple[int, Truth]]]:
        """Return the starts of known waivers, and the starts and missing facts of possible ones, of some clauses."""
        since: list[int] = []
        unclear: list[tuple[int, Truth]] = []
        for clause in clauses:
            for start, truth in self.waivers_of_clause(clause, duty):
                if truth.value:
                    since.append(start)
                elif truth.value is None:
                    unclear.append((start, truth))
        return sorted(since), unclear

    @staticmethod
    def decisive_facts(unclear: list[tuple[int, Truth]]) -> frozenset[str]:
        """Return the missing facts that decide; a waiver with a superset of another one's missing facts adds none."""
        least = [truth for _, truth in unclear if not any(other.needs < truth.needs for _, other in unclear)]
        return frozenset().union(*(truth.needs for truth in least))

    def birthday(self: CaseAtInstant, years: int) -> dt.date | None:
        """Return the first day on which the child has so many years."""
        born = self.case.get("barn", {}).get("foedselsdato")
        if born is None:
            return None
        day = dt.date.fromisoformat(born)
        return (
            dt.date(day.year + years, 3, 1)
            if (day.month, day.day) == (2, 29) and (day.year + years) % 4
            else day.replace(year=day.year + years)
        )

    def waivers_of_clause(self: CaseAtInstant, clause: Any, duty: Duty) -> Iterator[tuple[int, Truth]]:
        """Yield for one line of `unless` each start of a waiver and whether the waiver is known."""
        words = {} if isinstance(clause, str) else clause
        if "state" in words:
            return
        if "child_turns" in words:
            day = self.birthday(int(words["child_turns"]))
            if day is not None and count.midnight(day) <= self.at:
                yield max(count.midnight(day), duty.opened.first), TRUE
            return
        kind, tests = split_pattern(clause)
        if kind not in self.rule_files.facts:
            yield 0, self.compare_fact(duty.trigger, kind, tests)
            return
        touching = [(e, self.touch_truth(e, duty)) for e in self.events]
        answering = [e for e, touched in touching if touched.value is not False]
        for event, touched in touching:
            if event.type != kind or touched.value is False:
                continue
            undone = any_of(
                self.is_waiver_undone(other, event, duty)
                for other in answering
                if "undone_by" in words and other.type in as_list(words["undone_by"])
            )
            if undone.value:
                continue
            is_young = TRUE
            if "before_birthday" in words:
                day = self.birthday(int(words["before_birthday"]))
                if day is None:
                    is_young = Truth(None, frozenset({"foedselsdato"}))
                elif event.at.day >= day:
                    continue
            holds = [self.match_event(event, {kind: tests}), touched, is_young, self.are_provided(words, duty)]
            yield event.at.first, all_of([*holds, negation(undone)])

    def is_waiver_undone(self: CaseAtInstant, decision: Event, screening: Event, duty: Duty) -> Truth:
        """Whether the decision to examine undoes a waiver by screening.

        A decided examination is not waived by a later screening. An earlier waiver is undone, unless a later
        notification has started a clock of its own by then: one of the day of a decision told by its day alone has.
        Nobody knows where a notification was taken in that would have started one, had an unknown waiver held.
        """
        if is_at_or_after(screening.at, decision.at):
            return TRUE
        clocks = self.one_at_a_time(duty.rule)
        seconds = {name: second for name, (_, second) in clocks.taken.items() if second is not None}

        def is_later(d: Duty) -> bool:
            return (
                d.trigger.id != duty.trigger.id
                and (d.opened.order, d.trigger.id) > (duty.opened.order, duty.trigger.id)
                and is_at_or_after(decision.at, d.opened)
            )

        if any(
            is_later(d)
            and (d.trigger.id not in seconds or self.position(seconds[d.trigger.id]) <= self.position(decision))
            for d in clocks.opened
        ):
            return FALSE
        doubts = [needs for d, needs in clocks.perhaps.values() if is_later(d)]
        return Truth(None, frozenset().union(*doubts)) if doubts else TRUE
