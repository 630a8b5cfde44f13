"""The paths of the service: questions about cases, documents of the rulebook, and the calendars of a plan."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from overgreb_rules.rulebook import Rulebook
from overgreb_rules.service.calendar_files import CalendarFolder, file_response
from overgreb_rules.service.docs_page import build_docs_page
from overgreb_rules.service.documents import ServiceDocuments
from overgreb_rules.service.entity_tag import etag_of, is_unchanged, quote_tag
from overgreb_rules.service.handlers import AGENDA_FILTERS, CaseHandlers
from overgreb_rules.service.openapi import OperationBuilder
from overgreb_rules.service.query import read_query
from overgreb_rules.service.request_body import JSON, JSON_LINES
from overgreb_rules.service.settings import ServiceSettings

Handler = Callable[[Request], Awaitable[Response]]
_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class _QuestionPath:
    """A path that is asked about cases.

    Attributes:
        path: The path below `/v1/`.
        handler: Answers it.
        operation: The id of its operation in the OpenAPI document.
        summary: What it is asked, in English.
        body: The schema of each media type of the body.
        answers: The schema of each media type of the answer; None for text.
        required: The parameters that must be there.
        optional: Those that may be there.
    """

    path: str
    handler: Handler
    operation: str
    summary: str
    body: Mapping[str, str]
    answers: Mapping[str, str | None]
    required: Sequence[str] = ("at",)
    optional: Sequence[str] = ()


def _list_questions(handlers: CaseHandlers) -> Iterator[_QuestionPath]:
    case, lines = {JSON: "Case"}, JSON_LINES[0]
    yield _QuestionPath(
        "evaluations",
        handlers.evaluations,
        "evaluate",
        "The duties of a case, or of the cases of a stream",
        body={**case, lines: "Line"},
        answers={JSON: "Evaluation", lines: None},
        optional=("detail",),
    )
    yield _QuestionPath(
        "agenda",
        handlers.agenda,
        "agenda",
        "What to do now, over many cases",
        body={lines: "Case"},
        answers={JSON: "Agenda"},
        optional=AGENDA_FILTERS,
    )
    yield _QuestionPath(
        "explanations",
        handlers.explanations,
        "explain",
        "One duty of a case",
        body=case,
        answers={JSON: "Explanation"},
        required=("at", "key"),
    )
    yield _QuestionPath(
        "why-not",
        handlers.why_not,
        "whyNot",
        "Why a rule gives no duty in a case",
        body=case,
        answers={JSON: "WhyNot"},
        required=("at", "rule"),
    )
    yield _QuestionPath(
        "suppositions",
        handlers.suppositions,
        "suppose",
        "What would change if something more happened",
        body={JSON: "Question"},
        answers={JSON: "WhatIf"},
        optional=("detail",),
    )
    yield _QuestionPath(
        "replays",
        handlers.replays,
        "replay",
        "A saved answer, made again",
        body={JSON: "SavedAnswer"},
        answers={JSON: "Replay"},
        required=(),
    )
    yield _QuestionPath(
        "calendars",
        handlers.calendars,
        "calendar",
        "The deadlines of a case",
        body=case,
        answers={"text/calendar": None},
    )


def add_questions(app: FastAPI, handlers: CaseHandlers, operations: OperationBuilder) -> None:
    """Add the paths that are asked about cases.

    Args:
        app: The application.
        handlers: Answer the paths.
        operations: Describes the paths in the OpenAPI document.
    """
    for question in _list_questions(handlers):
        operation = operations.of_question(
            question.operation,
            required=question.required,
            optional=question.optional,
            body=question.body,
            answers=question.answers,
        )
        _add(app, "POST", f"/v1/{question.path}", question.handler, question.summary, operation)


@dataclass(frozen=True, slots=True)
class _DocumentPath:
    """A path that gives a document of JSON.

    Attributes:
        path: The path below `/v1/`.
        read: Returns the document; None where there is none.
        operation: The id of its operation in the OpenAPI document.
        schema: Its schema.
        summary: What it holds, in English.
        path_name: What the parameter of the path names; None where it has none.
        is_of_rulebook: Whether it is made of the rulebook alone, whose hash is its tag then.
    """

    path: str
    read: Callable[[Request], str | None]
    operation: str
    schema: str
    summary: str
    path_name: str | None = None
    is_of_rulebook: bool = True


def _list_documents(documents: ServiceDocuments, limits: str) -> Iterator[_DocumentPath]:
    def read_rule(request: Request) -> str | None:
        return documents.rule(request.path_params["name"])

    def read_schema(request: Request) -> str | None:
        return documents.schema(request.path_params["name"])

    yield _DocumentPath("rules", lambda _: documents.rules(), "listRules", "RuleList", "Every rule")
    yield _DocumentPath("rules/{name}", read_rule, "showRule", "Rule", "One rule", path_name="rule")
    bundle = "The rules as one file, for programs in other languages"
    yield _DocumentPath("bundle", lambda _: documents.bundle(), "showBundle", "Bundle", bundle)
    concordance = "Which rule goes on under which"
    yield _DocumentPath("concordance", lambda _: documents.concordance(), "showConcordance", "Concordance", concordance)
    vocabulary = "Event types, facts and values"
    yield _DocumentPath("vocabulary", lambda _: documents.vocabulary(), "showVocabulary", "Vocabulary", vocabulary)
    yield _DocumentPath("schemas/{name}", read_schema, "showSchema", "JsonSchema", "A JSON Schema", path_name="schema")
    # The limits are settings: they can change while the rulebook stays the same.
    most = "How much a request may ask for"
    yield _DocumentPath("limits", lambda _: limits, "showLimits", "Limits", most, is_of_rulebook=False)


def add_documents(
    app: FastAPI,
    documents: ServiceDocuments,
    settings: ServiceSettings,
    operations: OperationBuilder,
    rulebook: Rulebook,
) -> None:
    """Add the paths of what the service knows without a case, and of the OpenAPI document.

    Args:
        app: The application.
        documents: The documents of the rulebook.
        settings: The limits, which a path shows.
        operations: Describes the paths in the OpenAPI document.
        rulebook: The rulebook; its hash is the tag of its documents.
    """

    def serve(read: Callable[[Request], str | None], media: str = JSON, tag: str | None = None) -> Handler:
        async def handler(request: Request) -> Response:
            read_query(request, rulebook)
            text = read(request)
            if text is None:
                raise HTTPException(HTTPStatus.NOT_FOUND)
            headers = {"ETag": tag or etag_of(text.encode()), "Cache-Control": "no-cache"}
            if is_unchanged(request, headers["ETag"]):
                return Response(status_code=304, headers=headers)
            return Response(text, headers=headers, media_type=media)

        return handler

    for document in _list_documents(documents, json.dumps(settings.limits.as_json())):
        operation = operations.of_document(document.operation, "rules", {JSON: document.schema}, document.path_name)
        handler = serve(document.read, tag=quote_tag(rulebook.sha256) if document.is_of_rulebook else None)
        _add(app, "GET", f"/v1/{document.path}", handler, document.summary, operation)
    for path, handler in (
        ("/docs", serve(lambda _: build_docs_page(app.openapi()), _HTML)),
        ("/openapi.json", serve(lambda _: json.dumps(app.openapi(), ensure_ascii=False))),
    ):
        app.add_api_route(path, handler, methods=["GET"], include_in_schema=False)


def add_calendars(app: FastAPI, folder: CalendarFolder, operations: OperationBuilder, rulebook: Rulebook) -> None:
    """Add the paths of the files of a plan.

    Args:
        app: The application.
        folder: The folder of the files.
        operations: Describes the paths in the OpenAPI document.
        rulebook: The rulebook, which a request may pin.
    """

    def serve(find: Callable[[Request], Path | None], media: str) -> Handler:
        async def handler(request: Request) -> Response:
            read_query(request, rulebook)
            path = find(request)
            if path is None:
                raise HTTPException(HTTPStatus.NOT_FOUND)
            return file_response(request, path, media)

        return handler

    for below, media, name, summary in (
        ("calendars", "text/calendar", "readCalendar", "A calendar to subscribe to"),
        ("meetings", "text/calendar", "readMeeting", "The calendar file of one meeting"),
        ("invitations", "message/rfc822", "readInvitation", "The draft invitation of one meeting"),
    ):
        operation = operations.of_document(name, "calendars", {media: None}, below)
        handler = serve(partial(_find_named, folder, below), media)
        _add(app, "GET", f"/{below}/{{name}}", handler, summary, operation)
    for file, media, name, schema, summary in (
        ("year.html", "text/html", "readYear", None, "The year on one page, with links to the other files"),
        ("year.svg", "image/svg+xml", "readYearPicture", None, "The year as a picture"),
        ("plan.csv", "text/csv", "readPlanTable", None, "The plan for spreadsheets"),
        ("plan.json", JSON, "readPlan", "Plan", "The plan for other programs"),
    ):
        operation = operations.of_document(name, "calendars", {media: schema})
        _add(app, "GET", f"/{file}", serve(partial(_find_single, folder, file), media), summary, operation)


def _find_named(folder: CalendarFolder, below: str, request: Request) -> Path | None:
    return folder.find_in(below, request.path_params["name"])


def _find_single(folder: CalendarFolder, file: str, _: Request) -> Path | None:
    return folder.find(file)


def _add(app: FastAPI, method: str, path: str, handler: Handler, summary: str, operation: dict[str, Any]) -> None:
    app.add_api_route(
        path,
        handler,
        methods=[method],
        summary=summary,
        openapi_extra=operation,
        response_class=Response,
        operation_id=operation["operationId"],
    )
