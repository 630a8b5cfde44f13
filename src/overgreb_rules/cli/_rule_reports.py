"""The commands `rules check`, `coverage`, `concordance` and `diff`: what is sound, answered for and different."""

from __future__ import annotations

import argparse
import json
import sys
from functools import partial
from pathlib import Path

from overgreb_rules._evaluate.what_if import Standing
from overgreb_rules._rulecheck.concordance import build_concordance
from overgreb_rules._rulecheck.consistency import check
from overgreb_rules._rulecheck.coverage import coverage_findings, paragraph_of, read_sentences
from overgreb_rules._rulecheck.diff import DifferenceKind, rules_diff
from overgreb_rules._rulecheck.freshness import find_old_readings
from overgreb_rules._rulecheck.left_out import FREQUENCY_WORDS, read_left_out
from overgreb_rules._rulecheck.numbers_in_texts import numbers_in_texts
from overgreb_rules._rulecheck.older_form import OlderDifferenceKind, compare_older_form, is_older_form
from overgreb_rules._rulecheck.sentence_words import read_sentence_words
from overgreb_rules._rules.citation import citation, sort_by_paragraph
from overgreb_rules._rules.law_source import LawSource
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.source import load_source, packaged_rules, sentences_text
from overgreb_rules._text.status_words import format_status
from overgreb_rules.cli._io import folder_of
from overgreb_rules.cli._options import add_matcher, add_rules_folder, matcher_asked, read_day, rules_folder
from overgreb_rules.rulebook import MatcherName, Rulebook
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.text import Text, translate

_WORDS = {
    "notice": Text("bemærk: {words}", "notice: {words}"),
    "checked": Text("{rules} kontrolleret med {matchers}: {findings}", "{rules} checked with {matchers}: {findings}"),
    "no such rule": Text("der er ingen regel med det id", "no such rule"),
    "no rule": Text("ingen regel: {why}", "no rule: {why}"),
    "outside": Text("Regler om paragraffer uden for listen", "Rules on paragraphs outside the list"),
    "finding": Text("fejl: {about} {says}", "finding: {about} {says}"),
    "with examples": Text("{count} af {rules} har eksempler", "{count} of {rules} with examples"),
    "answered": Text("{count} af {sentences} har en regel eller en grund", "{count} of {sentences} answered for"),
    "left out": Text("Udeladt af reglernes paragraffer", "Left out of the paragraphs of rules"),
    "not listed": Text("Endnu ikke på listen", "Not listed yet"),
    "not encoded": Text("Ikke omfattet af reglerne", "Not encoded"),
    "change": Text("{rule} {kind}: {status}; frist {due}", "{rule} {kind}: {status}; due {due}"),
    "witness": Text("  eksempel: {says} (den {at})", "  witness: {says} (at {at})"),
    "older form": Text(
        "A har en ældre form, og dens regler kan ikke bruges til at beregne en sag: reglernes filer sammenlignes, og "
        "eksemplerne i A beregnes efter B og sammenlignes med de svar, der står i A",
        "A has an older form, and its rules can answer no case: the files of the rules are compared, and the examples "
        "in A are answered by B and compared with the answers that stand in A",
    ),
    "older change": Text("{rule} {kind}{parts}", "{rule} {kind}{parts}"),
    "parts": Text(" (ændret: {parts})", " (changed: {parts})"),
    "older witness": Text("  eksempel: {says} (den {at})", "  witness: {says} (at {at})"),
    "absent": Text("findes ikke", "absent"),
    "no date": Text("ingen", "none"),
}
_COUNTED = {
    "rule": (Text("ingen regler", "no rules"), Text("1 regel", "1 rule"), Text("{count} regler", "{count} rules")),
    "sentence": (
        Text("ingen sætninger", "no sentences"), Text("1 sætning", "1 sentence"),
        Text("{count} sætninger", "{count} sentences"),
    ),
    "finding": (
        Text("ingen fejl", "no findings"), Text("1 fejl", "1 finding"), Text("{count} fejl", "{count} findings"),
    ),
    "example": (
        Text("ingen eksempler", "no examples"), Text("1 eksempel", "1 example"),
        Text("{count} eksempler", "{count} examples"),
    ),
    "difference": (
        Text("ingen forskelle", "no differences"), Text("1 forskel", "1 difference"),
        Text("{count} forskelle", "{count} differences"),
    ),
}  # fmt: skip
"""The words for none, one and several."""
_AT = Text(
    "den dag, kontrollen gælder (den dag, reglerne blev udgivet, hvis intet er angivet): lovene må højst være læst et "
    "halvt år før den",
    "the day before which the laws shall have been read within half a year (default: the day of the release)",
)
CHANGE_WORDS: dict[DifferenceKind, Text] = {
    "appears": Text("kommer til", "appears"),
    "disappears": Text("forsvinder", "disappears"),
    "moves": Text("ændrer frist", "moves"),
    "stands otherwise": Text("ændrer status", "stands otherwise"),
}
OLDER_WORDS: dict[OlderDifferenceKind, Text] = {
    "appears": Text("kommer til", "appears"),
    "disappears": Text("forsvinder", "disappears"),
    "answers otherwise": Text("svarer anderledes", "answers otherwise"),
    "reads otherwise": Text(
        "har en anden ordlyd, uden at et eksempel svarer anderledes",
        "reads otherwise, with no example that answers otherwise",
    ),
}


