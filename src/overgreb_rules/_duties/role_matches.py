"""What the matcher finds of one duty, sorted by the roles that events have in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from overgreb_rules._case.event_log import LoggedEvent
from overgreb_rules._matching.compiled import Matches
from overgreb_rules._matching.program import Clause, Program, Role, missing_facts
from overgreb_rules._rules.conditions import FactTest
from overgreb_rules.shared.value_object import ValueObject

_SURELY: frozenset[FactTest] = frozenset()
LIFTING: tuple[Role, Role] = ("resumes", "undoes")
"""The roles of the events that take a waiver back."""


class RoleMatches(ValueObject):
    """What the matcher says of a duty, the events by their places among what it was told: in order of time.

    `waives` and `lifts` name waivers of the rule by their numbers; a waiver by a fact has the place of no event.
    """

    settled: bool
    settling_needs: frozenset[str]
    met_by: tuple[int, ...]
    perhaps_met_by: tuple[tuple[int, frozenset[str]], ...]
    waives: tuple[tuple[int, int, frozenset[FactTest]], ...]
    lifts: Mapping[tuple[Role, int], tuple[int, ...]]
    ended_by: tuple[int, ...]
    precluded: bool
    perhaps_precluded: frozenset[str]


def read_role_matches(program: Program, matches: Matches) -> RoleMatches:
    """Sort the matches of one duty by their roles.

    Args:
        program: The program of the rule that governs the duty.
        matches: What the matcher found in it.

    Returns:
        The places of the events in each role, in order of time.
    """
    by_role: dict[Role, list[tuple[int, Clause]]] = {}
    for match in matches:
        clause = program.clauses[match.clause]
        by_role.setdefault(clause.role, []).append((match.facts[0], clause))
    settles, precludes = ([clause.needs for _, clause in by_role.get(role, ())] for role in ("settles", "precludes"))
    meets: dict[int, list[frozenset[FactTest]]] = {}
    for place, clause in sorted(by_role.get("meets", ()), key=lambda pair: pair[0]):
        meets.setdefault(place, []).append(clause.needs)
    lifts: dict[tuple[Role, int], set[int]] = {}
    for role in LIFTING:
        for place, clause in by_role.get(role, ()):
            lifts.setdefault((role, clause.detail), set()).add(place)
    return RoleMatches(
        settled=_SURELY in settles,
        settling_needs=missing_facts(settles),
        met_by=tuple(place for place, ways in meets.items() if _SURELY in ways),
        perhaps_met_by=tuple((place, missing_facts(ways)) for place, ways in meets.items() if _SURELY not in ways),
        waives=tuple((clause.detail, place, clause.needs) for place, clause in by_role.get("waives", ())),
        lifts={key: tuple(sorted(places)) for key, places in lifts.items()},
        ended_by=tuple(sorted(place for place, _ in by_role.get("ends", ()))),
        precluded=_SURELY in precludes,
        perhaps_precluded=missing_facts(precludes),
    )


def events_at(places: Iterable[int], about: Sequence[LoggedEvent | None]) -> tuple[LoggedEvent, ...]:
    """Return the events at some places of the matches.

    Args:
        places: The places.
        about: The event at each place; None for a fact that is no event.

    Returns:
        The events in the order of the places; a place without an event is left out.
    """
    return tuple([event for place in places if (event := about[place])])
