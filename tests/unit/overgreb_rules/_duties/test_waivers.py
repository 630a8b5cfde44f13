"""A waiver that counts only before a birthday."""

from __future__ import annotations

import pytest

from overgreb_rules import Case, Rulebook, evaluate

BOOK = Rulebook.load(matcher="reference")
RULE = "bl-111-1-ungestoette-6-maaneder"
PLACED = {"id": "i1", "type": "indsats_ivaerksat", "at": "2024-01-10T10:00:00+01:00", "art": "anbringelse"}


def _status(ended: str, **child: str) -> str:
    events = [PLACED, {"id": "o1", "type": "indsats_ophoert", "at": ended}]
    case = Case.model_validate({"case_id": "c", "barn": child, "events": events})
    (found,) = [
        one
        for one in evaluate(case, at="2026-12-01T10:00:00+01:00", rulebook=BOOK).obligations
        if one.rule == RULE and one.trigger == "i1"
    ]
    return found.status


@pytest.mark.parametrize(
    ("ended", "status"),
    [
        ("2026-08-30T23:59:00+02:00", "waived"),
        ("2026-08-30", "waived"),
        ("2026-08-31T00:00:00+02:00", "overdue"),
        ("2026-08-31", "overdue"),
    ],
)
def test_an_end_on_the_birthday_or_later_waives_nothing(ended: str, status: str) -> None:
    assert _status(ended, foedselsdato="2008-08-31") == status


def test_an_end_waives_where_nobody_knows_the_birthday() -> None:
    assert _status("2026-01-01T10:00:00+01:00") == "waived"
