"""What is known of a signature is kept by lineage, and bounded."""

from __future__ import annotations

import pytest

from overgreb_rules._columnar.grouping import signature_memory
from overgreb_rules._columnar.grouping.signature_memory import SignatureMemory


def test_a_signature_of_one_lineage_says_nothing_of_another() -> None:
    memory = SignatureMemory[str]()
    memory.put(0, b"alike", "known")
    assert (memory.get(0, b"alike"), memory.get(1, b"alike"), memory.get(0, b"other")) == ("known", None, None)


def test_a_full_memory_is_emptied_before_the_next_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signature_memory, "_MOST_KEPT", 2)
    memory = SignatureMemory[int]()
    for number in range(3):
        memory.put(0, bytes([number]), number)
    assert [memory.get(0, bytes([number])) for number in range(3)] == [None, None, 2]
