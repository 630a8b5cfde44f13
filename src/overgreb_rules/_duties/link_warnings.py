"""Warnings about what events say, or do not say, they are about. None of them changes a status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from overgreb_rules._case.correlation import Correlation
from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._duties.duty import Duty
from overgreb_rules._duties.precedence import sort_acts
from overgreb_rules._duties.status import UNMET_STATUSES, AssessedDuty
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules.shared.text import Text


@dataclass(frozen=True, slots=True)
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
    yield from _events_that_wait(assessed_duties)
    for one in assessed_duties:
        if one.status in UNMET_STATUSES:
            yield from _only_part(log, one, rules)
            yield from _older_matter(log, one)
    if any(event.event.of for event in log.events):
        duties = [one.timed.duty for one in assessed_duties]
        for event in log.events:
            yield from _answers_nothing(log, event, duties, rules)
            yield from _unusual(log, event, rules)
            yield from _named_twice(log, event, assessed_duties)


def _ids(events: Iterable[LoggedEvent]) -> str:
    return ", ".join(sorted(event.event.id for event in events))


def _events_that_wait(assessed_duties: Sequence[AssessedDuty]) -> Iterator[LinkWarning]:
    seen: set[str] = set()
    for one in assessed_duties:
        duty = one.timed.duty
        lineage = duty.activation.lineage
        waiting = duty.single_events.waiting.get(lineage)
        if not waiting or lineage in seen or one.status != "undetermined" or "of" not in one.needs:
            continue
        seen.add(lineage)
        things = duty.single_events.things.get(lineage, ())
        yield LinkWarning(
            "which_one",
            one,
            Text(
                f"{_ids(waiting)} siger ikke, hvad de handler om, og det kan være {_ids(things)}. Skriv «of».",
                f"{_ids(waiting)} do not say what they are about; it may be {_ids(things)}. Tell «of».",
            ),
        )


def _only_part(log: EventLog, one: AssessedDuty, rules: RuleSet) -> Iterator[LinkWarning]:
    duty = one.timed.duty
    words = log.vocabulary.events
    for event in log.of_types(rules.answer_types[duty.rule.id]):
        part = log.correlation.answers_part(event, duty.activation.subject) if event.event.of else None
        if part is not None:
            thing, missing = part
            says = words[event.type].says
            yield LinkWarning(
                "answers_only_part",
                one,
                Text(
                    f"{event.event.id} ({says.da}) handler kun om {thing.event.id}. "
                    f"Pligten venter stadig på {_ids(missing)}.",
                    f"{event.event.id} ({says.en}) is about {thing.event.id} only. "
                    f"The duty still waits for {_ids(missing)}.",
                ),
            )


def _older_matter(log: EventLog, one: AssessedDuty) -> Iterator[LinkWarning]:
    duty = one.timed.duty
    if duty.rule.clock.before is None or "of" not in one.needs:
        return
    sorted_acts = sort_acts(duty.rule, duty.activation, log, duty.fulfilment.acts)
    for act in sorted_acts.uncertain:
        limit = sorted_acts.lower_end.event.id if sorted_acts.lower_end else duty.trigger.event.id
        yield LinkWarning(
            "act_of_an_older_matter",
            one,
            Text(
                f"{act.event.id} ligger før {limit} og kan høre til en ældre sag. Skriv «of», hvis den gælder her.",
                f"{act.event.id} lies before {limit} and may belong to an older matter. Tell «of» if it counts here.",
            ),
        )


def _answers_nothing(
    log: EventLog, event: LoggedEvent, duties: Sequence[Duty], rules: RuleSet
) -> Iterator[LinkWarning]:
    if not event.event.of or event.type not in rules.answering_types:
        return
    for duty in duties:
        types = rules.answer_types[duty.rule.id], rules.answer_types[duty.activation.rule.id]
        if not any(event.type in some for some in types):
            continue
        subject = duty.activation.subject
        before = duty.rule.clock.before is not None
        touches = log.correlation.touches_whenever if before else log.correlation.touches
        if touches(event, subject) or duty.single_events.touches(log, event, duty.activation.lineage, subject):
            return
    yield answers_nothing(event, log.vocabulary)


def answers_nothing(event: LoggedEvent, vocabulary: Vocabulary) -> LinkWarning:
    """Build the warning that an event names others and answers no duty.

    Args:
        event: The event.
        vocabulary: The event types.

    Returns:
        The warning.
    """
    says = vocabulary.events[event.type].says
    named = ", ".join(event.event.of)
    return LinkWarning(
        "of_answers_nothing",
        None,
        Text(
            f"{event.event.id} ({says.da}) med of {named} besvarer ingen pligt. Er id'et det rigtige?",
            f"{event.event.id} ({says.en}) with of {named} answers no duty. Is the id the right one?",
        ),
    )


def _unusual(log: EventLog, event: LoggedEvent, rules: RuleSet) -> Iterator[LinkWarning]:
    for other in log.correlation.named_by(event):
        if other is not None and is_unusual(event, other, log.correlation, rules):
            yield unusual_link(event, other, log.vocabulary)


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


def unusual_link(event: LoggedEvent, other: LoggedEvent, vocabulary: Vocabulary) -> LinkWarning:
    """Build the warning that an event names another one that it is not normally about.

    Args:
        event: The event.
        other: The event that it names.
        vocabulary: The event types.

    Returns:
        The warning.
    """
    says, others = (vocabulary.events[one.type].says for one in (event, other))
    return LinkWarning(
        "of_unusual",
        None,
        Text(
            f"{event.event.id} ({says.da}) kan normalt ikke handle om {other.event.id} ({others.da}).",
            f"{event.event.id} ({says.en}) is not normally about {other.event.id} ({others.en}).",
        ),
    )


def _named_twice(log: EventLog, event: LoggedEvent, assessed_duties: Sequence[AssessedDuty]) -> Iterator[LinkWarning]:
    """Two events of one type name the same thing, and another thing of its type is named by none and unanswered."""
    word = log.vocabulary.events[event.type]
    types = word.single or ({pattern.type for pattern in word.about} if len(word.about) == 1 else set())
    named = [thing for thing in log.correlation.named_by(event) if thing is not None and thing.type in types]
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
            yield LinkWarning(
                "same_thing_named_twice",
                None,
                Text(
                    f"{twins[-1].event.id} og {event.event.id} ({word.says.da}) nævner begge {thing.event.id}, "
                    f"og ingen nævner {unanswered[0].event.id}. Er «of» rigtigt?",
                    f"{twins[-1].event.id} and {event.event.id} ({word.says.en}) both name {thing.event.id}, "
                    f"and none names {unanswered[0].event.id}. Is «of» right?",
                ),
            )
            return
