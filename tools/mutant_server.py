"""The processes of the mutation run over Python modules: tests are collected once, and each mutant is a fork.

The server has a task (JSON on its command line). It collects the tests, runs them once without a change, notes which
lines of the module each test runs, and then forks for each mutant: the child puts the changed code into the functions
of the module, runs the tests that run a changed line (first those that noticed most of the earlier mutants, then the
quick ones) and stops at the first that fails. A change of code that runs on import has a new process, in which the
changed module is imported and all tests run. Results are lines of JSON on standard output.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib.abc
import importlib.machinery
import importlib.util
import json
import math
import os
import resource
import select
import signal
import sys
import tempfile
import time
import types
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from tools.line_recorder import LineRecorder, TestReach
from tools.python_mutants import apply_mutant

_SURVIVED, _FAILED, _KILLED, _CANNOT_BE_PATCHED = 0, 1, 10, 11
"""Exit codes of the process of a mutant. Python ends with 1 where this tool has a fault."""
_OPTIONS = ("-p", "no:cacheprovider", "-p", "no:xdist", "-o", "addopts=--import-mode=importlib", "-q", "-s",
            "--hypothesis-seed=0", "-m", "not slow")  # fmt: skip
_LIMIT_FACTOR, _CACHE_SECONDS, _IMPORT_SECONDS, _LONGEST_SECONDS = 2, 5, 15, 600
"""A mutant that takes so many times the processor time of the unchanged tests loops and is stopped; some seconds more
are for the caches that are empty, and more for a process that imports everything anew. One that waits for ever is
stopped after ten minutes."""
_LARGEST_BYTES = 4 << 30
"""How much memory a mutant can have: an endless loop may fill it."""


@dataclass(frozen=True)
class ServerTask:
    """What a server is to do.

    Attributes:
        module: The name of the module.
        origin: Its file.
        tests: Test files or test functions, in the order in which they run.
        options: Further options of pytest.
        mutants: Of each mutant its position, its ordinal, whether it is changed on import, and its first and last line.
        jobs: How many mutants run at the same time.
    """

    module: str
    origin: str
    tests: Sequence[str]
    options: Sequence[str]
    mutants: Sequence[tuple[int, int, bool, int, int]]
    jobs: int


class MutantServer:
    """A plugin of pytest that runs the collected tests once for each mutant."""

    def __init__(self, task: ServerTask, out: int) -> None:
        self._task, self._out = task, out
        self._source = Path(task.origin).read_text(encoding="utf-8")
        self._points = PatchPoints((), ())
        self._reaches: Mapping[str, TestReach] = {}
        self._noticed = Counter[str]()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run all mutants in the place of the tests.

        Args:
            session: The session with the collected tests.

        Returns:
            True: the tests are done.
        """
        gc.collect()
        self._points = PatchPoints.find(self._task.module, self._task.origin)
        gc.freeze()
        started = time.monotonic()
        with tempfile.NamedTemporaryFile("r", encoding="utf-8") as reaches:
            child = _Child(-1, self._fork(lambda pipe: self._record(session, pipe, reaches.name), _LONGEST_SECONDS))
            child.wait(blocks=True)
            if child.result == "survived":
                self._reaches = {
                    name: TestReach(frozenset(lines), seconds) for name, (lines, seconds) in json.load(reaches).items()
                }
        self._tell({"baseline": child.result, "by": child.by, "seconds": round(time.monotonic() - started, 2)})
        if child.result == "survived":
            self._run_all(session)
        return True

    def _record(self, session: pytest.Session, pipe: int, path: str) -> int:
        """Run all tests and write the lines of the module that each runs."""
        found: dict[str, tuple[list[int], float]] = {}

        def record(item: pytest.Item, following: pytest.Item | None) -> None:
            self._points.empty_caches(own=True)
            with LineRecorder(self._task.origin) as recorder:
                began = time.process_time()
                _run_test(item, following)
            found[item.nodeid] = (sorted(recorder.lines), time.process_time() - began)

        result = _run_tests(session, session.items, pipe, record)
        Path(path).write_text(json.dumps(found), encoding="utf-8")
        return result

    def _run_all(self, session: pytest.Session) -> None:
        waiting, running = list(enumerate(self._task.mutants))[::-1], list[_Child]()
        while waiting or running:
            while waiting and len(running) < self._task.jobs:
                number, mutant = waiting.pop()
                running.append(_Child(number, self._start(session, *mutant)))
            select.select([child.pipe for child in running], [], [], 0.5)
            for child in list(running):
                if not child.wait():
                    continue
                running.remove(child)
                if child.result == "cannot be patched":
                    position, ordinal, _, first, last = self._task.mutants[child.number]
                    waiting.append((child.number, (position, ordinal, True, first, last)))
                else:
                    if child.by and child.result == "killed":
                        self._noticed[child.by] += 1
                    if child.result == "failed":
                        waiting.clear()
                    self._tell({"number": child.number, "result": child.result, "by": child.by})

    def _start(
        self, session: pytest.Session, position: int, ordinal: int, at_import: bool, first: int, last: int
    ) -> tuple[int, int]:
        if at_import:
            return self._spawn(position, ordinal)
        changed = range(first, last + 1)
        items = [item for item in session.items if not self._reaches[item.nodeid].lines.isdisjoint(changed)]
        items.sort(key=lambda item: (-self._noticed[item.nodeid], self._reaches[item.nodeid].processor_seconds))

        def run(pipe: int) -> int:
            module = apply_mutant(self._source, position, ordinal)
            self._points.patch(compile(module, self._task.origin, "exec"))
            return _run_tests(session, items, pipe)

        return self._fork(run, self._limit_of(item.nodeid for item in items))

    def _limit_of(self, names: Iterable[str]) -> int:
        """The seconds of processor time that the tests of these names have."""
        usual = sum(self._reaches[name].processor_seconds for name in names)
        return math.ceil(_LIMIT_FACTOR * usual) + _CACHE_SECONDS

    def _tell(self, line: Mapping[str, Any]) -> None:
        os.write(self._out, (json.dumps(line) + "\n").encode())

    def _fork(self, run: Callable[[int], int], limit: int) -> tuple[int, int]:
        """Fork a child that runs tests; return its process number and the pipe on which it names what failed."""
        reader, writer = os.pipe()
        pid = os.fork()
        if pid:
            os.close(writer)
            return pid, reader
        code = _FAILED
        try:
            os.setsid()
            _limit_process(limit)
            code = run(writer)
        except UnpatchableError:
            code = _CANNOT_BE_PATCHED
        except BaseException as error:
            os.write(writer, repr(error).encode())
        finally:
            os._exit(code)

    def _spawn(self, position: int, ordinal: int) -> tuple[int, int]:
        """Start a process that imports the changed module."""
        task = json.dumps({**asdict(self._task), "mutants": [[position, ordinal, True, 0, 0]], "jobs": 0})
        limit = self._limit_of(self._reaches)
        reader, writer = os.pipe()
        pid = os.fork()
        if pid:
            os.close(writer)
            return pid, reader
        try:
            os.setsid()
            _limit_process(limit + _IMPORT_SECONDS)
            os.dup2(writer, 1)
            os.execv(sys.executable, [sys.executable, "-m", "tools.mutant_server", task])  # noqa: S606  # this module
        finally:
            os._exit(_FAILED)


