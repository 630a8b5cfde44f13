"""One line of a stream of cases: a case, or an envelope with its own instant, suppositions and detail.

The command line and the HTTP service answer their streams with this module. It reads no clock: where the caller has
one, it comes as a function, and a line without an instant is answered at the instant of its reading.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from overgreb_rules._case import json_text
from overgreb_rules._case.case import Case
from overgreb_rules._case.reader import read_key, vocabulary_words
from overgreb_rules._evaluate.pipeline import evaluate, instant_of
from overgreb_rules._evaluate.size_limits import check_duty_count, check_event_count, locate_events
from overgreb_rules._evaluate.what_if import Supposition, what_if
from overgreb_rules._rules.source import packaged_vocabulary
from overgreb_rules.errors import CaseError, InstantError, redact_value
from overgreb_rules.evaluation import Detail, Evaluation
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook
from overgreb_rules.shared.redaction import name_key
from overgreb_rules.shared.refusal import Refusal
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

Refused = TypeVar("Refused", bound=CaseError | InstantError)
_KEYS = ("id", "at", "case", "suppose", "detail")
_NO_INSTANT = Text("tidspunktet mangler", "the instant is missing")
_AN_INSTANT = Text(
    "et tidspunkt med tidszone, fx 2026-11-21T12:00:00+01:00",
    "an instant with offset such as 2026-11-21T12:00:00+01:00",
)
_GIVE_INSTANT = Text("skriv »at« i linjen, eller giv ét for alle linjer", "give “at” in the line, or one for all lines")
_AN_ENVELOPE = Text(
    "dette er ikke selve sagen, men en linje med en sag under »case«", "this is an envelope with a case"
)
_TAKE_OUT = Text(
    "giv selve sagen, som står under »case«, eller brug `evaluate - --format jsonl`",
    "give the case itself, which stands under “case”, or use `evaluate - --format jsonl`",
)
_OWN_LINE = re.compile(r"(line |linje )[0-9]+")
_BEGINNING = '{"schema":1,'


class StreamDefaults(ValueObject):
    """What holds for each line of a stream that does not say otherwise itself.

    Attributes:
        at: The instant of the evaluation; None where each line has its own, or `clock` tells it.
        clock: Returns the instant of its call as text with an offset; None where there is no clock.
        detail: How much of an answer is written.
        language: The language of errors, `da` or `en`; an answer has both.
        rulebook: The rules and the matcher; None for the packaged rules with the default matcher.
        policy: The ladder of escalation; None for the one of the rules.
        most_events: How many events a case may have, supposed ones too; None for no limit of the stream.
        most_duties: How many duties an answer may have; None for no limit of the stream.
    """

    at: str | None = None
    clock: Callable[[], str] | None = None
    detail: Detail = "full"
    language: str = "da"
    rulebook: Rulebook | None = None
    policy: Policy | None = None
    most_events: int | None = None
    most_duties: int | None = None


class LineAnswer(ValueObject):
    """The answer to one line.

    Attributes:
        text: JSON on one line, without a line end.
        is_refused: Whether the text is an error.
        is_late: Whether a duty of the answer is overdue or breached.
        duties: How many duties the answer has; with suppositions, the later one of the two.
    """

    text: str
    is_refused: bool = False
    is_late: bool = False
    duties: int = 0


class Envelope(ValueObject):
    """A case with what is asked about it; None where the stream decides."""

    case: Case
    at: str | None = None
    suppose: tuple[Supposition, ...] = ()
    detail: Detail | None = None


def answer_line(line: str | bytes, number: int, defaults: StreamDefaults) -> LineAnswer:
    """Answer one line of a stream; an input that is refused gives an answer too.

    Args:
        line: A case or an envelope as JSON text; bytes are UTF-8.
        number: The number of the line, from 1.
        defaults: What holds for a line that does not say otherwise.

    Returns:
        The evaluation or, with suppositions, the comparison; the error of a line that is refused. Both carry the `id`
        of the envelope, where it has one that can be used.

    Raises:
        RuleError: The policy names a rule, law or bearer that the rulebook does not know.
        EngineMissing: The engine cannot be loaded.
    """
    read_at = defaults.clock() if defaults.at is None and defaults.clock is not None else None
    line_id: str | None = None
    try:
        # A line end is no part of the text: a place behind it would name the next line.
        text = line.rstrip(b"\r\n" if isinstance(line, bytes) else "\r\n")  # type: ignore[arg-type]
        data = json_text.parse(text, _KEYS)
        line_id = _read_id(data)
        if defaults.most_events is not None:
            check_event_count(data, defaults.most_events)
        envelope = _read_envelope(data)
        answer, result = _answer(envelope, envelope.at or defaults.at or read_at, defaults, locate_events(data))
    except (CaseError, InstantError) as error:
        return refuse_line(name_line(error, number), number, defaults.language, line_id)
    if line_id is not None:
        answer = f'{_BEGINNING}"id":{json.dumps(line_id, ensure_ascii=False)},{answer.removeprefix(_BEGINNING)}'
    return LineAnswer(answer, is_late=result.is_late(), duties=len(result.list_statuses()))


def name_line(error: Refused, number: int) -> Refused:
    """Return the refusal of a text that is no JSON with the number of its line in the stream.

    Args:
        error: The refusal; its place may name a line of the text alone.
        number: The number of the line, from 1.

    Returns:
        The refusal with the line of the stream as its place; another refusal unchanged.
    """
    place = error.place
    if isinstance(place, Text) and _OWN_LINE.match(place.en):
        da, en = (_OWN_LINE.sub(rf"\g<1>{number}", words, count=1) for words in (place.da, place.en))
        return error.at_place(Text(da, en))  # type: ignore[return-value]  # the class stays
    return error


def refuse_line(error: Refusal, number: int, language: str, line_id: str | None = None) -> LineAnswer:
    """Return the answer to a line or row that is refused.

    Args:
        error: The reason.
        number: The number of the line, from 1.
        language: The language of the error: `da` or `en`.
        line_id: The id of the envelope; None where there is none.

    Returns:
        The error as JSON.
    """
    named = {"schema": 1, "line": number, **({"id": line_id} if line_id is not None else {})}
    return LineAnswer(json.dumps({**named, "error": error.parts(language)}, ensure_ascii=False), is_refused=True)


def is_envelope(data: object) -> bool:
    """Return whether the data of a line is an envelope.

    Args:
        data: The value of the JSON text.

    Returns:
        True for an object with the key `case`, and for one with another key of an envelope and without `case_id`.
    """
    return isinstance(data, Mapping) and ("case" in data or ("case_id" not in data and bool({*_KEYS} & {*data})))


def read_bare_case(data: object) -> Case:
    """Read a case where an envelope cannot be answered.

    Args:
        data: The value of the JSON text.

    Returns:
        The case.

    Raises:
        CaseError: The data is an envelope, or the case is refused.
    """
    if is_envelope(data):
        raise CaseError("/", _AN_ENVELOPE, allowed=Text("en sag", "a case"), mend=_TAKE_OUT)
    return Case.model_validate(data)


def _read_id(data: object) -> str | None:
    """Return the id of an envelope, None where it has none or one that is refused."""
    if not is_envelope(data):
        return None
    try:
        return read_key(cast("Mapping[str, object]", data)["id"], "/id")
    except (KeyError, CaseError):
        return None


def _read_envelope(data: object) -> Envelope:
    """Read a line; the place of what is refused in a case begins with `/case` in an envelope."""
    if not is_envelope(data):
        return Envelope(Case.model_validate(data))
    given = cast("Mapping[str, Any]", data)
    for number, key in enumerate(given, start=1):
        if key not in _KEYS:
            shown, which = name_key(key, [*_KEYS, *vocabulary_words(packaged_vocabulary())], number)
            what = Text(f"nøglen er ukendt her{which.da}", f"this key of an envelope is unknown{which.en}")
            mend = Text("ret nøglen, eller flyt den ind i »case«", "correct it, or put it into the case")
            raise CaseError(f"/{shown}", what, allowed=", ".join(_KEYS), mend=mend)
    if "id" in given:
        read_key(given["id"], "/id")
    if "case" not in given:
        what, allowed = Text("nøglen mangler", "the key is missing"), Text("en sag", "a case")
        raise CaseError("/case", what, allowed=allowed, mend=Text("tilføj »case«", "add “case”"))
    return Envelope(read_inner_case(given), _read_instant(given), read_suppositions(given), _read_detail(given))


def read_inner_case(data: Mapping[str, object]) -> Case:
    """Read the case that stands under `case` in an object.

    Args:
        data: The object; it has the key.

    Returns:
        The case.

    Raises:
        CaseError: The case is refused; the place begins with `/case`.
    """
    try:
        return Case.model_validate(data["case"])
    except CaseError as error:
        raise error.at_place(f"/case{str(error.place).rstrip('/')}") from None


def _read_instant(data: Mapping[str, object]) -> str | None:
    at = data.get("at")
    if at is None:
        return None
    try:
        instant_of(cast("str", at))
    except InstantError as error:
        raise error.at_place("/at") from None
    return cast("str", at)


def read_suppositions(data: Mapping[str, object]) -> tuple[Supposition, ...]:
    """Read what is supposed, which stands under `suppose` in an object.

    Args:
        data: The object.

    Returns:
        The suppositions; empty where the object has none. Each is read with its case.

    Raises:
        CaseError: The value is no list.
    """
    suppose = data.get("suppose", [])
    if not isinstance(suppose, list):
        what, mend = Text("der skal stå en liste", "a list is expected"), Text("skriv [ … ]", "write [ … ]")
        allowed = Text(
            "en liste af hændelser eller af tekster som TYPE@TIDSPUNKT", "a list of events, or of texts TYPE@INSTANT"
        )
        raise CaseError("/suppose", what, value=redact_value(suppose), allowed=allowed, mend=mend)
    return tuple(suppose)


def _read_detail(data: Mapping[str, object]) -> Detail | None:
    detail = data.get("detail")
    return None if detail is None else Evaluation.read_detail(detail, "/detail")


def _answer(envelope: Envelope, at: str | None, defaults: StreamDefaults, events_place: str) -> tuple[str, Evaluation]:
    """Return the answer as text, and the evaluation that it is about: with suppositions, the later one of the two."""
    if at is None:
        raise InstantError("/at", _NO_INSTANT, allowed=_AN_INSTANT, mend=_GIVE_INSTANT)
    detail = envelope.detail or defaults.detail
    rulebook, policy = defaults.rulebook, defaults.policy
    if envelope.suppose:
        compared = what_if(envelope.case, envelope.suppose, at=at, rulebook=rulebook, policy=policy)
        if defaults.most_duties is not None:
            check_duty_count(compared.before, defaults.most_duties, events_place)
            check_duty_count(compared.after, defaults.most_duties, "/suppose")
        return compared.to_json(detail=detail), compared.after
    result = evaluate(envelope.case, at=at, rulebook=rulebook, policy=policy)
    if defaults.most_duties is not None:
        check_duty_count(result, defaults.most_duties, events_place)
    return result.to_json(detail=detail), result
