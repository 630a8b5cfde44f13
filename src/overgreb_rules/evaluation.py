"""The answer: every duty of a case at an instant, in the form in which other systems read it (schema version 1).

The fields that cost time and are not always read (reasons, steps, counted days, hashes) are lazy: they are computed
on first access (see `shared.lazy_model`).
"""
# mypy: disable-error-code="empty-body"
# The body of a lazy field is its docstring: whoever builds the model passes the function that computes the field.

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Container, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, PlainSerializer, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema, from_json, to_json

from overgreb_rules.shared.json_writer import NOTHING, to_json_text
from overgreb_rules.shared.lazy_model import FrozenModel, LazyModel, lazy_field
from overgreb_rules.shared.text import Text

__all__ = [
    "Cause",
    "Closed",
    "CountedBy",
    "Counting",
    "Day",
    "Detail",
    "DueDates",
    "DueDay",
    "DueEnds",
    "DueInstant",
    "Escalation",
    "Evaluation",
    "Instant",
    "Obligation",
    "OpenedBy",
    "Receipt",
    "StatusWord",
    "UndatedReason",
    "Warned",
    "When",
    "Wording",
]


class Day(dt.date):
    """A local day of Europe/Copenhagen, which a type checker refuses to compare with an instant.

    `datetime` is a subclass of `date`: a comparison of the two passes a type checker and fails when it is run. The
    order of days is declared for days alone; with a plain `date` a day can still be compared.
    """

    __slots__ = ()

    @classmethod
    def of(cls, day: dt.date) -> Self:
        """Build the day of a date.

        Args:
            day: The date.

        Returns:
            The same day.
        """
        return cls(day.year, day.month, day.day)

    if TYPE_CHECKING:

        def __lt__(self, value: Day, /) -> bool: ...  # type: ignore[override]  # narrower on purpose, as in datetime
        def __le__(self, value: Day, /) -> bool: ...  # type: ignore[override]  # the same
        def __gt__(self, value: Day, /) -> bool: ...  # type: ignore[override]  # the same
        def __ge__(self, value: Day, /) -> bool: ...  # type: ignore[override]  # the same

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _read_day,
            serialization=core_schema.plain_serializer_function_ser_schema(
                dt.date.isoformat, return_schema=core_schema.str_schema()
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "format": "date"}


def _read_day(value: object) -> Day:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return Day.of(value)
    if isinstance(value, str) and len(value) == len("2026-11-21"):
        return Day.fromisoformat(value)
    raise ValueError("a day such as 2026-11-21 is expected")


