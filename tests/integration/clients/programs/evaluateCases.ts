// Sends cases to the service with the client that openapi-generator made, and tells the duties of each answer.
import { readFileSync } from "node:fs";
import { CaseFromJSON, CasesApi, Configuration } from "./client";

async function main([address, at, ...files]: string[]): Promise<void> {
  // [snippet
  const cases = new CasesApi(new Configuration({ basePath: address }));
  // snippet]
  for (const file of files) {
    const theCase = CaseFromJSON(JSON.parse(readFileSync(file, "utf8")));
    // [snippet
    const answer = await cases.evaluate({ at, _case: theCase, detail: "dates" });
    for (const duty of answer.obligations) {
      console.log([answer.caseId, duty.key, duty.status].join("\t"));
    }
    // snippet]
  }
}

void main(process.argv.slice(2));
