"""What the watch says of a published file: the sentences that changed, or the changes that an act or metadata name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import field

from overgreb_rules._rulecheck.coverage import Sentence, paragraph_of
from overgreb_rules._rulecheck.law_text.document import PublishedFile
from overgreb_rules._rulecheck.law_text.metadata import ActMetadata, eli_path
from overgreb_rules._rulecheck.law_text.wording import LawTextError
from overgreb_rules._rulecheck.law_watch import (
    ComparedSentence,
    compare_sentences,
    find_amendments_of,
    is_in_ranges,
)
from overgreb_rules._rules.law_source import LawSource
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

_ACT_NUMBER = re.compile(r"(?:lov|LBK|BEK) (?P<number>[0-9]+)/(?P<year>[0-9]{4})")
ParagraphRanges = Sequence[tuple[int, str | None, int]]


class WatchRequest(ValueObject):
    """What to compare a file with.

    Attributes:
        law: The act; None to recognise it.
        against: The listed version; None for the version of the act that was read last.
        paragraphs: The paragraphs to which the comparison is limited; None for all.
    """

    law: str | None = None
    against: str | None = None
    paragraphs: ParagraphRanges | None = None


class AmendedParagraph(ValueObject):
    """A paragraph that an amending act changes: the instruction, the paragraph (empty: the whole act), its rules."""

    place: str
    law: str
    paragraph: str
    rules: tuple[Rule, ...]


class WatchReport(ValueObject):
    """What the watch says of a file.

    Attributes:
        law: The act.
        version: The version of the file, where the file says it.
        against: The listed version with which it was compared; empty for an amending act and for metadata.
        is_in_force: Whether the file says that the act is in force; None where it says neither.
        compared: The sentences, compared.
        amended: The changes that an amending act makes.
        unknown_acts: The later acts of the metadata that `sources.yaml` does not name, as addresses.
        rules: For each citation the rules that rest on it.
    """

    law: str
    version: str
    against: str = ""
    is_in_force: bool | None = None
    compared: tuple[ComparedSentence, ...] = ()
    amended: tuple[AmendedParagraph, ...] = ()
    unknown_acts: tuple[str, ...] = ()
    rules: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)

    @property
    def counts(self) -> Counter[str]:
        """How often each verdict stands."""
        return Counter(one.verdict for one in self.compared)

    @property
    def exit_code(self) -> int:
        """0 where all is the same, 1 where there is something to read, 2 where a listed paragraph is missing."""
        counts = self.counts
        if counts["paragraph missing"]:
            return 2
        return int(bool(self.amended or self.unknown_acts) or counts["same"] != len(self.compared))


def report_on_file(
    published: PublishedFile,
    file: str,
    request: WatchRequest,
    rules: RuleSet,
    sentences: Sequence[Sentence],
    authority_names: Sequence[str],
) -> WatchReport:
    """Compare a published file with the list of sentences and with the sources.

    Args:
        published: The file, parsed.
        file: Its name, for the errors.
        request: What to compare it with.
        rules: The rules.
        sentences: The listed sentences of all acts and versions.
        authority_names: Names of ministers and authorities, one of which can have taken the place of another.

    Returns:
        The report.

    Raises:
        LawTextError: The act or version is not listed, is not the one asked for, or cannot be recognised.
    """
    if published.metadata is not None:
        return _report_on_metadata(published.metadata, file, request, rules)
    if published.amendments:
        return _report_on_amendments(published, request, rules, sentences)
    law = _recognise_law(published, file, request.law, rules, sentences)
    against = request.against or (rules.sources[law].current if law in rules.sources else "")
    listed = [one for one in sentences if (one.law, one.version) == (law, against)]
    if not listed:
        versions = ", ".join(dict.fromkeys(one.version for one in sentences if one.law == law))
        raise LawTextError(
            "--against",
            Text(
                f"listen har ingen sætning fra {law} i versionen {against}",
                f"the list has no sentence of {law} in the version {against}",
            ),
            Text(f"vælg en af {versions}", f"choose one of {versions}"),
        )
    if request.paragraphs is not None:
        listed = [one for one in listed if is_in_ranges(paragraph_of(one.cite), request.paragraphs)]
        if not listed:
            raise LawTextError(
                "--paragraphs",
                Text("ingen af disse paragraffer står på listen", "none of these paragraphs is listed"),
                Text("nævn paragraffer fra listen", "name paragraphs of the list"),
            )
    compared = compare_sentences(listed, published.sentences, published.paragraphs, authority_names)
    on_them = {one.cite: _rules_of(one, rules, listed) for one in compared}
    header = published.header
    return WatchReport(law, header.version, against, header.is_in_force, tuple(compared), rules=on_them)


def _recognise_law(
    published: PublishedFile, file: str, law_id: str | None, rules: RuleSet, sentences: Sequence[Sentence]
) -> str:
    """Return the act of a text: by its title, else by the listed sentences that it holds."""
    if law_id is not None and all(one.law != law_id for one in sentences):
        known = ", ".join(dict.fromkeys(one.law for one in sentences))
        raise LawTextError(
            "--law",
            Text(f"ingen sætning i »{law_id}« står på listen", f"no sentence of “{law_id}” is listed"),
            Text(f"vælg en af {known}", f"choose one of {known}"),
        )
    title = published.header.title.lower()
    if title:
        found = next((name for name, law in rules.laws.items() if law.name.da.lower() in title), None)
        if found is None:
            names = ", ".join(dict.fromkeys(one.law for one in sentences))
            raise LawTextError(
                file,
                Text("titlen nævner ingen af lovene på listen", "the title names none of the listed acts"),
                Text(f"giv teksten i en af disse love: {names}", f"give the text of one of them: {names}"),
            )
    else:
        held = {one.sha256 for one in published.sentences}
        hits = Counter(one.law for one in sentences if one.sha256 in held)
        found = hits.most_common(1)[0][0] if hits else law_id
    if found is None:
        raise LawTextError(
            file,
            Text("loven kan ikke genkendes", "the act is not recognised"),
            Text("nævn den med --law", "name it with --law"),
        )
    if law_id not in {None, found}:
        raise LawTextError(
            file,
            Text(f"dette er {found} og ikke {law_id}", f"this is {found} and not {law_id}"),
            Text("giv teksten i den lov, der er spurgt om", "give the text of the act that is asked for"),
        )
    return found


def _rules_of(one: ComparedSentence, rules: RuleSet, listed: Sequence[Sentence]) -> tuple[Rule, ...]:
    if one.listed is not None:
        names = one.listed.rules
    else:
        # A new sentence, or a paragraph that is missing, concerns the rules on its paragraph.
        paragraph = paragraph_of(one.cite)
        names = tuple(name for other in listed if paragraph_of(other.cite) == paragraph for name in other.rules)
    return tuple(rules.by_id[name] for name in dict.fromkeys(names) if name in rules.by_id)


def _report_on_amendments(
    published: PublishedFile, request: WatchRequest, rules: RuleSet, sentences: Sequence[Sentence]
) -> WatchReport:
    amended = []
    laws = [request.law] if request.law else [name for name in rules.laws if name in rules.sources]
    for law in laws:
        act = rules.laws.get(law)
        names = tuple(name for name in (act.name.da, act.cited_as.da) if name) if act else (law,)
        for one in find_amendments_of(published.amendments, names):
            asked = [
                name
                for name in one.paragraphs or ("",)
                if request.paragraphs is None or not name or is_in_ranges(name, request.paragraphs)
            ]
            amended += [
                AmendedParagraph(one.place, law, name, _rules_on(name, law, rules, sentences)) for name in asked
            ]
    law = request.law or (amended[0].law if amended else "")
    return WatchReport(law, published.header.version, is_in_force=published.header.is_in_force, amended=tuple(amended))


def _rules_on(paragraph: str, law: str, rules: RuleSet, sentences: Sequence[Sentence]) -> tuple[Rule, ...]:
    names = dict.fromkeys(
        name
        for one in sentences
        if one.law == law and paragraph in {"", paragraph_of(one.cite)}
        for name in one.rules
        if name in rules.by_id
    )
    return tuple(rules.by_id[name] for name in names)


def _report_on_metadata(metadata: ActMetadata, file: str, request: WatchRequest, rules: RuleSet) -> WatchReport:
    law = request.law or next(
        (name for name, source in rules.sources.items() if metadata.eli in map(eli_path, source.addresses.values())),
        None,
    )
    if law is None or law not in rules.sources:
        raise LawTextError(
            file,
            Text(
                "metadata hører ikke til en lov, som sources.yaml nævner",
                "the metadata are of no act that sources.yaml names",
            ),
            Text("nævn loven med --law", "name the act with --law"),
        )
    known = {address for source in rules.sources.values() for address in _known_addresses(source)}
    unknown = tuple(address for address in metadata.later_acts if address not in known)
    in_force = {"InForce": True, "inForce": True, "in_force": True}.get(metadata.in_force)
    if metadata.in_force and in_force is None:
        in_force = False
    return WatchReport(law, metadata.eli, is_in_force=in_force, unknown_acts=unknown)


def _known_addresses(source: LawSource) -> set[str]:
    named = [match for act in (*source.versions, *source.reviewed) if (match := _ACT_NUMBER.match(act))]
    return {*map(eli_path, source.addresses.values()), *(f"/eli/lta/{act['year']}/{act['number']}" for act in named)}
