"""The published folders, and the one way in which a program that is missing is said to be."""

from __future__ import annotations

import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.paths import ROOT
from tests.fixtures.planning_year import run_year
from tests.integration.clients.scenario import PublishedFolder, publish

SYSTEM_PYTHON = "/usr/bin/python3"
"""The Python that the system's packages belong to."""
PROGRAMS = Path(__file__).parent / "programs"
JACKSON = [Path("/usr/share/java") / f"jackson-{part}.jar" for part in ("core", "annotations", "databind")]
"""The library that the clients in Java read JSON with."""


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[PublishedFolder, PublishedFolder]:
    """The folder after the first run and after the second."""
    return publish(tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="session")
def first(published: tuple[PublishedFolder, PublishedFolder]) -> PublishedFolder:
    """The folder after the first run: twelve meetings."""
    return published[0]


@pytest.fixture(scope="session")
def second(published: tuple[PublishedFolder, PublishedFolder]) -> PublishedFolder:
    """The folder after the second run: two moved, one cancelled."""
    return published[1]


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> list[PublishedFolder]:
    """The folder after each step of a year lived through."""
    return [step.published for step in run_year(tmp_path_factory.mktemp("year"))]


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves the files of a folder and says nothing."""

    extensions_map = {".ics": "text/calendar; charset=utf-8"}  # noqa: RUF012  as in the class it extends

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  as in the class it extends
        """Say nothing."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A web server on this machine alone: its address, and the folder that it serves."""
    folder = tmp_path / "served"
    folder.mkdir()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder))) as found:
        thread = threading.Thread(target=found.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{found.server_port}", folder
        found.shutdown()
        thread.join()


def program(name: str) -> str:
    """Where a program is; the test is skipped with its name where it is missing."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run_program(*command: str | Path, **variables: str) -> str:
    """Run a program that must succeed.

    Args:
        command: The program and its arguments.
        variables: Variables of its environment beside those of this process.

    Returns:
        Its standard output.
    """
    done = subprocess.run(
        [*map(str, command)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **variables},
        timeout=800,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def java_classpath(classes: Path) -> str:
    """The classpath of a folder of classes and of Jackson; the test is skipped where Jackson is missing."""
    if not all(jar.exists() for jar in JACKSON):
        pytest.skip("libjackson2-databind-java (Debian) is not installed")
    return os.pathsep.join(map(str, (classes, *JACKSON)))


def system_module(namespace: str, version: str, package: str) -> str:
    """The system's Python where it has a library by introspection; else the test is skipped, naming the package."""
    ask = f"import gi; gi.require_version({namespace!r}, {version!r}); from gi.repository import {namespace}"
    if not os.access(SYSTEM_PYTHON, os.X_OK) or subprocess.call(
        [SYSTEM_PYTHON, "-c", ask], stderr=subprocess.DEVNULL, timeout=60
    ):
        pytest.skip(f"{package} (Debian, with python3-gi) is not installed")
    return SYSTEM_PYTHON


def node_modules(name: str) -> tuple[str, str]:
    """node, and the folder of modules that has `name`; else the test is skipped, naming the module."""
    node = program("node")
    places = [*os.environ.get("NODE_PATH", "").split(os.pathsep), str(ROOT / ".venv" / "clients" / "node_modules")]
    for place in places:
        if place and (Path(place) / name).is_dir():
            return node, place
    pytest.skip(f"{name} (npm) is not installed in NODE_PATH or .venv/clients")


def ask_thunderbird(folder: Path, **asked: object) -> dict[str, Any]:
    """Start Thunderbird with a new profile in the folder and tell what it holds; else the test is skipped.

    Args:
        folder: An empty place for the profile.
        asked: What `programs/thunderbird.py` takes beside the program and the profile.

    Returns:
        What it held after each feed and after each single file.
    """
    pytest.importorskip("marionette_driver", reason="marionette_driver (PyPI) is not installed")
    profile = folder / "profile"
    profile.mkdir()
    told = {"program": program("thunderbird"), "profile": str(profile), **asked}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(PROGRAMS / "thunderbird.py"), json.dumps(told)],
        capture_output=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr.decode()
    said: dict[str, Any] = json.loads(done.stdout)
    return said
