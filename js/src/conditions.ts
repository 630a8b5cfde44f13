import { Condition, EventPattern } from "./bundle";
import { CaseEvent, History, Truth, addAll, known, unknown } from "./history";
import { StateReader } from "./states";
import { Touching } from "./touching";
import { addMonths, countAge } from "./time";

/** The conditions that look back over the case from a trigger. */
export class Conditions {
  readonly history: History;
  private readonly states: StateReader;
  private readonly asked: { [key: string]: Truth } = {};

  constructor(touching: Touching) {
    this.history = touching.history;
    this.states = new StateReader(touching);
  }

  /** Returns whether a condition holds of a trigger. */
  ask(name: string, trigger: CaseEvent): Truth {
    const key = trigger.index + " " + name;
    if (!this.asked[key]) this.asked[key] = this.find(this.history.bundle.derived[name], trigger);
    return this.asked[key];
  }

  /** Replaces the names of conditions by what they need. */
  replaceNames(names: string[], trigger: CaseEvent): string[] {
    const found: string[] = [];
    for (const name of names) addAll(found, this.history.bundle.derived[name] ? this.ask(name, trigger).needs : [name]);
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
    const truth = this.states.lasts(condition.state as string, condition.tests, trigger.moment.earliest);
    return condition.wanted === false && truth.is !== "?" ? known(truth.is === "false") : truth;
  }

  /** Returns whether what a trigger is about fits a pattern. */
  findAbout(pattern: EventPattern, trigger: CaseEvent): Truth {
    const history = this.history;
    let candidates = history.above(trigger).filter(function (event) { return event.type === pattern.type; });
    if (candidates.length === 0) {
      const roots = history.roots(trigger);
      candidates = history.ofTypes([pattern.type]).filter(function (event) {
        return event !== trigger && roots.some(function (root) { return event.moment.earliest <= root.moment.latest; });
      });
    }
    const facts = (pattern.tests || []).map(function (test) { return test[0]; });
    if (candidates.length === 0) return unknown(facts.length > 0 ? facts : [pattern.type]);
    const truths = candidates.map(function (event) { return history.test(event, pattern.tests); });
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
    const above = this.history.above(trigger);
    const earlier = this.history.ofTypes([pattern.type]).filter((event) => this.history.mayComeAfter(trigger, event));
    const linked = earlier.filter(function (event) { return above.indexOf(event) >= 0; });
    const candidates = linked.length > 0 ? linked : earlier;
    const event = candidates[candidates.length - 1];
    if (event) return this.history.test(event, pattern.tests);
    return condition.none_is_false ? known(false) : unknown((pattern.tests || []).map(function (test) { return test[0]; }));
  }

  private findNotAbout(types: string[], trigger: CaseEvent): Truth {
    const history = this.history;
    if (history.above(trigger).some(function (event) { return types.indexOf(event.type) >= 0; })) return known(false);
    if (trigger.isFree && history.ofTypes(types).some(function (event) { return history.mayComeAfter(trigger, event); })) return unknown(["of"]);
    return known(true);
  }

  private findAge(condition: Condition, trigger: CaseEvent): Truth {
    const birth = this.history.childDay("foedselsdato");
    if (birth === null) {
      return typeof condition.unknown_is === "boolean" ? known(condition.unknown_is) : unknown(["foedselsdato"]);
    }
    const age = countAge(birth, this.history.clock.dayOf(trigger.moment.earliest));
    const least = condition.least === undefined || condition.least === null ? -Infinity : condition.least;
    const most = condition.most === undefined || condition.most === null ? Infinity : condition.most;
    return known(age >= least && age <= most);
  }

  private findInYearBefore(condition: Condition, trigger: CaseEvent): Truth {
    const history = this.history;
    const day = history.clock.dayOf(trigger.moment.earliest);
    const found = (condition.patterns || []).some(function (pattern) {
      return history.ofTypes([pattern.type]).some(function (event) {
        return history.mayComeAfter(trigger, event) && history.test(event, pattern.tests).is !== "false" &&
          day <= addMonths(history.clock.dayOf(event.moment.earliest), 12, false);
      });
    });
    return known(found !== (condition.wanted === false));
  }

  private findNotNamed(condition: Condition, trigger: CaseEvent): Truth {
    if (trigger.type !== condition.position) return known(true);
    return known(!this.history.ofTypes([condition.decision as string]).some((event) => isOneDecision(this.history, trigger, event)));
  }
}

/** Whether a decision names a position, or both are about a common thing of which either is the single one. */
export function isOneDecision(history: History, position: CaseEvent, decision: CaseEvent): boolean {
  if (history.isAbove(position, decision)) return true;
  const types = history.typeOf(position).single || [];
  const above = history.above(decision);
  return history.above(position).some(function (event) { return types.indexOf(event.type) >= 0 && above.indexOf(event) >= 0; });
}
