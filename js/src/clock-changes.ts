import { Span } from "./bundle";
import { ClockCase, Dates, findDates, findSpans, noDates } from "./clock";
import { CountedDay, Deadline, Reading, joinLaterCount, moveEnds } from "./counting";
import { CaseEvent, addAll } from "./event-log";
import { StateReader, Stretch } from "./states";
import { Assignment, MOST_COMBINATIONS } from "./correlation";
import { Moment } from "./time";

interface Answer { event: CaseEvent; isUnsure: boolean }

/** Counts the interruptions of a time limit for complaint: strict is the earliest date, whichever request each waiting answer is about. */
export function interrupt(of: ClockCase, dates: Dates): void {
  const found = assumeAnswers(of).map(function (assumed) {
    const own: Dates = { ...dates, needsAfter: [] };
    return { own: own, stillSince: interruptAsAssumed(of, own, assumed) };
  });
  const first = found.reduce(function (a, b) { return b.stillSince < a.stillSince ? b : a; });
  const dated = found.map(function (one) { return one.own; }).filter(function (one) { return one.lenient !== null; });
  if (dated.length === 0 || found.length === 1) {
    dates.strict = first.own.strict;
    dates.lenient = first.own.lenient;
    dates.days = first.own.days;
    addAll(dates.needsAfter, first.own.needsAfter);
    return;
  }
  const says = function (one: { own: Dates }): string {
    const due = [one.own.strict, one.own.lenient].map(function (end) { return end ? String(end.day) : "none"; });
    return due.concat(one.own.needsAfter.slice().sort()).join(" ");
  };
  for (const one of dated) addAll(dates.needsAfter, one.needsAfter);
  if (found.some(function (one) { return says(one) !== says(found[0]); })) addAll(dates.needsAfter, ["of"]);
  const before = { strict: dates.strict as Deadline, lenient: dates.lenient as Deadline };
  const ends = function (reading: "strict" | "lenient"): Deadline[] { return dated.map(function (one) { return one[reading] as Deadline; }); };
  const strict = ends("strict").reduce(function (a, b) { return b.last < a.last ? b : a; });
  const lenient = ends("lenient").reduce(function (a, b) { return b.last > a.last ? b : a; });
  const isMoved = strict.day !== before.strict.day || lenient.day !== before.lenient.day;
  if (isMoved) dates.days = moveEnds(dates.days, before, { strict: strict, lenient: lenient });
  dates.strict = strict;
  dates.lenient = lenient;
}

/** Returns each way to say which request the waiting answers are about; one that says nothing where there are more than are tried. */
function assumeAnswers(of: ClockCase): Assignment[] {
  let ways: Assignment[] = [{}];
  for (const one of of.duty.opening_rule.clock.interruptions || []) {
    for (const waiting of of.view.waitingBeside(of.duty.walk, one.answered)) {
      if (waiting.things.length === 0 || !of.view.sees(waiting.event)) continue;
      const next: Assignment[] = [];
      for (const assumed of ways) for (const thing of waiting.things) next.push({ ...assumed, [waiting.event.index]: thing });
      if (next.length > MOST_COMBINATIONS) return [{}];
      ways = next;
    }
  }
  return ways;
}

