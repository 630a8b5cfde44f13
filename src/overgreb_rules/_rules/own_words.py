"""Words that an act or a group of rules has in the place of those of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import field

from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.shared.cached_attribute import cached_attribute
from overgreb_rules.shared.text import Text, begin_sentence
from overgreb_rules.shared.value_object import ValueObject


class _Replacement(ValueObject):
    """The other words of one language, each also as the first word of a sentence, and what finds those they replace."""

    own: Mapping[str, str]
    known: re.Pattern[str] | None

    @classmethod
    def of(cls, words: Mapping[str, str]) -> _Replacement:
        own = {**words, **{begin_sentence(word): begin_sentence(own) for word, own in words.items()}}
        known = "|".join(re.escape(word) for word in sorted(own, key=len, reverse=True))
        return cls(own, re.compile(rf"\b({known})\b") if known else None)

    def use_in(self, text: str) -> str:
        return text if self.known is None else self.known.sub(lambda found: self.own[found[1]], text)


class OwnWords(ValueObject, dict=True, gc=True):
    """Words of the vocabulary for which there are other ones, which also begin a sentence.

    Attributes:
        da: The other words in Danish, by those of the vocabulary; the longest are replaced first.
        en: The same in English.
    """

    da: Mapping[str, str] = field(default_factory=dict)
    en: Mapping[str, str] = field(default_factory=dict)

    @cached_attribute
    def _danish(self) -> _Replacement:
        return _Replacement.of(self.da)

    @cached_attribute
    def _english(self) -> _Replacement:
        return _Replacement.of(self.en)

    def __bool__(self) -> bool:
        return bool(self.da or self.en)

    def use_in(self, text: Text) -> Text:
        """Return a text in the other words.

        Args:
            text: A text in the words of the vocabulary.

        Returns:
            The text with the other word for each of `da` and `en`; itself where there are none.
        """
        return Text(self._danish.use_in(text.da), self._english.use_in(text.en)) if self else text


NO_OWN_WORDS = OwnWords()
"""The words of the vocabulary as they stand."""


def parse_words(node: Node | None) -> Mapping[str, str]:
    """Parse the other words of one language.

    Args:
        node: The mapping of each word to the other one; None where there is none.

    Returns:
        The words.

    Raises:
        RuleError: a value is no text, with file and line.
    """
    return {word: node[word].text() for word in node.names()} if node is not None else {}


def parse_word_lists(node: Node | None) -> Mapping[str, OwnWords]:
    """Parse the lists of words that rules may name.

    Args:
        node: The lists by their names, each with both languages; None where there is none.

    Returns:
        The lists.

    Raises:
        RuleError: a language is missing, or a value is no text, with file and line.
    """
    return {name: _parse_list(node[name]) for name in node.names()} if node is not None else {}


def _parse_list(node: Node) -> OwnWords:
    node.names(("da", "en"))
    return OwnWords(parse_words(node["da"]), parse_words(node["en"]))
