"""Which duties an agenda holds: by law, rule, bearer, municipality and status; a word that nothing has is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Literal, get_args

from overgreb_rules._case.case import Case
from overgreb_rules._evaluate.unknown_word import LISTED_IDS, suggest_word
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.errors import CaseError, redact_value
from overgreb_rules.evaluation import Evaluation, Obligation, StatusWord
from overgreb_rules.shared.kommuner import kommune_codes
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

_PartOfStatus = Literal["due_today", "past_due"]
AgendaGroup = StatusWord | _PartOfStatus
"""A group of an agenda: a status, or a part of one."""
STATUSES_AND_GROUPS: tuple[str, ...] = (*get_args(StatusWord), *get_args(_PartOfStatus))
"""The words by which duties are chosen: those of the statuses, and of the groups that are a part of one."""

_UNKNOWN = Text("værdien er ukendt", "this value is unknown")
_ALL = {
    "law": Text("en lov i reglerne: {words}", "a law of the rulebook: {words}"),
    "bearer": Text("en af de ansvarlige, som reglerne nævner: {words}", "a bearer of the rulebook: {words}"),
    "status": Text("{words}", "{words}"),
}
_A_KOMMUNE = Text("koden for en kommune, fx 0751", "the code of a kommune such as 0751")
_NO_COUNT = Text("værdien kan ikke bruges", "this value cannot be used")
_RUNNING: frozenset[StatusWord] = frozenset({"pending", "due_soon"})
LISTED_GROUPS: tuple[AgendaGroup, ...] = (
    "overdue", "past_due", "contested", "due_today", "due_soon", "open", "undetermined",
)  # fmt: skip
"""The groups that ask for something now, the most urgent first."""
_STATUSES_OF_LISTED = (frozenset(LISTED_GROUPS) & frozenset(get_args(StatusWord))) | _RUNNING | {"breached"}
"""The statuses of the duties that stand in these groups."""


class AgendaFilter(ValueObject):
    """What an agenda is about; None and an empty set leave nothing out.

    Attributes:
        law: The name of a law.
        rule: The id of a rule.
        bearer: The bearer of the duty.
        statuses: Statuses and groups; empty for all that ask for something now.
        closed: Whether duties of closed cases are listed too.
        kommune: The code of the municipality whose cases are meant.
    """

    law: str | None = None
    rule: str | None = None
    bearer: str | None = None
    statuses: frozenset[str] = frozenset()
    closed: bool = False
    kommune: int | None = None

    def check(self, rules: RuleSet, ids: Text = LISTED_IDS) -> None:
        """Refuse a word that no duty can have: nothing would be listed, as if nothing were to be done.

        Args:
            rules: The rules of the evaluations.
            ids: Which ids of rules there are, for the error: where they are listed.

        Raises:
            CaseError: A word is unknown, and the error names the nearest one; or no kommune has the code.
        """
        for name, known in rules.names.items():
            value: str | None = getattr(self, name)
            if value is not None and value not in known:
                raise _refuse(name, value, known, ids if name == "rule" else _ALL[name])
        for status in sorted(self.statuses):
            if status not in STATUSES_AND_GROUPS:
                raise _refuse("status", status, STATUSES_AND_GROUPS, _ALL["status"])
        if self.kommune is not None and self.kommune not in kommune_codes():
            # No code is suggested: one that is alike belongs to another kommune.
            what = Text("der er ingen kommune med denne kode", "no kommune has this code")
            mend = Text("ret koden", "correct the code")
            raise CaseError("kommune", what, value=f"«{self.kommune:04}»", allowed=_A_KOMMUNE, mend=mend)

    def is_about(self, case: Case) -> bool:
        """Return whether a case is meant.

        Args:
            case: The case.

        Returns:
            True for a case of the municipality, where one is named.
        """
        return self.kommune is None or self.kommune == case.kommune

    def narrow(self, evaluation: Evaluation) -> Evaluation:
        """Return an answer with the duties that are meant alone, for a calendar.

        Args:
            evaluation: The answer.

        Returns:
            A copy in the same order; without statuses of its own the filter leaves duties of every status.
        """
        kept = tuple(
            duty
            for duty in evaluation.obligations
            if self._fits(duty)
            and (self.closed or duty.closed is None)
            and self.lists(duty, group_of(duty, evaluation.at))
        )
        return evaluation.model_copy(update={"obligations": kept})

    def counted_statuses(self) -> frozenset[str]:
        """Return the statuses of the duties that can be counted.

        Returns:
            Those of the groups that ask for something now, and what is asked for.
        """
        return _STATUSES_OF_LISTED | self.statuses

    def counts(self, duty: Obligation, group: AgendaGroup) -> bool:
        """Return whether a duty is counted: the statuses choose what is listed, and leave nothing out of the counts.

        Args:
            duty: The duty.
            group: Its group.

        Returns:
            True where law, rule and bearer fit, and the duty asks for something now or has a status that is asked for.
        """
        return (group in LISTED_GROUPS or self._has_status(duty, group)) and self._fits(duty)

    def lists(self, duty: Obligation, group: AgendaGroup) -> bool:
        """Return whether a duty that is counted is listed too.

        Args:
            duty: The duty.
            group: Its group.

        Returns:
            True where no status is asked for, or that of the duty.
        """
        return not self.statuses or self._has_status(duty, group)

    def _has_status(self, duty: Obligation, group: AgendaGroup) -> bool:
        return bool({group, duty.status} & self.statuses)

    def _fits(self, duty: Obligation) -> bool:
        return (
            (self.law is None or self.law == duty.law)
            and (self.rule is None or self.rule == duty.rule)
            and (self.bearer is None or self.bearer == duty.bearer)
        )


def group_of(duty: Obligation, at: dt.datetime) -> AgendaGroup:
    """Return the group of an agenda in which a duty stands.

    Args:
        duty: The duty.
        at: The instant of the evaluation, in local time.

    Returns:
        `due_today` for a running duty whose strict time limit ends today; `past_due` for an undetermined one whose
        strict date has passed; `overdue` for what is breached; else the status.
    """
    if duty.status in _RUNNING and duty.due is not None and _last_day(duty.due.strict) == at.date():
        return "due_today"
    if duty.status == "undetermined" and duty.past_due:
        return "past_due"
    return "overdue" if duty.status == "breached" else duty.status


def _last_day(when: dt.datetime | dt.date) -> dt.date:
    # The instants of an answer are local times of Copenhagen: their date is the local day. What ends at midnight must
    # be done on the day before.
    return (when - dt.timedelta(seconds=1)).date() if isinstance(when, dt.datetime) else when


def read_kommune(text: str, place: str) -> int:
    """Read the code of a municipality by which an agenda is narrowed.

    Args:
        text: Three or four figures: the nought in front may be missing.
        place: Where it was given, for the error.

    Returns:
        The code.

    Raises:
        CaseError: The text is no such code.
    """
    if not (text.isascii() and text.isdecimal()) or not 1 <= len(text) <= 4:
        what = Text("dette er ikke en kommunekode", "this is no code of a kommune")
        raise CaseError(place, what, allowed=_A_KOMMUNE, mend=Text("skriv koden", "write the code"))
    return int(text)


def read_count(text: str, place: str, most: int, least: int = 1) -> int:
    """Read a whole number that an option or a parameter sets, such as the number of duties that are listed.

    Args:
        text: The number in figures.
        place: Where it was given, for the error.
        most: The largest number.
        least: The smallest number.

    Returns:
        The number.

    Raises:
        CaseError: The text is no such number.
    """
    # The length comes first: Python refuses to read a number of more than 4,300 figures.
    if text.isascii() and text.isdecimal() and len(text) <= len(str(most)) and least <= int(text) <= most:
        return int(text)
    allowed = Text(f"et helt tal fra {least} til {most}", f"a whole number from {least} to {most}")
    raise CaseError(place, _NO_COUNT, allowed=allowed, mend=Text("ret tallet", "correct the number"))


def _refuse(name: str, value: str, known: Collection[str], says: Text) -> CaseError:
    words = ", ".join(known)
    allowed = Text(*(text.format(words=words) for text in (says.da, says.en)))
    return CaseError(name, _UNKNOWN, value=redact_value(value, known), allowed=allowed, mend=suggest_word(value, known))
