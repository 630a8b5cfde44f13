"""A bundle read back as a rulebook: the proof that a bundle holds all that an evaluation reads.

Texts that a bundle does not hold (clauses, explanations) are labels in such a rulebook.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from overgreb_rules._conformance.record_codec import read_record
from overgreb_rules._conformance.rule_record import RuleRecord
from overgreb_rules._conformance.vocabulary_record import LadderRecord, LawRecord, StateRecord, VocabularyRecord
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._matching.matcher import Matcher
from overgreb_rules._matching.program import Program
from overgreb_rules._rules.derived_conditions import DerivedCondition
from overgreb_rules._rules.legal_state import LegalState
from overgreb_rules._rules.model import Rule, Version
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.transition import Transition
from overgreb_rules.policy import Policy, build_ladder_program
from overgreb_rules.rulebook import Rulebook


class StoredPrograms:
    """The programs that stand in a bundle.

    Attributes:
        records: The rules of the bundle by id.
        derived: The conditions that look back over the case, by the name of the property of the trigger.
    """

    def __init__(self, records: Mapping[str, RuleRecord], derived: Mapping[str, DerivedCondition]) -> None:
        """Keep the clauses of the rules.

        Args:
            records: The rules of the bundle by id.
            derived: The conditions that look back over the case, by the name of the property of the trigger.
        """
        self.records, self.derived = records, derived

    def activation(self, rules: Sequence[tuple[Rule, Version]]) -> Program:
        """Return the program that finds which of some rules a trigger activates.

        Args:
            rules: The rules, each with the wording in force at the trigger.

        Returns:
            The clauses of these wordings, one after the other.
        """
        clauses = [
            clause.to_clause(rule.id)
            for rule, version in rules
            for one in self.records[rule.id].versions
            if one.from_ == version.first
            for clause in one.opens
        ]
        tested = {test.name for clause in clauses for pattern in clause.wanted for test in pattern.tests}
        return Program(clauses, {name: self.derived[name] for name in tested if name in self.derived})

    def fulfilment(self, rule: Rule) -> Program:
        """Return the program that finds what settles, meets, waives or ends a duty.

        Args:
            rule: The rule that governs the duty.

        Returns:
            The clauses of the rule.
        """
        return Program(clause.to_clause(rule.id) for clause in self.records[rule.id].answers)


def read_bundle(data: Mapping[str, Any], matcher: Matcher) -> Rulebook:
    """Read a bundle as a rulebook.

    Args:
        data: The bundle as JSON data.
        matcher: The matcher that answers its programs.

    Returns:
        The rulebook. Its hash is that of the rule files from which the bundle was made.

    Raises:
        UnreachableTypeError: The lists of what an event can be about lead to no end.
        ProgramError: A clause is outside what a matcher is trusted with.
    """
    states: dict[str, LegalState] = {}
    for name, state in data["states"].items():
        states[name] = read_record(StateRecord, state, states).to_state(name)
    laws = {name: read_record(LawRecord, law, states) for name, law in data["laws"].items()}
    sources = {name: source for name in sorted(laws) if (source := laws[name].to_source()) is not None}
    derived = {name: read_record(DerivedCondition, one, states) for name, one in data["derived"].items()}
    records: dict[str, RuleRecord] = {rule: read_record(RuleRecord, one, states) for rule, one in data["rules"].items()}
    rules = RuleSet(
        data["rulebook"],
        data["sha256"],
        read_record(VocabularyRecord, data["vocabulary"], states).to_vocabulary(),
        {name: law.to_law() for name, law in laws.items()},
        tuple(read_record(Transition, one, states) for one in data["transitions"]),
        {rule: record.to_rule(rule) for rule, record in records.items()},
        None,
        sources,
    )
    ladders = tuple(read_record(LadderRecord, one, states).to_ladder() for one in data["ladders"])
    policy = data["policy"] and Policy(data["policy"], "", ladders, build_ladder_program(ladders))
    return Rulebook(rules, CompiledRules(matcher, StoredPrograms(records, derived)), policy or None)
