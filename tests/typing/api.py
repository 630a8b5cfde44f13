# pyright: strict
"""A file of a user that names every public name of the two packages, for type checkers: it is never run.

`make check` runs mypy --strict and basedpyright over this file; `test_api.py` sees that no public name is missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, assert_type

import overgreb_rules
from meetings import PlanRequest, plan, write_calendars
from meetings.answers import AnswerReport, MeetingAnswers, TimeProposal, UnreadReply, read_answers
from meetings.changes import compare_plans, describe_change
from meetings.check import CheckReport, check, read_plan_to_check
from meetings.dates import PossibleStart, list_calendar_warnings, list_possible_starts
from meetings.demo import MARK, build_demo_files
from meetings.errors import (
    Clash,
    MeetingsError,
    NoPlanError,
    RequestError,
    Requirement,
    unreadable_file,
    unwritable_place,
)
from meetings.explain import Alternative, Explanation, RemainingStarts, StartAssessment, explain
from meetings.export import (
    ExportError,
    FolderError,
    LedgerError,
    WriteResult,
    lint_file,
    read_plan,
    read_plan_and_attendees,
)
from meetings.request import FILE_KEYS, build_template
from meetings.request import FIRST_YEAR as FIRST_PLAN_YEAR
from meetings.request import LAST_YEAR as LAST_PLAN_YEAR
from meetings.schedule import Meeting, MeetingChange, Objective, Organizer, People, PlanWarning, Schedule, meeting_uid
from overgreb_rules import (
    Agenda,
    AgendaItem,
    Barn,
    Case,
    CaseError,
    Change,
    EngineMissing,
    Evaluation,
    Event,
    InstantError,
    Obligation,
    OvergrebError,
    Policy,
    Reason,
    RefusedCase,
    Rulebook,
    RuleError,
    Standing,
    Supposition,
    Text,
    WhatIf,
    WhyNot,
    WorkerFault,
    __version__,
    agenda,
    changes,
    evaluate,
    evaluate_many,
    what_if,
    why_not,
)
from overgreb_rules.arrow import ANSWERS, CASES, EVENTS, evaluate_arrow, tables_of, unnested
from overgreb_rules.batch import AnyCase
from overgreb_rules.calendar import (
    COPENHAGEN,
    FIRST_YEAR,
    LAST_YEAR,
    OFFICES_CLOSED,
    PUBLIC_HOLIDAYS,
    HolidayRule,
    LocalDateTime,
    day_of,
    easter_sunday,
    end_of_day,
    holiday_name,
    holidays_in,
    holidays_sha256,
    is_hverdag,
    is_in_repeated_hour,
    local,
    midnight,
    months_after,
    rolls_to_next_hverdag,
    time_zone,
    tzdata_version,
    wall_clock,
    why_not_hverdag,
)
from overgreb_rules.errors import HIDDEN, MatcherFault, has_cpr_shape, redact_key, redact_value
from overgreb_rules.evaluation import (
    Cause,
    Closed,
    CountedBy,
    Counting,
    Day,
    Detail,
    DueDates,
    DueDay,
    DueEnds,
    DueInstant,
    Escalation,
    Instant,
    LawRead,
    OpenedBy,
    Receipt,
    StatusWord,
    UndatedReason,
    Warned,
    When,
    Wording,
)
from overgreb_rules.ical import (
    CANCELLED_MARK,
    MAX_CALENDAR_BYTES,
    Address,
    BusyTime,
    CalendarEvent,
    Coverage,
    EventStatus,
    Finding,
    Profile,
    ProfileError,
    ReadingNote,
    ReplyEvent,
    build_calendar,
    build_too_large_note,
    calendar_in_mail,
    detect_profile,
    is_foreign,
    lint,
    lint_mail,
    list_checks,
    read_busy_time,
    read_events,
    read_name,
    read_replies,
    year_bounds,
)
from overgreb_rules.policy import DUTY, Ladder, LadderStep
from overgreb_rules.receipt import Moved, Replay, replay
from overgreb_rules.rulebook import DEFAULT_MATCHER, CacheStats, MatcherName, default_matcher, default_rulebook
from overgreb_rules.service import AccessSettings, ServiceLimits, ServiceSettings, create_application

AT = "2026-11-21T12:00:00+01:00"


def evaluate_a_case(text: str) -> Evaluation:
    """Evaluate one case under the packaged rules, the rules of a folder and a municipality's own policy."""
    case = Case.model_validate_json(text)
    barn: Barn = case.barn
    events: tuple[Event, ...] = case.events
    matcher: MatcherName = DEFAULT_MATCHER
    book: Rulebook = Rulebook.load("rules", matcher=matcher) if events else default_rulebook()
    memory: CacheStats = book.memory
    _ = assert_type(memory.hit_rate, float)
    policy: Policy = Policy.load(Path("policy.yaml"))
    _ = assert_type(barn.foedselsdato, dt.date | None)
    _ = assert_type(evaluate(case, at=dt.datetime.now(dt.UTC)), Evaluation)
    return evaluate(case, at=AT, rulebook=book, policy=policy)


