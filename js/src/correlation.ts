import { CarriedOut } from "./carried";
import { CaseEvent, EventLog, Indices, addAll, indicesOf } from "./event-log";
import { Options, pairInOrder } from "./pairing";
import { EpochSeconds } from "./time";

/** A trigger that a running clock took in: for the events before an index it stands for the trigger of that clock. */
export interface TakenIn { trigger: CaseEvent; opening: EpochSeconds; by: CaseEvent; until: number }

/** A duty, or a state that an event began: what other events can touch. */
export interface Subject {
  trigger: CaseEvent;
  opening: EpochSeconds;
  own: CaseEvent[];
  ownTypes: string[];
  triggerTypes: string[];
  /** What the clocks of its lineage took in. */
  takenIn: TakenIn[];
}

/** Which thing each free ender is taken to be about; null for none. */
export type Assignment = { [index: number]: CaseEvent | null };

/** Makes a subject. */
export function makeSubject(
  log: EventLog, trigger: CaseEvent, opening: EpochSeconds, beside: CaseEvent[], triggerTypes: string[],
  takenIn: TakenIn[],
): Subject {
  const own = [trigger];
  addAll(own, log.above(trigger));
  addAll(own, beside);
  const ownTypes: string[] = [];
  for (const event of own) addAll(ownTypes, [event.type]);
  return {
    trigger: trigger, opening: opening, own: own, ownTypes: ownTypes, triggerTypes: triggerTypes,
    takenIn: takenIn,
  };
}

/** Returns the trigger that stands for an event which `namer` names: the event itself, unless a running clock took it in. */
export function findStandIn(subject: Subject, event: CaseEvent, namer: CaseEvent): CaseEvent {
  for (const one of subject.takenIn) if (one.trigger === event && namer.index < one.until) return one.by;
  return event;
}

/** Of how many ways to say what the events that wait are about each is tried; beyond them nobody knows. */
export const MOST_COMBINATIONS = 64;

interface Step { at: CaseEvent; firsts: (CaseEvent | null)[] }

/** The enders of one type, or of one state: those that wait with what they may be about, and those that are settled. */
interface StateWalk {
  types: string[];
  settled: Assignment;
  /** By the index of a settled event, that of the event which settled it. */
  settledBy: { [index: number]: number };
  waiting: CaseEvent[];
  things: CaseEvent[];
  isGone: Indices;
}

/** How many of the events that can end a state were asked, while as many had begun to wait or were settled, and the index of the first that ended it. */
interface PlacedEnd { changes: number; asked: number; first: number }

/** Which events touch which subjects, and which of them end states. */
export class Correlation {
  /** The events that are about one thing, name none, and waited when they came. */
  private readonly waiters: Indices = {};
  private readonly walks: { [types: string]: StateWalk } = {};
  /** By the indices of events that are taken as not come, the relation without these. */
  private readonly others: { [indices: string]: Correlation } = {};
  /** How many of the events have been gone through, and whether that goes on. */
  private passed = 0;
  private isGoing = false;
  /** How many events have begun to wait or were settled so far: what an event touches may hang on it. */
  private changes = 0;
  private readonly endings: { [index: number]: CaseEvent[] } = {};
  private readonly placedEnds: { [index: number]: PlacedEnd } = {};
  private readonly states: { [index: number]: Subject } = {};
  private readonly firstNaming: { [type: string]: { [index: number]: number } } = {};
  private readonly carriedOut: CarriedOut;

  /** Makes the relation of the events of a log, without some that are taken as not come. */
  constructor(readonly log: EventLog, private readonly absent: Indices = {}) {
    this.carriedOut = new CarriedOut(log);
  }

