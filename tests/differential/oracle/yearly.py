"""The years of a duty that recurs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.differential import plain_day_count as count
from tests.differential.oracle.records import Answer, Clock, Duty

if TYPE_CHECKING:
    from tests.differential.oracle.evaluation import CaseAtInstant


class YearlyDuties:
    """The years of a duty that recurs."""

    def assess_years(self: CaseAtInstant, duty: Duty) -> Iterator[tuple[str, Answer]]:
        """Yield one answer for each year begun since the start, due at the end of its anniversary."""
        number = 0
        words = self.rule_of(duty)["clock"]
        acts = int(words["within"].split()[0])
        start = duty.trigger.at
        while True:
            number += 1
            before = count.months_in_both_readings(start.day, 12 * (number - 1)) if number > 1 else None
            begins = start.first if before is None else count.end_of(before[0])
            waived, perhaps = self.waiver_starts(duty)
            if number > 1 and (self.at < begins or (waived and waived[0] < begins)):
                return
            strict = lenient = count.months_in_both_readings(start.day, 12 * number)[0]
            met, unclear = self.fulfilling_events(duty)
            first_day = start.day if before is None else before[0] + count.DAY
            inside = [e for e in met if first_day <= e.at.day <= lenient]
            maybe = [(e, m) for e, m in unclear if first_day <= e.at.day <= lenient]
            clock = Clock(start, strict, lenient)
            if (
                waived
                and waived[0] < count.end_of(strict)
                and (len(inside) < acts or inside[acts - 1].at.first > waived[0])
            ):
                yield f"#{number}", self.build_answer("waived", clock)
                return
            if len(inside) >= acts:
                yield (
                    f"#{number}",
                    self.build_answer(
                        self.status_of_fulfilment(inside[acts - 1].at, clock),
                        clock,
                        met_by=[e.id for e in inside[:acts]],
                    ),
                )
                continue
            needs = duty.owed.needs
            if len(inside) + len(maybe) >= acts:
                needs |= frozenset().union(*(m.needs for _, m in maybe))
            for moment, truth in perhaps:
                if moment < count.end_of(strict):
                    needs |= truth.needs
            since = start.first if before is None else count.midnight(before[0])
            status = "undetermined" if needs else self.status_by_time(clock, since)
            yield f"#{number}", self.build_answer(status, clock, needs)
