"""A mixed-integer model: variables with bounds, linear constraints, and an objective for each level of costs."""

from __future__ import annotations

from dataclasses import dataclass, field

from meetings._constraints.variables import LinearExpression
from meetings._domain.cost_catalog import LEVELS


@dataclass(slots=True)
class LinearConstraint:
    """A lower and an upper limit of a linear expression: low <= terms <= high; an infinite limit is none."""

    terms: LinearExpression
    low: float
    high: float
    name: str = ""
    """The name of the scheduling constraint that the row states; empty where it defines a variable."""
    subject: str = ""
    """Whom or what that constraint is about: a facilitator, a børnehus, a kreds."""


@dataclass(slots=True)
class IntegerModel:
    """Variables from 0 to an upper bound, constraints over them, and the objectives in order of rank."""

    upper_bounds: list[int] = field(default_factory=list)
    is_integer: list[bool] = field(default_factory=list)
    """Whether a variable must be a whole number. The others are whole in some optimum once these are fixed."""
    constraints: list[LinearConstraint] = field(default_factory=list)
    objective_levels: list[LinearExpression] = field(default_factory=lambda: [{} for _ in LEVELS])
    """One objective for each of `LEVELS`, in thousandths of a weighted unit."""
    tie_break: LinearExpression = field(default_factory=dict)
    """The objective that decides between plans that are equal on every level."""

    def add_variable(self, *, upper: int = 1, is_integer: bool = True) -> int:
        """Add a variable from 0 to `upper`.

        Args:
            upper: the largest value.
            is_integer: whether only whole numbers are allowed.

        Returns:
            The index of the variable.
        """
        self.upper_bounds.append(upper)
        self.is_integer.append(is_integer)
        return len(self.upper_bounds) - 1

    def add_constraint(
        self, terms: LinearExpression, low: float, high: float, name: str = "", subject: str = ""
    ) -> LinearConstraint:
        """Add the constraint low <= terms <= high.

        Args:
            terms: the weighted variables.
            low: the least allowed sum, or minus infinity.
            high: the largest allowed sum, or infinity.
            name: the name of the scheduling constraint that the row states; empty where it states none.
            subject: whom or what that constraint is about.

        Returns:
            The constraint as it stands in the model.
        """
        constraint = LinearConstraint(terms, low, high, name, subject)
        self.constraints.append(constraint)
        return constraint

    def add_cost(self, name: str, variable: int, cost: int) -> None:
        """Add to the cost of a variable, on the level to which the named cost belongs.

        Args:
            name: the name of the cost in the catalogue.
            variable: the index of the variable.
            cost: thousandths of a weighted unit for each unit of the variable; 0 adds nothing.
        """
        for level, names in zip(self.objective_levels, LEVELS, strict=True):
            if cost and name in names:
                level[variable] = level.get(variable, 0) + cost
