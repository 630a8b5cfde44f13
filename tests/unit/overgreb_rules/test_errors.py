"""The errors of the package: one root, one line for a person, the number of the case kept through a pickle."""

from __future__ import annotations

import pickle

from overgreb_rules import errors
from overgreb_rules.errors import CaseError, MatcherFault, OvergrebError
from overgreb_rules.shared.text import Text

WHAT = Text("tidspunktet er ikke en dato", "the instant is no day")


def test_every_error_has_one_root():
    public = {getattr(errors, name) for name in errors.__all__}
    kinds = {one for one in public if isinstance(one, type)}
    raised = {one for one in vars(errors).values() if isinstance(one, type) and one.__module__ == errors.__name__}
    assert kinds == raised
    assert MatcherFault in kinds
    assert all(issubclass(kind, OvergrebError) for kind in kinds)


def test_a_case_among_many_is_named_by_its_number_in_both_languages():
    error = CaseError("/events/0/at", WHAT, mend=Text("ret datoen", "mend the day"))
    alone = error.message("da")
    error.case_number = 7
    assert error.message("da") == f"sag 7: {alone}"
    assert error.message("en").startswith("case 7: ")


def test_the_number_of_the_case_survives_a_pickle():
    error = CaseError("/events/0/at", WHAT, mend=Text("ret datoen", "mend the day"))
    error.case_number = 7
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  # made on the line before
    assert (again.case_number, again.message("da")) == (7, error.message("da"))
