"""What a rule says beside its clock, in sentences made from its data alone."""

from __future__ import annotations

from collections.abc import Iterator

from overgreb_rules._rules.conditions import AllOf, AnyOf, Condition, EventPattern, SettlingCondition, Waiver
from overgreb_rules._rules.model import Commencement, Modality, Rule, Version
from overgreb_rules._text.conditions import describe_condition
from overgreb_rules._text.rule_names import RuleNames, fill_in, join_texts
from overgreb_rules.shared.date_words import format_date
from overgreb_rules.shared.text import Text, begin_sentence, end_sentence

_WHO_MUST: dict[Modality, Text] = {
    "must": Text("{who} skal sørge for, at dette sker: {acts}.", "{who} must see to it that this happens: {acts}."),
    "may": Text("{who} kan gøre dette: {acts}.", "{who} may do this: {acts}."),
    "window": Text(
        "{who} må kun gøre dette inden for den tid, som loven sætter: {acts}.",
        "{who} may do this only inside the time that the act sets: {acts}.",
    ),
}
_ALSO = Text("; og ", "; and ")


def describe_duty(rule: Rule, names: RuleNames) -> Text:
    """Return who must, or may, do what.

    Args:
        rule: the rule.
        names: the names of events and bearers.

    Returns:
        One sentence.
    """
    who, form = names.rules.vocabulary.bearers[rule.bearer].says, _WHO_MUST[rule.modality]
    acts = names.one_of_patterns(rule.met_by)
    return Text(
        form.da.format(who=begin_sentence(_with_comma(who.da)), acts=acts.da),
        form.en.format(who=begin_sentence(_with_comma(who.en)), acts=acts.en),
    )


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
                f"Det opstår for hver {each.da}, men først når også den første {first.da} er kommet.",
                f"It arises for each {each.en}, but not before the first {first.en} has come too.",
            )
        ]
    if not rule.triggers:
        return []
    form = Text("Det opstår, når dette sker: {}.", "It arises from: {}.")
    return [fill_in(form, names.one_of_types(rule.triggers))]


def describe_other_openings(rule: Rule, names: RuleNames) -> list[Text]:
    """Return what beside an event opens the duty, and whether a later trigger opens another one.

    Args:
        rule: the rule.
        names: the names of events and rules.

    Returns:
        Sentences; none where the events alone decide.
    """
    found = []
    if rule.follows is not None:
        form = Text(
            "Det opstår, når pligten efter {} ikke er opfyldt, når dens strenge dag er gået.",
            "It arises where the duty of {} is unmet when its strict day has passed.",
        )
        found.append(fill_in(form, names.rule(rule.follows)))
    if rule.opened_by_unmet is not None:
        other = names.rule(rule.opened_by_unmet.rule)
        form = Text(
            "Det opstår også, når {} er uopfyldt, når den strenge dag er gået", "It arises also where {} is unmet"
        )
        sentence = fill_in(form, other)
        if rule.opened_by_unmet.unless is not None:
            unless = names.event(rule.opened_by_unmet.unless)
            sentence = Text(
                f"{sentence.da}, uden at {unless.da} gælder den", f"{sentence.en} and no {unless.en} is about it"
            )
        found.append(Text(f"{sentence.da}.", f"{sentence.en}."))
    if rule.on_breach:
        found.append(
            Text(
                "Det opstår ved kommunens første brud på en pligt i sagen.",
                "It arises from the first breach of a duty of the municipality in the case.",
            )
        )
    if rule.one_at_a_time:
        found.append(
            Text(
                "En ny anledning starter ikke en ny frist, så længe en løber.",
                "A new trigger starts no second time limit while one runs.",
            )
        )
    return found


def describe_conditions(version: Version, names: RuleNames) -> list[Text]:
    """Return the conditions of one wording, all of which must hold.

    Args:
        version: the wording.
        names: the names of the rulebook.

    Returns:
        A clause for each condition; none where the wording has no condition.
    """
    return [_in_groups(condition, names) for condition in version.conditions]


def _in_groups(condition: Condition, names: RuleNames) -> Text:
    """A condition with brackets around each group inside a group."""
    if not isinstance(condition, AnyOf | AllOf):
        return describe_condition(condition, names.rules.vocabulary)
    parts = [_in_groups(part, names) for part in condition.parts]
    grouped = [
        Text(f"({text.da})", f"({text.en})") if isinstance(part, AnyOf | AllOf) else text
        for part, text in zip(condition.parts, parts, strict=True)
    ]
    return join_texts(grouped, Text(", eller ", ", or ") if isinstance(condition, AnyOf) else Text(", og ", ", and "))


def describe_period(version: Version) -> Text:
    """Return from when to when a wording is in force, with its own paragraph where it has one.

    Args:
        version: the wording.

    Returns:
        «fra 1. januar 2024» or «1. oktober 2013 – 31. december 2023».
    """
    first = format_date(version.first)
    period = Text(f"fra {first.da}", f"from {first.en}")
    if version.last is not None:
        last = format_date(version.last)
        period = Text(f"{first.da} – {last.da}", f"{first.en} – {last.en}")
    return Text(f"{period.da}: {version.cite}", f"{period.en}: {version.cite}") if version.cite else period


def describe_settling(once: SettlingCondition, names: RuleNames) -> list[Text]:
    """Return what settles, after the duty has arisen, whether it is owed.

    Args:
        once: the condition.
        names: the names of the rulebook.

    Returns:
        Sentences.
    """
    clause = _in_groups(once.condition, names)
    found = [fill_in(Text("Det skal kun ske, hvis {}.", "It is owed only where {}."), clause)]
    if once.unknown_without:
        form = Text("Så længe der ikke er {}, er det uafklaret.", "As long as there is no {}, nobody knows.")
        found.append(fill_in(form, names.one_of_types(once.unknown_without)))
    return found


