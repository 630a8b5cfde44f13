"""The command line `overgreb-meetings`.

Exit codes: 0 done, 1 no plan exists or something was found, 2 bad input, 70 an error of the program, 74 nothing could
be written. The answer goes to stdout; what goes wrong goes to stderr as one message, and then stdout is empty.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import pairwise

from meetings.cli import _answers, _check, _dates, _demo, _districts, _explain, _lint, _plan, _read, _template
from meetings.errors import MeetingsError, NoPlanError, RequestError
from overgreb_rules.shared.command_parser import CommandParser, language_of
from overgreb_rules.shared.program_frame import NO_OUTPUT, print_refusal, run_program
from overgreb_rules.shared.text import Text, translate
from overgreb_rules.shared.version import __version__

__all__ = ["main"]

NO_PLAN, BAD_INPUT = 1, 2
_PROGRAM = "overgreb-meetings"
_EMPTY = Text("et argument er tomt", "an argument is empty")
_FILL_IN = Text("skriv en værdi, eller udelad det", "write a value, or leave it out")
_DESCRIPTION = Text(
    "Planlæg de årlige møder mellem politikredse og kommuner, og skriv kalenderne.",
    "Plan the yearly meetings of the politikredse with their kommuner; write calendars.",
)
_EXIT_CODES = Text(
    "Afslutningskoder: 0 i orden; 1 der er ingen plan, eller der er fundet fejl; 2 fejl i det, der blev givet; "
    "70 der er en fejl i programmet; 74 der kunne ikke skrives.",
    "Exit codes: 0 done, 1 no plan exists or something was found, 2 bad input; "
    "70 an error in this program, 74 nothing could be written.",
)
_VERSION = Text("vis programmets version", "show program's version number and exit")
_COMMANDS = (_plan, _dates, _explain, _check, _answers, _template, _districts, _read, _lint, _demo)


def build_parser(language: str) -> CommandParser:
    """Build the parser of the whole program.

    Args:
        language: da or en.

    Returns:
        The parser with all commands.
    """
    parser = CommandParser(
        prog=_PROGRAM,
        language=language,
        description=translate(_DESCRIPTION, language),
        epilog=translate(_EXIT_CODES, language),
    )
    version = f"%(prog)s {__version__}"
    parser.add("--version", says=_VERSION, action="version", version=version)
    commands = parser.add_commands()
    for module in _COMMANDS:
        module.add_command(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        argv: The arguments after the name of the program; None for those of the process.

    Returns:
        The exit code: 0 done, 1 no plan exists or something was found, 2 bad input, 70 an error of the program, 74
        nothing could be written, 130 interrupted.

    Raises:
        SystemExit: The help was asked for (0), or the arguments are refused (2).
    """
    language, rest = language_of(sys.argv[1:] if argv is None else argv)
    return run_program(_PROGRAM, language, lambda: _run(rest, language))


def _run(rest: Sequence[str], language: str) -> int:
    try:
        _refuse_empty(rest)
        arguments = build_parser(language).parse_args(rest)
        return int(arguments.run(arguments))
    except NoPlanError as error:
        print(error.message(language), file=sys.stderr)
        return NO_PLAN
    except MeetingsError as error:
        print_refusal(_PROGRAM, error.message(language))
        return NO_OUTPUT if error.is_out_of_space else BAD_INPUT


def _refuse_empty(arguments: Sequence[str]) -> None:
    """Refuse an argument without text, which as a path would name the current folder."""
    for before, argument in pairwise(["", *arguments]):
        option, equals, value = argument.partition("=")
        if not argument or (option.startswith("--") and equals and not value):
            place = option or (before if before.startswith("-") else arguments[0]) or _PROGRAM
            raise RequestError(place, _EMPTY, _FILL_IN)
