"""The deadlines as a feed: what stands in it, what never does, and what a second export changes."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import vobject

from overgreb_rules import Case, evaluate
from overgreb_rules.evaluation import Cause, Closed, Day, Evaluation, Obligation, Warned
from overgreb_rules.ical import CalendarEvent, EventStatus, Profile, ProfileError, lint, read_events, read_name
from overgreb_rules.render.csv_table import render_csv
from overgreb_rules.render.deadline_feed import NOT_OWED, build_deadline_feed, deadline_uid
from overgreb_rules.render.page import render_page
from overgreb_rules.render.timeline import render_timeline
from tests.fixtures.paths import EXAMPLE_CASES
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

_ANSWERS = {
    **{name: evaluate_example(name)[0] for name in EXAMPLE_INSTANTS},
    "none": build_evaluation(),
    "many": build_full_evaluation(),
    "sixty": build_long_evaluation(),
}


def _events(result: Evaluation, earlier: bytes | None = None) -> dict[str, CalendarEvent]:
    return {event.uid: event for event in read_events(build_deadline_feed([result], "da", earlier=earlier))}


def _only(result: Evaluation, earlier: bytes | None = None) -> CalendarEvent:
    (event,) = _events(result, earlier).values()
    return event


def _christmas(at: str, **changes: Any) -> Evaluation:
    """The example case as it was known at an instant; `changes` are further facts of its notification."""
    told = json.loads((EXAMPLE_CASES / "christmas-notification.json").read_text("utf-8"))
    told["events"][0].update(changes)
    told["events"] = [event for event in told["events"] if event["at"] <= at]
    return evaluate(Case.model_validate(told), at=at)


@pytest.mark.parametrize("later", [[], [build_obligation(status="undetermined", needs=("overgreb",))]])
def test_of_a_case_that_occurs_twice_the_last_evaluation_replaces_the_whole(later: list[Obligation]) -> None:
    warned = Warned(code="law_not_read_so_far", da="Loven er ikke kontrolleret.", en="x", rule=None)
    twice = [build_evaluation(build_obligation(), warnings=(warned,)), build_evaluation(*later)]
    other = build_evaluation(build_obligation(), case_id="B")
    assert build_deadline_feed([*twice, other], "da") == build_deadline_feed([twice[1], other], "da")
    assert list(read_events(build_deadline_feed(twice[::-1], "da"))) == list(_events(twice[0]).values())


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", _ANSWERS)
def test_the_linter_of_the_project_finds_nothing(name: str, language: str) -> None:
    feed = build_deadline_feed([_ANSWERS[name]], language)
    assert lint(feed, profile=Profile.DEADLINES) == []
    assert read_name(feed) == {"da": "Frister", "en": "Deadlines"}[language]


@pytest.mark.parametrize("name", _ANSWERS)
def test_there_is_an_event_for_each_duty_with_a_date_that_is_determined(name: str) -> None:
    result = _ANSWERS[name]
    events = _events(result)
    dated = [one for one in result.obligations if one.due is not None and one.status != "undetermined"]
    assert events.keys() == {deadline_uid(result.case_id, one.key) for one in dated}
    for one in dated:
        event = events[deadline_uid(result.case_id, one.key)]
        assert one.due is not None
        assert event.start == one.due.strict
        assert (event.status is EventStatus.CANCELLED) == (one.status in NOT_OWED)


def test_a_day_takes_the_whole_day_and_an_hour_is_an_instant() -> None:
    day, hour = (
        _only(build_evaluation(build_obligation(due=due)))
        for due in (dt.date(2026, 11, 27), copenhagen_time("2026-11-22T09:30"))
    )
    assert (day.start, day.end) == (dt.date(2026, 11, 27), dt.date(2026, 11, 28))
    assert (hour.start, hour.end) == (copenhagen_time("2026-11-22T09:30"), None)
    assert not day.busy
    assert not hour.busy


def test_both_dates_are_said_where_they_differ_and_the_summary_says_which_one_it_is() -> None:
    event = _only(build_evaluation(build_obligation(due=(dt.date(2026, 11, 27), dt.date(2026, 11, 30)))))
    both = "Sikker frist: fredag den 27. november 2026. Yderste frist: mandag den 30. november 2026."
    assert both in event.description
    assert event.summary == "Vurdering af fare inden 24 timer (sikker frist) · sag A-17"
    assert "frist:" not in _only(build_evaluation(build_obligation())).description


def test_of_a_lawful_window_the_first_day_stands_as_such() -> None:
    words = _only(
        build_evaluation(build_obligation(modality="window", due=dt.date(2026, 12, 24), status="breached"))
    ).description
    assert "Må tidligst ske torsdag den 24. december 2026." in words


@pytest.mark.slow
def test_of_a_case_only_its_key_is_told_and_only_in_the_summary() -> None:
    result = build_full_evaluation(hostile=" Hemmelig Person")
    for event in _events(result).values():
        assert result.case_id in event.summary
        beside = (event.uid, event.location, *event.categories, event.description.partition("Hvis fristen")[0])
        assert not any("Hemmelig" in words or "A-17" in words for words in beside)
    assert not any(
        f"e{number} " in event.description
        for number in range(99)
        for event in _events(build_full_evaluation()).values()
    )


def test_free_text_of_a_case_and_cpr_numbers_never_reach_a_feed_or_any_other_face() -> None:
    told = json.loads((EXAMPLE_CASES / "christmas-notification.json").read_text("utf-8"))
    free = "Peter Petersen, bor hos sin mormor"
    omitted = {"id": "o1", "type": "orientering_undladt", "at": "2016-12-25T11:00:00+01:00", "of": "u1"}
    told["events"].append({**omitted, "begrundelse": free})
    result = evaluate(Case.model_validate(told), at=AT.isoformat())
    faces = [build_deadline_feed([result], "da").decode().replace("\r\n ", ""), render_csv([result], "da")]
    faces += [render_timeline(result, "da"), render_page(result, "da")]
    assert not [words for words in ("Peter", "mormor") for face in faces if words in face]
    shaped = build_evaluation(build_obligation(), case_id="010190-1234")
    assert "010190" not in build_deadline_feed([shaped], "da").decode()


def test_the_uid_rests_on_the_case_and_the_duty_alone() -> None:
    assert deadline_uid("A", "x@1") == deadline_uid("A", "x@1")
    assert (
        len({deadline_uid("A", "x@1"), deadline_uid("A", "x@2"), deadline_uid("Ax", "@1"), deadline_uid("B", "x@1")})
        == 4
    )
    first, later = (
        build_evaluation(build_obligation()),
        build_evaluation(build_obligation(due=dt.date(2027, 1, 1), status="met")),
    )
    assert _only(first).uid == _only(later).uid
    danish, english = (
        read_events(build_deadline_feed([build_full_evaluation()], language)) for language in ("da", "en")
    )
    assert {event.uid for event in danish} == {event.uid for event in english}


def test_the_same_case_gives_the_same_bytes_whenever_it_is_exported() -> None:
    now, later = _christmas("2016-12-23T17:00:00+01:00"), _christmas("2016-12-24T09:00:00+01:00")
    assert build_deadline_feed([now], "da") == build_deadline_feed([later], "da")


def test_a_second_export_after_an_event_changes_only_what_changed() -> None:
    before, after = _christmas("2016-12-24T09:00:00+01:00"), _christmas("2016-12-24T12:00:00+01:00")
    first = build_deadline_feed([before], "da")
    for second in (build_deadline_feed([after], "da"), build_deadline_feed([after], "da", earlier=first)):
        assert lint(second, profile=Profile.DEADLINES, earlier=first) == []
        old, new = ({event.uid: event for event in read_events(feed)} for feed in (first, second))
        changed = {uid for uid in old if old[uid] != new[uid]}
        assert changed == {deadline_uid("christmas-notification", "sel-155-2-vurdering-24-timer@u1")}
        (met,) = (new[uid] for uid in changed)
        assert (met.status, met.sequence) == (EventStatus.CONFIRMED, 1)
        assert met.summary.startswith("Opfyldt: ")
        assert [old[uid].sequence for uid in changed] == [0]


def test_with_the_earlier_feed_a_new_date_raises_the_sequence_and_new_words_do_not() -> None:
    first = build_deadline_feed([build_evaluation(build_obligation())], "da")
    later = AT + dt.timedelta(days=1)
    moved = build_evaluation(build_obligation(due=copenhagen_time("2026-11-22T10:30")), at=later)
    renamed = build_evaluation(build_obligation(cite="barnets lov § 136, stk. 3"), at=later)
    for result, sequence in ((moved, 1), (renamed, 0)):
        second = build_deadline_feed([result], "da", earlier=first)
        assert lint(second, profile=Profile.DEADLINES, earlier=first) == []
        event = _only(result, first)
        assert (event.sequence, event.last_modified) == (sequence, later)
        assert event.created == copenhagen_time("2026-11-21T09:30")


def test_with_the_earlier_feed_what_says_the_same_stays_byte_for_byte() -> None:
    first = build_deadline_feed([build_full_evaluation()], "da")
    assert (
        build_deadline_feed(
            [build_full_evaluation().model_copy(update={"at": AT + dt.timedelta(days=9)})],
            "da",
            earlier=first,
        )
        == first
    )


def test_what_is_no_longer_there_or_no_longer_determined_is_cancelled_and_kept() -> None:
    first = build_deadline_feed([build_evaluation(build_obligation(1), build_obligation(2))], "da")
    unknown = build_evaluation(build_obligation(1, status="undetermined"), at=AT + dt.timedelta(hours=1))
    second = build_deadline_feed([unknown], "da", earlier=first)
    assert lint(second, profile=Profile.DEADLINES, earlier=first) == []
    assert [(event.status, event.sequence) for event in read_events(second)] == [(EventStatus.CANCELLED, 1)] * 2
    assert build_deadline_feed([unknown], "da", earlier=second) == second


def test_what_comes_back_has_its_uid_and_a_higher_sequence() -> None:
    first = build_deadline_feed([build_evaluation(build_obligation())], "da")
    off = build_deadline_feed(
        [build_evaluation(build_obligation(status="waived"), at=AT + dt.timedelta(hours=1))], "da", earlier=first
    )
    back = build_deadline_feed([build_evaluation(build_obligation(), at=AT + dt.timedelta(hours=2))], "da", earlier=off)
    assert lint(back, profile=Profile.DEADLINES, earlier=off) == []
    (event,) = read_events(back)
    assert (event.status, event.sequence, event.busy) == (EventStatus.CONFIRMED, 2, False)


def test_a_stamp_never_goes_back_even_where_the_evaluation_does() -> None:
    first = build_deadline_feed([build_evaluation(build_obligation())], "da")
    second = build_deadline_feed([build_evaluation(build_obligation(status="met"))], "da", earlier=first)
    third = build_deadline_feed(
        [build_evaluation(build_obligation(), at=AT - dt.timedelta(days=1))], "da", earlier=second
    )
    assert lint(third, profile=Profile.DEADLINES, earlier=second) == []


@pytest.mark.parametrize("language", ["da", "en"])
def test_an_earlier_feed_with_deadlines_of_another_case_is_refused(language: str) -> None:
    one, other = (build_evaluation(build_obligation(), case_id=case) for case in ("A-17", "B-17"))
    for results in ([other], [one, other]):
        earlier = build_deadline_feed(results, language)
        with pytest.raises(ProfileError, match="the feed holds deadlines of another case"):
            build_deadline_feed([one], "da", earlier=earlier)
    both = build_deadline_feed([one, other], language, earlier=build_deadline_feed([one], language))
    assert len(read_events(both)) == 2


def test_an_earlier_file_of_another_program_is_refused() -> None:
    with pytest.raises(ProfileError):
        build_deadline_feed([build_evaluation(build_obligation())], "da", earlier=b"<html>Log in</html>")


def test_many_cases_make_one_feed() -> None:
    feed = build_deadline_feed(
        [build_evaluation(build_obligation(), case_id="A"), build_evaluation(build_obligation(), case_id="B")], "da"
    )
    assert lint(feed, profile=Profile.DEADLINES) == []
    assert len(read_events(feed)) == 2


@pytest.mark.parametrize("name", ["christmas-notification", "acute-placement", "many"])
def test_vobject_finds_the_feed_valid_and_reads_it_as_it_was_meant(name: str) -> None:
    result = _ANSWERS[name]
    (calendar,) = vobject.readComponents(build_deadline_feed([result], "da").decode())
    calendar.validate(raiseException=True)
    found = {event.uid.value: event for event in calendar.vevent_list}
    for uid, event in _events(result).items():
        assert found[uid].dtstart.value == event.start
        assert found[uid].status.value == event.status.value
        assert found[uid].summary.value == event.summary


@pytest.mark.slow
def test_khal_imports_the_feed_and_takes_over_what_changed(tmp_path: Path) -> None:
    config = tmp_path / "khal.conf"
    config.write_text(
        f"[calendars]\n[[frister]]\npath = {tmp_path / 'calendar'}\n[sqlite]\npath = {tmp_path / 'khal.db'}\n"
        "[locale]\nlocal_timezone = Europe/Copenhagen\ndefault_timezone = Europe/Copenhagen\n"
        "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n"
        "longdatetimeformat = %Y-%m-%d %H:%M\n",
        encoding="utf-8",
    )

    def khal(*arguments: str) -> list[str]:
        command = [sys.executable, "-m", "khal", "-c", str(config), *arguments]
        done = subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8", timeout=300)
        return sorted(line for line in done.stdout.splitlines() if line.strip())

    before, after = _christmas("2016-12-24T09:00:00+01:00"), _christmas("2016-12-24T12:00:00+01:00")
    seen = []
    for number, result in enumerate((before, after)):
        path = tmp_path / f"{number}.ics"
        path.write_bytes(build_deadline_feed([result], "da"))
        khal("import", "--batch", "-a", "frister", str(path))
        form = "{start-date} {start-time} {title}"
        seen.append(khal("list", "-f", form, "-df", "", "2016-12-24", "2017-01-05"))
    assert seen[0] == [
        "2016-12-24 16:30 Vurdering af fare inden 24 timer · sag christmas-notification",
        "2016-12-31  Bekræftelse af modtagelsen (sikker frist) · sag christmas-notification",
    ]
    assert seen[1] == [seen[0][0].replace("16:30 ", "16:30 Opfyldt: "), seen[0][1]]


@pytest.mark.parametrize(
    ("status", "mark", "is_cancelled"),
    [
        ("met", "Opfyldt: ", False),
        ("met_late", "Opfyldt for sent: ", False),
        ("met_contested", "Måske opfyldt for sent: ", False),
        ("used", "Brugt: ", False),
        ("waived", "Bortfaldet: ", True),
        ("replaced", "Afløst: ", True),
        ("expired", "Udløbet: ", True),
    ],
)
def test_a_settled_entry_begins_with_its_status_and_is_never_marked_as_called_off(
    status: str, mark: str, is_cancelled: bool
) -> None:
    feed = build_deadline_feed([build_evaluation(build_obligation(status=status))], "da")
    (event,) = read_events(feed)
    assert event.summary == f"{mark}Vurdering af fare inden 24 timer · sag A-17"
    assert (event.status is EventStatus.CANCELLED) == is_cancelled
    assert event.sequence == 1
    assert b"AFLYST" not in feed


def test_an_act_on_the_day_of_its_hour_is_not_said_to_lie_between_two_dates() -> None:
    duty = build_obligation(status="met_contested", met_by=("v1",), met_at=(Day(2026, 11, 22),))
    (event,) = read_events(build_deadline_feed([build_evaluation(duty)], "da"))
    assert "Klokkeslættet er ikke oplyst, så det er uvist, om det var i rette tid." in event.description
    assert "efter den sikre frist" not in event.description


def test_what_is_gone_says_so_once_and_what_was_no_longer_owed_keeps_its_words() -> None:
    first = build_deadline_feed(
        [build_evaluation(build_obligation(1, status="met"), build_obligation(2, status="waived"))], "da"
    )
    second = build_deadline_feed([build_evaluation(at=AT + dt.timedelta(hours=1))], "da", earlier=first)
    assert {event.summary.partition(" · ")[0] for event in read_events(second)} == {
        "Udgået: Vurdering af fare inden 24 timer", "Bortfaldet: Vurdering af fare inden 24 timer",
    }  # fmt: skip
    assert build_deadline_feed([build_evaluation(at=AT + dt.timedelta(hours=2))], "da", earlier=second) == second
    assert lint(second, profile=Profile.DEADLINES, earlier=first) == []


def test_another_language_raises_no_sequence() -> None:
    result = build_evaluation(build_obligation(status="met"))
    danish = build_deadline_feed([result], "da")
    (event,) = read_events(build_deadline_feed([result], "en", earlier=danish))
    assert event.summary.startswith("Met: ")
    assert event.sequence == 1


def test_in_the_repeated_hour_a_deadline_moves_from_the_first_pass_to_the_second() -> None:
    first, second = (
        build_evaluation(build_obligation(due=dt.datetime.fromisoformat(f"2026-10-25T02:30{offset}")))
        for offset in ("+02:00", "+01:00")
    )
    feed = build_deadline_feed([first], "da")
    assert b"DTSTART:20261025T003000Z" in feed
    assert lint(feed, profile=Profile.DEADLINES) == []
    moved = build_deadline_feed([second], "da", earlier=feed)
    assert b"DTSTART:20261025T013000Z" in moved
    assert lint(moved, profile=Profile.DEADLINES, earlier=feed) == []
    assert read_events(moved)[0].sequence == 1


def test_how_far_the_law_was_read_stands_once_in_the_description_of_the_calendar() -> None:
    unread = Warned.model_construct(code="law_not_read_so_far", da="Loven er læst til 2025.", en="Read to 2025.")
    results = [build_evaluation(build_obligation(), case_id=case, warnings=(unread,)) for case in ("A", "B")]
    feed = build_deadline_feed(results, "da").decode().replace("\r\n ", "")
    assert feed.count("Loven er læst til 2025.") == len(("DESCRIPTION", "X-WR-CALDESC"))
    assert lint(build_deadline_feed(results, "da"), profile=Profile.DEADLINES) == []


def test_an_entry_names_the_event_that_opened_the_deadline_and_never_its_id() -> None:
    two = build_evaluation(build_obligation(1), build_obligation(2))
    for event in _events(two).values():
        assert "\nUnderretning modtaget lør. 21.11.2026 kl. 09.30.\n" in event.description
        assert "(e" not in event.description


@pytest.mark.parametrize("grund", [None, "doed"])
def test_the_deadlines_of_a_closed_case_are_cancelled_and_say_that_it_is_closed_and_never_why(
    grund: str | None,
) -> None:
    closed = Closed(by="s1", at=AT, grund=grund)
    event = _only(build_evaluation(build_obligation(status="overdue", closed=closed)))
    assert event.summary == "Sag lukket: Vurdering af fare inden 24 timer · sag A-17"
    assert (event.status, event.sequence) == (EventStatus.CANCELLED, 1)
    assert "\nSagen er lukket i systemet lørdag den 21. november 2026 kl. 12.00.\n" in event.description
    assert "død" not in event.description


def test_a_duty_that_the_system_keeps_no_record_of_stays_and_says_so() -> None:
    event = _only(build_evaluation(build_obligation(status="overdue", not_recorded=True)))
    assert event.status is EventStatus.CONFIRMED
    assert "Systemet registrerer ikke, om det er sket." in event.description


def test_a_settled_entry_says_when_it_was_done_or_that_it_is_not_owed_and_never_why() -> None:
    late = build_obligation(status="met_late", met_by=("m1",), met_at=(copenhagen_time("2026-11-23T08:00"),))
    words = "Opfyldt mandag den 23. november 2026 kl. 08.00. Fristen var søndag den 22. november 2026 kl. 09.30, så"
    assert words in _only(build_evaluation(late)).description
    cause = Cause(events=(), facts={}, rule=None, da="pligten er bortfaldet, fordi x er y", en="x")
    waived = _only(build_evaluation(build_obligation(status="waived", cause=cause)))
    assert waived.description.endswith("\nStatus: bortfaldet.")
    assert "fordi" not in waived.description
