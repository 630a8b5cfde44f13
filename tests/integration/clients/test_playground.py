"""The page to try the rules: one file that asks for nothing, used with the keyboard, in two languages, on a phone."""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from functools import partial
from typing import Any
from urllib.parse import unquote

import pytest

from overgreb_rules import Case, Evaluation, evaluate
from overgreb_rules._text.formatting import format_missing_date
from tests.fixtures.paths import ROOT
from tests.integration.clients.conftest import PROGRAMS, node_modules, program, run_program


def _answer(asked: dict[str, Any]) -> Evaluation:
    return evaluate(Case.model_validate(asked["case"]), at=asked["at"])


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the page said while it was used in Chromium, from a file."""
    chromium = program("chromium")
    node, modules = node_modules("typescript")
    node_modules("axe-core")
    node_modules("playwright-core")
    folder = tmp_path_factory.mktemp("playground")
    page = folder / "index.html"
    run_node = partial(run_program, node, NODE_PATH=modules)
    run_node(ROOT / "js" / "build.mjs", folder / "dist")
    run_node(ROOT / "playground" / "build.mjs", folder / "dist" / "engine.js", page)
    found: dict[str, Any] = json.loads(run_node(PROGRAMS / "playground.cjs", chromium, page))
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
    ours = {duty.key: str(duty.status) for duty in _answer(told).obligations}
    assert {duty["key"]: duty["status"] for duty in used["english"]["answer"]["obligations"]} == ours


LINKS = ("a link cut off", "a link cut off in a character", "a link with an unknown type")
PASTED = ("a broken text", "a list", "a key like a CPR number", "a key that is hidden", "an unknown type")
IN_THE_FORM = ("an emptied date", "a time without a day", "a skipped time", "no time", "a CPR number")


@pytest.mark.parametrize("name", [*LINKS, *PASTED, *IN_THE_FORM])
def test_under_a_refusal_stand_no_duties_no_timeline_and_no_link(used: dict[str, Any], name: str) -> None:
    tried = used["tried"][name]
    assert (tried["duties"], tried["timeline"], tried["link"]) == ([], 0, "")
    assert "kan ikke læses. " in tried["said"]
    assert "error" in tried["answer"]


@pytest.mark.parametrize("name", LINKS)
def test_a_link_that_cannot_be_read_says_so_and_leaves_the_form_empty(used: dict[str, Any], name: str) -> None:
    tried = used["tried"][name]
    assert tried["said"].startswith("Sagen i linket kan ikke læses. ")
    assert tried["events"] == 0


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a link cut off", "Linket er måske skåret over. Bed om hele linket."),
        ("a link with an unknown type", "Hændelse 1, »type«: hændelsestypen er ukendt. Skriv en type fra ordlisten."),
        ("a broken text", "Dette er ikke JSON. Kopiér teksten igen, eller ret den."),
        ("a key that is hidden", "»skjult«: nøglen er ukendt. Ret eller fjern den."),
        ("a list", "Dette er ikke en sag. Skriv et objekt: { … }."),
        ("an emptied date", "Hændelse 1 (underretning modtaget), dato og klokkeslæt: datoen mangler. Skriv den, eller"),
        ("a time without a day", "hvornår kommunen først kendte indholdet: datoen eller klokkeslættet mangler"),
        ("a skipped time", "Set den: klokkeslættet findes ikke eller findes to gange, fordi uret stilles den nat."),
        ("no time", "Set den: datoen eller klokkeslættet mangler eller findes ikke."),
        ("a CPR number", "Hændelse 2 (orientering undladt), begrundelsen: teksten indeholder noget, der ligner et CPR"),
    ],
)
def test_a_refusal_says_which_event_which_field_what_is_wrong_and_what_to_do(
    used: dict[str, Any], name: str, said: str
) -> None:
    assert said in used["tried"][name]["said"]


def test_a_text_that_is_refused_stays_in_its_field_until_the_form_is_changed(used: dict[str, Any]) -> None:
    assert used["tried"]["a broken text"]["json"] == "{broken"
    changed = used["tried"]["then a change in the form"]
    assert changed["duties"]
    assert json.loads(changed["json"])["case"]["barn"] == {"soeskende_under_15": True}


def test_each_message_of_the_reader_of_cases_has_its_reason_in_both_languages() -> None:
    sources = [(ROOT / "js" / "src" / name).read_text("utf-8") for name in ("case-reader.ts", "refusal.ts")]
    messages = re.findall(r'(?:refuse\(.*, |message: )("[^"]*"(?: \+ [\w.]+ \+ "[^"]*")?)[) ]', "\n".join(sources))
    reasons = re.findall(r'^    "(.*)": \["', (ROOT / "playground" / "page.js").read_text("utf-8"), re.MULTILINE)
    wanted = {re.sub(r'" \+ [\w.]+ \+ "', "{n}", message).strip('"') for message in messages}
    assert len(wanted) > 25
    assert wanted | {"this is no JSON", "the link is no JSON"} == {*reasons}


def test_a_case_without_an_instant_is_seen_now_and_what_comes_later_is_named(used: dict[str, Any]) -> None:
    tried = used["tried"]["a bare case"]
    assert abs(dt.datetime.fromisoformat(tried["answer"]["at"]).timestamp() - time.time()) < 86_400
    assert tried["duties"]
    assert ", og derfor ikke med i svaret: Underretning modtaget 5.1.2199 kl. 10.00." in tried["said"]


def test_what_is_not_told_is_a_clause(used: dict[str, Any]) -> None:
    lines = [line for example in used["examples"] for duty in example["duties"] for line in duty]
    not_told = [line for line in lines if line.startswith("Ikke oplyst")]
    asks = r"(om|hvem|hvad|hvornår|hvor længe|hvilken|hvilke|hvordan|fra|på hvilket|til hvilken) "
    assert len(not_told) > 20
    assert [line for line in not_told if not re.match("Ikke oplyst: " + asks, line)] == []


def test_a_duty_without_a_date_says_why_as_the_library_does(used: dict[str, Any]) -> None:
    reasons = set()
    for example in used["examples"]:
        asked = example["asked"]
        for duty, lines in zip(_answer(asked).obligations, example["duties"], strict=True):
            if duty.due is None:
                reasons.add(lines[1])
                assert lines[1] == f"Frist: {format_missing_date(duty, 'da')}", (asked, duty.key)
    assert reasons == {"Frist: ingen fast frist", "Frist: kan ikke beregnes", "Frist: ingen dato"}


def test_the_instant_of_a_link_is_kept_to_the_second_also_in_the_hour_that_repeats(used: dict[str, Any]) -> None:
    tried = used["tried"]["a date of seconds"]
    assert tried["answer"]["at"] == "2026-10-25T02:30:30+01:00"
    assert json.loads(tried["json"])["at"] == "2026-10-25T02:30:30+01:00"


def test_two_instants_of_the_hour_that_repeats_have_two_texts(used: dict[str, Any]) -> None:
    limits = {line for line in used["tried"]["the repeated hour"]["lines"] if "25.10.2026" in line}
    assert {"Frist: 25.10.2026 kl. 02.30 (sommertid)", "Frist: 25.10.2026 kl. 02.30 (vintertid)"} <= limits


def test_what_was_told_comes_back_with_the_type_that_was_left_by_an_arrow_key(used: dict[str, Any]) -> None:
    first, other = used["tried"]["the first type"], used["tried"]["another type"]
    (left,) = json.loads(other["json"])["case"]["events"]
    assert left["type"] != "underretning_modtaget"
    assert not {"overgreb", "anonym", "kendt_fra"} & {*left}
    assert used["tried"]["the first type again"]["json"] == first["json"]


def test_on_paper_stands_no_label_without_its_field_and_nothing_that_is_cut_off(used: dict[str, Any]) -> None:
    assert used["printed"] == []
