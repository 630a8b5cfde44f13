"""What follows from the keys of a request."""

from __future__ import annotations

import datetime as dt

from meetings._request.request_keys import RequestKeys


def keys(**values: object) -> RequestKeys:
    return RequestKeys.model_validate({"year": 2027, **values})


def test_the_window_is_the_whole_year_unless_it_is_given():
    assert (keys().first_day, keys().last_day) == (dt.date(2027, 1, 1), dt.date(2027, 12, 31))
    part = keys(window={"from": "2027-02-01", "to": "2027-03-01"})
    assert (part.first_day, part.last_day) == (dt.date(2027, 2, 1), dt.date(2027, 3, 1))


def test_rounds_lie_an_even_share_of_the_year_apart():
    assert keys(meetings_per_district=4).spacing == (60, 121)
    assert keys(spacing_days={"min": 5, "max": 6}).spacing == (5, 6)


def test_a_kreds_alone_pins_its_first_round():
    pinned = keys(meetings_per_district=2, pinned={"Fyn": "2027-03-09T09:00", "Fyn-2": "2027-09-07T09:00"})
    assert [pinned.pinned_start("1465", number).month for number in (1, 2)] == [3, 9]  # type: ignore[union-attr]
    assert pinned.pinned_start("1460", 1) is None


def test_districts_stand_in_order_of_code():
    assert [kreds.code for kreds in keys(districts=["Fyn", "1460"]).kredse()] == ["1460", "1465"]


def test_a_weight_is_that_of_the_request_or_the_default():
    assert keys(weights={"travel": 7}).weight("travel") == 7
    assert keys().weight("travel") == 2
