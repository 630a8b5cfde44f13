"""The runner: asks a program the vectors of a level, and says which answers are wrong and what went wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import field

from overgreb_rules._conformance.foreign_program import ForeignProgram, ProgramFault
from overgreb_rules._conformance.vector import Level, UnreadableAnswerError, Vector, agrees, read_answer
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import Entity, ValueObject


class WrongAnswer(ValueObject):
    """An answer that is not the one that must come.

    Attributes:
        vector: The vector.
        found: What of the answer the level compares; None where a field of it cannot be read.
        missing: The name of that field; None where all could be read.
    """

    vector: Vector
    found: Any
    missing: str | None = None


class LevelResult(Entity):
    """What became of the vectors of a level.

    Attributes:
        level: The level.
        asked: How many vectors it has.
        right: How many were answered as they must.
        wrong: The answers that differ.
        fault: What the program did that ended the level, as a sentence; None where it answered to the end.
    """

    level: Level
    asked: int
    right: int = 0
    wrong: list[WrongAnswer] = field(default_factory=list)
    fault: Text | None = None

    @property
    def is_passed(self) -> bool:
        """Whether a vector was asked, every one was answered as it must, and the program did nothing else."""
        return self.fault is None and 0 < self.asked == self.right


def run_level(level: Level, vectors: Sequence[Vector], command: Sequence[str], limit: float) -> LevelResult:
    """Ask a program the vectors of a level.

    Args:
        level: The level.
        vectors: Its vectors.
        command: The program and its arguments; it is started for this level alone.
        limit: How many seconds it has for each answer.

    Returns:
        The result; a fault ends the level.

    Raises:
        OSError: The program cannot be started.
    """
    result = LevelResult(level, len(vectors))
    result.fault = _converse(vectors, command, limit, lambda place, answer: _weigh(vectors[place], answer, result))
    return result


def run_cases(
    cases: Sequence[Sequence[Vector]], results: Mapping[Level, LevelResult], command: Sequence[str], limit: float
) -> Text | None:
    """Ask a program cases of which several levels are compared.

    Args:
        cases: Of each case its vectors, one for each level that is compared, at least one; they have one id.
        results: The results of the levels; what is found is added to them.
        command: The program and its arguments; it is started once.
        limit: How many seconds it has for each answer.

    Returns:
        What the program did that ended the run, as a sentence; None where it answered to the end.

    Raises:
        OSError: The program cannot be started.
    """
    for vector in (vector for vectors in cases for vector in vectors):
        results[vector.level].asked += 1

    def weigh(place: int, answer: Mapping[str, Any]) -> None:
        for vector in cases[place]:
            _weigh(vector, answer, results[vector.level])

    return _converse([vectors[0] for vectors in cases], command, limit, weigh)


def _converse(
    vectors: Sequence[Vector], command: Sequence[str], limit: float, weigh: Callable[[int, Mapping[str, Any]], None]
) -> Text | None:
    """Ask the questions of vectors and weigh each answer; return the fault that ended it, None where there was none."""
    with ForeignProgram(command, limit) as program:
        program.ask(vector.to_question() for vector in vectors)
        places = {vector.id: place for place, vector in enumerate(vectors)}
        for place, vector in enumerate(vectors):
            try:
                answer = _parse(program.read_line())
                _check_id(answer, place, vectors, places)
            except ProgramFault as fault:
                da, en = fault.what.da, fault.what.en
                return Text(f"{vector.id}: programmet {da}.", f"{vector.id}: the program {en}.")
            weigh(place, answer)
        try:
            rest = program.read_rest()
        except ProgramFault as fault:
            return Text(f"Programmet {fault.what.da}.", f"The program {fault.what.en}.")
    if rest is None:
        return None
    return Text(
        "Programmet skrev en linje for meget: alle spørgsmål var besvaret.",
        "The program wrote a line too many: every question was answered.",
    )


def _parse(line: bytes) -> Mapping[str, Any]:
    try:
        answer = json.loads(line)
    except (ValueError, RecursionError):
        raise ProgramFault(
            Text("skrev noget, der ikke er en linje JSON", "wrote something that is no line of JSON")
        ) from None
    if not isinstance(answer, Mapping) or not isinstance(answer.get("id"), str):
        raise ProgramFault(Text("svarede uden id", "answered without an id"))
    return answer


def _check_id(answer: Mapping[str, Any], place: int, vectors: Sequence[Vector], places: Mapping[str, int]) -> None:
    found = places.get(answer["id"])
    if found == place:
        return
    if found is None:
        raise ProgramFault(
            Text("svarede på noget, det ikke blev spurgt om", "answered something that it was not asked")
        )
    name = vectors[found].id
    if found < place:
        raise ProgramFault(Text(f"svarede på {name} igen", f"answered {name} again"))
    raise ProgramFault(
        Text(
            f"svarede på {name}, før det var dens tur; svarene skal komme i rækkefølge",
            f"answered {name} first, and answers must come in order",
        )
    )


def _weigh(vector: Vector, answer: Mapping[str, Any], result: LevelResult) -> None:
    try:
        found = read_answer(vector.level, answer)
    except UnreadableAnswerError as error:
        result.wrong.append(WrongAnswer(vector, None, str(error)))
        return
    if agrees(vector.gives, found):
        result.right += 1
    else:
        result.wrong.append(WrongAnswer(vector, found))
