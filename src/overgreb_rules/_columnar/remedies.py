"""What anybody may do once a municipality has broken a duty: by the first breach of each case, for many at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from overgreb_rules._columnar.answer_table import rows_in_order
from overgreb_rules._columnar.columns.day_numbers import date_of
from overgreb_rules._columnar.columns.deadline_columns import Dated
from overgreb_rules._columnar.columns.event_columns import Happened
from overgreb_rules._columnar.grouping.results import Rows, Said
from overgreb_rules._duties.remedies import is_breach, open_to_all
from overgreb_rules._rulebook import Rules

__all__ = ["remedies"]


def remedies(found: Sequence[Rows], told: Happened, rules: Rules, until: int) -> Iterator[Rows]:
    """The permissions that the first breach of each case opens."""
    broken = [rows for rows in found if is_breach(rows.said.rule, rows.said.status, rules)]
    if not broken:
        return
    said = np.arange(len(broken)).repeat([len(rows.triggers) for rows in broken])
    trigger = np.concatenate([rows.triggers for rows in broken])
    since = np.concatenate([rows.dated.broken for rows in broken])
    case = told.case[trigger]
    order = rows_in_order([case, since], [rows.said for rows in broken], said, trigger, told)
    ordered = case[order]
    first = np.ones(len(order), np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    trigger = trigger[order[first]]
    days, which = np.unique(told.day[trigger], return_inverse=True)
    for number, day in enumerate(days.tolist()):
        places = trigger[which == number]
        is_day = told.earliest[places] != told.latest[places]
        for rule, governing in open_to_all(rules, date_of(day), until):
            for alone in (False, True):
                chosen = places[is_day == alone]
                if len(chosen):
                    start = told.earliest[chosen]
                    count = rule.clock.count or ""
                    open_now = Said(
                        rule_id=governing.id,
                        rule=governing,
                        status="available",
                        met_by=0,
                        needs=(),
                        count=count,
                        number=None,
                        endless=True,
                        start_is_day=alone,
                        due_is_day=False,
                        past_when_waived=False,
                        past_while_unknown=False,
                    )
                    yield Rows(open_now, chosen, np.zeros((len(chosen), 0), np.int64), Dated(start, start))
