"""Why a rule is not in the answer, and what would change if something happened."""

from __future__ import annotations

import pytest

from overgreb_rules import Case, CaseError, Rulebook, evaluate
from overgreb_rules._case.event_log import EventLog
from overgreb_rules._evaluate.pipeline import instant_of
from overgreb_rules._evaluate.what_if import changes, later_of, supposed
from overgreb_rules._evaluate.why_not import why_not

AT = "2026-03-03T12:00:00+01:00"
BOOK = Rulebook.load(matcher="reference")


def _case(*events: dict[str, object]) -> Case:
    return Case.model_validate({"case_id": "A-1", "events": list(events)})


NOTIFIED = {"id": "u1", "type": "underretning_modtaget", "at": "2026-03-03T10:00:00+01:00"}


def _reasons(case: Case, rule: str, at: str = AT) -> list[str]:
    keys = {duty.key for duty in evaluate(case, at=at, rulebook=BOOK).obligations}
    history = EventLog.of(case, BOOK.rules.vocabulary, instant_of(at))
    return [reason.en for reason in why_not(history, BOOK.rules.by_id[rule], BOOK.rules, BOOK.programs, keys)]


@pytest.mark.parametrize(
    ("events", "rule", "reason"),
    [
        ([], "bl-136-2-vurdering-24-timer", "Nothing opens it: not happened (notification received)."),
        ([NOTIFIED], "sel-155-2-vurdering-24-timer", "u1: the rule was not in force on Tuesday 3 March 2026."),
        ([{**NOTIFIED, "overgreb": False}], "bl-137-3-samtale-overgreb", "u1: this does not hold: knowledge or suspicion of abuse: yes."),  # noqa: E501
        ([{**NOTIFIED, "afsender": "borger"}], "bl-138-2-orientering", "u1: this does not hold: who the notification comes from: professional."),  # noqa: E501
        ([NOTIFIED], "bl-137-1-genvurdering", None),
        ([NOTIFIED], "bl-136-2-vurdering-24-timer", "The rule is in the answer: bl-136-2-vurdering-24-timer@u1."),
        ([NOTIFIED], "bl-20-3-foreloebig-vurdering", "It follows only when this duty is not kept: Child-protection examination within four months (bl-20-3-undersoegelse-4-maaneder)."),  # noqa: E501
        ([NOTIFIED], "bl-152-underret-ankestyrelsen", "The municipality has broken no duty."),
    ],
)  # fmt: skip
def test_why_not_names_what_fails(events: list[dict[str, object]], rule: str, reason: str | None) -> None:
    (said,) = _reasons(_case(*events), rule)
    assert said == reason if reason else "a measure is running" in said


def test_why_not_says_that_a_clock_is_running_already() -> None:
    second = {"id": "u2", "type": "underretning_modtaget", "at": "2026-03-03T11:00:00+01:00"}
    case = _case(NOTIFIED, second)
    assert _reasons(case, "bl-20-3-undersoegelse-4-maaneder")[0].startswith("The rule is in the answer")


def test_why_not_says_where_a_duty_has_moved_to() -> None:
    case = _case({"id": "u1", "type": "underretning_modtaget", "at": "2023-12-31T10:00:00+01:00"})
    (said,) = _reasons(case, "sel-155-2-vurdering-24-timer", "2024-01-02T10:00:00+01:00")
    assert said == "u1: the duty has moved to bl-136-2-vurdering-24-timer."


def test_a_supposed_assessment_meets_the_24_hours_and_changes_nothing_else() -> None:
    case = _case(NOTIFIED)
    then, events = supposed(case, ["underretning_vurderet@2026-03-04T09:00"])
    at = later_of(instant_of(AT), events)
    assert at == "2026-03-04T09:00:00+01:00"
    found = list(changes(evaluate(case, at=at, rulebook=BOOK), evaluate(then, at=at, rulebook=BOOK)))
    assert [(one.key, one.before, one.after) for one in found] == [
        ("bl-136-2-vurdering-24-timer@u1", "due_soon", "met")
    ]


def test_a_supposed_event_can_carry_facts_and_an_offset() -> None:
    case = _case(NOTIFIED)
    then, _ = supposed(
        case, ["screening_foretaget@2026-03-03T11:00:00+01:00,resultat=ingen,alvorlig_eller_kompleks=false"]
    )
    assert then.events[-1].facts == {"resultat": "ingen", "alvorlig_eller_kompleks": False}
    assert then.events[-1].id == "antaget-1"


@pytest.mark.parametrize(
    "text",
    [
        "underretning_vurderet",
        "@2026-03-04T09:00",
        "noget@2026-03-04T09:00",
        "underretning_vurderet@i dag",
        "underretning_vurderet@2026-03-29T02:30",
    ],
)
def test_what_cannot_be_supposed_is_refused(text: str) -> None:
    with pytest.raises(CaseError):
        supposed(_case(NOTIFIED), [text])
