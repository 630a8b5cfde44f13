"""When anything changes next by time alone, for columns of duties: the same turns and steps as for one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from overgreb_rules._columnar.columns.day_numbers import local_days, midnights
from overgreb_rules._columnar.grouping.results import OutcomeColumns
from overgreb_rules._columnar.io.input_tables import Ints
from overgreb_rules._duties.consequences import escalation_steps
from overgreb_rules._duties.duty import CHANGE_OF_LAW
from overgreb_rules._duties.status import UNMET_STATUSES, status_transition_times
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook

NEVER = int(np.iinfo(np.int64).max)


def next_changes(found: Sequence[OutcomeColumns], book: Rulebook, policy: Policy | None, until: int) -> list[Ints]:
    """For each of the rows, the next instant after `until` at which time changes something of it; NEVER for none."""
    return [_next(rows, book, policy, until) for rows in found]


def _next(rows: OutcomeColumns, book: Rulebook, policy: Policy | None, until: int) -> Ints:
    said, run = rows.key, rows.deadlines.run
    least = np.full(len(rows.triggers), NEVER)
    if said.rule.law == "serviceloven" and said.status in UNMET_STATUSES and until < CHANGE_OF_LAW:
        least[:] = CHANGE_OF_LAW
    if run is None:
        return least
    moments = list(status_transition_times(said.rule, said.status, run, in_years=said.year_number is not None))
    if said.status in UNMET_STATUSES and said.status != "undetermined":
        called = escalation_steps(said.rule, said.convention, book.rules, policy, book.programs)
        moments += [one.starts_at(run, _midnight_after) for one in called]
    for moment in moments:
        np.minimum(least, np.where(moment > until, moment, NEVER), out=least)
    return least


def _midnight_after(seconds: Ints, days: int) -> Ints:
    return midnights(local_days(seconds) + days)
