"""An evaluation as one page that needs nothing else: no script, no font, no picture from elsewhere.

Read from the top it says what stands worst, then shows the timeline, then each duty with its counting and its
explanation folded away. Everything that came with the case is text, never markup.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from xml.etree import ElementTree as ET

from overgreb_rules._deadlines.moment import Moment
from overgreb_rules._text.formatting import STATUS_WORDS
from overgreb_rules.evaluation import Counting, Evaluation, Obligation
from overgreb_rules.render._page_style import STYLE
from overgreb_rules.render._said import bearer, clean, fact, in_full, say, short, status, tone, unset
from overgreb_rules.render._symbols import status_mark
from overgreb_rules.render.timeline import picture
from overgreb_rules.shared.text import Text

__all__ = ["page"]

_NOTHING: Mapping[str, Moment] = {}
_WORDS = {
    "title": Text("Sag {case}", "Case {case}"),
    "skip": Text("Gå til pligterne", "Go to the duties"),
    "at": Text("Pligter og frister, beregnet for {at}.", "Duties and deadlines as of {at}."),
    "next": Text("Næste ændring af sig selv: {at}.", "Next change by time alone: {at}."),
    "counts": Text("Antal pligter efter status", "Duties by status"),
    "warnings": Text("Læg mærke til", "Please note"),
    "ignored": Text("Ikke sket endnu og derfor ikke med: {ids}.", "Has not happened yet and is left out: {ids}."),
    "overview": Text("Overblik", "Overview"),
    "caption": Text("Pligterne, den mest presserende først.", "The duties, the most urgent first."),
    "two": Text(
        "Hvor der er to datoer, er den første den strenge læsning og den anden den lempelige: først efter den anden "
        "er fristen brudt.",
        "Where there are two dates, the first is the strict reading and the second the lenient one: only after the "
        "second is there a breach.",
    ),
    "none": Text("Ingen pligter på dette tidspunkt.", "No duties at this instant."),
    "timeline": Text("Tidslinje", "Timeline"),
    "duties": Text("Hver pligt", "Each duty"),
    "status": Text("Status", "Status"),
    "due": Text("Senest", "No later than"),
    "opens": Text("Tidligst", "No earlier than"),
    "duty": Text("Pligt", "Duty"),
    "basis": Text("Hjemmel", "Legal basis"),
    "who": Text("Hvem", "Who"),
    "or": Text("eller", "or"),
    "strict": Text("{when} (streng læsning)", "{when} (strict reading)"),
    "lenient": Text("{when} (lempelig læsning)", "{when} (lenient reading)"),
    "start": Text("Uret starter", "Clock starts"),
    "trigger": Text("Udløst af", "Trigger"),
    "met": Text("Opfyldt af", "Met by"),
    "missing": Text("Mangler", "Missing"),
    "breach": Text("Hvis det ikke sker", "If it is not kept"),
    "steps": Text("Skridt på vejen", "Steps on the way"),
    "counting": Text("Sådan er fristen talt", "How the time limit was counted"),
    "counted": Text("Dagene i tællingen: {title}", "The days of the count: {title}"),
    "day": Text("Dag", "Day"),
    "is_counted": Text("Tæller", "Counted"),
    "why": Text("Hvorfor", "Why"),
    "yes": Text("ja", "yes"),
    "no": Text("nej", "no"),
    "strict_only": Text("kun efter den strenge læsning", "on the strict reading alone"),
    "lenient_only": Text("kun efter den lempelige læsning", "on the lenient reading alone"),
    "explanation": Text("Forklaring", "Explanation"),
    "doubts": Text("Usikkerhed", "Doubts"),
    "secondary": Text(
        "Fristen står ikke i lovens tekst, men følger af en anden kilde.",
        "The time limit is not in the text of the act but follows from another source.",
    ),
    "step_from": Text("Fra", "From"),
    "step_to": Text("Til", "To"),
    "step_what": Text("Hvad", "What"),
    "step_caption": Text("Skridt: {title}", "Steps: {title}"),
    "active": Text("gælder nu", "active now"),
    "proof": Text("Hvad svaret hviler på", "What the answer rests on"),
    "no_advice": Text(
        "Siden er et regnestykke over lovens frister og ingen juridisk rådgivning.",
        "This page reckons the deadlines of the law and is no legal advice.",
    ),
    "rulebook": Text("Regler", "Rules"),
    "engine": Text("Motor", "Engine"),
    "tzdata": Text("Tidszoner", "Time zones"),
    "holidays": Text("Helligdage", "Holidays"),
    "case_hash": Text("Sagen", "The case"),
}


def page(result: Evaluation, language: str, happened: Mapping[str, Moment] = _NOTHING) -> str:
    """The page in `language` (da or en); `happened` says when the events of the case were, for the timeline."""
    return _Page(result, language).written(picture(result, language, happened))


class _Page:
    def __init__(self, result: Evaluation, language: str) -> None:
        self.result, self.language = result, language
        self.html = ET.Element("html", {"lang": language})

    def written(self, drawn: ET.Element) -> str:
        title = self.say("title", case=self.result.case_id)
        self.head(title)
        body = ET.SubElement(self.html, "body")
        self.line(body, "a", self.say("skip"), {"class": "skip", "href": "#overview"})
        self.top(ET.SubElement(body, "header"), title)
        main = ET.SubElement(body, "main")
        self.overview(self.section(main, "overview"))
        self.figure(self.section(main, "timeline"), drawn)
        if self.result.obligations:
            self.duties(self.section(main, "duties"))
        self.proof(ET.SubElement(body, "footer"))
        return f"<!DOCTYPE html>\n{ET.tostring(self.html, encoding='unicode', method='html')}\n"

    def say(self, name: str, **parts: object) -> str:
        return say(_WORDS[name], self.language).format(**parts)

    def line(self, parent: ET.Element, tag: str, words: str, look: Mapping[str, str] | None = None) -> ET.Element:
        element = ET.SubElement(parent, tag, dict(look or {}))
        element.text = clean(words)
        return element

    def cite(self, parent: ET.Element, tag: str, duty: Obligation) -> None:
        """The legal basis, which is Danish in every language."""
        self.line(parent, tag, duty.cite, {} if self.language == "da" else {"lang": "da"})

    def head(self, title: str) -> None:
        head = ET.SubElement(self.html, "head")
        ET.SubElement(head, "meta", {"charset": "utf-8"})
        ET.SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
        self.line(head, "title", title)
        ET.SubElement(head, "style").text = STYLE

    def section(self, main: ET.Element, name: str) -> ET.Element:
        section = ET.SubElement(main, "section", {"id": name, "aria-labelledby": f"{name}-title"})
        self.line(section, "h2", self.say(name), {"id": f"{name}-title"})
        return section

    def top(self, header: ET.Element, title: str) -> None:
        self.line(header, "h1", title)
        self.line(header, "p", self.say("at", at=in_full(self.result.at, self.language)))
        if self.result.next_change is not None:
            at = in_full(self.result.next_change, self.language)
            self.line(header, "p", self.say("next", at=at), {"class": "soft"})
        counts = Counter(duty.status for duty in self.result.obligations)
        if counts:
            listed = ET.SubElement(header, "ul", {"class": "counts", "aria-label": self.say("counts")})
            for word, text in STATUS_WORDS.items():
                if counts[word]:
                    duty = next(duty for duty in self.result.obligations if duty.status == word)
                    item = ET.SubElement(listed, "li")
                    self.status(item, duty, f"{counts[word]} {say(text, self.language)}")
        notes = [say(Text(warned.da, warned.en), self.language) for warned in self.result.warnings]
        if self.result.ignored_events:
            notes.append(self.say("ignored", ids=", ".join(self.result.ignored_events)))
        if notes:
            beside = ET.SubElement(header, "div", {"class": "warnings"})
            self.line(beside, "h2", self.say("warnings"))
            for note in notes:
                self.line(beside, "p", note)

    def status(self, parent: ET.Element, duty: Obligation, words: str) -> None:
        """A shape, a word and a colour."""
        kind = tone(duty)
        span = ET.SubElement(parent, "span", {"class": f"status {kind}"})
        shape = ET.SubElement(span, "svg", {"viewBox": "-9 -9 18 18", "aria-hidden": "true"})
        status_mark(shape, kind, 0, 0, "currentColor", "var(--paper)")
        shape.tail = words

    def overview(self, section: ET.Element) -> None:
        if not self.result.obligations:
            self.line(section, "p", self.say("none"))
            return
        table = self.table(section, self.say("caption"), ("status", "duty", "due", "basis", "who"), "overview")
        for number, duty in enumerate(self.result.obligations, 1):
            row = ET.SubElement(table, "tr")
            self.status(ET.SubElement(row, "td"), duty, status(duty, self.language))
            name = ET.SubElement(row, "th", {"scope": "row"})
            self.line(name, "a", say(duty.title, self.language), {"href": f"#duty-{number}"})
            self.dates(ET.SubElement(row, "td"), duty)
            self.cite(row, "td", duty)
            self.line(row, "td", bearer(duty.bearer, self.language))
        if any(duty.due and duty.due.strict != duty.due.lenient for duty in self.result.obligations):
            self.line(section, "p", self.say("two"), {"class": "soft"})

    def dates(self, cell: ET.Element, duty: Obligation) -> None:
        if duty.due is None:
            self.line(cell, "span", unset(duty, self.language), {"class": "soft"})
            return
        strict, lenient = (short(when, self.language) for when in (duty.due.strict, duty.due.lenient))
        if duty.modality == "window":
            strict = lenient = f"{self.say('opens').lower()} {strict}"
        self.line(cell, "span", strict, {"class": "when"})
        if lenient != strict:
            ET.SubElement(cell, "br").tail = f"{self.say('or')} "
            self.line(cell, "span", lenient, {"class": "when"})

    def table(self, parent: ET.Element, caption: str, headings: Iterable[str], look: str = "") -> ET.Element:
        """A table that can be scrolled by keyboard where the screen is narrow; returns its body."""
        region = {"class": "scroll", "tabindex": "0", "role": "group", "aria-label": clean(caption)}
        table = ET.SubElement(ET.SubElement(parent, "div", region), "table", {"class": look} if look else {})
        self.line(table, "caption", caption)
        row = ET.SubElement(ET.SubElement(table, "thead"), "tr")
        for name in headings:
            self.line(row, "th", self.say(name), {"scope": "col"})
        return ET.SubElement(table, "tbody")

    def figure(self, section: ET.Element, drawn: ET.Element) -> None:
        look = {"tabindex": "0", "role": "group", "aria-labelledby": "timeline-title"}
        ET.SubElement(section, "figure", look).append(drawn)

    def duties(self, section: ET.Element) -> None:
        for number, duty in enumerate(self.result.obligations, 1):
            name = f"duty-{number}"
            article = ET.SubElement(section, "article", {"id": name, "aria-labelledby": f"{name}-title"})
            self.line(article, "h3", say(duty.title, self.language), {"id": f"{name}-title"})
            self.status(ET.SubElement(article, "p"), duty, status(duty, self.language))
            self.facts(ET.SubElement(article, "dl"), duty)
            self.folded(article, "explanation", [say(duty.explanation, self.language)])
            self.counting(article, duty)
            self.steps(article, duty)
            doubts = [say(doubt, self.language) for doubt in duty.open_questions]
            if duty.certainty == "secondary":
                doubts.insert(0, self.say("secondary"))
            if doubts:
                self.folded(article, "doubts", doubts)

    def facts(self, listed: ET.Element, duty: Obligation) -> None:
        """The facts of a duty, those alone that it has."""
        if duty.due is not None:
            strict, lenient = (in_full(when, self.language) for when in (duty.due.strict, duty.due.lenient))
            name = "opens" if duty.modality == "window" else "due"
            if strict == lenient:
                self.fact(listed, name, strict)
            else:
                self.fact(listed, name, self.say("strict", when=strict), self.say("lenient", when=lenient))
        else:
            self.fact(listed, "due", unset(duty, self.language))
        self.line(listed, "dt", self.say("basis"))
        self.cite(listed, "dd", duty)
        self.fact(listed, "who", bearer(duty.bearer, self.language))
        self.fact(listed, "start", in_full(duty.clock_start, self.language))
        self.fact(listed, "trigger", duty.trigger)
        if duty.met_by:
            self.fact(listed, "met", ", ".join(duty.met_by))
        if duty.needs:
            self.fact(listed, "missing", *(f"{fact(name, self.language)} ({name})" for name in duty.needs))
        if duty.consequence is not None:
            self.fact(listed, "breach", say(duty.consequence, self.language))

    def fact(self, listed: ET.Element, name: str, *values: str) -> None:
        self.line(listed, "dt", self.say(name))
        for value in values:
            self.line(listed, "dd", value)

    def folded(self, article: ET.Element, name: str, paragraphs: Iterable[str]) -> ET.Element:
        details = ET.SubElement(article, "details")
        self.line(details, "summary", self.say(name))
        for words in paragraphs:
            self.line(details, "p", words)
        return details

    def counting(self, article: ET.Element, duty: Obligation) -> None:
        if not duty.counting:
            return
        details = self.folded(article, "counting", ())
        caption = self.say("counted", title=say(duty.title, self.language))
        body = self.table(details, caption, ("day", "is_counted", "why"))
        for day in duty.counting:
            row = ET.SubElement(body, "tr")
            self.line(row, "th", in_full(day.day, self.language), {"scope": "row"})
            self.line(row, "td", self.say(_counted(day)))
            self.line(row, "td", say(day.why, self.language))

    def steps(self, article: ET.Element, duty: Obligation) -> None:
        if not duty.escalations:
            return
        details = self.folded(article, "steps", ())
        caption = self.say("step_caption", title=say(duty.title, self.language))
        body = self.table(details, caption, ("step_from", "step_to", "step_what"))
        for step in duty.escalations:
            row = ET.SubElement(body, "tr")
            active = f" · {self.say('active')}" if step.active else ""
            self.line(row, "th", in_full(step.from_, self.language) + active, {"scope": "row"})
            who = bearer(step.to, self.language)
            # A municipality names its own people in its own language.
            self.line(row, "td", who, {"lang": "da"} if self.language != "da" and who == step.to else None)
            self.line(row, "td", say(step.action, self.language))

    def proof(self, footer: ET.Element) -> None:
        receipt = self.result.receipt
        self.line(footer, "p", self.say("no_advice"))
        self.line(footer, "h2", self.say("proof"))
        listed = ET.SubElement(footer, "dl")
        for name, value in (
            ("rulebook", f"{receipt.rulebook} · {receipt.sha256}"),
            ("engine", receipt.engine),
            ("tzdata", receipt.tzdata),
            ("holidays", receipt.holidays),
            ("case_hash", receipt.case_sha256),
        ):
            self.fact(listed, name, value)


def _counted(day: Counting) -> str:
    by = day.counted
    if by.strict and by.lenient:
        return "yes"
    return "strict_only" if by.strict else "lenient_only" if by.lenient else "no"
