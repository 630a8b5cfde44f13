/** An input that is refused; `place` is a JSON pointer into it. */
export interface Refusal { refused: true; place: string; message: string }

/** Throws a refusal. */
export function refuse(place: string, message: string): never {
  throw { refused: true, place: place, message: message } as Refusal;
}

/** Tells a refusal from other errors. */
export function isRefusal(error: unknown): error is Refusal {
  return typeof error === "object" && error !== null && (error as Refusal).refused === true;
}
