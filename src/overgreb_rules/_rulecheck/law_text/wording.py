"""The wording of provisions: normalised text, cut into sentences, each with its citation and hash.

Source: the rules by which `sentences.csv` was made, as `docs/how-to/law-watch.md` gives them.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator

from overgreb_rules.errors import OvergrebError
from overgreb_rules.shared.refusal import Refusal
from overgreb_rules.shared.value_object import ValueObject

_TYPOGRAPHY = {
    **dict.fromkeys(map(ord, "\u00a0\u2007\u202f"), " "),
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff")),
}
"""No-break blanks become blanks; soft hyphens, zero-width characters and byte-order marks are taken out."""
_ABBREVIATIONS = frozenset(
    "stk nr jf kap pct kr mio ca bl.a f.eks o.lign el.lign m.m dvs evt hhv art litra".split()  # noqa: SIM905  # a list of words
)
"""Words whose full stop ends no sentence. «pkt.», «m.v.» and a number can end one."""
_SENTENCE_END = re.compile(r"[.?!][»«]?(?= [^\W\d_a-zæøå]| [»«]|\Z)")
PARAGRAPH_NUMBER = r"[0-9]{1,4}(?![0-9])"
"""The pattern of the number of a paragraph; the longest acts have some thousand."""
TAIL = "(tail)"
"""What stands in a citation for the text after a list of numbers."""


class LawTextError(Refusal, OvergrebError):
    """A file that is no text of law, is cut off, or is another act than the one asked for; `place` is the file."""


class Stykke(ValueObject):
    """One stykke of a paragraph, without its markers.

    Attributes:
        number: Its number, from 1.
        introduction: The text before a list of numbers; the whole text where there is none.
        items: The numbers of the list, each with its marker («1») and its text, letters included.
        tail: The text after the list; empty where there is none.
    """

    number: int
    introduction: str
    items: tuple[tuple[str, str], ...] = ()
    tail: str = ""


class Paragraph(ValueObject):
    """One paragraph of an act: its name («§ 20 a») and its stykker in order."""

    name: str
    stykker: tuple[Stykke, ...]


class CitedSentence(ValueObject):
    """One sentence of an act with its citation («§ 136, stk. 1, 2. pkt.») and the hash of its wording."""

    paragraph: str
    cite: str
    text: str
    sha256: str


def normalize_text(text: str) -> str:
    """Return a text with one spelling for what is typography and not language.

    Args:
        text: Any text.

    Returns:
        The text in Unicode NFC, with every run of white space as one blank and without invisible characters.
    """
    return " ".join(unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY).split())


def hash_sentence(sentence: str) -> str:
    """Return the hash by which `sentences.csv` knows a sentence.

    Args:
        sentence: The sentence, normalised.

    Returns:
        SHA-256 of its UTF-8 bytes, in lower-case hex.
    """
    return hashlib.sha256(sentence.encode()).hexdigest()


def cut_sentences(text: str) -> list[str]:
    """Cut a text into sentences.

    Args:
        text: The text, normalised.

    Returns:
        The sentences in order. A text that ends without a full stop ends with that piece.
    """
    sentences, start = [], 0
    for end in _SENTENCE_END.finditer(text):
        word = text[start : end.start()].rpartition(" ")[2].lstrip("(»«").lower()
        if end[0].startswith(".") and word in _ABBREVIATIONS:
            continue
        sentences.append(text[start : end.end()].strip())
        start = end.end()
    rest = text[start:].strip()
    return [*sentences, rest] if rest else sentences


def ends_with_a_sentence(text: str) -> bool:
    """Return whether a text ends where a sentence ends.

    Args:
        text: The text, normalised.

    Returns:
        True where its last character is a full stop, question or exclamation mark, or a quotation mark after one.
    """
    return text.rstrip("»«")[-1:] in {".", "?", "!"}


def cut_paragraph(paragraph: Paragraph) -> list[CitedSentence]:
    """Cut a paragraph into its sentences.

    Args:
        paragraph: The paragraph.

    Returns:
        The sentences in order. A stykke is named where there are several, a sentence where its piece has several; a
        number of a list and the text after the list are one sentence each.
    """
    sentences = []
    for stykke in paragraph.stykker:
        place = f"{paragraph.name}, stk. {stykke.number}" if len(paragraph.stykker) > 1 else paragraph.name
        for cite, text in _pieces(place, stykke):
            sentences.append(CitedSentence(paragraph.name, cite, text, hash_sentence(text)))
    return sentences


def _pieces(place: str, stykke: Stykke) -> Iterator[tuple[str, str]]:
    cut = cut_sentences(stykke.introduction)
    for count, sentence in enumerate(cut, 1):
        yield (f"{place}, {count}. pkt." if len(cut) > 1 else place), sentence
    for number, text in stykke.items:
        yield f"{place}, nr. {number}", text
    if stykke.tail:
        yield f"{place} {TAIL}", stykke.tail
