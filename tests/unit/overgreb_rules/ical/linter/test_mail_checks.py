"""The mail around an invitation: each rule finds its damage, and nothing in a mail stops the linter."""

from __future__ import annotations

import email.policy
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overgreb_rules.ical import calendar_in_mail, lint_mail, list_checks
from tests.fixtures import calendar_files


def draft(calendar: bytes | None = None, *, method: str = "REQUEST", charset: str = "utf-8", **headers: str) -> bytes:
    """A mail with an invitation; `headers` replace those of a good one, and an empty one leaves it out."""
    mail = EmailMessage(policy=email.policy.SMTP)
    chosen = {
        "X-Unsent": "1",
        "From": "Koordinator <koordinator@example.org>",
        "To": "boern@example.org, politi@example.org",
        "Subject": "Møde",
    }
    for name, value in (chosen | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        if value:
            mail[name] = value
    mail.set_content("Møde", cte="base64")
    mail.make_alternative(boundary="=_1")
    part = EmailMessage(policy=email.policy.SMTP)
    part.set_content(
        calendar_files.build_invitation() if calendar is None else calendar,
        maintype="text",
        subtype="calendar",
        cte="base64",
        params={"method": method, "charset": charset},
    )
    mail.attach(part)
    return mail.as_bytes()


Damage = Callable[[], bytes]
PLANTED: list[tuple[str, Damage]] = [
    ("mail-one-calendar", lambda: b"Subject: x\r\n\r\nx"),
    ("mail-one-calendar", lambda: draft().replace(b"text/calendar", b"text/x-calendar")),
    ("mail-type", lambda: draft(method="CANCEL")),
    ("mail-type", lambda: draft(charset="iso-8859-1")),
    ("mail-draft", lambda: draft(X_Unsent="")),
    ("mail-draft", lambda: draft(X_Unsent="0")),
    ("mail-addresses", lambda: draft(To="boern@example.org")),
    ("mail-addresses", lambda: draft(From="en.anden@example.org")),
    ("known-values", lambda: draft(calendar_files.build_invitation().replace(b"STATUS:CONFIRMED", b"STATUS:FOO"))),
]


def test_a_good_draft_has_no_finding_and_its_calendar_can_be_taken_out() -> None:
    assert lint_mail(draft()) == []
    assert calendar_in_mail(draft()) == calendar_files.build_invitation()
    off = calendar_files.build_invitation(calendar_files.cancel_event(calendar_files.build_event(3)))
    assert lint_mail(draft(off, method="CANCEL")) == []
    assert calendar_in_mail(b"Subject: x\r\n\r\nx") is None


@pytest.mark.parametrize(("rule", "damage"), PLANTED)
def test_planted_damage_is_found_under_its_name(rule: str, damage: Damage) -> None:
    assert rule in {finding.check for finding in lint_mail(damage())}


def test_every_rule_of_mails_has_planted_damage() -> None:
    assert {name for name in list_checks() if name.startswith("mail-")} <= {rule for rule, _ in PLANTED}


def test_a_draft_is_measured_by_the_one_before() -> None:
    moved = calendar_files.build_event(3, location="Samsø Kommune", last_modified=calendar_files.LATER)
    found = lint_mail(
        draft(calendar_files.build_invitation(moved)), earlier=draft(), uids=[calendar_files.build_uid(4)]
    )
    assert {finding.check for finding in found} == {"sequence-not-raised", "uid-of-plan"}
    assert lint_mail(draft(), earlier=b"", uids=[calendar_files.build_uid(3)]) == []


@pytest.mark.slow
@settings(max_examples=300)
@given(st.integers(0, 900), st.binary(min_size=1, max_size=6), st.integers(0, 6))
def test_a_draft_with_any_bytes_put_in_never_stops_the_linter(at: int, extra: bytes, drop: int) -> None:
    data = draft()
    lint_mail(data[:at] + extra + data[at + drop :], earlier=data)


@pytest.mark.slow
@settings(max_examples=300)
@given(st.integers(0, 1500), st.binary(min_size=1, max_size=6), st.integers(0, 6))
def test_a_draft_with_any_bytes_put_into_its_calendar_never_stops_the_linter(at: int, extra: bytes, drop: int) -> None:
    calendar = calendar_files.build_invitation()
    lint_mail(draft(calendar[:at] + extra + calendar[at + drop :]), earlier=draft())


@pytest.mark.slow
def test_a_mail_of_parts_in_parts_without_measure_has_no_calendar() -> None:
    data = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (part, part) for part in range(3000)
    )
    assert calendar_in_mail(data) is None
    assert "mail-one-calendar" in {finding.check for finding in lint_mail(data)}
