"""Write the pages of `docs/` that are made from the rule files, and the bundle of `conformance/`.

The pages are what may name what, the concordance of both laws, and each rule read back as a provision. A page keeps
what somebody wrote around the part that is made. Run it after a change of the rules; a test says which page is not
current.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from overgreb_rules._conformance.bundle import BUNDLE_FILE, build_bundle, bundle_schema, write_bundle
from overgreb_rules._rulecheck.concordance import build_concordance
from overgreb_rules._rulecheck.left_out import FREQUENCY_WORDS, LeftOut, read_left_out
from overgreb_rules._rules.citation import citation, sort_by_paragraph
from overgreb_rules._rules.event_definition import EventDefinition, Exclusion, TypeWithFacts
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.source import packaged_rules
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules._text.rule_as_law import write_as_law
from overgreb_rules._text.rule_words import describe_period
from overgreb_rules.shared.date_words import format_date
from overgreb_rules.shared.text import Text, translate

DOCS = Path(__file__).parents[1] / "docs"
KIT = Path(__file__).parents[1] / "conformance"
_MADE = re.compile(r"(<!-- (?:made from|lavet ud fra) ([^ ]+) [^>]*-->\n).*?(<!-- (?:end|slut) -->\n)", re.DOTALL)
_SHEET_HEAD = """# Reglerne læst tilbage: {law}

