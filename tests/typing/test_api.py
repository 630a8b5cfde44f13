"""The public names as the type checkers of a user see them."""

from __future__ import annotations

import ast
import importlib
import os
import pkgutil
import subprocess  # the type checkers
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import meetings
import overgreb_rules
from tests.fixtures.paths import ROOT

API = ROOT / "tests" / "typing" / "api.py"
NOT_FOR_USERS = {"cli", "render", "shared"}
"""Parts without an underscore whose names belong to the package itself: other systems build on none of them."""
LAZY = {"evaluate_arrow"}
"""Public names that stand in no `__all__` of the package, since they need an extra."""


def public_modules() -> list[str]:
    names = ["overgreb_rules", "meetings"]
    for package in (overgreb_rules, meetings):
        children = [one.name for one in pkgutil.iter_modules(package.__path__)]
        names += [f"{package.__name__}.{child}" for child in children if child[0] != "_" and child not in NOT_FOR_USERS]
    return names


def names_from(tree: ast.Module, module: str) -> set[str]:
    """Return the names that a file imports from a module, or from the package that offers them first-hand."""
    return {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in {module, module.partition(".")[0]}
        for alias in node.names
    }


@pytest.fixture(scope="module")
def mypy_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("mypy", reason="mypy is not installed (extra «check»)")
    return tmp_path_factory.mktemp("mypy")


def run_mypy(file: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    """Run mypy as a user runs it: strict, without the configuration of this project."""
    options = ["--strict", "--config-file=", "--follow-imports=silent", f"--cache-dir={cache}"]
    return subprocess.run(
        [sys.executable, "-m", "mypy", *options, str(file)],
        cwd=cache,
        env={**os.environ, "MYPYPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
        timeout=800,
    )


def run_basedpyright(file: Path, project: Path) -> subprocess.CompletedProcess[str]:
    """Run basedpyright on one file; the configuration only says where the packages are."""
    if find_spec("basedpyright") is None:
        pytest.skip("basedpyright is not installed (extra «check»)")
    config = project / "pyrightconfig.json"
    config.write_text(f'{{"include": ["{file}"], "extraPaths": ["{ROOT / "src"}"]}}', encoding="utf-8")
    command = [sys.executable, "-m", "basedpyright", "--project", str(config), "--pythonpath", sys.executable]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=800)


@pytest.mark.parametrize("module", public_modules())
def test_the_user_file_imports_every_public_name_of_the_module(module: str) -> None:
    tree = ast.parse(API.read_text(encoding="utf-8"))
    public = set(importlib.import_module(module).__all__)
    assert public <= names_from(tree, module)


@pytest.mark.parametrize("module", public_modules())
def test_the_public_names_of_a_module_are_sorted_and_exist(module: str) -> None:
    loaded = importlib.import_module(module)
    names = loaded.__all__
    constants = [name for name in names if name.isupper()]
    classes = [name for name in names if name not in constants and name[0].isupper()]
    assert names == [*sorted(constants), *sorted(classes), *sorted({*names} - {*constants, *classes})]
    assert [name for name in names if not hasattr(loaded, name)] == []


def test_the_lazy_names_can_be_imported_from_the_package() -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra «arrow»)")
    assert all(callable(getattr(overgreb_rules, name)) for name in LAZY)


@pytest.mark.slow
def test_mypy_finds_no_fault_in_a_file_that_uses_every_public_name(mypy_cache: Path) -> None:
    checked = run_mypy(API, mypy_cache)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    [
        "from overgreb_rules import evalute",
        "import overgreb_rules; overgreb_rules.Rulebok",
        "import overgreb_rules; overgreb_rules.evaluate_arow",
        "from meetings import PlanReqest",
    ],
)
def test_mypy_refuses_a_misspelt_public_name(line: str, mypy_cache: Path, tmp_path: Path) -> None:
    file = tmp_path / "user.py"
    file.write_text(f"{line}\n", encoding="utf-8")
    checked = run_mypy(file, mypy_cache)
    assert checked.returncode == 1, checked.stdout
    assert "[attr-defined]" in checked.stdout


@pytest.mark.slow
def test_basedpyright_finds_no_fault_in_a_file_that_uses_every_public_name(tmp_path: Path) -> None:
    checked = run_basedpyright(API, tmp_path)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.slow
def test_basedpyright_refuses_a_misspelt_public_name(tmp_path: Path) -> None:
    file = tmp_path / "user.py"
    file.write_text("from overgreb_rules import evalute\n", encoding="utf-8")
    checked = run_basedpyright(file, tmp_path)
    assert "reportAttributeAccessIssue" in checked.stdout


COMPARED = """
import datetime as dt

from overgreb_rules import Obligation


def compare(duty: Obligation, at: dt.datetime) -> bool:
    due = duty.due
    return due is not None and {comparison}
"""
"""A function that compares a deadline of either kind."""
DAY_WITH_INSTANT = [
    "due.strict < at",
    "at <= due.lenient",
    "due.is_day is True and due.strict >= at",
    "due.is_day is True and at > due.lenient",
]


def write_comparison(folder: Path, comparison: str) -> Path:
    file = folder / "user.py"
    file.write_text(COMPARED.format(comparison=comparison), encoding="utf-8")
    return file


@pytest.mark.slow
@pytest.mark.parametrize("comparison", DAY_WITH_INSTANT)
def test_mypy_refuses_to_compare_a_day_with_an_instant(comparison: str, mypy_cache: Path, tmp_path: Path) -> None:
    checked = run_mypy(write_comparison(tmp_path, comparison), mypy_cache)
    assert checked.returncode == 1, checked.stdout


@pytest.mark.slow
@pytest.mark.parametrize("comparison", DAY_WITH_INSTANT)
def test_basedpyright_refuses_to_compare_a_day_with_an_instant(comparison: str, tmp_path: Path) -> None:
    checked = run_basedpyright(write_comparison(tmp_path, comparison), tmp_path)
    assert checked.returncode == 1, checked.stdout
    assert "reportOperatorIssue" in checked.stdout


@pytest.mark.slow
def test_the_instants_that_are_too_late_can_be_compared_without_asking_for_the_kind(
    mypy_cache: Path, tmp_path: Path
) -> None:
    checked = run_mypy(write_comparison(tmp_path, "due.ends.strict <= at"), mypy_cache)
    assert checked.returncode == 0, checked.stdout
