"""The command `conformance`: any program, asked the vectors, level by level."""

from __future__ import annotations

import argparse
import json
import shlex
from pathlib import Path

from overgreb_rules._conformance.bundle import bundle_sha256, bundle_text
from overgreb_rules._conformance.difference_words import DifferenceWriter
from overgreb_rules._conformance.packaged_files import packaged_file
from overgreb_rules._conformance.report import ConformanceReport, describe_level, hash_vectors
from overgreb_rules._conformance.runner import LevelResult, run_level
from overgreb_rules._conformance.vector import LEVELS, Level, read_vectors
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.cli._io import path_of
from overgreb_rules.cli._options import current_time
from overgreb_rules.errors import CaseError
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.text import Text

_SECONDS = 10.0
_LONGEST = 3600.0


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
            "Starter COMMAND, stiller det spørgsmål på standardinput, ét på hver linje, og sammenligner svarene. "
            "Kode 0: alt er rigtigt, ellers 1. docs/reference/conformance.md beskriver formen.",
            "Starts COMMAND, asks it one question a line on its standard input, and compares the answers. "
            "Exit code 0: all is right, else 1. docs/reference/conformance.md describes the form.",
        ),
    )
    levels = Text("kun dette niveau (kan gentages)", "this level alone (may be repeated)")
    parser.add("--level", choices=LEVELS, action="append", says=levels)
    limit = Text(f"tid til hvert svar (ellers {_SECONDS:g})", f"the time for each answer (default: {_SECONDS:g})")
    parser.add("--limit", metavar="SECONDS", default=str(_SECONDS), says=limit)
    report = Text("skriv en rapport til underskrift", "write a report to be signed")
    parser.add("--report", metavar="FILE", says=report)
    command = Text("efter --: programmet og dets argumenter", "after --: the program and its arguments")
    parser.add("command", metavar="COMMAND", nargs="+", says=command)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    limit, command = _limit_of(options.limit), options.command
    target = path_of(options.report, "--report") if options.report is not None else None
    rules, folder = RuleSet.load(), packaged_file("vectors")
    writer = DifferenceWriter(json.loads(bundle_text(rules)))
    levels = [level for level in LEVELS if level in (options.level or LEVELS)]
    results = []
    for level in levels:
        results.append(_run_level(level, folder, command, limit))
        print("\n".join(describe_level(results[-1], writer, options.lang)), flush=True)
    vectors = hash_vectors(folder, levels)
    found = ConformanceReport(results, rules.version, bundle_sha256(rules), vectors, is_whole=levels == [*LEVELS])
    print(found.verdict(options.lang))
    if target is not None:
        page = found.to_page(shlex.join(command), current_time().date(), options.lang)
        target.write_text(page, encoding="utf-8", newline="\n")
    return int(not found.is_passed)


def _run_level(level: Level, folder: Path, command: list[str], limit: float) -> LevelResult:
    try:
        return run_level(level, [*read_vectors(folder, level)], command, limit)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CaseError(
            "COMMAND",
            Text(f"programmet kan ikke startes ({reason})", f"the program cannot be started ({reason})"),
            allowed=Text("et program, der findes, efter --", "a program that exists, after --"),
            mend=Text("se navnet og stien efter", "check the name and the path"),
        ) from None


def _limit_of(text: str) -> float:
    try:
        limit = float(text)
    except ValueError:
        limit = 0
    if not 0 < limit <= _LONGEST:
        raise CaseError(
            "--limit",
            Text("dette er ikke en tid i sekunder", "this is no time in seconds"),
            allowed=Text(f"over 0 og højst {_LONGEST:g}", f"above 0 and at most {_LONGEST:g}"),
            mend=Text("skriv fx 10", "write 10, for example"),
        )
    return limit
