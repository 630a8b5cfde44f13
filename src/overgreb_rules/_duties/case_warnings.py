"""A warning on what a case tells: on a contradiction, or on what its events say, or do not say, they are about."""

from __future__ import annotations

from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.words_of_law import WordsOfLaw
from overgreb_rules.evaluation import Warned
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import value_object


@value_object
class CaseWarning:
    """A warning on what a case tells.

    Attributes:
        code: The code.
        rule: The rule of the duty that it is about; None where it is about an event or the case.
        says: What it says.
    """

    code: str
    rule: Rule | None
    says: Text


def build_case_warning(warning: CaseWarning, rules: RuleSet) -> Warned:
    """Build a warning on what a case tells as it stands in the answer.

    Args:
        warning: The warning.
        rules: The rules, whose acts have words of their own.

    Returns:
        The code with its text, which begins with the title of the duty where it is about one and then has the words of
        its act.
    """
    rule, says = warning.rule, warning.says
    if rule is not None:
        said = WordsOfLaw.of_rule(rule.id, rules).use_in_name(says)
        says = Text(f"{rule.title.da}: {said.da}", f"{rule.title.en}: {said.en}")
    return Warned.unchecked({"code": warning.code, "da": says.da, "en": says.en})
