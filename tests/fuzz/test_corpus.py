"""Every input that once failed, or that stands for a known fault, and some new ones of each way in.

`make fuzz` tries as many more as there is time for.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.case_targets import CASE_TARGETS
from tests.fuzz.command_target import COMMAND_TARGETS
from tests.fuzz.file_targets import FILE_TARGETS
from tests.fuzz.plan_target import PLAN_TARGETS

CORPUS = Path(__file__).parent / "corpus"
TARGETS = {target.name: target for target in (*CASE_TARGETS, *FILE_TARGETS, *PLAN_TARGETS, *COMMAND_TARGETS)}
INPUTS = [(path.parent.name, path.name) for path in sorted(CORPUS.glob("*/*"))]
NEW = 4


@pytest.mark.slow
@pytest.mark.parametrize(("name", "file"), INPUTS)
def test_what_once_failed_holds(name: str, file: str) -> None:
    if name not in TARGETS:
        pytest.skip("the extra `http` is not installed")
    TARGETS[name].check((CORPUS / name / file).read_bytes())


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_new_inputs_hold(name: str) -> None:
    for number in range(10**6, 10**6 + NEW):
        TARGETS[name].check(TARGETS[name].build(number))


@pytest.mark.parametrize("name", TARGETS)
def test_the_same_number_gives_the_same_input_and_another_number_another(name: str) -> None:
    build = TARGETS[name].build
    assert build(1) == build(1)
    assert len({build(number) for number in range(8)}) > 4
