"""What may stand in the tables, in which types and from whom, and what is refused with the place and the mend."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pytest

import overgreb_rules
from overgreb_rules import Case, CaseError, InstantError, Policy, Rulebook, RuleError, evaluate
from overgreb_rules._columnar.io.input_tables import build_batch
from overgreb_rules.arrow import ANSWERS, CASES, EVENTS, evaluate_arrow, tables_of, unnested
from tests.fixtures.nested_tables import nest_events
from tests.fixtures.notification_year.generator import generate_endless_cases, year_end_instant

AT = year_end_instant()
COPENHAGEN = "Europe/Copenhagen"
BOOK = Rulebook.load(matcher="reference")
MODELS = [Case.model_validate(case) for case in itertools.islice(generate_endless_cases(seed=5), 60)]


@pytest.fixture(scope="module")
def given() -> tuple[pa.Table, pa.Table]:
    return tables_of(MODELS)


@pytest.fixture(scope="module")
def expected(given: tuple[pa.Table, pa.Table]) -> pa.Table:
    return evaluate_arrow(*given, at=AT, rulebook=BOOK)


def table(**columns: list[Any]) -> pa.Table:
    """A table with some of the columns of cases or events, in the types of the schema."""
    types = {field.name: field.type for field in (*EVENTS, *CASES)}
    return pa.table({name: pa.array(values, types[name]) for name, values in columns.items()})


ONE = table(case_id=["A"])
NOTIFIED = table(case_id=["A"], type=["underretning_modtaget"], at=[dt.datetime(2025, 11, 20, 9, tzinfo=dt.UTC)])


def rows(cases: pa.Table, events: pa.Table, **more: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = evaluate_arrow(cases, events, at=AT, rulebook=BOOK, **more).to_pylist()
    return found


def refusal(cases: Any, events: Any) -> CaseError:
    with pytest.raises(CaseError) as refused:
        evaluate_arrow(cases, events, at=AT, rulebook=BOOK)
    return refused.value


def with_type(events: pa.Table, name: str, type_: pa.DataType) -> pa.Table:
    index = events.column_names.index(name)
    return events.set_column(index, name, events[name].cast(type_))


# --- what may stand in them


def test_columns_that_are_not_there_are_unknown() -> None:
    few = rows(ONE, NOTIFIED)
    all_of_them = rows(
        pa.table([ONE["case_id"], *(pa.nulls(1, field.type) for field in list(CASES)[1:])], schema=CASES),
        pa.table(
            [NOTIFIED[f.name] if f.name in NOTIFIED.column_names else pa.nulls(1, f.type) for f in EVENTS],
            schema=EVENTS,
        ),
    )
    assert few == all_of_them
    (row,) = few
    assert row["error"] is None
    assert "overgreb" in {name for duty in row["obligations"] for name in duty["needs"]}


def test_a_null_of_any_type_is_unknown() -> None:
    events = NOTIFIED.append_column("overgreb", pa.nulls(1)).append_column("of", pa.nulls(1))
    assert rows(ONE.append_column("kommune", pa.nulls(1)), events) == rows(ONE, NOTIFIED)


def test_cases_without_events_and_no_cases_at_all_are_answered() -> None:
    none = table(case_id=[], type=[])
    (row,) = rows(ONE, none)
    assert row == {
        "case_id": "A", "kommune": None, "obligations": [], "next_change": None, "ignored_events": [],
        "unused_events": [], "warnings": [], "error": None,
    }  # fmt: skip
    nothing = evaluate_arrow(table(case_id=[]), none, at=AT)
    assert nothing.num_rows == 0
    assert nothing.schema.equals(ANSWERS)


def test_events_without_ids_are_called_by_their_place_in_their_case() -> None:
    events = table(
        case_id=["A", "B", "A"],
        type=["underretning_modtaget"] * 3,
        day=[dt.date(2025, 12, day) for day in (1, 2, 3)],
    )
    a, b = rows(table(case_id=["A", "B"]), events)
    assert {duty["trigger"] for duty in a["obligations"]} == {"e1", "e2"}
    assert {duty["trigger"] for duty in b["obligations"]} == {"e1"}


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("zone", [COPENHAGEN, "UTC", "America/New_York", "+05:30"])
def test_instants_have_any_unit_and_any_zone(
    unit: str, zone: str, given: tuple[pa.Table, pa.Table], expected: pa.Table
) -> None:
    cases, events = given
    assert evaluate_arrow(cases, with_type(events, "at", pa.timestamp(unit, zone)), at=AT, rulebook=BOOK) == expected


def test_a_fraction_of_a_second_is_cut_off_as_from_a_text() -> None:
    for second, microsecond in ((0, 999_999), (59, 1)):
        at = dt.datetime(2025, 11, 20, 9, 0, second, microsecond, tzinfo=dt.UTC)
        for zone in ("UTC", COPENHAGEN):
            precise = NOTIFIED.set_column(2, "at", pa.array([at], pa.timestamp("us", zone)))
            (row,) = rows(ONE, precise)
            assert {duty["clock_start"] for duty in row["obligations"]} == {at.replace(microsecond=0)}


def test_a_fraction_before_1970_is_cut_off_downwards() -> None:
    at = dt.datetime(1969, 12, 31, 23, 0, 0, 500_000, tzinfo=dt.UTC)
    precise = NOTIFIED.set_column(2, "at", pa.array([at], pa.timestamp("us", "UTC")))
    told = {"case_id": "A", "events": [{"type": "underretning_modtaget", "at": at.isoformat()}]}
    assert evaluate_arrow(ONE, precise, at=AT).to_pylist() == evaluate_arrow(*tables_of([told]), at=AT).to_pylist()


@pytest.mark.parametrize(
    "type_",
    [
        pa.large_string(),
        pa.string_view(),
        pa.dictionary(pa.int16(), pa.string()),
        pa.dictionary(pa.int32(), pa.large_string()),
    ],
    ids=str,
)
def test_text_has_any_type_of_text(type_: pa.DataType, given: tuple[pa.Table, pa.Table], expected: pa.Table) -> None:
    cases, events = given
    if pa.types.is_dictionary(type_):
        cases, events = (
            one.set_column(i, one.column_names[i], one[one.column_names[i]].dictionary_encode().cast(type_))
            for one, i in ((cases, 0), (events, events.column_names.index("type")))
        )
    else:
        cases, events = with_type(cases, "case_id", type_), with_type(events, "type", type_)
    assert evaluate_arrow(cases, events, at=AT, rulebook=BOOK) == expected


LINKED = [
    {"id": "u1", "type": "underretning_modtaget", "at": "2025-10-01T09:00:00+02:00"},
    {"id": "u2", "type": "underretning_modtaget", "at": "2025-10-02T09:00:00+02:00"},
    {"id": "v1", "type": "underretning_vurderet", "at": "2025-10-03T09:00:00+02:00", "of": "u2"},
    {"id": "k1", "type": "kvittering_sendt", "at": "2025-10-04T09:00:00+02:00"},
]


def linked_tables() -> tuple[pa.Table, pa.Table]:
    """The tables of some cases in which one event names another."""
    return tables_of([{"case_id": f"sag-{number}", "events": LINKED} for number in range(6)])


@pytest.mark.parametrize(
    "type_",
    [
        pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string()), pa.large_list(pa.large_string()),
        pa.list_(pa.dictionary(pa.int8(), pa.string())),
    ],
    ids=str,
)  # fmt: skip
def test_what_an_event_names_is_a_text_or_a_list_of_texts(type_: pa.DataType) -> None:
    cases, events = linked_tables()
    is_list = pa.types.is_large_list(type_) or pa.types.is_list(type_)
    texts = pa.array([one and (one if is_list else one[0]) for one in events["of"].to_pylist()])
    of = texts.dictionary_encode() if pa.types.is_dictionary(type_) else texts
    if pa.types.is_list(type_):
        of = pa.ListArray.from_arrays(texts.offsets, texts.values.dictionary_encode(), mask=texts.is_null())
    given = events.drop_columns("of").append_column("of", of.cast(type_))
    assert evaluate_arrow(cases, given, at=AT, rulebook=BOOK).equals(
        evaluate_arrow(cases, events, at=AT, rulebook=BOOK)
    )
    nested_cases, nested_events = unnested(nest_events(cases, given))
    assert rows(nested_cases, nested_events) == rows(cases, events)


def test_an_event_may_name_several() -> None:
    events = [*LINKED, {"id": "v2", "type": "underretning_vurderet", "at": "2025-10-05", "of": ["u2", "u1"]}]
    cases, table_of_events = tables_of([{"case_id": "A", "events": events}])
    assert table_of_events["of"].to_pylist()[-1] == ["u1", "u2"]
    model = Case.model_validate({"case_id": "A", "events": events})
    duties = rows(cases, table_of_events)[0]["obligations"]
    assert [duty["met_by"] for duty in duties] == [
        list(duty.met_by) for duty in evaluate(model, at=AT, rulebook=BOOK).obligations
    ]


def test_pieces_of_a_column_of_lists_keep_what_each_event_names() -> None:
    cases, events = linked_tables()
    pieces = pa.concat_tables([events.slice(start, 5) for start in range(0, events.num_rows, 5)])
    assert rows(cases, pieces.slice(2).combine_chunks().slice(2)) == rows(cases, events.slice(4))


def test_numbers_and_days_have_any_width(given: tuple[pa.Table, pa.Table], expected: pa.Table) -> None:
    cases, events = given
    for number, day in ((pa.int16(), pa.date64()), (pa.uint64(), pa.date32())):
        wide = with_type(with_type(cases, "kommune", number), "foedselsdato", day), with_type(events, "day", day)
        assert evaluate_arrow(*wide, at=AT, rulebook=BOOK) == expected


def test_the_order_of_columns_and_of_chunks_is_nothing(given: tuple[pa.Table, pa.Table], expected: pa.Table) -> None:
    turned = [one.select(one.column_names[::-1]) for one in given]
    chunked = [pa.concat_tables([one.slice(0, 1), one.slice(1, 7), one.slice(8)]) for one in turned]
    assert evaluate_arrow(*chunked, at=AT, rulebook=BOOK) == expected


# --- from whom


def test_polars_duckdb_and_pandas_give_their_own_tables(given: tuple[pa.Table, pa.Table], expected: pa.Table) -> None:
    cases, events = given
    connection = duckdb.connect()
    connection.register("cases", cases).register("events", events)
    asked = {
        "Polars": [pl.from_arrow(one) for one in given],
        "DuckDB": [connection.table("cases"), connection.table("events")],
        "pandas": [one.to_pandas(types_mapper=pd.ArrowDtype) for one in given],
        "record batches": [one.combine_chunks().to_batches()[0] for one in given],
    }
    for name, tables in asked.items():
        assert evaluate_arrow(*tables, at=AT, rulebook=BOOK) == expected, name


def test_what_is_no_table_is_refused_as_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError, match="a table of Arrow is expected, not list"):
        evaluate_arrow([{"case_id": "A"}], NOTIFIED, at=AT)
    with pytest.raises(TypeError, match="not dict"):
        evaluate_arrow(ONE, {"case_id": ["A"]}, at=AT)


# --- what is refused, whole


def test_an_unknown_column_is_refused() -> None:
    refused = refusal(ONE, NOTIFIED.append_column("sagsbehandler", pa.array(["x"])))
    parts = refused.parts()
    assert (refused.place, parts["what"]) == (
        "events/«hidden»",
        f"this column is unknown (number {NOTIFIED.num_columns + 1})",
    )
    assert "afsender" in refused.allowed
    assert "010101-1234" not in str(refusal(ONE.append_column("010101-1234", pa.array([1])), NOTIFIED))


def test_a_column_that_stands_twice_is_refused() -> None:
    assert (
        refusal(ONE.append_column("case_id", pa.array(["A"])), NOTIFIED).parts()["what"] == "this column stands twice"
    )


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("at", pa.array([dt.datetime(2025, 11, 20, 9)])),  # noqa: DTZ001  # this is what is refused
        ("at", pa.array(["2025-11-20T09:00:00Z"])),
        ("at", pa.array([dt.date(2025, 11, 20)])),
        ("day", pa.array(["2025-11-20"])),
        ("day", pa.array([dt.datetime(2025, 11, 20, tzinfo=dt.UTC)], pa.timestamp("s", "UTC"))),
        ("overgreb", pa.array([1])),
        ("overgreb", pa.array(["true"])),
        ("type", pa.array([1])),
        ("kommune", pa.array([101.0])),
        ("foedselsdato", pa.array(["2015-01-01"])),
    ],
    ids=str,
)
def test_a_column_of_another_type_is_refused(name: str, values: pa.Array) -> None:
    of_events = name in EVENTS.names
    base = (NOTIFIED if of_events else ONE).select(["case_id"])
    if of_events and name != "type":
        base = base.append_column("type", pa.array(["underretning_modtaget"]))
    wrong = base.append_column(name, values)
    refused = refusal(ONE, wrong) if of_events else refusal(wrong, NOTIFIED)
    assert refused.place == f"{'events' if of_events else 'cases'}/{name}"
    assert refused.parts()["what"] == "this column has another type"
    assert refused.parts()["mend"].startswith("cast the column to")


def test_a_missing_key_is_refused() -> None:
    assert refusal(table(kommune=[101]), NOTIFIED).place == "cases/case_id"
    assert refusal(ONE, NOTIFIED.drop_columns(["type"])).parts()["what"] == "this column is missing"
    refused = refusal(table(case_id=["A", None]), NOTIFIED)
    assert (refused.place, refused.parts()["what"]) == ("cases/case_id", "1 row has none")
    assert refusal(ONE, NOTIFIED.set_column(0, "case_id", pa.nulls(1, pa.string()))).place == "events/case_id"


def test_events_of_no_case_are_refused() -> None:
    refused = refusal(table(case_id=["B"]), pa.concat_tables([NOTIFIED, NOTIFIED]))
    assert (refused.place, refused.parts()["what"]) == ("events/case_id", "2 events belong to no case")


def test_an_instant_that_is_none_and_a_policy_of_unknown_rules_are_refused(tmp_path: Any) -> None:
    with pytest.raises(InstantError):
        evaluate_arrow(ONE, NOTIFIED, at="2025-11-20")
    words = "{da: x, en: x}"
    step = f"{{id: s, when: breach, to: leder, action: {words}}}"
    ladder = f"id: k\nladders:\n  - {{id: a, says: {words}, for: {{rule: [no-such-rule]}}, steps: [{step}]}}\n"
    (tmp_path / "policy.yaml").write_text(ladder, encoding="utf-8")
    with pytest.raises(RuleError):
        evaluate_arrow(ONE, NOTIFIED, at=AT, policy=Policy.load(tmp_path / "policy.yaml"))


# --- what is refused, a row


def mixed(**bad: list[Any]) -> list[dict[str, Any]]:
    """The answers to a good case, a bad one with one event, and another good one."""
    columns = {
        "case_id": ["A", "B", "C"],
        "type": ["underretning_modtaget"] * 3,
        "at": [dt.datetime(2025, 11, 20, 9, tzinfo=dt.UTC)] * 3,
    }
    for name, values in bad.items():
        columns[name] = [columns.get(name, [None] * 3)[0], *values, columns.get(name, [None] * 3)[2]]
    return rows(table(case_id=["A", "B", "C"]), table(**columns))


@pytest.mark.parametrize(
    ("bad", "place", "says"),
    [
        ({"type": ["noget_andet"]}, "/events/0/type", "this event type is unknown"),
        ({"type": [None]}, "/events/0/type", "the key is missing"),
        ({"afsender": ["«nej»"]}, "/events/0/afsender", "this value is not allowed"),
        ({"resultat": ["ingen"]}, "/events/0/resultat", "underretning_modtaget has no such key"),
        ({"at": [None]}, "/events/0/at", "the key is missing"),
        ({"day": [dt.date(2025, 11, 20)]}, "/events/0/at", "both “at” and “day” are given"),
        ({"at": [None], "day": [dt.date(1899, 12, 31)]}, "/events/0/at", "the year 1899 is out of range"),
        ({"at": [dt.datetime(2201, 1, 1, 12, tzinfo=dt.UTC)]}, "/events/0/at", "the year 2201 is out of range"),
        ({"id": [""]}, "/events/0/id", "this key cannot be used"),
        ({"of": [["u9"]]}, "/events/0/of", "no event has this id"),
        ({"of": [["u9", "u9"]]}, "/events/0/of/1", "this id stands twice"),
        ({"of": [[None, "u9"]]}, "/events/0/of/0", "this is no text"),
        ({"of": [[]]}, "/events/0/of", "an empty list names no event"),
    ],
    ids=str,
)
def test_a_bad_case_has_the_pointer_of_its_fault_and_the_others_are_answered(
    bad: dict[str, list[Any]], place: str, says: str
) -> None:
    first, refused, last = mixed(**bad)
    assert (refused["error"]["place"], refused["error"]["what"]) == (place, says)
    assert refused["error"]["mend"]
    assert [refused[name] for name in ("obligations", "next_change", "ignored_events", "warnings")] == [None] * 4
    assert first["error"] is last["error"] is None
    assert first["obligations"] == last["obligations"] != []


@pytest.mark.parametrize("year", [-200_000, -4, 0, 12_000, 250_000])
def test_times_far_beyond_the_calendar_are_one_bad_case_too(year: int) -> None:
    days = (year - 1970) * 365.2425
    for name, values in (
        ("at", pa.array([0, int(days * 86_400), 0], pa.timestamp("s", COPENHAGEN))),
        ("day", pa.array([0, int(days), 0], pa.date32())),
    ):
        events = table(case_id=["A", "B", "C"], type=["underretning_modtaget"] * 3).append_column(name, values)
        first, refused, last = rows(table(case_id=["A", "B", "C"]), events)
        assert refused["error"]["place"] == "/events/0/at"
        assert refused["error"]["what"].endswith("is out of range")
        assert first["obligations"] == last["obligations"]


def test_a_key_that_stands_twice_refuses_every_row_of_it() -> None:
    answered = rows(table(case_id=["A", "B", "A"]), NOTIFIED)
    assert [row["error"] and row["error"]["place"] for row in answered] == ["/case_id", None, "/case_id"]


def test_a_key_that_looks_like_a_cpr_number_is_refused_and_not_repeated_in_the_error() -> None:
    (row,) = rows(table(case_id=["010101-1234"]), table(case_id=[], type=[]))
    assert row["error"]["place"] == "/case_id"
    assert "010101-1234" not in str(row["error"])


# --- one table out of two, and two out of one


def test_nested_and_apart_are_the_same(given: tuple[pa.Table, pa.Table]) -> None:
    cases, events = given
    for pieces in (
        nest_events(cases, events),
        nest_events(cases, events).slice(13, 29),
        nest_events(cases, events).slice(0, 0),
    ):
        found_cases, found_events = unnested(pieces)
        own = pieces["case_id"]
        assert found_cases.equals(cases.filter(pc.is_in(cases["case_id"], own)))
        assert found_events.cast(EVENTS).equals(events.filter(pc.is_in(events["case_id"], own)))


def test_a_list_that_is_null_or_empty_is_a_case_without_events() -> None:
    kept = pa.struct([field for field in EVENTS if field.name in {"type", "day"}])
    event = {"type": "underretning_modtaget", "day": dt.date(2025, 11, 20)}
    together = pa.table({"case_id": ["A", "B", "C"], "events": pa.array([None, [], [event]], pa.large_list(kept))})
    cases, events = unnested(together)
    assert cases["case_id"].to_pylist() == ["A", "B", "C"]
    assert events.to_pylist() == [{"case_id": "C", **event}]
    assert unnested(pa.table({"case_id": ["A"], "events": pa.nulls(1)}))[1].num_rows == 0


def test_an_event_that_is_null_in_its_list_is_a_bad_case() -> None:
    kept = pa.struct([field for field in EVENTS if field.name in {"type", "day"}])
    (row,) = rows(*unnested(pa.table({"case_id": ["A"], "events": pa.array([[None]], pa.list_(kept))})))
    assert row["error"]["place"] == "/events/0/type"


@pytest.mark.parametrize(
    ("column", "place"),
    [
        (pa.array(["[]"]), "cases/events"),
        (pa.array([["u1"]]), "cases/events"),
        (pa.array([[{"case_id": "A", "type": "x"}]]), "cases/events/case_id"),
    ],
    ids=str,
)
def test_what_is_not_nested_so_is_refused(column: pa.Array, place: str) -> None:
    with pytest.raises(CaseError) as refused:
        unnested(pa.table({"case_id": ["A"], "events": column}))
    assert refused.value.place == place
    with pytest.raises(CaseError, match="cases/events: this column is missing"):
        unnested(ONE)


# --- what comes back


def test_the_schema_says_for_which_instant_and_rules_it_holds(expected: pa.Table) -> None:
    result = evaluate(MODELS[0], at=AT, rulebook=BOOK)
    said = {key.decode(): value.decode() for key, value in expected.schema.metadata.items()}
    assert said == {
        "schema": "1",
        "at": AT,
        "rulebook": result.receipt.rulebook,
        "sha256": result.receipt.sha256,
        "engine": result.receipt.engine,
    }


def test_days_are_told_by_their_first_and_last_second(expected: pa.Table) -> None:
    for model, row in zip(MODELS, expected.to_pylist(), strict=True):
        duties = evaluate(model, at=AT, rulebook=BOOK).obligations
        assert [duty.key for duty in duties] == [told["key"] for told in row["obligations"]]
        for duty, told in zip(duties, row["obligations"], strict=True):
            if duty.due is None:
                assert (told["due_strict"], told["due_lenient"], told["due_is_day"]) == (None, None, None)
            elif told["due_is_day"]:
                assert told["due_strict"].date() == duty.due.strict
                assert told["due_strict"].time() == dt.time(23, 59, 59)
            else:
                assert told["due_strict"] == duty.due.strict
            if told["clock_start_is_day"]:
                assert (told["clock_start"].date(), told["clock_start"].time()) == (duty.clock_start, dt.time())


def test_the_package_itself_gives_the_function_to_those_who_ask_for_it() -> None:
    assert overgreb_rules.evaluate_arrow is evaluate_arrow
    with pytest.raises(AttributeError, match="evaluate_aroow"):
        overgreb_rules.evaluate_aroow  # noqa: B018  # the asking is the test


@pytest.mark.parametrize("is_in_order", [True, False])
def test_pieces_of_a_batch_hold_the_events_of_their_cases(given: tuple[pa.Table, pa.Table], is_in_order: bool) -> None:
    """Events that stand case after case, and events of which every second one stands at the end."""
    cases, events = given
    if not is_in_order:
        number = events.num_rows
        events = events.take(pa.array([*range(0, number, 2), *range(1, number, 2)]))
    pieces = list(build_batch(cases, events).split(25))
    assert [piece.cases.num_rows for piece in pieces] == [25, 25, 10]
    owner = {id_: case for case, id_ in zip(*(events[name].to_pylist() for name in ("case_id", "id")), strict=True)}
    for piece in pieces:
        keys = piece.cases["case_id"].to_pylist()
        ids = piece.events["id"].to_pylist()
        assert [keys[case] for case in piece.case_of] == [owner[id_] for id_ in ids]
        assert [keys[piece.case_of[row]] for row in piece.rows] == [
            key for key, count in zip(keys, piece.starts[1:] - piece.starts[:-1], strict=True) for _ in range(count)
        ]
    assert sum(piece.events.num_rows for piece in pieces) == events.num_rows
