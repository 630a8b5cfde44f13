"""The site in a browser: axe-core finds nothing in a page of each kind, and no page asks another host for anything."""

from __future__ import annotations

import functools
import http.server
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.fixtures.child_process import child_environment
from tests.fixtures.paths import ROOT
from tests.integration.clients.conftest import PROGRAMS, QuietHandler, node_modules, program

KINDS = (
    "index.html",
    "tutorial/first-case.html",
    "how-to/asking.html",
    "reference/provisions/da/bl-138-1-kvittering.html",
    "reference/answer.html",
    "reference/event-types.da.html",
    "reference/python.html",
    "explanation/two-readings.html",
)
"""A page of each kind."""
LOADED = re.compile(
    r"<(?:script|img|iframe|source|audio|video|embed)\b[^>]*\bsrc=\"([^\"]+)\"|<link\b[^>]*\bhref=\"([^\"]+)\""
)
IN_STYLE = re.compile(r"(?:url\(|@import )[\"']?([^\"')]+)")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `make docs` builds it: no warning of Zensical."""
    if find_spec("zensical") is None:
        pytest.skip("Zensical (PyPI, extra docs) is not installed")
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "tools.site", str(folder)],
        cwd=ROOT,
        env=child_environment(),
        capture_output=True,
        check=False,
        timeout=800,
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    return folder / "site"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """A web server on this machine alone that serves the site."""
    handler = functools.partial(QuietHandler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def found(address: str) -> dict[str, Any]:
    """What axe-core and the browser say of each page, by how it is looked at."""
    chromium = program("chromium")
    node, modules = node_modules("axe-core")
    node_modules("playwright-core")
    done = subprocess.run(
        [node, str(PROGRAMS / "axe.cjs"), chromium, *(f"{address}/{page}" for page in KINDS)],
        capture_output=True,
        check=True,
        env={**os.environ, "NODE_PATH": modules},
        timeout=800,
    )
    return json.loads(done.stdout)


def test_axe_core_finds_no_violation_in_a_page_of_each_kind(found: dict[str, Any]) -> None:
    wrong = {
        (urlsplit(page).path, look): answer["violations"]
        for page, looks in found.items()
        for look, answer in looks.items()
        if answer["violations"]
    }
    assert len(found) == len(KINDS)
    assert wrong == {}


def test_a_page_asks_its_own_host_alone_and_is_no_wider_than_its_screen(found: dict[str, Any], address: str) -> None:
    for page, looks in found.items():
        for look, answer in looks.items():
            assert [url for url in answer["asked"] if not url.startswith((f"{address}/", "data:", "blob:"))] == [], page
            assert not answer["wide"], (page, look)


def test_no_page_and_no_style_loads_anything_from_another_host(site: Path) -> None:
    pages, styles = sorted(site.rglob("*.html")), sorted(site.rglob("*.css"))
    assert len(pages) > 322
    named = [
        (path.name, address)
        for path, pattern in [*((page, LOADED) for page in pages), *((style, IN_STYLE) for style in styles)]
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
        for address in match.groups()
        if address and (urlsplit(address).netloc or address.startswith("//"))
    ]
    assert named == []
