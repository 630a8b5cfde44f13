"""The commands `rules needs`, `map`, `test` and `impact`: what a rule reads, and what rules do to a system's cases."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence

from overgreb_rules._case.case import Case
from overgreb_rules._evaluate.unknown_word import find_rule
from overgreb_rules._evaluate.work_list import RefusedCase
from overgreb_rules._rulecheck.impact import Impact, measure_impact
from overgreb_rules._rulecheck.rule_examples import check_examples
from overgreb_rules._rulecheck.rule_needs import RuleNeeds, find_needs
from overgreb_rules._rulecheck.system_reach import RuleReach, find_reach
from overgreb_rules._rules.citation import citation
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.words_of_law import WordsOfLaw
from overgreb_rules.cli._case_source import CaseSource, name_refusal
from overgreb_rules.cli._io import folder_of, read_bytes
from overgreb_rules.cli._options import (
    add_instant,
    add_matcher,
    add_output,
    add_rules_folder,
    instant_asked,
    matcher_asked,
    rules_folder,
)
from overgreb_rules.cli._rule_reports import CHANGE_WORDS
from overgreb_rules.cli._vocabulary import find_event_type
from overgreb_rules.errors import CaseError
from overgreb_rules.render._agenda_words import format_refused
from overgreb_rules.rulebook import Rulebook
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.text import Text, translate

_NEEDS = {
    "opens": Text("Udløses af", "Opened by"),
    "meets": Text("Opfyldes af", "Met by"),
    "ends": Text("Bortfalder ved", "Ended by"),
    "bears_on": Text("Kan ellers have betydning", "Bears otherwise on it"),
    "facts": Text("Oplysninger om {event}", "Facts of {event}"),
    "case": Text("Oplysninger om barnet", "Facts of the child"),
    "rules": Text("Følger af en anden regel", "Follows from another rule"),
}
_REACH = {
    "met": Text("Kan opstå og opfyldes: {count}", "Can arise and be met: {count}"),
    "unmeetable": Text("Kan opstå, men aldrig opfyldes: {count}", "Can arise and never be met: {count}"),
    "nothing_meets": Text(
        "Kan opstå, men ingen hændelse viser, om de er opfyldt: {count}", "Can arise, and no event meets it: {count}"
    ),
    "never": Text("Kan aldrig opstå: {count}", "Can never arise: {count}"),
}
_LACKS = Text("mangler {events}", "lacks {events}")
_FIELDS = Text("Felt: {types}", "Field: {types}")
_NO_LIST = Text("dette er ikke en liste af hændelsestyper", "this is no list of event types")
_A_LIST = Text(
    "skriv én type pr. linje eller en JSON-liste af tekster", "write one type a line, or a JSON list of texts"
)
_TESTED = Text(
    "Eksempler: {count} · Regler: {rules} · Fejl: {findings}", "{count} examples of {rules} rules: {findings} findings"
)
_IMPACT = Text("Sager med et andet svar: {changed} af {cases}", "{changed} of {cases} cases are answered otherwise")
_COUNTS = Text("{kind}: {duties} (sager: {cases}, fx {case})", "{kind}: {duties} (cases: {cases}, such as {case})")


def add_commands(commands: Commands) -> None:
    """Add the commands to those of `rules`.

    Args:
        commands: the commands of `rules`.
    """
    needs = commands.add(
        "needs",
        Text(
            "hvilke hændelser og oplysninger der kan betyde noget for en regel",
            "which events and facts can matter to a rule",
        ),
    )
    needs.add("rule", metavar="RULE", says=Text("reglens id", "the id of a rule"))
    add_rules_folder(needs)
    add_output(needs)
    needs.set_defaults(run=_needs)
    reach = commands.add(
        "map",
        Text(
            "hvilke pligter der kan opstå og opfyldes i et system med disse hændelsestyper",
            "which rules can arise and be met in a system that has these event types",
        ),
    )
    types = Text(
        "en fil med én hændelsestype pr. linje (eller en JSON-liste) eller -",
        "a file with one event type a line (or a JSON list), or -",
    )
    reach.add("file", metavar="FILE", says=types)
    add_rules_folder(reach)
    add_output(reach)
    reach.set_defaults(run=_map)
    test = commands.add(
        "test",
        Text("kør reglernes eksempler; kode 1 ved fejl", "run the examples of the rules; exit code 1 on findings"),
    )
    folder = Text("en mappe med regler (ellers de indbyggede)", "a folder of rules (default: the packaged ones)")
    test.add("folder", metavar="DIR", nargs="?", says=folder)
    add_matcher(test)
    test.set_defaults(run=_test)
    impact = commands.add(
        "impact",
        Text(
            "hvad en ændring af reglerne betyder for en bestand af sager; kode 1, hvis noget ændrer sig",
            "what a change of rules does to a portfolio of cases; exit code 1 where anything changes",
        ),
    )
    impact.add("old", metavar="A", says=Text("en mappe med regler", "a folder of rules"))
    impact.add("new", metavar="B", says=Text("en anden mappe med regler", "another folder of rules"))
    impact.add("cases", metavar="CASES", says=Text("sager i samme form som til agenda", "cases as for agenda"))
    add_instant(impact)
    add_matcher(impact)
    add_output(impact)
    impact.set_defaults(run=_impact)


def _needs(options: argparse.Namespace) -> int:
    rules = RuleSet.load(rules_folder(options))
    needs = find_needs(find_rule(options.rule, rules, "RULE"), rules)
    if options.format == "json":
        _print_json(_needs_as_json(needs, rules))
    else:
        print("\n".join(_needs_lines(needs, rules, options.lang)))
    return 0


def _needs_lines(needs: RuleNeeds, rules: RuleSet, language: str) -> Iterator[str]:
    rule = needs.rule
    names = WordsOfLaw.of_rule(rule.id, rules)
    words = rules.vocabulary
    yield f"{rule.id}: {translate(rule.title, language)} ({citation(rule.id, rules).da})"
    for name in ("opens", "meets", "ends", "bears_on"):
        if types := getattr(needs, name):
            yield f"{translate(_NEEDS[name], language)}:"
            yield from (f"  {type_}: {translate(names.label(type_), language)}" for type_ in types)
    for event, facts in needs.facts.items():
        about = translate(names.quote_event(event), language)
        yield f"{translate(_NEEDS['facts'], language).format(event=about)}:"
        yield from (f"  {fact}: {translate(words.facts[fact], language)}" for fact in facts)
    if needs.case:
        yield f"{translate(_NEEDS['case'], language)}:"
        yield from (f"  {fact}: {translate(words.case[fact].says, language)}" for fact in needs.case)
    if needs.rules:
        yield f"{translate(_NEEDS['rules'], language)}:"
        yield from (f"  {name}: {translate(rules.by_id[name].title, language)}" for name in needs.rules)


def _needs_as_json(needs: RuleNeeds, rules: RuleSet) -> dict[str, object]:
    return {
        "schema": 1,
        "rule": needs.rule.id,
        "cite": citation(needs.rule.id, rules).da,
        **{name: list(getattr(needs, name)) for name in ("opens", "meets", "ends", "bears_on")},
        "facts": {event: list(facts) for event, facts in needs.facts.items()},
        "case": list(needs.case),
        "rules": list(needs.rules),
    }


def _map(options: argparse.Namespace) -> int:
    rules = RuleSet.load(rules_folder(options))
    found = list(find_reach(rules, _read_types(options.file, rules)))
    groups = {name: [one for one in found if _group_of(one) == name] for name in _REACH}
    if options.format == "json":
        listed = {
            name: [{"rule": one.rule.id, "lacks": list(one.lacks)} for one in group] for name, group in groups.items()
        }
        _print_json({"schema": 1, **listed})
        return 0
    for name, group in groups.items():
        print(translate(_REACH[name], options.lang).format(count=len(group)))
        for one in group:
            print("\n".join(_reach_lines(one, rules, options.lang)))
    return 0


def _group_of(one: RuleReach) -> str:
    if not one.can_arise:
        return "never"
    return "nothing_meets" if one.can_be_met is None else "met" if one.can_be_met else "unmeetable"


def _reach_lines(one: RuleReach, rules: RuleSet, language: str) -> Iterator[str]:
    line = f"  {one.rule.id}: {translate(one.rule.title, language)} ({citation(one.rule.id, rules).da})"
    if not one.lacks:
        yield line
        return
    words = WordsOfLaw.of_rule(one.rule.id, rules)
    events = ", ".join(translate(words.quote_event(type_), language) for type_ in one.lacks)
    yield f"{line}; {translate(_LACKS, language).format(events=events)}"
    yield f"    {translate(_FIELDS, language).format(types=', '.join(one.lacks))}"


def _read_types(source: str, rules: RuleSet) -> frozenset[str]:
    """Read the event types of a system: one a line, `#` begins a comment; or a JSON list."""
    data = read_bytes(source, "FILE")
    try:
        text = data.decode("utf-8-sig")
        given = json.loads(text) if text.lstrip().startswith("[") else None
    except (ValueError, RecursionError):
        raise CaseError("FILE", _NO_LIST, mend=_A_LIST) from None
    if given is None:
        words: Sequence[object] = [line.partition("#")[0].strip() for line in text.splitlines()]
    else:
        words = given
    if not all(isinstance(word, str) for word in words):
        raise CaseError("FILE", _NO_LIST, mend=_A_LIST)
    numbered = ((number, str(word)) for number, word in enumerate(words, start=1) if word)
    unit = "line" if given is None else "entry"
    return frozenset(find_event_type(word, rules, f"FILE, {unit} {number}").name for number, word in numbered)


def _test(options: argparse.Namespace) -> int:
    folder = None if options.folder is None else folder_of(options.folder, "DIR")
    book = Rulebook.load(folder, matcher_asked(options))
    findings = list(check_examples(book))
    for finding in findings:
        print(f"{finding.about}: {translate(finding.says, options.lang)}")
    count = sum(len(rule.examples) for rule in book.rules)
    words = translate(_TESTED, options.lang)
    print(words.format(count=count, rules=len(book.rules.by_id), findings=len(findings)))
    return int(bool(findings))


def _impact(options: argparse.Namespace) -> int:
    at = instant_asked(options)
    folders = (folder_of(path, place) for path, place in ((options.old, "A"), (options.new, "B")))
    old, new = (Rulebook.load(folder, matcher_asked(options)) for folder in folders)
    impact = measure_impact(_read_cases(options), old, new, at=at)
    if options.format == "json":
        print(impact.to_json(indent=2))
    else:
        _print_impact(impact, options.lang)
    return 2 if impact.refused else int(bool(impact.rules))


def _read_cases(options: argparse.Namespace) -> Iterator[Case | RefusedCase]:
    source = CaseSource(options.cases, options.lang, "CASES")
    for number, case in source.cases():
        if isinstance(case, CaseError):
            name_refusal(source.unit, number, case, options.lang)
            yield RefusedCase(case=number, error=case.parts(options.lang))
        else:
            yield case


def _print_impact(impact: Impact, language: str) -> None:
    print(translate(_IMPACT, language).format(changed=impact.cases_changed, cases=impact.cases))
    for line in format_refused(len(impact.refused), language):
        print(line)
    for one in impact.rules:
        print(f"{one.rule}: {translate(one.title, language)} ({one.cite})")
        kind = translate(CHANGE_WORDS[one.kind], language)
        counts = translate(_COUNTS, language)
        print(f"  {counts.format(kind=kind, duties=one.duties, cases=one.cases, case=one.witness.case_id)}")


def _print_json(data: dict[str, object]) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2))
