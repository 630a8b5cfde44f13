"""The mutation run over the bundle: a vector notices every change of a small rule, and no change repeats another."""

from __future__ import annotations

import pytest

from tools.bundle_mutants import DROPPED, BundleMutant, find_mutants
from tools.changed_bundle import load_data
from tools.killer_search import tells_word
from tools.mutate_bundle import main

DATA = load_data()


def test_the_vectors_notice_every_change_of_a_small_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bl-136-2-vurdering-24-timer"]) == 0
    assert "20 of 20 mutants killed" in capsys.readouterr().out


def test_a_change_leaves_the_bundle_as_it_was() -> None:
    path = ("rules", "bl-136-2-vurdering-24-timer", "clock", "strict", "value")
    changed = BundleMutant(path, 25, 24).apply(DATA)
    assert changed["rules"][path[1]]["clock"]["strict"]["value"] == 25
    assert DATA["rules"][path[1]]["clock"]["strict"]["value"] == 24


def test_each_change_has_a_name_of_its_own() -> None:
    names = [mutant.name for mutant in find_mutants(DATA)]
    assert len(set(names)) == len(names)


def test_a_word_that_is_dropped_is_noticed_by_a_case_that_tells_it() -> None:
    path = ("vocabulary", "events", "underretning_modtaget", "facts", "afsender", "words", 1)
    mutant = BundleMutant(path, DROPPED, "borger")
    assert mutant.level == "L5"
    told = {"type": "underretning_modtaget", "at": "2026-01-01"}
    assert tells_word({"events": [{**told, "afsender": "borger"}]}, mutant)
    assert not tells_word({"events": [{**told, "afsender": "fagperson"}]}, mutant)
