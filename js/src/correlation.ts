import { CaseEvent, EventLog, addAll } from "./event-log";
import { EpochSeconds } from "./time";

/** A duty, or a state that an event began: what other events can touch. */
export interface Subject {
  trigger: CaseEvent;
  opening: EpochSeconds;
  own: CaseEvent[];
  ownTypes: string[];
  triggerTypes: string[];
  /** The event for which another one stands where a third is asked about. */
  standsFor: (event: CaseEvent, asked: CaseEvent) => CaseEvent;
}

/** Which thing each free ender is taken to be about; null for none. */
export type Assignment = { [index: number]: CaseEvent | null };

/** Makes a subject. */
export function makeSubject(
  log: EventLog, trigger: CaseEvent, opening: EpochSeconds, beside: CaseEvent[], triggerTypes: string[],
  standsFor: ((event: CaseEvent, asked: CaseEvent) => CaseEvent) | null,
): Subject {
  const own = [trigger];
  addAll(own, log.above(trigger));
  addAll(own, beside);
  const ownTypes: string[] = [];
  for (const event of own) addAll(ownTypes, [event.type]);
  return {
    trigger: trigger, opening: opening, own: own, ownTypes: ownTypes, triggerTypes: triggerTypes,
    standsFor: standsFor || function (event) { return event; },
  };
}

/** Of how many ways to say what the events that wait are about each is tried; beyond them nobody knows. */
const MOST_COMBINATIONS = 64;

interface Step { at: CaseEvent; firsts: (CaseEvent | null)[] }

/** Which events touch which subjects, and which of them end states. */
export class Correlation {
  private readonly settled: Assignment = {};
  /** By the index of a settled event, that of the event which settled it. */
  private readonly settledBy: { [index: number]: number } = {};
  private waiting: CaseEvent[] = [];
  private walked = false;
  /** By type, what those that wait may be about, by all that has come since. */
  private readonly left: { [type: string]: CaseEvent[] } = {};
  private readonly endings: { [index: number]: CaseEvent[] } = {};

  /** Makes the relation by the events with an index below `limit`. */
  constructor(readonly log: EventLog, readonly limit: number) {
    this.walk();
  }

  /** Whether an event touches a subject; with `thing` it counts as naming that event alone. */
  touches(event: CaseEvent, subject: Subject, thing?: CaseEvent): boolean {
    if (event.moment.latest < subject.opening) return false;
    return this.touchesWhenever(event, subject, thing);
  }

  /** Whether an event touches a subject, also before its opening. */
  touchesWhenever(event: CaseEvent, subject: Subject, thing?: CaseEvent): boolean {
    if (event === subject.trigger) return false;
    if (!thing && event.isFree) return true;
    const log = this.log;
    const trigger = subject.trigger;
    const roots = log.roots(trigger);
    const seen: { [key: string]: boolean } = {};
    const open: Step[] = (thing ? [thing] : event.names).map(function (one) {
      return { at: one, firsts: roots.map(function () { return null; }) };
    });
    while (open.length > 0) {
      const step = open.pop() as Step;
      const key = step.at.index + ":" + step.firsts.map(function (first) { return first ? first.index : ""; }).join(",");
      if (seen[key]) continue;
      seen[key] = true;
      const at = step.at;
      const meant = subject.standsFor(at, event);
      if (subject.own.indexOf(meant) >= 0) return true;
      const decides = subject.triggerTypes.indexOf(meant.type) >= 0 || subject.ownTypes.indexOf(meant.type) >= 0;
      if (decides && !(trigger.isFree && log.canBeAbout(trigger, meant))) continue;
      const firsts = step.firsts.map(function (first, place) {
        return first || (log.canBeAbout(roots[place], at) ? at : null);
      });
      if (!at.isFree) {
        for (const named of at.names) open.push({ at: named, firsts: firsts });
      } else if (log.canBeAbout(at, trigger)) {
        if (subject.opening <= at.moment.latest) return true;
      } else if (this.reachesByRoot(event, roots, firsts, thing)) {
        return true;
      }
    }
    return false;
  }

  private reachesByRoot(event: CaseEvent, roots: CaseEvent[], firsts: (CaseEvent | null)[], thing?: CaseEvent): boolean {
    return roots.some((root, place) => {
      const first = firsts[place];
      if (!first || first.moment.earliest > root.moment.latest) return false;
      if (!this.log.typeOf(first).ended_by) return true;
      const meant = this.log.ofTypes([first.type]).filter((other) =>
        other.moment.earliest <= root.moment.latest && this.log.canBeAbout(root, other) &&
        !this.endersOf(other).some(function (ender) { return ender.moment.earliest < root.moment.earliest; }));
      if (meant.indexOf(first) < 0) return false;
      return meant.every((other) => other === first || !this.isLeftOut(other, event, thing));
    });
  }

  private isLeftOut(other: CaseEvent, event: CaseEvent, thing?: CaseEvent): boolean {
    const log = this.log;
    const named = log.ofTypes([event.type]).some(function (one) {
      if (one.index > event.index) return false;
      if (one === event && thing) return thing === other || log.isAbove(other, thing);
      return log.isAbove(other, one);
    });
    return !named && !this.endersOf(other).some(function (ender) { return ender.index <= event.index; });
  }

