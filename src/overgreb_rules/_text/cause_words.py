"""The cause of a status as a sentence in Danish and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._case.event_names import name_event
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._deadlines.moment_words import format_moment
from overgreb_rules._duties.causes import FactRecord, StatusCause
from overgreb_rules._duties.status import AssessedDuty
from overgreb_rules._rules.need_clauses import find_carriers
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules._rules.words_of_law import WordsOfLaw, list_needs
from overgreb_rules._text.status_words import STATUS_WORDS
from overgreb_rules.shared.text import Text, fill_slots

_NOTHING_TOLD = Text("", "")
_BREACHED: Mapping[str, Text] = {
    "came_first": Text(
        "Pligten er ikke overholdt, fordi {cause}, før pligten var opfyldt.",
        "The duty was not kept because {cause} before it was met.",
    ),
    "came_with": Text(
        "Pligten er ikke overholdt, fordi {cause}, samtidig med det, der skulle være sket først.",
        "The duty was not kept because {cause} at the same time as what had to happen first.",
    ),
    "too_early": Text(
        "Pligten er ikke overholdt, fordi {cause}, selv om det tidligst måtte ske {moment}.",
        "The duty was not kept because {cause}, and it may be done no earlier than {moment}.",
    ),
}


def describe_cause(
    cause: StatusCause, assessed: AssessedDuty, rules: RuleSet, log: EventLog, late_act: LoggedEvent | None
) -> Text:
    """Return the cause of a status as a sentence.

    Args:
        cause: the cause.
        assessed: the duty with its status.
        rules: the rules, which name acts, events, facts and other duties.
        log: the events of the case as of the instant of the evaluation.
        late_act: what `status_sentence.find_late_act` finds.

    Returns:
        One sentence with a full stop.
    """
    return fill_slots(_sentence(cause, assessed, late_act), **_slots(cause, assessed, rules, log))


def _sentence(cause: StatusCause, assessed: AssessedDuty, late: LoggedEvent | None) -> Text:
    if assessed.status == "breached":
        order = assessed.timed.must_precede
        came_with = order is not None and late is not None and late.at == order.named
        return _BREACHED["came_with" if came_with else cause.kind]
    return STATUS_WORDS[assessed.status].sentences[_choose_variant(cause, assessed)]


def _choose_variant(cause: StatusCause, assessed: AssessedDuty) -> str:
    match assessed.status:
        case "expired":
            return "date" if cause.kind == "end_of_time" else "event"
        case "waived":
            return "possibility" if assessed.timed.duty.rule.modality == "may" else "cause"
        case "replaced":
            return "other"
        case _:
            return "not_told"


def _slots(cause: StatusCause, assessed: AssessedDuty, rules: RuleSet, log: EventLog) -> Mapping[str, Text]:
    words = WordsOfLaw.of_rule(assessed.timed.duty.rule.id, rules)
    moment = _NOTHING_TOLD if cause.moment is None else format_moment(cause.moment)
    if cause.kind == "not_told":
        needs = tuple((name, _find_carriers(name, cause, assessed, rules.vocabulary, log)) for name in cause.needs)
        clauses = list_needs(rules, assessed.timed.duty.rule.id, needs)
        return {"not_told": _name_event_that_lacks(clauses, cause, assessed, log, words)}
    if cause.kind == "other_duty":
        done = format_moment(cause.events[0].at) if cause.events else None
        when = _NOTHING_TOLD if done is None else Text(f" {done.da}", f" {done.en}")
        return {"title": cause.rule.title if cause.rule else _NOTHING_TOLD, "when": when}
    return {"cause": words.use_own_words(_reason(cause, assessed, rules, moment)), "date": moment, "moment": moment}


def _name_event_that_lacks(
    clauses: Text, cause: StatusCause, assessed: AssessedDuty, log: EventLog, words: WordsOfLaw
) -> Text:
    """Name the event that lacks the one fact that is not told, where the trigger is of its type and tells that fact."""
    trigger = assessed.timed.duty.trigger
    holder = cause.facts[0].holder if len(cause.needs) == len(cause.facts) == 1 else None
    if holder is None or holder is trigger or holder.type != trigger.type:
        return clauses
    event = name_event(holder, log).quote(words)
    return Text(f"{clauses.da} ({event.da})", f"{clauses.en} ({event.en})")


def _find_carriers(
    name: str, cause: StatusCause, assessed: AssessedDuty, vocabulary: Vocabulary, log: EventLog
) -> tuple[str, ...]:
    """The types of the events of the case that lack a fact; those that may carry it where no such event is there."""
    holder = next((fact.holder for fact in cause.facts if fact.name == name and fact.holder is not None), None)
    if holder is not None:
        return (holder.type,)
    types = find_carriers(name, assessed.timed.duty.rule, vocabulary)
    lacking = {event.type for event in log.of_types(types) if event.event.facts.get(name) is None} if types else ()
    return tuple(type_ for type_ in types if type_ in lacking) or types


def _reason(cause: StatusCause, assessed: AssessedDuty, rules: RuleSet, moment: Text) -> Text:
    """What follows «fordi»."""
    rule = assessed.timed.duty.rule
    if cause.kind == "birthday":
        age = rule.grows_up_at
        return Text(f"den unge fyldte {age} år {moment.da}", f"the young person turned {age} on {moment.en}")
    if cause.kind == "end_of_law":
        law = rules.laws[rule.law].cited_as
        return Text(f"reglerne i {law.da} kun gjaldt til og med {moment.da}", f"{law.en} ended on {moment.en}")
    told = [] if cause.kind == "too_early" else [_fact_clause(fact, rules.vocabulary) for fact in cause.facts]
    # Where a fact tells when the event was that came first, its own time is another one.
    is_told_by_fact = cause.kind == "fact" or (cause.kind == "came_first" and told)
    happened = [] if is_told_by_fact else [_event_clause(event, rules.vocabulary) for event in cause.events]
    clauses = [clause for clause in (*happened, *told) if clause is not None]
    da, en = ([getattr(clause, language) for clause in clauses] for language in ("da", "en"))
    return Text(_join_reasons(da, "fordi", "og"), _join_reasons(en, "because", "and"))


def _join_reasons(clauses: Sequence[str], conjunction: str, last: str) -> str:
    if len(clauses) < 2:
        return "".join(clauses)
    return f"{f', {conjunction} '.join(clauses[:-1])}, {last} {conjunction} {clauses[-1]}"


def _event_clause(event: LoggedEvent, words: Vocabulary) -> Text:
    return words.events[event.type].describe_at(format_moment(event.at))


def _fact_clause(fact: FactRecord, words: Vocabulary) -> Text | None:
    name = fact.name if fact.name in words.clauses else f"barn.{fact.name}"
    clauses = words.clauses_of(name, fact.holder.type if fact.holder is not None else None)
    if clauses is None or fact.value is None:
        return None
    value = fact.value
    if isinstance(value, str) and value in clauses.by_value:
        return clauses.by_value[value].holds
    clause = clauses.clause
    if value is False:
        return clause.fails_subordinate
    says = format_moment(value) if isinstance(value, Moment) else Text(str(value), str(value))
    return fill_slots(clause.holds, n=says, when=says)
