"""Targets that take files: rule files, policies, requests of meetings, calendars."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from meetings._request.calendar_receipt import read_receipt
from meetings.errors import MeetingsError
from meetings.request import PlanRequest
from overgreb_rules import OvergrebError, Policy
from overgreb_rules._rules.legal_state import Terms
from overgreb_rules._rules.rule_parser import parse_rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.ical import lint
from overgreb_rules.shared.strict_yaml import PlainYamlError, read
from tests.fixtures.calendar_dialects import DialectWriter
from tests.fixtures.foreign_calendars import YEAR
from tests.fixtures.paths import EXAMPLES, RULES
from tests.fixtures.random_cases import seeded_random
from tests.fuzz.target import FuzzTarget, require_plain_refusal
from tests.fuzz.text_changes import HOSTILE_WORDS, change_text

_LONGEST_FOR_A_CALENDAR = 20.0
"""Seconds of processor time: a reader that counts its work needs less than one."""
_RECURRENCE = ("FREQ=SECONDLY", "INTERVAL=0", "COUNT=999999999", "UNTIL=99991231T235959Z", "BYDAY=5FR", "BYMONTHDAY=31",
               "BYSETPOS=-1", "BYYEARDAY=366", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")  # fmt: skip


@cache
def _rules() -> tuple[RuleSet, Terms]:
    rules = RuleSet.load()
    text = (RULES / "terms.yaml").read_text(encoding="utf-8")
    return rules, Terms.parse(Node.top(read(text, "terms.yaml")), rules.vocabulary.events)


@cache
def _texts(folder: Path, pattern: str) -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted(folder.glob(pattern)))


def _build_rule(number: int) -> bytes:
    rng = seeded_random(f"rule {number}")
    return change_text(rng.choice(_texts(RULES, "*/bl-*.yaml") + _texts(RULES, "*/sel-*.yaml")), rng)


def _check_rule(data: bytes) -> None:
    """A rule file is parsed, or refused with file and line."""
    rules, terms = _rules()
    try:
        parse_rule(Node.top(read(data.decode(), "rule.yaml")), rules.vocabulary, rules.laws, terms)
    except UnicodeDecodeError:
        return
    except OvergrebError as error:
        require_plain_refusal(error.message("da"), names="rule.yaml")
    except PlainYamlError as error:
        require_plain_refusal(str(error), names="rule.yaml")


def _build_policy(number: int) -> bytes:
    rng = seeded_random(f"policy {number}")
    return change_text(rng.choice(_texts(RULES / "escalation", "*.yaml")), rng)


def _check_policy(data: bytes) -> None:
    """A policy is read and fits the rules, or is refused."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "policy.yaml"
        path.write_bytes(data)
        try:
            Policy.load(path).check(_rules()[0].names)
        except OvergrebError as error:
            require_plain_refusal(error.message("da"), without=folder)


def _build_request(number: int) -> bytes:
    rng = seeded_random(f"request {number}")
    return change_text(rng.choice(_texts(EXAMPLES / "meetings", "*.yaml")), rng)


def _check_request(data: bytes) -> None:
    """A request of meetings is read, or refused."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "request.yaml"
        path.write_bytes(data)
        try:
            PlanRequest.load(path)
        except MeetingsError as error:
            require_plain_refusal(error.message("da"))


def _build_calendar(number: int) -> bytes:
    rng = seeded_random(f"calendar {number}")
    text = DialectWriter(number).write().decode()
    for _ in range(rng.choice((0, 1, 3))):
        part = rng.choice(_RECURRENCE)
        text = text.replace(rng.choice(("FREQ=WEEKLY", "FREQ=DAILY", "COUNT=", "INTERVAL=")), part + ";X=", 1)
    return change_text(text, rng) if rng.random() < 0.9 else text.replace("2027", rng.choice(HOSTILE_WORDS)).encode()


def _check_calendar(data: bytes) -> None:
    """A calendar is read or said to be unreadable, and the linter never fails."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "calendar.ics"
        path.write_bytes(data)
        receipt = read_receipt(path, YEAR)
    for line in receipt.describe():
        require_plain_refusal(line.da)
    receipt.to_data()
    lint(data)


FILE_TARGETS = (
    FuzzTarget("rule-files", _build_rule, _check_rule),
    FuzzTarget("policies", _build_policy, _check_policy),
    FuzzTarget("requests", _build_request, _check_request),
    FuzzTarget("calendars", _build_calendar, _check_calendar, longest=_LONGEST_FOR_A_CALENDAR),
)
