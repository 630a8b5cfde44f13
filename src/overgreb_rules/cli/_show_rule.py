"""One rule as a jurist reads it: the words of the rule file, spelled out."""

from __future__ import annotations

from overgreb_rules._duties.consequences import citation
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet

__all__ = ["show"]

_HEADINGS = {
    "da": {
        "basis": "Hjemmel", "force": "I kraft", "who": "Hvem", "opens": "Udløses af", "acts": "Opfyldes af",
        "must": "Pligt", "may": "Mulighed", "window": "Lovligt vindue", "succeeds": "Efterfølger", "now": "Nu",
        "doubts": "Tvivl", "sources": "Kilder", "examples": "Eksempler", "note": "Note", "end": "til",
    },
    "en": {
        "basis": "Legal basis", "force": "In force", "who": "Who", "opens": "Opened by", "acts": "Met by",
        "must": "Duty", "may": "Permission", "window": "Lawful window", "succeeds": "Succeeds", "now": "Now",
        "doubts": "Doubts", "sources": "Sources", "examples": "Examples", "note": "Note", "end": "to",
    },
}  # fmt: skip


def show(rule: Rule, rules: RuleSet, language: str) -> str:
    """The rule in words, line by line."""
    say = _HEADINGS[language]
    events = rules.vocabulary.events

    def named(types: tuple[str, ...]) -> str:
        return ", ".join(f"{getattr(events[type_].says, language)} ({type_})" for type_ in dict.fromkeys(types))

    law = rules.laws[rule.law]
    lines = [
        f"{rule.id} — {getattr(rule.title, language)}",
        getattr(rule.summary, language),
        f"{say['basis']}: {citation(rule.id, rules).da}" + (f" ({law.eli})" if law.eli else ""),
        *(f"{say['force']}: {v.first} {say['end']} {v.last or '…'}" for v in rule.versions),
        f"{say['who']}: {getattr(rules.vocabulary.bearers[rule.bearer].says, language)} · {say[rule.modality]}",
    ]
    if rule.triggers:
        lines.append(f"{say['opens']}: {named(rule.triggers)}")
    if rule.met_by:
        lines.append(f"{say['acts']}: {named(tuple(pattern.type for pattern in rule.met_by))}")
    if rule.succeeds:
        lines.append(f"{say['succeeds']}: {citation(rule.succeeds, rules).da} ({rule.succeeds})")
    lines += [f"{say['now']}: {citation(name, rules).da} ({name})" for name in rules.successor.get(rule.id, ())]
    lines += [f"{say['doubts']}: {getattr(doubt.says, language)}" for doubt in rule.doubts]
    if rule.note:
        lines.append(f"{say['note']}: {getattr(rule.note, language)}")
    lines.append(f"{say['sources']}: {', '.join(rule.sources)}")
    lines += [f"{say['examples']}: {example.says}" for example in rule.examples]
    return "\n".join(lines) + "\n"
