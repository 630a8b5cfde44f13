"""The command `conformance`: any program, asked the vectors, level by level."""

from __future__ import annotations

import argparse
import json
import shlex
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from overgreb_rules._conformance.bundle import bundle_sha256, bundle_text
from overgreb_rules._conformance.difference_words import DifferenceWriter
from overgreb_rules._conformance.packaged_files import packaged_file
from overgreb_rules._conformance.random_cases import RandomCases
from overgreb_rules._conformance.report import ConformanceReport, describe_level, hash_vectors
from overgreb_rules._conformance.runner import LevelResult, run_cases, run_level
from overgreb_rules._conformance.vector import LEVELS, Level, Vector, read_answer, read_vectors
from overgreb_rules._evaluate.envelope import StreamDefaults, answer_line
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.cli._io import path_of
from overgreb_rules.cli._options import current_time
from overgreb_rules.cli._progress import show_progress
from overgreb_rules.errors import CaseError
from overgreb_rules.rulebook import Rulebook
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.system_error import describe_system_error
from overgreb_rules.shared.text import Text

Result = TypeVar("Result")
_MOST_RANDOM = 1_000_000
_CASES_A_START = 1000
_DRAWN_FOR_A_CASE = 1000
"""How many random cases are drawn at most for each that is asked. Of 3,000 of seed 1, 35 are refused, which are
asked at L5 alone."""
_SECONDS = 10.0
_LONGEST = 3600.0
_TOO_FEW = Text(
    "ingen af de tilfældige sager kan prøves på et af disse niveauer",
    "none of the random cases can be asked at one of these levels",
)
_OTHER_CASES = Text(
    "skriv et andet tal efter --seed, eller udelad --level", "give another --seed, or leave out --level"
)


def add_commands(commands: Commands) -> None:
    """Add the command to the program.

    Args:
        commands: the commands of the program.
    """
    parser = commands.add(
        "conformance",
        Text(
            "prøv, om et andet program svarer, som reglerne siger",
            "try whether a program answers as the rules say",
        ),
        Text(
            "Kommandoen starter programmet COMMAND, sender spørgsmålene til det på standardinput, ét på hver "
            "linje, og sammenligner svarene. Kode 0: alt er rigtigt, ellers 1. docs/reference/conformance.md beskriver "
            "formen.",
            "Starts COMMAND, asks it one question a line on its standard input, and compares the answers. "
            "Exit code 0: all is right, else 1. docs/reference/conformance.md describes the form.",
        ),
    )
    levels = Text("kun dette niveau (kan gentages)", "this level alone (may be repeated)")
    parser.add("--level", choices=LEVELS, action="append", says=levels)
    random = Text(
        "giv programmet N tilfældige sager i stedet for prøverne; overgreb-rules beregner dem også selv",
        "ask N random cases in the place of the vectors; this program answers them itself",
    )
    parser.add("--random", metavar="N", type=int, says=random)
    seed = Text(
        "hvert tal giver andre tilfældige sager (1, hvis intet er angivet)", "other cases for each number (default: 1)"
    )
    parser.add("--seed", metavar="S", type=int, default=1, says=seed)
    limit = Text(f"sekunder til hvert svar (ellers {_SECONDS:g})", f"seconds for each answer (default: {_SECONDS:g})")
    parser.add("--limit", metavar="SECONDS", default=str(_SECONDS), says=limit)
    report = Text("skriv en rapport til underskrift", "write a report to be signed")
    parser.add("--report", metavar="FILE", says=report)
    command = Text("efter --: programmet og dets argumenter", "after --: the program and its arguments")
    parser.add("command", metavar="COMMAND", nargs="+", says=command)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    limit, command = _limit_of(options.limit), options.command
    target = path_of(options.report, "--report") if options.report is not None else None
    if target is not None:
        _try_to_write(target)
    rules, folder = RuleSet.load(), packaged_file("vectors")
    bundle = json.loads(bundle_text(rules))
    writer = DifferenceWriter(bundle)
    levels = [level for level in LEVELS if level in (options.level or LEVELS)]
    results = []
    if options.random is None:
        asked = hash_vectors(folder, levels)
        for level in levels:
            vectors = [*read_vectors(folder, level)]
            results.append(_start(partial(run_level, level, vectors, command, limit)))
            print("\n".join(describe_level(results[-1], writer, options.lang)), flush=True)
    else:
        number = _number_of(options.random)
        asked = f"--random {number} --seed {options.seed}"
        cases = RandomCases(bundle, _cases_of_vectors(folder), options.seed)
        results = _run_random(cases, number, levels, command, limit, options.lang)
        for result in results:
            print("\n".join(describe_level(result, writer, options.lang)))
            if result.wrong:
                print(f"  {result.wrong[0].vector.to_question()}", flush=True)
    found = ConformanceReport(
        results,
        rules.version,
        bundle_sha256(rules),
        asked,
        is_whole=levels == [*LEVELS],
        is_random=options.random is not None,
    )
    print(found.verdict(options.lang))
    if target is not None:
        page = found.to_page(shlex.join(command), current_time().date(), options.lang)
        target.write_text(page, encoding="utf-8", newline="\n")
    return int(not found.is_passed)


