"""Write the vectors of the conformance kit: `conformance/vectors/L1.jsonl` to `L6.jsonl`.

Candidates are the examples of the rules, the whole cases and histories of the tests, a case for each clause of the
bundle, seeded random histories, and cases that must be refused. A candidate becomes a vector of a level where it is the
first that notices a mutant of the bundle there (`tools/mutate_bundle.py`), or the first that shows a rule at the level.
Beside these stand the cases of `tests/law/kit_cases.jsonl`: what a random search found (`tools/search_cases.py`), and
what an engine read otherwise; each is a vector of the levels that it names. `--refresh` keeps the vectors that were
chosen, asks the rules what must come now, and adds the cases of that file.
`--results FILE` keeps what was found of each part of the same bundle: a run that was stopped goes on, and a further run
asks the survivors again.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from overgreb_rules import CaseError, Rulebook, RuleError
from overgreb_rules._case.case import Case
from overgreb_rules._conformance.vector import LEVELS, Level, Vector, read_answer, read_vectors
from overgreb_rules._rules.citation import citation
from overgreb_rules.shared.strict_yaml import read
from overgreb_rules.shared.text import Text
from tests.fixtures.paths import EXAMPLE_CASES, ROOT
from tests.fixtures.random_histories import HistoryGenerator
from tools.bundle_mutants import find_mutants
from tools.bundle_question import Question
from tools.changed_bundle import MutantReader, load_data
from tools.clause_cases import build_clause_cases, build_state_cases
from tools.killer_search import KillerSearch, relevant
from tools.linked_cases import build_about_cases, build_linked_cases, build_pending_cases, build_random_cases
from tools.mutate_bundle import VECTORS, encode_without_texts
from tools.refused_cases import ACCEPTED_CASES, REFUSED_CASES

KIT_CASES = ROOT / "tests" / "law" / "kit_cases.jsonl"
SEED = 2026
RANDOM_CASES = 300
MOST_QUESTIONS = 40
_AT_OF_REFUSED = "2026-01-01T12:00:00+01:00"
_VALUES_OF_KINDS = {"bool": True, "int": 14, "date": "2026-01-01", "datetime": _AT_OF_REFUSED, "text": "a"}


def find_candidates(book: Rulebook) -> Iterator[tuple[Any, str, str | None]]:
    """Yield the cases from which vectors are made.

    Args:
        book: The rules with their examples.

    Yields:
        The case, the instant, and the provision that it shows, where somebody said so: cases that somebody wrote first.
    """
    rules = book.rules
    for rule in rules:
        for example in rule.examples:
            case = {"case_id": "a", **example.case, "events": list(example.events)}
            yield json.loads(json.dumps(case, default=str)), example.at, citation(rule.id, rules).da
    tests = ROOT / "tests" / "law"
    whole_cases: Any = read((tests / "whole_cases.yaml").read_text(encoding="utf-8"), "whole_cases.yaml").data
    for whole in whole_cases:
        text = (EXAMPLE_CASES / f"{whole['case']}.json").read_text(encoding="utf-8")
        yield json.loads(text), whole["at"], None
    for path in sorted((tests / "histories").glob("*.json")):
        history = json.loads(path.read_text(encoding="utf-8"))
        yield history["case"], history["at"], None
    for kept in read_kit_cases():
        yield kept["case"], kept["at"], None
    generator = HistoryGenerator(SEED)
    for _ in range(RANDOM_CASES):
        for build in (generator.rules_history, generator.theme_history, generator.examination_history):
            case = build()
            yield case, generator.random_instants(case, 1)[0], None


def read_kit_cases() -> Iterator[Mapping[str, Any]]:
    """Yield the cases that are kept for what they show.

    Yields:
        `shows`, `levels`, `case` and `at` of each.
    """
    with KIT_CASES.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


@dataclass(frozen=True)
class Search:
    """What the search for killers needs, made once in each process."""

    reader: MutantReader
    questions: Sequence[Question]


@cache
def prepare() -> Search:
    """Ask the rules every candidate.

    Returns:
        The questions, each once, and the reader of mutants.
    """
    data = load_data()
    reader = MutantReader(data)
    book = Rulebook.load(matcher="reference")
    found: dict[str, Question] = {}
    for case, at, because in find_candidates(book):
        key = name_question(case, at)
        if key not in found:
            try:
                found[key] = Question(case, at, because, reader.base)
            except CaseError:
                continue
    return Search(reader, [*found.values()])


def name_question(case: Any, at: str) -> str:
    """Return a name by which a question is found again.

    Args:
        case: The case as JSON data.
        at: The instant.

    Returns:
        A hash.
    """
    return hashlib.sha256(json.dumps([case, at], sort_keys=True).encode()).hexdigest()[:16]


def search_part(task: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """Find what notices the mutants of one rule, or of another part of the bundle.

    Args:
        task: The id of a rule, else the name of the part; and what was found of it before, with the survivors that are
            asked again.

    Returns:
        Of each mutant that a question notices the level and the question; the mutants that nothing notices.
    """
    part, before = task
    search = prepare()
    reader = search.reader
    killers, refused = list(before.get("killers", ())), 0
    known = {name for name, _, _ in killers}
    mutants = [one for one in find_mutants(reader.data) if one.part == part and one.name not in known]
    made = {name: _question(told, search) for name, told in before.get("made", {}).items()}
    preferred = dict(made)
    if mutants:
        killer_search = KillerSearch(reader, part if mutants[0].path[0] == "rules" else None)
        # What the cases that somebody wrote do not notice is asked of cases that are made for it.
        for phase in range(3):
            asks = [one for _, one in _phase(phase, part, search, made)]
            left = []
            for mutant in mutants:
                found = killer_search.find(mutant, [*preferred.values(), *asks])
                if found is None:
                    left.append(mutant)
                elif found[0] is None:
                    refused += 1
                else:
                    name = name_question(found[0].data, found[0].at)
                    preferred[name] = found[0]
                    killers.append([mutant.name, found[1], name])
            mutants = left
    used = {name for _, _, name in killers}
    kept = {name: [one.data, one.at, one.because] for name, one in made.items() if name in used}
    survivors = [mutant.name for mutant in mutants]
    return {"part": part, "killers": killers, "survivors": survivors, "refused": refused, "made": kept}


def _question(parts: Sequence[Any], search: Search) -> Question:
    case, at, because = parts
    return Question(case, at, because, search.reader.base)


def _phase(phase: int, part: str, search: Search, made: dict[str, Question]) -> Iterator[tuple[str, Question]]:
    """The questions of a phase: those that somebody wrote, those that are made for clauses, random ones of the part."""
    reader = search.reader
    if phase == 0:
        for question in relevant(reader, part, search.questions, MOST_QUESTIONS):
            yield name_question(question.data, question.at), question
        return
    rules, data = reader.base.rules, reader.data
    because = citation(part, rules).da if part in rules.by_id else data["states"].get(part, {}).get("cite")
    for case, at in _made_cases(phase, part, search):
        with contextlib.suppress(CaseError):
            name = name_question(case, at)
            if name not in made:
                made[name] = Question(case, at, because, reader.base)
            yield name, made[name]


def _made_cases(phase: int, part: str, search: Search) -> Iterator[tuple[Any, str]]:
    rules, data = search.reader.base.rules, search.reader.data
    if part in rules.by_id and phase == 1:
        yield from build_clause_cases(part, data)
        yield from build_linked_cases(part, data)
    elif part in data["states"] and phase == 1:
        yield from build_state_cases(part, data)
        yield from build_pending_cases(part, data)
    elif part in rules.vocabulary.events and phase == 1:
        yield from build_about_cases(part, data)
    elif phase == 2 and (part in rules.by_id or part in rules.vocabulary.events):
        yield from build_random_cases(part, data)


def search_all(results: Path | None, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Search every part, in three processes.

    Args:
        results: The file of what was found before; None where nothing is kept.
        data: The bundle.

    Returns:
        What was found, in the order of the bundle.
    """
    state = hashlib.sha256(encode_without_texts(data)).hexdigest()[:16]
    found: dict[str, dict[str, Any]] = {}
    if results is not None and results.exists():
        lines = map(json.loads, results.read_text(encoding="utf-8").splitlines())
        found = {line["part"]: line for line in lines if line["state"] == state}  # the last one of each part counts
    parts = [*dict.fromkeys(mutant.part for mutant in find_mutants(data))]
    with Pool(3) as pool:
        tasks = [(part, found.get(part, {})) for part in parts if part not in found or found[part]["survivors"]]
        for number, one in enumerate(pool.imap_unordered(search_part, tasks)):
            found[one["part"]] = one
            if results is not None:
                with results.open("a", encoding="utf-8") as file:
                    file.write(json.dumps({**one, "state": state}, ensure_ascii=False) + "\n")
            if sys.stderr.isatty():
                print(f"\r{number + 1} of {len(tasks)}", end="", file=sys.stderr, flush=True)
    return [found[part] for part in parts]


