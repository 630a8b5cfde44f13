"""The mutation run over Python modules: its operators, a mutant that a test notices, and one that none does."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.paths import ROOT
from tools import mutate_python
from tools.function_hashes import hash_function
from tools.mutate_python import MutationStore, MutationTarget, choose_mutants, main
from tools.python_mutants import apply_mutant, find_mutants

SOURCE = '''"""A module."""

LIMIT = 3


def is_late(days: int | None) -> bool:
    """Return whether more than the limit has passed."""
    if days is None:
        return False
    return days + 1 > LIMIT
'''
TESTS = """
from small_module import is_late


def test_three_days_are_late():
    assert is_late(3)
    assert not is_late(1)
"""


def test_every_operator_that_fits_changes_one_thing_of_a_function() -> None:
    assert [mutant.name for mutant in find_mutants(SOURCE)] == [
        "module: 3 → 4",
        "module: 3 → 2",
        "is_late: days is None → days is not None",
        "is_late: False → True",
        "is_late: return days + 1 > LIMIT → return None",
        "is_late: days + 1 > LIMIT → days + 1 >= LIMIT",
        "is_late: days + 1 > LIMIT → days + 1 <= LIMIT",
        "is_late: days + 1 → days - 1",
        "is_late: 1 → 2",
        "is_late: 1 → 0",
    ]


@pytest.mark.parametrize(
    ("line", "change"),
    [
        ("a and b", "a and b → a or b"),
        ("a = b if not c else d", "not c → c"),
        ("a.earliest", "a.earliest → a.latest"),
        ("f(x=a, y=b)", "f: x and y exchanged"),
        ("if a: b", "if a → not"),
        ("a.b = c", "a.b = c dropped"),
        ("a |= b", "a |= b → a &= b"),
        ("raise a", "raise a dropped"),
        ("[a for a in b if a]", "if a → if not"),
        ("max(a, b)", "max → min"),
    ],
)
def test_an_operator_changes_the_line(line: str, change: str) -> None:
    source = f"def f():\n    {line}\n"
    mutant = next(one for one in find_mutants(source) if one.change == change)
    changed = apply_mutant(source, mutant.position, mutant.ordinal)
    assert ast.dump(changed) != ast.dump(ast.parse(source))
    assert compile(changed, "small", "exec")


def test_words_annotations_and_docstrings_are_left_as_they_are() -> None:
    source = (
        'def f(a: "int | None" = None) -> "int | str":\n    """Return 1."""\n    b: int | None = Text(f"{a + 1}")\n'
    )
    assert find_mutants(source) == []


def test_a_larger_sample_of_a_seed_holds_the_smaller_one() -> None:
    mutants = find_mutants(SOURCE)
    small, large = (set(choose_mutants(mutants, size, seed=7)) for size in (3, 6))
    assert small < large


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MutationTarget:
    (tmp_path / "small_module.py").write_text(SOURCE, encoding="utf-8")
    tests = tmp_path / "test_small_module.py"
    tests.write_text(TESTS, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", ":".join(dict.fromkeys(path for path in sys.path if path)))
    return MutationTarget("small_module", (str(tests),), ())


@pytest.mark.slow
def test_a_run_finds_what_no_test_notices_and_is_taken_up_where_it_stopped(
    target: MutationTarget, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state = tmp_path / "state.json"
    assert main(["--sample", "8", "--state", str(state)], [target]) == 1
    assert "8 of 10 tried" in capsys.readouterr().out
    assert main(["--state", str(state)], [target]) == 1
    told = capsys.readouterr().out
    assert "SURVIVES: small_module module: 3 → 2" in told
    assert "SURVIVES: small_module module: 3 → 4" not in told
    assert "SURVIVES: small_module is_late: days is None → days is not None" not in told
    assert "10 of 10 tried" in told
    results = MutationStore.read(state).of(target)
    assert {result for result, *_ in results.values()} == {"killed", "survived"}


@pytest.mark.slow
def test_a_run_whose_server_dies_ends_with_an_error(target: MutationTarget, tmp_path: Path) -> None:
    Path(target.tests[0]).write_text(
        "import os\nimport signal\nfrom small_module import is_late\n\n\n"
        "def test_one_day_is_not_late():\n    if is_late(1):\n        os.kill(os.getppid(), signal.SIGKILL)\n",
        encoding="utf-8",
    )
    with pytest.raises(SystemExit, match=r"small_module: the server ended with -9 after [0-9] of 10 mutants"):
        main(["--state", str(tmp_path / "state.json")], [target])


@pytest.mark.slow
@pytest.mark.parametrize("process", ["a fork", "a process of its own"])
def test_a_fault_of_the_tool_ends_the_run_and_is_no_mutant_that_was_noticed(
    process: str, target: MutationTarget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (ROOT / "tools" / "mutant_server.py").read_text(encoding="utf-8")
    is_forked = process == "a fork"
    faulty = text.replace("apply_mutant(self._source," if is_forked else "apply_mutant(source,", "apply_mutant(1 / 0,")
    assert faulty != text
    (tmp_path / "faulty_server.py").write_text(faulty.replace("tools.mutant_server", "faulty_server"), encoding="utf-8")
    run = subprocess.Popen

    def start(command: list[str], **options: Any) -> Any:
        return run([part.replace("tools.mutant_server", "faulty_server") for part in command], **options)

    monkeypatch.setattr(mutate_python.subprocess, "Popen", start)
    says = (
        r"is_late: .*: this tool failed: ZeroDivisionError\(" if is_forked else "module: 3 → 4: this tool failed: no "
    )
    with pytest.raises(SystemExit, match=says):
        main(["--state", str(tmp_path / "state.json"), "--function", "is_late" if is_forked else ""], [target])
    assert not (tmp_path / "state.json").exists()


def test_what_a_test_noticed_holds_while_that_test_and_what_it_names_are_the_same(
    target: MutationTarget, tmp_path: Path
) -> None:
    name, tests = "is_late: 1 → 2", Path(target.tests[0])
    test = f"{tests}::test_three_days_are_late[1]"

    def write(text: str) -> dict[str, tuple[str, str, str]]:
        tests.write_text(text, encoding="utf-8")
        return store.of(target)

    store = MutationStore(tmp_path / "state.json")
    store.of(target)[name] = ("killed", test, hash_function(tests, "test_three_days_are_late"))
    assert name in write(TESTS + "\n\nDAYS = 4\n")
    assert name not in write(TESTS.replace("(1)", "(2)"))
    write(TESTS)[name] = ("survived", "", "")
    assert name in store.of(target)
    assert name not in write(TESTS + "\n")


def test_the_hash_of_a_test_is_that_of_everything_it_names(tmp_path: Path) -> None:
    path = tmp_path / "test_days.py"
    text = "LIMIT = 3\nOTHER = 4\ndef build():\n    return LIMIT\ndef test_days(limit):\n    assert build() == limit\n"

    def hash_of(text: str) -> str:
        path.write_text(text, encoding="utf-8")
        return hash_function(path, "test_days")

    assert hash_of(text) == hash_of(text.replace("OTHER = 4", "OTHER = 5"))
    assert hash_of(text) != hash_of(text.replace("LIMIT = 3", "LIMIT = 5"))
    assert hash_function(path, "test_hours") == ""


def test_a_mutant_has_the_lines_of_its_statement_without_those_of_a_body() -> None:
    source = "def f(a,\n      b):\n    if (a and\n            b):\n        return g(\n            1)\n    return 2\n"
    assert {one.change: one.lines for one in find_mutants(source)} == {
        "a and b → a or b": (3, 4),
        "return g(1) → return None": (5, 6),
        "1 → 2": (5, 6),
        "1 → 0": (5, 6),
        "return 2 → return None": (7, 7),
        "2 → 3": (7, 7),
        "2 → 1": (7, 7),
    }
