"""Forms of one statement."""

from __future__ import annotations

from overgreb_rules._rules.source import packaged_vocabulary
from overgreb_rules._rules.words_of_law import WordsOfLaw
from overgreb_rules._text.statement_forms import deny, exclude_told, fill_number, require_told
from overgreb_rules.shared.text import Text

_ANONYMOUS = Text("underretteren er anonym", "the notifier is anonymous")


def test_a_number_stands_in_the_statement_and_its_denials() -> None:
    turned = fill_number(WordsOfLaw(packaged_vocabulary()).fact_clauses("barn.foedselsdato").clause, "12")
    assert (turned.holds.da, deny(turned).holds.da) == ("barnet er fyldt 12 år", "barnet ikke er fyldt 12 år")


def test_what_is_not_told_is_denied_before_its_verb() -> None:
    assert require_told(_ANONYMOUS).da == "det er oplyst, at underretteren er anonym"
    assert exclude_told(_ANONYMOUS).da == "det ikke er oplyst, at underretteren er anonym"
