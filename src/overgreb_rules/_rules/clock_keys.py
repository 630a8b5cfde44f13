"""The check that no key of a clock stands in a rule file without effect: with the keys and the count beside it."""

from __future__ import annotations

from collections.abc import Mapping

from overgreb_rules._rules.clock_model import CountingConvention
from overgreb_rules._rules.yaml_node import CORRECT_OR_REMOVE, Node
from overgreb_rules.shared.text import Text

_KINDS = ("within", "given", "before", "not_before", "not_after", "as")
"""The keys of which each says by itself when an act is owed; of these only `within` and `given` stand together."""
_NEEDS: Mapping[str, tuple[str, ...]] = {
    "count": ("within",),
    "within_for": ("within",),
    "earliest_of": ("within",),
    "parallel": ("within",),
    "renewed_after": ("within",),
    "from": ("within", "given"),
    "parallel_for": ("parallel",),
    "least_after": ("interrupted_by",),
    "lower_end": ("before",),
    "own_triggers": ("before",),
}
"""Of each key that changes nothing alone: the keys of which one must stand beside it."""
_TWO_SPANS: tuple[CountingConvention, ...] = ("elapsed", "calendar")
_TWO_STARTS: tuple[CountingConvention, ...] = ("elapsed", "working_days", "weeks", "calendar")
"""The conventions that count another span, and from another start, for the lenient reading."""


def check_clock_keys(node: Node, count: CountingConvention | None) -> None:
    """Refuse a key of a clock that changes nothing beside the other keys.

    Args:
        node: The value of `clock:`, a mapping of known keys.
        count: The convention by which `within` is counted; None where there is no `within`.

    Raises:
        RuleError: two keys say when the act is owed; a key lacks the one that it belongs to; or the convention has no
            use for a second span, for a second start, or for anything but the number of acts a year. With file and
            line.
    """
    names = node.names()
    kinds = tuple(key for key in _KINDS if key in names)
    if len(kinds) > 1 and kinds != ("within", "given"):
        raise node[kinds[1]].error(
            Text("to nøgler siger hver for sig, hvornår fristen udløber", "two keys say when the time ends"),
            Text(
                f"en af {', '.join(_KINDS)}, eller within med given",
                f"one of {', '.join(_KINDS)}, or within with given",
            ),
            Text("behold den ene", "keep one of them"),
        )
    for key, needed in _NEEDS.items():
        if key in names and not any(other in names for other in needed):
            beside = Text(" eller ".join(needed), " or ".join(needed))
            raise node[key].error(
                Text(f"»{key}« har ingen virkning uden {beside.da}", f"“{key}” changes nothing without {beside.en}"),
                Text(f"{key} sammen med {beside.da}", f"{key} beside {beside.en}"),
                Text(f"tilføj {beside.da}, eller fjern {key}", f"add {beside.en}, or remove {key}"),
            )
    if count == "rolling":
        _check_yearly(node)
    if count is not None:
        _check_spans(node, count)
    _check_starts(node, count)


def _check_yearly(node: Node) -> None:
    for key in node.names():
        if key not in {"within", "count"}:
            raise node[key].error(
                Text(f"»{key}« har ingen virkning med rolling", f"“{key}” changes nothing with rolling"),
                "within, count",
                CORRECT_OR_REMOVE,
            )


def _check_spans(node: Node, count: CountingConvention) -> None:
    own = node.get("within_for")
    spans = (node["within"], *((own[type_] for type_ in own.names()) if own is not None else ()))
    for span in spans:
        if isinstance(span.value, dict) and count not in _TWO_SPANS:
            raise span.error(
                Text(
                    f"med »{count}« gælder det samme tidsrum for begge frister",
                    f"{count} counts one span for both readings",
                ),
                Text(
                    f"ét tidsrum, eller to med {' eller '.join(_TWO_SPANS)}",
                    f"one span, or two with {' or '.join(_TWO_SPANS)}",
                ),
                Text("skriv kun ét tidsrum", "write one span"),
            )


def _check_starts(node: Node, count: CountingConvention | None) -> None:
    start, counts = node.get("from"), count or "given"
    if start is not None and isinstance(start.value, dict) and "strict" in start.value and count not in _TWO_STARTS:
        raise start.error(
            Text(
                f"med »{counts}« regnes begge frister fra samme starttidspunkt",
                f"{counts} counts both readings from one start",
            ),
            Text(
                f"ét starttidspunkt, eller to med {' eller '.join(_TWO_STARTS)}",
                f"one start, or two with {' or '.join(_TWO_STARTS)}",
            ),
            Text("skriv kun ét starttidspunkt", "write one start"),
        )
