"""The mutation run over the Python modules that count: one thing is changed, and a test near the module must notice.

Each module has its tests in a table: its unit tests first, then properties, the examples of the rules, and independent
oracles. Each mutant runs in a process of its own until a test fails (`tools/mutant_server.py`; the operators are those
of `tools/python_mutants.py`). Results are kept by the hash of the module and of its test files, so that a run that was
stopped goes on. `docs/reference/mutation.md` explains each survivor.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.fixtures.paths import DOCS, ROOT
from tools.function_hashes import hash_file, hash_function
from tools.python_mutants import PythonMutant, find_mutants

_UNIT = "tests/unit/overgreb_rules"
_EXAMPLES = "tests/law/test_examples.py"
_HISTORIES = "tests/law/test_histories.py::test_the_history_comes_out_as_it_must"
_ORACLE = "tests/differential/test_rule_oracle.py"
_VECTORS = f"{_UNIT}/_conformance/test_vector.py::test_the_rules_give_what_the_vectors_say"


def _near_tests(package: str, *modules: str) -> tuple[str, ...]:
    """The unit tests of a private package, those of some of its modules first."""
    files = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / _UNIT / package).glob("test_*.py"))]
    own = [f"{_UNIT}/{package}/test_{module}.py" for module in modules]
    return tuple(dict.fromkeys([*own, *files]))


_OF_DUTIES = (_EXAMPLES, _HISTORIES, _ORACLE, _VECTORS)
_OF_DEADLINES = ("tests/properties/test_deadlines.py", _EXAMPLES, "tests/differential/test_due_dates.py", _VECTORS)
OPTIONS = ("--matcher=reference",)
"""Options of pytest for every module: no tested line lies in the engine."""


@dataclass(frozen=True)
class MutationTarget:
    """A module and the tests near it, in the order in which they run."""

    module: str
    tests: tuple[str, ...]
    options: tuple[str, ...] = OPTIONS

    @property
    def name(self) -> str:
        """The last part of the name of the module."""
        return self.module.rpartition(".")[2]

    @property
    def origin(self) -> Path:
        """The file of the module."""
        spec = importlib.util.find_spec(self.module)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(self.module)
        return Path(spec.origin)

    @property
    def test_files(self) -> dict[str, str]:
        """The hash of each test file by its path."""
        return {name: hash_file(ROOT / name) for name in dict.fromkeys(test.partition("::")[0] for test in self.tests)}


def _hash_of_test(name: str) -> str:
    """The hash of the function of a test, given its name in a run."""
    file, _, function = name.partition("::")
    path = ROOT / file
    return hash_function(path, function.partition("[")[0].partition("::")[0]) if path.is_file() else ""


TARGETS = (
    MutationTarget("overgreb_rules._duties.status", (*_near_tests("_duties", "status", "outlook"), *_OF_DUTIES)),
    MutationTarget("overgreb_rules._duties.timeliness", (*_near_tests("_duties", "timeliness", "status"), *_OF_DUTIES)),
    MutationTarget(
        "overgreb_rules._deadlines.counted_days", (*_near_tests("_deadlines", "counted_days"), *_OF_DEADLINES)
    ),
    MutationTarget("overgreb_rules._deadlines.counting", (*_near_tests("_deadlines", "counting"), *_OF_DEADLINES)),
    MutationTarget("overgreb_rules._deadlines.deadline", (*_near_tests("_deadlines", "deadline"), *_OF_DEADLINES)),
    MutationTarget(
        "overgreb_rules._deadlines.counting_words",
        (*_near_tests("_deadlines", "counting_words", "counting"), *_OF_DEADLINES),
    ),
    MutationTarget(
        "overgreb_rules._duties.clock",
        (*_near_tests("_duties", "clock", "clock_changes", "interruption", "parallel_ends"), *_OF_DUTIES),
    ),
    MutationTarget(
        "overgreb_rules._duties.clock_basis", (*_near_tests("_duties", "clock_basis", "clock"), *_OF_DUTIES)
    ),
    MutationTarget("overgreb_rules._duties.timed_duty", (*_near_tests("_duties", "timed_duty", "clock"), *_OF_DUTIES)),
    MutationTarget(
        "overgreb_rules._duties.fulfilment", (*_near_tests("_duties", "fulfilment", "waivers"), *_OF_DUTIES)
    ),
    MutationTarget("overgreb_rules._duties.waivers", (*_near_tests("_duties", "waivers"), *_OF_DUTIES)),
    MutationTarget("overgreb_rules._duties.single_events", (*_near_tests("_duties", "single_events"), *_OF_DUTIES)),
    MutationTarget(
        "overgreb_rules._duties.duty_memory",
        (*_near_tests("_duties", "duty_memory"), "tests/differential/test_known_shapes.py", *_OF_DUTIES),
    ),
    MutationTarget(
        "overgreb_rules._case.free_enders",
        (*_near_tests("_case", "free_enders"), *_near_tests("_duties", "single_events"), *_OF_DUTIES),
    ),
    MutationTarget("overgreb_rules._duties.activation", (*_near_tests("_duties", "activation"), *_OF_DUTIES)),
    MutationTarget(
        "overgreb_rules._deadlines.moment",
        (*_near_tests("_deadlines", "moment"), "tests/properties/test_repeated_hour.py", _EXAMPLES, _VECTORS),
    ),
    MutationTarget(
        "overgreb_rules.calendar._days",
        (
            *_near_tests("calendar", "days"),
            *_near_tests("_deadlines", "counting"),
            "tests/differential/test_due_dates.py",
        ),
    ),
    MutationTarget(
        "overgreb_rules.calendar._clock",
        (*_near_tests("calendar", "clock"), "tests/properties/test_repeated_hour.py"),
    ),
)
"""The modules that count, the most important first."""


@dataclass
class MutationStore:
    """The results of earlier runs, in a file of JSON.

    Attributes:
        path: The file.
        results: Of each module the hash it was tried with, and of each mutant its result and the test that noticed it.
    """

    path: Path
    results: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> MutationStore:
        """Read the file; an empty store where there is none.

        Args:
            path: The file.

        Returns:
            The store.
        """
        return cls(path, json.loads(path.read_text(encoding="utf-8")) if path.exists() else {})

    def of(self, target: MutationTarget) -> dict[str, tuple[str, str, str]]:
        """Return the results of a module that still hold.

        A mutant that a test noticed stays noticed while the module and that test are the same; every other result holds
        while no test file of the module has changed.

        Args:
            target: The module.

        Returns:
            Of each mutant by its name: the result, the test that noticed it, and the hash of that test.
        """
        module, tests = hash_file(target.origin), target.test_files
        kept = self.results.get(target.module)
        if kept is None or kept["module"] != module:
            kept = {"module": module, "tests": tests, "mutants": {}}
        found: dict[str, tuple[str, str, str]] = {
            name: (result, by, state)
            for name, (result, by, state) in kept["mutants"].items()
            if (state == _hash_of_test(by) if by else kept["tests"] == tests)
        }
        self.results[target.module] = {"module": module, "tests": tests, "mutants": found}
        return found

    def write(self) -> None:
        """Write the file in the place of the old one."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        part = self.path.with_suffix(".part")
        part.write_text(json.dumps(self.results, ensure_ascii=False, indent=1), encoding="utf-8")
        part.replace(self.path)


