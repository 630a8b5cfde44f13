"""Which rules can arise and be met in a system that knows some event types."""

from __future__ import annotations

from random import Random

from overgreb_rules import Rulebook
from overgreb_rules._rulecheck.system_reach import RuleReach, find_reach

RULES = Rulebook.load(matcher="reference").rules


def _reach(*types: str) -> dict[str, RuleReach]:
    return {one.rule.id: one for one in find_reach(RULES, frozenset(types))}


def test_a_system_with_every_type_can_open_and_meet_everything() -> None:
    found = _reach(*RULES.vocabulary.events)
    assert [name for name, one in found.items() if not one.can_arise or one.can_be_met is False or one.lacks] == []


def test_a_system_without_types_can_open_nothing() -> None:
    found = _reach()
    assert not any(one.can_arise for one in found.values())
    assert found["bl-138-1-kvittering"].lacks == ("underretning_modtaget",)


def test_a_duty_whose_act_the_system_lacks_can_never_be_met() -> None:
    found = _reach("underretning_modtaget", "underretning_vurderet")
    assert found["bl-136-2-vurdering-24-timer"].can_be_met is True
    receipt = found["bl-138-1-kvittering"]
    assert (receipt.can_arise, receipt.can_be_met, receipt.lacks) == (True, False, ("kvittering_sendt",))


def test_a_rule_that_asks_for_an_earlier_event_needs_its_type() -> None:
    assert not _reach("underretning_modtaget")["bl-137-1-genvurdering"].can_arise
    assert _reach(*RULES.vocabulary.events)["bl-137-1-genvurdering"].can_arise


def test_what_follows_a_breach_arises_where_a_duty_can_arise() -> None:
    assert _reach("underretning_modtaget")["bl-152-underret-ankestyrelsen"].can_arise
    assert _reach("underretning_modtaget")["bl-20-3-foreloebig-vurdering"].can_arise


def test_a_system_lacks_no_event_type_that_it_has() -> None:
    names = sorted(RULES.vocabulary.events)
    for seed in range(20):
        types = frozenset(Random(seed).sample(names, 60))  # noqa: S311  # a system, and no secret
        assert not [one.rule.id for one in find_reach(RULES, types) if types & {*one.lacks}]


def test_an_act_that_counts_for_another_trigger_alone_lacks_that_trigger() -> None:
    rule = RULES.by_id["bl-140-1-advokat"]
    told = next(pattern for pattern in rule.met_by if pattern.type == "foreloebig_afgoerelse_meddelt")
    lawyer = _reach(told.type, "undersoegelse_uden_samtykke_besluttet")[rule.id]
    assert (lawyer.can_arise, lawyer.can_be_met) == (True, False)
    assert {*lawyer.lacks} == {"advokatbistand_tilbudt", *told.trigger_types}
