"""How large a case and its answer may be where a service answers others: events, and the duties that they give.

A duty that comes back each year gives one for each year begun: one event of 2013, asked about in 2200, gives 190 duties
and 0.8 MB. So a bound on bytes and events alone bounds no answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from overgreb_rules._case.case import Case
from overgreb_rules._evaluate.what_if import Supposition
from overgreb_rules.errors import CaseError
from overgreb_rules.evaluation import Evaluation
from overgreb_rules.shared.text import Text


def check_event_count(case: Case, suppose: Sequence[Supposition], most_events: int) -> None:
    """Refuse a case with more events than a service takes.

    Args:
        case: The case.
        suppose: What is supposed beside it.
        most_events: How many events both may have together.

    Raises:
        CaseError: They have more.
    """
    number = len(case.events) + len(suppose)
    if number > most_events:
        what = Text(f"{number} hændelser i én sag", f"{number} events in one case")
        mend = Text("giv hvert barn sin egen sag", "give each child a case of its own")
        raise CaseError("/events", what, allowed=_at_most(most_events), mend=mend)


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
        raise CaseError("/events", what, allowed=_at_most(most_duties), mend=mend)


def _at_most(number: int) -> Text:
    return Text(f"højst {number}", f"at most {number}")
