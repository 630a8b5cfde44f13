import { Bundle } from "./bundle";

/** A day, counted from 1970-01-01. */
export type DayNumber = number;

/** Whole seconds since 1970-01-01T00:00Z. */
export type EpochSeconds = number;

const DAY = 86400;

/** A day or an instant, with its first and its last second. */
export interface Moment { earliest: EpochSeconds; latest: EpochSeconds; isDay: boolean }

/** Year, month from 1 and day of the month. */
export interface CivilDay { year: number; month: number; day: number }

/** Counts the day of a civil date. */
export function countDay(year: number, month: number, day: number): DayNumber {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468;
}

/** Splits a day into year, month and day of the month. */
export function splitDay(number: DayNumber): CivilDay {
  const z = number + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month, day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

/** Returns the number of days of a month. */
export function lengthOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Adds months to a day; a day that the month lacks becomes its last. With `keepEnds` a last day stays a last day. */
export function addMonths(day: DayNumber, months: number, keepEnds: boolean): DayNumber {
  const civil = splitDay(day);
  const index = civil.year * 12 + civil.month - 1 + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12 + 1;
  const length = lengthOfMonth(year, month);
  const isEnd = keepEnds && civil.day === lengthOfMonth(civil.year, civil.month);
  return countDay(year, month, isEnd ? length : Math.min(civil.day, length));
}

/** Returns a birthday; one of 29 February falls on 1 March in a year without that day. */
export function findBirthday(birth: DayNumber, years: number): DayNumber {
  const civil = splitDay(birth);
  const year = civil.year + years;
  return civil.day > lengthOfMonth(year, civil.month) ? countDay(year, 3, 1) : countDay(year, civil.month, civil.day);
}

/** Counts full years from birth to a day. */
export function countAge(birth: DayNumber, day: DayNumber): number {
  let age = splitDay(day).year - splitDay(birth).year;
  if (findBirthday(birth, age) > day) age -= 1;
  return age;
}

/** Writes a whole number with leading zeros. */
export function pad(value: number, width: number): string {
  let text = String(value);
  while (text.length < width) text = "0" + text;
  return text;
}

/** Writes a day as `YYYY-MM-DD`. */
export function writeDay(day: DayNumber): string {
  const civil = splitDay(day);
  return pad(civil.year, 4) + "-" + pad(civil.month, 2) + "-" + pad(civil.day, 2);
}

/** Reads `YYYY-MM-DD`; null where there is no such day. */
export function readDay(text: string): DayNumber | null {
  const found = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  if (!found) return null;
  const year = Number(found[1]);
  const month = Number(found[2]);
  const day = Number(found[3]);
  if (month < 1 || month > 12 || day < 1 || day > lengthOfMonth(year, month)) return null;
  return countDay(year, month, day);
}

/** An instant as it is written: the time of the local clock as seconds, and how far it is ahead of UTC; null where no offset is written. */
export interface WrittenInstant { local: number; ahead: number | null }

const INSTANT = new RegExp("^([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]{1,9})?)?" +
  "(Z|([+-])([0-9]{2}):([0-9]{2}))?$");

/** Reads `YYYY-MM-DDTHH:MM[:SS[.fraction]]`, with `Z`, an offset or neither; null where there is no such instant. */
export function readInstant(text: string): WrittenInstant | null {
  const found = INSTANT.exec(text);
  const day = found ? readDay(found[1]) : null;
  if (!found || day === null) return null;
  const hours = Number(found[2]);
  const minutes = Number(found[3]);
  const seconds = Number(found[4] || "0");
  const offsetMinutes = Number(found[8] || "0");
  const offset = Number(found[7] || "0") * 60 + offsetMinutes;
  if (hours > 23 || minutes > 59 || seconds > 59 || offsetMinutes > 59 || offset > 14 * 60) return null;
  const local = day * DAY + hours * 3600 + minutes * 60 + seconds;
  return { local: local, ahead: found[5] ? (found[6] === "-" ? -60 : 60) * offset : null };
}

/** The clock of Copenhagen, from the table of the bundle. */
export class LocalClock {
  private readonly offsets: [number, number][];
  private readonly midnights: { [day: number]: EpochSeconds } = {};

  constructor(bundle: Bundle) {
    this.offsets = bundle.days.offsets;
  }

  /** Returns the seconds ahead of UTC at an instant. */
  offsetAt(second: EpochSeconds): number {
    let low = 0;
    let high = this.offsets.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.offsets[middle][0] <= second) low = middle;
      else high = middle - 1;
    }
    return this.offsets[low][1];
  }

  /** Returns the instants at which the local clock shows a time; none where it is skipped, two where it repeats. */
  instantsOf(localSecond: number): EpochSeconds[] {
    const found: EpochSeconds[] = [];
    for (const shift of [-DAY, 0, DAY]) {
      const second = localSecond - this.offsetAt(localSecond + shift);
      if (second + this.offsetAt(second) === localSecond && found.indexOf(second) < 0) found.push(second);
    }
    return found.sort(function (a, b) { return a - b; });
  }

  /** Returns the instants that a written one can be: one with an offset, else by the local clock. */
  listSeconds(instant: WrittenInstant): EpochSeconds[] {
    return instant.ahead === null ? this.instantsOf(instant.local) : [instant.local - instant.ahead];
  }

  /** Returns the first second of a local day. */
  midnight(day: DayNumber): EpochSeconds {
    let known = this.midnights[day];
    if (known === undefined) {
      const found = this.instantsOf(day * DAY);
      known = found.length > 0 ? found[0] : this.findChange(day * DAY);
      this.midnights[day] = known;
    }
    return known;
  }

  private findChange(localSecond: number): EpochSeconds {
    let change = localSecond - this.offsetAt(localSecond);
    for (const pair of this.offsets) {
      if (Math.abs(pair[0] - localSecond) < DAY) change = pair[0];
    }
    return change;
  }

  /** Returns the local day of an instant. */
  dayOf(second: EpochSeconds): DayNumber {
    return Math.floor((second + this.offsetAt(second)) / DAY);
  }

  /** Returns the moment of an instant. */
  momentOf(second: EpochSeconds): Moment {
    return { earliest: second, latest: second, isDay: false };
  }

  /** Returns the moment of a day. */
  momentOfDay(day: DayNumber): Moment {
    return { earliest: this.midnight(day), latest: this.midnight(day + 1) - 1, isDay: true };
  }

  /** Writes an instant in local time with its offset. */
  write(second: EpochSeconds): string {
    const offset = this.offsetAt(second);
    const local = second + offset;
    const day = Math.floor(local / DAY);
    const rest = local - day * DAY;
    const minutes = Math.floor(Math.abs(offset) / 60);
    return writeDay(day) + "T" + pad(Math.floor(rest / 3600), 2) + ":" + pad(Math.floor(rest / 60) % 60, 2) + ":" +
      pad(rest % 60, 2) + (offset < 0 ? "-" : "+") + pad(Math.floor(minutes / 60), 2) + ":" + pad(minutes % 60, 2);
  }
}

/** Writes a moment as a person tells it: a day, or the local time without an offset. A time that repeats keeps its offset. */
export function localText(clock: LocalClock, text: string): string {
  const instant = readInstant(text);
  if (!instant) return text;
  const second = clock.listSeconds(instant)[0];
  const written = clock.write(second);
  return clock.instantsOf(second + clock.offsetAt(second)).length === 1 ? written.slice(0, 19) : written;
}
