"""An act or order in LexDania 2.1, the XML in which Retsinformation publishes it.

A consolidated act or an order is read as paragraphs. An amending act is read as instructions, each with the provisions
of the other act that it changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from overgreb_rules._rulecheck.law_text.wording import PARAGRAPH_NUMBER, LawTextError, Paragraph, Stykke, normalize_text
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

_NO_WORDING = frozenset({"Nota", "Table", "Tabel", "Rubrica", "Explicatus"})
"""Footnotes, tables, headings and markers: no part of a sentence."""
_OTHER_TEXT = frozenset({"Ikraft", "IkraftCentreretParagraf", "AendringNyTekst", "Bilag", "BilagGruppe"})
"""Commencement notes, new text for other acts, and annexes: their paragraphs are not those of the act."""
_AMENDED_PLACE = "AendringURN"
_BLOCKS = frozenset({"Linea", "Indentatio", "Exitus", "Index"})
"""Elements whose text is a piece of its own, set off by blanks."""
_LETTER = r" (?!i (?!og |eller )[^\W\d_])[a-zæøå](?!\w)"
"""The letter of a paragraph. It ends a word: «§ 5 indsættes» is § 5; and «i» before another word is the preposition."""
_LETTERS = ("", *(f" {letter}" for letter in "abcdefghijklmnopqrstuvwxyzæøå"))
_PLACE = rf"{PARAGRAPH_NUMBER}(?:{_LETTER})?"
_MENTION = re.compile(rf"§§? (?P<list>{_PLACE}(?:(?:, | og | eller |-){_PLACE})*)")
_RANGE = re.compile(
    rf"(?P<first>{PARAGRAPH_NUMBER})(?P<first_letter>{_LETTER})?"
    rf"(?:-(?P<last>{PARAGRAPH_NUMBER})(?P<last_letter>{_LETTER})?)?"
)
_DEEPEST = 100
"""How deep elements may lie in each other; in a published order they are 15 deep."""
_VERB = re.compile(r"\b(?:ændres|affattes|indsættes|ophæves|udgår|bliver)\b")


class ActHeader(ValueObject):
    """What a file says of the act.

    Attributes:
        version: Kind, number and year: «LBK 282/2025»; empty where the file does not say.
        title: The title.
        is_in_force: Whether its status is valid; None where the file does not say.
    """

    version: str
    title: str
    is_in_force: bool | None


class Amendment(ValueObject):
    """One numbered instruction of an amending act.

    Attributes:
        place: Where it stands: «§ 1, nr. 2».
        act: The sentence that names the act that is changed.
        paragraphs: The paragraphs that it changes; empty where it concerns the whole act.
        text: The instruction, without the new text.
    """

    place: str
    act: str
    paragraphs: tuple[str, ...]
    text: str


class LexDaniaAct(ValueObject):
    """An act as read: paragraphs, or the instructions of an amending act."""

    header: ActHeader
    paragraphs: tuple[Paragraph, ...]
    amendments: tuple[Amendment, ...]


class _ActBuilder(ET.TreeBuilder):
    """The builder of the elements of an act, which refuses a document type and elements that lie too deep."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self._file, self._depth = file, 0

    def start(self, tag: str, attrs: dict[str, str]) -> ET.Element:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise LawTextError(
                self._file,
                Text(
                    f"XML-filen har mere end {_DEEPEST} elementer inden i hinanden, og det har LexDania ikke",
                    f"the XML nests more than {_DEEPEST} elements, and LexDania does not",
                ),
                Text("hent lovens XML", "fetch the XML of the act"),
            )
        return super().start(tag, attrs)

    def end(self, tag: str) -> ET.Element:
        self._depth -= 1
        return super().end(tag)

    def doctype(self, *_: str | None) -> None:
        raise LawTextError(
            self._file,
            Text(
                "XML-filen angiver en dokumenttype, og det gør LexDania ikke",
                "the XML declares a document type, and LexDania has none",
            ),
            Text("hent lovens XML", "fetch the XML of the act"),
        )


def parse_lexdania(data: bytes, file: str) -> LexDaniaAct:
    """Parse an act from LexDania.

    Args:
        data: The bytes of the file.
        file: The name of the file, for the errors.

    Returns:
        The act.

    Raises:
        LawTextError: The file is cut off or no XML, has a document type of its own, nests elements too deep, or holds
            no paragraph.
    """
    parser = ET.XMLParser(target=_ActBuilder(file))  # noqa: S314  # without a document type there are no entities
    try:
        root = ET.fromstring(data, parser)  # noqa: S314
    except ET.ParseError as error:
        line = error.position[0]
        raise LawTextError(
            f"{file}, line {line}",
            Text("XML-filen er afkortet eller beskadiget", "the XML is cut off or damaged"),
            Text("hent filen igen", "fetch the file again"),
        ) from None
    header = _read_header(root)
    amendments = tuple(_read_amendments(root))
    paragraphs = () if amendments else tuple(_read_paragraphs(root))
    if not (paragraphs or amendments):
        raise LawTextError(
            file,
            Text("XML-filen har ingen paragraf", "the XML holds no paragraph"),
            Text("hent XML for en lov eller bekendtgørelse", "fetch the XML of an act or order"),
        )
    return LexDaniaAct(header, paragraphs, amendments)


