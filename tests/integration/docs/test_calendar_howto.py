"""The how-to for coordinators: its commands run as they stand, and both languages say the same."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from meetings.cli import main
from meetings.export.layout import is_ours
from tests.fixtures.paths import DOCS

LANGUAGES = {name: (DOCS / "how-to" / f"calendars.{name}.md").read_text(encoding="utf-8") for name in ("da", "en")}


def commands(text: str) -> list[str]:
    return re.findall(r"^\$ (.+)$", text, re.MULTILINE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_commands_run_and_the_files_that_are_named_are_there(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("request.yaml").write_text(
        'year: 2027\norganizer: {name: "Koordinator", email: "koordinator@example.org"}\n'
        'attendees: {"0851": ["boern@example.org"]}\nfacilitators: [{id: f1, name: "Facilitator 1"}]\n',
        encoding="utf-8",
    )
    for command in commands(LANGUAGES[language]):
        program, *words = shlex.split(command)
        assert program == "overgreb-meetings"
        assert main(words) == 0
    named = set(re.findall(r"`([a-z]+/[a-z0-9-]+\.(?:ics|eml)|[a-z]+\.(?:json|csv|html))`", LANGUAGES[language]))
    assert {"calendars/all.ics", "ledger.json", "plan.csv", "year.html"} <= named
    for name in named:
        assert is_ours(name)
        assert (tmp_path / "kalendere-2027" / name).is_file()


def test_both_languages_have_the_same_parts_in_the_same_order() -> None:
    shapes = [
        [re.match(r"#+|\||- \[ \]|- |```|\$ .*|", line)[0] for line in text.splitlines()]  # type: ignore[index]
        for text in LANGUAGES.values()
    ]
    danish, english = ([part for part in shape if part not in ("", "- ")] for shape in shapes)
    assert danish == english
