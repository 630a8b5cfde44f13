"""The base of the errors of both packages that refuse an input of the caller."""

from __future__ import annotations

__all__ = ["Refusal"]


class Refusal(Exception):
    """An input that is refused, with the place, the problem and the hint that mends it.

    Each package derives its own errors from this class and from the root of its own errors.

    Invariants:
        The message is built from the attributes and from nothing else. The attributes survive pickling, because
        errors come back from worker processes.
    """

    def __init__(
        self, place: str, what: str, mend: str, *, allowed: str | None = None, value: str | None = None
    ) -> None:
        """Build the message from its parts.

        Args:
            place: where the input stands: JSON pointer, file and line, or the name of an option.
            what: the problem, as a clause without a full stop.
            mend: the hint that mends the problem, as a clause without a full stop.
            allowed: the values that are allowed; None where `mend` says enough, and the message is shorter then.
            value: the refused value, already redacted; None where the message does not repeat it.

        """
        self.place, self.what, self.value, self.allowed, self.mend = place, what, value, allowed, mend
        head = f"{place}: {what}" if value is None else f"{place}: {what} ({value})"
        super().__init__(f"{head}; {mend}" if allowed is None else f"{head}. Allowed: {allowed}. Mend: {mend}.")

    def parts(self) -> dict[str, str | None]:
        """Return the error as data for JSON.

        Returns:
            The keys place, what, value, allowed and mend, in this order.

        """
        return {name: getattr(self, name) for name in ("place", "what", "value", "allowed", "mend")}

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.place, self.what, self.mend, self.allowed, self.value)


def _rebuild(kind: type[Refusal], place: str, what: str, mend: str, allowed: str | None, value: str | None) -> Refusal:
    error = kind.__new__(kind)
    Refusal.__init__(error, place, what, mend, allowed=allowed, value=value)
    return error
