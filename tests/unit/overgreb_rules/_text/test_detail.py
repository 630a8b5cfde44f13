"""Everything that an answer holds of one duty, line by line."""

from __future__ import annotations

import datetime as dt

from overgreb_rules._duties.timed_duty import IS_SET
from overgreb_rules._text.detail import describe_duty
from overgreb_rules.evaluation import CountedBy, Counting, Escalation, Obligation
from overgreb_rules.rulebook import default_rulebook
from overgreb_rules.shared.text import Text
from tests.fixtures.rendered_evaluations import build_evaluation, build_obligation, build_step, copenhagen_time


def _lines(duty: Obligation, language: str = "en") -> list[str]:
    return describe_duty(duty, build_evaluation(duty), default_rulebook().rules, language).splitlines()


def test_a_duty_with_one_date_has_one_line_for_it() -> None:
    assert "Senest: søndag den 22. november 2026 kl. 09.30" in _lines(build_obligation(), "da")


def test_a_duty_with_two_dates_has_a_line_for_each_reading() -> None:
    lines = _lines(build_obligation(due=(dt.date(2026, 11, 23), dt.date(2026, 11, 24))))
    assert "Safe deadline: Monday 23 November 2026" in lines
    assert "Latest deadline: Tuesday 24 November 2026" in lines


def test_the_date_of_a_window_is_no_deadline() -> None:
    window = build_obligation(modality="window", due=dt.date(2025, 3, 11))
    assert "Må tidligst ske: tirsdag den 11. marts 2025" in _lines(window, "da")
    assert not [line for line in _lines(window) if line.startswith("No later than")]


def test_a_day_that_was_set_has_the_case_as_its_source() -> None:
    counted = CountedBy(strict=True, lenient=True)
    counting = (Counting(day=dt.date(2026, 11, 23), counted=counted, why=IS_SET),)
    lines = _lines(build_obligation(certainty="secondary", counting=counting), "da")
    assert "Kilde til fristen: fastsat i sagen" in lines
    assert "Kilde til fristen: en myndigheds praksis" in _lines(build_obligation(certainty="secondary"), "da")


def test_a_statutory_step_names_who_is_told_in_the_language_of_the_lines() -> None:
    step = build_step(1, "statutory").model_copy(update={"to": "børn og unge-udvalget"})
    (line,) = (line for line in _lines(build_obligation(escalations=(step,))) if "Do something" in line)
    assert ": the children and young persons committee – Do something" in line


def test_a_duty_without_a_date_says_that_the_law_gives_no_number() -> None:
    assert "Time limit: no fixed time limit" in _lines(build_obligation(due=None))


def test_midnight_between_two_dates_is_the_end_of_a_day_and_no_time_that_somebody_told() -> None:
    due = (copenhagen_time("2026-11-23T00:00"), copenhagen_time("2026-11-24T00:00"))
    lines = _lines(build_obligation(due=due))
    assert "Safe deadline: Sunday 22 November 2026" in lines
    assert "Latest deadline: Monday 23 November 2026" in lines


def test_a_duty_without_a_record_says_so() -> None:
    lines = _lines(build_obligation(not_recorded=True), "da")
    assert "Systemet registrerer ikke, om det er sket." in lines
    assert "Systemet registrerer ikke, om det er sket." not in _lines(build_obligation(), "da")


def test_a_day_that_one_reading_counts_is_marked() -> None:
    why = Text("lørdag", "Saturday")
    counting = tuple(
        Counting(day=dt.date(2026, 11, 21), counted=CountedBy(strict=strict, lenient=lenient), why=why)
        for strict, lenient in ((True, True), (False, False), (True, False), (False, True))
    )
    lines = [line for line in _lines(build_obligation(counting=counting)) if line.startswith("  Saturday 21")]
    assert [line.split(": ")[1].split(" – ")[0] for line in lines] == [
        "counts", "does not count", "perhaps counts", "counts to the latest deadline only",
    ]  # fmt: skip


def test_a_step_that_holds_now_is_marked() -> None:
    step = Escalation(
        id="s", kind="local", from_=copenhagen_time("2026-11-21T09:30"), to="leder", active=True,
        action=Text("ring", "call"),
    )  # fmt: skip
    assert any(line.endswith("leder – call (active now)") for line in _lines(build_obligation(escalations=(step,))))


def test_the_steps_stand_in_the_order_of_time() -> None:
    later, sooner = (
        Escalation(
            id=day,
            kind="local",
            from_=copenhagen_time(f"2026-11-{day}T00:00"),
            to=day,
            active=False,
            action=Text("a", "b"),
        )
        for day in ("23", "21")
    )  # fmt: skip
    lines = [line for line in _lines(build_obligation(escalations=(later, sooner))) if line.endswith(" – b")]
    assert lines == ["  Saturday 21 November 2026: 21 – b", "  Monday 23 November 2026: 23 – b"]


def test_the_rules_and_their_hash_end_the_text() -> None:
    duty = build_obligation()
    receipt = build_evaluation(duty).receipt
    assert _lines(duty)[-1] == f"Rules: {receipt.rulebook}, sha256 {receipt.sha256}"
