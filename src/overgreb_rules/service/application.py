"""The application: its paths, probes and refusals, and the document that describes them."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from overgreb_rules.errors import CaseError, EngineMissing, InstantError, MatcherFault, RuleError
from overgreb_rules.service.access_token import AccessControl, TokenVerifier
from overgreb_rules.service.calendar_files import CalendarFolder
from overgreb_rules.service.documents import ServiceDocuments
from overgreb_rules.service.handlers import CaseHandlers
from overgreb_rules.service.observability import SECURITY_HEADERS, RequestLog, ServiceMetrics
from overgreb_rules.service.openapi import TOKEN_SCHEMES, OperationBuilder, refusal
from overgreb_rules.service.openapi_schemas import schemas_of
from overgreb_rules.service.paths import add_calendars, add_documents, add_questions
from overgreb_rules.service.problem import RequestProblem, problem_of, problem_response
from overgreb_rules.service.query import language_of
from overgreb_rules.service.questions import CaseQuestions
from overgreb_rules.service.readiness import answer_example, is_ready
from overgreb_rules.service.request_body import BodyReader
from overgreb_rules.service.settings import ServiceSettings
from overgreb_rules.service.worker import EvaluationWorker

_OWN_REFUSAL = "HTTPValidationError"
_LOGGER = logging.getLogger(__name__)


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
    add_questions(app, handlers, operations)
    add_documents(app, documents, settings, operations, rulebook)
    if settings.calendars is not None:
        add_calendars(app, CalendarFolder(settings.calendars), operations, rulebook)
    _add_probes(app, questions, metrics)
    _add_refusals(app)
    schemas = schemas_of(rulebook.rules, settings.limits)
    components = {"schemas": schemas, **({"securitySchemes": TOKEN_SCHEMES} if settings.access else {})}
    app.openapi = lambda: _openapi(app, components)  # type: ignore[method-assign]  # FastAPI documents this way
    if settings.access is not None:
        app.add_middleware(AccessControl, verifier=TokenVerifier(settings.access))
    app.add_middleware(RequestLog, metrics=metrics, rulebook=rulebook.version)
    return app


def _add_probes(app: FastAPI, questions: CaseQuestions, metrics: ServiceMetrics) -> None:
    async def alive(_: Request) -> Response:
        return Response("ok\n", media_type="text/plain")

    async def answer_readiness(_: Request) -> Response:
        ready = is_ready(questions.rulebook)
        return Response("ready\n" if ready else "not ready\n", 200 if ready else 503, media_type="text/plain")

    async def counters(_: Request) -> Response:
        return Response(metrics.render(), media_type="text/plain; version=0.0.4; charset=utf-8")

    for path, handler in (("/healthz", alive), ("/readyz", answer_readiness), ("/metrics", counters)):
        app.add_api_route(path, handler, methods=["GET"], include_in_schema=False)


def _add_refusals(app: FastAPI) -> None:
    async def refuse(request: Request, error: Exception) -> Response:
        if isinstance(error, MatcherFault | EngineMissing):
            _LOGGER.error("the rule engine gave no answer", exc_info=error)
        response = problem_response(problem_of(error), language_of(request))
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
        for operation in path.values():
            if operation["operationId"] in bodies:
                operation["requestBody"] = bodies[operation["operationId"]]
            responses = operation["responses"]
            if is_guarded:
                responses["401"] = refusal(401)
            # FastAPI adds its own refusal of parameters, which these paths do not use, and loses the nulls of examples.
            operation["responses"] = {code: one for code, one in responses.items() if _OWN_REFUSAL not in str(one)}
    app.openapi_schema = document
    return document
