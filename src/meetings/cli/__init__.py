"""The command line `overgreb-meetings`.

Exit codes: 0 done, 1 no plan exists or something was found, 2 bad input. The answer goes to stdout; what goes
wrong goes to stderr as one message, and then stdout is empty.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import metadata

from meetings.cli import _check, _demo, _districts, _explain, _lint, _plan
from meetings.errors import MeetingsError, NoPlanError

__all__ = ["main"]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="overgreb-meetings",
        description="Plan the yearly meetings of the politikredse with their kommuner; write calendars.",
    )
    version = f"%(prog)s {metadata.version('overgreb-rules')}"
    parser.add_argument("--version", action="version", version=version)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for module in (_plan, _explain, _check, _districts, _lint, _demo):
        module.add_command(commands)
    for command in commands.choices.values():
        command.add_argument("--lang", choices=("da", "en"), default="da", help="the language (default: da)")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        argv: The arguments after the name of the program; None for those of the process.

    Returns:
        The exit code: 0 done, 1 no plan exists or something was found, 2 bad input, 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        # Danish letters must come out whatever the terminal says it can do.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except NoPlanError as error:
        print(error.message(arguments.lang), file=sys.stderr)
        return 1
    except MeetingsError as error:
        print(f"overgreb-meetings: {error.message(arguments.lang)}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever read the output has gone (head, less): that is no error of ours.
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130
