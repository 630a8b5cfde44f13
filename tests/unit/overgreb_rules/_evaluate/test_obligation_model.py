"""The model of a duty: what is computed when it is built, and what when it is read."""

from __future__ import annotations

import copy

from overgreb_rules import Case, Rulebook, evaluate
from overgreb_rules._case.event_log import EventLog
from overgreb_rules._duties.transitions import assess_case
from overgreb_rules._evaluate.obligation_model import AnswerContext, DutyContext, build_obligation, compute_of_duty

_BOOK = Rulebook.load(matcher="reference")
_CASE = Case.model_validate(
    {
        "case_id": "A-1",
        "events": [
            {"id": "u1", "type": "underretning_modtaget", "at": "2025-03-03T10:00+01:00", "overgreb": True},
            {"id": "k1", "type": "kvittering_sendt", "at": "2025-03-05"},
        ],
    }
)
_AT = 1_743_000_000


def _contexts() -> list[DutyContext]:
    log = EventLog.of(_CASE, _BOOK.rules.vocabulary, _AT)
    assessed_duties = assess_case(log, _BOOK.rules, _BOOK.programs)
    context = AnswerContext(log, assessed_duties, _BOOK, _BOOK.complete_policy(None))
    return [DutyContext(one, context) for one in assessed_duties]


def test_a_field_is_computed_once_for_the_model_and_the_json() -> None:
    one = _contexts()[0]
    obligation = build_obligation(one, one.evaluation)
    assert obligation.explanation is compute_of_duty(one, "explanation")


def test_explanation_steps_and_days_are_computed_when_they_are_read() -> None:
    obligation = build_obligation(one := _contexts()[0], one.evaluation)
    assert not {"explanation", "escalations", "counting", "cause"} & vars(obligation).keys()


def test_the_cause_without_texts_is_the_cause_without_its_two_sentences() -> None:
    for one in _contexts():
        cause, bare = compute_of_duty(one, "cause"), compute_of_duty(one, "cause_without_texts")
        expected = None if cause is None else {key: vars(cause)[key] for key in ("events", "facts", "rule")}
        assert bare == expected


def test_a_duty_that_was_copied_deeply_does_not_know_what_no_field_holds() -> None:
    obligation = build_obligation(one := _contexts()[0], one.evaluation)
    assert obligation.has_lapse() is False
    copied = copy.deepcopy(obligation)
    assert (copied.has_lapse(), copied.has_mistimed_act(), copied.find_undated_reason()) == (None, None, None)


def test_duties_of_one_trigger_share_what_opened_them() -> None:
    contexts = [one for one in _contexts() if one.assessed.timed.duty.trigger.event.id == "u1"]
    first, second = (build_obligation(one, contexts[0].evaluation) for one in contexts[:2])
    assert first.opened_by is second.opened_by


def test_the_model_is_that_of_the_answer() -> None:
    answer = evaluate(_CASE, at="2025-03-26T15:40:00+01:00", rulebook=_BOOK)
    built = {one.key: one for one in (build_obligation(one, one.evaluation) for one in _contexts())}
    assert {one.key: one for one in answer.obligations} == built
