"""The answer put together: each standing as an obligation, in order, with the receipt and the warnings."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from overgreb_rules._case.event_log import EventLog
from overgreb_rules._deadlines.counting import Deadline, DeadlineReadings
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._duties.consequences import breach_text, build_escalations, citation, scheduled_escalation_steps
from overgreb_rules._duties.status import STATUS_ORDER, UNMET_STATUSES, AssessedDuty, Status, status_transition_times
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._text.explanation import explain_duty
from overgreb_rules.calendar import holidays_sha256, local, tzdata_version
from overgreb_rules.evaluation import (
    CountedBy,
    Counting,
    DueDates,
    Escalation,
    Evaluation,
    Obligation,
    Receipt,
    Warned,
    When,
)
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook
from overgreb_rules.shared.date_words import format_date
from overgreb_rules.shared.text import Text

__all__ = ["answer", "stays_after_its_law", "warning", "warnings_of"]

_END_OF_TIME = 2**62
_STAYS = "stays_under_"
"""How the code of the warning begins that a duty stays under an act that has ended; the act follows."""
_WARNINGS = {
    "undetermined_past_due": Text(
        "fristen er gået, uden at det er oplyst, om pligten gælder.",
        "the time limit has passed while it is unknown whether the duty is owed.",
    ),
    "waived_after_due": Text(
        "pligten bortfaldt først, efter at fristen var overskredet.",
        "the duty was waived only after its time limit had passed.",
    ),
    _STAYS: Text(
        "afgørelsen gælder fortsat ({cite}), men loven siger ikke, hvilken lov der styrer det, der følger.",
        "the decision remains valid ({cite}), but the act does not say which act governs what follows.",
    ),
}
_RANK = {status: rank for rank, status in enumerate(STATUS_ORDER)}


def answer(log: EventLog, assessed_duties: Sequence[AssessedDuty], book: Rulebook, policy: Policy | None) -> Evaluation:
    """The evaluation that says how the case stands."""
    rules = book.rules
    ordered = sorted(assessed_duties, key=_urgency)
    told = _Told(log, ordered, book, policy)
    said: dict[str, object] = {
        "schema_version": 1,
        "case_id": log.case.case_id,
        "at": local(log.as_of),
        "receipt": None,
        "obligations": tuple(_obligation(one, told) for one in ordered),
    }
    receipt = Receipt.unchecked(
        {
            "rulebook": rules.version,
            "sha256": rules.sha256,
            "engine": book.matcher,
            "tzdata": tzdata_version(),
            "holidays": holidays_sha256(),
        },
        _Proof(said, told),
    )
    return Evaluation.unchecked({**said, "receipt": receipt}, told)


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """What an answer is made from; makes what stands beside the duties."""

    log: EventLog
    assessed_duties: Sequence[AssessedDuty]
    book: Rulebook
    policy: Policy | None

    def next_change(self) -> dt.datetime | None:
        return _next_change(self)

    def ignored_events(self) -> tuple[str, ...]:
        return self.log.ignored

    def warnings(self) -> tuple[Warned, ...]:
        return tuple(_warnings(self.assessed_duties, self.log, self.book.rules))


@dataclass(frozen=True, slots=True, eq=False)
class _Proof:
    """Makes the hashes of a receipt."""

    said: dict[str, object]
    told: _Told

    def case_sha256(self) -> str:
        return self.told.log.case.sha256()

    def policy_sha256(self) -> str | None:
        return self.told.policy.sha256 if self.told.policy else None

    def result_sha256(self) -> str:
        # The answer without its receipt is built anew: one that knew this receipt would keep itself alive for ever.
        without_receipt = Evaluation.unchecked({**self.said}, self.told)
        return hashlib.sha256(without_receipt.model_dump_json(exclude={"receipt"}).encode()).hexdigest()


@dataclass(slots=True, eq=False)
class _Reasons:
    """Makes what a duty says beside its dates and its status."""

    one: AssessedDuty
    told: _Told

    def consequence(self) -> Text | None:
        return breach_text(self.one, self.told.book.rules)

    def escalations(self) -> tuple[Escalation, ...]:
        book = self.told.book
        return build_escalations(self.one, book.rules, self.told.policy, book.programs, self.told.log.as_of)

    def counting(self) -> tuple[Counting, ...]:
        return tuple(
            Counting.unchecked(
                {
                    "day": day.day,
                    "counted": CountedBy.unchecked({"strict": day.strict, "lenient": day.lenient}),
                    "why": day.why,
                }
            )
            for day in self.one.timed.counted_days
        )

    def explanation(self) -> Text:
        return explain_duty(self.one, self.told.book.rules)

    def certainty(self) -> Literal["text", "secondary"]:
        return self.one.timed.duty.rule.certainty

    def open_questions(self) -> tuple[Text, ...]:
        return tuple(doubt.says for doubt in self.one.timed.duty.rule.doubts)

    def transition(self) -> bool:
        duty = self.one.timed.duty
        return self._stays() or duty.moved or duty.activation.by_commencement

    def successor(self) -> tuple[str, ...] | None:
        return self.told.book.rules.successor.get(self.one.timed.duty.rule.id) if self._stays() else None

    def _stays(self) -> bool:
        rules = self.told.book.rules
        return stays_after_its_law(self.one.timed.duty.rule, self.one.status, rules, self.told.log.as_of)


def _urgency(one: AssessedDuty) -> tuple[int, int, str]:
    due = one.timed.due
    return _RANK[one.status], due.strict.last if due else _END_OF_TIME, one.timed.key


def _obligation(one: AssessedDuty, told: _Told) -> Obligation:
    timed = one.timed
    rule, due = timed.duty.rule, timed.due
    return Obligation.unchecked(
        {
            "rule": rule.id,
            "key": timed.key,
            "law": rule.law,
            "cite": citation(rule.id, told.book.rules).da,
            "title": rule.title,
            "modality": rule.modality,
            "bearer": rule.bearer,
            "trigger": timed.duty.trigger.event.id,
            "clock_start": _when(timed.start),
            "due": _dates(due) if due else None,
            "status": one.status,
            "met_by": one.met_by,
            "needs": one.needs,
        },
        _Reasons(one, told),
    )


def _dates(due: DeadlineReadings) -> DueDates:
    return DueDates.unchecked({"strict": _last(due.strict), "lenient": _last(due.lenient)})


def _when(moment: Moment) -> When:
    return moment.day if moment.is_day else local(moment.earliest)


def _last(limit: Deadline) -> When:
    return limit.day if limit.day is not None else local(limit.last)


def stays_after_its_law(rule: Rule, status: Status, rules: RuleSet, at: int) -> bool:
    """Tell whether a duty is unmet after its act has ended, and stays under that act.

    Args:
        rule: The rule that governs the duty.
        status: The status of the duty.
        rules: The rules, which know when an act ends.
        at: The instant of the evaluation, in epoch seconds.

    Returns:
        True where the duty stays.
    """
    return status in UNMET_STATUSES and rules.has_ended(rule.law, at)


def _next_change(told: _Told) -> dt.datetime | None:
    """The next instant at which time alone changes a status, or makes a step of escalation begin."""
    rules, policy, programs = told.book.rules, told.policy, told.book.programs
    moments: set[int] = set()
    for one in told.assessed_duties:
        rule, run = one.timed.duty.rule, one.timed.time_span
        if run is not None:
            moments.update(status_transition_times(rule, one.status, run, in_years=one.timed.year is not None))
        if one.status in UNMET_STATUSES and one.status != "undetermined":
            moments.update(second for second, _ in scheduled_escalation_steps(one, rules, policy, programs))
    for law in {one.timed.duty.rule.law for one in told.assessed_duties if one.status in UNMET_STATUSES}:
        transition = rules.transition_from(law)
        if transition is not None:
            moments.add(transition.instant)
    later = [moment for moment in moments if moment > told.log.as_of]
    return local(min(later)) if later else None


def _warnings(assessed_duties: Sequence[AssessedDuty], log: EventLog, rules: RuleSet) -> Iterable[Warned]:
    if any(item.at.day < rules.first_day for item in log.events):
        day = format_date(rules.first_day)
        yield _warned(
            "before_the_rules",
            f"Før {day.da} kender reglerne ingen pligter: hændelser før den dag åbner ingen.",
            f"Before {day.en} the rules know no duties: events before that day open none.",
        )
    for one in assessed_duties:
        rule = one.timed.duty.rule
        for code in warnings_of(rule, one.status, one.past_while_unknown, one.past_when_waived, rules, log.as_of):
            yield warning(code, rule, one.timed.key, rules)


def warnings_of(
    rule: Rule, status: Status, past_while_unknown: bool, past_when_waived: bool, rules: RuleSet, at: int
) -> list[str]:
    """Return the codes of the warnings that a duty calls for.

    Args:
        rule: The rule that governs the duty.
        status: The status of the duty.
        past_while_unknown: Whether the strict date passed while it was unknown whether the duty is owed.
        past_when_waived: Whether the strict date had passed when the duty was waived.
        rules: The rules, which know when an act ends.
        at: The instant of the evaluation, in epoch seconds.

    Returns:
        The codes in the order of the warnings.
    """
    stays = stays_after_its_law(rule, status, rules, at)
    codes = {
        "undetermined_past_due": past_while_unknown,
        "waived_after_due": past_when_waived,
        f"{_STAYS}{rule.law}": stays,
    }
    return [code for code, holds in codes.items() if holds]


def warning(code: str, rule: Rule, key: str, rules: RuleSet) -> Warned:
    """Return the warning of one duty.

    Args:
        code: A code of `warnings_of`.
        rule: The rule that governs the duty.
        key: The key of the duty.
        rules: The rules, which know the provision by which a duty stays, and the rules that succeed its own.

    Returns:
        The code with its text.
    """
    name = f"{citation(rule.id, rules).da} ({key})"
    transition = rules.transition_from(rule.law)
    if not code.startswith(_STAYS) or transition is None:
        says = _WARNINGS[code]
        return _warned(code, f"{name}: {says.da}", f"{name}: {says.en}")
    says = _WARNINGS[_STAYS]
    da, en = (text.format(cite=transition.cite_stays) for text in (says.da, says.en))
    now = ", ".join(citation(later, rules).da for later in rules.successor.get(rule.id, ()))
    return _warned(code, f"{name}: {da}" + f" Nu: {now}." * bool(now), f"{name}: {en}" + f" Now: {now}." * bool(now))


def _warned(code: str, da: str, en: str) -> Warned:
    return Warned.unchecked({"code": code, "da": da, "en": en})
