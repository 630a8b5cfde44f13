"""What would change if something happened: the same case with supposed events, beside the case as it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Literal, cast

from pydantic import Field

from overgreb_rules._case.case import Case, Event
from overgreb_rules._case.reader import vocabulary_words
from overgreb_rules._deadlines.moment import instant_text
from overgreb_rules._evaluate.pipeline import evaluate, instant_of
from overgreb_rules._rules.fact_definition import FactDefinition
from overgreb_rules._rules.source import packaged_vocabulary
from overgreb_rules.errors import CaseError, redact_value
from overgreb_rules.evaluation import Detail, DueDates, Evaluation, Instant, StatusWord
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook
from overgreb_rules.shared.lazy_model import FrozenModel
from overgreb_rules.shared.redaction import name_key
from overgreb_rules.shared.text import Text

__all__ = ["Change", "Standing", "Supposition", "WhatIf", "changes", "what_if"]

Supposition = str | Mapping[str, object]
"""A supposed event: `TYPE@INSTANT;fact=value;of=id`, or an event as in a case; without `id` it is given one."""

_ZONE = "Europe/Copenhagen"
_FORM = re.compile(r"(?P<type>[a-z_0-9]+)@(?P<at>[^;]+)(?P<more>(;[a-z_]+=[^;]+)*)\Z")
_EXAMPLE = "underretning_vurderet@2026-11-22T08:00;of=u1"
_ALLOWED = Text(
    "TYPE@TIDSPUNKT og efter behov ;OPLYSNING=VÆRDI og ;of=ID", "TYPE@INSTANT, with ;FACT=VALUE and ;of=ID as needed"
)
_NO_EVENT = Text("dette er ikke en antaget hændelse", "this is no supposed event")
_MEND = Text(f"skriv den som {_EXAMPLE}", f"write it as in {_EXAMPLE}")
_TWICE = Text("dette står to gange", "this stands twice")
_EACH_ONCE = Text(
    "hver oplysning én gang, og flere id'er i »of« med komma imellem",
    "each fact once, and several ids of «of» with commas between them",
)
_KEEP_ONE = Text("behold den ene", "keep one of them")
_TWO_CASES = Text("svarene gælder to forskellige sager", "these are answers to two cases")
_ONE_CASE = Text("to svar med samme »case_id«", "two answers with the same “case_id”")
_COMPARE_ONE = Text("sammenlign svar på den samme sag", "compare answers to one case")
_PLACE = re.compile(r"/events/(?P<index>[0-9]+)(?P<rest>/.*)?\Z")
_WHOLE = re.compile(r"[0-9]{1,7}\Z")


class Standing(FrozenModel):
    """How one duty stands in an answer."""

    status: StatusWord
    due: DueDates | None
    met_by: tuple[str, ...]
    needs: tuple[str, ...]


class Change(FrozenModel):
    """One duty that stands otherwise in a later answer; `before` or `after` is None where an answer lacks the duty."""

    key: str
    rule: str
    cite: str
    title: Text
    before: Standing | None
    after: Standing | None


class WhatIf(FrozenModel):
    """A case with and without supposed events, both at the later of the instant asked for and the last such event."""

    schema_version: Literal[1] = Field(default=1, alias="schema")
    case_id: str
    at: Instant
    suppose: tuple[dict[str, object], ...]
    changes: tuple[Change, ...]
    before: Evaluation
    after: Evaluation

    def to_json(self, *, detail: Detail = "full", indent: int | None = None) -> str:
        """Return the comparison as JSON, schema version 1.

        Args:
            detail: How much of both answers is written: `dates`, `counted` or `full`.
            indent: The blanks of an indented level; None for one line.

        Returns:
            The JSON text.

        Raises:
            CaseError: `detail` is none of them.
        """
        left_out = Evaluation.fields_left_out(detail)
        return self.model_dump_json(indent=indent, exclude={"before": left_out, "after": left_out})


def what_if(
    case: Case,
    suppose: Supposition | Sequence[Supposition],
    *,
    at: str | dt.datetime,
    rulebook: Rulebook | None = None,
    policy: Policy | None = None,
) -> WhatIf:
    """Compare a case with the same case in which something more has happened. Pure and thread-safe.

    Args:
        case: The case.
        suppose: What is supposed: one event or several, each as `TYPE@INSTANT;fact=value;of=id` or as an event of a
            case. A time without an offset is a local time of the zone of the case, or of Copenhagen. Without an id of
            its own the first is called `antaget-1`; `of` may name it.
        at: The instant of both evaluations, with an offset; where a supposed event is later, its last second.
        rulebook: The rules and the matcher; None means the packaged rules with the default matcher.
        policy: The municipality's own ladder of escalation; None means the one of the rules.

    Returns:
        Both answers, and the duties that differ.

    Raises:
        CaseError: Something supposed is no event, or the case with it is no valid case; the place is `/suppose/0/…`.
        InstantError: `at` is no instant.
        RuleError: The policy names a rule, law or bearer that the rulebook does not know.

    Example:
        `what_if(case, "underretning_vurderet@2026-11-22T08:00;of=u1", at="2026-11-21T12:00:00+01:00").changes`
    """
    then, events = add_supposed_events(case, [suppose] if isinstance(suppose, str | Mapping) else suppose)
    instant = instant_text(max([instant_of(at), *(event.at.latest for event in events)]))
    before, after = (evaluate(one, at=instant, rulebook=rulebook, policy=policy) for one in (case, then))
    return WhatIf.unchecked(
        {
            "schema_version": 1,
            "case_id": case.case_id,
            "at": after.at,
            "suppose": _tell_events(then, events),
            "changes": changes(before, after),
            "before": before,
            "after": after,
        }
    )


def add_supposed_events(case: Case, suppose: Sequence[Supposition]) -> tuple[Case, tuple[Event, ...]]:
    """Add supposed events to a case.

    Args:
        case: The case.
        suppose: The events, each as text or as an event of a case.

    Returns:
        The case with the supposed events, and those events alone.

    Raises:
        CaseError: Something supposed is no event, or the case with it is no valid case; the place is `/suppose/0/…`.
    """
    new = [_parse_supposition(one, index) if isinstance(one, str) else one for index, one in enumerate(suppose)]
    own = (data.get("id") for data in new if isinstance(data, Mapping))
    taken = {event.id for event in case.events} | {id_ for id_ in own if isinstance(id_, str)}
    for index, data in enumerate(new):
        if isinstance(data, Mapping) and "id" not in data:
            name = f"antaget-{index + 1}"
            while name in taken:
                name += "'"
            taken.add(name)
            new[index] = {**data, "id": name}
    whole = {"case_id": case.case_id, "zone": case.zone or _ZONE, "events": [*case.events, *new]}
    try:
        events = Case.model_validate(whole).events[len(case.events) :]
    except CaseError as error:
        raise _place_in_suppositions(error, len(case.events)) from None
    return case.model_copy(update={"events": (*case.events, *events)}), events


def _tell_events(case: Case, events: Sequence[Event]) -> tuple[object, ...]:
    """Return events of a case in its JSON form, in their order."""
    by_id = {event["id"]: event for event in cast("list[dict[str, object]]", case.told()["events"])}
    return tuple(by_id[event.id] for event in events)


def _place_in_suppositions(error: CaseError, first: int) -> CaseError:
    """Name a refused event by its place in what is supposed, and all of that where the events became too many."""
    if error.place == "/events":
        return error.at_place("/suppose")
    match = _PLACE.match(str(error.place))
    index = int(match["index"]) if match else 0
    return error if match is None or index < first else error.at_place(f"/suppose/{index - first}{match['rest'] or ''}")


def _parse_supposition(text: str, index: int) -> dict[str, object]:
    match = _FORM.match(text)
    if match is None:
        raise CaseError(f"/suppose/{index}", _NO_EVENT, value=redact_value(text), allowed=_ALLOWED, mend=_MEND)
    vocabulary = packaged_vocabulary()
    word = vocabulary.events.get(match["type"])
    event: dict[str, object] = {"type": match["type"], "at": match["at"]}
    for number, part in enumerate(match["more"].split(";")[1:], start=len(event) + 1):
        name, value = part.split("=", 1)
        if name in event:
            shown, which = name_key(name, vocabulary_words(vocabulary), number)
            what = Text(f"{_TWICE.da}{which.da}", f"{_TWICE.en}{which.en}")
            raise CaseError(f"/suppose/{index}/{shown}", what, allowed=_EACH_ONCE, mend=_KEEP_ONE)
        event[name] = value.split(",") if name == "of" else _parse_value(value, word.facts.get(name) if word else None)
    return event


def _parse_value(text: str, fact: FactDefinition | None) -> object:
    """Return the value of a fact as JSON has it; a text that is none stays text, and is refused with the case."""
    if fact is not None and fact.kind == "bool":
        return {"true": True, "false": False}.get(text, text)
    return int(text) if fact is not None and fact.kind == "int" and _WHOLE.match(text) else text


def changes(earlier: Evaluation, later: Evaluation) -> tuple[Change, ...]:
    """Compare two answers to one case: at two instants, under two rulebooks, or with something more in the case.

    Args:
        earlier: The first answer, as it was computed or read from its JSON.
        later: The second answer.

    Returns:
        Each duty whose status, due dates, `met_by` or `needs` differ, in the order of `later`; the duties that `later`
        lacks come last.

    Raises:
        CaseError: The answers are to two cases.
    """
    if earlier.case_id != later.case_id:
        raise CaseError("/case_id", _TWO_CASES, allowed=_ONE_CASE, mend=_COMPARE_ONE)
    old, new = ({duty.key: duty for duty in one.obligations} for one in (earlier, later))
    found = []
    for key, duty in {**new, **old}.items():
        before, after = (
            Standing.unchecked({name: getattr(one[key], name) for name in Standing.model_fields})
            if key in one
            else None
            for one in (old, new)
        )
        if before != after:
            about = {"key": key, "rule": duty.rule, "cite": duty.cite, "title": duty.title}
            found.append(Change.unchecked({**about, "before": before, "after": after}))
    return tuple(found)
