"""Every face of every duty that the rule files know, in every state that their examples show."""

from __future__ import annotations

import datetime as dt
import html
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overgreb_rules import Case, Rulebook, evaluate
from overgreb_rules._rulecheck.rule_examples import build_example_case
from overgreb_rules.ical import Profile, lint, read_events
from overgreb_rules.render.csv_table import render_csv
from overgreb_rules.render.deadline_feed import build_deadline_feed
from overgreb_rules.render.page import render_page
from overgreb_rules.render.table import render_table
from overgreb_rules.render.timeline import render_timeline
from overgreb_rules.shared.no_break_spaces import NO_BREAK_SPACE

BOOK = Rulebook.load(matcher="reference")
RULE_EXAMPLES = [(rule, example) for rule in BOOK.rules for example in rule.examples]
_LATER = (dt.timedelta(0), dt.timedelta(days=10), dt.timedelta(days=130), dt.timedelta(days=1500))


_FAULTS = {
    "two full stops": r"\.\.",
    "English quotation marks": r'["“”]',
    "a label with a value": r": (ja|nej)\b",
    "a number before an adjective": r"\b\d+ (åben|overskredet|mulig|opfyldt)\b",
    "a code in brackets": r" \(\w*[a-zæøå]_\w+\)",
    "a bare id": r"\((u1|e1|v1|a1)\)",
    "an old word": r"\b(uret|nål|skyldes stadig|strengt læst|intet tal|brudt|Dagsorden)\b",
    "an open slot": r"[{}]",
}
"""What no Danish sentence of a face holds."""


def _read_case(number: int) -> tuple[Case, dt.datetime]:
    rule, example = RULE_EXAMPLES[number]
    return build_example_case(rule, example), dt.datetime.fromisoformat(example.at)


def _read_words(page: str) -> str:
    """Return the words of a page, one line an element, without its style."""
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", "\n", body)).replace(NO_BREAK_SPACE, " ")


@pytest.mark.slow
@given(number=st.integers(0, len(RULE_EXAMPLES) - 1), later=st.sampled_from(_LATER))
@settings(max_examples=60, deadline=None)
def test_no_danish_face_holds_a_glued_label_a_bare_id_or_a_word_of_the_program(
    number: int, later: dt.timedelta
) -> None:
    case, at = _read_case(number)
    answer = evaluate(case, at=(at + later).isoformat(timespec="seconds"), rulebook=BOOK)
    # The warnings of an answer have tests of their own.
    result = answer.model_copy(update={"warnings": ()})
    faces = {
        "page": _read_words(render_page(result, "da", case.events)),
        "picture": _read_words(render_timeline(result, "da", case.events)),
        "table": render_table(result, "da", colour=False, width=250, events=case.events).replace(NO_BREAK_SPACE, " "),
        "feed": "\n".join(
            f"{one.summary}\n{one.description}" for one in read_events(build_deadline_feed([result], "da"))
        ),
    }
    found = {
        (face, fault, match[0])
        for face, words in faces.items()
        for fault, pattern in _FAULTS.items()
        for match in re.finditer(pattern, words)
    }
    assert not found
    for words in faces.values():
        marks = re.sub("[^«»]", "", re.sub("›[^‹]*‹", "", words))
        assert re.fullmatch("(»«)*", marks)


@pytest.mark.slow
@given(
    number=st.integers(0, len(RULE_EXAMPLES) - 1), later=st.sampled_from(_LATER), language=st.sampled_from(["da", "en"])
)
@settings(max_examples=80, deadline=None)
def test_every_face_can_be_drawn_and_the_feed_follows_the_earlier_one(
    number: int, later: dt.timedelta, language: str
) -> None:
    case, at = _read_case(number)
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
