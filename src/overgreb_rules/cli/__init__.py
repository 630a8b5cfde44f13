"""The command line: arguments in, text and exit codes out.

Only this package reads a clock or a file of the caller.
"""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from overgreb_rules._matching.matcher import MatcherFault
from overgreb_rules.errors import EngineMissing, OvergrebError, WorkerFault
from overgreb_rules.shared.command_parser import CommandParser, language_of
from overgreb_rules.shared.text import Text, translate
from overgreb_rules.shared.version import __version__

__all__ = ["main"]

BAD_INPUT, ENGINE_FAULT, NO_OUTPUT, STOPPED = 2, 70, 74, 130
_COMMANDS: Mapping[str, tuple[str, ...]] = {
    "_evaluate": ("evaluate",),
    "_agenda": ("agenda",),
    "_explain": ("explain", "why-not"),
    "_figures": ("figures",),
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
_FAULT = Text(
    "der er intet svar, for regelmotoren svarede forkert: {error}",
    "no answer, because the rule engine cannot be trusted: {error}",
)
_UNFORESEEN = Text(
    "der er intet svar, for der er en fejl i programmet ({error})",
    "no answer, because of an error in this program ({error})",
)
_NOT_WRITTEN = Text("svaret kunne ikke skrives ({error})", "the answer could not be written ({error})")
_PLAIN = Text("{error}", "{error}")
_VERSION = Text("vis programmets version", "show program's version number and exit")
_CLOSED = Text("standardoutput er lukket", "standard output is closed")


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
    language, rest = language_of(sys.argv[1:] if arguments is None else arguments)
    if sys.stderr is None:
        # Without it, `print` would write a refusal to standard output.
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # it lives as long as the process
    if sys.stdout is None:
        return _fail(NO_OUTPUT, _NOT_WRITTEN, translate(_CLOSED, language), language)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        try:
            options = build_parser(language, rest).parse_args(rest)
            code: int = options.run(options)
        finally:
            sys.stdout.flush()
    except MatcherFault as error:
        return _fail(ENGINE_FAULT, _FAULT, error.message(language), language)
    except OvergrebError as error:
        code = ENGINE_FAULT if isinstance(error, EngineMissing | WorkerFault) else BAD_INPUT
        return _fail(code, _PLAIN, error.message(language), language)
    except BrokenPipeError:
        # The reader has gone (`| head`): there is nobody left to tell.
        _forget_output()
        return 0
    except OSError as error:
        _forget_output()
        return _fail(NO_OUTPUT, _NOT_WRITTEN, error.strerror or type(error).__name__, language)
    except KeyboardInterrupt:
        return STOPPED
    except Exception as error:  # exit code 1 would say that something is overdue
        return _fail(ENGINE_FAULT, _UNFORESEEN, _describe_fault(error), language)
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
        prog="overgreb-rules",
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


def _fail(code: int, says: Text, error: str, language: str) -> int:
    print(f"overgreb-rules: {translate(says, language).format(error=error)}", file=sys.stderr)
    return code


def _forget_output() -> None:
    """Send what is left to nowhere: Python must not try to write it at exit either."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _describe_fault(error: Exception) -> str:
    """Return the kind and the place of an error in this program; its text may hold what a case says."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {Path(last.filename).name}:{last.lineno}"
