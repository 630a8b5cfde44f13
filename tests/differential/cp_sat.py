"""A program that minimises each level of models by CP-SAT: its own process, since OR-Tools and HiGHS share symbols.

Reads a list of models as JSON and writes a list of minima by level, or null for an infeasible model.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from ortools.sat.python import cp_model


def minimise(model: dict[str, Any]) -> list[int] | None:
    """Return the minimum of each level, each with the earlier levels held at theirs; None where infeasible."""
    program = cp_model.CpModel()
    variables = [program.new_int_var(0, upper, f"x{index}") for index, upper in enumerate(model["upper"])]
    one = program.new_constant(1)
    for terms, low, high in model["rows"]:
        total = sum(weight * variables[variable] for variable, weight in terms) + 0 * one
        program.add_linear_constraint(total, -(10**9) if low is None else low, 10**9 if high is None else high)
    minima: list[int] = []
    for level in model["levels"]:
        total = sum(weight * variables[variable] for variable, weight in level) + 0 * one
        program.minimize(total)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        status = solver.solve(program)
        if status == cp_model.INFEASIBLE:
            return None
        if status != cp_model.OPTIMAL:
            raise RuntimeError(solver.status_name(status))
        minima.append(round(solver.objective_value))
        program.add(total <= minima[-1])
    return minima


if __name__ == "__main__":
    json.dump([minimise(model) for model in json.load(sys.stdin)], sys.stdout)
