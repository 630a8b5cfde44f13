"""The answer: every duty of a case at an instant, in the form in which other systems read it (schema version 1)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from overgreb_rules.text import Text

__all__ = [
    "CountedBy",
    "Counting",
    "DueDates",
    "Escalation",
    "Evaluation",
    "Obligation",
    "Receipt",
    "StatusWord",
    "Warned",
    "When",
]

When = Annotated[dt.datetime | dt.date, PlainSerializer(lambda value: value.isoformat(), return_type=str)]
"""An instant in local time of Europe/Copenhagen with its offset, or a day."""

StatusWord = Literal[
    "breached", "overdue", "contested", "due_soon", "pending", "undetermined", "open", "available",
    "met_late", "met_contested", "met", "used", "waived", "replaced", "expired",
]  # fmt: skip
"""The statuses, the most urgent first."""


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, serialize_by_alias=True, validate_by_name=True, validate_by_alias=True)


class DueDates(_Answer):
    """The last moment in time: an instant where the law counts hours, else a day.

    `strict` is the earlier reading: warn by it. `lenient` is the later one: only after it is there a breach.
    """

    strict: When
    lenient: When


class CountedBy(_Answer):
    """Which readings count a day."""

    strict: bool
    lenient: bool


class Counting(_Answer):
    """A day of the count, and why it is counted or left out."""

    day: When
    counted: CountedBy
    why: Text


class Escalation(_Answer):
    """What follows when a time limit is not kept: `statutory` and `remedy` by law, `local` by the municipality."""

    id: str
    kind: Literal["statutory", "remedy", "local"]
    from_: When = Field(alias="from")
    to: str
    active: bool
    action: Text


class Obligation(_Answer):
    """One duty (or permission) with its legal basis, its dates, its status and the reasons."""

    rule: str
    key: str
    law: str
    cite: str
    title: Text
    modality: Literal["must", "may", "window"]
    bearer: str
    trigger: str
    clock_start: When
    due: DueDates | None
    status: StatusWord
    met_by: tuple[str, ...]
    needs: tuple[str, ...]
    consequence: Text | None
    escalations: tuple[Escalation, ...]
    counting: tuple[Counting, ...]
    explanation: Text
    certainty: Literal["text", "secondary"]
    open_questions: tuple[Text, ...]
    transition: bool
    successor: tuple[str, ...] | None


class Receipt(_Answer):
    """What the answer rests on: the versions and hashes of rules, engine, time-zone data, holidays, case and policy.

    `result_sha256` is the hash of the answer without its receipt: the same whichever matcher gave it.
    """

    rulebook: str
    sha256: str
    engine: str
    tzdata: str
    holidays: str
    case_sha256: str
    policy_sha256: str | None
    result_sha256: str


class Warned(_Answer):
    """Something that the reader must know beside the duties."""

    code: str
    da: str
    en: str


class Evaluation(_Answer):
    """Every duty of one case at one instant, the most urgent first."""

    schema_version: Literal[1] = Field(default=1, alias="schema")
    case_id: str
    at: When
    receipt: Receipt
    obligations: tuple[Obligation, ...]
    next_change: When | None
    ignored_events: tuple[str, ...]
    warnings: tuple[Warned, ...]
