"""Warnings about what events say, or do not say, they are about, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._case.event_names import EventName, name_event, quote_events
from overgreb_rules._deadlines.moment_words import format_seconds_before
from overgreb_rules._duties.case_warnings import CaseWarning
from overgreb_rules._duties.link_findings import LinkFinding
from overgreb_rules._duties.status import AssessedDuty
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.words_of_law import WordsOfLaw
from overgreb_rules.shared.text import Text, begin_sentence, list_texts
from overgreb_rules.shared.value_object import ValueObject

_Slots = Sequence[Sequence[LoggedEvent]]
"""The events that a warning names, by slot."""


class _Namer(ValueObject):
    """Names events of a case in the words of an act.

    Attributes:
        log: The events of the case.
        words: The words of the act.
    """

    log: EventLog
    words: WordsOfLaw

    def quote(self, event: LoggedEvent) -> Text:
        return name_event(event, self.log).quote(self.words)

    def quote_all(self, events: Sequence[LoggedEvent], danish: str = "og", english: str = "and") -> Text:
        return quote_events(events, self.log, self.words, danish, english)


def word_finding(
    finding: LinkFinding, log: EventLog, assessed_duties: Sequence[AssessedDuty], rules: RuleSet
) -> CaseWarning:
    """Put a finding into words.

    Args:
        finding: What calls for the warning.
        log: The events known at the instant of the evaluation.
        assessed_duties: Every duty of the answer, in its order.
        rules: The rules of all acts.

    Returns:
        The warning, in the words of the rule where it is about a duty.
    """
    slots = [[log.events[index] for index in indices] for indices in finding.events]
    rule = None if finding.duty is None else assessed_duties[finding.duty].timed.duty.rule
    words = WordsOfLaw(rules.vocabulary) if rule is None else WordsOfLaw.of_rule(rule.id, rules)
    return CaseWarning(finding.code, rule, _WORDS[finding.code](_Namer(log, words), slots))


def answers_nothing(name: Text, others: Sequence[Text]) -> CaseWarning:
    """Build the warning that an event names others and answers no duty.

    Args:
        name: The name of the event.
        others: The names of the events that it names, in the order of the case; none where they lie in the future.

    Returns:
        The warning.
    """
    return CaseWarning("of_answers_nothing", None, _word_answers_nothing(name, others))


def unusual_link(name: Text, other: Text) -> CaseWarning:
    """Build the warning that an event names another one that it is not normally about.

    Args:
        name: The name of the event.
        other: The label of the event that it names.

    Returns:
        The warning.
    """
    return CaseWarning("of_unusual", None, _word_unusual(name, other))


def act_of_an_older_matter(rule: Rule, name: EventName, limit: EventName, rules: RuleSet) -> CaseWarning:
    """Build the warning that an act may belong to an older matter.

    Args:
        rule: The rule of the duty that the act may meet.
        name: What names the act.
        limit: What names the event before which it lies.
        rules: The rules of all acts.

    Returns:
        The warning, in the words of the rule.
    """
    words = WordsOfLaw.of_rule(rule.id, rules)
    return CaseWarning("act_of_an_older_matter", rule, _word_older_matter(name.quote(words), limit.quote(words)))


def _word_answers_nothing(name: Text, others: Sequence[Text]) -> Text:
    later = Text("hændelser, der endnu ikke er sket", "events that have not happened yet")
    named = list_texts(others or [later])
    return Text(
        f"{begin_sentence(name.da)} henviser til {named.da}, men opfylder ingen pligt. Er henvisningen rigtig?",
        f"{begin_sentence(name.en)} refers to {named.en}, but meets no duty. Is the reference right?",
    )


def _word_unusual(name: Text, other: Text) -> Text:
    return Text(
        f"{begin_sentence(name.da)} henviser til »{other.da}«. Sådan en hændelse handler normalt ikke om det.",
        f"{begin_sentence(name.en)} refers to “{other.en}”. Such an event is not normally about that.",
    )


def _word_answer_before_trigger(namer: _Namer, slots: _Slots) -> Text:
    (event,), (trigger,) = slots
    name, asked = namer.quote(event), namer.quote(trigger)
    before = format_seconds_before(event.at, trigger.at) or Text("før", "before")
    return Text(
        f"{begin_sentence(name.da)} ligger {before.da} {asked.da}. Er tidspunkterne rigtige?",
        f"{begin_sentence(name.en)} lies {before.en} {asked.en}. Are the times right?",
    )


def _word_which_one(namer: _Namer, slots: _Slots) -> Text:
    waiting, things = slots
    waits = namer.quote_all(waiting)
    perhaps = namer.quote_all(things, "eller", "or") if things else Text("", "")
    return Text(
        f"Det er ikke oplyst, hvad {waits.da} handler om. Det kan være {perhaps.da}. Angiv det i feltet »of«.",
        f"It is not told what {waits.en} is about. It may be {perhaps.en}. Tell it in the field “of”.",
    )


def _word_only_part(namer: _Namer, slots: _Slots) -> Text:
    (event,), (thing,), missing = slots
    named, about, waiting = namer.quote(event), namer.quote(thing), namer.quote_all(missing)
    return Text(
        f"{begin_sentence(named.da)} handler kun om {about.da}. Pligten er først opfyldt, når det også er sket for "
        f"{waiting.da}.",
        f"{begin_sentence(named.en)} is about {about.en} only. The duty is met only when it has been done for "
        f"{waiting.en} too.",
    )


def _word_older_matter(name: Text, limit: Text) -> Text:
    return Text(
        f"{begin_sentence(name.da)} ligger før {limit.da} og kan høre til en ældre sag. Angiv feltet »of«, hvis den "
        "hører til her.",
        f"{begin_sentence(name.en)} lies before {limit.en} and may belong to an older matter. Tell the field “of” if "
        "it belongs here.",
    )


def _word_named_twice(namer: _Namer, slots: _Slots) -> Text:
    twins, (thing,), (unanswered,) = slots
    both, about, left = namer.quote_all(twins), namer.quote(thing), namer.quote(unanswered)
    return Text(
        f"{begin_sentence(both.da)} henviser begge til {about.da}, og ingen henviser til {left.da}. Er "
        "henvisningerne rigtige?",
        f"{begin_sentence(both.en)} both refer to {about.en}, and none refers to {left.en}. Are the references right?",
    )


_WORDS: Mapping[str, Callable[[_Namer, _Slots], Text]] = {
    "answer_before_trigger": _word_answer_before_trigger,
    "which_one": _word_which_one,
    "answers_only_part": _word_only_part,
    "act_of_an_older_matter": lambda namer, slots: _word_older_matter(
        namer.quote(slots[0][0]), namer.quote(slots[1][0])
    ),
    "of_answers_nothing": lambda namer, slots: _word_answers_nothing(
        namer.quote(slots[0][0]), [namer.quote(other) for other in slots[1]]
    ),
    "of_unusual": lambda namer, slots: _word_unusual(namer.quote(slots[0][0]), namer.words.label(slots[1][0].type)),
    "same_thing_named_twice": _word_named_twice,
}
"""By code, what a warning says of the events in its slots."""