/** Counts the interruptions where each waiting answer is about what it is assumed to be; returns the index of the request since which the time limit stands still. */
function interruptAsAssumed(of: ClockCase, dates: Dates, assumed: Assignment): number {
  const clock = of.duty.opening_rule.clock;
  const requests: { event: CaseEvent; answered: string; fact: string }[] = [];
  const log = of.context.correlation.log;
  for (const one of clock.interruptions || []) {
    for (const event of log.ofTypes([one.asked])) {
      if (!of.view.sees(event) || !log.mayComeAfter(event, of.duty.trigger) || event.index > of.fulfilment.answeredAt) continue;
      if (of.view.touch(event, of.duty, false) === "yes") requests.push({ event: event, answered: one.answered, fact: one.fact });
    }
  }
  requests.sort(function (a, b) { return a.event.index - b.event.index; });
  // A request past the strict day counts by what nobody knows of those before it.
  const unsure: string[] = [];
  for (const request of requests) {
    if (!dates.strict || !dates.lenient) return Infinity;
    const asked = of.counter.clock.dayOf(request.event.moment.earliest);
    const fact = log.valueOf(request.event, request.fact);
    if (asked > dates.lenient.day || fact === false) continue;
    const meansAnother = request.event.isFree && countRunning(of, request.event) > 1;
    const isSure = fact === true && asked <= dates.strict.day && !meansAnother;
    const own: string[] = (fact === null ? [request.fact] : []).concat(meansAnother ? ["of"] : []);
    const needs = own.length > 0 ? own : unsure.slice();
    if (!isSure) addAll(unsure, needs);
    const answer = findAnswer(of, request.event, request.answered, assumed);
    if (!answer) {
      if (isSure) {
        dates.strict = null;
        dates.lenient = null;
        return request.event.index;
      }
      addAll(dates.needsAfter, needs);
      if (mayHaveBeenMeant(of, request.event, request.answered)) addAll(dates.needsAfter, ["of"]);
      continue;
    }
    if (answer.isUnsure) addAll(dates.needsAfter, (fact === null ? [request.fact] : []).concat(["of"]));
    const day = of.counter.clock.dayOf(answer.event.moment.earliest);
    const least = clock.least_after ? clock.least_after.value : 0;
    const after = function (before: number): number {
      return Math.max(of.counter.roll(day + Math.max(least, before - asked)), before);
    };
    const strict = isSure ? of.counter.day(after(dates.strict.day)) : dates.strict;
    const lenient = of.counter.day(Math.max(after(dates.lenient.day), strict.day));
    dates.days = moveEnds(dates.days, { strict: dates.strict, lenient: dates.lenient }, { strict: strict, lenient: lenient });
    dates.strict = strict;
    dates.lenient = lenient;
  }
  return Infinity;
}

function findAnswer(of: ClockCase, request: CaseEvent, type: string, assumed: Assignment): Answer | null {
  const correlation = of.context.correlation;
  const subject = correlation.stateOf(request);
  for (const event of correlation.log.ofTypes([type])) {
    if (!of.view.sees(event)) continue;
    const thing = assumed[event.index];
    const touch = thing ? (correlation.touches(event, subject, thing) ? "yes" : "no") : of.view.touchBeside(event, of.duty.walk, subject);
    if (touch !== "no") return { event: event, isUnsure: touch === "unknown" };
  }
  return null;
}

/** Whether an answer that names no request, and counts for another, could be about this one. */
function mayHaveBeenMeant(of: ClockCase, request: CaseEvent, type: string): boolean {
  const correlation = of.context.correlation;
  const subject = correlation.stateOf(request);
  return correlation.log.ofTypes([type]).some(function (event) {
    return of.view.sees(event) && !correlation.namesAThing(event) && correlation.touches(event, subject);
  });
}

/** Returns how many decisions have a time limit that had not passed when a request came; each request is asked once. */
function countRunning(of: ClockCase, request: CaseEvent): number {
  const known = of.running || (of.running = {});
  const running = known[request.index];
  if (running !== undefined) return running;
  const triggers: CaseEvent[] = [];
  for (const duty of of.duties) {
    const spans = findSpans(duty);
    if (!spans || !duty.opening_rule.clock.interruptions || !of.context.correlation.log.mayComeAfter(request, duty.trigger)) continue;
    const own = findDates({
      context: of.context, counter: of.counter, duty: duty, duties: of.duties, fulfilment: { ...of.fulfilment, answeredAt: request.index - 1 },
      view: {
        ...of.view, sees: function (event) { return event.index < request.index && of.view.sees(event); },
        waitingBeside: function () { return []; },
      },
      running: known,
    });
    if (!own.strict || own.strict.last >= request.moment.earliest) addAll(triggers, [duty.trigger]);
  }
  return known[request.index] = triggers.length;
}

/** Adds the days during which a case held up a time limit: where nobody knows which case a decision ended, as many as it may be. */
export function suspend(of: ClockCase, dates: Dates): void {
  if (!dates.strict || !dates.lenient) return;
  const strict = dates.strict;
  const lenient = dates.lenient;
  const ends = (of.duty.opening_rule.clock.suspensions || []).map(function (one) { return { type: one.to, endedBy: [one.to] }; });
  const ways = of.context.correlation.combine(ends, Infinity);
  const found = (ways.length > 0 ? ways : [{}]).map(function (assumed) { return holdUp(of, lenient, assumed); });
  const says = function (one: HeldUp): string { return one.needs.slice().sort().join(" "); };
  for (const one of found) addAll(dates.needs, one.needs);
  if (ways.length === 0 || found.some(function (one) { return says(one) !== says(found[0]); })) addAll(dates.needs, ["of"]);
  const days = Math.max.apply(null, found.map(function (one) { return one.days; }));
  if (days === 0) return;
  dates.lenient = of.counter.day(lenient.day + days);
  dates.days = moveEnds(dates.days, { strict: strict, lenient: lenient }, { strict: strict, lenient: dates.lenient });
}

