"""The folders of data beside the code."""

from __future__ import annotations

from overgreb_rules.shared.packaged_folder import find_packaged_folder


def test_the_folder_of_the_rules_holds_the_rulebook_and_the_holidays() -> None:
    folder = find_packaged_folder("rules")
    assert (folder / "rulebook.yaml").is_file()
    assert (folder / "holidays.json").is_file()


def test_the_folder_of_the_kit_holds_the_bundle() -> None:
    assert (find_packaged_folder("conformance") / "bundle.json").is_file()
