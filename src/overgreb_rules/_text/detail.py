"""One duty with everything that the answer holds: the days counted, the doubts and the sources."""

from __future__ import annotations

from collections.abc import Iterator

from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._text.formatting import format_when
from overgreb_rules._text.status_words import format_status
from overgreb_rules.evaluation import Evaluation, Obligation
from overgreb_rules.shared.text import Text, translate

_WORDS = {
    "status": Text("Status", "Status"),
    "due": Text("Senest", "No later than"),
    "strict": Text("strengt læst", "read strictly"),
    "lenient": Text("lempeligt læst", "read leniently"),
    "none": Text("loven nævner intet tal", "the law gives no number"),
    "why": Text("Forklaring", "Explanation"),
    "counting": Text("Sådan er der talt", "How it was counted"),
    "counts": Text("tæller", "counted"),
    "not": Text("tæller ikke", "not counted"),
    "only": Text("tæller kun strengt læst", "counted on the strict reading only"),
    "lenient_only": Text("tæller kun lempeligt læst", "counted on the lenient reading only"),
    "breach": Text("Ved brud", "On breach"),
    "steps": Text("Trin", "Steps"),
    "active": Text("nu", "now"),
    "doubts": Text("Uafklaret i loven", "Unsettled in the law"),
    "certainty": Text("Sikkerhed", "Certainty"),
    "text": Text("ordlyden er læst", "the wording was read"),
    "secondary": Text("efter en myndigheds udsagn", "as an authority says"),
    "sources": Text("Kilder", "Sources"),
    "rules": Text("Regler", "Rules"),
}


def describe_duty(duty: Obligation, result: Evaluation, rules: RuleSet, language: str) -> str:
    """Return everything that an answer holds of one duty as lines of text.

    Args:
        duty: the duty.
        result: the evaluation in which the duty stands.
        rules: the rules of that evaluation.
        language: da or en.

    Returns:
        Lines with a line end each.
    """
    return "\n".join(_lines(duty, result, rules, language)) + "\n"


def _lines(duty: Obligation, result: Evaluation, rules: RuleSet, language: str) -> Iterator[str]:
    say = {name: translate(text, language) for name, text in _WORDS.items()}
    rule, law = rules.by_id[duty.rule], rules.laws[duty.law]
    yield f"{translate(duty.title, language)} — {duty.cite}" + (f" ({law.eli})" if law.eli else "")
    yield f"{duty.key}"
    yield f"{say['status']}: {format_status(duty.status, language)}"
    if duty.due is None:
        yield f"{say['due']}: {say['none']}"
    elif duty.due.strict == duty.due.lenient:
        yield f"{say['due']}: {format_when(duty.due.strict, language)}"
    else:
        for reading, when in (("strict", duty.due.strict), ("lenient", duty.due.lenient)):
            yield f"{say['due']}, {say[reading]}: {format_when(when, language)}"
    yield f"{say['why']}: {translate(duty.explanation, language)}"
    if duty.counting:
        yield f"{say['counting']}:"
    for day in duty.counting:
        counting_word = _counting_word(day.counted.strict, day.counted.lenient)
        yield f"  {format_when(day.day, language)}: {say[counting_word]} — {translate(day.why, language)}"
    if duty.consequence is not None:
        yield f"{say['breach']}: {translate(duty.consequence, language)}"
    if duty.escalations:
        yield f"{say['steps']}:"
    for step in duty.escalations:
        now = f" ({say['active']})" if step.active else ""
        yield f"  {format_when(step.from_, language)}: {step.to} — {translate(step.action, language)}{now}"
    for question in duty.open_questions:
        yield f"{say['doubts']}: {translate(question, language)}"
    yield f"{say['certainty']}: {say[duty.certainty]}"
    yield f"{say['sources']}: {', '.join(rule.sources)}"
    yield f"{say['rules']}: {result.receipt.rulebook}, sha256 {result.receipt.sha256}"


def _counting_word(strict: bool, lenient: bool) -> str:
    if strict == lenient:
        return "counts" if strict else "not"
    return "only" if strict else "lenient_only"