def add_commands(commands: Commands) -> None:
    """Add the commands to those of `rules`.

    Args:
        commands: the commands of `rules`.
    """
    for name, run, says in (
        (
            "check",
            _check,
            Text(
                "kontrollér reglerne; kode 1 ved fejl",
                "prove what can be proved about the rules; exit code 1 on findings",
            ),
        ),
        (
            "coverage",
            _coverage,
            Text(
                "lov → paragraf → sætning → regel → eksempler; kode 1, hvor én mangler",
                "law → paragraph → sentence → rule → examples, and what has none and why; exit code 1 where one is "
                "missing",
            ),
        ),
        (
            "concordance",
            _concordance,
            Text(
                "hver lov, der er ophævet → den lov, der afløste den, regel for regel",
                "each act that ended → the act that took over from it, rule by rule",
            ),
        ),
    ):
        command = commands.add(name, says)
        add_rules_folder(command)
        command.set_defaults(run=run)
        if run is _check:
            command.add("--at", metavar="DAY", says=_AT)
            add_matcher(command)
    command = commands.add(
        "diff",
        Text(
            "to regelsæt sammenlignet: pligter, der kommer til, forsvinder eller ændrer frist, hver med et eksempel",
            "two rulebooks compared by the duties that appear, disappear or move, each with a witness",
        ),
    )
    command.add("old", metavar="A", says=Text("en mappe med regler", "a folder of rules"))
    command.add("new", metavar="B", says=Text("en anden mappe med regler", "another folder of rules"))
    add_matcher(command)
    command.set_defaults(run=_diff)


def _check(options: argparse.Namespace) -> int:
    day = read_day(options.at, "--at") if options.at is not None else None
    folder = rules_folder(options)
    rules = RuleSet.load(folder)
    # Beside the matcher that is asked for the reference, which reads the conditions by itself.
    names: tuple[MatcherName, ...] = ("reference", matcher_asked(options))
    matchers = [Rulebook.load(folder, name).programs.matcher for name in dict.fromkeys(names)]
    sentences = read_sentences(sentences_text(folder or packaged_rules()))
    findings = [*check(rules, matchers), *coverage_findings(rules, sentences), *numbers_in_texts(rules)]
    for finding in findings:
        says, proof = translate(finding.says, options.lang), translate(finding.proof, options.lang)
        print(f"{finding.about}: {says} ({proof})")
    say = partial(_say, options.lang)
    for notice in find_old_readings(rules, day):
        print(say("notice", words=translate(notice, options.lang)))
    told = ", ".join(matcher.name for matcher in matchers)
    count = partial(count_words, language=options.lang)
    print(
        say(
            "checked",
            rules=count("rule", len(rules.by_id)),
            matchers=told,
            findings=count("finding", len(findings)),
        )
    )
    return int(bool(findings))


def _coverage(options: argparse.Namespace) -> int:
    folder = rules_folder(options)
    rules = RuleSet.load(folder)
    sentences = read_sentences(sentences_text(folder or packaged_rules()))
    words = read_sentence_words(folder or packaged_rules())
    say = partial(_say, options.lang)
    paragraph = ""
    for sentence in sentences:
        law = rules.laws[sentence.law]
        here = f"{law.cited_as.da} {paragraph_of(sentence.cite)} ({sentence.version})".lstrip()
        if here != paragraph:
            paragraph = here
            print(paragraph)
        print(f"  {sentence.cite}  {translate(words.gist(sentence, law), options.lang)}")
        for name in sentence.rules:
            rule = rules.by_id.get(name)
            about = count_words("example", len(rule.examples), options.lang) if rule else say("no such rule")
            print(f"    → {name}: {about}")
        if sentence.why_not:
            print(f"    – {say('no rule', why=translate(words.reason(sentence), options.lang))}")
    outside = [rule for rule in rules if rule.outside_the_list]
    print(say("outside"))
    for rule in outside:
        examples = count_words("example", len(rule.examples), options.lang)
        print(f"  {citation(rule.id, rules).da} → {rule.id}: {examples}")
    _print_left_out(rules, folder or packaged_rules(), options.lang)
    findings = list(coverage_findings(rules, sentences))
    for finding in findings:
        print(say("finding", about=finding.about, says=translate(finding.says, options.lang)))
    answered = sum(bool(sentence.rules) != bool(sentence.why_not) for sentence in sentences)
    with_examples = sum(bool(rule.examples) for rule in rules)
    all_rules = count_words("rule", len(rules.by_id), options.lang)
    all_sentences = count_words("sentence", len(sentences), options.lang)
    print(say("with examples", count=with_examples, rules=all_rules))
    print(say("answered", count=answered, sentences=all_sentences))
    return int(bool(findings))


