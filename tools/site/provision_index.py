"""The list of all provisions, act by act."""

from __future__ import annotations

from overgreb_rules._rules.citation import citation, sort_by_paragraph
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._text.rule_words import describe_period
from overgreb_rules.shared.text import Text, begin_sentence, join_items, translate
from tools.site.markdown import build_table, escape, mark_language

_WORDS = {
    "title": Text("Reglerne, paragraf for paragraf", "The rules, provision by provision"),
    "intro": Text(
        "Hver regel har en side, der er lavet ud fra reglens fil: hjemmel, ordlyd over tid, hvem der skal hvad "
        "hvornår, fristen på et eksempel, eksempler med svar, tvivl og de sætninger i loven, som reglen svarer for. "
        "Hele regelsættet som JSON-LD: [`rulebook.jsonld`](../../../rulebook.jsonld).",
        "Each rule has a page that is made from its rule file: legal basis, wordings over time, who must do what and "
        "when, the clock on an example, examples with their answers, doubts, and the sentences of the act that the "
        "rule answers for. The whole rulebook as JSON-LD: [`rulebook.jsonld`](../../../rulebook.jsonld).",
    ),
    "cite": Text("Hjemmel", "Legal basis"),
    "rule": Text("Regel", "Rule"),
    "force": Text("Gælder", "In force"),
    "kle": Text("KLE", "KLE"),
}


def build_provision_index(rules: RuleSet, language: str) -> str:
    """Build the list of all provisions.

    Args:
        rules: The rules.
        language: da or en.

    Returns:
        Markdown: one table for each act.
    """
    parts = [f"# {translate(_WORDS['title'], language)}\n", f"{translate(_WORDS['intro'], language)}\n"]
    headings = [translate(_WORDS[name], language) for name in ("cite", "rule", "force", "kle")]
    for name, law in rules.laws.items():
        rows = []
        for rule in sort_by_paragraph(rules):
            if rule.law == name:
                periods = join_items([translate(describe_period(one), language) for one in rule.versions], ";")
                link = f"[{escape(translate(rule.title, language))}]({rule.id}.md)"
                rows.append((escape(citation(rule.id, rules).da), link, escape(periods), rule.kle or "–"))
        parts += [f"## {escape(begin_sentence(translate(law.name, language)))}\n", build_table(headings, rows)]
    return mark_language("\n".join(parts), language)
