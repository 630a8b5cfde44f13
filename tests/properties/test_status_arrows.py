"""Time moves every duty forward: along the arrows of the law's count, and at the instants that the answer foretells.

Long histories of all event types are walked from their first event on: from each instant to the next event or the next
change by time alone, whichever comes first. Seeded: a failure names the history.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import pytest

from overgreb_rules import Case, Evaluation, Obligation, Rulebook, evaluate
from tests.differential import plain_day_count as count
from tests.fixtures.random_histories import ALL_RULES, EVENTS, HistoryGenerator

BOOK = Rulebook.load(matcher="reference")
LONG = 8
"""Histories of 40 events of any type."""
SHORT = 90
"""Histories of 1 to 10 events that belong together."""
STEPS = 90
"""The most instants at which one history is asked."""
TALK_BEFORE_DECISION = {"sel-48-samtale-foer-afgoerelse", "bl-5-samtale-foer-afgoerelse"}
CHANGE_OF_LAW = count.parse_instant("2024-01-01T00:00:00+01:00")

Key = tuple[str, str]
FORWARD = {"pending": 0, "due_soon": 1, "contested": 2, "overdue": 3}
UNMET = {*FORWARD, "open", "undetermined", "available", "breached"}
ARROWS = {
    "open": {"met", "breached"},
    "pending": {"due_soon", "contested", "overdue", "met", "met_contested", "met_late", "replaced"},
    "due_soon": {"contested", "overdue", "met", "met_contested", "met_late", "replaced"},
    "contested": {"overdue", "met_contested", "met_late", "replaced"},
    "overdue": {"met_late", "replaced"},
    "available": {"used", "expired"},
}


class Asked(NamedTuple):
    """An answer on the way through a history, and the types of the events of that very instant."""

    at: int
    answer: Evaluation
    duties: Mapping[Key, Obligation]
    happened: frozenset[str]


def seconds(text: str) -> int:
    return count.parse_instant(text) if "T" in text else count.midnight(dt.date.fromisoformat(text))


def histories() -> Iterator[tuple[str, dict[str, Any]]]:
    for n in range(LONG):
        yield f"long {n}", HistoryGenerator(f"arrows {n}").build_history(sorted(EVENTS), 40)
    for n in range(SHORT):
        teller = HistoryGenerator(f"short arrows {n}")
        yield f"short {n}", teller.examination_history() if n % 2 else teller.rules_history()


HISTORIES = dict(histories())


def ask(case: Mapping[str, Any], at: int) -> Evaluation:
    return evaluate(Case.model_validate(case), at=count.format_instant(at), rulebook=BOOK)


def known(case: Mapping[str, Any], at: int) -> dict[str, Any]:
    """The case with what has happened by then."""
    return {**case, "events": [e for e in case["events"] if seconds(e["at"]) <= at]}


def names(event: Mapping[str, Any]) -> list[str]:
    """The ids that an event is about: `of` is one id, a list of them, or missing."""
    of = event.get("of", [])
    return [of] if isinstance(of, str) else list(of)


def sample(name: str, number: int) -> list[Asked]:
    """Some of the steps: none at which a day names an hour of itself that is still to come by `of`."""
    case = HISTORIES[name]
    later = {e["id"]: seconds(e["at"]) for e in case["events"]}
    whole = [
        step
        for step in walk(name)
        if all(later.get(one, 0) <= step.at for event in known(case, step.at)["events"] for one in names(event))
    ]
    return random.Random(name).sample(whole, min(len(whole), number))  # noqa: S311 - histories, not secrets


def named(answer: Evaluation) -> dict[Key, Obligation]:
    return {(one.rule, one.key.partition("@")[2]): one for one in answer.obligations}


def seen(answer: Evaluation) -> dict[str, Any]:
    """The whole answer but its instants and its receipt; of a case that was closed, what is still worked on."""
    whole = answer.model_dump(exclude={"at", "receipt", "next_change"})
    running = [one for one in whole["obligations"] if one["closed"] is None]
    return whole if len(running) == len(whole["obligations"]) else {"obligations": running}


def foretold(answer: Evaluation) -> int | None:
    return None if answer.next_change is None else count.parse_instant(answer.next_change.isoformat())


@cache
def walk(name: str) -> tuple[Asked, ...]:
    case = HISTORIES[name]
    moments = sorted({seconds(e["at"]) for e in case["events"]})
    steps = []
    at: int | None = moments[0]
    while at is not None and len(steps) < STEPS:
        answer = ask(case, at)
        now = frozenset(e["type"] for e in case["events"] if seconds(e["at"]) == at)
        steps.append(Asked(at, answer, named(answer), now))
        ahead = [m for m in [*moments, foretold(answer)] if m is not None and m > at]
        if at < CHANGE_OF_LAW and ahead and min(ahead) > CHANGE_OF_LAW:
            ahead.append(CHANGE_OF_LAW)
        at = min(ahead, default=None)
    return tuple(steps)


# --- the arrows


def movers() -> dict[str, set[str]]:
    """By rule, the events of which its file says that they move its clock or bring the duty back."""
    found: dict[str, set[str]] = {}
    for rule in ALL_RULES:
        clock = rule["clock"] if isinstance(rule["clock"], dict) else {}
        start = clock.get("from", {})
        starts = [start, *start.values()] if isinstance(start, dict) else []
        moving = {s["event"] for s in starts if isinstance(s, dict) and "event" in s}
        moving |= {e for e in clock.get("given", {}).get("of", []) if e != "trigger"}
        for clause in rule.get("unless", []):
            if isinstance(clause, dict):
                for word in ("undone_by", "until"):
                    back = clause.get(word, [])
                    moving |= {back} if isinstance(back, str) else set(back)
        found[rule["id"]] = moving
    for rule in ALL_RULES:
        if isinstance(rule["clock"], dict) and "as" in rule["clock"]:
            found[rule["id"]] |= found[rule["clock"]["as"]]
    return found


MOVERS = movers()
ONE_AT_A_TIME = {rule["id"] for rule in ALL_RULES if "one_at_a_time" in rule}


def may_go(rule: str, before: str, after: str, step: Asked) -> bool:
    if before in {after, "undetermined"}:
        return True
    if step.happened & MOVERS[rule]:
        return True
    return after in ARROWS.get(before, set()) or (before in UNMET and after in {"waived", "undetermined"})


@pytest.mark.slow
@pytest.mark.parametrize("name", HISTORIES)
def test_a_duty_changes_its_status_only_along_the_arrows(name: str) -> None:
    steps = walk(name)
    for step, later in pairwise(steps):
        for key, one in step.duties.items():
            after = later.duties.get(key)
            if after is not None:
                change = f"{one.status} → {after.status} at {count.format_instant(later.at)} on {later.happened}"
                assert may_go(key[0], one.status, after.status, later), f"{name}: {key} {change}"


def has_an_earlier_clock(step: Asked, rule: str, one: Obligation) -> bool:
    """Of two notifications the one that was known first starts the clock (`kendt_fra`)."""
    if rule not in ONE_AT_A_TIME:
        return False
    return any(
        key[0] == rule and seconds(other.clock_start.isoformat()) < seconds(one.clock_start.isoformat())
        for key, other in step.duties.items()
    )


def is_named_by_its_decision(step: Asked, key: Key) -> bool:
    return key[0] in TALK_BEFORE_DECISION and "hjemgivelse_besluttet" in step.happened


@pytest.mark.parametrize("name", HISTORIES)
def test_a_duty_leaves_the_answer_only_where_it_is_not_owed_after_all(name: str) -> None:
    """It was undetermined, or goes on under barnets lov, or the breach that it follows is one no more.

    Or somebody tells only now that the municipality was aware still earlier. Or the position on a request for return
    turns out to be that of a decision that names it: serviceloven § 48 and barnets lov § 5 ask for one conversation.
    """
    steps = walk(name)
    for step, later in pairwise(steps):
        crossing = step.at < CHANGE_OF_LAW <= later.at
        for key, one in step.duties.items():
            if key in later.duties or one.status == "undetermined" or "underret-ankestyrelsen" in key[0]:
                continue
            if has_an_earlier_clock(later, key[0], one) or is_named_by_its_decision(later, key):
                continue
            assert crossing, (
                f"{name}: {key} {one.status} vanishes at {count.format_instant(later.at)} on {later.happened}"
            )
            assert one.status in UNMET
            assert one.successor is not None or any(k[1] == key[1] and o.transition for k, o in later.duties.items())


# --- what the answer says of the time to come


@pytest.mark.slow
@pytest.mark.parametrize("name", HISTORIES)
def test_nothing_changes_before_the_next_change_and_something_at_it(name: str) -> None:
    case = HISTORIES[name]
    for step in sample(name, 12):
        alone = known(case, step.at)
        change = foretold(step.answer)
        assert change is None or change > step.at
        before = step.at + 20 * 366 * 86_400 if change is None else change - 1
        said = f"{name} at {count.format_instant(step.at)}, next {step.answer.next_change}"
        still = ask(alone, before)
        now = seen(ask(alone, step.at))
        assert seen(still) == now, said
        if change is not None:
            assert seen(ask(alone, change)) != now, said


@pytest.mark.parametrize("name", HISTORIES)
def test_a_later_event_changes_no_earlier_status(name: str) -> None:
    case = HISTORIES[name]
    for step in sample(name, 8):
        alone = ask(known(case, step.at), step.at)
        assert alone.obligations == step.answer.obligations
        assert alone.next_change == step.answer.next_change
        assert alone.warnings == step.answer.warnings
        later = [e["id"] for e in case["events"] if seconds(e["at"]) > step.at]
        assert sorted(step.answer.ignored_events) == sorted(later)
        assert not alone.ignored_events


@pytest.mark.parametrize("name", HISTORIES)
def test_the_order_of_the_events_in_the_file_changes_no_status(name: str) -> None:
    case = HISTORIES[name]
    chance = random.Random(name)  # noqa: S311 - histories, not secrets
    for step in sample(name, 4):
        events = chance.sample(case["events"], len(case["events"]))
        other = ask({**case, "events": events}, step.at)
        assert other.model_dump_json(exclude={"receipt"}) == step.answer.model_dump_json(exclude={"receipt"})