def _print_left_out(rules: RuleSet, root: Path, language: str) -> None:
    """Print what the rules leave out of their own paragraphs, and what has no rule at all, each with its reason."""
    say = partial(_say, language)
    print(say("left out"))
    for rule in sort_by_paragraph(rules):
        for left_out in rule.not_modelled:
            print(f"  {citation(rule.id, rules).da} ({rule.id}): {translate(left_out, language)}")
    print(say("not listed"))
    for law, source in rules.sources.items():
        if source.not_listed is not None:
            print(f"  {_name_source(law, source, rules)}: {translate(source.not_listed, language)}")
    print(say("not encoded"))
    for one in read_left_out(root):
        how_often = translate(FREQUENCY_WORDS[one.how_often], language)
        print(f"  {translate(one.what, language)} ({how_often}): {translate(one.why, language)}")


def _name_source(name: str, source: LawSource, rules: RuleSet) -> str:
    """The act as it is cited; an order that is no act of the rulebook by its versions."""
    return rules.laws[name].cited_as.da if name in rules.laws else ", ".join(source.versions)


def _concordance(options: argparse.Namespace) -> int:
    rules = RuleSet.load(rules_folder(options))
    sys.stdout.write(build_concordance(rules, options.lang))
    return 0


def _diff(options: argparse.Namespace) -> int:
    older, newer = (folder_of(path, place) for path, place in ((options.old, "A"), (options.new, "B")))
    if is_older_form(load_source(older)):
        return _diff_older_form(older, newer, options)
    old, new = (Rulebook.load(folder, matcher_asked(options)) for folder in (older, newer))
    differences = list(rules_diff(old, new))
    say = partial(_say, options.lang)
    for one in differences:
        both = (one.change.before, one.change.after)
        status, due = (" → ".join(tell(standing, options.lang) for standing in both) for tell in (_status, _due))
        kind = translate(CHANGE_WORDS[one.kind], options.lang)
        print(say("change", rule=one.rule, kind=kind, status=status, due=due))
        print(say("witness", says=translate(one.example.says, options.lang), at=one.example.at))
        print(f"  {json.dumps(one.witness.told(), ensure_ascii=False)}")
    print(count_words("difference", len(differences), options.lang))
    return int(bool(differences))


def _diff_older_form(older: Path, newer: Path, options: argparse.Namespace) -> int:
    language, book = options.lang, Rulebook.load(newer, matcher_asked(options))
    differences = list(compare_older_form(load_source(older), load_source(newer), book))
    print(_say(language, "older form"))
    for one in differences:
        parts = _say(language, "parts", parts=", ".join(one.parts)) if one.parts else ""
        print(
            _say(language, "older change", rule=one.rule, kind=translate(OLDER_WORDS[one.kind], language), parts=parts)
        )
        if one.says is not None:
            print(_say(language, "older witness", says=translate(one.says, language), at=one.at))
            print(f"  {json.dumps(one.witness, ensure_ascii=False, default=str)}")
    print(count_words("difference", len(differences), language))
    return int(bool(differences))


def _status(standing: Standing | None, language: str) -> str:
    return _say(language, "absent") if standing is None else format_status(standing.status, language)


def _due(standing: Standing | None, language: str) -> str:
    due = standing.due if standing else None
    return _say(language, "no date") if due is None else f"{due.strict.isoformat()} / {due.lenient.isoformat()}"


def _say(language: str, name: str, /, **slots: object) -> str:
    return translate(_WORDS[name], language).format(**slots)


def count_words(name: str, count: int, language: str) -> str:
    """Return a number with its noun: none, one, several.

    Args:
        name: rule, sentence, finding, example or difference.
        count: the number.
        language: da or en.

    Returns:
        «ingen regler», «1 regel» or «2 regler».
    """
    none, one, several = _COUNTED[name]
    return translate(one if count == 1 else several if count else none, language).format(count=count)
