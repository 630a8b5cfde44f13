"""The check of what rule files say of each other.

A rule that is named exists, no rule comes after itself, and a duty that moves has its rule.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.shared.text import Text


def check_cross_references(rules: Mapping[str, Rule], nodes: Mapping[str, Node], ending: Collection[str]) -> None:
    """Check that a named rule exists, that no rule succeeds itself, and that a duty that moves has a rule to move to.

    Args:
        rules: The rules by id.
        nodes: The file of each rule, by the id of the rule.
        ending: The acts from which another act takes over.

    Raises:
        RuleError: A rule names one that does not exist, succeeds itself or moves to none, with file and line.
    """
    for rule in rules.values():
        commencement = rule.commencement
        named = {
            "succeeds": rule.succeeds,
            "breach": rule.breach.rule if rule.breach else None,
            "clock": rule.clock.as_rule,
            "when": rule.follows or (rule.opened_by_unmet.rule if rule.opened_by_unmet else None),
            "commencement": commencement.unmet if commencement else None,
        }
        for key, other in named.items():
            if other is not None and other not in rules:
                what = Text(f"der er ingen regel »{other}«", f"there is no rule “{other}”")
                raise nodes[rule.id][key].error(
                    what,
                    Text("id'et på en regelfil", "the id of a rule file"),
                    Text("ret id'et, eller tilføj filen", "correct the id or add the file"),
                )
    _check_succession(rules, nodes)
    succeeded = {rule.succeeds for rule in rules.values()}
    for rule in rules.values():
        if rule.moves and rule.id not in succeeded:
            what = Text(
                "en pligt, der føres videre, kræver en regel, der afløser den",
                "a duty that moves needs a rule that succeeds it",
            )
            raise nodes[rule.id]["transition"].error(
                what,
                Text(f"en regel med »succeeds: {rule.id}«", f"a rule with “succeeds: {rule.id}”"),
                Text("tilføj den", "add it"),
            )
        if rule.moves and rule.law not in ending:
            what = Text(
                f"en pligt kan kun føres videre, når en anden lov afløser dens lov, men der er ingen lov, der afløser "
                f"{rule.law}",
                f"a duty moves when its law ends, and no act takes over from {rule.law}",
            )
            allowed = Text(
                "en lov, der står under transition: i rulebook.yaml",
                "a law that stands under transition: in rulebook.yaml",
            )
            raise nodes[rule.id]["transition"].error(
                what,
                allowed,
                Text("tilføj overgangen dér, eller fjern linjen", "add the transition there, or take the line out"),
            )


def _check_succession(rules: Mapping[str, Rule], nodes: Mapping[str, Node]) -> None:
    """Refuse a rule that is reached again over the rules that it succeeds in turn."""
    for rule in rules.values():
        passed: set[str] = set()
        older = rule.succeeds
        while older is not None and older not in passed:
            passed.add(older)
            older = rules[older].succeeds
        if rule.id in passed:
            raise nodes[rule.id]["succeeds"].error(
                Text(f"»{rule.id}« afløser i sidste ende sig selv", f"“{rule.id}” succeeds itself in the end"),
                Text("regler, der ikke afløser hinanden i ring", "rules that succeed each other without a circle"),
                Text(
                    "nævn reglen i den ældre lov, eller fjern linjen",
                    "name the rule of the older law, or remove the line",
                ),
            )
