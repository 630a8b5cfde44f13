import { noDates } from "./clock";
import { Duty } from "./duty";
import { findFulfilment } from "./fulfilment";
import { CaseEvent, addAll } from "./event-log";
import { findIn, wasUnmet } from "./transition";
import { DutyResolver } from "./duty-resolver";
import { AssessedDuty, WaivedBy } from "./assessed-duty";
import { comesBefore, findWaivedByTime, judgeByTime, timeOf, toWaivedBy } from "./status";
import { EpochSeconds, readDay } from "./time";
import { makeSubject } from "./correlation";

/** Returns all duties of a case: those that its events opened, and those that follow from them. */
export function addConsequences(of: DutyResolver, earlier: (at: EpochSeconds) => AssessedDuty[]): AssessedDuty[] {
  let all = of.assessed.slice();
  for (const first of of.assessed) {
    if (!first.dates.strict || first.year > 0) continue;
    const id = findFollowUp(of, first, earlier);
    const followUp = id === null ? null : resolveFollowUp(of, first, id);
    if (followUp) all.push(followUp);
    all = all.concat(openByUnmet(of, first));
    if (followUp && isReplaced(of, first, followUp)) {
      first.status = "replaced";
      first.metBy = [];
      first.needs = [];
    }
  }
  return keepMostLacking(all.concat(openRemedies(of, all)));
}

function derive(of: DutyResolver, first: Duty, id: string, needs: string[]): Duty {
  const rule = of.book.rule(id);
  return {
    opened_by: id, opening_rule: rule, id: id, rule: rule, lineage: of.book.lineageOf(id), walk: id, trigger: first.trigger, beside: first.beside,
    opening: first.opening, needs: needs, commenced: null, moved: false, dateless: true,
    subject: makeSubject(of.log, first.trigger, first.opening, first.beside, of.book.triggerTypesOf(id), first.subject.takenIn),
  };
}

function findFollowUp(of: DutyResolver, first: AssessedDuty, earlier: (at: EpochSeconds) => AssessedDuty[]): string | null {
  const own = of.book.followUpOf(first.duty.opened_by);
  if (own === null) return null;
  for (const change of of.log.bundle.transitions) {
    if (change.instant > of.at || of.log.events[0].moment.earliest >= change.instant) continue;
    const before = earlier(change.instant - 1);
    if (wasUnmet(before, own, first.duty.trigger)) return of.book.successorsOf(own)[0] || own;
    if (findIn(before, own, first.duty.trigger).length > 0) return own;
  }
  return of.book.followUpOf(first.duty.id) || own;
}

/** Whether a duty was owed when its strict day ended; with `orMay` also where that is unknown. */
function wasOwed(of: DutyResolver, first: AssessedDuty, orMay: boolean): boolean {
  const strict = first.dates.strict;
  const fulfilment = first.fulfilment;
  if (!strict || fulfilment.excluded) return false;
  if (fulfilment.metBy.some(function (event) { return event.moment.latest <= strict.last; })) return false;
  if (isWaivedBy(of, first, strict.last)) return false;
  if (orMay) return true;
  if (fulfilment.needs.length > 0 || fulfilment.needsApart.length > 0 || first.dates.needs.length > 0) return false;
  const doubt = fulfilment.perhapsWaived.since();
  return !fulfilment.perhapsWaived.isThere() || (doubt !== null && doubt.moment.earliest > strict.last);
}

function isWaivedBy(of: DutyResolver, first: AssessedDuty, second: EpochSeconds): boolean {
  const waiver = first.fulfilment.waiver;
  if (waiver && (!waiver.event || waiver.event.moment.earliest <= second)) return true;
  return first.waivedFrom !== null && first.waivedFrom <= second && first.waivedFrom <= of.at;
}

function resolveFollowUp(of: DutyResolver, first: AssessedDuty, id: string): AssessedDuty | null {
  const strict = first.dates.strict;
  if (!strict) return null;
  const duty = derive(of, first.duty, id, []);
  duty.moved = id !== of.book.followUpOf(first.duty.opened_by);
  const fulfilment = findFulfilment(of.context, duty, of.view());
  const act = fulfilment.metBy.length > 0 ? fulfilment.metBy[0] : null;
  const ran = act !== null && first.status !== null && stillRan(first, act);
  if (!ran && !(of.at > strict.last && wasOwed(of, first, false))) return null;
  const assessed = of.make(duty, 0, first.dates, fulfilment);
  const waiver = findFirstWaiver(of.at, assessed);
  if (act && !(waiver && comesBefore(waiver, act.moment))) {
    assessed.status = timeOf(assessed, act, null);
    assessed.metBy = [act];
  } else if (waiver) {
    assessed.status = "waived";
  } else {
    assessed.status = first.status === "met_contested" ? "contested" : judgeByTime(of.at, assessed);
  }
  return assessed;
}

/** Returns what waives a follow-up first: an event, a fact or time; null where nothing does. */
function findFirstWaiver(at: EpochSeconds, assessed: AssessedDuty): WaivedBy | null {
  const sure = toWaivedBy(assessed.fulfilment.waiver);
  return findWaivedByTime(at, assessed, sure) || sure;
}

