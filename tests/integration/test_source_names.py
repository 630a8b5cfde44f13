"""Names in `src`, and the habits of the tests: no class twice, a unit test for each module, no wait without a bound."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

import overgreb_rules
from tests.fixtures.paths import ROOT

SOURCE = ROOT / "src"
UNIT_TESTS = ROOT / "tests" / "unit"
REFUSED_MODULE_NAMES = {"common", "helpers", "utils"}
REFUSED_PARAMETER_NAMES = {"asked", "counted", "found", "given", "said", "told"}
BESIDE_SOURCE = ("tools", "bench", "tests/fixtures")
TESTED_ELSEWHERE = {
    "overgreb_rules/_deadlines/quantities": "types that only a type checker tells apart: tests/typing",
    "overgreb_rules/_matching/matcher": "a protocol: both classes that have it are tested, and held against each other",
    "overgreb_rules/cli/*": "each command runs as a program in tests/integration/cli",
    "overgreb_rules/service/*": "each path is asked in test_application, test_streaming and their neighbours",
    "meetings/cli/*": "each command runs as a program in tests/integration/cli",
    "overgreb_rules/ical/linter/_*": "each check is tested by a planted fault in test_linter or test_mail",
    "overgreb_rules/ical/_*": "the model, the writer and the profile reader are tested in test_build and test_library",
}
"""Modules without a unit test of their own, for good: pattern and reason."""


def modules() -> Iterator[Path]:
    """Yield every module of `src` relative to it, without the `__init__` and `__main__` files."""
    for path in sorted(SOURCE.rglob("*.py")):
        if not path.stem.startswith("__"):
            yield path.relative_to(SOURCE)


def has_unit_test(module: Path) -> bool:
    return (UNIT_TESTS / module.parent / f"test_{module.stem.lstrip('_')}.py").exists()


def is_excepted(module: Path) -> bool:
    name = module.with_suffix("").as_posix()
    return any(fnmatch(name, pattern) for pattern in TESTED_ELSEWHERE)


@pytest.mark.slow
def test_no_class_name_is_defined_twice() -> None:
    places = defaultdict(list)
    for module in modules():
        for node in ast.walk(ast.parse((SOURCE / module).read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(module.as_posix())
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_no_parameter_of_a_function_is_named_by_a_participle_that_says_nothing() -> None:
    beside = (path for folder in BESIDE_SOURCE for path in sorted((ROOT / folder).rglob("*.py")))
    parameters = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno} {node.name} {argument.arg}"
        for path in (*(SOURCE / module for module in modules()), *beside)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        if argument.arg in REFUSED_PARAMETER_NAMES
    ]
    assert parameters == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [module for module in modules() if module.stem.strip("_") in REFUSED_MODULE_NAMES] == []


def test_every_module_has_a_unit_test_or_a_reason_for_none() -> None:
    assert [str(module) for module in modules() if not has_unit_test(module) and not is_excepted(module)] == []


def test_no_exception_is_listed_for_a_module_that_is_gone_or_has_a_unit_test() -> None:
    without_test = {module.with_suffix("").as_posix() for module in modules() if not has_unit_test(module)}
    assert [pattern for pattern in TESTED_ELSEWHERE if not any(fnmatch(name, pattern) for name in without_test)] == []


def test_no_test_waits_for_another_program_without_a_bound() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(UNIT_TESTS.parent.rglob("*.py"))}
    calls = [(path, call) for path, text in texts.items() if "process" in text for call in _waiting_calls(text)]
    unbounded = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, call in calls
        if not any(keyword.arg == "timeout" for keyword in call.keywords)
    ]
    assert {ast.unparse(call.func).rpartition(".")[2] for _, call in calls} >= {"run", "call", "communicate", "wait"}
    assert unbounded == []


def _waiting_calls(text: str) -> Iterator[ast.Call]:
    """Yield the calls that wait for another program; one that was started is named `process` everywhere."""
    waiting = {f"subprocess.{name}" for name in ("run", "call", "check_output", "check_call")}
    of_started = {f"process.{name}" for name in ("communicate", "wait")}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name in waiting or ".".join(name.split(".")[-2:]) in of_started:
                yield node


def test_a_star_import_gives_the_public_names_and_these_are_sorted() -> None:
    imported: dict[str, object] = {}
    exec("from overgreb_rules import *", imported)  # noqa: S102  # the only way to run a star import in a function
    assert set(imported) - {"__builtins__"} == set(overgreb_rules.__all__)
    classes = [name for name in overgreb_rules.__all__ if name[0].isupper()]
    assert overgreb_rules.__all__ == [*sorted(classes), *sorted(set(overgreb_rules.__all__) - set(classes))]
