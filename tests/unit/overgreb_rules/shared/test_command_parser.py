"""The frame of a command line in both languages."""

from __future__ import annotations

import pytest

from overgreb_rules.shared.command_parser import CommandParser, language_of
from overgreb_rules.shared.text import Text


def build_parser(language: str) -> CommandParser:
    parser = CommandParser(prog="tool", language=language, description="…")
    command = parser.add_commands().add("show", Text("vis en ting", "show a thing"))
    command.add("thing", says=Text("tingen", "the thing"), metavar="THING")
    command.add("--size", says=Text("størrelse", "the size"), choices=("small", "large"))
    command.add("--number", says=Text("antallet", "the number"), type=int)
    return parser


@pytest.mark.parametrize(
    ("line", "language", "rest"),
    [
        (["show", "x"], "da", ["show", "x"]),
        (["--lang", "en", "show"], "en", ["show"]),
        (["show", "--lang=en", "x"], "en", ["show", "x"]),
        (["show", "--lang", "de"], "da", ["show", "--lang", "de"]),
        (["show", "--lang"], "da", ["show", "--lang"]),
        (["show", "--", "--lang", "en"], "da", ["show", "--", "--lang", "en"]),
    ],
)
def test_the_language_may_stand_anywhere_on_the_line(line: list[str], language: str, rest: list[str]):
    assert language_of(line) == (language, rest)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("da", ["brug: tool show", "argumenter:", "valgmuligheder:", "vis denne hjælp", "tingen", "størrelse"]),
        ("en", ["usage: tool show", "options:", "show this help message", "the thing", "the size"]),
    ],
)
def test_help_is_in_one_language(language: str, words: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as stopped:
        build_parser(language).parse_args(["show", "--help"])
    assert stopped.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith(words[0])
    assert [word for word in words if word not in said] == []


@pytest.mark.parametrize(
    ("line", "danish", "english"),
    [
        (["show"], "der mangler: THING", "the following arguments are required: THING"),
        (["show", "x", "--colour"], "ukendt argument: --colour", "unrecognized arguments: --colour"),
        (["show", "x", "--size"], "--size skal have en værdi", "--size needs a value"),
        (["show", "x", "--number", "two"], "er ikke et helt tal", "is no whole number"),
        (["show", "x", "--size", "huge"], "vælg mellem small, large", "choose from small, large"),
    ],
)
def test_a_refusal_is_in_one_language(line: list[str], danish: str, english: str, capsys: pytest.CaptureFixture[str]):
    for language, words in (("da", danish), ("en", english)):
        with pytest.raises(SystemExit) as stopped:
            build_parser(language).parse_args(line)
        said = capsys.readouterr()
        assert (stopped.value.code, said.out) == (2, "")
        assert words in said.err


@pytest.mark.parametrize(("language", "words"), [("da", "argumenterne kan ikke bruges"), ("en", "cannot be used")])
def test_a_message_of_argparse_that_has_no_words_here_is_not_repeated(
    language: str, words: str, capsys: pytest.CaptureFixture[str]
):
    parser = CommandParser(prog="tool", language=language)
    parser.add("--names", says=Text("navne", "names"), nargs="+")
    with pytest.raises(SystemExit):
        parser.parse_args(["--names"])
    said = capsys.readouterr().err
    assert words in said
    assert "expected" not in said
