"""An act as plain text: paragraphs that begin with «§ n.», stykker with «Stk. n.», numbers of a list with «n)»."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import count

from overgreb_rules._rulecheck.law_text.wording import (
    PARAGRAPH_NUMBER,
    LawTextError,
    Paragraph,
    Stykke,
    cut_sentences,
    ends_with_a_sentence,
    normalize_text,
)
from overgreb_rules.shared.text import Text

_PARAGRAPH = re.compile(rf"§ ?(?P<number>{PARAGRAPH_NUMBER})(?: ?(?P<letter>[a-zæøå]))?\. (?=[^\W\d_a-zæøå]|[»(1])")
_FOOTNOTE = re.compile(r" (?P<mark>[0-9]+|[⁰¹²³⁴-⁹]+)[)⁾]? Den angivne ordlyd af ")
"""How a footnote begins; its mark may be raised, as in the text that it belongs to."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_BROKEN_WORD = re.compile(r"[a-zæøå]-\n(?!(?:og|eller|samt)\b)[a-zæøå]")
_GOES_ON = re.compile(r"(?:\b(?:efter|jf\.|i|og|eller|af|til|med|efter|fra|samt)|,)\Z")
"""The end of a line after which «§ n.» is a reference and no marker."""
_LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"


def parse_plain_text(text: str, file: str, tails: Collection[tuple[str, int]] = ()) -> list[Paragraph]:
    """Parse an act from plain text.

    Lines may be wrapped. A line between two paragraphs that ends without a full stop is a heading, and left out.

    Args:
        text: The text.
        file: The name of the file, for the errors.
        tails: The stykker that are known to have a text after their list, as («§ 73», 1).

    Returns:
        The paragraphs in order.

    Raises:
        LawTextError: There is no paragraph; the text ends inside a sentence; or its words are broken at line ends, as
            text taken from a PDF is.
    """
    lines = text.splitlines()
    if _BROKEN_WORD.search("\n".join(line.rstrip() for line in lines)):
        raise LawTextError(
            file,
            Text(
                "ord er delt ved linjeslut som i tekst fra en PDF",
                "words are broken at line ends, as in text taken from a PDF",
            ),
            Text("brug lovens tekst eller XML", "take the text or the XML of the act"),
        )
    blocks = list(_blocks([normalize_text(line) for line in lines]))
    if not blocks:
        raise LawTextError(
            file,
            Text(
                "der er ingen paragraf: ingen linje begynder med »§ 1.«",
                "there is no paragraph: no line begins with “§ 1.”",
            ),
            Text("brug en lovs egen tekst", "take the text of an act"),
        )
    if not ends_with_a_sentence(_without_footnotes(blocks[-1][1])):
        raise LawTextError(
            file,
            Text(
                "teksten er afkortet: den slutter midt i en sætning", "the text is cut off: it ends inside a sentence"
            ),
            Text("hent teksten igen", "fetch the text again"),
        )
    return [_parse_paragraph(name, body, tails) for name, body in blocks]


def _blocks(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the name and the body of each paragraph; the lines are normalised."""
    name, body, last = "", "", (0, "")
    for line in lines:
        match = _PARAGRAPH.match(line)
        order = (int(match["number"]), match["letter"] or "") if match else last
        if match and order > last and (not name or _can_end_at(body)):
            if name:
                yield name, _without_heading(body)
            name = f"§ {match['number']} {match['letter'] or ''}".strip()
            body, last = line[match.end() :], order
        elif name:
            # The line break is kept: a heading begins where a line begins.
            body = f"{body}\n{line}"
    if name:
        yield name, body.replace("\n", " ").strip()


def _can_end_at(body: str) -> bool:
    return ends_with_a_sentence(_without_heading(body)) and not _GOES_ON.search(body)


def _without_heading(body: str) -> str:
    """Return the text without the last lines that end no sentence."""
    lines = body.split("\n")
    while lines and not ends_with_a_sentence(lines[-1]):
        lines.pop()
    return " ".join(lines).strip()


def _without_footnotes(body: str) -> str:
    """Cut off the footnotes at the end of a paragraph, and take out their marks, «1)» after a word or «¹»."""
    footnotes = [*_FOOTNOTE.finditer(body)]
    rest = body[: footnotes[0].start()] if footnotes else body
    for footnote in footnotes:
        mark = footnote["mark"].translate(_LOWERED)
        rest = re.sub(rf"(?<=\S)(?<![0-9 ]){mark}\)|{mark.translate(_RAISED)}[)⁾]?", "", rest)
    return rest


def _parse_paragraph(name: str, body: str, tails: Collection[tuple[str, int]]) -> Paragraph:
    texts, rest = [], _without_footnotes(body)
    for number in count(2):
        marker = re.search(rf"(?<=[.?!»«]) Stk\. {number}\. ", rest)
        texts.append(rest[: marker.start()] if marker else rest)
        if not marker:
            break
        rest = rest[marker.end() :]
    stykker = [_parse_stykke(number, one.strip(), (name, number) in tails) for number, one in enumerate(texts, 1)]
    return Paragraph(name, tuple(stykker))


def _parse_stykke(number: int, text: str, has_tail: bool) -> Stykke:
    introduction, *items = _split(text, (f"{one})" for one in count(1)))
    tail = ""
    if items and has_tail:
        items[-1], *after = cut_sentences(items[-1])
        tail = " ".join(after)
    without_letters = [" ".join(_split(item, (f"{letter})" for letter in _LETTERS))) for item in items]
    return Stykke(number, introduction, tuple((str(one), item) for one, item in enumerate(without_letters, 1)), tail)


def _split(text: str, markers: Iterator[str]) -> list[str]:
    """Split a text at markers that come in turn; the pieces are without them."""
    pieces = []
    for marker in markers:
        before, found, after = f" {text}".partition(f" {marker} ")
        if not found:
            break
        pieces.append(before.strip())
        text = after
    return [*pieces, text.strip()]
