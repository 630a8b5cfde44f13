import { listEnds } from "./counting";
import { ClockCase, Dates, OwnLimit, findDates, findOwnTime, noDates } from "./clock";
import { Conditions } from "./conditions";
import { Counter } from "./counting";
import { Duty } from "./duty";
import { Fulfilment, PerhapsWaived, View, findFulfilment } from "./fulfilment";
import { CaseEvent, EventLog, addAll } from "./event-log";
import { keepOneAtATime } from "./one-at-a-time";
import { applyChanges } from "./transition";
import { OrderAnswer, findOrderAnswer, listCompanionTypes } from "./precedence";
import { EvaluationContext, listActivations } from "./activation";
import { SingleEvents, Touch } from "./single-events";
import { AssessedDuty } from "./assessed-duty";
import { Rulebook } from "./rulebook";
import { StatusCase, judge } from "./status";
import { Correlation } from "./correlation";
import { EpochSeconds, addMonths, findBirthday, readDay } from "./time";

/** The duties of a case as of an instant, before other duties follow from them. */
export class DutyResolver {
  readonly context: EvaluationContext;
  readonly duties: Duty[];
  readonly assessed: AssessedDuty[] = [];
  readonly at: EpochSeconds;
  private readonly singleEvents: SingleEvents;

  constructor(readonly log: EventLog, readonly book: Rulebook, readonly counter: Counter, earlier: (at: EpochSeconds) => AssessedDuty[]) {
    this.at = log.at;
    const correlation = new Correlation(log);
    this.context = { book: book, correlation: correlation, conditions: new Conditions(correlation) };
    const changed = applyChanges(this.context, listActivations(this.context), earlier);
    this.duties = keepOneAtATime(this.context, changed);
    this.singleEvents = new SingleEvents(this.context, this.duties, (duty, view, before) => this.findOwnTime(duty, view, before));
    const late: Duty[] = [];
    for (const duty of this.duties) {
      if (listCompanionTypes(duty).length > 0) late.push(duty);
      else addAll(this.assessed, this.resolve(duty));
    }
    for (const duty of late) addAll(this.assessed, this.resolve(duty));
  }

  /** Returns a view on all events. */
  view(): View {
    return this.singleEvents.view(this.log.events.length, {});
  }

  /** Returns a view on the events below an index. */
  viewBefore(index: number): View {
    return this.singleEvents.view(index, {});
  }

  /** Resolves a duty; a yearly one once for each year begun. */
  resolve(duty: Duty): AssessedDuty[] {
    const view = this.view();
    let order: OrderAnswer | null = null;
    if (duty.rule.clock.before) order = findOrderAnswer(this.context, duty, view, (one, act) => this.isCompanion(one, act));
    const fulfilment = order ? order.fulfilment : findFulfilment(this.context, duty, view);
    const of = this.clockCase(duty, view, fulfilment);
    if (duty.opening_rule.clock.count === "rolling") return this.resolveYears(of);
    const dates = findDates(of);
    const assessed = this.make(duty, 0, dates, fulfilment);
    if (order) assessed.named = order.named;
    judge({ at: this.at, assessed: assessed, order: order, yearly: null, silence: order ? this.listSilence(duty, order) : [] });
    return [assessed];
  }

  /** Makes a duty with its dates, not yet judged. */
  make(duty: Duty, year: number, dates: Dates, fulfilment: Fulfilment): AssessedDuty {
    const start = dates.start || duty.trigger.moment;
    return {
      duty: duty, year: year, dates: dates, fulfilment: fulfilment, named: null, status: null, metBy: [], needs: [], waiver: null,
      waivedFrom: this.findWaivedFrom(duty), countsFrom: start.earliest,
    };
  }

  /** Gathers what the counting of a duty looks at. */
  clockCase(duty: Duty, view: View, fulfilment: Fulfilment): ClockCase {
    return { context: this.context, counter: this.counter, duty: duty, view: view, fulfilment: fulfilment, duties: this.duties };
  }

  private findOwnTime(duty: Duty, view: View, before: CaseEvent): OwnLimit {
    const fulfilment: Fulfilment = {
      needs: [], needsApart: [], excluded: false, metBy: [], perhapsMetBy: [], waiver: null, perhapsWaived: new PerhapsWaived([], function () { return []; }), endedBy: null,
      perhapsEnded: false, precludes: [], answeredAt: before.index,
    };
    return findOwnTime(this.clockCase(duty, view, fulfilment));
  }

