"""The build: its hook packs the rules without the package and its libraries, and the tests run on its sources."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
from pathlib import Path

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


@pytest.mark.slow
def test_the_source_distribution_holds_every_tracked_file_and_no_ignored_one(tmp_path: Path) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout")
    list_files = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(list_files, cwd=ROOT, check=True, capture_output=True, encoding="utf-8", timeout=60).stdout
    pytest.importorskip("hatchling")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=800)
    (archive,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    assert names == {name for name in listed.split("\0") if (ROOT / name).is_file()} | {"PKG-INFO"}
