"""What is not told, as clauses after «Det er ikke oplyst, …» and “It is not told …”."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules.shared.text import Text, list_texts

_TIME_OF_DAY = Text(
    "på hvilket klokkeslæt de hændelser, pligten afhænger af, skete",
    "at what time of day the events happened on which the duty depends",
)
_LINK = Text(
    "hvad de hændelser, der kan opfylde pligten, handler om", "what the events are about that may meet the duty"
)
_NOT_IN_VOCABULARY: Mapping[str, Text] = {"at": _TIME_OF_DAY, "of": _LINK}


def describe_need(name: str, vocabulary: Vocabulary, event: str | None = None) -> Text:
    """Return what a duty needs to know as a clause.

    Args:
        name: the fact, the event type, the field of the child or of the case; `at` is the time of day of events,
            `of` what an event is about.
        vocabulary: the words.
        event: the type of the event that carries the fact, usually the trigger; None where none is known.

    Returns:
        The clause, which begins with an interrogative word; `name` itself where the vocabulary lacks it.
    """
    if name in _NOT_IN_VOCABULARY:
        return _NOT_IN_VOCABULARY[name]
    if name in vocabulary.events:
        happened = vocabulary.events[name].happened.holds
        return Text(f"om {happened.da}", f"whether {happened.en}")
    clauses = vocabulary.clauses.get(name) or vocabulary.clauses.get(f"barn.{name}")
    if clauses is None:
        return Text(name, name)
    own = clauses.of(event)
    return own.not_told if own is not None else clauses.not_told


def join_clauses(clauses: Iterable[Text]) -> Text:
    """Return clauses as one list, with the comma that stands between clauses.

    Args:
        clauses: at least one clause; one that comes again is left out.

    Returns:
        «om a er sket, og om b er sket».
    """
    return list_texts(list(dict.fromkeys(clauses)), ", og", ", and")
