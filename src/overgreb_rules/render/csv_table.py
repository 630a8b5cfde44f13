"""The duties of evaluations as a table for a Danish Excel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from overgreb_rules._text.due_words import list_dates
from overgreb_rules._text.formatting import format_bearer
from overgreb_rules._text.need_words import format_needs
from overgreb_rules._text.status_words import format_status
from overgreb_rules.calendar import is_in_repeated_hour
from overgreb_rules.evaluation import DueDates, Evaluation, When
from overgreb_rules.render._duty_notes import format_cause, list_notes
from overgreb_rules.render._event_names import EventNames
from overgreb_rules.shared.csv_cells import build_csv
from overgreb_rules.shared.date_words import WEEKDAYS
from overgreb_rules.shared.text import Text, translate

_HEADINGS = {
    "da": (
        "Sag", "Beregnet", "Status", "Sikker frist", "Ugedag", "Yderste frist", "Ugedag",
        "Må tidligst ske", "Ugedag", "Pligt", "Hjemmel", "Hvem",
        "Regnes fra", "Udløst af", "Opfyldt", "Ikke oplyst", "Begrundelse", "Bemærk", "Hvis fristen overskrides",
        "Regel", "Nøgle",
    ),
    "en": (
        "Case", "As of", "Status", "Safe deadline", "Weekday", "Latest deadline", "Weekday",
        "No earlier than", "Weekday", "Duty", "Legal basis",
        "Who", "Counted from", "Opened by", "Met", "Not told", "Reason", "Please note", "If the deadline is missed",
        "Rule", "Key",
    ),
}  # fmt: skip
_SEASONS = (Text(" (sommertid)", " (summer time)"), Text(" (vintertid)", " (winter time)"))


def render_csv(results: Iterable[Evaluation], language: str) -> str:
    """Return a table of duties for a Danish Excel.

    Args:
        results: the evaluations.
        language: da or en.

    Returns:
        CSV text with a row of headings and one row for each duty of each evaluation, in the order of the answers.
    """
    return build_csv([_HEADINGS[language], *(row for result in results for row in _rows(result, language))])


def format_excel_date(when: When, language: str) -> str:
    """Return a day or an instant as a Danish Excel reads it.

    Args:
        when: the day or the instant.
        language: da or en.

    Returns:
        «03-05-2024» for a day, «03-05-2024 14:05» for an instant. In the hour that the clock shows twice the season
        stands behind, and the cell is text to Excel: «25-10-2026 02:30 (vintertid)».
    """
    if not isinstance(when, dt.datetime):
        return when.strftime("%d-%m-%Y")
    season = translate(_SEASONS[when.fold], language) if is_in_repeated_hour(when) else ""
    return when.strftime("%d-%m-%Y %H:%M") + season


def list_date_cells(due: DueDates | None, modality: str) -> tuple[When | None, When | None, When | None]:
    """Return the dates of a duty by the columns of a table.

    Args:
        due: the dates of the duty; None where it has none.
        modality: of the duty.

    Returns:
        The safe deadline, the latest deadline, and the first day on which the act is lawful; None for an empty cell.
    """
    dates = dict(list_dates(due, modality))
    last = dates.get("last")
    return dates.get("safe", last), dates.get("latest", last), dates.get("first")


def format_weekday(when: When, language: str) -> str:
    """Return the weekday of a day or an instant.

    Args:
        when: the day or the instant.
        language: da or en.

    Returns:
        «fredag», «Friday».
    """
    return translate(WEEKDAYS[when.weekday()], language)


def _rows(result: Evaluation, language: str) -> Iterator[tuple[str, ...]]:
    names = EventNames(result, language)
    for duty in result.obligations:
        dates = [
            cell
            for when in list_date_cells(duty.due, duty.modality)
            for cell in ((format_excel_date(when, language), format_weekday(when, language)) if when else ("", ""))
        ]
        yield (
            result.case_id,
            format_excel_date(result.at, language),
            format_status(duty.status, language),
            *dates,
            translate(duty.title, language),
            duty.cite,
            format_bearer(duty.bearer, language),
            format_excel_date(duty.clock_start, language),
            names.name_trigger(duty),
            ", ".join(format_excel_date(when, language) for when in duty.met_at),
            format_needs(duty, language) if duty.needs else "",
            "" if duty.needs else format_cause(duty, language),
            " ".join(list_notes(duty, language)),
            translate(duty.consequence, language) if duty.consequence else "",
            duty.rule,
            duty.key,
        )
