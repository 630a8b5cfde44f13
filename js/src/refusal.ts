/** An input that is refused. `place` is a JSON pointer into the case, or `/at` where `isOfCase` is false: the instant. */
export interface Refusal { refused: true; isOfCase: boolean; place: string; message: string }

/** Throws a refusal of a case. */
export function refuse(place: string, message: string): never {
  throw { refused: true, isOfCase: true, place: place, message: message } as Refusal;
}

/** Throws the refusal of an instant of evaluation. */
export function refuseInstant(): never {
  throw { refused: true, isOfCase: false, place: "/at", message: "an instant with an offset is wanted" } as Refusal;
}

/** Tells a refusal from other errors. */
export function isRefusal(error: unknown): error is Refusal {
  return typeof error === "object" && error !== null && (error as Refusal).refused === true;
}