  private findWaivedFrom(duty: Duty): EpochSeconds | null {
    const birth = this.log.childDay("foedselsdato");
    let from: EpochSeconds | null = null;
    if (duty.rule.grows_up_at !== undefined && birth !== null) {
      from = Math.max(this.counter.clock.midnight(findBirthday(birth, duty.rule.grows_up_at)), duty.opening);
    }
    if (duty.rule.ends_with_its_law) {
      const versions = duty.rule.versions;
      const last = versions[versions.length - 1].to;
      const end = last ? this.counter.clock.midnight((readDay(last) as number) + 1) : null;
      const named = this.log.ofTypes([duty.rule.clock.before as string]).filter((event) =>
        this.context.correlation.touches(event, duty.subject))[0];
      if (end !== null && !(named && named.moment.earliest < end) && (from === null || end < from)) from = end;
    }
    return from;
  }

  private resolveYears(of: ClockCase): AssessedDuty[] {
    const duty = of.duty;
    const clock = this.counter.clock;
    const day = clock.dayOf(duty.trigger.moment.earliest);
    const waiver = of.fulfilment.waiver && of.fulfilment.waiver.event;
    const until = clock.dayOf(Math.min(this.at, waiver ? waiver.moment.earliest : Infinity));
    const strictSpan = duty.opening_rule.clock.strict;
    const wanted = strictSpan ? strictSpan.value : 1;
    const found: AssessedDuty[] = [];
    let from = duty.trigger.moment.earliest;
    for (let year = 1; year === 1 || addMonths(day, 12 * (year - 1), false) < until; year++) {
      const end = this.counter.day(addMonths(day, 12 * year, false));
      const dates = noDates(duty.trigger.moment, []);
      dates.strict = dates.lenient = end;
      dates.days = [{ day: day, strict: false, lenient: false }].concat(listEnds(end, end));
      const isInside = function (event: CaseEvent): boolean {
        return event.moment.latest >= from && event.moment.earliest <= end.last;
      };
      const inside = of.fulfilment.metBy.filter(isInside);
      const perhaps = of.fulfilment.perhapsMetBy.filter(function (one) { return isInside(one.event); });
      const needs: string[] = [];
      if (inside.length < wanted && inside.length + perhaps.length >= wanted) for (const one of perhaps) addAll(needs, one.needs);
      const assessed = this.make(duty, year, dates, of.fulfilment);
      if (year > 1) assessed.countsFrom = clock.midnight(addMonths(day, 12 * (year - 1), false));
      judge({
        at: this.at, assessed: assessed, order: null, silence: [],
        yearly: { metBy: inside.length >= wanted ? inside.slice(0, wanted) : [], needs: needs },
      } as StatusCase);
      found.push(assessed);
      from = clock.midnight(end.day + 1);
    }
    return found;
  }

  private listSilence(duty: Duty, order: OrderAnswer): string[] {
    const named = order.named;
    if (!duty.rule.silence || !named || named.earliest > this.at) return [];
    const fulfilment = order.fulfilment;
    const entries = (duty.rule.met_by || []).filter(function (one) {
      return (one.provided || []).every(function (test) { return test[0] !== "type" || test[2].indexOf(duty.trigger.type) >= 0; });
    });
    const companions = listCompanionTypes(duty);
    const isTold = this.log.ofTypes(entries.map(function (one) { return one.type; })).some((event) =>
      event !== duty.trigger && event.moment.latest < named.earliest &&
      (companions.indexOf(event.type) < 0 || this.isCompanion(duty, event) !== "no"));
    const isLinked = function (event: CaseEvent): boolean { return order.linked.indexOf(event) >= 0; };
    if (isTold || fulfilment.metBy.some(isLinked)) return [];
    const types: string[] = [];
    for (const one of duty.rule.met_by || []) if (!one.provided) addAll(types, [one.type]);
    return types;
  }

  private isCompanion(duty: Duty, act: CaseEvent): Touch {
    let best: Touch = "no";
    for (const one of this.assessed) {
      const other = one.duty;
      if (other.rule.clock.before) continue;
      const meets = one.fulfilment.metBy.length > 0 && one.fulfilment.metBy[0] === duty.trigger;
      const mayMeet = one.fulfilment.metBy.length === 0 &&
        one.fulfilment.perhapsMetBy.some(function (possible) { return possible.event === duty.trigger; });
      if (!meets && !mayMeet) continue;
      for (const companion of this.duties) {
        if (companion.trigger !== other.trigger || companion.rule.clock.before) continue;
        if (!(companion.rule.met_by || []).some(function (entry) { return entry.type === act.type; })) continue;
        const touch = this.singleEvents.touch(act, companion, false);
        if (touch === "yes" && meets) return "yes";
        if (touch !== "no") best = "unknown";
      }
    }
    return best;
  }
}
