import { Bundle, EventType, FactKind, FactValue, TypeWithFacts, ValueTest } from "./bundle";
import { CaseData, EventData } from "./case-reader";
import { compareCodePoints } from "./code-points";
import { EpochSeconds, LocalClock, Moment } from "./time";

/** An event that has happened, in its place in the order of the case. */
export interface CaseEvent {
  id: string;
  type: string;
  moment: Moment;
  data: EventData;
  facts: { [fact: string]: FactValue };
  index: number;
  /** The events that it names and that have happened. */
  names: CaseEvent[];
  /** Whether its `of` is empty. */
  isFree: boolean;
}

/** Some events, by their index. */
export interface Indices { [index: number]: boolean }

/** Returns the indices of some events. */
export function indicesOf(events: CaseEvent[]): Indices {
  const indices: Indices = {};
  for (const event of events) indices[event.index] = true;
  return indices;
}

/** True, false or unknown, with what would settle it. */
export interface Truth { is: "true" | "false" | "?"; needs: string[] }

/** Makes a truth that is known. */
export function known(is: boolean): Truth {
  return { is: is ? "true" : "false", needs: [] };
}

/** Makes a truth that is unknown. */
export function unknown(needs: string[]): Truth {
  return { is: "?", needs: needs };
}

/** Adds to a list what is not yet in it. */
export function addAll<T>(list: T[], more: T[]): void {
  for (const one of more) if (list.indexOf(one) < 0) list.push(one);
}

function byTime(a: EventData, b: EventData): number {
  if (a.at.earliest !== b.at.earliest) return a.at.earliest - b.at.earliest;
  if (a.at.latest !== b.at.latest) return a.at.latest - b.at.latest;
  return compareCodePoints(a.id, b.id);
}

/** What has happened in a case by an instant, and what its events are about. */
export class EventLog {
  readonly events: CaseEvent[];
  readonly ignored: string[];
  private readonly byTypes: { [types: string]: CaseEvent[] } = {};
  private readonly aboveOf: CaseEvent[][] = [];
  private readonly reach: { [type: string]: TypeWithFacts[] } = {};
  private readonly alike: { [type: string]: string[] } = {};

  constructor(readonly bundle: Bundle, readonly clock: LocalClock, readonly caseData: CaseData, readonly at: EpochSeconds) {
    const happened = listHappened(this.caseData, at).sort(byTime);
    this.ignored = this.caseData.events.filter(function (event) { return event.at.earliest > at; }).map(function (event) { return event.id; });
    this.events = happened.map(function (data, index) {
      return {
        id: data.id, type: data.type, moment: data.at, data: data, facts: data.facts.values, index: index, names: [],
        isFree: data.of.length === 0,
      };
    });
    for (const event of this.events) {
      event.names = this.events.filter(function (other) { return event.data.of.indexOf(other.id) >= 0; });
    }
  }

  /** Returns every event on the ways of an event, in order. */
  above(event: CaseEvent): CaseEvent[] {
    if (!this.aboveOf[event.index]) this.aboveOf[event.index] = climb(event, function () { return false; });
    return this.aboveOf[event.index];
  }

  /** Whether one event stands on a way of another. */
  isAbove(upper: CaseEvent, event: CaseEvent): boolean {
    return this.above(event).indexOf(upper) >= 0;
  }

  /** Returns the events without `of` on the ways of an event, itself included, in order. */
  roots(event: CaseEvent): CaseEvent[] {
    return [event].concat(this.above(event)).filter(function (one) { return one.isFree; })
      .sort(function (a, b) { return a.index - b.index; });
  }

  /** Returns on each way of an event the first event of the types, in order. */
  nearestOnEachWay(event: CaseEvent, types: string[]): CaseEvent[] {
    const isWanted = function (one: CaseEvent): boolean { return types.indexOf(one.type) >= 0; };
    return climb(event, isWanted).filter(isWanted);
  }

  /** Whether an event can be about another by their types and told facts. */
  canBeAbout(event: CaseEvent, other: CaseEvent): boolean {
    for (const not of this.typeOf(event).not_about || []) {
      const value = event.facts[not.fact];
      if (value !== undefined && not.values.indexOf(value) >= 0 && not.types.indexOf(other.type) >= 0) return false;
    }
    return this.reachOf(event.type).some(function (way) { return way.type === other.type && fits(way, other); });
  }

  /** Whether an event of a type can be about an event of some types, if the facts allow it. */
  canReach(type: string, types: string[]): boolean {
    return types.some((other) => this.reaches(type, other));
  }

