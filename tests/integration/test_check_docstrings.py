"""The check of docstrings: what it finds, and that it fails where pydoclint does not run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.paths import ROOT

DOCUMENTED = 'def double(number: int) -> int:\n    """Return twice a number."""\n    return 2 * number\n'


def _check(folder: Path, pydoclint: str, source: str = DOCUMENTED) -> tuple[int, list[str]]:
    """Run the tool over one module, with a program in the place of pydoclint."""
    (folder / "pydoclint").mkdir()
    (folder / "pydoclint" / "__init__.py").touch()
    (folder / "pydoclint" / "main.py").write_text(pydoclint, encoding="utf-8")
    module = folder / "module.py"
    module.write_text(source, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "check_docstrings.py"), str(module)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(folder)},
        timeout=60,
    )
    return done.returncode, done.stdout.replace(f"{folder}/", "").splitlines()


def test_nothing_is_found_where_pydoclint_finds_nothing(tmp_path: Path) -> None:
    assert _check(tmp_path, "") == (0, ["0 findings in docstrings"])


def test_a_finding_of_pydoclint_is_a_finding(tmp_path: Path) -> None:
    program = "import sys\nprint(sys.argv[1] + ':1: DOC201: no return section')\nsys.exit(1)"
    assert _check(tmp_path, program) == (1, ["module.py:1: DOC201: no return section", "1 findings in docstrings"])


def test_a_public_function_without_a_docstring_is_a_finding(tmp_path: Path) -> None:
    code, lines = _check(tmp_path, "", "def double(number: int) -> int:\n    return 2 * number\n")
    assert (code, lines[0]) == (1, "module.py:1: DOC000: `double` has no docstring")


@pytest.mark.parametrize(
    "block",
    [
        "if True:\n    {}\nelse:\n    pass\n",
        "if True:\n    pass\nelse:\n    {}\n",
        "try:\n    {}\nexcept ImportError:\n    pass\n",
        "try:\n    pass\nexcept ImportError:\n    {}\n",
        "try:\n    pass\nexcept ImportError:\n    pass\nelse:\n    {}\n",
        "try:\n    pass\nfinally:\n    {}\n",
        "try:\n    pass\nexcept* ImportError:\n    {}\n",
    ],
)
def test_a_public_function_in_every_branch_of_a_block_is_looked_at(block: str, tmp_path: Path) -> None:
    code, lines = _check(tmp_path, "", block.format("def double(number: int) -> int: return 2 * number"))
    assert (code, lines[0].partition(": ")[2]) == (1, "DOC000: `double` has no docstring")


@pytest.mark.parametrize(
    ("program", "says"),
    [
        ("raise ModuleNotFoundError('click')", "ModuleNotFoundError: click"),
        ("import sys\nsys.exit(1)", "pydoclint ended with code 1"),
        ("import sys\nsys.exit(2)", "pydoclint ended with code 2"),
        ("print('Loading nothing')", "Loading nothing"),
    ],
)
def test_a_pydoclint_that_does_not_run_or_is_not_understood_fails(program: str, says: str, tmp_path: Path) -> None:
    code, lines = _check(tmp_path, program)
    assert code == 1
    assert says in lines
