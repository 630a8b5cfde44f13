"""Cases in which what an event is about decides: complaints over another decision, and acts of another matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from overgreb_rules.calendar import local, midnight
from tests.fixtures.random_histories import HistoryGenerator
from tools.clause_cases import day_within

_DAY = 86400
_HISTORIES = 120


def build_linked_cases(rule_id: str, data: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    """Yield the cases of a rule.

    Args:
        rule_id: The rule.
        data: The bundle as JSON data.

    Yields:
        The case, and the instant.
    """
    rule = data["rules"][rule_id]
    start = midnight(day_within(rule["versions"][-1])) + 36000
    clock = rule["clock"]
    for suspension in clock.get("suspensions", ()):
        yield from _complaints(rule, suspension.get("decisions", ()), (suspension["from"], suspension["to"]), start)
    renewed = clock.get("renewed_after", ())
    if renewed:
        yield from _complaints(rule, clock.get("decisions", ()), ("klage_modtaget_i_ankestyrelsen", *renewed), start)
    if "before" in clock:
        yield from _matters(rule, start)


def _event(id_: str, type_: str, second: int, *of: str, **facts: Any) -> dict[str, Any]:
    return {"id": id_, "type": type_, "at": local(second).isoformat(), **({"of": [*of]} if of else {}), **facts}


def _complaints(
    rule: Mapping[str, Any], decisions: Any, steps: tuple[str, ...], start: int
) -> Iterator[tuple[Any, str]]:
    for trigger in rule["triggers"]:
        for decision in decisions:
            for by_decision in (True, False):
                events = [_event("t", trigger, start), _event("d", decision, start + 5 * _DAY, "t")]
                for number, step in enumerate(steps):
                    named = ("d" if by_decision else "t") if number == 0 else f"s{number - 1}"
                    events.append(_event(f"s{number}", step, start + (10 + 20 * number) * _DAY, named))
                yield {"case_id": "a", "events": events}, local(start + 80 * _DAY).isoformat()


def _matters(rule: Mapping[str, Any], start: int) -> Iterator[tuple[Any, str]]:
    clock = rule["clock"]
    for trigger in rule["triggers"]:
        for stop in clock.get("matter_stops_at", ()):
            for act in rule["met_by"]:
                events = [
                    _event("p", stop, start),
                    _event("a", act["type"], start + _DAY, "p"),
                    _event("t1", trigger, start + 5 * _DAY),
                    _event("t", trigger, start + 50 * _DAY, "p"),
                ]
                if clock["before"] != "trigger":
                    events.append(_event("n", clock["before"], start + 60 * _DAY, "t"))
                yield {"case_id": "a", "events": events}, local(start + 70 * _DAY).isoformat()
                apart = [event for event in events if event["id"] != "t1"]
                yield {"case_id": "a", "events": apart}, local(start + 70 * _DAY).isoformat()


def build_pending_cases(state: str, data: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    """Yield cases of a state that asks which decision a complaint is about.

    Args:
        state: The name of the state.
        data: The bundle as JSON data.

    Yields:
        The case, and the instant.
    """
    told = data["states"][state]
    for rule in data["rules"].values():
        if rule["clock"].get("rests_while") != state:
            continue
        start = midnight(day_within(rule["versions"][-1])) + 36000
        for trigger in rule["triggers"]:
            for decision in told.get("decisions", ()):
                asked = [one.get("facts", {}) for one in told.get("about_one_of", ()) if one["type"] == decision]
                for facts in asked or [{}]:
                    for begins in told["spells"]:
                        first = begins["started_by"][0]["type"]
                        for linked in ((), ("p",)):
                            events = [
                                _event("p", "anbringelse_besluttet", start, samtykke=True),
                                _event("d", decision, start + 3 * _DAY, *linked, **facts),
                                _event("k", first, start + 5 * _DAY, "d"),
                                _event("t", trigger, start + 8 * _DAY, "p"),
                            ]
                            yield {"case_id": "a", "events": events}, local(start + 30 * _DAY).isoformat()


def build_random_cases(part: str, data: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    """Yield seeded random histories of the event types that a part of the bundle names.

    Args:
        part: The id of a rule, or an event type.
        data: The bundle as JSON data.

    Yields:
        The case, and the instant.
    """
    generator = HistoryGenerator(f"vectors {part}")
    events = data["vocabulary"]["events"]
    if part in data["rules"]:
        themes = [_types_in(data["rules"][part], events)]
    else:
        near = [part, *(one["type"] for one in events[part].get("about", ()))]
        rules = [rule for rule in data["rules"].values() if part in _types_in(rule, events)]
        themes = [[*near, part, *_types_in(rule, events)] for rule in rules[:6]] or [near]
    for theme in themes:
        if not theme:
            continue
        for _ in range(_HISTORIES // len(themes)):
            case = generator.build_history(theme, generator.random.randint(3, 7))
            yield case, generator.random_instants(case, 1)[0]


def _types_in(rule: Mapping[str, Any], events: Mapping[str, Any]) -> list[str]:
    """The event types that a rule names; its triggers twice, so that a history often has one."""
    text = str({key: rule[key] for key in ("versions", "answers", "clock", "triggers") if key in rule})
    named = [type_ for type_ in events if f"'{type_}'" in text or f">{type_}'" in text]
    return [*named, *rule.get("triggers", ()), *rule.get("triggers", ())]


def build_about_cases(type_: str, data: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    """Yield cases in which an act names an event of a type that names nothing: what that can be about decides.

    Args:
        type_: The event type.
        data: The bundle as JSON data.

    Yields:
        The case, and the instant.
    """
    events = data["vocabulary"]["events"]
    for target in events[type_].get("about", ()):
        other = target["type"]
        rules = [rule for rule in data["rules"].values() if other in rule.get("triggers", ()) and rule.get("met_by")]
        for rule in rules[:8]:
            start = midnight(day_within(rule["versions"][-1])) + 36000
            for act in rule["met_by"][:3]:
                if act["type"] == type_:
                    continue
                for facts in _told_facts(events[other].get("facts", {}), target.get("facts", {})):
                    told = [
                        _event("t", other, start, **facts),
                        _event("x", type_, start + _DAY),
                        _event("a", act["type"], start + 2 * _DAY, "x"),
                    ]
                    yield {"case_id": "a", "events": told}, local(start + 3 * _DAY).isoformat()


def _told_facts(known: Mapping[str, Any], wanted_facts: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The facts that a list asks for, then each told otherwise, and true and false for all others."""
    truths = {name for name, fact in known.items() if fact["kind"] == "bool"}
    yield {**wanted_facts}
    for value in (True, False):
        yield {**dict.fromkeys(sorted(truths), value), **wanted_facts}
    for name, value in wanted_facts.items():
        for word in known.get(name, {}).get("words", ()):
            if word != value:
                yield {**wanted_facts, name: word}
