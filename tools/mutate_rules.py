"""The mutation run over all rule files: one thing is changed or dropped, and a test must notice.

A number, a unit, a count, a word or a day is changed, or a clause or a flag is dropped. A mutant is killed when the
file is refused, when a proof of `rules check` fails, when a rule is in force on other days than the tests say, or when
an example comes out otherwise. Survivors are listed; `docs/reference/mutation.md` explains each. A run can be of some
rules only (`tools/mutate_rules.py RULE …`), and be taken up again where it was stopped (`--results FILE`).
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import itertools
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from overgreb_rules import Rulebook, RuleError
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._matching.reference import ReferenceMatcher
from overgreb_rules._rulecheck.consistency import check
from overgreb_rules._rulecheck.coverage import coverage_findings, read_sentences
from overgreb_rules._rulecheck.rule_examples import find_example_difference
from overgreb_rules._rules.legal_state import Terms
from overgreb_rules._rules.rule_parser import parse_rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.source import packaged_rules, sentences_text
from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.shared.strict_yaml import Document, PlainYamlError, read
from tests.fixtures.paths import DOCS, RULES
from tests.law import test_in_force
from tools.mutation_operators import (
    COUNT_OF,
    OTHER_COUNT,
    OTHER_UNIT,
    other_days,
    other_numbers,
    parts_to_drop,
    without,
)

CLAUSES = ("must", "may", "window", "when", "if", "once", "unless", "ends_by", "clock", "silence", "versions")
"""The keys of a rule file whose clauses are dropped one by one."""
SENTENCES = read_sentences(sentences_text(packaged_rules()))
SPAN = re.compile(
    r"(within|strict|lenient): ([0-9]+) (hours|hverdage|arbejdsdage|days|weeks|months|years|month|year|week|per_year)\b"
)
COUNT = re.compile(r"count: (\w+)")
IN_FORCE = re.compile(r"(from|to): ([0-9]{4}-[0-9]{2}-[0-9]{2})")
TRUTH = re.compile(r": (true|false)\b")
TRANSITION = re.compile(r"transition: (moves|stays|ends)")
EARLIER = re.compile(r"from: \{earlier: kendt_fra\}, ")


@dataclass(frozen=True)
class Mutant:
    """A changed rule file: what was changed and where, and the changed file as text or as data."""

    line: int
    change: str
    text: str
    document: Document | None = None

    def read(self, name: str) -> Document:
        """The document of the changed file."""
        return self.document or read(self.text, name)


def mutants(text: str) -> Iterator[Mutant]:
    """Every single change of a rule file; the examples are left as they are."""
    head, separator, examples = text.partition("\nexamples:")

    def changed(match: re.Match[str], new: str) -> Mutant:
        line = head.count("\n", 0, match.start()) + 1
        return Mutant(
            line, f"{match[0]} → {new}", head[: match.start()] + new + head[match.end() :] + separator + examples
        )

    for match in SPAN.finditer(head):
        key, number, unit = match.groups()
        for other in other_numbers(int(number)):
            yield changed(match, f"{key}: {other} {unit}")
        if unit in OTHER_UNIT:
            mutant = changed(match, f"{key}: {number} {OTHER_UNIT[unit]}")
            text = COUNT.sub(f"count: {COUNT_OF[OTHER_UNIT[unit]]}", mutant.text.partition("\nexamples:")[0])
            yield Mutant(mutant.line, mutant.change, text + separator + examples)
    for match in COUNT.finditer(head):
        if match[1] in OTHER_COUNT:
            yield changed(match, f"count: {OTHER_COUNT[match[1]]}")
    for match in IN_FORCE.finditer(head):
        for day in other_days(dt.date.fromisoformat(match[2])):
            yield changed(match, f"{match[1]}: {day}")
    for match in TRUTH.finditer(head):
        yield changed(match, ": false" if match[1] == "true" else ": true")
    for match in TRANSITION.finditer(head):
        yield changed(match, "transition: stays" if match[1] != "stays" else "transition: moves")
    for match in EARLIER.finditer(head):
        yield changed(match, "")


def clause_mutants(text: str, name: str) -> Iterator[Mutant]:
    """Every clause of a rule file dropped once: a key, or an item of a list that has others."""
    document = read(text, name)
    data: Any = document.data
    for key in CLAUSES:
        for path in parts_to_drop(data.get(key), (key,)):
            change = f"{' '.join(map(str, path))} dropped"
            yield Mutant(document.place(path).line, change, text, replace(document, data=without(data, path)))


def killed_by(rules: RuleSet, terms: Terms, path: Path, mutant: Mutant) -> str | None:
    """What notices the mutant; None where nothing does."""
    try:
        rule = parse_rule(Node.top(mutant.read(path.name)), rules.vocabulary, rules.laws, terms)
    except (RuleError, PlainYamlError) as error:
        return f"refused: {error}"
    changed = rules.with_rule(rule)
    if rule.moves and not changed.successor.get(rule.id):
        return "refused: a duty that moves needs a rule that succeeds it"
    try:
        test_in_force.test_the_rule_is_in_force_on_its_days_and_on_no_other(rule)
        test_in_force.test_a_duty_unmet_when_2023_ends_moves_or_stays_as_the_transition_rule_says(rule)
    except AssertionError:
        return "in force on other days, or moved"
    book = Rulebook(changed, CompiledRules(ReferenceMatcher()))
    near = {rule.id, rule.succeeds, *changed.successor.get(rule.id, ()), rule.breach.rule if rule.breach else None}
    # The examples of the rule itself and of its neighbours are the likeliest to notice, and the quickest to ask.
    first, rest = ([one for one in changed if (one.id in near) == wanted] for wanted in (True, False))
    for group in (first, rest):
        for other in group:
            for example in other.examples:
                try:
                    differs = find_example_difference(other, example, book) is not None
                except ValueError:  # the words of an answer presuppose a rule that makes sense
                    differs = True
                if differs:
                    return f"example of {other.id}: {example.says.en}"
        if group is first:
            for finding in itertools.chain(check(changed, [ReferenceMatcher()]), coverage_findings(changed, SENTENCES)):
                return f"proof: {finding.proof}"
    return None


@dataclass(frozen=True)
class RuleResult:
    """What became of the mutants of one rule file: how many were killed, and the survivors with their lines."""

    rule: str
    state: str
    killed: int
    survivors: tuple[tuple[int, str], ...]

    @classmethod
    def from_line(cls, line: str) -> RuleResult:
        """Read a line of a results file."""
        data = json.loads(line)
        found = tuple((number, change) for number, change in data["survivors"])
        return cls(data["rule"], data["state"], data["killed"], found)


def mutate_rule(rules: RuleSet, terms: Terms, path: Path, state: str) -> RuleResult:
    """Run all mutants of one rule file."""
    text, killed, survivors = path.read_text(encoding="utf-8"), 0, []
    for mutant in itertools.chain(mutants(text), clause_mutants(text, path.name)):
        if killed_by(rules, terms, path, mutant) is None:
            survivors.append((mutant.line, mutant.change))
        else:
            killed += 1
    return RuleResult(path.stem, state, killed, tuple(survivors))


def state_of_rules() -> str:
    """Return the hash of all rule files: the examples of any rule can kill a mutant of another."""
    files = sorted(RULES.rglob("*.yaml"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


def print_results(results: Sequence[RuleResult], explained: str) -> int:
    """Print the survivors and the score; 0 where the document explains each survivor."""
    unexplained = 0
    for result in results:
        for line, change in result.survivors:
            is_explained = f"`{result.rule}: {change}`" in explained
            unexplained += not is_explained
            print(f"{'survives, explained' if is_explained else 'SURVIVES'}: {result.rule}: {change} (line {line})")
    killed, left = sum(one.killed for one in results), sum(len(one.survivors) for one in results)
    print(f"{len(results)} rules: {killed} of {killed + left} mutants killed; {unexplained} survivors unexplained")
    return int(bool(unexplained))


def main(arguments: Sequence[str]) -> int:
    """Run the mutants of the rules named, or of all; 0 where the document explains each survivor."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("rules", nargs="*", metavar="RULE", help="ids of rules; none: all")
    parser.add_argument(
        "--results", type=Path, help="file of results: what it holds of these rule files is not run again"
    )
    options = parser.parse_args(arguments)
    rules = RuleSet.load()
    terms = Terms.parse(
        Node.top(read((RULES / "terms.yaml").read_text(encoding="utf-8"), "terms.yaml")), rules.vocabulary.events
    )
    if unknown := set(options.rules) - set(rules.by_id):
        parser.error(f"no such rule: {', '.join(sorted(unknown))}")
    state, results = state_of_rules(), dict[str, RuleResult]()
    if options.results and options.results.exists():
        lines = options.results.read_text(encoding="utf-8").splitlines()
        results = {one.rule: one for one in map(RuleResult.from_line, lines) if one.state == state}
    wanted = [path for path in sorted(RULES.glob("*/*.yaml")) if path.stem in (options.rules or rules.by_id)]
    for number, path in enumerate(wanted, start=1):
        if sys.stderr.isatty():
            print(f"\r{number} of {len(wanted)} rule files", end="", file=sys.stderr, flush=True)
        if path.stem not in results:
            results[path.stem] = mutate_rule(rules, terms, path, state)
            if options.results:
                with options.results.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(results[path.stem]), ensure_ascii=False) + "\n")
    explained = (DOCS / "reference" / "mutation.md").read_text(encoding="utf-8")
    return print_results([results[path.stem] for path in wanted], explained)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
