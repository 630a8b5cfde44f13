"""A duty to act before an event: which acts belong to the matter, and how old they may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any

from tests.differential.oracle.correlation import Way
from tests.differential.oracle.records import CHANGE_OF_LAW, Answer, Duty
from tests.differential.oracle.rule_files import as_list, split_pattern
from tests.differential.oracle.values import (
    Event,
    Moment,
    Truth,
    all_of,
    any_of,
    is_at_or_after,
    is_earlier,
    is_possibly_earlier,
    is_surely_earlier,
    parse_moment,
)

if TYPE_CHECKING:
    from tests.differential.oracle.evaluation import CaseAtInstant


class Link(Enum):
    """How an act belongs to the matter of a duty.

    Attributes:
        LINKED: It names an event of the matter.
        OTHER: It names another matter, and does not count.
        OPEN: It names none, and may belong to this one.
    """

    LINKED = 1
    OTHER = 2
    OPEN = 3


class Orders:
    """Duties to act before an event."""

    def order_limit(self: CaseAtInstant, duty: Duty) -> Moment | None:
        """Return the moment that the act must precede: of the trigger (when it was taken), or of a later event."""
        named = self.rule_of(duty)["clock"]["before"]
        if named == "trigger":
            return duty.trigger.at
        if isinstance(named, dict):
            taken = self.fact_value(duty.trigger, named["trigger"])
            return duty.trigger.at if taken is None else parse_moment(taken)
        later = [e for e in self.events if e.type == named and self.touch_duty(e, duty)]
        return later[0].at if later else None

    def order_triggers(self: CaseAtInstant, duty: Duty) -> frozenset[str]:
        """Return the trigger types of the rule: of both laws, or its own alone."""
        words = self.rule_of(duty)["clock"]
        if words.get("own_triggers") == "true":
            return frozenset(self.rule_files.own_trigger_types(duty.rule))
        return self.rule_files.trigger_types(duty.rule)

    def own_matter(self: CaseAtInstant, duty: Duty) -> dict[str, Event]:
        """Return the trigger and what it is about, up to and without an earlier decision, placement or measure."""
        stops = {*self.order_triggers(duty), *self.rule_files.matter_stops_at}
        found = {duty.trigger.id: duty.trigger}
        for way in self.ways(duty.trigger):
            for x in way.steps:
                if x.type in stops:
                    break
                found[x.id] = x
        return found

    def link_of(self: CaseAtInstant, act: Event, duty: Duty) -> Link:
        """Return how the act belongs to the duty, by its ways, nearest first."""
        matter = self.own_matter(duty)
        if act.id in matter:
            return Link.LINKED
        ways = self.ways(act)
        links = {self.link_by_way(way, duty, matter) for way in ways}
        for link in (Link.LINKED, Link.OPEN, Link.OTHER):
            if link in links:
                return link
        return Link.OPEN

    def link_by_way(self: CaseAtInstant, way: Way, duty: Duty, matter: Mapping[str, Event]) -> Link:
        """Return what the first event on the way decides that stands in the matter, or in another one."""
        kinds = {*self.order_triggers(duty), *(e.type for e in matter.values())}
        for x in way.steps:
            if x.id in matter:
                return Link.LINKED
            if x.type in kinds:
                return Link.OTHER
        return Link.OTHER if way.cut else Link.OPEN

    def previous_trigger(self: CaseAtInstant, duty: Duty) -> Event | None:
        """Return the latest event before the trigger, on an earlier day, of one of the rule's trigger types."""
        found = [
            e
            for e in self.events
            if e.type in self.order_triggers(duty)
            and e.at.day < duty.trigger.at.day
            and not self.is_twin(e, duty.trigger)
        ]
        return found[-1] if found else None

    def is_twin(self: CaseAtInstant, one: Event, other: Event) -> bool:
        """Whether one of them is a position on a return, the other the decision on it: they are one act."""
        kinds = ("hjemgivelse_stillingtagen", "hjemgivelse_besluttet")
        if (one.type, other.type) == kinds:
            return self.is_one_act(one, other)
        return (other.type, one.type) == kinds and self.is_one_act(other, one)

    def lower_end(self: CaseAtInstant, duty: Duty) -> Moment | None:
        """Return the moment before which an act may belong to an older matter."""
        words = self.rule_of(duty)["clock"].get("lower_end", {})
        if "notification" in words:
            return self.notification_end(duty, words)
        before = [e for e in self.events if self.position(e) < self.position(duty.trigger)]
        if "latest" in words:
            same = [e for e in before if e.type in as_list(words["latest"])]
            if same:
                return same[-1].at
        if "earliest" in words:
            since = [e for e in before if e.type == words["since"]]
            same = [
                e
                for e in before
                if e.type in as_list(words["earliest"]) and (not since or is_at_or_after(e.at, since[-1].at))
            ]
            if same:
                return same[0].at
        previous = self.previous_trigger(duty)
        return previous.at if previous else None

    def notification_end(self: CaseAtInstant, duty: Duty, words: Mapping[str, Any]) -> Moment:
        """Return the clock start of the earliest notification that the trigger names, else since the last trigger."""

        def start(event: Event) -> Moment:
            given = self.fact_value(event, words["earlier"])
            known = parse_moment(given) if given is not None else None
            return known if known is not None and is_earlier(known, event.at) else event.at

        named = [e for e in self.events_on_ways(duty.trigger) if e.type in words["notification"]]
        if not named:
            previous = self.previous_trigger(duty)
            kind = split_pattern(words["closed_by"])[0]
            named = [
                e
                for e in self.events
                if e.type in words["notification"]
                and is_at_or_after(duty.trigger.at, e.at)
                and (previous is None or (is_at_or_after(e.at, previous.at) and e.at != previous.at))
                and not any(
                    c.type == kind
                    and self.match_any(c, words["closed_by"]).value
                    and is_surely_earlier(c.at, duty.trigger.at)
                    and self.touch(c, self.subject_of_thing(e, words["notification"]), ("closed", kind))
                    for c in self.events
                )
            ]
        return min((start(e) for e in named), key=lambda m: m.order, default=duty.trigger.at)

    def assess_order(self: CaseAtInstant, duty: Duty) -> Answer:
        """Assess a duty to act before an event: met by an act of the matter before it; else breached."""
        rule = self.rule_of(duty)
        clock = self.deadlines_of(duty)
        limit = self.order_limit(duty)
        ends = rule.get("transition") == "ends" and self.is_barnets_lov
        ended = ends and (limit is None or limit.first >= CHANGE_OF_LAW)
        # An acute decision may be told by its day, and be taken later on that day: it has not been taken yet.
        has_come = limit is not None and limit.first <= self.at
        told = [(e, match) for e in self.events if (match := self.match_act(e, duty)).value is not False]
        left_out = [
            (e, match)
            for e in self.events
            for clause in rule.get("unless", [])
            if (match := self.match_event(e, clause)).value is not False
        ]
        done, late, unclear = self.sort_acts(told, duty, limit)
        waived, _, unclear_waivers = self.sort_acts(left_out, duty, limit)
        if ended and not any(act.at.first < CHANGE_OF_LAW for act in [*done, *waived]):
            return self.build_answer("waived", clock)
        if waived and (not done or done[0].at.first > waived[0].at.first):
            return self.build_answer("waived", clock)
        if done:
            return self.build_answer("met", clock, met_by=[done[0].id])
        asked = frozenset[str]().union(*(act.needs for act in unclear))
        needs = duty.owed.needs | asked
        needs |= self.decisive_facts([(0, act) for act in unclear_waivers])
        if rule.get("silence") == "unknown" and limit is not None and has_come:
            kinds = self.silent_types(rule)
            acts = [
                e
                for e in self.events
                if self.is_act_told(e, duty) and self.is_of_same_decision(e, duty).value is not False
            ]
            told_before = any(is_surely_earlier(e.at, limit) for e in acts) or bool(asked)
            if not told_before and not late:
                return self.build_answer("undetermined", clock, needs | kinds)
        if needs:
            return self.build_answer("undetermined", clock, needs)
        return self.build_answer("breached" if has_come else "open", clock)

    def match_act(self: CaseAtInstant, event: Event, duty: Duty) -> Truth:
        """Whether the event is an act of the duty; a notice counts only of the same provisional decision."""
        match = self.match_answer(event, duty)
        return all_of([match, self.is_of_same_decision(event, duty)]) if match.value is not False else match

    def is_of_same_decision(self: CaseAtInstant, event: Event, duty: Duty) -> Truth:
        """Whether a notice is of the provisional decision that the approval approves."""
        if (event.type, duty.trigger.type) != ("foreloebig_afgoerelse_meddelt", "foreloebig_afgoerelse_godkendt"):
            return Truth(value=True)
        truths = []
        for name in ("sel-75-godkendelse-7-dage", "bl-143-4-godkendelse-7-dage"):
            for approval in self.duties_of_rule(name):
                met, _ = self.fulfilling_events(approval)
                approves = self.touch_truth(duty.trigger, approval)
                # One that waits may be about a decision that no other has approved or refused.
                if met[0].id == duty.trigger.id if met else approves.value is None:
                    noticed = [
                        notice
                        for rule in ("sel-75-meddelelse-24-timer", "bl-143-3-meddelelse-24-timer")
                        for notice in self.duties_of_rule(rule)
                        if notice.trigger.id == approval.trigger.id
                    ]
                    truths.append(all_of([approves, any_of(self.touch_truth(event, one) for one in noticed)]))
        values = {t.value for t in truths}
        return Truth(
            True if True in values else None if None in values else False, frozenset({"of"} if None in values else ())
        )

    def is_act_told(self: CaseAtInstant, event: Event, duty: Duty) -> bool:
        """Whether the event is of a type that meets the duty."""
        wanted = as_list(self.rule_of(duty)["must"])
        return any(
            split_pattern(one)[0] == event.type and self.are_provided(one, duty).value is not False for one in wanted
        )

    def silent_types(self: CaseAtInstant, rule: Mapping[str, Any]) -> frozenset[str]:
        """Return the types that would meet a duty of which nothing is told."""
        wanted = rule["must"]
        listed: Iterable[Any] = wanted if isinstance(wanted, list) else [wanted]
        return frozenset(split_pattern(one)[0] for one in listed if not (isinstance(one, dict) and "provided" in one))

    def sort_acts(
        self: CaseAtInstant, told: list[tuple[Event, Truth]], duty: Duty, limit: Moment | None
    ) -> tuple[list[Event], list[Event], list[Truth]]:
        """Return the acts that count, those linked that came late, and what is missing of each that may count."""
        done: list[Event] = []
        late: list[Event] = []
        unclear: list[Truth] = []
        lower = self.lower_end(duty)
        for act, match in told:
            link = self.link_of(act, duty)
            if link is Link.OTHER:
                continue
            before = limit is None or is_surely_earlier(act.at, limit)
            if not before and not (limit is not None and is_possibly_earlier(act.at, limit)):
                if link is Link.LINKED and match.value:
                    late.append(act)
                continue
            recent = link is Link.LINKED or lower is None or is_at_or_after(act.at, lower)
            if not recent:
                unclear.append(Truth(None, match.needs | {"of"}))
            elif match.value is None:
                unclear.append(match)
            elif not before:
                unclear.append(Truth(None, frozenset({"at"})))
            else:
                done.append(act)
        return done, late, unclear
