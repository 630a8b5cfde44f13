"""Clients made by openapi-generator of the OpenAPI document compile, and evaluate each example as the library does."""

from __future__ import annotations

import json
import shutil
import sys
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from overgreb_rules import Case, evaluate
from tests.fixtures.paths import EXAMPLE_CASES
from tests.fixtures.running_service import RunningService, running_service
from tests.integration.clients.conftest import PROGRAMS, java_classpath, node_modules, program, run_program

AT = "2026-11-21T12:00:00+01:00"
CASES = sorted(EXAMPLE_CASES.glob("*.json"))
# jackson-datatype-jsr310 and the annotations are in Maven alone, not among the packages of Debian. With java.util.Date
# (dateLibrary=legacy) nothing of the module is used.
STAND_INS = {
    "javax/annotation/Generated.java": (
        'public @interface Generated { String[] value(); String date() default ""; String comments() default ""; }'
    ),
    "javax/annotation/Nonnull.java": "public @interface Nonnull {}",
    "javax/annotation/Nullable.java": "public @interface Nullable {}",
    "com/fasterxml/jackson/datatype/jsr310/JavaTimeModule.java": (
        "public final class JavaTimeModule extends com.fasterxml.jackson.databind.module.SimpleModule {}"
    ),
    "dk/overgreb/RFC3339JavaTimeModule.java": (
        "public final class RFC3339JavaTimeModule extends com.fasterxml.jackson.databind.module.SimpleModule {}"
    ),
}
JAVA_OPTIONS = {
    "apiPackage": "dk.overgreb.api",
    "modelPackage": "dk.overgreb.model",
    "invokerPackage": "dk.overgreb",
    "dateLibrary": "legacy",
    "openApiNullable": "false",
}


@pytest.fixture(scope="module")
def service() -> Iterator[RunningService]:
    """The service that the clients ask."""
    with running_service() as running:
        yield running


@pytest.fixture(scope="module")
def document(service: RunningService, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The OpenAPI document as the service gives it."""
    file = tmp_path_factory.mktemp("openapi") / "openapi.json"
    with urllib.request.urlopen(f"{service.address}/openapi.json") as answer:  # noqa: S310  # on this machine
        file.write_bytes(answer.read())
    return file


def generate(document: Path, language: str, folder: Path, options: dict[str, str]) -> None:
    """Make a client."""
    if find_spec("openapi_generator_cli") is None:
        pytest.skip("openapi-generator-cli (PyPI) is not installed")
    program("java")
    generator = Path(sys.executable).parent / "openapi-generator-cli"
    properties = ",".join(f"{name}={value}" for name, value in options.items())
    more = ["--additional-properties", properties] if properties else []
    only = ["--global-property", "apiTests=false,modelTests=false,apiDocs=false,modelDocs=false"]
    run_program(generator, "generate", "-i", document, "-g", language, "-o", folder, *more, *only)


def expected_duties() -> list[str]:
    """What each client must say."""
    answers = [evaluate(Case.model_validate_json(path.read_bytes()), at=AT) for path in CASES]
    return [f"{answer.case_id}\t{duty.key}\t{duty.status}" for answer in answers for duty in answer.obligations]


def test_the_java_client_evaluates_every_example_case(service: RunningService, document: Path, tmp_path: Path) -> None:
    java, javac = program("java"), program("javac")
    classpath = java_classpath(tmp_path / "classes")
    generate(document, "java", tmp_path / "client", {"library": "native", **JAVA_OPTIONS})
    sources = tmp_path / "client" / "src" / "main" / "java"
    for name in ("RFC3339JavaTimeModule.java", "RFC3339InstantDeserializer.java"):
        (sources / "dk" / "overgreb" / name).unlink(missing_ok=True)
    for name, text in STAND_INS.items():
        file = sources / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"package {Path(name).parent.as_posix().replace('/', '.')};\n{text}\n", encoding="utf-8")
    shutil.copy(PROGRAMS / "EvaluateCases.java", sources)
    run_program(
        javac, "-encoding", "UTF-8", "-nowarn", "-cp", classpath, "-d", tmp_path / "classes", *sources.rglob("*.java")
    )
    said = run_program(java, "-Dfile.encoding=UTF-8", "-cp", classpath, "EvaluateCases", service.address, AT, *CASES)
    assert said.splitlines() == expected_duties()


def test_the_typescript_client_evaluates_every_example_case(
    service: RunningService, document: Path, tmp_path: Path
) -> None:
    node, modules = node_modules("typescript")
    generate(document, "typescript-fetch", tmp_path / "client", {})
    shutil.copy(PROGRAMS / "evaluateCases.ts", tmp_path)
    options = ["--strict", "--target", "es2022", "--module", "commonjs", "--lib", "es2022,dom", "--types", "node"]
    options += ["--typeRoots", str(Path(modules) / "@types"), "--outDir", str(tmp_path / "built")]
    run_program(node, Path(modules) / ".bin" / "tsc", *options, tmp_path / "evaluateCases.ts")
    said = run_program(node, tmp_path / "built" / "evaluateCases.js", service.address, AT, *CASES)
    assert said.splitlines() == expected_duties()


def test_the_document_is_json_with_a_version_of_openapi_that_generators_read(document: Path) -> None:
    assert json.loads(document.read_bytes())["openapi"].startswith("3.1.")
