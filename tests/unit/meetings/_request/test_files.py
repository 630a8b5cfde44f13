"""Files that a request names: read whole, or refused with their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetings._request.files import format_place, parse_plan, read_bytes, read_document
from meetings.errors import RequestError
from overgreb_rules.shared.strict_yaml import Place
from overgreb_rules.shared.text import Text


def test_a_text_that_is_no_plan_is_refused_with_its_place():
    with pytest.raises(RequestError, match=r"plan\.json, /year"):
        parse_plan(
            '{"year": "soon", "meetings": [], "objective": {"value": 0, "bound": 0, "optimal": true}}', "plan.json"
        )


def test_a_plan_is_read_with_and_without_a_byte_order_mark():
    text = '{"year": 2027, "meetings": [], "objective": {"value": 0, "bound": 0, "optimal": true}}'
    assert parse_plan(text.encode("utf-8-sig"), "plan.json") == parse_plan(text.encode(), "plan.json")


def test_a_file_is_read_whole(tmp_path: Path):
    path = tmp_path / "file"
    path.write_bytes(b"abc")
    assert read_bytes(path, "here") == b"abc"


def test_a_file_that_is_missing_or_too_large_is_refused(tmp_path: Path):
    with pytest.raises(RequestError, match=r"^here: there is no file"):
        read_bytes(tmp_path / "none", "here")
    (tmp_path / "large").write_bytes(b"x" * 2_000_000)
    with pytest.raises(RequestError, match="has more than 1 MB"):
        read_bytes(tmp_path / "large", "here", 1_000_000)


def test_a_place_is_named_in_both_languages():
    assert format_place(Place("a.yaml", 3)) == Text("a.yaml, linje 3", "a.yaml, line 3")


def test_a_document_that_is_no_yaml_is_refused_with_its_line(tmp_path: Path):
    path = tmp_path / "a.yaml"
    path.write_text("year: 2027\nyear: 2028\n", encoding="utf-8")
    with pytest.raises(RequestError) as caught:
        read_document(path)
    assert "a.yaml, linje 2" in caught.value.message("da")