def _try_to_write(target: Path) -> None:
    """Open the file of the report and leave it as it is: a long run must not end with a report that is lost."""
    file = target.resolve()  # a link to a file that is not there yet must outlive this
    is_new = not file.exists()
    if is_new or file.is_file():
        file.open("ab").close()
    if is_new:
        file.unlink()


def _run_random(
    cases: RandomCases, number: int, levels: list[Level], command: list[str], limit: float, language: str
) -> list[LevelResult]:
    """Ask random cases, a thousand at each start of the program; a fault ends it and stands at the first level."""
    results = {level: LevelResult(level, 0) for level in levels}
    drawn = show_progress(_draw_cases(cases, number, levels), language)
    while batch := [*islice(drawn, _CASES_A_START)]:
        fault = _start(partial(run_cases, batch, results, command, limit))
        if fault is not None:
            results[levels[0]].fault = fault
            break
    return [*results.values()]


def _draw_cases(cases: RandomCases, number: int, levels: list[Level]) -> Iterator[list[Vector]]:
    """Yield the vectors of random cases, at least one of each case, until every level has one.

    Args:
        cases: The generator of the cases.
        number: How many cases are asked; more where a level would be asked nothing else.
        levels: The levels that are compared.

    Yields:
        Of each case its vectors. A case that is refused here has none but that of L5, and is left out where L5 is not
        compared.

    Raises:
        CaseError: None of the cases can be asked at one of the levels.
    """
    defaults, asked, unasked = StreamDefaults(rulebook=Rulebook.load()), 0, {*levels}
    for place in range(1, _DRAWN_FOR_A_CASE * number + 1):
        if asked >= number and not unasked:
            return
        if vectors := _answer(f"R-{place:06}", *cases.build_case(), levels, defaults):
            asked, unasked = asked + 1, unasked - {vector.level for vector in vectors}
            yield vectors
    raise CaseError("--random", _TOO_FEW, mend=_OTHER_CASES)


def _answer(name: str, case: Any, at: str, levels: list[Level], defaults: StreamDefaults) -> list[Vector]:
    """Answer a case here: what each level compares of it; of a case that is refused the place alone."""
    question = Vector("L5", name, "", case, at, None)
    answer = json.loads(answer_line(question.to_question(), 1, defaults).text)
    because = next((duty["cite"] for duty in answer.get("obligations", ())), "–")
    found = [level for level in levels if "error" not in answer or level == "L5"]
    return [Vector(one, name, because, case, at, read_answer(one, answer)) for one in found]


def _cases_of_vectors(folder: Path) -> list[tuple[Any, str]]:
    return [(one.case, one.at) for level in LEVELS if level != "L5" for one in read_vectors(folder, level)]


def _start(run: Callable[[], Result]) -> Result:
    try:
        return run()
    except OSError as error:
        reason = describe_system_error(error)
        raise CaseError(
            "COMMAND",
            Text(f"programmet kan ikke startes ({reason.da})", f"the program cannot be started ({reason.en})"),
            allowed=Text("et program, der findes, efter --", "a program that exists, after --"),
            mend=Text("se navnet og stien efter", "check the name and the path"),
        ) from None


def _number_of(number: int) -> int:
    if not 0 < number <= _MOST_RANDOM:
        what, example = Text("dette er ikke et antal sager", "this is no number of cases"), 10_000
        raise _outside("--random", what, _MOST_RANDOM, example)
    return number


def _limit_of(text: str) -> float:
    try:
        limit = float(text)
    except ValueError:
        limit = 0
    if not 0 < limit <= _LONGEST:
        what, example = Text("dette er ikke en tid i sekunder", "this is no time in seconds"), 10
        raise _outside("--limit", what, _LONGEST, example)
    return limit


def _outside(option: str, what: Text, most: float, example: int) -> CaseError:
    allowed = Text(f"over 0 og højst {most:.0f}", f"above 0 and at most {most:.0f}")
    return CaseError(option, what, allowed=allowed, mend=Text(f"skriv fx {example}", f"write {example}, for example"))
