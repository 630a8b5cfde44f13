"""The kit is found beside the package."""

from __future__ import annotations

from overgreb_rules._conformance.packaged_files import packaged_file


def test_the_bundle_is_part_of_what_is_installed() -> None:
    assert packaged_file("bundle.json").read_text(encoding="utf-8").startswith("{")
