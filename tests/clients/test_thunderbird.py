"""Thunderbird: a feed that is subscribed to, and single files as mails bring them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clients.conftest import PROGRAMS, program
from tests.clients.scenario import CANCELLED, IN_JULY, MOVED, Published
from tests.clients.test_parsers import agree


def test_thunderbird_follows_the_feed_takes_single_changes_and_cancels(
    first: Published, second: Published, server: tuple[str, Path], tmp_path: Path
) -> None:
    pytest.importorskip("marionette_driver", reason="marionette_driver (PyPI) is not installed")
    thunderbird = program("thunderbird")
    address, served = server
    shutil.copy(first.feed, served / "all.ics")
    profile = tmp_path / "profile"
    profile.mkdir()
    singles = [
        first.single(MOVED),
        first.single(MOVED),
        second.single(MOVED),
        first.single(MOVED),
        first.single(CANCELLED),
        second.single(CANCELLED),
    ]
    arguments = [thunderbird, profile, f"{address}/all.ics", served / "all.ics", second.feed, *singles]
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-W", "ignore", str(PROGRAMS / "thunderbird.py"), *map(str, arguments)],
        capture_output=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr.decode()
    said = json.loads(done.stdout)

    for step, publication in (("first", first), ("again", first), ("second", second)):
        held = {event["uid"]: event for event in said[step]}
        assert len(said[step]) == len(held) == 12
        for told in publication.told.values():
            agree(told, held[told.uid])
    changed = {event["uid"] for event in said["second"] if event not in said["first"]}
    assert changed == {second.told[kreds].uid for kreds in (MOVED, IN_JULY, CANCELLED)}

    new, again, moved, older, another, off = ({e["uid"]: e for e in held} for held in said["singles"])
    before, after = first.told[MOVED], second.told[MOVED]
    agree(before, new[before.uid])
    assert again == new
    agree(after, moved[after.uid])
    # An older file is no news: its SEQUENCE is lower.
    assert older == moved
    assert [len(held) for held in (new, again, moved, older, another, off)] == [1, 1, 1, 1, 2, 1]
    agree(first.told[CANCELLED], another[first.told[CANCELLED].uid])
    assert set(off) == {after.uid}
