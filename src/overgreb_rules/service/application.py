"""The application: the paths, their errors, and what is told of them."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from overgreb_rules.errors import CaseError, EngineMissing, InstantError, MatcherFault, RuleError
from overgreb_rules.rulebook import Rulebook
from overgreb_rules.service.access_token import AccessControl, TokenVerifier
from overgreb_rules.service.calendar_files import CalendarFolder, file_response
from overgreb_rules.service.docs_page import build_docs_page
from overgreb_rules.service.documents import ServiceDocuments
from overgreb_rules.service.entity_tag import etag_of, is_unchanged, quote_tag
from overgreb_rules.service.handlers import AGENDA_FILTERS, CaseHandlers
from overgreb_rules.service.observability import SECURITY_HEADERS, RequestLog, ServiceMetrics
from overgreb_rules.service.openapi import TOKEN_SCHEMES, OperationBuilder, refusal
from overgreb_rules.service.openapi_schemas import schemas_of
from overgreb_rules.service.problem import RequestProblem, problem_response
from overgreb_rules.service.query import language_of, read_query
from overgreb_rules.service.questions import CaseQuestions
from overgreb_rules.service.readiness import answer_example, is_ready
from overgreb_rules.service.request_body import JSON, JSON_LINES, BodyReader
from overgreb_rules.service.settings import ServiceSettings
from overgreb_rules.service.worker import EvaluationWorker
from overgreb_rules.shared.text import Text

Handler = Callable[[Request], Awaitable[Response]]
_HTML = "text/html; charset=utf-8"
_NOT_FOUND = Text("det findes ikke", "there is no such thing")
_NOT_ALLOWED = Text("metoden kan ikke bruges her", "the method is not allowed here")
_SEE_DOCS = Text("se /docs", "see /docs")
_NO_ANSWER = Text("regelmotoren svarede forkert eller mangler", "the rule engine cannot be trusted or is missing")
_ASK_ADMIN = Text("se tjenestens log", "see the log of the service")
_OWN_REFUSAL = "HTTPValidationError"


def create_application(settings: ServiceSettings) -> FastAPI:
    """Create the service.

    Args:
        settings: Its rules, policy, folder of calendars and limits.

    Returns:
        An ASGI application. It keeps no state but its counters.

    Raises:
        RuleError: The rules or the policy cannot be used.
        CaseError: The keys of tokens cannot be used.
        EngineMissing: The engine cannot be loaded.
    """
    rulebook = settings.load_rulebook()
    questions = CaseQuestions(rulebook, settings.load_policy(rulebook), settings.limits)
    handlers = CaseHandlers(questions, EvaluationWorker(settings.limits), BodyReader(settings.limits))
    documents, metrics = ServiceDocuments(rulebook.rules), ServiceMetrics(lambda: rulebook.programs.memory)
    app = FastAPI(
        title="overgreb-rules",
        version=rulebook.version,
        description="Deadlines and duties of Danish child-protection law: a case and an instant in, duties out.",
        docs_url=None,
        openapi_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    operations = OperationBuilder(rulebook.rules, answer_example(rulebook))
    _add_questions(app, handlers, operations)
    _add_documents(app, documents, settings, operations, rulebook)
    if settings.calendars is not None:
        _add_calendars(app, CalendarFolder(settings.calendars), operations, rulebook)
    _add_probes(app, questions, metrics)
    _add_refusals(app)
    schemas = schemas_of(rulebook.rules, settings.limits)
    components = {"schemas": schemas, **({"securitySchemes": TOKEN_SCHEMES} if settings.access else {})}
    app.openapi = lambda: _openapi(app, components)  # type: ignore[method-assign]  # FastAPI documents this way
    if settings.access is not None:
        app.add_middleware(AccessControl, verifier=TokenVerifier(settings.access))
    app.add_middleware(RequestLog, metrics=metrics, rulebook=rulebook.version)
    return app


def _add_questions(app: FastAPI, handlers: CaseHandlers, operations: OperationBuilder) -> None:
    case, lines = {JSON: "Case"}, JSON_LINES[0]
    for path, handler, name, required, optional, body, answers, summary in (
        (
            "evaluations", handlers.evaluations, "evaluate", ("at",), ("detail",), case | {lines: "Line"},
            {JSON: "Evaluation", lines: None}, "The duties of a case, or of the cases of a stream",
        ),
        (
            "agenda", handlers.agenda, "agenda", ("at",), AGENDA_FILTERS, {lines: "Case"}, {JSON: "Agenda"},
            "What to do now, over many cases",
        ),
        (
            "explanations", handlers.explanations, "explain", ("at", "key"), (), case, {JSON: "Explanation"},
            "One duty of a case",
        ),
        (
            "why-not", handlers.why_not, "whyNot", ("at", "rule"), (), case, {JSON: "WhyNot"},
            "Why a rule gives no duty in a case",
        ),
        (
            "suppositions", handlers.suppositions, "suppose", ("at",), ("detail",), {JSON: "Question"},
            {JSON: "WhatIf"}, "What would change if something more happened",
        ),
        (
            "replays", handlers.replays, "replay", (), (), {JSON: "SavedAnswer"}, {JSON: "Replay"},
            "A saved answer, made again",
        ),
        (
            "calendars", handlers.calendars, "calendar", ("at",), (), case, {"text/calendar": None},
            "The deadlines of a case",
        ),
    ):  # fmt: skip
        told = operations.of_question(name, required=required, optional=optional, body=body, answers=answers)
        _add(app, "POST", f"/v1/{path}", handler, summary, told)


def _add_documents(
    app: FastAPI,
    documents: ServiceDocuments,
    settings: ServiceSettings,
    operations: OperationBuilder,
    rulebook: Rulebook,
) -> None:
    def serve(read: Callable[[Request], str | None], media: str = JSON, tag: str | None = None) -> Handler:
        async def handler(request: Request) -> Response:
            read_query(request, rulebook)
            text = read(request)
            if text is None:
                raise RequestProblem(HTTPStatus.NOT_FOUND, CaseError("path", _NOT_FOUND, mend=_SEE_DOCS))
            headers = {"ETag": tag or etag_of(text.encode()), "Cache-Control": "no-cache"}
            if is_unchanged(request, headers["ETag"]):
                return Response(status_code=304, headers=headers)
            return Response(text, headers=headers, media_type=media)

        return handler

    limits = json.dumps(settings.limits.as_json())
    of_rulebook = quote_tag(rulebook.sha256)
    for path, read, name, path_name, answer, summary in (
        ("rules", lambda _: documents.rules(), "listRules", None, "RuleList", "Every rule"),
        (
            "rules/{name}", lambda request: documents.rule(request.path_params["name"]), "showRule", "rule", "Rule",
            "One rule",
        ),
        (
            "bundle", lambda _: documents.bundle(), "showBundle", None, "Bundle",
            "The rules as one file, for programs in other languages",
        ),
        (
            "concordance", lambda _: documents.concordance(), "showConcordance", None, "Concordance",
            "Which rule goes on under which",
        ),
        (
            "vocabulary", lambda _: documents.vocabulary(), "showVocabulary", None, "Vocabulary",
            "Event types, facts and values",
        ),
        (
            "schemas/{name}", lambda request: documents.schema(request.path_params["name"]), "showSchema", "schema",
            "JsonSchema", "A JSON Schema",
        ),
        ("limits", lambda _: limits, "showLimits", None, "Limits", "How much a request may ask for"),
    ):  # fmt: skip
        _add(
            app,
            "GET",
            f"/v1/{path}",
            # The limits are settings: they can change while the rulebook stays the same.
            serve(read, tag=None if path == "limits" else of_rulebook),
            summary,
            operations.of_document(name, "rules", {JSON: answer}, path_name),
        )
    for path, handler in (
        ("/docs", serve(lambda _: build_docs_page(app.openapi()), _HTML)),
        ("/openapi.json", serve(lambda _: json.dumps(app.openapi(), ensure_ascii=False))),
    ):
        app.add_api_route(path, handler, methods=["GET"], include_in_schema=False)


def _add_calendars(app: FastAPI, folder: CalendarFolder, operations: OperationBuilder, rulebook: Rulebook) -> None:
    def serve(find: Callable[[Request], Path | None], media: str) -> Handler:
        async def handler(request: Request) -> Response:
            read_query(request, rulebook)
            path = find(request)
            if path is None:
                raise RequestProblem(HTTPStatus.NOT_FOUND, CaseError("path", _NOT_FOUND, mend=_SEE_DOCS))
            return file_response(request, path, media)

        return handler

    for below, media, name, summary in (
        ("calendars", "text/calendar", "readCalendar", "A calendar to subscribe to"),
        ("meetings", "text/calendar", "readMeeting", "The calendar file of one meeting"),
        ("invitations", "message/rfc822", "readInvitation", "The draft invitation of one meeting"),
    ):
        told = operations.of_document(name, "calendars", {media: None}, below)
        handler = serve(partial(_find_named, folder, below), media)
        _add(app, "GET", f"/{below}/{{name}}", handler, summary, told)
    for file, media, name, schema, summary in (
        ("year.html", "text/html", "readYear", None, "The year on one page, with links to the other files"),
        ("year.svg", "image/svg+xml", "readYearPicture", None, "The year as a picture"),
        ("plan.csv", "text/csv", "readPlanTable", None, "The plan for spreadsheets"),
        ("plan.json", JSON, "readPlan", "Plan", "The plan for other programs"),
    ):
        told = operations.of_document(name, "calendars", {media: schema})
        _add(app, "GET", f"/{file}", serve(partial(_find_single, folder, file), media), summary, told)


def _find_named(folder: CalendarFolder, below: str, request: Request) -> Path | None:
    return folder.find_in(below, request.path_params["name"])


def _find_single(folder: CalendarFolder, file: str, _: Request) -> Path | None:
    return folder.find(file)


def _add_probes(app: FastAPI, questions: CaseQuestions, metrics: ServiceMetrics) -> None:
    async def alive(_: Request) -> Response:
        return Response("ok\n", media_type="text/plain")

    async def ready(_: Request) -> Response:
        is_it = is_ready(questions.rulebook)
        return Response("ready\n" if is_it else "not ready\n", 200 if is_it else 503, media_type="text/plain")

    async def counters(_: Request) -> Response:
        return Response(metrics.render(), media_type="text/plain; version=0.0.4; charset=utf-8")

    for path, handler in (("/healthz", alive), ("/readyz", ready), ("/metrics", counters)):
        app.add_api_route(path, handler, methods=["GET"], include_in_schema=False)


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


def _add_refusals(app: FastAPI) -> None:
    async def refuse(request: Request, error: Exception) -> Response:
        response = problem_response(_problem_of(error), language_of(request))
        headers = dict(getattr(error, "headers", None) or {})
        if headers.get("Allow") == "GET":
            headers["Allow"] = "GET, HEAD"  # `RequestLog` passes HEAD on as GET
        response.headers.update(headers)
        return response

    for kind in (RequestProblem, CaseError, InstantError, RuleError, MatcherFault, EngineMissing, HTTPException):
        app.add_exception_handler(kind, refuse)

    async def apologise(request: Request, error: Exception) -> Response:
        # Starlette answers an unforeseen error outside all middleware, which sets these headers elsewhere.
        response = await refuse(request, error)
        response.raw_headers.extend(SECURITY_HEADERS)
        return response

    app.add_exception_handler(Exception, apologise)


def _problem_of(error: Exception) -> RequestProblem:
    match error:
        case RequestProblem():
            return error
        case CaseError() | InstantError() | RuleError():
            return RequestProblem(HTTPStatus.UNPROCESSABLE_ENTITY, error)
        case HTTPException():
            status = HTTPStatus(error.status_code)
            what = _NOT_ALLOWED if status == HTTPStatus.METHOD_NOT_ALLOWED else _NOT_FOUND
            return RequestProblem(status, CaseError("path", what, mend=_SEE_DOCS))
        case _:
            # The message of an unforeseen error is not sent: it may quote the case.
            return RequestProblem(HTTPStatus.SERVICE_UNAVAILABLE, CaseError("/", _NO_ANSWER, mend=_ASK_ADMIN))


def _openapi(app: FastAPI, components: dict[str, Any]) -> dict[str, Any]:
    """Return the document, made once: the paths come from the application, the schemas from the rules."""
    if app.openapi_schema is not None:
        return app.openapi_schema
    document = get_openapi(
        title=app.title, version=app.version, openapi_version="3.1.0", description=app.description, routes=app.routes
    )
    document["components"] = components
    is_guarded = "securitySchemes" in components
    if is_guarded:
        document["security"] = [{name: []} for name in components["securitySchemes"]]
    bodies = {
        route.operation_id: route.openapi_extra["requestBody"]
        for route in app.routes
        if isinstance(route, APIRoute) and route.openapi_extra and "requestBody" in route.openapi_extra
    }
    for path in document["paths"].values():
        for told in path.values():
            if told["operationId"] in bodies:
                told["requestBody"] = bodies[told["operationId"]]
            if is_guarded:
                told["responses"]["401"] = refusal(401)
            # FastAPI adds its own refusal of parameters, which these paths do not use, and loses the nulls of examples.
            told["responses"] = {code: one for code, one in told["responses"].items() if _OWN_REFUSAL not in str(one)}
    app.openapi_schema = document
    return document
