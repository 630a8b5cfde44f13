"""The check of the ids of a case and of what its events name in `of`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from overgreb_rules.errors import CaseError, redact_value
from overgreb_rules.shared.text import Text

LinkedEvent = tuple[str, tuple[str, ...]]
"""The id of an event, and the ids that it names in `of`."""


def check_links(events: Sequence[LinkedEvent]) -> None:
    """Check that each id stands once, that each name in `of` is an id, and that no event answers itself.

    Args:
        events: The events of a case in its order.

    Raises:
        CaseError: An id stands twice, an event names an id that no event has, or events answer each other in a circle.
    """
    by_id: dict[str, int] = {}
    for index, (event_id, _) in enumerate(events):
        if event_id in by_id:
            first = by_id[event_id]
            raise CaseError(
                f"/events/{index}/id",
                Text(f"/events/{first} har også dette id", f"/events/{first} has this id too"),
                value=redact_value(event_id),
                allowed=Text("et id, der kun står én gang", "an id that stands once"),
                mend=Text(
                    "giv hver hændelse sit eget id (uden id hedder den e1, e2 … efter sin plads)",
                    "give each event an id of its own (an event without one is called e1, e2 … by its place)",
                ),
            )
        by_id[event_id] = index
    for index, (_, of) in enumerate(events):
        for name in of:
            if name not in by_id:
                raise CaseError(
                    f"/events/{index}/of",
                    Text("ingen hændelse har dette id", "no event has this id"),
                    value=redact_value(name),
                    allowed=Text("id'et på en hændelse i sagen", "the id of an event of the case"),
                    mend=Text("ret id'et, eller udelad »of«", "correct the id, or leave “of” out"),
                )
    _check_circles(events, by_id)


def _check_circles(events: Sequence[LinkedEvent], by_id: Mapping[str, int]) -> None:
    # Depth-first search from every event upwards: an event on the path to itself closes a circle.
    reaches_an_end: set[str] = set()
    for event_id, of in events:
        path: dict[str, list[str]] = {}
        if event_id not in reaches_an_end:
            path[event_id] = list(of)
        while path:
            at, unseen = next(reversed(path.items()))
            if not unseen:
                reaches_an_end.add(at)
                del path[at]
                continue
            above = unseen.pop()
            if above in path:
                raise CaseError(
                    f"/events/{by_id[above]}/of",
                    Text("hændelserne henviser til hinanden i ring", "events answer each other in a circle"),
                    allowed=Text(
                        "id'et på den hændelse, som hver hændelse handler om", "the id of the event that is answered"
                    ),
                    mend=Text("bryd ringen", "break the circle"),
                )
            if above not in reaches_an_end:
                path[above] = list(events[by_id[above]][1])
