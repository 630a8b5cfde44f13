"""What the name of a time zone means: names of IANA and Windows, as programs write them."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from overgreb_rules.ical.free_busy.notes import name_zone

_NAMED_OFFSET = re.compile(r"\((?:UTC|GMT)([+-]\d\d[:.]\d\d)?\)\s*(.*)", re.IGNORECASE)
_FIXED_OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d\d?)(?::?(\d\d))?", re.ASCII)
_LONGEST_NAME = 200
_DISPLAY_CITIES = {
    "amsterdam": "Europe/Berlin", "brussels": "Europe/Paris", "copenhagen": "Europe/Paris",
    "bruxelles": "Europe/Paris", "brüssel": "Europe/Paris", "københavn": "Europe/Paris",
    "belgrade": "Europe/Budapest", "sarajevo": "Europe/Warsaw", "helsinki": "Europe/Kiev",
    "dublin": "Europe/London", "athens": "Europe/Bucharest", "coordinated universal time": "Etc/UTC",
    "monrovia": "Atlantic/Reykjavik", "eastern time": "America/New_York", "central time": "America/Chicago",
    "mountain time": "America/Denver", "pacific time": "America/Los_Angeles",
}  # fmt: skip
"""The first words after the offset of a display name of Windows, by IANA name."""


def find_zone_name(tzid: str) -> str | None:
    """Find the zone of the pinned data that a TZID means by its name alone.

    Args:
        tzid: Such as Europe/Copenhagen in any case, /example.org/1/Europe/Copenhagen, Romance Standard Time,
            (UTC+01:00) Brussels, Copenhagen, Madrid, Paris, or tzone://Microsoft/Utc.

    Returns:
        The IANA name; None where the name says nothing.
    """
    if len(tzid) > _LONGEST_NAME:
        return None
    name = tzid.strip().strip("\"'").strip()
    lower = " ".join(name.lower().replace("\\", "").split())
    if lower.startswith("tzone://microsoft/"):
        lower = lower.removeprefix("tzone://microsoft/")
    if lower in {"utc", "gmt", "z", "etc/utc", "zulu"}:
        return "Etc/UTC"
    known = _names()
    if lower in known:
        return known[lower]
    parts = lower.strip("/").split("/")
    for index in range(1, len(parts)):
        # A prefix names the data base: /freeassociation.sourceforge.net/Europe/Copenhagen.
        rest = "/".join(parts[index:])
        if rest in known and "/" in rest:
            return known[rest]
    shown = _NAMED_OFFSET.fullmatch(lower)
    if shown is None:
        return None
    words = shown[2].strip()
    return next((zone for city, zone in _DISPLAY_CITIES.items() if words.startswith(city)), None)


@cache
def _names() -> dict[str, str]:
    """Return the IANA name by each IANA and Windows name in small letters.

    Cached, one table of some 740 names: building it takes 0.1 ms, and a calendar asks once for each of its zones, of
    which a hostile one has thousands.
    """
    names = resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    table = {name.lower(): name for name in names}
    table |= {windows.lower(): name for windows, name in WINDOWS_TO_OLSON.items() if name.lower() in table}
    return table


def find_fixed_offset(tzid: str) -> int | None:
    """Find the offset that a TZID names, for programs that write the offset in the place of a zone.

    Args:
        tzid: Such as +01:00, UTC+1 or GMT+0200. The sign is that of ISO 8601.

    Returns:
        The offset in seconds; None where the name is no offset.
    """
    found = _FIXED_OFFSET.fullmatch(tzid.strip().strip("\"'").lower()) if len(tzid) <= _LONGEST_NAME else None
    if found is None or int(found[2]) > 14 or int(found[3] or 0) > 59:
        return None
    seconds = int(found[2]) * 3600 + int(found[3] or 0) * 60
    return -seconds if found[1] == "-" else seconds


def find_shown_name(tzid: str) -> str | None:
    """Find what a zone may be called in a sentence.

    Args:
        tzid: The TZID as it stands in the file.

    Returns:
        Its name where that may be repeated, else the name of the zone that it means, else its offset; None where it
        means nothing.
    """
    offset = find_fixed_offset(tzid)
    meant = find_zone_name(tzid) if offset is None else format_offset(offset)
    return name_zone(tzid) or meant


def format_offset(offset: int) -> str:
    """Format the offset of a zone.

    Args:
        offset: Seconds by which its clocks are ahead of UTC.

    Returns:
        Such as UTC+01:00.
    """
    hours, minutes = divmod(abs(offset) // 60, 60)
    return f"UTC{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"
