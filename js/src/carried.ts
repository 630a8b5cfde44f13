import { CaseEvent, EventLog, addAll } from "./event-log";

/** What runs, with what of it no later event carries out. */
interface KnownRunning { running: CaseEvent[]; left: CaseEvent[] }

/**
 * Leaves out of what runs what a later one of these events is about: a decision and the measure that carries it out are one. The
 * last answer is kept for each number of events that run: 40 placements, their measures and their ends that name nothing ask for a
 * fiftieth of the work.
 */
export class CarriedOut {
  private readonly known: { [number: number]: KnownRunning } = {};

  constructor(private readonly log: EventLog) {}

  /** Returns the events that began what runs, without those that a later one of them is about; in order of time. */
  leaveOut(running: CaseEvent[]): CaseEvent[] {
    let known = this.known[running.length];
    if (!known || !known.running.every(function (event, place) { return event === running[place]; })) {
      const carried = this.listCarried(running);
      known = this.known[running.length] = { running: running, left: running.filter(function (event) { return carried.indexOf(event) < 0; }) };
    }
    return known.left;
  }

  /**
   * Returns what a later one of some events is about: by its way, or, where its way names none of them, by its type, where it is not
   * named itself. Of two that may have begun at one moment each is the later one.
   */
  private listCarried(running: CaseEvent[]): CaseEvent[] {
    const log = this.log;
    const types: string[] = [];
    for (const event of running) addAll(types, [event.type]);
    const linking = types.filter(function (type) { return log.canReach(type, types); });
    const carried: CaseEvent[] = [];
    for (const later of running) {
      const above = log.above(later);
      let meant = above.length > 0 ? running.filter(function (one) { return above.indexOf(one) >= 0; }) : [];
      if (meant.length === 0 && linking.indexOf(later.type) >= 0) {
        meant = running.filter(function (one) { return log.canBeAbout(later, one) && !log.isAbove(later, one); });
      }
      addAll(carried, meant.filter(function (one) { return log.mayComeAfter(later, one); }));
    }
    return carried;
  }
}
