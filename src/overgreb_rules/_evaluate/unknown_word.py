"""Words that a rulebook does not know: the nearest one that it does, and rules by their id."""

from __future__ import annotations

from collections.abc import Iterable

from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.errors import RuleError, redact_value
from overgreb_rules.shared.nearest_word import nearest_word
from overgreb_rules.shared.text import Text

_NO_RULE = Text("der er ingen regel med det id", "there is no rule of this id")
LISTED_IDS = Text("et id fra `overgreb-rules rules list`", "an id of `overgreb-rules rules list`")
"""Which ids there are, to who sits at the command line."""


def suggest_word(word: str, known: Iterable[str]) -> Text:
    """Return the known word that a misspelt one is nearest to, as a hint.

    Args:
        word: The word that is unknown.
        known: The words that are known, at least one.

    Returns:
        The hint: the word that differs by few letters; else the first that begins so; else the one with most letters
        in common.
    """
    import difflib  # noqa: PLC0415  # a start that refuses nothing does without

    words = sorted(known)
    longer = [one for one in words if word and one.startswith(word)]
    nearest = nearest_word(word, words) or (longer or difflib.get_close_matches(word, words, n=1, cutoff=0.0))[0]
    return Text(f"ret ordet, måske til »{nearest}«", f"the nearest one is “{nearest}”")


def find_rule(name: str, rules: RuleSet, place: str, ids: Text = LISTED_IDS) -> Rule:
    """Return a rule by its id.

    Args:
        name: The id.
        rules: The rules.
        place: The name of the argument, for the error.
        ids: Which ids there are, for the error: where they are listed.

    Returns:
        The rule.

    Raises:
        RuleError: There is no such rule; the error names the nearest id.
    """
    rule = rules.by_id.get(name)
    if rule is None:
        hint = suggest_word(name, rules.by_id)
        raise RuleError(place, _NO_RULE, value=redact_value(name, rules.by_id), allowed=ids, mend=hint)
    return rule
