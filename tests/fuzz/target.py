"""A target of the fuzzer: how a random input is built, and what must hold of any input whatever."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class FuzzTarget:
    """One way in.

    Attributes:
        name: the name, and that of its folder in `corpus`.
        build: returns the input with a number; the same bytes for the same number.
        check: fails, with any exception, where something does not hold of an input.
        inputs: how many cases, files or command lines one input holds, for the count of what was tried.
        longest: the seconds of processor time that the fuzzer lets one check take; no test measures time.
    """

    name: str
    build: Callable[[int], bytes]
    check: Callable[[bytes], None]
    inputs: int = 1
    longest: float = math.inf


def require_plain_refusal(message: str, *, names: str = "", without: str = "\n") -> None:
    """Fail where a refusal is not one line of a sane length, holds a control character, or names what it must not."""
    assert message.strip()
    assert names in message
    assert without not in message
    assert not [letter for letter in message if ord(letter) < 32 or 127 <= ord(letter) < 160], repr(message[:200])
    assert len(message) < 10_000, message[:200]
