"""The watch on the law: which listed sentences a published text keeps, moves, changes or drops, and which are new.

A sentence is known by its hash; its wording is not kept. `sentences.csv` lists the sentences that were read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from overgreb_rules._rulecheck.coverage import Sentence, paragraph_of
from overgreb_rules._rulecheck.law_text.lexdania import Amendment
from overgreb_rules._rulecheck.law_text.wording import PARAGRAPH_NUMBER, TAIL, CitedSentence, hash_sentence
from overgreb_rules.shared.text import begin_sentence
from overgreb_rules.shared.value_object import ValueObject

Verdict = Literal["same", "moved", "changed", "name only", "gone", "new", "paragraph missing"]
VERDICTS: tuple[Verdict, ...] = ("same", "moved", "changed", "name only", "gone", "new", "paragraph missing")
"""What the watch can say of a sentence, the least work first."""
_PARAGRAPH_RANGE = re.compile(
    rf"(?P<first>{PARAGRAPH_NUMBER})(?: ?(?P<letter>[a-zæøå]))?(?:-(?P<last>{PARAGRAPH_NUMBER}))?\Z"
)
_TAIL_PLACE = re.compile(r"(?P<paragraph>§ [0-9]+(?: [a-zæøå]\b)?)(?:, stk\. (?P<stykke>[0-9]+))? " + re.escape(TAIL))


class ComparedSentence(ValueObject):
    """What became of one sentence.

    Attributes:
        verdict: What happened.
        cite: Its citation in the list; in the text where the list does not hold it; the paragraph that is missing.
        listed: The row of the list; None for a new sentence and a missing paragraph.
        found: The sentence of the text; None where it is gone.
    """

    verdict: Verdict
    cite: str
    listed: Sentence | None = None
    found: CitedSentence | None = None


def parse_paragraph_ranges(text: str) -> tuple[tuple[int, str | None, int], ...] | None:
    """Parse a list of paragraphs such as «5,126,132-138,68 a».

    Args:
        text: The list.

    Returns:
        For each part the first number, the letter if one is named, and the last number; None where a part is neither a
        paragraph nor a range.
    """
    parts = [_PARAGRAPH_RANGE.match(part.strip().removeprefix("§").strip()) for part in text.split(",")]
    ranges = [
        (int(part["first"]), part["letter"], int(part["last"] or part["first"]))
        for part in parts
        if part and not (part["letter"] and part["last"])
    ]
    return tuple(ranges) if len(ranges) == len(parts) else None


def is_in_ranges(paragraph: str, ranges: Sequence[tuple[int, str | None, int]]) -> bool:
    """Return whether a paragraph lies in one of several ranges.

    Args:
        paragraph: The name, such as «§ 68 a».
        ranges: The ranges; a range without a letter holds the paragraphs with letters too.

    Returns:
        True where it does.
    """
    number, _, letter = paragraph.removeprefix("§ ").partition(" ")
    if not re.fullmatch(PARAGRAPH_NUMBER, number):
        return False
    return any(first <= int(number) <= last and one in {None, letter} for first, one, last in ranges)


def known_tails(sentences: Iterable[Sentence]) -> frozenset[tuple[str, int]]:
    """Return the stykker that the list knows to have a text after their list of numbers.

    Args:
        sentences: The listed sentences.

    Returns:
        The paragraph and the number of the stykke, for each.
    """
    places = (_TAIL_PLACE.match(sentence.cite) for sentence in sentences)
    return frozenset((place["paragraph"], int(place["stykke"] or 1)) for place in places if place)


def compare_sentences(
    listed: Sequence[Sentence], text: Sequence[CitedSentence], paragraphs: Sequence[str], names: Sequence[str]
) -> list[ComparedSentence]:
    """Compare the listed sentences of one version of an act with a published text.

    Args:
        listed: The sentences of the list.
        text: The sentences of the text.
        paragraphs: The paragraphs that the text holds.
        names: Names of ministers and authorities, one of which can have taken the place of another.

    Returns:
        One verdict for each listed sentence whose paragraph the text holds, in the order of the list; then the new
        sentences of those paragraphs in the order of the text; then the paragraphs that are missing.
    """
    held = set(paragraphs)
    covered = list(dict.fromkeys(paragraph_of(sentence.cite) for sentence in listed))
    by_cite = {sentence.cite: sentence for sentence in text}
    asked = [sentence for sentence in listed if paragraph_of(sentence.cite) in held]
    same = {one.cite for one in asked if one.cite in by_cite and by_cite[one.cite].sha256 == one.sha256}
    free = {cite: sentence for cite, sentence in by_cite.items() if cite not in same}
    moved = _find_moved([one for one in asked if one.cite not in same], free)
    results = []
    for one in asked:
        found = by_cite[one.cite] if one.cite in same else moved.get(one.cite)
        verdict: Verdict = "same" if one.cite in same else "moved" if found else "gone"
        if found is None and one.cite in free:
            found = free.pop(one.cite)
            verdict = "name only" if _differs_in_a_name(found.text, one.sha256, names) else "changed"
        results.append(ComparedSentence(verdict, one.cite, one, found))
    new = [one for one in free.values() if one.paragraph in covered]
    results += [ComparedSentence("new", one.cite, found=one) for one in new]
    return results + [ComparedSentence("paragraph missing", name) for name in covered if name not in held]


def _find_moved(rest: Sequence[Sentence], free: dict[str, CitedSentence]) -> dict[str, CitedSentence]:
    """Match the rest by hash and take the matches out of `free`: first in the same paragraph, then in order."""
    by_hash: dict[str, list[CitedSentence]] = defaultdict(list)
    for sentence in free.values():
        by_hash[sentence.sha256].append(sentence)
    moved: dict[str, CitedSentence] = {}
    for is_same_paragraph_needed in (True, False):
        for one in rest:
            candidates = [
                other
                for other in by_hash[one.sha256]
                if not is_same_paragraph_needed or other.paragraph == paragraph_of(one.cite)
            ]
            if one.cite not in moved and candidates:
                moved[one.cite] = candidates[0]
                by_hash[one.sha256].remove(candidates[0])
                del free[candidates[0].cite]
    return moved


def _differs_in_a_name(text: str, sha256: str, names: Sequence[str]) -> bool:
    """Return whether the hash is that of the text with one name in the place of another."""
    return any(
        hash_sentence(replaced) == sha256
        for name in names
        for other in names
        if name != other
        for replaced in _with_other_name(text, name, other)
    )


def _with_other_name(text: str, name: str, other: str) -> Iterator[str]:
    """Yield the text with a name replaced, where it holds the name as a whole word; also with a capital letter."""
    for old, new in ((name, other), (begin_sentence(name), begin_sentence(other))):
        replaced, count = re.subn(rf"(?<![\w-]){re.escape(old)}(?=s?\b)", new, text)
        if count:
            yield replaced


def find_amendments_of(amendments: Iterable[Amendment], law_names: Sequence[str]) -> list[Amendment]:
    """Return the instructions that change an act.

    Args:
        amendments: The instructions of an amending act.
        law_names: The names under which the act is cited.

    Returns:
        Those whose act is named by one of the names.
    """
    names = [name.lower() for name in law_names]
    return [one for one in amendments if any(re.search(rf"\b{re.escape(name)}\b", one.act.lower()) for name in names)]


def propose_rows(compared: Sequence[ComparedSentence], law: str, version: str) -> Iterator[Sequence[str]]:
    """Yield the rows of the list for a new version, in the order of its text.

    Args:
        compared: The comparison with the version before.
        law: The act.
        version: The new version.

    Yields:
        The columns of `sentences.csv`. Rules and reason are empty for whatever is not the same or moved, so that
        `rules check` fails until a person has answered.
    """
    for one in compared:
        if one.found is None:
            continue
        kept: Mapping[str, str] = {"kind": "", "rules": "", "why_not": "", "gist": ""}
        if one.listed is not None:
            answered = one.verdict in {"same", "moved"}
            rules, why_not = (";".join(one.listed.rules), one.listed.why_not) if answered else ("", "")
            kept = {"kind": one.listed.kind, "rules": rules, "why_not": why_not, "gist": one.listed.gist}
        yield law, version, one.found.cite, one.found.sha256, *kept.values()
