"""What the faces say alike: dates, statuses, facts and bearers in one language."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._rules.source import packaged_vocabulary
from overgreb_rules._text.formatting import STATUS_WORDS, format_moment_short, format_when
from overgreb_rules.evaluation import Obligation, StatusWord, When
from overgreb_rules.shared.text import Text

__all__ = ["DONE", "Tone", "bearer", "clean", "fact", "in_full", "moment", "say", "short", "status", "tone", "unset"]

Tone = Literal["late", "contested", "soon", "running", "unknown", "open", "done", "gone"]
"""What a status asks of its reader; each has a shape and a colour of its own, beside its word."""

_TONES: dict[StatusWord, Tone] = {
    "breached": "late", "overdue": "late", "contested": "contested", "due_soon": "soon", "pending": "running",
    "undetermined": "unknown", "open": "open", "available": "open", "met_late": "late", "met_contested": "contested",
    "met": "done", "used": "done", "waived": "gone", "replaced": "gone", "expired": "gone",
}  # fmt: skip
DONE: frozenset[StatusWord] = frozenset({"met_late", "met_contested", "met", "used", "waived", "replaced"})
"""The statuses in which nothing is left to do by the date."""

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_NUMBER = Text("intet tal i loven", "no number in the law")
_NO_DATE = Text("kan ikke beregnes", "cannot be computed")


def say(text: Text, language: str) -> str:
    """The text in the language, da or en."""
    return text.en if language == "en" else text.da


def moment(when: When) -> Moment:
    """An instant or a day of an answer, as a moment."""
    return Moment.instant(int(when.timestamp())) if isinstance(when, dt.datetime) else Moment.on(when)


def in_full(when: When, language: str) -> str:
    """«fredag den 3. maj 2024 kl. 14.05»."""
    return say(format_when(when), language)


def short(when: When, language: str) -> str:
    """«fre. 3.5.2024 kl. 14.05»."""
    return say(format_moment_short(moment(when)), language)


def status(duty: Obligation, language: str) -> str:
    """The word of the status."""
    return say(STATUS_WORDS[duty.status], language)


def tone(duty: Obligation) -> Tone:
    """What the status asks of its reader."""
    return _TONES[duty.status]


def unset(duty: Obligation, language: str) -> str:
    """Why the duty has no date."""
    return say(_NO_DATE if duty.needs else _NO_NUMBER, language)


def fact(name: str, language: str) -> str:
    """A fact that an answer needs, in words; its name where the words are of another rulebook."""
    words = packaged_vocabulary()
    if name == "at":
        return say(Text("klokkeslættet", "the time of day"), language)
    event, of_case = words.events.get(name), words.case.get(f"barn.{name}")
    found = words.facts.get(name) or (event.says if event else None) or (of_case.says if of_case else None)
    return say(found, language) if found else name


def bearer(name: str, language: str) -> str:
    """Who bears a duty, in words; the name as it stands where it is of another rulebook."""
    found = packaged_vocabulary().bearers.get(name)
    return say(found.says, language) if found else name


def clean(text: str) -> str:
    """The text without the characters that no XML can hold."""
    return _NOT_IN_XML.sub("\ufffd", text)
