"""What every slice of a batch is evaluated with."""

from __future__ import annotations

from typing import Self

from overgreb_rules._columnar.columns.arrays import CodeArray, DayNumberArray, to_int64
from overgreb_rules._columnar.columns.event_columns import EventColumns, build_event_columns
from overgreb_rules._columnar.io.input_tables import CaseBatch
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules.rulebook import Rulebook
from overgreb_rules.shared.value_object import ValueObject


class ChildColumns(ValueObject):
    """What is known of the child of each case of the batch.

    Attributes:
        foedselsdato: int64[cases] day number of the birth, ABSENT where unknown.
        termin: int64[cases] day number of the due date, ABSENT where unknown.
        soeskende_under_15: int64[cases] 0 or 1, ABSENT where unknown.
    """

    foedselsdato: DayNumberArray
    termin: DayNumberArray
    soeskende_under_15: CodeArray


class BatchContext(ValueObject):
    """The columns of a batch and the rules at one instant.

    Attributes:
        columns: The events of the supported cases.
        child: The children of the cases.
        vocabulary: The event types and their facts.
        programs: The compiled rules.
        as_of: The instant of the evaluation in epoch seconds.
    """

    columns: EventColumns
    child: ChildColumns
    vocabulary: Vocabulary
    programs: CompiledRules
    as_of: int

    @classmethod
    def of(cls, batch: CaseBatch, book: Rulebook, as_of: int) -> Self:
        """Build the context of a batch.

        Args:
            batch: The cases and their events.
            book: The rules.
            as_of: The instant of the evaluation in epoch seconds.

        Returns:
            The context.
        """
        columns = build_event_columns(batch, book.rules, as_of)
        child = ChildColumns(*(to_int64(batch.cases[name]) for name in ChildColumns.__struct_fields__))
        return cls(columns, child, book.rules.vocabulary, book.programs, as_of)
