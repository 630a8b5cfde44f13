"""The parameters of a request: each is known, stands once, and is checked before anything is answered."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import get_args

from starlette.requests import Request

from overgreb_rules._evaluate.pipeline import instant_of
from overgreb_rules.errors import CaseError, InstantError, redact_value
from overgreb_rules.evaluation import Detail
from overgreb_rules.rulebook import Rulebook
from overgreb_rules.service.problem import RequestProblem
from overgreb_rules.shared.redaction import name_key
from overgreb_rules.shared.text import Text

LANGUAGES = ("da", "en")
SHARED_PARAMETERS = ("lang", "rulebook")
"""The parameters that every path of the document takes."""
DETAILS: tuple[Detail, ...] = get_args(Detail)
_CHOICES: Mapping[str, Sequence[str]] = {"lang": LANGUAGES, "detail": DETAILS, "closed": ("true", "false")}
_UNKNOWN = Text("parameteren er ukendt", "this parameter is unknown")
_TWICE = Text("parameteren står to gange", "this parameter stands twice")
_MISSING = Text("parameteren mangler", "the parameter is missing")
_NO_CHOICE = Text("værdien kan ikke bruges", "this value cannot be used")
_KEEP_ONE = Text("behold den ene", "keep one of them")
_CHOOSE = Text("vælg en af dem", "choose one of them")
_INSTANT = Text(
    "et tidspunkt med tidszone, fx 2026-11-21T12:00:00+01:00",
    "an instant with offset such as 2026-11-21T12:00:00+01:00",
)


@dataclass(frozen=True, slots=True)
class Query:
    """The parameters of a request by name; each has been checked."""

    values: Mapping[str, str]

    @property
    def language(self) -> str:
        """The language of refusals, and of what exists in one language at a time."""
        return self.values.get("lang", "da")

    @property
    def detail(self) -> Detail:
        """How much of an answer is written."""
        return next((detail for detail in DETAILS if detail == self.values.get("detail")), "full")

    @property
    def at(self) -> str | None:
        """The instant of the evaluation, with an offset."""
        return self.values.get("at")


def language_of(request: Request) -> str:
    """Return the language of a request, whatever else is wrong with it.

    Args:
        request: The request.

    Returns:
        da or en.
    """
    given = request.query_params.get("lang", "da")
    return given if given in LANGUAGES else "da"


def read_query(
    request: Request, rulebook: Rulebook, *, required: Sequence[str] = (), optional: Sequence[str] = ()
) -> Query:
    """Read and check the parameters of a request.

    Args:
        request: The request.
        rulebook: The rulebook of the service; a request may pin it with `rulebook`.
        required: The parameters that must be there.
        optional: Those that may be there, beside `SHARED_PARAMETERS`.

    Returns:
        The parameters.

    Raises:
        RequestProblem: A parameter is unknown, stands twice, is missing, or has a value that cannot be used (422);
            another rulebook is pinned (409).
    """
    allowed = [*dict.fromkeys([*required, *optional, *SHARED_PARAMETERS])]
    values: dict[str, str] = {}
    for number, (name, value) in enumerate(request.query_params.multi_items(), start=1):
        if name not in allowed:
            nearest = difflib.get_close_matches(name, allowed, 1)
            mend = Text(f"skriv »{nearest[0]}«", f"write “{nearest[0]}”") if nearest else _CHOOSE
            shown, which = name_key(name, allowed, number)
            what = Text(f"{_UNKNOWN.da}{which.da}", f"{_UNKNOWN.en}{which.en}")
            raise _refuse(f"?{shown}", what, mend, allowed=", ".join(allowed))
        if name in values:
            raise _refuse(f"?{name}", _TWICE, _KEEP_ONE)
        values[name] = value
    for name in required:
        if name not in values:
            given = Text(f"tilføj ?{name}=", f"add ?{name}=")
            raise _refuse(f"?{name}", _MISSING, given, allowed=_INSTANT if name == "at" else None)
    for name, choices in _CHOICES.items():
        if name in values and values[name] not in choices:
            shown = redact_value(values[name])
            raise _refuse(f"?{name}", _NO_CHOICE, _CHOOSE, allowed=", ".join(choices), value=shown)
    if "at" in values:
        # In a query «+» is a blank: an offset that was not encoded is read as it was meant.
        values["at"] = values["at"].replace(" ", "+")
        try:
            instant_of(values["at"])
        except InstantError as error:
            raise RequestProblem(HTTPStatus.UNPROCESSABLE_ENTITY, error.at_place("?at")) from None
    _check_rulebook(values.get("rulebook"), rulebook)
    return Query(values)


def _check_rulebook(pinned: str | None, rulebook: Rulebook) -> None:
    if pinned not in {None, rulebook.version, rulebook.sha256}:
        what = Text("tjenesten har en anden version af reglerne", "the service has another rulebook")
        mend = Text("udelad parameteren, eller spørg en anden tjeneste", "leave it out, or ask another service")
        allowed = f"{rulebook.version}, {rulebook.sha256}"
        raise RequestProblem(HTTPStatus.CONFLICT, CaseError("?rulebook", what, allowed=allowed, mend=mend))


def _refuse(
    place: str, what: Text, mend: Text, *, allowed: Text | str | None = None, value: str | None = None
) -> RequestProblem:
    return RequestProblem(
        HTTPStatus.UNPROCESSABLE_ENTITY, CaseError(place, what, allowed=allowed, mend=mend, value=value)
    )
