"""What stands beside a duty on every face: what is not told, why it stands as it does, and that a case is closed."""

from __future__ import annotations

from overgreb_rules._rules.source import packaged_vocabulary
from overgreb_rules._text.formatting import format_when, get_shown_dates
from overgreb_rules._text.need_words import format_not_told
from overgreb_rules._text.status_words import NO_RECORD, STATUS_WORDS, describe_at_closing, format_status
from overgreb_rules.evaluation import Closed, Obligation
from overgreb_rules.render._event_names import EventNames
from overgreb_rules.shared.text import Text, begin_sentence, end_sentence, translate

_CLOSED = Text("Sagen er lukket i systemet {when}.", "The case was closed in the system {when}.")
_CLOSED_BECAUSE = Text("{reason}. Den er lukket i systemet {when}.", "{reason}. It was closed in the system {when}.")
_IS_CLOSED = Text("sagen er lukket", "the case is closed")


def format_cause(duty: Obligation, language: str) -> str:
    """Return why a duty is waived, replaced, expired, undetermined or breached.

    Args:
        duty: The duty.
        language: da or en.

    Returns:
        One sentence; empty where the answer names no cause.
    """
    if duty.cause is None:
        return ""
    return end_sentence(begin_sentence(translate(Text(duty.cause.da, duty.cause.en), language)))


def list_notes(duty: Obligation, language: str, *, with_reasons: bool = True) -> list[str]:
    """Return what changes how a status is to be read.

    Args:
        duty: The duty.
        language: da or en.
        with_reasons: Whether to say why the case is closed, which is a fact of the case.

    Returns:
        Sentences: that the safe deadline of an undetermined duty has passed, that the case is closed, and that the
        system keeps no record of such duties.
    """
    closing = []
    if duty.closed is not None:
        unmet = translate(describe_at_closing(duty.modality, duty.status), language)
        closing = [format_closing(duty.closed, language, with_reasons=with_reasons), end_sentence(unmet)]
    return [*_list_passed(duty, language), *closing, *_list_unrecorded(duty, language)]


def list_row_notes(duty: Obligation, names: EventNames, language: str) -> list[str]:
    """Return what stands under the title of a duty in a list of duties.

    Args:
        duty: The duty.
        names: The names of the events of the case.
        language: da or en.

    Returns:
        Lines: the event that opened the duty, those that met it, what is not told or else the cause, and the notes, of
        which the closing of the case is only named: its sentence stands once in the list.
    """
    lines = [names.name_trigger(duty)]
    if duty.met_by:
        lines.append(f"{format_status(duty.status, language)}: {', '.join(names.name_fulfilments(duty))}")
    lines.append(format_not_told(duty, language) or format_cause(duty, language))
    lines += _list_passed(duty, language)
    lines.append(translate(_IS_CLOSED, language) if duty.closed is not None else "")
    lines += _list_unrecorded(duty, language)
    return [line for line in lines if line]


def format_closing(closed: Closed, language: str, *, with_reasons: bool = True) -> str:
    """Return why and when a case was closed.

    Args:
        closed: The closing.
        language: da or en.
        with_reasons: Whether to say why.

    Returns:
        One or two sentences.
    """
    when = format_when(closed.at, language)
    clauses = packaged_vocabulary().clauses_of("grund", "sag_afsluttet")
    clause = clauses.by_value.get(closed.grund or "") if clauses is not None else None
    if clause is None or not with_reasons:
        return translate(_CLOSED, language).format(when=when)
    reason = begin_sentence(translate(clause.holds, language))
    return translate(_CLOSED_BECAUSE, language).format(reason=reason, when=when)


def _list_passed(duty: Obligation, language: str) -> list[str]:
    if not duty.past_due or duty.due is None:
        return []
    passed = STATUS_WORDS["undetermined"].sentences["past_due"]
    return [translate(passed, language).format(strict=format_when(get_shown_dates(duty.due)[0], language))]


def _list_unrecorded(duty: Obligation, language: str) -> list[str]:
    return [translate(NO_RECORD, language)] if duty.not_recorded else []
