"""One rule in words, as a jurist reads it."""

from __future__ import annotations

from overgreb_rules._duties.consequences import citation
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.text import translate

_HEADINGS = {
    "da": {
        "basis": "Hjemmel", "force": "I kraft", "who": "Hvem", "opens": "Udløses af", "acts": "Opfyldes af",
        "must": "Pligt", "may": "Mulighed", "window": "Lovligt vindue", "succeeds": "Efterfølger", "now": "Nu",
        "doubts": "Tvivl", "second": "Tvivl ved en undersøgelse mere", "from_age": "Fra {age} år",
        "sources": "Kilder", "examples": "Eksempler", "note": "Note", "end": "til",
    },
    "en": {
        "basis": "Legal basis", "force": "In force", "who": "Who", "opens": "Opened by", "acts": "Met by",
        "must": "Duty", "may": "Permission", "window": "Lawful window", "succeeds": "Succeeds", "now": "Now",
        "doubts": "Doubts", "second": "Doubt with a second examination", "from_age": "From {age} years",
        "sources": "Sources", "examples": "Examples", "note": "Note", "end": "to",
    },
}  # fmt: skip


def format_rule(rule: Rule, rules: RuleSet, language: str) -> str:
    """Return one rule in words, as a jurist reads it.

    Args:
        rule: the rule.
        rules: the rules to which it belongs.
        language: da or en.

    Returns:
        Lines with a line end each.
    """
    say = _HEADINGS[language]
    events = rules.vocabulary.events

    def join_names(types: tuple[str, ...]) -> str:
        return ", ".join(f"{translate(events[type_].says, language)} ({type_})" for type_ in dict.fromkeys(types))

    law = rules.laws[rule.law]
    lines = [
        f"{rule.id} — {translate(rule.title, language)}",
        translate(rule.summary, language),
        f"{say['basis']}: {citation(rule.id, rules).da}" + (f" ({law.eli})" if law.eli else ""),
        *(f"{say['force']}: {v.first} {say['end']} {v.last or '…'}" for v in rule.versions),
        f"{say['who']}: {translate(rules.vocabulary.bearers[rule.bearer].says, language)} · {say[rule.modality]}",
    ]
    if rule.triggers:
        lines.append(f"{say['opens']}: {join_names(rule.triggers)}")
    if rule.met_by:
        lines.append(f"{say['acts']}: {join_names(tuple(pattern.type for pattern in rule.met_by))}")
    if rule.succeeds:
        lines.append(f"{say['succeeds']}: {citation(rule.succeeds, rules).da} ({rule.succeeds})")
    lines += [f"{say['now']}: {citation(name, rules).da} ({name})" for name in rules.successor.get(rule.id, ())]
    lines += [f"{say['doubts']}: {translate(doubt.says, language)}" for doubt in rule.doubts]
    if rule.doubt_of_second:
        lines.append(f"{say['second']}: {translate(rule.doubt_of_second.says, language)}")
    if rule.from_age:
        lines.append(f"{say['from_age'].format(age=rule.from_age.age)}: {translate(rule.from_age.says, language)}")
    if rule.note:
        lines.append(f"{say['note']}: {translate(rule.note, language)}")
    lines.append(f"{say['sources']}: {', '.join(rule.sources)}")
    lines += [f"{say['examples']}: {example.says}" for example in rule.examples]
    return "\n".join(lines) + "\n"
