"""The OpenAPI document: bodies, parameters and answers of each path.

A path takes the raw bytes of its body: a framework that parses JSON itself keeps the last of two equal keys, and the
reader of cases refuses both. So the schema of each body is told here.

Source: OpenAPI 3.1.1; RFC 9457 for problems.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from overgreb_rules._case.json_schema import INSTANT_WITH_OFFSET
from overgreb_rules._evaluate.json_schemas import SCHEMA_NAMES
from overgreb_rules._evaluate.work_list import MOST_LISTED
from overgreb_rules._evaluate.work_list_filter import STATUSES_AND_GROUPS
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.evaluation import Evaluation
from overgreb_rules.service.calendar_files import FILE_NAMES
from overgreb_rules.service.openapi_schemas import COMPONENT
from overgreb_rules.service.problem import MEDIA_TYPE
from overgreb_rules.service.query import DETAILS, LANGUAGES, SHARED_PARAMETERS
from overgreb_rules.service.readiness import EXAMPLE_AT, EXAMPLE_CASE
from overgreb_rules.shared.kommuner import kommune_codes

_STATUS = "|".join(STATUSES_AND_GROUPS)
_PARAMETERS: Mapping[str, Mapping[str, Any]] = {
    "at": {
        "description": "The instant of the evaluation, with an offset. The service has no clock. In a stream a line "
        "may have its own; then this one may be left out.",
        "schema": INSTANT_WITH_OFFSET,
        "example": EXAMPLE_AT,
    },
    "lang": {
        "description": "The language of refusals, and of what exists in one language at a time.",
        "schema": {"type": "string", "enum": list(LANGUAGES), "default": "da"},
    },
    "detail": {
        "description": "How much of an answer is written: without texts and counting, without texts, or all.",
        "schema": {"type": "string", "enum": list(DETAILS), "default": "full"},
    },
    "rulebook": {
        "description": "The version or hash of the rulebook that the client expects; another one is answered with 409.",
        "schema": {"type": "string", "minLength": 1},
    },
    "key": {"description": "The key of a duty.", "schema": {"type": "string", "minLength": 1}},
    "rule": {"description": "The id of a rule."},
    "law": {"description": "Only duties of this law."},
    "bearer": {"description": "Only duties of this bearer."},
    "kommune": {
        "description": "Only cases of this municipality.",
        "schema": {"type": "string", "enum": [f"{code:04}" for code in sorted(kommune_codes())]},
        "example": "0751",
    },
    "status": {
        "description": "Only duties with one of these statuses or groups, with commas between.",
        "schema": {"type": "string", "pattern": f"^(?:{_STATUS})(?:,(?:{_STATUS}))*$"},
        "example": "overdue,past_due",
    },
    "limit": {
        "description": "How many duties are listed at most; 0 lists all.",
        "schema": {"type": "integer", "minimum": 0, "maximum": MOST_LISTED, "default": 0},
    },
    "closed": {
        "description": "Whether duties of closed cases are listed too.",
        "schema": {"type": "string", "enum": ["true", "false"], "default": "false"},
    },
}
_PATH_NAMES: Mapping[str, str] = {
    "rule": "The id of a rule.",
    "schema": "The name of a schema.",
    "calendars": "The name of a file, such as kommune-0751.ics.",
    "meetings": "The name of a file, such as 1460-1.ics: the code of the politikreds and the number of the meeting.",
    "invitations": "The name of a file, such as 1460-1.eml: the code of the politikreds and the number of the meeting.",
}
_REFUSALS = {
    304: "The client has it already.",
    401: "The access token is missing, or cannot be used.",
    404: "There is no such thing.",
    408: "Nothing came for too long.",
    409: "The service has another rulebook than the pinned one.",
    413: "The body, or the number of events or of duties, is larger than the limits allow.",
    415: "The media type is another one, or the body is packed.",
    422: "A parameter, or the case, is refused: with place, allowed values and mend.",
    429: "Too many requests are under way; `Retry-After` says when to ask again.",
    500: "The service has an unforeseen fault. There is no answer then.",
    503: "The evaluation took too long, or the rule engine failed. There is no answer then.",
}
ASKED = (408, 409, 413, 415, 422, 429, 500, 503)
"""The statuses with which a path refuses that is asked about a case."""
TOKEN_SCHEMES: Mapping[str, Mapping[str, str]] = {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
"""How a client shows who it is, where the service demands a token."""
_HEADERS: Mapping[str, Mapping[str, Any]] = {
    "ETag": {"description": "The tag of the answer.", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds.", "schema": {"type": "integer", "minimum": 1}},
}


class OperationBuilder:
    """What the document says of a path; the ids of rules, laws and bearers are those of a rulebook."""

    def __init__(self, rules: RuleSet, answer: Evaluation) -> None:
        """Collect the words that parameters can have, and the examples.

        Args:
            rules: The rules.
            answer: The answer to the example case.
        """
        case = EXAMPLE_CASE
        self._examples: dict[str, Any] = {
            "Case": case,
            "Line": case,
            "Question": {"case": case, "suppose": [f"{case['events'][0]['type']}@{EXAMPLE_AT}"]},
            "SavedAnswer": {"receipt": json.loads(answer.to_json(detail="dates")), "case": case},
        }
        self._parameters = {name: {**told} for name, told in _PARAMETERS.items()}
        if answer.obligations:
            self._parameters["key"]["example"] = answer.obligations[0].key
        words = {**rules.names, "schema": SCHEMA_NAMES}
        self._words: dict[str, Any] = {name: {"type": "string", "enum": [*known]} for name, known in words.items()}
        self._words |= {folder: {"type": "string", "pattern": f"^{pattern}$"} for folder, pattern in FILE_NAMES.items()}

    def of_question(
        self,
        name: str,
        *,
        required: Sequence[str],
        optional: Sequence[str],
        body: Mapping[str, str],
        answers: Mapping[str, str | None],
    ) -> dict[str, Any]:
        """Return the operation of a path that is asked about cases.

        Args:
            name: The id of the operation, which names the method of a generated client.
            required: The parameters that must be there.
            optional: Those that may be there, beside those that every path takes.
            body: The schema of each media type of the body.
            answers: The schema of each media type of the answer; None for text.

        Returns:
            The operation object, without its summary.
        """
        parameters = [*self._in_query(required, required=True), *self._in_query((*optional, *SHARED_PARAMETERS))]
        content = {
            media: {"schema": {"$ref": COMPONENT + schema}, "example": self._examples[schema]}
            for media, schema in body.items()
        }
        operation = _operation(name, "cases", parameters, answers, ASKED)
        return {**operation, "requestBody": {"required": True, "content": content}}

    def of_document(
        self, name: str, tag: str, answers: Mapping[str, str | None], path_name: str | None = None
    ) -> dict[str, Any]:
        """Return the operation of a path that gives a document.

        Args:
            name: The id of the operation, which names the method of a generated client.
            tag: The group of the operation.
            answers: The schema of each media type of the answer; None for text.
            path_name: What the parameter of the path names, a key of `_PATH_NAMES`; None where it has none.

        Returns:
            The operation object, without its summary.
        """
        parameters = self._in_query(SHARED_PARAMETERS)
        if path_name is not None:
            described = {"description": _PATH_NAMES[path_name], "schema": self._words[path_name]}
            parameters.insert(0, {"name": "name", "in": "path", "required": True, **described})
        # A folder of calendars need not have every file.
        can_lack = path_name is not None or tag == "calendars"
        return _operation(name, tag, parameters, answers, (304, *([404] if can_lack else []), 409, 422))

    def _in_query(self, names: Sequence[str], *, required: bool = False) -> list[dict[str, Any]]:
        return [
            {
                "name": name,
                "in": "query",
                "required": required,
                "schema": self._words.get(name),
                **self._parameters[name],
            }
            for name in names
        ]


def _operation(
    name: str,
    tag: str,
    parameters: Sequence[Mapping[str, Any]],
    answers: Mapping[str, str | None],
    refusals: Sequence[int],
) -> dict[str, Any]:
    content = {
        media: {"schema": {"$ref": COMPONENT + schema} if schema else {"type": "string"}}
        for media, schema in answers.items()
    }
    responses: dict[str, Any] = {"200": {"description": "The answer.", "headers": _headers("ETag"), "content": content}}
    for status in refusals:
        responses[str(status)] = refusal(status)
    return {"operationId": name, "tags": [tag], "parameters": list(parameters), "responses": responses}


def refusal(status: int) -> dict[str, Any]:
    """Return what the document says of a status that is no answer.

    Args:
        status: The status.

    Returns:
        The response object.
    """
    if status == HTTPStatus.NOT_MODIFIED:
        return {"description": _REFUSALS[status], "headers": _headers("ETag")}
    problem = {MEDIA_TYPE: {"schema": {"$ref": f"{COMPONENT}Problem"}}}
    retry = _headers("Retry-After") if status == HTTPStatus.TOO_MANY_REQUESTS else {}
    return {"description": _REFUSALS[status], "headers": retry, "content": problem}


def _headers(*names: str) -> dict[str, Any]:
    return {name: _HEADERS[name] for name in names}
