"""One property of a calendar file: name, parameters and value.

Source:
    RFC 5545 § 3.1, § 3.2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PARAMETER = re.compile(r';\s*([A-Za-z0-9-]+)\s*=\s*("[^"]*"|[^;]*)')
_SOUND = re.compile(r'(?:;[^="]*=(?:\s*"[^"]*"\s*|[^";,]*)(?:,(?:\s*"[^"]*"\s*|[^";,]*))*)*')
_WHOLE_VALUE = re.compile(r'((?:[^":]|"[^"]*")*):(.*)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class PropertyLine:
    """One property: its name in capitals, its parameters as they are written, its value, its physical line from 1."""

    name: str
    parameters: str
    value: str
    number: int

    def parameter(self, name: str) -> str | None:
        """Return the value of a parameter.

        Args:
            name: The name of the parameter, in capitals.

        Returns:
            The value without quotation marks; None where the parameter is missing.
        """
        for found in _PARAMETER.finditer(self.parameters):
            if found[1].upper() == name:
                return found[2].strip().strip('"').strip()
        return None

    @property
    def has_sound_parameters(self) -> bool:
        """Whether quotation marks stand only around whole values of parameters."""
        return '"' not in self.parameters or _SOUND.fullmatch(self.parameters) is not None


def split_property(rest: str) -> tuple[str, str, str]:
    """Split what follows the name of a property, whose value is a text.

    Args:
        rest: Parameters, colon and value.

    Returns:
        The parameters, the first colon outside quotation marks, and the value; where the quotation marks are not in
        pairs the first colon of all. Without a colon the last two are empty.
    """
    whole = _WHOLE_VALUE.fullmatch(rest)
    return (whole[1], ":", whole[2]) if whole else rest.partition(":")
