"""The errors of this package, each with a message for the person who has to correct the input."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from overgreb_rules.shared.refusal import BilingualError, Refusal
from overgreb_rules.shared.system_error import describe_unreadable, describe_unwritable, is_out_of_space
from overgreb_rules.shared.text import Text, translate

__all__ = [
    "Clash",
    "MeetingsError",
    "NoPlanError",
    "RequestError",
    "Requirement",
    "unreadable_file",
    "unwritable_place",
]

_EXCLUDE = {
    False: Text("dette krav kan ikke opfyldes", "this requirement cannot be met"),
    True: Text("disse krav udelukker hinanden", "these requirements exclude each other"),
}
_NOTHING = Text("Intet er skrevet.", "Nothing was written.")


class MeetingsError(BilingualError):
    """The root of every error that this package raises on purpose.

    Attributes:
        is_out_of_space: Whether the input was good, and there was no room for what was to be written.
    """

    is_out_of_space = False


class RequestError(Refusal, MeetingsError, ValueError):
    """An input that is refused; `place` is the file with the line and the key, the option, or the name of the input."""


def unreadable_file(place: str, error: OSError) -> RequestError:
    """Build the refusal of a file that cannot be read.

    Args:
        place: The path, as it was given.
        error: Why it cannot be read.

    Returns:
        The error, not raised.
    """
    return RequestError(place, describe_unreadable(error), Text("ret stien", "correct the path"))


def unwritable_place(place: str, error: OSError, mend: Text) -> RequestError:
    """Build the refusal of a file or folder that cannot be written.

    Args:
        place: The path, as it was given.
        error: Why it cannot be written.
        mend: How to mend it.

    Returns:
        The error, not raised.
    """
    refusal = RequestError(place, describe_unwritable(error), mend)
    refusal.is_out_of_space = is_out_of_space(error)
    return refusal


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirement of the request that every plan must meet, or a constraint that no request can drop."""

    constraint: str
    """The name of the constraint."""
    subject: str
    """The code or id of those who are concerned; empty for a constraint on every meeting."""
    title: Text
    """What a person calls the constraint."""
    text: Text
    """The requirement as a sentence."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Requirements that exclude each other."""

    requirements: tuple[Requirement, ...]
    """In order of their names; after them the rules that forbid what the requirements leave."""
    concerns: Text
    """The kredse whose meetings cannot all take place."""


class NoPlanError(MeetingsError):
    """No plan meets all requirements.

    Attributes:
        clashes: For each kreds without a plan, and for several kredse together where that is what excludes a plan, a
            smallest set of requirements that exclude each other.
        notes: Further lines of the message.
    """

    def __init__(self, clashes: tuple[Clash, ...], notes: tuple[Text, ...] = ()) -> None:
        """Build the message from the clashes, then the further lines.

        Args:
            clashes: The clashes, at least one.
            notes: Sentences with their full stops.
        """
        self.clashes, self.notes = clashes, notes
        super().__init__(Text("\n".join(self._lines("da")), "\n".join(self._lines("en"))))

    @property
    def conflict(self) -> tuple[Requirement, ...]:
        """The requirements of the smallest clash."""
        return min((clash.requirements for clash in self.clashes), key=len)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.clashes, self.notes)

    def _lines(self, language: str) -> Iterator[str]:
        number = len(self.clashes)
        if number > 1:
            head = Text(
                f"Der er ingen plan, og det er der {number} grunde til", f"No plan exists, for {number} reasons"
            )
            yield translate(head, language)
        for clash in self.clashes:
            why = _EXCLUDE[len(clash.requirements) > 1]
            start = clash.concerns if number > 1 else Text("Der er ingen plan", "No plan exists")
            yield f"{translate(start, language)}: {translate(why, language)}"
            yield from _list_requirements(clash, language)
        yield from (translate(note, language) for note in self.notes)
        if number == 1:
            concerns = self.clashes[0].concerns
            which = Text(f"Det gælder {concerns.da}. {_NOTHING.da}", f"It concerns {concerns.en}. {_NOTHING.en}")
            yield translate(which, language)
        else:
            yield translate(_NOTHING, language)


def _list_requirements(clash: Clash, language: str) -> Iterator[str]:
    for item in clash.requirements:
        name = item.constraint if language == "en" else f"{item.title.da} ({item.constraint})"
        yield f"  {name}: {translate(item.text, language)}"
