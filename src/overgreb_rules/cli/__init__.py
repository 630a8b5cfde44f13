"""The command line: arguments in, text and exit codes out.

Only this package asks what time it is, and reads cases of the caller; rules, policies and tables are read below it,
from their paths.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable, Mapping, Sequence

from overgreb_rules.errors import EngineMissing, MatcherFault, OvergrebError, WorkerFault
from overgreb_rules.shared.command_parser import CommandParser, language_of
from overgreb_rules.shared.program_frame import FAULT, print_refusal, run_program
from overgreb_rules.shared.text import Text, translate
from overgreb_rules.shared.version import __version__
from overgreb_rules.shared.worker_process import collect_seldom

__all__ = ["main"]

BAD_INPUT = 2
_PROGRAM = "overgreb-rules"
_COMMANDS: Mapping[str, tuple[str, ...]] = {
    "_evaluate": ("evaluate",),
    "_agenda": ("agenda",),
    "_explain": ("explain", "why-not"),
    "_figures": ("figures",),
    "_changes": ("changes",),
    "_replay": ("replay",),
    "_vocabulary": ("vocabulary",),
    "_rules": ("rules",),
    "_bundle": ("bundle",),
    "_conformance": ("conformance",),
    "_serve": ("serve",),
}
"""The modules of the commands, in the order of the help, each with its commands."""
_DESCRIPTION = Text(
    "Frister og pligter i sager om børn og unge: en sag og et tidspunkt ind, pligter ud.",
    "Deadlines and duties of Danish child-protection law: a case and an instant in, duties out.",
)
_EXIT_CODES = Text(
    "Afslutningskoder: 0 ingen frist er overskredet, 1 en frist er overskredet eller en pligt ikke overholdt, 2 fejl i "
    "det, der blev givet; 70 regelmotoren fejlede, 74 der kunne ikke skrives: så er der intet svar.",
    "Exit codes: 0 nothing overdue, 1 something overdue or breached, 2 bad input; "
    "70 the engine failed and 74 nothing could be written: there is no answer then.",
)
_ENGINE_FAULT = Text(
    "der er intet svar, for regelmotoren svarede forkert: {error}",
    "no answer, because the rule engine cannot be trusted: {error}",
)
_VERSION = Text("vis programmets version", "show program's version number and exit")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: the command line without the name of the program; None for that of the process.

    Returns:
        The exit code: 0 nothing overdue, 1 something overdue or breached, 2 bad input, 70 the engine failed, 74
        nothing could be written.

    Raises:
        SystemExit: The help was asked for (0), or the arguments are refused (2).
    """
    if arguments is None:
        collect_seldom()
    language, rest = language_of(sys.argv[1:] if arguments is None else arguments)
    return run_program(_PROGRAM, language, lambda: _run(rest, language))


def _run(rest: Sequence[str], language: str) -> int:
    try:
        options = build_parser(language, rest).parse_args(rest)
        code: int = options.run(options)
    except MatcherFault as error:
        print_refusal(_PROGRAM, translate(_ENGINE_FAULT, language).format(error=error.message(language)))
        return FAULT
    except OvergrebError as error:
        print_refusal(_PROGRAM, error.message(language))
        return FAULT if isinstance(error, EngineMissing | WorkerFault) else BAD_INPUT
    return code


def build_parser(language: str, arguments: Sequence[str] = ()) -> CommandParser:
    """Build the parser of the program.

    Args:
        language: da or en.
        arguments: the arguments, of which the first may name a command.

    Returns:
        The parser with that command alone; with all commands where none is named.
    """
    parser = CommandParser(
        prog=_PROGRAM,
        language=language,
        description=translate(_DESCRIPTION, language),
        epilog=translate(_EXIT_CODES, language),
    )
    parser.add("--version", says=_VERSION, action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_commands()
    for name in _modules_of(arguments):
        importlib.import_module(f"{__name__}.{name}").add_commands(commands)
    return parser


def _modules_of(arguments: Sequence[str]) -> Iterable[str]:
    """Return the module of the command that is asked for, else all: an import takes longer than many a case."""
    asked = [name for name, commands in _COMMANDS.items() if arguments and arguments[0] in commands]
    return asked or _COMMANDS
