"""The faces of an evaluation that are files for other programs: csv, svg, html and ics."""

from __future__ import annotations

import argparse

from overgreb_rules._case.case import Case
from overgreb_rules.cli._io import read_bytes
from overgreb_rules.evaluation import Evaluation
from overgreb_rules.render.csv_table import duties_csv
from overgreb_rules.render.deadline_feed import deadline_feed
from overgreb_rules.render.page import page
from overgreb_rules.render.timeline import timeline

__all__ = ["FACES", "face"]

FACES = ("csv", "svg", "html", "ics")


def face(result: Evaluation, case: Case, options: argparse.Namespace) -> str | bytes:
    """The evaluation of the case in the format and language of the options."""
    happened = {event.id: event.at for event in case.events}
    match options.format:
        case "csv":
            return duties_csv([result], options.lang).encode()
        case "ics":
            earlier = read_bytes(options.earlier) if options.earlier else None
            return deadline_feed([result], options.lang, earlier=earlier)
        case "html":
            return page(result, options.lang, happened)
        case _:
            return timeline(result, options.lang, happened)
