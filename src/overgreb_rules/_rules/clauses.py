"""Whole clauses for facts and events: what holds, what does not hold, and what nobody has told.

In the file `▸` stands before the finite verb. The clause without the mark holds in a main clause and after «at, fordi,
hvis, om, når» alike. Danish denies with «ikke» after the verb in a main clause and before the verb in a subordinate
one; English denies with “not” after the verb in both. A denial of another form stands under `fails:`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from overgreb_rules._rules.fact_definition import FactDefinition
from overgreb_rules._rules.yaml_node import CORRECT_OR_REMOVE, Node
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

FACT_KEYS = ("not_told", "holds", "fails", "values", "of_event")
"""The keys of a fact that say its clauses."""
_MARK = "▸"
_WHEN = "{when}"
_ANY = ""


class Statement(ValueObject):
    """A statement and its denial, each a clause without a capital letter or a full stop.

    Attributes:
        holds: The statement, in the order of main and subordinate clauses alike.
        fails: The denial as a main clause; None where nothing ever denies the statement.
        fails_subordinate: The denial after a conjunction; None with `fails`.
    """

    holds: Text
    fails: Text | None = None
    fails_subordinate: Text | None = None


class FactClauses(ValueObject):
    """The clauses of one fact.

    Attributes:
        not_told: What follows «Det er ikke oplyst, …» and “It is not told …”.
        by_value: The clause of each value of a `word`; of another fact the one clause, under the empty key.
    """

    not_told: Text
    by_value: Mapping[str, Statement]

    @property
    def clause(self) -> Statement:
        """The clause of a fact that is no `word`; with {n} for its number, or {when} for its day or instant."""
        return self.by_value[_ANY]


class FactClausesByEvent(ValueObject):
    """The clauses of a fact: those of one event where the event has its own, else those for all events."""

    not_told: Text
    for_all: FactClauses | None
    of_event: Mapping[str, FactClauses]

    def of(self, event: str | None) -> FactClauses | None:
        """Return the clauses of the fact of an event.

        Args:
            event: The event type; None where none is meant.

        Returns:
            The clauses; None where only other events have some.
        """
        return self.of_event.get(event or "", self.for_all)


def parse_clause(node: Node, key: str = "holds") -> Statement:
    """Parse a clause with `fails:` beside it where that is needed.

    Args:
        node: The mapping that has the clause.
        key: The key of the clause.

    Returns:
        The clause.

    Raises:
        RuleError: a text is missing, or has the mark of the verb in the wrong number, with file and line.
    """
    says = node[key]
    fails = node.get("fails")
    words = says.words()
    if fails is not None:
        fails.names(("da", "subordinate", "en"))
    danish = _deny(says, words.da, fails, "da")
    english = _deny(says, words.en, fails, "en")
    holds = Text(words.da.replace(_MARK, ""), words.en.replace(_MARK, ""))
    if danish is None or english is None:
        if danish is not english:
            raise says.error(
                Text(
                    "sætningen har en nægtelse på det ene sprog, men ikke på det andet",
                    "the clause can be denied in one language, but not in the other",
                ),
                Text("▸ i begge", "▸ in both"),
                Text("mærk begge verber", "mark both verbs"),
            )
        return Statement(holds)
    return Statement(holds, Text(danish[0], english[0]), Text(danish[1], english[1]))


def _deny(says: Node, words: str, fails: Node | None, language: str) -> tuple[str, str] | None:
    """The denial as main and as subordinate clause; None where the file gives none."""
    given = fails.get(language) if fails is not None else None
    if given is not None:
        subordinate = fails.get("subordinate") if fails is not None and language == "da" else None
        if _MARK in words:
            raise says[language].error(
                Text(
                    "verbet er mærket, og fails: står ved siden af", "the verb is marked, and fails: stands beside it"
                ),
                Text("en af dem", "one of them"),
                Text("fjern den ene", "drop one"),
            )
        return given.text(), (subordinate or given).text()
    before, mark, after = words.partition(_MARK)
    if _MARK in after:
        raise says[language].error(
            Text("to verber er mærket", "two verbs are marked"),
            Text("ét ▸", "one ▸"),
            Text("mærk kun det bøjede verbum", "mark the finite verb alone"),
        )
    if not mark:
        return None
    verb, _, rest = after.partition(" ")
    word = "ikke" if language == "da" else "not"
    main = f"{before}{verb} {word} {rest}".rstrip()
    return main, f"{before}{word} {after}" if language == "da" else main


def parse_dated_clause(node: Node) -> Text:
    """Parse the clause that something happened at a moment.

    Args:
        node: The clause.

    Returns:
        The clause, with {when} for the moment.

    Raises:
        RuleError: a language is missing or has no such place, with file and line.
    """
    words = node.words()
    for text in (words.da, words.en):
        if text.count(_WHEN) != 1 or set("{}") & set(text.replace(_WHEN, "")):
            what = Text("sætningen har ingen plads til tidspunktet", "the clause has no place for the moment")
            allowed = Text(f"én {_WHEN}", f"one {_WHEN}")
            raise node.error(what, allowed, Text(f"skriv {_WHEN}, hvor det står", f"write {_WHEN} where it stands"))
    return words


def parse_fact_clauses(node: Node) -> FactClausesByEvent:
    """Parse the clauses of a fact.

    Args:
        node: The fact under `facts:` or `case:`.

    Returns:
        The clauses; for all events none where the fact says neither `holds:` nor `values:`.

    Raises:
        RuleError: `not_told:` or a clause is missing, with file and line.
    """
    of_event = node.get("of_event")
    own = {name: _clauses(of_event[name]) for name in of_event.names()} if of_event is not None else {}
    for_all = _clauses(node, of_fact=True) if node.get("holds") or node.get("values") else None
    return FactClausesByEvent(node["not_told"].words(), for_all, own)


def _clauses(node: Node, *, of_fact: bool = False) -> FactClauses:
    if not of_fact:
        node.names(("not_told", "holds", "fails", "values"))
    values = node.get("values")
    if values is None:
        return FactClauses(node["not_told"].words(), {_ANY: parse_clause(node)})
    by_value = {}
    for name in values.names():
        values[name].names(("holds", "fails"))
        by_value[name] = parse_clause(values[name])
    return FactClauses(node["not_told"].words(), by_value)


def check_values(clauses: FactClauses, node: Node, words: Iterable[str], can_fail: bool) -> None:
    """Refuse clauses that do not fit the values of their fact.

    Args:
        clauses: The clauses.
        node: The fact in the file.
        words: The values of a fact of words; none for another fact.
        can_fail: Whether a rule can ask for the denial.

    Raises:
        RuleError: a value has no clause, or a clause no denial, with file and line.
    """
    for word in tuple(words) or (_ANY,):
        clause = clauses.by_value.get(word)
        if clause is None:
            what = Text(f"værdien »{word}« har ingen sætning", f"the value “{word}” has no clause")
            mend = Text("tilføj den under values:", "add it under values:")
            if not word:
                what = Text("oplysningen har ingen værdier og intet holds:", "the fact has no values and no holds:")
                mend = Text("tilføj holds:", "add holds:")
            raise node.error(what, Text("en sætning for hver værdi", "a clause for each value"), mend)
        if can_fail and clause.fails is None:
            raise node.error(
                Text(
                    "der mangler en sætning for det tilfælde, at dette ikke gælder",
                    "nothing says what it is when this fails",
                ),
                Text("▸ før verbet eller fails:", "▸ before the verb, or fails:"),
                Text("tilføj det", "add it"),
            )


def check_fact_clauses(clauses: FactClausesByEvent, carriers: Mapping[str, FactDefinition], node: Node) -> None:
    """Refuse a value of a fact without a clause, and a clause for what no event has.

    Args:
        clauses: The clauses of the fact.
        carriers: The fact as each event that carries it defines it, by event type.
        node: The fact in the file.

    Raises:
        RuleError: as said, with file and line.
    """
    words: set[str] = set()
    for event, definition in carriers.items():
        own = clauses.of(event)
        if own is None:
            raise node.error(
                Text(f"hændelsen »{event}« har ingen sætning", f"the event “{event}” has no clause"),
                Text("en for hver hændelse", "one for each event"),
                Text("tilføj den under »of_event«", "add it under “of_event”"),
            )
        asked = tuple(word for word in definition.words if word != definition.means_unknown)
        words.update(asked)
        check_values(own, node, asked, definition.kind in {"bool", "int", "word"})
    for event in clauses.of_event:
        if event not in carriers:
            what = Text(f"hændelsen »{event}« har ikke oplysningen", f"the event “{event}” does not carry the fact")
            raise node["of_event"][event].error(what, ", ".join(sorted(carriers)), CORRECT_OR_REMOVE)
    sets = [one for one in (clauses.for_all, *clauses.of_event.values()) if one is not None]
    unused = {word for one in sets for word in one.by_value} - words - {_ANY}
    if unused:
        what = Text(f"ingen hændelse har værdien »{min(unused)}«", f"no event lists the value “{min(unused)}”")
        raise node.error(what, ", ".join(sorted(words)) or "holds:", CORRECT_OR_REMOVE)