/** Whether a case ended after its duty was met, or after the moment in which it was waived. */
function comesAfterTheAnswer(of: ClockCase, end: CaseEvent): boolean {
  const answer = of.context.correlation.log.events[of.fulfilment.answeredAt];
  if (!answer) return false;
  if (of.fulfilment.metBy[0] === answer) return end.index > answer.index;
  const waived = answer.moment.earliest;
  return end.moment.earliest > waived || (end.moment.earliest === waived && end.moment.latest > waived);
}

interface HeldUp { days: number; needs: string[] }

/** Days from the first up to and without `until`. */
interface Run { first: number; until: number }

function holdUp(of: ClockCase, lenient: Deadline, assumed: Assignment): HeldUp {
  const correlation = of.context.correlation;
  const log = correlation.log;
  const met: CaseEvent | null = log.events[of.fulfilment.answeredAt] || null;
  const runs: Run[] = [];
  const needs: string[] = [];
  for (const suspension of of.duty.opening_rule.clock.suspensions || []) {
    for (const event of log.ofTypes([suspension.from])) {
      if (!of.view.sees(event) || !log.mayComeAfter(event, of.duty.trigger) || (met && event.index >= met.index)) continue;
      const decisions = log.nearestOnEachWay(event, suspension.decisions);
      if (decisions.length > 0 && decisions.indexOf(of.duty.trigger) < 0) continue;
      const subject = correlation.stateOf(event);
      const end = log.ofTypes([suspension.to]).filter(function (one) {
        return of.view.sees(one) && correlation.ends(one, subject, [suspension.to], assumed) && !comesAfterTheAnswer(of, one);
      })[0];
      if (!end && !met) {
        addAll(needs, [suspension.to]);
        continue;
      }
      const last = end || (met && met.moment.earliest > lenient.last ? met : null);
      if (!last) continue;
      const clock = of.counter.clock;
      runs.push({ first: clock.dayOf(event.moment.earliest), until: clock.dayOf(last.moment.earliest) });
    }
  }
  return { days: countDays(runs), needs: needs };
}

/** Counts the days within some runs, a day within several of them once. */
function countDays(runs: readonly Run[]): number {
  let days = 0;
  let reach = -Infinity;
  for (const run of runs.slice().sort(function (a, b) { return a.first - b.first; })) {
    days += Math.max(0, run.until - Math.max(run.first, reach));
    reach = Math.max(reach, run.until);
  }
  return days;
}

interface Rest { dates: Dates; sure: boolean; perhaps: string[]; restsSince: Moment | null }

/** Counts a time during which a state lets nothing be owed, and after which it runs anew. */
export function restart(of: ClockCase, start: Moment | null): Dates {
  const name = of.duty.opening_rule.clock.rests_while as string;
  const reader = new StateReader(of.context.correlation);
  const rests = reader.listCombinations(name).map(function (assumed) { return restWith(of, reader, name, assumed); });
  const first = rests[0];
  const dates = noDates(first.dates.start || start, first.dates.needs.slice());
  for (const rest of rests) {
    const one = rest.dates;
    addAll(dates.needs, one.needs);
    const isFirstDated = one.strict !== null && dates.strict === null;
    if (one.start && dates.start && (one.strict !== null || dates.strict === null) && (isFirstDated || one.start.earliest < dates.start.earliest)) dates.start = one.start;
    if (one.strict && (!dates.strict || one.strict.last < dates.strict.last)) dates.strict = one.strict;
    if (one.lenient && (!dates.lenient || one.lenient.last > dates.lenient.last)) dates.lenient = one.lenient;
    if (dates.days.length === 0 || (dates.lenient === one.lenient && one.days.length > dates.days.length)) dates.days = one.days;
  }
  dates.metAtRest = rests.every(function (rest) { return rest.dates.metAtRest; });
  if (rests.every(function (rest) { return rest.sure; })) dates.restsSince = first.restsSince;
  else {
    const isAlike = function (rest: Rest): boolean { return rest.sure === first.sure && String(rest.perhaps.sort()) === String(first.perhaps.sort()); };
    for (const rest of rests) addAll(dates.restsPerhaps, rest.perhaps);
    if (!rests.every(isAlike)) addAll(dates.restsPerhaps, ["of"]);
  }
  return dates;
}

