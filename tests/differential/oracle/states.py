"""Named legal states: begun by the trigger and not ended before it, or past the day to which anybody knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.differential.oracle.records import is_past
from tests.differential.oracle.rule_files import as_list, split_pattern
from tests.differential.oracle.values import (
    TRUE,
    Event,
    Truth,
    all_of,
    any_of,
    is_at_or_after,
    is_earlier,
    parse_moment,
)

if TYPE_CHECKING:
    from tests.differential.oracle.evaluation import CaseAtInstant
    from tests.differential.oracle.walks import WalkKey


def agree_on(truths: list[Truth]) -> Truth:
    """Return what holds whichever of the possibilities is so."""
    if len(set(truths)) == 1:
        return truths[0]
    return Truth(None, frozenset({"of"}).union(*(truth.needs for truth in truths)))


class States:
    """Named legal states."""

    def state_at(self: CaseAtInstant, words: Any, trigger: Event) -> Truth:
        """Whether the state holds at the trigger, whichever thing each waiting event is about."""
        name, tests = split_pattern(words)
        keys: list[WalkKey] = []
        for spell in self.rule_files.states[name]["spells"]:
            ended_by = [split_pattern(one)[0] for one in as_list(spell["ended_by"])]
            limits = [one["event"] for one in spell.get("unknown_after", ()) if "event" in one]
            keys += [self.key_of_end(kind, ended_by) for kind in (*ended_by, *limits)]
        worlds = self.worlds_of(keys, trigger.at)
        return agree_on([world.state_as_assumed(name, tests, trigger) for world in worlds])

    def state_as_assumed(self: CaseAtInstant, name: str, tests: Mapping[str, Any], trigger: Event) -> Truth:
        """Whether one of the spells of the state holds at the trigger."""
        found = []
        for spell in self.rule_files.states[name]["spells"]:
            for event in self.events:
                if event.at.first > trigger.at.first:
                    continue
                begun = self.match_any(event, spell["started_by"])
                if begun.value is not False:
                    asked = all_of(self.compare_fact(event, fact, value) for fact, value in tests.items())
                    lasts = self.does_spell_last(spell, event, trigger)
                    found.append(all_of([begun, asked, lasts]))
        return any_of(found)

    def does_spell_last(self: CaseAtInstant, spell: Mapping[str, Any], begun: Event, trigger: Event) -> Truth:
        """Whether what began has not ended before the trigger, and is not past what anybody knows.

        What ended it in the very instant of the trigger, or may have later on its day, has not ended it before:
        it lasted until then, also past the day to which anybody knows.
        """
        subject = self.subject_of_thing(begun, {split_pattern(one)[0] for one in as_list(spell["started_by"])})
        ended_by = [split_pattern(one)[0] for one in as_list(spell["ended_by"])]
        touching = [
            e
            for e in self.events
            if e.at.first <= trigger.at.first and self.touch(e, subject, self.key_of_end(e.type, ended_by))
        ]
        ends = [
            e.at
            for e in self.events
            if is_at_or_after(trigger.at, e.at)
            and self.match_any(e, spell["ended_by"]).value
            and self.touch(e, subject, self.key_of_end(e.type, ended_by))
        ]
        if ends:
            return Truth(not any(is_earlier(end, trigger.at) for end in ends))
        kinds = {e.type for e in touching}
        needs: set[str] = set()
        for clause in spell.get("unknown_after", []):
            if "event" in clause:
                if clause["event"] in kinds and clause["unless"] not in kinds:
                    needs.add(clause["needs"])
                continue
            if {clause["needs"], *as_list(clause.get("unless", []))} & kinds:
                continue
            start = begun.at
            if "from_event" in clause:
                moved = [e for e in touching if e.type == clause["from_event"]]
                start = moved[-1].at if moved else start
            elif (given := self.fact_value(begun, clause["from_fact"])) is not None:
                start = parse_moment(given)
            lenient = self.ends_of_span(f"{clause['months']} months", "calendar", start)[1]
            if is_past(lenient, trigger.at.first):
                needs.add(clause["needs"])
        return Truth(None, frozenset(needs)) if needs else TRUE
