import { FlatFacts, Holding, fills, listMissing } from "./clauses";
import { Duty } from "./duty";
import { CaseEvent, EventLog, addAll } from "./event-log";
import { EvaluationContext } from "./activation";
import { Touch, Waiting } from "./single-events";
import { findBirthday } from "./time";
import { Subject, findStandIn } from "./correlation";

/** An event that may do something, with what would settle it. */
export interface Possible { event: CaseEvent; needs: string[] }

/** What waives a duty for sure. */
export interface Waiver { event: CaseEvent | null; forATime: boolean }

/** What may waive a duty. */
export class PerhapsWaived {
  constructor(private readonly holding: Holding[], private readonly missing: (list: Holding[]) => string[]) {}

  /** Whether anything may waive the duty. */
  isThere(): boolean {
    return this.holding.length > 0;
  }

  /** Returns since when: the first event that may; null where a fact of the trigger may, or nothing. */
  since(): CaseEvent | null {
    if (this.holding.length === 0 || this.holding.some(function (one) { return one.event === null; })) return null;
    return this.holding.map(function (one) { return one.event as CaseEvent; })
      .reduce(function (first, event) { return event.index < first.index ? event : first; });
  }

  /** Returns what would settle it, by the events that count. */
  needsWhere(counts: (event: CaseEvent) => boolean): string[] {
    return this.missing(this.holding.filter(function (one) { return one.event === null || counts(one.event); }));
  }
}

/** What the events of a case did to a duty. */
export interface Fulfilment {
  /** What would settle whether the duty is owed at all. */
  needs: string[];
  /** What would settle it without the events that may be about another duty. */
  needsApart: string[];
  excluded: boolean;
  metBy: CaseEvent[];
  perhapsMetBy: Possible[];
  waiver: Waiver | null;
  perhapsWaived: PerhapsWaived;
  endedBy: CaseEvent | null;
  perhapsEnded: boolean;
  precludes: Holding[];
  /** Index of the event that answered the duty. */
  answeredAt: number;
}

/** A view on the events: which of them are seen, and which of them touch a duty. */
export interface View {
  sees(event: CaseEvent): boolean;
  touch(event: CaseEvent, duty: Duty, beside: boolean): Touch;
  /** Whether an event touches a subject, in the walk of events that move the clocks of a line of succession. */
  touchBeside(event: CaseEvent, walk: string, subject: Subject): Touch;
  /** The events of a type that wait there. */
  waitingBeside(walk: string, type: string): Waiting[];
  /** The later duties of the lineage. */
  laterDuties(duty: Duty): Duty[];
}

/** Returns the event types that the answers of a duty ask for, in some relations to its trigger (`answer`, `ever`). */
export function listAskedTypes(duty: Duty, relations: string[]): string[] {
  const types: string[] = [];
  for (const clause of duty.rule.answers || []) {
    for (const pattern of clause.wanted.concat(clause.unwanted || [])) {
      const kind = pattern.kind.split(">");
      if (relations.indexOf(kind[0]) >= 0) addAll(types, [kind[1]]);
    }
  }
  addAll(types, (duty.rule.once && duty.rule.once.unknown_without) || []);
  return types;
}

/** Returns the events that can bear on a duty by their types. */
export function listCandidates(context: EvaluationContext, duty: Duty, view: View): CaseEvent[] {
  const log = context.correlation.log;
  return log.ofTypes(listAskedTypes(duty, ["answer"])).filter(function (event) {
    return event !== duty.trigger && view.sees(event) && !isFollowedByTrigger(log, duty, event);
  });
}

/** Whether the trigger is the next after an act of its moment: of two acts that could each be the next after the other, the later is. */
function isFollowedByTrigger(log: EventLog, duty: Duty, event: CaseEvent): boolean {
  if (event.index > duty.trigger.index || duty.subject.triggerTypes.indexOf(event.type) < 0) return false;
  const clauses = (duty.rule.answers || []).filter(function (one) { return one.role === "meets" || one.role === "waives"; });
  return [event, duty.trigger].every(function (act) {
    return clauses.some(function (clause) {
      return clause.wanted.some(function (pattern) { return pattern.kind === "answer>" + act.type && fills(log, act, pattern); });
    });
  });
}

