"""The durable_rules engine, driven through its C module in the closed subset. Nothing else imports it.

The engine is fast and old: used as its pages show, it can crash the process or give a wrong answer in silence.
So each rule has one form, `[end marker, wanted facts, unwanted facts]`, and each question is one batch of facts
whose last one is the end marker:

- the marker comes last, so that every fact is in before a negation is tried (a negated fact that arrives late
  is not seen), and the order of the other facts cannot matter;
- a rule that only waits for the marker must fire: if it does not, facts were dropped, and there is no answer;
- it also makes an action run in every session, without which deleting the session frees a wild pointer;
- one session at a time, under a lock, always deleted; programs are compiled anew in a forked child.

- «distinct» is off: with it on, a fact that fills one pattern of a rule is not seen by its negations.

Facts are asserted, never posted as events (an event is eaten by the first rule that it fires).
"""

from __future__ import annotations

import itertools
import json
import os
import re
import sys
import threading
import weakref
from collections.abc import Mapping, Sequence
from types import ModuleType

from overgreb_rules._matching.program import END, Comparison, Fact, Match, Pattern, Program, fnv32
from overgreb_rules.errors import EngineMissing, MatcherFault
from overgreb_rules.shared.text import Text

_END_RULE = "end"
_SESSION = "0"
_MAX_FACTS, _MAX_PROPERTIES, _MAX_TEXT = 2000, 200, 4096
_ENGINE_VERSION = "2.0.28"
_ERROR_CODE = re.compile(r"error code: (\d{1,3})\b", re.ASCII)
_INSTALL = "CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject pip install durable-rules==2.0.28"


def _load_engine() -> ModuleType:
    if not hasattr(sys, "getdlopenflags"):
        raise EngineMissing(
            Text(
                f'regelmotoren durable-rules kan ikke bygges på {sys.platform}; brug matcher="reference"',
                f'the rule engine durable-rules cannot be built on {sys.platform}; use matcher="reference"',
            )
        )
    flags = sys.getdlopenflags()
    try:
        # Python 3.13 has lost a function that the extension names and never calls: bind only what is called.
        sys.setdlopenflags(os.RTLD_LAZY)
        import durable_rules_engine  # noqa: PLC0415  # only here can the flags be set around it
    except ImportError as error:
        kind = error.__class__.__name__
        raise EngineMissing(
            Text(
                f"regelmotoren durable-rules kan ikke indlæses ({kind}); installer den med en C-oversætter: {_INSTALL}",
                f"the rule engine durable-rules cannot be loaded ({kind}); install it with a C compiler at hand: "
                f"{_INSTALL}",
            )
        ) from None
    finally:
        sys.setdlopenflags(flags)
    module: ModuleType = durable_rules_engine
    return module


def _name_failure(error: Exception) -> str:
    """The kind of an error of the engine and its number: the engine's text may repeat what a case told."""
    number = _ERROR_CODE.search(str(error))
    return error.__class__.__name__ + (f" {number[1]}" if number else "")


class DurableMatcher:
    """A matcher that runs programs in the durable_rules engine."""

    name = f"durable-rules {_ENGINE_VERSION}"

    def __init__(self) -> None:
        """Load the engine.

        Raises:
            EngineMissing: The extension cannot be loaded.
        """
        self._engine = _load_engine()
        self._errors = (self._engine.error, RuntimeError, MemoryError, ValueError, TypeError)
        self._lock = threading.Lock()
        self._handles: weakref.WeakKeyDictionary[Program, int] = weakref.WeakKeyDictionary()
        self._numbers = itertools.count()
        _MATCHERS.add(self)

    def match(self, program: Program, facts: Sequence[Fact]) -> tuple[Match, ...]:
        """Find the clauses that hold over some facts.

        Args:
            program: The clauses; compiled by the engine the first time.
            facts: The facts.

        Returns:
            The clauses that hold, each with the facts that fill its patterns; sorted.

        Raises:
            MatcherFault: The question is outside what the engine is trusted with, or the engine failed.
        """
        batch = _batch(program, facts)
        with self._lock:
            try:
                handle = self._handles.get(program)
                if handle is None:
                    handle = self._compile(program)
                fired = self._run(handle, batch)
            except self._errors as error:
                failure = _name_failure(error)
                raise MatcherFault(
                    Text(f"regelmotoren fejlede ({failure})", f"the engine failed ({failure})")
                ) from None
        return _matches(program, fired)

    def _compile(self, program: Program) -> int:
        rules: dict[str, dict[str, object]] = {_END_RULE: {"all": [{"m": {"t": END}}]}}
        for index, clause in enumerate(program.clauses):
            antecedents: list[Mapping[str, object]] = [{"m": {"t": END}}]
            antecedents += [{f"f{position}": _expression(p)} for position, p in enumerate(clause.wanted)]
            antecedents += [{f"n{position}$not": _expression(p)} for position, p in enumerate(clause.unwanted)]
            rules[f"c{index}"] = {"all": antecedents, "dist": 0}
        name = f"program-{os.getpid()}-{next(self._numbers)}"
        handle: int = self._engine.create_ruleset(name, json.dumps(rules, ensure_ascii=False))
        self._handles[program] = handle
        weakref.finalize(program, self._forget, handle, os.getpid())
        # The first session of a ruleset runs an action before anything else does, and leaves a clean slot.
        self._run(handle, _batch(program, ()))
        return handle

    def _forget(self, handle: int, process: int) -> None:
        if process == os.getpid():
            self._engine.delete_ruleset(handle)

    def _run(self, handle: int, batch: str) -> list[tuple[str, Mapping[str, Fact]]]:
        engine = self._engine
        fired: list[tuple[str, Mapping[str, Fact]]] = []
        try:
            code, offset = engine.assert_facts(handle, batch)
            if code not in {0, 1}:
                raise MatcherFault(
                    Text(
                        f"regelmotoren svarede med koden {code} på et sæt oplysninger",
                        f"the engine answered with the code {code} to a set of facts",
                    )
                )
            state_and_message = engine.start_action_for_state(handle, offset)
            message = state_and_message[1] if state_and_message else None
            while message is not None:
                ((rule, by_alias),) = json.loads(message).items()
                fired.append((rule, by_alias))
                message = engine.complete_and_start_action(handle, offset)
        finally:
            engine.delete_state(handle, _SESSION)
        if not any(rule == _END_RULE for rule, _ in fired):
            raise MatcherFault(
                Text(
                    "regelmotoren tabte oplysninger: slutmærket kom ikke",
                    "the engine dropped facts: its end marker did not fire",
                )
            )
        return fired

    def after_fork(self) -> None:
        """Drop what the parent process compiled: a child may have inherited a session half built."""
        self._lock = threading.Lock()
        self._handles = weakref.WeakKeyDictionary()


