"""The witnesses of the changelog of rulebook 2026.2: each kind of answer that changed, with a small case."""

from __future__ import annotations

import re
from typing import Any

import pytest

from overgreb_rules import Case, evaluate
from tests.fixtures.paths import ROOT

NOON = "T12:00+02:00"


def _event(id_: str, type_: str, day: str, **more: Any) -> dict[str, Any]:
    """An event at noon of a day, or at the time told."""
    return {"id": id_, "type": type_, "at": day if "T" in day else f"{day}{NOON}", **more}


def _return_with_a_complaint(day: str) -> list[dict[str, Any]]:
    """A placement with consent, a request for return, and a complaint received on a day and decided on 15 May 2024."""
    return [
        _event("d1", "anbringelse_besluttet", "2024-01-10", samtykke=True),
        _event("h1", "hjemgivelse_anmodet", "2024-04-01", anmoder="foraeldremyndighedsindehaver"),
        _event("k1", "klage_modtaget_i_ankestyrelsen", day),
        _event("a1", "ankestyrelsen_afgjort", "2024-05-15"),
    ]


NOTIFIED = _event("u1", "underretning_modtaget", "2025-12-01")
EXAMINED = _event("b1", "undersoegelse_besluttet", "2025-12-10", of="u1")
FINISHED = _event("a1", "undersoegelse_afsluttet", "2026-06-10", of="b1")
DECIDED = {"art": "anbringelse", "truffet": "2024-03-01T10:00+01:00"}
TOLD = _event("m1", "afgoerelse_meddelt", "2026-03-02", organ="kommune")
ASKED = _event("q1", "aktindsigt_anmodet", "2026-03-20", of="m1", afbryder_klagefristen=True)
ANSWERED = _event("r1", "aktindsigt_afgjort", "2026-04-10", of="q1")
RECEIPTS = [
    _event("u1", "underretning_modtaget", "2026-11-02", anonym=False),
    _event("u2", "underretning_modtaget", "2026-11-03", anonym=False),
    _event("k1", "kvittering_sendt", "2026-11-04"),
]
WITNESSES: dict[str, tuple[list[dict[str, Any]], str, str, dict[str, Any] | None, dict[str, Any]]] = {
    "one receipt, two notifications": (
        RECEIPTS, "2026-11-06", "bl-138-1-kvittering@u1", {"status": "undetermined", "needs": ("of",)}, {},
    ),
    "two receipts, two notifications": (
        [*RECEIPTS, _event("k2", "kvittering_sendt", "2026-11-05")],
        "2026-11-06", "bl-138-1-kvittering@u2", {"status": "met", "met_by": ("k2",)}, {},
    ),
    "a talk of an older matter": (
        [
            _event("t1", "boernesamtale_afholdt", "2015-05-01"),
            _event("d1", "anbringelse_besluttet", "2016-05-01"),
            _event("d2", "anbringelse_besluttet", "2022-05-01"),
        ],
        "2022-06-01", "sel-48-samtale-foer-afgoerelse@d2", {"status": "undetermined", "needs": ("of",)}, {},
    ),
    "the provisional assessment never made": (
        [NOTIFIED, EXAMINED, FINISHED], "2026-08-01", "bl-20-3-foreloebig-vurdering@u1", {"status": "waived"}, {},
    ),
    "eighteen before the examination was finished": (
        [NOTIFIED, EXAMINED], "2026-06-01", "bl-20-3-undersoegelse-4-maaneder@u1", {"status": "waived"},
        {"foedselsdato": "2008-03-10"},
    ),
    "a complaint over the municipality has no eight weeks": (
        [TOLD, _event("k1", "klage_modtaget_i_ankestyrelsen", "2026-03-20", of="m1")],
        "2026-06-01", "rsl-73-ankestyrelsen-8-uger@k1", None, {},
    ),
    "no plan was necessary": (
        [_event("i1", "indsats_besluttet", "2024-03-01", plan_noedvendig=False)],
        "2024-07-01", "bl-108-3-ungeplan-3-maaneder@i1", None, {"foedselsdato": "2007-01-10"},
    ),
    "an unborn child": (
        [_event("u1", "underretning_modtaget", "2024-05-01", overgreb=True, ufoedt=True)],
        "2024-06-01", "bl-20-1-undersoegelse-ved-overgreb@u1", None, {},
    ),
    "an examination that did not run when the measure began": (
        [
            _event("i1", "indsats_ivaerksat", "2024-01-10", art="stoettende"),
            _event("b1", "undersoegelse_besluttet", "2024-01-25"),
            _event("a1", "undersoegelse_afsluttet", "2024-02-20", of="b1"),
        ],
        "2024-03-01", "bl-95-2-foerste-opfoelgning@i1", {"strict": "2024-04-10", "lenient": "2024-04-10"}, {},
    ),
    "an examination that ended after the change of law": (
        [
            _event("b1", "undersoegelse_besluttet", "2023-11-01"),
            _event("a1", "undersoegelse_afsluttet", "2024-02-01", of="b1"),
        ],
        "2024-06-01", "sel-50-3-samtale@b1", {"status": "waived"}, {},
    ),
    "a judgment alone": (
        [_event("d1", "dom_afsagt", "2024-05-01")],
        "2024-05-20", "bl-149-anketilladelse-4-uger@d1", {"status": "undetermined", "needs": ("indbragt_for_retten",)},
        {},
    ),
    "the notice of a departure is no notification of concern": (
        [
            _event("f1", "udvalget_fraveg_indstilling", "2024-05-01", enstemmig=False),
            _event("n1", "ankestyrelsen_underrettet", "2024-05-03", of="f1"),
        ],
        "2024-06-01", "praksis-ankestyrelsen-8-uger@n1", None, {},
    ),
    "the committee took no decision within the month": (
        [_event("p1", "foreloebig_afgoerelse_ivaerksat", "2024-03-01", af="direktoer", **DECIDED)],
        "2024-05-01", "bl-143-7-orienter-ankestyrelsen@p1", {"status": "open"}, {},
    ),
    "a talk left out after the decision": (
        [
            _event("d1", "anbringelse_besluttet", "2024-02-15"),
            _event("x1", "boernesamtale_undladt", "2024-08-19", holdning_indhentet=True),
        ],
        "2024-08-24", "bl-5-samtale-foer-afgoerelse@d1", {"status": "breached"}, {},
    ),
    "a complaint in a case that tells no decision": (
        [_event("k1", "klage_modtaget_i_ankestyrelsen", "2024-03-20")],
        "2024-06-01", "rsl-73-ankestyrelsen-8-uger@k1", {"status": "undetermined", "needs": ("organ",)}, {},
    ),
    "an examination that had not ended when the act did": (
        [_event("b1", "undersoegelse_besluttet", "2023-11-01")],
        "2024-06-01", "sel-50-3-samtale@b1", {"status": "waived"}, {},
    ),
    "a contact decided without a talk may be told to Ankestyrelsen": (
        [_event("s1", "samvaersafgoerelse_truffet", "2026-02-02")],
        "2026-03-02", "bl-152-underret-ankestyrelsen@s1", {"status": "available"}, {},
    ),
    "the notice follows when the safe deadline of the director's month has passed": (
        [_event("p1", "foreloebig_afgoerelse_ivaerksat", "2024-03-02", af="direktoer", **DECIDED)],
        "2024-04-01", "bl-143-6-direktoer-gyldighed-1-maaned@p1",
        {"strict": "2024-04-01", "lenient": "2024-04-02", "breach_from": "2024-04-02T00:00:00+02:00"}, {},
    ),
    "a final decision after the placement has ended": (
        [
            _event("d1", "anbringelse_besluttet", "2024-01-10", samtykke=False,
                   tidligere_anbragt_inden_for_et_aar=False),
            _event("o1", "indsats_ophoert", "2024-03-01", of="d1"),
            _event("e1", "endelig_proevelse", "2024-06-01", of="d1"),
        ],
        "2024-07-01", "bl-50-genbehandling-1-aar@d1", {"strict": "2025-01-10", "lenient": "2025-01-10"}, {},
    ),
    "an approval after the refusal": (
        [
            _event("p1", "foreloebig_afgoerelse_ivaerksat", "2024-05-01", art="anbringelse"),
            _event("n1", "foreloebig_afgoerelse_afvist", "2024-05-03", of="p1"),
            _event("g1", "foreloebig_afgoerelse_godkendt", "2024-05-06", of="p1"),
        ],
        "2024-05-20", "bl-143-5-gyldighed-1-maaned@p1", {"strict": "2024-06-01", "lenient": "2024-06-01"}, {},
    ),
    "confirmed between the call and the letter": (
        [
            _event("u1", "underretning_modtaget", "2024-03-25", kendt_fra=f"2024-03-20{NOON}", anonym=False),
            _event("k1", "kvittering_sendt", "2024-03-22"),
        ],
        "2024-05-01", "bl-138-1-kvittering@u1", {"status": "met", "met_by": ("k1",)}, {},
    ),
    "a request for return that may have rested": (
        _return_with_a_complaint("2024-04-03"),
        "2024-05-20", "bl-102-1-hjemgivelse-7-dage@h1",
        {"counted": ("2024-04-01", "2024-04-08", "2024-05-15", "2024-05-22")}, {},
    ),
    "a case that began after the date of a return": (
        _return_with_a_complaint("2024-05-02"),
        "2024-05-20", "bl-102-1-hjemgivelse-7-dage@h1",
        {"status": "overdue", "strict": "2024-04-08", "lenient": "2024-04-08"}, {},
    ),
    "practice is cited by its own name": (
        [_event("n1", "ankestyrelsen_underrettet", "2024-05-03")],
        "2024-06-01", "praksis-ankestyrelsen-8-uger@n1", {"cite": "Ankestyrelsens sagsbehandlingsfrist"}, {},
    ),
    "a change of place without a talk": (
        [_event("s1", "anbringelsessted_aendret", "2024-05-01")],
        "2024-06-01", "bl-5-samtale-foer-afgoerelse@s1", {"status": "breached"}, {},
    ),
    "a renewed decision": (
        [_event("g1", "genbehandling_besluttet", "2024-05-01")],
        "2024-06-01", "bl-50-genbehandling-2-aar@g1", {"strict": "2026-05-01", "lenient": "2026-05-01"}, {},
    ),
    "known by telephone the day before the letter": (
        [_event("u1", "underretning_modtaget", "2025-05-15", kendt_fra=f"2025-05-14{NOON}", anonym=False)],
        "2025-05-20", "bl-138-1-kvittering@u1", {"strict": "2025-05-21", "lenient": "2025-05-23"}, {},
    ),
    "the fourth of two visits a year": (
        [_event("i1", "indsats_ivaerksat", "2024-02-01", art="anbringelse")],
        "2027-02-02", "bl-156-5-tilsyn-2-om-aaret@i1#4", {"status": "pending"}, {},
    ),
    "a placement that was refused": (
        [
            _event("p1", "foreloebig_afgoerelse_ivaerksat", "2024-03-01", art="anbringelse"),
            _event("n1", "foreloebig_afgoerelse_afvist", "2024-03-05"),
            _event("m1", "samvaersperson_mistaenkt", "2024-03-20"),
        ],
        "2024-04-01", "bl-105-2-samvaer-ved-overgreb@m1", None, {},
    ),
    "a return decided on a request": (
        [
            _event("d1", "anbringelse_besluttet", "2024-01-10", samtykke=True),
            _event("h1", "hjemgivelse_anmodet", "2024-04-01", anmoder="foraeldremyndighedsindehaver"),
            _event("b1", "hjemgivelse_besluttet", "2024-04-05", hjemgives=True, of="h1"),
        ],
        "2024-05-01", "bl-102-1-hjemgivelse-7-dage@h1", {"status": "met", "met_by": ("b1",)}, {},
    ),
    "an end of one of two measures": (
        [
            _event("i1", "indsats_ivaerksat", "2025-01-10", art="forebyggende"),
            _event("i2", "indsats_ivaerksat", "2025-01-12", art="stoettende"),
            _event("e1", "indsats_ophoert", "2025-02-01"),
            _event("u1", "underretning_modtaget", "2025-02-10"),
        ],
        "2025-02-20", "bl-137-1-genvurdering@u1", {"status": "undetermined", "needs": ("of",)}, {},
    ),
    "a request that may be about either of two decisions": (
        [
            TOLD, ASKED,
            _event("m2", "afgoerelse_meddelt", "2026-04-20", organ="kommune"),
            _event("q2", "aktindsigt_anmodet", "2026-05-01", afbryder_klagefristen=True),
            _event("r2", "aktindsigt_afgjort", "2026-05-05", of="q2"),
        ],
        "2026-05-06", "rsl-67-klage-4-uger@m2", {"strict": "2026-05-18", "lenient": "2026-05-22"}, {},
    ),
    "a final decision on the last of February": (
        [
            _event("d1", "anbringelse_besluttet", "2025-06-01", samtykke=False, frist_fastsat="2026-03-01",
                   tidligere_anbragt_inden_for_et_aar=False),
            _event("e1", "endelig_proevelse", "2027-02-28", of="d1"),
        ],
        "2027-03-06", "bl-50-genbehandling-1-aar@d1", {"strict": "2026-03-01", "lenient": "2028-02-29"}, {},
    ),
    "a time limit that stands still": (
        [TOLD, ASKED], "2026-04-05", "rsl-67-klage-4-uger@m1", {"status": "available", "due": None}, {},
    ),
    "a time limit that was interrupted": (
        [TOLD, ASKED, ANSWERED], "2026-04-12", "rsl-67-klage-4-uger@m1",
        {"strict": "2026-04-24", "lenient": "2026-04-24"}, {},
    ),
}  # fmt: skip
"""Of each witness: the events, the day of the evaluation, the duty, what is answered (None: no row), the child."""


@pytest.mark.parametrize("name", WITNESSES)
def test_the_witness_of_a_change_is_answered_as_the_changelog_says(name: str) -> None:
    events, day, key, expected, child = WITNESSES[name]
    case = Case.model_validate({"case_id": "witness", "events": events, "barn": child})
    found = {duty.key: duty for duty in evaluate(case, at=f"{day}{NOON}").obligations}
    if expected is None:
        assert key not in found
        return
    duty = found[key]
    due = duty.due
    shown = {
        "status": duty.status, "needs": tuple(duty.needs), "met_by": tuple(duty.met_by), "due": due,
        "strict": due and due.strict.isoformat(), "lenient": due and due.lenient.isoformat(), "cite": duty.cite,
        "counted": tuple(counted.day.isoformat() for counted in duty.counting),
        "breach_from": next((step.from_.isoformat() for step in duty.escalations if step.id.endswith(":breach")), None),
    }  # fmt: skip
    assert {name: shown[name] for name in expected} == expected


def test_every_history_that_the_changelog_names_is_there() -> None:
    named = re.findall(r"`([a-z][0-9]{2}[a-z0-9-]*\.json)`", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert named
    assert [name for name in named if not (ROOT / "tests/law/histories" / name).is_file()] == []
