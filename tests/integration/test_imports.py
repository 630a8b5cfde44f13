"""What a cold start imports: no module that only other commands need."""

from __future__ import annotations

import subprocess
import sys

from tests.fixtures.child_process import child_environment
from tests.fixtures.paths import EXAMPLE_CASES

NEVER = ("duckdb", "fastapi", "highspy", "icalendar", "numpy", "pyarrow", "overgreb_rules._columnar", "meetings")
"""Not imported by the package itself."""
NOT_FOR_A_CASE = ("overgreb_rules._conformance", "overgreb_rules._rulecheck", "overgreb_rules.service")
"""Not imported for one case as a table."""
NOT_BEFORE_IT_IS_NEEDED = ("concurrent.futures", "difflib", "multiprocessing", "subprocess")
"""Not imported before a worker is started or a word is refused."""
NOT_FOR_ONE_EVALUATION = (
    "overgreb_rules._evaluate.what_if",
    "overgreb_rules._evaluate.why_not",
    "overgreb_rules._evaluate.work_list",
    "overgreb_rules.batch",
)
"""Not imported before a public name of theirs is asked for."""
NO_METADATA = ("importlib.metadata", "importlib.resources", "tempfile")
"""Not imported by the package: what is installed beside it is nothing to read."""
SHARED_BY_COMMANDS = ("_io", "_progress", "_json_lines", "_case_source", "_options")
"""What the commands of the package share, and one case as a table needs."""
CASE = EXAMPLE_CASES / "christmas-notification.json"


def _imported_by(program: str) -> set[str]:
    code = f"import sys\n{program}\nprint(*sorted(sys.modules), sep=chr(10), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=child_environment(),
        timeout=300,
    )
    return set(done.stderr.split())


def _found(modules: set[str], *names: str) -> list[str]:
    return [one for one in sorted(modules) if any(one == name or one.startswith(f"{name}.") for name in names)]


def test_the_package_imports_no_library_of_an_extra_and_reads_no_rule() -> None:
    modules = _imported_by(
        "import overgreb_rules\nfrom overgreb_rules._rules import source\n"
        "assert source.packaged_source.cache_info().currsize == 0"
    )
    assert _found(modules, *NEVER, "rich", "overgreb_rules._conformance", "overgreb_rules.cli") == []
    assert _found(modules, *NOT_BEFORE_IT_IS_NEEDED, *NOT_FOR_ONE_EVALUATION, *NO_METADATA, "yaml") == []


def test_every_public_name_can_be_imported_whenever_its_module_is() -> None:
    modules = _imported_by(
        "import overgreb_rules\nfrom overgreb_rules import *\n"
        "assert set(overgreb_rules.__all__) - {'__version__'} <= set(globals())\n"
        "assert overgreb_rules.agenda is agenda"
    )
    assert _found(modules, *NOT_FOR_ONE_EVALUATION) == sorted(NOT_FOR_ONE_EVALUATION)


def test_a_name_that_the_package_does_not_have_is_refused_by_its_name() -> None:
    _imported_by(
        "import overgreb_rules\n"
        "try:\n    overgreb_rules.evaluate_all\n"
        "except AttributeError as error:\n    assert 'evaluate_all' in str(error)\n"
        "else:\n    raise SystemExit(1)"
    )


def test_a_case_is_evaluated_without_a_validator_of_pydantic(matcher: str) -> None:
    _imported_by(
        "from overgreb_rules import Case, Rulebook, evaluate\n"
        "from overgreb_rules.evaluation import Evaluation, Obligation\n"
        f"case = Case.model_validate_json(open({str(CASE)!r}, encoding='utf-8').read())\n"
        f"book = Rulebook.load(matcher={matcher!r})\n"
        "evaluate(case, at='2017-01-01T12:00:00+01:00', rulebook=book).to_json()\n"
        "assert not any(one.__pydantic_complete__ for one in (Case, Evaluation, Obligation))"
    )


def test_a_case_as_a_table_imports_the_modules_of_no_other_command(matcher: str) -> None:
    arguments = ["evaluate", str(CASE), "--at", "2017-01-01T12:00:00+01:00", "--matcher", matcher]
    modules = _imported_by(f"from overgreb_rules.cli import main\nassert main({arguments!r}) == 0")
    assert _found(modules, *NEVER, *NOT_FOR_A_CASE) == []
    of_commands = {name.rpartition(".")[2] for name in modules if name.startswith("overgreb_rules.cli.")}
    assert of_commands == {"_evaluate", *SHARED_BY_COMMANDS}