def build_vectors(results: Sequence[Mapping[str, Any]], search: Search) -> dict[Level, list[Vector]]:
    """Build the vectors from the results of the search.

    Args:
        results: What notices the mutants of each part.
        search: The questions.

    Returns:
        The vectors of each level, in the order of the questions.
    """
    wanted: dict[Level, set[str]] = {level: set() for level in LEVELS}
    for part in results:
        for _, level, name in part["killers"]:
            wanted[level].add(name)
    wanted["L5"].clear()  # every word is told by the vectors of accepted cases
    for kept in read_kit_cases():
        for level in kept["levels"]:
            wanted[level].add(name_question(kept["case"], kept["at"]))
    shown: set[tuple[Level, str]] = set()
    vectors: dict[Level, list[Vector]] = {level: [] for level in LEVELS}
    made = {name: told for part in results for name, told in part["made"].items()}
    more = [Question(case, at, because, search.reader.base) for case, at, because in made.values()]
    for question in (*search.questions, *more):
        name = name_question(question.data, question.at)
        duties = [key.partition("@")[0] for key in question.by_level["L1"]["keys"]]
        for level, gives in question.by_level.items():
            # Each rule stands in a vector of each level, whatever notices its mutants.
            is_new = any((level, rule) not in shown for rule in duties) and question.because is not None
            if name in wanted[level] or is_new:
                shown |= {(level, rule) for rule in duties}
                because = question.because or _citation_of(duties, search.reader.base)
                number = len(vectors[level]) + 1
                told = Vector(level, f"{level}-{number:04}", because, question.data, question.at, gives)
                vectors[level].append(told)
    return vectors


