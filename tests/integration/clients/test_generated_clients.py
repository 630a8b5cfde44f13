"""Clients that are generated from the schemas: they can be generated, compile, read every answer and tell what is late.

C# is generated and not compiled: .NET is not at hand.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from overgreb_rules import Case, Evaluation, evaluate
from overgreb_rules._evaluate.json_schemas import SCHEMA_NAMES
from overgreb_rules.calendar import local
from tests.fixtures.paths import EXAMPLE_CASES, RULES
from tests.integration.clients.conftest import PROGRAMS, java_classpath, node_modules, program, run_program

SCHEMAS = RULES / "schema"
INSTANTS = (
    "2025-10-26T02:30:00+02:00",
    "2025-10-26T02:30:00+01:00",
    "2026-03-29T03:00:00+02:00",
    "2027-01-01T00:00:00+01:00",
)
IN_TIME_STATUSES = {"pending", "due_soon"}
Row = tuple[str, str, int, int, bool, bool]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Evaluation]:
    """Every example case at the instants, and at the ends of its own deadlines and a second before."""
    folder = tmp_path_factory.mktemp("answers")
    written = {}
    for path in sorted(EXAMPLE_CASES.glob("*.json")):
        case = Case.model_validate_json(path.read_bytes())
        for number, at in enumerate([*INSTANTS, *_edges(case)]):
            file = folder / f"{path.stem}-{number}.json"
            written[file] = evaluate(case, at=at)
            file.write_text(written[file].model_dump_json(), encoding="utf-8")
    return written


def _edges(case: Case) -> Iterator[str]:
    ends = {
        int(end.timestamp())
        for duty in evaluate(case, at=INSTANTS[-1]).obligations
        if duty.due is not None
        for end in (duty.due.ends.strict, duty.due.ends.lenient)
    }
    for second in sorted(ends)[:6]:
        yield local(second - 1).isoformat()
        yield local(second).isoformat()


def _rows(answers: dict[Path, Evaluation]) -> set[Row]:
    """What each client must say: one comparison of two instants for each reading."""
    rows = set()
    for file, answer in answers.items():
        for duty in answer.obligations:
            if duty.due is not None:
                ends = duty.due.ends
                seconds = (int(ends.strict.timestamp()), int(ends.lenient.timestamp()))
                rows.add((file.name, duty.key, *seconds, answer.at >= ends.strict, answer.at >= ends.lenient))
    return rows


def _read(out: str) -> set[Row]:
    rows = set()
    for line in out.splitlines():
        file, key, strict, lenient, past_strict, past_lenient = line.split("\t")
        rows.add((file, key, int(strict), int(lenient), past_strict == "true", past_lenient == "true"))
    return rows


def _bin(package: str, name: str) -> tuple[str, Path]:
    node, modules = node_modules(package)
    return node, Path(modules) / ".bin" / name


def test_one_comparison_of_instants_is_the_status(answers: dict[Path, Evaluation]) -> None:
    seen = set()
    for answer in answers.values():
        for duty in answer.obligations:
            if duty.due is None:
                continue
            past = (answer.at >= duty.due.ends.strict, answer.at >= duty.due.ends.lenient)
            if duty.status in {"overdue", "contested", *IN_TIME_STATUSES}:
                expected = {"overdue": (True, True), "contested": (True, False)}.get(duty.status, (False, False))
                assert past == expected, (answer.case_id, duty.key, duty.status)
                seen.add(duty.status)
    assert seen >= {"overdue", "contested", "pending"}


@pytest.mark.parametrize("name", SCHEMA_NAMES)
@pytest.mark.parametrize(("language", "file"), [("cs", "Answer.cs"), ("java", "Answer.java"), ("ts", "answer.ts")])
def test_quicktype_digests_every_schema(name: str, language: str, file: str, tmp_path: Path) -> None:
    node, quicktype = _bin("quicktype", "quicktype")
    run_program(
        node, quicktype, "--src-lang", "schema", "--lang", language, "--out", tmp_path / file, SCHEMAS / f"{name}.json"
    )
    assert sum(len(one.read_text(encoding="utf-8")) for one in tmp_path.iterdir()) > 500


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_json_schema_to_typescript_digests_every_schema_and_tsc_takes_it(name: str, tmp_path: Path) -> None:
    node, json2ts = _bin("json-schema-to-typescript", "json2ts")
    _, tsc = _bin("typescript", "tsc")
    (tmp_path / "types.ts").write_text(run_program(node, json2ts, SCHEMAS / f"{name}.json"), encoding="utf-8")
    run_program(node, tsc, "--strict", "--noEmit", tmp_path / "types.ts")


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_datamodel_code_generator_digests_every_schema(name: str, tmp_path: Path) -> None:
    if find_spec("datamodel_code_generator") is None:
        pytest.skip("datamodel-code-generator is not installed")
    out = tmp_path / "model.py"
    command = [sys.executable, "-m", "datamodel_code_generator", "--input-file-type", "jsonschema"]
    model = ["--output-model-type", "pydantic_v2.BaseModel", "--input", SCHEMAS / f"{name}.json", "--output", out]
    run_program(*command, *model)
    compile(out.read_text(encoding="utf-8"), str(out), "exec")


def test_the_java_client_reads_every_answer_and_tells_what_is_late(
    answers: dict[Path, Evaluation], tmp_path: Path
) -> None:
    node, quicktype = _bin("quicktype", "quicktype")
    java, javac = program("java"), program("javac")
    classpath = java_classpath(tmp_path)
    package = tmp_path / "io" / "quicktype"
    package.mkdir(parents=True)
    schema = SCHEMAS / "evaluation.json"
    options = ["--src-lang", "schema", "--lang", "java", "--top-level", "Evaluation", "--array-type", "list"]
    # Without jackson-datatype-jsr310 Jackson reads no day of java.time.
    options += ["--datetime-provider", "legacy"]
    run_program(node, quicktype, *options, "--out", package / "Evaluation.java", schema)
    # Jackson as Debian builds it declares IOException too, where the original declares JsonProcessingException alone.
    converter = package / "Converter.java"
    told = converter.read_text(encoding="utf-8").replace("throws JsonProcessingException", "throws IOException")
    converter.write_text(told, encoding="utf-8")
    sources = [*package.glob("*.java"), PROGRAMS / "ReadAnswers.java"]
    run_program(javac, "-encoding", "UTF-8", "-cp", classpath, "-d", tmp_path, *sources)
    output = run_program(java, "-Dfile.encoding=UTF-8", "-cp", classpath, "ReadAnswers", *answers)
    assert _read(output) == _rows(answers)


def test_the_typescript_client_reads_every_answer_and_tells_what_is_late(
    answers: dict[Path, Evaluation], tmp_path: Path
) -> None:
    node, json2ts = _bin("json-schema-to-typescript", "json2ts")
    _, tsc = _bin("typescript", "tsc")
    _, modules = node_modules("typescript")
    (tmp_path / "evaluation.ts").write_text(run_program(node, json2ts, SCHEMAS / "evaluation.json"), encoding="utf-8")
    (tmp_path / "readAnswers.ts").write_bytes((PROGRAMS / "readAnswers.ts").read_bytes())
    types = ["--types", "node", "--typeRoots", Path(modules) / "@types"]
    run_program(
        node, tsc, "--strict", "--target", "es2022", "--module", "commonjs", *types, tmp_path / "readAnswers.ts"
    )
    assert _read(run_program(node, tmp_path / "readAnswers.js", *answers)) == _rows(answers)


def test_every_answer_is_read_by_python_from_its_json(answers: dict[Path, Evaluation]) -> None:
    assert _rows({file: Evaluation.model_validate(json.loads(file.read_bytes())) for file in answers}) == _rows(answers)
