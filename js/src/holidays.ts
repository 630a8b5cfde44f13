import { Bundle, NamedDay } from "./bundle";
import { DayNumber, countDay, splitDay } from "./time";

/** Sundays, public holidays and days on which offices are closed. */
export class Holidays {
  private readonly years: { [year: number]: { holidays: DayNumber[]; closed: DayNumber[] } } = {};

  constructor(private readonly bundle: Bundle) {}

  /** Whether a day is a Sunday or a public holiday; with `saturdayOff` also a Saturday. */
  isOff(day: DayNumber, saturdayOff: boolean): boolean {
    const weekday = this.weekday(day);
    return weekday === 6 || (saturdayOff && weekday === 5) || this.ofYear(day).holidays.indexOf(day) >= 0;
  }

  /** Whether a time limit that ends on a day moves on. */
  rolls(day: DayNumber): boolean {
    return this.isOff(day, true) || this.ofYear(day).closed.indexOf(day) >= 0;
  }

  private weekday(day: DayNumber): number {
    return (((day + 3) % 7) + 7) % 7;
  }

  private ofYear(day: DayNumber): { holidays: DayNumber[]; closed: DayNumber[] } {
    const year = splitDay(day).year;
    if (!this.years[year]) {
      const days = this.bundle.days;
      this.years[year] = { holidays: this.place(days.holidays, year), closed: this.place(days.closed, year) };
    }
    return this.years[year];
  }

  private place(named: NamedDay[], year: number): DayNumber[] {
    const easter = this.bundle.days.easter[year - this.bundle.days.first_year];
    const found: DayNumber[] = [];
    for (const one of named) {
      if (one.last_year !== undefined && year > one.last_year) continue;
      const text = one.from_easter === undefined ? one.day : easter;
      if (text) {
        found.push(countDay(year, Number(text.slice(0, 2)), Number(text.slice(3, 5))) + (one.from_easter || 0));
      }
    }
    return found;
  }
}