def refresh_vectors(book: Rulebook) -> dict[Level, list[Vector]]:
    """Ask the rules what must come of the vectors that were chosen, and add the kept cases that are none yet.

    Args:
        book: The rules.

    Returns:
        The vectors of each level but L5, in the order in which they stood.
    """
    found: dict[Level, list[Vector]] = {level: [*read_vectors(VECTORS, level)] for level in LEVELS if level != "L5"}
    known = {(level, name_question(one.case, one.at)) for level, lines in found.items() for one in lines}
    for kept in read_kit_cases():
        for level in kept["levels"]:
            if (level, name_question(kept["case"], kept["at"])) not in known:
                vector_id = f"{level}-{len(found[level]) + 1:04}"
                found[level].append(Vector(level, vector_id, "", kept["case"], kept["at"], None))
    answers: dict[str, Question] = {}
    for level, lines in found.items():
        for place, one in enumerate(lines):
            name = name_question(one.case, one.at)
            question = answers.setdefault(name, Question(one.case, one.at, None, book))
            duties = [key.partition("@")[0] for key in question.by_level["L1"]["keys"]]
            because = one.because or _citation_of(duties, book)
            lines[place] = replace(one, because=because, gives=question.by_level[level])
    return found


def _citation_of(duties: Sequence[str], book: Rulebook) -> str:
    return citation(duties[0], book.rules).da if duties else "–"


def refused_vectors() -> Iterator[Vector]:
    """Yield the vectors of refused cases.

    Yields:
        A vector for each case; a key that is unknown may be named or hidden.

    Raises:
        RuleError: A case is not refused.
    """
    for number, (because, case, any_key) in enumerate(REFUSED_CASES, start=1):
        try:
            Case.model_validate(case)
        except CaseError as error:
            # The place in a line that holds the case under a key.
            place = str(error.parts()["place"])
            place = "/case" if place == "/" else f"/case{place}"
        else:
            what = Text(f"denne sag afvises ikke: {because}", f"this case is not refused: {because}")
            raise RuleError("refused_cases.py", what, mend=Text("ret sagen", "correct the case"))
        gives = read_answer("L5", {"error": {"place": place.rpartition("/")[0] + "/*" if any_key else place}})
        yield Vector("L5", f"L5-{number:04}", because, case, _AT_OF_REFUSED, gives)


def accepted_vectors(data: Mapping[str, Any]) -> Iterator[Vector]:
    """Yield the vectors of cases that must not be refused: those just inside, and every fact with each of its words.

    Args:
        data: The bundle.

    Yields:
        A vector for each case.
    """
    cases = [*ACCEPTED_CASES, *_cases_of_words(data)]
    for number, (because, case) in enumerate(cases, start=len(REFUSED_CASES) + 1):
        Case.model_validate(case)
        yield Vector("L5", f"L5-{number:04}", because, case, _AT_OF_REFUSED, {"place": None})


def _cases_of_words(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for type_, event in data["vocabulary"]["events"].items():
        facts = {
            name: fact.get("words") or [_VALUES_OF_KINDS[fact["kind"]]] for name, fact in event.get("facts", {}).items()
        }
        if not facts:
            continue
        events = [
            {"type": type_, "at": _AT_OF_REFUSED, **{name: words[place % len(words)] for name, words in facts.items()}}
            for place in range(max(map(len, facts.values())))
        ]
        yield f"every fact and every word of {type_} is accepted", {"case_id": "a", "events": events}


def main(arguments: Sequence[str]) -> int:
    """Write the files, and print how many mutants are noticed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--results", type=Path, help="file of what was found: of the same bundle it is not done again")
    parser.add_argument("--refresh", action="store_true", help="keep the vectors that were chosen; make no search")
    options = parser.parse_args(arguments)
    data = load_data()
    found = [] if options.refresh else search_all(options.results, data)
    vectors = refresh_vectors(MutantReader(data).base) if options.refresh else build_vectors(found, prepare())
    vectors["L5"] = [*refused_vectors(), *accepted_vectors(data)]
    VECTORS.mkdir(parents=True, exist_ok=True)
    for level in LEVELS:
        lines = vectors[level]
        text = "".join(vector.to_line() + "\n" for vector in lines)
        (VECTORS / f"{level}.jsonl").write_text(text, encoding="utf-8", newline="\n")
        print(f"{level}: {len(lines)}")
    if options.refresh:
        return 0
    killed, left = sum(len(one["killers"]) for one in found), [name for one in found for name in one["survivors"]]
    refused = sum(one["refused"] for one in found)
    print("\n".join(f"survives: {name}" for name in left))
    print(f"{killed} noticed, {refused} not readable, {len(left)} survive; {sum(map(len, vectors.values()))} vectors")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
