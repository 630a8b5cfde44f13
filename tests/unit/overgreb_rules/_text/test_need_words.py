"""What is not told of a duty of an answer."""

from __future__ import annotations

from overgreb_rules._text.need_words import format_needs
from tests.fixtures.rendered_evaluations import build_obligation


def test_the_needs_of_a_duty_are_clauses_in_one_list() -> None:
    duty = build_obligation(status="undetermined", needs=("anonym", "screening_foretaget"))
    assert format_needs(duty, "da") == "om underretteren er anonym, og om screeningen er foretaget"
    assert format_needs(duty, "en") == "whether the notifier is anonymous, and whether the screening has been done"
