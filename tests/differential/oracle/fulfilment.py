"""Which events fulfil and which waive a duty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tests.differential.oracle.records import Duty
from tests.differential.oracle.rule_files import as_list
from tests.differential.oracle.values import Event, Truth, all_of, is_at_or_after

if TYPE_CHECKING:
    from tests.differential.oracle.evaluation import CaseAtInstant


class Fulfilment:
    """Which events fulfil and which waive a duty."""

    def fulfilling_events(
        self: CaseAtInstant, duty: Duty, opened: list[Duty] | None = None
    ) -> tuple[list[Event], list[tuple[Event, Truth]]]:
        """Return the fulfilling events in order of time, and those that lack a required fact."""
        rule = self.rule_of(duty)
        wanted = rule.get("must", rule.get("may", []))
        wanted = [{kind: tests} for kind, tests in wanted.items()] if isinstance(wanted, dict) else wanted
        found = [
            (e, match)
            for e in self.events
            if (match := self.match_any(e, wanted)).value is not False and self.is_answer_to(e, duty, opened)
        ]
        return [e for e, match in found if match.value], [(e, match) for e, match in found if match.value is None]

    def waiver_starts(
        self: CaseAtInstant, duty: Duty, opened: list[Duty] | None = None
    ) -> tuple[list[int], list[tuple[int, Truth]]]:
        """Return the starts of known waivers, and the starts and missing facts of possible ones."""
        since: list[int] = []
        unclear: list[tuple[int, Truth]] = []
        for clause in self.rule_of(duty).get("unless", []):
            for start, truth in self.waivers_of_clause(clause, duty, opened):
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

    def waivers_of_clause(
        self: CaseAtInstant, clause: Any, duty: Duty, opened: list[Duty] | None
    ) -> Iterator[tuple[int, Truth]]:
        """Yield for one line of `unless` each start of a waiver and whether the waiver is known."""
        beside = {"provided", "undone_by", "until"}
        words = {} if isinstance(clause, str) else clause
        ((kind, tests),) = (
            [(clause, {})] if isinstance(clause, str) else [i for i in words.items() if i[0] not in beside]
        )
        if kind not in self.rule_files.facts:
            yield 0, self.compare_fact(duty.trigger, kind, tests)
            return
        answering = [e for e in self.events if self.is_answer_to(e, duty, opened)]
        provided = [self.compare_fact(duty.trigger, name, value) for name, value in words.get("provided", {}).items()]
        for event in answering:
            if event.type != kind:
                continue
            if any(
                other.type in as_list(words["undone_by"]) and self.is_waiver_undone(other, event, duty, opened)
                for other in answering
                if "undone_by" in words
            ):
                continue
            if any(
                other.type in as_list(words["until"]) and is_at_or_after(other.at, event.at)
                for other in answering
                if "until" in words
            ):
                continue
            yield event.at.first, all_of([self.match_event(event, {kind: tests}), *provided])

    def is_waiver_undone(
        self: CaseAtInstant, decision: Event, screening: Event, duty: Duty, opened: list[Duty] | None
    ) -> bool:
        """Whether the decision to examine undoes a waiver by screening.

        A decided examination is not waived by a later screening. An earlier waiver is undone, unless a later
        notification has started a clock of its own by then.
        """
        if is_at_or_after(screening.at, decision.at):
            return True
        later = self.duties_in_both_laws(duty.rule) if opened is None else opened
        return not any(
            d.trigger.id != duty.trigger.id
            and d.opened.order > duty.opened.order
            and d.opened.first <= decision.at.first
            for d in later
        )
