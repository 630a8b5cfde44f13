"""The command line `overgreb-meetings`.

Exit codes: 0 done, 1 no plan exists or something was found, 2 bad input. The answer goes to stdout; what goes
wrong goes to stderr as one message, and then stdout is empty.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import metadata

from meetings.cli import _answers, _check, _dates, _demo, _districts, _explain, _lint, _plan, _read, _template
from meetings.errors import MeetingsError, NoPlanError
from overgreb_rules.shared.command_parser import CommandParser, language_of
from overgreb_rules.shared.text import Text, translate

__all__ = ["main"]

_DESCRIPTION = Text(
    "Planlæg de årlige møder mellem politikredse og kommuner, og skriv kalenderne.",
    "Plan the yearly meetings of the politikredse with their kommuner; write calendars.",
)
_EXIT_CODES = Text(
    "Afslutningskoder: 0 i orden, 1 der er ingen plan, eller der er fundet fejl, 2 fejl i det, der blev givet.",
    "Exit codes: 0 done, 1 no plan exists or something was found, 2 bad input.",
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
        prog="overgreb-meetings",
        language=language,
        description=translate(_DESCRIPTION, language),
        epilog=translate(_EXIT_CODES, language),
    )
    version = f"%(prog)s {metadata.version('overgreb-rules')}"
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
        The exit code: 0 done, 1 no plan exists or something was found, 2 bad input, 130 interrupted.

    Raises:
        SystemExit: The help was asked for (0), or the arguments are refused (2).
    """
    for stream in (sys.stdout, sys.stderr):
        # Danish letters must come out whatever the terminal says it can do.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    language, rest = language_of(sys.argv[1:] if argv is None else argv)
    arguments = build_parser(language).parse_args(rest)
    try:
        return int(arguments.run(arguments))
    except NoPlanError as error:
        print(error.message(language), file=sys.stderr)
        return 1
    except MeetingsError as error:
        print(f"overgreb-meetings: {error.message(language)}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever read the output has gone (head, less): that is no error of ours.
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130
