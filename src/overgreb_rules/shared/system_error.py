"""Why a file cannot be read or written, in both languages and without a path or a word of the file."""

from __future__ import annotations

import errno

from overgreb_rules.shared.text import Text

__all__ = [
    "CHECK_PATH",
    "NOT_UTF_8",
    "SAVE_AS_UTF_8",
    "describe_system_error",
    "describe_unreadable",
    "describe_unwritable",
    "is_out_of_space",
]

NOT_UTF_8 = Text("dette er ikke UTF-8", "this is not UTF-8")
"""What is wrong with a text of another encoding."""
SAVE_AS_UTF_8 = Text("gem filen som UTF-8", "save the file as UTF-8")
"""How it is mended."""
CHECK_PATH = Text("se stien efter", "check the path")
"""How a file or folder that cannot be read is mended."""

_REASONS = {
    errno.ENOENT: "den findes ikke",
    errno.EEXIST: "der ligger en fil i vejen",
    errno.EISDIR: "det er en mappe",
    errno.ENOTDIR: "stien går gennem en fil",
    errno.EACCES: "der er ikke adgang til den",
    errno.EPERM: "det er ikke tilladt",
    errno.ELOOP: "henvisningen går i ring",
    errno.ENAMETOOLONG: "navnet er for langt",
    errno.ENOSPC: "der er ikke mere plads",
    errno.EDQUOT: "kvoten er opbrugt",
    errno.EROFS: "dér kan kun læses",
    errno.ENOLCK: "filer kan ikke låses dér",
}
_DAMAGED = Text("den er beskadiget", "it is damaged")
_WHEN_WRITING = {errno.ENOENT: "mappen findes ikke", errno.EACCES: "der er ikke adgang til at skrive dér"}


def describe_system_error(error: Exception) -> Text:
    """Return the reason that the system or a library gives.

    Args:
        error: the error of the system, of decoding, or of a library that reads files.

    Returns:
        A clause that names no path; in Danish the number of an error that has no Danish words here.
    """
    if isinstance(error, UnicodeError):
        return Text("den er ikke UTF-8", "it is not UTF-8")
    if not isinstance(error, OSError):
        return _DAMAGED
    if not error.errno:
        return Text("en ukendt fejl i systemet", "an unknown error of the system")
    return Text(_REASONS.get(error.errno, f"systemets fejl {error.errno}"), error.strerror or f"error {error.errno}")


def describe_unreadable(error: Exception, name: str = "") -> Text:
    """Return why a file cannot be read.

    Args:
        error: the error of the system, of decoding, or of a library that reads files.
        name: the file, where the place of the refusal does not name it.

    Returns:
        A clause with the reason; it names no other path.
    """
    # A library that finds no sense in a file that it has opened can raise an error of the system without a number.
    is_damaged = type(error) is OSError and not error.errno
    why, named = _DAMAGED if is_damaged else describe_system_error(error), name and f" {name}"
    return Text(f"filen{named} kan ikke læses ({why.da})", f"the file{named} cannot be read ({why.en})")


def describe_unwritable(error: OSError) -> Text:
    """Return why a file cannot be written: of a path that does not exist, the folder is missing.

    Args:
        error: the error of the system.

    Returns:
        A clause with the reason; it names no path.
    """
    why = describe_system_error(error)
    danish = _WHEN_WRITING.get(error.errno or 0, why.da)
    return Text(f"der kan ikke skrives ({danish})", f"it cannot be written ({why.en})")


def is_out_of_space(error: OSError) -> bool:
    """Decide whether there was no room for what was to be written, which no other input mends.

    Args:
        error: the error of the system.

    Returns:
        Whether the disk, or the share of it that the user may fill, is full.
    """
    return error.errno in {errno.ENOSPC, errno.EDQUOT}
