"""A request without a plan is told why: each clash with its requirements, in the language of the reader."""

from __future__ import annotations

import pickle

from meetings.errors import Clash, NoPlanError, Requirement, unreadable_file, unwritable_place
from overgreb_rules.shared.text import Text

WINDOW = Requirement("window", "", Text("periode", "window"), Text("fra 1. marts", "from 1 March"))
PINNED = Requirement("pinned", "1460", Text("fastlagt", "pinned"), Text("den 1. februar", "on 1 February"))
NORTH = Clash((PINNED, WINDOW), Text("Nordjylland", "Nordjylland"))
EAST = Clash((WINDOW,), Text("Østjylland", "Østjylland"))


def test_one_clash_is_told_with_those_whom_it_concerns():
    assert NoPlanError((NORTH,)).message("da").splitlines() == [
        "Der er ingen plan: disse krav udelukker hinanden",
        "  fastlagt (pinned): den 1. februar",
        "  periode (window): fra 1. marts",
        "Det gælder Nordjylland. Intet er skrevet.",
    ]


def test_several_clashes_are_counted_and_each_begins_with_its_kreds():
    error = NoPlanError((NORTH, EAST), (Text("Og en note.", "And a note."),))
    assert error.message("da").splitlines()[0] == "Der er ingen plan, og det er der 2 grunde til"
    lines = error.message("en").splitlines()
    assert lines[0] == "No plan exists, for 2 reasons"
    assert lines[1] == "Nordjylland: these requirements exclude each other"
    assert lines[4:] == [
        "Østjylland: this requirement cannot be met",
        "  window: from 1 March",
        "And a note.",
        "Nothing was written.",
    ]


def test_the_conflict_is_the_smallest_clash():
    assert NoPlanError((NORTH, EAST)).conflict == (WINDOW,)


def test_the_error_survives_a_pickle():
    error = NoPlanError((NORTH, EAST))
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  # made in this line
    assert (again.clashes, str(again)) == (error.clashes, str(error))


def test_a_file_and_a_folder_that_fail_name_the_place_as_it_was_given_and_the_mend():
    refused = unreadable_file("request.yaml", FileNotFoundError(2, "No such file or directory"))
    assert refused.parts()["place"] == "request.yaml"
    written = unwritable_place(
        "out", PermissionError(13, "Permission denied"), Text("vælg en anden mappe", "choose another")
    )
    assert written.message("da").endswith("vælg en anden mappe")
