"""One duty of an answer: its dates, its status, the count of its days, and what follows."""
# mypy: disable-error-code="empty-body"
# The body of a lazy field is its docstring: whoever builds the model passes the function that computes the field.

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from overgreb_rules.evaluation._instants import Day, Instant, When
from overgreb_rules.shared.lazy_model import FrozenModel, LazyModel, lazy_field
from overgreb_rules.shared.text import Text

StatusWord = Literal[
    "breached", "overdue", "contested", "due_soon", "pending", "undetermined", "open", "available",
    "met_late", "met_contested", "met", "used", "waived", "replaced", "expired",
]  # fmt: skip
"""The statuses, the most urgent first."""

UndatedReason = Literal["no_number", "not_told", "stands_still"]
"""Why a duty has no date: the law sets none, the case lacks a fact, or a request has interrupted the time limit."""


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
