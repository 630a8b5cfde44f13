"""An act or a practice, as `rulebook.yaml` names it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import field

from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.shared.text import Text, begin_sentence
from overgreb_rules.shared.value_object import value_object

_KEYS = ("name", "cited_as", "in_force", "eli", "words")


@value_object
class Law:
    """An act or a practice.

    Attributes:
        name: The full name.
        cited_as: The name before a paragraph; empty where what is cited has its own name.
        first: The first day in force.
        last: The last day in force; None while the act has not ended.
        eli: The address of its text; None where there is none.
        words: Danish words of the vocabulary for which the act has another one, which also begin a sentence; the
            longest are replaced first.
    """

    name: Text
    cited_as: Text
    first: dt.date
    last: dt.date | None
    eli: str | None
    words: Mapping[str, str] = field(default_factory=dict)
    _own: Mapping[str, str] = field(init=False, repr=False, compare=False)
    _known: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        own = {**self.words, **{begin_sentence(word): begin_sentence(own) for word, own in self.words.items()}}
        known = "|".join(re.escape(word) for word in sorted(own, key=len, reverse=True))
        object.__setattr__(self, "_own", own)
        object.__setattr__(self, "_known", re.compile(rf"\b({known})\b"))

    def use_own_words(self, text: Text) -> Text:
        """Return a text in the words of the act.

        Args:
            text: A text in the words of the vocabulary.

        Returns:
            The text, its Danish with the act's own word for each of `words`; the English as it is.
        """
        if not self.words:
            return text
        return Text(self._known.sub(lambda found: self._own[found[1]], text.da), text.en)


def parse_law(node: Node) -> Law:
    """Parse one entry under `laws:`.

    Args:
        node: The entry.

    Returns:
        The act or practice.

    Raises:
        RuleError: a key is unknown or missing, or a value is of another kind.
    """
    node.names(_KEYS)
    in_force, eli, words = node["in_force"], node.get("eli"), node.get("words")
    cited_as = node.get("cited_as")
    in_force.names(("from", "to"))
    last = in_force.get("to")
    return Law(
        node["name"].words(),
        cited_as.words() if cited_as else Text("", ""),
        in_force["from"].day(),
        last.day() if last else None,
        eli.text() if eli else None,
        {word: words[word].text() for word in words.names()} if words else {},
    )
