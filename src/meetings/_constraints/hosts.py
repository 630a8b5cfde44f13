"""Whose turn it is to be host: longest ago first, then the lowest code; whoever is passed over keeps the turn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from meetings._constraints.constraint import DistrictConstraint, SlotConstraint
from meetings._constraints.meeting_constraints import gap_days
from meetings._constraints.problem import Problem, Task
from meetings._constraints.registry import START_CONSTRAINTS
from meetings._constraints.slot import Slot
from meetings._domain.parties import Party


def assign_hosts(problem: Problem) -> Iterator[Task]:
    """Give each meeting the kommuner that could be host, in the order of their turns.

    The first of them that can come at a start is the host there. Of several rounds each has a host of its own: the
    first in turn that can come to one of its possible starts. A kommune that is host of one round is no substitute in
    another.

    Args:
        problem: The problem, whose meetings have no hosts yet.

    Yields:
        The meetings with their hosts, in order.
    """
    for _, rounds in groupby(problem.tasks, key=lambda task: task.kreds.code):
        yield from _assign_rounds(problem, list(rounds))


def _assign_rounds(problem: Problem, rounds: list[Task]) -> Iterator[Task]:
    hosts = problem.request.hosts
    fixed = hosts.fixed.get(rounds[0].kreds.code)
    queue, queues, own = _list_in_turn(problem, rounds[0]), list[list[str]](), list[str]()
    for task in rounds:
        queues.append(list(queue))
        own.append(task.held.host if task.held else fixed or _find_own_host(problem, task, queue, len(rounds)))
        if hosts.rotate and own[-1] in queue:
            queue.remove(own[-1])
            queue.append(own[-1])
    for task, turns, host in zip(rounds, queues, own, strict=True):
        if task.held or fixed:
            yield replace(task, hosts=(host,))
            continue
        others = {other for other in own if other != host} if hosts.rotate else set()
        yield replace(task, hosts=tuple(code for code in turns if code not in others))


def _list_in_turn(problem: Problem, task: Task) -> list[str]:
    request = problem.request
    hosted = request.history.hosted if request.history and request.hosts.rotate else {}
    codes = (kommune.code for kommune in task.kreds.kommuner)
    return sorted(codes, key=lambda code: (hosted.get(code, dt.date.min), code))


def _find_own_host(problem: Problem, task: Task, queue: list[str], rounds: int) -> str:
    if rounds == 1:
        return queue[0]
    return next((code for code in queue if _can_host(problem, task, Party("kommune", code))), queue[0])


def _can_host(problem: Problem, task: Task, party: Party) -> bool:
    """Whether the kommune can come to a start that the calendars and the request leave to the meeting."""
    availability = problem.availability
    if party in availability.unknown:
        return False
    if not availability.busy.get(party, 0):
        return True
    return any(availability.can_come(party, slot) and _is_open(problem, task, slot) for slot in problem.slots)


def _is_open(problem: Problem, task: Task, slot: Slot) -> bool:
    first, last = gap_days(problem, task)
    if not first <= slot.day <= last or task.pinned not in {None, slot.start}:
        return False
    for constraint in START_CONSTRAINTS.values():
        if isinstance(constraint, SlotConstraint) and constraint.slot_violations(problem, slot):
            return False
        if isinstance(constraint, DistrictConstraint) and constraint.district_violations(problem, task.kreds, slot):
            return False
    return True
