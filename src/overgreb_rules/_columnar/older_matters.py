"""The warnings of a batch about acts that may belong to an older matter, in the order of the duties of each case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from overgreb_rules._columnar.columns.event_columns import EventColumns
from overgreb_rules._columnar.duty_columns import sort_duties
from overgreb_rules._columnar.event_names import BatchEventNames
from overgreb_rules._columnar.grouping.results import OlderActs
from overgreb_rules._duties.case_warnings import CaseWarning
from overgreb_rules._duties.link_warnings import act_of_an_older_matter
from overgreb_rules._duties.status import STATUS_ORDER
from overgreb_rules._rules.rule_set import RuleSet


def find_older_matters(
    acts: Sequence[OlderActs], columns: EventColumns, rules: RuleSet
) -> Iterator[tuple[int, CaseWarning]]:
    """Yield a warning for each act of a supported case that may belong to an older matter.

    Args:
        acts: The acts; those of one duty in order of time.
        columns: The events of the batch.
        rules: The rules and their vocabulary.

    Yields:
        The row of the case with the warning, in the order that the duties have in the answer.
    """
    if not acts:
        return
    sizes = [len(one.triggers) for one in acts]
    key = np.arange(len(acts)).repeat(sizes)
    urgency = np.array([STATUS_ORDER.index(one.key.status) for one in acts]).repeat(sizes)
    trigger, strict, act, limit = (
        np.concatenate([getattr(one, name) for one in acts]) for name in ("triggers", "strict", "acts", "limits")
    )
    case = columns.case[trigger]
    order = sort_duties([case, urgency, strict], [one.key for one in acts], key, trigger, columns)
    order = order[columns.supported[case[order]]]
    names = BatchEventNames(columns, rules.vocabulary)
    named = zip(names.name(act[order]), names.name(limit[order]), strict=True)
    for number, of_case, (name, before) in zip(key[order].tolist(), case[order].tolist(), named, strict=True):
        yield of_case, act_of_an_older_matter(acts[number].key.rule, name, before, rules)
