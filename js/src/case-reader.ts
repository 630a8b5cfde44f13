import { Bundle, FactKind, FactValue } from "./bundle";
import { compareCodePoints } from "./code-points";
import { INVISIBLE, holdsPersonalNumber } from "./personal-number";
import { refuse, refuseInstant } from "./refusal";
import { DayNumber, EpochSeconds, LocalClock, Moment, readDay, readInstant, splitDay } from "./time";

/** Facts by their names, and the moments that the days and instants among them tell. */
export interface Facts { values: { [name: string]: FactValue }; moments: { [name: string]: Moment } }

/** An event that was read. */
export interface EventData { id: string; type: string; at: Moment; of: string[]; facts: Facts }

/** A case that was read; the facts of the child are without `barn.` before their names. */
export interface CaseData { case_id: string; child: Facts; events: EventData[] }

/** The members of an object of JSON. */
export type Members = { [key: string]: unknown };

/** Control characters, blanks and line ends but the plain blank, what is private, and what is invisible. */
const UNPRINTABLE = new RegExp("[\\u0000-\\u001f\\u007f-\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ue000-\\uf8ff]" +
  "|[\\udb80-\\udbff][\\udc00-\\udfff]|" + INVISIBLE);

/** Two units that stand for one character. */
const PAIR = /[\ud800-\udbff][\udc00-\udfff]/g;

/** Whether a text holds half of a pair alone, which stands for no character. */
function holdsHalfOfPair(text: string): boolean {
  return /[\ud800-\udfff]/.test(text.replace(PAIR, ""));
}

/** Whether a value of JSON is an object. */
export function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function has(members: Members, key: string): boolean {
  return Object.prototype.hasOwnProperty.call(members, key);
}

/** Reads cases by the words of a bundle, and refuses those that are wrong. */
export class CaseReader {
  private zone = false;

  constructor(private readonly bundle: Bundle, private readonly clock: LocalClock) {}

  /** Reads a case, or throws a refusal with its place in the case. */
  read(raw: unknown): CaseData {
    if (!isObject(raw)) return refuse("/", "a case is an object");
    this.refuseOthers(raw, ["case_id", "kommune", "zone", "barn", "events"], "");
    if (!has(raw, "case_id")) refuse("/case_id", "the key of the case is missing");
    const key = this.readKey(raw.case_id, "/case_id");
    this.zone = this.readZone(raw.zone);
    this.checkKommune(raw.kommune);
    const child = this.readChild(raw.barn);
    const events = raw.events === undefined ? [] : raw.events;
    if (!Array.isArray(events)) return refuse("/events", "events are a list");
    if (events.length > this.bundle.limits.events) refuse("/events", "there are too many events");
    const read = events.map((event, place) => this.readEvent(event, place));
    this.checkNames(read);
    return { case_id: key, child: child, events: read };
  }

  /** Reads the instant of an evaluation. */
  readAt(raw: unknown): EpochSeconds {
    const instant = typeof raw === "string" ? readInstant(raw) : null;
    if (!instant || instant.ahead === null) return refuseInstant();
    const second = instant.local - instant.ahead;
    return this.lies(this.clock.dayOf(second)) ? second : refuseInstant();
  }

