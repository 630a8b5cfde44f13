import { EvaluationContext } from "./activation";
import { Correlation, Subject } from "./correlation";
import { Duty } from "./duty";
import { CaseEvent, EventLog, Indices, addAll, indicesOf } from "./event-log";
import { View } from "./fulfilment";
import { OpenDuties, OpenDuty, OwnTime, listBesideTypes } from "./open-duties";
import { Options, pairInOrder } from "./pairing";
import { EpochSeconds } from "./time";

/** Whether an event touches a duty. */
export type Touch = "yes" | "no" | "unknown";

/** An event that waits, with what it may be about. */
export interface Waiting { event: CaseEvent; things: CaseEvent[] }

interface Thing { thing: CaseEvent; opening: EpochSeconds }

/** What the events that wait in a walk may be about, while the same duties are surely answered. */
interface KnownOptions {
  /** The numbers of these duties. */
  answered: string;
  of: { [index: number]: Thing[] };
}

interface Walk {
  name: string;
  line: string;
  isBeside: boolean;
  types: string[];
  duties: OpenDuty[];
  waiting: CaseEvent[];
  isWaiting: Indices;
  options: KnownOptions | null;
  /** What the waiting events may be about, in order of opening. */
  things: CaseEvent[];
  /** The things of settled events. */
  isGone: Indices;
  /** The thing that a settled event counts as naming; null for none. */
  named: { [index: number]: CaseEvent | null };
  /** By the index of a settled event, the triggers that it touches beside. */
  alsoTouches: { [index: number]: Indices };
}

/** Which thing each event of a single type is about. Of a waiting event the duties are kept that it found open when it came. */
export class SingleEvents {
  private readonly walks: Walk[] = [];
  private readonly walkOf: { [name: string]: Walk } = {};
  private readonly open: OpenDuties;
  private readonly foundOpen: { [index: number]: OpenDuty[] } = {};
  /** The relation without the events that ever waited; null where another one has begun to wait. */
  private apart: Correlation | null = null;
  private readonly log: EventLog;

  constructor(private readonly context: EvaluationContext, private readonly duties: Duty[], ownTime: OwnTime) {
    this.log = context.correlation.log;
    const unplaced = this.log.events.filter((event) => this.isUnplaced(event));
    this.open = new OpenDuties(context, unplaced.length > 0 ? duties : [], (end, absent) => this.view(end, absent), ownTime);
    if (unplaced.length === 0) return;
    this.makeWalks();
    const isUnplaced = indicesOf(unplaced);
    for (const event of this.log.events.slice(unplaced[0].index)) {
      if (isUnplaced[event.index] && this.isAboutOneOfSeveral(event)) this.addWaiter(event);
      for (const walk of this.walks) if (walk.waiting.length > 0) this.settle(walk, event.index);
    }
  }

  /** Makes a view on the events with an index below `end`, without those of `absent`. */
  view(end: number, absent: Indices): View {
    return {
      sees: function (event) { return event.index < end && !absent[event.index]; },
      touch: (event, duty, beside) => this.touch(event, duty, beside),
      touchBeside: (event, walk, subject) => this.touchBeside(event, walk, subject),
      waitingBeside: (walk, type) => this.waitingBeside(walk, type),
      laterDuties: (duty) => listLaterDuties(this.duties, duty),
    };
  }

  /** Whether an event touches a duty, in the walk of its lineage or in one beside. */
  touch(event: CaseEvent, duty: Duty, beside: boolean): Touch {
    if (beside) return this.touchBeside(event, duty.walk, duty.subject);
    const walk = duty.rule.clock.before ? undefined : this.walkOf[duty.walk];
    if (walk && walk.types.indexOf(event.type) >= 0) return this.touchInWalk(walk, event, duty.subject);
    return this.context.correlation.touches(event, duty.subject) ? "yes" : "no";
  }

  private touchBeside(event: CaseEvent, line: string, subject: Subject): Touch {
    const walk = this.walkOf[nameBeside(line, event.type)];
    if (walk) return this.touchInWalk(walk, event, subject);
    return this.context.correlation.touches(event, subject) ? "yes" : "no";
  }

