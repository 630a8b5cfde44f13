"""The command `vocabulary`: the event types, and of one of them its facts and the rules to which it matters."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator

from overgreb_rules._evaluate.unknown_word import suggest_word
from overgreb_rules._rulecheck.rule_needs import EventUse, find_event_use
from overgreb_rules._rules.event_definition import EventDefinition
from overgreb_rules._rules.fact_definition import FactDefinition
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.cli._options import add_output, add_rules_folder, rules_folder
from overgreb_rules.errors import CaseError, redact_value
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.text import Text, translate

_HEADINGS = {
    "facts": Text("Oplysninger", "Facts"),
    "opens": Text("Udløser", "Opens"),
    "meets": Text("Opfylder", "Meets"),
    "ends": Text("Lader bortfalde", "Ends"),
    "bears_on": Text("Kan ellers have betydning for", "Bears otherwise on"),
}
_DEFAULT = Text("ellers {value}", "default: {value}")
_UNKNOWN = Text("hændelsestypen er ukendt", "this event type is unknown")
_A_TYPE = Text("en type fra `overgreb-rules vocabulary`", "a type of `overgreb-rules vocabulary`")


def add_commands(commands: Commands) -> None:
    """Add the command to the program.

    Args:
        commands: the commands of the program.
    """
    parser = commands.add(
        "vocabulary",
        Text(
            "hændelsestyperne, og for én af dem oplysningerne og de regler, den betyder noget for",
            "the event types, and of one of them its facts and the rules to which it matters",
        ),
    )
    event = Text("en hændelsestype, fx underretning_modtaget", "an event type, such as underretning_modtaget")
    parser.add("event", metavar="EVENT", nargs="?", says=event)
    add_rules_folder(parser)
    add_output(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    rules = RuleSet.load(rules_folder(options))
    known = rules.vocabulary.events
    if options.event is None:
        if options.format == "json":
            events = [{"type": event.name, "says": event.says.as_json()} for event in known.values()]
            print(json.dumps({"schema": 1, "events": events}, ensure_ascii=False, indent=2))
        else:
            for event in known.values():
                print(f"{event.name}  {translate(event.says, options.lang)}")
        return 0
    event = find_event_type(options.event, rules, "EVENT")
    use = find_event_use(event.name, rules)
    if options.format == "json":
        print(json.dumps(_as_json(event, use, rules), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(event, use, rules, options.lang)))
    return 0


def find_event_type(name: str, rules: RuleSet, place: str) -> EventDefinition:
    """Return an event type by its name.

    Args:
        name: The name.
        rules: The rules with their vocabulary.
        place: The place of the name, for the error.

    Returns:
        The event type.

    Raises:
        CaseError: There is no such type; the error names the nearest one.
    """
    event = rules.vocabulary.events.get(name)
    if event is None:
        hint = suggest_word(name, rules.vocabulary.events)
        raise CaseError(place, _UNKNOWN, value=redact_value(name, rules.vocabulary.events), allowed=_A_TYPE, mend=hint)
    return event


def _lines(event: EventDefinition, use: EventUse, rules: RuleSet, language: str) -> Iterator[str]:
    yield f"{event.name}: {translate(event.says, language)}"
    if event.facts:
        yield f"{translate(_HEADINGS['facts'], language)}:"
    for fact in event.facts.values():
        yield f"  {fact.name}: {translate(fact.says, language)} ({_values(fact, language)})"
    for name in ("opens", "meets", "ends", "bears_on"):
        if ids := getattr(use, name):
            yield f"{translate(_HEADINGS[name], language)}:"
            yield from (f"  {rule}: {translate(rules.by_id[rule].title, language)}" for rule in ids)


def _values(fact: FactDefinition, language: str) -> str:
    values = translate(fact.allowed, language)
    if fact.default is None:
        return values
    default = str(fact.default).lower() if isinstance(fact.default, bool) else fact.default
    return f"{values}; {translate(_DEFAULT, language).format(value=default)}"


def _as_json(event: EventDefinition, use: EventUse, rules: RuleSet) -> dict[str, object]:
    facts = [
        {
            "name": fact.name,
            "says": fact.says.as_json(),
            "kind": fact.kind,
            "values": [{"value": word, "says": rules.vocabulary.values[word].as_json()} for word in fact.words],
            "default": fact.default,
        }
        for fact in event.facts.values()
    ]
    used = {name: list(getattr(use, name)) for name in ("opens", "meets", "ends", "bears_on")}
    return {"schema": 1, "type": event.name, "says": event.says.as_json(), "facts": facts, **used}
