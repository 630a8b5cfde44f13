"""The words around what a rule file says, on the page of a provision."""

from __future__ import annotations

from overgreb_rules.shared.text import Text

SECTIONS = {
    "basis": Text("Hjemmel", "Legal basis"),
    "wordings": Text("Ordlyd over tid", "Wordings over time"),
    "duty": Text("Hvem, hvad, hvornår", "Who, what, when"),
    "law": Text("Læst tilbage som lov", "Read back as law"),
    "clock": Text("Fristen på et eksempel", "The clock on an example"),
    "examples": Text("Eksempler", "Examples"),
    "doubts": Text("Tvivl", "Doubts"),
    "change": Text("Før og efter", "Before and after"),
    "sentences": Text("Sætninger, reglen svarer for", "Sentences that the rule answers for"),
    "left_out": Text("Ikke med", "Not modelled"),
}
"""The parts of a page, in their order; every page has each of them."""
WORDS = {
    "cite": Text("Paragraf", "Paragraph"),
    "act": Text("Lov", "Act"),
    "id": Text("Reglens id", "Id of the rule"),
    "graph": Text("I regelsættets graf", "In the graph of the rulebook"),
    "known": Text("Kendt til", "Known to"),
    "read": Text("Læst i", "Read in"),
    "kle": Text("KLE-nummer", "Subject number (KLE)"),
    "certainty": Text("Kilde til fristen", "Certainty"),
    "no number": Text("intet kendt", "none known"),
    "no address": Text("ingen ELI-adresse", "no ELI address"),
    "period": Text("Periode", "Period"),
    "others": Text("Gælder kun, hvis …", "Only if …"),
    "first": Text("Eksempel: {says}", "Example: {says}"),
    "asked": Text("Spurgt {at}.", "Asked {at}."),
    "picture": Text("Tidslinje", "Timeline"),
    "day": Text("Dag", "Day"),
    "strict": Text("Sikker frist", "Safe deadline"),
    "lenient": Text("Yderste frist", "Latest deadline"),
    "why": Text("Hvorfor", "Why"),
    "counted": Text("tælles med", "counted"),
    "left": Text("tælles ikke med", "not counted"),
    "trigger": Text("Udløst af", "Opened by"),
    "status": Text("Status", "Status"),
    "met": Text("Opfyldt af", "Met by"),
    "needs": Text("ikke oplyst", "not told"),
    "nothing": Text("Reglen giver ingen pligt her.", "The rule gives no duty here."),
    "no clock": Text("Intet eksempel udløser reglen.", "No example opens the rule."),
    "case": Text("Sagen som JSON", "The case as JSON"),
    "answer": Text("Reglens pligter i svaret som JSON (detail: dates)", "Its duties in the answer as JSON (dates)"),
    "succeeds": Text("Afløser", "Succeeds"),
    "now": Text("Afløst af", "Now"),
    "neither": Text(
        "Reglen afløser ingen anden regel og er ikke selv afløst.", "The rule succeeds no other, and none succeeds it."
    ),
    "sentence": Text("Sted", "Place"),
    "version": Text("Version", "Version"),
    "gist": Text("Indhold", "Content"),
    "unlisted": Text(
        "Paragraffens sætninger er ikke på listen.", "The sentences of the paragraph are not on the list."
    ),
    "none": Text("–", "–"),
    "what": Text("Emne", "Subject"),
    "content": Text("Indhold", "Content"),
}
"""The words of a page."""
