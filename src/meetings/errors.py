"""The errors of this package, each with a message for the person who has to correct the input."""

from __future__ import annotations

from dataclasses import dataclass

from overgreb_rules.shared.refusal import BilingualError, Refusal

__all__ = ["MeetingsError", "NoPlanError", "RequestError", "Requirement"]


class MeetingsError(BilingualError):
    """The root of every error that this package raises on purpose."""


class RequestError(Refusal, MeetingsError, ValueError):
    """An input that is refused; `place` is the file with the line and the key, the option, or the name of the input."""


@dataclass(frozen=True, slots=True, order=True)
class Requirement:
    """A requirement of the request that every plan must meet."""

    rule: str
    """The name of the constraint."""
    subject: str
    """The code or id of those who are concerned; empty for a constraint on every meeting."""
    text: str
    """The requirement as a sentence."""


class NoPlanError(MeetingsError):
    """No plan meets all requirements.

    Attributes:
        conflict: A smallest set of requirements that exclude each other.
        remaining_starts: Further lines of the message.
    """

    def __init__(self, conflict: tuple[Requirement, ...], remaining_starts: tuple[str, ...] = ()) -> None:
        """List the requirements of the conflict, then the further lines."""
        self.conflict, self.remaining_starts = conflict, remaining_starts
        head = (
            "No plan exists: this requirement cannot be met"
            if len(conflict) == 1
            else "No plan exists: these requirements exclude each other"
        )
        super().__init__("\n".join([head, *(f"  {item.rule}: {item.text}" for item in conflict), *remaining_starts]))
