"""Warnings about what events say, or do not say, they are about, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._case.event_names import quote_event, quote_events
from overgreb_rules._deadlines.moment_words import format_seconds_before
from overgreb_rules._duties.case_warnings import CaseWarning
from overgreb_rules._duties.link_findings import LinkFinding
from overgreb_rules._duties.status import AssessedDuty
from overgreb_rules._rules.model import Rule
from overgreb_rules.shared.text import Text, begin_sentence, list_texts

_Slots = Sequence[Sequence[LoggedEvent]]
"""The events that a warning names, by slot."""


def word_finding(finding: LinkFinding, log: EventLog, assessed_duties: Sequence[AssessedDuty]) -> CaseWarning:
    """Put a finding into words.

    Args:
        finding: What calls for the warning.
        log: The events known at the instant of the evaluation.
        assessed_duties: Every duty of the answer, in its order.

    Returns:
        The warning.
    """
    slots = [[log.events[index] for index in indices] for indices in finding.events]
    rule = None if finding.duty is None else assessed_duties[finding.duty].timed.duty.rule
    return CaseWarning(finding.code, rule, _WORDS[finding.code](log, slots))


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


def act_of_an_older_matter(rule: Rule, name: Text, limit: Text) -> CaseWarning:
    """Build the warning that an act may belong to an older matter.

    Args:
        rule: The rule of the duty that the act may meet.
        name: The name of the act.
        limit: The name of the event before which it lies.

    Returns:
        The warning.
    """
    return CaseWarning("act_of_an_older_matter", rule, _word_older_matter(name, limit))


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


def _word_answer_before_trigger(log: EventLog, slots: _Slots) -> Text:
    (event,), (trigger,) = slots
    name, asked = quote_event(event, log), quote_event(trigger, log)
    before = format_seconds_before(event.at, trigger.at) or Text("før", "before")
    return Text(
        f"{begin_sentence(name.da)} ligger {before.da} {asked.da}. Er tidspunkterne rigtige?",
        f"{begin_sentence(name.en)} lies {before.en} {asked.en}. Are the times right?",
    )


def _word_which_one(log: EventLog, slots: _Slots) -> Text:
    waiting, things = slots
    waits = quote_events(waiting, log)
    perhaps = quote_events(things, log, "eller", "or") if things else Text("", "")
    return Text(
        f"Det er ikke oplyst, hvad {waits.da} handler om. Det kan være {perhaps.da}. Angiv det i feltet »of«.",
        f"It is not told what {waits.en} is about. It may be {perhaps.en}. Tell it in the field “of”.",
    )


def _word_only_part(log: EventLog, slots: _Slots) -> Text:
    (event,), (thing,), missing = slots
    named, about, waiting = quote_event(event, log), quote_event(thing, log), quote_events(missing, log)
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


def _word_named_twice(log: EventLog, slots: _Slots) -> Text:
    twins, (thing,), (unanswered,) = slots
    both, about, left = quote_events(twins, log), quote_event(thing, log), quote_event(unanswered, log)
    return Text(
        f"{begin_sentence(both.da)} henviser begge til {about.da}, og ingen henviser til {left.da}. Er "
        "henvisningerne rigtige?",
        f"{begin_sentence(both.en)} both refer to {about.en}, and none refers to {left.en}. Are the references right?",
    )


_WORDS: Mapping[str, Callable[[EventLog, _Slots], Text]] = {
    "answer_before_trigger": _word_answer_before_trigger,
    "which_one": _word_which_one,
    "answers_only_part": _word_only_part,
    "act_of_an_older_matter": lambda log, slots: _word_older_matter(
        quote_event(slots[0][0], log), quote_event(slots[1][0], log)
    ),
    "of_answers_nothing": lambda log, slots: _word_answers_nothing(
        quote_event(slots[0][0], log), [quote_event(other, log) for other in slots[1]]
    ),
    "of_unusual": lambda log, slots: _word_unusual(
        quote_event(slots[0][0], log), log.vocabulary.events[slots[1][0].type].says
    ),
    "same_thing_named_twice": _word_named_twice,
}
"""By code, what a warning says of the events in its slots."""