_MATCHERS: weakref.WeakSet[DurableMatcher] = weakref.WeakSet()


def _after_fork() -> None:
    for matcher in list(_MATCHERS):
        matcher.after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def _expression(pattern: Pattern) -> Mapping[str, object]:
    tests: list[Mapping[str, object]] = [{"t": pattern.kind}, *(_comparison(test) for test in pattern.tests)]
    return tests[0] if len(tests) == 1 else {"$and": tests}


def _comparison(test: Comparison) -> Mapping[str, object]:
    plain: Mapping[str, object] = {test.name: test.value}
    return {"is": plain, "is_not": {"$neq": plain}, "at_least": {"$gte": plain}}[test.operator]


def _batch(program: Program, facts: Sequence[Fact]) -> str:
    if len(facts) > _MAX_FACTS:
        raise MatcherFault(
            Text(
                f"{len(facts)} oplysninger i ét spørgsmål; regelmotoren kan højst klare {_MAX_FACTS}",
                f"{len(facts)} facts in one question; the engine is trusted with {_MAX_FACTS}",
            )
        )
    asserted: list[dict[str, object]] = []
    for position, fact in enumerate(facts):
        _refuse_what_it_gets_wrong(program, fact)
        asserted.append({**fact, "id": f"f{position}", "sid": _SESSION})
    asserted.append({"t": END, "id": "end", "sid": _SESSION})
    return json.dumps(asserted, ensure_ascii=False)


def _refuse_what_it_gets_wrong(program: Program, fact: Fact) -> None:
    if len(fact) > _MAX_PROPERTIES:
        raise MatcherFault(
            Text(
                f"en oplysning med {len(fact)} egenskaber; regelmotoren kan højst klare {_MAX_PROPERTIES}",
                f"a fact of {len(fact)} properties; the engine is trusted with {_MAX_PROPERTIES}",
            )
        )
    if fact.get("t") == END:
        raise MatcherFault(
            Text(f"»{END}« er forbeholdt regelmotorens slutmærke", f"“{END}” is the kind of the end marker")
        )
    for name, value in fact.items():
        if type(value) not in {str, int} or name in {"id", "sid"}:
            raise MatcherFault(
                Text(
                    f"regelmotoren kan ikke tage imod »{name}« som {type(value).__name__}",
                    f"the engine cannot accept “{name}” as {type(value).__name__}",
                )
            )
        if program.types.get(name, type(value)) is not type(value):
            raise MatcherFault(
                Text(
                    f"»{name}« prøves som {program.types[name].__name__}",
                    f"“{name}” is tested as {program.types[name].__name__}",
                )
            )
        if program.names.get(fnv32(name), name) != name:
            raise MatcherFault(
                Text(
                    f"regelmotoren forveksler »{name}« med »{program.names[fnv32(name)]}«",
                    f"the engine takes “{name}” for “{program.names[fnv32(name)]}”",
                )
            )
        if isinstance(value, str) and (len(value) > _MAX_TEXT or any("\ud800" <= c <= "\udfff" for c in value)):
            raise MatcherFault(
                Text(
                    f"teksten i »{name}« er for lang til regelmotoren eller er ikke en tekst",
                    f"the text of “{name}” is too long for the engine, or no text",
                )
            )


def _matches(program: Program, fired: Sequence[tuple[str, Mapping[str, Fact]]]) -> tuple[Match, ...]:
    found = set()
    for rule, by_alias in fired:
        if rule == _END_RULE:
            continue
        index = int(rule[1:])
        wanted = range(len(program.clauses[index].wanted))
        found.add((index, tuple(int(str(by_alias[f"f{position}"]["id"])[1:]) for position in wanted)))
    return tuple(Match(index, facts) for index, facts in sorted(found))
