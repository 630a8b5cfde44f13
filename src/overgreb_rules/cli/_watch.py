"""The command `rules watch`: what a published text of an act keeps, changes and adds."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator

from overgreb_rules._rulecheck.coverage import SENTENCE_COLUMNS, read_sentences
from overgreb_rules._rulecheck.law_text.document import parse_published_file
from overgreb_rules._rulecheck.law_text.wording import LawTextError
from overgreb_rules._rulecheck.law_watch import (
    VERDICTS,
    ComparedSentence,
    known_tails,
    parse_paragraph_ranges,
    propose_rows,
)
from overgreb_rules._rulecheck.watch_report import WatchReport, WatchRequest, report_on_file
from overgreb_rules._rules.law_source import parse_authority_names
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.source import load_source, packaged_rules, sentences_text
from overgreb_rules.cli._io import read_bytes
from overgreb_rules.cli._options import add_rules_folder, rules_folder
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.redaction import hide_cpr_numbers
from overgreb_rules.shared.text import Text, translate

_SAYS = Text(
    "sammenlign en lov, som den er offentliggjort, med de sætninger, reglerne bygger på",
    "compare an act as it is published with the sentences on which the rules rest",
)
_VERDICTS = {
    "same": Text("uændret", "same"),
    "moved": Text("flyttet", "moved"),
    "changed": Text("ændret", "changed"),
    "name only": Text("kun et navn er ændret", "name only"),
    "gone": Text("udgået", "gone"),
    "new": Text("ny", "new"),
    "paragraph missing": Text("paragraffen mangler", "paragraph missing"),
}
_WORDS = {
    "nothing": Text("Intet at læse: alt er uændret.", "Nothing to read: all is the same."),
    "not in force": Text("Teksten gælder ikke længere.", "This text is no longer in force."),
    "whole act": Text("hele loven", "the whole act"),
    "unknown act": Text("lov, som sources.yaml ikke kender", "act that sources.yaml does not know"),
    "no rule": Text("ingen regel", "no rule"),
    "examples": Text("eksempler", "examples"),
    "doubt": Text("tvivl", "doubt"),
    "against": Text("sammenlignet med", "compared with"),
    "now": Text("nu", "now"),
}
_NEW_VERSION = "VERSION"


def add_commands(commands: Commands) -> None:
    """Add the command to those of `rules`.

    Args:
        commands: the commands of `rules`.
    """
    parser = commands.add("watch", _SAYS)
    files = Text(
        "LexDania-XML, ELI-metadata (.rdfa) eller ren tekst; - er standardinput",
        "LexDania XML, ELI metadata (.rdfa) or plain text; - for standard input",
    )
    parser.add("files", metavar="FILE", nargs="+", says=files)
    law = Text("loven, fx barnets_lov (ellers genkendes den)", "the act, such as barnets_lov (default: recognised)")
    parser.add("--law", metavar="L", says=law)
    against = Text(
        "versionen i sentences.csv (ellers den, der blev læst sidst)",
        "the version in sentences.csv (default: the one that was read last)",
    )
    parser.add("--against", metavar="VERSION", says=against)
    paragraphs = Text("kun disse paragraffer, fx 5,126,132-138", "only these paragraphs, such as 5,126,132-138")
    parser.add("--paragraphs", metavar="LIST", says=paragraphs)
    output = Text("formatet (ellers table)", "what comes out (default: table)")
    parser.add("--format", choices=("table", "json"), default="table", says=output)
    propose = Text(
        "skriv rækkerne til sentences.csv for den nye version", "write the rows of sentences.csv for the new version"
    )
    parser.add("--propose", action="store_true", says=propose)
    add_rules_folder(parser)
    parser.set_defaults(run=_watch)


def _watch(options: argparse.Namespace) -> int:
    folder = rules_folder(options)
    root = folder or packaged_rules()
    rules = RuleSet.load(folder)
    sentences = read_sentences(sentences_text(root))
    source = load_source(root)
    names = parse_authority_names(source.node("sources.yaml")) if "sources.yaml" in source.documents else ()
    ranges = None
    if options.paragraphs is not None:
        ranges = parse_paragraph_ranges(options.paragraphs)
        if ranges is None:
            raise LawTextError(
                "--paragraphs",
                Text("dette er ikke en liste over paragraffer", "this is no list of paragraphs"),
                Text("skriv den som 5,126,132-138,68 a", "write it as in 5,126,132-138,68 a"),
            )
    request = WatchRequest(options.law, options.against, ranges)
    rows = csv.writer(sys.stdout, lineterminator="\n")
    code = 0
    for number, file in enumerate(options.files):
        published = parse_published_file(read_bytes(file, file), file, known_tails(sentences))
        report = report_on_file(published, file, request, rules, sentences, names)
        if options.propose:
            if number == 0:
                rows.writerow(SENTENCE_COLUMNS)
            rows.writerows(propose_rows(report.compared, report.law, report.version or _NEW_VERSION))
        elif options.format == "json":
            print(json.dumps(_as_json(report, hide_cpr_numbers(file)), ensure_ascii=False))
        else:
            sys.stdout.writelines(
                f"{line}\n" for line in _lines(report, hide_cpr_numbers(file, options.lang), options.lang)
            )
        code = max(code, report.exit_code)
    return code


def _lines(report: WatchReport, file: str, language: str) -> Iterator[str]:
    def say(text: Text) -> str:
        return translate(text, language)

    against = f", {say(_WORDS['against'])} {report.against}" if report.against else ""
    yield f"{file}: {' '.join(filter(None, (report.law, report.version)))}{against}"
    if report.is_in_force is False:
        yield f"  {say(_WORDS['not in force'])}"
    for one in report.compared:
        if one.verdict != "same":
            yield f"  {say(_VERDICTS[one.verdict])}: {one.cite}{_new_place(one, say(_WORDS['now']))}"
            yield from _rule_lines(report.rules[one.cite], language)
    for change in report.amended:
        yield f"  {change.place}: {change.law} {change.paragraph or say(_WORDS['whole act'])}"
        yield from _rule_lines(change.rules, language)
    for address in report.unknown_acts:
        yield f"  {say(_WORDS['unknown act'])}: https://www.retsinformation.dk{address}"
    counts = report.counts
    tally = " · ".join(f"{say(_VERDICTS[verdict])}: {counts[verdict]}" for verdict in VERDICTS if counts[verdict])
    if tally:
        yield f"  {tally}"
    if not report.exit_code:
        yield f"  {say(_WORDS['nothing'])}"


def _new_place(one: ComparedSentence, now: str) -> str:
    return f" ({now} {one.found.cite})" if one.verdict == "moved" and one.found else ""


def _rule_lines(rules: tuple[Rule, ...], language: str) -> Iterator[str]:
    if not rules:
        yield f"    {translate(_WORDS['no rule'], language)}"
    for rule in rules:
        examples = translate(_WORDS["examples"], language)
        yield f"    {rule.id}: {translate(rule.title, language)} ({examples}: {len(rule.examples)})"
        for doubt in rule.doubts:
            yield f"      {translate(_WORDS['doubt'], language)}: {translate(doubt.says, language)}"


def _as_json(report: WatchReport, file: str) -> dict[str, object]:
    return {
        "file": file,
        "law": report.law,
        "version": report.version or None,
        "against": report.against or None,
        "in_force": report.is_in_force,
        "counts": {verdict: report.counts[verdict] for verdict in VERDICTS},
        "sentences": [
            {
                "verdict": one.verdict,
                "cite": one.cite,
                "now": one.found.cite if one.found else None,
                "rules": _rules_as_json(report.rules[one.cite]),
            }
            for one in report.compared
        ],
        "amended": [
            {"place": change.place, "law": change.law, "paragraph": change.paragraph or None,
             "rules": _rules_as_json(change.rules)}
            for change in report.amended
        ],
        "unknown_acts": list(report.unknown_acts),
    }  # fmt: skip


def _rules_as_json(rules: tuple[Rule, ...]) -> list[dict[str, object]]:
    return [
        {
            "rule": rule.id,
            "doubts": [doubt.says.as_json() for doubt in rule.doubts],
            "examples": len(rule.examples),
        }
        for rule in rules
    ]
