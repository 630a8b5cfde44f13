"""The gists and reasons of `sentences.csv` in Danish and English, as `sentence_words.csv` gives them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from overgreb_rules._rulecheck.coverage import Sentence
from overgreb_rules._rulecheck.csv_rows import read_csv_rows
from overgreb_rules._rules.law import Law
from overgreb_rules._rules.source import rules_text
from overgreb_rules.errors import RuleError
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

SENTENCE_WORDS_FILE = "sentence_words.csv"
"""Gists and reasons repeat in `sentences.csv`: here each stands once."""
_COLUMNS = ["column", "en", "da"]


class SentenceWords(ValueObject):
    """What `sentences.csv` says of sentences, in both languages.

    Attributes:
        texts: Column of `sentences.csv` and what it says → the same in Danish and English.
    """

    texts: Mapping[tuple[str, str], Text]

    def gist(self, sentence: Sentence, law: Law) -> Text:
        """Return the content of a sentence in a few words.

        Args:
            sentence: The sentence.
            law: Its act.

        Returns:
            The gist in the words of the act; the English where there is no Danish.
        """
        return law.use_own_words(self.texts.get(("gist", sentence.gist), Text(sentence.gist, sentence.gist)))

    def reason(self, sentence: Sentence) -> Text:
        """Return why a sentence has no rule.

        Args:
            sentence: The sentence.

        Returns:
            The reason; the English where there is no Danish, and an empty text where the sentence has a rule.
        """
        return self.texts.get(("why_not", sentence.why_not), Text(sentence.why_not, sentence.why_not))


def read_sentence_words(root: Path) -> SentenceWords:
    """Read `sentence_words.csv` of a folder of rules.

    Args:
        root: The folder.

    Returns:
        The texts; none where the folder has no such file.

    Raises:
        RuleError: The file cannot be read, or a row has other columns; with the line.
    """
    if not (root / SENTENCE_WORDS_FILE).exists():
        return SentenceWords({})
    texts = {}
    for number, (place, row) in enumerate(read_csv_rows(rules_text(root, SENTENCE_WORDS_FILE), SENTENCE_WORDS_FILE)):
        if len(row) != len(_COLUMNS) or (number == 0 and row != _COLUMNS):
            raise RuleError(
                place,
                Text("kolonnerne er ikke de rigtige", "the columns are not the right ones"),
                allowed=", ".join(_COLUMNS),
                mend=Text("ret dem", "correct them"),
            )
        if number:
            column, english, danish = row
            texts[column, english] = Text(danish, english)
    return SentenceWords(texts)
