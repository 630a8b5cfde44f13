import { Condition, EventPattern } from "./bundle";
import { CaseEvent, EventLog, Truth, addAll, known, unknown } from "./event-log";
import { StateReader } from "./states";
import { Correlation } from "./correlation";
import { addMonths, countAge } from "./time";

/** The conditions that look back over the case from a trigger. */
export class Conditions {
  readonly log: EventLog;
  private readonly states: StateReader;
  private readonly asked: { [key: string]: Truth } = {};

  constructor(correlation: Correlation) {
    this.log = correlation.log;
    this.states = new StateReader(correlation);
  }

  /** Returns whether a condition holds of a trigger. */
  ask(name: string, trigger: CaseEvent): Truth {
    const key = trigger.index + " " + name;
    if (!this.asked[key]) this.asked[key] = this.find(this.log.bundle.derived[name], trigger);
    return this.asked[key];
  }

  /** Replaces the names of conditions by what they need. */
  replaceNames(names: string[], trigger: CaseEvent): string[] {
    const found: string[] = [];
    for (const name of names) addAll(found, this.log.bundle.derived[name] ? this.ask(name, trigger).needs : [name]);
    return found;
  }

  private find(condition: Condition, trigger: CaseEvent): Truth {
    switch (condition.form) {
      case "state": return this.findState(condition, trigger);
      case "about": return this.findAbout(condition.pattern as EventPattern, trigger);
      case "latest": return this.findLatest(condition, trigger);
      case "not_about": return this.findNotAbout(condition.types as string[], trigger);
      case "age": return this.findAge(condition, trigger);
      case "in_the_year_before": return this.findInYearBefore(condition, trigger);
      default: return this.findNotNamed(condition, trigger);
    }
  }

  private findState(condition: Condition, trigger: CaseEvent): Truth {
    const truth = this.states.lasts(condition.state as string, condition.tests, trigger.moment);
    return condition.wanted === false && truth.is !== "?" ? known(truth.is === "false") : truth;
  }

  /** Returns whether what a trigger is about fits a pattern. */
  findAbout(pattern: EventPattern, trigger: CaseEvent): Truth {
    const log = this.log;
    let candidates = log.above(trigger).filter(function (event) { return event.type === pattern.type; });
    if (candidates.length === 0) {
      const roots = log.roots(trigger);
      candidates = log.ofTypes([pattern.type]).filter(function (event) {
        return event !== trigger && roots.some(function (root) { return event.moment.earliest <= root.moment.latest; });
      });
    }
    const facts = (pattern.tests || []).map(function (test) { return test[0]; });
    if (candidates.length === 0) return unknown(facts.length > 0 ? facts : [pattern.type]);
    const truths = candidates.map(function (event) { return log.test(event, pattern.tests); });
    if (truths.every(function (truth) { return truth.is === "true"; })) return known(true);
    if (truths.every(function (truth) { return truth.is === "false"; })) return known(false);
    const needs: string[] = [];
    for (const truth of truths) addAll(needs, truth.needs);
    const some = function (is: string): boolean { return truths.some(function (truth) { return truth.is === is; }); };
    if (some("true") && some("false")) addAll(needs, ["of"]);
    return unknown(needs);
  }

  private findLatest(condition: Condition, trigger: CaseEvent): Truth {
    const pattern = condition.pattern as EventPattern;
    const above = this.log.above(trigger);
    const earlier = this.log.ofTypes([pattern.type]).filter((event) => this.log.mayComeAfter(trigger, event));
    const linked = earlier.filter(function (event) { return above.indexOf(event) >= 0; });
    const candidates = linked.length > 0 ? linked : earlier;
    const event = candidates[candidates.length - 1];
    if (event) return this.log.test(event, pattern.tests);
    return condition.none_is_false ? known(false) : unknown((pattern.tests || []).map(function (test) { return test[0]; }));
  }

  private findNotAbout(types: string[], trigger: CaseEvent): Truth {
    const log = this.log;
    if (log.above(trigger).some(function (event) { return types.indexOf(event.type) >= 0; })) return known(false);
    if (trigger.isFree && log.ofTypes(types).some(function (event) { return log.mayComeAfter(trigger, event); })) return unknown(["of"]);
    return known(true);
  }

  private findAge(condition: Condition, trigger: CaseEvent): Truth {
    const birth = this.log.childDay("foedselsdato");
    if (birth === null) {
      return typeof condition.unknown_is === "boolean" ? known(condition.unknown_is) : unknown(["foedselsdato"]);
    }
    const age = countAge(birth, this.log.clock.dayOf(trigger.moment.earliest));
    const least = condition.least === undefined || condition.least === null ? -Infinity : condition.least;
    const most = condition.most === undefined || condition.most === null ? Infinity : condition.most;
    return known(age >= least && age <= most);
  }

  private findInYearBefore(condition: Condition, trigger: CaseEvent): Truth {
    const log = this.log;
    const day = log.clock.dayOf(trigger.moment.earliest);
    const found = (condition.patterns || []).some(function (pattern) {
      return log.ofTypes([pattern.type]).some(function (event) {
        return log.mayComeAfter(trigger, event) && log.test(event, pattern.tests).is !== "false" &&
          day <= addMonths(log.clock.dayOf(event.moment.earliest), 12, false);
      });
    });
    return known(found !== (condition.wanted === false));
  }

  private findNotNamed(condition: Condition, trigger: CaseEvent): Truth {
    if (trigger.type !== condition.position) return known(true);
    return known(!this.log.ofTypes([condition.decision as string]).some((event) => isOneDecision(this.log, trigger, event)));
  }
}

/** Whether a decision names a position, or both are about a common thing of which either is the single one. */
export function isOneDecision(log: EventLog, position: CaseEvent, decision: CaseEvent): boolean {
  if (log.isAbove(position, decision)) return true;
  const types = log.typeOf(position).single || [];
  const above = log.above(decision);
  return log.above(position).some(function (event) { return types.indexOf(event.type) >= 0 && above.indexOf(event) >= 0; });
}
