"""The days on which nobody meets, though they are no public holidays."""

from __future__ import annotations

import datetime as dt

from overgreb_rules.shared.text import Text

NOON = dt.time(12)
"""Where the morning ends."""
CLOSED_DAYS = {
    (12, 24): Text("juleaftensdag", "Christmas Eve"),
    (12, 31): Text("nytårsaftensdag", "New Year's Eve"),
}
"""By month and day the days on which nobody meets."""
CLOSED_AFTERNOONS = frozenset({(5, 1), (6, 5)})
"""By month and day the days on which nobody meets after noon."""
