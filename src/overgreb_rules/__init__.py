"""The deadlines and duties of Danish child-protection law: a case and an instant in, cited and explained duties out.

The law is `lov om social service` (serviceloven) from 1 October 2013 to 31 December 2023 and `barnets lov` from
1 January 2024, with what `retssikkerhedsloven` and practice add. Times are local times of Europe/Copenhagen.
"""

from typing import TYPE_CHECKING

from overgreb_rules._case.case import Barn, Case, Event
from overgreb_rules._evaluate.pipeline import evaluate
from overgreb_rules._evaluate.what_if import Change, Standing, Supposition, WhatIf, changes, what_if
from overgreb_rules._evaluate.why_not import Reason, WhyNot, why_not
from overgreb_rules._evaluate.work_list import Agenda, AgendaItem, RefusedCase
from overgreb_rules.batch import agenda, evaluate_many
from overgreb_rules.errors import CaseError, EngineMissing, InstantError, OvergrebError, RuleError, WorkerFault
from overgreb_rules.evaluation import Evaluation, Obligation
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.version import __version__ as __version__

__all__ = [
    "Agenda",
    "AgendaItem",
    "Barn",
    "Case",
    "CaseError",
    "Change",
    "EngineMissing",
    "Evaluation",
    "Event",
    "InstantError",
    "Obligation",
    "OvergrebError",
    "Policy",
    "Reason",
    "RefusedCase",
    "RuleError",
    "Rulebook",
    "Standing",
    "Supposition",
    "Text",
    "WhatIf",
    "WhyNot",
    "WorkerFault",
    "__version__",
    "agenda",
    "changes",
    "evaluate",
    "evaluate_many",
    "what_if",
    "why_not",
]


if TYPE_CHECKING:
    from overgreb_rules.arrow import evaluate_arrow as evaluate_arrow
else:

    def __getattr__(name: str) -> object:
        """Import `evaluate_arrow` on first access: it needs the extra `arrow`, which takes as long as all else."""
        if name == "evaluate_arrow":
            from overgreb_rules.arrow import evaluate_arrow  # noqa: PLC0415  # see the docstring

            return evaluate_arrow
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
