"""The clock of a rule in sentences."""

from __future__ import annotations

import pytest

from overgreb_rules._rules.clock_model import (
    AgeLimit,
    Clock,
    CountingConvention,
    DateFact,
    LeadTime,
    Origin,
    Span,
    Suspension,
)
from overgreb_rules._rules.clock_parser import COUNTS
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._text.clock_words import describe_clock
from overgreb_rules._text.rule_names import RuleNames

RULES = RuleSet.load()
NAMES = RuleNames(RULES)


def _danish(clock: Clock) -> list[str]:
    return [sentence.da for sentence in describe_clock(clock, NAMES)]


def test_a_clock_with_nothing_set_gives_no_number() -> None:
    (sentence,) = describe_clock(Clock(), NAMES)
    assert sentence.da == "Loven sætter ingen fast frist."
    assert sentence.en == "The act sets no fixed time limit."


@pytest.mark.parametrize("count", COUNTS)
def test_each_convention_of_counting_has_a_sentence(count: CountingConvention) -> None:
    span = Span(4, COUNTS[count][0])
    first, second = _danish(Clock(strict=span, lenient=span, count=count))
    assert span.text.da in first
    assert second


def test_two_readings_have_a_sentence_each() -> None:
    month, year = Span(1, "months"), Span(1, "years")
    sentences = _danish(Clock(strict=month, lenient=year, count="calendar"))
    assert sentences[:2] == [
        "Den sikre frist er 1 måned efter den udløsende hændelse.",
        "Den yderste frist er 1 år efter den udløsende hændelse.",
    ]


def test_a_start_at_another_event_is_named() -> None:
    approval = Origin("event", "foreloebig_afgoerelse_godkendt")
    span = Span(1, "months")
    clock = Clock(strict=span, lenient=span, count="calendar", strict_from=approval, lenient_from=approval)
    assert "foreløbig afgørelse godkendt af udvalget" in _danish(clock)[0]


def test_times_before_a_day_of_the_child_are_named() -> None:
    assert _danish(Clock(not_before=LeadTime(Span(3, "months"), "barn.termin"))) == ["Tidligst 3 måneder før »termin«."]
    assert _danish(Clock(not_after=AgeLimit(18, 6)))[0].startswith("Senest 6 måneder før det fyldte 18. år;")


def test_a_date_that_a_decision_set_is_named_with_its_bound() -> None:
    span = Span(6, "months")
    clock = Clock(strict=span, lenient=span, count="calendar", date_fact=DateFact("periode_til", latest=span))
    first, second, third, *_ = _danish(clock)
    assert first == "Senest den dag, der er oplyst under »hjemgivelsesperiodens sidste dag« i den udløsende hændelse."
    assert second == (
        "Ligger dagen mere end 6 måneder efter den udløsende hændelse, er den sikre frist 6 måneder efter den "
        "hændelse, og dagen er kun den yderste frist."
    )
    assert third == "Er dagen ikke oplyst, er fristen 6 måneder efter den udløsende hændelse."


def test_what_ends_the_time_early_is_told_by_when_it_would_end_otherwise() -> None:
    (sentence,) = _danish(Clock(earliest_of=("indsats_ophoert",)))
    assert sentence == "Sker hændelsen »indsats ophørt«, før fristen ellers ville udløbe, udløber fristen samme dag."
    told = _danish(RULES.by_id["bl-95-2-foerste-opfoelgning"].clock)
    assert (
        "Slutter et sideløbende forløb fra »børnefaglig undersøgelse besluttet« til »børnefaglig undersøgelse "
        "afsluttet«, før fristen ellers ville udløbe, kan den udløbe samme dag."
    ) in told
    (about,) = [text for text in told if "en sådan hændelse" in text]
    assert (
        "(hvor den foreløbige afgørelse gælder en anbringelse), og en sådan hændelse står i sagen: Et forløb" in about
    )


def test_a_case_that_holds_the_time_up_is_named() -> None:
    clock = Clock(suspensions=(Suspension("klage_modtaget_i_ankestyrelsen", "ankestyrelsen_afgjort"),))
    (sentence,) = _danish(clock)
    assert "»klage modtaget i Ankestyrelsen« til »afgørelse truffet af Ankestyrelsen«" in sentence


def test_an_act_of_no_matter_that_lies_too_early_leaves_the_duty_undetermined() -> None:
    (sentence,) = [text for text in _danish(RULES.by_id["sel-68-2-afgoerelse-foer-hjemgivelse"].clock) if "sag" in text]
    assert sentence == (
        "En hændelse, der kan opfylde pligten, gør det også, når det ikke er oplyst, hvilken sag den hører til, "
        "medmindre den ligger før den seneste hændelse »anbringelse besluttet« før den udløsende hændelse. Ligger den "
        "før, er pligten uafklaret."
    )


def test_something_beside_the_time_limit_has_one_sentence_where_it_counts_alike_whenever_it_began() -> None:
    texts = _danish(RULES.by_id["bl-95-2-foerste-opfoelgning"].clock)
    supporting, provisional, _ = [text for text in texts if "Et forløb" in text]
    assert supporting.endswith(
        "Et forløb, der var i gang ved den udløsende hændelse, fremrykker fristen. Et forløb, der begyndte senere, "
        "ændrer ikke fristen."
    )
    assert provisional.endswith(
        "Et forløb, der var i gang ved den udløsende hændelse eller begyndte senere, fremrykker fristen."
    )
