"""The folders of data that stand beside the code: the rules and the conformance kit."""

from __future__ import annotations

from pathlib import Path


def find_packaged_folder(name: str) -> Path:
    """Return a folder of data of this distribution.

    Args:
        name: The name of the folder.

    Returns:
        The folder: in a wheel inside the package, in a checkout at its top.
    """
    package = Path(__file__).resolve().parents[1]
    in_wheel = package / name
    return in_wheel if in_wheel.is_dir() else package.parents[1] / name