  /** Returns the events that surely ended the state that an event began. */
  endersOf(event: CaseEvent): CaseEvent[] {
    const known = this.endings[event.index];
    if (known) return known;
    const subject = this.stateOf(event);
    const found = this.log.ofTypes(this.log.typeOf(event).ended_by || []).filter((ender) => this.ends(ender, subject));
    if (this.walked) this.endings[event.index] = found;
    return found;
  }

  /** Makes the subject of the state that an event began. */
  stateOf(event: CaseEvent, triggerTypes?: string[]): Subject {
    return makeSubject(this.log, event, event.moment.earliest, [], triggerTypes || this.log.stateTypes(event.type), null);
  }

  /** Whether an event surely ends a state; `assumed` says what events that wait are taken to be about. */
  ends(event: CaseEvent, subject: Subject, assumed?: Assignment): boolean {
    if (event.index >= this.limit) return false;
    const assigned = assumed && assumed[event.index] !== undefined ? assumed[event.index] : this.settled[event.index];
    if (assigned !== undefined) return assigned !== null && this.touches(event, subject, assigned);
    return this.waiting.indexOf(event) < 0 && this.touches(event, subject);
  }

  /** Returns each way to say what the events of some types are about that wait and came by a second; none where there are more than are tried. */
  combine(types: string[], second: EpochSeconds): Assignment[] {
    let combinations: Assignment[] = [{}];
    for (const event of this.waitingOf(types)) {
      if (event.moment.earliest > second) continue;
      const next: Assignment[] = [];
      for (const assumed of combinations) {
        for (const thing of this.left[event.type] || []) next.push({ ...assumed, [event.index]: thing });
        if (next.length > MOST_COMBINATIONS) return [];
      }
      if (next.length > 0) combinations = next;
    }
    return combinations;
  }

  /** Returns the types of things that an event of a single type can be about. */
  thingTypes(event: CaseEvent): string[] {
    const type = this.log.typeOf(event);
    return (type.single || []).concat(type.single_of_running || []);
  }

  /** Whether a thing that an event of a single type can be about stands on one of its ways. */
  namesAThing(event: CaseEvent): boolean {
    const types = this.thingTypes(event);
    return this.log.above(event).some(function (one) { return types.indexOf(one.type) >= 0; });
  }

  /** Returns what runs before an index, by what was known then, of what had begun when an ender came; less what a later one of them is about. */
  runsBefore(types: string[], index: number, leftOut: CaseEvent[], ender: CaseEvent | null): CaseEvent[] {
    const log = this.log;
    const running = log.ofTypes(types).filter((event) =>
      event.index < index && log.typeOf(event).ended_by !== undefined &&
      (!ender || (event !== ender && event.moment.earliest <= ender.moment.latest)) &&
      !this.endersOf(event).some((ender) => ender.index < index && leftOut.indexOf(ender) < 0 && !(this.settledBy[ender.index] >= index)));
    return running.filter(function (event) {
      return !running.some(function (later) {
        if (later.index <= event.index) return false;
        const above = log.above(later);
        if (above.indexOf(event) >= 0) return true;
        return !running.some(function (one) { return above.indexOf(one) >= 0; }) && log.canBeAbout(later, event);
      });
    });
  }

  private waitingOf(types: string[]): CaseEvent[] {
    return this.waiting.filter(function (event) { return types.indexOf(event.type) >= 0; });
  }

  private choicesOf(event: CaseEvent): CaseEvent[] {
    return this.runsBefore(this.thingTypes(event), event.index, this.waiting, null)
      .filter((thing) => event.isFree || this.touches(event, this.stateOf(thing)));
  }

  private walk(): void {
    const log = this.log;
    for (let index = 0; index < this.limit; index++) {
      const event = log.events[index];
      if (this.thingTypes(event).length > 0 && !this.namesAThing(event) && this.choicesOf(event).length > 1) this.waiting.push(event);
      if (this.waiting.length > 0) this.settle(index);
    }
    this.walked = true;
  }

  private settle(index: number): void {
    const types: string[] = [];
    for (const event of this.waiting) addAll(types, [event.type]);
    for (const type of types) {
      const waiting = this.waitingOf([type]);
      const things: CaseEvent[] = [];
      for (const event of waiting) {
        const running = this.runsBefore(this.thingTypes(event), index + 1, this.waiting, event);
        addAll(things, running.filter((thing) => event.isFree || this.touches(event, this.stateOf(thing))));
      }
      things.sort(function (a, b) { return a.index - b.index; });
      this.left[type] = things;
      if (waiting.length < things.length) continue;
      waiting.forEach((event, place) => {
        this.settled[event.index] = things.length === 0 ? null : things[Math.min(place, things.length - 1)];
        this.settledBy[event.index] = index;
      });
      this.waiting = this.waiting.filter(function (event) { return event.type !== type; });
    }
  }
}
