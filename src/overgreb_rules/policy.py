"""A municipality's own ladder of escalation, laid over the law: who is informed when, while a duty is unmet.

A policy adds steps. It has no word with which to move, lengthen, shorten or take away a duty of the law.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import re
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Literal

from msgspec import field

from overgreb_rules._matching.program import Clause, Comparison, Pattern, Program, ProgramError
from overgreb_rules._rules.clock_parser import COUNTS
from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.errors import RuleError, has_cpr_shape, redact_value
from overgreb_rules.shared.nearest_word import nearest_word
from overgreb_rules.shared.redaction import LOOKS_LIKE_CPR_NUMBER, name_file, name_value
from overgreb_rules.shared.strict_yaml import PLAIN_YAML, PlainYamlError, read
from overgreb_rules.shared.system_error import CHECK_PATH, describe_unreadable
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

__all__ = ["DUTY", "Ladder", "LadderStep", "Policy"]

DUTY = "duty"
"""The kind of the fact about a duty in a query to the matcher."""

_PART = re.compile(r"([1-9][0-9]?)/([1-9][0-9]?)\Z")
_SPAN = re.compile(r"([1-9][0-9]{0,2}) (hour|hours|day|days|week|weeks)\Z")
_KINDS = {"rule": "regel", "law": "lov", "bearer": "ansvarlig"}
"""What a ladder can name, in Danish."""
_CORRECT_IT = Text("ret det", "correct it")
_SECONDS = {"hour": 3600, "day": 86400, "week": 7 * 86400}
_WOULD_CHANGE_THE_LAW = ("clock", "due", "extends", "ignore", "must", "remove", "unless", "waive", "within", "without")


class LadderStep(ValueObject):
    """One step of a ladder.

    Attributes:
        id: The step in answers, together with its ladder.
        kind: Whether the step begins at a part of the time, after the start of the clock, or after the breach.
        part: The fraction of the time that has gone, below 1; 0 for the other kinds.
        after: Seconds after the start or the breach; 0 for a part.
        to: Who is informed.
        action: What to do.
    """

    id: str
    kind: Literal["part", "start", "breach"]
    part: Fraction
    after: int
    to: str
    action: Text


class Ladder(ValueObject):
    """The steps for some duties.

    Attributes:
        id: The ladder in answers.
        fits: The values of a duty (count, rule, law, bearer) for which the ladder is; one of each must be its own.
        steps: The steps in the order of the file.
        place: File and line, for errors.
    """

    id: str
    fits: Mapping[str, tuple[str, ...]]
    steps: tuple[LadderStep, ...]
    place: str


class Policy(ValueObject, eq=False):
    """All ladders of a municipality; the first that fits a duty is the ladder of that duty.

    Attributes:
        id: The policy.
        sha256: The hash of its content, for receipts.
        ladders: The ladders in the order of the file.
        program: The program that finds the ladders that fit a duty.
        not_recorded: The rules of whose duties the municipality's system keeps no record, each with file and line.
        has_ladders: Whether the file has ladders of its own, be it none; else those that come with the rules apply.
    """

    id: str
    sha256: str
    ladders: tuple[Ladder, ...]
    program: Program
    not_recorded: Mapping[str, str] = field(default_factory=dict)
    has_ladders: bool = True

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Policy:
        """Load a policy file.

        Args:
            path: The file.

        Returns:
            The policy; not yet checked against a rulebook.

        Raises:
            RuleError: The file cannot be read, has an unknown key, a step without time or addressee, or a word that
                would change the law.
        """
        name = name_file(path)
        try:
            top = Node.top(read(Path(path).read_text(encoding="utf-8"), name))
        except PlainYamlError as error:
            raise RuleError(str(error.place), error.what, allowed=PLAIN_YAML, mend=error.mend) from None
        except (OSError, UnicodeDecodeError) as error:
            raise RuleError(
                name,
                describe_unreadable(error),
                allowed=Text("en fil i UTF-8", "a file in UTF-8"),
                mend=CHECK_PATH,
            ) from None
        return cls.parse(top)

    @classmethod
    def parse(cls, top: Node) -> Policy:
        """Parse a policy.

        Args:
            top: The top of the file.

        Returns:
            The policy; not yet checked against a rulebook.

        Raises:
            RuleError: The same as of `load`.
        """
        _refuse_cpr_numbers(top)
        _names(top, ("id", "ladders", "not_recorded"))
        ladders = tuple(_ladder(node) for node in top.get("ladders") or ())
        for index, ladder in enumerate(ladders):
            if ladder.id in {other.id for other in ladders[:index]}:
                raise top["ladders"].error(
                    Text("to varslingsplaner har samme id", "two ladders have the same id"),
                    Text("id'er, der kun står én gang", "ids that stand once"),
                    Text("giv den ene et andet id", "rename one"),
                )
        content = json.dumps(top.value, sort_keys=True, ensure_ascii=False, default=str)
        sha256 = hashlib.sha256(content.encode()).hexdigest()
        try:
            program = build_ladder_program(ladders)
        except ProgramError as error:
            raise top["ladders"].error(
                Text(
                    f"regelmotoren kan ikke skelne mellem så mange pligter ({error.text.da})",
                    f"the engine cannot tell so many duties apart ({error.text.en})",
                ),
                Text("færre regler i én varslingsplan", "fewer rules in one ladder"),
                Text("nævn i stedet en lov eller den måde, fristen regnes på (count)", "name a law or a count instead"),
            ) from None
        not_recorded = {node.text(): str(node.document.place(node.path)) for node in top.get("not_recorded") or ()}
        return cls(top["id"].text(), sha256, ladders, program, not_recorded, top.get("ladders") is not None)

    def check(self, known: Mapping[str, Collection[str]]) -> None:
        """Refuse a rule, law or bearer that the rulebook does not know, because the line would never apply.

        Args:
            known: The rules, laws and bearers of the rulebook.

        Raises:
            RuleError: A ladder, or `not_recorded`, names another one.
        """
        for rule, place in self.not_recorded.items():
            if rule not in known["rule"]:
                near = nearest_word(rule, known["rule"])
                meant = (f" (mente du »{near}«?)", f" (did you mean “{near}”?)") if near else ("", "")
                raise RuleError(
                    place,
                    Text("der er ingen regel med det id", "there is no rule of this id"),
                    value=redact_value(rule, known["rule"]),
                    allowed=Text("id'et på en af reglerne", "the id of a rule of the rulebook"),
                    mend=Text(f"ret id'et{meant[0]}", f"correct the id{meant[1]}"),
                )
        for ladder in self.ladders:
            for name, values in ladder.fits.items():
                for value in values:
                    if name in known and value not in known[name]:
                        named = name_value(value, known[name])
                        raise RuleError(
                            ladder.place,
                            Text(f"der er ingen {_KINDS[name]} {named.da}", f"there is no {name} {named.en}"),
                            allowed=Text(f"en {_KINDS[name]} fra regelsættet", f"a {name} of the rulebook"),
                            mend=Text("ret ordet", "correct the word"),
                        )


def build_ladder_program(ladders: tuple[Ladder, ...]) -> Program:
    """Build the program that finds the ladders that fit a duty.

    Args:
        ladders: The ladders in the order of the file.

    Returns:
        The program.

    Raises:
        ProgramError: The ladders name more duties than the matcher is trusted with.
    """
    return Program(_clauses(ladders))


def _clauses(ladders: tuple[Ladder, ...]) -> Iterable[Clause]:
    for number, ladder in enumerate(ladders):
        alternatives = [[Comparison(name, "is", value) for value in values] for name, values in ladder.fits.items()]
        for tests in itertools.product(*alternatives):
            yield Clause(ladder.id, "climbs", number, frozenset(), (Pattern(DUTY, tests),))


def _refuse_cpr_numbers(node: Node) -> None:
    """Refuse a CPR number in any text or key; a policy is read by many."""
    inner: list[Node] = []
    texts: list[object] = []
    if isinstance(node.value, dict):
        inner, texts = [node[key] for key in node.value], list(node.value)
    elif isinstance(node.value, list):
        inner = list(node)
    else:
        texts = [node.value]
    if any(has_cpr_shape(str(text)) for text in texts):
        raise node.error(
            LOOKS_LIKE_CPR_NUMBER,
            Text("en tekst uden CPR-nummer", "text without a CPR number"),
            Text("tag nummeret ud", "take the number out"),
        )
    for one in inner:
        _refuse_cpr_numbers(one)


def _names(node: Node, allowed: tuple[str, ...]) -> list[str]:
    for name in node.names():
        if name in _WOULD_CHANGE_THE_LAW:
            what = Text(
                f"»{name}« ville ændre en pligt efter loven; en varslingsplan kan kun tilføje varslinger",
                f"“{name}” would change a duty of the law, and a policy can only add steps to it",
            )
            raise node[name].error(what, ", ".join(allowed), Text("fjern linjen", "take the line out"))
    return node.names(allowed)


def _ladder(node: Node) -> Ladder:
    _names(node, ("id", "says", "for", "steps"))
    node["says"].words()
    fits = node["for"]
    known = {"count": tuple(COUNTS)}
    found = {
        name: tuple(item.one_of(known[name]) if name in known else item.text() for item in fits[name])
        for name in _names(fits, ("count", "rule", "law", "bearer"))
    }
    steps = tuple(_step(item) for item in node["steps"])
    if len({step.id for step in steps}) != len(steps):
        raise node["steps"].error(
            Text("to varslinger har samme id", "two steps have one id"),
            Text("id'er, der kun står én gang i en varslingsplan", "ids that stand once in a ladder"),
            Text("giv den ene et andet id", "rename one"),
        )
    return Ladder(node["id"].text(), found, steps, str(fits.document.place(fits.path)))


def _step(node: Node) -> LadderStep:
    _names(node, ("id", "when", "to", "action"))
    kind, part, after = _when(node["when"])
    return LadderStep(node["id"].text(), kind, part, after, node["to"].text(), node["action"].words())


def _when(node: Node) -> tuple[Literal["part", "start", "breach"], Fraction, int]:
    if node.value == "breach":
        return "breach", Fraction(0), 0
    names = _names(node, ("part", "after_start", "after_breach"))
    if len(names) != 1:
        raise node.error(
            Text("en varsling skal begynde præcis ét sted", "a step begins once"),
            Text(
                "part, after_start, after_breach eller ordet breach",
                "part, after_start, after_breach, or the word breach",
            ),
            Text("behold den ene", "keep one"),
        )
    inner = node[names[0]]
    if names[0] == "part":
        match = _PART.match(inner.text())
        if match is None or int(match[1]) >= int(match[2]):
            raise inner.error(
                Text("ikke en del af fristen", "no part of the time"),
                Text("en brøk under 1 som 3/4", "a fraction below 1 such as 3/4"),
                _CORRECT_IT,
            )
        return "part", Fraction(int(match[1]), int(match[2])), 0
    match = _SPAN.match(inner.text())
    if match is None:
        raise inner.error(
            Text("ikke et tidsrum", "no span"),
            Text("et antal timer, dage eller uger som 8 weeks", "a number of hours, days or weeks such as 8 weeks"),
            _CORRECT_IT,
        )
    seconds = int(match[1]) * _SECONDS[match[2].removesuffix("s")]
    return ("start" if names[0] == "after_start" else "breach"), Fraction(0), seconds
