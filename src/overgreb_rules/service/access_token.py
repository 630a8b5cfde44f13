"""Access by token, where no gateway stands in front: a JWT of one issuer for one audience, signed by a known key.

The keys come from a file (JWKS): nothing is fetched. The time of expiry is compared with the clock of the machine; it
decides who may ask, and no answer depends on it.

Source:
    RFC 7519; RFC 8725 (algorithms are bound to the type of the key, none and HMAC are never taken); RFC 6750 § 3.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from overgreb_rules.errors import CaseError
from overgreb_rules.service.problem import RequestProblem, problem_response
from overgreb_rules.service.query import language_of
from overgreb_rules.service.settings import AccessSettings
from overgreb_rules.shared.system_error import CHECK_PATH, describe_unreadable
from overgreb_rules.shared.text import Text

_OPEN_PATHS = frozenset({"/healthz", "/readyz"})
_ALGORITHMS: Mapping[str, tuple[str, ...]] = {
    "RSA": ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    "EC": ("ES256", "ES384", "ES512"),
    "OKP": ("EdDSA",),
}
_LEEWAY_SECONDS = 30
_CHALLENGE = 'Bearer realm="overgreb-rules"'
_MISSING = Text("adgangstokenet mangler", "the access token is missing")
_REFUSED = Text("adgangstokenet kan ikke bruges", "the access token cannot be used")
_ALLOWED = Text("et gyldigt token fra udstederen, til denne tjeneste", "a valid token of the issuer for this service")
_SEND_TOKEN = Text("send Authorization: Bearer …", "send Authorization: Bearer …")
_NEW_TOKEN = Text("hent et nyt token", "ask the issuer for a new one")
_NO_KEYS = Text("filen indeholder ingen offentlige nøgler", "the file holds no public keys")
_JWKS = Text("et JWKS med offentlige RSA-, EC- eller OKP-nøgler", "a JWKS of public RSA, EC or OKP keys")
_GIVE_JWKS = Text("hent filen hos udstederen", "get the file from the issuer")
_NOT_INSTALLED = Text("adgang med token kræver et tilvalg (jwt)", "access by token needs an extra (jwt)")
_INSTALL = "pip install 'overgreb-rules[jwt]'"


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
        self._keys = _read_keys(settings)

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
                algorithms=[*_ALGORITHMS[key.key_type]],
                issuer=self._settings.issuer,
                audience=self._settings.audience,
                leeway=_LEEWAY_SECONDS,
                options={"require": ["exp", "iss", "aud"]},
            )
        except (jwt.PyJWTError, KeyError):
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


def _read_keys(settings: AccessSettings) -> dict[str, Any]:
    try:
        import jwt  # noqa: PLC0415  # an extra that not everybody has
    except ImportError:
        mend = Text(f"installer det: {_INSTALL}", f"install it: {_INSTALL}")
        raise CaseError("--jwt-keys", _NOT_INSTALLED, mend=mend) from None
    try:
        data = settings.keys.read_bytes()
    except OSError as error:
        raise CaseError("--jwt-keys", describe_unreadable(error), allowed=_JWKS, mend=CHECK_PATH) from None
    try:
        told = json.loads(data)
        keys = {str(key["kid"]): jwt.PyJWK(key, algorithm=_ALGORITHMS[key["kty"]][0]) for key in told["keys"]}
    except (ValueError, KeyError, TypeError, RecursionError, jwt.PyJWTError):
        raise CaseError("--jwt-keys", _NO_KEYS, allowed=_JWKS, mend=_GIVE_JWKS) from None
    if not keys or any("d" in key for key in told["keys"]):
        raise CaseError("--jwt-keys", _NO_KEYS, allowed=_JWKS, mend=_GIVE_JWKS)
    return keys


def _unauthorised(what: Text, mend: Text, challenge: str) -> RequestProblem:
    refusal = CaseError("Authorization", what, allowed=_ALLOWED, mend=mend)
    return RequestProblem(HTTPStatus.UNAUTHORIZED, refusal, headers={"WWW-Authenticate": challenge})
