"""The sentences on why a rule gives no duty."""

from __future__ import annotations

from overgreb_rules._text.why_not_words import WhyNotWords
from tests.fixtures.event_logs import RULES, build_event, build_log

LOG = build_log(build_event("u1", "underretning_modtaget", 3), build_event("u2", "underretning_modtaget", 5))


def _words(rule: str) -> WhyNotWords:
    return WhyNotWords(RULES.by_id[rule], RULES, LOG)


def test_a_time_limit_that_runs_is_named_by_its_event() -> None:
    words = _words("bl-20-3-undersoegelse-4-maaneder")
    assert words.clock_runs(LOG.events[1], LOG.events[0]).da == (
        "Fristen fra underretning modtaget mandag den 3. marts 2025 kl. 12.00 løber allerede. "
        "Underretning modtaget onsdag den 5. marts 2025 kl. 12.00 har ikke udløst en ny."
    )
    assert words.clock_runs(LOG.events[1], None).en.startswith("An earlier time limit is running already.")


def test_a_duty_without_a_settling_condition_says_that_others_stand_for_it() -> None:
    says = _words("bl-136-2-vurdering-24-timer").settled_against(LOG.events[0])
    assert says.da.endswith("Betingelserne er opfyldt, men andre hændelser i sagen gør, at pligten ikke opstår.")


def test_a_permission_is_called_a_possibility() -> None:
    assert _words("bl-137-2-samtale-kan").in_answer(LOG.events[:1]).da == (
        "Muligheden findes i svaret: underretning modtaget mandag den 3. marts 2025 kl. 12.00."
    )


def test_what_must_not_be_told_is_said_without_two_denials() -> None:
    offered = build_log(build_event("r1", "foraeldreplan_revision_tilbudt", 3, revideret=False))
    rule = RULES.by_id["bl-79-3-foraeldreplan-12-maaneder"]
    condition = next(one for version in rule.versions for one in version.conditions)
    says = WhyNotWords(rule, RULES, offered).condition_fails(offered.events[0], condition, lambda _: True)
    assert says.da.endswith(
        "Pligten gælder ikke, hvis det er oplyst, at forældrehandleplanen ikke er revideret efter tilbuddet. Her er "
        "det oplyst, at forældrehandleplanen ikke er revideret efter tilbuddet."
    )
