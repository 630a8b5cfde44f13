"""The command `rules`: what the rulebook holds, and the commands about it."""

from __future__ import annotations

import argparse
import json
import sys

from overgreb_rules._evaluate.json_schemas import SCHEMA_NAMES, build_json_schema
from overgreb_rules._evaluate.unknown_word import find_rule
from overgreb_rules._rules.citation import citation, sort_by_paragraph
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules.cli import _rule_questions, _rule_reports, _watch
from overgreb_rules.cli._options import add_rules_folder, rules_folder
from overgreb_rules.cli._show_rule import format_rule, format_rule_as_law
from overgreb_rules.shared.command_parser import Commands
from overgreb_rules.shared.text import Text, translate

_COUNT = Text("{rules}, regelsæt {version}", "{rules}, rulebook {version}")


def add_commands(commands: Commands) -> None:
    """Add the command, with its own commands, to the program.

    Args:
        commands: the commands of the program.
    """
    parser = commands.add(
        "rules",
        Text(
            "reglerne: liste, visning, kontrol, dækning, oversættelse mellem lovene, skema",
            "the rulebook: list, show, check, coverage, concordance, schema",
        ),
    )
    inner = parser.add_commands()
    every = Text("alle regler: id, hjemmel, titel, gyldighed", "every rule: id, citation, title, days in force")
    command = inner.add("list", every)
    add_rules_folder(command)
    command.set_defaults(run=_list)
    command = inner.add("show", Text("én regel, som en jurist læser den", "one rule, as a jurist reads it"))
    add_rules_folder(command)
    command.add("rule", metavar="ID", says=Text("reglens id", "the id of a rule"))
    form = command.add_mutually_exclusive_group()
    examples = Text("med eksemplerne fra regelfilen", "with the examples of the rule file")
    command.add("--examples", to=form, action="store_true", says=examples)
    as_law = Text(
        "som en bestemmelse, i sætninger dannet af reglens data alene",
        "as a provision, in sentences made from the data alone",
    )
    command.add("--as-law", to=form, action="store_true", says=as_law)
    command.set_defaults(run=_show)
    _rule_reports.add_commands(inner)
    _rule_questions.add_commands(inner)
    command = inner.add(
        "schema",
        Text(
            "JSON-skemaet for en sag, et svar eller en anden af formerne",
            "the JSON Schema of a case, of an evaluation, or of another form",
        ),
    )
    add_rules_folder(command)
    names = ", ".join(SCHEMA_NAMES)
    which = Text(f"{names} (ellers case)", f"{names} (default: case)")
    command.add("name", metavar="NAME", choices=SCHEMA_NAMES, nargs="?", default="case", says=which)
    command.set_defaults(run=_schema)
    _watch.add_commands(inner)


def _list(options: argparse.Namespace) -> int:
    rules = RuleSet.load(rules_folder(options))
    for rule in sort_by_paragraph(rules):
        title = translate(rule.title, options.lang)
        print(f"{rule.id}  {citation(rule.id, rules).da}  {title}  [{_in_force(rule)}]")
    count = _rule_reports.count_words("rule", len(rules.by_id), options.lang)
    print(translate(_COUNT, options.lang).format(rules=count, version=rules.version))
    return 0


def _in_force(rule: Rule) -> str:
    last = rule.versions[-1].last
    return f"{rule.versions[0].first} – {last or ''}".rstrip()


def _show(options: argparse.Namespace) -> int:
    rules = RuleSet.load(rules_folder(options))
    rule = find_rule(options.rule, rules, "ID")
    if options.as_law:
        sys.stdout.write(format_rule_as_law(rule, rules, options.lang))
    else:
        sys.stdout.write(format_rule(rule, rules, options.lang, examples=options.examples))
    return 0


def _schema(options: argparse.Namespace) -> int:
    rules = RuleSet.load(rules_folder(options))
    print(json.dumps(build_json_schema(options.name, rules), ensure_ascii=False, indent=2))
    return 0
