"""Lists of clauses inside a condition: which word joins them, and when a list of them needs numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from overgreb_rules._rules.conditions import AllOf, AnyOf, Condition, EventCondition, EventPattern, FactCondition
from overgreb_rules._rules.derived_conditions import (
    AboutCondition,
    AgeCondition,
    LatestCondition,
    RecentCondition,
    StateCondition,
)
from overgreb_rules.shared.text import Text, join_items

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
AND, OR = Text("og", "and"), Text("eller", "or")


def has_tests(pattern: EventPattern) -> bool:
    """Return whether something is asked of an event, or of the trigger for it to count.

    Args:
        pattern: The event.

    Returns:
        False where every event of its type will do.
    """
    return bool(pattern.tests or pattern.provided)


def find_link(condition: Condition) -> str:
    """Find the word that joins the clauses of a condition.

    Args:
        condition: The condition.

    Returns:
        “and” or “or”; “list” for what is a numbered list in any place, and nothing for one clause alone.
    """
    match condition:
        case AnyOf() | AllOf():
            return "list"
        case FactCondition(_, test):
            word = AND if test.operator in {"is_not", "not_known_to_be"} else OR
            return word.en if len(test.values) > 1 else ""
        case EventCondition(patterns) | RecentCondition(patterns):
            link, inner = (OR, AND) if condition.wanted else (AND, OR)
            if any(map(has_tests, patterns)):
                return inner.en if len(patterns) < 2 else "list"
            return link.en if len(patterns) > 1 else ""
        case StateCondition(_, tests):
            return AND.en if tests else ""
        case LatestCondition(pattern) | AboutCondition(pattern):
            return AND.en if pattern.tests else ""
        case AgeCondition(least, most):
            return AND.en if least is not None and most is not None else ""
        case _:
            return ""


def split_absences(parts: Iterable[Condition]) -> Iterator[Condition]:
    """Split what must not have happened into one condition for each event.

    Args:
        parts: Conditions that must all hold.

    Yields:
        The conditions; they hold together where the parts do.
    """
    for part in parts:
        if isinstance(part, EventCondition) and not part.wanted:
            yield from (replace(part, patterns=(pattern,)) for pattern in part.patterns)
        else:
            yield part


def number_part(place: int, depth: int) -> str:
    """Return the mark of one part of a numbered list.

    Args:
        place: The place of the part, from 0.
        depth: In how many numbered lists the list stands.

    Returns:
        «1», in a list inside it «a», and further inside «i».
    """
    if depth == 0 or (depth > 1 and place >= len(_ROMAN)):
        return str(place + 1)
    return chr(ord("a") + place) if depth == 1 else _ROMAN[place]


def merge_words(clauses: Sequence[str], word: str) -> str:
    """Return clauses that begin alike as one clause.

    Args:
        clauses: At least two clauses of one language.
        word: The word before the last one.

    Returns:
        «indsatsen er a, b eller c»; each clause whole where fewer than two words are the same.
    """
    split = [clause.split() for clause in clauses]
    alike = next(
        (place for place, words in enumerate(zip(*split, strict=False)) if len(set(words)) > 1),
        min(map(len, split)),
    )
    if alike < 2 or any(len(words) == alike for words in split):
        return join_items(clauses, f", {word}")
    return f"{' '.join(split[0][:alike])} {join_items([' '.join(words[alike:]) for words in split], word)}"
