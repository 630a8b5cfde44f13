"""Whole numbers that a type checker keeps apart. Arrays of them have aliases in the columnar evaluation."""

from __future__ import annotations

from typing import NewType

EpochSeconds = NewType("EpochSeconds", int)
"""Whole seconds since 1970-01-01T00:00Z."""

DayNumber = NewType("DayNumber", int)
"""Whole days since 1970-01-01, of local days of Europe/Copenhagen."""

EventIndex = NewType("EventIndex", int)
"""The place of an event in the order of time of its case, from 0."""
