"""Thunderbird: a feed that is subscribed to, and single files as mails bring them."""

from __future__ import annotations

from pathlib import Path

from tests.integration.clients.conftest import ask_thunderbird
from tests.integration.clients.scenario import CANCELLED, MOVED, PublishedFolder
from tests.integration.clients.test_parsers import agree, follow


def test_thunderbird_follows_the_feed_takes_single_changes_and_cancels(
    first: PublishedFolder,
    second: PublishedFolder,
    year: list[PublishedFolder],
    server: tuple[str, Path],
    tmp_path: Path,
) -> None:
    address, served = server
    singles = [
        first.meeting_file(MOVED),
        first.meeting_file(MOVED),
        second.meeting_file(MOVED),
        first.meeting_file(MOVED),
        first.meeting_file(CANCELLED),
        second.meeting_file(CANCELLED),
    ]
    feeds = [first, first, second, *year]
    said = ask_thunderbird(
        tmp_path,
        address=f"{address}/all.ics",
        served=str(served / "all.ics"),
        feeds=[str(publication.feed) for publication in feeds],
        singles=[str(path) for path in singles],
    )

    follow(feeds, said["feeds"])

    new, again, moved, older, another, off = ({e["uid"]: e for e in held} for held in said["singles"])
    before, after = first.meetings[MOVED], second.meetings[MOVED]
    agree(before, new[before.uid])
    assert again == new
    agree(after, moved[after.uid])
    # An older file is no news: its SEQUENCE is lower.
    assert older == moved
    assert [len(held) for held in (new, again, moved, older, another, off)] == [1, 1, 1, 1, 2, 1]
    agree(first.meetings[CANCELLED], another[first.meetings[CANCELLED].uid])
    assert set(off) == {after.uid}
