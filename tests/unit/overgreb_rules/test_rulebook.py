"""The matcher of a rulebook, and the one that a platform gets, here and in the metadata of the distribution."""

from __future__ import annotations

import pickle
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from overgreb_rules.rulebook import DEFAULT_MATCHER, MatcherName, Rulebook, default_matcher
from tests.fixtures.paths import ROOT


@pytest.mark.parametrize(
    ("platform", "matcher"),
    [
        ("linux", "durable"),
        ("darwin", "durable"),
        ("win32", "reference"),
        ("emscripten", "reference"),
        ("wasi", "reference"),
        ("ios", "reference"),
        ("android", "reference"),
    ],
)
def test_the_engine_is_a_dependency_exactly_where_it_is_the_default(platform: str, matcher: str) -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (engine,) = (one for one in settings["project"]["dependencies"] if one.startswith("durable-rules"))
    marker = Requirement(engine).marker
    assert marker is not None
    assert default_matcher(platform) == matcher
    assert marker.evaluate({"sys_platform": platform}) == (matcher == "durable")


def test_the_default_matcher_is_that_of_this_platform() -> None:
    assert default_matcher(sys.platform) == DEFAULT_MATCHER


def test_a_rulebook_is_itself_where_it_has_the_matcher() -> None:
    book = Rulebook.load(matcher="reference")
    assert book.with_matcher("reference") is book


@pytest.mark.engine
@pytest.mark.parametrize("folder", [None, ROOT / "rules"])
def test_a_rulebook_with_another_matcher_can_be_sent_to_another_process(folder: Path | None) -> None:
    book = Rulebook.load(folder, "durable").with_matcher("reference")
    copy = pickle.loads(pickle.dumps(book))  # noqa: S301  # as a worker process does
    assert (copy.sha256, copy.matcher) == (book.sha256, "reference")


def test_a_rulebook_that_was_made_of_parts_cannot_be_sent() -> None:
    loaded = Rulebook.load(matcher="reference")
    book = Rulebook(loaded.rules, loaded.programs)
    with pytest.raises(TypeError, match="not loaded from files"):
        pickle.dumps(book)


@pytest.mark.parametrize("matcher", ["reference", pytest.param("durable", marks=pytest.mark.engine)])
def test_a_name_that_no_matcher_has_is_refused(matcher: MatcherName) -> None:
    with pytest.raises(ValueError, match="not 'nonsense'"):
        Rulebook.load(matcher=matcher).with_matcher("nonsense")  # type: ignore[arg-type]  # no such name
    with pytest.raises(ValueError, match="not 'nonsense'"):
        Rulebook.load(matcher="nonsense")  # type: ignore[arg-type]  # no such name


@pytest.mark.engine
def test_a_rulebook_with_another_matcher_has_the_same_rules() -> None:
    book = Rulebook.load(matcher="reference")
    other = book.with_matcher("durable")
    assert (other.rules, other.matcher.partition(" ")[0]) == (book.rules, "durable-rules")
