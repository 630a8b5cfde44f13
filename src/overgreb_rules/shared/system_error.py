"""Why the system refused to read or write a file, in both languages and without a path."""

from __future__ import annotations

import errno

from overgreb_rules.shared.text import Text

__all__ = ["describe_system_error"]

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
    errno.EROFS: "dér kan kun læses",
}


def describe_system_error(error: OSError) -> Text:
    """Return the reason that the system gives.

    Args:
        error: the error of the system.

    Returns:
        A clause; the words of the system where no Danish ones are known. It names no path.
    """
    english = error.strerror or type(error).__name__
    return Text(_REASONS.get(error.errno or 0, english), english)
