"""The answer to one case: its duties, what else the reader must know, and its JSON in each detail."""
# mypy: disable-error-code="empty-body"
# The body of a lazy field is its docstring: whoever builds the model passes the function that computes the field.

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Mapping
from typing import Any, Literal, Self, get_args

from pydantic import Field
from pydantic_core import from_json, to_json

from overgreb_rules.errors import CaseError, redact_value
from overgreb_rules.evaluation._instants import Instant
from overgreb_rules.evaluation._obligation import Obligation, StatusWord
from overgreb_rules.evaluation._receipt import Receipt
from overgreb_rules.shared.json_writer import NOTHING, to_json_text
from overgreb_rules.shared.lazy_model import FrozenModel, LazyModel, lazy_field
from overgreb_rules.shared.text import Text

Detail = Literal["dates", "counted", "full"]
"""How much of an answer is written: `full`; `counted`, without texts; `dates`, without counting and steps either."""
_NO_DETAIL = Text("værdien kan ikke bruges", "there is no such detail")
_CHOOSE = Text("vælg en af dem", "choose one")

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

        Raises:
            CaseError: `detail` is none of them.
        """
        left_out = self.fields_left_out(detail)
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

        Raises:
            CaseError: `detail` is none of them.
        """
        return _LEFT_OUT[Evaluation.read_detail(detail, "detail")]

    @staticmethod
    def read_detail(value: object, place: str) -> Detail:
        """Read how much of an answer is written.

        Args:
            value: The value of an argument, or of JSON.
            place: Where it stands, for the error.

        Returns:
            The detail.

        Raises:
            CaseError: The value is no detail.
        """
        details: tuple[Detail, ...] = get_args(Detail)
        for detail in details:
            if value == detail:
                return detail
        shown = redact_value(value, details)
        raise CaseError(place, _NO_DETAIL, value=shown, allowed=", ".join(details), mend=_CHOOSE)


def _hash_content(before: str, duties: str, rest: str) -> str:
    digest = hashlib.sha256(f'{before},"obligations":['.encode())
    digest.update(duties.encode())
    digest.update(f"],{rest}".encode())
    return digest.hexdigest()
