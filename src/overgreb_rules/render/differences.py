"""How two answers to one case differ, as text: what an event would change, or what has changed since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from overgreb_rules._case.case import Event
from overgreb_rules._evaluate.what_if import Change, Standing, WhatIf, changes
from overgreb_rules._text.formatting import format_when, get_shown_dates
from overgreb_rules._text.status_words import format_status
from overgreb_rules.evaluation import DueDates, Evaluation, Obligation, StatusWord
from overgreb_rules.render._event_names import EventNames
from overgreb_rules.shared.text import Text, translate

_WORDS = {
    "changes": Text("Det ville ændre sig:", "What would change:"),
    "nothing": Text("Intet ville ændre sig.", "Nothing would change."),
    "changed": Text("Det har ændret sig:", "What has changed:"),
    "same": Text("Intet har ændret sig.", "Nothing has changed."),
    "absent": Text("findes ikke", "not there"),
    "due": Text("senest", "no later than"),
    "first": Text("tidligst", "no earlier than"),
    "latest": Text("yderste frist", "latest deadline"),
    "other_act": Text("opfyldt ved noget andet", "met by something else"),
    "other_needs": Text("der mangler andre oplysninger", "other facts are missing"),
    "no_due": Text("ingen dato", "no date"),
    "safe": Text("Sikker frist for det, der stadig skal gøres:", "Safe deadline of what is still to be done:"),
    "end": Text("til og med {day}", "to the end of {day}"),
}
_OWED: frozenset[StatusWord] = frozenset({"pending", "due_soon"})


def format_differences(compared: WhatIf, language: str, events: Iterable[Event] = ()) -> str:
    """Return the changes as lines of text, and when each duty that would still be owed must be done at the latest.

    Args:
        compared: the case with and without the supposed events.
        language: da or en.
        events: the events of the case, those that are supposed among them.

    Returns:
        Lines with a line end each; the first is empty.
    """
    differences = _Differences(compared.before, compared.after, language, events)
    lines = ["", *differences.list_changes(compared.changes, "changes", "nothing")]
    safe = list(differences.list_safe_deadlines())
    return "\n".join([*lines, *([differences.say["safe"], *safe] if safe else [])]) + "\n"


def format_changes(earlier: Evaluation, later: Evaluation, language: str) -> str:
    """Return what stands otherwise in the later of two answers to one case, as lines of text.

    Args:
        earlier: the first answer.
        later: the second answer.
        language: da or en.

    Returns:
        Lines with a line end each.

    Raises:
        CaseError: The answers are to two cases.
    """
    lines = _Differences(earlier, later, language).list_changes(changes(earlier, later), "changed", "same")
    return "\n".join(lines) + "\n"


class _Differences:
    def __init__(self, before: Evaluation, after: Evaluation, language: str, events: Iterable[Event] = ()) -> None:
        self.after, self.language = after, language
        self.names = EventNames(after, language, events)
        self.duties = {duty.key: duty for duty in (*before.obligations, *after.obligations)}
        self.say = {name: translate(text, language) for name, text in _WORDS.items()}

    def list_changes(self, differing: Sequence[Change], heading: str, nothing: str) -> Iterator[str]:
        yield self.say[heading if differing else nothing]
        for change in differing:
            duty = self.duties[change.key]
            yield f"  {self._name(duty)}: {'; '.join(self._list_parts(change, duty.modality == 'window'))}"

    def _list_parts(self, change: Change, is_window: bool) -> Iterator[str]:
        """Yield the status, before and after where it differs, and what else differs."""
        before, after = change.before, change.after
        status = self._status(after)
        yield status if self._status(before) == status else f"{self._status(before)} → {status}"
        strict, lenient = (tuple([self._due(one, reading) for one in (before, after)]) for reading in (0, 1))
        dates = [("first" if is_window else "due", strict)]
        if lenient != strict and not is_window:
            dates.append(("latest", lenient))
        for label, (earlier, later) in dates:
            if earlier != later:
                yield f"{self.say[label]} {earlier} → {later}"
        if before is not None and after is not None and before.status == after.status:
            if before.met_by != after.met_by:
                yield self.say["other_act"]
            if before.needs != after.needs:
                yield self.say["other_needs"]

    def _name(self, duty: Obligation) -> str:
        (trigger,) = self.names.name_events([duty.trigger])
        return f"{translate(duty.title, self.language)} ({trigger})"

    def list_safe_deadlines(self) -> Iterator[str]:
        for duty in self.after.obligations:
            if duty.due is not None and duty.status in _OWED:
                yield f"  {self._name(duty)}: {self._strict(duty.due)}"

    def _strict(self, due: DueDates) -> str:
        strict, _ = get_shown_dates(due)
        words = format_when(strict, self.language)
        return words if isinstance(strict, dt.datetime) else self.say["end"].format(day=words)

    def _status(self, standing: Standing | None) -> str:
        return self.say["absent"] if standing is None else format_status(standing.status, self.language)

    def _due(self, standing: Standing | None, reading: int) -> str:
        due = standing.due if standing else None
        return self.say["no_due"] if due is None else format_when(get_shown_dates(due)[reading], self.language)
