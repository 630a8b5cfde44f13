"""How a provision is cited to a person, and the days of the wording that is cited."""

from __future__ import annotations

import datetime as dt

from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.text import Text


def citation(rule_id: str, rules: RuleSet, on: dt.date | None = None) -> Text:
    """Return a provision as it is cited to a person.

    Args:
        rule_id: The id of the rule.
        rules: The rules of all acts.
        on: The local day whose wording is cited; None for the newest.

    Returns:
        The act and the paragraph, the same in both languages.
    """
    rule = rules.by_id[rule_id]
    version = rule.version_on(on) if on is not None else None
    cite = (version.cite if version else None) or rule.cite
    law = rules.laws[rule.law].cited_as
    cited = f"{law.da} {cite}".lstrip()
    return Text(cited, cited)


def wording_days(rule: Rule, on: dt.date) -> tuple[dt.date, dt.date | None]:
    """Return the days in force of the wording that is applied to a duty.

    Args:
        rule: The rule that governs the duty.
        on: The local day of the trigger.

    Returns:
        The first and the last day of the version in force on that day, of the first version where the duty moved to a
        newer act; the last day is None while the version has not ended.
    """
    version = rule.version_on(on) or rule.versions[0]
    return version.first, version.last
