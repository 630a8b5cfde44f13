"""How large a case and its answer may be where a service answers others: events, and the duties that they give.

A duty that comes back each year gives one for each year begun: one event of 2013, asked about in 2200, gives 190 duties
and 0.8 MB. So a bound on bytes and events alone bounds no answer.
"""

from __future__ import annotations

from collections.abc import Mapping

from overgreb_rules._case.reader import too_many_events
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
        CaseError: There are more.
    """
    told = data if isinstance(data, Mapping) else {}
    case = told.get("case", told)
    lists = (case.get("events") if isinstance(case, Mapping) else None, told.get("suppose"))
    number = sum(len(one) for one in lists if isinstance(one, list))
    if number > most_events:
        raise too_many_events(number, most_events)


def check_duty_count(result: Evaluation, most_duties: int) -> None:
    """Refuse an answer with more duties than a service writes: those of each year, where events lie centuries back.

    Args:
        result: The evaluation.
        most_duties: How many duties it may have.

    Raises:
        CaseError: It has more.
    """
    number = len(result.list_statuses())
    if number > most_duties:
        what = Text(f"{number} pligter i én sag", f"{number} duties in one case")
        mend = Text("vælg et tidligere tidspunkt, eller del sagen", "choose an earlier instant, or split the case")
        allowed = Text(f"højst {most_duties}", f"at most {most_duties}")
        raise CaseError("/events", what, allowed=allowed, mend=mend)
