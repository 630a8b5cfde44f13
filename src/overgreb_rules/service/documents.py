"""What a service knows without a case: rules, concordance, vocabulary, schemas."""

from __future__ import annotations

import json
from typing import Any

from overgreb_rules._conformance.bundle import bundle_text
from overgreb_rules._evaluate.json_schemas import SCHEMA_NAMES, build_json_schema
from overgreb_rules._rules.fact_definition import FactDefinition
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._text.rule_as_law import write_as_law


class ServiceDocuments:
    """The documents of a rulebook as JSON text."""

    def __init__(self, rules: RuleSet) -> None:
        """Prepare the documents.

        Args:
            rules: The rules.
        """
        self._rules = rules

    def rules(self) -> str:
        """Return the list of rules.

        Returns:
            JSON: for each rule its citation, title, bearer and days in force.
        """
        rules = [_summary(rule) for rule in self._rules]
        return _write({"schema": 1, "rulebook": self._rules.version, "rules": rules})

    def rule(self, name: str) -> str | None:
        """Return one rule.

        Args:
            name: The id of the rule.

        Returns:
            What `rules list` says of it, and its sentences as law; None where there is no such rule.
        """
        rule = self._rules.by_id.get(name)
        if rule is None:
            return None
        return _write(
            {
                "schema": 1,
                **_summary(rule),
                "summary": rule.summary.as_json(),
                "triggers": list(rule.triggers),
                "met_by": sorted({pattern.type for pattern in rule.met_by}),
                "sources": list(rule.sources),
                "eli": list(self._rules.addresses_of(rule).values()),
                "kle": rule.kle,
                "covers": list(rule.covers),
                "doubts": [doubt.says.as_json() for doubt in rule.doubts],
                "as_law": [sentence.as_json() for sentence in write_as_law(rule, self._rules)],
            }
        )

    def bundle(self) -> str:
        """Return the rules as one file, from which a program in another language can evaluate.

        Returns:
            JSON: the bundle.
        """
        return bundle_text(self._rules)

    def concordance(self) -> str:
        """Return which rule of an ended act goes on under which of the act that took over.

        Returns:
            JSON: for each rule of an ended act the rules that succeed it.
        """
        rows = [
            {
                "rule": rule.id,
                "cite": rule.cite,
                "successors": list(self._rules.successor.get(rule.id, ())),
                "moves": rule.moves,
            }
            for transition in self._rules.transitions
            for rule in self._rules
            if rule.law == transition.older
        ]
        return _write({"schema": 1, "rules": rows})

    def vocabulary(self) -> str:
        """Return the event types with their facts and the values that each allows.

        Returns:
            JSON: the event types by name.
        """
        events = {
            name: {
                **event.says.as_json(),
                "about": sorted({one.type for one in event.about}),
                "facts": {fact: _fact(word) for fact, word in event.facts.items()},
            }
            for name, event in self._rules.vocabulary.events.items()
        }
        return _write({"schema": 1, "events": events})

    def schema(self, name: str) -> str | None:
        """Return a JSON Schema.

        Args:
            name: The name of a published schema, such as `case` or `evaluation`.

        Returns:
            The schema; None where there is none of that name.
        """
        return _write(build_json_schema(name, self._rules)) if name in SCHEMA_NAMES else None


def _summary(rule: Rule) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "law": rule.law,
        "cite": rule.cite,
        "title": rule.title.as_json(),
        "modality": rule.modality,
        "bearer": rule.bearer,
        "in_force": {
            "from": rule.versions[0].first.isoformat(),
            "to": rule.versions[-1].last.isoformat() if rule.versions[-1].last else None,
        },
        "certainty": rule.certainty,
    }


def _fact(fact: FactDefinition) -> dict[str, object]:
    return {**fact.says.as_json(), "kind": fact.kind, "values": list(fact.words), "default": fact.default}


def _write(document: object) -> str:
    return json.dumps(document, ensure_ascii=False)
