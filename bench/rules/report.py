"""The report: tables of times and ratios, and the targets with their bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bench.rules.measure import median

__all__ = ["Target", "compute_targets", "format_markdown"]

_SINGLE, _ARROW = "single_durable", "arrow_durable"


@dataclass(frozen=True, slots=True)
class Target:
    """A figure with the bound that it keeps or misses."""

    title: str
    value: float
    bound: float
    unit: str
    at_least: bool = False

    @property
    def is_kept(self) -> bool:
        """Whether the figure keeps its bound."""
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    def as_json(self) -> dict[str, object]:
        """Return the target as JSON."""
        sign = "at least" if self.at_least else "at most"
        return {"says": self.title, "value": self.value, sign: self.bound, "unit": self.unit, "kept": self.is_kept}


def compute_targets(result: Mapping[str, Any]) -> Iterator[Target]:
    """Yield every target in the order of the report."""
    us = {row["name"]: row["us_per_case"] for row in result["rows"]}
    peers = [value for name, value in us.items() if name.startswith("peer_")]
    if peers:
        yield Target("evaluate, over the matching alone of the fastest other engine", us[_SINGLE] / min(peers), 1, "×")
    yield Target("evaluate, a new shape", us[_SINGLE], 400, "µs")
    yield Target("evaluate, a known shape", us["single_known_durable"], 75, "µs")
    yield Target(
        "evaluate, a known shape, over five clocks by hand", us["single_known_durable"] / us["by_hand"], 1.6, "×"
    )
    yield Target("JSON text of the whole answer, beside evaluate", us["single_json_durable"] - us[_SINGLE], 600, "µs")
    yield Target("JSON text of the dates, beside evaluate", us["single_dates_durable"] - us[_SINGLE], 100, "µs")
    year = result["year"]
    us_in_year = year["arrow_processor_seconds"] / year["cases"] * 1e6
    over = "evaluate, a new shape, over evaluate_arrow, per case and core"
    yield Target(f"{over}, in the year", us[_SINGLE] / us_in_year, 4, "×", at_least=True)
    yield Target(
        f"{over}, in the sample, in which few cases are alike", us[_SINGLE] / us[_ARROW], 4, "×", at_least=True
    )
    of_year = f"{year['notifications']:,} notifications as tables, {year['cores']} processes"
    yield Target(of_year, year["cores_seconds"], 5, "s")
    yield Target(
        "that year, over five clocks by hand on one core", year["cores_seconds"] / year["by_hand_seconds"], 1, "×"
    )
    yield Target(
        "that year in one process, over several", year["arrow_seconds"] / year["cores_seconds"], 1, "×", at_least=True
    )
    for way, name in (("arrow", "tables"), ("many", "evaluate_many")):
        first, *_, last = (result["growth"][way][place] for place in (0, -1))
        sizes = f"{last['cases']:,} cases over {first['cases']:,}, {name}"
        yield Target(f"time per case, {sizes}", last["us_per_case"] / first["us_per_case"], 1.1, "×")
        yield Target(f"peak memory, {last['cases']:,} cases, {name}", last["peak_mb"], 250, "MB")
    start = result["start_up"]
    yield Target("import overgreb_rules, in the process", median(start["import, in the process"]), 0.12, "s")
    yield Target("a cold command for one case, processor", median(start["cold command, one case, processor"]), 0.3, "s")


def format_markdown(result: Mapping[str, Any]) -> str:
    """Return the tables for docs/explanation/benchmark.md."""
    return "\n".join(line for part in _PARTS for line in (*part(result), ""))


def _ratios(result: Mapping[str, Any]) -> Iterator[str]:
    rows = result["rows"]
    single = next(row["us_per_case"] for row in rows if row["name"] == _SINGLE)
    release = result["last_release"]
    yield f"| way | µs a case | {release['release']} | × evaluate | µs of processor |"
    yield "|---|--:|--:|--:|--:|"
    for row in rows:
        us, before = row["us_per_case"], _before(release["us_per_case"].get(row["name"]))
        times = f"{_figure(us)} | {before} | {_figure(us / single)} | {_figure(row['processor_us_per_case'])}"
        yield f"| {row['title']} | {times} |"


def _growth(result: Mapping[str, Any]) -> Iterator[str]:
    release = result["last_release"]["release"]
    yield f"| stream | cases | µs a case | {release} | µs of processor | peak MB | {release} |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for way, name in (("arrow", "evaluate_arrow"), ("many", "evaluate_many")):
        for row in result["growth"][way]:
            known = result["last_release"]["growth"].get(f"{way} {row['cases']}", {})
            before, peak = (_before(known.get(key)) for key in ("us_per_case", "peak_mb"))
            times = f"{_figure(row['us_per_case'])} | {before} | {_figure(row['processor_us_per_case'])}"
            yield f"| {name} | {row['cases']:,} | {times} | {row['peak_mb']:.0f} | {peak} |"


def _start_up(result: Mapping[str, Any]) -> Iterator[str]:
    release = result["last_release"]
    yield f"| start | s | {release['release']} |"
    yield "|---|--:|--:|"
    for name, runs in result["start_up"].items():
        yield f"| {name} | {_figure(median(runs))} | {_before(release['start_up'].get(name))} |"


def _shown(result: Mapping[str, Any]) -> Iterator[str]:
    yield "| what must be shown | figure | bound | kept or missed |"
    yield "|---|--:|--:|---|"
    for target in result["targets"]:
        sign, bound = next((sign, target[sign]) for sign in ("at least", "at most") if sign in target)
        kept = "kept" if target["kept"] else "missed"
        yield f"| {target['says']} | {_figure(target['value'])} {target['unit']} | {sign} {bound:g} | {kept} |"


def _rest(result: Mapping[str, Any]) -> Iterator[str]:
    year, machine, before = result["year"], result["machine"], result["last_release"]
    yield (
        f"The year: {year['notifications']:,} notifications, {year['cases']:,} cases, {year['events']:,} events; "
        f"tables in one process {_figure(year['arrow_seconds'])} s ({_figure(year['arrow_processor_seconds'])} s of "
        f"processor time; {before['release']}: {_before(before['year'].get('arrow_seconds'))} s), "
        f"in {year['cores']} {_figure(year['cores_seconds'])} s ({_figure(year['cores_processor_seconds'])} s), "
        f"five clocks by hand {_figure(year['by_hand_seconds'])} s ({_figure(year['by_hand_processor_seconds'])} s)."
    )
    yield (
        f"{machine['implementation']} {machine['python']}, {machine['cores']} cores, {machine['system']} "
        f"{machine['architecture']}, rules {machine['rules']}"
        f"{', quick: no figures to quote' if result['quick'] else ''}."
    )


_PARTS: tuple[Callable[[Mapping[str, Any]], Iterator[str]], ...] = (_ratios, _growth, _start_up, _shown, _rest)


def _before(value: float | None) -> str:
    """Return the same figure of the last release; nothing where that did not have it."""
    return "" if value is None else _figure(value)


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
