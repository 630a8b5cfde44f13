"""An act in LexDania is read as paragraphs, an amending act as instructions."""

import pytest

from overgreb_rules._rulecheck.law_text.lexdania import paragraphs_in, parse_lexdania
from overgreb_rules._rulecheck.law_text.wording import LawTextError, Paragraph, Stykke, cut_paragraph
from tests.fixtures.lexdania import amending_act, instruction, lexdania_of
from tests.fixtures.paths import LAW_TEXTS

PARAGRAPHS = (
    Paragraph("§ 1", (Stykke(1, "Nævnet skal, når", (("1", "det sker,"), ("2", "det er sket,")), "afgøre sagen."),)),
    Paragraph("§ 1 a", (Stykke(1, "Det gælder."), Stykke(2, "Det gælder også. Dog ikke altid."))),
)


def test_a_published_order_is_read_with_its_lists_and_letters():
    act = parse_lexdania((LAW_TEXTS / "bek-227-2024.xml").read_bytes(), "bek.xml")
    assert act.header.version == "BEK 227/2024"
    assert act.header.is_in_force is False
    sentences = [sentence for paragraph in act.paragraphs for sentence in cut_paragraph(paragraph)]
    assert [sentence.cite for sentence in sentences] == [
        "§ 1, stk. 1", "§ 1, stk. 1, nr. 1", "§ 1, stk. 1, nr. 2", "§ 1, stk. 1, nr. 3", "§ 1, stk. 1, nr. 4",
        "§ 1, stk. 2", "§ 2, stk. 1, 1. pkt.", "§ 2, stk. 1, 2. pkt.", "§ 2, stk. 2", "§ 2, stk. 3",
        "§ 15, stk. 1", "§ 15, stk. 2", "§ 15, stk. 3",
    ]  # fmt: skip
    assert sentences[1].text.startswith("Lønindtægt: Løn, som er A-indkomst")


def test_introduction_numbers_and_tail_are_read_apart():
    assert parse_lexdania(lexdania_of(PARAGRAPHS), "act.xml").paragraphs == PARAGRAPHS


def test_footnotes_commencement_notes_and_annexes_are_left_out():
    footnote = "<Nota><Exitus><Linea><Char>1) Først fra 2028.</Char></Linea></Exitus></Nota>"
    other = (
        "<Paragraf><Explicatus>§ 2</Explicatus><Stk><Exitus><Linea><Char>X.</Char></Linea></Exitus></Stk></Paragraf>"
    )
    xml = lexdania_of(PARAGRAPHS).decode().replace("Det gælder.<", f"Det{footnote} gælder.<")
    xml = xml.replace("</DokumentIndhold>", f"<Ikraft>{other}</Ikraft><Bilag>{other}</Bilag></DokumentIndhold>")
    assert parse_lexdania(xml.encode(), "act.xml").paragraphs == PARAGRAPHS


def test_the_status_and_never_the_end_date_says_whether_an_act_is_in_force():
    assert parse_lexdania(lexdania_of(PARAGRAPHS), "act.xml").header.is_in_force is True


def test_an_amending_act_is_read_as_the_places_that_it_changes():
    act = amending_act(
        "I barnets lov, jf. lovbekendtgørelse nr. 282 af 17. marts 2025, foretages følgende ændringer:",
        instruction("I ", "§ 136, stk. 2,", " ændres »24 timer« til: »12 timer, jf. § 7«."),
        instruction("Efter § 137 indsættes:"),
        instruction("Overalt i loven ændres »Socialstyrelsen« til: »Social- og Boligstyrelsen«."),
    )
    read = parse_lexdania(act, "act.xml")
    assert read.paragraphs == ()
    assert [(one.place, one.paragraphs) for one in read.amendments] == [
        ("§ 1, nr. 1", ("§ 136",)),
        ("§ 1, nr. 2", ("§ 137",)),
        ("§ 1, nr. 3", ()),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("§ 20, stk. 3", ("§ 20",)),
        ("§ 5 indsættes", ("§ 5",)),
        ("§ 155 a, stk. 1", ("§ 155 a",)),
        ("§ 32 i denne lov", ("§ 32",)),
        ("§§ 46, 47 eller 67", ("§ 46", "§ 47", "§ 67")),
        ("§§ 132-134 og § 135", ("§ 132", "§ 133", "§ 134", "§ 135")),
        ("§§ 20 a-22", ("§ 20 a", "§ 21", "§ 22")),
        ("§§ 20-22 a", ("§ 20", "§ 21", "§ 22", "§ 22 a")),
        ("§§ 20 a-20 c og 21", ("§ 20 a", "§ 20 b", "§ 20 c", "§ 21")),
        ("§§ 20 a-21 b", ("§ 20 a", "§ 21", "§ 21 a", "§ 21 b")),
        ("§§ 31-32 i denne lov", ("§ 31", "§ 32")),
        ("§§ 31 i og 32 i lov om social service", ("§ 31 i", "§ 32")),
        ("§ 32 i", ("§ 32 i",)),
        ("stk. 3", ()),
        ("§§ 1-99999999999", ("§ 1",)),
        (f"§ {'9' * 5000}", ()),
    ],
)
def test_the_paragraphs_of_a_text_are_named_with_letters_and_ranges(text, names):
    assert paragraphs_in(text) == names


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (lexdania_of(PARAGRAPHS)[:-20], "act.xml, line 1"),
        (b"<Dokument/>", "act.xml"),
        (b"<Dokument>" + b"<Linea>" * 5_000 + b"</Linea>" * 5_000 + b"</Dokument>", "act.xml"),
        (lexdania_of(PARAGRAPHS).replace(b"Det g", b"<Char>" * 5_000 + b"Det g" + b"</Char>" * 5_000), "act.xml"),
    ],
)
def test_xml_that_is_cut_off_or_no_act_is_refused(data, place):
    with pytest.raises(LawTextError) as caught:
        parse_lexdania(data, "act.xml")
    assert caught.value.place == place


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("before", ["", f"<!-- {'x' * 2100} -->"])
def test_a_document_type_is_refused_wherever_it_stands(before, encoding):
    act = lexdania_of(PARAGRAPHS).decode().partition("?>")[2].replace("Det gælder.", "Det &b;.")
    assert "&b;" in act
    data = f'{before}<!DOCTYPE Dokument [<!ENTITY b "gælder ikke">]>{act}'.encode(encoding)
    with pytest.raises(LawTextError, match="document type"):
        parse_lexdania(data, "act.xml")
