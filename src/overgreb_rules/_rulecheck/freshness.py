"""How old the reading of each law was when the rulebook was released."""

from __future__ import annotations

from collections.abc import Iterator

from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.date_words import format_date
from overgreb_rules.shared.text import Text

_MONTHS = 6
"""After so many months somebody should look whether the law was changed."""


def find_old_readings(rules: RuleSet) -> Iterator[Text]:
    """Find the laws that nobody had looked at for more than six months when the rulebook was released.

    Args:
        rules: The rules.

    Yields:
        A notice for each such law, sorted by law; none for an act that is known to its last day.
    """
    released = rules.released
    if released is None:
        return
    year, month = divmod(released.year * 12 + released.month - 1 - _MONTHS, 12)
    for law, source in rules.sources.items():
        act = rules.laws.get(law)
        last = act.last if act else None
        is_known_to_its_end = last is not None and source.read_to >= last
        if is_known_to_its_end or (source.read_to.year, source.read_to.month, source.read_to.day) >= (
            year,
            month + 1,
            released.day,
        ):
            continue
        name = Text(law, law) if act is None else act.cited_as if act.cited_as.da else act.name
        read_to, on = format_date(source.read_to), format_date(released)
        yield Text(
            f"{name.da} er læst, som reglerne stod {read_to.da}; reglerne er udgivet {on.da}",
            f"{name.en} was read as it stood on {read_to.en}; the rules were released on {on.en}",
        )
