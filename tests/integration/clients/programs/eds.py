"""Imports calendar files into Evolution Data Server and says what it holds after each, as JSON.

Run by the Python of the system in a session of its own (dbus-run-session). Each file is sent in as a mail program
sends in what it receives.
"""

import json
import sys

import gi

gi.require_version("ICalGLib", "3.0")
gi.require_version("EDataServer", "1.2")
gi.require_version("ECal", "2.0")
from gi.repository import ECal, EDataServer, ICalGLib  # noqa: E402  the versions are chosen first

_WAIT = 3


def _held(client: ECal.Client) -> dict[str, object]:
    _, components = client.get_object_list_sync("#t", None)
    zone = ICalGLib.Timezone.get_builtin_timezone("Europe/Copenhagen")
    utc = ICalGLib.Timezone.get_utc_timezone()
    found = {}
    for component in components:
        start = component.get_dtstart()
        if start.get_timezone() is None:
            start.set_timezone(zone)
        local = start.convert_to_zone(zone)
        found[component.get_uid()] = {
            "clock": f"{local.get_year()}-{local.get_month():02}-{local.get_day():02} "
            f"{local.get_hour():02}:{local.get_minute():02}",
            "utc": start.convert_to_zone(utc).as_ical_string(),
            "title": component.get_summary(),
            "cancelled": component.get_status() == ICalGLib.PropertyStatus.CANCELLED,
            "sequence": component.get_sequence(),
        }
    return found


def main(paths: list[str]) -> None:
    """Send the files in, one after the other."""
    registry = EDataServer.SourceRegistry.new_sync(None)
    source = EDataServer.Source.new_with_uid("moeder", None)
    source.set_parent("local-stub")
    source.set_display_name("Møder")
    source.get_extension(EDataServer.SOURCE_EXTENSION_CALENDAR).set_backend_name("local")
    registry.commit_source_sync(source, None)
    client = ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, _WAIT, None)
    held = []
    for path in paths:
        with open(path, encoding="utf-8", newline="") as file:  # noqa: PTH123
            calendar = ICalGLib.Component.new_from_string(file.read())
        client.receive_objects_sync(calendar, ECal.OperationFlags.NONE, None)
        held.append(_held(client))
    json.dump(held, sys.stdout)


main(sys.argv[1:])
