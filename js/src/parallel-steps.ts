import { ParallelCase } from "./bundle";
import { ClockCase, Dates } from "./clock";
import { CaseEvent, Truth, known } from "./event-log";

interface FirstEnds { first: CaseEvent | null; surely: CaseEvent | null }

/** Pulls the dates forward to the ends of steps that run beside a measure: strict to the first, lenient to the first that surely counts. */
export function pullForward(of: ClockCase, dates: Dates): void {
  const fitting = (of.duty.opening_rule.clock.parallel_cases || []).map(function (one) { return { one: one, truth: findFit(of, one) }; });
  const sure = fitting.filter(function (fit) { return fit.truth.is === "true"; })[0];
  const possible = sure ? [sure] : fitting.filter(function (fit) { return fit.truth.is === "?"; });
  const ends = findEnds(of, possible.map(function (fit) { return fit.one; }));
  endSooner(of, dates, ends.first, sure ? ends.surely : null);
}

/** Ends each reading on the day of its event, where that comes before the counted day. */
export function endSooner(of: ClockCase, dates: Dates, first: CaseEvent | null, surely: CaseEvent | null): void {
  if (!dates.strict || !dates.lenient) return;
  const clock = of.counter.clock;
  const firstDay = first ? clock.dayOf(first.moment.earliest) : Infinity;
  const sureDay = surely ? clock.dayOf(surely.moment.earliest) : Infinity;
  const strictSooner = firstDay < dates.strict.day;
  const lenientSooner = sureDay < dates.lenient.day;
  if (!strictSooner && !lenientSooner) return;
  const counted = dates.days.slice(1);
  const days = dates.days.slice(0, 1);
  const isSame = strictSooner && lenientSooner && firstDay === sureDay;
  if (strictSooner) {
    days.push({ day: firstDay, strict: true, lenient: isSame });
    dates.strict = of.counter.day(firstDay);
  }
  if (lenientSooner) {
    if (!strictSooner) days.push.apply(days, counted.filter(function (one) { return one.strict; }));
    if (!isSame) days.push({ day: sureDay, strict: false, lenient: true });
    dates.lenient = of.counter.day(sureDay);
  } else days.push.apply(days, counted);
  dates.days = days;
}

function findFit(of: ClockCase, one: ParallelCase): Truth {
  const log = of.context.correlation.log;
  const trigger = of.duty.trigger;
  const fits = log.test(trigger, one.tests);
  const about = one.about;
  if (fits.is === "false" || !about) return fits;
  const types = (of.duty.opening_rule.clock.parallel_cases || []).filter(function (other) { return other.about; })
    .map(function (other) { return (other.about as { type: string }).type; });
  const nearest = log.nearestOnEachWay(trigger, types);
  if (nearest.length > 0 && !nearest.some(function (event) { return event.type === about.type; })) return known(false);
  if (one.fails_without && !log.ofTypes([about.type]).some(function (event) { return log.mayComeAfter(trigger, event); })) return known(false);
  const truth = of.context.conditions.findAbout(about, trigger);
  return truth.is === "true" ? fits : truth;
}

/** Finds the first ends: by the case that surely fits, else by all that may. */
function findEnds(of: ClockCase, cases: ParallelCase[]): FirstEnds {
  const correlation = of.context.correlation;
  const log = correlation.log;
  const trigger = of.duty.trigger;
  const found: FirstEnds = { first: null, surely: null };
  for (const step of of.duty.opening_rule.clock.parallel_steps || []) {
    for (const began of log.ofTypes([step.began.type])) {
      const truth = log.test(began, step.began.tests);
      if (truth.is === "false") continue;
      const subject = correlation.stateOf(began);
      const end = log.ofTypes([step.ends]).filter(function (event) {
        return event.index <= of.fulfilment.answeredAt && of.view.sees(event) && correlation.ends(event, subject, [step.ends]);
      })[0];
      if (!end || trigger.moment.earliest >= end.moment.latest) continue;
      const isBegunBefore = began.moment.earliest <= trigger.moment.latest;
      const words = cases.map(function (one) { return isBegunBefore ? one.begun_before : one.begun_after; });
      if (words.every(function (word) { return word === "never"; })) continue;
      if (!found.first || end.index < found.first.index) found.first = end;
      const isSure = truth.is === "true" && words.every(function (word) { return word === "surely"; });
      if (isSure && (!found.surely || end.index < found.surely.index)) found.surely = end;
    }
  }
  return found;
}
