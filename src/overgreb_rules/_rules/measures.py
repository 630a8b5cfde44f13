"""What the figures of a department measure, as `figures.yaml` defines it."""

from __future__ import annotations

from collections.abc import Container
from typing import Literal

from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

DurationUnit = Literal["hours", "days", "none"]
_UNITS: tuple[DurationUnit, ...] = ("hours", "days", "none")


class PublishedFigure(ValueObject):
    """A figure that an authority has published.

    Attributes:
        measure: The name of the measure that it stands beside.
        share: The share that was kept, in per cent.
        year: The year or years, as the source gives them.
        source: Who published it.
        is_sample: Whether only some cases were looked at.
    """

    measure: str
    share: int
    year: str
    source: Text
    is_sample: bool


class Measure(ValueObject):
    """One question to a department: how many duties of some rules were kept.

    Attributes:
        name: Its name in JSON.
        title: What was kept.
        rules: The rules whose duties it counts; those of both acts together.
        unit: The unit of the time from the start of the clock to the act; `none` where no time is measured.
    """

    name: str
    title: Text
    rules: tuple[str, ...]
    unit: DurationUnit


class FiguresDefinition(ValueObject):
    """The measures in the order of the file, and the published figures to stand beside them."""

    measures: tuple[Measure, ...]
    published: tuple[PublishedFigure, ...]

    @property
    def rules(self) -> frozenset[str]:
        """The rules whose duties some measure counts."""
        return frozenset(rule for measure in self.measures for rule in measure.rules)


def parse_figures_definition(top: Node, rules: Container[str]) -> FiguresDefinition:
    """Parse `figures.yaml`.

    Args:
        top: The whole file.
        rules: The ids of the rules.

    Returns:
        The measures and the published figures.

    Raises:
        RuleError: A key is unknown or missing, or a rule or measure does not exist; with file and line.
    """
    top.names(("measures", "published"))
    measures = tuple(_parse_measure(name, top["measures"][name], rules) for name in top["measures"].names())
    names = [measure.name for measure in measures]
    return FiguresDefinition(measures, tuple(_parse_published(node, names) for node in top["published"]))


def _parse_measure(name: str, node: Node, rules: Container[str]) -> Measure:
    node.names(("title", "rules", "unit"))
    named = node["rules"].texts()
    for rule in named:
        if rule not in rules:
            raise node["rules"].error(
                Text(f"der er ingen regel »{rule}«", f"there is no rule “{rule}”"),
                Text("id'er på regelfiler", "ids of rule files"),
                Text("ret id'et", "correct the id"),
            )
    unit: DurationUnit = node["unit"].one_of(_UNITS)  # type: ignore[assignment]  # one of them
    return Measure(name, node["title"].words(), named, unit)


def _parse_published(node: Node, measures: list[str]) -> PublishedFigure:
    node.names(("measure", "share", "year", "source", "sample"))
    return PublishedFigure(
        measure=node["measure"].one_of(measures),
        share=node["share"].number(),
        year=node["year"].text(),
        source=node["source"].words(),
        is_sample=node["sample"].flag(),
    )
