"""The lock of an output folder: a file beside it, which keeps every other run out until the first has ended."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from meetings.errors import MeetingsError
from overgreb_rules.shared.redaction import hide_cpr_numbers
from overgreb_rules.shared.system_error import describe_unwritable, is_out_of_space
from overgreb_rules.shared.text import Text

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

__all__ = ["PATIENCE", "FolderError", "hold_lock"]

PATIENCE = 60.0
"""Seconds to wait for another run. A run takes one or two."""
_HELD_BY_ANOTHER = (errno.EAGAIN, errno.EACCES)
"""What a system says of a lock that another process holds: the first on POSIX, the second on Windows."""


class FolderError(MeetingsError):
    """The output folder cannot be read or written; the message says why and what to do."""

    def __init__(self, text: Text, cause: OSError | None = None) -> None:
        """Keep the message.

        Args:
            text: the message; the name of a folder in it is hidden where it looks like a CPR number.
            cause: the error of the system, where there is one.
        """
        super().__init__(Text(hide_cpr_numbers(text.da, "da"), hide_cpr_numbers(text.en, "en")))
        self.is_out_of_space = cause is not None and is_out_of_space(cause)


@contextlib.contextmanager
def hold_lock(folder: Path, patience: float) -> Iterator[None]:
    """Hold the lock of a folder, which lies beside it, until the end of the `with`.

    Args:
        folder: the folder, which need not exist; the folder around it is made where it is missing.
        patience: seconds to wait for another run.

    Yields:
        Nothing.

    Raises:
        FolderError: if nothing may be written beside the folder, or another run does not end.
        OSError: if files cannot be locked there.
    """
    lock = folder.with_name(f".{folder.name}.lock")
    handle = _acquire(lock, folder, patience)
    try:
        yield
    finally:
        # Deleted while the lock is held: a process that waits for the lock then finds that the file is gone, and tries
        # again.
        try:
            with contextlib.suppress(OSError):
                lock.unlink()
        finally:
            os.close(handle)


def _acquire(lock: Path, folder: Path, patience: float) -> int:
    until = time.monotonic() + patience
    while True:
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            why, place = describe_unwritable(error), folder.parent
            raise FolderError(
                Text(f"{place}: {why.da}; nævn en anden mappe", f"{place}: {why.en}; name another folder"), error
            ) from None
        is_ours = False
        try:
            if _try_lock(handle):
                with contextlib.suppress(OSError):
                    is_ours = lock.stat().st_ino == os.fstat(handle).st_ino
        finally:
            if not is_ours:
                os.close(handle)
        if is_ours:
            return handle
        if time.monotonic() > until:
            raise FolderError(
                Text(
                    f"en anden kørsel skriver i {folder}: vent, til den er færdig, og prøv igen",
                    f"another run is writing in {folder}: wait until it has ended and try again",
                )
            )
        time.sleep(0.02)


def _try_lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HELD_BY_ANOTHER:
            return False
        raise
    return True
