"""The answer: every duty of a case at an instant, in the form in which other systems read it (schema version 1).

What costs time and is not always asked for (reasons, steps, counted days, hashes) is made when it is first asked for,
by a maker that the pipeline gives along; from then on it is kept. An answer that is saved, copied deeply or sent to
another process is made whole first, and needs no maker any more.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Generator
from functools import cache
from typing import Annotated, Any, Literal, Protocol, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PlainSerializer,
    computed_field,
    create_model,
    model_validator,
)

from overgreb_rules.shared.cached_attribute import cached_attribute
from overgreb_rules.shared.text import Text

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

T = TypeVar("T")
_set = object.__setattr__


def _day_or_instant(value: object) -> object:
    """The text of a day is that day: as one of two types it could be taken for its midnight."""
    return dt.date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2026-11-21") else value


When = Annotated[
    dt.datetime | dt.date,
    BeforeValidator(_day_or_instant),
    PlainSerializer(lambda value: value.isoformat(), return_type=str),
]
"""An instant in local time of Europe/Copenhagen with its offset, or a day."""

StatusWord = Literal[
    "breached", "overdue", "contested", "due_soon", "pending", "undetermined", "open", "available",
    "met_late", "met_contested", "met", "used", "waived", "replaced", "expired",
]  # fmt: skip
"""The statuses, the most urgent first."""


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, serialize_by_alias=True, validate_by_name=True, validate_by_alias=True)

    @classmethod
    def unchecked(cls, values: dict[str, object], maker: object = None) -> Self:
        """The answer of `values`, all of them and in the order of the keys; `maker` makes the rest when asked for.

        As it would come out of a pickle: `model_construct` looks at every field anew, and takes ten times as long.
        """
        one = cls.__new__(cls)
        _set(one, "__dict__", values)
        _set(one, "__pydantic_fields_set__", set(values))
        _set(one, "__pydantic_extra__", None)
        _set(one, "__pydantic_private__", maker and {"maker": maker})
        return one


def _made(make: Callable[[Any], T]) -> cached_attribute[T]:
    """A key of the answer that is made when it is first asked for, and kept; published like every other key."""
    return computed_field(json_schema_extra=_like_any_key)(cached_attribute(make))


def _like_any_key(schema: dict[str, Any]) -> None:
    for only_of_a_made_one in ("description", "readOnly"):
        schema.pop(only_of_a_made_one, None)


def _maker_of(answer: BaseModel) -> Any:
    # Kept where pydantic keeps what is private, and read directly: its own way there takes longer than most makers.
    return (answer.__pydantic_private__ or {})["maker"]


class _MadeLater(_Answer):
    """An answer of which some keys are made when they are first asked for."""

    @classmethod
    def model_construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self:
        """From values that need no check, those among them that are made later."""
        one = super().model_construct(_fields_set, **values)
        vars(one).update({name: values[name] for name in cls.model_computed_fields if name in values})
        return one

    @model_validator(mode="wrap")
    @classmethod
    def _read_whole(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """A saved answer holds what is else made later."""
        one = handler(data)
        if one is not data:
            vars(one).update(_reader(cls).model_validate(data))
        return one

    def _whole(self) -> dict[str, object]:
        """Every key with its value; what has not been made yet is made now."""
        kind = type(self)
        return {name: getattr(self, name) for name in (*kind.model_fields, *kind.model_computed_fields)}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, type(self)):
            return NotImplemented
        return self._whole() == other._whole()

    def __iter__(self) -> Generator[tuple[str, Any], None, None]:
        yield from self._whole().items()

    def __hash__(self) -> int:
        # Without what is made later: to put an answer into a set makes nothing.
        return hash(tuple(vars(self)[name] for name in type(self).model_fields))

    def __getstate__(self) -> dict[Any, Any]:
        return {**super().__getstate__(), "__dict__": self._whole(), "__pydantic_private__": None}

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        other = type(self).__new__(type(self))
        other.__setstate__(copy.deepcopy(self.__getstate__(), memo))
        return other


@cache
def _reader(kind: type[_MadeLater]) -> type[BaseModel]:
    """The model that reads from a saved answer the keys of `kind` that are made later."""
    fields: dict[str, Any] = {name: (info.return_type, ...) for name, info in kind.model_computed_fields.items()}
    return create_model(kind.__name__, __base__=_Answer, **fields)


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


class _Reasons(Protocol):
    """Makes what an obligation says beside its dates and its status."""

    def consequence(self) -> Text | None: ...
    def escalations(self) -> tuple[Escalation, ...]: ...
    def counting(self) -> tuple[Counting, ...]: ...
    def explanation(self) -> Text: ...
    def certainty(self) -> Literal["text", "secondary"]: ...
    def open_questions(self) -> tuple[Text, ...]: ...
    def transition(self) -> bool: ...
    def successor(self) -> tuple[str, ...] | None: ...


class Obligation(_MadeLater):
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

    @property
    def _maker(self) -> _Reasons:
        maker: _Reasons = _maker_of(self)
        return maker

    @_made
    def consequence(self) -> Text | None:
        """What a breach leads to; None where the law attaches nothing to it."""
        return self._maker.consequence()

    @_made
    def escalations(self) -> tuple[Escalation, ...]:
        """The steps that follow as the time limit nears and passes: the law's own, then the municipality's."""
        return self._maker.escalations()

    @_made
    def counting(self) -> tuple[Counting, ...]:
        """The days of the count, and why each is counted or left out."""
        return self._maker.counting()

    @_made
    def explanation(self) -> Text:
        """What happened, what the law demands of whom, how it was counted, how it stands, and what is unsettled."""
        return self._maker.explanation()

    @_made
    def certainty(self) -> Literal["text", "secondary"]:
        """Whether the law itself says so, or an authority."""
        return self._maker.certainty()

    @_made
    def open_questions(self) -> tuple[Text, ...]:
        """What a jurist must settle."""
        return self._maker.open_questions()

    @_made
    def transition(self) -> bool:
        """Whether the change of law on 1 January 2024 bears on the duty."""
        return self._maker.transition()

    @_made
    def successor(self) -> tuple[str, ...] | None:
        """The rules of the newer law that continue it, where it stays under its own."""
        return self._maker.successor()


class _Proof(Protocol):
    """Makes the hashes of a receipt."""

    def case_sha256(self) -> str: ...
    def policy_sha256(self) -> str | None: ...
    def result_sha256(self) -> str: ...


class Receipt(_MadeLater):
    """What the answer rests on: the versions and hashes of rules, engine, time-zone data, holidays, case and policy.

    `result_sha256` is the hash of the answer without its receipt: the same whichever matcher gave it.
    """

    rulebook: str
    sha256: str
    engine: str
    tzdata: str
    holidays: str

    @property
    def _maker(self) -> _Proof:
        maker: _Proof = _maker_of(self)
        return maker

    @_made
    def case_sha256(self) -> str:
        """The hash of what the case says."""
        return self._maker.case_sha256()

    @_made
    def policy_sha256(self) -> str | None:
        """The hash of the ladder that was used, if one was."""
        return self._maker.policy_sha256()

    @_made
    def result_sha256(self) -> str:
        """The hash of the answer without its receipt."""
        return self._maker.result_sha256()


class Warned(_Answer):
    """Something that the reader must know beside the duties."""

    code: str
    da: str
    en: str


class _Outlook(Protocol):
    """Makes what stands beside the duties of an evaluation."""

    def next_change(self) -> dt.datetime | None: ...
    def ignored_events(self) -> tuple[str, ...]: ...
    def warnings(self) -> tuple[Warned, ...]: ...


class Evaluation(_MadeLater):
    """Every duty of one case at one instant, the most urgent first."""

    schema_version: Literal[1] = Field(default=1, alias="schema")
    case_id: str
    at: When
    receipt: Receipt
    obligations: tuple[Obligation, ...]

    @property
    def _maker(self) -> _Outlook:
        maker: _Outlook = _maker_of(self)
        return maker

    @_made
    def next_change(self) -> When | None:
        """The next instant at which anything changes by time alone."""
        return self._maker.next_change()

    @_made
    def ignored_events(self) -> tuple[str, ...]:
        """The events that have not happened yet."""
        return self._maker.ignored_events()

    @_made
    def warnings(self) -> tuple[Warned, ...]:
        """What the reader must know beside the duties."""
        return self._maker.warnings()
