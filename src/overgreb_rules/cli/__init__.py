"""The command line: arguments in, text and exit codes out.

Only this package reads a clock or a file of the caller.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from overgreb_rules._matching.matcher import MatcherFault
from overgreb_rules.cli import _agenda, _evaluate, _explain, _replay, _rules
from overgreb_rules.errors import OvergrebError

__all__ = ["main"]

BAD_INPUT, ENGINE_FAULT, NO_OUTPUT = 2, 70, 74


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: the command line without the name of the program; None for that of the process.

    Returns:
        The exit code: 0 nothing overdue, 1 something overdue or breached, 2 bad input, 70 the engine failed, 74
        nothing could be written.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    parser = _build_parser()
    options = parser.parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except MatcherFault as error:
        print(f"overgreb-rules: no answer, because the rule engine cannot be trusted: {error}", file=sys.stderr)
        return ENGINE_FAULT
    except OvergrebError as error:
        print(f"overgreb-rules: {error.message(getattr(options, 'lang', 'da'))}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        # The reader has gone (`| head`): there is nobody left to tell, and Python must not try at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"overgreb-rules: the answer could not be written ({error.strerror})", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NO_OUTPUT
    return code


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="overgreb-rules",
        description="Deadlines and duties of Danish child-protection law: a case and an instant in, duties out.",
        epilog="Exit codes: 0 nothing overdue, 1 something overdue or breached, 2 bad input; "
        "70 the engine failed and 74 nothing could be written: there is no answer then.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _evaluate.add_evaluate_command(commands)
    _agenda.add_agenda_command(commands)
    _explain.add_explain_commands(commands)
    _replay.add_replay_command(commands)
    _rules.add_rules_command(commands)
    return parser
