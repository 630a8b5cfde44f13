"""The dates of a duty with what each of them is called: a label, a line of a list, or sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from overgreb_rules._text.formatting import format_when, format_when_short, get_shown_dates
from overgreb_rules.evaluation import DueDates, When
from overgreb_rules.shared.text import Text, translate

DueKind = Literal["last", "safe", "latest", "first"]
"""What a date is: the deadline, the safe or the latest one of two, or the first day on which an act is lawful."""
DUE_LABELS: Mapping[DueKind, Text] = {
    "last": Text("Senest", "No later than"),
    "safe": Text("Sikker frist", "Safe deadline"),
    "latest": Text("Yderste frist", "Latest deadline"),
    "first": Text("Må tidligst ske", "No earlier than"),
}
"""What stands above a date, or before a colon."""
SHORT_LINES: Mapping[DueKind, Text] = {
    "last": Text("{when}", "{when}"),
    "safe": Text("sikker: {when}", "safe: {when}"),
    "latest": Text("yderste: {when}", "latest: {when}"),
    "first": Text("tidligst {when}", "from {when}"),
}
"""A date in a list of duties, where room is scarce; a deadline alone is told by the heading of the list."""
LONG_LINES: Mapping[DueKind, Text] = {
    "last": Text("{when}", "{when}"),
    "safe": Text("{when} (sikker frist)", "{when} (safe deadline)"),
    "latest": Text("{when} (yderste frist)", "{when} (latest deadline)"),
    "first": Text("tidligst {when}", "no earlier than {when}"),
}
"""A date in a list of duties on a page."""
DUE_SENTENCES: Mapping[DueKind, Text] = {
    "last": Text("Senest {when}.", "No later than {when}."),
    "safe": Text("Sikker frist: {when}.", "Safe deadline: {when}."),
    "latest": Text("Yderste frist: {when}.", "Latest deadline: {when}."),
    "first": Text("Må tidligst ske {when}.", "No earlier than {when}."),
}


def list_dates(due: DueDates | None, modality: str) -> tuple[tuple[DueKind, When], ...]:
    """Return the dates of a duty as a person is told them, each with what it is.

    Args:
        due: the dates of the duty; None where it has none.
        modality: of the duty; the date of a `window` is the first day on which the act is lawful.

    Returns:
        One date; two where the safe date is not the latest one; none where the duty has no date.
    """
    if due is None:
        return ()
    strict, lenient = get_shown_dates(due)
    if modality == "window":
        return (("first", strict),)
    return (("last", strict),) if strict == lenient else (("safe", strict), ("latest", lenient))


def format_dates(
    due: DueDates | None,
    modality: str,
    language: str,
    lines: Mapping[DueKind, Text] = SHORT_LINES,
    format_date: Callable[[When, str], str] = format_when_short,
) -> list[str]:
    """Return the dates of a duty as lines.

    Args:
        due: the dates of the duty; None where it has none.
        modality: of the duty.
        language: da or en.
        lines: the line of each kind of date, with the slot {when}.
        format_date: writes a date in a language.

    Returns:
        One line or two; none where the duty has no date.
    """
    return [
        translate(lines[kind], language).format(when=format_date(when, language))
        for kind, when in list_dates(due, modality)
    ]


def describe_dates(due: DueDates, modality: str, language: str) -> str:
    """Return the dates of a duty in sentences.

    Args:
        due: the dates of the duty.
        modality: of the duty.
        language: da or en.

    Returns:
        «Senest ….», «Sikker frist: …. Yderste frist: ….» or «Må tidligst ske ….».
    """
    return " ".join(format_dates(due, modality, language, DUE_SENTENCES, format_when))
