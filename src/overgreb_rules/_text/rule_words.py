"""What opens a duty, and who has it, in sentences made from the data of its rule alone."""

from __future__ import annotations

from overgreb_rules._rules.model import Modality, Rule, Version
from overgreb_rules._text.rule_names import RuleNames, fill_in
from overgreb_rules.shared.date_words import format_date
from overgreb_rules.shared.text import Text, begin_sentence, join_texts

_WHO_MUST: dict[Modality, Text] = {
    "must": Text("{who} skal {acts}.", "{who} must {acts}."),
    "may": Text("{who} kan {acts}.", "{who} may {acts}."),
    "window": Text(
        "{who} må {acts}, men ikke før det tidligste tidspunkt, som loven fastsætter.",
        "{who} may {acts}, but not before the earliest time that the act sets.",
    ),
}


def describe_duty(rule: Rule, names: RuleNames) -> Text:
    """Return who must, or may, do what.

    Args:
        rule: the rule.
        names: the names of events and bearers.

    Returns:
        One sentence; where one event alone meets the duty, and only with certain facts, a second one names these. A
        possibility that no event shows is named by the title of its rule, since no datum says what may be done.
    """
    who, form = names.rules.vocabulary.bearers[rule.bearer].says, _WHO_MUST[rule.modality]
    if not rule.met_by:
        begun = Text(begin_sentence(_with_comma(who.da)), begin_sentence(_with_comma(who.en)))
        return Text(
            f"{begun.da} har denne mulighed: »{rule.title.da}«. Ingen hændelse viser, om den er brugt.",
            f"{begun.en} has this possibility: “{rule.title.en}”. No event shows whether it was used.",
        )
    requirement = _describe_requirement(rule, names)
    acts = names.one_of_acts(rule.met_by) if requirement is None else names.act(rule.met_by[0].type)
    tail = Text("", "") if requirement is None else Text(f" {requirement.da}", f" {requirement.en}")
    return Text(
        form.da.format(who=begin_sentence(_with_comma(who.da)), acts=acts.da) + tail.da,
        form.en.format(who=begin_sentence(_with_comma(who.en)), acts=acts.en) + tail.en,
    )


def _describe_requirement(rule: Rule, names: RuleNames) -> Text | None:
    """What the facts of the act must be; None where nothing is asked, or not of a single act."""
    if rule.modality != "must" or len(rule.met_by) != 1 or rule.met_by[0].provided or not rule.met_by[0].tests:
        return None
    (pattern,) = rule.met_by
    clauses = join_texts([names.test(test, pattern.type) for test in pattern.tests], ", og hvis ", ", and if ")
    return fill_in(Text("Pligten er kun opfyldt, hvis {}.", "The duty is met only if {}."), clauses)


def _with_comma(who: str) -> str:
    """A bearer that ends in a relative clause is followed by a comma."""
    return f"{who}," if ", der " in who else who


def describe_trigger(rule: Rule, names: RuleNames) -> list[Text]:
    """Return from which events the duty arises.

    Args:
        rule: the rule.
        names: the names of events.

    Returns:
        One sentence; none where another rule opens the duty.
    """
    if rule.later_of is not None:
        each, first = names.pattern(rule.later_of.each), names.one_of_patterns(rule.later_of.first_of)
        return [
            Text(
                f"Pligten opstår for hver hændelse {each.da}, men først, når også den første hændelse {first.da} er "
                "sket.",
                f"The duty arises for each event {each.en}, but not before the first event {first.en} has happened "
                "too.",
            )
        ]
    if not rule.triggers:
        return []
    form = Text("Udløses af {}.", "Opened by {}.")
    return [fill_in(form, names.one_of_types(rule.triggers))]


def describe_other_openings(rule: Rule, names: RuleNames) -> list[Text]:
    """Return what beside an event opens the duty.

    Args:
        rule: the rule.
        names: the names of events and rules.

    Returns:
        Sentences; none where the events alone decide.
    """
    found = []
    if rule.follows is not None:
        unmet = names.unmet(rule.follows)
        found.append(Text(f"Pligten opstår, hvis {unmet.da}.", f"The duty arises where {unmet.en}."))
    if rule.opened_by_unmet is not None:
        unmet = names.unmet(rule.opened_by_unmet.rule)
        sentence = Text(f"Pligten opstår også, hvis {unmet.da}", f"The duty arises also where {unmet.en}")
        if rule.opened_by_unmet.unless is not None:
            unless = names.event(rule.opened_by_unmet.unless)
            sentence = Text(
                f"{sentence.da}, medmindre hændelsen {unless.da} handler om den hændelse, der udløste den anden pligt",
                f"{sentence.en}, unless {unless.en} is about the event that opened the other duty",
            )
        found.append(Text(f"{sentence.da}.", f"{sentence.en}."))
    if rule.on_breach:
        found.append(
            Text(
                "Muligheden opstår, første gang det fremgår af sagen, at kommunen ikke har overholdt en pligt.",
                "The possibility arises when the case first shows that the municipality has not kept a duty.",
            )
        )
    return found


def describe_one_at_a_time(rule: Rule) -> list[Text]:
    """Return whether a later trigger opens another duty.

    Args:
        rule: the rule.

    Returns:
        One sentence where it does not while a time limit runs, else none.
    """
    if not rule.one_at_a_time:
        return []
    return [
        Text(
            "En ny hændelse udløser ikke en ny frist, så længe en frist løber.",
            "A new event starts no second time limit while one runs.",
        )
    ]


def describe_conditions(version: Version, names: RuleNames) -> list[Text]:
    """Return the conditions of one wording, all of which must hold.

    Args:
        version: the wording.
        names: the names of the rulebook.

    Returns:
        A clause that follows «hvis» for each condition; none where the wording has no condition.
    """
    return [names.conditions.describe(condition) for condition in version.conditions]


def describe_period(version: Version) -> Text:
    """Return from when to when a wording is in force, with its own paragraph where it has one.

    Args:
        version: the wording.

    Returns:
        «fra 1. januar 2024» or «1. oktober 2013 – 31. december 2023 (§ 68, stk. 14)».
    """
    first = format_date(version.first)
    period = Text(f"fra {first.da}", f"from {first.en}")
    if version.last is not None:
        last = format_date(version.last)
        period = Text(f"{first.da} – {last.da}", f"{first.en} – {last.en}")
    return Text(f"{period.da} ({version.cite})", f"{period.en} ({version.cite})") if version.cite else period
