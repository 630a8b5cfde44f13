"""The report of a conformance run: for the terminal, and as a signed-off document for a kommune."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from overgreb_rules._conformance.difference_words import DifferenceWriter
from overgreb_rules._conformance.runner import LevelResult
from overgreb_rules._conformance.vector import LEVEL_WORDS, Level
from overgreb_rules.shared.date_words import format_date
from overgreb_rules.shared.text import Text, begin_sentence, translate
from overgreb_rules.shared.value_object import ValueObject

_LINES = {
    "right": Text("{level} {what}: {right} af {asked} rigtige", "{level} {what}: {right} of {asked} right"),
    "stopped": Text("; ikke besvaret: {left}", "; {left} not answered"),
    "wrong": Text("  {id} ({because}): {difference}", "  {id} ({because}): {difference}"),
    "more": Text("  Yderligere forkerte svar: {count}", "  More wrong answers: {count}"),
    "passed": Text("Programmet svarer, som reglerne siger.", "The program answers as the rules say."),
    "part": Text(
        "Programmet svarer, som reglerne siger, på de niveauer, der er prøvet.",
        "The program answers as the rules say, at the levels that were tried.",
    ),
    "random": Text(
        "Programmet svarer, som reglerne siger, på de sager, der er prøvet.",
        "The program answers as the rules say, in the cases that were tried.",
    ),
    "failed": Text("Programmet svarer ikke, som reglerne siger.", "The program does not answer as the rules say."),
}
_PAGE = Text(
    """# Afprøvning af et program mod reglerne

| | |
|---|---|
| program | {program} |
| dag | {day} |
| regler | {rulebook} |
| reglerne som én fil (SHA-256) | {bundle} |
| prøver | {vectors} |

| niveau | hvad der sammenlignes | rigtige | i alt |
|---|---|--:|--:|
{rows}

{verdict}

Underskrift: ______________________________
""",
    """# A program, tried against the rules

| | |
|---|---|
| program | {program} |
| day | {day} |
| rules | {rulebook}, bundle {bundle} |
| vectors | {vectors} |

| level | what is compared | right | all |
|---|---|--:|--:|
{rows}

{verdict}

Signature: ______________________________
""",
)


class ConformanceReport(ValueObject):
    """What a run found.

    Attributes:
        results: The results of the levels that were run.
        rulebook: The release of the rules.
        bundle_sha256: The hash of the bundle.
        vectors_sha256: The hash of the vectors of these levels; of random cases their number and seed.
        is_whole: Whether every level was run.
        is_random: Whether random cases were asked, and no vectors.
    """

    results: Sequence[LevelResult]
    rulebook: str
    bundle_sha256: str
    vectors_sha256: str
    is_whole: bool
    is_random: bool = False

    @property
    def is_passed(self) -> bool:
        """Whether every level was passed."""
        return all(result.is_passed for result in self.results)

    def verdict(self, language: str) -> str:
        """Return the outcome.

        Args:
            language: `da` or `en`.

        Returns:
            A sentence.
        """
        passed = "random" if self.is_random else "passed" if self.is_whole else "part"
        name = passed if self.is_passed else "failed"
        return translate(_LINES[name], language)

    def to_page(self, program: str, day: dt.date, language: str) -> str:
        """Return the report as a document that somebody signs.

        Args:
            program: What was run.
            day: The day of the run.
            language: `da` or `en`.

        Returns:
            Markdown.
        """
        rows = "\n".join(
            f"| {one.level} | {translate(LEVEL_WORDS[one.level], language)} | {one.right} | {one.asked} |"
            for one in self.results
        )
        return translate(_PAGE, language).format(
            program=f"`{program.replace('`', '').replace('|', '')}`",
            day=translate(format_date(day), language),
            rulebook=self.rulebook,
            bundle=f"`{self.bundle_sha256}`",
            vectors=f"`{self.vectors_sha256}`",
            rows=rows,
            verdict=self.verdict(language),
        )


def describe_level(result: LevelResult, writer: DifferenceWriter, language: str) -> Iterator[str]:
    """Yield the lines of a level.

    Args:
        result: What became of its vectors.
        writer: Writes the first difference.
        language: `da` or `en`.

    Yields:
        The count; the first difference; the fault that ended the level.
    """
    what = begin_sentence(translate(LEVEL_WORDS[result.level], language))
    line = translate(_LINES["right"], language).format(
        level=result.level, what=what, right=result.right, asked=result.asked
    )
    left = result.asked - result.right - len(result.wrong)
    yield line + (translate(_LINES["stopped"], language).format(left=left) if left else "")
    for wrong in result.wrong[:1]:
        vector, says = wrong.vector, translate(writer.describe(wrong), language)
        yield translate(_LINES["wrong"], language).format(id=vector.id, because=vector.because, difference=says)
    if len(result.wrong) > 1:
        yield translate(_LINES["more"], language).format(count=len(result.wrong) - 1)
    if result.fault is not None:
        yield f"  {translate(result.fault, language)}"


def hash_vectors(folder: Path, levels: Sequence[Level]) -> str:
    """Return the hash of the vectors of some levels.

    Args:
        folder: The folder of the files.
        levels: The levels.

    Returns:
        SHA-256 of the files one after the other, in hexadecimal.
    """
    found = hashlib.sha256()
    for level in levels:
        found.update((folder / f"{level}.jsonl").read_bytes())
    return found.hexdigest()
