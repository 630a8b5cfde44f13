"""A warning on what a case tells, as it stands in the answer."""

from __future__ import annotations

from overgreb_rules._duties.case_warnings import CaseWarning, build_case_warning
from overgreb_rules.shared.text import Text
from tests.fixtures.event_logs import RULES

_SAYS = Text("Er tidspunkterne rigtige?", "Are the times right?")


def test_a_warning_on_the_case_says_what_it_says() -> None:
    built = build_case_warning(CaseWarning("answer_before_trigger", None, _SAYS))
    assert (built.code, built.da, built.en) == ("answer_before_trigger", _SAYS.da, _SAYS.en)


def test_a_warning_on_a_duty_begins_with_its_title() -> None:
    rule = RULES.by_id["bl-136-2-vurdering-24-timer"]
    built = build_case_warning(CaseWarning("which_one", rule, _SAYS))
    assert (built.da, built.en) == (f"{rule.title.da}: {_SAYS.da}", f"{rule.title.en}: {_SAYS.en}")
