"""The words of a timeline in both languages."""

from __future__ import annotations

from overgreb_rules.shared.text import Text

TIMELINE_WORDS = {
    "title": Text("Tidslinje for sag {case}", "Timeline of case {case}"),
    "at": Text("Som sagen står {at}", "As the case stands {at}"),
    "desc": Text(
        "Med frist: {dated}. Uden fast frist: {undated}. Hver linje er en pligt: perioden, de dage, der ikke tæller "
        "med, den sikre og den yderste frist og status. Korte og lange frister har hver sin tidsakse.",
        "With a deadline: {dated}. Without a fixed one: {undated}. Each line is a duty: the period, the days that do "
        "not count, the safe and the latest deadline, and the status. Short and long periods have axes of their own.",
    ),
    "undated": Text("Uden fast frist", "Without a fixed deadline"),
    "met_by": Text("Opfyldt af: {events}.", "Met by: {events}."),
    "now": Text("nu", "now"),
    "starts": Text("Fristen regnes fra {when}.", "The time limit is counted from {when}."),
}
TIMELINE_LEGEND = (
    ("start", Text("fristen regnes fra", "counted from")),
    ("met", Text("opfyldt", "met")),
    ("strict", Text("sikker frist", "safe deadline")),
    ("lenient", Text("yderste frist", "latest deadline")),
    ("out", Text("dag, der ikke tæller med", "day that does not count")),
    ("half", Text("dag, der måske tæller med", "day that perhaps counts")),
    ("opens", Text("tidligst", "no earlier than")),
    ("right", Text("uden for tidsaksen", "beyond the axis")),
)
"""The shapes of a timeline and what they mean."""
