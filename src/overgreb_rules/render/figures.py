"""The figures of a department as a table for a terminal, as CSV for a Danish Excel, and as JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from overgreb_rules._evaluate.figures import DepartmentFigures, GroupKey, MeasureFigures
from overgreb_rules._text.need_words import format_need
from overgreb_rules.render._agenda_words import format_refused
from overgreb_rules.shared.csv_cells import build_csv
from overgreb_rules.shared.date_words import format_date
from overgreb_rules.shared.text import Text, translate

if TYPE_CHECKING:
    from overgreb_rules._rules.measures import PublishedFigure

FIGURES_WORDS = {
    "title": Text("Frister overholdt {first} – {last}", "Time limits kept {first} – {last}"),
    "group": Text("Gruppe", "Group"),
    "no kommune": Text("kommune ikke oplyst", "kommune not told"),
    "measure": Text("Frist", "Measure"),
    "decided": Text("Opgjorte pligter", "Duties decided"),
    "kept": Text("Overholdt", "Kept"),
    "undetermined": Text("Uafklarede", "Undetermined"),
    "missing": Text("Oftest ikke oplyst", "Most often not told"),
    "median": Text("Median", "Median"),
    "p90": Text("90 % inden", "90 % within"),
    "coming": Text("Frister, der udløber i de næste 8 uger", "Time limits that end in the next 8 weeks"),
    "week": Text("Uge", "Week"),
    "count": Text("Antal", "Count"),
    "none coming": Text("Ingen.", "None."),
    "published": Text("Offentliggjorte tal", "Published figures"),
    "source": Text("Kilde", "Source"),
    "year": Text("År", "Year"),
    "share": Text("Andel", "Share"),
    "sample": Text("stikprøve", "sample"),
    "hours": Text("{n} timer", "{n} hours"),
    "hour": Text("1 time", "1 hour"),
    "days": Text("{n} dage", "{n} days"),
    "day": Text("1 dag", "1 day"),
    "interval": Text(
        "To tal: det første er andelen regnet med den sikre frist, det andet med den yderste. Uafklarede tæller "
        "ikke med.",
        "Two numbers: the first share is within the safe time limit, the second within the outer one. Undetermined "
        "duties do not count.",
    ),
    "warning": Text(
        "En stikprøve viser, hvordan det stod til i de sager, der blev set på, og ikke, hvordan det står "
        "til i hele landet.",
        "A sample shows how it stood in the cases that were looked at, and not how it stands in the country.",
    ),
}
"""The words of all forms of the figures."""

_WIDTH = 110
"""The columns of the table for a terminal."""


@dataclass(frozen=True, slots=True)
class FiguresRow:
    """One measure of one group in words; empty cells where there is nothing to say."""

    group: str
    measure: str
    decided: str
    kept: str
    undetermined: str
    missing: str
    median: str
    p90: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells from left to right."""
        return (
            self.group, self.measure, self.decided, self.kept, self.undetermined, self.missing, self.median, self.p90,
        )  # fmt: skip


def say_figures(name: str, language: str, **slots: object) -> str:
    """Return words of the figures.

    Args:
        name: The name of the words.
        language: da or en.
        **slots: What is put into the words.

    Returns:
        The words.
    """
    return translate(FIGURES_WORDS[name], language).format(**slots)


def figures_title(figures: DepartmentFigures, language: str) -> str:
    """Return the heading of the figures.

    Args:
        figures: The figures.
        language: da or en.

    Returns:
        The heading, with the first and the last day.
    """
    first, last = (translate(format_date(day), language) for day in (figures.first, figures.last))
    return say_figures("title", language, first=first, last=last)


def figures_rows(figures: DepartmentFigures, language: str) -> Iterator[FiguresRow]:
    """Yield the figures in words.

    Args:
        figures: The figures.
        language: da or en.

    Yields:
        One row for each measure of each group; a measure of which nothing was found stands only where nothing is
        broken down.
    """
    for key, measures in figures.groups.items():
        for one in measures:
            if one.statuses or not key:
                yield _row(key, one, language)


def coming_rows(figures: DepartmentFigures, language: str) -> Iterator[tuple[str, str, str]]:
    """Yield what falls due after the period.

    Args:
        figures: The figures.
        language: da or en.

    Yields:
        The week, the measure and the number of duties; sorted by week.
    """
    titles = {measure.name: translate(measure.title, language) for measure in figures.definition.measures}
    for (monday, name), count in figures.coming.items():
        year, week, _ = monday.isocalendar()
        yield f"{year}-{week:02}", titles[name], str(count)


