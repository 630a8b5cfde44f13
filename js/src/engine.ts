import { Bundle, Texts } from "./bundle";
import { addConsequences } from "./consequences";
import { Counter, Deadline } from "./counting";
import { Escalation, listEscalations } from "./escalation";
import { compareCodePoints } from "./code-points";
import { CaseEvent, EventLog } from "./event-log";
import { Holidays } from "./holidays";
import { CaseData, CaseReader } from "./case-reader";
import { DutyResolver } from "./duty-resolver";
import { AssessedDuty, Status, isUnmet, keyOf } from "./assessed-duty";
import { Rulebook } from "./rulebook";
import { findDueSoon } from "./status";
import { EpochSeconds, LocalClock, writeDay } from "./time";

/** The version of the form of a bundle. */
const SCHEMA = 1;

/** A duty in an answer. */
export interface Obligation {
  key: string;
  rule: string;
  law: string;
  cite: string;
  title: Texts;
  modality: "must" | "may" | "window";
  bearer: string;
  trigger: string;
  clock_start: string | null;
  due: { strict: string; lenient: string; is_day: boolean } | null;
  status: Status;
  status_text: Texts;
  met_by: string[];
  needs: string[];
  past_due: boolean;
  closed: { by: string } | null;
  counting: { day: string; counted: { strict: boolean; lenient: boolean } }[];
  escalations: { id: string; kind: string; from: string; to: string; active: boolean }[];
  transition: boolean;
  successor: string[] | null;
}

/** The answer to a case. */
export interface Answer { schema: 1; case_id: string; at: string; rulebook: string; obligations: Obligation[]; next_change: string | null; ignored_events: string[] }

/** Evaluates cases by the rules of a bundle. */
export class Engine {
  private readonly clock: LocalClock;
  private readonly counter: Counter;
  private readonly book: Rulebook;
  private readonly reader: CaseReader;

  /** Throws an error where the bundle has a form that this engine does not know. */
  constructor(readonly bundle: Bundle) {
    const schema = bundle && bundle.schema;
    if (schema !== SCHEMA) throw new Error("this engine reads bundles of schema " + SCHEMA + ", and this one has " + schema + ": take an engine of the same release");
    this.clock = new LocalClock(bundle);
    this.counter = new Counter(this.clock, new Holidays(bundle));
    this.book = new Rulebook(bundle);
    this.reader = new CaseReader(bundle, this.clock);
  }

  /** Returns the duties of a case as of an instant; throws a refusal of what cannot be read. */
  evaluate(rawCase: unknown, at: unknown): Answer {
    const second = this.reader.readAt(at);
    const read = this.reader.read(rawCase);
    const log = new EventLog(this.bundle, this.clock, read, second);
    const assessed = this.resolve(log).filter(function (one) { return one.status !== null; });
    const closed = assessed.map((one) => this.findClosing(log, one));
    const escalations = assessed.map((one, place) => listEscalations(this.bundle, this.clock, one, second, closed[place] !== null));
    const obligations = assessed.map((one, place) => this.write(one, second, closed[place], escalations[place]));
    const order = assessed.map(function (_one, place) { return place; }).sort((a, b) => this.compare(assessed[a], assessed[b]));
    const next = this.findNextChange(read, second, assessed, closed, escalations);
    return {
      schema: 1, case_id: read.case_id, at: this.clock.write(second), rulebook: this.bundle.rulebook,
      obligations: order.map(function (place) { return obligations[place]; }),
      next_change: next === null ? null : this.clock.write(next), ignored_events: log.ignored,
    };
  }

  private resolve(log: EventLog): AssessedDuty[] {
    const known: { [at: number]: AssessedDuty[] } = {};
    const earlier = (at: EpochSeconds): AssessedDuty[] => {
      if (!known[at]) known[at] = this.resolve(new EventLog(this.bundle, this.clock, log.caseData, at));
      return known[at];
    };
    return addConsequences(new DutyResolver(log, this.book, this.counter, earlier), earlier);
  }

  private compare(a: AssessedDuty, b: AssessedDuty): number {
    const order = Object.keys(this.bundle.texts.statuses);
    const byStatus = order.indexOf(a.status as string) - order.indexOf(b.status as string);
    if (byStatus !== 0) return byStatus;
    const first = a.dates.strict ? a.dates.strict.last : Infinity;
    const second = b.dates.strict ? b.dates.strict.last : Infinity;
    return first === second ? compareCodePoints(keyOf(a), keyOf(b)) : first - second;
  }

