"""What the message of an error may show of a key of a request: a key or name that is near an allowed one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel

from meetings._domain.cost_catalog import DEFAULT_WEIGHTS
from meetings._domain.districts import is_near_name
from meetings._request.fields import StrictKeys
from meetings.schedule import Meeting, Objective, Organizer, People, PlanWarning, Schedule
from overgreb_rules.shared.redaction import HIDDEN, redact_key

_OF_A_PLAN = (Schedule, Meeting, Objective, Organizer, People, PlanWarning)
_CODE_OR_ID = re.compile(r"[0-9]{4}(-[0-9]{1,2})?\Z|[a-z]{1,2}-?[0-9]{1,4}\Z")
_ROUND = re.compile(r"-[0-9]{1,2}\Z")


def show_key(key: object) -> str:
    """Return a key as the place of an error shows it.

    Args:
        key: A key of a request or plan, or the position in a list.

    Returns:
        The key, where it is a position, a code, a short id, or near a key of a request or a name of a kreds, kommune
        or børnehus; else what stands for a hidden word.
    """
    text = str(key)
    if isinstance(key, int) or _CODE_OR_ID.match(text) or is_near_name(_ROUND.sub("", text)):
        return text
    return HIDDEN if redact_key(text, _list_keys()) == HIDDEN else text


def _list_keys() -> Iterator[str]:
    yield from DEFAULT_WEIGHTS
    models: list[type[BaseModel]] = [*_OF_A_PLAN, StrictKeys]
    for model in models:
        models += model.__subclasses__()
        for name, field in model.model_fields.items():
            yield field.alias or name
