"""The engine in TypeScript: it passes the kit in node, and answers the same on the JVM as one file in ES5."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from overgreb_rules import Case, CaseError, evaluate
from overgreb_rules.cli import main
from overgreb_rules.shared.cpr_number import has_cpr_shape
from tests.fixtures.paths import ROOT
from tests.integration.clients.conftest import PROGRAMS, node_modules, program
from tests.integration.test_source_names import REFUSED_PARAMETER_NAMES

_BUNDLE = ROOT / "conformance" / "bundle.json"
_RHINO = Path("/usr/share/java/rhino.jar")
_PARAMETERS = re.compile(r"(?:function |\w|[=(,] )\(([^()]*(?:\([^()]*\)[^()]*)*)\)(?:: [^=;\n]+)? (?:\{|=>)")
_AFTER_ES5 = ("=>", "`", "const ", "let ", "class ", "async ", "?.")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The engine as it is built from its source."""
    node, modules = node_modules("typescript")
    folder = tmp_path_factory.mktemp("engine")
    done = subprocess.run(
        [node, str(ROOT / "js" / "build.mjs"), str(folder)],
        capture_output=True,
        check=False,
        env={**os.environ, "NODE_PATH": modules},
        timeout=800,
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    return folder


def _questions(level: str) -> list[str]:
    lines = (ROOT / "conformance" / "vectors" / f"{level}.jsonl").read_text(encoding="utf-8").splitlines()
    vectors = [json.loads(line) for line in lines]
    return [json.dumps({name: vector[name] for name in ("id", "at", "case")}) for vector in vectors]


def _answers(command: list[str], asked: str | None = None) -> list[dict[str, Any]]:
    done = subprocess.run(command, capture_output=True, check=True, input=asked and asked.encode(), timeout=800)
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


def test_it_passes_every_level_of_the_kit(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = [program("node"), str(built / "cli.js"), str(_BUNDLE)]
    code = main(["conformance", "--lang", "en", "--limit", "60", "--", *command])
    assert code == 0, capsys.readouterr().out


def test_it_gives_titles_and_statuses_in_both_languages(built: Path) -> None:
    case = {"case_id": "a", "events": [{"type": "underretning_modtaget", "at": "2026-11-21T09:30:00+01:00"}]}
    asked = json.dumps({"id": "1", "at": "2026-11-21T12:00:00+01:00", "case": case})
    (answer,) = _answers([program("node"), str(built / "cli.js"), str(_BUNDLE)], asked + "\n")
    duty = next(one for one in answer["obligations"] if one["rule"] == "bl-136-2-vurdering-24-timer")
    assert duty["status_text"] == {"da": "frist løber", "en": "running"}
    assert duty["cite"].startswith("barnets lov § 136, stk. 2")
    assert set(duty["title"]) == {"da", "en"}


@pytest.mark.parametrize("line", ["null", "3", "[]", '"x"', "{", "{}"])
def test_a_line_that_is_no_question_is_answered_and_the_next_one_too(built: Path, line: str) -> None:
    question = _questions("L1")[0]
    bad, good = _answers([program("node"), str(built / "cli.js"), str(_BUNDLE)], f"{line}\n{question}\n")
    assert set(bad) == {"id", "error"}
    assert good["id"] == json.loads(question)["id"]
    assert "obligations" in good


def _write_like_cpr_numbers(seed: int, number: int) -> list[str]:
    """Texts like CPR numbers: each separator in each place, and numbers of which characters are changed at random."""
    blanks, dashes = ["\t", "\u00a0", "\u3000", "\x1c", "\x85"], ["\u2010", "\u2013", "\u2212"]
    between = ["", " ", "  ", "   ", " - ", "--", *"-./_:|,", *blanks, *dashes, "\u200b", "\ufeff"]
    tails = ("1234", "AB12", "ABCD", "12345")
    texts = [f"01{of_day}01{of_day}90{one}{tail}" for one in between for of_day in ("", "-", "_") for tail in tails]
    random = Random(seed)  # noqa: S311  # no secret is made of it
    others = [*between, *"0169aAø字\u00aa\u0660\uff11\u0967", "\U0001d7cf", "\U0001e951"]
    numbers = ("010190-1234", "0101901234", "01-01-1990 1234", "610190:1234", "290204_12A4", "300290-1234")
    for _ in range(number):
        text = list(random.choice(numbers))
        for _ in range(random.randint(1, 3)):
            place = random.randrange(len(text))
            text[place : place + random.randint(0, 1)] = random.choice(others)
        texts.append("".join(text))
    return texts


def test_both_engines_refuse_the_same_texts_that_look_like_a_cpr_number(built: Path) -> None:
    texts = _write_like_cpr_numbers(2026, 3_000)
    lines = []
    for number, text in enumerate(texts):
        case = _event_of("orientering_undladt", begrundelse=text)
        lines.append(json.dumps({"id": str(number), "at": "2026-01-02T12:00:00+01:00", "case": case}))
    answers = _answers([program("node"), str(built / "cli.js"), str(_BUNDLE)], "\n".join(lines) + "\n")
    refused = [text for text, answer in zip(texts, answers, strict=True) if "error" in answer]
    assert refused == [text for text in texts if has_cpr_shape(text)]
    assert len(texts) // 10 < len(refused) < len(texts)


def _refusals_of_keys(built: Path, keys: list[str]) -> tuple[list[bool], list[bool]]:
    """Whether each text is refused as the key of a case: by the engine, and by Python."""
    return _refusals(built, [{"case_id": key} for key in keys])


def _event_of(type_: str, **facts: object) -> dict[str, Any]:
    return {"case_id": "a", "events": [{"type": type_, "at": "2026-01-01", **facts}]}


def _refusals(built: Path, cases: list[dict[str, Any]]) -> tuple[list[bool], list[bool]]:
    """Whether each case is refused: by the engine, and by Python."""
    lines = [json.dumps({"id": "1", "at": "2026-01-02T12:00:00+01:00", "case": case}) for case in cases]
    answers = _answers([program("node"), str(built / "cli.js"), str(_BUNDLE)], "\n".join(lines) + "\n")
    return ["error" in answer for answer in answers], [_is_refused(case) for case in cases]


def _is_refused(case: dict[str, Any]) -> bool:
    try:
        Case.model_validate(case)
    except CaseError:
        return True
    return False


def test_both_engines_refuse_the_same_characters_in_a_key(built: Path) -> None:
    category_of = {chr(code): unicodedata.category(chr(code)) for code in range(sys.maxunicode + 1)}
    unprintable = [one for one, category in category_of.items() if category in {"Cc", "Cf", "Zl", "Zp", "Zs"}]
    unprintable.remove(" ")
    unprintable += ["\ud800", "\udfff", "\ue000", "\uf8ff", "\U000f0000", "\U000ffffd", "\U00100000", "\U0010fffd"]
    assert _refusals_of_keys(built, [f"a{one}" for one in unprintable]) == ([True] * len(unprintable),) * 2
    printable = [one for one, category in category_of.items() if one == " " or category[0] not in "CZ"]
    # A letter between them: figures side by side could be a CPR number.
    keys = ["x".join(printable[start : start + 90]) for start in range(0, len(printable), 90)]
    assert _refusals_of_keys(built, keys) == ([False] * len(keys),) * 2


def test_both_engines_refuse_half_of_a_pair_in_a_text_and_take_both_halves(built: Path) -> None:
    texts = {"\ud800": True, "a\udfffb": True, "010190\ud8001234": True, "\ude00\ud83d": True, "\U0001f600": False}
    cases = [_event_of("orientering_undladt", begrundelse=text) for text in texts]
    assert _refusals(built, cases) == ([*texts.values()],) * 2


def test_both_engines_take_the_same_numbers_of_a_kommune(built: Path) -> None:
    numbers = {999_999: False, 0: False, 10**6: True, 12345678901234567890: True, -1: True}
    assert _refusals(built, [{"case_id": "a", "kommune": one} for one in numbers]) == ([*numbers.values()],) * 2


@pytest.mark.parametrize("bundle", ["null", "{}", '{"schema": 2}'])
def test_a_bundle_of_a_form_that_it_does_not_know_is_refused_with_a_reason(built: Path, bundle: str) -> None:
    module = f"{(built / 'engine.js').read_text(encoding='utf-8')}\nOvergrebRules.evaluate({bundle}, {{}}, 'x');"
    done = subprocess.run([program("node"), "-"], input=module.encode(), capture_output=True, check=False, timeout=100)
    assert done.returncode == 1
    assert b"Error: this engine reads bundles of schema 1" in done.stderr


def _build_ladder(rungs: int) -> dict[str, Any]:
    """A case in which each of two events names both of the rung before: there are 2 ** rungs ways to the first."""
    events: list[dict[str, Any]] = [{"type": "underretning_modtaget", "id": "a", "at": "2026-01-01T09:00:00+01:00"}]
    names = ["a"]
    for rung in range(rungs):
        at = f"2026-01-02T09:{rung:02}:00+01:00"
        ids = [f"left{rung}", f"right{rung}"]
        events += [{"type": "underretning_modtaget", "id": name, "at": at, "of": names} for name in ids]
        names = ids
    events.append({"type": "direktoer_stillingtagen", "id": "z", "at": "2026-02-01T09:00:00+01:00", "of": names})
    return {"case_id": "a", "events": events}


def test_both_engines_go_up_a_ladder_of_links_once(built: Path) -> None:
    case, at = _build_ladder(40), "2026-03-01T12:00:00+01:00"
    asked = json.dumps({"id": "1", "at": at, "case": case})
    (answer,) = _answers([program("node"), str(built / "cli.js"), str(_BUNDLE)], asked + "\n")
    obligations = evaluate(Case.model_validate(case), at=at).obligations
    assert [(one["key"], one["status"]) for one in answer["obligations"]] == [
        (one.key, one.status) for one in obligations
    ]
    assert any(one["trigger"] == "z" for one in answer["obligations"])


def _count_calls(built: Path, case: dict[str, Any], at: str, folder: Path) -> int:
    """How often the parts of the program are run that node counts for its coverage: functions, branches and loops."""
    asked = json.dumps({"id": "1", "at": at, "case": case})
    command = [program("node"), str(built / "cli.js"), str(_BUNDLE)]
    environment = {**os.environ, "NODE_V8_COVERAGE": str(folder)}
    done = subprocess.run(command, capture_output=True, check=True, input=asked.encode(), env=environment, timeout=800)
    assert b'"obligations"' in done.stdout
    (file,) = folder.iterdir()
    covered = json.loads(file.read_text(encoding="utf-8"))["result"]
    (engine,) = (one for one in covered if one["url"].endswith("cli.js"))
    return sum(part["count"] for function in engine["functions"] for part in function["ranges"])


@pytest.mark.parametrize(
    ("things", "singles", "times"),
    [("underretning_modtaget", "underretning_registreret", 6), ("indsats_ivaerksat", "indsats_ophoert", 8)],
)
def test_twice_as_many_things_and_events_that_name_none_ask_for_so_many_times_the_work_at_most(
    built: Path, tmp_path: Path, things: str, singles: str, times: int
) -> None:
    def count(number: int) -> int:
        start, hour = dt.datetime(2025, 1, 1, tzinfo=dt.UTC), dt.timedelta(hours=1)
        types = [things] * number + [singles] * number
        events = [{"type": type_, "at": (start + n * hour).isoformat()} for n, type_ in enumerate(types)]
        folder = tmp_path / str(number)
        return _count_calls(built, {"case_id": "a", "events": events}, "2025-03-01T12:00:00+01:00", folder)

    assert count(80) < times * count(40)


def test_every_export_and_method_is_used() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "js" / "src").glob("*.ts"))]
    names = re.findall(
        r"^(?:export (?:function|class|const|type|interface) |  (?:private )?)(\w+)\b(?=[(<]| [={])",
        "\n".join(texts),
        re.MULTILINE,
    )
    assert len(names) > 200
    words = Counter(re.findall(r"\w+", re.sub(r"/\*\*.*?\*/", "", "\n".join(texts), flags=re.DOTALL)))
    assert [name for name in names if words[name] < 2 and name != "constructor"] == []


