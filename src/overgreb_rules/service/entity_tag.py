"""The tag of what is sent, and whether a client has it already."""

from __future__ import annotations

import datetime as dt
import hashlib
from email.utils import parsedate_to_datetime

from starlette.requests import Request


def etag_of(data: bytes, coding: str = "") -> str:
    """Return the strong tag of what is sent: the hash of its bytes.

    Args:
        data: The bytes, before they are compressed.
        coding: The content coding in which they are sent, such as gzip: the tag of each is another one; empty for none.

    Returns:
        SHA-256 in hex, with `-` and the coding where there is one, in quotes.

    Source:
        RFC 9110 § 8.8.3.3.
    """
    digest = hashlib.sha256(data).hexdigest()
    return quote_tag(f"{digest}-{coding}" if coding else digest)


def quote_tag(digest: str) -> str:
    """Return a hash as a strong tag.

    Args:
        digest: The hash in hex.

    Returns:
        It in quotes.

    Source:
        RFC 9110 § 8.8.3.
    """
    return f'"{digest}"'


def is_unchanged(request: Request, etag: str, modified: dt.datetime | None = None) -> bool:
    """Return whether the client has what it asks for.

    Args:
        request: The request.
        etag: The tag of what there is.
        modified: When it was changed last; None where that is not known.

    Returns:
        True where `If-None-Match` names the tag, or without it where `If-Modified-Since` is not earlier.

    Source:
        RFC 9110 § 13.2.2; § 5.3: several lines of the header are one list.
    """
    tags = request.headers.getlist("if-none-match")
    if tags:
        return any(tag.strip().removeprefix("W/") in {etag, "*"} for tag in ",".join(tags).split(","))
    since = request.headers.get("if-modified-since")
    if since is None or modified is None:
        return False
    try:
        return modified <= parsedate_to_datetime(since)
    except (TypeError, ValueError, OverflowError):  # no date, one without a zone, or numbers beyond every year
        return False
