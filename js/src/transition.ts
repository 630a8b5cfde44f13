import { Duty } from "./duty";
import { View, findFulfilment } from "./fulfilment";
import { Holding, listMissing } from "./clauses";
import { Conditions } from "./conditions";
import { CaseEvent, EventLog, addAll } from "./event-log";
import { EvaluationContext, askActivation, makeDuty, settleActivation } from "./activation";
import { listLaterDuties } from "./single-events";
import { AssessedDuty, isUnmet } from "./assessed-duty";
import { EpochSeconds, readDay } from "./time";
import { Correlation } from "./correlation";

/** Finds the duty of a rule and a trigger in an answer. */
export function findIn(answer: AssessedDuty[], id: string, trigger: CaseEvent): AssessedDuty[] {
  return answer.filter(function (one) { return one.duty.id === id && one.duty.trigger.id === trigger.id && one.status !== null; });
}

/** Whether a duty was unmet in an answer. */
export function wasUnmet(answer: AssessedDuty[], id: string, trigger: CaseEvent): boolean {
  return findIn(answer, id, trigger).some(function (one) { return isUnmet(one.status); });
}

/** Whether a duty had arisen by an answer, and was excluded or not unmet. */
function wasSettled(answer: AssessedDuty[], id: string, trigger: CaseEvent): boolean {
  const known = answer.some(function (one) { return one.duty.id === id && one.duty.trigger.id === trigger.id; });
  return known && !wasUnmet(answer, id, trigger);
}

/** Lets unmet duties go on under the act that replaced theirs, and adds those by its commencement. */
export function applyChanges(context: EvaluationContext, opened: Duty[], earlier: (at: EpochSeconds) => AssessedDuty[]): Duty[] {
  const log = context.correlation.log;
  let duties = opened;
  for (const change of log.bundle.transitions) {
    if (change.instant > log.at || log.events.length === 0 || log.events[0].moment.earliest >= change.instant) continue;
    const before = earlier(change.instant - 1);
    for (const duty of duties) {
      const next = context.book.successorsOf(duty.id)[0];
      if (!duty.rule.moves || next === undefined || duty.rule.law !== change.older || wasSettled(before, duty.id, duty.trigger)) continue;
      duty.id = next;
      duty.rule = context.book.rule(next);
      duty.moved = true;
    }
    duties = duties.concat(listCommenced(context, duties, change.on, change.instant, before));
  }
  return duties;
}

/** Returns what precludes a duty by commencement, by what was known before the change. */
function findPrecluding(context: EvaluationContext, id: string, event: CaseEvent, instant: EpochSeconds, duties: Duty[]): Holding[] {
  const now = context.correlation.log;
  const log = new EventLog(now.bundle, now.clock, now.caseData, instant - 1);
  const correlation = new Correlation(log);
  const before: EvaluationContext = { book: context.book, correlation: correlation, conditions: new Conditions(correlation) };
  const trigger = log.events.filter(function (one) { return one.id === event.id; })[0];
  const view: View = {
    sees: function () { return true; },
    touch: function (one, other) { return correlation.touches(one, other.subject) ? "yes" : "no"; },
    touchBeside: function (one, _, subject) { return correlation.touches(one, subject) ? "yes" : "no"; },
    waitingBeside: function () { return []; },
    laterDuties: function (one) { return listLaterDuties(duties, one); },
  };
  return findFulfilment(before, makeDuty(before, id, trigger, [], []), view).precludes;
}

function listCommenced(context: EvaluationContext, duties: Duty[], on: string, instant: EpochSeconds, before: AssessedDuty[]): Duty[] {
  const log = context.correlation.log;
  const found: Duty[] = [];
  const day = readDay(on) as number;
  for (const id of context.book.ids) {
    const rule = context.book.rule(id);
    const commencement = rule.commencement;
    const version = context.book.versionOn(id, day);
    if (!commencement || commencement.on !== on || !version) continue;
    for (const event of log.ofTypes(commencement.triggers)) {
      if (event.moment.earliest >= instant || log.clock.dayOf(event.moment.earliest) < context.book.firstDay) continue;
      if (commencement.unmet && !wasUnmet(before, commencement.unmet, event)) continue;
      const needs = settleActivation(context, askActivation(context, version.opens || [], event, []), event);
      if (!needs) continue;
      const duty = makeDuty(context, id, event, [], needs);
      duty.commenced = instant;
      const precludes = findPrecluding(context, id, event, instant, duties);
      if (precludes.some(function (one) { return one.needs.length === 0; })) continue;
      addAll(duty.needs, context.conditions.replaceNames(listMissing(precludes), event));
      found.push(duty);
    }
  }
  return found;
}
