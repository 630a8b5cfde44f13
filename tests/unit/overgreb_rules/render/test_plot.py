"""The plot of a timeline: where the period of a duty begins and ends, and what it is marked with."""

from __future__ import annotations

import datetime as dt
from typing import Any
from xml.etree import ElementTree as ET

from overgreb_rules.evaluation import CountedBy, Counting
from overgreb_rules.render._plot import LEFT, PLOT, draw_period, x_of
from overgreb_rules.render._time_axis import build_bands, build_lane
from overgreb_rules.shared.text import Text
from tests.fixtures.rendered_evaluations import AT, build_obligation, copenhagen_time


def _draw(**changes: Any) -> ET.Element:
    lane = build_lane(build_obligation(**changes))
    assert lane is not None
    (band,) = build_bands([lane], int(AT.timestamp()))
    group = ET.Element("g")
    draw_period(group, band, lane, 0, "da")
    return group


def _bars(group: ET.Element, fill: str) -> list[ET.Element]:
    return [rect for rect in group.iter("rect") if rect.get("fill") == fill]


def _day(number: int, *, strict: bool, lenient: bool) -> Counting:
    return Counting(
        day=dt.date(2026, 11, 22 + number),
        counted=CountedBy(strict=strict, lenient=lenient),
        why=Text("søndag", "Sunday"),
    )


def test_an_instant_beyond_the_axis_lies_at_its_edge() -> None:
    lane = build_lane(build_obligation())
    assert lane is not None
    (band,) = build_bands([lane], int(AT.timestamp()))
    assert x_of(band, band.first - 10**9) == LEFT
    assert x_of(band, band.last + 10**9) == LEFT + PLOT
    assert LEFT < x_of(band, lane.start) < x_of(band, lane.strict) < LEFT + PLOT


def test_a_second_reading_is_a_hatched_bar_behind_the_first() -> None:
    both = (dt.date(2026, 11, 27), dt.date(2026, 11, 30))
    assert len(_bars(_draw(due=both), "url(#tl-half)")) == 1
    assert _bars(_draw(due=both[0]), "url(#tl-half)") == []


def test_an_undetermined_duty_has_a_broken_outline() -> None:
    assert any(rect.get("stroke-dasharray") for rect in _draw(status="undetermined").iter("rect"))
    assert not any(rect.get("stroke-dasharray") for rect in _draw().iter("rect"))


def test_a_day_that_is_not_counted_is_hatched_and_says_why() -> None:
    days = (
        _day(0, strict=False, lenient=False),
        _day(1, strict=True, lenient=False),
        _day(2, strict=True, lenient=True),
    )
    group = _draw(due=dt.date(2026, 11, 27), counting=days)
    (out,), (half,) = _bars(group, "url(#tl-out)"), _bars(group, "url(#tl-half)")
    assert [title.text for bar in (out, half) for title in bar.iter("title")] == [
        "søndag den 22. november 2026: søndag",
        "mandag den 23. november 2026: søndag",
    ]


def test_a_duty_met_beyond_the_axis_is_marked_at_the_edge_with_an_arrow() -> None:
    near = _draw(status="met", met_by=("m",))
    far = _draw(status="met", met_by=("m",), met_at=(copenhagen_time("2036-01-01T12:00"),))
    assert len(list(far.iter("g"))) == len(list(near.iter("g"))) + 1