def _list_members(text: str) -> Iterator[tuple[str, str]]:
    """Yield the interfaces of a module with their members, and the fields of its classes that are set once."""
    code = re.sub(r"/\*\*.*?\*/", "", text, flags=re.DOTALL)
    for interface in re.finditer(r"\binterface (\w+) (\{)", code):
        depth, end = 1, interface.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(code[end], 0)
            end += 1
        for member in re.findall(r"[{;]\s*(\w+)\??(?=[:(])", code[interface.start(2) : end]):
            yield interface[1], member
    for member in re.findall(r"\breadonly (\w+):", code):
        yield "", member


def test_every_member_is_read() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "js" / "src").glob("*.ts"))}
    read = {*re.findall(r"\.(\w+)\b(?! [-+]?= )", "\n".join(texts.values()))}
    members = [
        (name, interface, member)
        for name, text in texts.items()
        if name != "bundle.ts"  # it tells the whole shape of a file
        for interface, member in _list_members(text)
        if interface not in {"Answer", "Obligation"}  # callers read these
    ]
    assert len(members) > 120
    assert [one for one in members if one[2] not in read] == []


def test_no_parameter_is_named_by_a_participle_that_says_nothing() -> None:
    lists = [
        parameters
        for path in sorted((ROOT / "js" / "src").glob("*.ts"))
        for parameters in _PARAMETERS.findall(path.read_text(encoding="utf-8"))
    ]
    names = {name for parameters in lists for name in re.findall(r"(?:^|[,(]|readonly )\s*(\w+)\b", parameters)}
    assert len(names) > 100
    assert names & REFUSED_PARAMETER_NAMES == set()


def test_the_one_file_is_written_in_es5(built: Path) -> None:
    text = (built / "engine.js").read_text(encoding="utf-8")
    code = re.sub(r"/\*.*?\*/|^\s*//.*?$", "", text, flags=re.DOTALL | re.MULTILINE)
    assert "var " in code
    assert not [line for line in code.splitlines() for word in _AFTER_ES5 if word in line]


def test_it_answers_the_same_on_the_jvm(built: Path, tmp_path: Path) -> None:
    if not _RHINO.exists():
        pytest.skip("rhino (Debian, with openjdk) is not installed")
    questions = _questions("L5") + _questions("L6")[::10]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(questions) + "\n", encoding="utf-8")
    script = [str(PROGRAMS / "rhino_lines.js"), str(built / "engine.js"), str(_BUNDLE), str(file)]
    on_jvm = _answers(
        [program("java"), "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-jar", str(_RHINO), *script]
    )
    in_node = _answers([program("node"), str(built / "cli.js"), str(_BUNDLE)], file.read_text(encoding="utf-8"))
    assert on_jvm == in_node
