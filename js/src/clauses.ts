import { Clause, ClausePattern, ValueTest } from "./bundle";
import { Conditions } from "./conditions";
import { CaseEvent, EventLog, addAll } from "./event-log";

/** A clause that holds, with the event of its first pattern; null where that is no event but the trigger. */
export interface Holding { clause: Clause; event: CaseEvent | null; needs: ValueTest[] }

/** The flat facts of one trigger, of which clauses are asked. */
export class FlatFacts {
  /** Makes the facts of a trigger; `kinds` gives the events of `earlier>`, `answer>` and `ever>`. */
  constructor(
    private readonly conditions: Conditions, private readonly trigger: CaseEvent, private readonly beside: CaseEvent[],
    private readonly kinds: { [kind: string]: CaseEvent[] },
  ) {}

  /** Returns the clauses that hold or may hold, once for each event that fills the first pattern. */
  ask(clauses: Clause[]): Holding[] {
    const holding: Holding[] = [];
    for (const clause of clauses) {
      const filled = clause.wanted.map((pattern) => this.fill(pattern));
      if (filled.some(function (events) { return events.length === 0; })) continue;
      if ((clause.unwanted || []).some((pattern) => this.fill(pattern).length > 0)) continue;
      for (const event of filled[0]) holding.push({ clause: clause, event: event, needs: clause.needs || [] });
    }
    return holding;
  }

  private fill(pattern: ClausePattern): (CaseEvent | null)[] {
    const tests = pattern.tests || [];
    if (pattern.kind === "trigger" || pattern.kind === "case") {
      const passes = tests.every((test) =>
        pass(pattern.kind === "case" ? this.ofCase(test[0]) : this.ofTrigger(test[0]), test[1], test[2]));
      return passes ? [null] : [];
    }
    const kind = pattern.kind.split(">");
    return (this.kinds[kind[0]] || []).filter((event) => event.type === kind[1] && fills(this.conditions.log, event, pattern));
  }

  private ofCase(name: string): string {
    const value = this.conditions.log.caseData.child.values[name];
    return value === undefined ? "?" : String(value);
  }

  private ofTrigger(name: string): string | number {
    const log = this.conditions.log;
    if (name === "type") return this.trigger.type;
    if (log.bundle.derived[name]) return this.conditions.ask(name, this.trigger).is;
    for (const event of [this.trigger].concat(this.beside)) {
      if (log.kindOf(event, name)) return flatten(log, event, name);
    }
    return "-";
  }
}

/** Whether an event is of the type of a pattern and passes its tests. */
export function fills(log: EventLog, event: CaseEvent, pattern: ClausePattern): boolean {
  return event.type === pattern.kind.split(">")[1] &&
    (pattern.tests || []).every(function (test) { return pass(flatten(log, event, test[0]), test[1], test[2]); });
}

function pass(value: string | number, operator: string, wanted: string | number): boolean {
  if (operator === "is") return value === wanted;
  if (operator === "is_not") return value !== wanted;
  return typeof value === "number" && value >= (wanted as number);
}

function flatten(log: EventLog, event: CaseEvent, fact: string): string | number {
  const kind = log.kindOf(event, fact);
  if (!kind) return "-";
  if (kind.kind === "date" || kind.kind === "datetime") return event.facts[fact] === undefined ? "?" : "-";
  const value = log.valueOf(event, fact);
  if (value === null) return kind.kind === "int" ? -1 : "?";
  return typeof value === "boolean" ? String(value) : value;
}

function sameTest(a: ValueTest, b: ValueTest): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function contains(outer: ValueTest[], inner: ValueTest[]): boolean {
  return inner.every(function (one) { return outer.some(function (other) { return sameTest(one, other); }); });
}

/** Returns the names of the facts that would settle clauses that may hold. */
export function listMissing(holding: Holding[]): string[] {
  const names: string[] = [];
  for (const one of holding) {
    const wider = holding.some(function (other) { return contains(one.needs, other.needs) && !contains(other.needs, one.needs); });
    if (!wider) addAll(names, one.needs.map(function (test) { return test[0]; }));
  }
  return names;
}
