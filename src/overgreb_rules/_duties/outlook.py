"""What stands beside the duties of a case: when time alone changes something next, and the warnings to the reader."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from functools import lru_cache

from overgreb_rules._case.event_log import LoggedEvent
from overgreb_rules._case.event_names import EventName, name_event
from overgreb_rules._duties.case_warnings import build_case_warning
from overgreb_rules._duties.consequences import scheduled_escalation_steps
from overgreb_rules._duties.contradictions import find_contradictions
from overgreb_rules._duties.link_warnings import word_finding
from overgreb_rules._duties.situation import Situation
from overgreb_rules._duties.status import UNMET_STATUSES, AssessedDuty, Status, status_transition_times
from overgreb_rules._duties.transitions import stays_after_its_law
from overgreb_rules._matching.compiled import CompiledRules
from overgreb_rules._rules.citation import citation, sort_by_paragraph
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.need_clauses import find_carriers
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.words_of_law import WordsOfLaw
from overgreb_rules.calendar import day_of
from overgreb_rules.evaluation import Warned
from overgreb_rules.policy import Policy
from overgreb_rules.shared.date_words import format_date, format_day
from overgreb_rules.shared.text import Text, begin_sentence, end_sentence, fill_slots, list_texts

_LAWS_KEPT = 64
_STAYS = "stays_under_"
"""How the code of the warning begins that a duty stays under an act that has ended; the act follows."""
_WARNINGS = {
    "undetermined_past_due": Text(
        "Den sikre frist er passeret, og det er stadig ikke oplyst, {not_told}.",
        "The safe deadline has passed, and it is still not told {not_told}.",
    ),
    "waived_after_due": Text(
        "Pligten bortfaldt først, da fristen var overskredet.",
        "The duty was waived only after its time limit had passed.",
    ),
    _STAYS: Text(
        "Afgørelsen gælder fortsat ({cite}), men loven siger ikke, efter hvilken lov sagen skal behandles videre.",
        "The decision remains valid ({cite}), but the act does not say under which act the case is to be handled.",
    ),
}


def find_next_change(
    assessed_duties: Sequence[AssessedDuty], rules: RuleSet, policy: Policy | None, programs: CompiledRules, at: int
) -> int | None:
    """Find the next instant at which time alone changes a status or makes an escalation step begin.

    Args:
        assessed_duties: The duties of the case as they stand at `at`.
        rules: The rules of all acts.
        policy: The municipality's ladder of escalation, None where there is none.
        programs: The matcher that selects the ladder.
        at: The instant of the evaluation, epoch seconds.

    Returns:
        Epoch seconds, later than `at`; None where nothing changes any more.
    """
    moments: set[int] = set()
    for one in assessed_duties:
        rule, in_years, order = one.timed.duty.rule, one.timed.year is not None, one.timed.must_precede
        if one.status not in UNMET_STATUSES and not in_years:
            continue
        run = one.timed.time_span
        if one.timed.waived_from is not None and one.status in UNMET_STATUSES:
            moments.add(one.timed.waived_from)
        if order is not None and order.named is not None and one.status == "open":
            moments.add(order.named.earliest)
        if run is not None:
            moments.update(
                status_transition_times(rule, one.status, run, in_years=in_years, asks_when_past=one.asks_when_past)
            )
        if one.status in UNMET_STATUSES and one.status != "undetermined":
            moments.update(second for second, _ in scheduled_escalation_steps(one, rules, policy, programs))
    for law in {one.timed.duty.rule.law for one in assessed_duties if one.status in UNMET_STATUSES}:
        transition = rules.transition_from(law)
        if transition is not None:
            moments.add(transition.instant)
    return min((moment for moment in moments if moment > at), default=None)


class WarnedYears:
    """The warnings that duties of each year have called for: the years of one call for one of a kind, with one text."""

    def __init__(self) -> None:
        """Start without any warning."""
        self._called: set[tuple[Hashable, ...]] = set()

    def is_first(self, year_number: int | None, *marks: Hashable) -> bool:
        """Note that a duty calls for a warning.

        Args:
            year_number: The number of the year; None for a duty that is not one of each year.
            *marks: What tells the warning from those of other duties and of other kinds.

        Returns:
            False where another year of the duty has called for it already.
        """
        is_first = year_number is None or marks not in self._called
        self._called.add(marks)
        return is_first


def find_warnings(situation: Situation) -> Iterator[Warned]:
    """Find what the reader must know beside the duties.

    Args:
        situation: The case with its duties in the order of the answer, as of the instant of the evaluation.

    Yields:
        The warning on events before the rules, then those on laws that were not read so far, on contradictions, on
        links, and on each duty.
    """
    assessed_duties, log, rules = situation.assessed_duties, situation.log, situation.rules
    if log.events and log.events[0].at.day < rules.first_day:
        day = format_date(rules.first_day)
        yield _warned(
            "before_the_rules",
            f"Reglerne gælder fra den {day.da}. Hændelser før den dag udløser ingen pligter.",
            f"The rules apply from {day.en}. Events before that day open no duties.",
        )
    yield from (law_not_read_so_far(law, rules) for law in find_unread_laws(assessed_duties, rules))
    for found in find_contradictions(log, assessed_duties, rules):
        yield build_case_warning(found)
    for finding in situation.find_links():
        yield build_case_warning(word_finding(finding, log, assessed_duties, rules))
    years = WarnedYears()
    for one in assessed_duties:
        rule = one.timed.duty.rule
        if one.timed.stands_still_since is not None and one.status == "available":
            yield _stands_still(one, one.timed.stands_still_since)
        for code in warning_codes(rule, one.status, one.past_while_unknown, one.past_when_waived, rules, log.as_of):
            if years.is_first(one.timed.year_number, code, one.timed.duty.key, one.needs):
                yield build_warning(code, rule, name_event(one.timed.duty.trigger, log), one.needs, rules)


def find_unread_laws(assessed_duties: Sequence[AssessedDuty], rules: RuleSet) -> list[str]:
    """Find the laws that opened a duty after the day up to which each of them is known.

    Args:
        assessed_duties: The duties of the case.
        rules: The rules, which know how far each law was read.

    Returns:
        The names of the laws, sorted.
    """
    latest: dict[str, int] = {}
    for one in assessed_duties:
        law, opened = one.timed.duty.rule.law, one.timed.duty.trigger.at.earliest
        latest[law] = max(opened, latest.get(law, opened))
    sources = rules.sources
    return sorted(law for law, opened in latest.items() if law in sources and day_of(opened) > sources[law].read_to)


@lru_cache(maxsize=_LAWS_KEPT)
def law_not_read_so_far(law: str, rules: RuleSet) -> Warned:
    """Build the warning that later changes of a law were not checked.

    Cached, at most 64 laws: nearly every answer holds one or two, and building one takes 3 µs.

    Args:
        law: The name of the law in the rulebook.
        rules: The rules, which know how far the law was read.

    Returns:
        The code with its text.
    """
    name, day = rules.laws[law].name, format_date(rules.sources[law].read_to)
    return _warned(
        "law_not_read_so_far",
        f"Reglerne bygger på {name.da}, som den så ud den {day.da}. Senere ændringer er ikke kontrolleret.",
        f"{begin_sentence(name.en)} was read as it stood on {day.en}. Later changes were not checked.",
    )


def _stands_still(one: AssessedDuty, since: LoggedEvent) -> Warned:
    title, day = one.timed.duty.rule.title, format_day(since.at.day)
    least = one.timed.duty.rule.clock.least_after
    days = least.value if least else 0
    return _warned(
        "time_limit_stands_still",
        f"{title.da}: Klagefristen har været afbrudt siden {day.da}. Når anmodningen er besvaret, løber den videre, og "
        f"der er mindst {days} dage tilbage.",
        f"{title.en}: The time limit has stood still since {day.en}. Once the request is answered it runs on, and at "
        f"least {days} days are left.",
    )


def warning_codes(
    rule: Rule, status: Status, past_while_unknown: bool, past_when_waived: bool, rules: RuleSet, at: int
) -> list[str]:
    """Return the codes of the warnings that a duty calls for.

    Args:
        rule: The rule that governs the duty.
        status: The status of the duty.
        past_while_unknown: Whether the strict date passed while it was unknown whether the duty is owed.
        past_when_waived: Whether the strict date had passed when the duty was waived.
        rules: The rules, which know when an act ends.
        at: The instant of the evaluation, in epoch seconds.

    Returns:
        The codes in the order of the warnings.
    """
    codes = ["undetermined_past_due"] if past_while_unknown else []
    if past_when_waived:
        codes.append("waived_after_due")
    if stays_after_its_law(rule, status, rules, at):
        codes.append(f"{_STAYS}{rule.law}")
    return codes


def build_warning(code: str, rule: Rule, trigger: EventName, needs: Sequence[str], rules: RuleSet) -> Warned:
    """Build the warning of one duty.

    Args:
        code: A code of `warning_codes`.
        rule: The rule that governs the duty.
        trigger: What names the event that opened the duty.
        needs: What the duty needs to know.
        rules: The rules, which know the provision by which a duty stays, and the rules that succeed its own.

    Returns:
        The code with its text.
    """
    cite, transition = citation(rule.id, rules), rules.transition_from(rule.law)
    words = WordsOfLaw.of_rule(rule.id, rules)
    named = trigger.describe(words)
    if code.startswith(_STAYS) and transition is not None:
        says, slots = _WARNINGS[_STAYS], {"cite": Text(transition.cite_stays, transition.cite_stays)}
    else:
        says, slots = _WARNINGS[code], {}
    if needs:
        slots["not_told"] = words.needs([(name, find_carriers(name, rule, rules.vocabulary)) for name in needs])
    sentence = fill_slots(says, **slots)
    later = rules.successor.get(rule.id, ()) if code.startswith(_STAYS) else ()
    cites = [citation(other.id, rules) for other in sort_by_paragraph(rules.by_id[name] for name in later)]
    tail = _name_successors(cites) if cites else Text("", "")
    head = Text(f"{begin_sentence(cite.da)} ({named.da})", f"{begin_sentence(cite.en)} ({named.en})")
    return _warned(code, f"{head.da}: {sentence.da}{tail.da}", f"{head.en}: {sentence.en}{tail.en}")


def _name_successors(cites: Sequence[Text]) -> Text:
    # The comma before «og» ends the stykke of the provision before it.
    now = list_texts(cites, ", og" if any(", " in cite.da for cite in cites[-2:-1]) else "og")
    which = "Den tilsvarende regel er" if len(cites) == 1 else "De tilsvarende regler er"
    return Text(f" {end_sentence(f'{which} nu {now.da}')}", f" {end_sentence(f'Now: {now.en}')}")


def _warned(code: str, da: str, en: str) -> Warned:
    return Warned.unchecked({"code": code, "da": da, "en": en})
