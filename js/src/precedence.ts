import { isOneDecision } from "./conditions";
import { Duty } from "./duty";
import { Fulfilment, View, judgeAnswers, listCandidates } from "./fulfilment";
import { CaseEvent, addAll } from "./event-log";
import { EvaluationContext } from "./activation";
import { EpochSeconds, Moment } from "./time";
import { Subject, makeSubject } from "./correlation";

/** How an act bears on an order duty. */
type Link = "linked" | "open" | "other";

/** Whether an act is the companion of a duty that the trigger meets. */
export type CompanionTest = (duty: Duty, act: CaseEvent) => "yes" | "no" | "unknown";

/** What the acts before a named event did to an order duty. */
export interface OrderAnswer { fulfilment: Fulfilment; linked: CaseEvent[]; named: Moment | null }

function orderTriggers(duty: Duty): string[] {
  return duty.rule.clock.own_triggers ? duty.rule.triggers || [] : duty.subject.triggerTypes;
}

/** Returns the event before which the act must come, and its moment; null where it has not come. */
export function findNamed(context: EvaluationContext, duty: Duty): { event: CaseEvent; moment: Moment } | null {
  const clock = duty.rule.clock;
  const log = context.correlation.log;
  if (clock.before === "trigger") {
    const moment = clock.before_fact ? log.momentTold(duty.trigger, clock.before_fact) : null;
    return { event: duty.trigger, moment: moment || duty.trigger.moment };
  }
  for (const event of log.ofTypes([clock.before as string])) {
    if (context.correlation.touches(event, duty.subject)) return { event: event, moment: event.moment };
  }
  return null;
}

/** Returns what the acts of the case did to an order duty. */
export function findOrderAnswer(context: EvaluationContext, duty: Duty, view: View, isCompanion: CompanionTest): OrderAnswer {
  const matter = findMatter(duty);
  const lower = findLowerEnd(context, duty);
  const acts: CaseEvent[] = [];
  const uncertain: CaseEvent[] = [];
  const linked: CaseEvent[] = [];
  for (const act of listCandidates(context, duty, view)) {
    const link = linkAct(duty, matter, act);
    if (link === "other") continue;
    const companion = listCompanionTypes(duty).indexOf(act.type) < 0 ? "yes" : isCompanion(duty, act);
    if (companion === "no") continue;
    acts.push(act);
    if (link === "linked") linked.push(act);
    const isEarly = link === "open" && lower !== null && act.moment.latest < lower;
    if (isEarly || companion === "unknown") uncertain.push(act);
  }
  const named = findNamed(context, duty);
  return {
    fulfilment: judgeAnswers(context, duty, view, acts, uncertain), linked: linked,
    named: named && named.moment,
  };
}

/** Returns the types of acts that count only beside what the trigger meets. */
export function listCompanionTypes(duty: Duty): string[] {
  const types: string[] = [];
  for (const one of duty.rule.met_by || []) {
    if ((one.provided || []).some(function (test) { return test[0] === "type"; })) addAll(types, [one.type]);
  }
  return types;
}

function findMatter(duty: Duty): CaseEvent[] {
  const stops = orderTriggers(duty).concat(duty.rule.clock.matter_stops_at || []);
  const matter = [duty.trigger];
  let open = duty.trigger.names;
  while (open.length > 0) {
    const next: CaseEvent[] = [];
    for (const event of open) {
      if (stops.indexOf(event.type) >= 0 || matter.indexOf(event) >= 0) continue;
      matter.push(event);
      addAll(next, event.names);
    }
    open = next;
  }
  return matter;
}

function linkAct(duty: Duty, matter: CaseEvent[], act: CaseEvent): Link {
  if (matter.indexOf(act) >= 0) return "linked";
  if (act.isFree) return "open";
  const types = orderTriggers(duty).concat(matter.map(function (event) { return event.type; }));
  let isOpen = false;
  const seen: CaseEvent[] = [];
  const open = act.names.slice();
  while (open.length > 0) {
    const event = open.pop() as CaseEvent;
    if (seen.indexOf(event) >= 0) continue;
    seen.push(event);
    if (matter.indexOf(event) >= 0) return "linked";
    if (types.indexOf(event.type) >= 0) continue;
    if (event.isFree) isOpen = true;
    for (const named of event.names) open.push(named);
  }
  return isOpen ? "open" : "other";
}

function listEarlierTriggers(context: EvaluationContext, duty: Duty): CaseEvent[] {
  const log = context.correlation.log;
  const day = log.clock.dayOf(duty.trigger.moment.earliest);
  return log.ofTypes(orderTriggers(duty)).filter(function (event) {
    if (event.index >= duty.trigger.index || log.clock.dayOf(event.moment.earliest) === day) return false;
    return !(duty.rule.one_decision || []).some(function (pair) {
      if (event.type === pair[0] && duty.trigger.type === pair[1]) return isOneDecision(log, event, duty.trigger);
      return event.type === pair[1] && duty.trigger.type === pair[0] && isOneDecision(log, duty.trigger, event);
    });
  });
}

function findLowerEnd(context: EvaluationContext, duty: Duty): EpochSeconds | null {
  const log = context.correlation.log;
  const lower = duty.rule.clock.lower_end;
  const earlier = listEarlierTriggers(context, duty);
  const last = earlier.length > 0 ? earlier[earlier.length - 1] : null;
  if (lower && lower.kind === "notification") return findNotification(context, duty, last);
  if (lower) {
    const starts = log.ofTypes(lower.since || []).filter(function (event) { return event.index < duty.trigger.index; });
    const since = starts.length > 0 ? starts[starts.length - 1] : null;
    const found = log.ofTypes(lower.types).filter(function (event) {
      return event.index < duty.trigger.index && (!since || log.mayComeAfter(event, since));
    });
    if (found.length > 0) return found[lower.kind === "latest" ? found.length - 1 : 0].moment.earliest;
  }
  return last && last.moment.earliest;
}

/** Whether an event may come after another one and does not share its moment. */
function comesAfter(event: CaseEvent, other: CaseEvent): boolean {
  const isSame = event.moment.earliest === other.moment.earliest && event.moment.latest === other.moment.latest;
  return event.moment.latest >= other.moment.earliest && !isSame;
}

function findNotification(context: EvaluationContext, duty: Duty, last: CaseEvent | null): EpochSeconds {
  const correlation = context.correlation;
  const log = correlation.log;
  const lower = duty.rule.clock.lower_end as NonNullable<Duty["rule"]["clock"]["lower_end"]>;
  let found = log.above(duty.trigger).filter(function (event) { return lower.types.indexOf(event.type) >= 0; });
  if (found.length === 0) {
    found = log.ofTypes(lower.types).filter(function (event) {
      if (!log.mayComeAfter(duty.trigger, event) || (last !== null && !comesAfter(event, last))) return false;
      const closed = lower.closed_by;
      if (!closed) return true;
      const subject: Subject = makeSubject(log, event, event.moment.earliest, [], lower.types, []);
      return !log.ofTypes([closed.type]).some(function (one) {
        return one.moment.latest < duty.trigger.moment.earliest && log.test(one, closed.tests).is === "true" && correlation.touches(one, subject);
      });
    });
  }
  if (found.length === 0) return duty.trigger.moment.earliest;
  return found.reduce(function (first, event) {
    const moment = lower.fact ? log.momentTold(event, lower.fact) : null;
    return Math.min(first, event.moment.earliest, moment ? moment.earliest : Infinity);
  }, Infinity);
}