def read_an_obligation(obligation: Obligation) -> Iterator[str]:
    """Read every part of a duty."""
    due: DueDates | None = obligation.due
    if due is not None:
        yield from read_a_due_date(due, dt.datetime.now(dt.UTC))
    opened_by: OpenedBy = obligation.opened_by
    wording: Wording = obligation.wording
    first: Day = wording.from_
    cause: Cause | None = obligation.cause
    closed: Closed | None = obligation.closed
    yield f"{opened_by.type} {opened_by.at} {first} {wording.to} {obligation.not_recorded} {obligation.past_due}"
    if cause is not None:
        yield f"{cause.events} {cause.facts} {cause.rule} {cause.da} {cause.en}"
    if closed is not None:
        yield f"{closed.by} {closed.at} {closed.grund}"
    met_at: tuple[When, ...] = obligation.met_at
    yield from (when.isoformat() for when in met_at)
    status: StatusWord = obligation.status
    undated: UndatedReason | None = obligation.find_undated_reason()
    yield f"{undated} {obligation.has_mistimed_act()} {obligation.has_lapse()}"
    modality: Literal["must", "may", "window"] = obligation.modality
    explanation: Text = obligation.explanation
    escalations: tuple[Escalation, ...] = obligation.escalations
    counting: tuple[Counting, ...] = obligation.counting
    yield from (status, modality, explanation.da, explanation.en, obligation.cite)
    for step in escalations:
        yield step.action.en
    for day in counting:
        counted: CountedBy = day.counted
        yield f"{day.why.da}: {counted.strict}, {counted.lenient}"


def read_a_due_date(due: DueDates, at: dt.datetime) -> Iterator[str]:
    """Compare a deadline with an instant; whoever reads the days tells the two kinds apart first."""
    ends: DueEnds = due.ends
    yield f"{due.strict.isoformat()} {ends.strict <= at} {at < ends.lenient}"
    if due.is_day is True:
        _ = assert_type(due, DueDay)
        yield f"{due.strict < due.lenient} {due.strict <= dt.date.max} {Day.of(at) >= due.strict}"
    else:
        _ = assert_type(due, DueInstant)
        yield f"{due.strict < at} {at <= due.lenient}"


def read_an_evaluation(evaluation: Evaluation) -> str:
    """Read the receipt, the warnings and the outlook of an evaluation."""
    receipt: Receipt = evaluation.receipt
    law: dict[str, LawRead] = receipt.law
    warnings: tuple[Warned, ...] = evaluation.warnings
    at: Instant = evaluation.at
    unused: tuple[str, ...] = evaluation.unused_events
    next_change: Instant | None = evaluation.next_change
    detail: Detail = "dates"
    _ = evaluation.to_json(detail=detail)
    outlook = "" if next_change is None else next_change.isoformat()
    read = [source.version for source in law.values()]
    return f"{at.isoformat()} {receipt.rulebook} {read} {[warned.code for warned in warnings]} {unused} {outlook}"


def ask_what_would_change(case: Case) -> Iterator[str]:
    """Suppose events, as text and as data, and read what changes."""
    detail: Detail = "dates"
    supposed: list[Supposition] = [
        "kvittering_sendt@2026-11-22;of=u1",
        {"type": "kvittering_sendt", "at": "2026-11-23"},
    ]
    compared: WhatIf = what_if(case, supposed, at=AT)
    yield from (compared.to_json(detail=detail), what_if(case, "kvittering_sendt@2026-11-22", at=AT).to_json(indent=2))
    found: tuple[Change, ...] = changes(compared.before, compared.after)
    for change in found:
        before: Standing | None = change.before
        yield f"{change.key} {change.title.da} {before.status if before else None} {change.after}"


def ask_why_not(case: Case) -> list[str]:
    """Read the reasons why a rule gives no duty."""
    found: WhyNot = why_not(case, "bl-138-2-orientering", at=AT)
    reasons: tuple[Reason, ...] = found.reasons
    return [f"{reason.kind} {reason.event} {reason.da} {reason.en}" for reason in reasons] or [
        found.to_json(),
        *found.keys,
    ]


