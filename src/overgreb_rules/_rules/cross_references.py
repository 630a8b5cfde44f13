"""The check of what rule files say of each other.

A rule that is named exists, no rule comes after itself, one rule at most is opened by another one that is not kept, and
a duty that moves has its rule.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from overgreb_rules._rules.model import Rule, RuleRelation
from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.errors import RuleError
from overgreb_rules.shared.text import Text

_KEYS: Mapping[RuleRelation, str] = {
    "follows": "when", "unmet": "when", "as": "clock",
    "breach": "breach", "commencement": "commencement", "succeeds": "succeeds",
}  # fmt: skip
"""The key of the rule file that names the other rule."""
_OPENING: tuple[RuleRelation, ...] = ("follows", "unmet")
"""How a rule is related to the one that opens it where that is not kept."""


def check_cross_references(rules: Mapping[str, Rule], nodes: Mapping[str, Node], ending: Collection[str]) -> None:
    """Check that a named rule exists, that none comes after itself or opens two, and that what moves has where to.

    Args:
        rules: The rules by id.
        nodes: The file of each rule, by the id of the rule.
        ending: The acts from which another act takes over.

    Raises:
        RuleError: A rule names one that does not exist, succeeds or opens itself in the end, is opened by a rule that
            opens another one already, or moves to none, with file and line.
    """
    for rule in rules.values():
        for relation, other in rule.named_rules.items():
            if other not in rules:
                what = Text(f"der er ingen regel »{other}«", f"there is no rule “{other}”")
                raise nodes[rule.id][_KEYS[relation]].error(
                    what,
                    Text("id'et på en regelfil", "the id of a rule file"),
                    Text("ret id'et, eller tilføj filen", "correct the id or add the file"),
                )
    _check_circles(("succeeds",), rules, nodes)
    _check_circles(_OPENING, rules, nodes)
    for relation in _OPENING:
        _check_one_opened(relation, rules, nodes)
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


def _check_circles(relations: Sequence[RuleRelation], rules: Mapping[str, Rule], nodes: Mapping[str, Node]) -> None:
    """Refuse a rule that is reached again over the rules that it names in turn, by any of the relations."""
    for rule in rules.values():
        passed: set[str] = set()
        waiting = [rule]
        while waiting:
            named = waiting.pop().named_rules
            others = [named[relation] for relation in relations if relation in named]
            waiting += [rules[other] for other in others if other not in passed]
            passed.update(others)
        if rule.id in passed:
            relation = next(relation for relation in relations if relation in rule.named_rules)
            raise _build_circle_error(relation, rule.id, nodes[rule.id][_KEYS[relation]])


def _build_circle_error(relation: RuleRelation, rule: str, node: Node) -> RuleError:
    if relation == "succeeds":
        return node.error(
            Text(f"»{rule}« afløser i sidste ende sig selv", f"“{rule}” succeeds itself in the end"),
            Text("regler, der ikke afløser hinanden i ring", "rules that succeed each other without a circle"),
            Text(
                "nævn reglen i den ældre lov, eller fjern linjen", "name the rule of the older law, or remove the line"
            ),
        )
    return node.error(
        Text(f"»{rule}« udløser i sidste ende sig selv", f"“{rule}” opens itself in the end"),
        Text("regler, der ikke udløser hinanden i ring", "rules that open each other without a circle"),
        Text("nævn en anden regel", "name another rule"),
    )


def _check_one_opened(relation: RuleRelation, rules: Mapping[str, Rule], nodes: Mapping[str, Node]) -> None:
    """Refuse a second rule that one and the same rule opens."""
    opened: dict[str, str] = {}
    for rule in rules.values():
        other = rule.named_rules.get(relation)
        if other is not None and (before := opened.setdefault(other, rule.id)) != rule.id:
            raise nodes[rule.id][_KEYS[relation]].error(
                Text(f"»{other}« udløser allerede »{before}«", f"“{other}” opens “{before}” already"),
                Text("højst én regel, som en anden regel udløser", "at most one rule that another one opens"),
                Text("nævn en anden regel, eller saml de to i én fil", "name another rule, or make the two one file"),
            )
