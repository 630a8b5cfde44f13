import { Duty } from "./duty";
import { Fulfilment, View, findFulfilment } from "./fulfilment";
import { CaseEvent, EventLog, addAll } from "./event-log";
import { EvaluationContext } from "./activation";
import { Options, pairInOrder } from "./pairing";
import { EpochSeconds } from "./time";
import { OwnLimit } from "./clock";
import { Subject } from "./correlation";

/** Whether an event touches a duty. */
export type Touch = "yes" | "no" | "unknown";

/** Returns the last second of the own time of a permission, by what had happened before an index. */
export type OwnTime = (duty: Duty, view: View, before: CaseEvent) => OwnLimit;

/** An event that waits, with what it may be about. */
export interface Waiting { event: CaseEvent; things: CaseEvent[] }

interface Thing { thing: CaseEvent; opening: EpochSeconds }

interface Walk {
  name: string;
  line: string;
  isBeside: boolean;
  types: string[];
  duties: Duty[];
  waiting: CaseEvent[];
  /** What the waiting events may be about, in order of opening. */
  things: CaseEvent[];
  settledThings: CaseEvent[];
  /** The thing that a settled event counts as naming; null for none. */
  named: { [index: number]: CaseEvent | null };
  /** Duties that a settled event touches beside. */
  beside: { [index: number]: Duty[] };
}

/** Returns the types of the acts that meet or waive a duty of a rule. */
export function listActTypes(duty: Duty): string[] {
  const types: string[] = [];
  for (const one of duty.rule.met_by || []) addAll(types, [one.type]);
  for (const one of duty.rule.waivers || []) if (one.event) addAll(types, [one.event]);
  return types;
}

function besideTypes(duty: Duty): string[] {
  const clock = duty.opening_rule.clock;
  const types: string[] = [];
  for (const start of [clock.strict_from, clock.lenient_from]) if (start && start.kind === "event") addAll(types, [start.name]);
  addAll(types, (clock.date_fact && clock.date_fact.events) || []);
  addAll(types, duty.rule.ends_by || []);
  for (const one of clock.interruptions || []) addAll(types, [one.answered]);
  return types;
}

/** Which thing each event of a single type is about. */
export class SingleEvents {
  private readonly walks: Walk[] = [];
  private readonly everWaited: CaseEvent[] = [];
  /** By number of a duty and index, whether the events below it answer the duty, those that ever waited left out. */
  private readonly answered: { [key: string]: Touch } = {};
  private readonly log: EventLog;

  constructor(private readonly context: EvaluationContext, private readonly duties: Duty[], private readonly ownTime: OwnTime) {
    this.log = context.correlation.log;
    const unplaced = this.log.events.filter((event) => this.isUnplaced(event));
    if (unplaced.length === 0) return;
    this.makeWalks();
    for (const event of this.log.events.slice(unplaced[0].index)) {
      if (unplaced.indexOf(event) >= 0 && this.thingsOf(event, event.index, []).length > 1) {
        for (const walk of this.walks) if (walk.types.indexOf(event.type) >= 0) walk.waiting.push(event);
        addAll(this.everWaited, [event]);
      }
      for (const walk of this.walks) if (walk.waiting.length > 0) this.settle(walk, event.index);
    }
  }

  /** Makes a view on the events with an index below `end`, without those of `absent`. */
  view(end: number, absent: CaseEvent[]): View {
    return {
      sees: function (event) { return event.index < end && absent.indexOf(event) < 0; },
      touch: (event, duty, beside) => this.touch(event, duty, beside),
      touchBeside: (event, walk, subject) => this.touchBeside(event, walk, subject),
      waitingBeside: (walk, type) => this.waitingBeside(walk, type),
      laterDuties: (duty) => listLaterDuties(this.duties, duty),
    };
  }

  /** Whether an event touches a duty, in the walk of its lineage or in one beside. */
  touch(event: CaseEvent, duty: Duty, beside: boolean): Touch {
    if (beside) return this.touchBeside(event, duty.walk, duty.subject);
    for (const walk of this.walks) {
      if (walk.name !== duty.walk || walk.types.indexOf(event.type) < 0) continue;
      if (walk.duties.indexOf(duty) < 0 && duty.rule.clock.before) continue;
      return this.touchInWalk(walk, event, duty.subject);
    }
    return this.context.correlation.touches(event, duty.subject) ? "yes" : "no";
  }

