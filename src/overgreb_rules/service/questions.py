"""What is asked about cases, answered as text: a pure function for each path, without HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from overgreb_rules._case import json_text
from overgreb_rules._case.case import Case
from overgreb_rules._evaluate.duty_lookup import find_duty
from overgreb_rules._evaluate.envelope import name_line, read_inner_case, read_suppositions
from overgreb_rules._evaluate.pipeline import evaluate, instant_of
from overgreb_rules._evaluate.size_limits import check_duty_count, check_event_count
from overgreb_rules._evaluate.unknown_word import find_rule
from overgreb_rules._evaluate.what_if import what_if
from overgreb_rules._evaluate.why_not import why_not
from overgreb_rules._evaluate.work_list import AgendaLimit, RefusedCase, build_agenda
from overgreb_rules._evaluate.work_list_filter import AgendaFilter
from overgreb_rules._text.detail import describe_duty
from overgreb_rules.errors import CaseError, InstantError
from overgreb_rules.evaluation import Detail, Evaluation
from overgreb_rules.policy import Policy
from overgreb_rules.receipt import SavedEvaluation
from overgreb_rules.rulebook import Rulebook
from overgreb_rules.service.problem import RequestProblem
from overgreb_rules.service.request_body import too_large
from overgreb_rules.service.settings import ServiceLimits
from overgreb_rules.shared.redaction import name_key
from overgreb_rules.shared.text import Text

_RULE_IDS = Text("et id fra GET /v1/rules", "an id of GET /v1/rules")


@dataclass(frozen=True, slots=True)
class Answer:
    """The bytes of an answer, and how many cases and duties it is about, for the log."""

    data: bytes
    cases: int
    duties: int


@dataclass(frozen=True, slots=True)
class CaseQuestions:
    """The rules and limits with which cases are answered."""

    rulebook: Rulebook
    policy: Policy | None
    limits: ServiceLimits

    def evaluate_case(self, body: bytes, at: str, detail: Detail) -> Answer:
        """Evaluate one case.

        Args:
            body: The case as JSON in UTF-8.
            at: The instant, ISO 8601 with an offset.
            detail: How much of the answer is written.

        Returns:
            The JSON of the evaluation.

        Raises:
            CaseError: The case is refused.
            RequestProblem: It has more events, or its answer more duties, than the limit (413).
        """
        result = self._evaluate(self.read_case(body), at)
        return Answer(result.to_json(detail=detail).encode(), 1, len(result.list_statuses()))

    def suppose(self, body: bytes, at: str, detail: Detail) -> Answer:
        """Compare a case with the same case in which something more has happened.

        Args:
            body: An object with the keys `case` and `suppose`.
            at: The instant, ISO 8601 with an offset.
            detail: How much of both answers is written.

        Returns:
            The JSON of the comparison.

        Raises:
            CaseError: The case or what is supposed is refused.
            RequestProblem: The case has more events, or its answer more duties, than the limit (413).
        """
        told = _read_object(body, ("case", "suppose"))
        self._check_events(told)
        suppose, case = read_suppositions(told), read_inner_case(told)
        compared = what_if(case, suppose, at=at, rulebook=self.rulebook, policy=self.policy)
        self._check_duties(compared.before, "/case/events")
        self._check_duties(compared.after, "/suppose")
        return Answer(compared.to_json(detail=detail).encode(), 1, len(compared.after.list_statuses()))

    def explain(self, body: bytes, at: str, key: str) -> Answer:
        """Tell one duty of a case whole.

        Args:
            body: The case as JSON in UTF-8.
            at: The instant, ISO 8601 with an offset.
            key: The key of the duty.

        Returns:
            JSON with the duty as the evaluation has it, and the words of `explain` in both languages.

        Raises:
            CaseError: The case or the instant is refused, or the case has no such duty.
            RequestProblem: The case has more events, or its answer more duties, than the limits (413).
        """
        result = self._evaluate(self.read_case(body), at)
        # The refusal names no event: a client may log it, and an id may hold personal data.
        duty = find_duty(result, key, "?key", self.rulebook.rules, shows_events=False)
        words = {language: describe_duty(duty, result, self.rulebook.rules, language) for language in ("da", "en")}
        told = {"schema": 1, "obligation": json.loads(duty.model_dump_json()), **words}
        return Answer(json.dumps(told, ensure_ascii=False).encode(), 1, 1)

    def why_not(self, body: bytes, at: str, rule: str) -> Answer:
        """Say why a rule gives no duty in a case.

        Args:
            body: The case as JSON in UTF-8.
            at: The instant, ISO 8601 with an offset.
            rule: The id of the rule.

        Returns:
            JSON with the reasons.

        Raises:
            CaseError: The case or the instant is refused.
            RequestProblem: The case has more events than the limit (413).
            RuleError: There is no such rule.
        """
        found = find_rule(rule, self.rulebook.rules, "?rule", _RULE_IDS)
        reasons = why_not(self.read_case(body), found.id, at=at, rulebook=self.rulebook)
        return Answer(reasons.to_json().encode(), 1, 0)

    def replay(self, body: bytes) -> Answer:
        """Make an answer again and say what differs.

        Args:
            body: An object with the keys `receipt` (the saved answer) and `case`.

        Returns:
            JSON with `same`, and `moved`: the pins that differ now. Where no pin has moved and the answer is not the
            same, the saved answer was edited.

        Raises:
            CaseError: The saved answer or the case is refused.
            RequestProblem: The case has more events, or its answer more duties, than the limits (413).
        """
        told = _read_object(body, ("receipt", "case"))
        self._check_events(told)
        case = read_inner_case(told)
        saved = _read_saved(told["receipt"])
        # Within the limit before it is compared: what is compared is written whole.
        again = self._evaluate(case, saved.at, self.rulebook.with_matcher(saved.matcher), "/case/events")
        compared = saved.compare(again)
        moved = [{**one.name.as_json(), "old": one.old, "new": one.new} for one in compared.moved]
        document = {"schema": 1, "same": compared.same_bytes, "moved": moved}
        return Answer(json.dumps(document, ensure_ascii=False).encode(), 1, len(again.list_statuses()))

    def agenda(
        self, lines: Iterable[bytes | None], at: str, wanted: AgendaFilter, limit: AgendaLimit, language: str
    ) -> Answer:
        """Build the work list of many cases.

        Args:
            lines: The cases, one a line; None for a line that is too long.
            at: The instant, ISO 8601 with an offset.
            wanted: Which duties are meant.
            limit: How many duties are listed.
            language: The language of the errors of refused cases.

        Returns:
            The JSON of the agenda.

        Raises:
            CaseError: A filter names what the rules do not know.
        """
        try:
            wanted.check(self.rulebook.rules, _RULE_IDS)
        except CaseError as error:
            raise error.at_place(f"?{error.place}") from None
        evaluations = self._evaluate_lines(lines, at, wanted, language)
        agenda = build_agenda(evaluations, instant_of(at), wanted, self.rulebook.rules, limit)
        return Answer(agenda.to_json().encode(), agenda.cases, sum(agenda.counts.values()))

    def deadline_feed(self, body: bytes, at: str, language: str) -> Answer:
        """Build the calendar of the deadlines of a case.

        Args:
            body: The case as JSON in UTF-8.
            at: The instant, ISO 8601 with an offset.
            language: da or en.

        Returns:
            The calendar.

        Raises:
            CaseError: The case or the instant is refused.
            RequestProblem: The case has more events, or its answer more duties, than the limits (413).
        """
        from overgreb_rules.render.deadline_feed import build_deadline_feed  # noqa: PLC0415  # slow to import

        result = self._evaluate(self.read_case(body), at)
        return Answer(build_deadline_feed([result], language), 1, len(result.obligations))

    def read_case(self, body: bytes) -> Case:
        """Read a case.

        Args:
            body: JSON in UTF-8.

        Returns:
            The case.

        Raises:
            CaseError: The case is refused.
            RequestProblem: It has more events than the limit (413).
        """
        data = json_text.parse(body)
        self._check_events(data)
        return Case.model_validate(data)

    def _evaluate(
        self, case: Case, at: str, rulebook: Rulebook | None = None, events_place: str = "/events"
    ) -> Evaluation:
        result = evaluate(case, at=at, rulebook=rulebook or self.rulebook, policy=self.policy)
        self._check_duties(result, events_place)
        return result

    def _evaluate_lines(
        self, lines: Iterable[bytes | None], at: str, wanted: AgendaFilter, language: str
    ) -> Iterator[Evaluation | RefusedCase]:
        for number, line in enumerate(lines, start=1):
            try:
                if line is None:
                    raise too_large(self.limits.case_bytes)
                # Without the line end of Windows: a place behind it would name the next line.
                case = self.read_case(line.removesuffix(b"\r"))
                if wanted.is_about(case):
                    yield self._evaluate(case, at)
            except CaseError as error:
                yield RefusedCase(case=number, error=name_line(error, number).parts(language))
            except RequestProblem as problem:
                yield RefusedCase(case=number, error=problem.refusal.parts(language))

    def _check_events(self, data: object) -> None:
        with _too_large():
            check_event_count(data, self.limits.events)

    def _check_duties(self, result: Evaluation, place: str) -> None:
        with _too_large():
            check_duty_count(result, self.limits.duties, place)


@contextmanager
def _too_large() -> Iterator[None]:
    """Answer a refusal in the block with 413."""
    try:
        yield
    except CaseError as error:
        raise RequestProblem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, error) from None


def _read_saved(receipt: object) -> SavedEvaluation:
    """Read a saved answer; what is refused of it stands under `/receipt`."""
    try:
        saved = SavedEvaluation.read(json.dumps(receipt, ensure_ascii=False))
    except CaseError as error:
        raise error.at_place("/receipt") from None
    try:
        instant_of(saved.at)
    except InstantError as error:
        raise error.at_place("/receipt/at") from None
    return saved


def _read_object(body: bytes, keys: tuple[str, ...]) -> Mapping[str, Any]:
    """Read an object with exactly these keys."""
    told = json_text.parse(body, keys)
    if not isinstance(told, dict):
        what, mend = Text("der skal stå et objekt", "an object is expected"), Text("skriv { … }", "write { … }")
        raise CaseError("/", what, allowed=", ".join(keys), mend=mend)
    for number, key in enumerate(told, start=1):
        if key not in keys:
            shown, which = name_key(key, keys, number)
            what = Text(f"nøglen er ukendt{which.da}", f"this key is unknown{which.en}")
            mend = Text("ret eller fjern den", "correct it")
            raise CaseError(f"/{shown}", what, allowed=", ".join(keys), mend=mend)
    for key in keys:
        if key not in told:
            what, mend = Text("nøglen mangler", "the key is missing"), Text(f"tilføj »{key}«", f"add “{key}”")
            raise CaseError(f"/{key}", what, allowed=", ".join(keys), mend=mend)
    return told
