"""Single cases to and from rows of the tables."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from overgreb_rules import Case, evaluate
from overgreb_rules._columnar.io.row_conversion import (
    build_answer_row,
    build_case_data,
    duplicate_key_error,
    tables_of,
)
from overgreb_rules._columnar.io.schema import ANSWERS, CASES, EVENTS, OBLIGATION
from overgreb_rules.errors import HIDDEN, CaseError
from tests.fixtures.event_columns import BOOK, build_case, build_event

AT = "2025-03-20T12:00:00+01:00"
CLOCK = dt.datetime(2025, 3, 3, 9, tzinfo=dt.UTC)


def read_events(*cases: dict[str, Any] | Case) -> list[dict[str, Any]]:
    """Read the events of cases from their table, without what is not told."""
    rows = tables_of(cases)[1].to_pylist()
    return [{name: value for name, value in row.items() if value is not None} for row in rows]


def test_the_tables_have_the_schemas_of_the_input() -> None:
    cases, events = tables_of([build_case()])
    assert (cases.schema, events.schema) == (CASES, EVENTS)


def test_a_case_is_a_row_with_what_is_known_of_the_child() -> None:
    (row,) = tables_of([build_case(kommune=101, barn={"foedselsdato": "2015-06-01"})])[0].to_pylist()
    assert row == {
        "case_id": "sag", "kommune": 101, "foedselsdato": dt.date(2015, 6, 1), "termin": None,
        "soeskende_under_15": None,
    }  # fmt: skip


def test_an_event_has_an_instant_or_a_day() -> None:
    by_instant, by_day = read_events(
        build_case(
            build_event("u1", "underretning_modtaget", 3),
            build_event("u2", "underretning_modtaget", 3) | {"at": "2025-03-04"},
        )
    )
    assert by_instant["at"] == CLOCK
    assert by_day["day"] == dt.date(2025, 3, 4)
    assert "day" not in by_instant
    assert "at" not in by_day


def test_a_local_time_of_a_case_with_a_zone_becomes_an_instant() -> None:
    (event,) = read_events(
        build_case(
            build_event("u1", "underretning_modtaget", 3) | {"at": "2025-03-03T10:00:00"}, zone="Europe/Copenhagen"
        )
    )
    assert event["at"] == CLOCK


@pytest.mark.parametrize(("named", "listed"), [("u1", ["u1"]), (["u1", "u2"], ["u1", "u2"])])
def test_what_an_event_is_about_is_a_list(named: object, listed: list[str]) -> None:
    events = [build_event(id_, "underretning_modtaget", 3) for id_ in ("u1", "u2")]
    case = build_case(*events, build_event("v1", "underretning_vurderet", 4, of=named))
    assert read_events(case)[2]["of"] == listed


def test_a_case_and_its_json_give_the_same_rows() -> None:
    data = build_case(build_event("u1", "underretning_modtaget", 3, overgreb=True))
    assert read_events(Case.model_validate(data)) == read_events(data)


def test_a_case_that_is_refused_stops_the_conversion() -> None:
    with pytest.raises(CaseError):
        tables_of([build_case(build_event("u1", "ukendt_slags", 3))])


def test_a_case_that_is_refused_is_named_by_its_number() -> None:
    with pytest.raises(CaseError, match=r"^case 2: /events/0/at: ") as refused:
        tables_of([build_case(), {"case_id": "B", "events": [{"type": "kvittering_sendt", "at": "zzz"}]}])
    assert refused.value.place == "/events/0/at"


def test_the_rows_of_a_case_give_the_case_back() -> None:
    data = build_case(
        build_event("u1", "underretning_modtaget", 3, overgreb=True, kendt_fra="2025-03-02T10:00:00+01:00"),
        build_event("v1", "underretning_vurderet", 4, of="u1") | {"at": "2025-03-04"},
        kommune=101,
        barn={"foedselsdato": "2015-06-01", "soeskende_under_15": False},
    )
    cases, events = tables_of([data])
    (case,) = cases.to_pylist()
    assert Case.model_validate(build_case_data(case, events.to_pylist())) == Case.model_validate(data)


def test_an_event_with_an_instant_and_a_day_is_refused_at_its_place() -> None:
    rows = [{"type": "underretning_modtaget", "at": CLOCK, "day": dt.date(2025, 3, 3)}]
    with pytest.raises(CaseError, match="both “at” and “day” are given") as caught:
        build_case_data({"case_id": "sag"}, rows)
    assert caught.value.place == "/events/0/at"


def test_an_instant_before_there_were_zones_is_told_in_universal_time() -> None:
    old = dt.datetime(1850, 1, 1, 12, tzinfo=dt.timezone(dt.timedelta(seconds=3020)))
    data = build_case_data({"case_id": "sag"}, [{"type": "underretning_modtaget", "at": old}])
    assert data["events"] == [{"type": "underretning_modtaget", "at": old.astimezone(dt.UTC).isoformat()}]


def test_a_key_that_stands_twice_is_a_refusal_of_the_case_id() -> None:
    assert duplicate_key_error().place == "/case_id"


def test_an_answer_has_every_column_of_a_duty() -> None:
    case = build_case(build_event("u1", "underretning_modtaget", 3))
    row = build_answer_row("sag", evaluate(Case.model_validate(case), at=AT, rulebook=BOOK), 101)
    names = [OBLIGATION.field(number).name for number in range(OBLIGATION.num_fields)]
    assert row["obligations"]
    assert all([*duty] == names for duty in row["obligations"])
    assert {*row} == {*ANSWERS.names} - {"error"}


def test_a_day_is_written_as_its_first_second_and_a_deadline_in_days_as_its_last() -> None:
    case = build_case(build_event("u1", "underretning_modtaget", 3) | {"at": "2025-03-03"})
    duties = build_answer_row("sag", evaluate(Case.model_validate(case), at=AT, rulebook=BOOK))["obligations"]
    receipt = next(duty for duty in duties if duty["rule"] == "bl-138-1-kvittering")
    midnight = int(dt.datetime(2025, 3, 2, 23, tzinfo=dt.UTC).timestamp())
    assert (receipt["opened_at"], receipt["opened_at_is_day"]) == (midnight, True)
    assert (receipt["due_strict"] - midnight) % 86400 == 86399
    assert receipt["ends_strict"] == receipt["due_strict"] + 1


def test_a_refused_case_has_its_error_and_nothing_else() -> None:
    row = build_answer_row("sag", duplicate_key_error(), 101, "da")
    assert {*row} == {"case_id", "error"}
    assert row["error"]["place"] == "/case_id"


def test_a_refused_case_never_shows_a_key_that_looks_like_a_cpr_number() -> None:
    assert build_answer_row("0101901234", duplicate_key_error())["case_id"] == HIDDEN
