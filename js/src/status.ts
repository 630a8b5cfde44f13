import { Deadline } from "./counting";
import { Waiver } from "./fulfilment";
import { addAll, CaseEvent } from "./history";
import { OrderAnswer } from "./order-duties";
import { Resolved, Status, WaivedBy } from "./resolved";
import { EpochSeconds, Moment } from "./time";

/** What the status of one duty is judged by. */
export interface StatusCase {
  at: EpochSeconds;
  resolved: Resolved;
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
  const resolved = of.resolved;
  if (resolved.duty.opening_rule.modality === "window") return judgeWindow(resolved);
  const dates = resolved.dates;
  const fulfilment = resolved.fulfilment;
  const isMay = resolved.duty.rule.modality === "may";
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
  resolved.waiver = waiver;

  if (fulfilment.excluded && !waiver) return set(resolved, null, [], []);
  const last = met.length > 0 ? met[met.length - 1] : null;
  if (last && !(waiver && !waiver.forATime && comesBefore(waiver, last.moment))) {
    if (isMay) return set(resolved, "used", met, []);
    if (dates.needs.length > 0) return set(resolved, "undetermined", [], dates.needs);
    return set(resolved, of.order || of.yearly ? "met" : timeOf(resolved, last, waiver), met, []);
  }
  if (waiver) return set(resolved, "waived", [], []);
  if (unknown.length > 0) return set(resolved, "undetermined", [], past ? unknown.concat(dates.needsAfter) : unknown);
  if (past && dates.needsAfter.length > 0) return set(resolved, "undetermined", [], dates.needsAfter);
  if (isMay) return set(resolved, past || fulfilment.endedBy ? "expired" : "available", [], []);
  if (of.order) return set(resolved, of.order.named ? "breached" : "open", [], []);
  set(resolved, judgeByTime(of.at, resolved), [], []);
}

/** Returns the status of a duty that nothing fulfilled or waived, by its dates alone. */
export function judgeByTime(at: EpochSeconds, resolved: Resolved): Status {
  const dates = resolved.dates;
  if (!dates.strict || !dates.lenient) return "open";
  if (at > dates.lenient.last) return "overdue";
  if (at > dates.strict.last) return "contested";
  return at >= findDueSoon(resolved.countsFrom, dates.strict) ? "due_soon" : "pending";
}

/** Returns whether a duty was fulfilled in time. */
export function timeOf(resolved: Resolved, act: CaseEvent, waiver: WaivedBy | null): Status {
  const dates = resolved.dates;
  if (!dates.strict || !dates.lenient || act.moment.latest <= dates.strict.last) return "met";
  if (dates.metAtRest) return "met";
  if (waiver && waiver.forATime && waiver.moment && waiver.moment.earliest <= act.moment.latest && waiver.moment.earliest <= dates.strict.last) return "met";
  return act.moment.earliest > dates.lenient.last ? "met_late" : "met_contested";
}

function set(resolved: Resolved, status: Status | null, metBy: CaseEvent[], needs: string[]): void {
  resolved.status = status;
  resolved.metBy = metBy;
  const found: string[] = [];
  addAll(found, needs);
  resolved.needs = found.sort();
}

/** Whether a waiver came before a moment, as pairs of earliest and latest second. */
export function comesBefore(waiver: WaivedBy, moment: Moment): boolean {
  if (!waiver.moment) return true;
  const by = waiver.moment.earliest - moment.earliest;
  return by < 0 || (by === 0 && waiver.moment.latest < moment.latest);
}

function judgeWindow(resolved: Resolved): void {
  const dates = resolved.dates;
  const needs = resolved.fulfilment.needs.concat(dates.needs);
  if (!dates.strict || needs.length > 0) return set(resolved, "undetermined", [], needs);
  const trigger = resolved.duty.trigger;
  if (trigger.moment.earliest >= dates.strict.begins) return set(resolved, "met", [trigger], []);
  set(resolved, "breached", [], []);
}

function findFulfilling(of: StatusCase, wanted: string[]): CaseEvent[] {
  const resolved = of.resolved;
  const fulfilment = resolved.fulfilment;
  const dates = resolved.dates;
  if (of.yearly) {
    addAll(wanted, of.yearly.needs);
    return of.yearly.metBy;
  }
  if (of.order) return findInOrder(of, of.order, wanted);
  let met: CaseEvent | null = fulfilment.metBy.length > 0 ? fulfilment.metBy[0] : null;
  if (met && resolved.duty.rule.modality === "may") {
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
  const resolved = of.resolved;
  const fulfilment = resolved.fulfilment;
  const needs: string[] = [];
  const named = of.order && of.order.named;
  const lenient = resolved.dates.lenient;
  addAll(needs, fulfilment.perhapsWaived.needsWhere(function (event) {
    if (named && event.moment.earliest >= named.latest) return false;
    return !(of.yearly && lenient && event.moment.earliest > lenient.last);
  }));
  const waiver = fulfilment.waiver && fulfilment.waiver.event;
  if (named && waiver && waiver.moment.latest >= named.earliest && waiver.moment.earliest < named.latest) addAll(needs, ["at"]);
  return needs;
}

function findWaiver(of: StatusCase): WaivedBy | null {
  const resolved = of.resolved;
  const named = of.order && of.order.named;
  let found: WaivedBy | null = null;
  const sure = toWaivedBy(resolved.fulfilment.waiver);
  if (sure) {
    const moment = sure.moment;
    const counts = !(named && moment && moment.latest >= named.earliest) &&
      !(of.yearly && moment && resolved.dates.lenient && moment.earliest > resolved.dates.lenient.last);
    if (counts) found = sure;
  }
  const rests = resolved.dates.restsSince;
  if (rests && !found) found = { moment: rests, event: null, forATime: true };
  return findWaivedByTime(of.at, resolved, found) || found;
}

/** Returns what waives a duty for sure with its moment; null where nothing does. */
export function toWaivedBy(sure: Waiver | null): WaivedBy | null {
  return sure && { moment: sure.event && sure.event.moment, event: sure.event, forATime: sure.forATime };
}

/** Returns the waiver by time alone, a birthday or the end of the law; null where there is none or another one was first. */
export function findWaivedByTime(at: EpochSeconds, resolved: Resolved, other: WaivedBy | null): WaivedBy | null {
  const from = resolved.waivedFrom;
  if (from === null || at < from) return null;
  const byTime: WaivedBy = { moment: { earliest: from, latest: from, isDay: false }, event: null, forATime: false };
  return !other || other.forATime || (other.moment && comesBefore(byTime, other.moment)) ? byTime : null;
}