Lavet alene ud fra reglernes data af `tools/write_law_pages.py`: hvem der skal gøre hvad, hvad der udløser pligten, hvad
fristen er, og hvornår pligten ikke gælder. Reglens egen titel, dens resumé og dens tvivl er ikke med. En ændring her er
en ændring af, hvad der beregnes. »Den udløsende hændelse« er den hændelse, der udløser pligten eller muligheden.
"""
_LINK_WORDS = {
    "head": Text(
        "| hændelse | kan handle om | kun om én ting |\n|---|---|---|\n",
        "| event | can be about | about one thing only |\n|---|---|---|\n",
    ),
    "yes": Text("ja", "yes"),
    "or": Text(" eller ", " or "),
    "only": Text("{type}, hvor {fact} er {value} eller ukendt", "{type} where {fact} is {value} or unknown"),
    "never": Text("; ikke {types}, når dens egen {fact} er {values}", "; not {types} where its own {fact} is {values}"),
    "also": Text("; må også nævne {types}", "; may also name {types}"),
    "nothing": Text("Disse hændelser handler ikke om en anden: {types}.", "These events are about no other: {types}."),
}


def build_link_table(vocabulary: Vocabulary, language: str) -> str:
    """Build the table of what an event of each type can be about.

    Args:
        vocabulary: The words of the rules.
        language: `da` or `en`.

    Returns:
        Markdown: a table in the order of the vocabulary, then the types that are about nothing.
    """
    say = {name: translate(text, language) for name, text in _LINK_WORDS.items()}
    rows, nothing = [], []
    for word in vocabulary.events.values():
        name = f"{translate(word.says, language)} (`{word.name}`)"
        if word.about or word.names_also:
            rows.append(f"| {name} | {_targets(word, say)} | {say['yes'] if word.is_single else ''} |\n")
        else:
            nothing.append(name)
    return f"{say['head']}{''.join(rows)}\n{say['nothing'].format(types=', '.join(nothing))}\n"


def _targets(word: EventDefinition, say: Mapping[str, str]) -> str:
    listed = ", ".join(_target(target, say) for target in word.about)
    excluded = "".join(_exclusion(one, say) for one in word.not_about)
    also = say["also"].format(types=_codes(sorted(word.names_also), say["or"])) if word.names_also else ""
    return listed + excluded + also


def _target(target: TypeWithFacts, say: Mapping[str, str]) -> str:
    text = f"`{target.type}`"
    for fact, value in target.facts:
        text = say["only"].format(type=text, fact=f"`{fact}`", value=f"`{value}`")
    return text


def _exclusion(one: Exclusion, say: Mapping[str, str]) -> str:
    types, values = _codes(sorted(one.types), say["or"]), _codes(sorted(one.values), say["or"])
    return say["never"].format(types=types, fact=f"`{one.fact}`", values=values)


def _codes(names: list[str], conjunction: str) -> str:
    *first, last = [f"`{name}`" for name in names]
    return f"{', '.join(first)}{conjunction}{last}" if first else last


def build_pages(rules: RuleSet) -> dict[Path, str]:
    """Build every page that is made from the rules.

    Args:
        rules: The rules.

    Returns:
        The whole text of each page by its path.
    """
    pages: dict[Path, str] = {}
    for language in ("da", "en"):
        links = DOCS / "explanation" / f"of.{language}.md"
        pages[links] = _between_marks(links, build_link_table(rules.vocabulary, language))
        concordance = DOCS / "reference" / f"concordance.{language}.md"
        head, _, _ = concordance.read_text(encoding="utf-8").partition("\n|")
        pages[concordance] = f"{head}\n{build_concordance(rules, language)}"
    readme = DOCS.parent / "README.md"
    left_out = build_left_out_list(read_left_out(packaged_rules()))
    made = {"rules/not_encoded.yaml": left_out, "rules/sources.yaml": build_reading_table(rules)}
    text = readme.read_text(encoding="utf-8")
    pages[readme] = _MADE.sub(lambda mark: f"{mark[1]}{made[mark[2]]}{mark[3]}", text)
    for law in rules.laws:
        pages[DOCS / "reference" / "law" / f"{law}.md"] = build_law_sheet(law, rules)
    pages[KIT / BUNDLE_FILE] = write_bundle(build_bundle(rules).to_data())
    pages[KIT / "bundle.schema.json"] = json.dumps(bundle_schema(), ensure_ascii=False, indent=2) + "\n"
    return pages


def build_left_out_list(left_out: Iterable[LeftOut]) -> str:
    """Build the list of what has no rule, in English.

    Args:
        left_out: What has no rule, with the reasons.

    Returns:
        Markdown: one item each.
    """
    return "".join(f"- {one.what.en} ({FREQUENCY_WORDS[one.how_often].en}): {one.why.en}\n" for one in left_out)


def build_reading_table(rules: RuleSet) -> str:
    """Build the table of how far each act was read, in English.

    Args:
        rules: The rules with their sources.

    Returns:
        Markdown: one row an act of the rulebook.
    """
    rows = ["| act | version read last | known to |\n|---|---|---|\n"]
    for name, law in rules.laws.items():
        source = rules.sources[name]
        cited_as = law.cited_as.da or law.name.en
        rows.append(f"| {cited_as} | {source.current} | {format_date(source.read_to).en} |\n")
    return "".join(rows)


def build_law_sheet(law: str, rules: RuleSet) -> str:
    """Build the page on which the rules of one act are read back, in Danish.

    Args:
        law: The act.
        rules: The rules.

    Returns:
        Markdown: a heading for each rule with its paragraph, then one sentence a line.
    """
    parts = [_SHEET_HEAD.format(law=rules.laws[law].name.da)]
    for rule in sort_by_paragraph(rules):
        if rule.law == law:
            sentences = "".join(f"- {sentence.da}\n" for sentence in write_as_law(rule, rules))
            periods = "; ".join(describe_period(version).da for version in rule.versions)
            parts.append(f"## {citation(rule.id, rules).da}\n\n`{rule.id}` ({periods})\n\n{sentences}")
    return "\n".join(parts)


def _between_marks(page: Path, made: str) -> str:
    put: Callable[[re.Match[str]], str] = lambda match: f"{match[1]}{made}{match[3]}"  # noqa: E731
    return _MADE.sub(put, page.read_text(encoding="utf-8"), count=1)


def find_old_pages(pages: Mapping[Path, str]) -> list[Path]:
    """Find the pages that are not as the rules would make them.

    Args:
        pages: The text of each page as the rules make it, by its path.

    Returns:
        The paths, sorted.
    """
    old = (path for path, text in pages.items() if not path.is_file() or path.read_text(encoding="utf-8") != text)
    return sorted(old)


def main() -> int:
    """Write the pages that are not current.

    Returns:
        The exit code, always 0.
    """
    pages = build_pages(RuleSet.load())
    for path in find_old_pages(pages):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pages[path], encoding="utf-8", newline="\n")
        print(f"written: {path.relative_to(DOCS.parent)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
