"""A rule read back as a provision: who must what, when, by when, and unless what; made from its data alone."""

from __future__ import annotations

from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._text.clock_words import describe_clock
from overgreb_rules._text.rule_names import RuleNames, fill_in, join_texts, refer_to_subject
from overgreb_rules._text.rule_words import (
    describe_breach,
    describe_change_of_law,
    describe_conditions,
    describe_duty,
    describe_endings,
    describe_other_openings,
    describe_period,
    describe_settling,
    describe_silence,
    describe_trigger,
)
from overgreb_rules.shared.text import Text, begin_sentence

_FIRST = Text("Pligten gælder kun, hvis {}.", "The duty is owed only if {}.")
_FIRST_OF_POSSIBILITY = Text("Muligheden gælder kun, hvis {}.", "The possibility exists only if {}.")
_FURTHER = Text("Pligten gælder desuden kun, hvis {}.", "And only if {}.")
_FURTHER_OF_POSSIBILITY = Text("Muligheden gælder desuden kun, hvis {}.", "And only if {}.")
_NO_CONDITION = Text("Ingen betingelser.", "No conditions.")


def write_as_law(rule: Rule, rules: RuleSet) -> list[Text]:
    """Return a rule in sentences that a jurist can hold against the paragraph.

    The rule's title, summary, doubts and notes are left out: they are words that somebody wrote, and not what is
    computed. Another rule is named by its title, since rules of one paragraph are cited alike.

    Args:
        rule: the rule.
        rules: the rules to which it belongs.

    Returns:
        The sentences: the duty, its trigger, the conditions of each wording, the time, what ends it, what follows.
    """
    names = RuleNames(rules, rules.laws[rule.law], rule.triggers)
    once = describe_settling(rule.once, names) if rule.once is not None else []
    return [
        describe_duty(rule, names),
        *describe_trigger(rule, names),
        *describe_other_openings(rule, names),
        *_conditions(rule, names),
        *once,
        *describe_clock(rule.clock, names),
        *describe_endings(rule, names),
        *describe_silence(rule, names),
        *describe_breach(rule, names),
        *describe_change_of_law(rule, names),
    ]


def _conditions(rule: Rule, names: RuleNames) -> list[Text]:
    """One sentence for each condition; those of each wording where there are several."""
    several, found = len(rule.versions) > 1, []
    first, further = _FIRST, _FURTHER
    if rule.modality != "must":
        first, further = _FIRST_OF_POSSIBILITY, _FURTHER_OF_POSSIBILITY
    for version in rule.versions:
        clauses, period = describe_conditions(version, names), describe_period(version)
        clauses = [*map(refer_to_subject, clauses[:1]), *clauses[1:]]
        forms = (first, *(further for _ in clauses[1:]))
        sentences = [fill_in(form, clause) for form, clause in zip(forms[: len(clauses)], clauses, strict=True)]
        if several:
            whole = join_texts(sentences or [_NO_CONDITION], Text(" ", " "))
            found.append(Text(f"{begin_sentence(period.da)}: {whole.da}", f"{begin_sentence(period.en)}: {whole.en}"))
        else:
            found += sentences
    return found
