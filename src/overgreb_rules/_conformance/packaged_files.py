"""The files of the conformance kit: the bundle of the packaged rules, its schema and the vectors."""

from __future__ import annotations

from pathlib import Path

from overgreb_rules.shared.packaged_folder import find_packaged_folder


def packaged_file(name: str) -> Path:
    """Return a file of the kit.

    Args:
        name: The name below the folder of the kit.

    Returns:
        The file: in a wheel inside the package, in a checkout in `conformance/` at its top.
    """
    return find_packaged_folder("conformance") / name
