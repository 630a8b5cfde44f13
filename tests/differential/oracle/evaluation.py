"""A second reading of the law: every duty of a case at an instant, worked out from the rule files by brute force.

Nothing is shared with the package. A case is a dict with a list of plain dict events; the answer states for each
duty, named by its rule and its trigger (with `#1`, `#2` … for the years of a duty that recurs), its status and dates.
Slow and plain on purpose: each function states in its own words the sentence of the law's count that it follows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from functools import cached_property  # noqa: TID251  # the oracle uses nothing of the product, and is never forked
from typing import Any

from tests.differential import plain_day_count as count
from tests.differential.oracle.activation import Activation
from tests.differential.oracle.assessment import Assessment
from tests.differential.oracle.cases import Cases
from tests.differential.oracle.complaints import Complaints
from tests.differential.oracle.conditions import Conditions
from tests.differential.oracle.correlation import Correlation
from tests.differential.oracle.deadlines import Deadlines
from tests.differential.oracle.examination import Examination
from tests.differential.oracle.fulfilment import Fulfilment
from tests.differential.oracle.orders import Orders
from tests.differential.oracle.records import (
    BREACH_STATUSES,
    CHANGE_OF_LAW,
    UNMET_STATUSES,
    Answer,
    ClocksInTurn,
    Duty,
)
from tests.differential.oracle.rule_files import RuleFiles, as_list
from tests.differential.oracle.singles import Singles
from tests.differential.oracle.states import States
from tests.differential.oracle.values import Event, Moment, moment_of_instant, parse_moment
from tests.differential.oracle.walks import Walk, WalkKey, Walks
from tests.differential.oracle.yearly import YearlyDuties

WorldKey = tuple[int, int, frozenset[str], tuple[tuple[str, str], ...], tuple[str, ...]]
"""How many events, when, which of them answer nothing, what each is assumed to be about, and what is coming."""


class CaseAtInstant(
    Conditions,
    States,
    Cases,
    Correlation,
    Singles,
    Walks,
    Activation,
    Fulfilment,
    Deadlines,
    Assessment,
    Orders,
    Complaints,
    Examination,
    YearlyDuties,
):
    """A case as it is known at an instant; later events have not happened yet."""

    def __init__(self, rule_files: RuleFiles, case: Mapping[str, Any], at: int, *, before: int | None = None) -> None:
        self.rule_files, self.case, self.at = rule_files, case, at
        self.is_barnets_lov = before is None and at >= CHANGE_OF_LAW
        all_events = [
            Event(raw.get("id", f"e{n}"), raw["type"], parse_moment(raw["at"]), tuple(as_list(raw.get("of", []))), raw)
            for n, raw in enumerate(case["events"], start=1)
        ]
        happened = [e for e in all_events if (e.at.first <= at if before is None else e.at.first < before)]
        self.events = sorted(happened, key=lambda e: (e.at.order, e.id))
        self.by_id = {event.id: event for event in self.events}
        self.muted: frozenset[str] = frozenset()
        self.assumed: dict[str, str] = {}
        self.waits_of: dict[tuple[str, bool], bool] = {}
        self.worlds: dict[WorldKey, CaseAtInstant] = {}
        self.coming: tuple[Event, ...] = ()
        self.root = self
        self.forget()

    def forget(self) -> None:
        """Hold nothing that was worked out for another moment."""
        self.kinds = {event.type for event in self.events}
        self._duties_of_rules: dict[str, list[Duty]] = {}
        self.walks: dict[WalkKey, Walk] = {}
        self.clocks_one_at_a_time: dict[str, ClocksInTurn] = {}

    @cached_property
    def as_2023_ended(self) -> CaseAtInstant:
        """The case in the last second of 2023, the last of serviceloven."""
        return CaseAtInstant(self.rule_files, self.case, CHANGE_OF_LAW - 1, before=CHANGE_OF_LAW)

    @cached_property
    def as_2023_ended_known_now(self) -> CaseAtInstant:
        """The same, where an event that names one of 2024 is about it."""
        then = CaseAtInstant(self.rule_files, self.case, CHANGE_OF_LAW - 1, before=CHANGE_OF_LAW)
        then.by_id = self.by_id
        return then

    def world(
        self,
        number: int,
        at: int,
        muted: frozenset[str] = frozenset(),
        assumed: Mapping[str, str] | None = None,
        coming: tuple[Event, ...] = (),
    ) -> CaseAtInstant:
        """Return the case with the first so many events at an instant, where the muted ones answer nothing.

        Of all that has happened by now; what is coming stands further on, and has opened or begun all the same.
        """
        key = number, at, muted, tuple(sorted((assumed or {}).items())), tuple(x.id for x in coming)
        if key not in self.worlds:
            then = copy(self.root)
            then.events, then.coming = self.root.events[:number], coming
            then.at, then.muted, then.assumed = at, muted, dict(assumed or {})
            then.is_barnets_lov = self.root.is_barnets_lov and at >= CHANGE_OF_LAW
            then.forget()
            self.worlds[key] = then
        return self.worlds[key]

    def before_event(self, event: Event) -> CaseAtInstant:
        """Return the case just before an event."""
        return self.world(sum(self.position(e) < self.position(event) for e in self.events), event.at.first)

    def at_second_before(self, second: int) -> CaseAtInstant:
        """Return the case in the second before."""
        return self.at_earlier_moment(moment_of_instant(second - 1))

    def at_earlier_moment(self, when: Moment) -> CaseAtInstant:
        """Return the case at an earlier moment, with the events until then."""
        number = sum(e.at.first <= when.first for e in self.events)
        return self.world(number, when.first, self.muted, self.assumed)

    def under_assumption(self, assumed: Mapping[str, str]) -> CaseAtInstant:
        """Return the case where each waiting event is about a thing."""
        return self.world(len(self.events), self.at, self.muted, assumed)

    def answers_by_duty(self) -> dict[tuple[str, str], Answer]:
        """Return every duty of the case by its rule and its trigger."""
        found: dict[tuple[str, str], Answer] = {}
        breaches: list[tuple[int, Event]] = []
        for rule_id, rule in self.rule_files.rules.items():
            for duty in self.one_for_each_trigger(self.duties_of_rule(rule_id)):
                if not duty.moved and rule["law"] == "serviceloven" and self.is_transferred(duty):
                    continue
                rolling = isinstance(rule["clock"], dict) and rule["clock"].get("count") == "rolling"
                parts = list(self.assess_years(duty)) if rolling else [("", self.assess(duty))]
                for suffix, answer in parts:
                    if answer.status == "absent":
                        continue
                    from_before = (
                        rule["law"] == "serviceloven" and self.is_barnets_lov and answer.status in UNMET_STATUSES
                    )
                    shown = replace(answer, transition=self.is_from_serviceloven(duty) or from_before)
                    key = (rule_id, duty.trigger.id + suffix)
                    assert key not in found, key
                    found[key] = shown
                    if "must" in rule and rule["who"] in self.rule_files.municipal and answer.status in BREACH_STATUSES:
                        breaches.append((self.breach_instant(duty, answer), duty.trigger))
        if breaches:
            self.add_right_to_notify(found, min(breaches, key=lambda one: (one[0], self.position(one[1])))[1].id)
        return found

    def one_for_each_trigger(self, duties: list[Duty]) -> list[Duty]:
        """Return of duties with the same trigger the one that lacks most: one stands for each examination."""
        found: dict[str, Duty] = {}
        for duty in duties:
            other = found.setdefault(duty.trigger.id, duty)
            if other is not duty and self.lack_of(duty) > self.lack_of(other):
                found[duty.trigger.id] = duty
        return list(found.values())

    def lack_of(self, duty: Duty) -> int:
        """Return how much is lacking: unmet and owed, unmet and perhaps owed, met, not owed."""
        owed = self.is_owed(duty).value
        if owed is False:
            return 0
        if self.fulfilling_events(duty)[0]:
            return 1
        return 3 if owed else 2

    def is_from_serviceloven(self, duty: Duty) -> bool:
        """Whether the duty came over from serviceloven or commenced with barnets lov."""
        return duty.moved or duty.commenced is not None

    def is_transferred(self, duty: Duty) -> bool:
        """Whether the duty is shown under barnets lov from 2024 on, no longer under its paragraph of serviceloven."""
        rule = self.rule_of(duty)
        if not self.is_barnets_lov or rule.get("transition") != "moves":
            return False
        return any(
            d.trigger.id == duty.trigger.id and self.as_2023_ended.assess(d).status in UNMET_STATUSES
            for d in self.as_2023_ended.duties_of_rule(duty.rule)
        )

    def breach_instant(self, duty: Duty, answer: Answer) -> int:
        """Return the first instant at which the duty is broken."""
        if answer.lenient is None:
            limit = self.order_limit(duty)
            assert limit is not None
            return limit.first
        return (
            count.parse_instant(answer.lenient) + 1
            if "T" in answer.lenient
            else count.end_of(dt.date.fromisoformat(answer.lenient))
        )

    def add_right_to_notify(self, found: dict[tuple[str, str], Answer], first: str) -> None:
        """Add one row for the case, with the trigger of the municipality's first broken duty."""
        rules = self.rule_files.rules
        old_name, new_name = [
            next(i for i, r in rules.items() if r["when"] == {"breach_by": "municipality"} and r["law"] == law)
            for law in ("serviceloven", "barnets_lov")
        ]
        if not self.is_barnets_lov:
            found[old_name, first] = Answer("available", clock_start=self.clock_start_text(first))
        else:
            found[new_name, first] = Answer(
                "available",
                clock_start=self.clock_start_text(first),
                transition=self.by_id[first].at.first < CHANGE_OF_LAW,
            )

    def clock_start_text(self, first: str) -> str:
        """Return the moment of the trigger of the first broken duty."""
        return str(self.by_id[first].at)


class Oracle(RuleFiles):
    """The rules of a folder, and the evaluation of a case."""

    def evaluate(self, case: Mapping[str, Any], at: str) -> dict[tuple[str, str], Answer]:
        """Return every duty of the case at the instant, by rule and trigger."""
        return CaseAtInstant(self, case, count.parse_instant(at)).answers_by_duty()
