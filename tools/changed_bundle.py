"""Reading of changed bundles as rulebooks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from msgspec.structs import replace

from overgreb_rules import Rulebook
from overgreb_rules._conformance.bundle import build_bundle, write_bundle
from overgreb_rules._conformance.bundle_reader import StoredPrograms, read_bundle
from overgreb_rules._conformance.record_codec import read_record
from overgreb_rules._conformance.rule_record import RuleRecord
from overgreb_rules._conformance.vocabulary_record import EventTypeRecord
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._matching.reference import ReferenceMatcher
from overgreb_rules._rules.derived_conditions import StateCondition
from overgreb_rules._rules.event_definition import add_reach
from overgreb_rules._rules.rule_set import RuleSet
from tools.bundle_mutants import BundleMutant


@dataclass
class MutantReader:
    """Reads changed bundles as rulebooks; only what is changed is read anew."""

    data: Mapping[str, Any]
    base: Rulebook = field(init=False)
    source: StoredPrograms = field(init=False)

    def __post_init__(self) -> None:
        self.base = read_bundle(self.data, ReferenceMatcher())
        # A rulebook that was read from a bundle has its programs from there.
        self.source = source = cast("StoredPrograms", self.base.programs.source)
        asked = [one.state for one in source.derived.values() if isinstance(one, StateCondition)]
        resting = [rule.rests_while for rule in self.base.rules if rule.rests_while]
        self._states = {state.name: state for state in (*asked, *resting)}

    def read(self, mutant: BundleMutant) -> Rulebook:
        """Read a changed bundle.

        Args:
            mutant: The change.

        Returns:
            A rulebook with programs of its own.

        Raises:
            Exception: The changed bundle cannot be read; whatever it is, the mutant is noticed.
        """
        data = mutant.apply(self.data)
        if mutant.path[0] == "vocabulary":
            return self._with_event(str(mutant.path[2]), data)
        if mutant.path[0] != "rules":
            return read_bundle(data, ReferenceMatcher())
        rule = str(mutant.path[1])
        record: RuleRecord = read_record(RuleRecord, data["rules"][rule], self._states)
        changed = StoredPrograms({**self.source.records, rule: record}, self.source.derived)
        read = record.to_rule(rule)
        changed.fulfilment(read)
        for version in read.versions:
            changed.activation([(read, version)])
        rules = self.base.rules.with_rule(read)
        if record.moves and not rules.successor.get(rule):
            raise ValueError("a duty that moves needs a rule that succeeds it")
        return Rulebook(rules, CompiledRules(ReferenceMatcher(), changed), self.base.standard_policy)

    def _with_event(self, name: str, data: Mapping[str, Any]) -> Rulebook:
        words = self.base.rules.vocabulary
        record: EventTypeRecord = read_record(EventTypeRecord, data["vocabulary"]["events"][name], self._states)
        events = add_reach({**words.events, name: record.to_event(name, words.facts)})
        closing = frozenset(event.name for event in events.values() if event.closes is not None)
        base = self.base.rules
        words = replace(words, events=events, closing_types=closing)
        rules = RuleSet(base.version, base.sha256, words, base.laws, base.transitions, base.by_id, None, base.sources)
        return Rulebook(rules, CompiledRules(ReferenceMatcher(), self.source), self.base.standard_policy)


def load_data() -> dict[str, Any]:
    """Return the bundle of the packaged rules, as it is read from its file.

    Returns:
        JSON data.
    """
    data: dict[str, Any] = json.loads(write_bundle(build_bundle(RuleSet.load()).to_data()))
    return data
