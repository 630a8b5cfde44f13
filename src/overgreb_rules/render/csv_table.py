"""The duties of evaluations as a table for a Danish Excel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from overgreb_rules._text.formatting import format_bearer, format_fact
from overgreb_rules._text.status_words import format_status
from overgreb_rules.evaluation import Evaluation, Obligation, When
from overgreb_rules.shared.csv_cells import build_csv
from overgreb_rules.shared.date_words import WEEKDAYS
from overgreb_rules.shared.text import translate

_HEADINGS = {
    "da": (
        "Sag", "Beregnet pr.", "Status", "Senest (streng læsning)", "Ugedag", "Senest (lempelig læsning)", "Ugedag",
        "Pligt", "Hjemmel", "Hvem", "Uret starter", "Udløst af", "Opfyldt af", "Mangler", "Hvis fristen brydes",
        "Regel", "Nøgle",
    ),
    "en": (
        "Case", "As of", "Status", "Due (strict reading)", "Weekday", "Due (lenient reading)", "Weekday",
        "Duty", "Legal basis", "Who", "Clock starts", "Trigger", "Met by", "Missing", "If it is not kept",
        "Rule", "Key",
    ),
}  # fmt: skip


def render_csv(results: Iterable[Evaluation], language: str) -> str:
    """Return a table of duties for a Danish Excel.

    Args:
        results: the evaluations.
        language: da or en.

    Returns:
        CSV text with a row of headings and one row for each duty of each evaluation, in the order of the answers.
    """
    rows = [_row(result, duty, language) for result in results for duty in result.obligations]
    return build_csv([_HEADINGS[language], *rows])


def format_excel_date(when: When) -> str:
    """Return a day or an instant as a Danish Excel reads it.

    Args:
        when: the day or the instant.

    Returns:
        «03-05-2024» for a day, «03-05-2024 14:05» for an instant.
    """
    return when.strftime("%d-%m-%Y %H:%M" if isinstance(when, dt.datetime) else "%d-%m-%Y")


def format_weekday(when: When, language: str) -> str:
    """Return the format_weekday of a day or an instant.

    Args:
        when: the day or the instant.
        language: da or en.

    Returns:
        «fredag», «Friday».
    """
    return translate(WEEKDAYS[when.weekday()], language)


def _row(result: Evaluation, duty: Obligation, language: str) -> tuple[str, ...]:
    due = (duty.due.strict, duty.due.lenient) if duty.due else ()
    dates = [text for when in due for text in (format_excel_date(when), format_weekday(when, language))]
    return (
        result.case_id,
        format_excel_date(result.at),
        format_status(duty.status, language),
        *(dates or [""] * 4),
        translate(duty.title, language),
        duty.cite,
        format_bearer(duty.bearer, language),
        format_excel_date(duty.clock_start),
        duty.trigger,
        ", ".join(duty.met_by),
        ", ".join(f"{format_fact(name, language)} ({name})" for name in duty.needs),
        translate(duty.consequence, language) if duty.consequence else "",
        duty.rule,
        duty.key,
    )
