"""Laws that hold between two answers, whatever the law says: what must change nothing, or must change one thing alone.

The order of events in a file, and the seconds before and at a next change, are in `test_status_arrows`, the bundle in
`test_bundle_reader`. Seeded: a failure names the history.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from overgreb_rules import Case, Evaluation, Rulebook, evaluate, evaluate_many
from overgreb_rules._rules.dependency import EventDependency
from overgreb_rules.cli import main
from tests.differential import plain_day_count as count
from tests.fixtures.random_histories import EVENTS, HistoryGenerator

BOOK = Rulebook.load(matcher="reference")
HISTORIES = range(int(os.environ.get("OVERGREB_METAMORPHIC_HISTORIES", "60")))
WEEK = 7 * 86_400

Told = dict[str, Any]


def ask(case: Mapping[str, Any], at: str) -> Evaluation:
    return evaluate(Case.model_validate(case), at=at, rulebook=BOOK)


def build(number: int) -> tuple[Told, str]:
    """A history and an instant; the events of a history have ids of their own."""
    teller = HistoryGenerator(f"metamorphic {number}")
    build = (teller.examination_history, teller.rules_history, teller.theme_history, teller.mixed_history)[number % 4]
    case = build()
    return case, teller.random_instants(case, 1)[0]


def plain(answer: Evaluation, names: Mapping[str, str]) -> Told:
    """The answer without texts, which may name events in words, and with its ids mapped back."""
    told: Told = json.loads(answer.to_json(detail="dates"))
    for duty in told["obligations"]:
        name = duty["trigger"]
        duty["trigger"] = names.get(name, name)
        duty["key"] = duty["key"].replace(f"@{name}", f"@{duty['trigger']}")
        duty["met_by"] = [names.get(one, one) for one in duty["met_by"]]
        if duty["cause"] is not None:
            duty["cause"]["events"] = [names.get(one, one) for one in duty["cause"]["events"]]
        if duty["closed"] is not None:
            duty["closed"]["by"] = names.get(duty["closed"]["by"], duty["closed"]["by"])
    told["obligations"].sort(key=lambda duty: str(duty["key"]))
    for key in ("ignored_events", "unused_events"):
        told[key] = sorted(names.get(one, one) for one in told[key])
    told["warnings"] = sorted(warning["code"] for warning in told["warnings"])
    del told["receipt"]
    return told


def renamed(case: Told, names: Mapping[str, str]) -> Told:
    def name_of(of: str | Sequence[str]) -> str | list[str]:
        return names[of] if isinstance(of, str) else [names[one] for one in of]

    events = [
        {**event, "id": names[event["id"]], **({"of": name_of(event["of"])} if "of" in event else {})}
        for event in case["events"]
    ]
    return {**case, "events": events}


@pytest.mark.parametrize("number", HISTORIES)
def test_ids_are_names_and_nothing_else(number: int) -> None:
    # Events at one instant stand in the order of their ids: one of them is enough here.
    case, at = build(number)
    case = {**case, "events": [*{event["at"]: event for event in case["events"]}.values()]}
    kept = {event["id"] for event in case["events"]}
    for event in case["events"]:
        named = event.pop("of", [])
        left = [one for one in ([named] if isinstance(named, str) else named) if one in kept]
        if left:
            event["of"] = left
    ids = [event["id"] for event in case["events"]]
    names = {name: f"n{(7 * place + 3) % 101:03}" for place, name in enumerate(ids)}
    back = {new: old for old, new in names.items()}
    assert plain(ask(renamed(case, names), at), back) == plain(ask(case, at), {})


def second_of(event: Told) -> int:
    at = event["at"]
    return count.parse_instant(at) if "T" in at else count.midnight(dt.date.fromisoformat(at))


@pytest.mark.parametrize("number", HISTORIES)
def test_an_event_that_no_rule_reads_changes_nothing_but_the_list_of_unused_events(number: int) -> None:
    case, at = build(number)
    before = min(map(second_of, case["events"])) - 30 * 86_400
    mark = {"id": "mark", "type": "sag_afsluttet", "at": count.format_instant(before)}
    at = max(at, mark["at"], key=count.parse_instant)
    with_mark, without = plain(ask({**case, "events": [*case["events"], mark]}, at), {}), plain(ask(case, at), {})
    assert with_mark.pop("unused_events") == sorted([*without.pop("unused_events"), "mark"])
    codes = [with_mark.pop("warnings"), without.pop("warnings")]
    assert [code for code in codes[0] if code != "before_the_rules"] == [
        code for code in codes[1] if code != "before_the_rules"
    ]
    assert with_mark == without


@pytest.mark.parametrize("number", HISTORIES)
def test_an_event_that_has_not_happened_changes_nothing_but_the_list_of_ignored_events(number: int) -> None:
    case, at = build(number)
    later = count.format_instant(count.parse_instant(at) + 1 + number)
    types = sorted(EVENTS)
    event = {"id": "later", "type": types[number % len(types)], "at": later}
    with_event, without = (json.loads(ask(one, at).model_dump_json()) for one in (with_events(case, event), case))
    assert with_event.pop("ignored_events") == sorted([*without.pop("ignored_events"), "later"])
    del with_event["receipt"], without["receipt"]
    assert with_event == without


def with_events(case: Told, *events: Told) -> Told:
    return {**case, "events": [*case["events"], *events]}


def independent_types() -> list[list[str]]:
    """The event types in groups that no rule and no `of` connects, the largest last."""
    group_of = {name: {name} for name in BOOK.rules.vocabulary.events}

    def connect(types: Sequence[str]) -> None:
        together = set().union(*(group_of[name] for name in types))
        for name in together:
            group_of[name] = together

    for rule in BOOK.rules:
        connect([one.type for one in rule.dependencies if isinstance(one, EventDependency)] or [*rule.triggers])
    for word in BOOK.rules.vocabulary.events.values():
        connect([word.name, *word.reaches])
    groups = {id(group): sorted(group) for group in group_of.values()}
    return sorted((group for group in groups.values() if "sag_afsluttet" not in group), key=len)


GROUPS = independent_types()
BREACH = {rule.id for rule in BOOK.rules if rule.on_breach}


@pytest.mark.parametrize("number", HISTORIES)
def test_two_matters_that_nothing_connects_are_answered_as_two_cases(number: int) -> None:
    teller = HistoryGenerator(f"apart {number}")
    one = teller.build_history(GROUPS[-1], teller.random.randint(1, 6))
    other = teller.build_history(GROUPS[number % (len(GROUPS) - 1)], teller.random.randint(1, 4))
    names = {event["id"]: f"b-{event['id']}" for event in other["events"]}
    parts = [one, {**renamed(other, names), "barn": one["barn"]}]
    whole = with_events(one, *parts[1]["events"])
    at = teller.random_instants(whole, 1)[0]
    expected = [duty for part in parts for duty in plain(ask(part, at), {})["obligations"]]
    found = plain(ask(whole, at), {})["obligations"]
    # A permission that the first breach of a case opens has one trigger, whichever part was broken first.
    assert [duty for duty in found if duty["rule"] not in BREACH] == sorted(
        (duty for duty in expected if duty["rule"] not in BREACH), key=lambda duty: str(duty["key"])
    )


MONTHS = {rule.id for rule in BOOK.rules if rule.clock.count in {"calendar", "rolling"}}
"""The rules that count months and years, which have no whole number of weeks."""
QUIET = count.parse_instant("2025-01-08T12:00:00+01:00")
"""Seven weeks from here no holiday falls, no clock is changed, and no wording of a rule begins or ends."""


def shift(case: Told, seconds: int) -> Told:
    def later(value: object) -> object:
        if isinstance(value, str) and len(value) > 10 and value[4:5] == "-" and value[10] == "T":
            return count.format_instant(count.parse_instant(value) + seconds)
        if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
            return (dt.date.fromisoformat(value) + dt.timedelta(seconds=seconds)).isoformat()
        return value

    return {**case, "events": [{key: later(value) for key, value in event.items()} for event in case["events"]]}


@pytest.mark.parametrize("number", HISTORIES)
def test_a_case_that_happens_some_weeks_later_has_its_dates_as_many_weeks_later(number: int) -> None:
    teller = HistoryGenerator(f"weeks {number}")
    types = teller.random.choice([sorted(EVENTS), ["underretning_modtaget", "kvittering_sendt", "screening_foretaget"]])
    events = []
    for place in range(teller.random.randint(1, 6)):
        second = QUIET + teller.random.randrange(0, 21 * 86_400, 60)
        type_ = teller.random.choice(types)
        event = {"id": f"x{place}", "type": type_, "at": count.format_instant(second)}
        events.append(event | teller.random_facts(type_, second))
    case: Told = {"case_id": "weeks", "events": events}
    at, weeks = QUIET + 22 * 86_400 + number * 600, 1 + number % 2
    here = duties_of(ask(case, count.format_instant(at)), weeks * WEEK)
    there = duties_of(ask(shift(case, weeks * WEEK), count.format_instant(at + weeks * WEEK)), 0)
    assert here == there


def duties_of(answer: Evaluation, seconds: int) -> Told:
    """How the duties stand that count no months, with their dates so much later."""

    def later(when: dt.date) -> str:
        if isinstance(when, dt.datetime):
            return count.format_instant(int(when.timestamp()) + seconds)
        return (when + dt.timedelta(seconds=seconds)).isoformat()

    return {
        duty.key: (duty.status, duty.met_by, duty.needs, duty.due and (later(duty.due.strict), later(duty.due.lenient)))
        for duty in answer.obligations
        if duty.rule not in MONTHS and duty.rule not in BREACH
    }


AT = "2025-06-01T12:00:00+02:00"


def named_cases() -> list[Told]:
    """The histories, each with an id of its own."""
    return [{**build(number)[0], "case_id": f"sag-{number}"} for number in HISTORIES]


def test_the_command_line_answers_as_the_library_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = named_cases()
    lines = tmp_path / "cases.jsonl"
    lines.write_text("".join(f"{json.dumps(case)}\n" for case in cases), encoding="utf-8")
    assert main(["evaluate", str(lines), "--at", AT, "--matcher", "reference"]) in {0, 1}
    assert capsys.readouterr().out.splitlines() == [ask(case, AT).to_json() for case in cases]


def test_a_stream_over_http_is_answered_as_the_library_does() -> None:
    pytest.importorskip("fastapi", reason="the extra `http` is not installed")
    from overgreb_rules.service import ServiceSettings, create_application  # noqa: PLC0415  # needs the extra
    from tests.fixtures import asgi_client  # noqa: PLC0415  # the same

    cases = named_cases()
    app = create_application(ServiceSettings(matcher="reference"))
    body = "\n".join(map(json.dumps, cases))
    answer = asgi_client.ask(app, "POST", f"/v1/evaluations?at={AT.replace('+', '%2B')}", body, asgi_client.LINES)
    assert answer.body.decode().splitlines() == [ask(case, AT).to_json() for case in cases]


def test_one_case_many_cases_and_cases_in_tables_are_answered_alike() -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra «arrow»)")
    from overgreb_rules._columnar.io.row_conversion import build_answer_row  # noqa: PLC0415  # needs the extra
    from overgreb_rules.arrow import ANSWERS, evaluate_arrow, tables_of  # noqa: PLC0415  # the same

    cases = named_cases()
    single = [ask(case, AT) for case in cases]
    many = [answer for answer in evaluate_many(cases, at=AT, rulebook=BOOK) if isinstance(answer, Evaluation)]
    assert [one.model_dump_json() for one in many] == [one.model_dump_json() for one in single]
    rows = [build_answer_row(str(case["case_id"]), one) for case, one in zip(cases, single, strict=True)]
    table = evaluate_arrow(*tables_of(cases), at=AT, rulebook=BOOK)
    assert table.to_pylist() == table.from_pylist(rows, ANSWERS).to_pylist()
