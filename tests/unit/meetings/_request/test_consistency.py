"""Keys of a request that do not fit together are refused in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic_core import PydanticCustomError

from meetings._request.consistency import check_consistency
from meetings._request.request_keys import RequestKeys


@pytest.mark.parametrize(
    ("keys", "path", "danish"),
    [
        ({"districts": ["1472"]}, ("districts", 0), "der er ingen politikreds 1472; koderne er 1460"),
        ({"districts": []}, ("districts",), "ingen politikreds er nævnt"),
        ({"busy": {"kommuner": {"0999": "a"}}}, ("busy", "kommuner", "0999"), "der er ingen kommune 0999; se"),
        ({"quorum": 0}, ("quorum",), "0.0 er ikke en andel"),
        ({"facilitators_per_meeting": 2}, ("facilitators_per_meeting",), "men der er kun 0; nævn flere"),
        ({"blocked": {"weeks": [53]}}, ("blocked", "weeks", 0), "2027 har ingen uge 53; den sidste er uge 52"),
        ({"gap_months": {"min": 9, "max": 8}}, ("gap_months", "max"), "max er mindre end min; byt om på dem"),
        ({"pinned": {"Fyn": "2027-03-07T09:00"}}, ("pinned", "1465"), "er ikke en hverdag, men søndag"),
        ({"pinned": {"Fyn-2": "2027-03-08T09:00"}}, ("pinned", "1465-2"), "der er intet møde 2 i 1465"),
        (
            {"hosts": {"fixed": {"Bornholm": "Aarhus"}}},
            ("hosts", "fixed", "1471"),
            "Aarhus (0751) ligger ikke i politikreds 1471",
        ),
        ({"link": {"Fyn-3": "https://a.b"}}, ("link", "1465-3"), "der er intet møde 3 i 1465"),
        ({"away": {"facilitators": {"f9": [{"from": "2027-01-01"}]}}}, ("away", "facilitators", "f9"), "ingen facilit"),
        (
            {"away": {"kommuner": {"0851": [{"to": "2027-01-01"}, {"from": "2026-03-01", "to": "2026-03-05"}]}}},
            ("away", "kommuner", "0851", 1),
            "intet af fraværet ligger i 2027",
        ),
        (
            {"away": {"kommuner": {"0851": [{"from": "2027-04-01", "to": "2027-04-02", "weekdays": ["tue"]}]}}},
            ("away", "kommuner", "0851", 0),
            "ingen af ugedagene falder på de dage",
        ),
        ({"weights": {"sol": 1}}, ("weights", "sol"), "der er ingen ulempe »skjult«"),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(keys: dict[str, Any], path: tuple[str | int, ...], danish: str):
    with pytest.raises(PydanticCustomError) as caught:
        check_consistency(RequestKeys.model_validate({"year": 2027, **keys}))
    context = caught.value.context or {}
    assert context["path"] == path
    assert danish in context["what"].da
    assert "; " in context["what"].en


def test_a_request_that_fits_is_not_refused():
    check_consistency(RequestKeys.model_validate({"year": 2027, "pinned": {"Fyn": "2027-03-09T09:00"}}))
