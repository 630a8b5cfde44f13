"""The checks of the bytes, before any line is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from overgreb_rules.ical.linter._checks import Complaint, check
from overgreb_rules.ical.linter._file import CalendarFile
from overgreb_rules.shared.text import Text

_BOM = b"\xef\xbb\xbf"
_LONGEST = 75
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@check("byte-order-mark")
def _byte_order_mark(file: CalendarFile) -> Iterator[Complaint]:
    """Find a byte order mark: vobject, `ical`, ical.js, sabre, Radicale and vdirsyncer refuse the file."""
    if file.data.startswith(_BOM):
        problem = Text("filen begynder med et byte order mark", "the file begins with a byte order mark")
        yield 1, problem, Text("skriv UTF-8 uden det", "write UTF-8 without it")


@check("line-ends")
def _line_ends(file: CalendarFile) -> Iterator[Complaint]:
    """Find lines that do not end with CRLF, the last one too; the few programs that notice refuse the file.

    Source:
        RFC 5545 § 3.1.
    """
    for number, line in enumerate(file.data.split(b"\r\n"), 1):
        if b"\n" in line or b"\r" in line:
            problem = Text("der er en linje, som ender med LF eller CR alene", "a line ends with LF or CR alone")
            yield number, problem, Text("afslut hver linje med CR LF", "end every line with CR LF")
            return
    if file.data and not file.data.endswith(b"\r\n"):
        problem = Text("den sidste linje er ikke afsluttet", "the last line has no end")
        hint = Text("afslut hver linje med CR LF, også den sidste", "end every line with CR LF, the last one too")
        yield len(file.physical), problem, hint


@check("line-length")
def _line_length(file: CalendarFile) -> Iterator[Complaint]:
    """Find lines of more than 75 octets (not characters).

    Source:
        RFC 5545 § 3.1.
    """
    for number, line in enumerate(file.physical, 1):
        if len(line) > _LONGEST:
            problem = Text(f"linjen har {len(line)} oktetter", f"the line has {len(line)} octets")
            hint = Text(f"ombryd den efter højst {_LONGEST} oktetter", f"fold it after at most {_LONGEST} octets")
            yield number, problem, hint


@check("utf-8")
def _utf_8(file: CalendarFile) -> Iterator[Complaint]:
    """Find octets that are no UTF-8.

    A fold inside a character stops vdirsyncer and shows wrong letters in Thunderbird.

    Source:
        RFC 5545 § 3.1.4.
    """
    for number, line in enumerate(file.physical, 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            at = error.start + 1
            yield (
                number,
                Text(
                    f"oktet {at} er ikke UTF-8: en anden tegnkodning eller et tegn, der er delt i to",
                    f"octet {at} is no UTF-8: another encoding, or a character cut in two",
                ),
                Text("skriv UTF-8, og ombryd mellem tegnene", "write UTF-8 and fold between characters"),
            )


@check("lost-character")
def _lost_character(file: CalendarFile) -> Iterator[Complaint]:
    """Find U+FFFD, the rest of a letter that was read in the wrong encoding."""
    for number, line in enumerate(file.physical, 1):
        if b"\xef\xbf\xbd" in line:
            problem = Text(
                "et bogstav er gået tabt: linjen indeholder U+FFFD", "a letter was lost: the line holds U+FFFD"
            )
            hint = Text("læs kilden med den rigtige tegnkodning", "read the source in its right encoding")
            yield number, problem, hint


@check("control-character")
def _control_character(file: CalendarFile) -> Iterator[Complaint]:
    """Find control characters other than the tab.

    Source:
        RFC 5545 § 3.1.
    """
    for number, line in enumerate(file.physical, 1):
        if _CONTROL.search(line):
            problem = Text("linjen indeholder et styretegn", "the line holds a control character")
            yield number, problem, Text("fjern det", "take it out")


@check("content-line")
def _content_line(file: CalendarFile) -> Iterator[Complaint]:
    """Find lines without name, parameters, colon and value, as an unescaped line break leaves them.

    Source:
        RFC 5545 § 3.1.
    """
    hint = Text(
        "skriv linjeskift i en tekst som \\n, og udelad tomme linjer",
        "write line breaks in a text as \\n, and no empty lines",
    )
    for one in file.malformed:
        if one.kind == "no_content_line":
            problem = Text(
                "linjen har ikke formen NAVN;PARAM=…:værdi", "the line is no content line (NAME;PARAM=…:value)"
            )
            yield one.line, problem, hint
        elif one.kind == "outside":
            problem = Text("linjen står uden for alle komponenter", "the line stands outside every component")
            yield one.line, problem, hint


CHECKS = (
    _byte_order_mark,
    _line_ends,
    _line_length,
    _utf_8,
    _lost_character,
    _control_character,
    _content_line,
)
"""The checks of this module, in the order in which they are run."""
