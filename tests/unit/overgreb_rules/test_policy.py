"""A municipality's ladder is laid over the law: it adds steps, and it can do nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from overgreb_rules import Case, Evaluation, Policy, Rulebook, RuleError, evaluate, policy
from overgreb_rules._matching.program import Comparison, ProgramError
from overgreb_rules._rules.conditions import Operator
from overgreb_rules.policy import Ladder, build_ladder_program
from tests.fixtures.matchers import MATCHERS
from tests.fixtures.paths import RULES

STANDARD = RULES / "escalation" / "standard.yaml"
NOTIFIED = "2026-03-02T10:00:00+01:00"
LADDER = """\
id: vores
ladders:
  - id: alle
    says: {da: Alle, en: All}
    for: {law: barnets_lov}
    steps:
      - {id: dag-1, when: {after_start: 1 day}, to: vagten, action: {da: Ring., en: Call.}}
"""


def _evaluated(at: str, policy: Policy | None = None, *more: dict[str, object], **facts: object) -> Evaluation:
    event = {"id": "u1", "type": "underretning_modtaget", "at": NOTIFIED, "anonym": False, **facts}
    return evaluate(Case.model_validate({"case_id": "A-1", "events": [event, *more]}), at=at, policy=policy)


def _steps(result: Evaluation, rule: str) -> dict[str, tuple[str, str, bool]]:
    (duty,) = (one for one in result.obligations if one.rule == rule)
    return {step.id.rpartition(".")[2]: (step.from_.isoformat(), step.to, step.active) for step in duty.escalations}


def test_the_24_hours_climb_at_half_at_three_quarters_at_the_breach_and_a_day_later() -> None:
    steps = _steps(_evaluated("2026-03-03T04:00:00+01:00"), "bl-136-2-vurdering-24-timer")
    assert {name: step for name, step in steps.items() if ":" not in name} == {
        "paamindelse": ("2026-03-02T22:00:00+01:00", "sagsbehandleren", True),
        "teamleder": ("2026-03-03T04:00:00+01:00", "teamlederen", True),
        "afdelingsleder": ("2026-03-03T10:00:01+01:00", "afdelingslederen", False),
        "direktoer": ("2026-03-04T10:00:01+01:00", "direktøren", False),
    }


def test_the_four_months_remind_after_8_12_and_15_weeks() -> None:
    steps = _steps(_evaluated("2026-04-27T00:00:00+02:00", overgreb=True), "bl-20-3-undersoegelse-4-maaneder")
    assert [steps[name][0][:10] for name in ("uge-8", "uge-12", "uge-15", "brud")] == [
        "2026-04-27",
        "2026-05-25",
        "2026-06-15",
        "2026-07-03",
    ]
    assert [steps[name][2] for name in ("uge-8", "uge-12")] == [True, False]


def test_the_laws_own_step_comes_first_and_is_of_its_own_kind() -> None:
    (duty,) = (
        o for o in _evaluated("2026-03-04T00:00:00+01:00").obligations if o.rule == "bl-136-2-vurdering-24-timer"
    )
    assert (duty.escalations[0].kind, duty.escalations[0].active) == ("remedy", True)
    assert {step.kind for step in duty.escalations[1:]} == {"local"}


def test_no_step_of_a_duty_that_is_met_waived_or_undetermined_is_active() -> None:
    assessed = {"id": "v1", "type": "underretning_vurderet", "at": "2026-03-02T12:00:00+01:00", "of": "u1"}
    result = _evaluated("2027-01-01T00:00:00+01:00", None, assessed, anonym=True)
    climbed = {duty.key: [step for step in duty.escalations if step.kind == "local"] for duty in result.obligations}
    over = [duty for duty in result.obligations if duty.status in {"undetermined", "met", "waived"}]
    assert {duty.status for duty in over if climbed[duty.key]} == {"undetermined", "met", "waived"}
    assert [duty.key for duty in over if any(step.active for step in climbed[duty.key])] == []


def test_a_party_and_ankestyrelsen_are_told_nothing_by_the_municipality() -> None:
    events = [{"id": "a1", "type": "ankestyrelsen_underrettet", "at": NOTIFIED}]
    result = evaluate(Case.model_validate({"case_id": "A-1", "events": events}), at="2027-01-01T00:00:00+01:00")
    assert [step for duty in result.obligations for step in duty.escalations if step.kind == "local"] == []


def test_next_change_knows_the_steps_of_the_ladder() -> None:
    result = _evaluated("2026-03-02T12:00:00+01:00")
    assert result.next_change is not None
    assert result.next_change.isoformat() == "2026-03-02T22:00:00+01:00"


def test_a_policy_of_ones_own_takes_the_place_of_the_standard_one_and_changes_no_duty(tmp_path: Path) -> None:
    path = tmp_path / "vores.yaml"
    path.write_text(LADDER, encoding="utf-8")
    ours = _evaluated("2026-03-04T00:00:00+01:00", Policy.load(path))
    plain = _evaluated("2026-03-04T00:00:00+01:00")
    assert _steps(ours, "bl-138-1-kvittering") == {"dag-1": ("2026-03-03T00:00:00+01:00", "vagten", True)}
    without = {"escalations"}
    assert [o.model_dump(exclude=without) for o in ours.obligations] == [
        o.model_dump(exclude=without) for o in plain.obligations
    ]
    assert ours.receipt.policy_sha256 != plain.receipt.policy_sha256


@pytest.mark.parametrize("matcher", MATCHERS)
def test_both_matchers_lay_the_same_ladder(matcher: str) -> None:
    case = Case.model_validate(
        {"case_id": "A-1", "events": [{"id": "u1", "type": "underretning_modtaget", "at": NOTIFIED}]}
    )
    book = Rulebook.load(matcher=matcher)  # type: ignore[arg-type]  # one of the two names
    result = evaluate(case, at="2026-03-04T00:00:00+01:00", rulebook=book)
    assert "direktoer" in _steps(result, "bl-136-2-vurdering-24-timer")


@pytest.mark.parametrize("word", ["within", "clock", "remove", "waive", "unless", "due", "without"])
def test_a_policy_that_would_change_a_duty_of_the_law_is_refused_with_the_reason(tmp_path: Path, word: str) -> None:
    path = tmp_path / "vores.yaml"
    path.write_text(LADDER + f"    {word}: 48 hours\n", encoding="utf-8")
    with pytest.raises(RuleError, match="would change a duty of the law") as refused:
        Policy.load(path)
    assert refused.value.place == "vores.yaml, line 8"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("1 day", "1 month", "no span"),
        ("{after_start: 1 day}", "{part: 4/4}", "no part of the time"),
        ("{after_start: 1 day}", "later", "a mapping is expected"),
        ("to: vagten", "til: vagten", "is unknown"),
        ("law: barnets_lov", "lov: barnets_lov", "is unknown"),
        ("da: Ring., en: Call.", "da: Ring.", "“en:” is missing"),
        ("{law: barnets_lov}", "{count: roughly}", "is unknown"),
    ],
)
def test_a_policy_that_says_something_unknown_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, what: str
) -> None:
    path = tmp_path / "vores.yaml"
    assert old in LADDER
    path.write_text(LADDER.replace(old, new), encoding="utf-8")
    with pytest.raises(RuleError, match=what) as refused:
        Policy.load(path)
    assert refused.value.place.startswith("vores.yaml, line ")


@pytest.mark.parametrize(("name", "shown"), [("nix.yaml", "nix.yaml"), ("010190-1234.yaml", "«hidden».yaml")])
def test_a_policy_that_is_not_there_is_named_unless_it_looks_like_a_cpr_number(name: str, shown: str) -> None:
    with pytest.raises(RuleError) as refused:
        Policy.load(name)
    assert refused.value.place == shown


def test_the_standard_policy_can_be_read_by_itself() -> None:
    assert Policy.load(STANDARD).id == "standard"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("{law: barnets_lov}", "{rule: bl-999}", "there is no rule “bl-999”"),
        ("{law: barnets_lov}", "{law: straffeloven}", "there is no law «hidden»"),
        ("{law: barnets_lov}", "{bearer: kommunen}", "there is no bearer «hidden»"),
    ],
)
def test_a_ladder_for_what_the_rulebook_does_not_know_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, what: str
) -> None:
    path = tmp_path / "vores.yaml"
    path.write_text(LADDER.replace(old, new), encoding="utf-8")
    with pytest.raises(RuleError, match=what) as refused:
        _evaluated("2026-03-04T00:00:00+01:00", Policy.load(path))
    assert refused.value.place == "vores.yaml, line 5"


NOT_RECORDED = "id: vores\nladders: []\nnot_recorded: [bl-138-1-kvittering]\n"


def test_a_duty_of_which_the_system_keeps_no_record_says_so_and_stands_as_before(tmp_path: Path) -> None:
    path = tmp_path / "vores.yaml"
    path.write_text(NOT_RECORDED, encoding="utf-8")
    ours, plain = (_evaluated("2026-03-04T00:00:00+01:00", policy) for policy in (Policy.load(path), None))
    assert {duty.rule for duty in ours.obligations if duty.not_recorded} == {"bl-138-1-kvittering"}
    assert not any(duty.not_recorded for duty in plain.obligations)
    assert [duty.status for duty in ours.obligations] == [duty.status for duty in plain.obligations]


@pytest.mark.parametrize(("ladders", "has_steps"), [("", True), ("ladders: []\n", False)])
def test_a_policy_that_says_nothing_of_ladders_keeps_those_of_the_rules(
    tmp_path: Path, ladders: str, has_steps: bool
) -> None:
    path = tmp_path / "vores.yaml"
    path.write_text(f"id: vores\n{ladders}not_recorded: bl-138-1-kvittering\n", encoding="utf-8")
    result = _evaluated("2026-03-04T00:00:00+01:00", Policy.load(path))
    assert ("local" in {step.kind for duty in result.obligations for step in duty.escalations}) is has_steps


def test_an_unknown_rule_that_is_not_recorded_is_refused_with_line_and_nearest_word(tmp_path: Path) -> None:
    path = tmp_path / "vores.yaml"
    path.write_text(NOT_RECORDED.replace("kvittering]", "kvitering]"), encoding="utf-8")
    with pytest.raises(RuleError, match="there is no rule") as refused:
        _evaluated("2026-03-04T00:00:00+01:00", Policy.load(path))
    assert refused.value.place == "vores.yaml, line 3"
    assert "mente du »bl-138-1-kvittering«?" in refused.value.message("da")


def test_a_name_that_stands_for_a_rule_is_not_repeated(tmp_path: Path) -> None:
    path = tmp_path / "vores.yaml"
    path.write_text(NOT_RECORDED.replace("bl-138-1-kvittering", "Mette Hansen"), encoding="utf-8")
    with pytest.raises(RuleError) as refused:
        _evaluated("2026-03-04T00:00:00+01:00", Policy.load(path))
    assert "Mette" not in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("Ring.", "Ring om 010190-1234.", 7),
        ("vagten", "vagten 610190-1234", 7),
        ("id: vores", "id: 0101901234x 010190-1234", 1),
        ("after_start", "010190-1234", 7),
    ],
)
def test_a_cpr_number_in_a_policy_is_refused_with_its_line_and_not_repeated(
    tmp_path: Path, old: str, new: str, line: int
) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(LADDER.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        Policy.load(file)
    for language, word in (("da", "linje"), ("en", "line")):
        message = caught.value.message(language)
        assert message.startswith(f"policy.yaml, {word} {line}: ")
        assert "CPR" in message
        assert "0190-1234" not in message


@pytest.mark.parametrize(
    ("old", "new", "danish"),
    [
        (
            "for: {law: barnets_lov}",
            "for: {law: barnets_lov}\n    waive: x",
            "»waive« ville ændre en pligt efter loven",
        ),
        ("after_start: 1 day", "after_start: 1 dag", "ikke et tidsrum"),
        ("after_start: 1 day", 'part: "4/3"', "ikke en del af fristen"),
        ("{after_start: 1 day}", '{after_start: 1 day, part: "1/2"}', "en varsling skal begynde præcis ét sted"),
    ],
)
def test_a_municipality_is_told_in_danish_what_its_policy_cannot_say(
    tmp_path: Path, old: str, new: str, danish: str
) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(LADDER.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        Policy.load(file)
    assert danish in caught.value.message("da")
    assert "Gør sådan: " in caught.value.message("da")


def test_the_duties_of_a_ladder_that_multiply_are_not_all_built(monkeypatch: pytest.MonkeyPatch) -> None:
    comparisons: list[Comparison] = []

    def count(name: str, operator: Operator, value: str) -> Comparison:
        comparisons.append(Comparison(name, operator, value))
        return comparisons[-1]

    monkeypatch.setattr(policy, "Comparison", count)
    names = tuple(f"n{number}" for number in range(30))
    ladder = Ladder("l", {"rule": names, "law": names, "bearer": names}, (), "policy.yaml, line 1")
    with pytest.raises(ProgramError, match="over 200 clauses"):
        build_ladder_program((ladder,))
    assert len(comparisons) == 90
