"""The page of the event types: their facts, what they can be about, and the rules on which they bear."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from overgreb_rules._rulecheck.rule_needs import find_needs
from overgreb_rules._rules.dependency import EventDependency
from overgreb_rules._rules.event_definition import EventDefinition
from overgreb_rules._rules.fact_definition import FactDefinition
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.text import Text, begin_sentence, translate
from tools.site.markdown import build_table, escape, mark_language

USES = {
    "opens": Text("Udløser", "Opens"),
    "meets": Text("Opfylder", "Meets"),
    "ends": Text("Lader bortfalde", "Waives or ends"),
    "moves": Text("Bestemmer eller flytter fristen", "Sets or moves the clock"),
    "asks": Text("Er en betingelse i", "Is asked for by a condition of"),
}
"""How an event can bear on a rule."""
_WORDS = {
    "title": Text("Hændelsestyper og oplysninger", "Event types and facts"),
    "intro": Text(
        "Ordene i en sag. En oplysning, der ikke er givet, er ukendt, medmindre den har et »ellers«.",
        "The words of a case. A fact that is not told is unknown, unless it has a default.",
    ),
    "case": Text("Sagen og barnet", "The case and the child"),
    "fact": Text("Oplysning", "Fact"),
    "meaning": Text("Betydning", "Meaning"),
    "values": Text("Værdier", "Values"),
    "default": Text("ellers {value}", "default {value}"),
    "about": Text("Kan handle om (`of`)", "Can be about (`of`)"),
    "single": Text("Handler kun om én ting", "Is about one thing only"),
    "yes": Text("ja", "yes"),
    "none": Text("Ingen regel læser hændelsen.", "No rule reads this event."),
    "what": Text("Emne", "Subject"),
    "content": Text("Indhold", "Content"),
}


def build_event_page(rules: RuleSet, language: str) -> str:
    """Build the page of all event types.

    Args:
        rules: The rules with their vocabulary.
        language: da or en.

    Returns:
        Markdown: the facts of the case, then each event type under a heading.
    """

    def say(name: str) -> str:
        return translate(_WORDS[name], language)

    uses = collect_event_uses(rules)
    facts = _build_fact_table(rules.vocabulary.case.values(), rules, language)
    parts = [f"# {say('title')}\n", f"{say('intro')}\n", f"## {say('case')}\n", facts]
    for event in rules.vocabulary.events.values():
        parts.append(f"## {escape(begin_sentence(translate(event.says, language)))} {{ #{event.name} }}\n")
        parts.append(f"`{event.name}`\n")
        if event.facts:
            parts.append(_build_fact_table(event.facts.values(), rules, language))
        parts.append(_build_use_table(event, uses[event.name], rules, language))
    return mark_language("\n".join(parts), language)


def collect_event_uses(rules: RuleSet) -> Mapping[str, Mapping[str, list[str]]]:
    """Collect for each event type the rules on which it bears.

    Args:
        rules: The rules.

    Returns:
        By event type and by the words of `USES`, the ids of rules in their order.
    """
    found: dict[str, dict[str, list[str]]] = {name: defaultdict(list) for name in rules.vocabulary.events}
    for rule in rules:
        needs = find_needs(rule, rules)
        moving = {one.type for one in rule.clock.dependencies if isinstance(one, EventDependency)}
        types = {
            "opens": {*needs.opens},
            "meets": {*needs.meets},
            "ends": {*needs.ends},
            "moves": moving - {*needs.opens} - {*needs.meets},
            "asks": {*needs.bears_on} - moving,
        }
        for use, names in types.items():
            for name in names:
                found[name][use].append(rule.id)
    return found


def describe_values(fact: FactDefinition, rules: RuleSet, language: str) -> str:
    """Return the values that a fact can have.

    Args:
        fact: The fact.
        rules: The rules with their vocabulary.
        language: da or en.

    Returns:
        Markdown without a line end.
    """
    if fact.kind == "word":
        says = rules.vocabulary.values
        values = "<br>".join(f"`{word}`: {escape(translate(says[word], language))}" for word in fact.words)
    else:
        values = escape(translate(fact.allowed, language))
    if fact.default is None:
        return values
    default = str(fact.default).lower() if isinstance(fact.default, bool) else fact.default
    return f"{values}; {translate(_WORDS['default'], language).format(value=f'`{default}`')}"


def _build_fact_table(facts: Iterable[FactDefinition], rules: RuleSet, language: str) -> str:
    headings = [translate(_WORDS[name], language) for name in ("fact", "meaning", "values")]
    rows = [
        (f"`{fact.name}`", escape(translate(fact.says, language)), describe_values(fact, rules, language))
        for fact in facts
    ]
    return build_table(headings, rows)


def _build_use_table(event: EventDefinition, uses: Mapping[str, list[str]], rules: RuleSet, language: str) -> str:
    rows = []
    if event.about:
        rows.append(
            (translate(_WORDS["about"], language), ", ".join(f"[`{one.type}`](#{one.type})" for one in event.about))
        )
    if event.is_single:
        rows.append((translate(_WORDS["single"], language), translate(_WORDS["yes"], language)))
    for use, heading in USES.items():
        links = [
            f"[{escape(translate(rules.by_id[name].title, language))}](provisions/{language}/{name}.md) (`{name}`)"
            for name in uses.get(use, [])
        ]
        if links:
            rows.append((translate(heading, language), "<br>".join(links)))
    if not any(uses.values()):
        return f"{translate(_WORDS['none'], language)}\n"
    headings = [translate(_WORDS[name], language) for name in ("what", "content")]
    return build_table(headings, rows)
