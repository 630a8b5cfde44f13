"""The checks of the state of an event: its status, and whether it takes time."""

from __future__ import annotations

from collections.abc import Iterator

from overgreb_rules.ical._model import CANCELLED_MARK, Profile
from overgreb_rules.ical.linter._checks import SCHEDULED, Complaint, check
from overgreb_rules.ical.linter._file import CalendarFile, Component
from overgreb_rules.shared.text import Text

_VALUES = {
    "STATUS": ("CONFIRMED", "TENTATIVE", "CANCELLED"),
    "TRANSP": ("OPAQUE", "TRANSPARENT"),
    "CLASS": ("PUBLIC", "PRIVATE", "CONFIDENTIAL"),
    "X-MICROSOFT-CDO-BUSYSTATUS": ("BUSY", "TENTATIVE", "FREE", "OOF"),
}


@check("known-values")
def _known_values(file: CalendarFile) -> Iterator[Complaint]:
    """Find words outside the lists of STATUS, TRANSP, CLASS and the status of Outlook."""
    for event in file.events:
        for name, allowed in _VALUES.items():
            for line in event.all(name):
                if line.value not in allowed:
                    words = ", ".join(allowed)
                    problem = Text(f"{name} har en ukendt værdi", f"{name} has an unknown value")
                    yield line.number, problem, Text(f"skriv en af: {words}", f"write one of: {words}")


@check("cancelled-is-free")
def _cancelled_is_free(file: CalendarFile) -> Iterator[Complaint]:
    """Find cancelled meetings that are still shown as busy and keep the time from other meetings."""
    for event in file.events:
        if event.value("STATUS") == "CANCELLED" and not _is_free(event):
            yield (
                event.number_of("TRANSP"),
                Text("et aflyst møde optager tid", "a cancelled meeting takes time"),
                Text(
                    "skriv TRANSP:TRANSPARENT og X-MICROSOFT-CDO-BUSYSTATUS:FREE",
                    "write TRANSP:TRANSPARENT and X-MICROSOFT-CDO-BUSYSTATUS:FREE",
                ),
            )


def _is_free(event: Component) -> bool:
    return event.value("TRANSP") == "TRANSPARENT" and event.value("X-MICROSOFT-CDO-BUSYSTATUS") == "FREE"


@check("busy-both-ways")
def _busy_both_ways(file: CalendarFile) -> Iterator[Complaint]:
    """Find a TRANSP that contradicts X-MICROSOFT-CDO-BUSYSTATUS: Outlook and the others would disagree."""
    for event in file.events:
        free = event.value("X-MICROSOFT-CDO-BUSYSTATUS") == "FREE"
        if (event.value("TRANSP") == "TRANSPARENT") != free:
            yield (
                event.number_of("X-MICROSOFT-CDO-BUSYSTATUS"),
                Text(
                    "TRANSP og X-MICROSOFT-CDO-BUSYSTATUS modsiger hinanden",
                    "TRANSP and X-MICROSOFT-CDO-BUSYSTATUS contradict each other",
                ),
                Text(
                    "TRANSPARENT hører til FREE, OPAQUE til de andre",
                    "TRANSPARENT goes with FREE, OPAQUE with the others",
                ),
            )


@check("cancelled-mark")
def _cancelled_mark(file: CalendarFile) -> Iterator[Complaint]:
    """Find cancelled meetings without a mark in the summary: subscriptions in Google and Outlook hide STATUS.

    A deadline is never marked as a meeting that was called off: its summary begins with its own status.
    """
    for event in file.events:
        cancelled = event.value("STATUS") == "CANCELLED" and file.profile is not Profile.DEADLINES
        marked = (event.value("SUMMARY") or "").startswith(CANCELLED_MARK)
        if cancelled != marked:
            yield (
                event.number_of("SUMMARY"),
                Text(
                    "titlen siger ikke det samme som STATUS om, hvorvidt mødet er aflyst",
                    "the summary does not say whether the meeting is cancelled as STATUS does",
                ),
                Text(
                    "begynd den med »AFLYST: «, når STATUS er CANCELLED, og ellers ikke",
                    "begin it with “AFLYST: ” where STATUS of a meeting is CANCELLED, and nowhere else",
                ),
            )


@check("method-status", SCHEDULED)
def _method_status(file: CalendarFile) -> Iterator[Complaint]:
    """Find a METHOD that contradicts STATUS: REQUEST never cancels, CANCEL always does.

    Source:
        RFC 5546 § 3.2.
    """
    for event in file.events:
        cancelled = event.value("STATUS") == "CANCELLED"
        single = file.profile is not Profile.FEED
        if (file.method == "CANCEL") != cancelled and file.method is not None and single:
            yield (
                event.number_of("STATUS"),
                Text("METHOD og STATUS passer ikke sammen", "METHOD and STATUS do not go together"),
                Text(
                    "skriv både METHOD:CANCEL og STATUS:CANCELLED eller ingen af dem",
                    "write METHOD:CANCEL and STATUS:CANCELLED, or neither",
                ),
            )


CHECKS = (_known_values, _cancelled_is_free, _busy_both_ways, _cancelled_mark, _method_status)
"""The checks of this module, in the order in which they are run."""
