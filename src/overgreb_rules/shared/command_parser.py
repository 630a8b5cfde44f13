"""The frame of the command line in both languages: the parser with its help, and what it refuses."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from overgreb_rules.shared.redaction import redact_value, show_value
from overgreb_rules.shared.text import Text, begin_sentence, translate

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

LANGUAGES = ("da", "en")
_WORDS = {
    "usage": Text("brug: ", "usage: "),
    "arguments": Text("argumenter", "positional arguments"),
    "options": Text("valgmuligheder", "options"),
    "commands": Text("kommandoer", "commands"),
    "command": Text("KOMMANDO", "COMMAND"),
    "help": Text("vis denne hjælp", "show this help message and exit"),
    "error": Text("fejl", "error"),
    "language": Text("sprog (ellers da)", "the language (default: da)"),
}
_OPTION = re.compile(r"--?[a-z][a-z-]{0,40}\Z")
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_REFUSED = (
    (r"unrecognized arguments: (?P<words>.*)", Text("ukendt argument: {words}", "unrecognized arguments: {words}")),
    (
        r"the following arguments are required: (?P<names>.*)",
        Text("der mangler: {names}", "the following arguments are required: {names}"),
    ),
    (
        r"argument (?P<name>[^ ]*): invalid choice: (?P<value>.*) \(choose from (?P<names>.*)\)",
        Text(
            "{name}: {value} kan ikke bruges; vælg mellem {names}", "{name}: {value} is no choice; choose from {names}"
        ),
    ),
    (
        r"argument (?P<name>.*): invalid int value: (?P<value>.*)",
        Text("{name}: {value} er ikke et helt tal", "{name}: {value} is no whole number"),
    ),
    (
        r"argument (?P<name>.*): invalid \w+ value: (?P<value>.*)",
        Text("{name}: {value} kan ikke bruges", "{name}: {value} cannot be used"),
    ),
    (r"argument (?P<name>.*): expected one argument", Text("{name} skal have en værdi", "{name} needs a value")),
    (
        r"argument (?P<name>.*): not allowed with argument (?P<names>.*)",
        Text("{name} kan ikke bruges sammen med {names}", "{name} cannot be used together with {names}"),
    ),
    (
        r"argument (?P<name>.*): ignored explicit argument .*",
        Text("{name} skal ikke have en værdi", "{name} takes no value"),
    ),
)
"""What argparse says, as it says it, and the same in both languages."""
_NOT_UNDERSTOOD = Text("argumenterne kan ikke bruges; se --help", "the arguments cannot be used; see --help")
"""What is said in the place of any other message of argparse: it would be in English, and may repeat a value."""


def language_of(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """Find the language, which may stand anywhere on the line.

    Args:
        arguments: the command line without the name of the program.

    Returns:
        `da` or `en`, and the arguments without the option `--lang`; a value that is no language stays, to be refused.
    """
    language = "da"
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            return language, [*rest, argument, *waiting]
        name, equals, value = argument.partition("=")
        if name != "--lang":
            rest.append(argument)
            continue
        following = [value] if equals else [one for one in [next(waiting, None)] if one is not None]
        if following and following[0] in LANGUAGES:
            language = following[0]
        else:
            rest += [argument] if equals else [argument, *following]
    return language, rest


class CommandParser(argparse.ArgumentParser):
    """A parser whose help and refusals are in one language.

    Attributes:
        language: da or en.
    """

    def __init__(self, *, language: str = "da", **settings: Any) -> None:
        """Begin a parser with the options `--help` and `--lang`.

        Args:
            language: da or en.
            **settings: what argparse takes.
        """
        formatter = partial(_HelpFormatter, language=language)
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=formatter, **settings)
        self.language = language
        self._positionals.title = translate(_WORDS["arguments"], language)
        self._optionals.title = translate(_WORDS["options"], language)
        self.add("-h", "--help", says=_WORDS["help"], action="help", default=argparse.SUPPRESS)
        self.add("--lang", says=_WORDS["language"], choices=LANGUAGES, default=language)

    def add(self, *names: str, says: Text, to: argparse._ActionsContainer | None = None, **settings: Any) -> None:
        """Add an argument with its help.

        Args:
            *names: the name of the argument, or the names of the option.
            says: the help.
            to: a group of options of this parser; None for the parser itself.
            **settings: what argparse takes.
        """
        (to or self).add_argument(*names, help=translate(says, self.language), **settings)

    def add_commands(self) -> Commands:
        """Begin the commands of this parser.

        Returns:
            The commands, none at first.
        """
        title, name = (translate(_WORDS[word], self.language) for word in ("commands", "command"))
        return Commands(self.add_subparsers(title=title, metavar=name, required=True), self.language)

    def error(self, message: str) -> NoReturn:
        """End the program with exit code 2.

        Args:
            message: the message of argparse.
        """
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {translate(_WORDS['error'], self.language)}: {_say(message, self.language)}\n")

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        # argparse forgets that a help or a version could not be written, and ends with 0.
        if message and file is sys.stdout:
            file.write(message)
        else:
            super()._print_message(message, file)


class Commands:
    """The commands of a parser.

    Args:
        commands: the sub-parsers of argparse.
        language: da or en.
    """

    def __init__(self, commands: argparse._SubParsersAction[CommandParser], language: str) -> None:
        self._commands, self._language = commands, language

    def add(self, name: str, says: Text, description: Text | None = None) -> CommandParser:
        """Add a command.

        Args:
            name: the word on the command line.
            says: the help of the command in one line.
            description: what stands above its own help; None for that line as a sentence.

        Returns:
            The parser of the command.
        """
        words = translate(says, self._language)
        whole = translate(description, self._language) if description else f"{begin_sentence(words)}."
        return self._commands.add_parser(name, help=words, description=whole, language=self._language)


class _HelpFormatter(argparse.HelpFormatter):
    """A formatter whose usage begins with the word of a language."""

    def __init__(self, prog: str, *, language: str, **settings: Any) -> None:
        super().__init__(prog, **settings)
        self._language = language

    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        # argparse asks with an empty prefix for the name of a command, which has no word before it.
        word = translate(_WORDS["usage"], self._language) if prefix is None else prefix
        super().add_usage(usage, actions, groups, word)


def _say(message: str, language: str) -> str:
    """Return a message of argparse in a language; a value that was given stands as an error may show it."""
    for pattern, says in _REFUSED:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match is not None:
            return translate(says, language).format(**_parts(match.groupdict(), language))
    return translate(_NOT_UNDERSTOOD, language)


def _parts(groups: dict[str, str], language: str) -> dict[str, str]:
    shown = dict(groups)
    if "value" in shown:
        words = _QUOTED.sub(lambda quoted: quoted[1] or quoted[2], shown.get("names", "")).split(", ")
        shown["value"] = show_value(redact_value(shown["value"].strip("'\""), words), language)
    if "names" in shown:
        shown["names"] = _QUOTED.sub(lambda quoted: quoted[1] or quoted[2], shown["names"])
    if "words" in shown:
        shown["words"] = " ".join(_show_word(word, language) for word in shown["words"].split(" "))
    return shown


def _show_word(word: str, language: str) -> str:
    name = word.partition("=")[0]
    return name if _OPTION.match(name) else show_value(redact_value(word), language)
