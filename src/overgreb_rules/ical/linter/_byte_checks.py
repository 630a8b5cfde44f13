"""The checks of the bytes, before any line is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from overgreb_rules.ical.linter._checks import Complaint, check
from overgreb_rules.ical.linter._file import CalendarFile

_BOM = b"\xef\xbb\xbf"
_LONGEST = 75
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@check("byte-order-mark")
def _byte_order_mark(file: CalendarFile) -> Iterator[Complaint]:
    """Find a byte order mark: vobject, `ical`, ical.js, sabre, Radicale and vdirsyncer refuse the file."""
    if file.data.startswith(_BOM):
        yield 1, "the file begins with a byte order mark", "write UTF-8 without it"


@check("line-ends")
def _line_ends(file: CalendarFile) -> Iterator[Complaint]:
    """Find lines that do not end with CRLF, the last one too; the few programs that notice refuse the file.

    Source:
        RFC 5545 § 3.1.
    """
    for number, line in enumerate(file.data.split(b"\r\n"), 1):
        if b"\n" in line or b"\r" in line:
            yield number, "a line ends with LF or CR alone", "end every line with CR LF"
            return
    if file.data and not file.data.endswith(b"\r\n"):
        yield len(file.physical), "the last line has no end", "end every line with CR LF, the last one too"


@check("line-length")
def _line_length(file: CalendarFile) -> Iterator[Complaint]:
    """Find lines of more than 75 octets (not characters).

    Source:
        RFC 5545 § 3.1.
    """
    for number, line in enumerate(file.physical, 1):
        if len(line) > _LONGEST:
            yield number, f"the line has {len(line)} octets", f"fold it after at most {_LONGEST} octets"


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
            yield (
                number,
                f"octet {error.start + 1} is no UTF-8: another encoding, or a character cut in two",
                "write UTF-8 and fold between characters",
            )


@check("lost-character")
def _lost_character(file: CalendarFile) -> Iterator[Complaint]:
    """Find U+FFFD, the rest of a letter that was read in the wrong encoding."""
    for number, line in enumerate(file.physical, 1):
        if b"\xef\xbf\xbd" in line:
            yield number, "a letter was lost: the line holds U+FFFD", "read the source in its right encoding"


@check("control-character")
def _control_character(file: CalendarFile) -> Iterator[Complaint]:
    """Find control characters other than the tab.

    Source:
        RFC 5545 § 3.1.
    """
    for number, line in enumerate(file.physical, 1):
        if _CONTROL.search(line):
            yield number, "the line holds a control character", "take it out"


@check("content-line")
def _content_line(file: CalendarFile) -> Iterator[Complaint]:
    """Find lines without name, parameters, colon and value, as an unescaped line break leaves them.

    Source:
        RFC 5545 § 3.1.
    """
    for number, what in file.malformed:
        if "content line" in what or "outside" in what:
            yield number, f"the line {what}", "write line breaks in a text as \\n, and no empty lines"


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
