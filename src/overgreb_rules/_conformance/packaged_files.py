"""The files of the conformance kit: the bundle of the packaged rules, its schema and the vectors."""

from __future__ import annotations

from pathlib import Path


def packaged_file(name: str) -> Path:
    """Return a file of the kit.

    Args:
        name: The name below the folder of the kit.

    Returns:
        The file: in a wheel inside the package, in a checkout in `conformance/` at its top.
    """
    here = Path(__file__).resolve().parents[1]
    in_wheel = here / "conformance"
    return (in_wheel if in_wheel.is_dir() else here.parents[1] / "conformance") / name