  /** Whether an event may come after another. */
  mayComeAfter(event: CaseEvent, other: CaseEvent): boolean {
    return event !== other && event.moment.latest >= other.moment.earliest;
  }

  /** Returns the type of an event. */
  typeOf(event: CaseEvent): EventType {
    return this.bundle.vocabulary.events[event.type];
  }

  /** Returns the events of some types, in order; the list is kept, and not to be changed. */
  ofTypes(types: string[]): CaseEvent[] {
    const name = types.join(" ");
    return this.byTypes[name] || (this.byTypes[name] = this.events.filter(function (event) { return types.indexOf(event.type) >= 0; }));
  }

  /** Returns the kind of a fact of an event, or null where its type has no such fact. */
  kindOf(event: CaseEvent, fact: string): FactKind | null {
    const facts = this.typeOf(event).facts || {};
    return Object.prototype.hasOwnProperty.call(facts, fact) ? facts[fact] : null;
  }

  /** Returns the value of a fact, told or by default; null where it is unknown. */
  valueOf(event: CaseEvent, fact: string): FactValue | null {
    const kind = this.kindOf(event, fact);
    if (!kind) return null;
    const value = event.facts[fact] !== undefined ? event.facts[fact] : kind.default;
    return value === undefined || value === kind.means_unknown ? null : value;
  }

  /** Returns the instant or the day that a fact of an event tells, as a moment. */
  momentTold(event: CaseEvent, fact: string): Moment | null {
    return event.data.facts.moments[fact] || null;
  }

  /** Returns the day of the child that the case tells. */
  childDay(name: string): number | null {
    const moment = this.caseData.child.moments[name];
    return moment ? this.clock.dayOf(moment.earliest) : null;
  }

  /** Tests an event by the values of its facts. */
  test(event: CaseEvent, tests: ValueTest[] | undefined): Truth {
    const needs: string[] = [];
    for (const test of tests || []) {
      const value = test[0] === "type" ? event.type : this.valueOf(event, test[0]);
      if (value === null) {
        if (test[1] === "known_to_be") return known(false);
        if (test[1] !== "not_known_to_be") addAll(needs, [test[0]]);
      } else {
        const passes = test[1] === "at_least" ? Number(value) >= Number(test[2][0])
          : (test[2].indexOf(value) >= 0) === (test[1] === "is" || test[1] === "known_to_be");
        if (!passes) return known(false);
      }
    }
    return needs.length > 0 ? unknown(needs) : known(true);
  }

  /** Returns the types that begin such a state as a type does: its own, and those that the same events end, where neither can be about the other. */
  stateTypes(type: string): string[] {
    if (!this.alike[type]) {
      const events = this.bundle.vocabulary.events;
      const ends = events[type].ended_by || [];
      this.alike[type] = Object.keys(events).filter((other) => other === type || (
        (events[other].ended_by || []).some(function (one) { return ends.indexOf(one) >= 0; }) && !this.reaches(type, other) && !this.reaches(other, type)));
    }
    return this.alike[type];
  }

  private reaches(type: string, other: string): boolean {
    return this.reachOf(type).some(function (way) { return way.type === other; });
  }

  private reachOf(type: string): TypeWithFacts[] {
    if (!this.reach[type]) {
      let found: TypeWithFacts[] = [];
      for (const about of this.bundle.vocabulary.events[type].about || []) found = found.concat([about], this.reachOf(about.type));
      this.reach[type] = found;
    }
    return this.reach[type];
  }
}

/** Returns every event on the ways of an event, each way up to an event that ends it, in order. */
function climb(event: CaseEvent, endsWay: (one: CaseEvent) => boolean): CaseEvent[] {
  const found: CaseEvent[] = [];
  const isSeen: { [index: number]: boolean } = {};
  let waiting = event.names;
  while (waiting.length > 0) {
    let next: CaseEvent[] = [];
    for (const one of waiting) {
      if (isSeen[one.index]) continue;
      isSeen[one.index] = true;
      found.push(one);
      if (!endsWay(one)) next = next.concat(one.names);
    }
    waiting = next;
  }
  return found.sort(function (a, b) { return a.index - b.index; });
}

function listHappened(caseData: CaseData, at: EpochSeconds): EventData[] {
  return caseData.events.filter(function (event) { return event.at.earliest <= at; });
}

/** Whether the told facts of an event have the values asked, or are absent. */
export function fits(way: TypeWithFacts, event: CaseEvent): boolean {
  const asked = way.facts || {};
  return Object.keys(asked).every(function (fact) { return event.facts[fact] === undefined || event.facts[fact] === asked[fact]; });
}
