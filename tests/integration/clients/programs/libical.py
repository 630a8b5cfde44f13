"""Reads calendar files with libical and says what it finds, as JSON. Run by the Python of the system."""

import json
import sys

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib as Library  # noqa: E402  the version is chosen first


def look(path: str) -> dict[str, object]:
    """The errors by the rules of the METHOD, and the events."""
    with open(path, encoding="utf-8", newline="") as file:  # noqa: PTH123
        calendar = Library.Component.new_from_string(file.read())
    Library.restriction_check(calendar)
    errors = [line for line in calendar.as_ical_string().splitlines() if line.startswith("X-LIC-ERROR")]
    events = {}
    event = calendar.get_first_component(Library.ComponentKind.VEVENT_COMPONENT)
    while event is not None:
        start = event.get_dtstart()
        # The zone is that of the file and not that of the library.
        zone = calendar.get_timezone("Europe/Copenhagen")
        start.set_timezone(zone)
        events[event.get_uid()] = {
            "clock": f"{start.get_year()}-{start.get_month():02}-{start.get_day():02} "
            f"{start.get_hour():02}:{start.get_minute():02}",
            "utc": start.convert_to_zone(Library.Timezone.get_utc_timezone()).as_ical_string(),
            "title": event.get_summary(),
            "cancelled": event.get_status() == Library.PropertyStatus.CANCELLED,
            "sequence": event.get_sequence(),
        }
        event = calendar.get_next_component(Library.ComponentKind.VEVENT_COMPONENT)
    return {"errors": errors, "count": calendar.count_errors(), "events": events}


json.dump({path: look(path) for path in sys.argv[1:]}, sys.stdout)
