"""Refusals and faults as problem details, with the five fields that they have everywhere.

Source: RFC 9457.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

from starlette.exceptions import HTTPException
from starlette.responses import Response

from overgreb_rules.errors import CaseError, EngineMissing, InstantError, MatcherFault, RuleError
from overgreb_rules.shared.refusal import Refusal
from overgreb_rules.shared.text import Text, translate

MEDIA_TYPE = "application/problem+json"
_TITLES = {
    HTTPStatus.BAD_REQUEST: Text("Forespørgslen kan ikke bruges", "The request cannot be used"),
    HTTPStatus.UNAUTHORIZED: Text("Adgang kræver et token", "Access needs a token"),
    HTTPStatus.NOT_FOUND: Text("Det findes ikke", "There is no such thing"),
    HTTPStatus.METHOD_NOT_ALLOWED: Text("Metoden kan ikke bruges her", "The method is not allowed here"),
    HTTPStatus.REQUEST_TIMEOUT: Text("Forespørgslen kom for langsomt", "The request came too slowly"),
    HTTPStatus.CONFLICT: Text("Tjenesten har en anden version af reglerne", "The rulebook is another one"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Text("Forespørgslen er for stor", "The request is too large"),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: Text("Indholdstypen kan ikke bruges", "The media type cannot be used"),
    HTTPStatus.UNPROCESSABLE_ENTITY: Text("Det, der blev sendt, kan ikke bruges", "What was sent cannot be used"),
    HTTPStatus.TOO_MANY_REQUESTS: Text("Der er for mange forespørgsler", "There are too many requests"),
    HTTPStatus.INTERNAL_SERVER_ERROR: Text("Tjenesten fejlede", "The service failed"),
    HTTPStatus.SERVICE_UNAVAILABLE: Text("Der er intet svar", "There is no answer"),
}
_STOPS = Text("tjenesten standser", "the service stops")
_ASK_AGAIN = Text("spørg igen om lidt", "ask again in a moment")
_RETRY_SECONDS = 1
_NOT_FOUND = Text("det findes ikke", "there is no such thing")
_NOT_ALLOWED = Text("metoden kan ikke bruges her", "the method is not allowed here")
_SEE_DOCS = Text("se /docs", "see /docs")
_NO_ENGINE = Text("regelmotoren svarede forkert eller mangler", "the rule engine cannot be trusted or is missing")
_UNFORESEEN = Text("der skete en uforudset fejl i tjenesten", "the service has an unforeseen fault")
_ASK_ADMIN = Text("se tjenestens log", "see the log of the service")


class RequestProblem(Exception):
    """A request that is answered with a problem; a stream of which something was sent ends with a line about it."""

    def __init__(
        self,
        status: HTTPStatus,
        refusal: Refusal,
        *,
        retry_after: int | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Keep what the answer says.

        Args:
            status: The status code.
            refusal: The reason with place, allowed values and mend.
            retry_after: Seconds after which the client may ask again; None where asking again does not help.
            headers: More headers of the answer.
        """
        super().__init__(str(refusal))
        self.status, self.refusal, self.retry_after, self.headers = status, refusal, retry_after, headers


def problem_response(problem: RequestProblem, language: str) -> Response:
    """Return the answer to a problem.

    Args:
        problem: The problem.
        language: da or en.

    Returns:
        The response, with the media type of problem details.
    """
    parts = problem.refusal.parts(language)
    body = {
        "type": "about:blank",
        "title": translate(_TITLES[problem.status], language),
        "status": int(problem.status),
        "detail": problem.refusal.message(language),
        **parts,
    }
    retry = {} if problem.retry_after is None else {"Retry-After": str(problem.retry_after)}
    headers = {**problem.headers, **retry}
    return Response(json.dumps(body, ensure_ascii=False), int(problem.status), headers, MEDIA_TYPE)


def problem_of(error: Exception) -> RequestProblem:
    """Return the problem with which an error is answered.

    Args:
        error: The error.

    Returns:
        The problem. The message of a fault of the engine or of the service is no part of it: it may quote the case.
    """
    match error:
        case RequestProblem():
            return error
        case CaseError() | InstantError() | RuleError():
            return RequestProblem(HTTPStatus.UNPROCESSABLE_ENTITY, error)
        case HTTPException():
            status = HTTPStatus(error.status_code)
            what = _NOT_ALLOWED if status == HTTPStatus.METHOD_NOT_ALLOWED else _NOT_FOUND
            return RequestProblem(status, CaseError("path", what, mend=_SEE_DOCS))
        case MatcherFault() | EngineMissing():
            return RequestProblem(HTTPStatus.SERVICE_UNAVAILABLE, CaseError("/", _NO_ENGINE, mend=_ASK_ADMIN))
        case _:
            return RequestProblem(HTTPStatus.INTERNAL_SERVER_ERROR, CaseError("/", _UNFORESEEN, mend=_ASK_ADMIN))


def build_stop_problem() -> RequestProblem:
    """Return the problem of what has not ended when the time of a stop is over.

    Returns:
        The problem (503), with the seconds after which the client may ask again.
    """
    refusal = CaseError("/", _STOPS, mend=_ASK_AGAIN)
    return RequestProblem(HTTPStatus.SERVICE_UNAVAILABLE, refusal, retry_after=_RETRY_SECONDS)
