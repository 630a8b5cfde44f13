"""The address under which another system shows a case or a duty, as a template."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_plus, urlsplit

from overgreb_rules.errors import HIDDEN, CaseError, has_cpr_shape
from overgreb_rules.shared.redaction import LOOKS_LIKE_CPR_NUMBER
from overgreb_rules.shared.text import Text

_SLOT = re.compile(r"\{([^{}]*)\}")
_SLOTS = ("case_id", "key")
_SCHEME = re.compile("https?://", re.IGNORECASE)
_EXAMPLE = "https://sager.example.org/{case_id}#{key}"
_OTHER = re.compile(r"[\s\x00-\x1f\x7f\\\"'<>`\ud800-\udfff]")
"""What stands in no address: among it the half characters by which Python holds bytes that are not UTF-8."""


@dataclass(frozen=True, slots=True)
class LinkTemplate:
    """An address with {case_id} and {key} in it.

    Invariants:
        The scheme is http or https and the host is fixed: no key of a case or duty decides where a link leads.

    Attributes:
        template: The address.
    """

    template: str

    @classmethod
    def parse(cls, text: str, place: str = "link") -> LinkTemplate:
        """Check a template.

        Args:
            text: The address, such as https://sager.example.org/{case_id}#{key}.
            place: What the error names as its place.

        Returns:
            The template.

        Raises:
            CaseError: the address is of another scheme, has no host, has another slot than {case_id} and {key}, has
                a character that no address has, or a CPR number.
        """
        if has_cpr_shape(unquote_plus(text)):
            raise CaseError(
                place,
                LOOKS_LIKE_CPR_NUMBER,
                value=HIDDEN,
                allowed=Text("en adresse uden CPR-nummer", "an address without a CPR number"),
                mend=Text(
                    f"skriv {{case_id}} i stedet, som i {_EXAMPLE}", f"write {{case_id}} instead, as in {_EXAMPLE}"
                ),
            )
        plain = _SLOT.sub("", text)
        try:
            parts = urlsplit(plain)
            # The scheme stands before every slot: no key can change it.
            is_web = _SCHEME.match(text) is not None and bool(parts.hostname)
            is_fixed = urlsplit(_SLOT.sub("x", text)).netloc == parts.netloc and parts.username is None
        except ValueError:
            is_web = is_fixed = False
        unknown = [name for name in _SLOT.findall(text) if name not in _SLOTS]
        if not (is_web and is_fixed) or unknown or _OTHER.search(text) or "{" in plain or "}" in plain:
            raise CaseError(
                place,
                Text("dette er ikke en adresse på et sagssystem", "this is no address of a case system"),
                allowed=Text(
                    "en adresse med http eller https og med {case_id} og {key}",
                    "an address of http or https with {case_id} and {key}",
                ),
                mend=Text(f"skriv den som i {_EXAMPLE}", f"write it as in {_EXAMPLE}"),
            )
        return cls(text)

    def fill(self, case_id: str, key: str = "") -> str:
        """Build the address of a case, or of a duty of it.

        Args:
            case_id: The key of the case.
            key: The key of the duty; empty for the case as a whole.

        Returns:
            The address, with both keys percent-encoded.
        """
        values = {"case_id": case_id, "key": key}
        return _SLOT.sub(lambda slot: quote(values[slot[1]].encode("utf-8", "replace"), safe=""), self.template)
