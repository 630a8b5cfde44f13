"""docs/reference/dependencies.md names every package that is installed with the distribution, and its licence."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.fixtures.paths import DOCS, ROOT

EXTRAS = ("arrow", "http", "jwt", "xlsx")
CLASSIFIERS = {"MIT License": "MIT", "BSD License": "BSD", "Apache Software License": "Apache-2.0"}


def rows() -> dict[str, str]:
    """The licence of each package that a table of the page names."""
    page = (DOCS / "reference" / "dependencies.md").read_text("utf-8")
    table = re.findall(r"^\| ([\w-]+) \| ([\w.-]+(?: or [\w.-]+)*) \| ", page, re.MULTILINE)
    return {canonicalize_name(name): licence for name, licence in table}


def collect(name: str, extras: tuple[str, ...], found: dict[str, Distribution]) -> None:
    """Add the distribution `name`, and those that it brings along, to `found`."""
    key = canonicalize_name(name)
    if key in found:
        return
    try:
        found[key] = distribution(name)
    except PackageNotFoundError:
        return
    for text in found[key].requires or ():
        wanted = Requirement(text)
        if wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            collect(wanted.name, tuple(wanted.extras), found)


def licences(package: Distribution) -> set[str]:
    """The licences that the metadata of a package name, as SPDX words."""
    if expression := package.metadata.get("License-Expression"):
        return set(re.findall(r"[\w.-]+", expression)) - {"AND", "OR", "WITH"}
    named = {
        CLASSIFIERS[words[-1]]
        for line in package.metadata.get_all("Classifier") or ()
        if (words := line.split(" :: "))[0] == "License" and words[-1] in CLASSIFIERS
    }
    return named or {package.metadata.get("License")}


def test_every_installed_package_stands_in_the_table_with_a_licence_that_its_metadata_names():
    found: dict[str, Distribution] = {}
    collect("overgreb-rules", EXTRAS, found)
    table = rows()
    wrong = {
        name: (table.get(name), licences(package))
        for name, package in found.items()
        if name != "overgreb-rules"
        and not any(
            (table.get(name) or "").startswith(licence) or f" or {licence}" in (table.get(name) or "")
            for licence in licences(package)
        )
    }
    assert len(found) > 15
    assert wrong == {}


def test_the_versions_that_the_distribution_refuses_are_those_of_the_page_with_their_reason():
    page = (DOCS / "reference" / "dependencies.md").read_text("utf-8")
    table = page.partition("## Bounds on versions")[2].partition("\n## ")[0]
    named: dict[str, str] = {}
    row = r"^\| ([\w, -]+) \| (exactly|below) ([\d. and]+) \| \S"
    for names, word, versions in re.findall(row, table, re.MULTILINE):
        sign = {"exactly": "==", "below": "<"}[word]
        for name, version in zip(names.split(", "), versions.strip().split(" and "), strict=True):
            named[name] = f"{sign}{version}"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    bounds = {
        wanted.name: str(one)
        for wanted in map(Requirement, project["dependencies"])
        for one in wanted.specifier
        if one.operator in {"==", "<"}
    }
    assert named == bounds
    assert bounds["highspy"] == "<1.17"