function stillRan(first: AssessedDuty, act: CaseEvent): boolean {
  const strict = first.dates.strict;
  if (!strict) return false;
  const isByThen = function (event: CaseEvent): boolean {
    const by = event.moment.earliest - act.moment.earliest;
    return by < 0 || (by === 0 && event.moment.latest <= act.moment.latest);
  };
  const met = first.fulfilment.metBy.some(function (event) { return event.moment.latest <= strict.last && isByThen(event); });
  const waiver = first.fulfilment.waiver;
  const waived = waiver !== null && (!waiver.event || isByThen(waiver.event));
  return !met && !waived;
}

/** Returns the index of the first event that had not begun before a second. */
function findFirstAt(of: DutyResolver, second: EpochSeconds): number {
  return of.log.events.filter(function (event) { return event.moment.earliest < second; }).length;
}

function isReplaced(of: DutyResolver, first: AssessedDuty, followUp: AssessedDuty): boolean {
  const strict = first.dates.strict;
  if (!strict || of.at <= strict.last || (followUp.status !== "met" && followUp.status !== "met_contested")) return false;
  const isOpen = first.status === "undetermined" || first.status === "waived";
  if (first.status === null || (isOpen && !wasOwed(of, first, false))) return false;
  const waiver = first.waiver;
  if (first.status === "waived" && waiver && waiver.moment) {
    const before = findFulfilment(of.context, first.duty, of.viewBefore(findFirstAt(of, waiver.moment.earliest)));
    if (before.excluded || before.needs.length > 0 || before.perhapsWaived.isThere()) return false;
  }
  const act = followUp.metBy[0];
  const until = Math.max(act.moment.earliest, strict.last);
  const atOrBefore = function (event: CaseEvent): boolean { return event.moment.earliest <= until; };
  if (first.fulfilment.metBy.some(atOrBefore)) return false;
  if (first.fulfilment.waiver && (!first.fulfilment.waiver.event || atOrBefore(first.fulfilment.waiver.event))) return false;
  if (first.status === "undetermined") {
    const doubt = first.fulfilment.perhapsWaived.since();
    if (first.fulfilment.perhapsWaived.isThere() && (doubt === null || atOrBefore(doubt))) return false;
  }
  return true;
}

function openByUnmet(of: DutyResolver, first: AssessedDuty): AssessedDuty[] {
  const strict = first.dates.strict;
  const found: AssessedDuty[] = [];
  if (!strict || of.at <= strict.last || !wasOwed(of, first, true)) return found;
  for (const id of of.book.ids) {
    const opened = of.book.rule(id).opened_by_unmet;
    if (!opened || opened.rule !== first.duty.id) continue;
    const needs = first.fulfilment.needs.slice();
    for (const one of first.fulfilment.perhapsMetBy) if (one.event.moment.latest <= strict.last) addAll(needs, one.needs);
    const duty = derive(of, first.duty, id, needs);
    const unless = of.log.ofTypes([opened.unless]);
    if (unless.some((event) => of.context.correlation.touches(event, duty.subject))) continue;
    for (const assessed of of.resolve(duty)) {
      assessed.dates.start = first.dates.start;
      found.push(assessed);
    }
  }
  return found;
}

function openRemedies(of: DutyResolver, all: AssessedDuty[]): AssessedDuty[] {
  const bearers = of.log.bundle.vocabulary.bearers;
  let first: AssessedDuty | null = null;
  let firstAt = Infinity;
  for (const one of all) {
    const bearer = bearers[one.duty.rule.bearer];
    if (one.duty.rule.modality !== "must" || !bearer || !bearer.municipality) continue;
    if (one.status !== "overdue" && one.status !== "met_late" && one.status !== "breached") continue;
    const at = one.dates.lenient ? one.dates.lenient.last + 1 : one.named ? one.named.earliest : Infinity;
    if (at < firstAt || (at === firstAt && first && one.duty.trigger.index < first.duty.trigger.index)) {
      first = one;
      firstAt = at;
    }
  }
  if (!first) return [];
  const found: AssessedDuty[] = [];
  const day = of.counter.clock.dayOf(first.duty.trigger.moment.earliest);
  for (const id of of.book.ids) {
    const version = of.book.rule(id).on_breach ? of.book.versionOn(id, day) : null;
    if (!version) continue;
    const duty = derive(of, first.duty, id, []);
    const next = of.book.successorsOf(id)[0];
    if (duty.rule.moves && next && version.to && of.counter.clock.dayOf(of.at) > (readDay(version.to) as number)) {
      duty.id = next;
      duty.rule = of.book.rule(next);
      duty.moved = true;
    }
    const assessed = of.make(duty, 0, noDates(first.duty.trigger.moment, []), findFulfilment(of.context, duty, of.view()));
    assessed.status = "available";
    found.push(assessed);
  }
  return found;
}

function keepMostLacking(all: AssessedDuty[]): AssessedDuty[] {
  const kept: AssessedDuty[] = [];
  const rank = function (one: AssessedDuty): number {
    if (one.fulfilment.excluded) return 3;
    if (one.fulfilment.metBy.length > 0) return 2;
    return one.fulfilment.needs.length > 0 ? 1 : 0;
  };
  for (const one of all) {
    const same = kept.filter(function (other) {
      return other.duty.lineage === one.duty.lineage && other.duty.id === one.duty.id && other.duty.trigger === one.duty.trigger && other.year === one.year;
    })[0];
    if (!same) kept.push(one);
    else if (rank(one) < rank(same)) kept[kept.indexOf(same)] = one;
  }
  return kept;
}

