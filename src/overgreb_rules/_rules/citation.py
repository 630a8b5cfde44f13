"""How a provision is cited to a person, in which order, and the days of the wording that is cited."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.text import Text

_PLACE = re.compile(r"([0-9]+)(?: ([a-z])\b)?")


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
    cited = _cite(rule, (version.cite if version else None) or rule.cite, rules)
    return Text(cited, cited)


def list_citations(rules: RuleSet) -> list[str]:
    """List every citation that `citation` can return, sorted.

    Args:
        rules: The rules of all acts.

    Returns:
        Each once: that of each rule, and those of its versions that have one of their own.
    """
    return sorted(
        {
            _cite(rule, cite, rules)
            for rule in rules.by_id.values()
            for cite in (rule.cite, *(version.cite for version in rule.versions))
            if cite
        }
    )


def _cite(rule: Rule, cite: str, rules: RuleSet) -> str:
    return f"{rules.laws[rule.law].cited_as.da} {cite}".lstrip()


def sort_by_paragraph(rules: Iterable[Rule]) -> list[Rule]:
    """Return rules in the order in which a reader of the acts meets their paragraphs.

    Args:
        rules: The rules, of one act or of several.

    Returns:
        The acts in the order of `rules`; of each act its rules by paragraph, stykke and sentence: § 19, § 155, § 155 a.
        Rules with one citation stay in the order of `rules`.
    """
    acts: dict[str, list[Rule]] = {}
    for rule in rules:
        acts.setdefault(rule.law, []).append(rule)
    return [rule for act in acts.values() for rule in sorted(act, key=lambda one: _places(one.cite))]


def _places(cite: str) -> list[tuple[int, str]]:
    return [(int(number), letter) for number, letter in _PLACE.findall(cite)]


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
