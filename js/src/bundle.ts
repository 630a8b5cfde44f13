/** The shape of `conformance/bundle.json`; the fields are described in `docs/reference/bundle.md`. */

/** A text in both languages. */
export interface Texts { da: string; en: string }

/** A value of a fact as a case tells it. */
export type FactValue = boolean | number | string;

/** What a fact can hold. */
export interface FactKind {
  kind: "bool" | "int" | "date" | "datetime" | "text" | "word";
  words?: string[];
  default?: FactValue;
  means_unknown?: string;
  says?: Texts;
}

/** A type of event, with values that its facts must have. */
export interface TypeWithFacts { type: string; facts?: { [fact: string]: FactValue } }

/** A type of event. */
export interface EventType {
  says: Texts;
  facts?: { [fact: string]: FactKind };
  about?: TypeWithFacts[];
  not_about?: { fact: string; values: FactValue[]; types: string[] }[];
  ended_by?: string[];
  single?: string[];
  single_of_running?: string[];
  closes?: string;
}

/** A test of a clause: property, operator, value. */
export type ClauseTest = [string, "is" | "is_not" | "at_least", string | number];

/** A test of an event or of an unknown fact: name, operator, values. */
export type ValueTest = [string, string, FactValue[]];

/** What a flat fact must be. */
export interface ClausePattern { kind: string; tests?: ClauseTest[] }

/** A conjunction of patterns, and the role that holds where they are filled. */
export interface Clause {
  role: "opens" | "settles" | "meets" | "waives" | "undoes" | "resumes" | "ends" | "precludes";
  detail?: number;
  wanted: ClausePattern[];
  unwanted?: ClausePattern[];
  needs?: ValueTest[];
}

/** What an event must be. */
export interface EventPattern { type: string; tests?: ValueTest[]; provided?: ValueTest[] }

/** A length of time. */
export interface Span { value: number; unit: string }

/** Where a clock starts. */
export interface ClockStart { kind: "earlier" | "earlier_event" | "fact" | "event"; name: string }

/** The clock of a rule. */
export interface Clock {
  strict?: Span;
  lenient?: Span;
  count?: string;
  spans_for?: { [type: string]: [Span, Span] };
  strict_from?: ClockStart;
  lenient_from?: ClockStart;
  before?: string;
  before_fact?: string;
  lower_end?: {
    kind: "latest" | "earliest" | "notification"; types: string[]; since?: string[]; closed_by?: EventPattern; fact?: string;
  };
  own_triggers?: boolean;
  matter_stops_at?: string[];
  not_before?: { span: Span; fact: string };
  not_after?: { birthday: number; months_before: number };
  date_fact?: { fact: string; events?: string[]; latest?: Span; without_term_two_readings?: boolean };
  earliest_of?: string[];
  rests_while?: string;
  interruptions?: { asked: string; answered: string; fact: string }[];
  least_after?: Span;
  suspensions?: { from: string; to: string; decisions: string[] }[];
  renewed_after?: string[];
  decisions?: string[];
  parallel_steps?: { ends: string; began: EventPattern }[];
  parallel_cases?: ParallelCase[];
  asks_after_due?: string[];
  as_rule?: string;
}

/** A kind of measure beside which a step can run. */
export interface ParallelCase {
  tests?: ValueTest[];
  about?: EventPattern | null;
  begun_before: "never" | "strict" | "surely";
  begun_after: "never" | "strict" | "surely";
  fails_without?: boolean;
}

/** A wording of a rule. */
export interface Version { from: string; to?: string; cite?: string; opens?: Clause[] }

/** What waives a duty. */
export interface WaiverRule { event?: string; fact?: string; undone_by?: string[]; until?: string[]; before_birthday?: number }

/** A rule. */
export interface Rule {
  law: string;
  cite: string;
  title: Texts;
  summary?: Texts;
  modality: "must" | "may" | "window";
  bearer: string;
  triggers?: string[];
  versions: Version[];
  clock: Clock;
  answers?: Clause[];
  met_by?: EventPattern[];
  waivers?: WaiverRule[];
  ends_by?: string[];
  once?: { looks_for?: string[]; unknown_without?: string[]; begun_by?: string[] };
  later_of?: { each: string; first_of: string[] };
  one_at_a_time?: boolean;
  follows?: string;
  opened_by_unmet?: { rule: string; unless: string };
  on_breach?: boolean;
  silence?: boolean;
  grows_up_at?: number;
  succeeds?: string;
  moves?: boolean;
  ends_with_its_law?: boolean;
  commencement?: { on: string; triggers: string[]; unmet?: string };
  one_decision?: [string, string][];
  breach?: { rule?: string; remedy?: Texts; lapse?: Texts };
}

/** A limit after which nobody knows whether a state lasts. */
export interface UnknownAfter {
  needs: string; months?: number; from_fact?: string; from_event?: string; event?: string; unless?: string;
}

/** A legal state. */
export interface State {
  says: Texts;
  spells: { started_by: TypeWithFacts[]; ended_by: string[]; unknown_after?: UnknownAfter[] }[];
  about_one_of?: TypeWithFacts[];
  decisions?: string[];
}

/** A condition that looks back over the case. */
export interface Condition {
  form: "state" | "about" | "latest" | "not_about" | "age" | "in_the_year_before" | "not_named_by";
  state?: string;
  tests?: ValueTest[];
  wanted?: boolean;
  pattern?: EventPattern;
  patterns?: EventPattern[];
  none_is_false?: boolean;
  types?: string[];
  least?: number | null;
  most?: number | null;
  unknown_is?: boolean | null;
  position?: string;
  decision?: string;
}

/** A public holiday, or a day on which offices are closed. */
export interface NamedDay { name: Texts; day?: string; from_easter?: number; last_year?: number }

/** A step of a ladder of escalation. */
export interface LadderStep { id: string; kind: "part" | "start" | "breach"; part: string; after: number; to: string; action: Texts }

/** The whole file. */
export interface Bundle {
  schema: number;
  rulebook: string;
  sha256: string;
  laws: { [law: string]: { name: Texts; cited_as: Texts; from: string; to?: string } };
  transitions: { older: string; newer: string; on: string; instant: number }[];
  vocabulary: {
    case: { [name: string]: FactKind };
    events: { [type: string]: EventType };
    facts: { [fact: string]: Texts };
    values: { [value: string]: Texts };
    bearers: { [bearer: string]: { says: Texts; municipality?: boolean } };
  };
  states: { [name: string]: State };
  derived: { [name: string]: Condition };
  rules: { [id: string]: Rule };
  policy: string;
  ladders: { id: string; fits: { count?: string[]; rule?: string[]; law?: string[]; bearer?: string[] }; steps: LadderStep[] }[];
  days: {
    first_year: number; last_year: number; offsets: [number, number][]; easter: string[]; holidays: NamedDay[]; closed: NamedDay[];
  };
  limits: { events: number; key_length: number; integer: number };
  texts: { statuses: { [status: string]: Texts }; warnings: { [code: string]: Texts } };
}
