"""A published file about an act, recognised by its content: LexDania XML, metadata, or plain text."""

from __future__ import annotations

import json
from collections.abc import Collection

from overgreb_rules._rulecheck.law_text.lexdania import ActHeader, Amendment, parse_lexdania
from overgreb_rules._rulecheck.law_text.metadata import ActMetadata, parse_metadata
from overgreb_rules._rulecheck.law_text.plain_text import parse_plain_text
from overgreb_rules._rulecheck.law_text.wording import CitedSentence, LawTextError, cut_paragraph
from overgreb_rules.shared.system_error import NOT_UTF_8, SAVE_AS_UTF_8
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

_NO_HEADER = ActHeader("", "", None)


class PublishedFile(ValueObject):
    """What a file holds: sentences, the instructions of an amending act, or metadata.

    Attributes:
        header: What it says of the act.
        sentences: The sentences, in order; empty for an amending act and for metadata.
        paragraphs: The names of the paragraphs, in order; empty as the sentences are.
        amendments: The instructions of an amending act.
        metadata: The metadata; None for a text.
    """

    header: ActHeader
    sentences: tuple[CitedSentence, ...] = ()
    paragraphs: tuple[str, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    metadata: ActMetadata | None = None


def parse_published_file(data: bytes, file: str, tails: Collection[tuple[str, int]] = ()) -> PublishedFile:
    """Parse a file as it was published.

    Args:
        data: The bytes of the file.
        file: The name of the file, for the errors.
        tails: The stykker that are known to have a text after their list (plain text does not show it).

    Returns:
        The content.

    Raises:
        LawTextError: The file is none of the three, is cut off, or is a web page.
    """
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<!doctype html") or b"<html" in start:
        raise LawTextError(
            file,
            Text("dette er en webside", "this is a web page"),
            Text("hent adressen, der ender på /xml", "fetch the address that ends in /xml"),
        )
    if start.startswith(b"<"):
        act = parse_lexdania(data, file)
        sentences = [sentence for paragraph in act.paragraphs for sentence in cut_paragraph(paragraph)]
        names = tuple(paragraph.name for paragraph in act.paragraphs)
        return PublishedFile(act.header, tuple(sentences), names, act.amendments)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise LawTextError(file, NOT_UTF_8, SAVE_AS_UTF_8) from None
    if start.startswith((b"{", b"[")):
        return PublishedFile(_NO_HEADER, metadata=_read_metadata(text, file))
    paragraphs = parse_plain_text(text, file, tails)
    sentences = [sentence for paragraph in paragraphs for sentence in cut_paragraph(paragraph)]
    return PublishedFile(_NO_HEADER, tuple(sentences), tuple(paragraph.name for paragraph in paragraphs))


def _read_metadata(text: str, file: str) -> ActMetadata:
    try:
        metadata = parse_metadata(json.loads(text))
    except (ValueError, RecursionError):
        raise LawTextError(
            file,
            Text("JSON-filen er afkortet eller beskadiget", "the JSON is cut off or damaged"),
            Text("hent filen igen", "fetch the file again"),
        ) from None
    if metadata is None:
        raise LawTextError(
            file,
            Text("JSON-filen har ingen metadata om en lov", "the JSON holds no metadata of an act"),
            Text("hent adressen, der ender på .rdfa", "fetch the address that ends in .rdfa"),
        )
    return metadata