def list_what_is_to_be_done(cases: list[AnyCase]) -> Iterator[str]:
    """Read an agenda."""
    found: Agenda = agenda(cases, at=AT, law="barnets_lov", status={"overdue", "due_today"}, kommune="0751", limit=50)
    items: tuple[AgendaItem, ...] = found.items
    refused: tuple[RefusedCase, ...] = found.refused
    yield f"{__version__} {default_matcher('linux')} {found.counts['overdue']} {found.not_recorded} {found.to_json()}"
    for item in items:
        yield f"{item.group} {item.case_id} {item.key} {item.opened_by.type} {item.due and item.due.ends.strict}"
    for one in refused:
        yield f"{one.case}: {one.error['mend']}"


def evaluate_many_cases(cases: list[AnyCase]) -> int:
    """Count the obligations of all valid cases."""
    obligations = 0
    for answer in evaluate_many(cases, at=AT, workers=2):
        if isinstance(answer, CaseError):
            number: int | None = answer.case_number
            parts: dict[str, str | None] = answer.parts("da")
            _ = (answer.place, answer.message("da"), parts["mend"], number)
            continue
        _ = assert_type(answer, Evaluation)
        obligations += len(answer.obligations)
    return obligations


def build_a_case() -> Case:
    """Build a case and an event without JSON, and write it again."""
    event = Event(type="underretning_modtaget", at="2026-11-20T09:30:00+01:00", afsender="fagperson")
    facts = {"akut_behov": False}
    visit = Event(id="v1", type="underretning_vurderet", at=dt.date(2026, 11, 21), of=["e1"], facts=facts)
    case = Case(case_id="A-17", kommune="0751", barn=Barn(foedselsdato="2015-01-01"), events=[event, visit])
    told: dict[str, object] = case.told()
    return Case.model_validate(told)


def evaluate_tables(cases: list[Case]) -> object:
    """Evaluate tables of cases and events."""
    case_table, event_table = tables_of(cases)
    case_table, event_table = unnested(case_table)
    answers = overgreb_rules.evaluate_arrow(case_table, event_table, at=AT)
    same_answers = evaluate_arrow(case_table, event_table, at=AT)
    return answers, same_answers, (CASES, EVENTS, ANSWERS)


def replay_an_evaluation(saved: str, case: Case) -> list[str]:
    """Evaluate a saved evaluation once more and name what differs."""
    replayed: Replay = replay(saved, case, Policy.load("policy.yaml"))
    moved: tuple[Moved, ...] = replayed.moved
    return [] if replayed.same_bytes else [part.name.da for part in moved]


def read_a_policy(policy: Policy) -> Iterator[str]:
    """Read every step of a municipality's own escalation."""
    ladders: tuple[Ladder, ...] = policy.ladders
    for ladder in ladders:
        steps: tuple[LadderStep, ...] = ladder.steps
        for step in steps:
            yield f"{DUTY} {ladder.id} {step.to} {step.action.da}"


def handle_an_error(error: Exception) -> str:
    """Tell the errors of the rules apart."""
    if isinstance(error, CaseError | RuleError | InstantError):
        return f"{error.place}: {error}"
    if isinstance(error, EngineMissing | MatcherFault | WorkerFault):
        return "pip install durable-rules"
    return "refused" if isinstance(error, OvergrebError) else "unknown"


def redact(text: str) -> str:
    """Hide what may identify a person."""
    return HIDDEN if has_cpr_shape(text) else redact_key(text) + redact_value(text)


def count_days(day: dt.date) -> list[object]:
    """Use the calendar."""
    first_second: int = midnight(day)
    shown: tuple[dt.date, int, int] | None = wall_clock(first_second)
    moment: LocalDateTime = local(first_second)
    name: Text | None = holiday_name(day)
    is_working_day: bool = is_hverdag(day, saturday=False) and not is_in_repeated_hour(moment)
    years = range(FIRST_YEAR, LAST_YEAR)
    holidays: dict[dt.date, Text] = holidays_in(years.start)
    rules: tuple[HolidayRule, ...] = (*PUBLIC_HOLIDAYS, *OFFICES_CLOSED)
    later: dt.date = months_after(day, 4, keeps_month_end=True)
    reasons = (why_not_hverdag(day, saturday=False), rolls_to_next_hverdag(day))
    pins = (holidays_sha256(), tzdata_version())
    zones = (COPENHAGEN, time_zone("Europe/Copenhagen"))
    easter: dt.date = easter_sunday(2027)
    days = (day_of(end_of_day(day)), later, easter)
    return [shown, moment, name, is_working_day, holidays, rules, reasons, pins, zones, days]


