"""The situation of a case: its shape with the statuses of its duties, and what is remembered for cases that share it.

What calls for a warning about links, and which events did nothing, hangs on the shape of the case and on how its duties
stand, and on no date beside. What is remembered names no event and holds no date: of an event it has the place.
"""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from typing import Any

from overgreb_rules._case.event_log import EventLog
from overgreb_rules._duties.case_shape import MARSHAL_FORM
from overgreb_rules._duties.event_use import find_unused_events
from overgreb_rules._duties.link_findings import LinkFinding, find_link_findings
from overgreb_rules._duties.status import AssessedDuty, effective_waiver
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.shared.value_object import Entity

_FINDINGS_KEPT = 8192
_LINKS, _UNUSED = b"links", b"unused"


class Situation(Entity):
    """The situation of one case, with the memory of its rulebook.

    At most 8,192 findings are remembered for a rulebook, two for each situation. Measured on cases of the benchmark's
    workload: the warnings and unused events of a known situation take a fifth of the time.

    Attributes:
        log: The events of the case as of the instant of the evaluation.
        assessed_duties: The duties of the case, in the order of the answer.
        rules: The rules of all acts.
        key: Equal bytes for cases of one situation; None for a case that is not remembered.
        memory: What is remembered of the situations of the rulebook.
    """

    log: EventLog
    assessed_duties: Sequence[AssessedDuty]
    rules: RuleSet
    key: bytes | None
    memory: dict[bytes, bytes]

    @classmethod
    def of(
        cls, log: EventLog, assessed_duties: Sequence[AssessedDuty], rules: RuleSet, programs: CompiledRules
    ) -> Situation:
        """Determine the situation of a case.

        Args:
            log: The events of the case as of the instant of the evaluation.
            assessed_duties: The duties of the case, in the order of the answer.
            rules: The rules of all acts.
            programs: The compiled conditions of the rules; the memory is theirs.

        Returns:
            The situation.
        """
        shape = log.shapes.get(rules)
        key = None if shape is None else _encode(shape, assessed_duties, log.as_of)
        return cls(log, assessed_duties, rules, key, programs.findings_by_situation.setdefault(rules, {}))

    def find_links(self) -> Sequence[LinkFinding]:
        """Find what calls for a warning about links, from memory where the situation is known.

        Returns:
            The findings in the order of `find_link_findings`.
        """
        known = None if self.key is None else self.memory.get(self.key + _LINKS)
        if known is not None:
            return [LinkFinding(*one) for one in marshal.loads(known)]  # noqa: S302  # written below, in this process
        found = [*find_link_findings(self.log, self.assessed_duties, self.rules)]
        self._remember(_LINKS, [(one.code, one.events, one.duty) for one in found])
        return found

    def find_unused_events(self) -> tuple[str, ...]:
        """Find the events that did nothing, from memory where the situation is known.

        Returns:
            The ids, as `event_use.find_unused_events` gives them.
        """
        known = None if self.key is None else self.memory.get(self.key + _UNUSED)
        if known is not None:
            events = self.log.events
            places = marshal.loads(known)  # noqa: S302  # written below, in this process
            return tuple(sorted([events[place].event.id for place in places]))
        found = find_unused_events(self.assessed_duties, self.log, self.rules)
        self._remember(_UNUSED, [event.index for event in map(self.log.find, found) if event is not None])
        return found

    def _remember(self, part: bytes, value: list[Any]) -> None:
        if self.key is not None:
            if len(self.memory) >= _FINDINGS_KEPT:
                self.memory.clear()
            self.memory[self.key + part] = marshal.dumps(value, MARSHAL_FORM)


def _encode(shape: bytes, assessed_duties: Sequence[AssessedDuty], at: int) -> bytes | None:
    """Encode the shape and how the duties stand; None for a yearly duty: which acts met a year its dates say."""
    parts: list[object] = [shape]
    for one in assessed_duties:
        timed = one.timed
        if timed.year is not None:
            return None
        duty = timed.duty
        parts += (duty.rule.id, duty.trigger.index, one.status, one.needs)
        if one.status == "waived":
            waiver = effective_waiver(timed, at)
            parts.append(waiver is not None and waiver.by is not None)
    return marshal.dumps(parts, MARSHAL_FORM)
