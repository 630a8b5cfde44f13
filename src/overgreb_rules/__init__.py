"""The deadlines and duties of Danish child-protection law: a case and an instant in, cited and explained duties out.

The law is `lov om social service` (serviceloven) from 1 October 2013 to 31 December 2023 and `barnets lov` from
1 January 2024, with what `retssikkerhedsloven` and practice add. Times are local times of Europe/Copenhagen.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from overgreb_rules._case.case import Barn, Case, Event
from overgreb_rules._evaluate.pipeline import evaluate
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
    from overgreb_rules._evaluate.what_if import Change, Standing, Supposition, WhatIf, changes, what_if
    from overgreb_rules._evaluate.why_not import Reason, WhyNot, why_not
    from overgreb_rules._evaluate.work_list import Agenda, AgendaItem, RefusedCase
    from overgreb_rules.arrow import evaluate_arrow as evaluate_arrow
    from overgreb_rules.batch import agenda, evaluate_many
else:
    _ON_FIRST_ACCESS = {
        "_evaluate.what_if": ("Change", "Standing", "Supposition", "WhatIf", "changes", "what_if"),
        "_evaluate.why_not": ("Reason", "WhyNot", "why_not"),
        "_evaluate.work_list": ("Agenda", "AgendaItem", "RefusedCase"),
        "arrow": ("evaluate_arrow",),
        "batch": ("agenda", "evaluate_many"),
    }
    """The modules that one evaluation does not need, and the names that each gives to this package."""

    def __getattr__(name: str) -> object:
        """Import a name of `_ON_FIRST_ACCESS`; `evaluate_arrow` also needs the extra `arrow`."""
        module = next((module for module, names in _ON_FIRST_ACCESS.items() if name in names), None)
        if module is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"overgreb_rules.{module}"), name)
