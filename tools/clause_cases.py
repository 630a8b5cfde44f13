"""Cases for the clauses of a rule of the bundle: a clause says what to tell, what to leave out, and what must come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from overgreb_rules.calendar import local, midnight

_HOUR, _DAY = 3600, 86400
_AGES = (12, 16)
Test = Sequence[Any]
"""Name, operator and value, as a clause has it."""


def build_clause_cases(rule_id: str, data: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    """Yield cases for the clauses of a rule.

    Each clause is told as it says, with all other facts absent, false or true; and with one of its tests failing. Each
    version is told on its first and last day and on the days beside them.

    Args:
        rule_id: The rule.
        data: The bundle as JSON data.

    Yields:
        The case, and the instant: soon after the last event, or long after it.
    """
    builder = _CaseBuilder(data["rules"][rule_id], data)
    yield from builder.cases()


class _CaseBuilder:
    def __init__(self, rule: Mapping[str, Any], data: Mapping[str, Any]) -> None:
        self.rule, self.events = rule, data["vocabulary"]["events"]
        self.states, self.derived = data["states"], data["derived"]

    def cases(self) -> Iterator[tuple[Any, str]]:
        versions = self.rule["versions"]
        for version in versions:
            clauses = [clause for clause in version.get("opens", ()) if self.rule.get("triggers")]
            for day in _edges(version):
                for clause in clauses[:2]:
                    yield from self.build_cases(day, [clause], None, ages=_AGES[:1])
            middle = day_within(version)
            for clause in clauses:
                yield from self.variants(middle, [clause])
        opens = [one for one in versions[-1].get("opens", ()) if not one.get("needs")][:1]
        for clause in self.rule.get("answers", ()):
            yield from self.variants(day_within(versions[-1]), [*opens, clause])

    def variants(self, day: dt.date, clauses: list[Any]) -> Iterator[tuple[Any, str]]:
        for fill in (None, False, True):
            yield from self.build_cases(day, clauses, fill, ages=_AGES)
        for pattern in clauses[-1]["wanted"]:
            for test in pattern.get("tests", ()):
                yield from self.build_cases(day, clauses, None, ages=_AGES[:1], failing=test)

    def build_cases(
        self, day: dt.date, clauses: list[Any], fill: bool | None, *, ages: Sequence[int], failing: Test | None = None
    ) -> Iterator[tuple[Any, str]]:
        start = midnight(day) + 10 * _HOUR
        wanted = [pattern for clause in clauses for pattern in clause["wanted"]]
        trigger_tests = _tests(wanted, "trigger")
        asked = [value for name, operator, value in trigger_tests if name == "type" and operator == "is"]
        for type_ in (asked or self.rule.get("triggers", ()))[:2]:
            events = [self.event("t", type_, start, trigger_tests, fill, failing)]
            before = list(self.before(trigger_tests, start))
            named = [event["id"] for event in before if event["id"].startswith("b")]
            if named:
                events[0]["of"] = named
            if before:
                events += before
            for number, pattern in enumerate(wanted):
                relation, _, other = pattern["kind"].partition(">")
                if other:
                    at = start + (_DAY if relation == "answer" else -_DAY) * (1 + number % 3)
                    events.append(self.event(f"x{number}", other, at, pattern.get("tests", ()), fill, failing))
            barn = {
                name.removeprefix("barn."): (value == "true") != (failing is not None and failing[0] == name)
                for name, _, value in _tests(wanted, "case")
                if value in {"true", "false"}
            }
            linked = [{**event, "of": "t"} if event["id"].startswith("x") else event for event in events]
            for age in self.ages(trigger_tests, ages):
                for listed in [events, linked] if len(events) > 1 and fill is None else [events]:
                    born = {} if age is None else {"foedselsdato": f"{day.year - age}-01-15"}
                    case = {"case_id": "a", "barn": {**barn, **born}, "events": listed}
                    for later in (4 * _DAY, 430 * _DAY, _HOUR) if fill is None else (4 * _DAY,):
                        yield case, local(start + later).isoformat()

    def ages(self, tests: Sequence[Test], ages: Sequence[int]) -> Sequence[int | None]:
        """The ages that a clause asks for: none where nobody may know it."""
        for name, _, value in tests:
            condition = self.derived.get(name)
            if condition is not None and condition["form"] == "age":
                asked: int = condition.get("least") or condition.get("most") or 0
                return [None] if value == "?" else [asked]
        return ages

    def before(self, tests: Sequence[Test], start: int) -> Iterator[dict[str, Any]]:
        """The events that make the conditions true that look back over the case."""
        for number, (name, _, value) in enumerate(tests):
            condition = self.derived.get(name)
            if condition is None or value == "false":
                continue
            if condition["form"] == "state" and value == "?":
                yield from self.too_many(self.states[condition["state"]]["spells"][0], start)
            told: Mapping[str, Any] = {}
            if condition["form"] == "state" and condition.get("wanted", True):
                told = self.states[condition["state"]]["spells"][0]["started_by"][0]
                facts = {fact: values[0] for fact, operator, values in condition.get("tests", ()) if operator == "is"}
                told = {**told, "facts": {**told.get("facts", {}), **(facts if value == "true" else {})}}
            elif condition["form"] in {"about", "latest"} and (value == "true" or condition["pattern"].get("tests")):
                pattern = condition["pattern"]
                facts = {
                    fact: values[0] for fact, operator, values in pattern.get("tests", ()) if "not" not in operator
                }
                told = {"type": pattern["type"], "facts": facts if value == "true" else {}}
            elif condition["form"] == "in_the_year_before" and condition.get("wanted", True):
                told = {"type": condition["patterns"][0]["type"]}
            if told:
                at = local(start - (10 + number) * _DAY).isoformat()
                yield {"id": f"b{number}", "type": told["type"], "at": at, **told.get("facts", {})}

    def too_many(self, spell: Mapping[str, Any], start: int) -> Iterator[dict[str, Any]]:
        """Nine beginnings and two ends that do not say of which: more readings than are tried, so that nobody knows."""
        begins = spell["started_by"][0]
        for number in range(9):
            at = local(start - (40 - number) * _DAY).isoformat()
            yield {"id": f"m{number}", "type": begins["type"], "at": at, **begins.get("facts", {})}
        for number in range(2):
            yield {
                "id": f"n{number}",
                "type": spell["ended_by"][0],
                "at": local(start - (5 - number) * _DAY).isoformat(),
            }

    def event(
        self, id_: str, type_: str, at: int, tests: Sequence[Test], fill: bool | None, failing: Test | None
    ) -> dict[str, Any]:
        """An event whose facts pass the tests but for one; the other facts are absent, false or true, or a word."""
        known = self.events[type_].get("facts", {})
        found: dict[str, Any] = {}
        for name, fact in known.items():
            if fill is not None and fact["kind"] == "bool":
                found[name] = fill
            elif fill is not None and fact["kind"] == "word":
                found[name] = fact["words"][-1 if fill else 0]
        for test in tests:
            name, operator, value = test
            fact = known.get(name)
            if fact is None:
                continue
            if value in {"?", -1} and operator == "is":
                found.pop(name, None)
                continue
            passes = (operator != "is_not") != (failing is test)
            told = _value(fact, value, passes=passes)
            if told is not None:
                found[name] = told
        return {"id": id_, "type": type_, "at": local(at).isoformat(), **found}


def _tests(patterns: Sequence[Any], kind: str) -> list[Test]:
    return [test for pattern in patterns if pattern["kind"] == kind for test in pattern.get("tests", ())]


def _value(fact: Mapping[str, Any], value: Any, *, passes: bool) -> Any:
    """The value itself, or another one that the fact can have."""
    match fact["kind"]:
        case "bool":
            return (value == "true") == passes
        case "int":
            return value if passes else value - 1
        case "word":
            others = [word for word in fact["words"] if word not in {value, fact.get("means_unknown")}]
            return value if passes else others[0] if others else None
        case _:
            return None


def _edges(version: Mapping[str, Any]) -> Iterator[dt.date]:
    one = dt.timedelta(days=1)
    first = dt.date.fromisoformat(version["from"])
    yield from (first - one, first)
    if "to" in version:
        last = dt.date.fromisoformat(version["to"])
        yield from (last, last + one)


def day_within(version: Mapping[str, Any]) -> dt.date:
    """Return a day of a version that is not its first.

    Args:
        version: The version of a rule.

    Returns:
        The hundredth day, or the last where it ends before.
    """
    first = dt.date.fromisoformat(version["from"])
    later = first + dt.timedelta(days=100)
    return min(later, dt.date.fromisoformat(version["to"])) if "to" in version else later


def build_state_cases(state: str, data: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    """Yield cases for a legal state: each way in which it begins, ends, or becomes unknown, before a rule asks for it.

    Args:
        state: The name of the state.
        data: The bundle as JSON data.

    Yields:
        The case, and the instant.
    """
    keys = [name for name, one in data["derived"].items() if one.get("state") == state]
    for rule_id, rule in data["rules"].items():
        text = str(rule["versions"])
        if rule["clock"].get("rests_while") == state or any(f"'{key}'" in text for key in keys):
            builder = _CaseBuilder(rule, data)
            for spell in data["states"][state]["spells"]:
                yield from _spell_cases(rule_id, rule, spell, builder)


def _spell_cases(
    rule_id: str, rule: Mapping[str, Any], spell: Mapping[str, Any], builder: _CaseBuilder
) -> Iterator[tuple[Any, str]]:
    first = dt.date.fromisoformat(rule["versions"][-1]["from"])
    start = midnight(first + dt.timedelta(days=200)) + 10 * _HOUR
    limits = spell.get("unknown_after", ())
    between: list[list[str]] = [[], *([type_] for type_ in spell["ended_by"])]
    for limit in limits:
        named = [limit[key] for key in ("from_event", "event", "unless", "needs") if key in limit]
        between += [[name] for name in named]
        between += [[limit["event"], limit["unless"]]] if "unless" in limit else []
    months = [limit["months"] for limit in limits if "months" in limit] or [1]
    facts_of_time = [limit["from_fact"] for limit in limits if "from_fact" in limit]
    for begins in spell["started_by"]:
        type_, facts = begins["type"], begins.get("facts", {})
        for told_time in (False, True) if facts_of_time else (False,):
            more = {name: local(start - 20 * _DAY).isoformat() for name in facts_of_time} if told_time else {}
            head = {"id": "b", "type": type_, "at": local(start).isoformat(), **facts, **more}
            for steps in between:
                events = [head]
                for number, step in enumerate(steps):
                    at = local(start + (15 + number) * _DAY).isoformat()
                    events.append({"id": f"s{number}", "type": step, "at": at, "of": "b"})
                for days in sorted(
                    {20, *(30 * month + 31 for month in months), *(30 * month - 10 for month in months)}
                ):
                    for trigger in rule["triggers"][:2]:
                        asked = builder.event("t", trigger, start + days * _DAY, (), None, None)
                        case = {"case_id": rule_id, "events": [*events, asked]}
                        yield case, local(start + (days + 4) * _DAY).isoformat()
