"""Events as a person names them."""

from __future__ import annotations

import pytest

from overgreb_rules._case.event_names import describe_events, has_twin, name_event, quote_events
from overgreb_rules._rules.words_of_law import WordsOfLaw
from overgreb_rules.shared.text import Text
from tests.fixtures.event_logs import RULES, build_event, build_log

WORDS = WordsOfLaw(RULES.vocabulary)


def test_an_event_is_named_by_what_happened_and_when() -> None:
    log = build_log(build_event("u1", "underretning_modtaget", 3))
    assert name_event(log.events[0], log).describe(WORDS) == Text(
        "underretning modtaget mandag den 3. marts 2025 kl. 12.00", "notification received Monday 3 March 2025 at 12:00"
    )


def test_two_events_of_one_name_keep_their_ids() -> None:
    log = build_log(*(build_event(name, "kvittering_sendt", 3) for name in ("u1", "u2")))
    one = "modtagelsen bekræftet over for underretteren mandag den 3. marts 2025 kl. 12.00"
    assert describe_events(log.events, log, WORDS).da == f"{one} (u1) og {one} (u2)"


@pytest.mark.parametrize("id_", ["plan (a)", "plan", "(plan", "plan) indsats (a"])
def test_an_id_stands_as_the_caller_wrote_it_behind_the_words_of_the_act(id_: str) -> None:
    log = build_log(*(build_event(name, "plan_udarbejdet", 3) for name in (id_, "p2")))
    older = WordsOfLaw(RULES.vocabulary, RULES.laws["serviceloven"])
    event = next(one for one in log.events if one.event.id == id_)
    name = f"handleplan udarbejdet mandag den 3. marts 2025 kl. 12.00 ({id_})"
    assert name_event(event, log).describe(older).da == name
    assert name_event(event, log).quote(older).da == name.replace("handleplan udarbejdet", "»handleplan udarbejdet«")


def test_events_are_listed_in_order_of_time() -> None:
    log = build_log(build_event("a", "screening_foretaget", 5), build_event("b", "underretning_modtaget", 3))
    assert describe_events(tuple(reversed(log.events)), log, WORDS).en == (
        "notification received Monday 3 March 2025 at 12:00 and screening done Wednesday 5 March 2025 at 12:00"
    )


def test_an_event_inside_a_sentence_has_its_label_in_quotation_marks() -> None:
    log = build_log(*(build_event(name, "screening_foretaget", 3) for name in ("s1", "s2")))
    assert name_event(log.events[0], log).quote(WORDS) == Text(
        "»screening foretaget« mandag den 3. marts 2025 kl. 12.00 (s1)",
        "“screening done” Monday 3 March 2025 at 12:00 (s1)",
    )


def test_quoted_events_are_listed_in_order_of_time() -> None:
    log = build_log(build_event("a", "screening_foretaget", 5), build_event("b", "underretning_modtaget", 3))
    assert quote_events(tuple(reversed(log.events)), log, WORDS, "eller", "or").da == (
        "»underretning modtaget« mandag den 3. marts 2025 kl. 12.00 eller "
        "»screening foretaget« onsdag den 5. marts 2025 kl. 12.00"
    )


def test_a_label_that_ends_in_a_clause_is_quoted_so_that_the_time_is_that_of_the_event() -> None:
    log = build_log(build_event("s1", "ungdomskriminalitetsnaevnet_afviste", 3))
    assert name_event(log.events[0], log).describe(WORDS).da == (
        "»sag modtaget, som Ungdomskriminalitetsnævnet har afvist« mandag den 3. marts 2025 kl. 12.00"
    )


def test_an_event_has_a_twin_of_its_type_at_its_time_whatever_lies_between() -> None:
    log = build_log(
        *(build_event(name, type_, 3) for name, type_ in (("a", "screening_foretaget"), ("c", "screening_foretaget"))),
        build_event("b", "underretning_modtaget", 3),
        build_event("d", "screening_foretaget", 4),
    )
    assert [has_twin(event, log) for event in log.events] == [True, False, True, False]


def test_an_event_has_a_twin_where_the_minute_that_its_name_tells_is_that_of_another_one() -> None:
    times = ("2025-03-03T00:00:01+01:00", "2025-03-03", "2025-03-03T00:00:40+01:00", "2025-03-03T00:01:00+01:00")
    log = build_log(*({"id": f"u{n}", "type": "underretning_modtaget", "at": at} for n, at in enumerate(times)))
    assert {event.event.id: has_twin(event, log) for event in log.events} == {
        "u0": True, "u1": False, "u2": True, "u3": False
    }  # fmt: skip
