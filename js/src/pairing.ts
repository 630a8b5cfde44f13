import { CaseEvent, Indices, indicesOf } from "./event-log";

/** By the index of an event, the things that it may be about. */
export interface Options { [index: number]: CaseEvent[] }

/** An event that names nothing, with the thing that it counts as naming; null for none. */
export interface Pair { event: CaseEvent; thing: CaseEvent | null }

/**
 * Pairs events, in order, with things in the order in which they opened: each with the first thing left that it may be about and
 * that leaves as many pairs for the others as any; else with the first left that it can name. Any further event names the last thing.
 */
export function pairInOrder(events: CaseEvent[], things: CaseEvent[], options: Options, canName: (event: CaseEvent, thing: CaseEvent) => boolean): Pair[] {
  const left = things.slice();
  const partners = new Matching(events, things, options);
  return events.map(function (event, place) {
    const able = left.filter(function (thing) { return canName(event, thing); });
    const rest = events.slice(place + 1);
    let chosen: CaseEvent | null = null;
    for (const thing of able) if (!chosen && partners.fix(event, thing, rest)) chosen = thing;
    if (!chosen && able.length > 0) {
      chosen = able[0];
      partners.remove(chosen);
    }
    if (chosen && left.length > 1) left.splice(left.indexOf(chosen), 1);
    return { event: event, thing: chosen };
  });
}

/** A maximum matching of events and things by augmenting paths, in which one event after the other is given its thing for good. */
class Matching {
  private readonly options: Options = {};
  private readonly isOptionOf: { [index: number]: Indices } = {};
  private readonly thingOf: { [index: number]: CaseEvent | null } = {};
  private readonly eventOf: { [index: number]: CaseEvent | null } = {};
  private readonly isFixed: Indices = {};

  constructor(events: CaseEvent[], things: CaseEvent[], options: Options) {
    for (const event of events) {
      const isOption = indicesOf(options[event.index]);
      this.isOptionOf[event.index] = isOption;
      this.options[event.index] = things.filter(function (thing) { return isOption[thing.index]; });
    }
    for (const event of events) this.augment(event, {});
  }

  /** Gives an event one of its things for good, where as many of the rest can still be paired as with any other; returns whether it did. */
  fix(event: CaseEvent, thing: CaseEvent, rest: CaseEvent[]): boolean {
    if (!this.isOptionOf[event.index][thing.index]) return false;
    // The last thing: every further event counts as naming it too.
    if (this.isFixed[thing.index]) return true;
    const before = this.thingOf[event.index];
    const loser = this.eventOf[thing.index];
    this.isFixed[thing.index] = true;
    if (before === thing) return true;
    this.join(event, thing);
    if (loser) this.thingOf[loser.index] = null;
    if (!before) return true;
    this.eventOf[before.index] = null;
    const isSeen: Indices = {};
    if (!loser || rest.some((one) => !this.thingOf[one.index] && this.augment(one, isSeen))) return true;
    this.join(event, before);
    this.join(loser, thing);
    this.isFixed[thing.index] = false;
    return false;
  }

  /** Takes a thing away that counts for an event which cannot be about it. */
  remove(thing: CaseEvent): void {
    if (this.isFixed[thing.index]) return;
    this.isFixed[thing.index] = true;
    const loser = this.eventOf[thing.index];
    if (!loser) return;
    this.thingOf[loser.index] = null;
    this.augment(loser, {});
  }

  private join(event: CaseEvent, thing: CaseEvent): void {
    this.thingOf[event.index] = thing;
    this.eventOf[thing.index] = event;
  }

  /** Gives an event a thing, where others can make room for it. */
  private augment(event: CaseEvent, isSeen: Indices): boolean {
    for (const thing of this.options[event.index]) {
      if (isSeen[thing.index] || this.isFixed[thing.index]) continue;
      isSeen[thing.index] = true;
      const holder = this.eventOf[thing.index];
      if (holder && !this.augment(holder, isSeen)) continue;
      this.join(event, thing);
      return true;
    }
    return false;
  }
}
