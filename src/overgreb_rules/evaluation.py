"""The answer: every duty of a case at an instant, in the form in which other systems read it (schema version 1).

The fields that cost time and are not always read (reasons, steps, counted days, hashes) are lazy: they are computed
on first access (see `shared.lazy_model`).
"""
# mypy: disable-error-code="empty-body"
# The body of a lazy field is its docstring: whoever builds the model passes the function that computes the field.

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer

from overgreb_rules.shared.lazy_model import FrozenModel, LazyModel, lazy_field
from overgreb_rules.shared.text import Text

__all__ = [
    "CountedBy",
    "Counting",
    "Detail",
    "DueDates",
    "Escalation",
    "Evaluation",
    "Instant",
    "Obligation",
    "Receipt",
    "StatusWord",
    "Warned",
    "When",
]


def _day_or_instant(value: object) -> object:
    # The text of a day must be read as that day: pydantic could take it for the midnight of the day.
    return dt.date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2026-11-21") else value


When = Annotated[
    dt.datetime | dt.date,
    BeforeValidator(_day_or_instant),
    PlainSerializer(lambda value: value.isoformat(), return_type=str),
]
"""An instant in local time of Europe/Copenhagen with its offset, or a day."""

Instant = Annotated[dt.datetime, PlainSerializer(lambda value: value.isoformat(), return_type=str)]
"""An instant in local time of Europe/Copenhagen with its offset."""

StatusWord = Literal[
    "breached", "overdue", "contested", "due_soon", "pending", "undetermined", "open", "available",
    "met_late", "met_contested", "met", "used", "waived", "replaced", "expired",
]  # fmt: skip
"""The statuses, the most urgent first."""

Detail = Literal["dates", "counted", "full"]
"""How much of an answer is written: `full`; `counted`, without texts; `dates`, without counting and steps either."""


def _without_texts(**steps: object) -> dict[str, Any]:
    texts = dict.fromkeys(("title", "consequence", "explanation", "open_questions"), True)
    warnings = {"__all__": {"da", "en"}}
    # The hash of the result is one over all texts.
    return {"receipt": {"result_sha256"}, "obligations": {"__all__": texts | steps}, "warnings": warnings}


_LEFT_OUT: Mapping[Detail, dict[str, Any]] = {
    "full": {},
    "counted": _without_texts(escalations={"__all__": {"action"}}, counting={"__all__": {"why"}}),
    "dates": _without_texts(escalations=True, counting=True),
}


class DueDates(FrozenModel):
    """The last moment in time: an instant where the law counts hours, else a day.

    `strict` is the earlier reading: warn by it. `lenient` is the later one: only after it is there a breach.
    """

    strict: When
    lenient: When


class CountedBy(FrozenModel):
    """Which readings count a day."""

    strict: bool
    lenient: bool


class Counting(FrozenModel):
    """A day of the count, and why it is counted or left out."""

    day: When
    counted: CountedBy
    why: Text


class Escalation(FrozenModel):
    """What follows when a time limit is not kept: `statutory` and `remedy` by law, `local` by the municipality."""

    id: str
    kind: Literal["statutory", "remedy", "local"]
    from_: When = Field(alias="from")
    to: str
    active: bool
    action: Text


class Obligation(LazyModel):
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

    @lazy_field
    def consequence(self) -> Text | None:
        """What a breach leads to; None where the law attaches nothing to it."""

    @lazy_field
    def escalations(self) -> tuple[Escalation, ...]:
        """The steps that follow as the time limit nears and passes: the law's own, then the municipality's."""

    @lazy_field
    def counting(self) -> tuple[Counting, ...]:
        """The days of the count, and why each is counted or left out."""

    @lazy_field
    def explanation(self) -> Text:
        """What happened, what the law demands of whom, how it was counted, how it stands, and what is unsettled."""

    @lazy_field
    def certainty(self) -> Literal["text", "secondary"]:
        """Whether the law itself says so, or an authority."""

    @lazy_field
    def open_questions(self) -> tuple[Text, ...]:
        """What a jurist must settle."""

    @lazy_field
    def transition(self) -> bool:
        """Whether the change of law on 1 January 2024 bears on the duty."""

    @lazy_field
    def successor(self) -> tuple[str, ...] | None:
        """The rules of the newer law that continue it, where it stays under its own."""


class LawRead(FrozenModel):
    """How far the text of a law was read: the version, and the day up to which the law is known."""

    version: str
    read_to: dt.date


class Receipt(LazyModel):
    """What the answer rests on: the versions and hashes of rules, engine, time-zone data, holidays, case and policy.

    `result_sha256` is the hash of the answer without its receipt: the same whichever matcher gave it.
    """

    rulebook: str
    sha256: str
    engine: str
    tzdata: str
    holidays: str
    law: dict[str, LawRead]

    @lazy_field
    def case_sha256(self) -> str:
        """The hash of what the case says."""

    @lazy_field
    def policy_sha256(self) -> str | None:
        """The hash of the ladder that was used, if one was."""

    @lazy_field
    def result_sha256(self) -> str:
        """The hash of the answer without its receipt."""

    def __hash__(self) -> int:
        """Return a hash of the four hashes, because a mapping such as `law` has none.

        Returns:
            The hash; equal for equal receipts.
        """
        return hash((self.sha256, self.case_sha256, self.policy_sha256, self.result_sha256))


class Warned(FrozenModel):
    """Something that the reader must know beside the duties."""

    code: str
    da: str
    en: str


class Evaluation(LazyModel):
    """Every duty of one case at one instant, the most urgent first."""

    schema_version: Literal[1] = Field(default=1, alias="schema")
    case_id: str
    at: When
    receipt: Receipt
    obligations: tuple[Obligation, ...]

    @lazy_field
    def next_change(self) -> Instant | None:
        """The next instant at which anything changes by time alone; None where nothing does."""

    @lazy_field
    def ignored_events(self) -> tuple[str, ...]:
        """The events that have not happened yet."""

    @lazy_field
    def warnings(self) -> tuple[Warned, ...]:
        """What the reader must know beside the duties."""

    def to_json(self, *, detail: Detail = "full", indent: int | None = None) -> str:
        """Return the answer as JSON, schema version 1.

        Args:
            detail: `full` for the whole answer, whose bytes are canonical; `counted` leaves out the texts; `dates` the
                counted days and the escalations too. Both leave out the hash of the result, which is one over all
                texts. What is left out is not computed.
            indent: The blanks of an indented level; None for one line.

        Returns:
            The JSON text without a line end.
        """
        return self.model_dump_json(indent=indent, exclude=_LEFT_OUT[detail])

    def is_late(self) -> bool:
        """Return whether something is overdue or breached, which makes the exit code of the command line 1.

        Returns:
            True where a duty is overdue or breached.
        """
        return any(duty.status in {"overdue", "breached"} for duty in self.obligations)

    @staticmethod
    def fields_left_out(detail: Detail) -> dict[str, Any]:
        """Return what of an answer a detail leaves out.

        Args:
            detail: `dates`, `counted` or `full`.

        Returns:
            The fields as `model_dump(exclude=…)` takes them; empty where nothing is left out.
        """
        return _LEFT_OUT[detail]
