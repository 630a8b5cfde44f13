import { Span } from "./bundle";
import { CountedDay, Counter, Deadline, Reading, joinLaterCount, listEnds, monthsOf } from "./counting";
import { Duty } from "./duty";
import { Fulfilment, View } from "./fulfilment";
import { CaseEvent, addAll } from "./event-log";
import { interrupt, restart, suspend } from "./clock-changes";
import { endSooner, pullForward } from "./parallel-steps";
import { EvaluationContext, findClockStart } from "./activation";
import { EpochSeconds, Moment, addMonths } from "./time";

/** The dates of a duty. */
export interface Dates {
  start: Moment | null;
  strict: Deadline | null;
  lenient: Deadline | null;
  days: CountedDay[];
  /** What is needed before anything can be said. */
  needs: string[];
  /** What is needed once the date has passed. */
  needsAfter: string[];
  /** A state during which nothing is owed, and since when it lasts for sure. */
  restsSince: Moment | null;
  /** What would tell whether such a state lasts; empty where it is known. */
  restsPerhaps: string[];
  /** Whether the duty was met while nothing was owed, since a day on which it was not late. */
  metAtRest: boolean;
}

/** What the counting of one duty looks at. */
export interface ClockCase {
  context: EvaluationContext;
  counter: Counter;
  duty: Duty;
  view: View;
  fulfilment: Fulfilment;
  duties: Duty[];
  /** By the index of a request, how many decisions have a time limit that had not passed when it came. */
  running?: { [index: number]: number };
}

/** Returns dates that are not there. */
export function noDates(start: Moment | null, needs: string[]): Dates {
  return { start: start, strict: null, lenient: null, days: [], needs: needs, needsAfter: [], restsSince: null, restsPerhaps: [], metAtRest: false };
}

/** Returns the spans of a rule for the type of a trigger. */
export function findSpans(duty: Duty): [Span, Span] | null {
  const clock = duty.opening_rule.clock;
  const own = clock.spans_for && clock.spans_for[duty.trigger.type];
  if (own) return own;
  return clock.strict ? [clock.strict, clock.lenient || clock.strict] : null;
}

/** Returns the events that move the clock of a duty, those of which it is unknown apart. */
export function listMoving(of: ClockCase, types: string[]): { sure: CaseEvent[]; unsure: CaseEvent[] } {
  const sure: CaseEvent[] = [];
  const unsure: CaseEvent[] = [];
  for (const event of of.context.correlation.log.ofTypes(types)) {
    if (event === of.duty.trigger || event.index > of.fulfilment.answeredAt || !of.view.sees(event)) continue;
    const touch = of.view.touch(event, of.duty, true);
    if (touch === "yes") sure.push(event);
    if (touch === "unknown") unsure.push(event);
  }
  return { sure: sure, unsure: unsure };
}

/** Returns the dates of a duty. */
export function findDates(of: ClockCase): Dates {
  const duty = of.duty;
  const clock = duty.opening_rule.clock;
  if (duty.commenced !== null) return noDates(of.counter.clock.momentOfDay(of.counter.clock.dayOf(duty.commenced)), []);
  const start = findStart(of, false);
  if (duty.dateless || clock.before) return noDates(start, []);
  if (clock.not_before) return findNotBefore(of, start);
  if (clock.not_after) return findNotAfter(of, start);
  const dates = clock.rests_while ? restart(of, start) : findSetDay(of, start) || findSpanDates(of, start);
  if (dates.strict && dates.lenient && !clock.rests_while) {
    renew(of, dates);
    shorten(of, dates);
    if (clock.parallel_steps) pullForward(of, dates);
    if (clock.interruptions) interrupt(of, dates);
    if (clock.suspensions) suspend(of, dates);
  }
  for (const fact of clock.asks_after_due || []) {
    const log = of.context.correlation.log;
    if (log.kindOf(duty.trigger, fact) && duty.trigger.facts[fact] === undefined) addAll(dates.needsAfter, [fact]);
  }
  return dates;
}

