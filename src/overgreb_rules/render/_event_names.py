"""The events of an answer as a person names them: what happened and when."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from overgreb_rules._case.case import Event
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._deadlines.moment_words import format_moment_short
from overgreb_rules._text.formatting import format_event, format_when_short, to_moment
from overgreb_rules.evaluation import Evaluation, Obligation
from overgreb_rules.shared.text import translate


class EventNames:
    """The names of the events of a case, such as «underretning modtaget fre. 23.12.2016 kl. 16.30».

    Invariants:
        An id stands in a name, in brackets at its end, only where two events would have the same name.

    Args:
        result: The evaluation; it tells the type and the time of every event that opened a duty.
        language: da or en.
        events: The events of the case. Of an event that met a duty the evaluation tells the time alone, and of one
            that has not happened yet only the id.
    """

    def __init__(self, result: Evaluation, language: str, events: Iterable[Event] = ()) -> None:
        self._language = language
        self._events = {
            duty.trigger: (duty.opened_by.type, to_moment(duty.opened_by.at)) for duty in result.obligations
        }
        self._events |= {event.id: (event.type, event.at) for event in events}
        self._shown = {id_: _name(type_, moment, None, language) for id_, (type_, moment) in self._events.items()}
        self._counts = Counter(self._shown.values())

    def name_trigger(self, duty: Obligation) -> str:
        """Name the event that opened a duty.

        Args:
            duty: A duty of the evaluation.

        Returns:
            Its type, in the words of the duty, and its time.
        """
        return self._name(duty.trigger, duty)

    def name_fulfilments(self, duty: Obligation) -> list[str]:
        """Name the events that met a duty.

        Args:
            duty: A duty of the evaluation.

        Returns:
            Their types, in the words of the duty, and times, in the order of the answer; the time alone
            where the type is not known.
        """
        times = (format_when_short(when, self._language) for when in duty.met_at)
        named = zip(duty.met_by, times, strict=True)
        return [self._name(id_, duty) if id_ in self._events else when for id_, when in named]

    def name_events(self, ids: Iterable[str]) -> list[str]:
        """Name events of the case.

        Args:
            ids: Their ids.

        Returns:
            Their types and times in order of time; last the ids of events of which nothing else is known.
        """
        ordered = sorted(ids, key=lambda id_: self._events[id_][1].earliest if id_ in self._events else math.inf)
        return [self._name(id_, None) if id_ in self._events else id_ for id_ in ordered]

    def _name(self, id_: str, duty: Obligation | None) -> str:
        type_, moment = self._events[id_]
        name = _name(type_, moment, duty, self._language)
        return f"{name} ({id_})" if self._counts[self._shown[id_]] > 1 else name


def name_opening_event(duty: Obligation, language: str) -> str:
    """Name the event that opened a duty, without its id whatever other events there are.

    Args:
        duty: The duty.
        language: da or en.

    Returns:
        Its type, in the words of the duty, and its time.
    """
    return _name(duty.opened_by.type, to_moment(duty.opened_by.at), duty, language)


def _name(type_: str, moment: Moment, duty: Obligation | None, language: str) -> str:
    return f"{format_event(type_, duty, language)} {translate(format_moment_short(moment), language)}"
