"""The differences between two evaluations as text, with the latest safe instant of each duty that is still owed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from overgreb_rules._evaluate.what_if import Change, Standing
from overgreb_rules._text.formatting import format_when
from overgreb_rules._text.status_words import format_status
from overgreb_rules.evaluation import DueDates, Evaluation, Obligation, StatusWord
from overgreb_rules.shared.text import Text, translate

_WORDS = {
    "changes": Text("Det ændrer sig:", "What changes:"),
    "nothing": Text("Intet ændrer sig.", "Nothing changes."),
    "absent": Text("ikke i svaret", "not in the answer"),
    "due": Text("senest", "no later than"),
    "no_due": Text("ingen dato", "no date"),
    "safe": Text("Senest sikkert, så ingen læsning bryder fristen:", "Latest safe instant, late on no reading:"),
    "end": Text("dagen ud", "to the end of the day"),
}
_OWED: frozenset[StatusWord] = frozenset({"pending", "due_soon"})


def format_differences(changes: Sequence[Change], after: Evaluation, language: str) -> str:
    """Return the changes as lines of text, and when each duty that is still owed must be done at the latest.

    Args:
        changes: the duties that differ between the two evaluations.
        after: the later evaluation, or the one with the supposed events.
        language: da or en.

    Returns:
        Lines with a line end each; the first is empty.
    """
    say = {name: translate(text, language) for name, text in _WORDS.items()}
    lines = ["", say["changes"] if changes else say["nothing"]]
    for change in changes:
        both = (change.before, change.after)
        before, after_ = (_status(one, say, language) for one in both)
        line = f"  {translate(change.title, language)} ({change.key}): {before} → {after_}"
        due_before, due_after = (_due(one, say, language) for one in both)
        if due_before != due_after:
            line += f"; {say['due']} {due_before} → {due_after}"
        lines.append(line)
    safe = list(_safe(after.obligations, say, language))
    return "\n".join([*lines, *([say["safe"], *safe] if safe else [])]) + "\n"


def _safe(duties: Sequence[Obligation], say: dict[str, str], language: str) -> Iterator[str]:
    for duty in duties:
        if duty.due is not None and duty.status in _OWED:
            yield f"  {translate(duty.title, language)} ({duty.key}): {_strict(duty.due, say, language)}"


def _strict(due: DueDates, say: dict[str, str], language: str) -> str:
    words = format_when(due.strict, language)
    return words if hasattr(due.strict, "hour") else f"{words}, {say['end']}"


def _status(standing: Standing | None, say: dict[str, str], language: str) -> str:
    return say["absent"] if standing is None else format_status(standing.status, language)


def _due(standing: Standing | None, say: dict[str, str], language: str) -> str:
    due = standing.due if standing else None
    return say["no_due"] if due is None else format_when(due.strict, language)