def _limit_process(seconds: int) -> None:
    """Limit the processor time and the memory of this process."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_AS, (_LARGEST_BYTES, _LARGEST_BYTES))


class UnpatchableError(Exception):
    """A function that exists is gone, or has other free variables: no code of the changed module fits it."""


class _Child:
    """A process that runs the tests on one mutant."""

    def __init__(self, number: int, process: tuple[int, int]) -> None:
        self.number, (self.pid, self.pipe) = number, process
        self.started, self.result, self.by = time.monotonic(), "", ""

    def wait(self, *, blocks: bool = False) -> bool:
        """Whether the process has ended; one that has waited for too long is stopped."""
        is_too_long = time.monotonic() - self.started > _LONGEST_SECONDS
        if is_too_long:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        pid, status = os.waitpid(self.pid, 0 if blocks or is_too_long else os.WNOHANG)
        if not pid:
            return False
        code = os.waitstatus_to_exitcode(status)
        results = {
            _SURVIVED: "survived",
            _KILLED: "killed",
            _CANNOT_BE_PATCHED: "cannot be patched",
            -signal.SIGXCPU: "timeout",
        }
        crashed = "killed" if code < 0 else "failed"
        self.result = "timeout" if is_too_long else results.get(code, crashed)
        while select.select([self.pipe], [], [], 0)[0] and (part := os.read(self.pipe, 4096)):
            self.by += part.decode(errors="replace")
        os.close(self.pipe)
        self.by = self.by.strip().splitlines()[-1] if self.by.strip() else ""
        return True


@dataclass(frozen=True)
class PatchPoints:
    """What a mutant changes in a process that has imported its module: the functions, and every cache that is emptied.

    Attributes:
        functions: The functions that were made of the module.
        caches: The functions with a cache in the module and in those that use it, directly or not.
        own_caches: Those of the module itself.
    """

    functions: Sequence[types.FunctionType]
    caches: Sequence[functools._lru_cache_wrapper[Any]]
    own_caches: Sequence[functools._lru_cache_wrapper[Any]] = ()

    @classmethod
    def find(cls, module: str, origin: str) -> PatchPoints:
        """Find the functions of a module, and the caches that its functions can fill.

        Args:
            module: The name of the module.
            origin: Its file.

        Returns:
            The functions that exist, those of classes and properties too, and the caches.
        """
        objects = gc.get_objects()
        made = [one for one in objects if isinstance(one, types.FunctionType) and one.__code__.co_filename == origin]
        users = _find_users(module)
        caches = [one for one in objects if isinstance(one, functools._lru_cache_wrapper) and one.__module__ in users]
        return cls(made, caches, [one for one in caches if one.__wrapped__ in made])

    def patch(self, module: types.CodeType) -> None:
        """Put the code of a changed module into the functions, and empty the caches.

        Args:
            module: The compiled module.

        Raises:
            UnpatchableError: A function is gone, or has other free variables.
        """
        codes = {(code.co_qualname, code.co_firstlineno): code for code in _codes(module)}
        for one in self.functions:
            code = codes.get((one.__code__.co_qualname, one.__code__.co_firstlineno))
            if code is None or code.co_freevars != one.__code__.co_freevars:
                raise UnpatchableError(one.__qualname__)
            one.__code__ = code
        self.empty_caches()

    def empty_caches(self, *, own: bool = False) -> None:
        """Empty the caches.

        Args:
            own: Those of the module alone.
        """
        for cache in self.own_caches if own else self.caches:
            cache.cache_clear()


def _find_users(module: str) -> set[str]:
    """The modules that name something of a module, or of one that does, and the module itself."""
    named = {
        name: {getattr(value, "__module__", None) or getattr(value, "__name__", None) for value in vars(one).values()}
        for name, one in list(sys.modules.items())
        if isinstance(one, types.ModuleType)
    }
    users, waiting = {module}, [module]
    while waiting:
        used = waiting.pop()
        found = {name for name, names in named.items() if used in names} - users
        users |= found
        waiting += found
    return users


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _codes(constant)


def _run_test(item: pytest.Item, following: pytest.Item | None) -> None:
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)


def _run_tests(
    session: pytest.Session,
    items: Sequence[pytest.Item],
    pipe: int,
    run: Callable[[pytest.Item, pytest.Item | None], None] = _run_test,
) -> int:
    """Run tests until one fails, or raises what pytest does not catch; write its name."""
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(quiet, stream)
    for item, following in zip(items, [*items[1:], None], strict=False):
        with contextlib.suppress(BaseException):
            run(item, following)
            if not session.testsfailed:
                continue
        os.write(pipe, item.nodeid.encode())
        return _KILLED
    return _SURVIVED


class _FailureTeller:
    """A plugin of pytest that writes the name of each test that fails."""

    def __init__(self, out: int) -> None:
        self._out = out

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            os.write(self._out, report.nodeid.encode() + b"\n")


class _ChangedModule(importlib.abc.MetaPathFinder):
    """Imports one module from a changed syntax tree."""

    def __init__(self, task: ServerTask) -> None:
        self._loader = _ChangedLoader(task)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        del path, target
        if fullname != self._loader.name:
            return None
        return importlib.util.spec_from_file_location(fullname, loader=self._loader)


class _ChangedLoader(importlib.machinery.SourceFileLoader):
    def __init__(self, task: ServerTask) -> None:
        super().__init__(task.module, task.origin)
        (position, ordinal, *_), *_ = task.mutants
        source = Path(task.origin).read_text(encoding="utf-8")
        self._code = compile(apply_mutant(source, position, ordinal), task.origin, "exec")

    def get_code(self, fullname: str) -> types.CodeType:
        del fullname
        return self._code


def main() -> int:
    """Serve the task of the command line; 0 where it was done. For a mutant alone the exit code of its process."""
    task = ServerTask(**json.loads(sys.argv[1]))
    out = os.dup(1)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    options = [*_OPTIONS, *task.options, *task.tests]
    if task.jobs:
        return int(pytest.main(options, plugins=[MutantServer(task, out)]))
    sys.meta_path.insert(0, _ChangedModule(task))
    return _KILLED if pytest.main(["-x", *options], plugins=[_FailureTeller(out)]) else _SURVIVED


if __name__ == "__main__":
    sys.exit(main())
