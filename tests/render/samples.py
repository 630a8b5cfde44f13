"""Evaluations to render: the example cases, and made ones of any size and shape."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from overgreb_rules import Case, evaluate
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules.calendar import COPENHAGEN
from overgreb_rules.evaluation import (
    CountedBy,
    Counting,
    DueDates,
    Escalation,
    Evaluation,
    Obligation,
    Receipt,
    Warned,
    When,
)
from overgreb_rules.shared.strict_yaml import read
from overgreb_rules.shared.text import Text

__all__ = ["AT", "EXAMPLES", "duty", "evaluation", "example", "instant", "many", "sixty"]

_ROOT = Path(__file__).parents[2]
_WHOLE: Any = read((_ROOT / "tests/law/whole_cases.yaml").read_text(encoding="utf-8"), "whole_cases.yaml").data
EXAMPLES: dict[str, str] = {whole["case"]: str(whole["at"]) for whole in _WHOLE}
"""The example cases, and the instant of each."""


def instant(text: str) -> dt.datetime:
    """A local time of Copenhagen."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


AT = instant("2026-11-21T12:00")


def example(name: str, at: str | None = None) -> tuple[Evaluation, Mapping[str, Moment]]:
    """An example case at its instant, and when its events were."""
    case = Case.model_validate_json((_ROOT / f"examples/cases/{name}.json").read_text(encoding="utf-8"))
    return evaluate(case, at=at or EXAMPLES[name]), {event.id: event.at for event in case.events}


def duty(number: int = 1, **changes: Any) -> Obligation:
    """A duty of 24 hours; `changes` are its other fields, `due` a pair or one moment."""
    due = changes.pop("due", instant("2026-11-22T09:30"))
    both = due if isinstance(due, tuple) else (due, due)
    fields = {
        "rule": "bl-136-2-vurdering-24-timer",
        "key": f"bl-136-2-vurdering-24-timer@e{number}",
        "law": "barnets_lov",
        "cite": "barnets lov § 136, stk. 2",
        "title": Text("Vurdering af fare inden 24 timer", "Assessment of danger within 24 hours"),
        "modality": "must",
        "bearer": "kommunalbestyrelsen",
        "trigger": f"e{number}",
        "clock_start": instant("2026-11-21T09:30"),
        "status": "pending",
        "met_by": (),
        "needs": (),
        "consequence": None,
        "escalations": (),
        "counting": (),
        "explanation": Text("Fordi loven siger det.", "Because the act says so."),
        "certainty": "text",
        "open_questions": (),
        "transition": False,
        "successor": None,
    }
    dates = None if due is None else DueDates(strict=both[0], lenient=both[1])
    return Obligation.model_construct(**{**fields, "due": dates, **changes})


def evaluation(*duties: Obligation, case_id: str = "A-17", at: When = AT, **changes: Any) -> Evaluation:
    """An answer with these duties."""
    receipt = dict.fromkeys((*Receipt.model_fields, *Receipt.model_computed_fields), "0" * 64)
    fields = {
        "schema_version": 1,
        "case_id": case_id,
        "at": at,
        "receipt": Receipt.model_construct(**receipt),
        "obligations": tuple(duties),
        "next_change": None,
        "ignored_events": (),
        "warnings": (),
    }
    return Evaluation.model_construct(**{**fields, **changes})


def many(*, hostile: str = "") -> Evaluation:
    """Every status, and periods from an hour to 4 years; `hostile` is put wherever a caller's text can stand."""
    statuses = list(Obligation.model_fields["status"].annotation.__args__)  # type: ignore[union-attr]
    lengths = [dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(days=7), dt.timedelta(days=28)]
    lengths += [dt.timedelta(days=120), dt.timedelta(days=365), dt.timedelta(days=1461)]
    start = AT - dt.timedelta(hours=20)
    duties = [
        duty(
            number,
            key=f"rule@e{number}{hostile}",
            trigger=f"e{number}{hostile}",
            clock_start=start,
            status=word,
            due=_due(start, lengths[number % len(lengths)], number),
            met_by=(f"m{number}{hostile}",) if word.startswith(("met", "used")) else (),
            needs=("overgreb", f"egen_kendsgerning{hostile}") if word == "undetermined" else (),
            consequence=Text(f"Så sker der noget {hostile}", f"Then something happens {hostile}"),
            modality="may" if word in {"available", "used", "expired"} else "must",
            counting=_counting(start),
            open_questions=(Text(f"Tvivl {hostile}", f"Doubt {hostile}"),),
            escalations=(_step(hostile),),
        )
        for number, word in enumerate(statuses)
    ]
    duties += [duty(90, due=None, status="open"), duty(91, due=None, status="undetermined", needs=("overgreb",))]
    duties.append(duty(92, modality="window", due=dt.date(2026, 12, 24), status="breached", met_by=("e92",)))
    warned = Warned.model_construct(code="x", da=f"Bemærk {hostile}", en=f"Note {hostile}")
    return evaluation(*duties, case_id=f"A-17{hostile}", warnings=(warned,), ignored_events=(f"i1{hostile}",))


def sixty() -> Evaluation:
    """Duties of many years in one case."""
    duties = []
    for number in range(60):
        start = instant("2021-01-04T10:00") + dt.timedelta(days=37 * number)
        length = dt.timedelta(days=(1, 7, 30, 120, 365)[number % 5])
        status = ("overdue", "met", "pending", "waived")[number % 4]
        duties.append(duty(number, clock_start=start, due=_due(start, length, number), status=status))
    return evaluation(*duties)


def _due(start: dt.datetime, length: dt.timedelta, number: int) -> When | tuple[When, When]:
    end = start + length
    if length <= dt.timedelta(days=1):
        return end
    return (end.date(), end.date() + dt.timedelta(days=2)) if number % 2 else end.date()


def _counting(start: dt.datetime) -> tuple[Counting, ...]:
    kinds: Iterable[tuple[int, bool, bool]] = ((0, False, False), (1, True, True), (2, True, False), (3, False, True))
    return tuple(
        Counting(
            day=start.date() + dt.timedelta(days=number),
            counted=CountedBy(strict=strict, lenient=lenient),
            why=Text("sådan er det", "so it is"),
        )
        for number, strict, lenient in kinds
    )


def _step(hostile: str) -> Escalation:
    action = Text(f"Gør noget {hostile}", f"Do something {hostile}")
    return Escalation(id="x", kind="local", from_=AT, to=f"leder{hostile}", active=True, action=action)
