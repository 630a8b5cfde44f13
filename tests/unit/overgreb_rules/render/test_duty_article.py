"""One duty on a page: what opened it, what to do now, and its steps."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

from overgreb_rules._duties.timed_duty import IS_SET
from overgreb_rules.evaluation import CountedBy, Counting, Evaluation
from overgreb_rules.render._duty_article import DutyArticle
from overgreb_rules.render._event_names import EventNames
from overgreb_rules.shared.no_break_spaces import NO_BREAK_SPACE
from overgreb_rules.shared.text import Text
from tests.fixtures.rendered_evaluations import build_evaluation, build_obligation, build_step, evaluate_example


def _articles(result: Evaluation, language: str = "da", href: str = "") -> ET.Element:
    section, names = ET.Element("section"), EventNames(result, language)
    for duty in result.obligations:
        DutyArticle(duty, names, language, top=1).add_to(section, duty.key, href)
    return section


def _words(element: ET.Element) -> str:
    return " ".join(element.itertext()).replace(NO_BREAK_SPACE, " ")


def test_every_duty_names_the_event_that_opened_it_and_says_what_to_do_now() -> None:
    result = evaluate_example("christmas-notification")[0]
    section = _articles(result)
    said = _words(section)
    assert said.count("underretning modtaget fre. 23.12.2016 kl. 16.30") == len(result.obligations)
    assert not [listed for listed in section.iter("dl") if "u1" in _words(listed)]
    assert said.count("Hvad gør jeg nu?") == len(result.obligations)
    assert "Gør det i dag. Vent ikke på den yderste frist." in said


def test_steps_stand_in_the_order_of_time_and_say_whether_the_law_demands_them() -> None:
    steps = [build_step(number, kind) for number, kind in ((3, "statutory"), (1, "local"), (2, "remedy"))]
    said = _words(_articles(build_evaluation(build_obligation(escalations=tuple(steps)))))
    places = [said.index(words) for words in ("varsling", "mulig reaktion", "følger af loven")]
    assert places == sorted(places)


def test_the_date_of_a_window_stands_below_a_term_of_its_own() -> None:
    for due, date in ((dt.date(2025, 3, 11), "tirsdag den 11. marts 2025"), (None, "kan ikke beregnes")):
        window = build_obligation(modality="window", due=due, status="breached" if due else "undetermined")
        listed = _articles(build_evaluation(window.model_copy(update={"needs": () if due else ("termin",)}))).find(
            ".//dl"
        )
        assert listed is not None
        assert [_words(element) for element in listed][:2] == ["Må tidligst ske", date]


def test_what_follows_is_named_after_the_deadline_or_after_the_duty_that_has_none() -> None:
    dated, undated = (build_obligation(due=due, consequence=Text("x", "x")) for due in (dt.date(2026, 12, 1), None))
    assert "Hvis fristen overskrides" in _words(_articles(build_evaluation(dated)))
    assert "Hvis pligten ikke overholdes" in _words(_articles(build_evaluation(undated)))


def test_a_day_that_was_set_is_not_said_to_follow_from_another_source() -> None:
    counted = CountedBy(strict=True, lenient=True)
    counting = (Counting(day=dt.date(2026, 11, 23), counted=counted, why=IS_SET),)
    counted_from_practice, was_set = (build_obligation(certainty="secondary", counting=days) for days in ((), counting))
    assert "følger af en anden kilde" in _words(_articles(build_evaluation(counted_from_practice)))
    assert "følger af en anden kilde" not in _words(_articles(build_evaluation(was_set)))


def test_a_link_says_which_duty_it_opens() -> None:
    links = list(_articles(build_evaluation(build_obligation()), href="https://example.org/").iter("a"))
    assert [link.get("href") for link in links] == ["https://example.org/"]
    assert links[0].get("aria-label") == "Åbn i sagssystemet: Vurdering af fare inden 24 timer"
