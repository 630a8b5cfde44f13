// Reads answers with the types that json-schema-to-typescript made of the schema, and compares each deadline with the
// instant.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Evaluation } from "./evaluation";

for (const file of process.argv.slice(2)) {
  const answer = JSON.parse(readFileSync(file, "utf8")) as Evaluation;
  const at = Date.parse(answer.at);
  for (const duty of answer.obligations) {
    if (duty.due === null) continue;
    const [strict, lenient] = [Date.parse(duty.due.ends.strict), Date.parse(duty.due.ends.lenient)];
    console.log(
      [basename(file), duty.key, strict / 1000, lenient / 1000, at >= strict, at >= lenient].join("\t"),
    );
  }
}
