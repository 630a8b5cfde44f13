"""The options that commands share: the case, the instant, the policy, the rules and the matcher."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import get_args

from overgreb_rules._evaluate.pipeline import instant_of
from overgreb_rules.calendar import FIRST_YEAR, LAST_YEAR
from overgreb_rules.cli._io import folder_of, path_of
from overgreb_rules.errors import CaseError, InstantError
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import DEFAULT_MATCHER, MatcherName, Rulebook, default_rulebook
from overgreb_rules.shared.command_parser import CommandParser
from overgreb_rules.shared.iso_time import parse_iso_day
from overgreb_rules.shared.text import Text

MOST_WORKERS = 999
"""The most processes that a command starts: more than a machine has cores, so that a larger number is a slip."""


def add_case_arguments(parser: CommandParser) -> None:
    """Add the arguments of every command on a case: the case, the instant, a policy, the rules and the matcher.

    Args:
        parser: the parser of the command.
    """
    parser.add(
        "case",
        metavar="CASE",
        says=Text("en JSON-fil eller - for standardinput", "a JSON file, or - for standard input"),
    )
    add_instant(parser)
    add_policy(parser)
    add_rules(parser)


def add_instant(parser: CommandParser) -> None:
    """Add the option of the instant (default: now).

    Args:
        parser: the parser of the command.
    """
    says = Text("et tidspunkt med tidszone (ellers nu)", "an instant with offset (default: now)")
    parser.add("--at", metavar="INSTANT", says=says)


def add_policy(parser: CommandParser) -> None:
    """Add the option of a policy.

    Args:
        parser: the parser of the command.
    """
    says = Text(
        "en varslingsplan i stedet for standardplanen", "a ladder of escalation in the place of the standard one"
    )
    parser.add("--policy", metavar="FILE", says=says)


def add_output(parser: CommandParser) -> None:
    """Add the option of the output of a command whose answer is text or JSON.

    Args:
        parser: the parser of the command.
    """
    says = Text("formatet (ellers table)", "what comes out (default: table)")
    parser.add("--format", choices=("table", "json"), default="table", says=says)


def add_rules(parser: CommandParser) -> None:
    """Add the options of the rules and of the matcher.

    Args:
        parser: the parser of the command.
    """
    add_rules_folder(parser)
    add_matcher(parser)


def add_matcher(parser: CommandParser) -> None:
    """Add the option of the matcher.

    Args:
        parser: the parser of the command.
    """
    matcher = Text(
        f"regelmotoren (ellers {DEFAULT_MATCHER}); svaret er det samme",
        f"the matcher (default: {DEFAULT_MATCHER}); the answer is the same",
    )
    parser.add("--matcher", says=matcher, choices=get_args(MatcherName))


def add_rules_folder(parser: CommandParser) -> None:
    """Add the option of the rules.

    Args:
        parser: the parser of the command.
    """
    says = Text("en mappe med regler (ellers de indbyggede)", "a folder of rules (default: the packaged ones)")
    parser.add("--rules", metavar="DIR", says=says)


def rules_folder(options: argparse.Namespace) -> Path | None:
    """Return the folder of the option `--rules`.

    Args:
        options: the parsed arguments.

    Returns:
        The folder; None for the packaged rules.
    """
    return None if options.rules is None else folder_of(options.rules, "--rules")


def load_rulebook(options: argparse.Namespace) -> Rulebook:
    """Load the rulebook of the options `--rules` and `--matcher`.

    Args:
        options: the parsed arguments.

    Returns:
        The rulebook; without both options the packaged one with the default matcher.

    Raises:
        RuleError: the rules cannot be used.
        EngineMissing: the engine cannot be loaded.
    """
    if options.rules is None and options.matcher is None:
        return default_rulebook()
    return Rulebook.load(rules_folder(options), matcher_asked(options))


def matcher_asked(options: argparse.Namespace) -> MatcherName:
    """Return the matcher of the option `--matcher`.

    Args:
        options: the parsed arguments.

    Returns:
        Its name; without the option that of the default one.
    """
    matcher: MatcherName = options.matcher or DEFAULT_MATCHER
    return matcher


def load_policy(options: argparse.Namespace) -> Policy | None:
    """Load the policy of the option `--policy`.

    Args:
        options: the parsed arguments.

    Returns:
        The policy; None for the one that comes with the rules.
    """
    return None if options.policy is None else Policy.load(path_of(options.policy, "--policy"))


def instant_asked(options: argparse.Namespace) -> str:
    """Return the instant of the option `--at`.

    Args:
        options: the parsed arguments.

    Returns:
        The text of the option; without it the instant of the call.

    Raises:
        InstantError: the text is no instant.
    """
    if options.at is None:
        return read_clock()
    at: str = options.at
    try:
        instant_of(at)
    except InstantError as error:
        raise error.at_place("--at") from None
    return at


def read_clock() -> str:
    """Return the instant of the call as text.

    Returns:
        The instant with offset, in whole seconds.
    """
    return current_time().isoformat(timespec="seconds")


def current_time() -> dt.datetime:
    """Return the time of the clock.

    No other line of the package asks what time it is; progress and service measure how long something takes.

    Returns:
        The time in UTC.
    """
    return dt.datetime.now(dt.UTC)


def read_day(text: str, place: str) -> dt.date:
    """Read a day of the command line.

    Args:
        text: the day, such as 2026-11-28.
        place: the option, for the error.

    Returns:
        The day.

    Raises:
        CaseError: the text is no day, or one of a year for which no dates are counted.
    """
    day = parse_iso_day(text)
    if day is None:
        what = Text("dette er ikke en dato", "this is no day")
        mend = Text("skriv datoen som ÅÅÅÅ-MM-DD", "write the day as YYYY-MM-DD")
        raise CaseError(place, what, allowed=Text("en dato", "a day"), mend=mend)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        what = Text(f"året {day.year} kan ikke bruges", f"the year {day.year} cannot be used")
        years = Text(f"{FIRST_YEAR}–{LAST_YEAR}", f"{FIRST_YEAR}–{LAST_YEAR}")
        raise CaseError(place, what, allowed=years, mend=Text("ret året", "correct the year"))
    return day
