"""The page of statuses and warnings is current, and every word of an answer has its place there."""

from __future__ import annotations

from typing import get_args

from overgreb_rules.evaluation import StatusWord
from tests.properties import test_status_arrows
from tools.write_status_page import ARROWS, PAGE, build_page


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == build_page(), "python tools/write_status_page.py"


def test_every_status_stands_on_the_page_in_the_order_of_an_answer() -> None:
    page = build_page()
    places = [page.index(f"| `{status}` |") for status in get_args(StatusWord)]
    assert places == sorted(places)


def test_the_arrows_are_those_along_which_histories_move() -> None:
    shown = {
        status: {*arrows.by_time, *arrows.by_event} - {"waived", "undetermined"} for status, arrows in ARROWS.items()
    }
    late = {"met_contested", "met_late"}
    for status, after in test_status_arrows.ARROWS.items():
        # In one step of a history time and an event can come together: what is met late was contested before.
        assert shown[status] == after - (late if status in {"pending", "due_soon"} else {"met_late"} - shown[status])
    assert {*shown} - {*test_status_arrows.ARROWS} == {"breached"}
