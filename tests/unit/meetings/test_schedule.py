"""A plan as data: local times in whole seconds, identities that last, places by kreds and round."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from meetings.schedule import Meeting, Objective, People, PlanWarning, Schedule, meeting_uid
from overgreb_rules.shared.text import Text


def meeting(start: str = "2027-03-09T08:00:00Z", round_: int = 1) -> Meeting:
    return Meeting(
        district="1460",
        round=round_,
        start=start,
        end="2027-03-09T11:00:00Z",
        host="0851",
        kommuner=("0851",),
        boernehuse=("Aalborg",),
        uid=meeting_uid(2027, "1460", round_),
    )


def test_an_instant_is_written_in_the_local_time_of_denmark():
    assert meeting().model_dump(mode="json")["start"] == "2027-03-09T09:00:00+01:00"


@pytest.mark.parametrize("start", ["2027-03-09T09:00:00", "2027-03-09T08:00:00.5Z"])
def test_a_start_without_offset_or_with_parts_of_a_second_is_refused(start):
    with pytest.raises(ValidationError):
        meeting(start)


def test_the_identity_of_a_meeting_rests_on_year_kreds_and_round_alone():
    assert meeting_uid(2027, "1460", 1) == meeting_uid(2027, "1460", 1)
    others = {meeting_uid(2027, "1460", 1), meeting_uid(2028, "1460", 1), meeting_uid(2027, "1461", 1)}
    assert len(others | {meeting_uid(2027, "1460", 2)}) == 4


def test_a_place_of_one_round_goes_before_the_place_of_the_kreds():
    people = People(places={"1460": "Rådhuset", "1460-2": "Børnehuset"}, links={"1461": "https://example.org"})
    assert people.place(meeting()) == "Rådhuset"
    assert people.place(meeting(round_=2)) == "Børnehuset"
    assert people.link(meeting()) is None


def test_plan_json_holds_no_people_and_nothing_of_the_run():
    schedule = Schedule(
        year=2027,
        meetings=(meeting(),),
        objective=Objective(value=0, bound=0, optimal=True),
        people=People(facilitators={"f1": "Facilitator 1"}),
        notes=(Text("kørt i dag", "run today"),),
    )
    written = json.loads(schedule.to_json())
    assert list(written) == ["schema", "year", "meetings", "objective", "warnings", "receipt"]
    assert written["schema"] == 1
    assert schedule.to_json().endswith("}\n")


def test_a_warning_stands_in_both_languages():
    warning = PlanWarning.of("assumed", Text("antaget.", "assumed."), district="1460")
    assert (warning.code, warning.district, warning.da, warning.en) == ("assumed", "1460", "antaget.", "assumed.")
