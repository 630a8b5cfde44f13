"""The public keys with which the signatures of access tokens are verified, read from a file (JWKS).

Source:
    RFC 7517 § 5: a key that is not understood, lacks a member or is out of range is left out, and the others are used.
    RFC 8725 § 3.1: a key is used with the algorithms of its type alone. A secret (`oct`) is never one: whoever can
    verify with it can sign.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from overgreb_rules.errors import CaseError
from overgreb_rules.shared.system_error import CHECK_PATH, describe_unreadable
from overgreb_rules.shared.text import Text

_ALGORITHMS: Mapping[tuple[object, object], tuple[str, ...]] = {
    ("RSA", None): ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    ("EC", "P-256"): ("ES256",),
    ("EC", "P-384"): ("ES384",),
    ("EC", "P-521"): ("ES512",),
    ("OKP", "Ed25519"): ("EdDSA",),
    ("OKP", "Ed448"): ("EdDSA",),
}
"""The algorithms of each type of key and curve (RFC 7518 § 3.1, RFC 8037 § 3.1)."""
_PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth"})
"""What an RSA, EC or OKP key has only where it can sign (RFC 7518 § 6.2.2 and § 6.3.2)."""
_PLACE = "--jwt-keys"
_NO_SET = Text("filen indeholder ikke et nøglesæt", "the file holds no set of keys")
_NO_KEYS = Text("filen indeholder ingen offentlig nøgle, der kan bruges", "the file holds no usable public key")
_PRIVATE = Text("filen indeholder en privat nøgle", "the file holds a private key")
_TWICE = Text("to nøgler i filen har samme kid", "two keys of the file have the same kid")
_JWKS = Text(
    "et JWKS med offentlige RSA-, EC- eller OKP-nøgler, hver med sit kid",
    "a JWKS of public RSA, EC or OKP keys, each with a kid of its own",
)
_GIVE_JWKS = Text("hent filen hos udstederen", "get the file from the issuer")
_REMOVE = Text(
    "fjern filen, og hent de offentlige nøgler hos udstederen",
    "remove the file, and get the public keys from the issuer",
)
_NOT_INSTALLED = Text("adgang med token kræver et tilvalg (jwt)", "access by token needs an extra (jwt)")
_INSTALL = "pip install 'overgreb-rules[jwt]'"


@dataclass(frozen=True, slots=True)
class VerificationKey:
    """A public key, and the algorithms with which it may have signed.

    Attributes:
        key: The key, as the library of tokens takes it.
        algorithms: The names of the algorithms, at least one.
    """

    key: Any
    algorithms: tuple[str, ...]


def read_key_set(path: Path) -> dict[str, VerificationKey]:
    """Read the keys of a file.

    Args:
        path: The file.

    Returns:
        The keys that can verify a signature by their `kid`, at least one.

    Raises:
        CaseError: The extra is not installed, the file cannot be read, it holds no set of keys or none that can be
            used, a private key, or two usable keys of one `kid`.
    """
    try:
        import cryptography.exceptions  # noqa: F401, PLC0415  # an extra that not everybody has
        import jwt  # noqa: F401, PLC0415  # the same extra
    except ImportError:
        mend = Text(f"installer det: {_INSTALL}", f"install it: {_INSTALL}")
        raise CaseError(_PLACE, _NOT_INSTALLED, mend=mend) from None
    keys: dict[str, VerificationKey] = {}
    for entry in _read_entries(path):
        if _PRIVATE_MEMBERS & entry.keys():
            raise CaseError(_PLACE, _PRIVATE, allowed=_JWKS, mend=_REMOVE)
        key = _read_key(entry)
        if key is None:
            continue
        if entry["kid"] in keys:
            raise CaseError(_PLACE, _TWICE, allowed=_JWKS, mend=_GIVE_JWKS)
        keys[entry["kid"]] = key
    if not keys:
        raise CaseError(_PLACE, _NO_KEYS, allowed=_JWKS, mend=_GIVE_JWKS)
    return keys


def _read_entries(path: Path) -> list[Mapping[str, Any]]:
    """Return the objects of the list under `keys`; what is no object is no key."""
    try:
        entries = json.loads(path.read_bytes())["keys"]
        return [entry for entry in entries if isinstance(entry, dict)]
    except OSError as error:
        raise CaseError(_PLACE, describe_unreadable(error), allowed=_JWKS, mend=CHECK_PATH) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise CaseError(_PLACE, _NO_SET, allowed=_JWKS, mend=_GIVE_JWKS) from None


def _read_key(entry: Mapping[str, Any]) -> VerificationKey | None:
    """Return a key that can verify; None for one that is for something else, has no `kid` or cannot be read."""
    import jwt  # noqa: PLC0415  # an extra that not everybody has
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415  # the same extra

    try:
        kid, kind, operations = entry.get("kid"), entry.get("kty"), entry.get("key_ops", ["verify"])
        algorithms = _ALGORITHMS.get((kind, None if kind == "RSA" else entry.get("crv")), ())
        if "alg" in entry:
            algorithms = tuple(name for name in algorithms if name == entry["alg"])
        is_for_signatures = entry.get("use", "sig") == "sig" and "verify" in operations
        if not (isinstance(kid, str) and kid and algorithms and is_for_signatures):
            return None
        return VerificationKey(jwt.PyJWK({**entry}, algorithm=algorithms[0]).key, algorithms)
    except (ValueError, KeyError, TypeError, UnsupportedAlgorithm, jwt.PyJWTError):
        return None
