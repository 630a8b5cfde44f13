"""Duties as a table for a Danish Excel: semicolons, a byte order mark, days as Denmark writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from overgreb_rules.evaluation import Evaluation, Obligation, When
from overgreb_rules.render._said import bearer, fact, say, status
from overgreb_rules.shared.csv_cells import build_csv
from overgreb_rules.shared.date_words import WEEKDAYS

__all__ = ["duties_csv", "local_date", "weekday"]

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


def duties_csv(results: Iterable[Evaluation], language: str) -> str:
    """One row for each duty of each evaluation, in the order of the answers; headings in `language` (da or en)."""
    rows = [_row(result, duty, language) for result in results for duty in result.obligations]
    return build_csv([_HEADINGS[language], *rows])


def local_date(when: When) -> str:
    """«03-05-2024», and with the time of day where there is one «03-05-2024 14:05»."""
    return when.strftime("%d-%m-%Y %H:%M" if isinstance(when, dt.datetime) else "%d-%m-%Y")


def weekday(when: When, language: str) -> str:
    """«fredag», «Friday»."""
    return say(WEEKDAYS[when.weekday()], language)


def _row(result: Evaluation, duty: Obligation, language: str) -> tuple[str, ...]:
    due = (duty.due.strict, duty.due.lenient) if duty.due else ()
    dates = [text for when in due for text in (local_date(when), weekday(when, language))]
    return (
        result.case_id,
        local_date(result.at),
        status(duty, language),
        *(dates or [""] * 4),
        say(duty.title, language),
        duty.cite,
        bearer(duty.bearer, language),
        local_date(duty.clock_start),
        duty.trigger,
        ", ".join(duty.met_by),
        ", ".join(f"{fact(name, language)} ({name})" for name in duty.needs),
        say(duty.consequence, language) if duty.consequence else "",
        duty.rule,
        duty.key,
    )
