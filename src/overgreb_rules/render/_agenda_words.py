"""The words of an agenda: its groups, its headings, and how it names what opened a duty."""

from __future__ import annotations

from overgreb_rules._evaluate.work_list import Agenda, AgendaItem
from overgreb_rules._evaluate.work_list_filter import AgendaGroup
from overgreb_rules._text.due_words import DUE_LABELS
from overgreb_rules._text.formatting import format_event, format_when, format_when_short
from overgreb_rules._text.status_words import format_status
from overgreb_rules.shared.text import Text, begin_sentence, translate

_GROUPS: dict[AgendaGroup, Text] = {
    "overdue": Text("Overskredet", "Overdue"),
    "past_due": Text("Uafklaret, frist passeret", "Undetermined, date passed"),
    "contested": Text("Måske overskredet", "Contested"),
    "due_today": Text("Frist i dag", "Due today"),
    "due_soon": Text("Frist nærmer sig", "Due soon"),
    "open": Text("Åben uden fast frist", "Open, no fixed time limit"),
    "undetermined": Text("Uafklaret", "Undetermined"),
}
AGENDA_WORDS = {
    "title": Text("Fristoverblik", "Agenda"),
    "counts": Text("Antal pligter i hver gruppe", "Duties of each group"),
    "caption": Text("{group}, de mest presserende først", "{group}, the most urgent first"),
    "nothing": Text("Ingen pligter kræver noget nu.", "Nothing asks for anything now."),
    "more": Text("Vist: {shown} af {count}.", "Shown: {shown} of {count}."),
    "heading": Text("{group} ({count})", "{group} ({count})"),
    "heading_of_part": Text(
        "{group} ({count}) – vist: {shown}; se alle med {options}",
        "{group} ({count}) – shown: {shown}, all with {options}",
    ),
    "hidden": Text("Ikke vist: {groups}.", "Not shown: {groups}."),
    "not_recorded": Text(
        "Registreres ikke i jeres system: {count}.", "Not recorded in the system of the municipality: {count}."
    ),
    "closed": Text(
        "I lukkede sager: {count} (vis dem med --closed).", "In closed cases: {count} (--closed lists them)."
    ),
    "due": DUE_LABELS["last"],
    "case": Text("Sag", "Case"),
    "duty": Text("Pligt", "Duty"),
    "basis": Text("Hjemmel", "Legal basis"),
    "who": Text("Hvem", "Who"),
    "selected": Text(
        "Kun pligter med den valgte status er vist: {selected} af {all}.",
        "Only duties with the status that was asked for are listed: {selected} of {all}.",
    ),
    "undated": Text("ingen dato", "no date"),
}
_DUTIES = Text("{count} pligter", "{count} duties")
_ONE_DUTY = Text("1 pligt", "1 duty")
_CASES = Text("{count} sager", "{count} cases")
_ONE_CASE = Text("1 sag", "1 case")
_REFUSED = Text("Sager med fejl, som er udeladt: {count}.", "Cases that are refused and left out: {count}.")
_IN = Text("{duties} i {cases}", "{duties} in {cases}")


def format_group(group: AgendaGroup, language: str) -> str:
    """Return the heading of a group.

    Args:
        group: the group.
        language: da or en.

    Returns:
        The heading, with a capital letter first.
    """
    if group in _GROUPS:
        return translate(_GROUPS[group], language)
    return begin_sentence(format_status(group, language))  # type: ignore[arg-type]  # the other groups are statuses


def format_size(agenda: Agenda, language: str) -> str:
    """Return how many duties and cases there are.

    Args:
        agenda: the agenda.
        language: da or en.

    Returns:
        The size in words, such as «1 pligt i 3 sager».
    """
    return translate(_IN, language).format(
        duties=_count(sum(agenda.counts.values()), _ONE_DUTY, _DUTIES, language),
        cases=_count(agenda.cases, _ONE_CASE, _CASES, language),
    )


def format_counts(agenda: Agenda, language: str) -> dict[AgendaGroup, str]:
    """Return how many duties each group has.

    Args:
        agenda: the agenda.
        language: da or en.

    Returns:
        Group → words such as «Frist i dag: 3», in the order of the agenda; groups without a duty are left out.
    """
    return {
        group: f"{format_group(group, language)}: {format_number(count, language)}"
        for group, count in agenda.counts.items()
        if count
    }


def format_title(agenda: Agenda, language: str) -> str:
    """Return the first line of an agenda.

    Args:
        agenda: the agenda.
        language: da or en.

    Returns:
        Title, instant and size.
    """
    title, at = translate(AGENDA_WORDS["title"], language), format_when(agenda.at, language)
    return f"{title} {at}: {format_size(agenda, language)}"


def _count(count: int, one: Text, several: Text, language: str) -> str:
    return translate(one if count == 1 else several, language).format(count=format_number(count, language))


def format_number(count: int, language: str) -> str:
    """Return a whole number with a mark between its thousands.

    Args:
        count: the number.
        language: da or en.

    Returns:
        The number, such as «87.000» or «87,000».
    """
    return f"{count:,}".replace(",", "." if language == "da" else ",")


def format_opening(item: AgendaItem, language: str) -> str:
    """Return what opened a duty, as a person names it.

    Args:
        item: the duty.
        language: da or en.

    Returns:
        The event in the words of the act, and its time, such as «underretning modtaget man. 2.2.2026 kl. 15.00».
    """
    return f"{format_event(item.opened_by.type, item, language)} {format_when_short(item.opened_by.at, language)}"


def format_selection(agenda: Agenda, language: str) -> list[str]:
    """Return what the agenda lists of all that it counts.

    Args:
        agenda: the agenda.
        language: da or en.

    Returns:
        One line where there is no duty, or where a status was asked for that not every duty has; else none.
    """
    counted, selected = sum(agenda.counts.values()), sum(agenda.selected.values())
    if not counted:
        return [translate(AGENDA_WORDS["nothing"], language)]
    if selected == counted:
        return []
    numbers = {"selected": format_number(selected, language), "all": format_number(counted, language)}
    return [translate(AGENDA_WORDS["selected"], language).format(**numbers)]


def format_notes(agenda: Agenda, language: str) -> list[str]:
    """Return what stands below the groups: what is only counted, and how far the laws were read.

    Args:
        agenda: the agenda.
        language: da or en.

    Returns:
        One sentence or two a line.
    """
    counted = (("not_recorded", agenda.not_recorded), ("closed", agenda.closed))
    notes = [
        translate(AGENDA_WORDS[name], language).format(count=format_number(count, language))
        for name, count in counted
        if count
    ]
    notes += format_refused(len(agenda.refused), language)
    return [*notes, *(warned.en if language == "en" else warned.da for warned in agenda.warnings)]


def format_refused(count: int, language: str) -> list[str]:
    """Return how many cases an answer to many cases leaves out because they are refused.

    Args:
        count: how many were refused.
        language: da or en.

    Returns:
        One sentence; none where no case was refused.
    """
    return [translate(_REFUSED, language).format(count=format_number(count, language))] if count else []
