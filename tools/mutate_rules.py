"""The mutation run over all rule files: one number, unit, count, word or day is changed, and a test must notice.

A mutant is killed when the file is refused, when a proof of `rules check` fails, when a rule is in force on other days
than the tests say, or when an example comes out otherwise. Survivors are listed; `docs/mutation.md` explains each.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from overgreb_rules import Rulebook, RuleError
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._matching.reference import ReferenceMatcher
from overgreb_rules._rulecheck.consistency import check
from overgreb_rules._rulecheck.coverage import coverage_findings, read_sentences
from overgreb_rules._rules.rule_parser import parse_rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.source import packaged_rules, sentences_text
from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.shared.strict_yaml import PlainYamlError, read
from tests.fixtures.paths import DOCS, RULES
from tests.fixtures.rule_examples import find_difference
from tests.law import test_in_force

SENTENCES = read_sentences(sentences_text(packaged_rules()))
SPAN = re.compile(
    r"(within|strict|lenient): ([0-9]+) (hours|hverdage|days|weeks|months|years|month|year|week|per_year)\b"
)
COUNT = re.compile(r"count: (\w+)")
IN_FORCE = re.compile(r"(from|to): ([0-9]{4}-[0-9]{2}-[0-9]{2})")
TRUTH = re.compile(r": (true|false)\b")
TRANSITION = re.compile(r"transition: (moves|stays)")
EARLIER = re.compile(r"from: \{earlier: kendt_fra\}, ")
OTHER_UNIT = {
    "days": "weeks",
    "weeks": "days",
    "week": "days",
    "months": "weeks",
    "month": "weeks",
    "years": "months",
    "year": "months",
}
OTHER_COUNT = {"inclusive": "exclusive", "exclusive": "inclusive", "weeks": "weeks_roll", "weeks_roll": "weeks"}
COUNT_OF = {"weeks": "weeks", "days": "exclusive", "months": "calendar"}


@dataclass(frozen=True)
class Mutant:
    """A changed rule file: what was changed, and the text."""

    line: int
    change: str
    text: str


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
        for other in {int(number) + 1, int(number) - 1} - {0}:
            yield changed(match, f"{key}: {other} {unit}")
        if unit in OTHER_UNIT:
            mutant = changed(match, f"{key}: {number} {OTHER_UNIT[unit]}")
            text = COUNT.sub(f"count: {COUNT_OF[OTHER_UNIT[unit]]}", mutant.text.partition("\nexamples:")[0])
            yield Mutant(mutant.line, mutant.change, text + separator + examples)
    for match in COUNT.finditer(head):
        if match[1] in OTHER_COUNT:
            yield changed(match, f"count: {OTHER_COUNT[match[1]]}")
    for match in IN_FORCE.finditer(head):
        for step in (-1, 1):
            yield changed(match, f"{match[1]}: {dt.date.fromisoformat(match[2]) + dt.timedelta(days=step)}")
    for match in TRUTH.finditer(head):
        yield changed(match, ": false" if match[1] == "true" else ": true")
    for match in TRANSITION.finditer(head):
        yield changed(match, "transition: stays" if match[1] == "moves" else "transition: moves")
    for match in EARLIER.finditer(head):
        yield changed(match, "")


def killed_by(rules: RuleSet, path: Path, mutant: Mutant) -> str | None:
    """What notices the mutant; None where nothing does."""
    try:
        rule = parse_rule(Node.top(read(mutant.text, path.name)), rules.vocabulary, rules.laws)
    except (RuleError, PlainYamlError) as error:
        return f"refused: {error}"
    changed = rules.with_rule(rule)
    if rule.moves and not changed.successor.get(rule.id):
        return "refused: a duty that moves needs a rule that succeeds it"
    for finding in itertools.chain(check(changed, [ReferenceMatcher()]), coverage_findings(changed, SENTENCES)):
        return f"proof: {finding.proof}"
    try:
        test_in_force.test_the_rule_is_in_force_on_its_days_and_on_no_other(rule)
        test_in_force.test_a_duty_unmet_when_2023_ends_moves_or_stays_as_the_transition_rule_says(rule)
    except AssertionError:
        return "in force on other days, or moved"
    book = Rulebook(changed, CompiledRules(ReferenceMatcher()))
    near = {rule.id, rule.succeeds, *changed.successor.get(rule.id, ()), rule.breach.rule if rule.breach else None}
    for other in sorted(changed, key=lambda one: one.id not in near):
        for example in other.examples:
            if find_difference(other, example, book) is not None:
                return f"example of {other.id}: {example.says}"
    return None


def main() -> int:
    """Run all mutants; 0 where none survives that `docs/mutation.md` does not explain."""
    rules = RuleSet.load()
    explained = (DOCS / "mutation.md").read_text(encoding="utf-8")
    killed, survivors = 0, []
    files = sorted(RULES.glob("*/*.yaml"))
    for number, path in enumerate(files, start=1):
        if sys.stderr.isatty():
            print(f"\r{number} of {len(files)} rule files", end="", file=sys.stderr, flush=True)
        for mutant in mutants(path.read_text(encoding="utf-8")):
            if killed_by(rules, path, mutant) is None:
                survivors.append(f"{path.stem}, line {mutant.line}: {mutant.change}")
            else:
                killed += 1
    unexplained = [survivor for survivor in survivors if f"`{survivor}`" not in explained]
    for survivor in survivors:
        print(("survives, explained: " if survivor not in unexplained else "SURVIVES: ") + survivor)
    print(f"{killed} of {killed + len(survivors)} mutants killed; {len(unexplained)} survivors unexplained")
    return int(bool(unexplained))


if __name__ == "__main__":
    sys.exit(main())
