"""Write the page of the statuses and warnings of an answer: docs/reference/statuses-and-warnings.md.

The words of the statuses and warnings are those of the program. A test says whether the page is
current, and whether every status and every code of a warning stands in it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from overgreb_rules._conformance.warning_words import WARNING_WORDS
from overgreb_rules._text.status_words import STATUS_WORDS
from overgreb_rules.evaluation import StatusWord

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "statuses-and-warnings.md"


class Arrows(NamedTuple):
    """The statuses that can follow one: as time goes on, and when an event comes."""

    by_time: tuple[StatusWord, ...]
    by_event: tuple[StatusWord, ...]


_OFF: tuple[StatusWord, ...] = ("waived", "undetermined")
ARROWS: Mapping[StatusWord, Arrows] = {
    "open": Arrows((), ("met", "breached", *_OFF)),
    "pending": Arrows(("due_soon", "contested", "overdue", "replaced"), ("met", *_OFF)),
    "due_soon": Arrows(("contested", "overdue", "replaced"), ("met", *_OFF)),
    "contested": Arrows(("overdue", "replaced"), ("met_contested", *_OFF)),
    "overdue": Arrows(("replaced",), ("met_late", *_OFF)),
    "breached": Arrows((), _OFF),
    "available": Arrows(("expired",), ("used", "expired", *_OFF)),
}
"""The arrows between statuses; those that are not listed lead nowhere, but `undetermined`, which leads anywhere."""


def build_page() -> str:
    """Build the page.

    Returns:
        Markdown.
    """
    lines = [
        "# Statuses and warnings",
        "",
        "Made by `tools/write_status_page.py`. The sentences of an answer, in Danish: [texts](texts.da.md).",
        "",
        "## Statuses",
        "",
        "The most urgent first: this is the order of the duties of an answer. `strict` is the safe deadline, `lenient`",
        "the latest one; they differ where a question of law is unsettled or a time of day is not told. What stands in",
        "braces is filled in by the answer; a slash stands between forms of one sentence.",
        "",
        "| status | dansk | what it says | hvad det siger | what to do | hvad gør jeg nu? |",
        "|---|---|---|---|---|---|",
    ]
    for status, words in STATUS_WORDS.items():
        sentences = list(words.sentences.values())
        english, danish = " / ".join(one.en for one in sentences), " / ".join(one.da for one in sentences)
        advice = f"{words.advice.en} | {words.advice.da}"
        lines.append(f"| `{status}` | {words.label.da} | {english} | {danish} | {advice} |")
    lines += [
        "",
        "## Arrows",
        "",
        "How a status follows from another, as time goes on and events come.",
        "",
        "| from | by time alone | by an event |",
        "|---|---|---|",
        *(f"| `{status}` | {_list(arrows.by_time)} | {_list(arrows.by_event)} |" for status, arrows in ARROWS.items()),
        "",
        "Steps by time can be skipped. From `undetermined` a duty can go anywhere once the missing fact is told.",
        "Backwards only where an event moves the clock (a final decision, an approval, a suspension that ends) or",
        "brings the duty back. On the day on which an act takes over from another, a duty that moves goes on under the",
        "rule that succeeds it. What is met, used, waived, replaced or expired stays so, whatever time does.",
        "",
        "A met duty stays met when its date passes, and an undetermined one is never called overdue: compare dates",
        "only of duties whose status says that they are unmet.",
        "",
        "`certainty` of a duty is no status: `text` means that the act itself says so, `secondary` that the time limit",
        "rests on the practice of an authority and not on the wording. An answer shows dates; it is no legal advice,",
        "and decides no case.",
        "",
        "## Warnings",
        "",
        "None changes a status. A program that reads the codes must accept new ones.",
        "",
        "| code | meaning | betydning |",
        "|---|---|---|",
        *(f"| `{code}` | {meaning.en} | {meaning.da} |" for code, meaning in WARNING_WORDS.items()),
        "",
    ]
    return "\n".join(lines)


def _list(statuses: Iterable[StatusWord]) -> str:
    return ", ".join(f"`{status}`" for status in statuses)


def main() -> int:
    """Write the page.

    Returns:
        0.
    """
    PAGE.write_text(build_page(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
