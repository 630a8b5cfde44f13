"""Warnings about what events say, or do not say, they are about. None of them changes a status."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from overgreb_rules._case.correlation import Correlation
from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._case.event_names import quote_event, quote_events
from overgreb_rules._duties.duty import Duty
from overgreb_rules._duties.precedence import sort_acts
from overgreb_rules._duties.status import UNMET_STATUSES, AssessedDuty
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.text import Text, begin_sentence, list_texts
from overgreb_rules.shared.value_object import value_object


@value_object
class LinkWarning:
    """A warning about a link.

    Attributes:
        code: The code.
        assessed: The duty that it is about; None where it is about an event.
        says: What it says.
    """

    code: str
    assessed: AssessedDuty | None
    says: Text


def find_link_warnings(log: EventLog, assessed_duties: Sequence[AssessedDuty], rules: RuleSet) -> Iterator[LinkWarning]:
    """Yield the warnings about links: of duties in the order given, then of events in order of time.

    Args:
        log: The events known at the instant of the evaluation.
        assessed_duties: Every duty of the answer.
        rules: The rulebook.

    Yields:
        The warnings.
    """
    yield from _events_that_wait(log, assessed_duties)
    for one in assessed_duties:
        if one.status in UNMET_STATUSES:
            yield from _only_part(log, one, rules)
            yield from _older_matter(log, one)
    naming = [event for event in log.events if event.event.of]
    if naming:
        duties = [one.timed.duty for one in assessed_duties]
        meeting = _meeting_events(duties)
        for event in naming:
            if event.index not in meeting and event.type in rules.answering_types:
                yield from _answers_nothing(log, event, duties, rules)
            yield from _unusual(log, event, rules)
            if log.of_types((event.type,))[0] is not event:
                yield from _named_twice(log, event, assessed_duties)


def _meeting_events(duties: Sequence[Duty]) -> set[int]:
    """The indices of events of which it is known without looking that they touch a duty: they have met it."""
    return {
        event.index
        for duty in duties
        if duty.rule.clock.before is None
        for event in duty.fulfilment.met_by
        if event.type not in duty.rule.ends_by
    }


def _events_that_wait(log: EventLog, assessed_duties: Sequence[AssessedDuty]) -> Iterator[LinkWarning]:
    seen: set[str] = set()
    for one in assessed_duties:
        duty = one.timed.duty
        walk = duty.activation.walk
        waiting = duty.single_events.waiting.get(walk)
        if not waiting or walk in seen or one.status != "undetermined" or "of" not in one.needs:
            continue
        seen.add(walk)
        waits, things = quote_events(waiting, log), duty.single_events.things.get(walk, ())
        perhaps = quote_events(things, log, "eller", "or") if things else Text("", "")
        yield LinkWarning(
            "which_one",
            one,
            Text(
                f"Det er ikke oplyst, hvad {waits.da} handler om. Det kan være {perhaps.da}. Angiv det i feltet »of«.",
                f"It is not told what {waits.en} is about. It may be {perhaps.en}. Tell it in the field “of”.",
            ),
        )


def _only_part(log: EventLog, one: AssessedDuty, rules: RuleSet) -> Iterator[LinkWarning]:
    duty = one.timed.duty
    for event in log.of_types(rules.answer_types[duty.rule.id]):
        part = log.correlation.answers_part(event, duty.activation.subject) if event.event.of else None
        if part is not None:
            thing, missing = part
            named, about = quote_event(event, log), quote_event(thing, log)
            waiting = quote_events(missing, log)
            yield LinkWarning(
                "answers_only_part",
                one,
                Text(
                    f"{begin_sentence(named.da)} handler kun om {about.da}. Pligten er først opfyldt, når det også er "
                    f"sket for {waiting.da}.",
                    f"{begin_sentence(named.en)} is about {about.en} only. The duty is met only when it has been done "
                    f"for {waiting.en} too.",
                ),
            )


def _older_matter(log: EventLog, one: AssessedDuty) -> Iterator[LinkWarning]:
    duty = one.timed.duty
    if duty.rule.clock.before is None or "of" not in one.needs:
        return
    sorted_acts = sort_acts(duty.rule, duty.activation, log, duty.fulfilment.acts)
    for act in sorted_acts.uncertain:
        limit, named = quote_event(sorted_acts.lower_end or duty.trigger, log), quote_event(act, log)
        yield LinkWarning(
            "act_of_an_older_matter",
            one,
            Text(
                f"{begin_sentence(named.da)} ligger før {limit.da} og kan høre til en ældre sag. Angiv feltet »of«, "
                "hvis den hører til her.",
                f"{begin_sentence(named.en)} lies before {limit.en} and may belong to an older matter. Tell the field "
                "“of” if it belongs here.",
            ),
        )


def _answers_nothing(
    log: EventLog, event: LoggedEvent, duties: Sequence[Duty], rules: RuleSet
) -> Iterator[LinkWarning]:
    answer_types = rules.answer_types
    for duty in duties:
        if event.type not in answer_types[duty.rule.id] and event.type not in answer_types[duty.activation.rule.id]:
            continue
        subject = duty.activation.subject
        before = duty.rule.clock.before is not None
        touches = log.correlation.touches_whenever if before else log.correlation.touches
        if touches(event, subject) or duty.single_events.touches(log, event, duty.activation.walk, subject):
            return
    others = [other for other in log.correlation.named_by(event) if other is not None]
    yield answers_nothing(quote_event(event, log), [quote_event(other, log) for other in others])


def answers_nothing(name: Text, others: Sequence[Text]) -> LinkWarning:
    """Build the warning that an event names others and answers no duty.

    Args:
        name: The name of the event.
        others: The names of the events that it names, in the order of the case; none where they lie in the future.

    Returns:
        The warning.
    """
    later = Text("hændelser, der endnu ikke er sket", "events that have not happened yet")
    named = list_texts(others or [later])
    return LinkWarning(
        "of_answers_nothing",
        None,
        Text(
            f"{begin_sentence(name.da)} henviser til {named.da}, men opfylder ingen pligt. Er henvisningen rigtig?",
            f"{begin_sentence(name.en)} refers to {named.en}, but meets no duty. Is the reference right?",
        ),
    )


def _unusual(log: EventLog, event: LoggedEvent, rules: RuleSet) -> Iterator[LinkWarning]:
    for other in log.correlation.named_by(event):
        if other is not None and is_unusual(event, other, log.correlation, rules):
            yield unusual_link(quote_event(event, log), log.vocabulary.events[other.type].says)


def is_unusual(event: LoggedEvent, other: LoggedEvent, correlation: Correlation, rules: RuleSet) -> bool:
    """Return whether an event names another one that it is not normally about.

    Args:
        event: The event.
        other: The event that it names.
        correlation: The lists of the vocabulary.
        rules: The rules, which know the acts that must come before an event.

    Returns:
        True where the link calls for a warning.
    """
    word = rules.vocabulary.events[event.type]
    if other.type == event.type or other.type in word.names_also or (event.type, other.type) in rules.order_pairs:
        return False
    return not correlation.can_be_about(event, other)


def unusual_link(name: Text, other: Text) -> LinkWarning:
    """Build the warning that an event names another one that it is not normally about.

    Args:
        name: The name of the event.
        other: The label of the event that it names.

    Returns:
        The warning.
    """
    return LinkWarning(
        "of_unusual",
        None,
        Text(
            f"{begin_sentence(name.da)} henviser til »{other.da}«. Sådan en hændelse handler normalt ikke om det.",
            f"{begin_sentence(name.en)} refers to “{other.en}”. Such an event is not normally about that.",
        ),
    )


def _named_twice(log: EventLog, event: LoggedEvent, assessed_duties: Sequence[AssessedDuty]) -> Iterator[LinkWarning]:
    """Two events of one type name the same thing, and another thing of its type is named by none and unanswered."""
    types = log.vocabulary.events[event.type].types_of_its_one_thing
    named = [thing for thing in log.correlation.named_by(event) if thing is not None and thing.type in types]
    if not named:
        return
    earlier = [other for other in log.of_types((event.type,)) if other.index < event.index]
    for thing in named:
        twins = [other for other in earlier if thing.index in log.correlation.above(other)]
        if not twins:
            continue
        ever_named = {index for other in log.of_types((event.type,)) for index in log.correlation.above(other)}
        unanswered = [
            one.timed.duty.trigger
            for one in assessed_duties
            if one.status in UNMET_STATUSES
            and event.type in one.timed.duty.rule.answer_types
            and one.timed.duty.trigger.type == thing.type
            and one.timed.duty.trigger.index not in ever_named
            and one.timed.duty.activation.subject.opening <= event.at.latest
        ]
        if unanswered:
            both, about = quote_events((twins[-1], event), log), quote_event(thing, log)
            left = quote_event(unanswered[0], log)
            yield LinkWarning(
                "same_thing_named_twice",
                None,
                Text(
                    f"{begin_sentence(both.da)} henviser begge til {about.da}, og ingen henviser til {left.da}. Er "
                    "henvisningerne rigtige?",
                    f"{begin_sentence(both.en)} both refer to {about.en}, and none refers to {left.en}. Are the "
                    "references right?",
                ),
            )
            return
