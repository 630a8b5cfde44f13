"""The page of one provision, made from its rule file: what it says, its clock as a picture, and its examples."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html import escape as escape_attribute
from xml.etree import ElementTree as ET

from overgreb_rules._rules.citation import citation
from overgreb_rules._text.formatting import format_when
from overgreb_rules._text.rule_as_law import write_as_law
from overgreb_rules._text.rule_words import describe_period
from overgreb_rules._text.status_words import format_status
from overgreb_rules.cli._show_rule import RuleLine, list_rule_lines
from overgreb_rules.evaluation import Obligation
from overgreb_rules.shared.date_words import format_date
from overgreb_rules.shared.text import begin_sentence, end_sentence, translate
from tools.site.markdown import NONE, build_list, build_table, escape, fold_json, mark_language
from tools.site.provision import AnsweredExample, Provision
from tools.site.provision_words import SECTIONS, WORDS
from tools.site.rulebook_graph import build_iri

_DUTY_LINES = (
    "must", "may", "window", "opens", "arises", "once", "clock", "acts", "ends", "rests", "expires", "silence",
    "breach", "from_age", "note",
)  # fmt: skip
_DOUBT_LINES = ("doubts", "second")


def build_provision_page(provision: Provision, language: str) -> str:
    """Build the page of a rule.

    Args:
        provision: The rule with its examples and sentences.
        language: da or en.

    Returns:
        Markdown with every part of `SECTIONS`.
    """
    return mark_language("\n".join(_PageText(provision, language).parts()), language)


class _PageText:
    """The parts of one page."""

    def __init__(self, provision: Provision, language: str) -> None:
        self.rule, self.rules, self.language = provision.rule, provision.rules, language
        self.provision = provision
        self.lines = list_rule_lines(self.rule, self.rules, language)

    def say(self, name: str, **slots: str) -> str:
        return translate(WORDS[name], self.language).format(**slots)

    def parts(self) -> Iterator[str]:
        cite = citation(self.rule.id, self.rules).da
        yield f"# {escape(translate(self.rule.title, self.language))}\n"
        yield f"**{escape(cite)}** · `{self.rule.id}`\n"
        yield f"{escape(translate(self.rule.summary, self.language))}\n"
        written: dict[str, Callable[[], str]] = {
            "basis": self.basis,
            "wordings": self.wordings,
            "duty": self.duty,
            "law": lambda: build_list(self.sentences_of_law(), self.language),
            "clock": self.clock,
            "examples": self.examples,
            "doubts": lambda: build_list(self.list_texts(*_DOUBT_LINES), self.language),
            "change": self.change,
            "sentences": self.sentences,
            "left_out": lambda: build_list(self.list_texts("left_out"), self.language),
        }
        for name, heading in SECTIONS.items():
            yield f"## {translate(heading, self.language)}\n"
            yield written[name]()

    def list_texts(self, *names: str) -> list[str]:
        return [escape(line.text) for line in self.lines if line.name in names]

    def basis(self) -> str:
        law, addresses = self.rules.laws[self.rule.law], self.rules.addresses_of(self.rule)
        source = self.rules.sources.get(self.rule.law)
        read = [
            f"[{escape(name)}]({addresses[name]})" if name in addresses else f"{name} ({self.say('no address')})"
            for name in self.rule.sources
        ]
        act = escape(translate(law.name, self.language))
        # The address of an act in rulebook.yaml may be that of the act that amended it: the version read last is meant.
        eli = source.addresses.get(source.current) if source else None
        known = f"{escape(source.current)}, {translate(format_date(source.read_to), self.language)}" if source else ""
        rows = [
            ("cite", escape(citation(self.rule.id, self.rules).da)),
            ("act", f"[{act}]({eli})" if eli else act),
            ("read", ", ".join(read)),
            ("known", known or self.say("none")),
            ("certainty", "<br>".join(self.list_texts("certainty"))),
            ("kle", self.rule.kle or self.say("no number")),
            ("id", f"`{self.rule.id}`"),
            ("graph", f"`{build_iri('rule', self.rule.id)}` ([JSON-LD](../../../rulebook.jsonld))"),
        ]
        headings = (self.say("what"), self.say("content"))
        return build_table(headings, [(f"**{self.say(name)}**", value) for name, value in rows])

    def wordings(self) -> str:
        names = [line for line in self.lines if line.name in {"force", "if"}]
        rows: list[list[str]] = []
        shared = [escape(line.text) for line in names if line.name == "if"] if _ends_with_conditions(names) else None
        for line in names:
            if line.name == "force":
                rows.append([escape(line.text), "", ""])
            elif shared is None:
                rows[-1][2] += f"{escape(line.text)}<br>"
        for row, version in zip(rows, self.rule.versions, strict=True):
            row[0] = escape(begin_sentence(translate(describe_period(version), self.language)))
            row[1] = escape(version.cite or self.rule.cite)
            row[2] = row[2].removesuffix("<br>") or "<br>".join(shared or ()) or self.say("none")
        return build_table((self.say("period"), self.say("cite"), self.say("others")), rows)

    def duty(self) -> str:
        told = [line for name in _DUTY_LINES for line in self.lines if line.name == name]
        grouped: dict[str, list[str]] = {}
        for line in told:
            grouped.setdefault(line.heading, []).append(escape(line.text))
        headings = (self.say("what"), self.say("content"))
        return build_table(headings, [(f"**{escape(name)}**", "<br>".join(texts)) for name, texts in grouped.items()])

    def sentences_of_law(self) -> list[str]:
        return [escape(translate(sentence, self.language)) for sentence in write_as_law(self.rule, self.rules)]

    def clock(self) -> str:
        shown = next((one for one in self.provision.examples if one.picture), None)
        if shown is None:
            return f"{self.say('no clock')}\n"
        picture = ET.tostring(shown.picture[self.language], encoding="unicode")
        label = f"{self.say('picture')}: {translate(self.rule.title, self.language)}"
        duty = shown.answer.obligations[0]
        rows = [
            (
                escape(translate(format_date(day.day), self.language)),
                self.say("counted" if day.counted.strict else "left"),
                self.say("counted" if day.counted.lenient else "left"),
                escape(translate(day.why, self.language)),
            )
            for day in duty.counting
        ]
        table = build_table([self.say(name) for name in ("day", "strict", "lenient", "why")], rows) if rows else ""
        intro = self.say("first", says=escape(end_sentence(translate(shown.example.says, self.language))))
        asked = self.say("asked", at=format_when(shown.answer.at, self.language))
        frame = f'<div class="picture" tabindex="0" role="group" aria-label="{escape_attribute(label)}">{picture}</div>'
        return f"{intro} {asked}\n\n{frame}\n\n{table}"

    def examples(self) -> str:
        return "\n".join(self.example(one) for one in self.provision.examples)

    def example(self, one: AnsweredExample) -> str:
        heading = f"### {escape(begin_sentence(translate(one.example.says, self.language)))}\n"
        asked = f"{self.say('asked', at=format_when(one.answer.at, self.language))}\n"
        duties = one.answer.obligations
        headings = [self.say(name) for name in ("trigger", "status", "strict", "lenient", "met")]
        table = build_table(headings, map(self.row, duties)) if duties else f"{self.say('nothing')}\n"
        answer = json.loads(one.answer.to_json(detail="dates"))["obligations"]
        folded = fold_json(self.say("case"), one.case), fold_json(self.say("answer"), answer)
        return "\n".join((heading, asked, table, *folded))

    def row(self, duty: Obligation) -> tuple[str, ...]:
        none = self.say("none")
        due = (duty.due.strict, duty.due.lenient) if duty.due else ()
        dates = [format_when(when, self.language) for when in due] or [none, none]
        status = f"{escape(format_status(duty.status, self.language))} (`{duty.status}`)"
        if duty.needs:
            status += f"<br>{self.say('needs')}: {', '.join(f'`{name}`' for name in duty.needs)}"
        met = ", ".join(f"`{name}`" for name in duty.met_by) or none
        return (f"`{duty.trigger}`", status, *map(escape, dates), met)

    def change(self) -> str:
        named = [("succeeds", self.rule.succeeds)] if self.rule.succeeds else []
        named += [("now", name) for name in self.rules.successor.get(self.rule.id, ())]
        items = [f"{self.say(what)}: {self.link(name)}" for what, name in named]
        items += self.list_texts("change")
        return build_list(items, self.language) if items else f"{self.say('neither')}\n"

    def link(self, name: str) -> str:
        title = translate(self.rules.by_id[name].title, self.language)
        return f"[{escape(citation(name, self.rules).da)}: {escape(title)}]({name}.md)"

    def sentences(self) -> str:
        if self.rule.outside_the_list:
            return f"{self.say('unlisted')}\n"
        rows = [
            (
                escape(f"{self.rules.laws[one.law].cited_as.da} {one.cite}"),
                escape(one.version),
                escape(translate(gist, self.language)),
            )
            for one, gist in zip(self.provision.sentences, self.provision.gists, strict=True)
        ]
        if not rows:
            return f"{translate(NONE, self.language)}\n"
        return build_table([self.say(name) for name in ("sentence", "version", "gist")], rows)


def _ends_with_conditions(lines: list[RuleLine]) -> bool:
    """Whether the conditions are those of every wording: they then stand behind all periods."""
    names = [line.name for line in lines]
    return "if" not in names[: len(names) - names[::-1].index("force") if "force" in names else 0]