function findStart(of: ClockCase, isLenient: boolean): Moment | null {
  const clock = of.duty.opening_rule.clock;
  const start = isLenient ? clock.lenient_from : clock.strict_from;
  if (!start || start.kind !== "event") return findClockStart(of.context, of.duty.trigger, start, isLenient);
  const moving = listMoving(of, [start.name]);
  const all = isLenient ? moving.sure.concat(moving.unsure) : moving.sure;
  return all.reduce(function (last: CaseEvent, event) { return last === of.duty.trigger || event.index > last.index ? event : last; }, of.duty.trigger).moment;
}

function findNotBefore(of: ClockCase, start: Moment | null): Dates {
  const rule = of.duty.opening_rule.clock.not_before as { span: Span; fact: string };
  const name = rule.fact.replace(/^barn\./, "");
  const day = of.context.correlation.log.childDay(name);
  if (day === null) return noDates(start, [name]);
  return setDates(of, start, addMonths(day, -monthsOf(rule.span), false));
}

function findNotAfter(of: ClockCase, start: Moment | null): Dates {
  const rule = of.duty.opening_rule.clock.not_after as { birthday: number; months_before: number };
  const birth = of.context.correlation.log.childDay("foedselsdato");
  if (birth === null) return noDates(start, ["foedselsdato"]);
  const day = addMonths(birth, 12 * rule.birthday - rule.months_before, false);
  if (of.counter.clock.dayOf(of.duty.trigger.moment.earliest) > day) return noDates(start, []);
  return setDates(of, start, day);
}

function setDates(of: ClockCase, start: Moment | null, day: number): Dates {
  const dates = noDates(start, []);
  dates.strict = of.counter.day(day);
  dates.lenient = dates.strict;
  dates.days = [{ day: day, strict: true, lenient: true }];
  return dates;
}

function findSetDay(of: ClockCase, start: Moment | null): Dates | null {
  const duty = of.duty;
  const fact = duty.opening_rule.clock.date_fact;
  if (!fact) return null;
  const moving = listMoving(of, fact.events || []).sure;
  const telling = moving.filter(function (event) { return event.facts[fact.fact] !== undefined; });
  const last = moving.length > 0 ? moving[moving.length - 1] : null;
  let setter: CaseEvent | null = telling.length > 0 ? telling[telling.length - 1] : null;
  if (fact.without_term_two_readings && setter !== last) setter = null;
  if (!setter && duty.trigger.facts[fact.fact] !== undefined) setter = duty.trigger;
  if (!setter) return null;
  const moment = of.context.correlation.log.momentTold(setter, fact.fact) as Moment;
  const day = of.counter.clock.dayOf(moment.earliest);
  const days = [day];
  const spans = findSpans(duty);
  const triggerDay = of.counter.clock.dayOf(duty.trigger.moment.earliest);
  if (fact.latest) {
    const latest = addMonths(triggerDay, monthsOf(fact.latest), false);
    if (day > latest) days.push(latest);
  } else if (spans) {
    if (fact.without_term_two_readings && last && setter === duty.trigger) {
      const span = of.counter.count(duty.opening_rule.clock.count as string, spans[0], spans[1], last.moment, last.moment);
      days.push(span.strict.day, span.lenient.day);
    } else if (!last) {
      const renewed = findRenewal(of);
      if (renewed) {
        const lenient = countFrom(of, renewed).lenient.day;
        if (lenient > day) days.push(lenient);
      }
    }
  }
  const dates = noDates(start, []);
  dates.strict = of.counter.day(Math.min.apply(null, days));
  dates.lenient = of.counter.day(Math.max.apply(null, days));
  dates.days = listEnds(dates.strict, dates.lenient);
  return dates;
}

