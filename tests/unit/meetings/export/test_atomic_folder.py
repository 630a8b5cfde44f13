"""A folder is written whole or not at all, whenever and however often it is stopped."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from meetings.export import FolderError, atomic_folder, read_plan, write_calendars
from meetings.export.atomic_folder import OutputFolder, lock_folder, open_folder
from tests.fixtures.child_process import run_in_child
from tests.fixtures.paths import ROOT
from tests.fixtures.schedules import AT, build_schedule, read_folder

OLD = {"plan.json": b"old", "meetings/a": b"same", "calendars/b": b"old", "calendars/c": b"gone"}
NEW = {"plan.json": b"new", "meetings/a": b"same", "calendars/b": b"new", "invitations/d": b"here"}


def ours(name: str) -> bool:
    return not name.startswith("notes")


def write(directory: Path, files: dict[str, bytes]) -> None:
    with lock_folder(directory, is_own=ours) as folder:
        folder.replace(files)


def beside(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.parent.iterdir())


class Killed(BaseException):
    """What a process would have been killed at."""


class Killer:
    """Ends the run at the n-th step that touches the disk; Python tells of each of them before it is done."""

    STEPS = frozenset(
        {"open", "os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "os.chmod", "shutil.copyfile"}
    )

    def __init__(self, place: Path) -> None:
        self.place = str(place)
        self.steps_left: int | None = None
        sys.addaudithook(self.hear)  # noqa: TID251  # in a child process

    def hear(self, event: str, arguments: tuple[object, ...]) -> None:
        """Called by Python before each step."""
        if self.steps_left is None or event not in self.STEPS:
            return
        if event == "open" and self.place not in str(arguments[0]):
            return
        if self.steps_left == 0:
            self.steps_left = None
            raise Killed(f"{event} {arguments}")
        self.steps_left -= 1


@pytest.mark.parametrize("first", [True, False])
def test_whichever_step_is_the_last_the_folder_is_the_old_or_the_new_one(tmp_path: Path, first: bool) -> None:
    run_in_child(_stop_at_each_step, tmp_path, first)


def _stop_at_each_step(place: Path, first: bool) -> None:
    before: dict[str, bytes] = {} if first else OLD
    killer = Killer(place)
    seen, steps = set(), 0
    while True:
        directory = place / str(steps) / "ud"
        directory.parent.mkdir()
        if not first:
            write(directory, OLD)
        killer.steps_left = steps
        try:
            write(directory, NEW)
        except Killed:
            pass
        else:
            killer.steps_left = None
            break
        if directory.exists():
            assert read_folder(directory) in (before, NEW)
        with lock_folder(directory, is_own=ours):
            found = read_folder(directory) if directory.exists() else {}
        assert found in (before, NEW)
        assert beside(directory) in (["ud"], [])
        seen.add(found == NEW)
        steps += 1
    assert read_folder(directory) == NEW
    assert steps > 10
    assert seen == {True, False}


@pytest.mark.slow
def test_a_recovery_that_is_itself_stopped_at_any_step_is_finished_by_the_next(tmp_path: Path) -> None:
    run_in_child(_stop_a_recovery_at_each_step, tmp_path)


def _stop_a_recovery_at_each_step(place: Path) -> None:
    killer = Killer(place)
    for state in ("before", "between", "after"):
        for steps in range(30):
            directory = place / f"{state}{steps}" / "ud"
            directory.parent.mkdir()
            write(directory, OLD)
            folder = OutputFolder(directory, ours)
            folder._fill(NEW, frozenset(NEW))
            if state != "before":
                directory.rename(directory.with_name(".ud.old"))
            if state == "after":
                directory.with_name(".ud.new").rename(directory)
            killer.steps_left = steps
            try:
                folder.recover()
            except Killed:
                folder.recover()
            killer.steps_left = None
            assert read_folder(directory) == (OLD if state == "before" else NEW)
            assert beside(directory) == ["ud"]


def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python on the sources and the tests."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by signal")
def test_thirty_kills_at_random_moments_leave_the_old_plan_or_the_new_one() -> None:
    done = run_python("-m", "tests.integration.sigkill_writer", "30", str(os.getpid()))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by signal")
@pytest.mark.parametrize(
    ("writer", "wait", "complaint"),
    [
        ("1 / 0", "os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)", "kill 0: the writer had ended by itself (1)"),
        ("signal.pause()", "0", "one of the two plans was never found"),
    ],
)
def test_a_writer_that_writes_nothing_is_complained_of(writer: str, wait: str, complaint: str, tmp_path: Path) -> None:
    program = (
        "import os, signal, time\nfrom pathlib import Path\nfrom tests.integration import sigkill_writer\n"
        f"sigkill_writer._write_forever = lambda directory, states: {writer}\n"
        f"time.sleep = lambda seconds: {wait}\n"
        f"print(sigkill_writer.kill_writers(30, 1, Path({str(tmp_path)!r})))"
    )
    done = run_python("-c", program)
    assert done.stdout.splitlines()[-1:] == [str([complaint])], done.stdout + done.stderr


def test_runs_at_once_take_turns_and_never_mix(tmp_path: Path) -> None:
    directory = tmp_path / "ud"
    states = [{**OLD, "plan.json": str(number).encode() * 50_000} for number in range(4)]
    wrong: list[object] = []

    def run(files: dict[str, bytes]) -> None:
        try:
            for _ in range(10):
                with lock_folder(directory, is_own=ours) as folder:
                    folder.replace(files)
                    if read_folder(directory) != files:
                        wrong.append("mixed")
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(files,)) for files in states]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert read_folder(directory) in states
    assert beside(directory) == ["ud"]


def test_a_folder_beside_which_nothing_may_be_written_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_calendars(build_schedule(), tmp_path / "ud", at=AT)
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("x", encoding="utf-8")
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(atomic_folder, "hold_lock", lambda *_: pytest.fail("locked"))
    assert read_plan(tmp_path / "ud") is not None
    assert read_plan(tmp_path / "none") is None
    with pytest.raises(FolderError, match="holds other things"):
        read_plan(tmp_path / "home")


def test_a_folder_that_is_replaced_while_it_is_read_without_a_lock_is_not_mixed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "ud", OLD)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with (
        pytest.raises(FolderError, match="another run wrote in"),
        open_folder(tmp_path / "ud", is_own=ours),
    ):
        write(tmp_path / "ud", NEW)


def test_what_is_not_ours_is_kept(tmp_path: Path) -> None:
    directory = tmp_path / "ud"
    write(directory, OLD)
    (directory / "notes").mkdir()
    (directory / "notes" / "mine.txt").write_text("kept", encoding="utf-8")
    (directory / "notes.lnk").symlink_to("notes")
    write(directory, NEW)
    assert (directory / "notes" / "mine.txt").read_text(encoding="utf-8") == "kept"
    assert (directory / "notes.lnk").is_symlink()
    assert not (directory / "calendars" / "c").exists()


def test_an_unchanged_file_keeps_its_time_and_the_folder_its_rights(tmp_path: Path) -> None:
    directory = tmp_path / "ud"
    write(directory, OLD)
    directory.chmod(0o750)
    os.utime(directory / "meetings" / "a", (1_000_000, 1_000_000))
    write(directory, NEW)
    assert (directory / "meetings" / "a").stat().st_mtime == 1_000_000
    assert directory.stat().st_mode & 0o777 == 0o750


def test_a_folder_of_other_things_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(FolderError, match="holds other things"):
        write_calendars(build_schedule(), tmp_path / "home", at=AT)
    assert read_folder(tmp_path / "home") == {"letter.txt": b"x"}
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(FolderError, match="is a file"):
        write_calendars(build_schedule(), tmp_path / "file", at=AT)
    with pytest.raises(FolderError, match="cannot be written"):
        write_calendars(build_schedule(), tmp_path / "file" / "ud", at=AT)
    with pytest.raises(FolderError, match="cannot be replaced"):
        write_calendars(build_schedule(), "/", at=AT)
    assert beside(tmp_path / "home") == ["file", "home"]


def test_a_folder_that_looks_like_a_cpr_number_is_not_named(tmp_path: Path) -> None:
    (tmp_path / "010190").mkdir()
    path = tmp_path / "010190" / "1234"
    path.write_text("x", encoding="utf-8")
    with pytest.raises(FolderError) as refused:
        write_calendars(build_schedule(), path, at=AT)
    assert "1234" not in refused.value.message("en") + refused.value.message("da")
    assert "»skjult« er en fil" in refused.value.message("da")


def test_an_empty_folder_and_a_link_to_a_folder_are_written(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write_calendars(build_schedule(), tmp_path / "link", at=AT)
    assert (tmp_path / "link").is_symlink()
    assert read_plan(tmp_path / "real") is not None


def test_the_folder_one_stands_in_is_not_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ud").mkdir()
    monkeypatch.chdir(tmp_path / "ud")
    with pytest.raises(FolderError, match="leave it first"):
        write_calendars(build_schedule(), ".", at=AT)


@pytest.mark.parametrize("broken", ["fsync", "rename"])
def test_a_full_disk_leaves_the_old_folder_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    directory = tmp_path / "ud"
    write(directory, OLD)
    working = getattr(os, broken)
    calls = 0

    def fail_once(*arguments: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise OSError(28, "No space left on device")
        return working(*arguments, **named)

    monkeypatch.setattr(os, broken, fail_once)
    with pytest.raises(FolderError, match="No space left") as refused:
        write(directory, NEW)
    assert refused.value.is_out_of_space
    monkeypatch.undo()
    # Once both stand beside each other whole, the way on is shorter than the way back.
    assert read_folder(directory) == (OLD if broken == "fsync" else NEW)
    assert beside(directory) == ["ud"]


def test_a_path_with_spaces_and_danish_letters_works(tmp_path: Path) -> None:
    directory = tmp_path / "Møder i Ærø Kommune" / "2027"
    write_calendars(build_schedule(), directory, at=AT)
    assert read_plan(directory) is not None
