"""What stands beside the duties of an answer: what is supposed, what two dates mean, when the answer changes."""

from __future__ import annotations

from collections.abc import Iterable

from overgreb_rules._case.case import Event
from overgreb_rules._text.formatting import as_day_at_midnight, format_when
from overgreb_rules.evaluation import Evaluation
from overgreb_rules.render._duty_notes import format_closing
from overgreb_rules.render._event_names import EventNames
from overgreb_rules.shared.text import Text, translate

TWO_DATES = Text(
    "Hvor der står to datoer, er den første den sikre frist og den anden den yderste. Fristen er først overskredet "
    "efter den yderste.",
    "Where there are two dates, the first is the safe deadline and the second the latest one. The deadline is missed "
    "only after the latest one.",
)
_IGNORED = Text(
    "Endnu ikke sket og derfor ikke regnet med: {events}.", "Has not happened yet and is left out: {events}."
)
_SUPPOSED = Text(
    "Antaget: Sagen vises, som den ville stå, hvis dette også var sket: {events}.",
    "Supposed: the case is shown as it would stand if this had happened too: {events}.",
)
_NEXT = Text(
    "Uden nye hændelser ændrer oversigten sig næste gang {when}.",
    "Without new events this list changes next {when}.",
)


def has_two_dates(result: Evaluation) -> bool:
    """Return whether a duty of the answer has a safe and a latest deadline that differ.

    Args:
        result: The evaluation.

    Returns:
        True where at least one duty has two dates.
    """
    return any(duty.due is not None and duty.due.strict != duty.due.lenient for duty in result.obligations)


def format_suppositions(supposed: Iterable[Event], names: EventNames, language: str) -> str:
    """Return what is supposed in an answer; it stands at its head, so that nobody reads it as the case as it is.

    Args:
        supposed: The supposed events.
        names: The names of the events of the case, those that are supposed among them.
        language: da or en.

    Returns:
        A sentence; empty where nothing is supposed.
    """
    events = ", ".join(names.name_events(event.id for event in supposed))
    return translate(_SUPPOSED, language).format(events=events) if events else ""


def format_next_change(result: Evaluation, language: str) -> str:
    """Return when the answer changes by time alone.

    Args:
        result: The evaluation.
        language: da or en.

    Returns:
        A sentence; empty where nothing changes by time alone.
    """
    if result.next_change is None:
        return ""
    return translate(_NEXT, language).format(when=format_when(as_day_at_midnight(result.next_change), language))


def list_warnings(result: Evaluation, names: EventNames, language: str) -> list[str]:
    """Return what the reader must know beside the duties.

    Args:
        result: The evaluation.
        names: The names of the events of the case.
        language: da or en.

    Returns:
        Sentences: that the case is closed, the warnings of the answer, and the events that have not happened yet.
    """
    closings = dict.fromkeys(
        format_closing(duty.closed, language) for duty in result.obligations if duty.closed is not None
    )
    warnings = [*closings]
    warnings += [translate(Text(warned.da, warned.en), language) for warned in result.warnings]
    if result.ignored_events:
        events = ", ".join(names.name_events(result.ignored_events))
        warnings.append(translate(_IGNORED, language).format(events=events))
    return warnings


def list_closing_notes(result: Evaluation, names: EventNames, language: str) -> list[str]:
    """Return all that stands under the duties.

    Args:
        result: The evaluation.
        names: The names of the events of the case.
        language: da or en.

    Returns:
        Sentences: what two dates mean, when the answer changes, and the warnings.
    """
    two = translate(TWO_DATES, language) if has_two_dates(result) else ""
    lines = [two, format_next_change(result, language), *list_warnings(result, names, language)]
    return [line for line in lines if line]
