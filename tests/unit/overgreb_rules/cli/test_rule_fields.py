"""The names of fields and the ids of rules that stand below the sentences of a rule."""

from __future__ import annotations

import re

from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._text.rule_names import RuleNames
from overgreb_rules.cli._rule_fields import list_fields, list_rules
from overgreb_rules.cli._show_rule import list_rule_lines

RULES = RuleSet.load()


def _fields(rule_id: str) -> list[str]:
    rule = RULES.by_id[rule_id]
    return [field.da for field in list_fields(rule, RuleNames(RULES, RULES.laws[rule.law]))]


def test_an_event_is_followed_by_its_facts_and_the_facts_of_the_child_stand_last() -> None:
    assert _fields("sel-57c-2-vurdering-ved-gentagelse") == [
        "politidokumentation_modtaget – »politiets dokumentation for mistanke om alvorlig kriminalitet modtaget«",
        (
            "politidokumentation_modtaget.omfattet_af_ungdomskriminalitetsloven – "
            "»omfattet af lov om bekæmpelse af ungdomskriminalitet«"
        ),
        "indsatsbehov_vurderet – »behovet for at iværksætte eller ændre foranstaltningen vurderet«",
        "netvaerkssamraad_afholdt – »netværkssamråd holdt«",
        "barn.foedselsdato – »barnets fødselsdato«",
    ]


def test_each_field_is_listed_once() -> None:
    for rule in RULES:
        listed = list(list_fields(rule, RuleNames(RULES)))
        assert len({*listed}) == len(listed), rule.id
    decided = [field for field in _fields("bl-100-3-hjemgivelsesperiode-6-maaneder") if "hjemgivelse_" in field]
    assert [field.partition(" – ")[0] for field in decided] == [
        "hjemgivelse_besluttet",
        "hjemgivelse_besluttet.hjemgives",
        "hjemgivelse_besluttet.periode_til",
    ]


def test_every_rule_that_a_sentence_names_is_listed_with_its_id() -> None:
    for rule in RULES:
        lines = list_rule_lines(rule, RULES, "en")
        said = "\n".join(
            line.text for line in lines if line.name not in {"fields", "rules", "doubts", "note", "left_out"}
        )
        listed = "\n".join(line.text for line in lines if line.name == "rules")
        assert {*re.findall(r"“[^“”]+” \([^()]+ § [^()]+\)", said)} <= {
            *re.findall(r"“[^“”]+” \([^()]+ § [^()]+\)", listed)
        }, rule.id


def test_each_rule_is_listed_once() -> None:
    for rule in RULES:
        listed = list(list_rules(rule, RuleNames(RULES)))
        assert len({*listed}) == len(listed)
    provisional = RULES.by_id["bl-20-3-foreloebig-vurdering"]
    assert [one.da.partition(" – ")[0] for one in list_rules(provisional, RuleNames(RULES))] == [
        "bl-20-3-undersoegelse-4-maaneder",
        "sel-50-foreloebig-vurdering",
    ]
