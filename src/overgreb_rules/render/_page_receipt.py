"""What an answer rests on, at the foot of a page."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from overgreb_rules._rules.source import packaged_laws
from overgreb_rules.evaluation import Receipt
from overgreb_rules.render._page_parts import PageWriter
from overgreb_rules.shared.date_words import format_date
from overgreb_rules.shared.text import translate


def add_receipt(writer: PageWriter, listed: ET.Element, receipt: Receipt) -> None:
    """Add the versions and hashes of a receipt, and how far each law was read.

    Args:
        writer: the writer of the page.
        listed: the element `dl`.
        receipt: the receipt.
    """
    writer.add_fact(listed, "rulebook", f"{receipt.rulebook} · {receipt.sha256}")
    writer.add_fact(listed, "law", *_list_laws(writer, receipt))
    for name in ("engine", "tzdata", "holidays", "case_sha256"):
        writer.add_fact(listed, name, getattr(receipt, name))


def _list_laws(writer: PageWriter, receipt: Receipt) -> list[str]:
    laws, lines = packaged_laws(), []
    for name, read in receipt.law.items():
        law = laws.get(name)
        title = translate(law.name, writer.language) if law is not None else name
        # A practice has no version that a reader could look up.
        version = f" ({read.version})" if law is None or law.eli else ""
        day = translate(format_date(read.read_to), writer.language)
        lines.append(writer.say("read_to", law=f"{title}{version}", day=day))
    return lines
