"""A model of whole numbers: columns with bounds, rows over them, and an objective for each level of costs."""

from __future__ import annotations

from dataclasses import dataclass, field

from meetings._domain.cost_catalog import LEVELS

__all__ = ["IntegerModel", "LinearConstraint", "LinearExpression"]

LinearExpression = dict[int, int]


@dataclass(slots=True)
class LinearConstraint:
    """At least `low` and at most `high`; `rule` and `subject` name the requirement it stands for."""

    terms: LinearExpression
    low: float
    high: float
    rule: str = ""
    subject: str = ""


@dataclass(slots=True)
class IntegerModel:
    """Columns with their bounds, rows, and the objectives in order of rank."""

    upper_bounds: list[int] = field(default_factory=list)
    is_integer: list[bool] = field(default_factory=list)
    """Whether only whole numbers will do. The other columns are whole in some best answer as soon as these are."""
    constraints: list[LinearConstraint] = field(default_factory=list)
    objective_levels: list[LinearExpression] = field(default_factory=lambda: [{} for _ in LEVELS])
    tie_break: LinearExpression = field(default_factory=dict)
    """What decides between answers that are equal on every level."""

    def add_variable(self, *, upper: int = 1, is_integer: bool = True) -> int:
        """A new column from 0 to `upper`."""
        self.upper_bounds.append(upper)
        self.is_integer.append(is_integer)
        return len(self.upper_bounds) - 1

    def add_constraint(
        self, terms: LinearExpression, low: float, high: float, rule: str = "", subject: str = ""
    ) -> LinearConstraint:
        """A new row."""
        row = LinearConstraint(terms, low, high, rule, subject)
        self.constraints.append(row)
        return row

    def add_cost(self, name: str, column: int, cost: int) -> None:
        """The column costs so much (more), on the level of the cost with this name."""
        for level, names in zip(self.objective_levels, LEVELS, strict=True):
            if cost and name in names:
                level[column] = level.get(column, 0) + cost
