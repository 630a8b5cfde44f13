"""The frame of the command line: help and refusals in Danish and English, of every command."""

from __future__ import annotations

import re

import pytest

from overgreb_rules.cli import build_parser, main
from overgreb_rules.shared.version import __version__
from tools.site.command_page import list_commands

COMMANDS = [parser.prog.split()[1:] for parser in list_commands(build_parser("da"))]
ENGLISH_FRAME = ("usage:", "positional arguments", "options:", "show this help", "commands:", "default:")
DANISH_FRAME = ("brug:", "argumenter:", "valgmuligheder:", "vis denne hjælp", "kommandoer:", "ellers")


def _help(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--help"])
    assert ended.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_help_is_in_one_language(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    danish, english = _help(capsys, *command), _help(capsys, "--lang", "en", *command)
    assert danish.startswith(f"brug: overgreb-rules {' '.join(command)}".rstrip())
    assert english.startswith(f"usage: overgreb-rules {' '.join(command)}".rstrip())
    assert not [words for words in ENGLISH_FRAME if words in danish]
    assert not [words for words in DANISH_FRAME if words in english]
    assert not re.search(r"\b(the|of(?!=)|and|this|with)\b", danish)
    assert not re.search(r"\b(og|eller|fx|denne|ikke|sager?)\b", english)


@pytest.mark.parametrize(
    ("arguments", "danish", "english"),
    [
        (["evaluate"], "der mangler: CASE", "the following arguments are required: CASE"),
        (["evaluate", "x", "--at"], "--at skal have en værdi", "--at needs a value"),
        (["evaluate", "x", "--nu"], "ukendt argument: --nu", "unrecognized arguments: --nu"),
        (["evaluate", "x", "Mette"], "ukendt argument: »skjult«", "unrecognized arguments: «hidden»"),
        (
            ["evaluate", "x", "--matcher", "durabl"],
            "--matcher: »durabl« kan ikke bruges; vælg mellem durable, reference",
            "--matcher: “durabl” is no choice; choose from durable, reference",
        ),
        (
            ["rules", "show", "x", "--examples", "--as-law"],
            "--as-law kan ikke bruges sammen med --examples",
            "--as-law cannot be used together with --examples",
        ),
    ],
)
def test_what_argparse_refuses_is_said_in_the_language_asked_for(
    arguments: list[str], danish: str, english: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for language, word, says in (("da", "fejl", danish), ("en", "error", english)):
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--lang", language])
        assert ended.value.code == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.splitlines()[-1].endswith(f"{word}: {says}"), err


def test_the_version_is_that_of_the_distribution(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert (ended.value.code, capsys.readouterr().out) == (0, f"overgreb-rules {__version__}\n")
