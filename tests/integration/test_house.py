"""The picture of imports stays within its bounds, and the tool that counts it counts rightly."""

import tomllib

import pytest

pytest.importorskip("grimp", reason="grimp of the extra `test` is not installed")

from tools import house_counts

SEEN_BY_MEETINGS = {"overgreb_rules.calendar", "overgreb_rules.ical", "overgreb_rules.shared"}
MODULE = '''"""A docstring of
two lines."""

# A comment.
value = """a text
of two lines"""  # code and comment
"""The docstring of an attribute."""


def function():
    """One line."""
    return (
        1
    )
'''


@pytest.mark.parametrize("package", house_counts.BOUNDS)
def test_rooms_floors_and_arrows_stay_within_their_bounds(package):
    later, bound = house_counts.LATER_ROOMS[package], house_counts.BOUNDS[package]
    counts = house_counts.count_house(package, without=later)
    assert counts.circles == ()
    assert counts.rooms <= bound.rooms
    assert counts.floors <= bound.floors
    assert counts.arrows <= bound.arrows


@pytest.mark.parametrize("package", house_counts.BOUNDS)
def test_a_room_of_a_later_capability_brings_no_more_arrows_than_were_allowed_with_it(package):
    arrows, later = house_counts.count_later_arrows(package), house_counts.LATER_ROOMS[package]
    assert [room for room, most in later.items() if arrows[room] > most] == []
    assert house_counts.count_house(package).circles == ()


def test_the_page_on_architecture_names_the_bounds():
    page = (house_counts.ROOT / "docs/explanation/architecture.md").read_text(encoding="utf-8")
    for package, bound in house_counts.BOUNDS.items():
        assert f"| `{package}`, at most | {bound.rooms} | {bound.floors} | {bound.arrows} |" in page
        for room, arrows in house_counts.LATER_ROOMS[package].items():
            assert f"| `{package}.{room}`, added later | 1 | | {arrows} |" in page


def test_the_contract_of_meetings_forbids_every_room_but_three():
    settings = tomllib.loads((house_counts.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {contract["id"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}
    forbidden = set(contracts["meetings-sees-the-kernel"]["forbidden_modules"])
    assert forbidden == set(house_counts.room_imports("overgreb_rules")) - SEEN_BY_MEETINGS


def test_the_words_of_an_answer_need_no_rulebook_and_so_no_engine():
    """A page with an overdue duty could not be drawn where the engine is missing."""
    assert "overgreb_rules.rulebook" not in house_counts.room_imports("overgreb_rules")["overgreb_rules._text"]


def test_docstrings_comments_and_blank_lines_are_no_code(tmp_path):
    (tmp_path / "module.py").write_text(MODULE, encoding="utf-8")
    assert house_counts.count_lines_of_code(tmp_path) == 6


def test_rooms_that_import_each_other_are_a_circle(monkeypatch):
    arrows = {"p.a": {"p.b"}, "p.b": {"p.a"}, "p.c": {"p.a"}}
    monkeypatch.setattr(house_counts, "room_imports", lambda _package: arrows)
    assert house_counts.count_house("p") == house_counts.HouseCounts(3, 0, 3, (("p.a", "p.b"),))


def test_a_room_that_is_left_out_takes_its_arrows_with_it(monkeypatch):
    arrows = {"p.a": {"p.b", "p.c"}, "p.b": {"p.c"}, "p.c": set()}
    monkeypatch.setattr(house_counts, "room_imports", lambda _package: arrows)
    assert house_counts.count_house("p", without={"b"}) == house_counts.HouseCounts(2, 2, 1, ())


def test_an_arrow_between_two_later_rooms_belongs_to_the_one_that_came_last(monkeypatch):
    arrows = {"p.a": {"p.b", "p.c"}, "p.b": {"p.c", "p.d"}, "p.c": {"p.d"}, "p.d": set()}
    monkeypatch.setattr(house_counts, "room_imports", lambda _package: arrows)
    monkeypatch.setattr(house_counts, "LATER_ROOMS", {"p": {"b": 2, "c": 3}})
    assert house_counts.count_later_arrows("p") == {"b": 2, "c": 3}


def test_floors_are_the_rooms_on_the_longest_chain(monkeypatch):
    arrows = {"p.a": {"p.b", "p.c"}, "p.b": {"p.c"}, "p.c": set()}
    monkeypatch.setattr(house_counts, "room_imports", lambda _package: arrows)
    assert house_counts.count_house("p") == house_counts.HouseCounts(3, 3, 3, ())
