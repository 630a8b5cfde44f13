"""The word of a list that was probably meant by a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["nearest_word"]

_LETTERS_A_MISTAKE = 4
_MOST_MISTAKES = 3


def nearest_word(text: str, words: Iterable[str]) -> str | None:
    """Return the word that differs least from a text, by at most a quarter of its letters and three.

    Args:
        text: the text; capitals make no difference.
        words: the words that may be meant.

    Returns:
        The word; of several the first in the alphabet; None where no word is near.
    """
    small = text.casefold()
    found: tuple[int, str] | None = None
    for word in words:
        most = min(len(word) // _LETTERS_A_MISTAKE, _MOST_MISTAKES)
        if abs(len(small) - len(word)) <= most and (distance := _distance(small, word.casefold(), most)) <= most:
            found = min(found or (distance, word), (distance, word))
    return found[1] if found else None


def _distance(a: str, b: str, most: int) -> int:
    """Return how many letters must be put in, taken out, replaced or swapped with the next; above `most` if more.

    Source: the restricted edit distance of Damerau and Levenshtein.
    """
    two_above: list[int] = []
    above = list(range(len(b) + 1))
    for i, letter in enumerate(a, start=1):
        row = [i]
        for j, other in enumerate(b, start=1):
            least = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                least = min(least, two_above[j - 2] + 1)
            row.append(least)
        if min(row) > most:
            return most + 1
        two_above, above = above, row
    return above[-1]
