"""Schemathesis makes requests from the OpenAPI document, right ones and wrong ones, and judges each answer by it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.fixtures.running_service import running_service

HOOKS = "tests.integration.clients.programs.schemathesis_hooks"
EXAMPLES_OF_AN_OPERATION = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "40"))
"""40 of each operation are some 700 requests; 360 are more than 5,000."""


def test_no_request_that_the_document_allows_or_forbids_finds_a_fault(tmp_path: Path) -> None:
    if find_spec("schemathesis") is None:
        pytest.skip("schemathesis (PyPI) is not installed")
    program = shutil.which("st", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert program is not None
    log = tmp_path / "log"
    with running_service(log_file=log) as service:
        config = tmp_path / "schemathesis.toml"
        # Any other rulebook is answered with 409, which a test of its own holds.
        config.write_text('[parameters]\n"query.rulebook" = "2026.2"\n', encoding="utf-8")
        command = [program, "--config-file", str(config), "run", f"{service.address}/openapi.json"]
        command += ["--checks", "all", "--mode", "all", "--phases", "examples,fuzzing,stateful", "--seed", "17"]
        command += ["-n", str(EXAMPLES_OF_AN_OPERATION), "--request-timeout", "60", "--continue-on-failure"]
        done = subprocess.run(
            [*command, "--suppress-health-check", "all"],
            env={**os.environ, "SCHEMATHESIS_HOOKS": HOOKS},
            capture_output=True,
            text=True,
            check=False,
            timeout=20 * EXAMPLES_OF_AN_OPERATION,
        )
        statuses = Counter(line.get("status") for line in service.log() if "route" in line)
    # Without the phase of coverage: of these schemas it makes 45,000 requests, whose relations cannot be mended.
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    generated = re.search(r"([0-9]+) generated", done.stdout)
    assert generated is not None
    assert int(generated[1]) > 8 * EXAMPLES_OF_AN_OPERATION
    assert statuses[200] * 2 > sum(statuses.values()), statuses
    assert not {status for status in statuses if isinstance(status, int) and status >= 500}
