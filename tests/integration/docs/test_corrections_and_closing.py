"""What the document on corrections and closing shows is what comes out."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from overgreb_rules import Case, Policy, Rulebook, evaluate
from tests.fixtures.paths import DOCS

TEXT = (DOCS / "how-to" / "corrections-and-closing.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(json|yaml)\n(.*?)```", TEXT, re.DOTALL)
AT = "2026-12-24T12:00:00+01:00"
BOOK = Rulebook.load(matcher="reference")


def answer_with(event: dict[str, Any], policy: Policy | None = None) -> dict[str, Any]:
    notified = {"id": "u1", "type": "underretning_modtaget", "at": "2026-11-20T12:00:00+01:00"}
    case = Case.model_validate({"case_id": "sag-1", "events": [notified, event]})
    answer: dict[str, Any] = json.loads(evaluate(case, at=AT, rulebook=BOOK, policy=policy).model_dump_json())
    return answer


def test_the_event_closes_every_unmet_duty_as_shown() -> None:
    event, closed = (json.loads(text if text[0] == "{" else f"{{{text}}}") for kind, text in BLOCKS if kind == "json")
    answer = answer_with(event)
    assert {json.dumps(duty["closed"]) for duty in answer["obligations"]} == {json.dumps(closed["closed"])}
    assert answer["next_change"] is None


def test_the_reasons_are_those_of_the_vocabulary() -> None:
    words = BOOK.rules.vocabulary.events["sag_afsluttet"].facts["grund"].words
    assert set(words) <= set(re.findall(r"`(\w+)`", TEXT))


def test_the_policy_can_be_read_and_marks_its_rules(tmp_path: Path) -> None:
    path = tmp_path / "vores.yaml"
    path.write_text(next(text for kind, text in BLOCKS if kind == "yaml"), encoding="utf-8")
    policy = Policy.load(path)
    answer = answer_with({"id": "k1", "type": "kvittering_sendt", "at": "2026-11-21"}, policy)
    assert {duty["rule"] for duty in answer["obligations"] if duty["not_recorded"]} == set(policy.not_recorded)