  private findClosing(log: EventLog, one: AssessedDuty): CaseEvent | null {
    if (!isUnmet(one.status)) return null;
    const start = Math.min(one.dates.start ? one.dates.start.earliest : Infinity, one.duty.trigger.moment.earliest);
    const found = log.events.filter(function (event) { return log.typeOf(event).closes !== undefined && event.moment.latest >= start; });
    found.sort(function (a, b) { return a.moment.latest - b.moment.latest || a.index - b.index; });
    return found.length > 0 ? found[0] : null;
  }

  private write(one: AssessedDuty, at: EpochSeconds, closed: CaseEvent | null, escalations: Escalation[]): Obligation {
    const rule = one.duty.rule;
    const strict = one.dates.strict;
    const lenient = one.dates.lenient;
    const version = this.book.versionOn(one.duty.id, this.clock.dayOf(one.duty.trigger.moment.earliest));
    const stays = this.stays(one, at);
    const cited = this.bundle.laws[rule.law].cited_as.da;
    return {
      key: keyOf(one), rule: one.duty.id, law: rule.law, cite: (cited ? cited + " " : "") + ((version && version.cite) || rule.cite),
      title: rule.title, modality: rule.modality, bearer: rule.bearer, trigger: one.duty.trigger.id,
      clock_start: one.dates.start && (one.dates.start.isDay ? writeDay(this.clock.dayOf(one.dates.start.earliest)) : this.clock.write(one.dates.start.earliest)),
      due: strict && lenient ? { strict: this.writeDeadline(strict), lenient: this.writeDeadline(lenient), is_day: strict.isDay } : null,
      status: one.status as Status, status_text: this.bundle.texts.statuses[one.status as string],
      met_by: one.metBy.map(function (event) { return event.id; }), needs: one.needs,
      past_due: one.status === "undetermined" && rule.modality !== "window" && strict !== null && at > strict.last,
      closed: closed && { by: closed.id },
      counting: one.dates.days.map(function (day) { return { day: writeDay(day.day), counted: { strict: day.strict, lenient: day.lenient } }; }),
      escalations: escalations.map((step) => ({ id: step.id, kind: step.kind, from: this.clock.write(step.from), to: step.to, active: step.active })),
      transition: one.duty.moved || one.duty.commenced !== null || stays, successor: stays && this.book.successorsOf(one.duty.id).length > 0 ? this.book.successorsOf(one.duty.id) : null,
    };
  }

  private stays(one: AssessedDuty, at: EpochSeconds): boolean {
    return isUnmet(one.status) && this.bundle.transitions.some(function (change) { return change.older === one.duty.rule.law && change.instant <= at; });
  }

  private writeDeadline(deadline: Deadline): string {
    return deadline.isDay ? writeDay(deadline.day) : this.clock.write(deadline.last);
  }

  private findNextChange(
    read: CaseData, at: EpochSeconds, assessed: AssessedDuty[], closed: (CaseEvent | null)[], escalations: Escalation[][],
  ): EpochSeconds | null {
    let next = Infinity;
    const add = function (second: EpochSeconds | null): void { if (second !== null && second > at && second < next) next = second; };
    assessed.forEach((one, place) => {
      if (closed[place]) return;
      const rule = one.duty.rule;
      const strict = one.dates.strict;
      const isUnknown = one.status === "undetermined";
      if (one.year > 0 && one.status !== "waived" && strict) add(strict.last + 1);
      if (!isUnmet(one.status)) return;
      add(one.waivedFrom);
      if (one.status === "open" && one.named) add(one.named.earliest);
      if (strict && one.dates.lenient && rule.modality !== "window") {
        if (rule.modality === "must" && !isUnknown) add(findDueSoon(one.countsFrom, strict));
        if (rule.modality === "must" || isUnknown) add(strict.last + 1);
        if (!isUnknown || one.dates.needsAfter.some(function (name) { return one.needs.indexOf(name) < 0; })) add(one.dates.lenient.last + 1);
      }
      if (!isUnknown) for (const step of escalations[place]) add(step.from);
      for (const change of this.bundle.transitions) if (change.older === rule.law) add(change.instant);
    });
    for (const change of this.bundle.transitions) {
      if (change.instant > at && change.instant < next && this.commences(read, at, change.instant)) add(change.instant);
    }
    return next === Infinity ? null : next;
  }

  private commences(read: CaseData, at: EpochSeconds, instant: EpochSeconds): boolean {
    const events = read.events.filter(function (event) { return event.at.earliest <= at; });
    const later = new EventLog(this.bundle, this.clock, { ...read, events: events }, instant);
    return this.resolve(later).some((one) => one.duty.commenced === instant && this.findClosing(later, one) === null);
  }
}