def describe_endings(rule: Rule, names: RuleNames) -> list[Text]:
    """Return what takes the duty away, and what ends a permission.

    Args:
        rule: the rule.
        names: the names of the rulebook.

    Returns:
        Sentences; none where nothing does.
    """
    found = [_waiver(waiver, names) for waiver in rule.waivers]
    if rule.rests_while is not None:
        form = Text("Det skal ikke ske, så længe {}.", "It is not owed as long as {}.")
        found.append(fill_in(form, names.state(rule.rests_while)))
    if rule.grows_up_at is not None:
        age = rule.grows_up_at
        found.append(Text(f"Det bortfalder, når barnet fylder {age} år.", f"It ends when the child turns {age}."))
    if rule.ends_by:
        found.append(
            fill_in(
                Text("Muligheden udløber ved {}.", "The permission expires at {}."), names.one_of_types(rule.ends_by)
            )
        )
    return found


def _waiver(waiver: Waiver, names: RuleNames) -> Text:
    if isinstance(waiver.by, EventPattern):
        clause = fill_in(Text(" ved {}", "at {}"), names.pattern(waiver.by))
    else:
        clause = fill_in(Text(", når {}", "where {}"), names.provided(waiver.by))
    if waiver.provided:
        provided = join_texts([names.provided(test) for test in waiver.provided], Text(", og ", ", and "))
        clause = Text(f"{clause.da}, når {provided.da}", f"{clause.en} where {provided.en}")
    if waiver.before_birthday is not None:
        age = waiver.before_birthday
        clause = Text(
            f"{clause.da}, når det sker, før barnet fylder {age} år", f"{clause.en} before the child turns {age}"
        )
    if waiver.until:
        until = names.one_of_types(waiver.until)
        clause = Text(f"{clause.da}, indtil {until.da}", f"{clause.en} until {until.en}")
    if waiver.undone_by:
        undone = names.one_of_types(waiver.undone_by)
        clause = Text(
            f"{clause.da}, men ikke når {undone.da} kommer senere", f"{clause.en}, unless {undone.en} comes later"
        )
    return Text(f"Det bortfalder{clause.da}.", f"It falls away {clause.en}.")


def describe_silence(rule: Rule, names: RuleNames) -> list[Text]:
    """Return what it means that a case tells no act that would meet the duty.

    Args:
        rule: the rule.
        names: the names of the rulebook.

    Returns:
        One sentence where silence is no knowledge, else none.
    """
    if not rule.silence:
        return []
    form = Text(
        "Fortæller sagen slet ikke om {}, er det uafklaret og ikke overtrådt.",
        "Where the case tells of no {} at all, the duty is undetermined and not breached.",
    )
    return [fill_in(form, names.one_of_types([pattern.type for pattern in rule.met_by]))]


def describe_breach(rule: Rule, names: RuleNames) -> list[Text]:
    """Return what follows where the duty is not kept.

    Args:
        rule: the rule.
        names: the names of the rulebook.

    Returns:
        Sentences; none where the rule says nothing.
    """
    found = []
    breach = rule.breach
    if breach is not None:
        if breach.rule is not None:
            form = Text("Sker det ikke i tide, gælder {}.", "Where it is not done in time, {} applies.")
            found.append(fill_in(form, names.rule(breach.rule)))
        form = Text("Sker det ikke i tide: {}", "Where it is not done in time: {}")
        found += [fill_in(form, says) for says in (breach.remedy, breach.lapse) if says is not None]
    return found


def describe_change_of_law(rule: Rule, names: RuleNames) -> list[Text]:
    """Return what happens to the duty when its law ends, or begins.

    Args:
        rule: the rule.
        names: the names of the rulebook.

    Returns:
        Sentences; none where no law takes over.
    """
    found = []
    transition = names.rules.transition_from(rule.law)
    if transition is not None:
        on = format_date(transition.on)
        if rule.moves:
            target = names.rule(names.rules.moved_to(rule).id)
            found.append(
                Text(
                    end_sentence(f"Er det ikke sket inden den {on.da}, føres det videre efter {target.da}"),
                    end_sentence(f"Where it has not happened before {on.en} it goes on under {target.en}"),
                )
            )
        elif rule.ends_with_its_law:
            found.append(
                Text(
                    f"Er det endnu ikke overtrådt den {on.da}, bortfalder det.",
                    f"Unless it has been breached before {on.en} it falls away.",
                )
            )
        else:
            found.append(
                Text(
                    f"Er det ikke sket inden den {on.da}, bliver det under den gamle lov.",
                    f"Where it has not happened before {on.en} it stays under the old act.",
                )
            )
    return [*found, *(_commencement(rule.commencement, names) if rule.commencement else ())]


def _commencement(commencement: Commencement, names: RuleNames) -> Iterator[Text]:
    on, triggers = format_date(commencement.on), names.one_of_types(commencement.triggers)
    asked = []
    if commencement.unmet is not None:
        asked.append(fill_in(Text("når {} da er uopfyldt", "where {} is unmet then"), names.rule(commencement.unmet)))
    if commencement.unless:
        form = Text("når der ikke har været {}", "where there has been no {}")
        asked.append(fill_in(form, names.one_of_patterns(commencement.unless)))
    clause = join_texts(asked, _ALSO)
    yield Text(
        f"Den {on.da} opstår det også for en tidligere {triggers.da}{', ' if asked else ''}{clause.da}.",
        f"On {on.en} it arises for an earlier {triggers.en} too{', ' if asked else ''}{clause.en}.",
    )
