import { Duty } from "./duty";
import { View, findFulfilment } from "./fulfilment";
import { listMissing } from "./clauses";
import { CaseEvent, addAll } from "./history";
import { Evaluation, askOpenings, makeDuty, settleOpening } from "./openings";
import { listOtherOpenings } from "./placements";
import { Resolved, isUnmet } from "./resolved";
import { EpochSeconds, readDay } from "./time";

/** Finds the duty of a rule and a trigger in an answer. */
export function findIn(answer: Resolved[], id: string, trigger: CaseEvent): Resolved[] {
  return answer.filter(function (one) { return one.duty.id === id && one.duty.trigger.id === trigger.id && one.status !== null; });
}

/** Whether a duty was unmet in an answer. */
export function wasUnmet(answer: Resolved[], id: string, trigger: CaseEvent): boolean {
  return findIn(answer, id, trigger).some(function (one) { return isUnmet(one.status); });
}

/** Lets unmet duties go on under the act that replaced theirs, and adds those by its commencement. */
export function applyChanges(evaluation: Evaluation, opened: Duty[], earlier: (at: EpochSeconds) => Resolved[]): Duty[] {
  const history = evaluation.touching.history;
  let duties = opened;
  for (const change of history.bundle.transitions) {
    if (change.instant > history.at || history.events.length === 0 || history.events[0].moment.earliest >= change.instant) continue;
    const before = earlier(change.instant - 1);
    for (const duty of duties) {
      const next = evaluation.book.successorsOf(duty.id)[0];
      if (!duty.rule.moves || next === undefined || duty.rule.law !== change.older || !wasUnmet(before, duty.id, duty.trigger)) continue;
      duty.id = next;
      duty.rule = evaluation.book.rule(next);
      duty.moved = true;
    }
    duties = duties.concat(listCommenced(evaluation, duties, change.on, change.instant, before));
  }
  return duties;
}

function listCommenced(evaluation: Evaluation, duties: Duty[], on: string, instant: EpochSeconds, before: Resolved[]): Duty[] {
  const history = evaluation.touching.history;
  const found: Duty[] = [];
  const day = readDay(on) as number;
  for (const id of evaluation.book.ids) {
    const rule = evaluation.book.rule(id);
    const commencement = rule.commencement;
    const version = evaluation.book.versionOn(id, day);
    if (!commencement || commencement.on !== on || !version) continue;
    for (const event of history.ofTypes(commencement.triggers)) {
      if (event.moment.earliest >= instant) continue;
      if (commencement.unmet && !wasUnmet(before, commencement.unmet, event)) continue;
      const needs = settleOpening(evaluation, askOpenings(evaluation, version.opens || [], event, []), event);
      if (!needs) continue;
      const duty = makeDuty(evaluation, id, event, [], needs);
      duty.commenced = instant;
      const view: View = {
        sees: function (one) { return one.moment.earliest < instant; },
        touch: function (one, other) { return evaluation.touching.touches(one, other.subject) ? "yes" : "no"; },
        openings: function (one) { return listOtherOpenings(duties, one); },
      };
      const precludes = findFulfilment(evaluation, duty, view).precludes;
      if (precludes.some(function (one) { return one.needs.length === 0; })) continue;
      addAll(duty.needs, evaluation.conditions.replaceNames(listMissing(precludes), event));
      found.push(duty);
    }
  }
  return found;
}