  /** Whether an event touches a subject; with `thing` it counts as naming that event alone. */
  touches(event: CaseEvent, subject: Subject, thing?: CaseEvent): boolean {
    if (event.moment.latest < subject.opening || event === subject.trigger) return false;
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
      const meant = findStandIn(subject, at, event);
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
        !this.endersOf(other).some(function (ender) { return ender.moment.latest < root.moment.earliest; }));
      if (meant.indexOf(first) < 0) return false;
      return meant.every((other) => other === first || !this.isLeftOut(other, event, thing));
    });
  }

  private isLeftOut(other: CaseEvent, event: CaseEvent, thing?: CaseEvent): boolean {
    const first = this.findFirstNaming(other, event.type);
    const isNamed = first < event.index || (thing ? thing === other || this.log.isAbove(other, thing) : first === event.index);
    return !isNamed && !this.endersOf(other).some(function (ender) { return ender.index <= event.index; });
  }

  /** Returns the index of the first event of a type that an event stands above; infinity where there is none. */
  private findFirstNaming(event: CaseEvent, type: string): number {
    const known = this.firstNaming[type] || (this.firstNaming[type] = {});
    if (known[event.index] === undefined) {
      const first = this.log.ofTypes([type]).filter((one) => this.log.isAbove(event, one))[0];
      known[event.index] = first ? first.index : Infinity;
    }
    return known[event.index];
  }

  /** Returns the events that surely ended the state that an event began. */
  endersOf(event: CaseEvent): CaseEvent[] {
    const known = this.endings[event.index];
    if (known) return known;
    this.goThrough(this.log.events.length);
    const subject = this.stateOf(event);
    const endedBy = this.log.typeOf(event).ended_by || [];
    const found = this.log.ofTypes(endedBy).filter((ender) => this.endsSoFar(ender, subject, [ender.type]));
    if (!this.isGoing) this.endings[event.index] = found;
    return found;
  }

  /** Makes the subject of the state that an event began. */
  stateOf(event: CaseEvent, triggerTypes?: string[]): Subject {
    const known = triggerTypes ? undefined : this.states[event.index];
    if (known) return known;
    const state = makeSubject(this.log, event, event.moment.earliest, [], triggerTypes || this.log.stateTypes(event.type), []);
    if (!triggerTypes) this.states[event.index] = state;
    return state;
  }

  /** Whether an event surely ends a state that events of some types end; `assumed` says what events that wait are taken to be about. */
  ends(event: CaseEvent, subject: Subject, endedBy: string[], assumed?: Assignment): boolean {
    this.goThrough(this.log.events.length);
    return this.endsSoFar(event, subject, endedBy, assumed);
  }

  private endsSoFar(event: CaseEvent, subject: Subject, endedBy: string[], assumed?: Assignment): boolean {
    if (this.absent[event.index]) return false;
    if (!this.waiters[event.index]) return this.touches(event, subject);
    const settled = this.walkOf(event.type, endedBy).settled[event.index];
    const thing = settled === undefined && assumed ? assumed[event.index] : settled;
    return thing !== undefined && thing !== null && this.touches(event, subject, thing);
  }

  /**
   * Returns each way to say what the events are about that wait and came by a second; none where there are more than are tried.
   * Each ending is a type of such events with the types of all events that end the state.
   */
  combine(endings: { type: string; endedBy: string[] }[], second: EpochSeconds): Assignment[] {
    this.goThrough(this.log.events.length);
    const things: { [index: number]: CaseEvent[] } = {};
    const enders: CaseEvent[] = [];
    for (const ending of endings) {
      const walk = this.walkOf(ending.type, ending.endedBy);
      for (const event of walk.waiting) {
        const types = this.thingTypes(event);
        const possible = walk.things.filter(function (one) { return types.indexOf(one.type) >= 0 && one.moment.earliest <= event.moment.latest; });
        if (possible.length === 0 || event.moment.earliest > second) continue;
        addAll(enders, [event]);
        things[event.index] = possible;
      }
    }
    let combinations: Assignment[] = [{}];
    for (const event of enders) {
      const next: Assignment[] = [];
      for (const assumed of combinations) {
        for (const thing of things[event.index]) next.push({ ...assumed, [event.index]: thing });
      }
      if (next.length > MOST_COMBINATIONS) return [];
      combinations = next;
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

  /** Returns the relation without some events, as if they had not come. */
  without(absent: Indices): Correlation {
    const name = Object.keys(absent).sort().join(" ");
    if (!this.others[name]) this.others[name] = new Correlation(this.log, absent);
    return this.others[name];
  }

  /** Returns what runs before an index, by what was known then, of what had begun when an ender came; less what a later one of them is about. */
  runsBefore(types: string[], index: number, ender: CaseEvent): CaseEvent[] {
    this.goThrough(index);
    return this.leaveOutCarried(this.listNotEnded(types, index, false), ender);
  }

  private leaveOutCarried(running: CaseEvent[], ender: CaseEvent): CaseEvent[] {
    return this.carriedOut.leaveOut(running.filter(function (event) { return event !== ender && event.moment.earliest <= ender.moment.latest; }));
  }

  /** Returns what no event with a smaller index surely ended, by what was known at the index; of all ends that ever waited none counts for `withoutWaiters`. */
  private listNotEnded(types: string[], index: number, withoutWaiters: boolean): CaseEvent[] {
    return this.log.ofTypes(types).filter((event) =>
      this.log.typeOf(event).ended_by !== undefined && !this.hasPlacedEnd(event, index) && (withoutWaiters || !this.hasSettledEnd(event, index)));
  }

  /** Whether an event with a smaller index, which does not wait, surely ended what another began; each is asked once, until more is settled. */
  private hasPlacedEnd(event: CaseEvent, index: number): boolean {
    let known = this.placedEnds[event.index];
    if (!known || known.changes !== this.changes) {
      known = this.placedEnds[event.index] = { changes: this.changes, asked: 0, first: Infinity };
    }
    const enders = this.log.ofTypes(this.log.typeOf(event).ended_by || []);
    while (known.first === Infinity && known.asked < enders.length && enders[known.asked].index < index) {
      const ender = enders[known.asked];
      const isPlaced = !this.absent[ender.index] && !this.waiters[ender.index];
      if (isPlaced && this.touches(ender, this.stateOf(event))) known.first = ender.index;
      known.asked += 1;
    }
    return known.first < index;
  }

  /** Whether an event that waited, and was settled among those of its type by one with a smaller index, ended what another began. */
  private hasSettledEnd(event: CaseEvent, index: number): boolean {
    return (this.log.typeOf(event).ended_by || []).some((type) => {
      const walk = this.walks[type];
      return walk !== undefined && Object.keys(walk.settled).some((ender) => {
        const thing = walk.settled[Number(ender)];
        return thing !== null && walk.settledBy[Number(ender)] < index && this.touches(this.log.events[Number(ender)], this.stateOf(event), thing);
      });
    });
  }

  private choicesOf(event: CaseEvent): CaseEvent[] {
    return this.runsBefore(this.thingTypes(event), event.index, event)
      .filter((thing) => event.isFree || this.touches(event, this.stateOf(thing)));
  }

  /** The walk of an ender of a state; of its type alone where it ends no such state, but moves its limit. */
  private walkOf(type: string, endedBy: string[]): StateWalk {
    const types = (endedBy.indexOf(type) >= 0 ? endedBy : [type]).filter((one) => this.isSingle(one)).sort();
    const name = types.join(" ");
    if (!this.walks[name]) {
      const walk: StateWalk = { types: types, settled: {}, settledBy: {}, waiting: [], things: [], isGone: {} };
      this.walks[name] = walk;
      for (let index = 0; index < this.passed && !this.isGoing; index++) this.advance(walk, this.log.events[index]);
    }
    return this.walks[name];
  }

  private isSingle(type: string): boolean {
    const word = this.log.bundle.vocabulary.events[type];
    return word.single !== undefined || word.single_of_running !== undefined;
  }

  /** Says of the events with a smaller index which ender is about what; asked in between, it has said what came so far. */
  private goThrough(index: number): void {
    if (this.isGoing) return;
    this.isGoing = true;
    while (this.passed < index) {
      const event = this.log.events[this.passed];
      this.passed += 1;
      const isSingle = this.thingTypes(event).length > 0 && !this.absent[event.index] && !this.namesAThing(event);
      if (isSingle && this.choicesOf(event).length > 1) {
        this.waiters[event.index] = true;
        this.changes += 1;
        this.walkOf(event.type, [event.type]);
      }
      for (const name of Object.keys(this.walks)) this.advance(this.walks[name], event);
    }
    this.isGoing = false;
  }

  private advance(walk: StateWalk, event: CaseEvent): void {
    if (walk.types.indexOf(event.type) >= 0 && this.waiters[event.index]) walk.waiting.push(event);
    if (walk.waiting.length === 0) return;
    const things: Options = {};
    const running: { [types: string]: CaseEvent[] } = {};
    for (const ender of walk.waiting) {
      const types = this.thingTypes(ender);
      const name = types.join(" ");
      if (!running[name]) running[name] = this.listNotEnded(types, event.index + 1, true);
      things[ender.index] = this.leaveOutCarried(running[name], ender).filter((thing) => ender.isFree || this.touches(ender, this.stateOf(thing)));
    }
    for (const together of walk.types.map(function (type) { return [type]; }).concat([walk.types])) {
      const enders = walk.waiting.filter(function (ender) { return together.indexOf(ender.type) >= 0; });
      const isEnder = indicesOf(enders);
      const left = leftOf(walk, things, enders);
      if (enders.length === 0 || enders.length < left.length) continue;
      walk.waiting = walk.waiting.filter(function (ender) { return !isEnder[ender.index]; });
      for (const thing of left) walk.isGone[thing.index] = true;
      this.pair(walk, enders, left, things, event.index);
    }
    walk.things = leftOf(walk, things, walk.waiting);
  }

  /** Lets each ender count as naming one of some things. */
  private pair(walk: StateWalk, enders: CaseEvent[], left: CaseEvent[], things: Options, index: number): void {
    for (const pair of pairInOrder(enders, left, things, (ender, thing) => this.thingTypes(ender).indexOf(thing.type) >= 0)) {
      walk.settled[pair.event.index] = pair.thing;
      walk.settledBy[pair.event.index] = index;
      this.changes += 1;
    }
  }
}

/** Returns what some enders may be about and that no settled one is about, in order. */
function leftOf(walk: StateWalk, things: Options, enders: CaseEvent[]): CaseEvent[] {
  const found: CaseEvent[] = [];
  const isKnown: Indices = {};
  for (const ender of enders) {
    for (const thing of things[ender.index]) {
      if (walk.isGone[thing.index] || isKnown[thing.index]) continue;
      isKnown[thing.index] = true;
      found.push(thing);
    }
  }
  return found.sort(function (a, b) { return a.index - b.index; });
}
