"""The package and the oracle, an independent and slow second reading of the law, agree on random histories.

Seeded: a failure names the history, and the same seed gives it again. The oracle shares nothing with the package but
the rule files.
"""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from overgreb_rules import Case, Rulebook, evaluate
from tests.differential.oracle.evaluation import Oracle
from tests.differential.oracle.records import Answer
from tests.differential.oracle.rule_files import read_yaml
from tests.fixtures.expected_duties import find_faults
from tests.fixtures.paths import RULES
from tests.fixtures.random_histories import HistoryGenerator

TESTS = Path(__file__).parents[1]
BOOK = Rulebook.load(matcher="reference")
ORACLE = Oracle(RULES)
HISTORIES = 250
"""Histories of each kind in each part."""
INSTANTS = 3
"""Instants at which each history is evaluated."""
PARTS = range(2)
HISTORY_FILES = sorted((TESTS / "law" / "histories").glob("*.json"))
SMALL = read_yaml(TESTS / "differential" / "small_histories.yaml")
WORKED = read_yaml(TESTS / "differential" / "answers_worked_by_hand.yaml")
ORACLE_KEYS = {"rule", "trigger", "key", "status", "due", "needs", "met_by", "transition", "clock_start"}
KINDS = {
    "rules": HistoryGenerator.rules_history,
    "chain": HistoryGenerator.examination_history,
    "any": HistoryGenerator.mixed_history,
    "theme": HistoryGenerator.theme_history,
}


def evaluate_by_package(case: Mapping[str, Any], at: str) -> dict[tuple[str, str], Answer]:
    """Evaluate the case with the package; return the obligations in the form of the oracle."""
    answers = {}
    for one in evaluate(Case.model_validate(case), at=at, rulebook=BOOK).obligations:
        year = "#" + one.key.rpartition("#")[2] if "#" in one.key else ""
        strict, lenient = (one.due.strict.isoformat(), one.due.lenient.isoformat()) if one.due else (None, None)
        answers[one.rule, one.trigger + year] = Answer(
            one.status, strict, lenient, one.needs, one.met_by, one.transition, one.clock_start.isoformat()
        )
    return answers


READINGS = {"package": evaluate_by_package, "oracle": ORACLE.evaluate}


def find_differences(
    package: Mapping[tuple[str, str], Answer], oracle: Mapping[tuple[str, str], Answer]
) -> dict[tuple[str, str], tuple[Answer | None, Answer | None]]:
    """Return the answers that differ: those of the package and of the oracle, by rule and trigger."""
    keys = package.keys() | oracle.keys()
    return {key: (package.get(key), oracle.get(key)) for key in keys if package.get(key) != oracle.get(key)}


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "part"), [(kind, part) for kind in sorted(KINDS) for part in PARTS])
def test_the_package_and_the_oracle_give_every_duty_of_a_random_history_the_same_status_and_dates(
    kind: str, part: int
) -> None:
    """750 evaluations each, 6,000 in all."""
    histories = HistoryGenerator(f"{kind} {part}")
    statuses: Counter[str] = Counter()
    for number in range(HISTORIES):
        case = KINDS[kind](histories)
        for at in histories.random_instants(case, INSTANTS):
            package = evaluate_by_package(case, at)
            differences = find_differences(package, ORACLE.evaluate(case, at))
            assert not differences, f"{kind} {part}, history {number} at {at}: {differences}\n{case}"
            statuses.update(one.status for one in package.values())
    assert len(statuses) >= 11, "duties in nearly every status there is"
    assert sum(statuses.values()) > 2500


def case_of(history: Mapping[str, Any]) -> dict[str, Any]:
    """Return the case of a history that was read as text alone."""
    words = {"true": True, "false": False}
    events = [
        {key: words.get(value, value) if isinstance(value, str) else value for key, value in event.items()}
        for event in history["events"]
    ]
    return {"case_id": "small", "barn": history.get("barn", {}), "events": events}


