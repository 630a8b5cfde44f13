"""The events of an answer as a person names them: what happened and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from overgreb_rules._case.case import Event
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._deadlines.moment_words import format_moment_short
from overgreb_rules._text.formatting import format_fact, format_when_short, to_moment
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
        self._names = {duty.trigger: name_opening_event(duty, language) for duty in result.obligations}
        self._names |= {event.id: _name(event.type, event.at, language) for event in events}
        counts = Counter(self._names.values())
        self._names = {id_: f"{name} ({id_})" if counts[name] > 1 else name for id_, name in self._names.items()}

    def name_trigger(self, duty: Obligation) -> str:
        """Name the event that opened a duty.

        Args:
            duty: A duty of the evaluation.

        Returns:
            Its type and its time.
        """
        return self._names[duty.trigger]

    def name_fulfilments(self, duty: Obligation) -> list[str]:
        """Name the events that met a duty.

        Args:
            duty: A duty of the evaluation.

        Returns:
            Their types and times, in the order of the answer; the time alone where the type is not known.
        """
        times = (format_when_short(when, self._language) for when in duty.met_at)
        return [self._names.get(id_, when) for id_, when in zip(duty.met_by, times, strict=True)]

    def name_events(self, ids: Iterable[str]) -> list[str]:
        """Name events of the case.

        Args:
            ids: Their ids.

        Returns:
            Their types and times; the id of an event of which nothing else is known.
        """
        return [self._names.get(id_, id_) for id_ in ids]


def name_opening_event(duty: Obligation, language: str) -> str:
    """Name the event that opened a duty, without its id whatever other events there are.

    Args:
        duty: The duty.
        language: da or en.

    Returns:
        Its type and its time.
    """
    return _name(duty.opened_by.type, to_moment(duty.opened_by.at), language)


def _name(type_: str, moment: Moment, language: str) -> str:
    return f"{format_fact(type_, language)} {translate(format_moment_short(moment), language)}"
