"""The pages that are made from the rule files are the ones that the rules make now."""

import pytest

from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.text import translate
from tests.fixtures.paths import DOCS, ROOT
from tools.write_law_pages import build_link_table, build_pages, find_old_pages

RULES = RuleSet.load()


def test_every_page_that_is_made_from_the_rules_is_current():
    old = [path.relative_to(ROOT).as_posix() for path in find_old_pages(build_pages(RULES))]
    assert old == [], "run: python tools/write_law_pages.py"


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_table_of_links_names_every_event_and_all_that_it_can_be_about(language):
    table = build_link_table(RULES.vocabulary, language)
    for word in RULES.vocabulary.events.values():
        (line,) = [line for line in table.splitlines() if f"{translate(word.says, language)} (`{word.name}`)" in line]
        assert all(f"`{target.type}`" in line for target in word.about)


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_page_on_links_explains_every_warning_about_links(language):
    page = (DOCS / "explanation" / f"of.{language}.md").read_text(encoding="utf-8")
    codes = (
        "answers_only_part", "which_one", "of_answers_nothing", "of_unusual", "same_thing_named_twice",
        "act_of_an_older_matter",
    )  # fmt: skip
    assert all(f"| `{code}` |" in page for code in codes)


def test_every_rule_is_read_back_on_the_page_of_its_law():
    for rule in RULES:
        page = (DOCS / "reference" / "law" / f"{rule.law}.md").read_text(encoding="utf-8")
        assert page.count(f"`{rule.id}` (") == 1
