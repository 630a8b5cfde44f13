"""An act or a practice, as `rulebook.yaml` names it."""

from __future__ import annotations

import datetime as dt

from msgspec import field

from overgreb_rules._rules.own_words import OwnWords, parse_words
from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

_KEYS = ("name", "cited_as", "in_force", "eli", "words")


class Law(ValueObject):
    """An act or a practice.

    Attributes:
        name: The full name.
        cited_as: The name before a paragraph; empty where what is cited has its own name.
        first: The first day in force.
        last: The last day in force; None while the act has not ended.
        eli: The address of its text; None where there is none.
        words: The act's own words, which are Danish.
    """

    name: Text
    cited_as: Text
    first: dt.date
    last: dt.date | None
    eli: str | None
    words: OwnWords = field(default_factory=OwnWords)

    def use_own_words(self, text: Text) -> Text:
        """Return a text in the words of the act.

        Args:
            text: A text in the words of the vocabulary.

        Returns:
            The text, its Danish with the act's own word for each of `words`; the English as it is.
        """
        return self.words.use_in(text)


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
    in_force, eli = node["in_force"], node.get("eli")
    cited_as = node.get("cited_as")
    in_force.names(("from", "to"))
    last = in_force.get("to")
    return Law(
        node["name"].words(),
        cited_as.words() if cited_as else Text("", ""),
        in_force["from"].day(),
        last.day() if last else None,
        eli.text() if eli else None,
        OwnWords(parse_words(node.get("words"))),
    )
