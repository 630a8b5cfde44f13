"""Single values of a request."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import BaseModel, ValidationError

from meetings._request.messages import describe_first_error
from meetings._request.values import Day, Days, Id, Mail, MailName, Paragraphs, PathText, TimeOfDay, Uri
from overgreb_rules.shared.text import Text


class Values(BaseModel):
    """One value of each kind that is tested."""

    day: Day = dt.date(2027, 1, 1)
    time: TimeOfDay = dt.time(9)
    name: MailName = "A"
    id: Id = "f1"
    mail: Mail = "a@example.org"
    path: PathText = "a.ics"
    uri: Uri = "https://example.org"
    text: Paragraphs = ""
    days: Days = 0


@pytest.mark.parametrize(
    "uri",
    ["https://example.org", "http://a.b:8080/x", "https://teams.example.org/l/meetup-join/19%3a?p=1&q=a%2Cb#frag"],
)
def test_an_address_on_the_web_is_kept(uri: str):
    assert Values.model_validate({"uri": uri}).uri == uri


@pytest.mark.parametrize(
    "uri",
    ["javascript:alert(1)", "example.org", "https://exa mple.org", "https://a.b/<x>", 'https://a.b/"', "ftp://a.b"],
)
def test_what_is_no_address_on_the_web_is_refused(uri: str):
    with pytest.raises(ValidationError):
        Values.model_validate({"uri": uri})


@pytest.mark.parametrize(
    "values",
    [
        {"id": "010190-1234"},
        {"mail": "0101901234@example.org"},
        {"name": "010190.1234"},
        {"path": "busy/010190-1234.ics"},
        {"text": "Vi taler om 01-01-90-1234"},
        {"uri": "https://example.org/010190-AA1B"},
    ],
)
def test_what_looks_like_a_cpr_number_is_refused_and_not_shown(values: dict[str, str]):
    with pytest.raises(ValidationError) as refusal:
        Values.model_validate(values)
    path, what = describe_first_error(refusal.value)
    assert path == tuple(values)
    assert what == Text("dette ligner et CPR-nummer; fjern det", "this looks like a CPR number; take it out")


def test_an_agenda_may_have_several_lines_and_no_control_characters():
    assert Values.model_validate({"text": "1. A\r\n2. B\n"}).text == "1. A\n2. B"
    for text in ("a\x00b", "x" * 4001):
        with pytest.raises(ValidationError):
            Values.model_validate({"text": text})


def test_a_name_of_a_sender_has_no_quotation_mark():
    with pytest.raises(ValidationError):
        Values.model_validate({"name": 'A "B" C'})


@pytest.mark.parametrize("id_", ["F1", "f_1", "f1\n", "-f", "f--1", "å", "", "x" * 41])
def test_an_id_has_small_letters_figures_and_single_hyphens(id_: str):
    assert Values.model_validate({"id": "x" * 36 + "-m-2"}).id.endswith("-m-2")
    with pytest.raises(ValidationError) as refusal:
        Values.model_validate({"id": id_})
    assert describe_first_error(refusal.value)[1].en.endswith("single hyphens, at most 40 characters in all")


def test_a_day_is_written_with_its_year_month_and_day():
    assert Values.model_validate({"day": "2027-05-07"}).day == dt.date(2027, 5, 7)
    for day in ("2027-W18-5", "20270507", "2027-02-29", "٢٠٢٧-٠٥-٠٧"):
        with pytest.raises(ValidationError) as refusal:
            Values.model_validate({"day": day})
        assert describe_first_error(refusal.value)[1].en.endswith('is no day; write it as "2027-05-07"')


def test_a_time_of_day_stands_in_quotes():
    assert Values.model_validate({"time": "23:59"}).time == dt.time(23, 59)
    for time in ("24:00", "9:00", 900):
        with pytest.raises(ValidationError):
            Values.model_validate({"time": time})
