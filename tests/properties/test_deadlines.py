"""What holds for the count whatever the day: no start gives an earlier end than one before it, and the like."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overgreb_rules import Obligation
from tests.differential import plain_day_count as count
from tests.fixtures.single_trigger_cases import build_event, evaluate_events, noon

FIRST, LAST = dt.date(2014, 7, 1), dt.date(2040, 12, 31)
DAY = dt.timedelta(days=1)
CASES = {
    "hverdage": ("underretning_modtaget", {}, ("sel-155b-1-kvittering", "bl-138-1-kvittering")),
    "hours": ("underretning_modtaget", {}, ("sel-155-2-vurdering-24-timer", "bl-136-2-vurdering-24-timer")),
    "4 months": (
        "underretning_modtaget",
        {"overgreb": True},
        ("sel-50-undersoegelse-4-maaneder", "bl-20-3-undersoegelse-4-maaneder"),
    ),
    "7 days": (
        "foreloebig_afgoerelse_ivaerksat",
        {"af": "formand", "art": "anbringelse"},
        ("sel-75-godkendelse-7-dage", "bl-143-4-godkendelse-7-dage"),
    ),
    "4 weeks": (
        "afgoerelse_meddelt",
        {"organ": "boerne_og_ungeudvalg"},
        ("sel-168-klage-4-uger", "bl-146-klage-4-uger"),
    ),
    "1 year": ("dom_afsagt", {}, ("sel-171-anketilladelse-1-aar", "bl-149-anketilladelse-1-aar")),
}
some_day = st.dates(FIRST, LAST)
some_case = st.sampled_from(sorted(CASES))
few = settings(max_examples=80, deadline=None, derandomize=True, database=None)


def duty(name: str, start: dt.date) -> Obligation:
    trigger, facts, rules = CASES[name]
    found = evaluate_events([build_event(trigger, noon(start), "x", **facts)], noon(start))
    (one,) = [o for (rule, _), o in found.items() if rule in rules]
    return one


@few
@given(some_case, some_day, st.integers(0, 40))
def test_a_later_start_is_never_due_earlier(name: str, start: dt.date, days: int) -> None:
    one, later = duty(name, start).due, duty(name, start + days * DAY).due
    assert one is not None
    assert later is not None
    assert later.strict >= one.strict
    if "month" not in name and "year" not in name:
        assert later.lenient >= one.lenient


@few
@given(some_case, some_day)
def test_the_strict_reading_is_never_after_the_lenient_one(name: str, start: dt.date) -> None:
    due = duty(name, start).due
    assert due is not None
    assert due.strict <= due.lenient


@few
@given(some_day)
def test_the_counting_of_hverdage_lists_every_day_until_the_last_one(start: dt.date) -> None:
    one = duty("hverdage", start)
    assert one.due is not None
    assert [entry.day for entry in one.counting] == [start + n * DAY for n in range((one.due.lenient - start).days + 1)]
    assert one.counting[0].counted.model_dump() == {"strict": False, "lenient": False}
    for entry in one.counting[1:]:
        saturday_too = count.is_hverdag(entry.day, saturday_counts=True)
        assert entry.counted.strict == (saturday_too and entry.day <= one.due.strict)
        assert entry.counted.lenient == count.is_hverdag(entry.day, saturday_counts=False)
        assert entry.why.da
        assert entry.why.en
        if not saturday_too:
            assert not entry.counted.strict
    assert sum(entry.counted.strict for entry in one.counting) == 6
    assert sum(entry.counted.lenient for entry in one.counting) == 6
    assert [entry.day for entry in one.counting if entry.counted.strict][-1] == one.due.strict
    assert [entry.day for entry in one.counting if entry.counted.lenient][-1] == one.due.lenient


@few
@given(some_case.filter(lambda name: name not in {"hverdage", "hours"}), some_day)
def test_the_counting_begins_at_the_start_and_ends_on_the_due_dates(name: str, start: dt.date) -> None:
    one = duty(name, start)
    assert one.due is not None
    listed = [entry.day for entry in one.counting]
    assert listed == sorted(listed)
    assert listed[0] == start
    assert listed[-1] == one.due.lenient
    assert one.due.strict in listed


@few
@given(some_day)
def test_a_roll_lists_every_day_that_is_no_hverdag(start: dt.date) -> None:
    one = duty("4 weeks", start)
    assert one.due is not None
    plain = count.weeks_after(start, 4)
    assert [e.day for e in one.counting][1:] == [plain + n * DAY for n in range((one.due.strict - plain).days + 1)]
    assert all(count.moves_the_end_for_a_party(e.day) for e in one.counting[1:-1])


@pytest.mark.parametrize(
    "start", [dt.date(2014, 1, 31), dt.date(2016, 2, 29), dt.date(2013, 12, 30), dt.date(2020, 2, 28)]
)
def test_months_and_years_are_counted_from_the_start_and_never_from_one_another(start: dt.date) -> None:
    """A chain would lose the day at the first February and never find it again."""
    at = dt.date(start.year + 9, 6, 1)
    found = evaluate_events([build_event("indsats_ivaerksat", noon(start), "i", art="anbringelse")], noon(at))
    years = {t: o.due for (rule, t), o in found.items() if rule == "sel-148-tilsyn-2-om-aaret"}
    assert len(years) >= 9
    for number in range(1, 10):
        due = years[f"i#{number}"]
        assert due is not None
        assert (due.strict, due.lenient) == count.months_in_both_readings(start, 12 * number)
        if start.day < 28 or start.month != 2:
            assert due.strict.day == start.day or due.strict == count.last_of_month(due.strict.year, due.strict.month)


def test_a_day_that_february_lacks_comes_back_in_the_leap_year() -> None:
    start = dt.date(2016, 2, 29)
    found = evaluate_events(
        [build_event("indsats_ivaerksat", noon(start), "i", art="anbringelse")], noon(dt.date(2021, 1, 1))
    )
    ends = [found["sel-148-tilsyn-2-om-aaret", f"i#{n}"].due for n in (1, 4)]
    assert [due.strict.isoformat() for due in ends if due] == ["2017-02-28", "2020-02-29"]
