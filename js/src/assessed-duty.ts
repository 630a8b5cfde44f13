import { Dates } from "./clock";
import { Duty } from "./duty";
import { Fulfilment } from "./fulfilment";
import { CaseEvent } from "./event-log";
import { EpochSeconds, Moment } from "./time";

/** The status of a duty at an instant. */
export type Status =
  | "breached" | "overdue" | "contested" | "due_soon" | "pending" | "undetermined" | "open" | "available" | "met_late"
  | "met_contested" | "met" | "used" | "waived" | "replaced" | "expired";

/** When a duty was waived, and by which event; null where time or a fact waived it. */
export interface WaivedBy { moment: Moment | null; event: CaseEvent | null; forATime: boolean }

/** A duty with its dates and its status. */
export interface AssessedDuty {
  duty: Duty;
  /** The year of a yearly duty, from 1; else 0. */
  year: number;
  dates: Dates;
  fulfilment: Fulfilment;
  named: Moment | null;
  /** Null where it is not in the answer. */
  status: Status | null;
  metBy: CaseEvent[];
  needs: string[];
  waiver: WaivedBy | null;
  /** From when on time alone waives it. */
  waivedFrom: EpochSeconds | null;
  /** From where the last quarter of the time is counted. */
  countsFrom: EpochSeconds;
}

const UNMET: Status[] = ["breached", "overdue", "contested", "due_soon", "pending", "undetermined", "open", "available"];

/** Whether a status says that something is still owed or possible. */
export function isUnmet(status: Status | null): boolean {
  return status !== null && UNMET.indexOf(status) >= 0;
}

/** Returns the key of a duty in the answer. */
export function keyOf(assessed: AssessedDuty): string {
  return assessed.duty.id + "@" + assessed.duty.trigger.id + (assessed.year > 0 ? "#" + assessed.year : "");
}
