"""What follows for event types from all of them together."""

from __future__ import annotations

import pytest

from overgreb_rules._rules.source import packaged_vocabulary


@pytest.mark.parametrize(
    ("type_", "begins_such_a_state"),
    [
        ("klage_modtaget_i_ankestyrelsen", {"klage_modtaget_i_ankestyrelsen", "ankestyrelsen_vurdering_anmodet"}),
        ("indbragt_for_retten", {"indbragt_for_retten"}),
        # The measure carries out the decision: they end together, and are one thing.
        ("indsats_ivaerksat", {"indsats_ivaerksat"}),
        ("anbringelse_besluttet", {"anbringelse_besluttet"}),
        ("underretning_modtaget", {"underretning_modtaget"}),
    ],
)
def test_types_that_the_same_events_end_begin_one_kind_of_state_unless_one_is_about_the_other(
    type_: str, begins_such_a_state: set[str]
) -> None:
    assert packaged_vocabulary().events[type_].state_types == begins_such_a_state
