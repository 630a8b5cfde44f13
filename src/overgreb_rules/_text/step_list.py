"""The steps of a duty that a person is shown."""

from __future__ import annotations

from overgreb_rules._duties.status import UNMET_STATUSES
from overgreb_rules._text.formatting import to_moment
from overgreb_rules.evaluation import Escalation, Obligation


def list_steps(duty: Obligation) -> list[Escalation]:
    """Return the steps of a duty without those that never come, because the duty was done or fell away before them.

    Args:
        duty: the duty.

    Returns:
        The steps in order of time; of a duty that is no longer unmet those that apply now, and those that had begun
        when it was met.
    """
    steps = sorted(duty.escalations, key=lambda one: one.from_)
    if duty.status in UNMET_STATUSES:
        return steps
    return [one for one in steps if one.active or _had_begun(one, duty)]


def _had_begun(step: Escalation, duty: Obligation) -> bool:
    return bool(duty.met_at) and step.from_.timestamp() <= to_moment(duty.met_at[-1]).latest
