"""The receipt of a plan as typed data."""

from __future__ import annotations

import pytest

from meetings._constraints.plan_receipt import PlanReceipt, read_quorum
from meetings._domain.parties import Party
from meetings.errors import RequestError
from meetings.schedule import Schedule
from overgreb_rules.shared.text import Text


def change_receipt(plan_: Schedule, **changes: object) -> Schedule:
    return plan_.model_copy(update={"receipt": plan_.receipt | changes})


def test_a_receipt_holds_the_request_without_names_and_the_calendars_that_could_not_be_read(plan_of_three: Schedule):
    receipt = PlanReceipt.of_plan(change_receipt(plan_of_three, unknown={"kommune 0860": "it is cut off"}))
    assert [(person.id, person.name) for person in receipt.request.facilitators] == [("f1", "f1")]
    assert receipt.request.calendars[Party("kommune", "0860")].unknown == Text("it is cut off", "it is cut off")
    assert receipt.request.history is None
    assert receipt.availability.to_data() == plan_of_three.receipt["availability"]


def test_a_receipt_of_an_older_version_names_the_facilitators(plan_of_three: Schedule):
    request = plan_of_three.receipt["request"] | {"facilitators": [{"id": "f1", "name": "One"}]}
    (person,) = PlanReceipt.of_plan(change_receipt(plan_of_three, request=request)).request.facilitators
    assert person.name == "One"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("unknown", []),
        ("unknown", {"kommune 0860": 7}),
        ("request", []),
        ("request", {"facilitators": [7]}),
        ("history", {"meetings": []}),
        ("further_starts", ["soon"]),
        ("further_starts", 7),
        ("availability", {"busy": []}),
    ],
)
def test_a_damaged_receipt_is_refused_with_its_key(plan_of_three: Schedule, key: str, value: object):
    with pytest.raises(RequestError, match=rf"plan\.json: its receipt is missing or damaged under {key}"):
        PlanReceipt.of_plan(change_receipt(plan_of_three, **{key: value}))


def test_the_quorum_of_a_plan_is_that_of_its_request_and_of_one_made_by_hand_everybody(plan_of_three: Schedule):
    assert read_quorum(change_receipt(plan_of_three, request={"quorum": 0.5})) == 0.5
    assert read_quorum(plan_of_three.model_copy(update={"receipt": {}})) == 1.0


@pytest.mark.parametrize("request_", [[], None, {"quorum": "x"}, {"quorum": True}, {"quorum": 0}, {"quorum": None}])
def test_a_quorum_that_is_no_share_is_a_damaged_receipt(plan_of_three: Schedule, request_: object):
    with pytest.raises(RequestError, match="its receipt is missing or damaged under request"):
        read_quorum(change_receipt(plan_of_three, request=request_))
