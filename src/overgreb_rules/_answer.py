"""The answer put together: each standing as an obligation, in order, with the receipt and the warnings."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from typing import TypeGuard

from overgreb_rules._consequences import cited, consequence, escalations
from overgreb_rules._counting import Limit
from overgreb_rules._duties import CHANGE_OF_LAW
from overgreb_rules._explain import explained
from overgreb_rules._rulebook import Rules
from overgreb_rules._shape import History
from overgreb_rules._status import ORDER, UNMET, Standing, soon_from
from overgreb_rules.calendar import holidays_sha256, local, tzdata_version
from overgreb_rules.evaluation import CountedBy, Counting, DueDates, Evaluation, Obligation, Receipt, Warned, When
from overgreb_rules.moments import Moment
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook

__all__ = ["answer"]

_FIRST_DAY = dt.date(2013, 10, 1)
_END_OF_TIME = 2**62


def answer(history: History, standings: Sequence[Standing], book: Rulebook, policy: Policy | None) -> Evaluation:
    """The evaluation that says how the case stands."""
    rules = book.rules
    ordered = sorted(standings, key=_urgency)
    obligations = tuple(_obligation(one, book, policy, history.until) for one in ordered)
    without_receipt = Evaluation.model_construct(
        schema_version=1,
        case_id=history.case.case_id,
        at=local(history.until),
        obligations=obligations,
        next_change=_next_change(ordered, obligations, history),
        ignored_events=history.ignored,
        warnings=tuple(_warnings(ordered, history, rules)),
    )
    said = without_receipt.model_dump_json(exclude={"receipt"})
    receipt = Receipt.model_construct(
        rulebook=rules.version,
        sha256=rules.sha256,
        engine=book.matcher,
        tzdata=tzdata_version(),
        holidays=holidays_sha256(),
        case_sha256=history.case.sha256(),
        policy_sha256=policy.sha256 if policy else None,
        result_sha256=hashlib.sha256(said.encode()).hexdigest(),
    )
    # Built anew and not copied: the receipt has its place among the keys.
    return Evaluation.model_construct(receipt=receipt, **dict(without_receipt))


def _urgency(one: Standing) -> tuple[int, int, str]:
    due = one.clocked.due
    return ORDER.index(one.status), due.strict.last if due else _END_OF_TIME, one.clocked.key


def _obligation(one: Standing, book: Rulebook, policy: Policy | None, at: int) -> Obligation:
    clocked, rules = one.clocked, book.rules
    rule = clocked.duty.rule
    stays = _stays_after_its_law(one, at)
    successor = rules.successor.get(rule.id) if stays else None
    due = clocked.due
    return Obligation.model_construct(
        rule=rule.id,
        key=clocked.key,
        law=rule.law,
        cite=cited(rule.id, rules).da,
        title=rule.title,
        modality=rule.modality,
        bearer=rule.bearer,
        trigger=clocked.duty.trigger.event.id,
        clock_start=_when(clocked.start),
        due=DueDates.model_construct(strict=_last(due.strict), lenient=_last(due.lenient)) if due else None,
        status=one.status,
        met_by=one.met_by,
        needs=one.needs,
        consequence=consequence(one, rules),
        escalations=escalations(one, rules, policy, book.programs, at),
        counting=tuple(
            Counting.model_construct(
                day=day.day, counted=CountedBy.model_construct(strict=day.strict, lenient=day.lenient), why=day.why
            )
            for day in clocked.counted
        ),
        explanation=explained(one, rules),
        certainty=rule.certainty,
        open_questions=tuple(doubt.says for doubt in rule.doubts),
        transition=stays or clocked.duty.moved or clocked.duty.opening.commenced,
        successor=successor,
    )


def _when(moment: Moment) -> When:
    return moment.day if moment.is_day else local(moment.earliest)


def _last(limit: Limit) -> When:
    return limit.day if limit.day is not None else local(limit.last)


def _stays_after_its_law(one: Standing, at: int) -> bool:
    """Whether a duty of serviceloven is still unmet after 2023, and stays under it."""
    return at >= CHANGE_OF_LAW and one.clocked.duty.rule.law == "serviceloven" and one.status in UNMET


def _next_change(
    standings: Sequence[Standing], obligations: Sequence[Obligation], history: History
) -> dt.datetime | None:
    """The next instant at which time alone changes a status, or makes a step of escalation begin."""
    moments = {moment for one in standings for moment in _turns(one)}
    for one, obligation in zip(standings, obligations, strict=True):
        if one.status in UNMET and one.status != "undetermined":
            moments.update(int(step.from_.timestamp()) for step in obligation.escalations if _is_instant(step.from_))
    if any(one.clocked.duty.rule.law == "serviceloven" and one.status in UNMET for one in standings):
        moments.add(CHANGE_OF_LAW)
    later = [moment for moment in moments if moment > history.until]
    return local(min(later)) if later else None


def _is_instant(when: When) -> TypeGuard[dt.datetime]:
    return isinstance(when, dt.datetime)


def _turns(one: Standing) -> Iterable[int]:
    """The instants at which time alone changes how a duty stands."""
    clocked, due = one.clocked, one.clocked.due
    if clocked.year is not None and one.status != "waived":
        yield clocked.year[1].latest + 1
    if due is None or one.status not in UNMET or clocked.duty.rule.modality == "window":
        return
    if clocked.duty.rule.modality == "must" and one.status != "undetermined":
        yield soon_from(clocked.start, due)
        yield due.strict.last + 1
    yield due.lenient.last + 1


def _warnings(standings: Sequence[Standing], history: History, rules: Rules) -> Iterable[Warned]:
    if any(item.at.day < _FIRST_DAY for item in history.events):
        yield _warned(
            "before_the_rules",
            "Før 1. oktober 2013 kender reglerne ingen pligter: hændelser før den dag åbner ingen.",
            "Before 1 October 2013 the rules know no duties: events before that day open none.",
        )
    for one in standings:
        clocked = one.clocked
        name = f"{cited(clocked.duty.rule.id, rules).da} ({clocked.key})"
        if one.past_while_unknown:
            yield _warned(
                "undetermined_past_due",
                f"{name}: fristen er gået, uden at det er oplyst, om pligten gælder.",
                f"{name}: the time limit has passed while it is unknown whether the duty is owed.",
            )
        if one.past_when_waived:
            yield _warned(
                "waived_after_due",
                f"{name}: pligten bortfaldt først, efter at fristen var overskredet.",
                f"{name}: the duty was waived only after its time limit had passed.",
            )
        if _stays_after_its_law(one, history.until):
            now = ", ".join(cited(rule, rules).da for rule in rules.successor.get(clocked.duty.rule.id, ()))
            da, en = (f" Nu: {now}.", f" Now: {now}.") if now else ("", "")
            yield _warned(
                "stays_under_serviceloven",
                f"{name}: afgørelsen gælder fortsat (barnets lov § 213, stk. 2), men loven siger ikke, hvilken lov "
                f"der styrer det, der følger.{da}",
                f"{name}: the decision remains valid (barnets lov § 213, stk. 2), but the act does not say which act "
                f"governs what follows.{en}",
            )


def _warned(code: str, da: str, en: str) -> Warned:
    return Warned.model_construct(code=code, da=da, en=en)
