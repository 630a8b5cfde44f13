"""The bundle: a rulebook as one file of plain data, from which a program in any language can evaluate a case."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from msgspec.structs import asdict

from overgreb_rules._case.reader import INTEGER_FACT_LIMIT, MAX_EVENTS, MAX_KEY_LENGTH
from overgreb_rules._conformance.day_tables import DayTables, build_day_tables
from overgreb_rules._conformance.packaged_files import packaged_file
from overgreb_rules._conformance.record_codec import schema_of_record, write_record
from overgreb_rules._conformance.rule_record import RuleRecord
from overgreb_rules._conformance.vocabulary_record import LadderRecord, LawRecord, StateRecord, VocabularyRecord
from overgreb_rules._conformance.warning_words import WARNING_WORDS
from overgreb_rules._matching.compiler import compile_activation, compile_fulfilment
from overgreb_rules._rules.derived_conditions import DerivedCondition, StateCondition
from overgreb_rules._rules.legal_state import LegalState
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.transition import Transition
from overgreb_rules._text.status_words import STATUS_WORDS
from overgreb_rules.policy import Policy
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

BUNDLE_FILE = "bundle.json"
_TEXTS_KEPT, _HASHES_KEPT = 8, 8


class InputLimits(ValueObject):
    """How much a case can hold: events, characters of a key, and the first whole number that is refused."""

    events: int
    key_length: int
    integer: int


class BundleTexts(ValueObject):
    """The words beside those of the rules: of each status its label, of each code of a warning what it means."""

    statuses: Mapping[str, Text]
    warnings: Mapping[str, Text]


class Bundle(ValueObject):
    """A rulebook as data.

    Attributes:
        schema: The version of the form of the bundle.
        rulebook: The release of the rules.
        sha256: The hash of the rule files.
        released: The day of the release; None where the rules do not say.
        laws: The laws by the names that rules and answers use.
        transitions: The changes from one act to the next, in order of their days.
        vocabulary: The words in which a case is told.
        states: The legal states by name.
        derived: The conditions that look back over the case, by the name of the property of the trigger.
        rules: The rules by id, in their order.
        policy: The id of the ladders that come with the rules; None where there are none.
        ladders: The ladders, the first that fits a duty being its own.
        days: The clock and the holidays of Denmark.
        limits: How much a case can hold.
        texts: The words of statuses and warnings.
    """

    schema: int
    rulebook: str
    sha256: str
    released: dt.date | None
    laws: Mapping[str, LawRecord]
    transitions: tuple[Transition, ...]
    vocabulary: VocabularyRecord
    states: Mapping[str, StateRecord]
    derived: Mapping[str, DerivedCondition]
    rules: Mapping[str, RuleRecord]
    policy: str | None
    ladders: tuple[LadderRecord, ...]
    days: DayTables
    limits: InputLimits
    texts: BundleTexts

    def to_data(self) -> dict[str, Any]:
        """Return the bundle as JSON data.

        Returns:
            One key for each attribute.
        """
        return {name: write_record(value) for name, value in asdict(self).items()}


def build_bundle(rules: RuleSet) -> Bundle:
    """Build the bundle of a rulebook.

    Args:
        rules: The rules of all acts.

    Returns:
        The bundle; equal rules give an equal bundle.
    """
    records, derived = {}, dict[str, DerivedCondition]()
    for rule in rules:
        programs = [compile_activation([(rule, version)]) for version in rule.versions]
        for program in programs:
            derived.update(program.derived)
        # A rule without a trigger is opened by another rule, or by a breach: nothing asks its conditions.
        opens = [program.clauses if rule.triggers else () for program in programs]
        records[rule.id] = RuleRecord.of(rule, opens, compile_fulfilment(rule).clauses)
    policy = Policy.parse(rules.ladders) if rules.ladders is not None else None
    return Bundle(
        schema=1,
        rulebook=rules.version,
        sha256=rules.sha256,
        released=rules.released,
        laws={name: LawRecord.of(law, rules.sources.get(name)) for name, law in rules.laws.items()},
        transitions=rules.transitions,
        vocabulary=VocabularyRecord.of(rules.vocabulary),
        states={state.name: StateRecord.of(state) for state in _states_of(rules, derived)},
        derived={name: derived[name] for name in sorted(derived)},
        rules=records,
        policy=policy.id if policy else None,
        ladders=tuple(map(LadderRecord.of, policy.ladders)) if policy else (),
        days=build_day_tables(),
        limits=InputLimits(MAX_EVENTS, MAX_KEY_LENGTH, INTEGER_FACT_LIMIT),
        texts=BundleTexts({word: words.label for word, words in STATUS_WORDS.items()}, WARNING_WORDS),
    )


def _states_of(rules: RuleSet, derived: Mapping[str, DerivedCondition]) -> list[LegalState]:
    """The states that some rule asks for, by name."""
    asked = [one.state for one in derived.values() if isinstance(one, StateCondition)]
    resting = [rule.clock.rests_while for rule in rules if rule.clock.rests_while is not None]
    by_name = {state.name: state for state in (*asked, *resting)}
    return [by_name[name] for name in sorted(by_name)]


def write_bundle(data: Mapping[str, Any]) -> str:
    """Return a bundle as the text of its file: canonical JSON with a rule, an event type or a word on a line.

    Args:
        data: The bundle as JSON data.

    Returns:
        The text; equal bundles give the same bytes.
    """
    lines = [f'"{key}": {_write_part(part, 3 if key == "vocabulary" else 2)}' for key, part in data.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _write_part(part: Any, depth: int) -> str:
    if depth and isinstance(part, dict) and part:
        inner = ",\n".join(f"{_compact(key)}: {_write_part(one, depth - 2)}" for key, one in part.items())
        return "{\n" + inner + "\n}"
    return _compact(part)


def _compact(part: Any) -> str:
    return json.dumps(part, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=_TEXTS_KEPT)
def bundle_text(rules: RuleSet) -> str:
    """Return the text of the bundle of some rules.

    Cached, at most 8 texts of 400 kB: a service is asked for it again and again, and making one takes 0.4 s.

    Args:
        rules: The rules.

    Returns:
        The text of the packaged file for the packaged rules; for others that of a bundle that is made now.
    """
    return _packaged_text() if rules is RuleSet.load() else write_bundle(build_bundle(rules).to_data())


@lru_cache(maxsize=_HASHES_KEPT)
def bundle_sha256(rules: RuleSet) -> str:
    """Return the hash of the bundle of some rules, which stands in receipts.

    Cached, at most 8 hashes: every receipt names it, and computing one takes 0.3 ms where an answer takes 1 ms.

    Args:
        rules: The rules.

    Returns:
        SHA-256 of the bytes of the file, in hexadecimal.
    """
    return hashlib.sha256(bundle_text(rules).encode()).hexdigest()


def _packaged_text() -> str:
    return packaged_file(BUNDLE_FILE).read_text(encoding="utf-8")


def bundle_schema() -> dict[str, Any]:
    """Return the JSON Schema of a bundle.

    Returns:
        The schema, draft 2020-12.
    """
    defined: dict[str, Any] = {}
    reference = schema_of_record(Bundle, defined)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Bundle", **reference, "$defs": defined}
