"""Conditions of rules as clauses: what follows «Pligten gælder kun, hvis …» and “The duty is owed only if …”."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from overgreb_rules._rules.clauses import FactClauses, Statement
from overgreb_rules._rules.conditions import (
    AllOf,
    AnyOf,
    Condition,
    EventCondition,
    EventPattern,
    FactCondition,
    FactTest,
    TriggerTypeCondition,
)
from overgreb_rules._rules.derived_conditions import (
    AboutCondition,
    AgeCondition,
    DerivedCondition,
    LatestCondition,
    NotAboutCondition,
    RecentCondition,
    StateCondition,
    TriggerNotNamedBy,
)
from overgreb_rules._rules.words_of_law import WordsOfLaw
from overgreb_rules.shared.text import Text, list_texts
from overgreb_rules.shared.value_object import value_object

IF = Text("hvis", "if")
THAT = Text("at", "that")
WHERE = Text("hvor", "where")
NOTHING = Text("", "")
_WITHIN_THE_YEAR = Text(" inden for det seneste år", " within the last year")
_AFTERWARDS = Text(" derefter", " afterwards")


@value_object
class ConditionWords:
    """Conditions in the words of one act.

    Attributes:
        words: The words of the act.
        triggers: The types of the events that can open the duty; a fact has the clause of the first that carries it.
        conjunction: What stands before each clause of a list: «hvis», «når», «at», «hvor»; empty for none.
        depth: In how many numbered lists the condition stands.
    """

    words: WordsOfLaw
    triggers: Sequence[str] = ()
    conjunction: Text = IF
    depth: int = 0

    def describe(self, condition: Condition) -> Text:
        """Return a condition as a clause in the order that follows a conjunction.

        Args:
            condition: The condition.

        Returns:
            The clause, without the conjunction before it. Alternatives are joined by «, eller hvis»; a group that
            holds other groups is a numbered list.
        """
        match condition:
            case AnyOf(parts):
                return self._join_group(parts, Text("eller", "or"), Text("mindst ét af følgende", "one of these"))
            case AllOf(parts):
                return self._join_group(parts, Text("og", "and"), Text("alt følgende", "all of this"))
            case FactCondition(_, test):
                return self.describe_test(test)
            case TriggerTypeCondition(types):
                named = self.quote_types(types)
                return Text(f"pligten er udløst af {named.da}", f"the duty was opened by {named.en}")
            case EventCondition(patterns, when, wanted):
                tail = _AFTERWARDS if when == "since" else NOTHING
                return self._describe_events(patterns, tail, wanted=wanted)
            case _:
                return self._describe_derived(condition)

    def quote_types(self, types: Iterable[str]) -> Text:
        """Return the labels of event types of which one is meant.

        Args:
            types: At least one event type.

        Returns:
            »underretning modtaget« eller »screening foretaget«.
        """
        return list_texts([self.words.quote_event(type_) for type_ in types], "eller", "or")

    def join(self, clauses: Sequence[Text], word: Text) -> Text:
        """Return clauses joined by a word and the conjunction.

        Args:
            clauses: At least one clause.
            word: «og» or «eller».

        Returns:
            «a, eller hvis b».
        """
        between = [
            f", {word} {conjunction} " if conjunction else f", {word} "
            for word, conjunction in ((word.da, self.conjunction.da), (word.en, self.conjunction.en))
        ]
        return Text(between[0].join(clause.da for clause in clauses), between[1].join(clause.en for clause in clauses))

    def _join_group(self, parts: Sequence[Condition], word: Text, head: Text) -> Text:
        if not any(isinstance(part, AnyOf | AllOf) for part in parts):
            return self.join([self.describe(part) for part in parts], word)
        inner = replace(self, conjunction=THAT, depth=self.depth + 1)
        clauses = [inner.describe(part) for part in parts]
        marks = [chr(ord("a") + place) if self.depth else str(place + 1) for place in range(len(clauses))]
        da = "; ".join(f"{mark}) at {clause.da}" for mark, clause in zip(marks, clauses, strict=True))
        en = "; ".join(f"{mark}) that {clause.en}" for mark, clause in zip(marks, clauses, strict=True))
        return Text(f"{head.da} gælder: {da}", f"{head.en} holds: {en}")

    def describe_test(self, test: FactTest, event: str | None = None) -> Text:
        """Return a test of a fact as a clause.

        Args:
            test: The test.
            event: The type of the event that carries the fact; None for the trigger or the case.

        Returns:
            The clause; several values are joined by «, eller hvis», several that must not be by «, og hvis».
        """
        if test.name == "type":
            named = self.quote_types([str(value) for value in test.values])
            return Text(f"pligten er udløst af {named.da}", f"the duty was opened by {named.en}")
        if test.operator == "at_least":
            return fill_number(self._statement(test.name, event), str(test.values[0])).holds
        clauses = [self._value(test.name, value, event) for value in test.values]
        holds = [clause.holds for clause in clauses]
        match test.operator:
            case "is":
                return self.join(holds, Text("eller", "or"))
            case "is_not":
                return self.join([clause.fails_subordinate or clause.holds for clause in clauses], Text("og", "and"))
            case "known_to_be":
                return self.join([_known(clause) for clause in holds], Text("eller", "or"))
            case _:
                return self.join([_not_known(clause) for clause in holds], Text("og", "and"))

    def _statement(self, fact: str, event: str | None) -> Statement:
        return next(iter(self._clauses(fact, event))).clause

    def _value(self, fact: str, value: str | int | bool, event: str | None) -> Statement:
        if isinstance(value, str):
            clauses = self._clauses(fact, event)
            return next((one.by_value[value] for one in clauses if value in one.by_value), None) or self._quote(
                fact, value
            )
        statement = self._statement(fact, event)
        return statement if value else deny(statement)

    def _quote(self, fact: str, value: str) -> Statement:
        """The clause of a value that has none: the word that says that nobody knows."""
        says, word = self.words.vocabulary.facts[fact], self.words.vocabulary.values[value]
        return Statement(
            Text(f"»{says.da}« er »{word.da}«", f"“{says.en}” is “{word.en}”"),
            Text(f"»{says.da}« er ikke »{word.da}«", f"“{says.en}” is not “{word.en}”"),
            Text(f"»{says.da}« ikke er »{word.da}«", f"“{says.en}” is not “{word.en}”"),
        )

    def _clauses(self, fact: str, event: str | None) -> Iterator[FactClauses]:
        """The clauses of the fact of the event, else of the first type of the triggers that carries it, else of any."""
        events = self.words.vocabulary.events
        for type_ in (event,) if event is not None else (*self.triggers, *events):
            if fact in events[type_].facts:
                yield self.words.fact_clauses(fact, type_)
        yield self.words.fact_clauses(fact)

    def describe_event(self, pattern: EventPattern, tail: Text = NOTHING) -> Text:
        """Return that an event has happened, with what its facts must be.

        Args:
            pattern: The event.
            tail: What stands behind the clause: when it has happened.

        Returns:
            The clause, and after it one for each test, joined by «, og».
        """
        alone = replace(self, conjunction=NOTHING)
        return alone.join([self._happened(pattern, tail), *alone._describe_tests(pattern)], Text("og", "and"))

    def _happened(self, pattern: EventPattern, tail: Text) -> Text:
        happened = self.words.happened(pattern.type).holds
        return Text(f"{happened.da}{tail.da}", f"{happened.en}{tail.en}")

    def _describe_tests(self, pattern: EventPattern) -> list[Text]:
        of_event = [self.describe_test(test, pattern.type) for test in pattern.tests]
        return [*of_event, *map(self.describe_test, pattern.provided)]

    def _describe_absence(self, pattern: EventPattern, tail: Text) -> Text:
        """That no event of a pattern has happened; what its facts must be stands in a clause of its own."""
        inner = replace(self, conjunction=WHERE)
        first = inner._specify(self._happened(pattern, tail), inner._describe_tests(pattern))
        return Text(f"det ikke er tilfældet, at {first.da}", f"it has not happened that {first.en}")

    def _specify(self, clause: Text, tests: Sequence[Text]) -> Text:
        """The clause with what must hold of it in a clause of its own, which begins with the conjunction."""
        if not tests:
            return clause
        begins, where = self.conjunction, self.join(tests, Text("og", "and"))
        return Text(f"{clause.da}, {begins.da} {where.da}", f"{clause.en} {begins.en} {where.en}")

    def _describe_events(self, patterns: Sequence[EventPattern], tail: Text, *, wanted: bool) -> Text:
        clauses = []
        for pattern in patterns:
            statement = self.words.happened(pattern.type)
            if wanted:
                clauses.append(self.describe_event(pattern, tail))
            elif not pattern.tests and statement.fails_subordinate is not None:
                fails = statement.fails_subordinate
                clauses.append(Text(f"{fails.da}{tail.da}", f"{fails.en}{tail.en}"))
            else:
                clauses.append(self._describe_absence(pattern, tail))
        return self.join(clauses, Text("eller", "or") if wanted else Text("og", "and"))

    def _describe_derived(self, condition: DerivedCondition) -> Text:
        match condition:
            case StateCondition(state, tests, wanted):
                says = state.clause.holds if wanted else state.clause.fails_subordinate or state.clause.holds
                began = {start.type for spell in state.spells for start in spell.started_by}
                inner = replace(self, conjunction=WHERE, triggers=tuple(sorted(began)))
                return inner._specify(self.words.use_own_words(says), [*map(inner.describe_test, tests)])
            case AboutCondition(pattern):
                return self._describe_about(pattern)
            case NotAboutCondition(types):
                named = self.quote_types(types)
                return Text(f"hændelsen ikke handler om {named.da}", f"the event is not about {named.en}")
            case LatestCondition(pattern, none_is_false):
                latest_tests = [self.describe_test(test, pattern.type) for test in pattern.tests]
                named = self.words.quote_event(pattern.type)
                latest = Text(f"det seneste, der er sket, er {named.da}", f"the latest that has happened is {named.en}")
                asked_of_latest = (
                    [self.words.happened(pattern.type).holds, *latest_tests] if none_is_false else latest_tests
                )
                return replace(self, conjunction=NOTHING).join(asked_of_latest or [latest], Text("og", "and"))
            case AgeCondition():
                return self._describe_age(condition)
            case RecentCondition(patterns, wanted):
                return self._describe_events(patterns, _WITHIN_THE_YEAR, wanted=wanted)
            case TriggerNotNamedBy(_, decision):
                fails = self.words.happened(decision).fails_subordinate
                return fails if fails is not None else self.words.quote_event(decision)

    def _describe_about(self, pattern: EventPattern) -> Text:
        alone = replace(self, conjunction=NOTHING)
        tests = [alone.describe_test(test, pattern.type) for test in pattern.tests]
        named = self.words.quote_event(pattern.type)
        about = Text(f"hændelsen handler om {named.da}", f"the event is about {named.en}")
        return alone.join([about, *tests], Text("og", "and"))

    def _describe_age(self, condition: AgeCondition) -> Text:
        turned = self.words.fact_clauses("barn.foedselsdato").clause
        clauses = []
        if condition.least is not None:
            clauses.append(fill_number(turned, str(condition.least)).holds)
        if condition.most is not None:
            older = fill_number(turned, str(condition.most + 1))
            if condition.least is None and condition.unknown_is:
                return _not_known(older.holds)
            clauses.append(older.fails_subordinate or older.holds)
        if condition.unknown_is is False:
            clauses = [_known(clause) for clause in clauses]
        return self.join(clauses, Text("og", "and"))


def _known(clause: Text) -> Text:
    return Text(f"det er oplyst, at {clause.da}", f"it is told that {clause.en}")


def _not_known(clause: Text) -> Text:
    return Text(f"det ikke er oplyst, at {clause.da}", f"it is not told that {clause.en}")


def fill_number(statement: Statement, number: str) -> Statement:
    """Return a statement with its number.

    Args:
        statement: A statement with {n}.
        number: The number.

    Returns:
        The statement and its denials with the number.
    """

    def fill(text: Text | None) -> Text | None:
        return None if text is None else Text(text.da.format(n=number), text.en.format(n=number))

    return Statement(fill(statement.holds) or statement.holds, fill(statement.fails), fill(statement.fails_subordinate))


def deny(statement: Statement) -> Statement:
    """Return the denial of a statement, whose own denial is the statement.

    Args:
        statement: A statement that can be denied.

    Returns:
        The denial, in the order that follows a conjunction.
    """
    return Statement(statement.fails_subordinate or statement.holds, statement.holds, statement.holds)
