import { Clause, ClockStart } from "./bundle";
import { FlatFacts, Holding, listMissing } from "./clauses";
import { Conditions } from "./conditions";
import { Duty } from "./duty";
import { CaseEvent, addAll } from "./event-log";
import { Rulebook } from "./rulebook";
import { Correlation, makeSubject } from "./correlation";
import { Moment } from "./time";

/** What all stages of one evaluation share. */
export interface EvaluationContext { book: Rulebook; correlation: Correlation; conditions: Conditions }

/** Returns the earliest or the latest moment at which a clock starts that is not moved; null where the case does not tell it. */
export function findClockStart(context: EvaluationContext, trigger: CaseEvent, start: ClockStart | undefined, isLatest: boolean): Moment | null {
  const log = context.correlation.log;
  if (!start) return trigger.moment;
  if (start.kind === "earlier") {
    const moment = log.momentTold(trigger, start.name);
    return moment && moment.earliest < trigger.moment.earliest ? moment : trigger.moment;
  }
  if (start.kind === "fact") return log.momentTold(trigger, start.name);
  if (start.kind !== "earlier_event") return trigger.moment;
  const named = log.nearestOnEachWay(trigger, [start.name]);
  if (named.length > 0) return named[isLatest ? named.length - 1 : 0].moment;
  let found = trigger;
  for (const event of log.ofTypes([start.name])) if (event.moment.earliest <= trigger.moment.earliest) found = event;
  return found.moment;
}

/** Asks the clauses that open a duty, of a trigger. */
export function askActivation(context: EvaluationContext, clauses: Clause[], trigger: CaseEvent, beside: CaseEvent[]): Holding[] {
  const events = context.correlation.log.events;
  const earlier = events.filter(function (event) { return event !== trigger && event.moment.earliest <= trigger.moment.earliest; });
  return new FlatFacts(context.conditions, trigger, beside, { earlier: earlier, ever: events }).ask(clauses);
}

/** Returns what is needed to know whether clauses hold: nothing where one holds; null where none can. */
export function settleActivation(context: EvaluationContext, holding: Holding[], trigger: CaseEvent): string[] | null {
  if (holding.length === 0) return null;
  if (holding.some(function (one) { return one.needs.length === 0; })) return [];
  return context.conditions.replaceNames(listMissing(holding), trigger);
}

/** Makes a duty of a rule and a trigger. */
export function makeDuty(context: EvaluationContext, id: string, trigger: CaseEvent, beside: CaseEvent[], needs: string[]): Duty {
  const book = context.book;
  const rule = book.rule(id);
  let opening = trigger.moment.earliest;
  if (!rule.later_of) {
    const start = findClockStart(context, trigger, rule.clock.strict_from, false);
    if (start) opening = Math.min(opening, start.earliest);
  }
  return {
    opened_by: id, opening_rule: rule, id: id, rule: rule, lineage: book.lineageOf(id), walk: book.firstBefore(id), trigger: trigger, beside: beside,
    opening: opening, needs: needs, commenced: null, moved: false, dateless: false,
    subject: makeSubject(context.correlation.log, trigger, opening, beside, book.triggerTypesOf(id), []),
  };
}

/** Returns the duties that the events of a case open, in the order of events and rules. */
export function listActivations(context: EvaluationContext): Duty[] {
  const log = context.correlation.log;
  const duties: Duty[] = [];
  for (const event of log.events) {
    const day = log.clock.dayOf(event.moment.earliest);
    for (const id of context.book.ids) {
      const rule = context.book.rule(id);
      if (rule.later_of) {
        if (rule.later_of.each === event.type) addAll(duties, openByTwo(context, id, event));
        continue;
      }
      if ((rule.triggers || []).indexOf(event.type) < 0) continue;
      const version = context.book.versionOn(id, day);
      if (!version) continue;
      const needs = settleActivation(context, askActivation(context, version.opens || [], event, []), event);
      if (needs) duties.push(makeDuty(context, id, event, [], needs));
    }
  }
  return duties;
}

function openByTwo(context: EvaluationContext, id: string, first: CaseEvent): Duty[] {
  const log = context.correlation.log;
  const duties: Duty[] = [];
  for (const version of context.book.rule(id).versions) {
    const holding = askActivation(context, version.opens || [], first, []);
    const seconds: CaseEvent[] = [];
    for (const one of holding) if (one.event) addAll(seconds, [one.event]);
    if (seconds.length === 0) continue;
    seconds.sort(function (a, b) { return a.index - b.index; });
    const above = seconds.filter(function (event) { return log.isAbove(event, first); });
    const second = (above.length > 0 ? above : seconds)[0];
    const trigger = seconds[0].index > first.index ? seconds[0] : first;
    if (context.book.versionOn(id, log.clock.dayOf(trigger.moment.earliest)) !== version) continue;
    const needs = settleActivation(context, holding, first);
    if (needs) duties.push(makeDuty(context, id, trigger, [first, second].filter(function (one) { return one !== trigger; }), needs));
  }
  return duties;
}
