import { Bundle, Rule, Version } from "./bundle";
import { addAll } from "./event-log";
import { DayNumber, readDay } from "./time";

/** How the rules of a bundle belong together. */
export class Rulebook {
  readonly ids: string[];
  /** The first day on which one of the laws is in force; no event before it opens a duty. */
  readonly firstDay: DayNumber;
  private readonly successors: { [id: string]: string[] } = {};
  private readonly triggers: { [id: string]: string[] } = {};

  constructor(readonly bundle: Bundle) {
    this.ids = Object.keys(bundle.rules);
    this.firstDay = Math.min.apply(null, Object.keys(bundle.laws).map(function (law) { return readDay(bundle.laws[law].from) as DayNumber; }));
    for (const id of this.ids) this.successors[id] = [];
    for (const id of this.ids) {
      const older = bundle.rules[id].succeeds;
      if (older && this.successors[older]) this.successors[older].push(id);
    }
  }

  /** Returns a rule by its id. */
  rule(id: string): Rule {
    return this.bundle.rules[id];
  }

  /** Returns the rules that succeed a rule, in order. */
  successorsOf(id: string): string[] {
    return this.successors[id];
  }

  /** Returns the name of the lineage of a rule: the last of those that its duties go on under. */
  lineageOf(id: string): string {
    const next = this.rule(id).moves ? this.successors[id][0] : undefined;
    return next === undefined ? id : this.lineageOf(next);
  }

  /** Returns the name of a line of succession, whether or not duties move along it: its first rule. */
  firstBefore(id: string): string {
    const older = this.rule(id).succeeds;
    return older && this.rule(older) ? this.firstBefore(older) : id;
  }

  /** Returns the rule that follows another one where it is not kept. */
  followUpOf(id: string): string | null {
    const found = this.ids.filter((other) => this.rule(other).follows === id);
    return found.length > 0 ? found[0] : null;
  }

  /** Returns the types that open duties of a rule, of those before and after it, and of those that it stands in for. */
  triggerTypesOf(id: string): string[] {
    if (!this.triggers[id]) {
      const rule = this.rule(id);
      const types: string[] = [];
      for (const one of this.chainOf(id)) addAll(types, this.rule(one).triggers || []);
      const first = rule.follows || (rule.opened_by_unmet && rule.opened_by_unmet.rule);
      if (first) for (const one of this.chainOf(first)) addAll(types, this.rule(one).triggers || []);
      this.triggers[id] = types;
    }
    return this.triggers[id];
  }

  /** Returns the wording in force on a day. */
  versionOn(id: string, day: DayNumber): Version | null {
    for (const version of this.rule(id).versions) {
      if ((readDay(version.from) as number) <= day && (!version.to || day <= (readDay(version.to) as number))) return version;
    }
    return null;
  }

  private chainOf(id: string): string[] {
    const chain = [id];
    for (let older = this.rule(id).succeeds; older; older = this.rule(older).succeeds) chain.push(older);
    let open = this.successors[id];
    while (open.length > 0) {
      const next: string[] = [];
      for (const one of open) {
        chain.push(one);
        addAll(next, this.successors[one]);
      }
      open = next;
    }
    return chain;
  }
}