  private waitingBeside(line: string, type: string): Waiting[] {
    const walk = this.walkOf[nameBeside(line, type)];
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
      const also = walk.alsoTouches[event.index];
      return (also && also[subject.trigger.index]) || (named !== null && correlation.touches(event, subject, named)) ? "yes" : "no";
    }
    if (!correlation.touches(event, subject)) return "no";
    return walk.isWaiting[event.index] ? "unknown" : "yes";
  }

  private isUnplaced(event: CaseEvent): boolean {
    const types = this.context.correlation.thingTypes(event);
    if (types.length === 0) return false;
    if (this.log.above(event).some(function (one) { return types.indexOf(one.type) >= 0; })) return false;
    return this.log.ofTypes(types).filter(function (one) { return one !== event; }).length > 1;
  }

  private makeWalks(): void {
    for (const open of this.open.all) {
      const duty = open.duty;
      if (!duty.rule.clock.before) this.join(duty.walk, open, open.answeredBy, false);
      for (const type of listBesideTypes(duty)) this.join(nameBeside(duty.walk, type), open, [type], true);
    }
    this.walks.sort(function (a, b) { return a.name < b.name ? -1 : a.name > b.name ? 1 : 0; });
  }

  private join(name: string, open: OpenDuty, types: string[], isBeside: boolean): void {
    let walk = this.walkOf[name];
    if (!walk) {
      walk = this.walkOf[name] = {
        name: name, line: open.duty.walk, isBeside: isBeside, types: [], duties: [], waiting: [], isWaiting: {}, options: null, things: [],
        isGone: {}, named: {}, alsoTouches: {},
      };
      this.walks.push(walk);
    }
    walk.duties.push(open);
    addAll(walk.types, types);
  }

  private addWaiter(event: CaseEvent): void {
    this.open.addWaiter(event);
    this.apart = null;
    for (const walk of this.walks) {
      if (walk.types.indexOf(event.type) < 0) continue;
      walk.waiting.push(event);
      walk.isWaiting[event.index] = true;
    }
  }

  /** Whether a single event may be about more than one thing, by what is settled as it comes. */
  private isAboutOneOfSeveral(event: CaseEvent): boolean {
    const leftOut = indicesOf([event]);
    for (const walk of this.walks) for (const one of walk.waiting) leftOut[one.index] = true;
    const found = this.listRunning(event, event.index, () => this.context.correlation.without(leftOut));
    for (const open of this.open.ofType(event.type)) {
      if (found.length > 1) break;
      if (found.indexOf(open.duty.trigger) < 0 && this.open.isOpenAt(event, open, {})) found.push(open.duty.trigger);
    }
    return found.length > 1;
  }

  /**
   * Returns what an event that waits may be about, as the events before an index left it: all that had opened when it came; one that
   * is told by its day alone comes after what opened on that day.
   */
  private listThings(event: CaseEvent, index: number): Thing[] {
    const absent = this.open.everWaited;
    if (!this.foundOpen[event.index]) {
      this.foundOpen[event.index] = this.open.ofType(event.type).filter((open) => this.open.isOpenAt(event, open, absent));
    }
    const found: Thing[] = [];
    const known: { [index: number]: Thing } = {};
    const add = function (thing: CaseEvent, opening: EpochSeconds): void {
      const one = known[thing.index];
      if (one) one.opening = Math.min(one.opening, opening);
      else found.push(known[thing.index] = { thing: thing, opening: opening });
    };
    const running = this.listRunning(event, index, () => this.apart || (this.apart = this.context.correlation.without({ ...absent })));
    for (const thing of running) add(thing, thing.moment.earliest);
    for (const open of this.foundOpen[event.index]) {
      if (this.open.isAnsweredBefore(open, index, absent) === "yes") continue;
      add(open.duty.trigger, Math.min(open.duty.opening, open.duty.trigger.moment.earliest));
    }
    return found;
  }

  /** Returns what a single event may be about of what runs before an index, by a relation that is made where it is needed. */
  private listRunning(event: CaseEvent, index: number, makeRelation: () => Correlation): CaseEvent[] {
    const types = this.log.typeOf(event).single_of_running;
    if (!types) return [];
    const correlation = this.context.correlation;
    return makeRelation().runsBefore(types, index, event)
      .filter(function (thing) { return event.isFree || correlation.touches(event, correlation.stateOf(thing)); });
  }

  /** Returns by index of each event that waits in a walk what it may be about and has not left the walk. */
  private listOptions(walk: Walk, index: number): { [index: number]: Thing[] } {
    const answered = this.listAnswered(walk, index);
    if (!walk.options || walk.options.answered !== answered) walk.options = { answered: answered, of: {} };
    const options = walk.options.of;
    for (const event of walk.waiting) {
      const running = this.log.typeOf(event).single_of_running;
      if (options[event.index] && !running) continue;
      options[event.index] = this.listThings(event, index).filter((one) =>
        !walk.isGone[one.thing.index] && ((running || []).indexOf(one.thing.type) >= 0 || !this.hasLeft(walk, one.thing, index)));
    }
    return options;
  }

  /** Returns the numbers of the duties that are surely answered, of those that decide what waits in a walk. */
  private listAnswered(walk: Walk, index: number): string {
    const types: string[] = [];
    for (const event of walk.waiting) addAll(types, [event.type]);
    const lists = types.sort().map((type) => this.open.ofType(type)).concat(walk.isBeside ? [] : [this.open.ofLine(walk.line)]);
    const isAnswered = (open: OpenDuty): boolean => this.open.isAnsweredBefore(open, index, this.open.everWaited) === "yes";
    return lists.map(function (list) { return list.filter(isAnswered).map(function (open) { return open.number; }).join(" "); }).join(", ");
  }

  /** Whether the duties of the line of a walk that a thing opened are surely answered. */
  private hasLeft(walk: Walk, thing: CaseEvent, index: number): boolean {
    if (walk.isBeside) return false;
    const opened = this.open.openedBy(walk.line, thing);
    return opened.length > 0 && opened.every((open) => this.open.isAnsweredBefore(open, index, this.open.everWaited) === "yes");
  }

  private settle(walk: Walk, index: number): void {
    const waiting = walk.waiting;
    const options = this.listOptions(walk, index + 1);
    walk.things = listInOrder(waiting.map(function (event) { return options[event.index]; }));
    if (waiting.length < walk.things.length) return;
    const own: Options = {};
    for (const event of waiting) own[event.index] = options[event.index].map(function (one) { return one.thing; });
    for (const pair of pairInOrder(waiting, walk.things, own, function () { return true; })) walk.named[pair.event.index] = pair.thing;
    for (const thing of walk.things) walk.isGone[thing.index] = true;
    walk.waiting = [];
    walk.isWaiting = {};
    walk.options = null;
    for (const open of walk.duties) {
      const duty = open.duty;
      const possible = waiting.filter((event) => this.context.correlation.touches(event, duty.subject));
      const last = possible[possible.length - 1];
      if (!last || waiting.some((event) => this.touchInWalk(walk, event, duty.subject) === "yes")) continue;
      if (this.open.isAnsweredBefore(open, index + 1, this.open.everWaited) !== "no") continue;
      if (this.open.isExpired(duty, last, last.index, this.open.everWaited) === "yes") continue;
      const also = walk.alsoTouches[last.index] || (walk.alsoTouches[last.index] = {});
      also[duty.trigger.index] = true;
    }
  }
}

/** Returns the name of the walk of events that move the clocks of the duties of a line, or end their permissions. */
function nameBeside(line: string, type: string): string {
  return line + " " + type;
}

/** Returns the things of several events in order of opening; where they give one thing different openings, that of the last counts. */
function listInOrder(lists: Thing[][]): CaseEvent[] {
  const found: Thing[] = [];
  const known: { [index: number]: Thing } = {};
  for (const list of lists) {
    for (const one of list) {
      if (known[one.thing.index]) known[one.thing.index].opening = one.opening;
      else found.push(known[one.thing.index] = { thing: one.thing, opening: one.opening });
    }
  }
  found.sort(function (a, b) { return a.opening - b.opening || a.thing.index - b.thing.index; });
  return found.map(function (one) { return one.thing; });
}

/** Returns the later duties of a lineage. */
export function listLaterDuties(duties: Duty[], duty: Duty): Duty[] {
  return duties.filter(function (other) {
    const isLater = other.opening > duty.opening || (other.opening === duty.opening && other.trigger.index > duty.trigger.index);
    return isLater && other.lineage === duty.lineage;
  });
}
