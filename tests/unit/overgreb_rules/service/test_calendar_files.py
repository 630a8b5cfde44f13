"""Only calendars of the folder are served, byte for byte, and not again to a client that has them."""

from __future__ import annotations

import gzip
import hashlib
import re

import pytest

from meetings.export.layout import is_ours
from overgreb_rules.service import ServiceSettings, create_application
from overgreb_rules.service.calendar_files import FILE_NAMES
from tests.fixtures.asgi_client import ask

FEED = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def folder(tmp_path):
    plan = tmp_path / "plan"
    (plan / "calendars").mkdir(parents=True)
    (plan / "calendars" / "kommune-0751.ics").write_bytes(FEED)
    (plan / "year.html").write_text("<!DOCTYPE html>")
    (plan / "plan.json").write_text("{}")
    (plan / "ledger.json").write_text("{}")
    (plan / "meetings").mkdir()
    (plan / "meetings" / "1460-1.ics").write_bytes(FEED)
    (tmp_path / "secret.ics").write_bytes(b"secret")
    (plan / "calendars" / "link.ics").symlink_to(tmp_path / "secret.ics")
    return plan


@pytest.fixture
def app(folder, matcher):
    return create_application(ServiceSettings(matcher=matcher, calendars=folder))


def test_a_calendar_has_its_bytes_and_their_hash_as_tag(app):
    answer = ask(app, "GET", "/calendars/kommune-0751.ics")
    assert answer.body == FEED
    assert answer.headers["etag"] == f'"{hashlib.sha256(FEED).hexdigest()}"'
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"


@pytest.mark.parametrize("header", ["if-none-match", "if-modified-since"])
def test_a_client_that_has_the_calendar_gets_304(app, header):
    first = ask(app, "GET", "/calendars/kommune-0751.ics")
    told = first.headers["etag" if header == "if-none-match" else "last-modified"]
    again = ask(app, "GET", "/calendars/kommune-0751.ics", headers={header: told})
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])


def test_a_changed_calendar_is_sent_again(app, folder):
    tag = ask(app, "GET", "/calendars/kommune-0751.ics").headers["etag"]
    (folder / "calendars" / "kommune-0751.ics").write_bytes(FEED + b"\r\n")
    assert ask(app, "GET", "/calendars/kommune-0751.ics", headers={"if-none-match": tag}).status == 200


def test_a_client_that_takes_it_gets_the_calendar_compressed(app):
    answer = ask(app, "GET", "/calendars/kommune-0751.ics", headers={"accept-encoding": "gzip"})
    assert gzip.decompress(answer.body) == FEED


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("GZIP", "gzip"),
        ("br;q=1.0, gzip;q=0.8", "gzip"),
        ("*", "gzip"),
        ("gzip;q=0", None),
        ("identity;q=1, gzip; q=0.000", None),
        ("*;q=0.5, gzip;q=0", None),
        ("gzipped", None),
        ("", None),
    ],
)
def test_a_calendar_is_compressed_for_a_client_that_takes_it_alone(app, accepted, coding):
    answer = ask(app, "GET", "/calendars/kommune-0751.ics", headers={"accept-encoding": accepted})
    assert answer.headers.get("content-encoding") == coding


def test_what_is_compressed_has_a_tag_of_its_own(app):
    plain = ask(app, "GET", "/calendars/kommune-0751.ics").headers["etag"]
    packed = ask(app, "GET", "/calendars/kommune-0751.ics", headers={"accept-encoding": "gzip"}).headers["etag"]
    assert plain != packed
    for tag, status in ((packed, 304), (plain, 200)):
        headers = {"accept-encoding": "gzip", "if-none-match": tag}
        assert ask(app, "GET", "/calendars/kommune-0751.ics", headers=headers).status == status


@pytest.mark.parametrize(
    "since",
    [
        "Wed, 21 Oct 99999999999 07:28:00 GMT",
        "Wed, 21 Oct 2099 07:28:00 +99999999999999999",
        "21 Oct 2099 99:28:00 GMT",
    ],
)
def test_a_date_of_a_client_that_no_calendar_has_is_as_none(app, since):
    answer = ask(app, "GET", "/calendars/kommune-0751.ics", headers={"if-modified-since": since})
    assert answer.status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/calendars/link.ics",
        "/calendars/..%2F..%2Fsecret.ics",
        "/calendars/../plan.json",
        "/calendars/plan.json",
        "/calendars/none.ics",
        "/calendars/KOMMUNE-0751.ICS",
        "/calendars/1460-1.ics",
        "/meetings/kommune-0751.ics",
        "/meetings/..%2Fplan.json",
        "/ledger.json",
    ],
)
def test_nothing_else_is_served(app, path):
    assert ask(app, "GET", path).status == 404


@pytest.mark.parametrize("path", ["/meetings/1460-1.ics", "/plan.json"])
def test_the_files_that_the_page_of_the_year_links_to_are_served(app, path):
    assert ask(app, "GET", path).status == 200


def test_a_file_that_the_plan_does_not_have_is_404(app):
    told = ask(app, "GET", "/openapi.json").json["paths"]
    for path, in_document in (
        ("/year.svg", "/year.svg"),
        ("/plan.csv", "/plan.csv"),
        ("/invitations/1460-1.eml", "/invitations/{name}"),
    ):
        assert ask(app, "GET", path).status == 404
        assert "404" in told[in_document]["get"]["responses"]


def test_the_page_of_the_year_is_served(app):
    assert ask(app, "GET", "/year.html").body == b"<!DOCTYPE html>"


@pytest.mark.parametrize("path", ["/calendars/kommune-0751.ics", "/year.html"])
def test_a_calendar_is_refused_with_another_rulebook_or_an_unknown_parameter(app, path):
    assert ask(app, "GET", f"{path}?rulebook=2026.1").status == 409
    assert ask(app, "GET", f"{path}?foo=1").status == 422


def test_without_a_folder_there_are_no_calendars(matcher):
    assert ask(create_application(ServiceSettings(matcher=matcher)), "GET", "/calendars/kommune-0751.ics").status == 404


@pytest.mark.parametrize(
    "name",
    [
        "calendars/all.ics", "calendars/politikreds-1460.ics", "calendars/kommune-0751.ics",
        "calendars/boernehus-koebenhavn.ics", f"calendars/facilitator-{'x' * 38}-1.ics", "meetings/1460-52.ics",
        "invitations/1460-52.eml",
    ],
)  # fmt: skip
def test_every_calendar_that_a_plan_has_can_be_asked_for(name):
    folder, _, file = name.partition("/")
    assert is_ours(name)
    assert re.fullmatch(FILE_NAMES[folder], file)


@pytest.mark.parametrize("id_", ["F1", "f_1", "å", "f 1", "x" * 81])
def test_what_is_no_calendar_of_a_facilitator_is_neither_written_nor_served(id_):
    name = f"facilitator-{id_}.ics"
    assert not is_ours(f"calendars/{name}")
    assert not re.fullmatch(FILE_NAMES["calendars"], name)