def paragraphs_in(text: str) -> tuple[str, ...]:
    """Return the paragraphs that a text names.

    Args:
        text: The text, normalised.

    Returns:
        The names («§ 20 a»), each once, in the order of the text. Ranges are written out: «§§ 20-22 b» is § 20, § 21,
        § 22, § 22 a and § 22 b. Of «§§ 20 a-22» nobody knows which letters follow § 20 a; they are left out.
    """
    ranges = (one for mention in _MENTION.finditer(text) for one in _RANGE.finditer(mention["list"]))
    return tuple(dict.fromkeys(name for one in ranges for name in _names_of_range(one)))


def _names_of_range(one: re.Match[str]) -> Iterator[str]:
    first, first_letter = int(one["first"]), _LETTERS.index(one["first_letter"] or "")
    last, last_letter = (int(one["last"]), _LETTERS.index(one["last_letter"] or "")) if one["last"] else (first, 0)
    for number in range(first, last + 1):
        lowest = first_letter if number == first else 0
        highest = max(lowest, last_letter) if number == last else lowest
        for letter in _LETTERS[lowest : highest + 1]:
            yield f"§ {number}{letter}"


def _read_header(root: ET.Element) -> ActHeader:
    def meta(name: str) -> str:
        return normalize_text(root.findtext(f"Meta/{name}") or "")

    kind = meta("DocumentType").split(" ")[0]
    number, year, status = meta("Number"), meta("Year"), meta("Status")
    # Only `Status` says whether an act is in force: `EndDate` can be set for one that is.
    in_force = {"Valid": True, "Historic": False}.get(status)
    kind = "lov" if kind == "LOV" else kind
    return ActHeader(f"{kind} {number}/{year}" if number and year else "", meta("DocumentTitle"), in_force)


def _read_paragraphs(root: ET.Element) -> Iterator[Paragraph]:
    for element in _outside(root, _OTHER_TEXT):
        if element.tag != "Paragraf":
            continue
        name = _marker(element).rstrip(".")
        parts = [child for child in element if child.tag in {"Stk", "Exitus"}]
        stykker = [_read_stykke(part, number) for number, part in enumerate(parts, 1)]
        if name and stykker:
            yield Paragraph(name, tuple(stykker))


def _outside(element: ET.Element, left_out: frozenset[str]) -> Iterator[ET.Element]:
    """Yield the elements below one in the order of the text, without those of some names and what is in them."""
    for child in element:
        if child.tag not in left_out:
            yield child
            yield from _outside(child, left_out)


def _read_stykke(element: ET.Element, number: int) -> Stykke:
    introduction: list[str] = []
    items: list[tuple[str, str]] = []
    tail: list[str] = []
    outlines = [element] if element.tag == "Exitus" else element.findall("Exitus")
    for part in (part for outline in outlines for part in outline):
        numbered = [one for one in part.iter("Indentatio") if one.get("formaInd") == "Nummer"]
        if part.tag == "Index" and numbered:
            items += [(_marker(one).rstrip(")."), _wording(one)) for one in numbered]
        elif part.tag not in _NO_WORDING:
            (tail if items else introduction).append(_wording(part))
    return Stykke(number, normalize_text(" ".join(introduction)), tuple(items), normalize_text(" ".join(tail)))


def _marker(element: ET.Element) -> str:
    marker = element.find("Explicatus")
    return "" if marker is None else normalize_text("".join(marker.itertext()))


def _wording(element: ET.Element) -> str:
    """Return the text of an element without footnotes and markers; a line is a piece of its own."""
    pieces = [element.text or ""]
    for child in element:
        if child.tag not in _NO_WORDING:
            inner = _wording(child)
            pieces.append(f" {inner} " if child.tag in _BLOCKS else inner)
        pieces.append(child.tail or "")
    joined = "".join(pieces)
    return normalize_text(joined) if element.tag in _BLOCKS else joined


def _read_amendments(root: ET.Element) -> Iterator[Amendment]:
    for amended in root.iter("AendringCentreretParagraf"):
        act = normalize_text(" ".join(_wording(child) for child in amended.findall("Exitus")))
        for instruction in list(amended.iter("AendringsNummer")) or [amended]:
            number = "" if instruction is amended else f", nr. {_marker(instruction).rstrip('.')}"
            place = f"{_marker(amended).rstrip('.')}{number}"
            defined = [one for one in _outside(instruction, _OTHER_TEXT) if one.tag == "AendringDefinition"]
            text = normalize_text(" ".join(_wording(one) for one in defined))
            marked = [one for one in instruction.iter() if one.get("signiChar") == _AMENDED_PLACE]
            places = " ".join(_wording(one) for one in marked)
            yield Amendment(place, act, paragraphs_in(normalize_text(places) or _before_the_verb(text)), text)


def _before_the_verb(text: str) -> str:
    """Return the part of an instruction that names what is changed: all up to the verb, or all after «Efter §»."""
    verb = _VERB.search(text)
    return text[: verb.start()] if verb else text
