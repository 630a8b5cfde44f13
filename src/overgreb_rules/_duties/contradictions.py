"""What a case tells that cannot be so: a birth after a notification, a time after the receipt, an unknown kommune.

An answer from before its question is found in `link_findings`.

Nothing here changes a status: each contradiction is a warning.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from overgreb_rules._case.event_log import EventLog, LoggedEvent, birthday
from overgreb_rules._case.event_names import find_id_of_twin, name_event
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._deadlines.moment_words import format_moment, format_seconds_before
from overgreb_rules._duties.case_warnings import CaseWarning
from overgreb_rules._duties.status import AssessedDuty
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.words_of_law import WordsOfLaw
from overgreb_rules.shared.date_words import format_date
from overgreb_rules.shared.kommuner import kommune_codes
from overgreb_rules.shared.text import Text


def find_contradictions(
    log: EventLog, assessed_duties: Sequence[AssessedDuty], rules: RuleSet
) -> Iterator[CaseWarning]:
    """Find what the case tells that cannot be so.

    Args:
        log: The events of the case as of the instant of the evaluation.
        assessed_duties: Every duty of the answer.
        rules: The rules of all acts.

    Yields:
        The warnings: of the case itself, then of events in order of time.
    """
    kommune = log.case.kommune
    if kommune is not None and kommune not in kommune_codes():
        yield unknown_kommune(kommune)
    if log.case.barn.foedselsdato is not None:
        yield from _birth_contradicts(log.case.barn.foedselsdato, log, assessed_duties)
    for event in log.events:
        for fact in rules.known_since_facts:
            known = event.event.facts.get(fact)
            if isinstance(known, Moment) and known.earliest > event.at.latest:
                yield _known_after_received(known, event, log)


def unknown_kommune(code: int) -> CaseWarning:
    """Build the warning that no kommune has a code.

    Args:
        code: The code that the case tells.

    Returns:
        The warning.
    """
    says = Text(f"Der er ingen kommune med koden {code:04}.", f"There is no municipality with the code {code:04}.")
    return CaseWarning("unknown_kommune", None, says)


def _birth_contradicts(born: dt.date, log: EventLog, assessed_duties: Sequence[AssessedDuty]) -> Iterator[CaseWarning]:
    """The first event that needs a child that is born, and the first trigger of a duty that is owed to a child."""
    unborn = next((fact.born_unless for fact in log.vocabulary.case.values() if fact.born_unless), None)
    # The first event of a log is the earliest: none after it came before a birth that it did not come before.
    for event in log.events if log.events and log.events[0].at.day < born else ():
        word = log.vocabulary.events[event.type].facts.get(unborn or "")
        if word is not None and not event.event.facts.get(word.name, word.default) and event.at.day < born:
            yield birth_after_event(born, name_event(event, log).quote(WordsOfLaw(log.vocabulary)))
            break
    duties = [one.timed.duty for one in assessed_duties]
    triggers = [(duty.trigger, age) for duty in duties if (age := duty.rule.grows_up_at) is not None]
    days = {age: birthday(born, age) for age in {age for _, age in triggers}}
    grown = [(trigger.index, age) for trigger, age in triggers if trigger.at.day >= days[age]]
    if grown:
        index, age = min(grown)
        turned = Text(f"den unge var fyldt {age} år", f"the young person had turned {age}")
        yield _birth_warning(born, name_event(log.events[index], log).quote(WordsOfLaw(log.vocabulary)), turned)


def birth_after_event(born: dt.date, name: Text) -> CaseWarning:
    """Build the warning that an event which needs a child that is born came before the birth.

    Args:
        born: The day of birth.
        name: What happened, and when.

    Returns:
        The warning.
    """
    return _birth_warning(born, name, Text("barnet var ikke født", "the child was not born"))


def _birth_warning(born: dt.date, name: Text, why: Text) -> CaseWarning:
    day = format_date(born)
    return CaseWarning(
        "birth_contradicts",
        None,
        Text(
            f"Barnets fødselsdato {day.da} passer ikke med {name.da}: {why.da}.",
            f"The child's date of birth, {day.en}, does not fit {name.en}: {why.en}.",
        ),
    )


def _known_after_received(known: Moment, event: LoggedEvent, log: EventLog) -> CaseWarning:
    since, received, id_ = format_moment(known), format_moment(event.at), find_id_of_twin(event, log)
    which = "" if id_ is None else f" ({id_})"
    before = format_seconds_before(event.at, known) or Text("før", "before")
    return CaseWarning(
        "known_after_received",
        None,
        Text(
            f"Indholdet er oplyst som kendt fra {since.da}, men underretningen er modtaget {before.da}, "
            f"{received.da}{which}. Er tidspunkterne rigtige?",
            f"The content is told as known from {since.en}, but the notification was received "
            f"{before.en} that, {received.en}{which}. Are the times right?",
        ),
    )
