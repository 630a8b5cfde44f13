"""The single changes of the bundle: what is dropped, and what stands in for each number, day, word and flag.

What no level compares, and what repeats another part, is left out; `docs/reference/mutation.md` has the proofs.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from overgreb_rules._conformance.vector import Level
from tools.mutation_operators import OTHER_COUNT, Path, other_days, other_numbers, with_value, without

UNCOMPARED = frozenset(
    {
        "action", "as_rule", "bearer", "born_unless", "certainty", "certainty_for", "cite", "cite_moves", "cite_stays",
        "cited_as", "da", "doubt_of_second", "doubts", "en", "form", "from_age", "id", "kind", "kle", "lapse",
        "law", "name", "named", "names_also", "newer", "older", "read_to", "remedy", "role", "says",
        "summary", "title", "version",
    }
)  # fmt: skip
"""Keys of a bundle that no level compares: texts, citations and names."""
DEMANDED = frozenset(
    {
        "after", "answered", "asked", "began", "begun_after", "begun_before", "birthday", "clock", "decision",
        "each", "ends", "fact", "first_of", "fits", "from", "instant", "looks_for", "modality",
        "months_before", "on", "part", "pattern", "position", "rule", "span", "spells", "started_by", "state",
        "steps", "strict", "to", "type", "types", "unit", "value", "values", "versions", "wanted",
    }
)  # fmt: skip
"""Keys that are not dropped, because the bundle could not be read without them, or only together with another."""
_LEVEL_OF_KEY: Mapping[str, Level] = {
    "opens": "L1", "triggers": "L1", "versions": "L1", "later_of": "L1", "commencement": "L1", "one_at_a_time": "L1",
    "count": "L2", "clock": "L3", "breach": "L6", "moves": "L6", "succeeds": "L6",
}  # fmt: skip
OTHER_WORD: Mapping[str, Mapping[str, str]] = {
    "unit": {"years": "months", "months": "years"},  # a span of years has twelve times its months
    "count": {
        **OTHER_COUNT, "working_days": "weekdays", "weekdays": "working_days", "elapsed": "exclusive",
        "calendar": "weeks", "rolling": "calendar",
    },
    "modality": {"must": "may", "may": "must", "window": "must"},
    "strict_from": {"earlier": "fact", "fact": "earlier", "event": "earlier_event", "earlier_event": "event"},
    "lower_end": {"earliest": "latest", "latest": "earliest", "notification": "earliest"},
    "steps": {"part": "breach", "start": "breach", "breach": "start"},
    "begun_before": {"never": "strict", "strict": "surely", "surely": "never"},
    "begun_after": {"never": "strict", "strict": "surely", "surely": "never"},
}  # fmt: skip
"""What stands in for a word, by its key, or by the key of the part whose `kind` it is."""
_KIND_OF = {"strict_from": "strict_from", "lenient_from": "strict_from", "lower_end": "lower_end", "steps": "steps"}
OTHER_OPERATOR = {"is": "is_not", "is_not": "is", "known_to_be": "not_known_to_be", "not_known_to_be": "known_to_be"}
REPEATED = frozenset({"met_by", "ends_by", "first_of", "looks_for", "begun_by", "event", "undone_by", "until"})
"""Keys of a rule that repeat what its clauses say, which `test_rule_record.py` proves; they are not changed."""
COUNTS_WITH_LENIENT = frozenset({"elapsed", "calendar"})
"""The counts that read the span of the lenient reading; elsewhere it repeats the strict one."""
COUNTS_WITH_LENIENT_START = COUNTS_WITH_LENIENT | {"working_days", "weeks"}
"""The counts that read where the lenient reading starts; the others count from the strict start alone."""
_TOLD_BY_CONSEQUENCES = frozenset({"modality", "closes"})
"""Keys whose change may show in escalations and the next change alone."""
_OPERATORS = {*OTHER_OPERATOR, "at_least"}
_TRUTHS = {"true": "false", "false": "true"}
DROPPED = object()
"""What stands in the place of a part that is dropped."""


@dataclass(frozen=True)
class BundleMutant:
    """One change of a bundle.

    Attributes:
        path: Where it is changed.
        value: What stands there instead; `DROPPED` where the part is left out.
        was: What stood there.
    """

    path: Path
    value: Any
    was: Any = None

    @property
    def level(self) -> Level:
        """The level whose vectors should notice the change first."""
        names = [str(step) for step in self.path]
        if names[0] == "rules":
            return next((_LEVEL_OF_KEY[name] for name in reversed(names[2:]) if name in _LEVEL_OF_KEY), "L4")
        if names[0] in {"states", "derived"}:
            return "L1"
        if "words" in names or (names[0] == "vocabulary" and names[-1] == "facts" and len(names) == 4):
            return "L5"
        return "L6" if names[0] in {"ladders", "transitions"} else "L4"

    @property
    def shows_in_consequences(self) -> bool:
        """Whether escalations and the next change alone may tell it."""
        return self.level == "L6" or self.path[-1] in _TOLD_BY_CONSEQUENCES

    @property
    def part(self) -> str:
        """The part of the bundle: the id of a rule, an event type, a state, a condition, or the key of another part."""
        place = {"rules": 1, "vocabulary": 2, "states": 1, "derived": 1}.get(str(self.path[0]), 0)
        return str(self.path[place])

    @property
    def name(self) -> str:
        """The change in words: its place, and what became of it."""
        place = " ".join(map(str, self.path))
        return f"{place} dropped" if self.value is DROPPED else f"{place}: {_short(self.was)} → {_short(self.value)}"

    def apply(self, data: Mapping[str, Any]) -> Any:
        """Return the changed bundle.

        Args:
            data: The bundle.

        Returns:
            A copy along the path.
        """
        return without(data, self.path) if self.value is DROPPED else with_value(data, self.path, self.value)


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def find_mutants(data: Mapping[str, Any]) -> Iterator[BundleMutant]:
    """Yield every single change of a bundle that a level could notice.

    Args:
        data: The bundle as JSON data.

    Yields:
        The mutants in the order of the bundle.
    """
    for part in ("transitions", "states", "derived", "ladders", "rules"):
        yield from _changes(data[part], (part,))
    yield from _changes_of_words(data)
    reach = _reach(data)
    for name, event in data["vocabulary"]["events"].items():
        for mutant in _changes(event, ("vocabulary", "events", name)):
            # What an event is about is asked through its reach alone: a type that is reached in turn too says nothing.
            if mutant.path[3] != "about" or _reach(mutant.apply(data)) != reach:
                yield mutant


def _changes_of_words(data: Mapping[str, Any]) -> Iterator[BundleMutant]:
    """The value of each test on a word as the next word of its fact; of `type` as the next trigger of the rule."""
    facts = [event.get("facts", {}) for event in data["vocabulary"]["events"].values()]
    words = {name: fact["words"] for one in facts for name, fact in one.items() if "words" in fact}
    for name, rule in data["rules"].items():
        known = {**words, "type": rule.get("triggers", ())}
        for part in ("versions", "answers"):
            yield from _other_values(rule.get(part, ()), ("rules", name, part), known)
    yield from _other_values(data["derived"], ("derived",), words)


def _other_values(value: Any, path: Path, words: Mapping[str, Sequence[str]]) -> Iterator[BundleMutant]:
    if path[-1] == "needs":
        return
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _other_values(one, (*path, key), words)
    elif _is_test(value):
        known, values = words.get(value[0], ()), value[2] if isinstance(value[2], list) else [value[2]]
        for position, one in enumerate(values):
            place = (*path, 2, position) if isinstance(value[2], list) else (*path, 2)
            others = [word for word in known if word not in values]
            if one in known and others:
                yield BundleMutant(place, others[0], one)
    elif isinstance(value, list):
        for position, one in enumerate(value):
            yield from _other_values(one, (*path, position), words)


def _reach(data: Mapping[str, Any]) -> dict[str, frozenset[tuple[str, str]]]:
    """Of each event type all that it can be about in turn, with the facts asked there."""
    direct = {
        name: {(one["type"], json.dumps(one.get("facts", {}), sort_keys=True)) for one in event.get("about", ())}
        for name, event in data["vocabulary"]["events"].items()
    }
    found: dict[str, frozenset[tuple[str, str]]] = {}

    def reach(name: str) -> frozenset[tuple[str, str]]:
        if name not in found:
            found[name] = frozenset(direct[name]).union(*(reach(type_) for type_, _ in direct[name]))
        return found[name]

    return {name: reach(name) for name in direct}


def _changes(value: Any, path: Path) -> Iterator[BundleMutant]:
    key = path[-1]
    match value:
        case bool():
            yield BundleMutant(path, not value, value)
        case int():
            yield from (BundleMutant(path, other, value) for other in other_numbers(value))
        case str() if value in (words := _other_words(path)):
            yield BundleMutant(path, words[value], value)
        case str() if key in {"from", "to"} and _is_day(value):
            for day in other_days(dt.date.fromisoformat(value)):
                yield BundleMutant(path, day.isoformat(), value)
        case list():
            yield from _changes_of_list(value, path)
        case dict():
            yield from _changes_of_object(value, path)


def _changes_of_object(value: Mapping[str, Any], path: Path) -> Iterator[BundleMutant]:
    for name, one in value.items():
        inner = (*path, name)
        if name == "kind" and _other_words(inner):
            yield from _changes(one, inner)
        if name in UNCOMPARED or (name in REPEATED and path[0] == "rules"):
            continue
        if name == "after" and value.get("kind") == "part":
            continue
        if name == "lenient" and path[-1] == "clock" and value.get("count") not in COUNTS_WITH_LENIENT:
            continue
        if name == "lenient_from" and value.get("count") not in COUNTS_WITH_LENIENT_START and not _moves(one):
            continue
        if name == "versions":
            yield from _changes_of_versions(one, inner, value)
            continue
        if name == "waivers":
            # The clauses name a waiver by its number: none of them can be left out.
            for number, waiver in enumerate(one):
                yield from _changes(waiver, (*inner, number))
            continue
        if name not in DEMANDED and len(path) > 1 and not isinstance(one, bool) and not _is_entry(path):
            yield BundleMutant(inner, DROPPED, one)
        yield from _changes(one, inner)


def _changes_of_versions(versions: list[Any], path: Path, rule: Mapping[str, Any]) -> Iterator[BundleMutant]:
    """The changes of versions, but for what nothing asks.

    The versions of a rule that another rule opens are asked for their citation alone. Of two versions in force on one
    day the first counts: one that begins a day earlier changes nothing.
    """
    if not rule.get("triggers") and not rule.get("on_breach"):
        return
    for mutant in _changes_of_list(versions, path):
        *_, number, name = ("", *mutant.path)[-2:]
        begins_earlier = name == "from" and number != 0 and isinstance(mutant.value, str) and mutant.value < mutant.was
        if not begins_earlier:
            yield mutant


def _moves(start: Mapping[str, Any]) -> bool:
    """Whether a clock start is one of those that an event moves, or that a fact must tell."""
    return start["kind"] in {"event", "fact"}


def _other_words(path: Path) -> Mapping[str, str]:
    """What stands in for the word at a path, by the word; empty where none does."""
    key = path[-1]
    if key == "kind":
        part = next((step for step in reversed(path[:-1]) if isinstance(step, str)), "")
        key = _KIND_OF.get(part, "")
    return OTHER_WORD.get(str(key), {})


def _is_entry(path: Path) -> bool:
    """Whether a path leads to a mapping by names, of which an entry cannot be left out: others name it."""
    return path[-1] == "facts" and path[0] == "vocabulary"


def _changes_of_list(value: list[Any], path: Path) -> Iterator[BundleMutant]:
    if _is_test(value):
        yield from _changes_of_test(value, path)
        return
    for position, one in enumerate(value):
        # The first pattern of a clause names the event that has the role. A list of one item is dropped as a whole.
        is_first_pattern = path[-1] == "wanted" and position == 0
        if not is_first_pattern and (len(value) > 1 or path[-1] in DEMANDED):
            yield BundleMutant((*path, position), DROPPED, one)
        yield from _changes(one, (*path, position))


def _is_test(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 3 and str(value[1]) in _OPERATORS


def _changes_of_test(test: list[Any], path: Path) -> Iterator[BundleMutant]:
    """The other operator, and another value: of a list of values, one is left out too.

    The tests of `needs` only name the facts that are missing.
    """
    _, operator, value = test
    if "needs" in path:
        return
    if operator in OTHER_OPERATOR:
        yield BundleMutant((*path, 1), OTHER_OPERATOR[operator], operator)
    values = value if isinstance(value, list) else [value]
    for position, one in enumerate(values):
        place = (*path, 2, position) if isinstance(value, list) else (*path, 2)
        if isinstance(value, list) and len(value) > 1:
            yield BundleMutant(place, DROPPED, one)
        if isinstance(one, bool):
            yield BundleMutant(place, not one, one)
        elif isinstance(one, int):
            yield from (BundleMutant(place, other, one) for other in other_numbers(one))
        elif one in _TRUTHS:
            yield BundleMutant(place, _TRUTHS[one], one)


def _is_day(text: str) -> bool:
    return len(text) == 10 and text[4] == "-"