def published_rows(figures: DepartmentFigures, language: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield the published figures.

    Args:
        figures: The figures.
        language: da or en.

    Yields:
        The measure, the share, the year and the source, which says where it is a sample.
    """
    titles = {measure.name: translate(measure.title, language) for measure in figures.definition.measures}
    for one in figures.definition.published:
        sample = f" ({say_figures('sample', language)})" if one.is_sample else ""
        yield titles[one.measure], f"{one.share} %", one.year, f"{translate(one.source, language)}{sample}"


def render_figures_table(figures: DepartmentFigures, language: str) -> str:
    """Return the figures as tables for a terminal.

    Args:
        figures: The figures.
        language: da or en.

    Returns:
        The lines: the shares, what falls due, and the published figures with their warning.
    """
    from rich import box  # noqa: PLC0415  # slow to import
    from rich.console import Console  # noqa: PLC0415  # slow to import
    from rich.table import Table  # noqa: PLC0415  # slow to import

    def say(name: str) -> str:
        return say_figures(name, language)

    def add(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for heading in headings:
            table.add_column(heading)
        for row in rows:
            table.add_row(*row)
        console.print(table, markup=False)

    out = io.StringIO()
    console = Console(file=out, width=_WIDTH, no_color=True, highlight=False)
    for line in [figures_title(figures, language), *format_refused(len(figures.refused), language)]:
        console.print(line, markup=False)
    rows = list(figures_rows(figures, language))
    is_broken_down = any(row.group for row in rows)
    headings = [say(name) for name in _COLUMNS]
    add(headings[not is_broken_down :], [row.cells[not is_broken_down :] for row in rows])
    console.print(say("interval"), markup=False)
    console.print(f"\n{say('coming')}", markup=False)
    coming = list(coming_rows(figures, language))
    if coming:
        add([say("week"), say("measure"), say("count")], coming)
    else:
        console.print(say("none coming"), markup=False)
    console.print(f"\n{say('published')}", markup=False)
    add([say("measure"), say("share"), say("year"), say("source")], list(published_rows(figures, language)))
    console.print(say("warning"), markup=False)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


_COLUMNS = ("group", "measure", "decided", "kept", "undetermined", "missing", "median", "p90")


def render_figures_csv(figures: DepartmentFigures, language: str) -> str:
    """Return the shares as a table for a Danish Excel.

    Args:
        figures: The figures.
        language: da or en.

    Returns:
        CSV text with a row of headings and a row for each measure of each group; a last row says how many cases were
        refused.
    """
    headings = [say_figures(name, language) for name in _COLUMNS]
    rows = [headings, *(row.cells for row in figures_rows(figures, language))]
    return build_csv([*rows, *([words] for words in format_refused(len(figures.refused), language))])


def render_figures_json(figures: DepartmentFigures) -> str:
    """Return the figures as JSON, schema version 1.

    Args:
        figures: The figures.

    Returns:
        The JSON text with a line end.
    """
    document = {
        "schema": 1,
        "from": figures.first.isoformat(),
        "to": figures.last.isoformat(),
        "cases": figures.cases,
        "refused": [one.model_dump() for one in figures.refused],
        "groups": [
            {"by": {name: value or None for name, value in key}, "measures": [_measure_json(one) for one in measures]}
            for key, measures in figures.groups.items()
        ],
        "coming": [
            {"week_from": monday.isoformat(), "measure": name, "count": count}
            for (monday, name), count in figures.coming.items()
        ],
        "published": [_published_json(one) for one in figures.definition.published],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _measure_json(one: MeasureFigures) -> dict[str, object]:
    decided, missing, duration = one.decided, one.missing_most, one.duration
    return {
        "measure": one.measure.name,
        "title": one.measure.title.as_json(),
        "decided": decided,
        "kept": {"strict": one.kept_strict, "lenient": one.kept_lenient},
        "share": {"strict": one.kept_strict / decided, "lenient": one.kept_lenient / decided} if decided else None,
        "undetermined": one.undetermined,
        "missing": {"name": missing[0], "count": missing[1]} if missing else None,
        "statuses": dict(sorted(one.statuses.items())),
        "duration": None
        if duration is None
        else {"unit": duration.unit, "count": duration.count, "median": duration.median, "p90": duration.p90},
    }


def _published_json(one: PublishedFigure) -> dict[str, object]:
    return {
        "measure": one.measure,
        "share": one.share / 100,
        "year": one.year,
        "source": one.source.as_json(),
        "sample": one.is_sample,
    }


def _row(key: GroupKey, one: MeasureFigures, language: str) -> FiguresRow:
    missing, duration = one.missing_most, one.duration
    return FiguresRow(
        group=format_group(key, language),
        measure=translate(one.measure.title, language),
        decided=str(one.decided),
        kept=format_share(one, language),
        undetermined=str(one.undetermined) if one.undetermined else "",
        missing=f"{format_need(missing[0], language)} ({missing[1]})" if missing else "",
        median=_time(duration.median, duration.unit, language) if duration else "",
        p90=_time(duration.p90, duration.unit, language) if duration else "",
    )


def format_group(key: GroupKey, language: str) -> str:
    """Return by what a group of figures differs from the others.

    Args:
        key: The group.
        language: da or en.

    Returns:
        «2026-03 · 0751», with «kommune ikke oplyst» where cases do not tell it; empty where nothing is broken down.
    """
    return " · ".join(
        say_figures("no kommune", language) if name == "kommune" and not value else value for name, value in key
    )


def format_share(one: MeasureFigures, language: str) -> str:
    """Return the share that was kept in words.

    Args:
        one: The figures of a measure.
        language: da or en.

    Returns:
        «92,1 %», or «88,0–92,1 %» where the readings differ; empty where nothing is decided.
    """
    if not one.decided:
        return ""
    shares = dict.fromkeys(f"{100 * kept / one.decided:.1f}" for kept in (one.kept_strict, one.kept_lenient))
    words = "–".join(shares)
    return f"{words.replace('.', ',') if language == 'da' else words} %"


def _time(number: int, unit: str, language: str) -> str:
    return say_figures(unit[:-1], language) if number == 1 else say_figures(unit, language, n=number)
