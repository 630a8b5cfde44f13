import { Bundle, LadderStep } from "./bundle";
import { LocalClock, EpochSeconds } from "./time";
import { AssessedDuty, Status, isUnmet, keyOf } from "./assessed-duty";

/** A step of escalation of a duty. */
export interface Escalation { id: string; kind: "statutory" | "remedy" | "local"; from: EpochSeconds; to: string; active: boolean }

const BROKEN: Status[] = ["overdue", "met_late", "breached", "contested", "replaced"];

/** Returns the escalations of a duty with a date. */
export function listEscalations(bundle: Bundle, clock: LocalClock, one: AssessedDuty, at: EpochSeconds, isClosed: boolean): Escalation[] {
  const found: Escalation[] = [];
  const strict = one.dates.strict;
  const lenient = one.dates.lenient;
  if (!strict || !lenient || one.status === null) return found;
  const key = keyOf(one);
  const rule = one.duty.rule;
  const add = function (id: string, kind: Escalation["kind"], from: EpochSeconds, to: string): void {
    const status = one.status as Status;
    const stands = kind === "local" ? isUnmet(status) && status !== "undetermined" : BROKEN.indexOf(status) >= 0;
    found.push({ id: key + ":" + id, kind: kind, from: from, to: to, active: !isClosed && at >= from && stands });
  };
  if (rule.breach) {
    if (rule.breach.rule) add("breach", "statutory", strict.last + 1, bundle.rules[rule.breach.rule].bearer);
    else if (rule.breach.remedy) add("breach", "remedy", lenient.last + 1, "Ankestyrelsen");
    else add("breach", "statutory", lenient.last + 1, rule.bearer);
  }
  const bearer = bundle.vocabulary.bearers[rule.bearer];
  if (rule.modality !== "must" || !bearer || !bearer.municipality) return found;
  const ladder = bundle.ladders.filter(function (candidate) {
    const fits = candidate.fits;
    return lists(fits.count, countOf(bundle, one)) && lists(fits.rule, one.duty.id) && lists(fits.law, rule.law) &&
      lists(fits.bearer, rule.bearer);
  })[0];
  if (!ladder) return found;
  for (const step of ladder.steps) {
    add(bundle.policy + "." + ladder.id + "." + step.id, "local", findStep(clock, step, one, strict.end, lenient.last), step.to);
  }
  // A step after the latest deadline stands in the place of those that ask for something before it.
  const own = found.filter(function (step) { return step.kind === "local"; });
  const isFollowed = own.some(function (step) { return step.from > lenient.last && step.from <= at; });
  for (const step of own) if (isFollowed && step.from <= lenient.last) step.active = false;
  return found;
}

function countOf(bundle: Bundle, one: AssessedDuty): string | undefined {
  const clock = one.duty.opening_rule.clock;
  return clock.as_rule ? bundle.rules[clock.as_rule].clock.count : clock.count;
}

function lists(list: string[] | undefined, value: string | undefined): boolean {
  return list === undefined || (value !== undefined && list.indexOf(value) >= 0);
}

function findStep(clock: LocalClock, step: LadderStep, one: AssessedDuty, strictEnd: EpochSeconds, lenientLast: EpochSeconds): EpochSeconds {
  const start = one.countsFrom;
  if (step.kind === "breach") return lenientLast + 1 + step.after;
  if (step.kind === "part") {
    const part = step.part.split("/");
    return start + Math.ceil((Number(part[0]) * (strictEnd - start)) / Number(part[1]));
  }
  if (step.after % 86400 !== 0) return start + step.after;
  return clock.midnight(clock.dayOf(start) + step.after / 86400);
}
