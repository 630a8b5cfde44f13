"""The concordance: which rule of an older act goes on under which of the newer one, and what becomes of its duties."""

from __future__ import annotations

import datetime as dt

from overgreb_rules._rules.citation import citation, sort_by_paragraph
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.transition import Transition
from overgreb_rules.shared.date_words import format_date
from overgreb_rules.shared.text import translate

_NONE = "–"
_WORDS = {
    "da": {
        "subject": "Emne",
        "unmet": "Pligter, der ikke var opfyldt ved udgangen af {end}",
        "moves": "føres videre efter {cite}",
        "ends": "bortfalder, hvis den hændelse, de skal være opfyldt før, ikke er sket",
        "stays": "behandles fortsat efter {law}",
        "new": "ny",
    },
    "en": {
        "subject": "Subject",
        "unmet": "What is unmet when {end} ends",
        "moves": "goes on under {cite}",
        "ends": "is waived if what it must come before has not happened",
        "stays": "stays under {law}",
        "new": "new",
    },
}


def build_concordance(rules: RuleSet, language: str) -> str:
    """Build the table old → new: what goes on, under which paragraph, and what is new or has ended.

    Args:
        rules: The rules.
        language: `da` or `en`.

    Returns:
        Markdown, one table for each change from one act to the next.
    """
    return "\n".join(_build_table(rules, transition, language) for transition in rules.transitions)


def _build_table(rules: RuleSet, transition: Transition, language: str) -> str:
    words = _WORDS[language]
    older, newer = rules.laws[transition.older].cited_as.da, rules.laws[transition.newer].cited_as.da
    last = transition.on - dt.timedelta(days=1)
    end = str(last.year) if transition.on.timetuple().tm_yday == 1 else getattr(format_date(last), language)
    unmet = words["unmet"].format(end=end)
    lines = [f"| {older.capitalize()} | {newer.capitalize()} | {words['subject']} | {unmet} |", "|---|---|---|---|"]
    in_order = sort_by_paragraph(rules)
    for rule in in_order:
        if rule.law == transition.older:
            after = sort_by_paragraph(rules.by_id[name] for name in rules.successor.get(rule.id, ()))
            new = "; ".join(citation(one.id, rules).da for one in after) or _NONE
            ending = "moves" if rule.moves else "ends" if rule.ends_with_its_law else "stays"
            fate = words[ending].format(cite=transition.cite_moves, law=older)
            lines.append(f"| {citation(rule.id, rules).da} | {new} | {translate(rule.title, language)} | {fate} |")
    for rule in in_order:
        if rule.law == transition.newer and rule.succeeds is None:
            title = translate(rule.title, language)
            lines.append(f"| {_NONE} | {citation(rule.id, rules).da} | {title} | {words['new']} |")
    return "\n".join(lines) + "\n"
