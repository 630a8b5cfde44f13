"""What each warning of an answer means, by its code."""

from __future__ import annotations

from collections.abc import Mapping

from overgreb_rules.shared.text import Text

WARNING_WORDS: Mapping[str, Text] = {
    "act_of_an_older_matter": Text(
        "En hændelse ligger så tidligt, at den kan høre til en ældre sag. Angiv feltet »of«, hvis den hører til her.",
        "An act lies before an earlier matter ended, and may belong to that one: tell `of`.",
    ),
    "answer_before_trigger": Text(
        "En hændelse ligger før den hændelse, der udløste den pligt, den opfylder. Er tidspunkterne rigtige?",
        "An act lies before the event that it answers. Are the times right?",
    ),
    "answers_only_part": Text(
        "En hændelse handler kun om noget af det, som pligten gælder. Pligten er først opfyldt, når det også er "
        "sket for resten.",
        "An act is about one of the things that a duty is about; the duty waits for the others.",
    ),
    "before_the_rules": Text(
        "Hændelser før reglernes første dag udløser ingen pligter.",
        "Events before the first day of the rules open no duty.",
    ),
    "birth_contradicts": Text(
        "Barnets fødselsdato passer ikke med en hændelse: barnet var ikke født, eller den unge var fyldt 18 år.",
        "The date of birth contradicts an event: born after it, or of age before it.",
    ),
    "known_after_received": Text(
        "Indholdet er oplyst som kendt fra et tidspunkt efter modtagelsen af den samme underretning.",
        "The content is told as known from a time after the receipt of the same notification.",
    ),
    "law_not_read_so_far": Text(
        "En hændelse, der udløser en pligt, ligger efter den sidste dag, loven er kontrolleret for (`receipt.law`).",
        "An event that opens a duty lies after the day to which its law was read (`receipt.law`).",
    ),
    "of_answers_nothing": Text(
        "En hændelse henviser i feltet »of« til andre hændelser, men opfylder ingen pligt. Er henvisningen rigtig?",
        "`of` of an event names events that opened no duty which it answers.",
    ),
    "of_unusual": Text(
        "En hændelse henviser i feltet »of« til noget, som sådan en hændelse normalt ikke handler om.",
        "`of` names an event of a type that such an event is not usually about.",
    ),
    "same_thing_named_twice": Text(
        "To hændelser henviser til det samme, men normalt er der kun én.",
        "Two events name the same thing, where one is expected.",
    ),
    "stays_under_LAW": Text(
        "En afgørelse efter en ophævet lov gælder fortsat, og den nye lov siger ikke, efter hvilken lov sagen skal "
        "behandles videre.",
        "A decision under an ended act goes on under it; the new act does not say which act applies.",
    ),
    "time_limit_stands_still": Text(
        "Klagefristen er afbrudt og løber videre, når anmodningen er besvaret.",
        "A time limit is interrupted since a day, and goes on when the request is answered.",
    ),
    "undetermined_past_due": Text(
        "Den sikre frist for en uafklaret pligt er passeret.",
        "The safe deadline of an undetermined duty has passed.",
    ),
    "unknown_kommune": Text("Der er ingen kommune med koden.", "There is no kommune of this code."),
    "waived_after_due": Text(
        "En pligt bortfaldt først, da fristen var overskredet.",
        "A duty was waived only when its time limit had passed.",
    ),
    "which_one": Text(
        "En hændelse kan opfylde flere åbne pligter, og det er ikke oplyst, hvilken den hører til. Angiv det i feltet "
        "»of«.",
        "An act answers one of several open duties, and nothing tells which: tell `of`.",
    ),
}
"""The meaning of each code; LAW stands for the name of an act. None of them changes a status."""
