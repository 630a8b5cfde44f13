"""The hook of the build packs the rules where neither the package nor its libraries can be imported."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from overgreb_rules import Rulebook
from tests.fixtures.paths import ROOT

_PROGRAM = """
import importlib.util, pathlib, sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"pydantic", "pendulum", "durable_rules_engine"} or name == "overgreb_rules":
            raise ImportError(name)

sys.meta_path.insert(0, Blocked())
root = pathlib.Path(sys.argv[1])
spec = importlib.util.spec_from_file_location("hatch_build", root / "hatch_build.py")
hook = importlib.util.module_from_spec(spec)
spec.loader.exec_module(hook)
print(hook._packed(root))
assert "overgreb_rules" not in sys.modules
"""


def test_the_rules_are_packed_without_the_package_and_its_libraries() -> None:
    pytest.importorskip("hatchling")
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(ROOT)], capture_output=True, encoding="utf-8", check=True, timeout=800
    )
    assert json.loads(done.stdout)["sha256"] == Rulebook.load(matcher="reference").sha256
