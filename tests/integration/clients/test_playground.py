"""The page to try the rules: one file that asks for nothing, used with the keyboard, in two languages, on a phone."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any
from urllib.parse import unquote

import pytest

from overgreb_rules import Case, evaluate
from tests.fixtures.paths import ROOT
from tests.integration.clients.conftest import PROGRAMS, node_modules, program


def _run(command: list[str], modules: str) -> str:
    done = subprocess.run(
        command, capture_output=True, check=False, env={**os.environ, "NODE_PATH": modules}, timeout=800
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    return done.stdout.decode("utf-8")


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the page said while it was used in Chromium, from a file."""
    chromium = program("chromium")
    node, modules = node_modules("typescript")
    node_modules("axe-core")
    node_modules("playwright-core")
    folder = tmp_path_factory.mktemp("playground")
    page = folder / "index.html"
    _run([node, str(ROOT / "js" / "build.mjs"), str(folder / "dist")], modules)
    _run([node, str(ROOT / "playground" / "build.mjs"), str(folder / "dist" / "engine.js"), str(page)], modules)
    found: dict[str, Any] = json.loads(_run([node, str(PROGRAMS / "playground.cjs"), chromium, str(page)], modules))
    return found


def test_axe_core_finds_no_violation_in_light_in_dark_on_a_telephone_or_in_english(used: dict[str, Any]) -> None:
    assert {look: seen["violations"] for look, seen in used["looks"].items() if seen["violations"]} == {}
    assert used["english"]["violations"] == []


def test_the_page_is_no_wider_than_a_telephone_of_380_pixels(used: dict[str, Any]) -> None:
    assert not used["looks"]["narrow"]["wide"]


def test_the_page_asks_for_nothing_and_raises_nothing(used: dict[str, Any]) -> None:
    assert used["asked"] == []
    assert used["errors"] == []


def test_it_starts_from_an_example_with_duties_and_a_timeline(used: dict[str, Any]) -> None:
    first = used["first"]
    assert first["examples"] > 50
    assert len(first["duties"]) == len(first["answer"]["obligations"]) > 0
    assert first["timeline"] > first["events"]


def test_an_event_is_added_and_its_type_chosen_with_the_keyboard_alone(used: dict[str, Any]) -> None:
    assert used["added"]["events"] == used["first"]["events"] + 1
    assert used["focus"].endswith(" type")
    assert used["legends"][-1].endswith(": Screening foretaget")


def test_the_switch_shows_everything_in_english(used: dict[str, Any]) -> None:
    english = used["english"]
    assert (used["first"]["language"], english["language"]) == ("da", "en")
    assert english["title"] == "Try the rules"
    titles = [duty["title"]["en"] for duty in english["answer"]["obligations"]]
    assert english["duties"] == titles


def test_the_link_carries_the_case(used: dict[str, Any]) -> None:
    assert used["again"]["answer"] == used["english"]["answer"]
    assert "#" in used["english"]["link"]


def test_the_statuses_are_those_of_the_library(used: dict[str, Any]) -> None:
    told = json.loads(unquote(used["english"]["link"].split("#", 1)[1]))
    answer = evaluate(Case.model_validate(told["case"]), at=told["at"])
    ours = {duty.key: str(duty.status) for duty in answer.obligations}
    assert {duty["key"]: duty["status"] for duty in used["english"]["answer"]["obligations"]} == ours


def test_a_case_that_cannot_be_read_is_refused_with_its_place(used: dict[str, Any]) -> None:
    assert used["wrong"] == "Sagen kan ikke læses: /events/0/type"
