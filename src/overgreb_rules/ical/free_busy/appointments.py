"""The events of a file as appointments: whose they are, how they are shown, and which of them still hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from overgreb_rules.ical.free_busy.content_lines import ComponentBlock
from overgreb_rules.ical.free_busy.notes import NotUnderstoodError, build_missing_start_note, build_unreadable_note
from overgreb_rules.ical.free_busy.property_line import PropertyLine
from overgreb_rules.ical.free_busy.time_values import TimeValue, parse_time
from overgreb_rules.ical.free_busy.zone_table import ZoneTable

Kind = Literal["busy", "tentative"]
ANSWERS = frozenset({"REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"})
"""The METHODs of a file that answers an invitation and holds no appointment. Source: RFC 5546 § 3.2."""
_NOT_BUSY = {"FREE", "WORKINGELSEWHERE"}
_LONGEST_NAME = 400
_MAIL = re.compile(r"[^\s<>:;,\"]+@[^\s<>:;,\"]+")


@dataclass(frozen=True, slots=True)
class Appointment:
    """One VEVENT that decides something about a time."""

    block: ComponentBlock
    zones: ZoneTable
    uid: str
    sequence: int
    kind: Kind | None
    """None where the appointment takes no time."""
    is_cancelled: bool
    cancels_series: bool
    """Whether METHOD:CANCEL takes the whole UID back."""
    is_addition: bool
    """Whether METHOD:ADD adds it to what the UID has."""
    recurrence: tuple[TimeValue, int] | None = None
    """RECURRENCE-ID with its instant."""
    holds_onward: bool = False
    """Whether RANGE=THISANDFUTURE changes all later instances too."""

    @property
    def instance_key(self) -> tuple[str, str, int]:
        """UID and instance: what a higher SEQUENCE replaces."""
        if self.recurrence is None:
            return self.uid, "", 0
        value, instant = self.recurrence
        return self.uid, "day" if value.kind == "day" else "at", instant

    @property
    def line(self) -> int:
        """The physical line of BEGIN."""
        return self.block.number


def collect_appointments(
    calendar: ComponentBlock, zones: ZoneTable, owners: Collection[str], number: int, free_uids: Collection[str] = ()
) -> list[Appointment]:
    """Collect the appointments of a VCALENDAR.

    Args:
        calendar: The VCALENDAR.
        zones: Its time zones.
        owners: Mail addresses and names of the owner, in small letters: only the owner's answer counts.
        number: The position of the VCALENDAR in the file, for events without a UID.
        free_uids: The UIDs of events that take no time.

    Returns:
        The appointments in the order of the file.

    Raises:
        NotUnderstoodError: A RECURRENCE-ID cannot be understood.
    """
    method = calendar.word("METHOD")
    if method in ANSWERS:
        return []
    return [
        _read_appointment(block, zones, owners, method, f"\0{number}.{index}", free_uids)
        for index, block in enumerate(calendar.parts("VEVENT"))
    ]


def find_owners(calendar: ComponentBlock) -> set[str]:
    """Find whose calendar it is by X-WR-CALNAME and X-OWNER.

    Args:
        calendar: The VCALENDAR.

    Returns:
        Mail addresses and names in small letters.
    """
    found: set[str] = set()
    for line in (*calendar.all("X-WR-CALNAME"), *calendar.all("X-OWNER")):
        mails = _MAIL.findall(line.value[:_LONGEST_NAME].lower().replace("mailto:", ""))
        found.update(mails or ({line.value.strip().lower()} if line.name == "X-WR-CALNAME" else ()))
    return found - {""}


def _read_appointment(
    block: ComponentBlock,
    zones: ZoneTable,
    owners: Collection[str],
    method: str,
    own_uid: str,
    free_uids: Collection[str],
) -> Appointment:
    cancelled = method == "CANCEL" or _all_in(block, "STATUS", {"CANCELLED"})
    uid = next((line.value for line in block.all("UID") if line.value), own_uid)
    kind = None if cancelled or uid in free_uids or _is_declined(block, owners) else _find_kind(block)
    sequence = next((int(line.value) for line in block.all("SEQUENCE") if re.fullmatch(r"\d{1,9}", line.value)), 0)
    recurrence, onward = None, False
    for line in block.all("RECURRENCE-ID")[:1]:
        value = parse_time(line)
        recurrence = value, zones.zone_of(value, line.number).instant(value.wall)
        scope = (line.parameter("RANGE") or "").upper()
        if scope not in {"", "THISANDFUTURE"}:
            raise NotUnderstoodError(build_unreadable_note(line.name, line.number))
        onward = bool(scope)
    return Appointment(
        block, zones, uid, sequence, kind, cancelled,
        cancels_series=method == "CANCEL" and recurrence is None, is_addition=method == "ADD",
        recurrence=recurrence, holds_onward=onward,
    )  # fmt: skip


def _find_kind(block: ComponentBlock) -> Kind | None:
    away = any(line.value.upper() == "OOF" for line in block.all("X-MICROSOFT-CDO-BUSYSTATUS"))
    # Outlook and Exchange write TRANSPARENT beside out of office (MS-OXCICAL 2.1.3.1.1.20.31).
    if not away and (
        _all_in(block, "TRANSP", {"TRANSPARENT"}) or _all_in(block, "X-MICROSOFT-CDO-BUSYSTATUS", _NOT_BUSY)
    ):
        return None
    tentative = _all_in(block, "STATUS", {"TENTATIVE"}) or _all_in(block, "X-MICROSOFT-CDO-BUSYSTATUS", {"TENTATIVE"})
    return "tentative" if tentative else "busy"


def _all_in(block: ComponentBlock, name: str, words: Collection[str]) -> bool:
    """Decide whether a property is there and, where it stands several times, always has one of the words."""
    found = [line.value.upper() for line in block.all(name)]
    return bool(found) and all(word in words for word in found)


def _is_declined(block: ComponentBlock, owners: Collection[str]) -> bool:
    answers = [
        (line.parameter("PARTSTAT") or "").upper()
        for line in block.all("ATTENDEE")
        if owners and line.has_sound_parameters and _is_owner(line, owners)
    ]
    return bool(answers) and all(answer == "DECLINED" for answer in answers)


def _is_owner(line: PropertyLine, owners: Collection[str]) -> bool:
    address = line.value.lower().removeprefix("mailto:").strip()
    names = {address, (line.parameter("EMAIL") or "").lower(), (line.parameter("CN") or "").lower()}
    return not names.isdisjoint(owners)


def select_valid(appointments: Iterable[Appointment]) -> list[Appointment]:
    """Select the appointments that hold: a higher SEQUENCE replaces, a cancellation removes.

    Two of the same UID and SEQUENCE both hold: nothing says that one replaces the other.

    Args:
        appointments: All appointments of a file.

    Returns:
        Those that hold, in the same order; cancelled ones among them, since they take instances out of their series.

    Source:
        RFC 5546 § 2.1.5, § 3.2.4, § 3.2.5.
    """
    every = list(appointments)
    highest: dict[tuple[str, str, int], int] = {}
    series_off: dict[str, int] = {}
    taken_back: dict[tuple[str, str, int], set[str | None]] = {}
    for one in every:
        if not one.is_addition:
            highest[one.instance_key] = max(one.sequence, highest.get(one.instance_key, 0))
        if one.cancels_series:
            series_off[one.uid] = max(one.sequence, series_off.get(one.uid, 0))
    for one in every:
        if one.is_cancelled and one.sequence == highest.get(one.instance_key):
            taken_back.setdefault(one.instance_key, set()).add(_start_text(one))
    return [one for one in every if _holds(one, highest, series_off, taken_back)]


def _holds(
    one: Appointment,
    highest: dict[tuple[str, str, int], int],
    series_off: dict[str, int],
    taken_back: dict[tuple[str, str, int], set[str | None]],
) -> bool:
    if not one.is_addition and one.sequence < highest[one.instance_key]:
        return False
    if one.is_cancelled:
        return True
    if one.sequence <= series_off.get(one.uid, -1):
        return False
    # A cancellation of the same SEQUENCE is of this one where it names the same start, the same instance, or no start.
    starts = taken_back.get(one.instance_key, set())
    return not starts & {None, _start_text(one)} and not (one.recurrence is not None and starts)


def _start_text(one: Appointment) -> str | None:
    found = one.block.all("DTSTART")
    return found[0].value if found else None


def require_start(one: Appointment) -> PropertyLine:
    """Return the DTSTART of an appointment.

    Args:
        one: An appointment that takes time.

    Returns:
        The property.

    Raises:
        NotUnderstoodError: There is none, or there are two that differ, or a line of the event cannot be read.
    """
    if one.block.damage is not None:
        raise NotUnderstoodError(one.block.damage)
    line = find_single(one.block, "DTSTART")
    if line is None:
        raise NotUnderstoodError(build_missing_start_note("VEVENT", one.line))
    return line


def find_single(block: ComponentBlock, name: str) -> PropertyLine | None:
    """Return the only property of a name.

    Args:
        block: The component.
        name: The name in capitals.

    Returns:
        The property; None where there is none.

    Raises:
        NotUnderstoodError: Two of them say different things.
    """
    found = block.all(name)
    if len({(line.value, line.parameter("TZID")) for line in found}) > 1:
        raise NotUnderstoodError(build_unreadable_note(name, found[1].number))
    return found[0] if found else None
