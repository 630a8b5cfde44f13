"""Events of a case as a person names them: by what happened and when, not by their ids."""

from __future__ import annotations

from collections.abc import Sequence

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._deadlines.moment_words import format_moment
from overgreb_rules._rules.words_of_law import WordsOfLaw
from overgreb_rules.shared.text import Text, list_texts, quote
from overgreb_rules.shared.value_object import ValueObject

SHOWN_SECONDS = 60
"""A name tells the time of an event to the minute, in seconds."""


class EventName(ValueObject):
    """What names an event of a case.

    Attributes:
        type: The event type.
        at: When the event happened.
        id: The id of the event where another event of the case has the same name; None where none has.
    """

    type: str
    at: Moment
    id: str | None = None

    def describe(self, words: WordsOfLaw) -> Text:
        """Return the name as a phrase of its own.

        Args:
            words: The words of an act.

        Returns:
            «underretning modtaget mandag den 2. februar 2026 kl. 15.00»; the id in brackets behind it, as the caller
            wrote it. A label that ends in a clause of its own stands in quotation marks, since the time would belong to
            that clause.
        """
        says = words.label(self.type)
        return self._join(quote(says) if ", " in says.da else says)

    def quote(self, words: WordsOfLaw) -> Text:
        """Return the name as the subject or the object of a sentence.

        Args:
            words: The words of an act.

        Returns:
            As `describe`, with what happened in quotation marks, since a label such as «screening foretaget» has a
            participle.
        """
        return self._join(words.quote_event(self.type))

    def _join(self, says: Text) -> Text:
        when, tail = format_moment(self.at), f" ({self.id})" if self.id is not None else ""
        return Text(f"{says.da} {when.da}{tail}", f"{says.en} {when.en}{tail}")


def name_event(event: LoggedEvent, log: EventLog) -> EventName:
    """Return what names an event.

    Args:
        event: The event.
        log: The events of the case.

    Returns:
        Its type and its time; its id where another event of the case has the same name.
    """
    return EventName(event.type, event.at, find_id_of_twin(event, log))


def find_id_of_twin(event: LoggedEvent, log: EventLog) -> str | None:
    """Return the id of an event where nothing else tells it from another one.

    Args:
        event: The event.
        log: The events of the case.

    Returns:
        The id where another event of the case has the same name; None where none has.
    """
    return event.event.id if has_twin(event, log) else None


def has_twin(event: LoggedEvent, log: EventLog) -> bool:
    """Return whether another event of the case has the type of an event, and its time to the minute.

    Args:
        event: The event.
        log: The events of the case.

    Returns:
        True where the id alone tells the two apart.
    """
    # Events of one minute lie side by side in a log, and with those of its first second the days that begin with it.
    events, minute, is_day = log.events, event.at.earliest // SHOWN_SECONDS, event.at.is_day
    for step in (-1, 1):
        place = event.index + step
        while 0 <= place < len(events) and events[place].at.earliest // SHOWN_SECONDS == minute:
            if events[place].type == event.type and events[place].at.is_day == is_day:
                return True
            place += step
    return False


def describe_events(events: Sequence[LoggedEvent], log: EventLog, words: WordsOfLaw) -> Text:
    """Return the names of events as a list.

    Args:
        events: At least one event.
        log: The events of the case.
        words: The words of an act.

    Returns:
        The names in the order of time, each as `EventName.describe` gives it.
    """
    return list_texts([name_event(event, log).describe(words) for event in _sort_by_time(events)])


def quote_events(
    events: Sequence[LoggedEvent], log: EventLog, words: WordsOfLaw, danish: str = "og", english: str = "and"
) -> Text:
    """Return the names of events as a list inside a sentence.

    Args:
        events: At least one event.
        log: The events of the case.
        words: The words of an act.
        danish: The Danish conjunction before the last name.
        english: The English conjunction.

    Returns:
        The names in the order of time, each as `EventName.quote` gives it.
    """
    return list_texts([name_event(event, log).quote(words) for event in _sort_by_time(events)], danish, english)


def _sort_by_time(events: Sequence[LoggedEvent]) -> list[LoggedEvent]:
    return sorted(events, key=lambda one: one.index)
