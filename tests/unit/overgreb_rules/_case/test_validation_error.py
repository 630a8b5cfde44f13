"""A refusal in the form of pydantic."""

from __future__ import annotations

import pytest

from overgreb_rules._case.validation_error import to_validation_error
from overgreb_rules.errors import CaseError
from overgreb_rules.shared.text import Text


@pytest.mark.parametrize(
    ("place", "location"),
    [("/events/3/at", ("events", 3, "at")), ("/", ()), ("line 2, column 1", ("line 2, column 1",))],
)
def test_the_place_becomes_the_location(place: str, location: tuple[object, ...]) -> None:
    error = to_validation_error(CaseError(place, "wrong", "mend it", allowed="x"), "Case")
    assert error.errors()[0]["loc"] == location


def test_the_line_holds_the_message_in_both_languages_and_the_parts() -> None:
    refusal = CaseError("/at", Text("forkert", "wrong"), Text("ret det", "mend it"), allowed="x", value="«hidden»")
    (line,) = to_validation_error(refusal, "Event").errors()
    assert line["msg"] == "/at: wrong («hidden»). Allowed: x. Mend: mend it."
    assert line["ctx"] == {
        "place": "/at",
        "what": "wrong",
        "value": "«hidden»",
        "allowed": "x",
        "mend": "mend it",
        "message": line["msg"],
        "message_da": "/at: forkert (»skjult«). Tilladt: x. Gør sådan: ret det.",
    }
