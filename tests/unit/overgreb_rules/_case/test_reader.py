"""What a case may not say, and how it is told so: one message with the place, what is allowed, and the mend.

Nothing is guessed and nothing is repaired in silence. The message never repeats a CPR number, a name or free text.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from overgreb_rules import Case, CaseError, Event, OvergrebError, evaluate
from overgreb_rules._case.reader import read_event
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules.cli import main
from tests.fixtures.compared_text import ComparedText, build_compared_texts

CPR = "010101-1234"
NAME = "Anna Bergström Hansen"
AT = "2026-11-21T12:00:00+01:00"


@dataclass(frozen=True)
class Refused:
    """A text that is no case, the place that the message names, a word it says, and words that it must not say."""

    text: str | bytes
    place: str
    says: str = ""
    hidden: str = "\0"


def told(**event: Any) -> dict[str, Any]:
    return {"type": "underretning_modtaget", "at": "2026-11-01T10:00:00+01:00", **event}


def case(*events: object, **keys: Any) -> str:
    return json.dumps({"case_id": "A-17", "events": list(events), **keys})


def event(place: str, says: str = "", hidden: str = "\0", **keys: Any) -> Refused:
    return Refused(case(told(**keys)), f"/events/0/{place}", says, hidden)


def at(value: Any, says: str, zone: str | None = None) -> Refused:
    keys = {} if zone is None else {"zone": zone}
    return Refused(case(told(at=value), **keys), "/events/0/at", says)


REFUSED: dict[str, Refused] = {
    # --- no JSON
    "nothing at all": Refused("", "line 1", "empty"),
    "only blanks": Refused(" \n\t\r\n ", "line 1", "empty"),
    "only a byte order mark": Refused("\ufeff", "line 1", "empty"),
    "no JSON": Refused("sagsnummer: A-17", "line 1, column 1", "no JSON"),
    "JSON cut off": Refused('{"case_id": "A-17", "events": [', "line 1, column 32", "no JSON"),
    "a comma too many": Refused('{"case_id": "A-17",}', "line 1, column", "no JSON"),
    "single quotes": Refused("{'case_id': 'A-17'}", "line 1, column 2", "no JSON"),
    "a comment": Refused('{"case_id": "A-17"} // A', "line 1, column 21", "no JSON"),
    "two cases in one file": Refused('{"case_id": "A"}\n{"case_id": "B"}', "line 2, column 1", "no JSON"),
    "a control character in a text": Refused('{"case_id": "A\n17"}', "line 1, column 15", "no JSON"),
    "an escape that does not exist": Refused(r'{"case_id": "\x41"}', "line 1, column", "no JSON"),
    "Latin-1": Refused('{"case_id": "å"}'.encode("latin-1"), "byte 14", "UTF-8"),
    "UTF-16": Refused('{"case_id": "A"}'.encode("utf-16"), "byte 1", "UTF-8"),
    "a CPR number in what is no JSON": Refused(f"{CPR} {NAME}", "line 1, column", "no JSON", CPR),
    "NaN": Refused('{"case_id": "A", "kommune": NaN}', "/kommune", "NaN"),
    "Infinity": Refused('{"case_id": "A", "kommune": Infinity}', "/kommune", "Infinity"),
    "minus Infinity": Refused('{"case_id": "A", "kommune": -Infinity}', "/kommune", "-Infinity"),
    "no number and no JSON behind it": Refused('{"case_id": NaN,\n"events": [}', "line 2, column 12", "no JSON"),
    "no number alone": Refused("NaN", "/", "NaN"),
    "a decimal number without end": Refused('{"case_id": "A", "kommune": 1e999}', "/kommune", "very large"),
    "a whole number of 400 figures": Refused(
        '{"case_id": "A", "kommune": ' + "9" * 400 + "}", "/kommune", "very large"
    ),
    "a whole number of 5000 figures": Refused('{"case_id": "A", "kommune": ' + "9" * 5000 + "}", "line 1", "too long"),
    "100,000 open brackets": Refused("[" * 100_000, "line 1", "nested"),
    "100,000 brackets": Refused("[" * 100_000 + "]" * 100_000, "line 1", "nested"),
    "100,000 open braces": Refused('{"a":' * 100_000, "line 1", "nested"),
    "100,000 braces in a fact": Refused(
        '{"case_id":"A","events":[' + '{"a":' * 100_000 + "1" + "}" * 100_000 + "]}", "line 1", "nested"
    ),
    "a key twice": Refused('{"case_id": "A", "case_id": "B"}', "/case_id", "twice"),
    "a key twice in an event": Refused(
        '{"case_id":"A","events":[{},{"type":"kvittering_sendt","at":"2026-11-01","at":"2026-11-02"}]}',
        "/events/1/at",
        "twice",
    ),
    "a CPR number as key, twice": Refused(f'{{"{CPR}": 1, "{CPR}": 2}}', "/«hidden»", "object (number 2)", CPR),
    # --- the top
    "a list": Refused("[]", "/", "object"),
    "a text": Refused('"A-17"', "/", "object"),
    "a number": Refused("17", "/", "object"),
    "null": Refused("null", "/", "object"),
    "true": Refused("true", "/", "object"),
    "no case_id": Refused('{"events": []}', "/case_id", "missing"),
    "an unknown key": Refused(case(sagsbehandler="x"), "/«hidden»", "number 3", "sagsbehandler"),
    "a fact of the child beside its events": Refused(case(foedselsdato="2011-01-01"), "/foedselsdato", "unknown"),
    "a key in capitals": Refused(case(Kommune=751), "/Kommune", "unknown"),
    "a name as key": Refused(case(**{NAME: 1}), "/«hidden»", "unknown", NAME),
    "a CPR number as key": Refused(case(**{CPR: 1}), "/«hidden»", "unknown", CPR),
    "a lone surrogate as key": Refused('{"case_id": "A", "\\ud800": 1}', "/«hidden»", "unknown"),
    "a municipality as text": Refused(case(kommune="751"), "/kommune", "such as 751, or the text “0751”"),
    "a municipality as decimal number": Refused(case(kommune=751.0), "/kommune", "whole number"),
    "a municipality below zero": Refused(case(kommune=-751), "/kommune"),
    "a municipality as truth": Refused(case(kommune=True), "/kommune", "whole number"),
    "a CPR number as municipality": Refused(case(kommune=1111111118), "/kommune", "whole number", "1111111118"),
    "a CPR number as municipality, its first 0 lost": Refused(case(kommune=101011234), "/kommune", "", "101011234"),
    "a zone that does not exist": Refused(case(zone="Europe/Atlantis"), "/zone", "Europe/Copenhagen"),
    "a zone without a name": Refused(case(zone=""), "/zone"),
    "half a zone": Refused(case(zone="Europe"), "/zone"),
    "an offset as zone": Refused(case(zone="+01:00"), "/zone"),
    "a path as zone": Refused(case(zone="../../../../../../etc/passwd"), "/zone"),
    "an absolute path as zone": Refused(case(zone="/etc/passwd"), "/zone"),
    "a file that is no zone": Refused(case(zone="zone1970.tab"), "/zone"),
    "a zone of 10,000 letters": Refused(case(zone="a" * 10_000), "/zone", "", "a" * 50),
    "a zone with a zero": Refused(case(zone="Europe/\0"), "/zone"),
    "a name as zone": Refused(case(zone=NAME), "/zone", "", NAME),
    "a number as zone": Refused(case(zone=1), "/zone"),
    # --- the child
    "the child as text": Refused(case(barn=NAME), "/barn", "object", NAME),
    "the child as list": Refused(case(barn=[]), "/barn", "object"),
    "an unknown fact of the child": Refused(case(barn={"navn": "Anna"}), "/barn/«hidden»", "foedselsdato", "Anna"),
    "a CPR number of the child": Refused(case(barn={"cpr": CPR}), "/barn/«hidden»", "unknown", CPR),
    "a birth date with a time": Refused(case(barn={"foedselsdato": AT}), "/barn/foedselsdato", "a day"),
    "a birth date that does not exist": Refused(
        case(barn={"foedselsdato": "2023-02-29"}), "/barn/foedselsdato", "exist"
    ),
    "a CPR number as birth date": Refused(case(barn={"foedselsdato": CPR}), "/barn/foedselsdato", "a day", CPR),
    "siblings as text": Refused(case(barn={"soeskende_under_15": "ja"}), "/barn/soeskende_under_15", "true or false"),
    # --- keys of cases and events
    "an empty case_id": Refused(case(case_id=""), "/case_id", "printable"),
    "a case_id of blanks alone": Refused(case(case_id="  "), "/case_id", "not blanks alone"),
    "a case_id of 201 characters": Refused(case(case_id="x" * 201), "/case_id", "200"),
    "a case_id with a line break": Refused(case(case_id="A\n17"), "/case_id", "printable"),
    "a case_id with an escape sequence": Refused(case(case_id="\x1b[31m"), "/case_id", "printable", "\x1b"),
    "a case_id written backwards": Refused(case(case_id="A\u202e17"), "/case_id", "printable", "\u202e"),
    "a case_id with a lone surrogate": Refused('{"case_id": "A\\ud800"}', "/case_id", "printable"),
    "a number as case_id": Refused(case(case_id=17), "/case_id", "quotes"),
    "null as case_id": Refused(case(case_id=None), "/case_id", "missing"),
    "a list as case_id": Refused(case(case_id=["A"]), "/case_id", "text"),
    "an empty id": event("id", "printable", id=""),
    "an id of blanks alone": event("id", "not blanks alone", id=" "),
    "a number as id": event("id", "quotes", id=1),
    "null as id": event("id", "leave the key out", id=None),
    "null as of": event("of", "leave the key out", of=None),
    "an id twice": Refused(case(told(id="u1"), told(id="u1")), "/events/1/id", "/events/0"),
    "an id that a place in the list already has": Refused(case(told(id="e2"), told()), "/events/1/id", "/events/0"),
    "an id that a later place has": Refused(case(told(), told(id="e1")), "/events/1/id", "/events/0"),
    # --- events
    "events as object": Refused(case().replace("[]", "{}"), "/events", "a list"),
    "events as null": Refused(case().replace("[]", "null"), "/events", "a list"),
    "events as text": Refused(case().replace("[]", '"none"'), "/events", "a list"),
    "an event as text": Refused(case("kvittering_sendt"), "/events/0", "object"),
    "an event as null": Refused(case(told(), None), "/events/1", "object"),
    "an event without type": Refused(case({"at": AT}), "/events/0/type", "missing"),
    "an event without time": Refused(case({"type": "kvittering_sendt"}), "/events/0/at", "missing"),
    "an unknown type": event("type", "perhaps underretning_modtaget", type="underretning_modtagt"),
    "a type in English": event("type", "vocabulary", type="notification_received"),
    "a type in capitals": event("type", "vocabulary", type="UNDERRETNING_MODTAGET"),
    "a number as type": event("type", "vocabulary", type=7),
    "a list as type": event("type", "vocabulary", type=[]),
    "a name as type": event("type", "vocabulary", NAME, type=NAME),
    "a CPR number as type": event("type", "vocabulary", CPR, type=CPR),
    "a lone surrogate as type": event("type", "vocabulary", type="\ud800"),
    "an unknown fact": event("«hidden»", "afsender", alvor=True),
    "a fact of another event type": event("akut_behov", "afsender", akut_behov=True),
    "a name as fact": event("«hidden»", "afsender", NAME, **{NAME: True}),
    "facts in an object of their own": event("«hidden»", "afsender", facts={"overgreb": True}),
    # --- facts
    "a text where a truth belongs": event("overgreb", "true or false", overgreb="ja"),
    "«true» in quotes": event("overgreb", "true or false", overgreb="true"),
    "1 where a truth belongs": event("overgreb", "true or false", overgreb=1),
    "0 where a truth belongs": event("overgreb", "true or false", overgreb=0),
    "a list where a truth belongs": event("overgreb", "true or false", overgreb=[True]),
    "an object where a truth belongs": event("overgreb", "true or false", overgreb={"ja": 1}),
    "free text where a truth belongs": event("overgreb", "true or false", NAME, overgreb=f"{NAME} slog barnet"),
    "a CPR number where a truth belongs": event("overgreb", "true or false", CPR, overgreb=CPR),
    "a word that is not in the list": event("afsender", "fagperson, borger, kommune", afsender="nabo"),
    "a name where a word belongs": event("afsender", "fagperson, borger, kommune", NAME, afsender=NAME),
    "a truth where a word belongs": event("afsender", "fagperson", afsender=True),
    "a word with a blank": event("afsender", "fagperson", afsender="fagperson "),
    "a number where text belongs": event("begrundelse", "text", type="orientering_undladt", begrundelse=17),
    "text with a lone surrogate": event("begrundelse", "text", type="orientering_undladt", begrundelse="\ud800"),
    "a share as text": event("procent", "whole number", type="ulovligt_skolefravaer", procent="15"),
    "a share as decimal number": event("procent", "whole number", type="ulovligt_skolefravaer", procent=15.0),
    "a share below zero": event("procent", type="ulovligt_skolefravaer", procent=-1),
    "a share as truth": event("procent", "whole number", type="ulovligt_skolefravaer", procent=True),
    "a set date with a time": event("frist_fastsat", "a day", type="anbringelse_besluttet", frist_fastsat=AT),
    "a day where an instant belongs": event("kendt_fra", "an instant", kendt_fra="2026-10-31"),
    "a naive instant as fact": event("kendt_fra", "offset", kendt_fra="2026-10-31T10:00:00"),
    # --- what answers what
    "an answer to nothing": event("of", "no event", of="u9"),
    "an answer to nothing, with a name": event("of", "no event", NAME, of=NAME),
    "an answer to a number": event("of", "text", of=1),
    "an answer to null": event("of", "text", of=None),
    "an event that answers itself": Refused(case(told(id="a", of="a")), "/events/0/of", "circle"),
    "two events that answer each other": Refused(
        case(told(id="a", of="b"), told(id="b", of="a")), "/events/0/of", "circle"
    ),
    "a circle at the end of a way": Refused(
        case(told(id="x", of="a"), told(id="a", of="b"), told(id="b", of="c"), told(id="c", of="a")),
        "/events/1/of",
        "circle",
    ),
    # --- days and times
    "a time without offset or zone": at("2026-11-01T10:00:00", "+01:00"),
    "a summer time without offset or zone": at("2026-07-01T10:00:00", "+02:00"),
    "a time that the clocks skip": at("2026-03-29T02:30:00", "+01:00 or +02:00", "Europe/Copenhagen"),
    "a time that the clocks repeat": at("2026-10-25T02:30:00", "+02:00 or +01:00", "Europe/Copenhagen"),
    "a time that is skipped in London": at("2026-03-29T01:30:00", "does not exist", "Europe/London"),
    "a time that happens twice in New York": at("2026-11-01T01:30:00", "happens twice", "America/New_York"),
    "half an hour that happens twice": at("2026-04-05T01:45:00", "happens twice", "Australia/Lord_Howe"),
    "a whole day that Samoa skipped": at("2011-12-30T12:00:00", "does not exist", "Pacific/Apia"),
    "30 February": at("2026-02-30", "does not exist"),
    "29 February of no leap year": at("2023-02-29", "does not exist"),
    "29 February 1900": at("1900-02-29", "does not exist"),
    "the 13th month": at("2026-13-01T10:00:00Z", "does not exist"),
    "day 0": at("2026-11-00", "does not exist"),
    "year 0": at("0000-01-01", "does not exist"),
    "1899": at("1899-12-31", "1900 to 2200"),
    "2201": at("2201-01-01T00:00:00Z", "1900 to 2200"),
    "hour 24": at("2026-11-01T24:00:00Z", "time of day"),
    "minute 60": at("2026-11-01T10:60:00Z", "time of day"),
    "second 60": at("2026-12-31T23:59:60Z", "time of day"),
    "an offset of 15 hours": at("2026-11-01T10:00:00+15:00", "-14:00 to +14:00"),
    "an offset of 60 minutes": at("2026-11-01T10:00:00+01:60", "offset"),
    "an offset without minutes": at("2026-11-01T10:00:00+01", "an instant such as"),
    "the name of a zone as offset": at("2026-11-01T10:00:00 CET", "an instant such as"),
    "a blank instead of the T": at("2026-11-01 10:00:00+01:00", "an instant such as"),
    "a small t": at("2026-11-01t10:00:00z", "an instant such as"),
    "an hour without minutes": at("2026-11-01T10Z", "an instant such as"),
    "a Danish date": at("01-11-2026", "a day such as"),
    "a date with slashes": at("01/11/2026", "a day such as"),
    "a date without hyphens": at("20261101", "a day such as"),
    "a week": at("2026-W45-1", "a day such as"),
    "a month": at("2026-11", "a day such as"),
    "a date with a blank": at(" 2026-11-01", "a day such as"),
    "a date with a line break": at("2026-11-01\n", "a day such as"),
    "a date in other figures": at("２０２６-11-01", "a day such as"),
    "a negative year": at("-2026-11-01", "a day such as"),
    "a number of seconds": at(1793530800, "a day such as"),
    "a time of null": at(None, "a day such as"),
    "a time of true": at(True, "a day such as"),
    "a time in a list": at(["2026-11-01"], "a day such as"),
    "a time without text": at("", "a day such as"),
}

CPR_SHAPES = (
    "010101-1234",
    "0101011234",
    "010101 1234",
    "311299-0000",
    "290200-4321",
    "sag 010101-1234",
    "010101-1234-2",
    "x 010101 1234 y",
    "010101\u00a01234",
    "010101\u20101234",
    "010101\u20131234",
)
for shape in CPR_SHAPES:
    REFUSED[f"«{shape}» as case_id"] = Refused(case(case_id=shape), "/case_id", "CPR", shape)
    REFUSED[f"«{shape}» as id"] = event("id", "CPR", shape, id=shape)
    REFUSED[f"«{shape}» as of"] = event("of", "CPR", shape, of=shape)

NEVER_REPEATED: dict[str, Refused] = {
    "a name as key, twice": Refused(f'{{"{NAME}": 1, "{NAME}": 2}}', "/«hidden»", "twice", NAME),
    "a line break in a key that stands twice": Refused('{"a\\nb": 1, "a\\nb": 2}', "/«hidden»", "twice", "\nb"),
    "an escape sequence in a key that stands twice": Refused(
        '{"\\u001b[2J": 1, "\\u001b[2J": 2}', "/«hidden»", "twice", "\x1b"
    ),
    "a lone surrogate in a key that stands twice": Refused(
        '{"\\ud800": 1, "\\ud800": 2}', "/«hidden»", "twice", "\ud800"
    ),
    "a CPR number as decimal number": Refused(case(kommune=101011234.0), "/kommune", "", "101011234"),
    "a name as value of a fact": event("afsender", "", "mette", afsender="mette"),
    "a name in one word": event("afsender", "", "MetteHansen", afsender="MetteHansen"),
    "a telephone number as value": event("afsender", "", "20304050", afsender="20304050"),
    "a telephone number as number": event("procent", "", "20304050", type="ulovligt_skolefravaer", procent=-20304050),
    "a name as key of an event": event("«hidden»", "afsender", "mette", mette=True),
    "a name as id": event("of", "no event", "mette", of="mette"),
    "a CPR number in a text": event(
        "begrundelse", "text", CPR, type="orientering_undladt", begrundelse=f"barnet {CPR} blev hørt"
    ),
    "a CPR number below zero": Refused(case(kommune=-101011234), "/kommune", "", "101011234"),
}


def refused() -> Iterator[object]:
    for says, one in REFUSED.items():
        yield pytest.param(one, id=says.encode("ascii", "backslashreplace").decode())
    for says, one in NEVER_REPEATED.items():
        yield pytest.param(one, id=says)


@pytest.mark.parametrize("one", [*refused()])
def test_the_package_refuses_it_and_says_where_what_is_allowed_and_the_mend(one: Refused) -> None:
    with pytest.raises(CaseError) as caught:
        Case.model_validate_json(one.text)
    error = caught.value
    assert isinstance(error, OvergrebError)
    assert (error.parts("en")["place"] or "").startswith(one.place)
    assert error.what
    assert error.allowed
    assert error.mend
    english, danish = error.parts("en"), error.parts("da")
    message = str(error)
    assert message.startswith(f"{english['place']}: {english['what']}")
    assert f"Allowed: {english['allowed']}. Mend: {english['mend']}." in message
    assert f"Tilladt: {danish['allowed']}. Gør sådan: {danish['mend']}." in error.message("da")
    assert english["what"] != danish["what"]
    assert english["mend"] != danish["mend"]
    assert one.says in message
    for told in (message, error.message("da")):
        assert one.hidden not in told
        assert told.isprintable()


@pytest.mark.parametrize("one", [*refused()])
def test_the_command_line_ends_with_2_one_message_and_nothing_on_standard_output(
    one: Refused, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "case.json"
    file.write_bytes(one.text if isinstance(one.text, bytes) else one.text.encode("utf-8", "surrogatepass"))
    assert main(["evaluate", str(file), "--at", AT, "--lang", "en"]) == 2
    out, written = capsysbinary.readouterr()
    assert out == b""
    message = written.decode("utf-8")
    assert message.startswith(f"overgreb-rules: {one.place}")
    assert message.endswith(".\n")
    assert message.count("\n") == 1
    assert "Allowed: " in message
    assert "Mend: " in message
    assert one.says in message
    assert one.hidden not in message


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refusals = {tmp_path / "none.json": "the file cannot be read", tmp_path: "this folder holds no file “cases”"}
    for path, refusal in refusals.items():
        assert main(["evaluate", str(path), "--at", AT, "--lang", "en"]) == 2
        out, message = capsys.readouterr()
        assert out == ""
        assert message.startswith(f"overgreb-rules: CASE: {refusal}")
        assert message.count("\n") == 1


NOT_JSON_DATA: dict[str, dict[str, object]] = {
    "not a number": {"kommune": math.nan},
    "infinity": {"kommune": math.inf},
    "a key that is no text": {7: 7},  # type: ignore[dict-item]
    "a set of events": {"events": {"x"}},
    "bytes as case_id": {"case_id": b"A"},
    "a naive datetime": {"events": [told(at=dt.datetime(2026, 11, 1, 10))]},  # noqa: DTZ001  # naive on purpose
    "an event of another kind": {"events": [Moment.instant(0)]},
}


@pytest.mark.parametrize("says", NOT_JSON_DATA)
def test_data_that_never_was_json_is_refused_alike(says: str) -> None:
    with pytest.raises(CaseError, match=r"Allowed: .+\. Mend: .+\."):
        Case.model_validate({"case_id": "A", **NOT_JSON_DATA[says]})
    with pytest.raises((CaseError, TypeError)):
        Case(**{"case_id": "A", **NOT_JSON_DATA[says]})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "by_hand",
    [
        {"id": CPR, "type": "kvittering_sendt"},
        {"id": "a", "type": "no_such_type"},
        {"id": "a", "type": "underretning_vurderet", "facts": {"akut_behov": "ja"}},
        {"id": "a", "type": "underretning_vurderet", "facts": {"no_such_fact": True}},
    ],
    ids=["a CPR number as id", "an unknown type", "a wrong value", "an unknown fact"],
)
def test_an_event_made_by_hand_is_refused_like_any_other(by_hand: dict[str, Any]) -> None:
    with pytest.raises(CaseError):
        Case(case_id="A", events=[Event(at=Moment.instant(0), **by_hand)])  # type: ignore[arg-type]


@pytest.mark.parametrize("wall", ["1918-04-15T02:30:00", "1918-09-16T02:30:00"])
def test_a_change_of_clocks_between_odd_offsets_is_seen(wall: str) -> None:
    """Riga kept +01:36:34 and +02:36:34 in 1918."""
    with pytest.raises(CaseError):
        Case.model_validate_json(case(told(at=wall), zone="Europe/Riga"))


# --- what is a case


ACCEPTED: dict[str, str | bytes] = {
    "no events": '{"case_id": "A", "events": []}',
    "no list of events": '{"case_id": "A"}',
    "a byte order mark before UTF-8": b'\xef\xbb\xbf{"case_id": "A"}',
    "blanks around it": '\n\t {"case_id": "A"} \r\n',
    "Danish letters": case(case_id="Sag 17, Ærø"),
    "letters as escapes": '{"case_id": "\\u00c6r\\u00f8"}',
    "a letter beyond 16 bits": '{"case_id": "\\ud83d\\ude00"}',
    "200 characters": case(case_id="x" * 200),
    "a day that does not exist before four figures": case(case_id="320101-1234"),
    "30 February before four figures": case(case_id="300201-1234"),
    "a month that does not exist before four figures": case(case_id="011301-1234"),
    "day 0 before four figures": case(case_id="000101-1234"),
    "eleven figures": case(case_id="01010112345"),
    "nine figures": case(case_id="010101123"),
    "a date and a number": case(case_id="2026-11-21/1234"),
    "a UUID": case(case_id="123e4567-e89b-12d3-a456-426614174000"),
    "UTC": case(told(at="2026-11-01T10:00:00Z")),
    "another offset": case(told(at="2026-11-01T10:00:00-05:30")),
    "the widest offset": case(told(at="2026-11-01T10:00:00+14:00")),
    "no seconds": case(told(at="2026-11-01T10:00+01:00")),
    "a part of a second": case(told(at="2026-11-01T10:00:00.123456+01:00")),
    "a day": case(told(at="2026-11-01")),
    "the first day": case(told(at="1900-01-01")),
    "the last day": case(told(at="2200-12-31")),
    "29 February": case(told(at="2024-02-29")),
    "a local time in a zone": case(told(at="2026-11-01T10:00:00"), zone="Europe/Copenhagen"),
    "a local time as fact in a zone": case(told(kendt_fra="2026-10-31T10:00:00"), zone="Atlantic/Faroe"),
    "the second before the clocks change": case(told(at="2026-03-29T01:59:59"), zone="Europe/Copenhagen"),
    "the second when the clocks have changed": case(told(at="2026-03-29T03:00:00"), zone="Europe/Copenhagen"),
    "an answer": case(told(id="u1"), told(id="v1", of="u1")),
    "an answer that stands before what it answers": case(told(id="v1", of="u1"), told(id="u1")),
    "a long way of answers": case(told(id="k0"), *(told(id=f"k{n}", of=f"k{n - 1}") for n in range(1, 300))),
    "what nobody knows": case(told(formodet_kraenker="ukendt")),
    "all facts": case(told(afsender="fagperson", anonym=False, overgreb=True, formodet_kraenker="anden", ufoedt=True)),
    "free text": case(told(type="orientering_undladt", begrundelse=f"{NAME}, § 155 b\n«æøå»")),
    "text without a word": case(told(type="orientering_undladt", begrundelse="")),
    "the municipality and the child": case(
        kommune=751, barn={"foedselsdato": "2011-01-01", "termin": "2026-12-24", "soeskende_under_15": False}
    ),
    "nothing known of the child": case(barn={}),
    "null for all that is not known": case(
        told(overgreb=None, afsender=None, kendt_fra=None),
        kommune=None,
        zone=None,
        barn={"foedselsdato": None, "termin": None, "soeskende_under_15": None},
    ),
    "null for the child": case(barn=None),
    "a municipality in four figures": case(kommune="0751"),
    "a number between letters": case(case_id="a0101011234b"),
    "a number with the letter that the mend asks for": case(case_id="k0101011234"),
}


@pytest.mark.parametrize("says", ACCEPTED)
def test_it_is_a_case(says: str) -> None:
    text = ACCEPTED[says]
    read = Case.model_validate_json(text)
    as_bytes = text if isinstance(text, bytes) else text.encode()
    assert read == Case.model_validate_json(as_bytes) == Case.model_validate_json(bytearray(as_bytes))
    assert read == Case.model_validate(json.loads(as_bytes))


def test_events_without_an_id_are_called_by_their_place() -> None:
    read = Case.model_validate_json(case(told(), told(id="u2"), told()))
    assert [one.id for one in read.events] == ["e1", "u2", "e3"]


def test_a_fact_that_is_left_out_is_unknown_and_stays_out() -> None:
    (read,) = Case.model_validate_json(case(told(overgreb=False))).events
    assert read.facts == {"overgreb": False}


@pytest.mark.parametrize(
    ("written", "zone", "instant"),
    [
        ("2026-11-01T10:00:00Z", None, "2026-11-01T11:00:00+01:00"),
        ("2026-07-01T10:00:00Z", None, "2026-07-01T12:00:00+02:00"),
        ("2026-11-01T10:00:00-05:30", None, "2026-11-01T16:30:00+01:00"),
        ("2026-11-01T10:00:00", "Europe/Copenhagen", "2026-11-01T10:00:00+01:00"),
        ("2026-07-01T10:00:00", "Atlantic/Faroe", "2026-07-01T11:00:00+02:00"),
        ("2026-07-01T10:00:00+09:00", "Europe/Copenhagen", "2026-07-01T03:00:00+02:00"),
        ("2026-11-01T10:00:59.999999999Z", None, "2026-11-01T11:00:59+01:00"),
        ("2026-11-01", None, "2026-11-01"),
        ("2026-11-01", "America/New_York", "2026-11-01"),
        ("2199-07-01T10:00:00Z", None, "2199-07-01T12:00:00+02:00"),
    ],
)
def test_times_are_read_as_instants_and_days_as_days_of_copenhagen(
    written: str, zone: str | None, instant: str
) -> None:
    keys = {} if zone is None else {"zone": zone}
    (read,) = Case.model_validate_json(case(told(at=written), **keys)).events
    assert str(read.at) == instant


def test_an_unknown_offender_is_the_same_as_an_offender_that_is_not_told() -> None:
    base = {"afsender": "fagperson", "anonym": False, "overgreb": True}
    answers = [
        evaluate(Case.model_validate_json(case(told(**base, **more))), at=AT).model_dump(exclude={"receipt"})
        for more in ({}, {"formodet_kraenker": "ukendt"}, {"formodet_kraenker": "anden"})
    ]
    assert answers[0] == answers[1] != answers[2]


def test_a_default_is_the_same_as_its_value() -> None:
    answers = [
        evaluate(Case.model_validate_json(case(told(**more))), at=AT).model_dump(exclude={"receipt"})
        for more in ({}, {"ufoedt": False}, {"ufoedt": True})
    ]
    assert answers[0] == answers[1] != answers[2]


def test_the_id_that_stands_twice_in_of_is_found_in_one_pass() -> None:
    ids = build_compared_texts(500)
    with pytest.raises(CaseError, match="/of/500: this id stands twice"):
        read_event(told(of=[*ids, ComparedText("k499")]))
    assert ComparedText.comparisons < 500


def test_a_case_without_events_has_no_duties() -> None:
    result = evaluate(Case.model_validate_json('{"case_id": "A", "events": []}'), at=AT)
    assert (result.obligations, result.ignored_events, result.next_change) == ((), (), None)


def test_a_case_cannot_be_changed() -> None:
    read = Case.model_validate_json(case(told()))
    with pytest.raises(ValueError, match="frozen"):
        read.case_id = "B"  # type: ignore[misc]


def test_a_case_of_more_events_than_can_be_answered_is_refused() -> None:
    with pytest.raises(CaseError) as caught:
        Case.model_validate_json(case(*[told()] * 20_000))
    assert caught.value.place == "/events"
