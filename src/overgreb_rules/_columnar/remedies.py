"""What anybody may do once a municipality has broken a duty: by the first breach of each case, for many at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from overgreb_rules._columnar.answer_table import sort_rows
from overgreb_rules._columnar.columns.day_numbers import date_of
from overgreb_rules._columnar.columns.deadline_columns import DeadlineColumns
from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._columnar.grouping.results import OutcomeColumns, OutcomeKey
from overgreb_rules._duties.remedies import find_remedy_rules, is_breach
from overgreb_rules._rules.rule_set import RuleSet


def remedies(
    found: Sequence[OutcomeColumns], told: EventColumns, rules: RuleSet, until: int
) -> Iterator[OutcomeColumns]:
    """The permissions that the first breach of each case opens."""
    broken = [rows for rows in found if is_breach(rows.key.rule, rows.key.status, rules)]
    if not broken:
        return
    said = np.arange(len(broken)).repeat([len(rows.triggers) for rows in broken])
    trigger = np.concatenate([rows.triggers for rows in broken])
    since = np.concatenate([rows.deadlines.broken for rows in broken])
    case = told.case[trigger]
    order = sort_rows([case, since], [rows.key for rows in broken], said, trigger, told)
    ordered = case[order]
    first = np.ones(len(order), np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    trigger = trigger[order[first]]
    days, which = np.unique(told.day[trigger], return_inverse=True)
    for number, day in enumerate(days.tolist()):
        places = trigger[which == number]
        is_day = told.earliest[places] != told.latest[places]
        for rule, governing in find_remedy_rules(rules, date_of(day), until):
            for alone in (False, True):
                chosen = places[is_day == alone]
                if len(chosen):
                    start = told.earliest[chosen]
                    count = rule.clock.count or ""
                    open_now = OutcomeKey(
                        rule_id=governing.id,
                        rule=governing,
                        status="available",
                        met_by_count=0,
                        needs=(),
                        convention=count,
                        year_number=None,
                        has_no_deadline=True,
                        start_is_day=alone,
                        due_is_day=False,
                        past_when_waived=False,
                        past_while_unknown=False,
                    )
                    yield OutcomeColumns(
                        open_now, chosen, np.zeros((len(chosen), 0), np.int64), DeadlineColumns(start, start)
                    )