/** Returns what the events that a view shows did to a duty. */
export function findFulfilment(context: EvaluationContext, duty: Duty, view: View): Fulfilment {
  const ends = duty.rule.ends_by || [];
  const touching: CaseEvent[] = [];
  const uncertain: CaseEvent[] = [];
  for (const event of listCandidates(context, duty, view)) {
    const touch = view.touch(event, duty, ends.indexOf(event.type) >= 0);
    if (touch !== "no") touching.push(event);
    if (touch === "unknown") uncertain.push(event);
  }
  return judgeAnswers(context, duty, view, touching, uncertain);
}

/** Asks the clauses of a rule, of events that bear on a duty. */
export function judgeAnswers(context: EvaluationContext, duty: Duty, view: View, touching: CaseEvent[], uncertain: CaseEvent[]): Fulfilment {
  const log = context.correlation.log;
  const ever = log.events.filter(function (event) { return view.sees(event); });
  const ask = function (events: CaseEvent[]): Holding[] {
    return new FlatFacts(context.conditions, duty.trigger, duty.beside, { answer: events, ever: ever }).ask(duty.rule.answers || []);
  };
  const holding = ask(touching);
  const ofRole = function (role: string): Holding[] { return holding.filter(function (one) { return one.clause.role === role; }); };
  const missing = function (list: Holding[]): string[] { return context.conditions.replaceNames(listMissing(list), duty.trigger); };
  const isUncertain = function (event: CaseEvent | null): boolean { return event !== null && uncertain.indexOf(event) >= 0; };

  /** Returns what would settle whether the duty is owed, by some events; null where they settle it. */
  const listSettling = function (events: CaseEvent[], answers: Holding[]): string[] | null {
    if (!duty.rule.once) return null;
    const settles = answers.filter(function (one) { return one.clause.role === "settles"; }).map(function (one) {
      return isUncertain(one.event) ? addOf(one) : one;
    });
    if (settles.some(function (one) { return one.needs.length === 0; })) return null;
    const wanted = missing(settles);
    const without = duty.rule.once.unknown_without || [];
    if (!events.some(function (event) { return without.indexOf(event.type) >= 0; })) addAll(wanted, without);
    return wanted;
  };
  const settling = listSettling(touching, holding);
  const needs = duty.needs.slice();
  addAll(needs, settling || []);

  const metBy: CaseEvent[] = [];
  const perhapsMetBy: Possible[] = [];
  const meeting: { [index: number]: Holding[] } = {};
  for (const one of ofRole("meets")) {
    const index = (one.event || duty.trigger).index;
    (meeting[index] || (meeting[index] = [])).push(one);
  }
  for (const event of log.events) {
    const own = meeting[event.index];
    if (!own) continue;
    const sure = own.some(function (one) { return one.needs.length === 0; });
    if (sure && !isUncertain(event)) metBy.push(event);
    else perhapsMetBy.push({ event: event, needs: (sure ? [] : missing(own)).concat(isUncertain(event) ? ["of"] : []) });
  }

  const found: Fulfilment = {
    needs: needs, needsApart: [], excluded: settling !== null && settling.length === 0, metBy: metBy, perhapsMetBy: perhapsMetBy, waiver: null, perhapsWaived: new PerhapsWaived([], missing),
    endedBy: null, perhapsEnded: false, precludes: ofRole("precludes"), answeredAt: Infinity,
  };
  const ofAnother = judgeWaivers(context, duty, view, holding, isUncertain, found);
  if (ofAnother.length > 0) {
    const own = touching.filter(function (event) { return ofAnother.indexOf(event) < 0; });
    found.needsApart = listSettling(own, ask(own)) || [];
  }
  for (const one of ofRole("ends")) {
    const event = one.event as CaseEvent;
    if (isUncertain(event)) found.perhapsEnded = true;
    else if (!found.endedBy || event.index < found.endedBy.index) found.endedBy = event;
  }
  if (found.endedBy) found.perhapsEnded = false;
  if (metBy.length > 0) found.answeredAt = metBy[0].index;
  if (found.waiver && found.waiver.event && !found.waiver.forATime) found.answeredAt = Math.min(found.answeredAt, found.waiver.event.index);
  return found;
}

