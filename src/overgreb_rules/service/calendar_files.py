"""Calendars to subscribe to: the files of one folder, read-only, with a tag that is the hash of their bytes."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from dataclasses import dataclass
from email.utils import format_datetime
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from overgreb_rules.service.entity_tag import etag_of, is_unchanged

CALENDAR_PATTERN = r"^[a-z0-9-]{1,80}\.ics$"
"""The names of the files of calendars."""
_LARGEST_FILE = 32 * 2**20


@dataclass(frozen=True, slots=True)
class CalendarFolder:
    """The folder that `overgreb-meetings plan` wrote."""

    root: Path

    def find_calendar(self, name: str) -> Path | None:
        """Return the file of a calendar.

        Args:
            name: The name of the file, such as `kommune-0751.ics`.

        Returns:
            Its path; None where the name is no name of a calendar, or the folder has no such file of its own.
        """
        return self._find("calendars", name) if re.fullmatch(CALENDAR_PATTERN, name) else None

    def find_year(self) -> Path | None:
        """Return the page of the year.

        Returns:
            Its path; None where there is none.
        """
        return self._find("", "year.html")

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
        The response, with `ETag` (SHA-256 of the bytes), `Last-Modified`, and compressed where the client takes that.
    """
    data = path.read_bytes()
    modified = dt.datetime.fromtimestamp(int(path.stat().st_mtime), dt.UTC)
    headers = {
        "ETag": etag_of(data),
        "Last-Modified": format_datetime(modified, usegmt=True),
        "Cache-Control": "private, no-cache",
        "Vary": "Accept-Encoding",
    }
    if is_unchanged(request, headers["ETag"], modified):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        # Without a time of its own in the header the same bytes are compressed to the same bytes.
        headers["Content-Encoding"], data = "gzip", gzip.compress(data, mtime=0)
    return Response(data, headers=headers, media_type=media_type)
