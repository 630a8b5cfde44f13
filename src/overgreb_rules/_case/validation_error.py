"""A refusal in the form of pydantic, for frameworks that validate a case as a part of something else."""

from __future__ import annotations

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from overgreb_rules.errors import CaseError


def to_validation_error(error: CaseError, title: str) -> ValidationError:
    """Convert a refusal to the error of pydantic, which a web framework answers with 422.

    The input that pydantic repeats is the redacted value, and never the case.

    Args:
        error: The refusal.
        title: The name of the model.

    Returns:
        The error, with one line: type `case_refused`, the place as `loc`, the message in English, and as `ctx` the
        parts of the refusal with both messages.
    """
    parts = {name: value for name, value in error.parts("en").items() if value is not None}
    context = {**parts, "message": error.message("en"), "message_da": error.message("da")}
    line = InitErrorDetails(
        type=PydanticCustomError("case_refused", "{message}", context), loc=_location(error), input=error.value
    )
    return ValidationError.from_exception_data(title, [line])


def _location(error: CaseError) -> tuple[int | str, ...]:
    place = error.parts("en")["place"] or ""
    steps = [step for step in place.split("/") if step]
    return tuple(int(step) if step.isdecimal() else step for step in steps)
