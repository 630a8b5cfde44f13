"""Parser of one rule file; refuses unknown keys and values with file, line, what is allowed and the correction."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence
from typing import Literal

from msgspec.structs import replace

from overgreb_rules._rules.clock_model import Clock
from overgreb_rules._rules.clock_parser import parse_clock
from overgreb_rules._rules.condition_parser import ConditionParser
from overgreb_rules._rules.event_pattern_parser import EventPatternParser
from overgreb_rules._rules.example import parse_examples
from overgreb_rules._rules.legal_state import LegalState, Terms
from overgreb_rules._rules.model import (
    AgeNote,
    Breach,
    Commencement,
    Doubt,
    LaterOf,
    Modality,
    Rule,
    UnmetRule,
    Version,
)
from overgreb_rules._rules.own_words import NO_OWN_WORDS, OwnWords
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules._rules.yaml_node import WRITE_IT_SO, Node
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

_MODALITIES: tuple[Modality, ...] = ("must", "may", "window")
_KEYS = (
    "id", "law", "cite", "in_force", "versions", "succeeds", "transition", "commencement", "title", "summary",
    "certainty", "sources", "kle", "words", "outside_the_list", "who",
    *_MODALITIES, "when", "one_at_a_time", "if", "once", "unless", "ends_by",
    "clock", "breach", "doubts", "doubt_of_second", "from_age", "note", "examples", "silence", "certainty_for",
    "covers", "not_modelled",
)  # fmt: skip
_CORRECT_DAYS = Text("ret dagene", "correct the days")
_KLE = re.compile(r"[0-9]{2}\.[0-9]{2}(\.[0-9]{2})?\Z")


def parse_rule(node: Node, vocabulary: Vocabulary, laws: Collection[str], terms: Terms) -> Rule:
    """Parse one rule file.

    Args:
        node: The whole file.
        vocabulary: The words that the file may use.
        laws: The acts of the rulebook.
        terms: The named states and what else the rules share.

    Returns:
        The rule; links to other rules are not checked.

    Raises:
        RuleError: the file says something that is not in the rule language, with file and line.
    """
    return _RuleParser(node, vocabulary, laws, terms).rule()


class _RuleParser(ValueObject):
    top: Node
    vocabulary: Vocabulary
    laws: Collection[str]
    terms: Terms

    def rule(self) -> Rule:
        top = self.top
        top.names(_KEYS)
        when = top["when"]
        triggers = self.triggers(when)
        conditions = ConditionParser(self.vocabulary, triggers, self.terms.states)
        modality, fulfils = self.modality()
        transition = top.get("transition")
        single = top.get("one_at_a_time")
        follows = when.get("follows") if isinstance(when.value, dict) else None
        unmet = [item for item in when if isinstance(item.value, dict)] if isinstance(when.value, list) else []
        silence, certainty_for = top.get("silence"), top.get("certainty_for")
        unless, rests, birthday = self.unless()
        clock = parse_clock(top["clock"], self.vocabulary, self.terms, triggers)
        self.check_clock(clock, follows.text() if follows else None, rests)
        later_of = when.get("later_of") if isinstance(when.value, dict) else None
        succeeds = top.get("succeeds")
        covers, left_out = top.get("covers"), top.get("not_modelled")
        note, outside, second = top.get("note"), top.get("outside_the_list"), top.get("doubt_of_second")
        return Rule(
            id=top["id"].text(),
            law=top["law"].one_of(self.laws),
            cite=top["cite"].text(),
            title=top["title"].words(),
            summary=top["summary"].words(),
            modality=modality,
            bearer=top["who"].one_of(self.vocabulary.bearers),
            triggers=triggers,
            versions=self.versions(conditions),
            clock=clock,
            met_by=conditions.acts(fulfils),
            certainty=top["certainty"].one_of(("text", "secondary")),  # type: ignore[arg-type]  # as just seen
            sources=top["sources"].texts(),
            kle=self.kle(),
            words=self.own_words(),
            one_at_a_time=single.flag() if single else False,
            later_of=self.later_of(later_of) if later_of else None,
            follows=follows.text() if follows else None,
            opened_by_unmet=self.unmet(unmet),
            silence=bool(silence and silence.one_of(("unknown",))),
            grows_up_at=birthday,
            rests_while=rests,
            certainty_for=self.certainty_for(certainty_for) if certainty_for else {},
            ends_with_its_law=bool(transition and transition.value == "ends"),
            on_breach=isinstance(when.value, dict) and "breach_by" in when.value,
            once=conditions.once(top.get("once")),
            waivers=tuple(conditions.waiver(item) for item in unless),
            ends_by=conditions.event_types(top.get("ends_by")),
            breach=self.breach(),
            doubts=tuple(Doubt(item.words()) for item in top["doubts"]) if top.get("doubts") else (),
            doubt_of_second=Doubt(second.words()) if second else None,
            from_age=self.from_age(),
            succeeds=succeeds.text() if succeeds else None,
            moves=bool(transition and transition.one_of(("moves", "stays", "ends")) == "moves"),
            commencement=self.commencement(conditions),
            note=note.words() if note else None,
            outside_the_list=outside.flag() if outside else False,
            covers=covers.texts() if covers else (),
            not_modelled=tuple(item.words() for item in left_out) if left_out else (),
            examples=parse_examples(top["examples"]),
        )

    def kle(self) -> str | None:
        """Parse the number of the subject index, of a group or of a subject in it."""
        node = self.top.get("kle")
        if node is None:
            return None
        number = node.text()
        if not _KLE.match(number):
            raise node.error(
                Text("dette er ikke et emnenummer (KLE)", "no number of the subject index (KLE)"),
                Text("27.24 eller 34.10.30 i anførselstegn", "27.24 or 34.10.30, in quotes"),
                WRITE_IT_SO,
            )
        return number

    def own_words(self) -> OwnWords:
        """Parse the name of the list of words that the rule has in the place of those of the vocabulary."""
        node = self.top.get("words")
        return NO_OWN_WORDS if node is None else self.terms.words[node.one_of(self.terms.words)]

    def triggers(self, when: Node) -> tuple[str, ...]:
        """Parse the event types that activate the duty; none where another rule or a breach activates it."""
        if not isinstance(when.value, dict):
            events = [item for item in when if not isinstance(item.value, dict)]
            return tuple(item.one_of(self.vocabulary.events) for item in events)
        key = when.only_name(("later_of", "follows", "breach_by"))
        if key == "later_of":
            later_of = self.later_of(when[key])
            return (later_of.each.type, *(pattern.type for pattern in later_of.first_of))
        if key == "breach_by":
            when[key].one_of(("municipality",))
        return ()

    def unmet(self, nodes: Sequence[Node]) -> UnmetRule | None:
        if not nodes:
            return None
        node = self.only_one(nodes)
        node.names(("unmet", "unless_touched_by"))
        touched = node.get("unless_touched_by")
        return UnmetRule(node["unmet"].text(), touched.one_of(self.vocabulary.events) if touched else None)

    def later_of(self, node: Node) -> LaterOf:
        node.names(("each", "first_of"))
        reader = EventPatternParser(self.vocabulary, ())
        return LaterOf(reader.one_pattern(node["each"]), reader.patterns(node["first_of"]))

    def modality(self) -> tuple[Modality, Node]:
        found: list[Modality] = [word for word in _MODALITIES if self.top.get(word) is not None]
        if len(found) != 1:
            raise self.top.error(
                Text("en regel skal have præcis én af disse nøgler", "a rule says one of these"),
                "must, may, window",
                Text("skriv en af dem", "write one of them"),
            )
        return found[0], self.top[found[0]]

    def versions(self, conditions: ConditionParser) -> tuple[Version, ...]:
        listed = self.top.get("versions")
        if listed is None:
            return (self.version(self.top["in_force"], self.top.get("if"), conditions),)
        found = []
        for item in listed:
            item.names(("in_force", "if", "cite"))
            version = self.version(item["in_force"], item.get("if") or self.top.get("if"), conditions)
            cite = item.get("cite")
            found.append(replace(version, cite=cite.text() if cite else None))
        if len({version.cite is None for version in found}) > 1:
            mend = Text("giv alle versioner et cite, eller giv ingen af dem et", "give each version a cite, or none")
            raise listed.error(
                Text("nogle versioner har deres eget cite", "some versions have a cite of their own"),
                Text("et cite i dem alle eller i ingen", "a cite in all of them, or in none"),
                mend,
            )
        for before, after in itertools.pairwise(found):
            if before.last is None or before.last.toordinal() + 1 != after.first.toordinal():
                what = Text(
                    f"versionen fra {after.first} begynder ikke dagen efter, at den forrige slutter",
                    f"the version from {after.first} does not follow the one before it day by day",
                )
                raise listed.error(
                    what,
                    Text("versioner i rækkefølge uden hul eller overlap", "versions in order, without gap or overlap"),
                    _CORRECT_DAYS,
                )
        return tuple(found)

    def version(self, in_force: Node, conditions: Node | None, reader: ConditionParser) -> Version:
        in_force.names(("from", "to"))
        first, last = in_force["from"].day(), in_force.get("to")
        if last is not None and last.day() < first:
            raise last.error(
                Text("den sidste dag ligger før den første", "the last day comes before the first"),
                Text(f"{first} eller senere", f"{first} or later"),
                _CORRECT_DAYS,
            )
        return Version(first, last.day() if last else None, reader.all(conditions))

    def check_clock(self, clock: Clock, follows: str | None, rests: LegalState | None) -> None:
        """Refuse a clock that says something else than `when: {follows: …}` and `unless: - state: …`."""
        if clock.as_rule != follows:
            mend = Text("nævn den samme regel begge steder", "name the same rule in both")
            raise self.top["clock"].error(
                Text("»as« og »follows« nævner hver sin regel", "“as” and “follows” name two rules"),
                "when: {follows: R}, clock: {as: R}",
                mend,
            )
        if clock.rests_while != rests:
            mend = Text("nævn den samme tilstand begge steder", "name the same state in both")
            allowed = "unless: [{state: S}], clock: {…, rests_while: S}"
            raise self.top["clock"].error(
                Text(
                    "»rests_while« og »unless« nævner hver sin tilstand",
                    "“rests_while” and the state under “unless” are two",
                ),
                allowed,
                mend,
            )

    def unless(self) -> tuple[list[Node], LegalState | None, int | None]:
        """What waives the duty: events and facts, the state during which it rests, the birthday that ends it."""
        waivers: list[Node] = []
        states: list[Node] = []
        birthdays: list[Node] = []
        for item in self.top.get("unless") or ():
            keys = item.value if isinstance(item.value, dict) else {}
            if "state" in keys:
                item.names(("state",))
                states.append(item["state"])
            elif "child_turns" in keys:
                item.names(("child_turns",))
                birthdays.append(item["child_turns"])
            else:
                waivers.append(item)
        rests = self.terms.states[self.only_one(states).one_of(self.terms.states)] if states else None
        return waivers, rests, self.only_one(birthdays).number() if birthdays else None

    def only_one(self, nodes: Sequence[Node]) -> Node:
        """Return the item of a list of which a rule has one at most; refuse a second one."""
        if len(nodes) > 1:
            raise nodes[1].error(
                Text("der står allerede en linje af den slags ovenfor", "there is such a line above"),
                Text("én linje af slagsen", "one line of the kind"),
                Text("behold den ene", "keep one of them"),
            )
        return nodes[0]

    def certainty_for(self, node: Node) -> dict[str, Literal["text", "secondary"]]:
        return {
            type_: node[type_].one_of(("text", "secondary"))  # type: ignore[misc]  # one of the two, as just seen
            for type_ in node.names(self.vocabulary.events)
        }

    def from_age(self) -> AgeNote | None:
        node = self.top.get("from_age")
        if node is None:
            return None
        node.names(("age", "says"))
        return AgeNote(node["age"].number(), node["says"].words())

    def breach(self) -> Breach | None:
        node = self.top.get("breach")
        if node is None:
            return None
        node.names(("then", "remedy", "lapse"))
        then, remedy, lapse = node.get("then"), node.get("remedy"), node.get("lapse")
        return Breach(
            then.text() if then else None, remedy.words() if remedy else None, lapse.words() if lapse else None
        )

    def commencement(self, conditions: ConditionParser) -> Commencement | None:
        node = self.top.get("commencement")
        if node is None:
            return None
        node.names(("from", "when", "unmet", "unless"))
        unmet, unless = node.get("unmet"), node.get("unless")
        return Commencement(
            node["from"].day(),
            conditions.event_types(node["when"]),
            unmet.text() if unmet else None,
            conditions.patterns(unless) if unless else (),
        )
