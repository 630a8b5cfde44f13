"""Access by token, where no gateway stands in front: a JWT of one issuer for one audience, signed by a known key.

The keys come from a file (JWKS): nothing is fetched. The time of expiry is compared with the clock of the machine; it
decides who may ask, and no answer depends on it.

Source:
    RFC 7519; RFC 8725 (a key has its algorithms, none and HMAC are never taken); RFC 6750 § 3.
"""

from __future__ import annotations

from http import HTTPStatus

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from overgreb_rules.errors import CaseError
from overgreb_rules.service.key_set import read_key_set
from overgreb_rules.service.problem import RequestProblem, problem_response
from overgreb_rules.service.query import language_of
from overgreb_rules.service.settings import AccessSettings
from overgreb_rules.shared.text import Text

_OPEN_PATHS = frozenset({"/healthz", "/readyz"})
_LEEWAY_SECONDS = 30
_CHALLENGE = 'Bearer realm="overgreb-rules"'
_MISSING = Text("adgangstokenet mangler", "the access token is missing")
_REFUSED = Text("adgangstokenet kan ikke bruges", "the access token cannot be used")
_ALLOWED = Text("et gyldigt token fra udstederen, til denne tjeneste", "a valid token of the issuer for this service")
_SEND_TOKEN = Text("send Authorization: Bearer …", "send Authorization: Bearer …")
_NEW_TOKEN = Text("hent et nyt token", "ask the issuer for a new one")


class TokenVerifier:
    """The check of access tokens by the public keys, the issuer and the audience of the settings."""

    def __init__(self, settings: AccessSettings) -> None:
        """Read the keys.

        Args:
            settings: Issuer, audience and the file of keys.

        Raises:
            CaseError: The extra is not installed, or the file cannot be used.
        """
        self._settings = settings
        self._keys = read_key_set(settings.keys)

    def check(self, authorization: str | None) -> None:
        """Check the token of a request.

        Args:
            authorization: The header `Authorization`; None where there is none.

        Raises:
            RequestProblem: There is no token, or it cannot be used (401). The answer does not say why: that would tell
                a forger how far he came.
        """
        import jwt  # noqa: PLC0415  # an extra that not everybody has

        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise _unauthorised(_MISSING, _SEND_TOKEN, _CHALLENGE)
        try:
            key = self._keys[str(jwt.get_unverified_header(token)["kid"])]
            jwt.decode(
                token,
                key.key,
                algorithms=[*key.algorithms],
                issuer=self._settings.issuer,
                audience=self._settings.audience,
                leeway=_LEEWAY_SECONDS,
                options={"require": ["exp", "iss", "aud"]},
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError, OverflowError, RecursionError):
            # Older releases of the library let what is no token, or a claim that is no number, through as it comes.
            raise _unauthorised(_REFUSED, _NEW_TOKEN, f'{_CHALLENGE}, error="invalid_token"') from None


class AccessControl:
    """Middleware that answers only requests with a token; the probes of an orchestrator need none."""

    def __init__(self, app: ASGIApp, *, verifier: TokenVerifier) -> None:
        """Wrap an application.

        Args:
            app: The application.
            verifier: Checks the tokens.
        """
        self._app, self._verifier = app, verifier

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http" and scope["path"] not in _OPEN_PATHS:
            request = Request(scope)
            try:
                self._verifier.check(request.headers.get("authorization"))
            except RequestProblem as problem:
                await problem_response(problem, language_of(request))(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _unauthorised(what: Text, mend: Text, challenge: str) -> RequestProblem:
    refusal = CaseError("Authorization", what, allowed=_ALLOWED, mend=mend)
    return RequestProblem(HTTPStatus.UNAUTHORIZED, refusal, headers={"WWW-Authenticate": challenge})
