"""What is not told, as clauses after «Det er ikke oplyst, …» and “It is not told …”."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from overgreb_rules._rules.dependency import EventDependency
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules.shared.text import Text, list_texts

_TIME_OF_DAY = Text("hvornår på dagen hændelserne skete", "at what time of day the events happened")
_LINK = Text(
    "hvilken underretning, afgørelse eller indsats hændelserne hører til",
    "which notification, decision or measure the events belong to",
)
_NOT_IN_VOCABULARY: Mapping[str, Text] = {"at": _TIME_OF_DAY, "of": _LINK}


def describe_need(name: str, vocabulary: Vocabulary, carriers: Sequence[str] = ()) -> Text:
    """Return what a duty needs to know as a clause.

    Args:
        name: the fact, the event type, the field of the child or of the case; `at` is the time of day of events,
            `of` what an event is about.
        vocabulary: the words.
        carriers: the types of the events of which one or each may lack the fact; none where none is known.

    Returns:
        The clause, which begins with an interrogative word: that of each carrier with a clause of its own, joined by
        «eller», else that of the fact; `name` itself where the vocabulary lacks it.
    """
    if name in _NOT_IN_VOCABULARY:
        return _NOT_IN_VOCABULARY[name]
    if name in vocabulary.events:
        happened = vocabulary.events[name].happened.holds
        return Text(f"om {happened.da}", f"whether {happened.en}")
    clauses = vocabulary.clauses.get(name) or vocabulary.clauses.get(f"barn.{name}")
    if clauses is None:
        return Text(name, name)
    own = [found.not_told for event in carriers or ("",) if (found := clauses.of(event)) is not None]
    return list_texts(list(dict.fromkeys(own)), ", eller", ", or") if own else clauses.not_told


def describe_all_needs(vocabulary: Vocabulary) -> dict[str, Text]:
    """Return everything that a duty can need to know, as clauses.

    Args:
        vocabulary: the words.

    Returns:
        The clause that `describe_need` gives for no carrier, by the name of the need, in order of names.
    """
    facts = (name.removeprefix("barn.") for name in vocabulary.clauses)
    names = {*_NOT_IN_VOCABULARY, *vocabulary.events, *facts}
    return {name: describe_need(name, vocabulary) for name in sorted(names)}


def find_carriers(name: str, rule: Rule, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Find the types of the events of which one may lack a fact that a rule reads.

    Args:
        name: the name of a need.
        rule: the rule.
        vocabulary: the words.

    Returns:
        The first type of its triggers that carries the fact; else the types that the rule looks for and that carry it,
        sorted. None for what is no fact of an event.
    """
    carriers = {type_ for type_, event in vocabulary.events.items() if name in event.facts}
    of_trigger = tuple(type_ for type_ in rule.triggers if type_ in carriers)
    if of_trigger or not carriers:
        return of_trigger[:1]
    looked_for = {one.type for one in rule.dependencies if isinstance(one, EventDependency)}
    return tuple(sorted(looked_for & carriers))


def join_clauses(clauses: Iterable[Text]) -> Text:
    """Return clauses as one list, with the comma that stands between clauses.

    Args:
        clauses: at least one clause; one that comes again is left out.

    Returns:
        «om a er sket, og om b er sket».
    """
    return list_texts(list(dict.fromkeys(clauses)), ", og", ", and")
