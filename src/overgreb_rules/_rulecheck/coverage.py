"""Coverage of the law: every sentence of the covered paragraphs has a rule, or a reason why it has none.

`sentences.csv` lists the sentences by citation and hash, each with the rules that model it or the reason why none does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from overgreb_rules._rulecheck.consistency import RuleFinding
from overgreb_rules._rulecheck.csv_rows import read_csv_rows
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.errors import RuleError
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

SENTENCE_COLUMNS = ["law", "version", "cite", "sha256", "kind", "rules", "why_not", "gist"]
"""The columns of `sentences.csv`."""
_BOTH = Text("har både en regel og en grund til, at der ingen regel er", "has both a rule and a reason")
_NEITHER = Text("har hverken en regel eller en grund", "has no rule and no reason")
_HAS_A_SENTENCE = Text("hver regel har en sætning", "every rule has a sentence")
_LISTED_AFTER_ALL = Text(
    "siger, at den ikke står på listen, men den står der", "says that it is not in the list, but it is"
)
_NO_SENTENCE = Text("har ingen sætning", "has no sentence")
_CITATION_LISTED = Text("hver henvisning står på listen", "every citation is listed")
_COVERS_AGREE = Text("hver regel dækker præcis de sætninger, der nævner den", "a rule covers what names it")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_BINDS_IN_TIME = {"deadline", "order", "window"}
_OUTSIDE = "outside the scope"
_PARAGRAPH = re.compile(r"§ [0-9]+(?: [a-z])?\b")
_PLACE = re.compile(r"§ [0-9]+(?: [a-z]\b)?(?:, stk\. [0-9]+)?")


class Sentence(ValueObject):
    """One sentence of a law.

    Attributes:
        law: The act.
        version: The version of the act that was read.
        cite: The place of the sentence.
        sha256: The hash of its wording.
        kind: What the sentence does: a duty, a definition, …
        rules: The rules that model it.
        why_not: The reason why no rule does; empty where one does.
        gist: Its content in a few words.
    """

    law: str
    version: str
    cite: str
    sha256: str
    kind: str
    rules: tuple[str, ...]
    why_not: str
    gist: str


def paragraph_of(cite: str) -> str:
    """Return the paragraph of a citation.

    Args:
        cite: The citation, such as «§ 20, stk. 1, nr. 2».

    Returns:
        The paragraph, «§ 20»; the citation itself where it begins with none.
    """
    match = _PARAGRAPH.match(cite)
    return match[0] if match else cite


def read_sentences(text: str) -> list[Sentence]:
    """Parse `sentences.csv`.

    Args:
        text: The file.

    Returns:
        The sentences in the order of the file.

    Raises:
        RuleError: The columns are others, or a row has no hash; with the line.
    """
    rows = read_csv_rows(text, "sentences.csv")
    if next(rows, ("", []))[1] != SENTENCE_COLUMNS:
        raise RuleError(
            "sentences.csv, line 1",
            Text("kolonnerne er ikke de rigtige", "the columns are not the right ones"),
            allowed=", ".join(SENTENCE_COLUMNS),
            mend=Text("ret dem", "correct them"),
        )
    found = []
    for place, row in rows:
        if len(row) != len(SENTENCE_COLUMNS) or not _SHA256.match(row[3]):
            count = len(SENTENCE_COLUMNS)
            allowed = Text(
                f"{count} kolonner og en SHA-256 i den fjerde", f"{count} columns, and a SHA-256 in the fourth"
            )
            raise RuleError(
                place,
                Text("dette er ikke en række om en sætning i loven", "this is no row of a sentence"),
                allowed=allowed,
                mend=Text("ret rækken", "correct the row"),
            )
        law, version, cite, sha256, kind, rules, why_not, gist = row
        found.append(Sentence(law, version, cite, sha256, kind, tuple(filter(None, rules.split(";"))), why_not, gist))
    return found


def coverage_findings(rules: RuleSet, sentences: Sequence[Sentence]) -> Iterator[RuleFinding]:
    """Compare the sentences with the rules.

    Args:
        rules: The rules.
        sentences: The sentences of the covered paragraphs.

    Yields:
        A finding for each sentence without rule or reason, or with both; each rule that does not exist or has no
        sentence; each place that is listed twice; each place that a rule cites and that is not listed; each place of
        which a rule file and the list do not agree that the rule covers it; each reason that does not fit a sentence
        or rule beside it.
    """
    proof = Text("hver sætning har en regel eller en grund", "every sentence is answered for")
    seen: set[tuple[str, str, str]] = set()
    for sentence in sentences:
        about = f"{sentence.law} {sentence.cite} ({sentence.version})"
        if bool(sentence.rules) == bool(sentence.why_not):
            yield RuleFinding(proof, about, _BOTH if sentence.rules else _NEITHER)
        for name in sentence.rules:
            if name not in rules.by_id:
                says = Text(f"nævner en regel, der ikke findes: {name}", f"names a rule that does not exist: {name}")
                yield RuleFinding(proof, about, says)
        place = (sentence.law, sentence.version, sentence.cite)
        if place in seen:
            yield RuleFinding(proof, about, Text("står to gange på listen", "is listed twice"))
        seen.add(place)
    modelled = {name for sentence in sentences for name in sentence.rules}
    for rule in rules:
        if (rule.id in modelled) == rule.outside_the_list:
            says = _LISTED_AFTER_ALL if rule.outside_the_list else _NO_SENTENCE
            yield RuleFinding(_HAS_A_SENTENCE, rule.id, says)
    yield from _unlisted_citations(rules, sentences)
    yield from _covers_agree(rules, sentences)
    yield from _reasons_fit_no_sister(rules, sentences)


def _unlisted_citations(rules: RuleSet, sentences: Sequence[Sentence]) -> Iterator[RuleFinding]:
    """The citations of rules of which no place has a listed sentence; those of older versions may have none."""
    listed: dict[str, set[str]] = {}
    for sentence in sentences:
        place = _PLACE.match(sentence.cite)
        if place:
            listed.setdefault(sentence.law, set()).update({place[0], paragraph_of(sentence.cite)})
    for rule in rules:
        places = _PLACE.findall(rule.cite)
        if places and not rule.outside_the_list and listed.get(rule.law, set()).isdisjoint(places):
            says = Text(
                f"henviser til et sted uden en sætning: {rule.cite}", f"cites a place without a sentence: {rule.cite}"
            )
            yield RuleFinding(_CITATION_LISTED, rule.id, says)


def _covers_agree(rules: RuleSet, sentences: Sequence[Sentence]) -> Iterator[RuleFinding]:
    """A rule file covers the sentences that name the rule, and no other."""
    for rule in rules:
        listed = {place_of(sentence, rules, rule.law) for sentence in sentences if rule.id in sentence.rules}
        missing, extra = sorted(listed - {*rule.covers}), sorted({*rule.covers} - listed)
        says = [
            Text(f"dækker ikke »{place}«, som nævner reglen", f"does not cover “{place}”, which names it")
            for place in missing
        ]
        says += [
            Text(f"dækker »{place}«, som ikke nævner reglen", f"covers “{place}”, which does not name it")
            for place in extra
        ]
        yield from (RuleFinding(_COVERS_AGREE, rule.id, one) for one in says)


def _reasons_fit_no_sister(rules: RuleSet, sentences: Sequence[Sentence]) -> Iterator[RuleFinding]:
    """The reason why a sentence that binds in time has no rule would not fit a sentence or rule beside it.

    A sister stands in the same stykke, or says the same in another version or act. Nothing is «outside the scope»
    beside a sister that is encoded.
    """
    proof = Text("ingen grund passer på en sætning, der har en regel", "a reason fits no encoded sister")
    for one in sentences:
        if one.rules or one.kind not in _BINDS_IN_TIME:
            continue
        about, stykke = f"{one.law} {one.cite} ({one.version})", _stykken_of(one.cite)
        encoded = [other for other in sentences if other.rules and other.kind in _BINDS_IN_TIME]
        says_the_same = [place_of(other, rules, one.law) for other in encoded if other.gist == one.gist]
        if says_the_same:
            says = Text(
                f"siger det samme som {says_the_same[0]}, der har en regel",
                f"says the same as {says_the_same[0]}, which has a rule",
            )
            yield RuleFinding(proof, about, says)
        beside = [rule.id for rule in rules if rule.law == one.law and stykke & _stykken_of(rule.cite)]
        beside += [
            place_of(other, rules, one.law)
            for other in encoded
            if (other.law, other.version) == (one.law, one.version) and stykke & _stykken_of(other.cite)
        ]
        if beside and one.why_not.startswith(_OUTSIDE):
            says = Text(
                f"grunden »{one.why_not}« passer ikke sammen med {beside[0]}",
                f"the reason “{one.why_not}” does not fit together with {beside[0]}",
            )
            yield RuleFinding(proof, about, says)


def _stykken_of(cite: str) -> set[str]:
    return {*_PLACE.findall(cite)}


def place_of(sentence: Sentence, rules: RuleSet, law: str) -> str:
    """Return the place of a sentence as `covers:` of a rule file names it.

    Args:
        sentence: The sentence.
        rules: The rules.
        law: The act of the reader; it is not named.

    Returns:
        The citation and the version that was read: «§ 20, stk. 3 (LBK 282/2025)»; another act stands before it.
    """
    place = f"{sentence.cite} ({sentence.version})"
    return place if sentence.law == law else f"{rules.laws[sentence.law].cited_as.da} {place}".lstrip()