  private touchBeside(event: CaseEvent, line: string, subject: Subject): Touch {
    const name = line + " " + event.type;
    const walk = this.walks.filter(function (one) { return one.name === name; })[0];
    if (walk) return this.touchInWalk(walk, event, subject);
    return this.context.correlation.touches(event, subject) ? "yes" : "no";
  }

  private waitingBeside(line: string, type: string): Waiting[] {
    const name = line + " " + type;
    const walk = this.walks.filter(function (one) { return one.name === name; })[0];
    if (!walk) return [];
    return walk.waiting.map((event) => {
      const types = this.log.typeOf(event).single || [];
      const things = walk.things.filter(function (one) { return types.indexOf(one.type) >= 0 && one.moment.earliest <= event.moment.latest; });
      return { event: event, things: things };
    });
  }

  private touchInWalk(walk: Walk, event: CaseEvent, subject: Subject): Touch {
    const correlation = this.context.correlation;
    const named = walk.named[event.index];
    if (named !== undefined) {
      const isBeside = (walk.beside[event.index] || []).some(function (duty) { return duty.trigger === subject.trigger; });
      return isBeside || (named !== null && correlation.touches(event, subject, named)) ? "yes" : "no";
    }
    if (!correlation.touches(event, subject)) return "no";
    return walk.waiting.indexOf(event) >= 0 ? "unknown" : "yes";
  }

  private isUnplaced(event: CaseEvent): boolean {
    const types = this.context.correlation.thingTypes(event);
    if (types.length === 0) return false;
    if (this.log.above(event).some(function (one) { return types.indexOf(one.type) >= 0; })) return false;
    return this.log.ofTypes(types).filter(function (one) { return one !== event; }).length > 1;
  }

  private makeWalks(): void {
    for (const duty of this.duties) {
      if (!duty.rule.clock.before) this.join(duty.walk, duty, listActTypes(duty), false);
      for (const type of besideTypes(duty)) this.join(duty.walk + " " + type, duty, [type], true);
    }
    this.walks.sort(function (a, b) { return a.name < b.name ? -1 : a.name > b.name ? 1 : 0; });
  }

  private join(name: string, duty: Duty, types: string[], isBeside: boolean): void {
    let walk = this.walks.filter(function (one) { return one.name === name; })[0];
    if (!walk) {
      walk = {
        name: name, line: duty.walk, isBeside: isBeside, types: [], duties: [], waiting: [], things: [], settledThings: [], named: {}, beside: {},
      };
      this.walks.push(walk);
    }
    walk.duties.push(duty);
    addAll(walk.types, types);
  }

  private waitingNow(): CaseEvent[] {
    const waiting: CaseEvent[] = [];
    for (const walk of this.walks) addAll(waiting, walk.waiting);
    return waiting;
  }

  /**
   * Returns what a single event may be about, as the events before an index left it, in order of opening: all that had opened when
   * it came; one that is told by its day alone comes after what opened on that day.
   */
  private thingsOf(event: CaseEvent, index: number, absent: CaseEvent[]): Thing[] {
    const correlation = this.context.correlation;
    const type = this.log.typeOf(event);
    const leftOut = [event].concat(this.waitingNow(), absent);
    const found: Thing[] = [];
    const add = function (thing: CaseEvent, opening: EpochSeconds): void {
      const known = found.filter(function (one) { return one.thing === thing; })[0];
      if (known) known.opening = Math.min(known.opening, opening);
      else found.push({ thing: thing, opening: opening });
    };
    const running = type.single_of_running ? correlation.without(leftOut).runsBefore(type.single_of_running, index, [], event) : [];
    for (const thing of running) {
      if (event.isFree || correlation.touches(event, correlation.stateOf(thing))) add(thing, thing.moment.earliest);
    }
    for (const duty of this.duties) {
      if ((type.single || []).indexOf(duty.trigger.type) < 0) continue;
      if (listActTypes(duty).indexOf(event.type) < 0) continue;
      if (!correlation.touches(event, duty.subject)) continue;
      if (this.isAnsweredWithout(duty, event.index, absent) !== "no") continue;
      if (index !== event.index && this.isAnsweredWithout(duty, index, absent) === "yes") continue;
      if (this.isExpired(duty, event, event.index, absent) === "yes") continue;
      add(duty.trigger, Math.min(duty.opening, duty.trigger.moment.earliest));
    }
    return found;
  }

