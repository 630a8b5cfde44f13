"""Write the page of the statuses and warnings of an answer: docs/reference/statuses-and-warnings.md.

The words of the statuses are those of the program; what a warning means is told here. A test says whether the page is
current, and whether every status and every code of a warning stands in it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from overgreb_rules._text.status_words import STATUS_WORDS

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "statuses-and-warnings.md"
WARNINGS = {
    "act_of_an_older_matter": "An act lies before an earlier matter ended, and may belong to that one: tell `of`.",
    "answer_before_trigger": "An act is told with a time before the event that it answers. Are the times right?",
    "answers_only_part": "An act is about one of the things that a duty is about; the duty waits for the others.",
    "before_the_rules": "Events before the first day of the rules open no duty.",
    "birth_contradicts": "The date of birth contradicts an event: born after it, or of age before it.",
    "known_after_received": "`kendt_fra` lies after the receipt of the same notification.",
    "law_not_read_so_far": "An event that opens a duty lies after the day to which its law was read (`receipt.law`).",
    "of_answers_nothing": "`of` of an event names events that opened no duty which it answers.",
    "of_unusual": "`of` names an event of a type that such an event is not usually about.",
    "same_thing_named_twice": "Two events name the same thing, where one is expected.",
    "stays_under_LAW": "A decision under an ended act goes on under it; the new act does not say which act applies.",
    "time_limit_stands_still": "A time limit is interrupted since a day, and goes on when the request is answered.",
    "undetermined_past_due": "The safe deadline of an undetermined duty has passed.",
    "unknown_kommune": "There is no kommune of this code.",
    "waived_after_due": "A duty was waived only when its time limit had passed.",
    "which_one": "An act answers one of several open duties, and nothing tells which: tell `of`.",
}
"""What each warning means, by its code; LAW stands for the name of an act."""


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
        *(f"| `{code}` | {meaning} |" for code, meaning in WARNINGS.items()),
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
