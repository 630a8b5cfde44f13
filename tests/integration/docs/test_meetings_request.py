"""The docs name every key, rule and cost with its weight."""

from __future__ import annotations

from meetings._constraints.registry import CONSTRAINTS
from meetings._domain.cost_catalog import DEFAULT_WEIGHTS, UNITS
from meetings.request import FILE_KEYS
from tests.fixtures.paths import DOCS

TEXT = (DOCS / "meetings-request.md").read_text(encoding="utf-8")


def test_every_key_is_explained():
    assert [key for key in FILE_KEYS if f"`{key}`" not in TEXT] == []


def test_every_rule_is_explained():
    assert [rule for rule in CONSTRAINTS if f"`{rule}`" not in TEXT] == []


def test_every_cost_stands_with_its_weight_and_unit():
    for name, weight in DEFAULT_WEIGHTS.items():
        assert f"| `{name}` | {weight} | {UNITS[name]} |" in TEXT
