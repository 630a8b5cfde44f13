"""The receipt of an answer."""

from __future__ import annotations

from overgreb_rules import Case, evaluate

AT = "2025-03-04T12:00:00+01:00"


def test_equal_receipts_have_one_hash_and_those_of_two_cases_two() -> None:
    first, same, other = (evaluate(Case(case_id=name), at=AT).receipt for name in ("A", "A", "B"))
    assert (first, hash(first)) == (same, hash(same))
    assert hash(first) != hash(other)


def test_the_receipt_names_how_far_each_law_was_read() -> None:
    law = evaluate(Case(case_id="A"), at=AT).receipt.law
    assert all(source.version and source.read_to for source in law.values())
    assert {"barnets_lov", "serviceloven"} <= set(law)
