"""How old the reading of each law is on a day, or was when the rulebook was released."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.date_words import format_date
from overgreb_rules.shared.text import Text

_MONTHS = 6
"""After so many months somebody should look whether the law was changed."""


def find_old_readings(rules: RuleSet, on: dt.date | None = None) -> Iterator[Text]:
    """Find the laws that nobody has looked at for more than six months.

    Args:
        rules: The rules.
        on: The day on which it is asked; None for the day on which the rulebook was released.

    Yields:
        A notice for each such law, sorted by law; none for an act that is known to its last day.
    """
    day = on or rules.released
    if day is None:
        return
    year, month = divmod(day.year * 12 + day.month - 1 - _MONTHS, 12)
    for law, source in rules.sources.items():
        act = rules.laws.get(law)
        last = act.last if act else None
        is_known_to_its_end = last is not None and source.read_to >= last
        if is_known_to_its_end or (source.read_to.year, source.read_to.month, source.read_to.day) >= (
            year,
            month + 1,
            day.day,
        ):
            continue
        name = (
            Text(f"kilden »{law}«", f"the source “{law}”")
            if act is None
            else act.cited_as
            if act.cited_as.da
            else act.name
        )
        read_to, then = format_date(source.read_to), format_date(day)
        since = (
            Text(f"reglerne er udgivet den {then.da}", f"the rules were released on {then.en}")
            if on is None
            else Text(f"kontrollen gælder den {then.da}", f"it is asked on {then.en}")
        )
        yield Text(
            f"reglerne bygger på {name.da}, som den så ud den {read_to.da}; {since.da}",
            f"{name.en} was read as it stood on {read_to.en}; {since.en}",
        )
