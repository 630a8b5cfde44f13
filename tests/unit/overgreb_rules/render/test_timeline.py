"""The timeline: what is drawn, that it says in words what it shows, and that it needs nothing else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET

import pytest

from overgreb_rules import Event
from overgreb_rules.evaluation import Evaluation
from overgreb_rules.render._event_names import EventNames
from overgreb_rules.render._symbols import LOOKS, PAPER
from overgreb_rules.render._time_axis import build_bands, build_lane
from overgreb_rules.render.timeline import render_timeline
from overgreb_rules.shared.no_break_spaces import NO_BREAK_SPACE
from tests.fixtures.rendered_evaluations import (
    AT,
    EXAMPLE_INSTANTS,
    build_evaluation,
    build_full_evaluation,
    build_long_evaluation,
    build_obligation,
    copenhagen_time,
    evaluate_example,
)

SVG = "{http://www.w3.org/2000/svg}"
_NOW = int(AT.timestamp())
_ANSWERS = {
    **{name: evaluate_example(name)[0] for name in EXAMPLE_INSTANTS},
    "none": build_evaluation(),
    "many": build_full_evaluation(),
    "sixty": build_long_evaluation(),
}


def _drawn(result: Evaluation, language: str = "da", events: Iterable[Event] = ()) -> ET.Element:
    return ET.fromstring(render_timeline(result, language, events))  # noqa: S314  # our own picture


def _lanes(root: ET.Element) -> list[str]:
    """What each lane says to those who hear it."""
    return [group.find(f"{SVG}title").text or "" for group in root.iter(f"{SVG}g") if group.get("role") == "img"]  # type: ignore[union-attr]


def _words(root: ET.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", _ANSWERS)
def test_every_duty_has_one_lane_that_says_its_status_its_basis_and_its_dates(name: str, language: str) -> None:
    result = _ANSWERS[name]
    root = _drawn(result, language)
    said = _lanes(root)
    assert len(said) == len(result.obligations)
    names = EventNames(result, language)
    for one in result.obligations:
        own = [words for words in said if one.cite in words and names.name_trigger(one)[1:] in words]
        assert any(all(name in words for name in names.name_fulfilments(one)) for words in own)
    assert root.get("lang") == language


@pytest.mark.parametrize("name", _ANSWERS)
def test_the_picture_has_a_title_and_a_description_and_needs_nothing_from_elsewhere(name: str) -> None:
    text = render_timeline(_ANSWERS[name], "da")
    root = ET.fromstring(text)  # noqa: S314
    named = (root.get("aria-labelledby") or "").split()
    assert [root.find(f".//*[@id='{name}']") is not None for name in named] == [True, True]
    assert not re.search(r"<script|<image|<style|href|@import|https?://(?!www\.w3\.org/2000/svg\")", text)


@pytest.mark.parametrize("name", _ANSWERS)
def test_nothing_is_drawn_outside_the_paper(name: str) -> None:
    root = _drawn(_ANSWERS[name])
    _, _, width, height = (float(part) for part in (root.get("viewBox") or "").split())
    for element in root.iter(f"{SVG}rect"):
        x, y = float(element.get("x") or 0), float(element.get("y") or 0)
        assert 0 <= x <= x + float(element.get("width") or 0) <= width + 0.1
        assert 0 <= y <= y + float(element.get("height") or 0) <= height + 0.1
    for element in root.iter(f"{SVG}text"):
        assert 0 <= float(element.get("x") or 0) <= width
        assert 0 <= float(element.get("y") or 0) <= height


def test_the_same_answer_gives_the_same_picture() -> None:
    assert render_timeline(build_full_evaluation(), "da") == render_timeline(build_full_evaluation(), "da")


def test_days_that_do_not_count_are_hatched_and_say_why() -> None:
    root = _drawn(evaluate_example("christmas-notification")[0])
    hatched = [rect for rect in root.iter(f"{SVG}rect") if rect.get("fill") == "url(#tl-out)" and len(rect)]
    why = [rect[0].text or "" for rect in hatched]
    assert any("søndag den 25. december 2016: juledag" in words for words in why)
    half = [rect[0].text or "" for rect in root.iter(f"{SVG}rect") if rect.get("fill") == "url(#tl-half)" and len(rect)]
    assert any("lørdag den 24. december 2016" in words for words in half)
    assert not set(why) & set(half)


def test_the_two_readings_have_two_shapes_and_the_shape_of_the_lenient_one_stands_only_where_it_differs() -> None:
    def shapes(result: Evaluation) -> list[str]:
        lanes = [group for group in _drawn(result).iter(f"{SVG}g") if group.get("role") == "img"]
        return [path.get("d") or "" for group in lanes for path in group.iter(f"{SVG}path")]

    strict, lenient = "M-6.5 -11h13L0 0z", "M0 0l5.5 5.5L0 11l-5.5 -5.5z"
    one, two = dt.date(2026, 11, 27), (dt.date(2026, 11, 27), dt.date(2026, 11, 30))
    assert strict in shapes(build_evaluation(build_obligation(due=one)))
    assert lenient not in shapes(build_evaluation(build_obligation(due=one)))
    assert strict in shapes(build_evaluation(build_obligation(due=two)))
    assert lenient in shapes(build_evaluation(build_obligation(due=two)))


def test_a_duty_is_marked_as_met_where_it_was() -> None:
    met = "M-7.5 -7.5h15v15h-15z"
    drawn = render_timeline(evaluate_example("christmas-notification")[0], "da")
    assert drawn.count(met) == render_timeline(build_evaluation(build_obligation()), "da").count(met) + 1


def test_now_is_a_line_where_it_is_near_and_an_arrow_with_its_date_where_it_is_far() -> None:
    assert "nu" in _words(_drawn(build_evaluation(build_obligation())))
    later = build_evaluation(build_obligation(status="overdue"), at=copenhagen_time("2027-06-01T08:00"))
    assert "nu: tirs.~1.6.2027 kl.~08.00".replace("~", NO_BREAK_SPACE) in _words(_drawn(later))
    before = build_evaluation(
        build_obligation(clock_start=copenhagen_time("2026-12-24T10:00"), due=copenhagen_time("2026-12-25T10:00"))
    )
    assert "now: Sat 21~Nov 2026 12:00".replace("~", NO_BREAK_SPACE) in _words(_drawn(before, "en"))


def test_duties_without_a_date_stand_below_the_axis_with_the_reason() -> None:
    root = _drawn(
        build_evaluation(
            build_obligation(),
            build_obligation(2, due=None, status="undetermined", needs=("overgreb",)),
            build_obligation(3, due=None),
        )
    )
    words = _words(root)
    assert words.index("Uden fast frist") < words.index("ikke oplyst: om der er viden eller mistanke om overgreb")
    assert "ingen fast frist" in words


def test_no_duties_give_a_picture_that_says_so() -> None:
    assert "Ingen pligter på dette tidspunkt." in _words(_drawn(build_evaluation()))
    assert "No duties at this instant." in _words(_drawn(build_evaluation(), "en"))


def test_24_hours_and_4_years_have_axes_of_their_own_on_which_both_can_be_seen() -> None:
    day = build_obligation(1)
    years = build_obligation(2, due=dt.date(2030, 11, 21))
    found = build_bands([one for one in (build_lane(day), build_lane(years)) if one], _NOW)
    assert [(band.title.da, len(band.lanes)) for band in found] == [("Timer", 1), ("År", 1)]
    for band in found:
        one = band.lanes[0]
        assert band.share(one.last) - band.share(one.first) > 0.5
        assert 2 <= len(band.ticks) <= 9


@pytest.mark.parametrize("name", _ANSWERS)
def test_on_every_axis_a_period_is_wide_enough_to_be_seen_and_the_ticks_are_few(name: str) -> None:
    result = _ANSWERS[name]
    lanes = [one for duty_ in result.obligations if (one := build_lane(duty_)) is not None]
    found = build_bands(lanes, int(result.at.timestamp()))  # type: ignore[union-attr]  # the instant of an answer
    assert sorted(one.duty.key for band in found for one in band.lanes) == sorted(one.duty.key for one in lanes)
    for band in found:
        assert len(band.ticks) <= 9
        assert [tick.second for tick in band.ticks] == sorted({tick.second for tick in band.ticks})
        for one in band.lanes:
            assert 0 <= band.share(one.first) < band.share(one.last) <= 1


def test_hours_across_the_change_of_clocks_stand_where_the_clocks_stand() -> None:
    spring = build_obligation(clock_start=copenhagen_time("2017-03-25T20:00"), due=copenhagen_time("2017-03-26T21:00"))
    (band,) = build_bands(
        [one for one in (build_lane(spring),) if one], int(copenhagen_time("2017-03-26T20:30").timestamp())
    )
    assert {(tick.second // 3600 + 2) % 24 % 3 for tick in band.ticks if tick.second > 1490490000} == {0}


def test_what_a_case_says_is_text_and_never_markup() -> None:
    hostile = "\"'><script>alert(1)</script>\u0000\ufffe"
    text = render_timeline(build_full_evaluation(hostile=hostile), "da")
    assert "<script" not in text
    assert "A-17\"'><script>alert(1)</script>" in "".join(ET.fromstring(text).itertext())  # noqa: S314


def test_words_and_outlines_can_be_read_on_the_paper() -> None:
    for look in LOOKS.values():
        assert _contrast(look.ink, PAPER) >= 4.5
        assert _contrast(look.ink, look.bar) >= 3


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
