"""Every face of every duty that the rule files know, in every state that their examples show."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from overgreb_rules import Case, Rulebook, evaluate
from overgreb_rules.ical import Profile, lint
from overgreb_rules.render.csv_table import render_csv
from overgreb_rules.render.deadline_feed import build_deadline_feed
from overgreb_rules.render.page import render_page
from overgreb_rules.render.timeline import render_timeline

BOOK = Rulebook.load(matcher="reference")
RULE_EXAMPLES = [(rule, example) for rule in BOOK.rules for example in rule.examples]
_LATER = (dt.timedelta(0), dt.timedelta(days=10), dt.timedelta(days=130), dt.timedelta(days=1500))


@given(
    number=st.integers(0, len(RULE_EXAMPLES) - 1), later=st.sampled_from(_LATER), language=st.sampled_from(["da", "en"])
)
@settings(max_examples=80, deadline=None)
def test_every_face_can_be_drawn_and_the_feed_follows_the_earlier_one(
    number: int, later: dt.timedelta, language: str
) -> None:
    rule, example = RULE_EXAMPLES[number]
    events = [
        {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in event.items()}
        for event in example.events
    ]
    case = Case.model_validate({"case_id": rule.id, **example.case, "events": events})
    at = dt.datetime.fromisoformat(str(example.at))
    first, then = (
        evaluate(case, at=moment.isoformat(timespec="seconds"), rulebook=BOOK) for moment in (at, at + later)
    )
    drawn = render_timeline(then, language, case.events)
    assert len(ET.fromstring(drawn).findall("{*}g[@role='img']")) == len(then.obligations)  # noqa: S314
    assert render_page(then, language, case.events).count("<article") == len(then.obligations)
    assert render_csv([then], language).count("\r\n") == 1 + len(then.obligations)
    earlier = build_deadline_feed([first], language)
    later_feed = build_deadline_feed([then], language, earlier=earlier)
    assert lint(earlier, profile=Profile.DEADLINES) == []
    assert lint(later_feed, profile=Profile.DEADLINES, earlier=earlier) == []
    assert build_deadline_feed([then], language, earlier=later_feed) == later_feed