def run_mutants(target: MutationTarget, mutants: Sequence[PythonMutant], store: MutationStore, jobs: int) -> None:
    """Run mutants of a module and keep each result at once.

    Args:
        target: The module.
        mutants: The mutants to run.
        store: Where the results are kept.
        jobs: How many run at the same time.

    Raises:
        SystemExit: The tests fail without any change, this tool failed on a mutant, or the server ended before it had
            tried every mutant.
    """
    results = store.of(target)
    task = {
        "module": target.module,
        "origin": str(target.origin),
        "tests": target.tests,
        "options": target.options,
        "mutants": [(one.position, one.ordinal, one.at_import, *one.lines) for one in mutants],
        "jobs": jobs,
    }
    with tempfile.TemporaryDirectory() as kept:
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "HYPOTHESIS_STORAGE_DIRECTORY": kept}
        with subprocess.Popen(  # noqa: S603  # this project's own server
            [sys.executable, "-m", "tools.mutant_server", json.dumps(task)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        ) as server:
            lines = iter(server.stdout or ())
            first = next(lines, "")
            told = json.loads(first) if first else {"baseline": "cannot be collected", "by": ""}
            if told["baseline"] != "survived":
                raise SystemExit(f"{target.name}: the tests fail without a change: {told['baseline']} {told['by']}")
            print(f"{target.name}: all its tests take {told['seconds']} s", file=sys.stderr)
            for number, line in enumerate(lines, start=1):
                one = json.loads(line)
                name = mutants[one["number"]].name
                if one["result"] == "failed":
                    raise SystemExit(f"{target.name}: {name}: this tool failed: {one['by'] or 'no reason is known'}")
                results[name] = (one["result"], one["by"], _hash_of_test(one["by"]))
                store.write()
                if sys.stderr.isatty():
                    print(f"\r{number} of {len(mutants)} mutants", end="", file=sys.stderr, flush=True)
        if server.returncode:
            tried = sum(one.name in results for one in mutants)
            ended = f"the server ended with {server.returncode} after {tried} of {len(mutants)} mutants"
            raise SystemExit(f"{target.name}: {ended}")


def choose_mutants(mutants: Sequence[PythonMutant], sample: int | None, seed: int) -> list[PythonMutant]:
    """Choose the mutants of a run.

    Args:
        mutants: All mutants of a module.
        sample: How many are chosen; None for all.
        seed: The seed of the choice.

    Returns:
        The mutants in the order of the module; a larger sample of the same seed holds every smaller one.
    """
    order = list(range(len(mutants)))
    random.Random(seed).shuffle(order)  # noqa: S311  # a sample, no secret
    return [mutants[place] for place in sorted(order[:sample])]


def print_results(
    target: MutationTarget, mutants: Sequence[PythonMutant], results: Mapping[str, Sequence[str]], explained: str
) -> int:
    """Print the survivors and the score of a module.

    Args:
        target: The module.
        mutants: All its mutants.
        results: The result of each that was tried.
        explained: The text of the document that explains survivors.

    Returns:
        The number of survivors that the document does not name.
    """
    tried = [one for one in mutants if one.name in results]
    counts = Counter(results[one.name][0] for one in tried)
    unexplained = 0
    for one in tried:
        if results[one.name][0] == "survived":
            name = f"{target.name} {one.name}"
            is_explained = f"`{name}`" in explained
            unexplained += not is_explained
            print(f"{'survives, explained' if is_explained else 'SURVIVES'}: {name} (line {one.line})")
    noticed = counts["killed"] + counts["timeout"]
    print(
        f"{target.name}: {noticed} of {len(tried)} mutants noticed ({counts['timeout']} by the limit of time), "
        f"{unexplained} survivors unexplained; {len(tried)} of {len(mutants)} tried"
    )
    return unexplained


def main(arguments: Sequence[str], targets: Sequence[MutationTarget] = TARGETS) -> int:
    """Run the mutants of the modules named, or of all; 0 where the document explains each survivor."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="the last part of a module's name; none: all")
    parser.add_argument("--jobs", type=int, default=1, help="mutants that run at the same time (1)")
    parser.add_argument("--sample", type=int, help="try so many mutants of each module, chosen at random")
    parser.add_argument("--seed", type=int, default=1, help="the seed of the sample (1)")
    parser.add_argument("--function", help="mutants of functions whose name holds this text")
    parser.add_argument("--again", action="store_true", help="try survivors again that an earlier run found")
    parser.add_argument("--report", action="store_true", help="run nothing: print what earlier runs found")
    parser.add_argument("--state", type=Path, default=ROOT / "build" / "mutation" / "python.json")
    options = parser.parse_args(arguments)
    if unknown := set(options.modules) - {target.name for target in targets}:
        parser.error(f"no such module: {', '.join(sorted(unknown))}")
    if options.jobs < 1:
        parser.error("--jobs: at least 1")
    store = MutationStore.read(options.state)
    explained = (DOCS / "reference" / "mutation.md").read_text(encoding="utf-8")
    unexplained = 0
    for target in targets:
        if options.modules and target.name not in options.modules:
            continue
        mutants = find_mutants(target.origin.read_text(encoding="utf-8"))
        results = store.of(target)
        if options.again:
            for name in [name for name, (result, *_) in results.items() if result == "survived"]:
                del results[name]
        left = [
            one
            for one in choose_mutants(mutants, options.sample, options.seed)
            if one.name not in results and (options.function or "") in one.function
        ]
        if left and not options.report:
            run_mutants(target, left, store, options.jobs)
        unexplained += print_results(target, mutants, store.of(target), explained)
    return int(bool(unexplained))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
