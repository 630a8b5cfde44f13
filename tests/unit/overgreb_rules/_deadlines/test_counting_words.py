"""The words of a counted day: its number in each reading, or why it has none."""

from __future__ import annotations

import pytest

from overgreb_rules._deadlines.counting_words import BETWEEN_READINGS, describe_hverdag, describe_weekday
from overgreb_rules.shared.text import Text

_SUNDAY, _CONSTITUTION_DAY = Text("søndag", "Sunday"), Text("grundlovsdag", "Constitution Day")


@pytest.mark.parametrize(
    ("strict", "lenient", "apart", "says"),
    [
        (4, 4, False, "hverdag nr. 4"),
        (5, 4, False, "hverdag nr. 5, hvis lørdage tæller med, ellers nr. 4"),
        (None, 6, False, "hverdag nr. 6, når lørdage ikke tæller med"),
        (6, None, True, "hverdag nr. 6 i den sikre frist"),
        (None, 1, True, "hverdag nr. 1 i den yderste frist"),
        (6, 1, True, "hverdag nr. 6 i den sikre frist, nr. 1 i den yderste"),
        (None, None, True, BETWEEN_READINGS.da),
    ],
)
def test_a_hverdag_says_its_number_in_each_reading(
    strict: int | None, lenient: int | None, apart: bool, says: str
) -> None:
    assert describe_hverdag(None, False, strict, lenient, apart).da == says


@pytest.mark.parametrize(
    ("off", "strict", "says"),
    [
        (_SUNDAY, None, "søndag: tæller ikke med"),
        (None, 5, "lørdag: måske hverdag nr. 5"),
        (None, None, "lørdag: tæller ikke med"),
    ],
)
def test_a_day_off_and_a_saturday_say_so(off: Text | None, strict: int | None, says: str) -> None:
    assert describe_hverdag(off, off is None, strict, None, False).da == says


@pytest.mark.parametrize(
    ("off", "closed", "strict", "lenient", "says"),
    [
        (_SUNDAY, _SUNDAY, None, 2, "søndag: tæller ikke med"),
        (None, _CONSTITUTION_DAY, 3, 2, "grundlovsdag: måske arbejdsdag nr. 3"),
        (None, _CONSTITUTION_DAY, None, 2, "grundlovsdag: tæller ikke med"),
        (None, None, 3, 3, "arbejdsdag nr. 3"),
        (None, None, 3, 2, "arbejdsdag nr. 3, hvis offentlige kontorers lukkedage tæller med, ellers nr. 2"),
        (None, None, None, 7, "arbejdsdag nr. 7, når offentlige kontorers lukkedage ikke tæller med"),
    ],
)
def test_a_weekday_says_its_number_in_each_reading(
    off: Text | None, closed: Text | None, strict: int | None, lenient: int, says: str
) -> None:
    assert describe_weekday(off, closed, strict, lenient).da == says
