"""A model of whole numbers: columns with bounds, rows over them, and an objective for each level of costs."""

from __future__ import annotations

from dataclasses import dataclass, field

from meetings._domain.cost_catalog import LEVELS

__all__ = ["Model", "Row", "Terms"]

Terms = dict[int, int]


@dataclass(slots=True)
class Row:
    """At least `low` and at most `high`; `rule` and `subject` name the requirement it stands for."""

    terms: Terms
    low: float
    high: float
    rule: str = ""
    subject: str = ""


@dataclass(slots=True)
class Model:
    """Columns with their bounds, rows, and the objectives in order of rank."""

    upper: list[int] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    """Whether only whole numbers will do. The other columns are whole in some best answer as soon as these are."""
    rows: list[Row] = field(default_factory=list)
    levels: list[Terms] = field(default_factory=lambda: [{} for _ in LEVELS])
    ties: Terms = field(default_factory=dict)
    """What decides between answers that are equal on every level."""

    def column(self, *, upper: int = 1, whole: bool = True) -> int:
        """A new column from 0 to `upper`."""
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.upper) - 1

    def row(self, terms: Terms, low: float, high: float, rule: str = "", subject: str = "") -> Row:
        """A new row."""
        row = Row(terms, low, high, rule, subject)
        self.rows.append(row)
        return row

    def cost(self, name: str, column: int, cost: int) -> None:
        """The column costs so much (more), on the level of the cost with this name."""
        for level, names in zip(self.levels, LEVELS, strict=True):
            if cost and name in names:
                level[column] = level.get(column, 0) + cost
