"""The faces from the command line: what comes out, byte for byte, and the exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from overgreb_rules.cli import main
from overgreb_rules.ical import Profile, lint
from overgreb_rules.render.csv_table import render_csv
from overgreb_rules.render.deadline_feed import build_deadline_feed
from overgreb_rules.render.link_template import LinkTemplate
from overgreb_rules.render.page import render_fragment, render_page
from overgreb_rules.render.timeline import render_timeline
from tests.fixtures import calendar_files
from tests.fixtures.paths import EXAMPLE_CASES, RULES
from tests.fixtures.rendered_evaluations import EXAMPLE_INSTANTS, evaluate_example

_NAME = "christmas-notification"
_CASE = EXAMPLE_CASES / f"{_NAME}.json"


Evaluate = Callable[..., tuple[int, bytes, bytes]]


@pytest.fixture
def evaluate(capfdbinary: pytest.CaptureFixture[bytes]) -> Evaluate:
    """The command on the example case: its exit code, what it wrote, and what it said."""

    def run(*options: str, at: str = EXAMPLE_INSTANTS[_NAME]) -> tuple[int, bytes, bytes]:
        code = main(["evaluate", str(_CASE), "--at", at, *options])
        return (code, *capfdbinary.readouterr())

    return run


@pytest.mark.parametrize("language", ["da", "en"])
def test_each_format_is_written_as_its_renderer_returns_it(language: str, evaluate: Evaluate) -> None:
    result, events = evaluate_example(_NAME)
    faces = {
        "csv": render_csv([result], language).encode(),
        "ics": build_deadline_feed([result], language),
        "svg": render_timeline(result, language, events).encode(),
        "html": render_page(result, language, events).encode(),
    }
    for name, expected in faces.items():
        assert evaluate("--format", name, "--lang", language) == (0, expected, b"")


def test_the_exit_code_says_whether_something_is_overdue_in_every_format(evaluate: Evaluate) -> None:
    late = "2017-02-01T12:00:00+01:00"
    assert [evaluate("--format", name, at=late)[0] for name in ("csv", "svg", "html", "ics")] == [1] * 4


_SUPPOSE = ("--suppose", "kvittering_sendt@2017-01-02;of=u1")


@pytest.mark.parametrize("name", ["table", "svg", "html"])
def test_what_is_supposed_stands_at_the_head_of_an_answer(name: str, evaluate: Evaluate) -> None:
    for language, words in (
        ("da", "Antaget: Sagen vises, som den ville stå, hvis dette også var sket: "),
        ("en", "Supposed: the case is shown as it would stand if this had happened too: "),
    ):
        code, written, said = evaluate("--format", name, "--lang", language, *_SUPPOSE)
        assert (code, said) == (0, b"")
        head, _, rest = written.decode().partition(words)
        assert "christmas-notification" in head
        assert "2017" in rest[:150], "the name of an event ends with its day"
        assert words not in evaluate("--format", name, "--lang", language)[1].decode()


def test_a_fragment_says_what_is_supposed(evaluate: Evaluate) -> None:
    _, written, _ = evaluate("--format", "html", "--fragment", *_SUPPOSE)
    assert "<strong>Antaget: " in written.decode()


@pytest.mark.parametrize("name", ["csv", "ics", "parquet"])
def test_a_format_that_cannot_say_what_is_supposed_is_refused_with_it(name: str, evaluate: Evaluate) -> None:
    code, written, said = evaluate("--format", name, "--lang", "en", *_SUPPOSE)
    assert (code, written) == (2, b"")
    assert said.startswith(b"overgreb-rules: --format: this format does not show that something is supposed")


def test_a_feed_can_follow_an_earlier_one(tmp_path: Path, evaluate: Evaluate) -> None:
    earlier = tmp_path / "earlier.ics"
    _, first, _ = evaluate("--format", "ics", at="2016-12-24T09:00:00+01:00")
    earlier.write_bytes(first)
    _, later, _ = evaluate("--format", "ics", "--earlier", str(earlier))
    assert lint(later, profile=Profile.DEADLINES, earlier=first) == []
    assert later != first


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>",
        calendar_files.build_feed(),
        calendar_files.build_feed([calendar_files.build_event(3, organizer=None)]),
    ],
)
def test_what_is_no_feed_of_deadlines_is_refused_as_the_earlier_one(
    tmp_path: Path, evaluate: Evaluate, data: bytes
) -> None:
    earlier = tmp_path / "earlier.ics"
    earlier.write_bytes(data)
    code, written, said = evaluate("--format", "ics", "--earlier", str(earlier), "--lang", "en")
    assert (code, written) == (2, b"")
    said_of_it = "this is no feed of deadlines of overgreb-rules; name the feed written last for this case"
    assert said.decode() == f"overgreb-rules: --earlier: {said_of_it}\n"


def test_the_feed_of_another_case_is_refused_as_the_earlier_one(
    tmp_path: Path, evaluate: Evaluate, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    main(["evaluate", str(EXAMPLE_CASES / "four-months.json"), "--at", "2024-09-16T00:00:00+02:00", "--format", "ics"])
    earlier = tmp_path / "earlier.ics"
    earlier.write_bytes(capfdbinary.readouterr().out)
    code, written, said = evaluate("--format", "ics", "--earlier", str(earlier))
    assert (code, written) == (2, b"")
    assert said.decode().startswith("overgreb-rules: --earlier: kalenderen har frister fra en anden sag; ")


def test_a_fragment_with_links_can_be_asked_for(evaluate: Evaluate) -> None:
    result, events = evaluate_example(_NAME)
    link = LinkTemplate("https://sager.example.org/{case_id}#{key}")
    code, written, _ = evaluate("--format", "html", "--fragment", "--link", link.template)
    assert (code, written) == (0, render_fragment(result, "da", events, link).encode())


@pytest.mark.parametrize(
    ("options", "place"),
    [
        (("--format", "html", "--link", "javascript:alert(1)"), b"--link: "),
        (("--link", "https://example.org/{case_id}"), b"--link: "),
        (("--format", "csv", "--fragment"), b"--fragment: "),
        (("--detail", "full"), b"--detail: "),
        (("--format", "html", "--detail", "dates"), b"--detail: "),
        (("--format", "parquet", "--detail", "dates"), b"--detail: "),
    ],
)
def test_a_link_that_is_no_address_and_options_of_another_format_are_refused(
    options: tuple[str, ...], place: bytes, evaluate: Evaluate
) -> None:
    code, written, said = evaluate(*options)
    assert (code, written) == (2, b"")
    assert place in said


_PERIOD = ("--from", "2016-01-01", "--to", "2026-12-31")
_OF_MANY = [
    *((("agenda", "{cases}"), name) for name in ("table", "html", "csv", "ics")),
    *((("figures", "{cases}", *_PERIOD), name) for name in ("table", "html", "svg", "csv")),
    (("rules", "impact", str(RULES), str(RULES), "{cases}"), "table"),
]


@pytest.mark.parametrize(("command", "name"), _OF_MANY)
@pytest.mark.parametrize(
    ("language", "words"),
    [("da", "Sager med fejl, som er udeladt: 1."), ("en", "Cases that are refused and left out: 1.")],
)
def test_an_answer_to_many_cases_says_how_many_were_refused(
    command: tuple[str, ...],
    name: str,
    language: str,
    words: str,
    tmp_path: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    cases = tmp_path / "cases.jsonl"
    for lines, count in ((b'{"case_id": "a"}\n{"case_id": 1}\n', 1), (b'{"case_id": "a"}\n', 0)):
        cases.write_bytes(lines)
        at = [] if command[0] == "figures" else ["--at", EXAMPLE_INSTANTS[_NAME]]
        line = [one.replace("{cases}", str(cases)) for one in command]
        assert main([*line, *at, "--format", name, "--lang", language]) == 2 * count
        written = capfdbinary.readouterr().out.replace(b"\r\n ", b"").replace(b"\\,", b",").decode()
        assert (words in written) == bool(count)


def test_a_table_that_would_fill_a_terminal_is_refused_with_the_quotation_marks_of_the_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    for language, hint in (("da", "tilføj »> answers.parquet«"), ("en", "add “> answers.parquet”")):
        assert main(["evaluate", str(_CASE), "--format", "parquet", "--lang", language]) == 2
        assert hint in capsys.readouterr().err
