"""Why the two readings of a deadline end apart, where neither the starts nor the spans of the rule's clock say it."""

from __future__ import annotations

from typing import Literal

from overgreb_rules._rules.words_of_law import Need
from overgreb_rules.shared.value_object import ValueObject

DateDoubtKind = Literal[
    "later_than_allowed", "term_of_final_decision", "final_decision", "later_start", "held_up", "rest", "interrupted",
    "parallel",
]  # fmt: skip
"""What the doubt is about: a day that was set later than the act allows; which term the final decision set; which
decision is the final one, where the first one set a day; a later start, from another decision; a case that held up the
time; a pending case after which the time runs anew; a request that may have interrupted the time; a step that may run
beside a measure."""


class DateDoubt(ValueObject):
    """One reason why the two readings of a deadline end apart.

    Attributes:
        kind: What the doubt is about.
        needs: What is not told; empty where the law is not settled.
    """

    kind: DateDoubtKind
    needs: tuple[Need, ...] = ()
