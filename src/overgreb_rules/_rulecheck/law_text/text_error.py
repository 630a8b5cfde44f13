"""The error of a text of law that cannot be compared."""

from __future__ import annotations

from overgreb_rules.errors import OvergrebError
from overgreb_rules.shared.refusal import Refusal


class LawTextError(Refusal, OvergrebError):
    """A file that is no text of law, is cut off, or is another act than the one asked for; `place` is the file."""
