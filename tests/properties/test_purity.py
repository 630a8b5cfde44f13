"""An evaluation is a pure function of case, instant and rules: no clock, no file, no order, no other thread."""

from __future__ import annotations

import ast
import datetime as dt
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import overgreb_rules
from overgreb_rules import Case, Evaluation, Rulebook, evaluate
from overgreb_rules._deadlines.moment import instant_text
from overgreb_rules.rulebook import MatcherName
from tests.fixtures.child_process import run_in_child
from tests.fixtures.random_cases import random_case, seeded_random

PACKAGE = Path(overgreb_rules.__file__).parent


def cases(first: int, count: int) -> Iterator[tuple[dict[str, Any], Case, str]]:
    for number in range(first, first + count):
        data, at = random_case(number)
        yield data, Case.model_validate(data), at


def without_receipt(result: Evaluation) -> str:
    return result.model_dump_json(exclude={"receipt"})


_WATCHED = ("open", "os.listdir", "os.scandir", "socket.", "subprocess.", "os.system", "os.putenv", "import")


@contextmanager
def watched() -> Iterator[list[str]]:
    """What the process opens, lists, imports or asks the network while it runs; only in a child process."""
    seen: list[str] = []
    watching = True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event.startswith(_WATCHED):
            seen.append(f"{event} {arguments[:1]}")

    sys.addaudithook(watch)  # noqa: TID251  # in a child process
    yield seen
    watching = False


def test_the_audit_hook_reports_a_file_that_is_read(tmp_path: Path) -> None:
    run_in_child(_touch_and_list, tmp_path)


def _touch_and_list(directory: Path) -> None:
    with watched() as seen:
        (directory / "x").touch()
        list(directory.iterdir())
    assert len(seen) == 2


def test_an_evaluation_reads_no_file_once_the_rules_are_loaded(matcher: MatcherName) -> None:
    run_in_child(_evaluate_watched, matcher)


def _evaluate_watched(matcher: MatcherName) -> None:
    book = Rulebook.load(matcher=matcher)
    for _, case, at in cases(0, 20):
        evaluate(case, at=at, rulebook=book)
    with watched() as seen:
        for _, case, at in cases(20, 200):
            evaluate(case, at=at, rulebook=book)
    assert not seen


def test_an_evaluation_reads_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    def clock(*_: object) -> float:
        raise AssertionError("the clock was read")

    expected = [without_receipt(evaluate(case, at=at)) for _, case, at in cases(0, 100)]
    for name in ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "localtime", "gmtime"):
        monkeypatch.setattr(time, name, clock)
    assert [without_receipt(evaluate(case, at=at)) for _, case, at in cases(0, 100)] == expected


def test_only_the_command_line_uses_the_clock_and_random_numbers_are_drawn_from_a_given_seed_alone() -> None:
    """`datetime.now` is built in and cannot be watched: the source is read instead."""
    clocks = {
        "now",
        "today",
        "utcnow",
        "localtime",
        "monotonic",
        "perf_counter",
        "time_ns",
        "uuid1",
        "uuid4",
        "urandom",
    }
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in clocks
            modules = {alias.name for alias in node.names} if isinstance(node, ast.Import) else set()
            drawn = (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == "random"
                and node.attr != "Random"
            )
            unseeded = isinstance(node, ast.Call) and ast.unparse(node.func) == "random.Random" and not node.args
            if called or drawn or unseeded or modules & {"time", "secrets"}:
                found.add(path.relative_to(PACKAGE).as_posix())
    assert found - {path for path in found if path.startswith("cli/")} == set()
    assert "cli/_options.py" in found


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system cannot change its local zone")
def test_the_zone_and_the_language_of_the_machine_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = set()
    try:
        for zone in ("UTC", "Asia/Tokyo", "America/New_York", "Europe/Copenhagen"):
            monkeypatch.setenv("TZ", zone)
            monkeypatch.setenv("LANG", "da_DK.UTF-8" if zone == "UTC" else "C")
            time.tzset()
            seen.add(tuple(evaluate(Case.model_validate(d), at=at).model_dump_json() for d, _, at in cases(0, 60)))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert len(seen) == 1


@pytest.mark.slow
def test_eight_threads_on_one_new_rulebook_write_the_same_bytes() -> None:
    """Each program is compiled while others already ask; the matcher answers one at a time."""
    told = [(case, at) for _, case, at in cases(1000, 60)]
    expected = [evaluate(case, at=at).model_dump_json() for case, at in told]
    book = Rulebook.load()
    together = threading.Barrier(8, timeout=60)
    written: list[list[str]] = []

    def write(first: int) -> None:
        together.wait()
        mine = {n: evaluate(*told[n][:1], at=told[n][1], rulebook=book) for n in _turned(len(told), first * 7)}
        written.append([mine[n].model_dump_json() for n in range(len(told))])

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    assert written == [expected] * 8


