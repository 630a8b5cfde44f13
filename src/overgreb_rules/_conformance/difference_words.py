"""A wrong answer as a sentence of law: the duty by its title and provision, what must come, and what came."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from overgreb_rules._conformance.runner import WrongAnswer
from overgreb_rules._conformance.vector import Level, agrees
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

_LONGEST_VALUE = 80
_NOTHING = Text("ingenting", "nothing")
_FIELDS: Mapping[str, Text] = {
    "clock_start": Text("fristen regnet fra", "the clock starts"),
    "strict": Text("sikker frist", "the safe deadline is"),
    "lenient": Text("yderste frist", "the latest deadline is"),
    "status": Text("status", "the status is"),
    "met_by": Text("opfyldt af", "it is met by"),
    "needs": Text("ikke oplyst", "what is not told is"),
    "escalations": Text("varsling", "the step is"),
    "successor": Text("afløst af", "it is now"),
}
"""What a field of an answer is called: in Danish before a colon, in English as the beginning of a sentence."""
_TRANSITIONS: Mapping[Any, Text] = {
    True: Text("lovskiftet har betydning for den", "the change of law concerns it"),
    False: Text("lovskiftet har ikke betydning for den", "the change of law does not concern it"),
}


class DifferenceWriter(ValueObject):
    """Writes the first difference of a wrong answer, with titles and provisions from a bundle."""

    bundle: Mapping[str, Any]

    def describe(self, wrong: WrongAnswer) -> Text:
        """Return the first difference of a wrong answer.

        Args:
            wrong: The wrong answer.

        Returns:
            A sentence.
        """
        if wrong.missing is not None:
            name = _show(wrong.missing).da
            return Text(
                f"Feltet {name} mangler eller har en anden form.", f"The field {name} is missing or has another form."
            )
        gives, found = wrong.vector.gives, wrong.found
        if {*gives} == {"place"} or {*found} == {"place"}:
            return _describe_place(gives, found)
        return next(_FINDERS[wrong.vector.level](self, gives, found))

    def name(self, key: str) -> Text:
        """Return a duty by its title, its provision and its key.

        Args:
            key: The key of the duty.

        Returns:
            »title« (provision, key); the key alone where the bundle lacks the rule.
        """
        rule = self.bundle["rules"].get(key.partition("@")[0])
        if rule is None:
            return _show(key)
        cite = f"{self.bundle['laws'][rule['law']]['cited_as']['da']} {rule['cite']}".lstrip()
        title = rule["title"]
        return Text(f"»{title['da']}« ({cite}, {key})", f"“{title['en']}” ({cite}, {key})")

    def status(self, value: Any) -> Text:
        """Return a status in words.

        Args:
            value: The status.

        Returns:
            Its label; the value itself where there is no such status.
        """
        label = self.bundle["texts"]["statuses"].get(value) if isinstance(value, str) else None
        return _show(value) if label is None else Text(f"»{label['da']}«", f"“{label['en']}”")


def _describe_place(gives: Mapping[str, Any], answer: Mapping[str, Any]) -> Text:
    place = _show(answer.get("place"))
    if "place" not in gives:
        return Text(
            f"Sagen skal beregnes, men programmet afviser den ved {place.da}.",
            f"The case is to be answered, and the program refuses it at {place.en}.",
        )
    wanted = gives["place"]
    if answer.get("place") is None:
        return Text(
            f"Sagen skal afvises ved {wanted}, men programmet beregner den.",
            f"The case is to be refused at {wanted}, and the program answers it.",
        )
    return Text(
        f"Sagen skal afvises ved {wanted}, men programmet afviser den ved {place.da}.",
        f"The case is to be refused at {wanted}, and the program refuses it at {place.en}.",
    )


def _must_arise(name: Text) -> Text:
    return Text(f"{name.da} skal opstå, men opstår ikke.", f"{name.en} must arise, and does not.")


def _must_not_arise(name: Text) -> Text:
    return Text(f"{name.da} må ikke opstå, men opstår.", f"{name.en} must not arise, and does.")


def _compare_keys(writer: DifferenceWriter, wanted: list[str], keys: list[str]) -> Iterator[Text]:
    for key in wanted:
        if key not in keys:
            yield _must_arise(writer.name(key))
    for key in keys:
        if key not in wanted:
            yield _must_not_arise(writer.name(key))
    if len(keys) > len(wanted):
        twice = next((key for key in keys if keys.count(key) > 1), "")
        name = writer.name(twice)
        yield Text(f"{name.da} er med to gange.", f"{name.en} stands there twice.")


def _find_keys(writer: DifferenceWriter, gives: Any, answer: Any) -> Iterator[Text]:
    yield from _compare_keys(writer, gives["keys"], answer["keys"])


def _find_day(writer: DifferenceWriter, gives: Any, answer: Any) -> Iterator[Text]:
    yield from _compare_keys(writer, [*gives["counting"]], [*answer["counting"]])
    for key, days in gives["counting"].items():
        told, name = answer["counting"][key], writer.name(key)
        for number in range(max(len(days), len(told))):
            day, other = (rows[number] if number < len(rows) else None for rows in (days, told))
            if not agrees(day, other):
                wanted, said = _day(day), _day(other)
                yield Text(
                    f"{name.da}, dag nr. {number + 1} i beregningen: {wanted.da}. Programmet siger: {said.da}.",
                    f"{name.en}, day no. {number + 1} of the count: {wanted.en}. The program says: {said.en}.",
                )


def _day(row: Any) -> Text:
    if row is None:
        return Text("ingen dag", "no day")
    day, strict, lenient = (_show(value).da for value in row)
    danish, english = {"true": "tæller med", "false": "tæller ikke med"}, {"true": "counted", "false": "not counted"}
    return Text(
        f"{day} (sikker frist: {danish.get(strict, strict)}, yderste frist: {danish.get(lenient, lenient)})",
        f"{day} (safe deadline: {english.get(strict, strict)}, latest: {english.get(lenient, lenient)})",
    )


def _find_date(writer: DifferenceWriter, gives: Any, answer: Any) -> Iterator[Text]:
    yield from _compare_keys(writer, [*gives["due"]], [*answer["due"]])
    for key, dates in gives["due"].items():
        yield from _find_field(writer.name(key), dates, answer["due"][key])


def _find_field(name: Text, wanted: Mapping[str, Any], answer: Mapping[str, Any]) -> Iterator[Text]:
    for field, value in wanted.items():
        if not agrees(value, answer[field]):
            yield _say_field(name, field, _show(value), _show(answer[field]))


def _say_field(name: Text, field: str, wanted: Text, answer: Text) -> Text:
    says = _FIELDS[field]
    return Text(
        f"{name.da}, {says.da}: {wanted.da}. Programmet siger: {answer.da}.",
        f"{name.en}: {says.en} {wanted.en}. The program says: {answer.en}.",
    )


def _find_status(writer: DifferenceWriter, gives: Any, answer: Any) -> Iterator[Text]:
    by_key = {duty["key"]: duty for duty in answer["status"]}
    keys = [duty["key"] for duty in gives["status"]]
    yield from _compare_keys(writer, keys, [duty["key"] for duty in answer["status"]])
    for duty in gives["status"]:
        name, other = writer.name(duty["key"]), by_key[duty["key"]]
        if not agrees(duty["status"], other["status"]):
            yield _say_field(name, "status", writer.status(duty["status"]), writer.status(other["status"]))
        yield from _find_field(name, {field: duty[field] for field in ("met_by", "needs")}, other)
    place = next(number for number, key in enumerate(keys) if answer["status"][number]["key"] != key)
    name = writer.name(keys[place])
    yield Text(
        f"{name.da} skal stå som nr. {place + 1}: det, der haster mest, står først.",
        f"{name.en} must stand as no. {place + 1}: the most urgent first.",
    )


def _find_outlook(writer: DifferenceWriter, gives: Any, answer: Any) -> Iterator[Text]:
    yield from _compare_keys(writer, [*gives["duties"]], [*answer["duties"]])
    for key, duty in gives["duties"].items():
        other, name = answer["duties"][key], writer.name(key)
        steps, told = duty["escalations"], other["escalations"]
        for number in range(max(len(steps), len(told))):
            step, said = (rows[number] if number < len(rows) else None for rows in (steps, told))
            if step is None or said is None or step["id"] != said["id"]:
                ids = (_show(one and one["id"]) for one in (step, said))
                yield _say_field(name, "escalations", *ids)
            else:
                yield from _find_part_of_step(name, step, said)
        if not agrees(duty["transition"], other["transition"]):
            wanted, said = _transition(duty["transition"]), _transition(other["transition"])
            yield Text(
                f"{name.da}: {wanted.da}. Programmet siger: {said.da}.",
                f"{name.en}: {wanted.en}. The program says: {said.en}.",
            )
        yield from _find_field(name, {"successor": duty["successor"]}, other)
    wanted, said = _show(gives["next_change"]), _show(answer["next_change"])
    yield Text(
        f"Næste ændring: {wanted.da}. Programmet siger: {said.da}.",
        f"The next change is {wanted.en}. The program says: {said.en}.",
    )


def _transition(value: Any) -> Text:
    return _TRANSITIONS[value] if isinstance(value, bool) else _show(value)


def _find_part_of_step(name: Text, step: Mapping[str, Any], answer: Mapping[str, Any]) -> Iterator[Text]:
    for part, value in step.items():
        if not agrees(value, answer[part]):
            wanted, said = _show(value), _show(answer[part])
            yield Text(
                f"{name.da}, varsling {step['id']}, {part}: {wanted.da}. Programmet siger: {said.da}.",
                f"{name.en}, step {step['id']}, {part}: {wanted.en}. The program says: {said.en}.",
            )


def _show(value: Any) -> Text:
    """A value of an answer as a line of a report shows it: short, and without what would steer a terminal."""
    if value is None or value == []:
        return _NOTHING
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    plain = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
    shown = plain if len(plain) <= _LONGEST_VALUE else f"{plain[:_LONGEST_VALUE]}…"
    return Text(shown, shown)


_FINDERS: Mapping[Level, Callable[[DifferenceWriter, Any, Any], Iterator[Text]]] = {
    "L1": _find_keys,
    "L2": _find_day,
    "L3": _find_date,
    "L4": _find_status,
    "L6": _find_outlook,
}
