"""One duty with everything that the answer holds: the days counted, the doubts and the sources."""

from __future__ import annotations

from collections.abc import Iterator

from overgreb_rules._duties.timed_duty import IS_SET
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._text.due_words import DUE_LABELS, list_dates
from overgreb_rules._text.formatting import as_day_at_midnight, format_bearer, format_missing_date, format_when
from overgreb_rules._text.status_words import NO_RECORD, format_status
from overgreb_rules._text.step_list import list_steps
from overgreb_rules.evaluation import Evaluation, Obligation
from overgreb_rules.shared.text import Text, translate

_WORDS = {
    "status": Text("Status", "Status"),
    "none": Text("Frist", "Time limit"),
    "why": Text("Forklaring", "Explanation"),
    "counting": Text("Sådan er fristen beregnet", "How the time limit was counted"),
    "counts": Text("tæller med", "counts"),
    "not": Text("tæller ikke med", "does not count"),
    "only": Text("tæller måske med", "perhaps counts"),
    "lenient_only": Text("tæller kun med i den yderste frist", "counts to the latest deadline only"),
    "breach": Text("Hvis fristen overskrides", "If the time limit is passed"),
    "not_kept": Text("Hvis pligten ikke overholdes", "If the duty is not kept"),
    "steps": Text("Varslinger og følger", "Notices and consequences"),
    "active": Text("gælder nu", "active now"),
    "doubts": Text("Tvivl om reglen", "Doubt about the rule"),
    "certainty": Text("Kilde til fristen", "Source of the time limit"),
    "text": Text("lovens ordlyd", "the wording of the act"),
    "secondary": Text("en myndigheds praksis", "the practice of an authority"),
    "set": Text("fastsat i sagen", "set in the case"),
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
    yield f"{translate(duty.title, language)} – {duty.cite}" + (f" ({law.eli})" if law.eli else "")
    yield f"{duty.key}"
    yield f"{say['status']}: {format_status(duty.status, language)}"
    if duty.not_recorded:
        yield translate(NO_RECORD, language)
    if duty.due is None:
        yield f"{say['none']}: {format_missing_date(duty, language)}"
    for kind, when in list_dates(duty.due, duty.modality):
        yield f"{translate(DUE_LABELS[kind], language)}: {format_when(when, language)}"
    yield f"{say['why']}: {translate(duty.explanation, language)}"
    if duty.counting:
        yield f"{say['counting']}:"
    for day in duty.counting:
        counting_word = _counting_word(day.counted.strict, day.counted.lenient)
        counts, why = say[counting_word], translate(day.why, language)
        yield f"  {format_when(day.day, language)}: {why if counts in why else f'{counts} – {why}'}"
    if duty.consequence is not None:
        heading = say["breach"] if rule.clock.before is None else say["not_kept"]
        yield f"{heading}: {translate(duty.consequence, language)}"
    steps = list_steps(duty)
    if steps:
        yield f"{say['steps']}:"
    for step in steps:
        now = f" ({say['active']})" if step.active else ""
        begins = format_when(as_day_at_midnight(step.from_), language)
        yield f"  {begins}: {format_bearer(step.to, language)} – {translate(step.action, language)}{now}"
    for question in duty.open_questions:
        yield f"{say['doubts']}: {translate(question, language)}"
    yield f"{say['certainty']}: {say['set' if has_one_set_day(duty) else duty.certainty]}"
    yield f"{say['sources']}: {', '.join(rule.sources)}"
    yield f"{say['rules']}: {result.receipt.rulebook}, sha256 {result.receipt.sha256}"


def has_one_set_day(duty: Obligation) -> bool:
    """Return whether a decision set the day of a duty, and no other day may hold.

    Args:
        duty: the duty.

    Returns:
        True where the case is the source of the day, whatever the source of the rule.
    """
    return [day.why for day in duty.counting] == [IS_SET]


def _counting_word(strict: bool, lenient: bool) -> str:
    if strict == lenient:
        return "counts" if strict else "not"
    return "only" if strict else "lenient_only"
