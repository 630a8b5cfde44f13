"""Options of the whole suite."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from hypothesis import settings

from overgreb_rules import Rulebook
from overgreb_rules.rulebook import DEFAULT_MATCHER, MatcherName

NEED_THE_ENGINE = {"test_durable.py", "test_matchers_agree.py"}
"""Test modules that load the engine when they are imported."""

# No test measures time: on a busy machine the first input of a property can take a second.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that chooses the matcher of every rulebook that a test loads without naming one."""
    parser.addoption(
        "--matcher",
        choices=("durable", "reference"),
        help="the matcher where a test names none; «reference» leaves out the modules that load the engine",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Set the default of `Rulebook.load` to the chosen matcher: no product code does this by itself.

    What is started in the background can inherit that Ctrl-C is ignored. Tests of Ctrl-C, and the programs that they
    start, must hear of it.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if matcher := config.getoption("--matcher"):
        path, _ = Rulebook.load.__func__.__defaults__
        Rulebook.load.__func__.__defaults__ = (path, matcher)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out the test modules that cannot be imported without the engine."""
    if config.getoption("--matcher") == "reference" and collection_path.name in NEED_THE_ENGINE:
        return True
    return None


@pytest.fixture(scope="session")
def matcher(pytestconfig: pytest.Config) -> MatcherName:
    """The chosen matcher, for what takes its name as data and does not ask `Rulebook.load` for its default."""
    return pytestconfig.getoption("--matcher") or DEFAULT_MATCHER
