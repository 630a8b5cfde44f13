"""Write the page of the statuses and warnings of an answer: docs/reference/statuses-and-warnings.md.

The words of the statuses and warnings are those of the program. A test says whether the page is
current, and whether every status and every code of a warning stands in it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from overgreb_rules._conformance.warning_words import WARNING_WORDS
from overgreb_rules._text.status_words import STATUS_WORDS

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "statuses-and-warnings.md"


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
        "the latest one; they differ where a question of law is unsettled or a time of day is not told.",
        "",
        "| status | dansk | what it says | what to do | hvad gør jeg nu? |",
        "|---|---|---|---|---|",
    ]
    for status, words in STATUS_WORDS.items():
        sentences = " / ".join(sentence.en for sentence in words.sentences.values())
        lines.append(f"| `{status}` | {words.label.da} | {sentences} | {words.advice.en} | {words.advice.da} |")
    lines += [
        "",
        "A met duty stays met when its date passes, and an undetermined one is never called overdue: compare dates",
        "only of duties whose status says that they are unmet.",
        "",
        "## Warnings",
        "",
        "None changes a status. A program that reads the codes must accept new ones.",
        "",
        "| code | meaning |",
        "|---|---|",
        *(f"| `{code}` | {meaning.en} |" for code, meaning in WARNING_WORDS.items()),
        "",
    ]
    return "\n".join(lines)


def main() -> int:
    """Write the page where it is not current.

    Returns:
        0.
    """
    PAGE.write_text(build_page(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
