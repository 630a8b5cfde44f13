"""What an event would change, as text, with the safe deadline of each duty that would still be owed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from overgreb_rules._case.case import Event
from overgreb_rules._evaluate.what_if import Standing, WhatIf
from overgreb_rules._text.formatting import format_when, get_shown_dates
from overgreb_rules._text.status_words import format_status
from overgreb_rules.evaluation import DueDates, Obligation, StatusWord
from overgreb_rules.render._event_names import EventNames
from overgreb_rules.shared.text import Text, translate

_WORDS = {
    "changes": Text("Det ville ændre sig:", "What would change:"),
    "nothing": Text("Intet ville ændre sig.", "Nothing would change."),
    "absent": Text("findes ikke", "not there"),
    "due": Text("senest", "no later than"),
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
    return _Differences(compared, language, events).format()


class _Differences:
    def __init__(self, compared: WhatIf, language: str, events: Iterable[Event]) -> None:
        self.compared, self.language = compared, language
        self.names = EventNames(compared.after, language, events)
        both = (*compared.before.obligations, *compared.after.obligations)
        self.duties = {duty.key: duty for duty in both}
        self.say = {name: translate(text, language) for name, text in _WORDS.items()}

    def format(self) -> str:
        lines = ["", self.say["changes"] if self.compared.changes else self.say["nothing"]]
        for change in self.compared.changes:
            before, after = (self._status(one) for one in (change.before, change.after))
            line = f"  {self._name(self.duties[change.key])}: {before} → {after}"
            due_before, due_after = (self._due(one) for one in (change.before, change.after))
            if due_before != due_after:
                line += f"; {self.say['due']} {due_before} → {due_after}"
            lines.append(line)
        safe = list(self._list_safe_deadlines())
        return "\n".join([*lines, *([self.say["safe"], *safe] if safe else [])]) + "\n"

    def _name(self, duty: Obligation) -> str:
        (trigger,) = self.names.name_events([duty.trigger])
        return f"{translate(duty.title, self.language)} ({trigger})"

    def _list_safe_deadlines(self) -> Iterator[str]:
        for duty in self.compared.after.obligations:
            if duty.due is not None and duty.status in _OWED:
                yield f"  {self._name(duty)}: {self._strict(duty.due)}"

    def _strict(self, due: DueDates) -> str:
        strict, _ = get_shown_dates(due)
        words = format_when(strict, self.language)
        return words if isinstance(strict, dt.datetime) else self.say["end"].format(day=words)

    def _status(self, standing: Standing | None) -> str:
        return self.say["absent"] if standing is None else format_status(standing.status, self.language)

    def _due(self, standing: Standing | None) -> str:
        due = standing.due if standing else None
        return self.say["no_due"] if due is None else format_when(get_shown_dates(due)[0], self.language)
