"""A rule read back as a provision: who must what, when, by when, and unless what; made from its data alone."""

from __future__ import annotations

from overgreb_rules._rules.model import Rule, Version
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._text.clock_words import describe_clock
from overgreb_rules._text.rule_ending_words import (
    describe_breach,
    describe_change_of_law,
    describe_endings,
    describe_expiry,
    describe_rest,
    describe_settling,
    describe_silence,
)
from overgreb_rules._text.rule_names import RuleNames, fill_in, refer_to_subject
from overgreb_rules._text.rule_words import (
    describe_duty,
    describe_one_at_a_time,
    describe_other_openings,
    describe_period,
    describe_trigger,
)
from overgreb_rules.shared.text import Text, begin_sentence, join_texts

_FIRST = Text("Pligten gælder kun, hvis {}.", "The duty is owed only if {}.")
_FIRST_OF_POSSIBILITY = Text("Muligheden gælder kun, hvis {}.", "The possibility exists only if {}.")
_FURTHER = Text("Pligten gælder desuden kun, hvis {}.", "And only if {}.")
_FURTHER_OF_POSSIBILITY = Text("Muligheden gælder desuden kun, hvis {}.", "And only if {}.")
_NOT_IF = Text("Pligten gælder ikke, hvis {}.", "The duty is not owed if {}.")
_NOT_IF_OF_POSSIBILITY = Text("Muligheden gælder ikke, hvis {}.", "The possibility does not exist if {}.")
_NO_CONDITION = Text("Ingen betingelser.", "No conditions.")


def write_as_law(rule: Rule, rules: RuleSet) -> list[Text]:
    """Return a rule in sentences that a jurist can hold against the paragraph.

    The rule's title, summary, doubts and notes are left out: they are words that somebody wrote, and not what is
    computed. Only what the data does not say is named by a title: another rule, since rules of one paragraph are cited
    alike, and a possibility that no event shows.

    Args:
        rule: the rule.
        rules: the rules to which it belongs.

    Returns:
        The sentences: the duty, its trigger, the conditions of each wording, the time, what ends it, what follows.
    """
    names = RuleNames.of_rule(rule, rules)
    once = describe_settling(rule.once, names) if rule.once is not None else []
    return [
        describe_duty(rule, names),
        *describe_trigger(rule, names),
        *describe_other_openings(rule, names),
        *describe_one_at_a_time(rule),
        *_conditions(rule, names),
        *once,
        *describe_clock(rule.clock, names),
        *describe_endings(rule, names),
        *describe_rest(rule, names),
        *describe_expiry(rule, names),
        *describe_silence(rule, names),
        *describe_breach(rule, names),
        *describe_change_of_law(rule, names),
    ]


def _conditions(rule: Rule, names: RuleNames) -> list[Text]:
    """One sentence for each condition; those of each wording where there are several."""
    several, found = len(rule.versions) > 1, []
    for version in rule.versions:
        sentences, period = _sentences(rule, version, names), describe_period(version)
        if several:
            whole = join_texts(sentences or [_NO_CONDITION], " ")
            found.append(Text(f"{begin_sentence(period.da)}: {whole.da}", f"{begin_sentence(period.en)}: {whole.en}"))
        else:
            found += sentences
    return found


def _sentences(rule: Rule, version: Version, names: RuleNames) -> list[Text]:
    """The conditions of one wording: first what must hold, then what must not be told."""
    first, further, not_if = _FIRST, _FURTHER, _NOT_IF
    if rule.modality != "must":
        first, further, not_if = _FIRST_OF_POSSIBILITY, _FURTHER_OF_POSSIBILITY, _NOT_IF_OF_POSSIBILITY
    sentences: list[Text] = []
    excluded: list[Text] = []
    for condition in version.conditions:
        exclusion = names.conditions.describe_exclusion(condition)
        if exclusion is not None:
            excluded.append(fill_in(not_if, exclusion))
        else:
            clause = names.conditions.describe(condition)
            sentences.append(fill_in(further, clause) if sentences else fill_in(first, refer_to_subject(clause)))
    return [*sentences, *excluded]
