"""A set of keys is read as the standard says: what is not understood is left out, what is dangerous is refused."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("fastapi", reason="the extra `http` is not installed")
jwt = pytest.importorskip("jwt", reason="the extra `jwt` is not installed")
pytest.importorskip("cryptography", reason="the extra `jwt` is not installed")

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa  # noqa: E402  # after the check for the extra

from overgreb_rules.errors import CaseError  # noqa: E402
from overgreb_rules.service.key_set import read_key_set  # noqa: E402

RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC, LARGE_EC = (ec.generate_private_key(curve) for curve in (ec.SECP256R1(), ec.SECP384R1()))
ED = ed25519.Ed25519PrivateKey.generate()
PUBLIC_RSA = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(RSA.public_key()))
PUBLIC_EC = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(EC.public_key()))
PUBLIC_LARGE_EC = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(LARGE_EC.public_key()))
PUBLIC_ED = json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(ED.public_key()))
GOOD = {**PUBLIC_RSA, "kid": "good"}
UNUSUAL = {
    "a secret": {"kty": "oct", "k": "AAAA", "kid": "x"},
    "a secret that says it is for RSA": {"kty": "oct", "k": "AAAA", "kid": "x", "alg": "RS256"},
    "no kid": PUBLIC_RSA,
    "a kid that is no text": {**PUBLIC_RSA, "kid": 1},
    "an empty kid": {**PUBLIC_RSA, "kid": ""},
    "no type": {"kid": "x"},
    "a type that is no text": {**PUBLIC_RSA, "kid": "x", "kty": ["RSA"]},
    "a new type": {"kty": "AKP", "kid": "x", "pub": "AAAA"},
    "a new curve": {**PUBLIC_EC, "kid": "x", "crv": "P-999"},
    "another curve of the library": {**PUBLIC_EC, "kid": "x", "crv": "secp256k1"},
    "a curve for the exchange of keys": {**PUBLIC_ED, "kid": "x", "crv": "X25519"},
    "a key for encryption": {**PUBLIC_RSA, "kid": "x", "use": "enc"},
    "a key for other operations": {**PUBLIC_RSA, "kid": "x", "key_ops": ["wrapKey"]},
    "operations that are no list": {**PUBLIC_RSA, "kid": "x", "key_ops": 1},
    "an algorithm for encryption": {**PUBLIC_RSA, "kid": "x", "alg": "RSA-OAEP"},
    "an algorithm of secrets": {**PUBLIC_RSA, "kid": "x", "alg": "HS256"},
    "a member is missing": {"kty": "RSA", "kid": "x", "e": "AQAB"},
    "a member is no number": {**PUBLIC_RSA, "kid": "x", "n": "«»"},
    "a member is no text": {**PUBLIC_RSA, "kid": "x", "n": 1},
    "no point of the curve": {**PUBLIC_EC, "kid": "x", "y": PUBLIC_EC["x"]},
    "no object": "x",
}


@pytest.fixture
def read(tmp_path):
    """Read a file with these keys, or with this text."""

    def read_keys(*keys, text=None):
        file = tmp_path / "jwks.json"
        file.write_text(json.dumps({"keys": keys}) if text is None else text, encoding="utf-8")
        return read_key_set(file)

    return read_keys


@pytest.mark.parametrize("unusual", UNUSUAL.values(), ids=UNUSUAL)
def test_a_key_that_is_not_understood_is_left_out_and_the_others_are_used(read, unusual):
    assert [*read(unusual, GOOD)] == ["good"]


@pytest.mark.parametrize("unusual", UNUSUAL.values(), ids=UNUSUAL)
def test_a_set_in_which_no_usable_key_is_left_is_refused(read, unusual):
    with pytest.raises(CaseError) as refused:
        read(unusual)
    assert refused.value.parts("en")["what"] == "the file holds no usable public key"


@pytest.mark.parametrize(
    ("key", "algorithms"),
    [
        (PUBLIC_RSA, ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")),
        ({**PUBLIC_RSA, "alg": "PS256", "use": "sig", "crv": "x"}, ("PS256",)),
        (PUBLIC_EC, ("ES256",)),
        (PUBLIC_LARGE_EC, ("ES384",)),
        (PUBLIC_ED, ("EdDSA",)),
    ],
)
def test_a_key_is_used_with_the_algorithms_of_its_type_curve_and_own_name_alone(read, key, algorithms):
    assert read({**key, "kid": "x"})["x"].algorithms == algorithms


@pytest.mark.parametrize(
    "private",
    [
        {**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(RSA)), "kid": "x"},
        {**json.loads(jwt.algorithms.ECAlgorithm.to_jwk(EC)), "kid": "x"},
        {**json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(ED)), "kid": "x"},
        {**GOOD, "p": "AAAA"},
        {**GOOD, "d": "AAAA", "use": "enc"},
    ],
)
def test_a_private_key_in_the_file_is_called_so(read, private):
    with pytest.raises(CaseError) as refused:
        read({**PUBLIC_EC, "kid": "e"}, private)
    assert (refused.value.place, refused.value.parts("da")["what"]) == (
        "--jwt-keys",
        "filen indeholder en privat nøgle",
    )


def test_two_keys_of_one_name_are_refused_and_one_beside_a_key_for_something_else_is_not(read):
    with pytest.raises(CaseError) as refused:
        read(GOOD, {**PUBLIC_EC, "kid": "good"})
    assert refused.value.parts("en")["what"] == "two keys of the file have the same kid"
    assert [*read(GOOD, {**GOOD, "use": "enc"})] == ["good"]


@pytest.mark.parametrize("text", ["", "{}", "[]", "1", '{"keys": 1}', "[" * 100_000])
def test_what_is_no_set_of_keys_is_refused(read, text):
    with pytest.raises(CaseError) as refused:
        read(text=text)
    assert refused.value.parts("en")["what"] == "the file holds no set of keys"


def test_a_file_of_keys_that_is_not_there_is_called_so(tmp_path):
    with pytest.raises(CaseError) as refused:
        read_key_set(tmp_path / "no.json")
    assert refused.value.parts("da")["what"] == "filen kan ikke læses (den findes ikke)"
