import { Deadline } from "./counting";
import { Waiver } from "./fulfilment";
import { addAll, CaseEvent } from "./event-log";
import { OrderAnswer } from "./precedence";
import { AssessedDuty, Status, WaivedBy } from "./assessed-duty";
import { EpochSeconds, Moment } from "./time";

/** What the status of one duty is judged by. */
export interface StatusCase {
  at: EpochSeconds;
  assessed: AssessedDuty;
  order: OrderAnswer | null;
  /** The acts of the year of a yearly duty, with what is needed where they are not enough for sure. */
  yearly: { metBy: CaseEvent[]; needs: string[] } | null;
  /** The needs of an order duty where the case tells no act that would meet it. */
  silence: string[];
}

/** Returns the instant from which a duty is due soon. */
export function findDueSoon(start: EpochSeconds, strict: Deadline): EpochSeconds {
  return start + Math.ceil((3 * (strict.end - start)) / 4);
}

/** Sets status, what fulfilled a duty and what is needed to settle it. */
export function judge(of: StatusCase): void {
  const assessed = of.assessed;
  if (assessed.duty.opening_rule.modality === "window") return judgeWindow(assessed);
  const dates = assessed.dates;
  const fulfilment = assessed.fulfilment;
  const isMay = assessed.duty.rule.modality === "may";
  const past = dates.lenient !== null && of.at > dates.lenient.last;
  const wanted: string[] = [];
  const met = findFulfilling(of, wanted);
  const waiver = findWaiver(of);
  const unknown = fulfilment.needs.slice();
  addAll(unknown, listPerhapsWaived(of));
  addAll(unknown, dates.needs);
  addAll(unknown, wanted);
  if (fulfilment.perhapsEnded) addAll(unknown, ["of"]);
  addAll(unknown, dates.restsPerhaps);
  assessed.waiver = waiver;

  if (fulfilment.excluded && (!waiver || isByTime(waiver))) return set(assessed, null, [], []);
  const last = met.length > 0 ? met[met.length - 1] : null;
  if (last && !(waiver && !waiver.forATime && comesBefore(waiver, last.moment))) {
    if (isMay) return set(assessed, "used", met, []);
    if (dates.needs.length > 0) return set(assessed, "undetermined", [], dates.needs);
    return set(assessed, of.order || of.yearly ? "met" : timeOf(assessed, last, waiver), met, []);
  }
  if (waiver) return set(assessed, "waived", [], []);
  if (unknown.length > 0) return set(assessed, "undetermined", [], past ? unknown.concat(dates.needsAfter) : unknown);
  if (past && dates.needsAfter.length > 0) return set(assessed, "undetermined", [], dates.needsAfter);
  if (isMay) return set(assessed, past || fulfilment.endedBy ? "expired" : "available", [], []);
  if (of.order) return set(assessed, of.order.named && of.order.named.earliest <= of.at ? "breached" : "open", [], []);
  set(assessed, judgeByTime(of.at, assessed), [], []);
}

/** Returns the status of a duty that nothing fulfilled or waived, by its dates alone. */
export function judgeByTime(at: EpochSeconds, assessed: AssessedDuty): Status {
  const dates = assessed.dates;
  if (!dates.strict || !dates.lenient) return "open";
  if (at > dates.lenient.last) return "overdue";
  if (at > dates.strict.last) return "contested";
  return at >= findDueSoon(assessed.countsFrom, dates.strict) ? "due_soon" : "pending";
}

/** Returns whether a duty was fulfilled in time. */
export function timeOf(assessed: AssessedDuty, act: CaseEvent, waiver: WaivedBy | null): Status {
  const dates = assessed.dates;
  if (!dates.strict || !dates.lenient || act.moment.latest <= dates.strict.last) return "met";
  if (dates.metAtRest) return "met";
  if (waiver && waiver.forATime && waiver.moment && waiver.moment.earliest <= act.moment.latest && waiver.moment.earliest <= dates.strict.last) return "met";
  return act.moment.earliest > dates.lenient.last ? "met_late" : "met_contested";
}

function set(assessed: AssessedDuty, status: Status | null, metBy: CaseEvent[], needs: string[]): void {
  assessed.status = status;
  assessed.metBy = metBy;
  const found: string[] = [];
  addAll(found, needs);
  assessed.needs = found.sort();
}

/** Whether a waiver came before a moment, as pairs of earliest and latest second. */
export function comesBefore(waiver: WaivedBy, moment: Moment): boolean {
  if (!waiver.moment) return true;
  const by = waiver.moment.earliest - moment.earliest;
  return by < 0 || (by === 0 && waiver.moment.latest < moment.latest);
}

