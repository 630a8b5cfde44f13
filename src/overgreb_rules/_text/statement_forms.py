"""Forms of one statement: denied, with its number, or as what is told and what is not."""

from __future__ import annotations

from overgreb_rules._rules.clauses import Statement
from overgreb_rules.shared.text import Text


def require_told(clause: Text) -> Text:
    """Return that the case tells something.

    Args:
        clause: What it tells.

    Returns:
        «det er oplyst, at a».
    """
    return Text(f"det er oplyst, at {clause.da}", f"it is told that {clause.en}")


def exclude_told(clause: Text) -> Text:
    """Return that the case does not tell something.

    Args:
        clause: What it does not tell.

    Returns:
        «det ikke er oplyst, at a», in the order that follows a conjunction.
    """
    return Text(f"det ikke er oplyst, at {clause.da}", f"it is not told that {clause.en}")


def fill_number(statement: Statement, number: str) -> Statement:
    """Return a statement with its number.

    Args:
        statement: A statement with {n}.
        number: The number.

    Returns:
        The statement and its denials with the number.
    """

    def fill(text: Text | None) -> Text | None:
        return None if text is None else Text(text.da.format(n=number), text.en.format(n=number))

    return Statement(fill(statement.holds) or statement.holds, fill(statement.fails), fill(statement.fails_subordinate))


def deny(statement: Statement) -> Statement:
    """Return the denial of a statement, whose own denial is the statement.

    Args:
        statement: A statement that can be denied.

    Returns:
        The denial, in the order that follows a conjunction.
    """
    return Statement(statement.fails_subordinate or statement.holds, statement.holds, statement.holds)
