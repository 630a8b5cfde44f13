"""The programs of a rulebook, and the check that each can be compiled, so that no case finds one that cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from overgreb_rules._matching.compiler import compile_activation, compile_fulfilment
from overgreb_rules._matching.program import Program, ProgramError
from overgreb_rules._rules.model import Rule, Version
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

_Wordings = Sequence[tuple[Rule, Version]]


class ProgramOfRules(ValueObject):
    """A program that a case can ask for.

    Attributes:
        name: What it decides.
        rules: The rules that are compiled together.
        compile: Compiles it.
    """

    name: str
    rules: Sequence[Rule]
    compile: Callable[[], Program]


def list_programs(rules: RuleSet) -> Iterator[ProgramOfRules]:
    """List every program that a case can ask for.

    Args:
        rules: The rules.

    Yields:
        Of each rule what answers its duties, and each wording alone; then, by event type, the wordings that one event
        can open together, each set once.
    """
    for rule in rules:
        yield ProgramOfRules(f"{rule.id}, answers", [rule], partial(compile_fulfilment, rule))
        for version in rule.versions:
            activation = partial(compile_activation, [(rule, version)])
            yield ProgramOfRules(f"{rule.id}, from {version.first}", [rule], activation)
    for name, wordings in _wordings_of_triggers(rules):
        yield ProgramOfRules(name, [rule for rule, _ in wordings], partial(compile_activation, wordings))


def check_programs(rules: RuleSet) -> None:
    """Compile every program that a case can ask for.

    Args:
        rules: The rules.

    Raises:
        UncompilableRuleError: A rule, or all rules of one trigger together, are more than the matcher is trusted with.
    """
    for program in list_programs(rules):
        try:
            program.compile()
        except ProgramError as error:
            # Each rule alone has been compiled before several of them are compiled together.
            together = program.rules
            most = together[0] if len(together) == 1 else max(together, key=_count_clauses)
            raise UncompilableRuleError(most.id, error.text) from None


class UncompilableRuleError(ProgramError):
    """Conditions that are more than the matcher is trusted with.

    Attributes:
        rule: The id of the rule; of several that are compiled together the one with the most clauses.
    """

    def __init__(self, rule: str, reason: Text) -> None:
        """Keep the rule and the reason.

        Args:
            rule: The id of the rule.
            reason: What is too much.
        """
        super().__init__(reason)
        self.rule = rule


def _count_clauses(rule: Rule) -> int:
    return max(len(compile_activation([(rule, version)]).clauses) for version in rule.versions)


def _wordings_of_triggers(rules: RuleSet) -> Iterator[tuple[str, _Wordings]]:
    """Yield a name and the rules that one event can open together, for each type and each day on which they change."""
    for type_ in rules.vocabulary.events:
        seen: set[tuple[tuple[str, int], ...]] = set()
        days = {version.first for rule in rules if type_ in rule.triggers for version in rule.versions}
        for day in sorted(days):
            in_force = [(rule, rule.version_on(day)) for rule in rules.opened_by(type_, day) if rule.later_of is None]
            wordings = [(rule, version) for rule, version in in_force if version is not None]
            key = tuple((rule.id, version.first.toordinal()) for rule, version in wordings)
            if key not in seen:
                seen.add(key)
                yield f"{type_} on {day}", wordings
