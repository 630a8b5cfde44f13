import { ParallelCase } from "./bundle";
import { ClockCase, Dates } from "./clock";
import { CaseEvent, Truth, known } from "./event-log";

interface FoundStep { end: CaseEvent; isSure: boolean }

/** Pulls the dates forward to the end of a step that runs beside a measure. */
export function pullForward(of: ClockCase, dates: Dates): void {
  const clock = of.duty.opening_rule.clock;
  if (!dates.strict || !dates.lenient) return;
  const fitting = (clock.parallel_cases || []).map(function (one) { return { one: one, truth: findFit(of, one) }; });
  const sure = fitting.filter(function (fit) { return fit.truth.is === "true"; })[0];
  const chosen = sure || fitting.filter(function (fit) { return fit.truth.is === "?"; })[0];
  if (!chosen) return;
  const step = findStep(of, chosen.one, dates.strict.day);
  if (!step) return;
  const isSure = step.isSure && chosen === sure;
  const day = of.counter.clock.dayOf(step.end.moment.earliest);
  const first = dates.days.slice(0, 1);
  const rest = dates.days.slice(1);
  dates.strict = of.counter.day(day);
  if (isSure) dates.lenient = dates.strict;
  dates.days = first.concat([{ day: day, strict: true, lenient: isSure }], isSure ? [] : rest);
}

function findFit(of: ClockCase, one: ParallelCase): Truth {
  const log = of.evaluation.correlation.log;
  const trigger = of.duty.trigger;
  if (log.test(trigger, one.tests).is !== "true") return known(false);
  const about = one.about;
  if (!about) return known(true);
  const types = (of.duty.opening_rule.clock.parallel_cases || []).filter(function (other) { return other.about; })
    .map(function (other) { return (other.about as { type: string }).type; });
  const nearest = log.nearestOnEachWay(trigger, types);
  if (nearest.length > 0 && !nearest.some(function (event) { return event.type === about.type; })) return known(false);
  if (one.fails_without && !log.ofTypes([about.type]).some(function (event) { return log.mayComeAfter(trigger, event); })) return known(false);
  return of.evaluation.conditions.findAbout(about, trigger);
}

function findStep(of: ClockCase, chosen: ParallelCase, before: number): FoundStep | null {
  const correlation = of.evaluation.correlation;
  const log = correlation.log;
  const trigger = of.duty.trigger;
  let found: FoundStep | null = null;
  for (const step of of.duty.opening_rule.clock.parallel_steps || []) {
    for (const began of log.ofTypes([step.began.type])) {
      const truth = log.test(began, step.began.tests);
      if (truth.is === "false") continue;
      const subject = correlation.stateOf(began);
      const end = log.ofTypes([step.ends]).filter(function (event) {
        return event.index <= of.fulfilment.answeredAt && of.view.sees(event) && correlation.ends(event, subject, [step.ends]);
      })[0];
      if (!end) continue;
      const word = began.moment.earliest <= trigger.moment.latest ? chosen.begun_before : chosen.begun_after;
      if (word === "never") continue;
      if (trigger.moment.earliest > end.moment.latest || of.counter.clock.dayOf(end.moment.earliest) >= before) continue;
      const isSure = word === "surely" && truth.is === "true";
      if (!found || end.index < found.end.index || (end === found.end && isSure && !found.isSure)) found = { end: end, isSure: isSure };
    }
  }
  return found;
}
