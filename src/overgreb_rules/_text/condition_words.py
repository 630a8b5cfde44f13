"""Conditions of rules as clauses: what follows «Pligten gælder kun, hvis …» and “The duty is owed only if …”."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from overgreb_rules._rules.clauses import FactClauses, Statement
from overgreb_rules._rules.conditions import (
    AllOf,
    AnyOf,
    Condition,
    EventCondition,
    EventPattern,
    FactCondition,
    FactTest,
    Operator,
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
from overgreb_rules._text.clause_lists import AND, OR, find_link, has_tests, merge_words, number_part, split_absences
from overgreb_rules._text.statement_forms import deny, exclude_told, fill_number, require_told
from overgreb_rules.shared.text import Text, join_texts, list_texts
from overgreb_rules.shared.value_object import ValueObject

IF = Text("hvis", "if")
THAT = Text("at", "that")
WHERE = Text("hvor", "where")
NOTHING = Text("", "")
_ONE_OF_THESE, _ALL_OF_THESE = Text("mindst ét af følgende", "one of these"), Text("alt følgende", "all of this")
_WITHIN_THE_YEAR = Text(" inden for det seneste år", " within the last year")
_AFTERWARDS = Text(" derefter", " afterwards")
_DENIALS: Mapping[Operator, Operator] = {
    "is": "is_not",
    "is_not": "is",
    "known_to_be": "not_known_to_be",
    "not_known_to_be": "known_to_be",
}


class ConditionWords(ValueObject):
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
                return self._join_group(parts, OR, _ONE_OF_THESE)
            case AllOf(parts):
                return self._join_group([*split_absences(parts)], AND, _ALL_OF_THESE)
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

    def describe_exclusion(self, condition: Condition) -> Text | None:
        """Return what must not be told, where a condition asks for that alone.

        Args:
            condition: The condition.

        Returns:
            The clause that follows «Pligten gælder ikke, hvis»; None where the condition asks for something.
        """
        match condition:
            case FactCondition(_, test) if test.operator == "not_known_to_be":
                return self.describe_test(replace(test, operator="known_to_be"))
            case AgeCondition(None, int(most), True):
                turned = self.words.fact_clauses("barn.foedselsdato").clause
                return require_told(fill_number(turned, str(most + 1)).holds)
            case _:
                return None

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
        return join_texts(clauses, *between)

    def _join_group(self, parts: Sequence[Condition], word: Text, head: Text) -> Text:
        if not any(find_link(part) not in {"", word.en} for part in parts):
            return self.join([self.describe(part) for part in parts], word)
        return self._number([self._inside().describe(part) for part in parts], head)

    def _inside(self) -> ConditionWords:
        """The words of what stands in a numbered list here."""
        return replace(self, conjunction=THAT, depth=self.depth + 1)

    def _number(self, clauses: Sequence[Text], head: Text) -> Text:
        """The clauses as a numbered list, each with its own «at»."""
        marks = [number_part(place, self.depth) for place in range(len(clauses))]
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
                return self.join(holds, OR)
            case "is_not":
                return self.join([clause.fails_subordinate or clause.holds for clause in clauses], AND)
            case "known_to_be":
                return self.join([require_told(clause) for clause in holds], OR)
            case _:
                return self.join([exclude_told(clause) for clause in holds], AND)

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
            The clause, and after it one for each test, joined by «og» and the conjunction.
        """
        return self.join([self._happened(pattern, tail), *self._describe_tests(pattern)], AND)

    def describe_one_of(self, patterns: Sequence[EventPattern], tail: Text = NOTHING) -> Text:
        """Return that one of some events has happened.

        Args:
            patterns: At least one event.
            tail: What stands behind each clause: when it has happened.

        Returns:
            The clauses, joined by «eller» and the conjunction; a numbered list where one of several has tests.
        """
        if len(patterns) < 2 or not any(map(has_tests, patterns)):
            return self.join([self.describe_event(pattern, tail) for pattern in patterns], OR)
        return self._number([self._inside().describe_event(pattern, tail) for pattern in patterns], _ONE_OF_THESE)

    def _happened(self, pattern: EventPattern, tail: Text) -> Text:
        happened = self.words.happened(pattern.type).holds
        return Text(f"{happened.da}{tail.da}", f"{happened.en}{tail.en}")

    def _describe_tests(self, pattern: EventPattern) -> list[Text]:
        of_event = [self._merge_values(test, pattern.type) for test in pattern.tests]
        return [*of_event, *map(self._merge_values, pattern.provided)]

    def _merge_values(self, test: FactTest, event: str | None = None) -> Text:
        """A test as one clause: of several values only what differs is repeated, «indsatsen er a, b eller c»."""
        each = [self.describe_test(replace(test, values=(value,)), event) for value in test.values]
        if len(each) < 2 or test.operator not in {"is", "known_to_be"} or test.name == "type":
            return self.describe_test(test, event)
        return Text(merge_words([one.da for one in each], OR.da), merge_words([one.en for one in each], OR.en))

    def _describe_absence(self, pattern: EventPattern, tail: Text) -> Text:
        """That no event of a pattern has happened, or none whose facts are such."""
        fails = self.words.happened(pattern.type).fails_subordinate
        absent = fails if fails is not None else deny(self.words.happened(pattern.type)).holds
        others = [self._deny_test(test, pattern.type) for test in pattern.tests]
        others += [self._deny_test(test) for test in pattern.provided]
        return self.join([Text(f"{absent.da}{tail.da}", f"{absent.en}{tail.en}"), *others], OR)

    def _deny_test(self, test: FactTest, event: str | None = None) -> Text:
        if test.name == "type":
            named = self.quote_types([str(value) for value in test.values])
            return Text(f"pligten ikke er udløst af {named.da}", f"the duty was not opened by {named.en}")
        if test.operator == "at_least":
            return deny(fill_number(self._statement(test.name, event), str(test.values[0]))).holds
        return self.describe_test(replace(test, operator=_DENIALS[test.operator]), event)

    def _describe_events(self, patterns: Sequence[EventPattern], tail: Text, *, wanted: bool) -> Text:
        if wanted:
            return self.describe_one_of(patterns, tail)
        if len(patterns) < 2 or not any(map(has_tests, patterns)):
            return self.join([self._describe_absence(pattern, tail) for pattern in patterns], AND)
        return self._number([self._inside()._describe_absence(pattern, tail) for pattern in patterns], _ALL_OF_THESE)

    def _describe_derived(self, condition: DerivedCondition) -> Text:
        match condition:
            case StateCondition(state, tests, wanted):
                says = state.clause.holds if wanted else state.clause.fails_subordinate or state.clause.holds
                began = {start.type for spell in state.spells for start in spell.started_by}
                inner = replace(self, triggers=tuple(sorted(began)))
                return self.join([self.words.use_own_words(says), *map(inner._merge_values, tests)], AND)
            case AboutCondition(pattern):
                return self._describe_about(pattern)
            case NotAboutCondition(types):
                named = self.quote_types(types)
                return Text(f"hændelsen ikke handler om {named.da}", f"the event is not about {named.en}")
            case LatestCondition(pattern, none_is_false):
                named = self.words.quote_event(pattern.type)
                where = Text(
                    f" (ifølge den seneste hændelse {named.da}, som den udløsende hændelse handler om, eller, hvis der "
                    f"ingen er, ifølge den seneste {named.da} i sagen)",
                    f" (by the latest {named.en} that the opening event is about, else by the latest of the case)",
                )
                stated = [self._merge_values(test, pattern.type) for test in pattern.tests]
                latest_tests = [Text(f"{test.da}{where.da}", f"{test.en}{where.en}") for test in stated]
                latest = Text(f"det seneste, der er sket, er {named.da}", f"the latest that has happened is {named.en}")
                asked_of_latest = (
                    [self.words.happened(pattern.type).holds, *latest_tests] if none_is_false else latest_tests
                )
                return self.join(asked_of_latest or [latest], AND)
            case AgeCondition():
                return self._describe_age(condition)
            case RecentCondition(patterns, wanted):
                return self._describe_events(patterns, _WITHIN_THE_YEAR, wanted=wanted)
            case TriggerNotNamedBy(position, decision):
                opened, named = self.words.quote_event(position), self.words.quote_event(decision)
                other = Text(f"pligten ikke er udløst af {opened.da}", f"the duty was not opened by {opened.en}")
                alone = Text(
                    f"hændelsen {named.da} hverken handler om den udløsende hændelse eller om samme anmodning som den",
                    f"{named.en} is about neither the opening event nor the same request",
                )
                return self.join([other, alone], OR)

    def _describe_about(self, pattern: EventPattern) -> Text:
        tests = [self._merge_values(test, pattern.type) for test in pattern.tests]
        named = self.words.quote_event(pattern.type)
        about = Text(f"hændelsen handler om {named.da}", f"the event is about {named.en}")
        return self.join([about, *tests], AND)

    def _describe_age(self, condition: AgeCondition) -> Text:
        turned = self.words.fact_clauses("barn.foedselsdato").clause
        clauses = []
        if condition.least is not None:
            clauses.append(fill_number(turned, str(condition.least)).holds)
        if condition.most is not None:
            older = fill_number(turned, str(condition.most + 1))
            if condition.least is None and condition.unknown_is:
                return exclude_told(older.holds)
            clauses.append(older.fails_subordinate or older.holds)
        if condition.unknown_is is False:
            clauses = [require_told(clause) for clause in clauses]
        return self.join(clauses, AND)