Instant = Annotated[
    dt.datetime,
    PlainSerializer(lambda value: value.isoformat(), return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""An instant in local time of Europe/Copenhagen with its offset."""

When = Annotated[
    Day | dt.datetime,
    Field(union_mode="left_to_right"),
    PlainSerializer(lambda value: value.isoformat(), return_type=str),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}),
]
"""An instant in local time of Europe/Copenhagen with its offset, or a day."""

StatusWord = Literal[
    "breached", "overdue", "contested", "due_soon", "pending", "undetermined", "open", "available",
    "met_late", "met_contested", "met", "used", "waived", "replaced", "expired",
]  # fmt: skip
"""The statuses, the most urgent first."""

Detail = Literal["dates", "counted", "full"]
"""How much of an answer is written: `full`; `counted`, without texts; `dates`, without counting and steps either."""


_CHANGED = "changed"
"""Marks a copy of an answer in which a field was changed, among its private values."""
_READ: Mapping[str, Any] = {_CHANGED: True}
"""What holds of an answer that was read, pickled or copied deeply: its receipt has the hash that it came with."""
_LIST_STATUSES, _LIST_OBLIGATIONS, _WRITE_OBLIGATIONS = "list_statuses", "list_obligations", "write_obligations"
"""Name among the private values of an answer what lists its statuses without making the models of its duties, what
makes only the models of duties with some statuses, and what writes its duties in a detail without their models."""
_WRITTEN_APART = dict.fromkeys(("schema_version", "case_id", "at", "receipt", "obligations"), True)
_BOTH_LANGUAGES: Mapping[str, bool] = {"da": True, "en": True}


def _without_texts(**steps: object) -> dict[str, Any]:
    texts: dict[str, Any] = dict.fromkeys(("title", "consequence", "explanation", "open_questions"), True)
    texts["cause"] = _BOTH_LANGUAGES
    warnings = {"__all__": _BOTH_LANGUAGES}
    # The hash of the result is one over all texts.
    return {"receipt": {"result_sha256": True}, "obligations": {"__all__": texts | steps}, "warnings": warnings}


_LEFT_OUT: Mapping[Detail, dict[str, Any]] = {
    "full": {},
    "counted": _without_texts(escalations={"__all__": {"action": True}}, counting={"__all__": {"why": True}}),
    "dates": _without_texts(escalations=True, counting=True),
}


class DueEnds(FrozenModel):
    """The first instant that is too late, by each reading."""

    strict: Instant
    lenient: Instant


class DueDay(LazyModel):
    """The last day on which a duty can be kept, where the law counts days, weeks, months or years.

    `strict` is the earlier reading: warn by it. `lenient` is the later one: only after it is there a breach.
    """

    strict: Day
    lenient: Day
    is_day: Literal[True] = True

    @lazy_field
    def ends(self) -> DueEnds:
        """The first instants that are too late: those at which the next day begins."""


class DueInstant(LazyModel):
    """The last instant at which a duty can be kept, where the law counts hours.

    `strict` is the earlier reading: warn by it. `lenient` is the later one: only after it is there a breach.
    """

    strict: Instant
    lenient: Instant
    is_day: Literal[False] = False

    @lazy_field
    def ends(self) -> DueEnds:
        """The first instants that are too late: one second later."""


DueDates = DueDay | DueInstant
"""The last moment in time. `is_day is True`, or `isinstance`, tells the two kinds apart, also for a type checker."""


UndatedReason = Literal["no_number", "not_told", "stands_still"]
"""Why a duty has no date: the law sets none, the case lacks a fact, or a request has interrupted the time limit."""


class OpenedBy(FrozenModel):
    """The event that opened a duty: its type, and when it happened, as the case tells it."""

    type: str
    at: When


class Wording(FrozenModel):
    """The days in force of the version of a rule that was applied; `to` is None while it has not ended."""

    from_: Day = Field(alias="from")
    to: Day | None


class Cause(FrozenModel):
    """Why a duty is waived, replaced, expired, undetermined or breached.

    `events` are the ids of the events that decided, `facts` the facts with the value that was told (None where it was
    not), `rule` the id of another rule whose duty decided.
    """

    events: tuple[str, ...]
    facts: dict[str, bool | int | str | None]
    rule: str | None
    da: str
    en: str

    def __hash__(self) -> int:
        """Return a hash of all but the facts, because a mapping has none.

        Returns:
            The hash; equal for equal causes.
        """
        return hash((self.events, self.rule, self.da, self.en))


class Closed(FrozenModel):
    """The closing of the case in the system, after which nobody works on the duty: event, time and reason."""

    by: str
    at: When
    grund: str | None


class CountedBy(FrozenModel):
    """Which readings count a day."""

    strict: bool
    lenient: bool


class Counting(FrozenModel):
    """A day of the count, and why it is counted or left out."""

    day: Day
    counted: CountedBy
    why: Text


class Escalation(FrozenModel):
    """What follows when a time limit is not kept: `statutory` and `remedy` by law, `local` by the municipality."""

    id: str
    kind: Literal["statutory", "remedy", "local"]
    from_: Instant = Field(alias="from")
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
    opened_by: OpenedBy
    wording: Wording
    due: DueDates | None
    status: StatusWord
    met_by: tuple[str, ...]
    met_at: tuple[When, ...]
    needs: tuple[str, ...]

    @lazy_field
    def cause(self) -> Cause | None:
        """Why the duty is waived, replaced, expired, undetermined or breached; None for every other status."""

    @lazy_field
    def closed(self) -> Closed | None:
        """The closing of the case that came while the duty was unmet; None where there is none."""

    @lazy_field
    def not_recorded(self) -> bool:
        """Whether the municipality's policy says that its system keeps no record of such duties."""

    @lazy_field
    def past_due(self) -> bool:
        """Whether the strict date of an undetermined duty has passed; of every other duty the status says so."""

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
        """`text` where the law itself says so, `secondary` where an authority does."""

    @lazy_field
    def open_questions(self) -> tuple[Text, ...]:
        """What a jurist must settle."""

    @lazy_field
    def transition(self) -> bool:
        """Whether the change from one act to the next bears on the duty."""

    @lazy_field
    def successor(self) -> tuple[str, ...] | None:
        """The rules of the newer law that continue it, where it stays under its own."""

    def has_lapse(self) -> bool | None:
        """Return whether something lapses by a breach, as the rules say from which the duty was computed.

        Returns:
            None for a duty that was read, pickled or copied deeply: its fields do not tell a lapse from another duty.
        """
        known: bool | None = self._ask("has_lapse")
        return known

    def has_mistimed_act(self) -> bool | None:
        """Return whether the act of a breached duty has been done, too late or too early.

        Returns:
            None for a duty that was read, pickled or copied deeply: its fields do not tell such an act.
        """
        known: bool | None = self._ask("has_mistimed_act")
        return known

    def find_undated_reason(self) -> UndatedReason | None:
        """Return why a duty has no date, as the rules say from which it was computed.

        Returns:
            `no_number` where the law sets none, `not_told` where the case lacks a fact, `stands_still` where a request
            has interrupted the time limit; None for a duty that was read, pickled or copied deeply.
        """
        reason: UndatedReason | None = self._ask("undated_reason")
        return reason

    def _ask(self, name: str) -> Any:
        """Return what the duty was computed from and no field holds; None for a duty that was not computed here."""
        private = self.__pydantic_private__
        return None if private is None else private["compute"](name)


class LawRead(FrozenModel):
    """How far the text of a law was read: the version, and the day up to which the law is known."""

    version: str
    read_to: Day


class Receipt(LazyModel):
    """What the answer rests on: the versions and hashes of rules, engine, time-zone data, holidays, case and policy.

    `result_sha256` is the hash of the answer without its receipt: the same whichever matcher gave it.
    """

    rulebook: str
    sha256: str
    engine: str
    tzdata: str
    holidays: str

    @lazy_field
    def case_sha256(self) -> str:
        """The hash of what the case says."""

    @lazy_field
    def policy_sha256(self) -> str | None:
        """The hash of the ladder that was used, if one was."""

    @lazy_field
    def result_sha256(self) -> str:
        """The hash of the answer without its receipt."""

    @lazy_field
    def bundle_sha256(self) -> str:
        """The hash of the bundle of the rules: what an engine in another language reads."""

    @lazy_field
    def law(self) -> dict[str, LawRead]:
        """How far each law was read. It is known when the receipt is made, and lazy to stand last in the JSON."""

    def __hash__(self) -> int:
        """Return a hash of the four hashes, which tell receipts apart.

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
    at: Instant
    receipt: Receipt

    @lazy_field
    def obligations(self) -> tuple[Obligation, ...]:
        """The duties, the most urgent first."""

    @lazy_field
    def next_change(self) -> Instant | None:
        """The next instant at which anything that is not closed changes by time alone; None where nothing does."""

    @lazy_field
    def ignored_events(self) -> tuple[str, ...]:
        """The events that have not happened yet."""

    @lazy_field
    def unused_events(self) -> tuple[str, ...]:
        """The events that opened, met, waived, ended and moved nothing."""

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
        left_out = _LEFT_OUT[detail]
        before, duties, rest = self._content_json(detail)
        if detail == "full" and _CHANGED not in (self.__pydantic_private__ or _READ):
            # The receipt holds the hash of the bytes that are written here.
            vars(self.receipt).setdefault("result_sha256", _hash_content(before, duties, rest))
        receipt = to_json_text(self.receipt, left_out.get("receipt", NOTHING))
        text = f'{before},"receipt":{receipt},"obligations":[{duties}],{rest}'
        return text if indent is None else to_json(from_json(text), indent=indent).decode()

    def content_sha256(self) -> str:
        """Return the hash of the answer without its receipt.

        Returns:
            SHA-256 of the canonical bytes, in hexadecimal.
        """
        return _hash_content(*self._content_json("full"))

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Copy the answer, as pydantic does.

        Args:
            update: The fields that the copy has otherwise.
            deep: Whether the values are copied too.

        Returns:
            The copy. Its receipt is that of this answer, whose hash it keeps.
        """
        copied = super().model_copy(update=update, deep=deep)
        if update and copied.__pydantic_private__ is not None:
            copied.__pydantic_private__ = {**copied.__pydantic_private__, _CHANGED: True}
        return copied

    def _content_json(self, detail: Detail) -> tuple[str, str, str]:
        """Return the JSON of what stands before the receipt, of the duties, and of the fields after them.

        They are three texts because a whole answer is long: putting it together takes as long as writing two duties.
        """
        left_out, write = _LEFT_OUT[detail], self._maker(_WRITE_OBLIGATIONS)
        before = to_json_text({"schema": self.schema_version, "case_id": self.case_id, "at": self.at})
        if write is None:
            duties = to_json_text(self.obligations, left_out.get("obligations", NOTHING))[1:-1]
        else:
            duties = write(detail)
        rest = to_json_text(self, {**left_out, **_WRITTEN_APART})
        return before[:-1], duties, rest[1:]

    def is_late(self) -> bool:
        """Return whether something is overdue or breached, which makes the exit code of the command line 1.

        Returns:
            True where a duty is overdue or breached.
        """
        return any(status in {"overdue", "breached"} for status in self.list_statuses())

    def list_statuses(self) -> tuple[StatusWord, ...]:
        """Return the status of each duty, in the order of `obligations`, without making their models.

        Returns:
            As many statuses as the answer has duties.
        """
        listed = self._maker(_LIST_STATUSES)
        return tuple(duty.status for duty in self.obligations) if listed is None else listed()

    def list_obligations(self, statuses: Container[str]) -> tuple[Obligation, ...]:
        """Return the duties with some statuses, in the order of `obligations`, without making the models of the others.

        Args:
            statuses: The statuses that are meant.

        Returns:
            Those of `obligations` that have one of them.
        """
        listed: Callable[[Container[str]], tuple[Obligation, ...]] | None = self._maker(_LIST_OBLIGATIONS)
        if listed is None:
            return tuple(duty for duty in self.obligations if duty.status in statuses)
        return listed(statuses)

    def _maker(self, name: str) -> Callable[..., Any] | None:
        """What makes something of the duties without all their models; None where the fields alone are known."""
        private = self.__pydantic_private__ or _READ
        return None if _CHANGED in private else private.get(name)

    @staticmethod
    def fields_left_out(detail: Detail) -> dict[str, Any]:
        """Return what of an answer a detail leaves out.

        Args:
            detail: `dates`, `counted` or `full`.

        Returns:
            The fields as `model_dump(exclude=…)` takes them; empty where nothing is left out.
        """
        return _LEFT_OUT[detail]


def _hash_content(before: str, duties: str, rest: str) -> str:
    digest = hashlib.sha256(f'{before},"obligations":['.encode())
    digest.update(duties.encode())
    digest.update(f"],{rest}".encode())
    return digest.hexdigest()
