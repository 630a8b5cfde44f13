"""The report on a file names the rules concerned, and its exit code says whether there is something to read."""

import pytest

from overgreb_rules._rulecheck.coverage import read_sentences
from overgreb_rules._rulecheck.law_text.document import parse_published_file
from overgreb_rules._rulecheck.law_text.plain_text import parse_plain_text
from overgreb_rules._rulecheck.law_text.wording import LawTextError
from overgreb_rules._rulecheck.law_watch import parse_paragraph_ranges
from overgreb_rules._rulecheck.watch_report import WatchRequest, report_on_file
from overgreb_rules._rules.rule_set import RuleSet
from tests.fixtures.lexdania import amending_act, instruction, lexdania_of
from tests.fixtures.paths import LAW_TEXTS, RULES

SENTENCES = read_sentences((RULES / "sentences.csv").read_text(encoding="utf-8"))
EXCERPT = (LAW_TEXTS / "barnets-lov-excerpt.txt").read_text(encoding="utf-8")
PARAGRAPHS = parse_paragraph_ranges("5,126,132-138,213")


def report(data, *, paragraphs=PARAGRAPHS, law=None, against=None):
    data = data.encode() if isinstance(data, str) else data
    request = WatchRequest(law, against, paragraphs)
    return report_on_file(parse_published_file(data, "file"), "file", request, RuleSet.load(), SENTENCES, ())


def test_the_act_of_a_plain_text_is_recognised_by_its_sentences():
    assert (report(EXCERPT).law, report(EXCERPT).against, report(EXCERPT).exit_code) == (
        "barnets_lov",
        "LBK 282/2025",
        0,
    )


def test_the_same_text_in_lexdania_is_all_the_same():
    found = report(lexdania_of(parse_plain_text(EXCERPT, "file")))
    assert found.counts == {"same": 44}
    assert (found.version, found.is_in_force, found.exit_code) == ("LBK 7/2027", True, 0)


def test_another_number_of_hours_names_the_rule_of_24_hours():
    found = report(EXCERPT.replace("24 timer", "48 timer"))
    changed = [one.cite for one in found.compared if one.verdict == "changed"]
    assert changed == ["§ 136, stk. 2"]
    assert [rule.id for rule in found.rules["§ 136, stk. 2"]] == ["bl-136-2-vurdering-24-timer"]
    assert found.exit_code == 1


def test_a_listed_paragraph_that_is_missing_is_exit_code_2_and_names_its_rules():
    found = report("\n".join(line for line in EXCERPT.splitlines() if not line.startswith("§ 138.")))
    assert found.counts["paragraph missing"] == 1
    assert "bl-138-1-kvittering" in {rule.id for rule in found.rules["§ 138"]}
    assert found.exit_code == 2


def test_an_amending_act_names_the_paragraphs_of_our_acts_with_their_rules():
    act = "I barnets lov, jf. lovbekendtgørelse nr. 282, foretages følgende ændringer:"
    found = report(amending_act(act, instruction("I ", "§ 136, stk. 2,", " ændres »24« til: »48«.")))
    assert [(one.place, one.law, one.paragraph) for one in found.amended] == [("§ 1, nr. 1", "barnets_lov", "§ 136")]
    assert "bl-136-2-vurdering-24-timer" in {rule.id for rule in found.amended[0].rules}
    assert found.exit_code == 1


def test_an_amending_act_on_other_acts_has_nothing_to_read():
    assert report(amending_act("I ligningsloven:", instruction("I § 136 ændres »a« til: »b«."))).exit_code == 0


@pytest.mark.parametrize(
    ("later", "unknown"),
    [("2025/469", ()), ("2099/1", ("/eli/lta/2099/1",))],
)
def test_metadata_name_the_later_acts_that_nobody_has_looked_at(later, unknown):
    address = "https://www.retsinformation.dk/eli/lta"
    found = report(f'{{"@id": "{address}/2025/282", "eli:changed_by": "{address}/{later}"}}')
    assert (found.law, found.unknown_acts, found.exit_code) == ("barnets_lov", unknown, int(bool(unknown)))


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"law": "serviceloven"}, "this is barnets_lov and not serviceloven"),
        ({"law": "straffeloven"}, "no sentence of “straffeloven” is listed"),
        ({"against": "LBK 1/1999"}, "the list has no sentence of barnets_lov in the version LBK 1/1999"),
        ({"paragraphs": ((999, None, 999),)}, "none of these paragraphs is listed"),
    ],
)
def test_another_act_version_or_paragraph_than_listed_is_refused(options, what):
    with pytest.raises(LawTextError, match=what):
        report(EXCERPT, **options)


@pytest.mark.parametrize("law", [None, "barnets_lov"])
def test_an_act_whose_title_names_none_of_ours_is_refused_whichever_act_is_asked_for(law):
    other = lexdania_of(parse_plain_text(EXCERPT, "file"), title="Bekendtgørelse af straffeloven")
    with pytest.raises(LawTextError, match="the title names none of the listed acts") as refused:
        report(other, law=law)
    assert "--law" not in str(refused.value)
