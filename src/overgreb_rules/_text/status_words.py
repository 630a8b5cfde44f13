"""The words of the statuses: label, tally, sentence, and what the reader does about the duty.

Every text that names a status takes its words from here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._rules.source import packaged_lapses
from overgreb_rules._text.formatting import format_when, get_shown_dates
from overgreb_rules.evaluation import Obligation, StatusWord
from overgreb_rules.shared.text import Text, begin_sentence, translate
from overgreb_rules.shared.value_object import ValueObject


class StatusWords(ValueObject):
    """The words of one status.

    Attributes:
        label: The status by itself, in lower case.
        sentences: Sentences on a duty with this status, by variant; each names its slots in braces.
        advice: What a caseworker does about the duty now; {strict} is the date. The advice adds no duty.
    """

    label: Text
    sentences: Mapping[str, Text]
    advice: Text


_NOTHING = Text("Intet.", "Nothing.")
_LAPSED = Text(
    "Se, hvad der er bortfaldet, under »Hvis fristen overskrides«.",
    "See what has lapsed under “If the deadline is missed”.",
)
_DONE_AT_A_WRONG_TIME = Text(
    "Det kan ikke gøres om. Skriv i sagen, hvorfor pligten ikke blev overholdt.",
    "It cannot be undone. Note in the case why the duty was not kept.",
)
_RECORD = Text("Registrer det, der mangler.", "Record what is missing.")

STATUS_WORDS: Mapping[StatusWord, StatusWords] = {
    "breached": StatusWords(
        Text("ikke overholdt", "breached"),
        {
            "not_done": Text("Det skulle være sket før {when}: {act}.", "It had to happen before {when}: {act}."),
            "came_late": Text(
                "Det skete for sent: {act}, efter at {trigger}.", "It happened too late: {act}, after {trigger}."
            ),
            "came_with": Text(
                "Det skete for sent: {act}, samtidig med at {trigger}.",
                "It happened too late: {act}, at the same time as {trigger}.",
            ),
        },
        Text(
            "Det kan ikke gøres om. Skriv i sagen, hvorfor det ikke skete, og vurder, om det skal ske nu. Er det sket, "
            "så registrer hvornår.",
            "It cannot be undone. Note in the case why it did not happen, and consider whether it must happen now. If "
            "it has happened, record when.",
        ),
    ),
    "overdue": StatusWords(
        Text("overskredet", "overdue"),
        {
            "one_date": Text(
                "Fristen er overskredet. Den udløb {lenient}.", "The time limit has passed. It ended {lenient}."
            ),
            "two_dates": Text(
                "Fristen er overskredet. Også den yderste frist, {lenient}, er passeret.",
                "The time limit has passed. The latest deadline, {lenient}, has passed too.",
            ),
        },
        Text(
            "Pligten gælder stadig: gør det nu. Er det gjort, så registrer hvornår.",
            "The duty is still owed: do it now. If it has been done, record when.",
        ),
    ),
    "contested": StatusWords(
        Text("måske overskredet", "contested"),
        {
            "two_dates": Text(
                "Den sikre frist {strict} er overskredet. Den yderste frist er {lenient}.",
                "The safe deadline {strict} has passed. The latest deadline is {lenient}.",
            ),
        },
        Text("Gør det i dag. Vent ikke på den yderste frist.", "Do it today. Do not wait for the latest deadline."),
    ),
    "due_soon": StatusWords(
        Text("frist nærmer sig", "due soon"),
        {
            "running": Text(
                "Fristen nærmer sig: senest {strict}. Der er under en fjerdedel af tiden tilbage.",
                "The deadline is near: no later than {strict}. Less than a quarter of the time is left.",
            ),
        },
        Text(
            "Gør det nu, eller sæt tid af, så det sker senest {strict}.",
            "Do it now, or set time aside so that it is done no later than {strict}.",
        ),
    ),
    "pending": StatusWords(
        Text("frist løber", "running"),
        {
            "running": Text("Fristen løber: senest {strict}.", "The time limit is running: no later than {strict}."),
        },
        Text("Planlæg det, så det sker senest {strict}.", "Plan it so that it is done no later than {strict}."),
    ),
    "undetermined": StatusWords(
        Text("uafklaret", "undetermined"),
        {
            "not_told": Text(
                "Det kan ikke afgøres endnu, for det er ikke oplyst, {not_told}.",
                "It cannot be decided yet, for it is not told {not_told}.",
            ),
            "past_due": Text("Den sikre frist {strict} er passeret.", "The safe deadline {strict} has passed."),
        },
        Text(
            "Registrer det, der mangler. Regn for en sikkerheds skyld med, at pligten gælder.",
            "Record what is missing. To be safe, assume that the duty applies.",
        ),
    ),
    "open": StatusWords(
        Text("åben", "open"),
        {
            "no_date": Text(
                "Pligten er ikke opfyldt endnu. Loven sætter ingen fast frist.",
                "The duty is not met yet. The law sets no fixed time limit.",
            ),
            "unmet": Text("Pligten er ikke opfyldt endnu.", "The duty is not met yet."),
            "before": Text("Det skal ske, før {clause}.", "It must happen before {clause}."),
            "before_moment": Text("Det skal ske før {when}.", "It must happen before {when}."),
        },
        Text("Gør det, så snart det kan lade sig gøre.", "Do it as soon as it can be done."),
    ),
    "available": StatusWords(
        Text("mulig", "available"),
        {
            "now": Text("Det er en mulighed nu.", "It is a possibility now."),
            "stands_still": Text(
                "Fristen er afbrudt og står stille.", "The time limit is interrupted and stands still."
            ),
            "until": Text("Muligheden varer til og med {date}.", "The possibility lasts to the end of {date}."),
        },
        Text(
            "Det er ingen pligt. Vurder, om muligheden skal bruges.",
            "It is no duty. Consider whether the possibility should be used.",
        ),
    ),
    "met_late": StatusWords(
        Text("opfyldt for sent", "met late"),
        {
            "met": Text(
                "Opfyldt {when}. Fristen var {lenient}, så det var for sent.",
                "Met {when}. The deadline was {lenient}, so it was late.",
            ),
            "seconds_late": Text(
                "Opfyldt {when}. Fristen var {lenient}, {before}, så det var for sent.",
                "Met {when}. The deadline was {lenient}, {before}, so it was late.",
            ),
        },
        Text("Skriv i sagen, hvorfor fristen blev overskredet.", "Note in the case why the time limit was passed."),
    ),
    "met_contested": StatusWords(
        Text("måske opfyldt for sent", "met, contested whether in time"),
        {
            "met": Text(
                "Opfyldt {when}: efter den sikre frist ({strict}), men senest ved den yderste ({lenient}).",
                "Met {when}: after the safe deadline ({strict}), but no later than the latest one ({lenient}).",
            ),
            "on_the_day": Text(
                "Opfyldt {when}. Klokkeslættet er ikke oplyst, så det er uvist, om det var i rette tid.",
                "Met {when}. The time of day is not told, so nobody knows whether it was in time.",
            ),
            "as_the_day_began": Text(
                "Opfyldt {when}. Klokkeslættet er ikke oplyst. Kun hvis det skete, da dagen begyndte, var det i rette "
                "tid.",
                "Met {when}. The time of day is not told. It was in time only if it happened as the day began.",
            ),
        },
        Text("Intet. Skriv gerne grunden i sagen.", "Nothing. It is good to note the reason in the case."),
    ),
    "met": StatusWords(
        Text("opfyldt", "met"),
        {
            "met": Text("Opfyldt {when}.", "Met {when}."),
            "at_rest": Text(
                "Det skete, mens pligten ikke gjaldt, så det var i rette tid.",
                "It happened while the duty was not owed, so it was in time.",
            ),
        },
        _NOTHING,
    ),
    "used": StatusWords(
        Text("brugt", "used"),
        {"met": Text("Muligheden blev brugt {when}.", "The possibility was used {when}.")},
        _NOTHING,
    ),
    "waived": StatusWords(
        Text("bortfaldet", "waived"),
        {
            "cause": Text("Pligten er bortfaldet, fordi {cause}.", "The duty is waived because {cause}."),
            "possibility": Text(
                "Muligheden er bortfaldet, fordi {cause}.", "The possibility is waived because {cause}."
            ),
        },
        _NOTHING,
    ),
    "replaced": StatusWords(
        Text("afløst", "replaced"),
        {
            "other": Text("Pligten er afløst af »{title}«{when}.", "The duty was replaced by “{title}”{when}."),
        },
        Text("Se den anden pligt.", "See the other duty."),
    ),
    "expired": StatusWords(
        Text("udløbet", "expired"),
        {
            "date": Text("Muligheden udløb {date}.", "The possibility expired {date}."),
            "event": Text("Muligheden er udløbet, fordi {cause}.", "The possibility has expired because {cause}."),
        },
        _NOTHING,
    ),
}
"""The words of each status, the most urgent first."""


def format_status(status: StatusWord, language: str) -> str:
    """Return the label of a status.

    Args:
        status: the status.
        language: da or en.

    Returns:
        The label in that language, in lower case.
    """
    return translate(STATUS_WORDS[status].label, language)


def format_tally(statuses: Iterable[StatusWord], language: str) -> str:
    """Return how many duties have each status.

    Args:
        statuses: the status of each duty.
        language: da or en.

    Returns:
        «Overskredet: 3 · Åben: 7», the most urgent first; a status that no duty has is left out.
    """
    counts = Counter(statuses)
    return " · ".join(format_count(status, counts[status], language) for status in STATUS_WORDS if counts[status])


def format_count(status: StatusWord, count: int, language: str) -> str:
    """Return the number of duties of one status, in a form that is right for every number.

    Args:
        status: the status.
        count: the number of duties.
        language: da or en.

    Returns:
        «Åben: 7», «Open: 7».
    """
    return f"{begin_sentence(format_status(status, language))}: {count}"


def choose_contested(act: Moment, strict_end: int, lenient_end: int) -> str:
    """Choose the sentence on a duty that was met, perhaps too late.

    Args:
        act: When the act happened.
        strict_end: The first epoch second that is too late by the strict reading.
        lenient_end: The first epoch second that is too late by the lenient reading.

    Returns:
        `met` where the act surely came between both readings: then the law or another fact is why nobody knows;
        `as_the_day_began` where only the first second of the day of the act is in time; `on_the_day` where its time of
        day is missing otherwise.
    """
    if act.is_day and act.earliest + 1 == lenient_end:
        return "as_the_day_began"
    return "on_the_day" if act.earliest < strict_end or act.latest >= lenient_end else "met"


NO_DUTIES = Text("Ingen pligter på dette tidspunkt.", "No duties at this instant.")
"""What holds of an answer without duties."""
NO_RECORD = Text("Systemet registrerer ikke, om det er sket.", "The system keeps no record of whether it has happened.")
"""What holds of a duty that the policy calls not recorded."""
_NOT_MET = Text("Pligten var ikke opfyldt", "The duty was not met")
_NOT_USED = Text("Muligheden var ikke brugt", "The possibility was not used")
_UNSETTLED_DUTY = Text("Pligten er uafklaret", "The duty is undetermined")
_UNSETTLED_POSSIBILITY = Text("Muligheden er uafklaret", "The possibility is undetermined")


def describe_unmet(modality: str) -> Text:
    """Return how a duty that was not met, or a possibility that was not used, stood when something else happened.

    Args:
        modality: `must` for a duty; anything else is a possibility.

    Returns:
        A clause without a full stop, for a sentence that goes on.
    """
    return _NOT_MET if modality == "must" else _NOT_USED


def describe_at_closing(modality: str, status: StatusWord) -> Text:
    """Return how a duty stood on which a case was closed.

    Args:
        modality: `must` for a duty; anything else is a possibility.
        status: How the duty stands.

    Returns:
        A clause without a full stop: that it was not met or used, or that nobody knows.
    """
    if status == "undetermined":
        return _UNSETTLED_DUTY if modality == "must" else _UNSETTLED_POSSIBILITY
    return describe_unmet(modality)


def format_advice(duty: Obligation, language: str) -> str:
    """Return what a caseworker does about a duty now.

    Args:
        duty: the duty.
        language: da or en.

    Returns:
        One or more sentences, which add no duty to that of the law. Whether something has lapsed is what the rules say
        from which the duty was computed; the packaged rules say it of a duty that was read.
    """
    strict = format_when(get_shown_dates(duty.due)[0], language) if duty.due is not None else ""
    return translate(_choose_advice(duty), language).format(strict=strict)


def _choose_advice(duty: Obligation) -> Text:
    if duty.closed is not None:
        return _NOTHING
    if duty.status == "overdue" and _has_lapse(duty):
        return _LAPSED
    if duty.status == "breached" and (duty.has_mistimed_act() or duty.modality == "window"):
        return _DONE_AT_A_WRONG_TIME
    if duty.status == "undetermined" and duty.modality == "may":
        return _RECORD
    return STATUS_WORDS[duty.status].advice


def _has_lapse(duty: Obligation) -> bool:
    known = duty.has_lapse()
    return duty.rule in packaged_lapses() if known is None else known
