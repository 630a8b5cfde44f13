import { State, TypeWithFacts, UnknownAfter, ValueTest } from "./bundle";
import { CaseEvent, Truth, addAll, fits, known, unknown } from "./event-log";
import { Assignment, Subject, Correlation } from "./correlation";
import { EpochSeconds, Moment, addMonths } from "./time";

/** A stretch of a state: how it began and when it surely ended. */
export interface Stretch { began: CaseEvent; end: CaseEvent | null; truth: Truth }

type Spell = State["spells"][number];

/** Tells whether legal states last. */
export class StateReader {
  constructor(private readonly correlation: Correlation) {}

  /** Returns whether a state lasts at a moment; of a day its first second counts. */
  lasts(name: string, tests: ValueTest[] | undefined, moment: Moment): Truth {
    const correlation = this.correlation;
    const state = this.correlation.log.bundle.states[name];
    const truths = combine(correlation, state, moment.earliest).map((assumed) => this.lastsWith(correlation, state, tests, moment, assumed));
    const first = truths[0];
    if (!first) return unknown(["of"]);
    const says = function (truth: Truth): string { return truth.is + " " + truth.needs.slice().sort().join(" "); };
    if (truths.every(function (truth) { return says(truth) === says(first); })) return first;
    const needs = ["of"];
    for (const truth of truths) addAll(needs, truth.needs);
    return unknown(needs);
  }

  private lastsWith(correlation: Correlation, state: State, tests: ValueTest[] | undefined, moment: Moment, assumed: Assignment): Truth {
    const second = moment.earliest;
    const needs: string[] = [];
    let isTrue = false;
    for (const spell of state.spells) {
      for (const began of correlation.log.ofTypes(typesOf(spell.started_by))) {
        if (began.moment.earliest > second) continue;
        const truth = this.counts(state, spell, began, tests);
        if (truth.is === "false") continue;
        const subject = correlation.stateOf(began, typesOf(spell.started_by));
        const ends = listEnds(correlation, spell, subject, assumed).filter(function (end) { return end.moment.earliest <= moment.latest; });
        if (ends.some(function (end) { return end.moment.latest < second; })) continue;
        const wants = truth.needs.slice();
        // What ended at the moment, or may have ended later on its day, lasted until then.
        for (const limit of ends.length > 0 ? [] : spell.unknown_after || []) {
          if (isPast(correlation, spell, limit, subject, second, assumed)) addAll(wants, [limit.needs]);
        }
        if (wants.length === 0) isTrue = true;
        addAll(needs, wants);
      }
    }
    return isTrue ? known(true) : needs.length > 0 ? unknown(needs) : known(false);
  }

  private counts(state: State, spell: Spell, began: CaseEvent, tests: ValueTest[] | undefined): Truth {
    const log = this.correlation.log;
    const needs: string[] = [];
    const starts = findStarts(spell.started_by, began);
    if (starts.is === "false") return starts;
    addAll(needs, starts.needs);
    const tested = log.test(began, tests);
    if (tested.is === "false") return tested;
    addAll(needs, tested.needs);
    if (state.about_one_of) {
      const decisions = log.nearestOnEachWay(began, state.decisions || []);
      if (decisions.length === 0) addAll(needs, ["of"]);
      else {
        const truths = decisions.map((decision) => findStarts(state.about_one_of as TypeWithFacts[], decision));
        if (!truths.some(function (truth) { return truth.is === "true"; })) {
          if (truths.every(function (truth) { return truth.is === "false"; })) return known(false);
          for (const truth of truths) addAll(needs, truth.needs);
        }
      }
    }
    return needs.length > 0 ? unknown(needs) : known(true);
  }

  /** Returns the stretches of a state, in order, by what waiting events are taken to end. */
  listStretches(name: string, assumed: Assignment): Stretch[] {
    const state = this.correlation.log.bundle.states[name];
    const found: Stretch[] = [];
    for (const spell of state.spells) {
      for (const began of this.correlation.log.ofTypes(typesOf(spell.started_by))) {
        const truth = this.counts(state, spell, began, undefined);
        if (truth.is === "false") continue;
        const ends = listEnds(this.correlation, spell, this.correlation.stateOf(began, typesOf(spell.started_by)), assumed);
        found.push({ began: began, end: ends[0] || null, truth: truth });
      }
    }
    return found.sort(function (a, b) { return a.began.index - b.began.index; });
  }

  /** Returns each way in which the waiting events can end stretches of a state. */
  listCombinations(name: string): Assignment[] {
    const found = combine(this.correlation, this.correlation.log.bundle.states[name], Infinity);
    return found.length > 0 ? found : [{}];
  }
}

function typesOf(list: TypeWithFacts[]): string[] {
  const types: string[] = [];
  for (const one of list) addAll(types, [one.type]);
  return types;
}

function findStarts(list: TypeWithFacts[], event: CaseEvent): Truth {
  const needs: string[] = [];
  for (const entry of list) {
    if (entry.type !== event.type || !fits(entry, event)) continue;
    const absent = Object.keys(entry.facts || {}).filter(function (fact) { return event.facts[fact] === undefined; });
    if (absent.length === 0) return known(true);
    addAll(needs, absent);
  }
  return needs.length > 0 ? unknown(needs) : known(false);
}

function listEnds(correlation: Correlation, spell: Spell, subject: Subject, assumed: Assignment): CaseEvent[] {
  return correlation.log.ofTypes(spell.ended_by).filter(function (event) { return correlation.ends(event, subject, spell.ended_by, assumed); });
}

function isPast(correlation: Correlation, spell: Spell, limit: UnknownAfter, subject: Subject, second: EpochSeconds, assumed: Assignment): boolean {
  const log = correlation.log;
  const listAbout = function (type: string): CaseEvent[] {
    return log.ofTypes([type]).filter(function (event) {
      return event.moment.earliest <= second && correlation.ends(event, subject, spell.ended_by, assumed);
    });
  };
  if (limit.unless && listAbout(limit.unless).length > 0) return false;
  if (limit.event) return listAbout(limit.event).length > 0;
  if (listAbout(limit.needs).length > 0) return false;
  let start = subject.trigger.moment.earliest;
  const moment = limit.from_fact ? log.momentTold(subject.trigger, limit.from_fact) : null;
  if (moment) start = moment.earliest;
  if (limit.from_event) {
    for (const event of listAbout(limit.from_event)) start = event.moment.earliest;
  }
  const day = addMonths(log.clock.dayOf(start), limit.months || 0, true);
  return second >= log.clock.midnight(day + 1);
}

/** Returns each way to say what the ends are about that wait; none where there are more than are tried. */
function combine(correlation: Correlation, state: State, second: EpochSeconds): Assignment[] {
  const endings: { type: string; endedBy: string[] }[] = [];
  for (const spell of state.spells) {
    for (const type of spell.ended_by) endings.push({ type: type, endedBy: spell.ended_by });
    for (const limit of spell.unknown_after || []) if (limit.event) endings.push({ type: limit.event, endedBy: spell.ended_by });
  }
  return correlation.combine(endings, second);
}
