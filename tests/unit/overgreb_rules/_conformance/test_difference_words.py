"""A wrong answer is told as a sentence with the title and the provision of the duty."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from overgreb_rules._conformance.difference_words import DifferenceWriter
from overgreb_rules._conformance.runner import WrongAnswer
from overgreb_rules._conformance.vector import Level, Vector

BUNDLE = {
    "laws": {"loven": {"cited_as": {"da": "loven", "en": "the act"}}},
    "rules": {"r": {"law": "loven", "cite": "§ 1", "title": {"da": "Svar", "en": "Answer"}}},
    "texts": {"statuses": {"overdue": {"da": "overskredet", "en": "overdue"}, "met": {"da": "opfyldt", "en": "met"}}},
}
WRITER = DifferenceWriter(BUNDLE)
STEP = {"id": "r@e1:breach", "kind": "remedy", "from": "2026-01-03T00:00:00+01:00", "to": "leder", "active": False}
GIVES: dict[Level, Any] = {
    "L1": {"keys": ["r@e1"]},
    "L2": {"counting": {"r@e1": [["2026-01-01", False, False], ["2026-01-02", True, False]]}},
    "L3": {"due": {"r@e1": {"clock_start": "2026-01-01", "strict": "2026-01-02", "lenient": "2026-01-03"}}},
    "L4": {
        "status": [
            {"key": "r@e1", "status": "overdue", "met_by": [], "needs": []},
            {"key": "r@e2", "status": "met", "met_by": ["e3"], "needs": []},
        ]
    },
    "L5": {"place": "/case/events/0/at"},
    "L6": {"next_change": None, "duties": {"r@e1": {"escalations": [STEP], "transition": False, "successor": None}}},
}
SENTENCES: list[tuple[Level, Callable[[Any], Any], str, str]] = [
    (
        "L1",
        lambda found: found["keys"].clear(),
        "»Svar« (loven § 1, r@e1) skal opstå, men opstår ikke.",
        "“Answer” (loven § 1, r@e1) must arise, and does not.",
    ),
    (
        "L1",
        lambda found: found["keys"].append("x@e9"),
        "x@e9 må ikke opstå, men opstår.",
        "x@e9 must not arise, and does.",
    ),
    (
        "L1",
        lambda found: found["keys"].append("r@e1"),
        "»Svar« (loven § 1, r@e1) er med to gange.",
        "“Answer” (loven § 1, r@e1) stands there twice.",
    ),
    (
        "L2",
        lambda found: found["counting"]["r@e1"].pop(),
        (
            "»Svar« (loven § 1, r@e1), dag nr. 2 i beregningen: 2026-01-02 (sikker frist: tæller med, yderste frist: "
            "tæller ikke med). Programmet siger: ingen dag."
        ),
        (
            "“Answer” (loven § 1, r@e1), day no. 2 of the count: 2026-01-02 (safe deadline: counted, latest: not "
            "counted). The program says: no day."
        ),
    ),
    (
        "L3",
        lambda found: found["due"]["r@e1"].update(strict=None),
        "»Svar« (loven § 1, r@e1), sikker frist: 2026-01-02. Programmet siger: ingenting.",
        "“Answer” (loven § 1, r@e1): the safe deadline is 2026-01-02. The program says: nothing.",
    ),
    (
        "L4",
        lambda found: found["status"][0].update(status="met"),
        "»Svar« (loven § 1, r@e1), status: »overskredet«. Programmet siger: »opfyldt«.",
        "“Answer” (loven § 1, r@e1): the status is “overdue”. The program says: “met”.",
    ),
    (
        "L4",
        lambda found: found["status"][1].update(met_by=["e4"]),
        '»Svar« (loven § 1, r@e2), opfyldt af: ["e3"]. Programmet siger: ["e4"].',
        '“Answer” (loven § 1, r@e2): it is met by ["e3"]. The program says: ["e4"].',
    ),
    (
        "L4",
        lambda found: found["status"].reverse(),
        "»Svar« (loven § 1, r@e1) skal stå som nr. 1: det, der haster mest, står først.",
        "“Answer” (loven § 1, r@e1) must stand as no. 1: the most urgent first.",
    ),
    (
        "L5",
        lambda found: found.update(place=None),
        "Sagen skal afvises ved /case/events/0/at, men programmet beregner den.",
        "The case is to be refused at /case/events/0/at, and the program answers it.",
    ),
    (
        "L5",
        lambda found: found.update(place="/x\x1b"),
        "Sagen skal afvises ved /case/events/0/at, men programmet afviser den ved /x\ufffd.",
        "The case is to be refused at /case/events/0/at, and the program refuses it at /x\ufffd.",
    ),
    (
        "L6",
        lambda found: found.update(next_change="2026-01-03T00:00:00+01:00"),
        "Næste ændring: ingenting. Programmet siger: 2026-01-03T00:00:00+01:00.",
        "The next change is nothing. The program says: 2026-01-03T00:00:00+01:00.",
    ),
    (
        "L6",
        lambda found: found["duties"]["r@e1"].update(transition=True),
        (
            "»Svar« (loven § 1, r@e1): lovskiftet har ikke betydning for den. "
            "Programmet siger: lovskiftet har betydning for den."
        ),
        (
            "“Answer” (loven § 1, r@e1): the change of law does not concern it. "
            "The program says: the change of law concerns it."
        ),
    ),
    (
        "L6",
        lambda found: found["duties"]["r@e1"]["escalations"][0].update(active=True),
        "»Svar« (loven § 1, r@e1), varsling r@e1:breach, active: false. Programmet siger: true.",
        "“Answer” (loven § 1, r@e1), step r@e1:breach, active: false. The program says: true.",
    ),
    (
        "L6",
        lambda found: found["duties"]["r@e1"]["escalations"].clear(),
        "»Svar« (loven § 1, r@e1), varsling: r@e1:breach. Programmet siger: ingenting.",
        "“Answer” (loven § 1, r@e1): the step is r@e1:breach. The program says: nothing.",
    ),
]


def _wrong(level: Level, found: Any, missing: str | None = None) -> WrongAnswer:
    return WrongAnswer(Vector(level, f"{level}-0001", "", {}, "", GIVES[level]), found, missing)


@pytest.mark.parametrize(("level", "change", "danish", "english"), SENTENCES)
def test_the_first_difference_is_a_sentence(
    level: Level, change: Callable[[Any], Any], danish: str, english: str
) -> None:
    found = copy.deepcopy(GIVES[level])
    change(found)
    text = WRITER.describe(_wrong(level, found))
    assert (text.da, text.en) == (danish, english)


def test_a_refusal_of_a_case_that_is_to_be_answered_is_told_as_one() -> None:
    text = WRITER.describe(_wrong("L3", {"place": "/case"}))
    assert text.en == "The case is to be answered, and the program refuses it at /case."


def test_a_field_that_cannot_be_read_is_named() -> None:
    assert WRITER.describe(_wrong("L3", None, "due")).en == "The field due is missing or has another form."
