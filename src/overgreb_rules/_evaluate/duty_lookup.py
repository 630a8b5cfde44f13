"""One duty of an answer, found by its key."""

from __future__ import annotations

from collections.abc import Iterable

from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.errors import CaseError, redact_value
from overgreb_rules.evaluation import Evaluation, Obligation
from overgreb_rules.shared.text import Text

_NO_DUTY_OF_RULE = Text("sagen har ingen pligt efter den regel", "the case has no duty of this rule")
_SEVERAL = Text("sagen har flere pligter efter den regel", "the case has several duties of this rule")
_ASK_WHY_NOT = Text("spørg why-not om reglen", "ask why-not about the rule")
_CHOOSE_KEY = Text("vælg en af dem", "choose one of them")
_NO_DUTY = Text("sagen har ingen pligt med den nøgle", "the case has no duty of this key")
_NO_DUTIES = Text("sagen har ingen pligter på dette tidspunkt", "the case has no duties at this instant")
_CHOOSE = Text("vælg en af dem, eller brug why-not", "choose one of them, or ask why-not")


def find_duty(evaluation: Evaluation, key: str, place: str, rules: RuleSet, *, shows_events: bool = True) -> Obligation:
    """Find a duty by its key, or by its rule where the answer has one duty of that rule.

    Args:
        evaluation: The answer.
        key: The key, or the id of a rule.
        place: The name of the argument or parameter, for the error.
        rules: The rules of the answer.
        shows_events: Whether the error may show the ids of events, which keys end with.

    Returns:
        The duty.

    Raises:
        CaseError: The answer has no such duty, or several; the error names the keys that it has, if any.
    """
    for duty in evaluation.obligations:
        if duty.key == key:
            return duty
    of_rule = [duty for duty in evaluation.obligations if duty.rule == key]
    if len(of_rule) == 1:
        return of_rule[0]
    value = redact_value(key, [*rules.by_id, *(duty.key for duty in evaluation.obligations if shows_events)])
    if of_rule:
        raise CaseError(place, _SEVERAL, value=value, allowed=_join_keys(of_rule, shows_events), mend=_CHOOSE_KEY)
    if not evaluation.obligations:
        raise CaseError(place, _NO_DUTIES, value=value, mend=_ASK_WHY_NOT)
    what, mend = (_NO_DUTY_OF_RULE, _ASK_WHY_NOT) if key in rules.by_id else (_NO_DUTY, _CHOOSE)
    allowed = _join_keys(evaluation.obligations, shows_events)
    raise CaseError(place, what, value=value, allowed=allowed, mend=mend)


def _join_keys(duties: Iterable[Obligation], shows_events: bool) -> str:
    return ", ".join(dict.fromkeys(duty.key if shows_events else f"{duty.rule}@…" for duty in duties))
