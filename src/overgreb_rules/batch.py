"""Many cases: an answer or an error for each, lazily and in order, or one agenda. A bad case never stops the rest."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from functools import cache, partial
from typing import TYPE_CHECKING, Any, TypeAlias

from overgreb_rules._case.case import Case
from overgreb_rules._evaluate.pipeline import evaluate, instant_of
from overgreb_rules._evaluate.work_list import Agenda, AgendaLimit, RefusedCase, build_agenda
from overgreb_rules._evaluate.work_list_filter import AgendaFilter, read_kommune
from overgreb_rules.errors import CaseError, WorkerFault
from overgreb_rules.evaluation import DueDay, DueInstant, Evaluation, Obligation, OpenedBy, Receipt, Wording
from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import Rulebook, default_rulebook
from overgreb_rules.shared.worker_process import check_workers, start_workers

if TYPE_CHECKING:
    from concurrent.futures import Future

    from overgreb_rules.shared.process_pool import WorkerPool

__all__ = ["AnyCase", "agenda", "evaluate_many"]

AnyCase = Case | str | bytes | Mapping[str, object]
"""A case as a model, as JSON text, or as the data of the JSON."""

_PIECE = 32
"""The number of cases that a worker gets at a time: some hundredths of a second, beside which sending costs little."""
_PIECES_AHEAD = 3
"""The number of pieces per worker: one in work, one waiting and one whose answers are being taken."""

_Sent = dict[str, Any]
"""The fields of an answer that are not lazy, as plain data."""
_Answers = list[_Sent | CaseError]
_AnswerGenerator = Generator[Evaluation | CaseError, None, None]
_Piece: TypeAlias = "tuple[Future[_Answers], list[bytes]]"
"""The future answers of a worker, and the cases that it got."""


def evaluate_many(
    cases: Iterable[AnyCase],
    *,
    at: str | dt.datetime,
    workers: int = 1,
    rulebook: Rulebook | None = None,
    policy: Policy | None = None,
) -> Iterator[Evaluation | CaseError]:
    """Evaluate many cases.

    Lazy: `cases` is read as answers are taken, up to some hundred ahead of them where there are several `workers`,
    and nothing is kept: memory does not grow with the number of cases. Workers are spawned processes, never threads,
    and each reads the rules once; a program that asks for them needs the guard `if __name__ == "__main__":`. They end
    with the last answer, when the iterator is closed or forgotten, and with the process that asked for them.

    Dates and statuses come back from a worker, for about a sixth of the time of an evaluation. What else is asked of
    an answer (texts, steps, counted days, hashes) is made here, and for that the case is evaluated here once more.
    So workers pay where many cases are asked for their dates alone and a core is free for each worker; they do not pay
    where the whole answer is read.

    Args:
        cases: The cases, as models, JSON texts or data.
        at: The instant of the evaluation, with an offset.
        workers: The number of processes; 1 means this process alone.
        rulebook: The rules and the matcher; None means the packaged rules with the default matcher.
        policy: The municipality's own ladder of escalation; None means the one of the rules.

    Returns:
        For each case its evaluation, or the CaseError that refuses it, in the order of `cases`. With the answer at
        which it happens the iterator raises RuleError and EngineMissing as `evaluate` does, and whatever `cases`
        raises, and WorkerFault where a worker was killed.

    Raises:
        InstantError: `at` is no instant; raised at once.
        ValueError: `workers` is less than 1; raised at once.
    """
    instant_of(at)
    check_workers(workers)
    moment = at.isoformat() if isinstance(at, dt.datetime) else at
    if workers == 1:
        return _numbered(_one(case, moment, rulebook, policy) for case in cases)
    return _numbered(_spread(cases, workers, moment, rulebook, policy))


def _numbered(answers: _AnswerGenerator) -> _AnswerGenerator:
    """Give each refusal the number of its case: a place such as /case_id does not find it among thousands."""
    with closing(answers):
        for number, answer in enumerate(answers, start=1):
            if isinstance(answer, CaseError):
                answer.case_number = number
            yield answer


def agenda(
    cases: Iterable[AnyCase],
    *,
    at: str | dt.datetime,
    rulebook: Rulebook | None = None,
    policy: Policy | None = None,
    law: str | None = None,
    rule: str | None = None,
    bearer: str | None = None,
    kommune: int | str | None = None,
    status: Iterable[str] = (),
    closed: bool = False,
    limit: int | None = None,
) -> Agenda:
    """List the duties of many cases that ask for something now, the most urgent first.

    Args:
        cases: The cases, as models, JSON texts or data; they are read one after the other and not kept.
        at: The instant of the evaluation, with an offset.
        rulebook: The rules and the matcher; None means the packaged rules with the default matcher.
        policy: The municipality's own ladder of escalation; duties that it calls not recorded are only counted.
        law: The law of the duties that are meant; None for every law.
        rule: The id of their rule; None for every rule.
        bearer: Who bears them; None for everybody.
        kommune: The code of the municipality whose cases are meant, as in a case: 751 or "0751"; None for all cases.
        status: Statuses, and the groups `due_today` and `past_due`, that are meant; none for all that ask for something
            now. The groups `overdue`, `contested`, `due_soon`, `open` and `undetermined` have the names of statuses.
        closed: Whether the duties of closed cases are listed too.
        limit: The largest number of duties that are listed; None or 0 for no limit. All are counted.

    Returns:
        The duties with their groups and counts, and the cases that were refused, by their numbers from 1.

    Raises:
        InstantError: `at` is no instant.
        CaseError: A law, rule, bearer, kommune or status is unknown; the error names the nearest one.
        RuleError: The policy names a rule, law or bearer that the rulebook does not know.
        ValueError: `limit` is less than 0.
    """
    instant, book = instant_of(at), rulebook or default_rulebook()
    if limit is not None and limit < 0:
        raise ValueError(f"limit is 0 or more, not {limit}")
    code = read_kommune(kommune, "kommune") if isinstance(kommune, str) else kommune
    wanted = AgendaFilter(law, rule, bearer, frozenset(status), closed, code)
    wanted.check(book.rules)
    if policy is not None:
        policy.check(book.rules.names)

    def evaluate_each() -> Iterator[Evaluation | RefusedCase]:
        for number, data in enumerate(cases, start=1):
            try:
                case = _read(data)
                if wanted.is_about(case):
                    yield evaluate(case, at=at, rulebook=book, policy=policy)
            except CaseError as error:
                yield RefusedCase(case=number, error=error.parts())

    return build_agenda(evaluate_each(), instant, wanted, book.rules, AgendaLimit(total=limit or None))


def _read(case: AnyCase) -> Case:
    if isinstance(case, str | bytes):
        return Case.model_validate_json(case)
    return case if isinstance(case, Case) else Case.model_validate(case)


def _one(case: AnyCase, at: str, rulebook: Rulebook | None, policy: Policy | None) -> Evaluation | CaseError:
    try:
        return evaluate(_read(case), at=at, rulebook=rulebook, policy=policy)
    except CaseError as error:
        return error


def _spread(
    cases: Iterable[AnyCase], workers: int, at: str, rulebook: Rulebook | None, policy: Policy | None
) -> _AnswerGenerator:
    with start_workers(workers, WorkerFault) as pool:
        yield from _answers_in_order(pool, cases, workers, at, rulebook, policy)


def _answers_in_order(
    pool: WorkerPool,
    cases: Iterable[AnyCase],
    workers: int,
    at: str,
    rulebook: Rulebook | None,
    policy: Policy | None,
) -> Iterator[Evaluation | CaseError]:
    waiting: deque[_Piece] = deque()
    coming = _submitted(pool, cases, _pickle((at, rulebook, policy)))
    while True:
        while len(waiting) < workers * _PIECES_AHEAD and (next_piece := next(coming, None)) is not None:
            waiting.append(next_piece)
        if not waiting:
            return
        answers, piece = waiting.popleft()
        sent_answers: _Answers = pool.wait_for(answers)
        for case, sent in zip(piece, sent_answers, strict=True):
            again = partial(_one_sent, case, at, rulebook, policy)
            yield sent if isinstance(sent, CaseError) else _received(sent, cache(again))


def _submitted(pool: WorkerPool, cases: Iterable[AnyCase], question: bytes) -> Iterator[_Piece]:
    """Submit the cases piece by piece; an error of reading them is raised after the answers to those before it."""
    piece: list[bytes] = []
    try:
        for case in cases:
            # Copied now, so that what the caller does to the case later does not change its answer.
            piece.append(_pickle(case))
            if len(piece) == _PIECE:
                yield pool.submit(_answers, piece, question), piece
                piece = []
    except Exception as error:  # any error of `cases`; raised again after the answers to the cases before
        from concurrent.futures import Future  # noqa: PLC0415  # loaded already: there are workers

        failed: Future[_Answers] = Future()
        failed.set_exception(error)
        if piece:
            yield pool.submit(_answers, piece, question), piece
        yield failed, []
        return
    if piece:
        yield pool.submit(_answers, piece, question), piece


def _answers(cases: list[bytes], question: bytes) -> _Answers:
    """Evaluate a piece of the cases, in a worker."""
    at, rulebook, policy = _unpickle(question)
    answers = (_one_sent(case, at, rulebook, policy) for case in cases)
    return [answer if isinstance(answer, CaseError) else _sent(answer) for answer in answers]


def _one_sent(case: bytes, at: str, rulebook: Rulebook | None, policy: Policy | None) -> Evaluation | CaseError:
    return _one(_unpickle(case), at, rulebook, policy)


def _pickle(value: object) -> bytes:
    import pickle  # noqa: PLC0415  # only with workers

    return pickle.dumps(value)


def _unpickle(data: bytes) -> Any:
    import pickle  # noqa: PLC0415  # only with workers

    return pickle.loads(data)  # noqa: S301  # from the process that started this one


def _sent(answer: Evaluation) -> _Sent:
    """Return the fields that are not lazy, in a worker: pickling a model would compute the lazy ones too."""
    duties = [
        vars(duty)
        | {"opened_by": vars(duty.opened_by), "wording": vars(duty.wording), "due": duty.due and vars(duty.due)}
        for duty in answer.obligations
    ]
    return vars(answer) | {"receipt": vars(answer.receipt), "obligations": duties}


def _received(sent: _Sent, again: Callable[[], Any]) -> Evaluation:
    """Rebuild the answer that a worker sent; its lazy fields are those of the same answer, evaluated `again`."""
    duties = tuple(
        Obligation.unchecked(_with_parts(duty, again, number), partial(_field_of, partial(_duty, again, number)))
        for number, duty in enumerate(sent["obligations"])
    )
    receipt = Receipt.unchecked(sent["receipt"], partial(_field_of, lambda: again().receipt))
    return Evaluation.unchecked(sent | {"receipt": receipt, "obligations": duties}, partial(_field_of, again))


def _with_parts(duty: _Sent, again: Callable[[], Any], number: int) -> _Sent:
    due = duty["due"]
    kind = DueDay if due and due["is_day"] else DueInstant
    return duty | {
        "opened_by": OpenedBy.unchecked(duty["opened_by"]),
        "wording": Wording.unchecked(duty["wording"]),
        "due": due and kind.unchecked(due, partial(_field_of, lambda: _duty(again, number).due)),
    }


def _duty(again: Callable[[], Any], number: int) -> Any:
    return again().obligations[number]


def _field_of(model: Callable[[], object], name: str) -> object:
    return getattr(model(), name)
