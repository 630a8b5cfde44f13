import { Span } from "./bundle";
import { Holidays } from "./holidays";
import { DayNumber, EpochSeconds, LocalClock, Moment, addMonths } from "./time";

/** A deadline: a day, or an instant. */
export interface Deadline { isDay: boolean; day: DayNumber; begins: EpochSeconds; last: EpochSeconds; end: EpochSeconds }

/** A day of the counting, and whether each reading counts it. */
export interface CountedDay { day: DayNumber; strict: boolean; lenient: boolean }

/** The two readings of a time limit, and how they were counted. */
export interface Reading { strict: Deadline; lenient: Deadline; days: CountedDay[] }

/** Readings can start three centuries apart: of the days between them no more than these are listed. */
const MOST_DAYS_BETWEEN = 366;

/** Counts time limits by the conventions of the law. */
export class Counter {
  constructor(readonly clock: LocalClock, readonly holidays: Holidays) {}

  /** Makes the deadline of a day. */
  day(day: DayNumber): Deadline {
    const end = this.clock.midnight(day + 1);
    return { isDay: true, day: day, begins: this.clock.midnight(day), last: end - 1, end: end };
  }

  /** Makes the deadline of an instant. */
  instant(second: EpochSeconds): Deadline {
    return { isDay: false, day: this.clock.dayOf(second), begins: second, last: second, end: second };
  }

  /** Counts spans from a strict and a lenient start. */
  count(count: string, strict: Span, lenient: Span, from: Moment, lenientFrom: Moment): Reading {
    const start = this.clock.dayOf(from.earliest);
    const lenientStart = this.clock.dayOf(lenientFrom.earliest);
    switch (count) {
      case "elapsed": {
        const base = lenientFrom.isDay ? lenientFrom.latest + 1 : lenientFrom.earliest;
        const hours = this.withEnds(start, true, this.instant(from.earliest + strict.value * 3600), this.instant(base + lenient.value * 3600));
        // Hours that end on the day they began, when the clocks go back, have that day once.
        hours.days = orderDays(hours.days);
        return hours;
      }
      case "working_days": return this.walk(start, lenientStart, strict.value, lenient.value, false);
      case "weekdays": return this.walk(start, lenientStart, strict.value, lenient.value, true);
      case "inclusive": return this.withEnds(start, true, this.day(start + strict.value - 1), this.day(lenientStart + lenient.value - 1));
      case "exclusive": return this.withEnds(start, false, this.day(start + strict.value), this.day(lenientStart + lenient.value));
      case "weeks": return this.withEnds(start, false, this.day(start + 7 * strict.value), this.day(lenientStart + 7 * lenient.value));
      case "weeks_roll": return this.rollWeeks(start, start + 7 * strict.value);
      default: return this.countMonths(start, lenientStart, monthsOf(strict), monthsOf(lenient));
    }
  }

  /** Counts months from two starts: one reading clamps, the other keeps the ends of months. */
  countMonths(start: DayNumber, lenientStart: DayNumber, strict: number, lenient: number): Reading {
    const one = addMonths(start, strict, false);
    const other = addMonths(lenientStart, lenient, true);
    const months = this.withEnds(start, false, this.day(Math.min(one, other)), this.day(Math.max(one, other)));
    // Where the lenient start is the earlier one, the strict reading can end before the day of the strict start.
    months.days = orderDays(months.days);
    return months;
  }

  /** Lists the start and the ends of a time limit. */
  withEnds(start: DayNumber, startCounts: boolean, strict: Deadline, lenient: Deadline): Reading {
    const days: CountedDay[] = [{ day: start, strict: startCounts, lenient: startCounts }];
    return { strict: strict, lenient: lenient, days: days.concat(listEnds(strict, lenient)) };
  }

  private walk(start: DayNumber, lenientStart: DayNumber, strict: number, lenient: number, isWeekdays: boolean): Reading {
    const days: CountedDay[] = [{ day: start, strict: false, lenient: false }];
    let strictLeft = strict;
    let lenientLeft = lenient;
    let strictDay = start;
    let lenientDay = start;
    for (let day = start + 1; strictLeft > 0 || lenientLeft > 0; day++) {
      if (strictLeft === 0) day = Math.max(day, lenientStart - MOST_DAYS_BETWEEN);
      const countsStrict = strictLeft > 0 && !this.holidays.isOff(day, isWeekdays);
      const isLenientOff = isWeekdays ? this.holidays.rolls(day) : this.holidays.isOff(day, true);
      const countsLenient = lenientLeft > 0 && day > lenientStart && !isLenientOff;
      if (countsStrict && --strictLeft === 0) strictDay = day;
      if (countsLenient && --lenientLeft === 0) lenientDay = day;
      days.push({ day: day, strict: countsStrict, lenient: countsLenient });
    }
    return { strict: this.day(strictDay), lenient: this.day(lenientDay), days: days };
  }

  private rollWeeks(start: DayNumber, end: DayNumber): Reading {
    const days: CountedDay[] = [{ day: start, strict: false, lenient: false }];
    let day = end;
    while (this.holidays.rolls(day)) {
      days.push({ day: day, strict: false, lenient: false });
      day++;
    }
    days.push({ day: day, strict: true, lenient: true });
    return { strict: this.day(day), lenient: this.day(day), days: days };
  }

  /** Moves a day on while it rolls. */
  roll(day: DayNumber): DayNumber {
    let moved = day;
    while (this.holidays.rolls(moved)) moved++;
    return moved;
  }
}

/** Lists the ends of two readings. */
export function listEnds(strict: Deadline, lenient: Deadline): CountedDay[] {
  if (strict.day === lenient.day) return [{ day: strict.day, strict: true, lenient: true }];
  return [{ day: strict.day, strict: true, lenient: true }, { day: lenient.day, strict: false, lenient: true }];
}

/** Returns counted days in order; a day that comes twice is one. */
function orderDays(days: CountedDay[]): CountedDay[] {
  const ordered: CountedDay[] = [];
  for (const day of days.slice().sort(function (a, b) { return a.day - b.day; })) {
    const last = ordered[ordered.length - 1];
    if (last && last.day === day.day) {
      ordered[ordered.length - 1] = { day: day.day, strict: last.strict || day.strict, lenient: last.lenient || day.lenient };
    } else ordered.push(day);
  }
  return ordered;
}

/** Two ends of a time limit. */
export interface Ends { strict: Deadline; lenient: Deadline }

/** Returns the counted days of a time limit after its ends have moved. */
export function moveEnds(days: CountedDay[], before: Ends, after: Ends): CountedDay[] {
  const kept = days.filter(function (one) {
    return !(one.strict || one.lenient) || (one.day !== before.strict.day && one.day !== before.lenient.day);
  });
  return orderDays(kept.concat(listEnds(after.strict, after.lenient)));
}

/** Returns the counted days of a time limit of which a second count gives the lenient reading. */
export function joinLaterCount(days: CountedDay[], before: Ends, after: Ends, later: CountedDay[]): CountedDay[] {
  return moveEnds(days.concat([{ day: later[0].day, strict: false, lenient: later[0].lenient }]), before, after);
}

/** Returns the months of a span in months or years. */
export function monthsOf(span: Span): number {
  return span.unit === "years" ? span.value * 12 : span.value;
}
