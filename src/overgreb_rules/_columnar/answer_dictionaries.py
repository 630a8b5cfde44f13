"""The dictionaries of the answer table: the texts that its dictionary-encoded columns can hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overgreb_rules._columnar.columns.arrays import CodeArray
from overgreb_rules._columnar.io.schema import ANSWERS, OBLIGATION
from overgreb_rules._duties.status import STATUS_ORDER
from overgreb_rules._rules.citation import list_citations
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.value_object import ValueObject

_INDEX = pa.int16()


class AnswerDictionaries(ValueObject):
    """One dictionary for each dictionary-encoded column of a duty, the same in every piece of an answer.

    A file of Arrow IPC has room for one dictionary a column, and tables with equal dictionaries are joined without
    comparing their texts.

    Attributes:
        texts: string[t] by the name of the column: all texts that the rules and the vocabulary have for it.
        indices: The place in `texts` of each text, by the name of the column.
    """

    texts: Mapping[str, pa.Array]
    indices: Mapping[str, Mapping[str, int]]

    @classmethod
    def of(cls, rules: RuleSet) -> Self:
        """Collect the texts of some rules.

        Args:
            rules: The rules of all acts.

        Returns:
            The dictionaries of answers by these rules.
        """
        all_rules = rules.by_id.values()
        texts: dict[str, Iterable[str]] = {
            "rule": rules.by_id,
            "law": {rule.law for rule in all_rules},
            "cite": list_citations(rules),
            "modality": {rule.modality for rule in all_rules},
            "bearer": {rule.bearer for rule in all_rules},
            "opened_by": rules.vocabulary.events,
            "status": STATUS_ORDER,
            "cause_rule": rules.by_id,
            "certainty": {one for rule in all_rules for one in (rule.certainty, *rule.certainty_for.values())},
        }
        ordered = {name: sorted(some) for name, some in texts.items()}
        return cls(
            {name: pa.array(some, pa.string()) for name, some in ordered.items()},
            {name: {text: index for index, text in enumerate(some)} for name, some in ordered.items()},
        )

    def encode(self, column: str, texts: Sequence[str | None], rows: CodeArray) -> pa.DictionaryArray:
        """Build a column out of its different texts.

        Args:
            column: The name of the column.
            texts: The different texts; None is null.
            rows: int64[n] the place in `texts` of each row.

        Returns:
            dictionary[n].
        """
        absent = len(self.texts[column])
        of_texts = np.array([absent if text is None else self.indices[column][text] for text in texts], np.int16)
        indices = of_texts[rows]
        array = pa.array(indices, _INDEX, mask=indices == absent)
        return pa.DictionaryArray.from_arrays(array, self.texts[column])

    def conform(self, answers: pa.Table) -> pa.Table:
        """Give a table of answers these dictionaries in the place of its own.

        Args:
            answers: Rows of `ANSWERS`.

        Returns:
            The same rows.
        """
        place = ANSWERS.get_field_index("obligations")
        lists = answers.column(place).combine_chunks()
        duties = pa.StructArray.from_arrays([*self._columns_of(lists.values)], fields=list(OBLIGATION))
        conformed = pa.ListArray.from_arrays(lists.offsets, duties, mask=lists.is_null())
        return answers.set_column(place, ANSWERS.field(place), conformed)

    def _columns_of(self, duties: pa.StructArray) -> Iterator[pa.Array]:
        for number, field in enumerate(OBLIGATION):
            column = duties.field(number)
            if pa.types.is_dictionary(field.type):
                indices = pc.index_in(column.dictionary_decode(), value_set=self.texts[field.name]).cast(_INDEX)
                column = pa.DictionaryArray.from_arrays(indices, self.texts[field.name])
            yield column
