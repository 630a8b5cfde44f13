"""What looks like a CPR number, and what does not."""

from __future__ import annotations

import pytest

from overgreb_rules.shared.cpr_number import has_cpr_shape, replace_cpr_numbers

LOOKS_LIKE_ONE = [
    "010190-1234",
    "0101901234",
    "010190 1234",
    "010190.1234",
    "010190/1234",
    "010190 - 1234",
    "010190\t1234",
    "010190_1234",
    "01-01-90-1234",
    "01.01.90-1234",
    "01 01 90 1234",
    "01011990-1234",
    "010119901234",
    "01.01.1990 1234",
    "010190\u22121234",
    "010190\u20101234",
    "010190\u20131234",
    "010190\u00a01234",
    "0101\u200b901234",
    "０１０１９０-１２３４",  # full-width figures
    "٠١٠١٩٠-١٢٣٤",
    "610190-1234",
    "910190-1234",
    "010190-AA1B",
    "010190-aa1b",
    "sag 010190-1234",
    "sag_010190-1234",
    "010190-1234-2",
    "x 010190 1234 y",
    "(010190-1234)",
    "290200-4321",
    "290204-4321",
    "27.36.04 0101-90-1234",  # the figures before it and its first four are no day
    "991234-0101-90-1234",
    "1d6e6958-7dec-45c0-a382-1107162054fc 27.36.04 0101-90-1234",
]
IS_NONE = [
    "k0101901234",
    "a0101901234b",
    "å010190-1234",
    "010190-1234å",
    "01019012345",
    "010190123",
    "010190",
    "320190-1234",
    "600190-1234",
    "920190-1234",
    "300201-1234",
    "290201-1234",
    "290201-4321",
    "29021901-4321",
    "011301-1234",
    "010190-ABCD",
    "010190-note",
    "010190-12345",
    "27.36.04 0113-90-1234",
    "2026-11-21/1234",
    "1d6e6958-7dec-45c0-a382-1107162054fc",
    "01019012-3401-4190-8123-010190123456",
    "01019012-3401-4190-8123-010190123456".upper(),
    "01011990-1234-4190-8123-446655440000",  # a UUID, though two of its groups are a day and four figures
    "1d6e6958-0101-1990-1234-a10719016205",
    "key 1D6E6958-0101-1990-1234-A10719016205.",
    "urn:uuid:1d6e6958-7dec-45c0-a382-010190123456",
    "010190123401019012340101901234ab",
    "",
]


@pytest.mark.parametrize("text", LOOKS_LIKE_ONE)
def test_a_day_and_four_figures_look_like_a_cpr_number(text: str) -> None:
    assert has_cpr_shape(text)


@pytest.mark.parametrize("text", IS_NONE)
def test_what_is_no_day_or_ends_at_a_letter_or_digit_is_no_cpr_number(text: str) -> None:
    assert not has_cpr_shape(text)


def test_the_names_of_files_are_shown_without_the_numbers_in_them() -> None:
    assert replace_cpr_numbers("a 010190-1234, 0101901234.json, 17", "x") == "a x, x.json, 17"
    assert replace_cpr_numbers("27.36.04 0101-90-1234", "x") == "27.36.04 x"
    assert replace_cpr_numbers("01.01.90 0101-90-1234 991234-0101", "x") == "x 991234-0101"
    assert replace_cpr_numbers("\uff10101901234.json", "x") == "x"
    for text in IS_NONE:
        assert replace_cpr_numbers(text, "x") == text


def test_a_uuid_hides_no_number_beside_it() -> None:
    assert has_cpr_shape("1d6e6958-7dec-45c0-a382-1107162054fc 010190-1234")
