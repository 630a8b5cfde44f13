"""What stands at a path, where a name that no system can hold is no error but nothing."""

from __future__ import annotations

import os

__all__ = ["is_existing_file", "is_existing_folder"]


def is_existing_file(path: str | os.PathLike[str]) -> bool:
    """Return whether a path names a file; a path that the system cannot even look up names none.

    Args:
        path: The path.

    Returns:
        Whether it is a file, or leads to one.
    """
    return os.path.isfile(path)  # noqa: PTH113  # the method of the path raises where the name is too long


def is_existing_folder(path: str | os.PathLike[str]) -> bool:
    """Return whether a path names a folder; a path that the system cannot even look up names none.

    Args:
        path: The path.

    Returns:
        Whether it is a folder, or leads to one.
    """
    return os.path.isdir(path)  # noqa: PTH112  # the method of the path raises where the name is too long