function judgeWindow(assessed: AssessedDuty): void {
  const dates = assessed.dates;
  const needs = assessed.fulfilment.needs.concat(dates.needs);
  if (!dates.strict || needs.length > 0) return set(assessed, "undetermined", [], needs);
  const trigger = assessed.duty.trigger;
  if (trigger.moment.earliest >= dates.strict.begins) return set(assessed, "met", [trigger], []);
  set(assessed, "breached", [], []);
}

function findFulfilling(of: StatusCase, wanted: string[]): CaseEvent[] {
  const assessed = of.assessed;
  const fulfilment = assessed.fulfilment;
  const dates = assessed.dates;
  if (of.yearly) {
    addAll(wanted, of.yearly.needs);
    return of.yearly.metBy;
  }
  if (of.order) return findInOrder(of, of.order, wanted);
  let met: CaseEvent | null = fulfilment.metBy.length > 0 ? fulfilment.metBy[0] : null;
  if (met && assessed.duty.rule.modality === "may") {
    const isLate = dates.lenient !== null && met.moment.earliest > dates.lenient.last;
    if (isLate || (fulfilment.endedBy && isAfter(met.moment, fulfilment.endedBy.moment))) met = null;
  }
  if (met) return [met];
  for (const one of fulfilment.perhapsMetBy) addAll(wanted, one.needs);
  return [];
}

/** Whether one moment is after another, as pairs of earliest and latest second. */
function isAfter(one: Moment, other: Moment): boolean {
  return one.earliest > other.earliest || (one.earliest === other.earliest && one.latest > other.latest);
}

function findInOrder(of: StatusCase, order: OrderAnswer, wanted: string[]): CaseEvent[] {
  const named = order.named;
  const fulfilment = order.fulfilment;
  const sure = fulfilment.metBy.filter(function (event) { return !named || event.moment.latest < named.earliest; });
  if (sure.length > 0) return [sure[0]];
  for (const one of fulfilment.perhapsMetBy) {
    if (!named || one.event.moment.earliest < named.latest) addAll(wanted, one.needs);
  }
  if (named && fulfilment.metBy.some(function (event) { return event.moment.earliest < named.latest; })) addAll(wanted, ["at"]);
  if (wanted.length === 0) addAll(wanted, of.silence);
  return [];
}

function listPerhapsWaived(of: StatusCase): string[] {
  const assessed = of.assessed;
  const fulfilment = assessed.fulfilment;
  const needs: string[] = [];
  const named = of.order && of.order.named;
  const lenient = assessed.dates.lenient;
  addAll(needs, fulfilment.perhapsWaived.needsWhere(function (event) {
    if (named && event.moment.earliest >= named.latest) return false;
    return !(of.yearly && lenient && event.moment.earliest > lenient.last);
  }));
  const waiver = fulfilment.waiver && fulfilment.waiver.event;
  if (named && waiver && waiver.moment.latest >= named.earliest && waiver.moment.earliest < named.latest) addAll(needs, ["at"]);
  return needs;
}

function findWaiver(of: StatusCase): WaivedBy | null {
  const assessed = of.assessed;
  const named = of.order && of.order.named;
  let found: WaivedBy | null = null;
  const sure = toWaivedBy(assessed.fulfilment.waiver);
  if (sure) {
    const moment = sure.moment;
    const counts = !(named && moment && moment.latest >= named.earliest) &&
      !(of.yearly && moment && assessed.dates.lenient && moment.earliest > assessed.dates.lenient.last);
    if (counts) found = sure;
  }
  const rests = assessed.dates.restsSince;
  if (rests && !found) found = { moment: rests, event: null, forATime: true };
  return findWaivedByTime(of.at, assessed, found) || found;
}

/** Returns what waives a duty for sure with its moment; null where nothing does. */
export function toWaivedBy(sure: Waiver | null): WaivedBy | null {
  return sure && { moment: sure.event && sure.event.moment, event: sure.event, forATime: sure.forATime };
}

/** Says whether time alone waives a duty: no event, no fact of the trigger. */
function isByTime(waiver: WaivedBy): boolean {
  return waiver.event === null && waiver.moment !== null && !waiver.forATime;
}

/** Returns the waiver by time alone, a birthday or the end of the law; null where there is none or another one was first. */
export function findWaivedByTime(at: EpochSeconds, assessed: AssessedDuty, other: WaivedBy | null): WaivedBy | null {
  const from = assessed.waivedFrom;
  if (from === null || at < from) return null;
  const byTime: WaivedBy = { moment: { earliest: from, latest: from, isDay: false }, event: null, forATime: false };
  return !other || other.forATime || (other.moment && comesBefore(byTime, other.moment)) ? byTime : null;
}