  /**
   * Whether the events below an index answer a duty without some. Where these are all that ever waited the answer is kept:
   * whether an event below the index waits is settled by then.
   */
  private isAnsweredWithout(duty: Duty, index: number, absent: CaseEvent[]): Touch {
    if (absent !== this.everWaited) return this.isAnswered(duty, index, absent);
    const key = this.duties.indexOf(duty) + " " + index;
    return this.answered[key] || (this.answered[key] = this.isAnswered(duty, index, absent));
  }

  /** Whether the events below an index answer a duty; unknown where that may have been too late. */
  private isAnswered(duty: Duty, index: number, absent: CaseEvent[]): Touch {
    const view = this.view(index, absent);
    const found: Fulfilment = findFulfilment(this.context, duty, view);
    if (found.waiver || found.endedBy) return "yes";
    // The acts of one year do not answer the next: only what ends a yearly duty does.
    if (duty.opening_rule.clock.count === "rolling") return "no";
    const tooLate = found.metBy.map((event) => this.isExpired(duty, event, index, absent));
    return tooLate.indexOf("no") >= 0 ? "yes" : tooLate.indexOf("unknown") >= 0 ? "unknown" : "no";
  }

  /** Whether a permission had expired when an event came, by the events below an index. */
  private isExpired(duty: Duty, event: CaseEvent, index: number, absent: CaseEvent[]): Touch {
    if (duty.rule.modality !== "may") return "no";
    const limit = this.ownTime(duty, this.view(index, absent), event);
    if (limit.last === null || limit.last >= event.moment.earliest) return "no";
    return limit.isUnsure ? "unknown" : "yes";
  }

  private settle(walk: Walk, index: number): void {
    const found: Thing[] = [];
    const options: Options = {};
    for (const event of walk.waiting) {
      options[event.index] = [];
      const running = this.log.typeOf(event).single_of_running || [];
      for (const one of this.thingsOf(event, index + 1, this.everWaited)) {
        const thing = one.thing;
        if (walk.settledThings.indexOf(thing) >= 0) continue;
        if (running.indexOf(thing.type) < 0 && !walk.isBeside && this.hasLeft(walk, thing, index + 1)) continue;
        options[event.index].push(thing);
        const known = found.filter(function (other) { return other.thing === thing; })[0];
        if (known) known.opening = one.opening;
        else found.push(one);
      }
    }
    found.sort(function (a, b) { return a.opening - b.opening || a.thing.index - b.thing.index; });
    const things = found.map(function (one) { return one.thing; });
    walk.things = things;
    if (walk.waiting.length < found.length) return;
    const waiting = walk.waiting;
    for (const pair of pairInOrder(waiting, things, options, function () { return true; })) walk.named[pair.event.index] = pair.thing;
    addAll(walk.settledThings, things);
    walk.waiting = [];
    for (const duty of walk.duties) {
      const possible = waiting.filter((event) => this.context.correlation.touches(event, duty.subject));
      const last = possible[possible.length - 1];
      if (!last || waiting.some((event) => this.touchInWalk(walk, event, duty.subject) === "yes")) continue;
      if (this.isAnsweredWithout(duty, index + 1, this.everWaited) !== "no") continue;
      if (this.isExpired(duty, last, last.index, this.everWaited) === "yes") continue;
      walk.beside[last.index] = (walk.beside[last.index] || []).concat([duty]);
    }
  }

  private hasLeft(walk: Walk, thing: CaseEvent, index: number): boolean {
    const opened = this.duties.filter(function (duty) { return duty.walk === walk.line && duty.trigger === thing; });
    return opened.length > 0 && opened.every((duty) => this.isAnsweredWithout(duty, index, this.everWaited) === "yes");
  }
}

/** Returns the later duties of a lineage. */
export function listLaterDuties(duties: Duty[], duty: Duty): Duty[] {
  return duties.filter(function (other) {
    const isLater = other.opening > duty.opening || (other.opening === duty.opening && other.trigger.index > duty.trigger.index);
    return isLater && other.lineage === duty.lineage;
  });
}
