"""Single values of a request."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import BaseModel, ValidationError

from meetings._request.values import Days, MailName, Paragraphs, TimeOfDay, Uri


class Values(BaseModel):
    """One value of each kind that is tested."""

    time: TimeOfDay = dt.time(9)
    name: MailName = "A"
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


def test_an_agenda_may_have_several_lines_and_no_control_characters():
    assert Values.model_validate({"text": "1. A\r\n2. B\n"}).text == "1. A\n2. B"
    for text in ("a\x00b", "x" * 4001):
        with pytest.raises(ValidationError):
            Values.model_validate({"text": text})


def test_a_name_of_a_sender_has_no_quotation_mark():
    with pytest.raises(ValidationError):
        Values.model_validate({"name": 'A "B" C'})


def test_a_time_of_day_stands_in_quotes():
    assert Values.model_validate({"time": "23:59"}).time == dt.time(23, 59)
    for time in ("24:00", "9:00", 900):
        with pytest.raises(ValidationError):
            Values.model_validate({"time": time})
