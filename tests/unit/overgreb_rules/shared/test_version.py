"""The version of the distribution."""

from __future__ import annotations

import tomllib

import overgreb_rules
from overgreb_rules.shared.version import __version__
from tests.fixtures.paths import ROOT


def test_the_build_reads_the_version_that_the_program_tells() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    path = ROOT / settings["tool"]["hatch"]["version"]["path"]
    assert f'__version__ = "{__version__}"\n' in path.read_text(encoding="utf-8")
    assert overgreb_rules.__version__ == __version__
