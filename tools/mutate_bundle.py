"""The mutation run over the bundle: one thing is changed or dropped, and a vector must notice.

Every clause, test, pattern, key and list item is dropped once, every number, unit, count, day, word and flag changed
once (`tools/bundle_mutants.py`). A mutant is killed when the bundle cannot be read, or when a vector comes out
otherwise. `docs/reference/mutation.md` explains each survivor. `tools/write_vectors.py` chooses the vectors by the same
mutants.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, cast
from weakref import WeakKeyDictionary

from msgspec.structs import replace

from overgreb_rules import Case, Rulebook
from overgreb_rules._case.event_log import EventLog
from overgreb_rules._conformance.bundle import build_bundle, write_bundle
from overgreb_rules._conformance.bundle_reader import StoredPrograms, read_bundle
from overgreb_rules._conformance.record_codec import read_record
from overgreb_rules._conformance.rule_record import RuleRecord
from overgreb_rules._conformance.vector import LEVELS, Level, read_answer, read_vectors
from overgreb_rules._conformance.vocabulary_record import EventTypeRecord
from overgreb_rules._deadlines.moment import parse_instant
from overgreb_rules._duties.status import AssessedDuty
from overgreb_rules._duties.transitions import assess_case
from overgreb_rules._evaluate.assembly import assemble
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._matching.reference import ReferenceMatcher
from overgreb_rules._rules.derived_conditions import StateCondition
from overgreb_rules._rules.event_definition import add_reach
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.cached_attribute import cached_attribute
from tests.fixtures.paths import DOCS, ROOT
from tools.bundle_mutants import BundleMutant, find_mutants

_MOST_FOR_OWN_LEVEL = 25
"""How many more questions are asked for one that notices a mutant at its own level."""
VECTORS = ROOT / "conformance" / "vectors"


@dataclass(frozen=True, eq=False)
class Question:
    """A case that a mutant is asked; what must come is computed when it is read.

    Attributes:
        data: The case as JSON data.
        at: The instant as text.
        because: The provision that the case shows; None for that of its first duty.
        book: The rules.
        case: The case.
        types: The types of its events.
    """

    data: Any
    at: str
    because: str | None
    book: Rulebook
    case: Case = field(init=False)
    types: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "case", Case.model_validate(self.data))
        object.__setattr__(self, "types", frozenset(event.type for event in self.case.events))

    @cached_attribute
    def rules(self) -> frozenset[str]:
        """The rules in its answer."""
        return frozenset(one.timed.duty.rule.id for one in assess(self.case, self.at, self.book)[1])

    @cached_attribute
    def says(self) -> str:
        """What must come, as text, of all levels together."""
        return answer(self.case, self.at, self.book)

    @cached_attribute
    def by_level(self) -> Mapping[Level, Any]:
        """What must come at each level."""
        told = json.loads(self.says)
        return {level: read_answer(level, told) for level in LEVELS if level != "L5"}


_COMPARED: Any = {
    "obligations": {
        "__all__": {
            "key": True, "clock_start": True, "due": {"strict", "lenient"}, "status": True, "met_by": True,
            "needs": True,
            "counting": {"__all__": {"day", "counted"}},
            "escalations": {"__all__": {"id", "kind", "from_", "to", "active"}}, "transition": True, "successor": True,
        }
    },
    "next_change": True,
}  # fmt: skip


def answer(case: Case, at: str, book: Rulebook) -> str:
    """Return what the levels compare of an answer.

    Args:
        case: The case.
        at: The instant.
        book: The rules.

    Returns:
        JSON text.
    """
    log, assessed = assess(case, at, book)
    return assemble(log, assessed, book, book.standard_policy).model_dump_json(include=_COMPARED)


Quick = tuple[tuple[object, ...], ...]
"""What levels 1 to 4 compare of an answer, before it is assembled."""


def assess(case: Case, at: str, book: Rulebook) -> tuple[EventLog, list[AssessedDuty]]:
    """Assess a case.

    Args:
        case: The case.
        at: The instant.
        book: The rules.

    Returns:
        The events and the duties.
    """
    log = EventLog.of(case, book.rules.vocabulary, parse_instant(at))
    return log, assess_case(log, book.rules, book.programs)


def summarize(assessed: Sequence[AssessedDuty]) -> Quick:
    """Return what levels 1 to 4 compare of duties.

    Args:
        assessed: The duties.

    Returns:
        A tuple for each duty, sorted by key.
    """
    return tuple(
        sorted(
            (
                (
                    one.timed.key, one.status, one.met_by, one.needs, str(one.timed.start), str(one.timed.due),
                    one.timed.duty.moved, tuple((day.day, day.strict, day.lenient) for day in one.timed.counted_days),
                )
                for one in assessed
            ),
            key=str,
        )
    )  # fmt: skip


@dataclass
class MutantReader:
    """Reads changed bundles as rulebooks; only what is changed is read anew."""

    data: Mapping[str, Any]
    base: Rulebook = field(init=False)
    source: StoredPrograms = field(init=False)

    def __post_init__(self) -> None:
        self.base = read_bundle(self.data, ReferenceMatcher())
        # A rulebook that was read from a bundle has its programs from there.
        self.source = source = cast("StoredPrograms", self.base.programs.source)
        asked = [one.state for one in source.derived.values() if isinstance(one, StateCondition)]
        resting = [rule.rests_while for rule in self.base.rules if rule.rests_while]
        self._states = {state.name: state for state in (*asked, *resting)}

    def read(self, mutant: BundleMutant) -> Rulebook:
        """Read a changed bundle.

        Args:
            mutant: The change.

        Returns:
            A rulebook with programs of its own.

        Raises:
            Exception: The changed bundle cannot be read; whatever it is, the mutant is noticed.
        """
        data = mutant.apply(self.data)
        if mutant.path[0] == "vocabulary":
            return self._with_event(str(mutant.path[2]), data)
        if mutant.path[0] != "rules":
            return read_bundle(data, ReferenceMatcher())
        rule = str(mutant.path[1])
        record: RuleRecord = read_record(RuleRecord, data["rules"][rule], self._states)
        changed = StoredPrograms({**self.source.records, rule: record}, self.source.derived)
        read = record.to_rule(rule)
        changed.fulfilment(read)
        for version in read.versions:
            changed.activation([(read, version)])
        rules = self.base.rules.with_rule(read)
        if record.moves and not rules.successor.get(rule):
            raise ValueError("a duty that moves needs a rule that succeeds it")
        return Rulebook(rules, CompiledRules(ReferenceMatcher(), changed), self.base.standard_policy)

    def _with_event(self, name: str, data: Mapping[str, Any]) -> Rulebook:
        words = self.base.rules.vocabulary
        record: EventTypeRecord = read_record(EventTypeRecord, data["vocabulary"]["events"][name], self._states)
        events = add_reach({**words.events, name: record.to_event(name, words.facts)})
        closing = frozenset(event.name for event in events.values() if event.closes is not None)
        base = self.base.rules
        words = replace(words, events=events, closing_types=closing)
        rules = RuleSet(base.version, base.sha256, words, base.laws, base.transitions, base.by_id, None, base.sources)
        return Rulebook(rules, CompiledRules(ReferenceMatcher(), self.source), self.base.standard_policy)


def restrict(book: Rulebook, rules: Iterable[str]) -> Rulebook:
    """Return a rulebook with some of its rules alone.

    Args:
        book: The rulebook.
        rules: The ids of the rules.

    Returns:
        A rulebook with the programs of the first one.
    """
    wanted = {*rules}
    some = book.rules.only(rule for rule in book.rules if rule.id in wanted)
    return Rulebook(some, book.programs, book.standard_policy)


def find_neighbours(rules: RuleSet, rule_id: str) -> set[str]:
    """Find the rules that a change of one rule can bear on first.

    Args:
        rules: All rules.
        rule_id: The changed rule.

    Returns:
        The ids: the rule, those before and after it, those that stand in for it, and those that a breach opens; all
        where the first breach of any rule opens it, or where an act counts because of the duty that its trigger meets.
    """
    changed = rules.by_id[rule_id]
    if changed.on_breach or any(pattern.trigger_types for pattern in changed.met_by):
        return {*rules.by_id}
    found = {rule_id}
    for _ in range(3):
        for rule in rules:
            links = {rule.succeeds, rule.follows, rule.opened_by_unmet.rule if rule.opened_by_unmet else None}
            links |= {rule.commencement.unmet} if rule.commencement else set()
            if rule.id in found or links & found:
                found |= {rule.id, *(link for link in links if link)}
    return found | {rule.id for rule in rules.remedies}


@dataclass
class KillerSearch:
    """Looks for what notices the mutants of one rule, or of another part of the bundle.

    Attributes:
        reader: Reads the changed bundles.
        rule: The id of the rule; None for another part, where the whole rulebook is asked.
    """

    reader: MutantReader
    rule: str | None
    _near: frozenset[str] = field(init=False)
    _base: Rulebook = field(init=False)
    _summaries: WeakKeyDictionary[Question, Quick] = field(default_factory=WeakKeyDictionary)

    def __post_init__(self) -> None:
        rules = self.reader.base.rules
        self._near = frozenset(find_neighbours(rules, self.rule) if self.rule is not None else rules.by_id)
        self._base = restrict(self.reader.base, self._near)

    def find(self, mutant: BundleMutant, questions: Iterable[Question]) -> tuple[Question | None, Level] | None:
        """Find the question that notices a mutant, at its own level where one does.

        Args:
            mutant: The change.
            questions: The questions in the order in which they are asked.

        Returns:
            The question and the level; no question where the bundle cannot be read; None where nothing notices.
        """
        try:
            book, near = self.read(mutant)
        except Exception:  # whatever a reader raises, it has noticed
            return None, mutant.level
        other: tuple[Question, Level] | None = None
        asked = 0
        for question in questions:
            try:
                levels = self._levels(mutant, question, book, near)
            except Exception:  # an evaluation that breaks gives no answer
                return question, mutant.level
            if mutant.level in levels:
                return question, mutant.level
            if other is None and levels:
                other = question, levels[0]
            asked += other is not None
            if asked > _MOST_FOR_OWN_LEVEL:
                break
        return other

    def read(self, mutant: BundleMutant) -> tuple[Rulebook, Rulebook]:
        """Read a changed bundle.

        Args:
            mutant: The change.

        Returns:
            The changed rulebook, and the same with the rules alone that the change can bear on first.
        """
        book = self.reader.read(mutant)
        return book, restrict(book, self._near)

    def level_of(self, mutant: BundleMutant, question: Question, books: tuple[Rulebook, Rulebook]) -> Level | None:
        """Return the level at which a question notices a mutant: its own where it is among them.

        Args:
            mutant: The change.
            question: The question.
            books: What `read` gave of it.

        Returns:
            The level; None where the question notices nothing.
        """
        try:
            levels = self._levels(mutant, question, *books)
        except Exception:  # an evaluation that breaks gives no answer
            return mutant.level
        return mutant.level if mutant.level in levels else next(iter(levels), None)

    def _levels(self, mutant: BundleMutant, question: Question, book: Rulebook, near: Rulebook) -> list[Level]:
        if mutant.level == "L5":
            return ["L5"] if tells_word(question.data, mutant) else []
        if not mutant.shows_in_consequences:
            known = self._summaries.get(question)
            if known is None:
                known = self._summaries[question] = summarize(assess(question.case, question.at, self._base)[1])
            if summarize(assess(question.case, question.at, near)[1]) == known:
                return []
        says = answer(question.case, question.at, book)
        if says == question.says:
            return []
        told = json.loads(says)
        return [level for level, gives in question.by_level.items() if read_answer(level, told) != gives]


def tells_word(case: Any, mutant: BundleMutant) -> bool:
    """Return whether a case tells a word that a changed bundle does not know any more.

    Args:
        case: The case as JSON data.
        mutant: The word that was dropped, or all words of a fact.

    Returns:
        True where the case would be refused.
    """
    type_ = mutant.path[2]
    if mutant.path[-1] == "facts":
        return any(event["type"] == type_ and {*event} & {*mutant.was} for event in case["events"])
    fact = str(mutant.path[4])
    words = mutant.was if isinstance(mutant.was, list) else [mutant.was]
    return any(event["type"] == type_ and event.get(fact) in words for event in case["events"])


def relevant(reader: MutantReader, part: str, questions: Sequence[Question], most: int) -> list[Question]:
    """Return the questions that can notice a mutant of a part of the bundle, the likeliest first.

    Args:
        reader: Knows the rules.
        part: The id of a rule, an event type, or the key of another part.
        questions: All questions, those that are preferred first.
        most: How many are returned of each kind.

    Returns:
        Of a rule the questions with the rule in their answer, then those with an event of one of its types; of an event
        type those with such an event.
    """
    rules = reader.base.rules
    rule = rules.by_id.get(part)
    if rule is None:
        types = _types_of(part, reader)
        fitting = [one for one in questions if one.types & types] if types else [*questions]
        # Many small cases before a few large ones: every tenth, then the ones between.
        return [one for start in range(10) for one in fitting[start::10]][: 6 * most]
    near = find_neighbours(rules, rule.id) - {one.id for one in rules.remedies if one.id != part}
    first = [one for one in questions if part in one.rules]
    beside = [one for one in questions if part not in one.rules and one.rules & near]
    types = frozenset({*rule.triggers, *rules.trigger_types[rule.id]})
    rest = [one for one in questions if not one.rules & near and one.types & types]
    return [*first[: 2 * most], *beside[:most], *rest[:most]]


def _types_of(part: str, reader: MutantReader) -> frozenset[str]:
    """The event types that a part of the bundle that is no rule concerns; none where it concerns all."""
    rules = reader.base.rules
    if part in rules.vocabulary.events:
        return frozenset({part})
    if part in reader.data["states"]:
        text = json.dumps(reader.data["states"][part])
        return frozenset(type_ for type_ in rules.vocabulary.events if f'"{type_}"' in text)
    asking = [name for name, rule in reader.data["rules"].items() if f'"{part}"' in json.dumps(rule["versions"])]
    return frozenset(type_ for name in asking for type_ in rules.by_id[name].triggers)


def load_data() -> dict[str, Any]:
    """Return the bundle of the packaged rules, as it is read from its file.

    Returns:
        JSON data.
    """
    data: dict[str, Any] = json.loads(write_bundle(build_bundle(RuleSet.load()).to_data()))
    return data


@dataclass(frozen=True)
class PartResult:
    """What became of the mutants of one part of the bundle.

    Attributes:
        part: The part.
        state: The hash of the bundle and of the vectors.
        killed: How many mutants a vector noticed.
        unreadable: How many changed bundles cannot be read.
        survivors: The names of the others.
    """

    part: str
    state: str
    killed: int
    unreadable: int
    survivors: tuple[str, ...]

    @classmethod
    def from_line(cls, line: str) -> PartResult:
        """Read a line of a results file.

        Args:
            line: JSON text.

        Returns:
            The result.
        """
        data = json.loads(line)
        return cls(**{**data, "survivors": tuple(data["survivors"])})


def run_part(
    part: str, mutants: Sequence[BundleMutant], reader: MutantReader, questions: Sequence[Question], state: str
) -> PartResult:
    """Ask the vectors about all mutants of one part.

    Args:
        part: The id of a rule, an event type, a state, a condition, or the key of another part.
        mutants: Its mutants, at least one.
        reader: Reads the changed bundles.
        questions: The vectors.
        state: The hash of the bundle and of the vectors.

    Returns:
        How many were noticed, and the survivors.
    """
    asks = relevant(reader, part, questions, 10_000)
    search = KillerSearch(reader, part if mutants[0].path[0] == "rules" else None)
    killed, unreadable, survivors = 0, 0, []
    for mutant in mutants:
        try:
            books = search.read(mutant)
        except Exception:  # whatever a reader raises, it has noticed
            unreadable += 1
            continue
        killer = next((one for one in asks if search.level_of(mutant, one, books) is not None), None)
        if killer is None:
            survivors.append(mutant.name)
            continue
        killed += 1
        # What noticed one change of a part often notices the next one.
        asks.remove(killer)
        asks.insert(0, killer)
    return PartResult(part, state, killed, unreadable, tuple(survivors))


def read_questions(reader: MutantReader) -> list[Question]:
    """Return the cases of the vectors, each once.

    Args:
        reader: Knows the rules.

    Returns:
        The questions in the order of the vectors, without those that must be refused.
    """
    asked: dict[tuple[str, str], Question] = {}
    for level in LEVELS:
        for vector in read_vectors(VECTORS, level):
            key = json.dumps(vector.case, sort_keys=True), vector.at
            # A case that is refused is asked no mutant.
            if key not in asked and (level != "L5" or vector.gives == {"place": None}):
                asked[key] = Question(vector.case, vector.at, vector.because, reader.base)
    return [*asked.values()]


def encode_without_texts(data: Mapping[str, Any]) -> bytes:
    """Return the bundle but for its texts, from which the hashes of kept results are made.

    Args:
        data: The bundle.

    Returns:
        JSON with sorted keys.
    """
    compared = {key: part for key, part in data.items() if key not in {"sha256", "released", "texts"}}
    return json.dumps(compared, sort_keys=True).encode()


def hash_of_state(data: Mapping[str, Any]) -> str:
    """Return the hash of what the result of a part hangs on: the bundle but for its texts, and the vectors.

    Args:
        data: The bundle.

    Returns:
        The first 16 characters of a SHA-256.
    """
    vectors = b"".join((VECTORS / f"{level}.jsonl").read_bytes() for level in LEVELS)
    return hashlib.sha256(encode_without_texts(data) + vectors).hexdigest()[:16]


def main(arguments: Sequence[str]) -> int:
    """Run the mutants against the vectors; 0 where none survives that `docs/reference/mutation.md` does not explain."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("rules", nargs="*", metavar="RULE", help="ids of rules; none: the whole bundle")
    parser.add_argument(
        "--results",
        type=Path,
        help="file of results: what it holds of this bundle and these vectors is not run again",
    )
    options = parser.parse_args(arguments)
    reader = MutantReader(load_data())
    questions, state = read_questions(reader), hash_of_state(reader.data)
    results = dict[str, PartResult]()
    if options.results and options.results.exists():
        lines = options.results.read_text(encoding="utf-8").splitlines()
        results = {one.part: one for one in map(PartResult.from_line, lines) if one.state == state}
    by_part: dict[str, list[BundleMutant]] = {}
    for mutant in find_mutants(reader.data):
        if not options.rules or mutant.part in options.rules:
            by_part.setdefault(mutant.part, []).append(mutant)
    for part, mutants in by_part.items():
        if part not in results:
            results[part] = run_part(part, mutants, reader, questions, state)
            if options.results:
                with options.results.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(results[part]), ensure_ascii=False) + "\n")
    found = [results[part] for part in by_part]
    survivors = [name for one in found for name in one.survivors]
    explained = (DOCS / "reference" / "mutation.md").read_text(encoding="utf-8")
    left = [name for name in survivors if f"`{name}`" not in explained]
    for name in survivors:
        print(f"{'SURVIVES' if name in left else 'survives, explained'}: {name}")
    killed, unreadable = sum(one.killed for one in found), sum(one.unreadable for one in found)
    all_mutants = killed + unreadable + len(survivors)
    print(
        f"{killed + unreadable} of {all_mutants} mutants killed ({unreadable} cannot be read); {len(left)} unexplained"
    )
    return int(bool(left))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
