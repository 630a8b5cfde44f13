"""The targets of the Makefile, with stand-ins for the programs that they call."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.fixtures.paths import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
COMMANDS = ("sh", "find", "grep", "ls", "mkdir", "touch")
"""What the recipes call beside Python and npm."""
WHEEL = 'case "$*" in *" wheel "*) touch build/wheels/made-with-$(basename "$0").whl;; esac'


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small tree with this Makefile, an environment that is set up, and a folder of programs."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("src/overgreb_rules/first.py", "rules/first.yaml", "conformance/bundle.json", "hatch_build.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    for name in ("README.md", "LICENSE"):
        (tmp_path / name).touch()
    (tmp_path / "pyproject.toml").write_text('"durable-rules==2.0.28"', encoding="utf-8")
    for path in tmp_path.rglob("*"):
        os.utime(path, (1_000_000, 1_000_000))
    for name in ("ready", "installed"):
        (tmp_path / ".venv").mkdir(exist_ok=True)
        (tmp_path / ".venv" / name).touch()
    os.utime(tmp_path / ".venv" / "installed", (2_000_000, 2_000_000))
    os.utime(tmp_path / ".venv" / "ready", (1_500_000, 1_500_000))
    (tmp_path / "programs").mkdir()
    for command in COMMANDS:
        (tmp_path / "programs" / command).symlink_to(shutil.which(command) or command)
    add_program(tmp_path / ".venv" / "bin" / "python", "exit 0")
    return tmp_path


def add_program(path: Path, script: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def make(tree: Path, *arguments: str) -> tuple[int, str]:
    """Run make with the programs of the tree alone; return its exit code and what it said."""
    environment = {"PATH": str(tree / "programs"), "PYENV_ROOT": str(tree / "none"), "LC_ALL": "C"}
    make_command = shutil.which("make")
    assert make_command is not None
    done = subprocess.run(
        [make_command, *arguments], cwd=tree, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout + done.stderr


def test_every_target_that_is_no_file_is_phony() -> None:
    phony = re.search(r"^\.PHONY: (.*?[^\\])\n", MAKEFILE, re.MULTILINE | re.DOTALL)
    assert phony
    names = phony[1].replace("\\\n", " ").split()
    assert sorted(names) == sorted(re.findall(r"^([a-z-]+):(?!=)", MAKEFILE, re.MULTILINE))


def test_a_wheel_of_unchanged_files_is_not_built_again_beside_caches_of_python(tree: Path) -> None:
    cache = tree / "src" / "overgreb_rules" / "__pycache__"
    cache.mkdir()
    (cache / "first.pyc").touch()
    os.utime(tree / "src" / "overgreb_rules", (1_000_000, 1_000_000))
    assert make(tree, "--question", ".venv/installed") == (0, "")


@pytest.mark.parametrize("change", ["changed", "renamed", "removed", "added"])
@pytest.mark.parametrize("name", ["src/overgreb_rules/first.py", "rules/first.yaml"])
def test_the_wheel_is_built_again_where_a_file_is(change: str, name: str, tree: Path) -> None:
    path = tree / name
    match change:
        case "changed":
            path.touch()
        case "renamed":
            path.rename(path.with_stem("second"))
        case "removed":
            path.unlink()
        case "added":
            path.with_stem("second").touch()
            os.utime(path.with_stem("second"), (1_000_000, 1_000_000))
    assert make(tree, "--question", ".venv/installed") == (1, "")


def test_packages_of_npm_that_could_not_be_installed_are_asked_for_again(tree: Path) -> None:
    npm, stamp = tree / "programs" / "npm", tree / ".venv" / "clients" / "npm"
    for script in ("", "exit 1"):
        if script:
            add_program(npm, script)
        code, output = make(tree, ".venv/clients/npm")
        assert code == 0
        assert "npm could not install its packages: the tests that need one of them are skipped" in output
        assert not stamp.exists()
    add_program(npm, "exit 0")
    assert make(tree, ".venv/clients/npm")[0] == 0
    assert stamp.exists()


def test_wheels_are_built_for_each_python_that_is_found_and_the_others_are_named(tree: Path) -> None:
    add_program(tree / "programs" / "python3.12", WHEEL)
    (tree / "programs" / "basename").symlink_to(shutil.which("basename") or "")
    code, output = make(tree, "wheels")
    assert code == 0
    assert output.splitlines() == [
        "No Python 3.11 was found: no wheel of the engine for it",
        "Building for Python 3.12 …",
        "No Python 3.13 was found: no wheel of the engine for it",
        "made-with-python3.12.whl",
    ]


def test_no_wheels_where_no_python_is_found_is_a_failure(tree: Path) -> None:
    code, output = make(tree, "wheels")
    assert code == 2
    assert output.count("No Python 3.1") == 3
