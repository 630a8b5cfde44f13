"""Why a rule gives no duty, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from overgreb_rules._case.case import Event
from overgreb_rules._case.event_log import EventLog, LoggedEvent
from overgreb_rules._case.event_names import EventName, describe_events, name_event
from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._deadlines.moment_words import format_moment
from overgreb_rules._rules.citation import citation
from overgreb_rules._rules.conditions import Condition, EventCondition, EventPattern
from overgreb_rules._rules.model import Rule
from overgreb_rules._rules.rule_set import RuleSet
from overgreb_rules._rules.words_of_law import WordsOfLaw
from overgreb_rules._text.condition_evidence import ConditionReader
from overgreb_rules._text.condition_words import THAT, ConditionWords
from overgreb_rules._text.rule_names import RuleNames, refer_to_subject
from overgreb_rules.shared.date_words import format_day
from overgreb_rules.shared.text import Text, begin_sentence, join_texts
from overgreb_rules.shared.value_object import ValueObject

_ONLY_IF = Text("gælder kun, hvis", "applies only if")
_NOT_IF = Text("gælder ikke, hvis", "does not apply if")
_WHEN, _OR = Text("når", "when"), Text("eller", "or")
_NOT_IN_THE_CASE = Text("Det fremgår ikke af sagen.", "The case does not say so.")


class WhyNotWords(ValueObject):
    """The reasons of one rule in one case.

    Attributes:
        rule: The rule.
        rules: The rules of all acts.
        log: The events of the case.
    """

    rule: Rule
    rules: RuleSet
    log: EventLog

    @property
    def _words(self) -> WordsOfLaw:
        return WordsOfLaw.of_rule(self.rule.id, self.rules)

    @property
    def _what(self) -> Text:
        may = self.rule.modality == "may"
        return Text("Muligheden", "The possibility") if may else Text("Pligten", "The duty")

    def in_answer(self, triggers: Sequence[LoggedEvent]) -> Text:
        """Say that the rule is in the answer.

        Args:
            triggers: The events that opened its duties.

        Returns:
            One sentence.
        """
        named, what = describe_events(triggers, self.log, self._words), self._what
        return Text(f"{what.da} findes i svaret: {named.da}.", f"{what.en} is in the answer: {named.en}.")

    def opened_by_breach(self) -> Text:
        """Say that the rule follows only when another duty is not kept.

        Returns:
            One or two sentences.
        """
        what = self._what
        if self.rule.follows is None:
            return Text(
                f"{what.da} opstår først, hvis kommunen ikke overholder en pligt. {_NOT_IN_THE_CASE.da}",
                f"{what.en} arises only if the municipality does not keep a duty. {_NOT_IN_THE_CASE.en}",
            )
        title, cite = self.rules.by_id[self.rule.follows].title, citation(self.rule.follows, self.rules)
        return Text(
            f"{what.da} opstår først, hvis »{title.da}« ({cite.da}) ikke overholdes.",
            f"{what.en} arises only if “{title.en}” ({cite.en}) is not kept.",
        )

    def no_trigger(self, *, is_awaited: bool) -> Text:
        """Say what opens the duty, none of which is in the case.

        Args:
            is_awaited: Whether the duty that opens this one where it is unmet is in the answer, and may still be so.

        Returns:
            Two sentences; a third where the duty can arise by time alone.
        """
        what, clauses = self._what, [self._words.happened(type_).holds for type_ in self.rule.triggers]
        opens = ConditionWords(self._words, conjunction=_WHEN).join([*clauses, *self._unmet], _OR)
        says = Text(f"{what.da} opstår først, når {opens.da}.", f"{what.en} arises only when {opens.en}.")
        still = Text(
            f"{what.da} kan stadig opstå, for den anden pligt findes i svaret.",
            f"{what.en} can still arise, because the other duty is in the answer.",
        )
        return join_texts([says, _NOT_IN_THE_CASE, *([still] if is_awaited else ())], " ")

    @property
    def _unmet(self) -> list[Text]:
        """What opens the duty beside events."""
        other = self.rule.opened_by_unmet
        return [] if other is None else [RuleNames.of_rule(self.rule, self.rules).unmet(other.rule)]

    def not_yet(self, trigger: Event, as_of: int) -> Text:
        """Say that an event happens after the instant that was asked about.

        Args:
            trigger: The event that would open the duty.
            as_of: Epoch seconds of that instant.

        Returns:
            Two sentences.
        """
        named = EventName(trigger.type, trigger.at).describe(self._words)
        at, what = format_moment(Moment.instant(as_of)), self._what
        happened = Text("hændelsen er sket", "it has happened")
        opens = ConditionWords(self._words, conjunction=_WHEN).join([happened, *self._unmet], _OR)
        return Text(
            f"{begin_sentence(named.da)}: Hændelsen ligger efter det tidspunkt, svaret gælder ({at.da}). {what.da} kan "
            f"først opstå, når {opens.da}.",
            f"{begin_sentence(named.en)}: This lies after the instant that was asked about ({at.en}). {what.en} can "
            f"arise only when {opens.en}.",
        )

    def not_in_force(self, trigger: LoggedEvent) -> Text:
        """Say that the rule was not law on the day of an event.

        Args:
            trigger: The event.

        Returns:
            Two sentences.
        """
        on, first = format_day(trigger.at.day), format_day(self.rule.versions[0].first)
        last = self.rule.versions[-1].last
        until = format_day(last) if last is not None else None
        to = Text("", "") if until is None else Text(f" til og med {until.da}", f" to {until.en}")
        return self._about(
            trigger,
            Text(
                f"Reglen gjaldt ikke {on.da}. Den gælder fra {first.da}{to.da}.",
                f"The rule was not in force on {on.en}. It is in force from {first.en}{to.en}.",
            ),
        )

    def condition_fails(self, trigger: LoggedEvent, condition: Condition, fails: Callable[[Condition], bool]) -> Text:
        """Say which condition fails, with what the case tells of it.

        Args:
            trigger: The event that would open the duty.
            condition: The condition.
            fails: Says whether a part of it surely fails.

        Returns:
            Sentences.
        """
        words = ConditionWords(self._words, self.rule.triggers)
        clause, excluded = words.describe(condition), words.describe_exclusion(condition)
        told = ConditionReader(self._words, self.log, trigger, fails).read(condition).describe()
        link = _ONLY_IF
        if excluded is not None:
            link, clause = _NOT_IF, excluded
        elif isinstance(condition, EventCondition) and not condition.wanted:
            link = Text("gælder kun, så længe", "applies only as long as")
        return self._about(trigger, join_texts([self._owed(link, clause), *told], " "))

    def settled_against(self, trigger: LoggedEvent) -> Text:
        """Say that what settles the duty after it arose has not come.

        Args:
            trigger: The event that would open the duty.

        Returns:
            Sentences; that other events stand for the duty where no such condition is known.
        """
        once = self.rule.once
        if once is None:
            what = Text(self._what.da.lower(), self._what.en.lower())
            return self._about(
                trigger,
                Text(
                    f"Betingelserne er opfyldt, men andre hændelser i sagen gør, at {what.da} ikke opstår.",
                    f"The conditions hold, but other events of the case stand for {what.en}.",
                ),
            )
        clause = ConditionWords(self._words, self.rule.triggers).describe(once.condition)
        told = ConditionReader(self._words, self.log, trigger, lambda _: True).read(once.condition).describe()
        return self._about(trigger, join_texts([self._owed(_ONLY_IF, clause), *told], " "))

    def waits_for_both(self, each: EventPattern, first_of: Sequence[EventPattern], trigger: LoggedEvent) -> Text:
        """Say that a duty of two events still waits for one of them.

        Args:
            each: The events of which each opens a duty.
            first_of: The events of which the first must exist as well.
            trigger: One of the events of the case.

        Returns:
            Sentences, with what the case tells of the events that do not count; where both are there, what settles the
            duty.
        """
        reader = ConditionReader(self._words, self.log, trigger, lambda _: True)
        has_first = any(reader.has_happened(pattern) for pattern in first_of)
        if reader.has_happened(each) and has_first:
            return self.settled_against(trigger)
        words = ConditionWords(self._words, self.rule.triggers, THAT)
        one, other = words.describe_event(each), words.describe_one_of(first_of)
        told = [] if reader.has_happened(each) else self._told_of(reader, (each,), one)
        if not has_first:
            told += self._told_of(reader, first_of, other)
        what = self._what
        demand = Text(
            f"{what.da} opstår først, når {one.da}. Det er også et krav, at {other.da}.",
            f"{what.en} arises only when {one.en}. It is also needed that {other.en}.",
        )
        return join_texts([demand, *told], " ")

    def _told_of(self, reader: ConditionReader, patterns: Sequence[EventPattern], clause: Text) -> list[Text]:
        evidence = reader.read_events(patterns)
        if evidence.told or evidence.assumed or evidence.not_told:
            return evidence.describe()
        return [Text(f"Det fremgår ikke af sagen, at {clause.da}.", f"The case does not say that {clause.en}.")]

    def moved(self, later: str) -> Text:
        """Say that the duty goes on under another rule.

        Args:
            later: The id of that rule.

        Returns:
            One sentence.
        """
        title, cite, what = self.rules.by_id[later].title, citation(later, self.rules), self._what
        return Text(
            f"{what.da} er ført videre som »{title.da}« ({cite.da}).",
            f"{what.en} goes on as “{title.en}” ({cite.en}).",
        )

    def clock_runs(self, trigger: LoggedEvent, running: LoggedEvent | None) -> Text:
        """Say that the time limit of an earlier event still runs.

        Args:
            trigger: The event that opened no duty of its own.
            running: The event from which the time limit runs; None where that is not known.

        Returns:
            Two sentences.
        """
        named = self._name(trigger)
        new = Text(
            f"{begin_sentence(named.da)} har ikke udløst en ny.",
            f"{begin_sentence(named.en)} has not started a new one.",
        )
        if running is None:
            return Text(
                f"En tidligere frist løber allerede. {new.da}", f"An earlier time limit is running already. {new.en}"
            )
        first = self._name(running)
        return Text(
            f"Fristen fra {first.da} løber allerede. {new.da}",
            f"The time limit from {first.en} is running already. {new.en}",
        )

    def _name(self, event: LoggedEvent) -> Text:
        return name_event(event, self.log).describe(self._words)

    def _owed(self, link: Text, clause: Text) -> Text:
        what, clause = self._what, refer_to_subject(clause)
        return Text(f"{what.da} {link.da} {clause.da}.", f"{what.en} {link.en} {clause.en}.")

    def _about(self, trigger: LoggedEvent, says: Text) -> Text:
        named = self._name(trigger)
        return Text(f"{begin_sentence(named.da)}: {says.da}", f"{begin_sentence(named.en)}: {says.en}")
