import { Duty } from "./duty";
import { View, findFulfilment } from "./fulfilment";
import { CaseEvent } from "./history";
import { Evaluation } from "./openings";
import { listLaterDuties } from "./placements";
import { EpochSeconds, findBirthday } from "./time";

interface Standing { trigger: CaseEvent; by: CaseEvent; until: number }

/** Takes in duties that open while a clock of their lineage runs; returns those that are kept. */
export function keepOneAtATime(evaluation: Evaluation, duties: Duty[]): Duty[] {
  const lineages: string[] = [];
  for (const duty of duties) {
    if (lineages.indexOf(duty.lineage) < 0 && duty.rule.one_at_a_time) lineages.push(duty.lineage);
  }
  let left = duties;
  for (const lineage of lineages) left = keepOfLineage(evaluation, left, lineage);
  return left;
}

function keepOfLineage(evaluation: Evaluation, duties: Duty[], lineage: string): Duty[] {
  const standing: Standing[] = [];
  const standsFor = function (event: CaseEvent, asked: CaseEvent): CaseEvent {
    for (const one of standing) if (one.trigger === event && asked.index < one.until) return one.by;
    return event;
  };
  const sorted = duties.filter(function (duty) { return duty.lineage === lineage; }).sort(function (a, b) {
    return a.opening - b.opening || a.trigger.index - b.trigger.index;
  });
  const kept: { duty: Duty; since: EpochSeconds }[] = [];
  let left: { duty: Duty; running: Duty; standing: Standing }[] = [];
  for (const duty of sorted) {
    duty.subject.standsFor = standsFor;
    // The clock of a second examination runs from the decision on that.
    const begun = kept.filter(function (one) { return one.since <= duty.opening; }).map(function (one) { return one.duty; });
    const running = begun.filter(function (one) { return isRunning(evaluation, begun, one, duty.opening); })[0];
    if (!running || running.trigger === duty.trigger) {
      kept.push({ duty: duty, since: -Infinity });
      continue;
    }
    const taken: Standing = { trigger: duty.trigger, by: running.trigger, until: Infinity };
    standing.push(taken);
    left.push({ duty: duty, running: running, standing: taken });
    // What is taken in may show that an examination decided before was about the clock that took it in.
    left = left.filter(function (one) {
      const own = findOwnExamination(evaluation, one.duty, one.running);
      if (!own) return true;
      one.standing.until = own.index;
      one.duty.hasDoubtOfSecond = true;
      kept.push({ duty: one.duty, since: own.moment.earliest });
      return false;
    });
  }
  return duties.filter(function (duty) { return duty.lineage !== lineage || kept.some(function (one) { return one.duty === duty; }); });
}

function isRunning(evaluation: Evaluation, kept: Duty[], duty: Duty, opening: number): boolean {
  const history = evaluation.touching.history;
  const birth = history.childDay("foedselsdato");
  if (duty.rule.grows_up_at !== undefined && birth !== null) {
    if (history.clock.midnight(findBirthday(birth, duty.rule.grows_up_at)) <= opening) return false;
  }
  const view: View = {
    sees: function (event) { return event.moment.earliest <= opening; },
    touch: function (event, one) { return evaluation.touching.touches(event, one.subject) ? "yes" : "no"; },
    touchBeside: function (event, _, subject) { return evaluation.touching.touches(event, subject) ? "yes" : "no"; },
    laterDuties: function (one) { return listLaterDuties(kept, one); },
  };
  const found = findFulfilment(evaluation, duty, view);
  return found.metBy.length === 0 && !found.waiver;
}

function findOwnExamination(evaluation: Evaluation, duty: Duty, running: Duty): CaseEvent | null {
  const touching = evaluation.touching;
  const history = touching.history;
  const types = evaluation.book.triggerTypesOf(duty.opened_by);
  const begun = history.ofTypes((duty.rule.once && duty.rule.once.begun_by) || []);
  for (const event of begun) {
    if (event.moment.latest < duty.opening || history.isAbove(running.trigger, event)) continue;
    if (history.nearestOnEachWay(event, types).indexOf(duty.trigger) < 0) continue;
    if (begun.some(function (other) { return other.index < event.index && touching.touches(other, running.subject); })) return event;
  }
  return null;
}
