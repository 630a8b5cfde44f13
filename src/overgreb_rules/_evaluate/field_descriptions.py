"""What each field of an answer is, for JSON Schemas: by its name, or by kind and name where one name has two senses."""

from __future__ import annotations

from collections.abc import Mapping

from overgreb_rules.shared.text import Text

SCHEMA_DESCRIPTIONS: Mapping[str, Text] = {
    "envelope": Text("En linje: en sag og det, der spørges om", "A line: a case and what is asked about it"),
    "evaluation": Text(
        "Svaret: hver pligt i sagen på et tidspunkt, den mest presserende først",
        "The answer: every duty of the case at an instant, the most urgent first",
    ),
    "error": Text("Svaret på en linje, der afvises", "The answer to a line that is refused"),
    "agenda": Text("Det, der skal gøres nu, på tværs af sager", "What to do now, over many cases"),
    "what-if": Text(
        "Sagen med og uden antagne hændelser, på samme tidspunkt",
        "The case with and without supposed events, at one instant",
    ),
    "why-not": Text("Hvorfor en regel ikke giver en pligt", "Why a rule gives no duty"),
    "figures": Text("Hvor ofte frister overholdes i en periode", "How often time limits are kept, in a period"),
}
"""What the document of each schema is."""

FIELD_DESCRIPTIONS: Mapping[str, Text] = {
    "schema": Text("skemaets version", "version of the schema"),
    "case_id": Text("sagens nøgle hos den, der spurgte", "the caller's own key of the case"),
    "at": Text("det tidspunkt, svaret gælder", "the instant that the answer is about"),
    "receipt": Text("beregningsgrundlaget", "what the answer rests on"),
    "obligations": Text("pligterne, de mest presserende først", "the duties, the most urgent first"),
    "next_change": Text(
        "det næste tidspunkt, hvor noget, der ikke er lukket, ændrer sig, alene fordi tiden går; null: aldrig",
        "the next instant at which something that is not closed changes by time alone; null: never",
    ),
    "ignored_events": Text("id på hændelser, der endnu ikke er sket", "ids of events that have not happened yet"),
    "unused_events": Text(
        "id på hændelser, der hverken har udløst, opfyldt, afsluttet eller flyttet noget eller ladet noget bortfalde",
        "ids of events that opened, met, waived, ended and moved nothing",
    ),
    "warnings": Text("det, læseren skal vide ud over pligterne", "what the reader must know beside the duties"),
    # A duty.
    "rule": Text("reglens id", "id of the rule"),
    "Cause.rule": Text("id på en anden regel, hvis pligt afgjorde det", "id of another rule whose duty decided"),
    "key": Text("pligtens nøgle: reglen og den udløsende hændelse", "key of the duty: rule and triggering event"),
    "law": Text("loven", "the act"),
    "Receipt.law": Text(
        "for hver lov den version, der er læst, og den dag, loven er kontrolleret til og med",
        "for every act the version that was read, and the last day to which the act was checked",
    ),
    "cite": Text("hjemmel", "legal basis"),
    "title": Text("hvad pligten går ud på", "what the duty is"),
    "modality": Text(
        "must: pligt; may: mulighed; window: må tidligst ske på et bestemt tidspunkt",
        "must: duty; may: permission; window: lawful only from a certain time on",
    ),
    "bearer": Text("hvem der har pligten", "who bears the duty"),
    "trigger": Text("id på den hændelse, der udløste pligten", "id of the event that opened the duty"),
    "clock_start": Text("det tidspunkt, fristen regnes fra", "from when the time limit is counted"),
    "opened_by": Text("den hændelse, der udløste pligten", "the event that opened the duty"),
    "OpenedBy.type": Text("hændelsens type", "type of the event"),
    "OpenedBy.at": Text("hvornår den skete ifølge sagen", "when it happened, as the case tells"),
    "wording": Text("den version af reglen, der er brugt", "the version of the rule that was applied"),
    "Wording.from": Text("versionens første dag", "first day of the version"),
    "Wording.to": Text("versionens sidste dag; null: gælder endnu", "last day of the version; null: still in force"),
    "due": Text(
        "fristen; null, hvor loven ikke sætter en fast frist", "the last moment; null where the law sets no number"
    ),
    "strict": Text("sikker frist: den tidligste af de to", "the earlier reading: warn by it"),
    "lenient": Text("yderste frist: den seneste af de to", "the later reading: a breach only after it"),
    "is_day": Text("om strict og lenient er datoer", "whether strict and lenient are dates"),
    "ends": Text(
        "det første tidspunkt, der er for sent: sammenlign med det",
        "the first instant that is too late: compare with it",
    ),
    "DueEnds.strict": Text(
        "det første tidspunkt efter den sikre frist", "first instant too late by the earlier reading"
    ),
    "DueEnds.lenient": Text(
        "det første tidspunkt efter den yderste frist", "first instant too late by the later reading"
    ),
    "status": Text("pligtens status", "how the duty stands"),
    "met_by": Text("id på de hændelser, der opfylder pligten", "ids of the events that meet the duty"),
    "met_at": Text("hvornår de skete", "when they happened"),
    "needs": Text("det, der mangler at blive oplyst", "what would have to be told"),
    "cause": Text("grunden til denne status", "why the duty stands so"),
    "Cause.events": Text("id på de hændelser, der afgjorde det", "ids of the events that decided"),
    "Cause.facts": Text("de oplysninger, der afgjorde det; null: ikke oplyst", "facts that decided; null: not told"),
    "closed": Text("sagens lukning, hvis pligten da ikke var opfyldt", "closing of the case while the duty was unmet"),
    "Closed.by": Text("id på hændelsen", "id of the event"),
    "Closed.at": Text("hvornår sagen blev lukket", "when the case was closed"),
    "Closed.grund": Text("grunden", "the reason"),
    "not_recorded": Text(
        "om kommunens system ikke registrerer sådanne pligter", "whether the system keeps no record of such duties"
    ),
    "past_due": Text(
        "om en uafklaret pligts sikre frist er passeret", "whether the strict date of an undetermined duty has passed"
    ),
    "consequence": Text("hvad der følger, hvis pligten ikke overholdes", "what follows a breach"),
    "escalations": Text("varslinger og følger", "steps before and after the time limit"),
    "counting": Text("beregningen dag for dag", "the days of the count"),
    "explanation": Text("hele forklaringen", "the whole explanation"),
    "certainty": Text(
        "text: loven siger det selv; secondary: en myndighed siger det",
        "text: the law itself says so; secondary: an authority does",
    ),
    "open_questions": Text("det, en jurist skal afgøre", "what a jurist must settle"),
    "transition": Text("om lovskiftet har betydning", "whether the change of law bears on the duty"),
    "successor": Text(
        "de regler i den nyere lov, der afløser pligtens regel",
        "the rules of the newer law that continue the rule of the duty",
    ),
    # Parts of a duty.
    "id": Text("varslingens id", "id of the step"),
    "kind": Text(
        "statutory og remedy: efter loven; local: kommunens egen",
        "statutory and remedy: by law; local: the municipality's",
    ),
    "Reason.kind": Text("hvorfor reglen ikke giver en pligt", "what keeps the rule out"),
    "from": Text("hvornår varslingen begynder", "when the step begins"),
    "to": Text("hvem der får besked", "who is told"),
    "active": Text("om varslingen er begyndt og stadig gælder", "whether the step has begun and still applies"),
    "action": Text("hvad der skal ske", "what to do"),
    "day": Text("dagen", "the day"),
    "counted": Text("om dagen tæller med", "whether the day counts"),
    "CountedBy.strict": Text("om den tæller med ved den sikre frist", "whether it counts in the earlier reading"),
    "CountedBy.lenient": Text("om den tæller med ved den yderste frist", "whether it counts in the later reading"),
    "why": Text("hvorfor", "why"),
    "da": Text("på dansk", "in Danish"),
    "en": Text("på engelsk", "in English"),
    "code": Text("advarslens kode", "code of the warning"),
    # A receipt.
    "rulebook": Text("reglernes version", "version of the rules"),
    "sha256": Text("hash af reglernes filer", "hash of the files of the rules"),
    "engine": Text("regelmotoren", "the matcher"),
    "tzdata": Text("tidszonedata", "time-zone data"),
    "holidays": Text(
        "hash af helligdagene og af de dage, hvor offentlige kontorer har lukket",
        "hash of the public holidays and of the days on which public offices are closed",
    ),
    "case_sha256": Text("hash af sagen", "hash of the case"),
    "policy_sha256": Text("hash af varslingsplanen; null: ingen", "hash of the policy; null: none"),
    "result_sha256": Text("hash af svaret uden grundlaget", "hash of the answer without its receipt"),
    "bundle_sha256": Text("hash af reglerne som én fil (bundle)", "hash of the rules as one file (bundle)"),
    "version": Text("den version, der er læst", "the version that was read"),
    "read_to": Text("den dag, loven er kontrolleret til og med", "the last day to which the law was checked"),
    # An agenda.
    "Agenda.closed": Text("antal pligter i lukkede sager", "number of duties of closed cases"),
    "Agenda.not_recorded": Text("antal pligter, systemet ikke registrerer", "number of duties without a record"),
    "cases": Text("antal sager", "number of cases"),
    "counts": Text(
        "antal pligter i hver gruppe, uanset hvilken status der er bedt om",
        "number of duties of each group, whatever status was asked for",
    ),
    "selected": Text(
        "antal pligter i hver gruppe med den status, der er bedt om; items viser dem op til grænsen",
        "number of duties of each group with the status that was asked for; items lists them up to the limit",
    ),
    "refused": Text("de sager, der blev afvist", "the cases that were refused"),
    "items": Text("pligterne, de mest presserende først", "the duties, the most urgent first"),
    "group": Text("gruppen", "the group"),
    "case": Text("sagens nummer, fra 1", "number of the case, from 1"),
    "error": Text("fejlens dele", "the parts of the error"),
    # A comparison, and the reasons of an absent duty.
    "suppose": Text("de antagne hændelser", "the supposed events"),
    "changes": Text("de pligter, hvor svaret er et andet", "the duties that stand otherwise"),
    "before": Text("uden det antagne; null: ikke i svaret", "without what is supposed; null: not in the answer"),
    "after": Text("med det antagne; null: ikke i svaret", "with what is supposed; null: not in the answer"),
    "keys": Text("reglens pligter, hvis den giver nogen", "duties of the rule, where it gives some"),
    "reasons": Text("grundene", "the reasons"),
    "event": Text("id på den udløsende hændelse, det gælder", "id of the trigger that it is about"),
    # Figures of a department.
    "Figures.from": Text("periodens første dag", "first day of the period"),
    "Figures.to": Text("periodens sidste dag", "last day of the period"),
    "groups": Text("tallene for hver gruppe", "the figures of each group"),
    "Group.by": Text("gruppen; null: ikke oplyst", "the group; null: not told"),
    "measures": Text("tallene", "the figures"),
    "measure": Text("tallets navn", "name of the figure"),
    "decided": Text("opgjorte pligter", "duties that are decided"),
    "kept": Text("overholdte pligter", "duties that were kept"),
    "KeptCount.strict": Text("overholdt, regnet med den sikre frist", "by the earlier reading"),
    "KeptCount.lenient": Text("overholdt, regnet med den yderste frist", "by the later reading"),
    "share": Text("andelen, fra 0 til 1; null: ingen er opgjort", "the share, from 0 to 1; null: none is decided"),
    "KeptShare.strict": Text("andelen, regnet med den sikre frist", "the share by the earlier reading"),
    "KeptShare.lenient": Text("andelen, regnet med den yderste frist", "the share by the later reading"),
    "undetermined": Text("uafklarede pligter", "undetermined duties"),
    "missing": Text("det, der oftest mangler; null: intet", "what is missing most often; null: nothing"),
    "name": Text("navnet på det, der mangler", "name of what is missing"),
    "count": Text("antallet", "the number"),
    "statuses": Text("antal pligter med hver status", "number of duties of each status"),
    "duration": Text(
        "den tid, opfyldelsen tog; null: intet er målt", "the time that it took; null: nothing was measured"
    ),
    "unit": Text("enheden", "the unit"),
    "median": Text("medianen", "the median"),
    "p90": Text("90-procentsfraktilen", "the 90th percentile"),
    "week_from": Text("ugens mandag", "Monday of the week"),
    "coming": Text("de pligter, hvis sikre frist udløber i de kommende uger", "what falls due in the coming weeks"),
    "published": Text("offentliggjorte tal", "published figures"),
    "year": Text("året eller årene", "the year or years"),
    "source": Text("kilden", "the source"),
    "sample": Text("om tallet er fra en stikprøve", "whether the figure is from a sample"),
    # An error, and a line of a stream.
    "place": Text("JSON-pointer, fil og linje eller valgmulighed", "JSON pointer, file and line, or option"),
    "what": Text("hvad der er galt", "what is wrong"),
    "value": Text("den afviste værdi; `«hidden»`, hvis den ikke må vises", "the refused value, «hidden» if not shown"),
    "allowed": Text("hvad der kan stå", "what is allowed"),
    "mend": Text("hvordan det rettes", "how to correct it"),
    "line": Text("linjens nummer, fra 1", "number of the line, from 1"),
    "ErrorLine.id": Text("det id, der blev sendt med, og som står i svaret", "the caller's id, which comes back"),
    "ErrorLine.error": Text("fejlen", "the error"),
    "Envelope.at": Text("tidspunktet; ellers det, der står i kaldet", "the instant; without it that of the call"),
    "Envelope.case": Text("sagen", "the case"),
    "Envelope.suppose": Text("antagne hændelser eller TYPE@TIDSPUNKT", "supposed events, or TYPE@INSTANT"),
    "Envelope.detail": Text("hvor meget af svaret der ønskes", "how much of the answer"),
}
"""The descriptions of fields."""
