"""A token is taken where issuer, audience, time, key and algorithm are right, else refused without a reason."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import math
import time

import pytest

pytest.importorskip("fastapi", reason="the extra `http` is not installed")
jwt = pytest.importorskip("jwt", reason="the extra `jwt` is not installed")
pytest.importorskip("cryptography", reason="the extra `jwt` is not installed")

from cryptography.hazmat.primitives import serialization  # noqa: E402  # after the check for the extra
from cryptography.hazmat.primitives.asymmetric import ec, rsa  # noqa: E402

from overgreb_rules.errors import CaseError  # noqa: E402
from overgreb_rules.service import AccessSettings, ServiceSettings, create_application  # noqa: E402
from overgreb_rules.service.access_token import TokenVerifier  # noqa: E402
from tests.fixtures.asgi_client import ask  # noqa: E402

ISSUER, AUDIENCE = "https://login.example.org", "overgreb-rules"
RSA, OTHER = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
SECRET = b"a secret that stands in the file" * 2
EC = ec.generate_private_key(ec.SECP256R1())
PUBLIC_PEM = RSA.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
)  # fmt: skip


def public_jwk(key, kid):
    kind = jwt.algorithms.RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else jwt.algorithms.ECAlgorithm
    return {**json.loads(kind.to_jwk(key.public_key())), "kid": kid}


def token(key=RSA, algorithm="RS256", kid="r", **changed):
    claims = {"iss": ISSUER, "aud": AUDIENCE, "exp": time.time() + 60, "sub": "system", **changed}
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid} if kid else {})


def encode(data):
    """The bytes as a part of a token or of a key."""
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def hmac_with_public_key():
    """The confusion of algorithms: an HMAC whose secret is the public key, which anybody has."""
    claims = {"iss": ISSUER, "aud": AUDIENCE, "exp": time.time() + 60}
    signed = b".".join(encode(json.dumps(part).encode()) for part in ({"alg": "HS256", "kid": "r"}, claims))
    return b".".join([signed, encode(hmac.digest(PUBLIC_PEM, signed, hashlib.sha256))]).decode()


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    keys = tmp_path_factory.mktemp("keys") / "jwks.json"
    limited, secret = {**public_jwk(RSA, "p"), "alg": "PS256"}, {"kty": "oct", "kid": "s", "k": encode(SECRET).decode()}
    entries = [public_jwk(RSA, "r"), public_jwk(EC, "e"), limited, secret]
    keys.write_text(json.dumps({"keys": entries}), encoding="utf-8")
    return AccessSettings(ISSUER, AUDIENCE, keys)


@pytest.fixture(scope="module")
def guarded(matcher, settings):
    return create_application(ServiceSettings(matcher=matcher, access=settings))


def ask_with(app, header):
    return ask(app, "GET", "/v1/limits", headers={"authorization": header} if header else {})


@pytest.mark.parametrize(
    "right",
    [
        token,
        lambda: token(algorithm="PS256"),
        lambda: token(EC, "ES256", "e"),
        lambda: token(algorithm="PS256", kid="p"),
        lambda: token(aud=["another", AUDIENCE]),
        lambda: token(exp=time.time() - 5),
    ],
)
def test_a_right_token_is_taken(guarded, right):
    assert ask_with(guarded, f"Bearer {right()}").status == 200


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: token(None, "none"),
        hmac_with_public_key,
        lambda: token(OTHER),
        lambda: token(EC, "ES256", "r"),
        lambda: token(algorithm="RS256", kid="p"),
        lambda: token(SECRET, "HS256", "s"),
        lambda: token(kid="unknown"),
        lambda: token(kid=None),
        lambda: token(exp=time.time() - 120),
        lambda: token(exp=None),
        lambda: token(nbf=time.time() + 120),
        lambda: token(aud="another"),
        lambda: token(aud=None),
        lambda: token(iss="https://elsewhere.example.org"),
        lambda: token(iss=None),
        lambda: token()[:-4] + "AAAA",
        lambda: token(exp=[1]),
        lambda: token(exp=math.inf),
        lambda: token(iat=[]),
        lambda: f"{encode(b'[' * 5000).decode()}.e30.x",
        lambda: "x",
    ],
)
def test_a_wrong_token_is_refused_and_no_reason_is_given(guarded, wrong):
    answer = ask_with(guarded, f"Bearer {wrong()}")
    assert (answer.status, answer.json["place"]) == (401, "Authorization")
    assert answer.headers["www-authenticate"] == 'Bearer realm="overgreb-rules", error="invalid_token"'
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json["what"] == "adgangstokenet kan ikke bruges"


@pytest.mark.parametrize("header", [None, "Basic eDp5", "Bearer "])
def test_a_request_without_a_token_is_told_to_bring_one(guarded, header):
    answer = ask_with(guarded, header)
    assert (answer.status, answer.headers["www-authenticate"]) == (401, 'Bearer realm="overgreb-rules"')


@pytest.mark.parametrize(("path", "status"), [("/healthz", 200), ("/readyz", 200), ("/metrics", 401), ("/docs", 401)])
def test_the_probes_alone_are_open(guarded, path, status):
    assert ask(guarded, "GET", path).status == status


def test_a_file_without_usable_keys_is_refused_before_the_start(tmp_path):
    keys = tmp_path / "jwks.json"
    keys.write_text('{"keys": []}', encoding="utf-8")
    with pytest.raises(CaseError) as refused:
        TokenVerifier(AccessSettings(ISSUER, AUDIENCE, keys))
    assert refused.value.place == "--jwt-keys"


def test_the_document_says_that_a_token_is_needed(guarded, app):
    document = ask(guarded, "GET", "/openapi.json", headers={"authorization": f"Bearer {token()}"}).json
    assert document["security"] == [{"token": []}]
    assert all("401" in told["responses"] for path in document["paths"].values() for told in path.values())
    assert "security" not in ask(app, "GET", "/openapi.json").json


def test_the_settings_reach_a_worker_as_they_were(settings):
    given = ServiceSettings(access=settings)
    assert ServiceSettings.from_text(given.to_text()) == given
