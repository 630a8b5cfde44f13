"""One duty of an answer, found by its key."""

from __future__ import annotations

from overgreb_rules.errors import CaseError, redact_value
from overgreb_rules.evaluation import Evaluation, Obligation
from overgreb_rules.shared.text import Text

_NO_DUTY = Text("sagen har ingen pligt med den nøgle", "the case has no duty of this key")
_NONE_NOW = Text("ingen på dette tidspunkt", "none at this instant")
_CHOOSE = Text("vælg en af dem, eller brug why-not", "choose one of them, or ask why-not")


def find_duty(evaluation: Evaluation, key: str, place: str) -> Obligation:
    """Find a duty by its key.

    Args:
        evaluation: The answer.
        key: The key.
        place: The name of the argument or parameter, for the error.

    Returns:
        The duty.

    Raises:
        CaseError: The answer has no such duty; the error names the keys that it has.
    """
    for duty in evaluation.obligations:
        if duty.key == key:
            return duty
    keys = ", ".join(duty.key for duty in evaluation.obligations)
    raise CaseError(place, _NO_DUTY, value=redact_value(key), allowed=keys or _NONE_NOW, mend=_CHOOSE)
