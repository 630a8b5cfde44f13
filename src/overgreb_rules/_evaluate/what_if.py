"""What would change if something happened: the same case with supposed events, beside the case as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from overgreb_rules._case.case import Case, Event
from overgreb_rules._deadlines.moment import instant_text
from overgreb_rules.errors import CaseError, redact_value
from overgreb_rules.evaluation import DueDates, Evaluation, Obligation, StatusWord

_ZONE = "Europe/Copenhagen"
_FORM = re.compile(r"(?P<type>[a-z_0-9]+)@(?P<at>[^,]+)(?P<facts>(,[a-z_]+=[^,]+)*)\Z")
_ALLOWED = "TYPE@INSTANT, with ,FACT=VALUE as often as needed"


@dataclass(frozen=True, slots=True)
class Change:
    """How one duty stands without and with what is supposed; None where it is not in the answer."""

    key: str
    duty: Obligation
    before: StatusWord | None
    after: StatusWord | None
    due_before: DueDates | None
    due_after: DueDates | None


def supposed(case: Case, texts: Sequence[str]) -> tuple[Case, list[Event]]:
    """Add supposed events to a case.

    Args:
        case: The case.
        texts: The events, each as `TYPE@INSTANT` with facts as the command line takes them. A time without an offset
            is a local time of the case's zone, or of Copenhagen.

    Returns:
        The case with the supposed events, and those events alone.

    Raises:
        CaseError: A text is no event, or the case with it is no valid case.
    """
    new = [_event(case, number, text) for number, text in enumerate(texts, start=1)]
    read = Case.model_validate({"case_id": case.case_id, "zone": case.zone or _ZONE, "events": new}).events
    return case.model_copy(update={"events": (*case.events, *read)}), list(read)


def _event(case: Case, number: int, text: str) -> dict[str, object]:
    match = _FORM.match(text)
    if match is None:
        mend = "write it as in underretning_vurderet@2026-11-22T08:00"
        raise CaseError("--suppose", "this is no supposed event", value=redact_value(text), allowed=_ALLOWED, mend=mend)
    taken = {event.id for event in case.events}
    name = f"antaget-{number}"
    while name in taken:
        name += "'"
    facts = dict(part.split("=", 1) for part in match["facts"].split(",") if part)
    values = {key: {"true": True, "false": False}.get(value, value) for key, value in facts.items()}
    return {"id": name, "type": match["type"], "at": match["at"], **values}


def later_of(at: int, events: Sequence[Event]) -> str:
    """Return the instant at which a case can be compared with and without supposed events.

    Args:
        at: The instant of the evaluation, seconds since 1970-01-01T00:00Z.
        events: The supposed events.

    Returns:
        `at`, or the last second of the last supposed event where that is later; with offset, as in answers.
    """
    return instant_text(max(at, *(event.at.latest for event in events)))


def changes(before: Evaluation, after: Evaluation) -> Iterator[Change]:
    """Compare two evaluations of a case.

    Args:
        before: The evaluation without the supposed events.
        after: The evaluation with them.

    Yields:
        Each duty whose status or due dates differ, in the order of `after`; the duties that `after` lacks come last.
    """
    old, new = ({duty.key: duty for duty in one.obligations} for one in (before, after))
    for key, duty in {**new, **old}.items():
        one, other = old.get(key), new.get(key)
        change = Change(
            key,
            duty,
            one.status if one else None,
            other.status if other else None,
            one.due if one else None,
            other.due if other else None,
        )
        if change.before != change.after or change.due_before != change.due_after:
            yield change
