"""The command `explain`."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator, Mapping

from meetings._domain.cost_catalog import UNITS
from meetings._domain.names import format_cost, format_kommune, format_kreds, format_time
from meetings.cli._io import (
    add_at_option,
    find_district,
    format_constraint,
    format_term,
    format_terms,
    parse_at,
    parse_day,
)
from meetings.errors import RequestError
from meetings.explain import Alternative, Explanation, StartAssessment, explain
from meetings.export import read_plan
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.date_words import format_day
from overgreb_rules.shared.text import Text, translate


def add_command(commands: Commands) -> None:
    """Add the command to the program.

    Args:
        commands: The commands of the program.
    """
    parser = commands.add(
        "explain",
        Text(
            "hvorfor et møde ligger, hvor det ligger, og hvad en anden dag ville betyde",
            "why a meeting lies where it lies, and what another day would cost",
        ),
    )
    parser.add("folder", says=Text("mappen fra `plan`", "the folder that `plan` wrote"), metavar="DIR")
    kreds = Text("en politikreds, kode eller navn", "a politikreds, by code or name")
    parser.add("district", says=kreds, metavar="DISTRICT")
    day = Text("en dag at spørge om, fx 2027-03-09", "a day to ask about, such as 2027-03-09")
    parser.add("--date", says=day, metavar="DATE")
    add_at_option(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    at = parse_at(arguments)
    date = parse_day("--date", arguments.date) if arguments.date else None
    plan = read_plan(arguments.folder)
    if plan is None:
        raise RequestError(
            arguments.folder,
            Text("der er ingen plan", "there is no plan"),
            Text("nævn en mappe fra `plan`", "name a folder that `plan` wrote"),
        )
    if date is not None and date.year != plan.year:
        raise RequestError(
            "--date",
            Text(f"{date} ligger ikke i {plan.year}", f"{date} does not lie in {plan.year}"),
            Text("nævn en dag i planens år", "name a day of the planned year"),
        )
    code = find_district(arguments.district, plan.year, "DISTRICT")
    for explanation in explain(plan, code, date=date, at=at):
        for line in _lines(explanation, plan.year, date):
            print(translate(line, arguments.lang))
    return 0


def _lines(explanation: Explanation, year: int, date: dt.date | None) -> Iterator[Text]:
    meeting, names = explanation.meeting, explanation.facilitators
    kreds, start, host = format_kreds(meeting.district, year), format_time(meeting.start), meeting.host
    yield Text(f"{kreds}, møde {meeting.round}: {start.da}", f"{kreds}, round {meeting.round}: {start.en}")
    yield Text(f"  vært {format_kommune(host, year)}", f"  host {format_kommune(host, year)}")
    if meeting.absent:
        away = ", ".join(format_kommune(code, year) for code in meeting.absent)
        yield Text(f"  kan ikke deltage: {away}", f"  absent: {away}")
    yield from _describe_cost(explanation.cost)
    starts = explanation.starts
    yield Text(
        f"  af {starts} tidspunkter i {year} er der tilbage efter hvert krav",
        f"  of {starts} starts in {year} there are left after",
    )
    for step in explanation.remaining_starts:
        yield Text(*(f"    {format_constraint(step.constraint, language)}: {step.left}" for language in ("da", "en")))
    if explanation.next_best:
        yield Text(
            "  de næstbedste, når alle andre møder bliver liggende:", "  the next best, while all other meetings stay:"
        )
    else:
        yield Text("  intet andet tidspunkt er muligt", "  no other start is possible")
    yield from (_indent(_describe_alternative(alternative, names), 4) for alternative in explanation.next_best)
    if date is not None and not explanation.starts_on_date:
        day = format_day(date)
        yield Text(f"  {day.da} har ingen mødetider", f"  {day.en} has no start time")
    for assessment in explanation.starts_on_date:
        yield from (_indent(line, 2) for line in _describe_start(assessment, explanation))


def _describe_cost(costs: Mapping[str, float]) -> Iterator[Text]:
    if not costs:
        yield Text("  dagen er uden ulemper", "  this day costs nothing")
        return
    total = format_cost(sum(costs.values()))
    yield Text(f"  dagen har ulempe {total.da}:", f"  this day costs {total.en}:")
    for name, cost in costs.items():
        term, unit = format_term(name, cost), UNITS[name]
        yield Text(f"    {term.da} ({unit.da})", f"    {term.en} ({unit.en})")


def _describe_start(assessment: StartAssessment, explanation: Explanation) -> Iterator[Text]:
    meeting, start = explanation.meeting, format_time(assessment.start)
    if assessment.start == meeting.start:
        yield Text(f"{start.da} er det tidspunkt, mødet har", f"{start.en} is the start that it has")
    elif assessment.violations:
        yield Text(
            f"{start.da} kan ikke bruges, for dette er ikke opfyldt:", f"{start.en} is refused, for this is not met:"
        )
        for violation in assessment.violations:
            danish, english = (format_constraint(violation.constraint, language) for language in ("da", "en"))
            yield Text(f"  {danish}: {violation.text.da}", f"  {english}: {violation.text.en}")
    elif assessment.alternative is None:
        yield Text(
            f"{start.da} er ikke muligt, heller ikke hvis andre møder flyttes",
            f"{start.en} is impossible, even if other meetings move",
        )
    else:
        yield _describe_alternative(assessment.alternative, explanation.facilitators)
        for other, moved in assessment.alternative.moved_meetings:
            who, old, new = (
                format_kreds(other.district, meeting.start.year),
                format_time(other.start),
                format_time(moved),
            )
            yield Text(
                f"  mødet i {who} skal så flyttes fra {old.da} til {new.da}",
                f"  the meeting of {who} would move from {old.en} to {new.en}",
            )


def _describe_alternative(alternative: Alternative, names: Mapping[str, str]) -> Text:
    listed, start = ", ".join(names.get(id_, id_) for id_ in alternative.facilitators), format_time(alternative.start)
    led = Text(f", ledes af {listed}", f", led by {listed}") if listed else Text("", "")
    if not alternative.extra_cost:
        return Text(f"{start.da}{led.da}: samme ulempe", f"{start.en}{led.en}: costs the same")
    total, costs = format_cost(alternative.total_extra_cost, signed=True), alternative.extra_cost
    danish, english = (format_terms(costs, language, signed=True) for language in ("da", "en"))
    return Text(
        f"{start.da}{led.da}: ulempe {total.da} ({danish})", f"{start.en}{led.en}: costs {total.en} ({english})"
    )


def _indent(text: Text, spaces: int) -> Text:
    return Text(" " * spaces + text.da, " " * spaces + text.en)
