"""A warning on what a case tells: on a contradiction, or on what its events say, or do not say, they are about."""

from __future__ import annotations

from overgreb_rules._rules.model import Rule
from overgreb_rules.evaluation import Warned
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject


class CaseWarning(ValueObject):
    """A warning on what a case tells.

    Attributes:
        code: The code.
        rule: The rule of the duty that it is about; None where it is about an event or the case.
        says: What it says, in the words of the act of that duty.
    """

    code: str
    rule: Rule | None
    says: Text


def build_case_warning(warning: CaseWarning) -> Warned:
    """Build a warning on what a case tells as it stands in the answer.

    Args:
        warning: The warning.

    Returns:
        The code with its text, which begins with the title of the duty where it is about one.
    """
    rule, says = warning.rule, warning.says
    if rule is not None:
        says = Text(f"{rule.title.da}: {says.da}", f"{rule.title.en}: {says.en}")
    return Warned.unchecked({"code": warning.code, "da": says.da, "en": says.en})
