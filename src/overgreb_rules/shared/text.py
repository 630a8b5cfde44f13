"""Statements in two languages, and the parts of a sentence that are alike in both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = [
    "Text",
    "begin_sentence",
    "end_sentence",
    "fill_slots",
    "join_items",
    "join_texts",
    "list_texts",
    "quote",
    "translate",
]

_SENTENCE_ENDS = (".", "…", ":", "?", "!")


# A data class, since pydantic writes the schema of the answers that hold it. Never changed, but not declared frozen:
# setting the fields of such an object takes three times as long.
@dataclass(slots=True, unsafe_hash=True)
class Text:
    """One statement in Danish, which is the normative text, and in English."""

    da: str
    en: str

    def __str__(self) -> str:
        return self.da

    def as_json(self) -> dict[str, str]:
        """Return the statement as data for JSON.

        Returns:
            The words by the code of their language: `da`, then `en`.
        """
        return {"da": self.da, "en": self.en}


def translate(text: Text, language: str) -> str:
    """Return the statement in one language.

    Args:
        text: the statement.
        language: «en» for English; Danish else.

    Returns:
        The words in that language.
    """
    return text.en if language == "en" else text.da


def begin_sentence(words: str) -> str:
    """Return the words with the capital letter that begins a sentence.

    Args:
        words: the words of the sentence.

    Returns:
        The words, with the capital letter inside where they begin with a quotation mark; those that begin with a
        figure unchanged.
    """
    if words[:1].isupper():
        return words
    start = 1 if words.startswith(("»", "“")) else 0
    return words[:start] + words[start : start + 1].upper() + words[start + 1 :]


def end_sentence(words: str) -> str:
    """Return the words with the full stop that ends a sentence.

    Args:
        words: the words of the sentence.

    Returns:
        The sentence; no second full stop after one («1. pkt.»), and none after «…», a colon, «?» or «!».
    """
    return words if words.endswith(_SENTENCE_ENDS) else f"{words}."


def join_items(items: Iterable[str], conjunction: str) -> str:
    """Return the items as a list within a sentence: «a», «a og b», «a, b og c».

    Args:
        items: at least one item.
        conjunction: the word before the last item, «og» or «and»; with a comma before clauses.

    Returns:
        The list.
    """
    *first, last = items
    between = conjunction if conjunction.startswith(",") else f" {conjunction}"
    return f"{', '.join(first)}{between} {last}" if first else last


def list_texts(texts: Sequence[Text], danish: str = "og", english: str = "and") -> Text:
    """Return statements as a list within a sentence, in both languages.

    Args:
        texts: at least one statement.
        danish: the Danish word before the last one; with a comma before clauses.
        english: the English one.

    Returns:
        The list, as `join_items` makes it.
    """
    if len(texts) == 1:
        return texts[0]
    return Text(join_items([text.da for text in texts], danish), join_items([text.en for text in texts], english))


def join_texts(texts: Iterable[Text], danish: str = ", ", english: str | None = None) -> Text:
    """Return statements joined by what stands between two of them, in both languages.

    Args:
        texts: the statements; none gives an empty text.
        danish: what stands between two in Danish.
        english: what stands there in English; None where it is the same.

    Returns:
        The statements in their order.
    """
    parts = list(texts)
    between = danish if english is None else english
    return Text(danish.join([part.da for part in parts]), between.join([part.en for part in parts]))


def fill_slots(form: Text, /, **slots: Text) -> Text:
    """Return a statement with others put into its slots.

    Args:
        form: the statement, with slots such as `{name}`.
        **slots: what stands in each slot.

    Returns:
        The statement in both languages.
    """
    da = form.da.format(**{name: text.da for name, text in slots.items()})
    return Text(da, form.en.format(**{name: text.en for name, text in slots.items()}))


def quote(words: Text) -> Text:
    """Return words in the quotation marks of their language.

    Args:
        words: the words.

    Returns:
        »underretning modtaget« and “notification received”.
    """
    return Text(f"»{words.da}«", f"“{words.en}”")
