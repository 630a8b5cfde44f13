"""The mutation run over Python modules: its operators, a mutant that a test notices, and one that none does."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

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
        "is_late: return False → return None",
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


def test_a_run_finds_what_no_test_notices_and_is_taken_up_where_it_stopped(
    target: MutationTarget, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state = tmp_path / "state.json"
    assert main(["--sample", "8", "--state", str(state)], [target]) == 1
    assert "8 of 11 tried" in capsys.readouterr().out
    assert main(["--state", str(state)], [target]) == 1
    told = capsys.readouterr().out
    assert "SURVIVES: small_module module: 3 → 2" in told
    assert "SURVIVES: small_module module: 3 → 4" not in told
    assert "SURVIVES: small_module is_late: days is None → days is not None" not in told
    assert "SURVIVES: small_module is_late: return False → return None" in told
    assert "11 of 11 tried" in told
    results = MutationStore.read(state).of(target)
    assert {result for result, _ in results.values()} == {"killed", "survived"}


def test_a_changed_test_file_has_its_mutants_tried_again(target: MutationTarget, tmp_path: Path) -> None:
    store = MutationStore(tmp_path / "state.json")
    store.of(target)["is_late: 1 → 2"] = ("killed", target.tests[0])
    assert store.of(target)
    Path(target.tests[0]).write_text(TESTS + "\n", encoding="utf-8")
    assert not store.of(target)
