"""The message of a refused input, its parts as data, and its way through a worker process."""

from __future__ import annotations

import pickle

import pytest

from overgreb_rules.errors import CaseError, InstantError, OvergrebError, RuleError
from overgreb_rules.shared.refusal import Refusal


def test_a_refusal_that_lists_what_is_allowed_says_so_in_its_message() -> None:
    error = Refusal("/events/0/type", "this is no event type", "correct it", allowed="a type", value="«x»")
    assert str(error) == "/events/0/type: this is no event type («x»). Allowed: a type. Mend: correct it."


def test_a_refusal_without_a_list_of_what_is_allowed_has_the_short_message() -> None:
    assert str(Refusal("year", "it is missing", "write the year")) == "year: it is missing; write the year"


def test_the_parts_of_a_refusal_stand_in_the_order_of_the_contract() -> None:
    error = Refusal("/id", "a text is missing", "add it", allowed="a text")
    assert list(error.parts().items()) == [
        ("place", "/id"), ("what", "a text is missing"), ("value", None), ("allowed", "a text"), ("mend", "add it"),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [CaseError, InstantError, RuleError])
@pytest.mark.parametrize("allowed", [None, "a text"])
def test_a_refusal_comes_back_from_pickling_with_its_kind_message_and_parts(
    kind: type[Refusal], allowed: str | None
) -> None:
    error = kind("/id", "this is wrong", "mend it", allowed=allowed, value="7")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  # as a worker process does
    assert (type(copy), str(copy), copy.parts()) == (kind, str(error), error.parts())
    assert isinstance(copy, OvergrebError)


def test_a_kind_with_a_constructor_of_its_own_comes_back_from_pickling() -> None:
    error = _ShortRefusal("year")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (type(copy), str(copy)) == (_ShortRefusal, "year: it is missing; write it")


class _ShortRefusal(Refusal):
    def __init__(self, place: str) -> None:
        super().__init__(place, "it is missing", "write it")
