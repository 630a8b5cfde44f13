import { Bundle } from "./bundle";
import { Answer, Engine } from "./engine";

export { Bundle, Texts } from "./bundle";
export { Answer, Engine, Obligation } from "./engine";
export { answerLine } from "./answer-line";
export { Refusal, isRefusal } from "./refusal";
export { Status } from "./assessed-duty";
export { LocalClock, localText, readDay, readInstant } from "./time";

/** Returns the duties of a case as of an instant; throws a refusal of what cannot be read. */
export function evaluate(bundle: Bundle, rawCase: unknown, at: string): Answer {
  return new Engine(bundle).evaluate(rawCase, at);
}
