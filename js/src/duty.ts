import { Rule } from "./bundle";
import { CaseEvent } from "./event-log";
import { EpochSeconds } from "./time";
import { Subject } from "./correlation";

/** A duty that arose: what opened it, and what governs it. */
export interface Duty {
  /** The rule that opened it; its clock is that of this rule. */
  opened_by: string;
  opening_rule: Rule;
  /** The rule that governs it now. */
  id: string;
  rule: Rule;
  lineage: string;
  /** The name of the walk of the single events that answer it: the first rule of its line of succession. */
  walk: string;
  trigger: CaseEvent;
  /** Events whose facts stand beside those of the trigger. */
  beside: CaseEvent[];
  opening: EpochSeconds;
  /** What would settle whether it arose; empty where it surely did. */
  needs: string[];
  subject: Subject;
  /** The day on which it began by the commencement of an act. */
  commenced: EpochSeconds | null;
  /** Whether it goes on under another rule than the one under which it arose. */
  moved: boolean;
  /** A duty that another rule opened: it has no date. */
  dateless: boolean;
}
