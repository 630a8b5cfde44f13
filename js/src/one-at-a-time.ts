import { Duty } from "./duty";
import { View, findFulfilment } from "./fulfilment";
import { CaseEvent } from "./event-log";
import { EvaluationContext } from "./activation";
import { TakenIn } from "./correlation";
import { listLaterDuties } from "./single-events";
import { EpochSeconds, findBirthday } from "./time";

/** Takes in duties that open while a clock of their lineage runs; returns those that are kept. */
export function keepOneAtATime(context: EvaluationContext, duties: Duty[]): Duty[] {
  const lineages: string[] = [];
  for (const duty of duties) {
    if (lineages.indexOf(duty.lineage) < 0 && duty.rule.one_at_a_time) lineages.push(duty.lineage);
  }
  let left = duties;
  for (const lineage of lineages) left = keepOfLineage(context, left, lineage);
  return left;
}

function keepOfLineage(context: EvaluationContext, duties: Duty[], lineage: string): Duty[] {
  const takenIn: TakenIn[] = [];
  const sorted = duties.filter(function (duty) { return duty.lineage === lineage; }).sort(function (a, b) {
    return a.opening - b.opening || a.trigger.index - b.trigger.index;
  });
  const kept: { duty: Duty; since: EpochSeconds }[] = [];
  let left: { duty: Duty; running: Duty; takenIn: TakenIn }[] = [];
  for (const duty of sorted) {
    duty.subject.takenIn = takenIn;
    // The clock of a second examination runs from the decision on that.
    const begun = kept.filter(function (one) { return one.since <= duty.opening; }).map(function (one) { return one.duty; });
    const running = begun.filter(function (one) { return isRunning(context, begun, one, duty.opening); })[0];
    if (!running || running.trigger === duty.trigger) {
      kept.push({ duty: duty, since: -Infinity });
      continue;
    }
    const taken: TakenIn = { trigger: duty.trigger, opening: duty.opening, by: running.trigger, until: Infinity };
    takenIn.push(taken);
    left.push({ duty: duty, running: running, takenIn: taken });
    // What is taken in may show that an examination decided before was about the clock that took it in.
    left = left.filter(function (one) {
      const own = findOwnExamination(context, one.duty, one.running);
      if (!own) return true;
      one.takenIn.until = own.index;
      kept.push({ duty: one.duty, since: own.moment.earliest });
      return false;
    });
  }
  return duties.filter(function (duty) { return duty.lineage !== lineage || kept.some(function (one) { return one.duty === duty; }); });
}

function isRunning(context: EvaluationContext, kept: Duty[], duty: Duty, opening: number): boolean {
  const log = context.correlation.log;
  const birth = log.childDay("foedselsdato");
  if (duty.rule.grows_up_at !== undefined && birth !== null) {
    if (log.clock.midnight(findBirthday(birth, duty.rule.grows_up_at)) <= opening) return false;
  }
  const view: View = {
    sees: function (event) { return event.moment.earliest <= opening; },
    touch: function (event, one) { return context.correlation.touches(event, one.subject) ? "yes" : "no"; },
    touchBeside: function (event, _, subject) { return context.correlation.touches(event, subject) ? "yes" : "no"; },
    waitingBeside: function () { return []; },
    laterDuties: function (one) { return listLaterDuties(kept, one); },
  };
  const found = findFulfilment(context, duty, view);
  return found.metBy.length === 0 && !found.waiver;
}

function findOwnExamination(context: EvaluationContext, duty: Duty, running: Duty): CaseEvent | null {
  const correlation = context.correlation;
  const log = correlation.log;
  const types = context.book.triggerTypesOf(duty.opened_by);
  const begun = log.ofTypes((duty.rule.once && duty.rule.once.begun_by) || []);
  for (const event of begun) {
    if (event.moment.latest < duty.opening || log.isAbove(running.trigger, event)) continue;
    if (log.nearestOnEachWay(event, types).indexOf(duty.trigger) < 0) continue;
    if (begun.some(function (other) { return other.index < event.index && correlation.touches(other, running.subject); })) return event;
  }
  return null;
}
