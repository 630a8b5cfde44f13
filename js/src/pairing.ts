import { CaseEvent } from "./event-log";

/** By the index of an event, the things that it may be about. */
export interface Options { [index: number]: CaseEvent[] }

/** An event that names nothing, with the thing that it counts as naming; null for none. */
export interface Pair { event: CaseEvent; thing: CaseEvent | null }

/**
 * Pairs events, in order, with things in the order in which they opened: each with the first thing left that it may be about and
 * that leaves as many pairs for the others as any; else with the first left that it can name. Any further event names the last thing.
 */
export function pairInOrder(events: CaseEvent[], things: CaseEvent[], options: Options, canName: (event: CaseEvent, thing: CaseEvent) => boolean): Pair[] {
  let left = things.slice();
  return events.map(function (event, place) {
    const able = left.filter(function (thing) { return canName(event, thing); });
    const rest = events.slice(place + 1);
    let chosen: CaseEvent | null = null;
    let most = -1;
    for (const thing of able) {
      if (options[event.index].indexOf(thing) < 0) continue;
      const others = left.filter(function (one) { return one !== thing; });
      const room = countPairs(rest, others, options);
      if (room > most) {
        chosen = thing;
        most = room;
      }
      if (room === Math.min(rest.length, others.length)) break;
    }
    if (!chosen) chosen = able[0] || null;
    if (left.length > 1) left = left.filter(function (one) { return one !== chosen; });
    return { event: event, thing: chosen };
  });
}

/** Returns how many of some events can each have a thing of its own that it may be about. */
function countPairs(events: CaseEvent[], things: CaseEvent[], options: Options): number {
  const holders: { [index: number]: CaseEvent } = {};
  const findRoom = function (event: CaseEvent, visits: CaseEvent[]): boolean {
    for (const thing of options[event.index]) {
      if (things.indexOf(thing) < 0 || visits.indexOf(thing) >= 0) continue;
      visits.push(thing);
      const holder = holders[thing.index];
      if (!holder || findRoom(holder, visits)) {
        holders[thing.index] = event;
        return true;
      }
    }
    return false;
  };
  return events.filter(function (event) { return findRoom(event, []); }).length;
}
