"""Cases that must be refused, and cases just inside that must not be."""

from __future__ import annotations

from typing import Any

_NOTIFIED = {"type": "underretning_modtaget", "at": "2026-01-01T12:00:00+01:00"}


def _events(*events: object) -> dict[str, Any]:
    return {"case_id": "a", "events": list(events)}


def _event(**more: object) -> dict[str, Any]:
    return _events({**_NOTIFIED, **more})


def _reason(text: str) -> dict[str, Any]:
    return _events({"type": "orientering_undladt", "at": "2026-01-01", "begrundelse": text})


def _absence(percent: int) -> dict[str, Any]:
    return _events({"type": "ulovligt_skolefravaer", "at": "2026-01-01", "procent": percent})


REFUSED_CASES: tuple[tuple[str, Any, bool], ...] = (
    ("a case is an object", [], False),
    ("a case has a key", {"events": []}, False),
    ("the key is text", {"case_id": 7}, False),
    ("the key is not empty", {"case_id": ""}, False),
    ("the key is not blanks alone", {"case_id": " "}, False),
    ("the id of an event is not blanks alone", _event(id="  "), False),
    ("the key has no line end", {"case_id": "a\nb"}, False),
    ("the key has no character without a form of its own", {"case_id": "a\U000110bd"}, False),
    ("the key has no private character", {"case_id": "a\U000f0000"}, False),
    ("the key has at most 200 characters", {"case_id": "a" * 201}, False),
    ("the key is no CPR number", {"case_id": "010203-1234"}, False),
    ("the key is no CPR number of eight figures and four", {"case_id": "sag 01022003 1234"}, False),
    ("the key is no CPR number with 60 added to the day", {"case_id": "610203-1234"}, False),
    ("the key is no CPR number behind figures that are no day", {"case_id": "27.36.04 0102-03-1234"}, False),
    ("the key is no CPR number with a low line", {"case_id": "010203_1234"}, False),
    ("the key is no CPR number with a colon", {"case_id": "010203:1234"}, False),
    ("the key is no CPR number with a dash that is none of ASCII", {"case_id": "010203\u20131234"}, False),
    (
        "the key is no CPR number of a day with two dashes that are none of ASCII",
        {"case_id": "01\u221202\u221203 1234"},
        False,
    ),
    ("the key is no CPR number with letters behind a low line", {"case_id": "010203_12A4"}, False),
    (
        "the key is no CPR number in Arabic figures",
        {"case_id": "\u0660\u0661\u0660\u0662\u0660\u0663-\u0661\u0662\u0663\u0664"},
        False,
    ),
    ("a text holds no CPR number with a character that nobody sees", _reason("010203\u200b1234"), False),
    ("a text holds no CPR number with a line end", _reason("010203\n1234"), False),
    ("a key of a case is known", {"case_id": "a", "eventz": []}, True),
    ("the instant stands beside the case, not in it", {"case_id": "a", "at": "2026-01-01T12:00:00+01:00"}, True),
    ("kommune is a number", {"case_id": "a", "kommune": "Aarhus"}, False),
    ("kommune is no fraction", {"case_id": "a", "kommune": 1.5}, False),
    ("kommune is not below 0", {"case_id": "a", "kommune": -1}, False),
    ("kommune is below 1000000", {"case_id": "a", "kommune": 1_000_000}, False),
    ("a zone is one of the database", {"case_id": "a", "zone": "Europe/Atlantis"}, False),
    ("barn is an object", {"case_id": "a", "barn": []}, False),
    ("a key of barn is known", {"case_id": "a", "barn": {"navn": "x"}}, True),
    ("the day of birth is a day", {"case_id": "a", "barn": {"foedselsdato": "2010-02-30"}}, False),
    ("the day of birth has no time", {"case_id": "a", "barn": {"foedselsdato": "2010-02-03T12:00:00+01:00"}}, False),
    ("a truth is a truth", {"case_id": "a", "barn": {"soeskende_under_15": 1}}, False),
    ("events is a list", {"case_id": "a", "events": {}}, False),
    ("events is not null", {"case_id": "a", "events": None}, False),
    ("at most 1000 events", _events(*[_NOTIFIED] * 1001), False),
    ("a whole number is below 1000000", _absence(1_000_000), False),
    ("a whole number is not below 0", _absence(-1), False),
    ("an event is an object", _events("underretning_modtaget"), False),
    ("an event has a type", _events({"at": "2026-01-01"}), False),
    ("the type is known", _event(type="underretning"), False),
    ("the type is text", _event(type=None), False),
    ("an event has a time", _events({"type": "underretning_modtaget"}), False),
    ("the time is not null", _event(at=None), False),
    ("the time has an offset", _event(at="2026-01-01T12:00:00"), False),
    ("the time exists", _event(at="2026-01-01T24:00:00+01:00"), False),
    ("a fraction of a second has at most nine figures", _event(at="2026-01-01T12:00:00.1234567890+01:00"), False),
    ("the day exists", _event(at="2026-02-29"), False),
    ("the offset exists", _event(at="2026-01-01T12:00:00+14:01"), False),
    ("the year is not before 1900", _event(at="1899-12-31"), False),
    ("the year in Copenhagen is not after 2200", _event(at="2200-12-31T23:30:00Z"), False),
    ("a local time that is skipped", {"zone": "Europe/Copenhagen", **_event(at="2026-03-29T02:30:00")}, False),
    ("a local time that comes twice", {"zone": "Europe/Copenhagen", **_event(at="2026-10-25T02:30:00")}, False),
    ("an id is text", _event(id=1), False),
    ("an id is not null", _event(id=None), False),
    ("an id stands once", _events({**_NOTIFIED, "id": "a"}, {**_NOTIFIED, "id": "a"}), False),
    ("an id stands once, also one that is given by place", _events({**_NOTIFIED, "id": "e2"}, _NOTIFIED), False),
    ("of names an id", _event(of="x"), False),
    ("of is not empty", _event(of=[]), False),
    ("of names each id once", _events({**_NOTIFIED, "id": "a"}, {**_NOTIFIED, "of": ["a", "a"]}), False),
    ("of is text", _event(of=[1]), False),
    ("of is not null", _event(of=None), False),
    ("of leads back to no event", _event(id="a", of="a"), False),
    (
        "of leads back to no event: the last name by code points first, which UTF-16 orders otherwise",
        _events(
            {**_NOTIFIED, "id": "r", "of": ["\U0001f600", "\uf900"]},
            {**_NOTIFIED, "id": "\U0001f600", "of": "\U0001f600"},
            {**_NOTIFIED, "id": "\uf900", "of": "\uf900"},
        ),
        False,
    ),
    ("a fact is one of the type", _event(resultat="ingen"), True),
    ("a fact of truth is a truth", _event(overgreb="true"), False),
    ("a fact of words is one of its words", _event(afsender="nabo"), False),
    ("a fact of an instant is an instant", _event(kendt_fra="2026-01-01"), False),
    ("the first fault counts: the type before the time", _events({"type": "x", "at": "x"}), False),
    ("the first fault counts: the id before the time", _event(id=1, at="x"), False),
    ("the first fault counts: the time before of", _event(at="x", of=[]), False),
    ("the first fault counts: of before unknown keys", _event(of=[], x=1), False),
    ("the first fault counts: unknown keys before facts", _event(overgreb="ja", xyz=1), True),
    ("the first fault counts: the first event", _events({**_NOTIFIED, "of": "x"}, {"type": "x", "at": "x"}), False),
)
"""The reason, the case, and whether the place ends in a key that may be hidden."""
ACCEPTED_CASES: tuple[tuple[str, Any], ...] = (
    ("a case needs a key alone", {"case_id": "a"}),
    ("the key has 200 characters", {"case_id": "a" * 200}),
    ("the key is no CPR number: the day does not exist", {"case_id": "320103-1234"}),
    ("the key is no CPR number: five blanks between", {"case_id": "010203     1234"}),
    ("the key is no CPR number: a letter of another script beside it", {"case_id": "\u0440010203-1234"}),
    ("the key is no CPR number: a UUID", {"case_id": "01020312-1234-1234-1234-010203123456"}),
    ("1000 events", _events(*[{"type": "sag_afsluttet", "at": "2026-01-01"}] * 1000)),
    ("a whole number of 0", _absence(0)),
    ("a whole number of 999999", _absence(999_999)),
    ("kommune as four figures of text", {"case_id": "a", "kommune": "0751"}),
    ("kommune as a whole number of 999999", {"case_id": "a", "kommune": 999_999}),
    ("null is absent", {"case_id": "a", "kommune": None, "zone": None, "barn": {"termin": None}}),
    ("a fact that is null is absent", _event(overgreb=None)),
    ("the first day of 1900", _event(at="1900-01-01")),
    ("the last day of 2200", _event(at="2200-12-31")),
    ("the largest offset", _event(at="2026-01-01T12:00:00+14:00")),
    ("a fraction of a second", _event(at="2026-01-01T12:00:00.123456789+01:00")),
    ("a fraction of a second behind a comma", _event(at="2026-01-01T12:00:00,5+01:00")),
    ("a time without seconds", _event(at="2026-01-01T12:00Z")),
    ("a local time with a zone", {"zone": "Europe/Copenhagen", **_event(at="2026-03-29T01:59:59")}),
    ("of names an event that happens later", _events({**_NOTIFIED, "of": "b"}, {**_NOTIFIED, "id": "b"})),
    (
        "of is a list of several",
        _events({**_NOTIFIED, "of": ["b", "c"]}, {**_NOTIFIED, "id": "b"}, {**_NOTIFIED, "id": "c"}),
    ),
)
"""The reason, and a case that must not be refused."""
