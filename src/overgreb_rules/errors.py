"""The errors that this package raises on purpose, and the redaction of the values that they name.

Invariants:
    No error carries a name, a CPR number or free text of a case: such a value stands as «hidden».
"""

from __future__ import annotations

from overgreb_rules.shared.cpr_number import has_cpr_shape
from overgreb_rules.shared.redaction import HIDDEN, redact_key, redact_value
from overgreb_rules.shared.refusal import BilingualError, Refusal

__all__ = [
    "HIDDEN",
    "CaseError",
    "EngineMissing",
    "InstantError",
    "MatcherFault",
    "OvergrebError",
    "RuleError",
    "WorkerFault",
    "has_cpr_shape",
    "redact_key",
    "redact_value",
]


class OvergrebError(BilingualError):
    """The root of every error that this package raises on purpose."""


class CaseError(Refusal, OvergrebError):
    """A case that is refused; `place` is a JSON pointer, or a line and column where the case is no JSON.

    Attributes:
        case_number: The number of the case among many, from 1; None for a case alone.
    """

    case_number: int | None = None

    def message(self, language: str) -> str:
        """Return the error as one line for a person.

        Args:
            language: `da` or `en`.

        Returns:
            The message, behind the number of the case where it has one.
        """
        told = super().message(language)
        if self.case_number is None:
            return told
        return f"{'case' if language == 'en' else 'sag'} {self.case_number}: {told}"

    def __reduce__(self) -> tuple[object, ...]:
        return *super().__reduce__(), {"case_number": self.case_number}


class InstantError(Refusal, OvergrebError):
    """An instant of evaluation that is no instant with an offset."""


class RuleError(Refusal, OvergrebError):
    """A rule file or vocabulary that is refused; `place` is the file and the line."""


class EngineMissing(OvergrebError):
    """durable-rules is a dependency here and cannot be loaded; the message says how to mend it."""


class MatcherFault(OvergrebError):
    """The engine broke an assumption that the answers rest on; no answer is given rather than a wrong one."""


class WorkerFault(OvergrebError):
    """A worker process ended before it had answered: it was killed, or the memory did not suffice."""
