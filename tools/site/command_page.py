"""The page of both command lines: the help of every command, as the program prints it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from unittest import mock

import meetings.cli
import overgreb_rules.cli
from overgreb_rules.shared.command_parser import CommandParser
from overgreb_rules.shared.text import Text, translate
from tools.site.markdown import mark_language

_WIDTH = "100"
_TITLE = Text("Kommandolinjen", "Command line")


def build_command_page(language: str) -> str:
    """Build the page.

    Args:
        language: da or en.

    Returns:
        Markdown: one heading for each command.
    """
    parts = [f"# {translate(_TITLE, language)}\n"]
    with mock.patch.dict(os.environ, {"COLUMNS": _WIDTH}):
        for program in (overgreb_rules.cli.build_parser(language), meetings.cli.build_parser(language)):
            helps = ((parser.prog, parser.format_help()) for parser in list_commands(program))
            parts += [f"## {name}\n\n```text\n{text}```\n" for name, text in helps]
    return mark_language("\n".join(parts), language)


def list_commands(parser: CommandParser) -> Iterator[CommandParser]:
    """List a parser and the parsers of its commands.

    Args:
        parser: The parser of a program or of a command.

    Yields:
        The parser itself, then those below it in the order of the help.
    """
    yield parser
    for action in parser._actions:  # argparse has no other way to its sub-parsers
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from list_commands(command)
