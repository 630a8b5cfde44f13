"""Refusals of a request: in both languages, and without a word that is not near an allowed one."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetings._request.shown_keys import show_key
from meetings.errors import RequestError
from meetings.request import PlanRequest
from overgreb_rules.shared.redaction import HIDDEN

MARKER = "mettehansen"
REFUSED = [
    f"year: !{MARKER} 2027",
    f"year: *{MARKER}",
    f"year: 2027\n{MARKER}: 1",
    f"year: 2027\n{MARKER}: 1\n{MARKER}: 2",
    f"year: {MARKER}",
    f"year: 2027\n  {MARKER}: [",
    f"year: 2027\nquorum: {MARKER}",
    f"year: 2027\npinned: {{{MARKER}: x}}",
    f"year: 2027\npinned: {{'1460': {MARKER}}}",
    f"year: 2027\ndistricts: [{MARKER}]",
    f"year: 2027\nhosts: {{fixed: {{'1460': {MARKER}}}}}",
    f"year: 2027\nattendees: {{{MARKER}: [a@example.org]}}",
    f"year: 2027\nweights: {{{MARKER}: 1}}",
    f"year: 2027\nblocked: {{dates: [{MARKER}]}}",
    f"year: 2027\nstart_times: [{MARKER}]",
    f"year: 2027\nfacilitators: [{{id: {MARKER}@, name: x}}]",
    f"year: 2027\naway: {{facilitators: {{{MARKER}: [{{from: '2027-01-01'}}]}}}}",
    f"year: 2027\norganizer: {{name: x, email: {MARKER}}}",
    "year: 2027\nprevious: damaged.json",
    "year: 2027\nprevious: other.json",
    "",
]


@pytest.mark.parametrize("text", REFUSED)
def test_a_refusal_is_told_in_both_languages_and_repeats_no_foreign_word(text: str, tmp_path: Path):
    (tmp_path / "request.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "damaged.json").write_text(f'{{"schema": "{MARKER}', encoding="utf-8")
    (tmp_path / "other.json").write_text(
        f'{{"schema": 1, "year": 2026, "{MARKER}": 1, "meetings": []}}', encoding="utf-8"
    )
    with pytest.raises(RequestError) as caught:
        PlanRequest.load(tmp_path / "request.yaml")
    danish, english = (caught.value.message(language) for language in ("da", "en"))
    assert MARKER not in danish + english
    for place, what, mend in [(caught.value.place, caught.value.what, caught.value.mend)]:
        assert what.da != what.en
        assert mend.da != mend.en
        assert str(place)


@pytest.mark.parametrize("key", ["pinned", "pinnned", "1460-2", "f1", "Østjylland", "Midt- og Vestsjælland-1", 0])
def test_a_key_that_is_near_an_allowed_one_is_shown(key: object):
    assert show_key(key) == str(key)


@pytest.mark.parametrize("key", [MARKER, "Mette Hansen", "0101901234", "12345678"])
def test_any_other_key_is_hidden(key: str):
    assert show_key(key) == HIDDEN
