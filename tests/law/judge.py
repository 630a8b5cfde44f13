"""How an example of a rule file is judged: used by the tests and by the mutation run."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

from overgreb_rules import Case, Rulebook, evaluate
from overgreb_rules._rules.model import Example, Rule

__all__ = ["fault"]


def fault(rule: Rule, example: Example, book: Rulebook) -> str | None:
    """What comes out otherwise than the example says; None where all of it comes out."""
    case = Case.model_validate({"case_id": rule.id, **example.case, "events": [_told(e) for e in example.events]})
    answer = json.loads(evaluate(case, at=example.at, rulebook=book).model_dump_json())
    prefix = f"{rule.id}@"
    found = {o["key"].removeprefix(prefix): o for o in answer["obligations"] if o["key"].startswith(prefix)}
    if sorted(found) != sorted(example.gives):
        return f"duties of {sorted(found)}, not of {sorted(example.gives)}"
    for trigger, expected in example.gives.items():
        for key, value in expected.items():
            if found[trigger][key] != _written(key, value):
                return f"{trigger}: {key} is {found[trigger][key]}, not {_written(key, value)}"
    return None


def _told(event: Mapping[str, object]) -> dict[str, object]:
    return {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in event.items()}


def _written(key: str, value: object) -> object:
    if key != "due" or value is None:
        return value.isoformat() if isinstance(value, dt.date) else value
    both = value if isinstance(value, dict) else {"strict": value, "lenient": value}
    return {name: day.isoformat() if isinstance(day, dt.date) else day for name, day in both.items()}
