"""Calendars to subscribe to, the page of the year and what it links to: the files of one folder, read-only."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import format_datetime
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from overgreb_rules.service.entity_tag import etag_of, is_unchanged

FILE_NAMES: Mapping[str, str] = {
    "calendars": r"[a-z0-9-]{1,80}\.ics",
    "meetings": r"[0-9]{4}-[0-9]{1,9}\.ics",
    "invitations": r"[0-9]{4}-[0-9]{1,9}\.eml",
}
"""The folders whose files are served, and the pattern that a whole name in each fits."""
_LARGEST_FILE = 32 * 2**20


@dataclass(frozen=True, slots=True)
class CalendarFolder:
    """The folder that `overgreb-meetings plan` wrote."""

    root: Path

    def find_in(self, folder: str, name: str) -> Path | None:
        """Return a file of one of the folders in it.

        Args:
            folder: A name of `FILE_NAMES`.
            name: The name of the file, such as `kommune-0751.ics`.

        Returns:
            Its path; None where the folder has no files of such names, or no such file of its own.
        """
        return self._find(folder, name) if re.fullmatch(FILE_NAMES[folder], name) else None

    def find(self, name: str) -> Path | None:
        """Return a file that lies beside the folders.

        Args:
            name: The name of the file, such as `year.html`; not one that a client chose.

        Returns:
            Its path; None where there is none.
        """
        return self._find("", name)

    def _find(self, folder: str, name: str) -> Path | None:
        root = self.root.resolve()
        path = (root / folder / name).resolve()
        # A link in the folder could lead out of it.
        is_inside = path.is_relative_to(root) and path.is_file()
        return path if is_inside and path.stat().st_size <= _LARGEST_FILE else None


def file_response(request: Request, path: Path, media_type: str) -> Response:
    """Return a file, or 304 where the client has it already.

    Args:
        request: The request.
        path: The file.
        media_type: Its media type.

    Returns:
        The response, with `ETag` (SHA-256 of the bytes of the file, another tag where they are compressed),
        `Last-Modified`, and compressed where the client takes that.
    """
    data = path.read_bytes()
    coding = "gzip" if _takes_gzip(request) else ""
    modified = dt.datetime.fromtimestamp(int(path.stat().st_mtime), dt.UTC)
    headers = {
        "ETag": etag_of(data, coding),
        "Last-Modified": format_datetime(modified, usegmt=True),
        "Cache-Control": "private, no-cache",
        "Vary": "Accept-Encoding",
    }
    if is_unchanged(request, headers["ETag"], modified):
        return Response(status_code=304, headers=headers)
    if coding:
        # Without a time of its own in the header the same bytes are compressed to the same bytes.
        headers["Content-Encoding"], data = coding, gzip.compress(data, mtime=0)
    return Response(data, headers=headers, media_type=media_type)


def _takes_gzip(request: Request) -> bool:
    """Return whether a client takes what is compressed.

    Source:
        RFC 9110 § 12.5.3: the names of codings have no case, and a weight of 0 is a refusal.
    """
    weights: dict[str, str] = {}
    for told in ",".join(request.headers.getlist("accept-encoding")).lower().split(","):
        coding, _, weight = told.partition(";")
        weights[coding.strip()] = weight.strip()
    weight = weights.get("gzip", weights.get("*", "q=0"))
    return re.fullmatch(r"q=0(\.0*)?", weight) is None
