"""The wheel carries the rules: what is installed answers as the checkout does, with the same hash."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.fixtures.paths import EXAMPLE_CASES, ROOT, RULES

pytestmark = pytest.mark.slow

CASE = EXAMPLE_CASES / "christmas-notification.json"
AT = "2017-01-01T12:00:00+01:00"


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel installs."""
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(out), "."]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=800)
    (wheel,) = out.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(out / "installed")
    return out / "installed"


def _evaluate(path: Path, cwd: Path) -> dict[str, object]:
    code = (
        f"import sys; sys.path.insert(0, {str(path)!r})\n"
        "from overgreb_rules import Case, evaluate\n"
        f"print(evaluate(Case.model_validate_json(open({str(CASE)!r}, 'rb').read()), at={AT!r}).model_dump_json())"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=cwd, check=True, capture_output=True, timeout=800)
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def test_the_installed_package_answers_as_the_checkout_does(unpacked: Path, tmp_path: Path) -> None:
    assert _evaluate(unpacked, tmp_path) == _evaluate(ROOT / "src", tmp_path)


def test_the_wheel_contains_the_rule_files_and_their_compiled_form(unpacked: Path) -> None:
    rules = unpacked / "overgreb_rules" / "rules"
    in_checkout = {path.relative_to(RULES) for path in RULES.rglob("*.yaml")}
    assert {path.relative_to(rules) for path in rules.rglob("*.yaml")} == in_checkout
    assert json.loads((rules / "packed.json").read_text(encoding="utf-8"))["files"].keys() == {
        path.as_posix() for path in in_checkout
    }
    assert (unpacked / "overgreb_rules" / "shared" / "data" / "politikredse.csv").is_file()


def test_the_wheel_carries_the_style_of_the_pages(unpacked: Path) -> None:
    style = Path("overgreb_rules", "render", "page.css")
    assert (unpacked / style).read_bytes() == (ROOT / "src" / style).read_bytes()
