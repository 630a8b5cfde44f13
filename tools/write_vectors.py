"""Write the vectors of the conformance kit: `conformance/vectors/L1.jsonl` to `L6.jsonl`.

The candidates are the examples of the rules, the histories and whole cases of the tests, seeded random histories, and
cases that must be refused. Of these, each level keeps those that show something that no vector before them shows.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from overgreb_rules import Case, CaseError, Rulebook, evaluate
from overgreb_rules._conformance.vector import LEVELS, Level, Vector, read_answer
from overgreb_rules._duties.consequences import citation
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.strict_yaml import read
from tests.fixtures.paths import EXAMPLE_CASES, ROOT
from tests.fixtures.random_histories import HistoryGenerator
from tools.refused_cases import REFUSED_CASES

FOLDER = ROOT / "conformance" / "vectors"
SEED = 2026
RANDOM_CASES = 300


@dataclass(frozen=True)
class Candidate:
    """A case that may become a vector; `because` is the provision that it shows, None for that of its first duty."""

    case: Mapping[str, Any]
    at: str
    because: str | None = None


def find_candidates(rules: RuleSet) -> Iterator[Candidate]:
    """Yield the cases from which vectors are made.

    Args:
        rules: The rules with their examples.

    Yields:
        The candidates: those that somebody wrote first.
    """
    for rule in rules:
        for example in rule.examples:
            case = json.loads(json.dumps({"case_id": "a", **example.case, "events": list(example.events)}, default=str))
            yield Candidate(case, example.at, citation(rule.id, rules).da)
    tests = ROOT / "tests" / "law"
    for whole in read((tests / "whole_cases.yaml").read_text(encoding="utf-8"), "whole_cases.yaml").data:  # type: ignore[attr-defined]  # a list
        text = (EXAMPLE_CASES / f"{whole['case']}.json").read_text(encoding="utf-8")
        yield Candidate(json.loads(text), whole["at"])
    for path in sorted((tests / "histories").glob("*.json")):
        history = json.loads(path.read_text(encoding="utf-8"))
        yield Candidate(history["case"], history["at"])
    generator = HistoryGenerator(SEED)
    for _ in range(RANDOM_CASES):
        for build in (generator.rules_history, generator.theme_history, generator.examination_history):
            case = build()
            for at in generator.random_instants(case, 1):
                yield Candidate(case, at)


def answer_of(candidate: Candidate, book: Rulebook) -> Any:
    """Return the answer to a candidate.

    Args:
        candidate: The candidate.
        book: The rules.

    Returns:
        The answer as JSON data, without texts; of a refused case its error.
    """
    try:
        answer = evaluate(Case.model_validate(candidate.case), at=candidate.at, rulebook=book)
    except CaseError as error:
        # The place in a line that holds the case under a key.
        place = str(error.parts()["place"])
        return {"error": {"place": "/case" if place == "/" else f"/case{place}"}}
    return json.loads(answer.to_json(detail="counted"))


def features_of(level: Level, answer: Any) -> Iterator[Hashable]:
    """Yield what an answer shows at a level.

    Args:
        level: The level.
        answer: The answer as JSON data.

    Yields:
        What a vector is kept for.
    """
    for duty in answer["obligations"]:
        rule, due = duty["rule"], duty["due"]
        match level:
            case "L1":
                yield rule, "needs" if duty["status"] == "undetermined" else ""
            case "L2":
                yield rule, len(duty["counting"]) > 2
                yield due is None, due and due["strict"] == due["lenient"], len(duty["counting"])
            case "L3":
                yield rule, due is None, due and due["strict"] == due["lenient"]
            case "L4":
                yield rule, duty["status"], *duty["needs"]
            case _:
                yield rule, duty["transition"], *(step["active"] for step in duty["escalations"])


def choose_vectors(level: Level, answers: Iterable[tuple[Candidate, Any]]) -> Iterator[Vector]:
    """Choose the candidates that show something at a level.

    Args:
        level: The level.
        answers: The candidates with their answers.

    Yields:
        The vectors, numbered in the order of the candidates.
    """
    shown: set[Hashable] = set()
    number = 0
    for candidate, answer in answers:
        if "error" in answer:
            continue
        features = {*features_of(level, answer)} - shown
        if features:
            shown |= features
            number += 1
            duties = answer["obligations"]
            because = candidate.because or (duties[0]["cite"] if duties else "")
            gives = read_answer(level, answer)
            yield Vector(level, f"{level}-{number:04}", because, candidate.case, candidate.at, gives)


def refused_vectors(book: Rulebook) -> Iterator[Vector]:
    """Yield the vectors of refused cases.

    Args:
        book: The rules.

    Yields:
        A vector for each case; a key that is unknown may be named or hidden.
    """
    for number, (because, case, any_key) in enumerate(REFUSED_CASES, start=1):
        gives = read_answer("L5", answer_of(Candidate(case, "2026-01-01T12:00:00+01:00"), book))
        if any_key:
            gives = {"place": gives["place"].rpartition("/")[0] + "/*"}
        yield Vector("L5", f"L5-{number:04}", because, case, "2026-01-01T12:00:00+01:00", gives)


def main() -> int:
    """Write the files.

    Returns:
        0.
    """
    book = Rulebook.load(matcher="reference")
    answers = [(candidate, answer_of(candidate, book)) for candidate in find_candidates(book.rules)]
    FOLDER.mkdir(parents=True, exist_ok=True)
    for level in LEVELS:
        vectors = refused_vectors(book) if level == "L5" else choose_vectors(level, answers)
        lines = [vector.to_line() + "\n" for vector in vectors]
        Path(FOLDER / f"{level}.jsonl").write_text("".join(lines), encoding="utf-8", newline="\n")
        print(f"{level}: {len(lines)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
