import { Bundle } from "./bundle";
import { isObject } from "./case-reader";
import { Engine } from "./engine";
import { isRefusal } from "./refusal";

/** Makes a function from a line with a question to the line with its answer, as the conformance kit wants them. */
export function answerLine(bundle: Bundle): (line: string) => string {
  const engine = new Engine(bundle);
  return function (line) {
    let id: unknown = null;
    try {
      const question: unknown = JSON.parse(line);
      if (!isObject(question)) return JSON.stringify({ id: id, error: { place: "/", message: "a question is an object" } });
      if (question.id !== undefined) id = question.id;
      const answer = engine.evaluate(question.case, question.at);
      return JSON.stringify({ id: id, schema: answer.schema, at: answer.at, obligations: answer.obligations, next_change: answer.next_change });
    } catch (error) {
      if (isRefusal(error)) {
        const place = !error.isOfCase ? error.place : error.place === "/" ? "/case" : "/case" + error.place;
        return JSON.stringify({ id: id, error: { place: place, message: error.message } });
      }
      if (error instanceof SyntaxError) return JSON.stringify({ id: id, error: { place: "/", message: "the line is no JSON" } });
      throw error;
    }
  };
}
