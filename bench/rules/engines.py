"""Other rule engines for Python, each given the conditions of our programs in the form in which it is fastest."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from bench.rules.engine_interface import SINGLETON_KINDS, EngineAdapter, Query, facts_as_object, name_of
from overgreb_rules._matching.program import Clause, Comparison, Fact, Pattern, Program

__all__ = ["OTHER_ENGINES"]


def _literal(value: str | int) -> str:
    return json.dumps(value, ensure_ascii=False)


_SIGNS = {"is": "==", "is_not": "!=", "at_least": ">="}


class ZenArray(EngineAdapter):
    """zen-engine: every clause of a program in one compiled expression that gives a list of truths."""

    distribution, form = "zen-engine", "one compiled expression a program"

    def compile(self, program: Program) -> Any:
        import zen  # noqa: PLC0415  # an engine that need not be there

        return zen.compile_expression(f"[{', '.join(_zen_clause(clause) for clause in program.clauses)}]")

    def prepare_query(self, compiled: Any, program: Program, facts: Sequence[Fact]) -> Query:
        told = json.dumps(facts_as_object(program, facts), ensure_ascii=False)
        return lambda: [index for index, holds in enumerate(compiled.evaluate(told)) if holds]


class ZenEach(EngineAdapter):
    """zen-engine: a compiled expression for each clause, as rules that change one by one are kept."""

    distribution, form = "zen-engine", "a compiled expression a clause"

    def compile(self, program: Program) -> Any:
        import zen  # noqa: PLC0415  # an engine that need not be there

        return [zen.compile_expression(_zen_clause(clause)) for clause in program.clauses]

    def prepare_query(self, compiled: Any, program: Program, facts: Sequence[Fact]) -> Query:
        told = json.dumps(facts_as_object(program, facts), ensure_ascii=False)
        return lambda: [index for index, clause in enumerate(compiled) if clause.evaluate(told)]


def _zen_clause(clause: Clause) -> str:
    return _joined(clause, _zen_pattern)


def _zen_pattern(pattern: Pattern) -> str:
    if pattern.kind in SINGLETON_KINDS:
        return " and ".join(_comparison(test, f"{pattern.kind}_{name_of(test.name)}") for test in pattern.tests) or (
            pattern.kind
        )
    if not pattern.tests:
        return f"len({name_of(pattern.kind)}) > 0"
    tests = " and ".join(_comparison(test, f"#.{name_of(test.name)}") for test in pattern.tests)
    return f"some({name_of(pattern.kind)}, {tests})"


def _joined(clause: Clause, written: Callable[[Pattern], str]) -> str:
    parts = [written(pattern) for pattern in clause.wanted]
    parts += [f"not({written(pattern)})" for pattern in clause.unwanted]
    return f"({' and '.join(parts)})"


def _comparison(test: Comparison, holder: str) -> str:
    return f"{holder} {_SIGNS[test.operator]} {_literal(test.value)}"


class RuleEngine(EngineAdapter):
    """rule-engine: every clause of a program in one rule that gives an array."""

    distribution, form = "rule-engine", "one rule a program"

    def compile(self, program: Program) -> Any:
        import rule_engine  # noqa: PLC0415  # an engine that need not be there

        # A property of a fact that was not told is null: no comparison with it holds.
        context = rule_engine.Context(default_value=None)
        text = ", ".join(_joined(clause, self._pattern) for clause in program.clauses)
        return rule_engine.Rule(f"[{text}]", context=context)

    def prepare_query(self, compiled: Any, program: Program, facts: Sequence[Fact]) -> Query:
        told = facts_as_object(program, facts)
        return lambda: [index for index, holds in enumerate(compiled.evaluate(told)) if holds]

    @staticmethod
    def _pattern(pattern: Pattern) -> str:
        if pattern.kind in SINGLETON_KINDS or not pattern.tests:
            tests = (_comparison(test, f"{pattern.kind}_{name_of(test.name)}") for test in pattern.tests)
            return " and ".join(tests) or name_of(pattern.kind)
        tests = (_comparison(test, f'one["{name_of(test.name)}"]') for test in pattern.tests)
        return f"$any([({' and '.join(tests)}) for one in {name_of(pattern.kind)}])"


class JsonLogic(EngineAdapter):
    """json-logic-qubit: the clauses of a program as a list of rules."""

    distribution, form = "json-logic-qubit", "a list of rules a program"

    def compile(self, program: Program) -> Any:
        return [
            _all_of(
                [
                    *(self._pattern(pattern) for pattern in clause.wanted),
                    *({"!": [self._pattern(pattern)]} for pattern in clause.unwanted),
                ]
            )
            for clause in program.clauses
        ]

    def prepare_query(self, compiled: Any, program: Program, facts: Sequence[Fact]) -> Query:
        from json_logic import jsonLogic  # noqa: PLC0415  # an engine that need not be there

        told = facts_as_object(program, facts)
        return lambda: [index for index, holds in enumerate(jsonLogic(compiled, told)) if holds]

    @staticmethod
    def _pattern(pattern: Pattern) -> Mapping[str, Any]:
        one = pattern.kind in SINGLETON_KINDS
        tests = [
            {
                _SIGNS[test.operator]: [
                    {"var": f"{pattern.kind}_{name_of(test.name)}" if one else name_of(test.name)},
                    test.value,
                ]
            }
            for test in pattern.tests
        ]
        if not tests:
            return {"!!": [{"var": name_of(pattern.kind)}]}
        return _all_of(tests) if one else {"some": [{"var": name_of(pattern.kind)}, _all_of(tests)]}


def _all_of(rules: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    return rules[0] if len(rules) == 1 else {"and": rules}


class BusinessRules(EngineAdapter):
    """business-rules: a rule for each clause, over variables that are methods of a class.

    It knows no lists of objects: of the kinds of which there may be several, what a pattern tests is one variable
    that selects among the values of all of them.
    """

    distribution, form = "business-rules", "a rule a clause"

    def compile(self, program: Program) -> Any:
        from business_rules.actions import BaseActions, rule_action  # noqa: PLC0415  # need not be there
        from business_rules.fields import FIELD_NUMERIC  # noqa: PLC0415  # need not be there
        from business_rules.variables import BaseVariables  # noqa: PLC0415  # need not be there

        methods: dict[str, Any] = {}
        rules = [
            {
                "conditions": {
                    "all": [
                        *(one for pattern in clause.wanted for one in _business_conditions(pattern, methods)),
                        *({"any": _business_conditions(pattern, methods, wanted=False)} for pattern in clause.unwanted),
                    ]
                },
                "actions": [{"name": "holds", "params": {"clause": index}}],
            }
            for index, clause in enumerate(program.clauses)
        ]

        class Actions(BaseActions):  # type: ignore[misc]  # the library has no types
            def __init__(self) -> None:
                self.found: list[int] = []

            @rule_action(params={"clause": FIELD_NUMERIC})  # type: ignore[untyped-decorator]  # nor here
            def holds(self, clause: int) -> None:
                self.found.append(clause)

        variables = type("Variables", (BaseVariables,), {**methods, "values": {}})
        return rules, variables, Actions

    def prepare_query(self, compiled: Any, program: Program, facts: Sequence[Fact]) -> Query:
        from business_rules import run_all  # noqa: PLC0415  # an engine that need not be there

        rules, variables_class, actions_class = compiled
        variables = variables_class()
        variables.values = _business_values(program, facts)

        def ask() -> Collection[int]:
            actions = actions_class()
            run_all(rules, variables, actions)
            found: list[int] = actions.found
            return found

        return ask


def _business_conditions(pattern: Pattern, methods: dict[str, Any], *, wanted: bool = True) -> list[dict[str, Any]]:
    """What must all hold where the pattern is wanted, and of which one must hold where it is not."""
    from business_rules.variables import (  # noqa: PLC0415  # an engine that need not be there
        numeric_rule_variable,
        select_rule_variable,
        string_rule_variable,
    )

    def condition(name: str, decorate: Callable[[Any], Any], operator: str, value: str | int) -> dict[str, Any]:
        methods.setdefault(name, decorate(lambda variables: variables.values[name]))
        return {"name": name, "operator": operator, "value": value}

    if pattern.kind not in SINGLETON_KINDS or not pattern.tests:
        if any(test.operator != "is" for test in pattern.tests):
            raise ValueError(f"no business rule says {pattern}")
        operator = "contains" if wanted else "does_not_contain"
        value = "|".join(str(test.value) for test in pattern.tests)
        return [condition(_business_name(pattern), select_rule_variable(), operator, value)]
    found = []
    for test in pattern.tests:
        name = f"{pattern.kind}_{name_of(test.name)}"
        if test.operator == "at_least":
            sign = "greater_than_or_equal_to" if wanted else "less_than"
            found.append(condition(name, numeric_rule_variable, sign, test.value))
        elif (test.operator == "is") == wanted:
            found.append(condition(name, string_rule_variable, "equal_to", test.value))
        else:
            found.append(condition(f"not_{name}", select_rule_variable(), "does_not_contain", test.value))
    return found


def _business_name(pattern: Pattern) -> str:
    return "__".join((name_of(pattern.kind), *(name_of(test.name) for test in pattern.tests)))


def _business_values(program: Program, facts: Sequence[Fact]) -> dict[str, Any]:
    """The value of every variable that a rule may ask for."""
    values: dict[str, Any] = {}
    for fact in facts:
        if fact["t"] in SINGLETON_KINDS:
            for name, value in fact.items():
                values[f"{fact['t']}_{name_of(name)}"] = value
                values[f"not_{fact['t']}_{name_of(name)}"] = (value,)
    for clause in program.clauses:
        for pattern in (*clause.wanted, *clause.unwanted):
            alike = [fact for fact in facts if fact["t"] == pattern.kind]
            values[_business_name(pattern)] = ["|".join(str(fact[t.name]) for t in pattern.tests) for fact in alike]
    return values


class Clips(EngineAdapter):
    """clipspy: a template for each kind of fact and a rule for each clause; the agenda says which hold."""

    distribution, form = "clipspy", "an environment a program"

    def compile(self, program: Program) -> Any:
        import clips  # noqa: PLC0415  # an engine that need not be there

        environment = clips.Environment()
        for kind, names in program.properties.items():
            slots = " ".join(f"(slot {name_of(name)})" for name in names)
            environment.build(f"(deftemplate {name_of(kind)} {slots})")
        for index, clause in enumerate(program.clauses):
            parts = [_clips_pattern(pattern) for pattern in clause.wanted]
            parts += [f"(not {_clips_pattern(pattern)})" for pattern in clause.unwanted]
            environment.build(f"(defrule c{index} {' '.join(parts)} => )")
        return environment

    def prepare_query(self, compiled: Any, program: Program, facts: Sequence[Fact]) -> Query:
        told = [
            (
                compiled.find_template(name_of(str(fact["t"]))),
                {name_of(name): fact[name] for name in program.properties[str(fact["t"])]},
            )
            for fact in facts
            if fact["t"] in program.properties
        ]

        def ask() -> Collection[int]:
            compiled.reset()
            for template, slots in told:
                template.assert_fact(**slots)
            return {int(activation.name[1:]) for activation in compiled.activations()}

        return ask


def _clips_pattern(pattern: Pattern) -> str:
    by_name: dict[str, list[str]] = {}
    for test in pattern.tests:
        value = _literal(test.value)
        said = {
            "is": value,
            "is_not": f"~{value}",
            "at_least": f"?{name_of(test.name)}&:(>= ?{name_of(test.name)} {value})",
        }
        by_name.setdefault(name_of(test.name), []).append(said[test.operator])
    slots = " ".join(f"({name} {'&'.join(said)})" for name, said in by_name.items())
    return f"({name_of(pattern.kind)} {slots})"


OTHER_ENGINES: tuple[type[EngineAdapter], ...] = (ZenArray, ZenEach, RuleEngine, JsonLogic, BusinessRules, Clips)
