"""A whole example: made-up calendars for everybody, the same ones for the same year on every machine.

Nobody in them is real, and neither are the weeks of the winter holiday. A calendar has a weekly meeting with a day
left out, two weeks of holiday, single appointments, some of them tentative, and one that is shown as free.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator

from meetings._domain.districts import ascii_name, boernehuse_on, kommuner_on, politikredse_on
from overgreb_rules.calendar import is_hverdag

__all__ = ["MARK", "build_demo_files"]

MARK = "# A made-up example"
"""How the request file of an example begins."""


def build_demo_files(year: int) -> dict[str, bytes]:
    """Build the files of an example.

    Args:
        year: The year of the example.

    Returns:
        The bytes of each file by relative path: the request, and a calendar for each party. The same for the same year.
    """
    on = dt.date(year, 1, 1)
    files = {f"busy/kommuner/{k.code}.ics": _calendar(year, f"kommune {k.code}", 40) for k in kommuner_on(on)}
    files |= {f"busy/politikredse/{k.code}.ics": _calendar(year, k.code, 90) for k in politikredse_on(on)}
    for place in boernehuse_on(on):
        files[f"busy/boernehuse/{ascii_name(place)}.ics"] = _calendar(year, f"boernehus {place}", 90)
    files["busy/facilitator.ics"] = _calendar(year, "facilitator", 120)
    files["weeks.csv"] = _school_weeks(year).encode()
    files["request.yaml"] = _request(year).encode()
    return dict(sorted(files.items()))


def _request(year: int) -> str:
    return f"""{MARK} for {year}: all calendars in it are made up.
year: {year}
quorum: 0.85
window: {{from: "{year}-01-15", to: "{year}-12-15"}}
facilitators:
  - {{id: f1, name: "Facilitator 1", busy: busy/facilitator.ics}}
facilitator_rest_days: 1
busy:
  kommuner: busy/kommuner
  politikredse: busy/politikredse
  boernehuse: busy/boernehuse
school_holidays: {{file: weeks.csv}}
organizer: {{name: "Koordinator", email: "koordinator@example.org"}}
"""


_IN_WEEK_8 = frozenset({"0810", "0813", "0840", "0846", "0849", "0851", "0860"})


def _school_weeks(year: int) -> str:
    rows = [
        f"{kommune.code},{year},{8 if kommune.code in _IN_WEEK_8 else 7},opdigtet"
        for kommune in kommuner_on(dt.date(year, 1, 1))
    ]
    return "".join(f"{row}\n" for row in ("kommune,year,week,source", *rows))


class _Dice:
    """Numbers that look drawn by lot and are the same for the same name everywhere."""

    def __init__(self, name: str) -> None:
        self._name, self._count = name, 0

    def below(self, limit: int) -> int:
        self._count += 1
        digest = hashlib.sha256(f"{self._name}/{self._count}".encode()).digest()
        return int.from_bytes(digest[:6], "big") % limit


def _calendar(year: int, name: str, appointments: int) -> bytes:
    dice = _Dice(f"{year} {name}")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example.org//made-up calendar//DA"]
    for number, event in enumerate(_events(year, dice, appointments)):
        uid = hashlib.sha256(f"{year} {name} {number}".encode()).hexdigest()[:32]
        lines += ["BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:{year - 1}1101T080000Z", *event, "END:VEVENT"]
    return "".join(f"{line}\r\n" for line in (*lines, "END:VCALENDAR")).encode()


def _events(year: int, dice: _Dice, appointments: int) -> Iterator[list[str]]:
    days = [dt.date(year, 1, 1) + dt.timedelta(days=n) for n in range(365)]
    working = [day for day in days if is_hverdag(day, saturday=False)]
    weekly = days[dice.below(7)]
    while weekly not in working:
        weekly += dt.timedelta(days=1)
    left_out, hour = weekly + dt.timedelta(weeks=1 + dice.below(40)), 8 + dice.below(7)
    yield [
        *_times(weekly, hour, 90),
        "RRULE:FREQ=WEEKLY;COUNT=50",
        f"EXDATE;TZID=Europe/Copenhagen:{left_out:%Y%m%d}T{hour:02}0000",
        "SUMMARY:Ugemøde",
    ]
    for first in (days[180 + 7 * dice.below(5)], days[280 + 7 * dice.below(3)]):
        ends = first + dt.timedelta(days=7)
        yield [f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DTEND;VALUE=DATE:{ends:%Y%m%d}", "SUMMARY:Ferie"]
    for number in range(appointments):
        day = working[dice.below(len(working))]
        times = _times(day, 8 + dice.below(8), 30 * (1 + dice.below(5)))
        if number % 10 == 0:
            yield [*times, "STATUS:TENTATIVE", "SUMMARY:Måske"]
        elif number % 10 == 1:
            yield [*times, "TRANSP:TRANSPARENT", "SUMMARY:Til orientering"]
        else:
            yield [*times, "SUMMARY:Optaget"]


def _times(day: dt.date, hour: int, minutes: int) -> list[str]:
    ends = dt.datetime(day.year, day.month, day.day, hour, 0) + dt.timedelta(minutes=minutes)  # noqa: DTZ001
    zone = "TZID=Europe/Copenhagen"
    return [f"DTSTART;{zone}:{day:%Y%m%d}T{hour:02}0000", f"DTEND;{zone}:{ends:%Y%m%dT%H%M%S}"]
