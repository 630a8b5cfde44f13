"""What can go wrong, in words for the person who has to mend it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["MeetingsError", "NoPlanError", "RequestError", "Requirement"]


class MeetingsError(Exception):
    """The root of every error that this package raises on purpose."""


class RequestError(MeetingsError, ValueError):
    """An input that is refused: where it stands, what is wrong, what is allowed and how to mend it."""

    def __init__(self, place: str, what: str, mend: str) -> None:
        """The three parts of the message."""
        super().__init__(f"{place}: {what}; {mend}")
        self.place, self.what, self.mend = place, what, mend


@dataclass(frozen=True, slots=True, order=True)
class Requirement:
    """One thing that is asked of the plan: the name of the rule, whom or what it is about, and in words."""

    rule: str
    subject: str
    words: str


class NoPlanError(MeetingsError):
    """No plan meets all requirements. `clash` is a smallest set of them that exclude each other."""

    def __init__(self, clash: tuple[Requirement, ...], funnel: tuple[str, ...] = ()) -> None:
        """`funnel` are further lines, that say how many starts each rule leaves."""
        self.clash, self.funnel = clash, funnel
        listed = "\n".join(f"  {item.rule}: {item.words}" for item in clash)
        head = (
            "No plan exists: this requirement cannot be met"
            if len(clash) == 1
            else ("No plan exists: these requirements exclude each other")
        )
        tail = "".join(f"\n{line}" for line in funnel)
        super().__init__(f"{head}\n{listed}{tail}")
