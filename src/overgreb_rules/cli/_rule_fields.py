"""What stands in a case or a rule file for the names in the sentences of a rule: for integrators."""

from __future__ import annotations

from collections.abc import Iterator

from overgreb_rules._rulecheck.rule_needs import find_needs
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._text.rule_names import RuleNames
from overgreb_rules.shared.text import Text


def list_fields(rule: Rule, names: RuleNames) -> Iterator[Text]:
    """List the event types and facts that a rule reads, each as a case spells it, with its label.

    Args:
        rule: The rule.
        names: The names of events and facts in the words of its act.

    Yields:
        «underretning_modtaget – »underretning modtaget«»; a fact follows its event and has the event before a dot. Each
        stands once, also where an event both opens and ends the duty.
    """
    needs = find_needs(rule, names.rules)
    for event in dict.fromkeys((*needs.opens, *needs.meets, *needs.ends, *needs.bears_on)):
        yield _explain(event, names.event(event))
        yield from (_explain(f"{event}.{fact}", names.fact(fact)) for fact in needs.facts.get(event, ()))
    yield from (_explain(fact, names.fact(fact)) for fact in needs.case)


def list_rules(rule: Rule, names: RuleNames) -> Iterator[Text]:
    """List the other rules that the sentences of a rule name by their titles, each with its id.

    Args:
        rule: The rule.
        names: The names of rules.

    Yields:
        «bl-18-screening – »Screening« (barnets lov § 18)», each rule once.
    """
    yield from (_explain(other, names.duty(other)) for other in dict.fromkeys(_named_rules(rule, names.rules)))


def _named_rules(rule: Rule, rules: RuleSet) -> Iterator[str]:
    yield from rule.named_rules.values()
    yield from rules.successor.get(rule.id, ())


def _explain(code: str, label: Text) -> Text:
    return Text(f"{code} – {label.da}", f"{code} – {label.en}")