@pytest.mark.parametrize("history", SMALL, ids=[history["says"] for history in SMALL])
def test_the_package_and_the_oracle_agree_on_a_small_history(history: Mapping[str, Any]) -> None:
    case, at = case_of(history), history["at"]
    assert not find_differences(evaluate_by_package(case, at), ORACLE.evaluate(case, at))


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("history", WORKED, ids=[history["says"] for history in WORKED])
def test_both_readings_give_the_answer_that_was_worked_out_by_hand(history: Mapping[str, Any], reading: str) -> None:
    answers = READINGS[reading](case_of(history), history["at"])
    found = {name: one for (rule, name), one in answers.items() if rule == history["rule"]}
    rows = {name: [one.status, one.strict or "", one.lenient or "", list(one.needs)] for name, one in found.items()}
    assert rows == history["expect"]


@pytest.mark.parametrize("path", HISTORY_FILES, ids=[path.stem for path in HISTORY_FILES])
def test_a_published_history_comes_out_of_the_oracle_as_it_must(path: Path) -> None:
    history = json.loads(path.read_text(encoding="utf-8"))
    found = [
        row_of_oracle(rule, name, one) for (rule, name), one in ORACLE.evaluate(history["case"], history["at"]).items()
    ]
    expected = [{key: row[key] for key in row if key in ORACLE_KEYS} for row in history["expect"]]
    assert list(find_faults({"expect": expected, "absent": history.get("absent", ())}, found)) == []


def row_of_oracle(rule: str, name: str, one: Answer) -> dict[str, Any]:
    """Return an answer of the oracle as a row of the JSON of an evaluation."""
    due = None if one.strict is None else {"strict": one.strict, "lenient": one.lenient}
    return {
        **dataclasses.asdict(one),
        "rule": rule,
        "key": f"{rule}@{name}",
        "trigger": name.partition("#")[0],
        "due": due,
        "needs": list(one.needs),
        "met_by": list(one.met_by),
    }


def differences_for(at: str, *events: tuple[str, str, str, dict[str, object]]) -> dict[tuple[str, str], Any]:
    """Return the differences for a case with events (id, type, at, facts)."""
    event_data = [{"id": name, "type": kind, "at": when, **facts} for name, kind, when, facts in events]
    case = {"case_id": "named", "barn": {}, "events": event_data}
    return find_differences(evaluate_by_package(case, at), ORACLE.evaluate(case, at))


def test_a_late_screening_that_says_none_is_needed_makes_no_provisional_assessment_overdue() -> None:
    """As the strict day ended nobody knew whether an examination was owed; now it is known that none was."""
    assert not differences_for(
        "2025-07-02T10:00:00+02:00",
        ("u", "underretning_modtaget", "2025-01-10T10:00:00+01:00", {"overgreb": False}),
        ("s", "screening_foretaget", "2025-07-01T10:00:00+02:00", {"resultat": "ingen"}),
    )


def test_a_position_taken_while_the_duty_is_suspended_is_not_late() -> None:
    assert not differences_for(
        "2024-04-21T10:00:00+02:00",
        ("a", "anbringelse_besluttet", "2024-02-01T10:00:00+01:00", {"samtykke": True}),
        ("h", "hjemgivelse_anmodet", "2024-04-01T10:00:00+02:00", {"anmoder": "ung_fyldt_15"}),
        ("k", "klage_modtaget_i_ankestyrelsen", "2024-04-03T10:00:00+02:00", {}),
        ("s", "hjemgivelse_stillingtagen", "2024-04-20T10:00:00+02:00", {}),
    )


def test_an_examination_that_a_provisional_assessment_replaced_is_not_waived_later() -> None:
    assert not differences_for(
        "2027-02-01T00:00:00+01:00",
        ("u", "underretning_modtaget", "2025-03-28T15:00:00+01:00", {"overgreb": False, "ufoedt": False}),
        ("s", "screening_foretaget", "2025-04-02T10:00:00+02:00", {"resultat": "undersoegelse"}),
        ("f", "foreloebig_vurdering_foretaget", "2025-04-03T10:00:00+02:00", {}),
        ("w", "screening_foretaget", "2027-01-16T17:00:00+01:00", {"resultat": "afdaekning"}),
    )