def _turned(count: int, by: int) -> list[int]:
    return [(number + by) % count for number in range(count)]


def test_the_order_of_the_events_in_the_file_changes_nothing() -> None:
    rng = seeded_random("order")
    for data, case, at in cases(2000, 400):
        events = list(data["events"])
        rng.shuffle(events)
        turned = Case.model_validate({**data, "events": events})
        assert evaluate(turned, at=at).model_dump_json() == evaluate(case, at=at).model_dump_json(), data["case_id"]


def test_the_order_of_keys_and_the_way_an_instant_is_written_change_nothing() -> None:
    for data, case, at in cases(3000, 100):
        events = [dict(reversed(event.items())) for event in data["events"]]
        turned = Case.model_validate(dict(reversed(list({**data, "events": events}.items()))))
        instant = dt.datetime.fromisoformat(at)
        in_samoa = instant.astimezone(dt.timezone(dt.timedelta(hours=13)))
        assert turned.sha256() == case.sha256()
        assert (
            evaluate(turned, at=in_samoa).model_dump_json()
            == evaluate(case, at=in_samoa.isoformat()).model_dump_json()
            == evaluate(case, at=at).model_dump_json()
        )


@pytest.mark.slow
def test_a_later_event_never_changes_an_evaluation() -> None:
    """Events after the instant have not happened: the case cut off there gives the same answer at that instant."""
    compared = ignored = 0
    for data, case, at in cases(4000, 700):
        moments = sorted({moment for one in case.events for moment in (one.at.earliest, one.at.earliest - 1)})
        rng = seeded_random(str(data["case_id"]))
        for instant in [at, *(instant_text(moment) for moment in rng.sample(moments, min(3, len(moments))))]:
            second = int(dt.datetime.fromisoformat(instant).timestamp())
            gone = {one.id for one in case.events if one.at.earliest > second}
            whole = evaluate(case, at=instant)
            assert set(whole.ignored_events) == gone
            kept = [event for event in data["events"] if event["id"] not in gone]
            if any(event.get("of") in gone for event in kept):
                continue  # an answer to what has not happened names nothing in the case that is cut
            cut = evaluate(Case.model_validate({**data, "events": kept}), at=instant)
            assert cut.ignored_events == ()
            assert cut.obligations == whole.obligations, (data["case_id"], instant)
            assert (cut.next_change, cut.warnings) == (whole.next_change, whole.warnings)
            compared += 1
            ignored += bool(gone)
    assert compared > 1500
    assert ignored > 500


def test_no_status_changes_before_the_next_change() -> None:
    """By time alone nothing changes from the instant to the one before `next_change`, and then something does."""
    followed = 0
    for data, case, at in cases(5000, 400):
        now = evaluate(case, at=at)
        instants = [one.at.earliest for one in case.events if one.id in now.ignored_events]
        if now.next_change is None or not isinstance(now.next_change, dt.datetime):
            continue
        then = int(now.next_change.timestamp())
        if any(instant <= then for instant in instants):
            continue
        just_before = evaluate(case, at=instant_text(then - 1))
        assert _said(just_before) == _said(now), (data["case_id"], at)
        assert _said(evaluate(case, at=instant_text(then))) != _said(now), (data["case_id"], at)
        followed += 1
    assert followed > 100


def _said(result: Evaluation) -> str:
    return result.model_dump_json(exclude={"receipt", "at", "next_change"})


def test_an_evaluation_leaves_the_case_and_the_rules_as_they_were() -> None:
    book = Rulebook.load()
    told = [(case, at, case.sha256(), repr(case)) for _, case, at in cases(6000, 50)]
    first = [evaluate(case, at=at, rulebook=book).model_dump_json() for case, at, *_ in told]
    again = [evaluate(case, at=at, rulebook=book).model_dump_json() for case, at, *_ in reversed(told)]
    assert again[::-1] == first
    assert all((case.sha256(), repr(case)) == (sha256, shown) for case, _, sha256, shown in told)


def test_the_packaged_rules_are_the_default_wherever_the_process_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [(case, at) for _, case, at in cases(7000, 20)]
    expected = [evaluate(case, at=at, rulebook=Rulebook.load()).model_dump_json() for case, at in told]
    monkeypatch.chdir(tmp_path)
    assert os.listdir() == []  # noqa: PTH208  # the folder in which the process stands
    assert [evaluate(case, at=at).model_dump_json() for case, at in told] == expected