/** Finds what waives a duty, or may; returns the events that are about it by what its clock took in alone, where that is in doubt. */
function judgeWaivers(
  context: EvaluationContext, duty: Duty, view: View, holding: Holding[], isUncertain: (event: CaseEvent | null) => boolean,
  fulfilment: Fulfilment,
): CaseEvent[] {
  const log = context.correlation.log;
  const lifting = holding.filter(function (one) { return one.clause.role === "undoes" || one.clause.role === "resumes"; });
  const possible: Holding[] = [];
  const ofAnother: CaseEvent[] = [];
  for (const one of holding) {
    if (one.clause.role !== "waives") continue;
    const number = one.clause.detail || 0;
    const waiver = (duty.rule.waivers || [])[number] || {};
    const event = one.event;
    let needs = isUncertain(event) ? addOf(one).needs : one.needs;
    if (event && waiver.before_birthday !== undefined) {
      const birth = log.childDay("foedselsdato");
      if (birth === null) needs = needs.concat([["foedselsdato", "is", [true]]]);
      else if (log.clock.dayOf(event.moment.earliest) >= findBirthday(birth, waiver.before_birthday)) continue;
    }
    const undoing = listUndoing(lifting, number);
    const passedOver = event && needs.length > 0 ? undoing.filter(function (one) { return isPassedOver(duty, event, one, undoing); }) : [];
    if (event && isLifted(lifting, number, event, () => view.laterDuties(duty), passedOver)) continue;
    if (needs.length > 0) {
      addAll(ofAnother, passedOver.filter(function (one) { return !isOwn(context, duty, one); }));
      possible.push({ clause: one.clause, event: event, needs: needs });
      continue;
    }
    const earlier = !fulfilment.waiver || (fulfilment.waiver.event !== null && (event === null || event.index < fulfilment.waiver.event.index));
    if (earlier) fulfilment.waiver = { event: event, forATime: waiver.until !== undefined };
  }
  fulfilment.perhapsWaived = new PerhapsWaived(possible, function (list) {
    return context.conditions.replaceNames(listMissing(list), duty.trigger);
  });
  return ofAnother;
}

/** Returns the events that may undo a waiver. */
function listUndoing(lifting: Holding[], number: number): CaseEvent[] {
  const found: CaseEvent[] = [];
  for (const one of lifting) {
    if (one.clause.role === "undoes" && (one.clause.detail || 0) === number && one.event) addAll(found, [one.event]);
  }
  return found;
}

/**
 * Whether an event would undo nothing where a waiver held that may hold: what the clock took in before anything undid
 * that had a clock of its own then, and took the waiver over.
 */
function isPassedOver(duty: Duty, waiving: CaseEvent, event: CaseEvent, undoing: CaseEvent[]): boolean {
  if (event.moment.earliest <= waiving.moment.latest) return false;
  return duty.subject.takenIn.some(function (one) {
    const isTakenIn = one.by === duty.trigger && event.index < one.until && one.opening >= waiving.moment.earliest;
    return isTakenIn && undoing.every(function (other) { return one.opening < other.moment.earliest; });
  });
}

/** Whether an event is about a duty whatever its clock took in. */
function isOwn(context: EvaluationContext, duty: Duty, event: CaseEvent): boolean {
  const subject = duty.subject;
  const apart: Subject = {
    trigger: subject.trigger, opening: subject.opening, own: subject.own, ownTypes: subject.ownTypes,
    triggerTypes: subject.triggerTypes, takenIn: [],
  };
  return context.correlation.touches(event, apart);
}

function addOf(one: Holding): Holding {
  return { clause: one.clause, event: one.event, needs: one.needs.concat([["of", "is", [true]]]) };
}

/** Whether an event took a waiver back; those passed over did not. */
function isLifted(lifting: Holding[], number: number, event: CaseEvent, listOthers: () => Duty[], passedOver: CaseEvent[]): boolean {
  return lifting.some(function (one) {
    if ((one.clause.detail || 0) !== number || !one.event) return false;
    if (one.clause.role === "resumes") return one.event.index > event.index;
    if (passedOver.indexOf(one.event) >= 0) return false;
    const undoing = one.event;
    if (undoing.moment.earliest <= event.moment.latest) return true;
    return !listOthers().some(function (other) {
      // A notification that was taken in has a clock of its own from the decision on its own examination.
      const hasOwnClock = findStandIn(other.subject, other.trigger, undoing) === other.trigger;
      return hasOwnClock && other.opening >= event.moment.earliest && other.opening <= undoing.moment.latest;
    });
  });
}
