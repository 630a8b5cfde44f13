"""How large a case and its answer may be where a service answers others: events, and the duties that they give.

A duty that comes back each year gives one for each year begun: one event of 2013, asked about in 2200, gives 190 duties
and 0.8 MB. So a bound on bytes and events alone bounds no answer.
"""

from __future__ import annotations

from collections.abc import Mapping

from overgreb_rules._case.reader import refuse_event_count
from overgreb_rules.errors import CaseError
from overgreb_rules.evaluation import Evaluation
from overgreb_rules.shared.text import Text


def check_event_count(data: object, most_events: int) -> None:
    """Refuse a case with more events than a service takes, before the case is read.

    Args:
        data: The value of the JSON text: a case, or an object with a case under `case` and what is supposed under
            `suppose`.
        most_events: How many events and suppositions there may be together.

    Raises:
        CaseError: There are more; the place is that of the events, or of what is supposed where the events alone are
            few enough.
    """
    top = data if isinstance(data, Mapping) else {}
    case = top.get("case", top)
    lists = (case.get("events") if isinstance(case, Mapping) else None, top.get("suppose"))
    events, supposed = (len(one) if isinstance(one, list) else 0 for one in lists)
    if events + supposed > most_events:
        place = locate_events(data) if events > most_events else "/suppose"
        raise refuse_event_count(events + supposed, most_events, place)


def locate_events(data: object) -> str:
    """Return the place of the events of a case.

    Args:
        data: The value of the JSON text: a case, or an object with a case under `case`.

    Returns:
        A JSON pointer.
    """
    return "/case/events" if isinstance(data, Mapping) and "case" in data else "/events"


def check_duty_count(result: Evaluation, most_duties: int, place: str = "/events") -> None:
    """Refuse an answer with more duties than a service writes: those of each year, where events lie centuries back.

    Args:
        result: The evaluation.
        most_duties: How many duties it may have.
        place: Where the events stand that give the duties.

    Raises:
        CaseError: It has more.
    """
    number = len(result.list_statuses())
    if number > most_duties:
        what = Text(f"{number} pligter i én sag", f"{number} duties in one case")
        mend = Text("vælg et tidligere tidspunkt, eller del sagen", "choose an earlier instant, or split the case")
        allowed = Text(f"højst {most_duties}", f"at most {most_duties}")
        raise CaseError(place, what, allowed=allowed, mend=mend)
