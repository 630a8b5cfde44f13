"""The command `demo`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from meetings.cli._io import check_year, load_request, print_notes
from meetings.cli._plan import print_plan, print_warnings
from meetings.demo import MARK, build_demo_files
from meetings.errors import RequestError, unwritable_place
from meetings.export import read_plan, write_calendars
from meetings.planner import plan
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.text import Text


def add_command(commands: Commands) -> None:
    """Add the command to the program.

    Args:
        commands: The commands of the program.
    """
    parser = commands.add(
        "demo",
        Text("et helt eksempel med opdigtede kalendere", "a whole example with made-up calendars for everybody"),
    )
    parser.add("year", says=Text("året", "the year"), metavar="YEAR", type=int)
    folder = Text("mappen, der skrives; ellers demo-ÅR", "the folder to write; default: demo-YEAR")
    parser.add("--out", says=folder, metavar="DIR")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    year = check_year(arguments.year, "YEAR")
    folder = Path(arguments.out or f"demo-{year}")
    _write(folder, build_demo_files(year))
    # The example has no clock: whoever makes it gets the same files.
    at = f"{year - 1}-11-01T12:00:00+01:00"
    language = arguments.lang
    request = load_request(str(folder / "request.yaml"), language)
    out = folder / "plan"
    schedule = plan(request, at=at, earlier=read_plan(out))
    written = write_calendars(schedule, out, at=at)
    number = len(request.calendars)
    made_up = Text(
        f"{number} opdigtede kalendere i {folder / 'busy'}", f"{number} made-up calendars in {folder / 'busy'}"
    )
    where = folder / "request.yaml"
    print_notes((made_up, Text(f"Bestillingen i {where}\n", f"The request in {where}\n")), language, sys.stdout)
    print_plan(written.schedule, out, len(written.changed), language)
    print_warnings(schedule, language, sys.stdout)
    return 0


def _write(folder: Path, files: dict[str, bytes]) -> None:
    try:
        _refuse_other_files(folder, files)
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        raise unwritable_place(str(folder), error, Text("nævn en anden mappe", "name another folder")) from None


def _refuse_other_files(folder: Path, files: dict[str, bytes]) -> None:
    request = folder / "request.yaml"
    ours = request.is_file() and request.read_text(encoding="utf-8", errors="replace").startswith(MARK)
    if folder.exists() and not ours and (not folder.is_dir() or any(folder.iterdir())):
        raise RequestError(
            str(folder),
            Text("mappen indeholder andet end et eksempel", "it holds something else than an example"),
            Text("nævn en ny mappe med --out", "name a new folder with --out"),
        )
    changed = [
        name for name, data in files.items() if (folder / name).is_file() and (folder / name).read_bytes() != data
    ]
    if changed:
        # Somebody has changed a copy of the example: those changes are not overwritten.
        raise RequestError(
            str(folder / changed[0]),
            Text("filen er en anden end eksemplets", "the file is another one than that of the example"),
            Text("nævn en ny mappe med --out", "name a new folder with --out"),
        )
