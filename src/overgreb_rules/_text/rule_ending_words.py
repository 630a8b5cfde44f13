"""What settles, rests, ends or follows a duty, and what a change of law does to it, in sentences from its rule."""

from __future__ import annotations

from collections.abc import Iterator

from overgreb_rules._rules.conditions import EventPattern, SettlingCondition, Waiver
from overgreb_rules._rules.model import Commencement, Rule
from overgreb_rules._text.rule_names import RuleNames, fill_in, refer_to_subject
from overgreb_rules.shared.date_words import format_date
from overgreb_rules.shared.text import Text, join_texts


def describe_settling(once: SettlingCondition, names: RuleNames) -> list[Text]:
    """Return what settles, after the duty has arisen, whether it is owed.

    Args:
        once: the condition.
        names: the names of the rulebook.

    Returns:
        Sentences.
    """
    clause = names.conditions.describe(once.condition)
    found = [fill_in(Text("Pligten gælder kun, hvis {}.", "The duty is owed only if {}."), refer_to_subject(clause))]
    if once.unknown_without:
        form = Text("Pligten er uafklaret, indtil {} er oplyst.", "The duty is undetermined until {} is told.")
        found.append(fill_in(form, names.one_of_types(once.unknown_without)))
    return found


def describe_endings(rule: Rule, names: RuleNames) -> list[Text]:
    """Return what takes the duty away for good.

    Args:
        rule: the rule.
        names: the names of the rulebook.

    Returns:
        Sentences; none where nothing does.
    """
    found = [_waiver(waiver, names) for waiver in rule.waivers]
    if rule.grows_up_at is not None:
        age = rule.grows_up_at
        found.append(
            Text(f"Pligten bortfalder, når barnet fylder {age} år.", f"The duty ends when the child turns {age}.")
        )
    return found


def describe_rest(rule: Rule, names: RuleNames) -> list[Text]:
    """Return as long as what the duty rests.

    Args:
        rule: the rule.
        names: the names of the rulebook.

    Returns:
        One sentence; none where the duty never rests.
    """
    if rule.rests_while is None:
        return []
    form = Text("Pligten gælder ikke, så længe {}.", "The duty is not owed as long as {}.")
    return [fill_in(form, names.state(rule.rests_while))]


def describe_expiry(rule: Rule, names: RuleNames) -> list[Text]:
    """Return what ends a permission.

    Args:
        rule: the rule.
        names: the names of the rulebook.

    Returns:
        One sentence; none where nothing does.
    """
    if not rule.ends_by:
        return []
    form = Text("Muligheden udløber ved {}.", "The possibility expires at {}.")
    return [fill_in(form, names.one_of_types(rule.ends_by))]


def _waiver(waiver: Waiver, names: RuleNames) -> Text:
    if isinstance(waiver.by, EventPattern):
        clause = fill_in(Text(" ved {}", "at {}"), names.pattern(waiver.by))
    else:
        clause = fill_in(Text(", når {}", "where {}"), names.provided(waiver.by))
    if waiver.provided:
        provided = join_texts([names.provided(test) for test in waiver.provided], ", og ", ", and ")
        clause = Text(f"{clause.da}, når {provided.da}", f"{clause.en} where {provided.en}")
    if waiver.before_birthday is not None:
        age = waiver.before_birthday
        clause = Text(
            f"{clause.da}, hvis det sker, før barnet fylder {age} år", f"{clause.en} before the child turns {age}"
        )
    if waiver.until:
        until = names.one_of_types(waiver.until)
        clause = Text(f"{clause.da}, indtil {until.da}", f"{clause.en} until {until.en}")
    if waiver.undone_by:
        undone = names.one_of_types(waiver.undone_by)
        clause = Text(
            f"{clause.da}, men ikke, når {undone.da} kommer senere", f"{clause.en}, unless {undone.en} comes later"
        )
    return Text(f"Pligten bortfalder{clause.da}.", f"The duty is waived {clause.en}.")


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
        "Medmindre {} er oplyst i sagen, er pligten uafklaret.",
        "Unless {} is told in the case, the duty is undetermined.",
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
            form = Text(
                "Hvis fristen overskrides, kommer denne pligt til: {}.",
                "Where the time limit is passed, this duty arises: {}.",
            )
            found.append(fill_in(form, names.duty(breach.rule)))
        form = Text("Hvis fristen overskrides: {}", "Where the time limit is passed: {}")
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
        open_ = Text(f"Er pligten ikke opfyldt før den {on.da}", f"Where the duty is not met before {on.en}")
        if rule.modality != "must":
            open_ = Text(
                f"Er muligheden ikke brugt før den {on.da}", f"Where the possibility is not used before {on.en}"
            )
        if rule.moves:
            target = names.duty(names.rules.moved_to(rule).id)
            found.append(
                Text(f"{open_.da}, føres den videre som {target.da}.", f"{open_.en} it goes on as {target.en}.")
            )
        elif rule.ends_with_its_law:
            found.append(
                Text(
                    f"Skal pligten være opfyldt før en bestemt hændelse, og er hændelsen ikke sket før den {on.da}, "
                    "bortfalder pligten den dag.",
                    f"Where what the duty must come before has not happened before {on.en}, the duty is waived on that "
                    "day.",
                )
            )
        else:
            found.append(
                Text(
                    f"{open_.da}, gælder den fortsat efter den tidligere lov.",
                    f"{open_.en} it stays under the earlier act.",
                )
            )
    return [*found, *(_commencement(rule.commencement, names) if rule.commencement else ())]


def _commencement(commencement: Commencement, names: RuleNames) -> Iterator[Text]:
    on, triggers = format_date(commencement.on), names.one_of_types(commencement.triggers)
    asked = []
    if commencement.unmet is not None:
        asked.append(
            fill_in(
                Text(", når pligten {} da ikke er opfyldt", ", where the duty {} is unmet then"),
                names.duty(commencement.unmet),
            )
        )
    if commencement.unless:
        form = Text(", medmindre hændelsen {} er sket", ", unless {} has happened")
        asked.append(fill_in(form, names.one_of_patterns(commencement.unless)))
    clause = join_texts(asked, "")
    yield Text(
        f"Den {on.da} opstår pligten også for en tidligere hændelse {triggers.da}{clause.da}.",
        f"On {on.en} the duty arises for an earlier event {triggers.en} too{clause.en}.",
    )
