"""A key of a clock that changes nothing beside the others is refused with its line."""

from __future__ import annotations

import pytest

from overgreb_rules import RuleError
from overgreb_rules._rules.clock_keys import check_clock_keys
from overgreb_rules._rules.clock_parser import COUNTS
from tests.fixtures.rule_texts import build_node

_TWO_STARTS = "{strict: trigger, lenient: {fact: truffet}}"


def _check(text: str) -> None:
    clock = build_node(f"clock: {text}\n")["clock"]
    count = clock["count"].one_of(COUNTS) if clock.get("within") else None
    check_clock_keys(clock, count)  # type: ignore[arg-type]  # one of the counts


@pytest.mark.parametrize("count", sorted(COUNTS))
def test_two_spans_are_refused_where_the_convention_counts_one(count: str) -> None:
    texts = (
        "{within: {strict: a, lenient: b}, count: %s}",
        "{within: a, count: %s, within_for: {m: {strict: a, lenient: b}}}",
    )
    for text in texts if count != "rolling" else texts[:1]:
        if count in {"elapsed", "calendar"}:
            _check(text % count)
            continue
        with pytest.raises(RuleError, match=f"{count} counts one span for both readings"):
            _check(text % count)


@pytest.mark.parametrize("count", sorted(COUNTS.keys() - {"rolling"}))
def test_two_starts_are_refused_where_the_convention_counts_from_one(count: str) -> None:
    text = f"{{from: {_TWO_STARTS}, within: a, count: {count}}}"
    if count in {"elapsed", "working_days", "weeks", "calendar"}:
        _check(text)
        return
    with pytest.raises(RuleError, match=f"{count} counts both readings from one start"):
        _check(text)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{count: weeks}", "“count” changes nothing without within"),
        ("{within_for: {meldt: 1 week}}", "“within_for” changes nothing without within"),
        ("{from: {fact: truffet}}", "“from” changes nothing without within or given"),
        ("{within: 1 year, count: calendar, parallel_for: []}", "“parallel_for” changes nothing without parallel"),
        (f"{{given: {{fact: truffet}}, from: {_TWO_STARTS}}}", "given counts both readings from one start"),
        ("{within: 2 per_year, count: rolling, from: {fact: truffet}}", "“from” changes nothing with rolling"),
        ("{before: trigger, within: 1 year, count: calendar}", "two keys say when the time ends"),
    ],
)
def test_a_key_without_effect_is_refused(text: str, what: str) -> None:
    with pytest.raises(RuleError) as refused:
        _check(text)
    assert what in str(refused.value)
    assert refused.value.place == "test.yaml, line 1"
