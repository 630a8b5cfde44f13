"""Formats of the values of an answer."""

from __future__ import annotations

from overgreb_rules._rules.source import packaged_acts
from overgreb_rules._text.formatting import format_acts


def test_the_acts_that_took_over_from_each_other_are_listed_with_the_newest_first() -> None:
    newest, *_, oldest = packaged_acts()
    assert (format_acts("da"), format_acts("en")) == (f"{newest} og {oldest}", f"{newest} and {oldest}")
