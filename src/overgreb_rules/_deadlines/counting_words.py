"""Why a day of the count is counted or left out, in words, where the two readings may number it differently."""

from __future__ import annotations

from overgreb_rules.shared.text import Text

BETWEEN_READINGS = Text(
    "den sikre frist er udløbet, og den yderste løber endnu ikke: tæller ikke med",
    "the safe deadline has passed, and the latest one does not run yet: not counted",
)
"""Why a day counts in neither reading that lies between them, where they start apart."""


def describe_weekday(off: Text | None, closed: Text | None, strict: int | None, lenient: int) -> Text:
    """Return the words for a day of a count of arbejdsdage.

    Args:
        off: Why the day counts in neither reading; None where the strict one can count it.
        closed: Why the lenient reading leaves the day out; None where it counts the day.
        strict: The number of the day in the strict reading; None where that does not count it.
        lenient: How many days the lenient reading has counted with this one.

    Returns:
        A phrase without a full stop.
    """
    if off is not None:
        return Text(f"{off.da}: tæller ikke med", f"{off.en}: not counted")
    if closed is not None and strict is not None:
        return Text(f"{closed.da}: måske arbejdsdag nr. {strict}", f"{closed.en}: perhaps weekday no. {strict}")
    if closed is not None:
        return Text(f"{closed.da}: tæller ikke med", f"{closed.en}: not counted")
    if strict is None:
        return Text(
            f"arbejdsdag nr. {lenient}, når offentlige kontorers lukkedage ikke tæller med",
            f"weekday no. {lenient}, if days on which public offices are closed do not count",
        )
    if strict == lenient:
        return Text(f"arbejdsdag nr. {strict}", f"weekday no. {strict}")
    return Text(
        f"arbejdsdag nr. {strict}, hvis offentlige kontorers lukkedage tæller med, ellers nr. {lenient}",
        f"weekday no. {strict} if days on which public offices are closed count, else no. {lenient}",
    )


def describe_hverdag(off: Text | None, saturday: bool, strict: int | None, lenient: int | None, apart: bool) -> Text:
    """Return the words for a day of a count of hverdage.

    Args:
        off: Why the day counts in neither reading; None where one can count it.
        saturday: Whether the strict reading alone can count the day.
        strict: The number of the day in the strict reading; None where that does not count it.
        lenient: The number of the day in the lenient reading; None where that does not count it.
        apart: Whether the two readings start on different days.

    Returns:
        A phrase without a full stop.
    """
    if off is not None:
        return Text(f"{off.da}: tæller ikke med", f"{off.en}: not counted")
    if saturday:
        if strict is None:
            return Text("lørdag: tæller ikke med", "Saturday: not counted")
        return Text(f"lørdag: måske hverdag nr. {strict}", f"Saturday: perhaps hverdag no. {strict}")
    if strict is None and lenient is None:
        return BETWEEN_READINGS
    if apart and lenient is None:
        return Text(f"hverdag nr. {strict} i den sikre frist", f"hverdag no. {strict} to the safe deadline")
    if apart and strict is None:
        return Text(f"hverdag nr. {lenient} i den yderste frist", f"hverdag no. {lenient} to the latest deadline")
    if apart:
        return Text(
            f"hverdag nr. {strict} i den sikre frist, nr. {lenient} i den yderste",
            f"hverdag no. {strict} to the safe deadline, no. {lenient} to the latest one",
        )
    if strict is None:
        return Text(
            f"hverdag nr. {lenient}, når lørdage ikke tæller med", f"hverdag no. {lenient}, if Saturdays do not count"
        )
    if strict == lenient:
        return Text(f"hverdag nr. {strict}", f"hverdag no. {strict}")
    return Text(
        f"hverdag nr. {strict}, hvis lørdage tæller med, ellers nr. {lenient}",
        f"hverdag no. {strict} if Saturdays count, else no. {lenient}",
    )
