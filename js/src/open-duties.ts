import { EvaluationContext } from "./activation";
import { OwnLimit } from "./clock";
import { Duty } from "./duty";
import { CaseEvent, EventLog, Indices, addAll } from "./event-log";
import { Fulfilment, View, findFulfilment, listAskedTypes } from "./fulfilment";
import { Touch } from "./single-events";

/** Returns the last second of the own time of a permission, by what had happened before an index. */
export type OwnTime = (duty: Duty, view: View, before: CaseEvent) => OwnLimit;

/** Makes a view on the events with an index below `end`, without those of `absent`. */
type MakeView = (end: number, absent: Indices) => View;

/** A duty as single events see it. */
export interface OpenDuty {
  duty: Duty;
  /** Its place among the duties of the case. */
  number: number;
  /** The event types that meet or waive it. */
  answeredBy: string[];
  /** The indices, in order, of the events that bear on whether it is answered and never waited; null where any may. */
  bearing: number[] | null;
}

/** Returns the types of the acts that meet or waive a duty of a rule. */
function listActTypes(duty: Duty): string[] {
  const types: string[] = [];
  for (const one of duty.rule.met_by || []) addAll(types, [one.type]);
  for (const one of duty.rule.waivers || []) if (one.event) addAll(types, [one.event]);
  return types;
}

/** Returns the types of the events at which the clock of a duty starts or runs on, and of those that end a permission. */
export function listBesideTypes(duty: Duty): string[] {
  const clock = duty.opening_rule.clock;
  const types: string[] = [];
  for (const start of [clock.strict_from, clock.lenient_from]) if (start && start.kind === "event") addAll(types, [start.name]);
  addAll(types, (clock.date_fact && clock.date_fact.events) || []);
  addAll(types, duty.rule.ends_by || []);
  for (const one of clock.interruptions || []) addAll(types, [one.answered]);
  return types;
}

/** Returns the types of all events that bear on whether a duty is answered; null where any may. */
function listBearingTypes(duty: Duty): string[] | null {
  if (duty.rule.clock.before || duty.opening_rule.clock.interruptions) return null;
  return listAskedTypes(duty, ["answer", "ever"]).sort();
}

/**
 * The duties of a case as single events see them. What answers a duty while every event that ever waited is left out is kept by
 * duty and by the last event that bears on it: 250 notifications and then 250 registrations that name none take 0.01 of the time
 * for it and for what `SingleEvents` keeps.
 */
export class OpenDuties {
  /** The indices of the events that ever waited. */
  readonly everWaited: Indices = {};
  readonly all: OpenDuty[];
  /** By the number of a duty and the index after the last event that bears on it, whether the events before answer it. */
  private readonly answered: { [index: number]: Touch }[] = [];
  private readonly bearing: { [types: string]: number[] } = {};
  private readonly byType: { [type: string]: OpenDuty[] } = {};
  private readonly byLine: { [line: string]: OpenDuty[] } = {};
  private readonly byTrigger: { [place: string]: OpenDuty[] } = {};
  private readonly log: EventLog;

  constructor(private readonly context: EvaluationContext, duties: Duty[], private readonly view: MakeView, private readonly ownTime: OwnTime) {
    this.log = context.correlation.log;
    this.all = duties.map((duty, number) => this.openDuty(duty, number));
    for (const open of this.all) {
      const line = open.duty.walk;
      const place = line + " " + open.duty.trigger.index;
      (this.byLine[line] || (this.byLine[line] = [])).push(open);
      (this.byTrigger[place] || (this.byTrigger[place] = [])).push(open);
    }
  }

  private openDuty(duty: Duty, number: number): OpenDuty {
    const types = listBearingTypes(duty);
    const name = types ? types.join(" ") : "";
    if (types && !this.bearing[name]) this.bearing[name] = this.log.ofTypes(types).map(function (event) { return event.index; });
    this.answered.push({});
    return { duty: duty, number: number, answeredBy: listActTypes(duty), bearing: types && this.bearing[name] };
  }

  /** Leaves an event out from now on that begins to wait. */
  addWaiter(event: CaseEvent): void {
    this.everWaited[event.index] = true;
    for (const types of Object.keys(this.bearing)) {
      const place = this.bearing[types].indexOf(event.index);
      if (place >= 0) this.bearing[types].splice(place, 1);
    }
  }

  /** Returns the duties that events of a type answer, each opened by one of the things that these are about. */
  ofType(type: string): OpenDuty[] {
    const single = this.log.bundle.vocabulary.events[type].single || [];
    if (!this.byType[type]) {
      this.byType[type] = this.all.filter(function (one) {
        return single.indexOf(one.duty.trigger.type) >= 0 && one.answeredBy.indexOf(type) >= 0;
      });
    }
    return this.byType[type];
  }

  /** Returns the duties of a line. */
  ofLine(line: string): OpenDuty[] {
    return this.byLine[line] || [];
  }

  /** Returns the duties of a line that an event opened. */
  openedBy(line: string, trigger: CaseEvent): OpenDuty[] {
    return this.byTrigger[line + " " + trigger.index] || [];
  }

  /** Whether a duty was open when a single event came, which may be about it. */
  isOpenAt(event: CaseEvent, open: OpenDuty, absent: Indices): boolean {
    return this.context.correlation.touches(event, open.duty.subject) && this.isAnsweredBefore(open, event.index, absent) === "no" &&
      this.isExpired(open.duty, event, event.index, absent) !== "yes";
  }

  /**
   * Whether the events below an index answer a duty without some. Where these are all that ever waited the answer is kept:
   * whether an event below the index waits is settled by then.
   */
  isAnsweredBefore(open: OpenDuty, index: number, absent: Indices): Touch {
    if (absent !== this.everWaited) return this.isAnswered(open.duty, index, absent);
    const known = this.answered[open.number];
    const last = findAfterLastBelow(open.bearing, index);
    return known[last] || (known[last] = this.isAnswered(open.duty, index, absent));
  }

  /** Whether the events below an index answer a duty; unknown where that may have been too late. */
  private isAnswered(duty: Duty, index: number, absent: Indices): Touch {
    const view = this.view(index, absent);
    const found: Fulfilment = findFulfilment(this.context, duty, view);
    if (found.waiver || found.endedBy) return "yes";
    // The acts of one year do not answer the next: only what ends a yearly duty does.
    if (duty.opening_rule.clock.count === "rolling") return "no";
    const tooLate = found.metBy.map((event) => this.isExpired(duty, event, index, absent));
    return tooLate.indexOf("no") >= 0 ? "yes" : tooLate.indexOf("unknown") >= 0 ? "unknown" : "no";
  }

  /** Whether a permission had expired when an event came, by the events below an index. */
  isExpired(duty: Duty, event: CaseEvent, index: number, absent: Indices): Touch {
    if (duty.rule.modality !== "may") return "no";
    const limit = this.ownTime(duty, this.view(index, absent), event);
    if (limit.last === null || limit.last >= event.moment.earliest) return "no";
    return limit.isUnsure ? "unknown" : "yes";
  }
}

/** Returns the number after the last of some numbers, in order, that is below another one; that one itself for null. */
function findAfterLastBelow(numbers: number[] | null, end: number): number {
  if (!numbers) return end;
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < end) low = middle + 1;
    else high = middle;
  }
  return low > 0 ? numbers[low - 1] + 1 : 0;
}
