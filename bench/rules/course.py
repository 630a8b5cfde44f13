"""What a municipality does about the notifications of one child, from the receipt to the follow-up of a measure."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

__all__ = ["ASSESSED_IN_TIME", "EXAMINED_IN_TIME", "FOLLOWED_UP_IN_TIME", "Course", "Sender"]

ASSESSED_IN_TIME = 0.92
EXAMINED_IN_TIME = 0.50
FOLLOWED_UP_IN_TIME = 0.75

_COPENHAGEN = ZoneInfo("Europe/Copenhagen")
_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60
_ABUSE = 0.055
_CHILDRENS_HOUSE = 0.44
"""Of the examinations after suspected abuse: about 2,000 children's-house cases in a year of 85,300 children."""
_SURELY_IN_TIME, _SURELY_LATE = 118, 125
"""Days from a notification: four months are 120 to 123."""
_WHY = "Barnet er for lille til en samtale, og dets holdning er kendt fra dagplejen."


@dataclass(frozen=True, slots=True)
class Sender:
    """A group of notifiers, its share of the notifications, and the word of the vocabulary for it."""

    group: str
    share: float
    afsender: str
    round_the_clock: bool = False


class Course:
    """The events of one child as they happen, up to the end of the year."""

    def __init__(self, rng: random.Random, number: int, ends: int, *, unborn: bool) -> None:
        self.rng, self.number, self.ends, self.unborn = rng, number, ends, unborn
        self._events: list[tuple[int, int, dict[str, object]]] = []
        self._noted = 0
        self._known: set[str] = set()
        self._examined_until = 0
        self._measure_since: int | None = None

    def told(self) -> list[dict[str, object]]:
        """The events in order of time."""
        return [event for _, _, event in sorted(self._events, key=lambda one: one[:2])]

    def earlier_measure(self, at: int) -> None:
        """A support measure from before the year, with its follow-ups."""
        self._measure(at, None)

    def notification(self, at: int, sender: Sender) -> None:
        """A notification and all that follows it."""
        rng = self.rng
        facts = self._notified_facts(at, sender)
        abuse = facts.get("overgreb") is True
        notified = self._tell("underretning_modtaget", at, None, facts)
        if self._happens(0.97):
            self._tell("underretning_registreret", at + self._hours(0.1, 48), notified)
        self._assessment(at, notified)
        self._receipt(at, notified, facts)
        if sender.afsender == "fagperson":
            self._feedback(at, notified)
        if self._measure_since is not None and self._measure_since < at and self._happens(0.7):
            new = self._maybe("ny_person_deltog", known=0.9, true=0.9)
            self._tell("genvurdering_foretaget", at + self._hours(6, 300), notified, new)
        if abuse and not self.unborn:
            self._conversation(at, notified)
        running = at < self._examined_until
        if not self._happens(0.3 if running else 0.82):
            return
        screened_at = at + self._days(0.5, 35)
        result = self._result(abuse=abuse)
        screening = self._tell("screening_foretaget", screened_at, notified, self._screening_facts(result))
        if result == "undersoegelse" and not running and self._happens(0.93):
            self._examination(at, screened_at, rng.choice((notified, screening, screening, None)), abuse=abuse)
        elif result == "afdaekning" and self._happens(0.7):
            mapped_at = screened_at + self._days(10, 90)
            self._tell("afdaekning_foretaget", mapped_at, screening)
            if self._happens(0.4):
                self._measure(mapped_at + self._days(3, 30), None, art="forebyggende")
        if self._happens(0.004):
            moved_at = screened_at + self._days(5, 120)
            needs = self._maybe("behov_for_saerlig_stoette", known=0.9, true=0.5)
            moved = self._tell("familie_flyttet", moved_at, None, needs)
            if needs.get("behov_for_saerlig_stoette") and self._happens(0.8):
                self._tell("mellemkommunal_underretning_sendt", moved_at + self._days(1, 30), moved)

    def _notified_facts(self, at: int, sender: Sender) -> dict[str, object]:
        facts: dict[str, object] = {"afsender": sender.afsender}
        if sender.afsender == "borger":
            facts |= self._maybe("anonym", known=0.92, true=0.25)
        elif self._happens(0.95):
            facts["anonym"] = False
        point = self.rng.random()
        if point < _ABUSE:
            facts["overgreb"] = True
            if self._happens(0.85):
                (facts["formodet_kraenker"],) = self.rng.choices(("foraelder", "anden", "ukendt"), (65, 23, 12))
        elif point < 0.80:
            facts["overgreb"] = False
        if self._happens(0.02):
            facts["kendt_fra"] = _instant(at - self._hours(1, 20))
        if self.unborn:
            facts["ufoedt"] = True
        return facts

    def _assessment(self, at: int, notified: str) -> None:
        akut = self._maybe("akut_behov", known=0.85, true=0.06)
        point = self.rng.random()
        if point < ASSESSED_IN_TIME:
            when = at + min(int(self.rng.expovariate(1 / (6 * _HOUR))) + 5 * _MINUTE, 24 * _HOUR - _MINUTE)
            only_the_day = _day(when) == _day(at) and self._happens(0.05)
            self._tell("underretning_vurderet", when, notified, akut, only_the_day=only_the_day)
        elif point < 0.98:
            when = at + 24 * _HOUR + self._hours(1, 150)
            self._tell("underretning_vurderet", when, notified, akut)
        else:
            return
        if akut.get("akut_behov") and not self.unborn and self._happens(0.08):
            self._acute(when + self._hours(0.5, 20), notified)

    def _acute(self, at: int, notified: str) -> None:
        truffet = at - self._hours(0.5, 6)
        facts = {"art": "anbringelse", "truffet": _instant(truffet), "grund_overgreb_eller_omsorgssvigt": True}
        acute = self._tell("foreloebig_afgoerelse_ivaerksat", at, notified, facts)
        if self._happens(0.95):
            self._tell("foreloebig_afgoerelse_meddelt", at + self._hours(0.5, 22), acute)
        if self._happens(0.93):
            self._tell("foreloebig_afgoerelse_godkendt", at + self._days(2, 7), acute)
        if self._happens(0.7):
            self._tell("endelig_afgoerelse_truffet", at + self._days(10, 40), acute)

    def _receipt(self, at: int, notified: str, facts: Mapping[str, object]) -> None:
        point = self.rng.random()
        if facts.get("anonym") is True or point > 0.97:
            return
        when = at + (self._days(0, 5) if point < 0.91 else self._days(9, 40))
        self._tell("kvittering_sendt", when, notified, only_the_day=self._happens(0.3))

    def _feedback(self, at: int, notified: str) -> None:
        point = self.rng.random()
        if point < 0.65:
            self._tell("fagperson_orienteret", at + self._days(3, 90), notified)
        elif point < 0.68:
            why = {"begrundelse": "Særlige forhold taler imod."}
            self._tell("orientering_undladt", at + self._days(3, 60), notified, why)

    def _conversation(self, at: int, notified: str) -> None:
        when = at + self._hours(3, 200)
        if self._happens(0.82):
            alone = self._maybe("uden_samtykke", known=0.9, true=0.7) | self._maybe(
                "uden_tilstedevaerelse", known=0.9, true=0.85
            )
            self._tell("boernesamtale_afholdt", when, notified, alone)
        elif self._happens(0.5):
            facts = {"begrundelse": _WHY} | self._maybe("holdning_indhentet", known=0.8, true=0.8)
            self._tell("boernesamtale_undladt", when, notified, facts)

    def _result(self, *, abuse: bool) -> str:
        if abuse and self._happens(0.92):
            return "undersoegelse"
        (result,) = self.rng.choices(("ingen", "afdaekning", "undersoegelse"), (58, 16, 26))
        return result

    def _screening_facts(self, result: str) -> dict[str, object]:
        facts: dict[str, object] = {"resultat": result} if self._happens(0.98) else {}
        facts |= self._maybe("alvorlig_eller_kompleks", known=0.85, true=0.55 if result == "undersoegelse" else 0)
        facts |= self._maybe("aeresrelateret", known=0.75, true=0.01)
        if self.unborn:
            facts["ufoedt"] = True
        return facts

    def _examination(self, notified_at: int, screened_at: int, of: str | None, *, abuse: bool) -> None:
        decided_at = screened_at + self._days(0, 12)
        facts: dict[str, object] = {"ufoedt": True} if self.unborn else {}
        if abuse:
            facts |= self._maybe("samarbejde_noedvendigt", known=0.85, true=0.7)
        decided = self._tell("undersoegelse_besluttet", decided_at, of, facts)
        if abuse:
            self._with_police_and_health(decided_at, decided)
        if self._happens(0.75):
            self._tell("foraeldre_inddraget", decided_at + self._days(0, 20), decided)
        if self._happens(0.7):
            self._tell("andre_boern_vurderet", decided_at + self._days(1, 60), decided)
        if not self.unborn and self._happens(0.8):
            self._tell("boernesamtale_afholdt", decided_at + self._days(2, 30), decided)
        self._finishing(notified_at, decided_at, decided)

    def _with_police_and_health(self, decided_at: int, decided: str) -> None:
        if self._happens(0.6):
            self._tell("politi_inddraget", decided_at + self._hours(1, 100), decided)
            if self._happens(0.6):
                self._tell("politianmeldelse", decided_at + self._hours(1, 200), decided)
        if self._happens(0.3):
            self._tell("sundhedsvaesen_inddraget", decided_at + self._hours(1, 200), decided)
        if self._happens(_CHILDRENS_HOUSE):
            when = decided_at + self._days(1, 25)
            needs = self._maybe("oplysninger_noedvendige", known=0.8, true=0.5)
            used = self._tell("boernehus_benyttet", when, decided, needs)
            if needs.get("oplysninger_noedvendige") and self._happens(0.8):
                self._tell("sundhedsoplysninger_videregivet", when + self._days(1, 20), used)
            if self._happens(0.5):
                self._tell("videoafhoering_afholdt", when + self._days(0.5, 15), used)

    def _finishing(self, notified_at: int, decided_at: int, decided: str) -> None:
        finished_at: int | None = None
        point = self.rng.random()
        if point < EXAMINED_IN_TIME:
            finished_at = self.rng.randrange(decided_at + 15 * _DAY, notified_at + _SURELY_IN_TIME * _DAY)
        else:
            if point < 0.85:
                finished_at = notified_at + self._days(_SURELY_LATE, 260)
            if self._happens(0.45):
                provisional_at = notified_at + self._days(90, _SURELY_IN_TIME if self._happens(0.7) else 150)
                self._tell("foreloebig_vurdering_foretaget", provisional_at, decided)
        if finished_at is None:
            self._examined_until = self.ends
            return
        self._examined_until = finished_at
        finished = self._tell("undersoegelse_afsluttet", finished_at, decided)
        if self._happens(0.5):
            self._measure(finished_at + self._days(2, 30), finished)

    def _measure(self, at: int, of: str | None, art: str | None = None) -> None:
        rng = self.rng
        if art is None:
            (art,) = rng.choices(("stoettende", "forebyggende", "anbringelse", "ungdomskriminalitet"), (70, 20, 8, 2))
        unborn: dict[str, object] = {"ufoedt": True} if self.unborn else {}
        if not self.unborn and self._happens(0.8):
            self._tell("boernesamtale_afholdt", at - self._hours(2, 300), of)
        if art == "anbringelse":
            facts = self._maybe("samtykke", known=0.95, true=0.8)
            facts |= self._maybe("grund_overgreb_eller_omsorgssvigt", known=0.8, true=0.4) | unborn
            decided = self._tell("anbringelse_besluttet", at, of, facts)
        else:
            facts = self._maybe("plan_noedvendig", known=0.9, true=0.4) | {"samtykke": True} | unborn
            decided = self._tell("indsats_besluttet", at, of, facts)
        if self._happens(0.6):
            told = {"organ": "kommune", "udvalgssag": False}
            self._complaint(self._tell("afgoerelse_meddelt", at + self._days(0.5, 6), decided, told), at)
        if self._happens(0.5):
            self._tell("plan_udarbejdet", at + self._days(10, 130), decided)
        started_at = at + self._days(1, 20)
        started = self._tell("indsats_ivaerksat", started_at, decided, {"art": art} if self._happens(0.95) else {})
        self._measure_since = min(self._measure_since or started_at, started_at)
        followed_at = started_at + (self._days(30, 88) if self._happens(FOLLOWED_UP_IN_TIME) else self._days(94, 200))
        while followed_at < self.ends:
            next_at = followed_at + self._days(60, 180)
            facts = {"naeste_senest": _day(next_at + 10 * _DAY).isoformat()} if self._happens(0.6) else {}
            self._tell("opfoelgning_foretaget", followed_at, started, facts)
            followed_at = next_at
            if self._happens(0.25):
                self._tell("indsats_ophoert", followed_at, started)
                break

    def _complaint(self, notified: str, at: int) -> None:
        if self._happens(0.04):
            lodged = self._tell("klage_indgivet", at + self._days(8, 40), notified)
            self._tell("klage_modtaget_i_ankestyrelsen", at + self._days(45, 60), lodged)

    def _tell(
        self,
        type_: str,
        at: int,
        of: str | None,
        facts: Mapping[str, object] | None = None,
        *,
        only_the_day: bool = False,
    ) -> str:
        """Note an event, unless it comes after the end of the year; gives its id, the key of the record system."""
        self._noted += 1
        id_ = f"H{self.number}-{self._noted}"
        at = at // _MINUTE * _MINUTE
        if at < self.ends:
            event: dict[str, object] = {"id": id_, "type": type_}
            event["at"] = _day(at).isoformat() if only_the_day else _instant(at)
            if of in self._known:
                event["of"] = of
            self._known.add(id_)
            self._events.append((at, self._noted, event | dict(facts or {})))
        return id_

    def _maybe(self, name: str, *, known: float, true: float) -> dict[str, object]:
        return {name: self.rng.random() < true} if self.rng.random() < known else {}

    def _happens(self, chance: float) -> bool:
        return self.rng.random() < chance

    def _hours(self, least: float, most: float) -> int:
        return int(self.rng.uniform(least, most) * _HOUR)

    def _days(self, least: float, most: float) -> int:
        return int(self.rng.uniform(least, most) * _DAY)


def _instant(second: int) -> str:
    return dt.datetime.fromtimestamp(second, _COPENHAGEN).isoformat()


def _day(second: int) -> dt.date:
    return dt.datetime.fromtimestamp(second, _COPENHAGEN).date()