def write_a_calendar(start: dt.datetime) -> bytes:
    """Build and lint an iCalendar file."""
    event = CalendarEvent(
        uid="1",
        created=start,
        last_modified=start,
        sequence=0,
        start=start,
        end=start + dt.timedelta(hours=3),
        summary=f"{CANCELLED_MARK}Møde",
        status=EventStatus.CANCELLED,
        organizer=Address("koordinator@example.org", "Koordinator"),
    )
    data: bytes = build_calendar([event], profile=Profile.MEETING)
    findings: list[Finding] = [*lint(data, profile=detect_profile(data)), *lint_mail(data)]
    harmless: bool = is_foreign(data) and all(finding.is_harmless for finding in findings)
    inner: bytes | None = calendar_in_mail(data)
    checks: list[str] = [*list_checks(), *(finding.check for finding in findings)]
    try:
        events: list[CalendarEvent] = read_events(inner or data)
    except ProfileError:
        events = []
    replies: list[ReplyEvent] = read_replies(data)
    _ = (read_name(data), harmless, checks, events, replies)
    found: BusyTime = read_busy_time(data[:MAX_CALENDAR_BYTES], 2027, owners=["name@example.org"], free_uids=["a"])
    covered: Coverage = found.coverage
    notes: list[ReadingNote] = [build_too_large_note(), *found.warnings]
    _ = (covered.hull(year_bounds(2027)), covered.is_sure, notes[0].text.da, found.not_known)
    return data


def plan_a_year(folder: Path) -> WriteResult:
    """Plan a year again and write its calendars."""
    request: PlanRequest = PlanRequest.load(folder / "request.yaml")
    earlier: Schedule | None = read_plan(folder)
    try:
        schedule: Schedule = plan(request, at=AT, earlier=earlier, fresh=earlier is not None)
    except NoPlanError as error:
        conflict: tuple[Requirement, ...] = error.conflict
        clashes: tuple[Clash, ...] = error.clashes
        _ = [clash.concerns.da for clash in clashes]
        _ = [requirement.text for requirement in conflict]
        raise
    except RequestError as error:
        _ = error.place
        raise
    meeting: Meeting = schedule.meetings[0]
    changed: tuple[MeetingChange, ...] = schedule.changes
    objective: Objective = schedule.objective
    warnings: tuple[PlanWarning, ...] = schedule.warnings
    _ = [warning.da for warning in warnings]
    people: People = schedule.people
    organizer: Organizer | None = people.organizer
    _ = (
        meeting.uid == meeting_uid(2027, "1460", 1),
        objective.optimal,
        organizer,
        map(describe_change, changed),
        compare_plans,
    )
    return write_calendars(schedule, folder, at=AT)


def check_a_plan(folder: Path, request: PlanRequest) -> list[str]:
    """Check a plan and explain one of its meetings."""
    schedule = read_plan_to_check(folder / "plan.json", request)
    report: CheckReport = check(schedule, request)
    possible: tuple[PossibleStart, ...] = list_possible_starts(request, "1460", at=AT)
    answers: AnswerReport = read_answers(folder, folder / "replies")
    counted: tuple[MeetingAnswers, ...] = answers.meetings
    unread: tuple[UnreadReply, ...] = answers.unread
    proposals: tuple[TimeProposal, ...] = answers.proposals
    invited: tuple[Schedule, dict[str, dict[str, tuple[str, ...]]]] | None = read_plan_and_attendees(folder)
    _ = (possible, counted, unread, proposals, invited, build_template(None), list_calendar_warnings(request, "1460"))
    explanations: tuple[Explanation, ...] = explain(schedule, "1460", date=dt.date(2027, 3, 9))
    for explanation in explanations:
        funnel: tuple[RemainingStarts, ...] = explanation.remaining_starts
        next_best: tuple[Alternative, ...] = explanation.next_best
        starts: tuple[StartAssessment, ...] = explanation.starts_on_date
        _ = (funnel, next_best, starts)
    return [violation.constraint for violation in report.violations]


def lint_a_folder(folder: Path) -> list[Finding]:
    """Lint the files of a folder; every error of the package is a `MeetingsError`."""
    try:
        return [finding for path in folder.rglob("*.ics") for finding in lint_file(path)]
    except (FolderError, LedgerError, ExportError) as error:
        _ = error
    except OSError as error:
        _ = unwritable_place(str(folder), error, overgreb_rules.Text("nævn en anden", "name another"))
        raise unreadable_file(str(folder), error) from None
    except MeetingsError:
        raise
    return []


def write_a_demo(folder: Path) -> None:
    """Write the files of the example request."""
    for name, data in build_demo_files(2027).items():
        _ = (folder / name).write_bytes(data)
    _ = (MARK, FILE_KEYS, FIRST_PLAN_YEAR, LAST_PLAN_YEAR)


def serve_the_calendars(folder: Path) -> object:
    """Create the service with limits of its own and the calendars of a plan."""
    limits = ServiceLimits(events=200)
    access = AccessSettings("https://login.example.org", "overgreb-rules", folder / "jwks.json")
    return create_application(ServiceSettings(calendars=folder, limits=limits, access=access))
