"""Where a line of a table, a page or a picture must not end."""

from __future__ import annotations

import pytest

from overgreb_rules.shared.no_break_spaces import add_no_break_spaces


@pytest.mark.parametrize(
    "words",
    [
        "barnets lov §~138, stk.~1, 1.~pkt.",
        "serviceloven §~155~a, stk.~2, nr.~3",
        "barnets lov §§~151-152",
        "inden 24~timer efter modtagelsen",
        "senest 6~hverdage efter",
        "fredag den 3.~maj 2024 kl.~14.05",
        "Friday 3~May 2024 at~14:05",
        "mandag den 1.~januar 2024",
        "1.~jan. 2024",
        "within 7~days, in week~7",
        "uge~7",
        "tirs.~3.1.2017 kl.~08.00",
    ],
)
def test_a_line_does_not_end_inside_a_citation_a_time_a_date_or_a_measure(words: str) -> None:
    assert add_no_break_spaces(words.replace("~", " ")) == words.replace("~", "\u00a0")


@pytest.mark.parametrize("words", ["sag 17 og 18", "at der er 2 børn", "", "nr. to", "på dag ét", "the 3 mayors"])
def test_other_spaces_stay(words: str) -> None:
    assert add_no_break_spaces(words) == words