function countFrom(of: ClockCase, event: CaseEvent): Reading {
  const spans = findSpans(of.duty) as [Span, Span];
  return of.counter.count(of.duty.opening_rule.clock.count as string, spans[0], spans[1], event.moment, event.moment);
}

function findSpanDates(of: ClockCase, start: Moment | null): Dates {
  const clock = of.duty.opening_rule.clock;
  const spans = findSpans(of.duty);
  if (!spans || !clock.count) return noDates(start, []);
  if (!start) return noDates(of.duty.trigger.moment, clock.strict_from ? [clock.strict_from.name] : []);
  const lenient = findStart(of, true);
  if (!lenient) return noDates(start, clock.lenient_from ? [clock.lenient_from.name] : []);
  const reading = of.counter.count(clock.count, spans[0], spans[1], start, lenient);
  const dates = noDates(start, []);
  dates.strict = reading.strict;
  dates.lenient = reading.lenient;
  dates.days = reading.days;
  return dates;
}

function findRenewal(of: ClockCase): CaseEvent | null {
  const clock = of.duty.opening_rule.clock;
  const types = clock.renewed_after || [];
  const log = of.context.correlation.log;
  let found: CaseEvent | null = null;
  for (const event of log.ofTypes(types)) {
    if (!of.view.sees(event) || !log.mayComeAfter(event, of.duty.trigger) || event.index > of.fulfilment.answeredAt) continue;
    const decisions = log.nearestOnEachWay(event, clock.decisions || []);
    if (decisions.length > 0 && decisions.indexOf(of.duty.trigger) < 0) continue;
    if (event.type === types[0] || found) found = event;
  }
  return found;
}

function renew(of: ClockCase, dates: Dates): void {
  const clock = of.duty.opening_rule.clock;
  if (!clock.renewed_after || (clock.date_fact && isSetByFact(of))) return;
  if (clock.date_fact && listMoving(of, clock.date_fact.events || []).sure.length > 0) return;
  const event = findRenewal(of);
  if (!event || !dates.lenient) return;
  const reading = countFrom(of, event);
  if (reading.lenient.last <= dates.lenient.last) return;
  const before = { strict: dates.strict as Deadline, lenient: dates.lenient };
  dates.lenient = reading.lenient;
  dates.days = joinLaterCount(dates.days, before, { strict: before.strict, lenient: reading.lenient }, reading.days);
}

function isSetByFact(of: ClockCase): boolean {
  const fact = of.duty.opening_rule.clock.date_fact;
  return fact !== undefined && of.duty.trigger.facts[fact.fact] !== undefined;
}

function shorten(of: ClockCase, dates: Dates): void {
  const types = of.duty.opening_rule.clock.earliest_of;
  if (!types) return;
  const trigger = of.duty.trigger;
  const event = of.context.correlation.log.ofTypes(types).filter(function (one) {
    return of.view.sees(one) && one !== trigger && one.moment.latest >= trigger.moment.earliest;
  })[0];
  if (event) endSooner(of, dates, event, event);
}

/** The last second of the own time of a permission, null where there is none or it stands still, and whether it may have been interrupted. */
export interface OwnLimit { last: EpochSeconds | null; isUnsure: boolean }

/** Returns the last second of the own time of a permission from its trigger, with its interruptions alone. */
export function findOwnTime(of: ClockCase): OwnLimit {
  const clock = of.duty.opening_rule.clock;
  const trigger = of.duty.trigger;
  if (!clock.strict || !clock.count) return { last: null, isUnsure: false };
  const reading = of.counter.count(clock.count, clock.strict, clock.lenient || clock.strict, trigger.moment, trigger.moment);
  const dates = noDates(trigger.moment, []);
  dates.strict = reading.strict;
  dates.lenient = reading.lenient;
  if (clock.interruptions) interrupt(of, dates);
  return { last: dates.lenient && dates.lenient.last, isUnsure: dates.needsAfter.length > 0 };
}