function restWith(of: ClockCase, reader: StateReader, name: string, assumed: Assignment): Rest {
  const met = of.fulfilment.metBy.length > 0 ? of.fulfilment.metBy[0] : null;
  const stretches = reader.listStretches(name, assumed).filter(function (one) {
    const tookTime = !one.end || one.end.moment.latest > one.began.moment.earliest;
    return tookTime && (!met || one.began.moment.earliest < met.moment.earliest);
  });
  const sure = stretches.filter(function (one) { return one.truth.is === "true"; });
  const possible = stretches.filter(function (one) { return one.truth.is === "?"; });
  const lasts = sure.filter(function (one) { return one.end === null; });
  const isOver = function (one: Stretch): boolean { return one.truth.is === "true" || one.end !== null; };
  const counted = countBeside(of, sure);
  const dates = counted.dates;
  let latest = counted.later;
  const rest: Rest = { dates: dates, sure: lasts.length > 0, perhaps: [], restsSince: null };
  for (const one of possible) if (!one.end && lasts.length === 0) addAll(rest.perhaps, one.truth.needs);
  if (lasts.length > 0) rest.restsSince = lasts[0].began.moment;
  if (possible.length > 0) {
    const later = countBeside(of, stretches.filter(isOver));
    const end = later.dates.lenient;
    if (dates.lenient && end && end.last > dates.lenient.last) {
      dates.lenient = end;
      latest = later.later.length > 0 ? later.later : later.dates.days;
    }
  }
  const lenient = dates.lenient;
  if (dates.strict && lenient && latest.length > 0) {
    dates.days = joinLaterCount(dates.days, { strict: dates.strict, lenient: dates.strict }, { strict: dates.strict, lenient: lenient }, latest);
  }
  dates.metAtRest = met !== null && lenient !== null && sure.some(function (one) {
    return lastsAt(one, met) && one.began.moment.earliest <= lenient.last;
  });
  return rest;
}

function lastsAt(stretch: Stretch, event: CaseEvent): boolean {
  return stretch.began.moment.earliest <= event.moment.earliest && (!stretch.end || event.moment.earliest < stretch.end.moment.earliest);
}

/** Dates with the days of the count that gives strict, and those of a later one that gives lenient; none where the first does. */
interface CountedBeside { dates: Dates; later: CountedDay[] }

/** Counts the time beside stretches that are taken as sure: strict from the start, lenient from the end of each later one. */
function countBeside(of: ClockCase, stretches: Stretch[]): CountedBeside {
  let start = of.duty.trigger.moment;
  const dates = noDates(start, []);
  const joined = joinOverlapping(stretches);
  for (const one of joined) {
    // A case that ended on the day of its beginning, told by the day alone, ran when it began.
    if (one.began.earliest > start.earliest || (one.end && Math.max(one.end.earliest, one.began.earliest + 1) <= start.earliest)) continue;
    dates.start = start;
    if (!one.end) return { dates: dates, later: [] };
    start = one.end;
  }
  const base = countSpan(of, start);
  dates.start = start;
  dates.strict = base.strict;
  dates.lenient = base.lenient;
  dates.days = base.days.slice();
  let later: CountedDay[] = [];
  for (const one of joined) {
    if (!one.end || one.began.earliest <= start.earliest || one.began.earliest > dates.lenient.last) continue;
    const again = countSpan(of, one.end);
    if (again.lenient.last > dates.lenient.last) {
      dates.lenient = again.lenient;
      later = again.days;
    }
  }
  return { dates: dates, later: later };
}

/** Joins the stretches that overlap, in order: when the first of them began, and when the last has ended. */
function joinOverlapping(stretches: Stretch[]): { began: Moment; end: Moment | null }[] {
  const joined: { began: Moment; end: Moment | null }[] = [];
  for (const stretch of stretches) {
    const began = stretch.began.moment;
    const end = stretch.end ? stretch.end.moment : null;
    const last = joined[joined.length - 1];
    if (!last || (last.end && last.end.earliest < began.earliest)) joined.push({ began: began, end: end });
    else if (last.end && (!end || end.earliest > last.end.earliest)) last.end = end;
  }
  return joined;
}

function countSpan(of: ClockCase, start: Moment): Reading {
  const spans = findSpans(of.duty) as [Span, Span];
  return of.counter.count(of.duty.opening_rule.clock.count as string, spans[0], spans[1], start, start);
}