  private refuseOthers(members: Members, allowed: string[], place: string): void {
    for (const key of Object.keys(members)) {
      if (allowed.indexOf(key) >= 0) continue;
      refuse(place + "/" + (holdsPersonalNumber(key) ? "«hidden»" : key.replace(/~/g, "~0").replace(/\//g, "~1")), "there is no such key");
    }
  }

  private readKey(raw: unknown, place: string): string {
    if (typeof raw !== "string") return refuse(place, "a key is text");
    const length = raw.replace(PAIR, ".").length;
    if (!/[^ ]/.test(raw) || length > this.bundle.limits.key_length) refuse(place, "a key has 1 to " + this.bundle.limits.key_length + " characters, not blanks alone");
    if (UNPRINTABLE.test(raw) || holdsHalfOfPair(raw)) refuse(place, "a key has printable characters");
    if (holdsPersonalNumber(raw)) refuse(place, "a key holds no number of a person");
    return raw;
  }

  private readZone(raw: unknown): boolean {
    if (raw === undefined || raw === null) return false;
    if (raw !== "Europe/Copenhagen") refuse("/zone", "only Europe/Copenhagen is known here");
    return true;
  }

  private checkKommune(raw: unknown): void {
    if (raw === undefined || raw === null) return;
    if (typeof raw === "string" && /^[0-9]{4}$/.test(raw)) return;
    if (!this.isCount(raw)) refuse("/kommune", "four figures");
  }

  private readChild(raw: unknown): Facts {
    if (raw === undefined || raw === null) return { values: {}, moments: {} };
    if (!isObject(raw)) return refuse("/barn", "barn is an object");
    const ofCase = this.bundle.vocabulary.case;
    const kinds: { [name: string]: FactKind } = {};
    for (const name of Object.keys(ofCase)) if (name.indexOf("barn.") === 0) kinds[name.slice(5)] = ofCase[name];
    this.refuseOthers(raw, Object.keys(kinds), "/barn");
    return this.readFacts(raw, kinds, "/barn");
  }

  private readEvent(raw: unknown, number: number): EventData {
    const place = "/events/" + number;
    if (!isObject(raw)) return refuse(place, "an event is an object");
    const type = raw.type;
    const types = this.bundle.vocabulary.events;
    if (typeof type !== "string" || !has(types as unknown as Members, type)) return refuse(place + "/type", "a known type of event is wanted");
    const id = has(raw, "id") ? this.readKey(raw.id, place + "/id") : "e" + (number + 1);
    if (!has(raw, "at")) refuse(place + "/at", "the time of the event is missing");
    const at = this.readMoment(raw.at, place + "/at");
    const of = has(raw, "of") ? this.readNames(raw.of, place + "/of") : [];
    const kinds = types[type].facts || {};
    this.refuseOthers(raw, ["type", "id", "at", "of"].concat(Object.keys(kinds)), place);
    return { id: id, type: type, at: at, of: of, facts: this.readFacts(raw, kinds, place) };
  }

  private readNames(raw: unknown, place: string): string[] {
    if (!Array.isArray(raw)) return [this.readKey(raw, place)];
    if (raw.length === 0) refuse(place, "of names something");
    const names: string[] = [];
    raw.forEach((name, number) => {
      const key = this.readKey(name, place + "/" + number);
      if (names.indexOf(key) >= 0) refuse(place + "/" + number, "of names an event once");
      names.push(key);
    });
    return names;
  }

  private readFacts(members: Members, kinds: { [name: string]: FactKind }, place: string): Facts {
    const facts: Facts = { values: {}, moments: {} };
    for (const name of Object.keys(kinds)) {
      const raw = members[name];
      if (raw === undefined || raw === null) continue;
      const value = this.readFact(kinds[name], raw, place + "/" + name);
      facts.values[name] = value;
      if (kinds[name].kind === "date") facts.moments[name] = this.readDayOf(value as string, place + "/" + name);
      if (kinds[name].kind === "datetime") facts.moments[name] = this.readInstantOf(value as string, place + "/" + name);
    }
    return facts;
  }

  private readFact(kind: FactKind, raw: unknown, place: string): FactValue {
    if (kind.kind === "bool" && typeof raw === "boolean") return raw;
    if (kind.kind === "int" && this.isCount(raw)) return raw;
    if (typeof raw !== "string" || kind.kind === "bool" || kind.kind === "int") return refuse(place, "another kind of value is wanted");
    if (kind.kind === "word" && (kind.words || []).indexOf(raw) < 0) refuse(place, "a known word is wanted");
    if (kind.kind === "text" && holdsHalfOfPair(raw)) refuse(place, "a text has whole characters");
    if (kind.kind === "text" && holdsPersonalNumber(raw)) refuse(place, "a text holds no number of a person");
    return raw;
  }

  private isCount(raw: unknown): raw is number {
    return typeof raw === "number" && Math.floor(raw) === raw && raw >= 0 && raw < this.bundle.limits.integer;
  }

  private readMoment(raw: unknown, place: string): Moment {
    if (typeof raw !== "string") return refuse(place, "a day or an instant is wanted");
    return raw.indexOf("T") < 0 ? this.readDayOf(raw, place) : this.readInstantOf(raw, place);
  }

  private readDayOf(raw: string, place: string): Moment {
    const day = readDay(raw);
    if (day === null || !this.lies(day)) return refuse(place, "a day of the calendar is wanted");
    return this.clock.momentOfDay(day);
  }

  /** Reads an instant; without an offset it is local time, where the case has a zone. */
  private readInstantOf(raw: string, place: string): Moment {
    const instant = readInstant(raw);
    if (!instant) return refuse(place, "an instant that exists is wanted");
    if (instant.ahead === null && !this.zone) return refuse(place, "the instant has no offset");
    const seconds = this.clock.listSeconds(instant);
    if (seconds.length !== 1) return refuse(place, "the clock skips or repeats this time");
    if (!this.lies(this.clock.dayOf(seconds[0]))) return refuse(place, "the instant lies outside the years of the calendar");
    return this.clock.momentOf(seconds[0]);
  }

  private lies(day: DayNumber): boolean {
    const year = splitDay(day).year;
    return year >= this.bundle.days.first_year && year <= this.bundle.days.last_year;
  }

  private checkNames(events: EventData[]): void {
    const places: { [id: string]: number } = {};
    events.forEach(function (event, place) {
      if (places["=" + event.id] !== undefined) refuse("/events/" + place + "/id", "an id stands twice");
      places["=" + event.id] = place;
    });
    events.forEach(function (event, place) {
      for (const name of event.of) {
        if (places["=" + name] === undefined) refuse("/events/" + place + "/of", "of names an event that is not there");
      }
    });
    const left = events.map(function (event) { return event.of.length; });
    let ready = events.filter(function (event) { return event.of.length === 0; });
    let done = 0;
    while (ready.length > 0) {
      const next: EventData[] = [];
      done += ready.length;
      for (const event of ready) {
        events.forEach(function (other, place) {
          if (other.of.indexOf(event.id) >= 0 && --left[place] === 0) next.push(other);
        });
      }
      ready = next;
    }
    if (done < events.length) refuse("/events/" + this.findCircle(events, places) + "/of", "events name each other in a circle");
  }

  /** Goes up from each event in order, the last name by code points first, and returns the first event met that stands on the path already. */
  private findCircle(events: EventData[], places: { [id: string]: number }): number {
    const leadsToEnd: { [place: number]: boolean } = {};
    for (let start = 0; start < events.length; start++) {
      const path: { at: number; left: string[] }[] = leadsToEnd[start] ? [] : [{ at: start, left: events[start].of.slice().sort(compareCodePoints) }];
      while (path.length > 0) {
        const last = path[path.length - 1];
        const name = last.left.pop();
        if (name === undefined) {
          leadsToEnd[last.at] = true;
          path.pop();
          continue;
        }
        const place = places["=" + name];
        if (path.some(function (one) { return one.at === place; })) return place;
        if (!leadsToEnd[place]) path.push({ at: place, left: events[place].of.slice().sort(compareCodePoints) });
      }
    }
    return 0;
  }
}
