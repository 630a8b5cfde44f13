import { Bundle } from "./bundle";
import { answerLine } from "./answer-line";

declare const __dirname: string;
declare const require: (name: string) => any;
declare const process: any;

/** Reads one question a line from the standard input, and writes one answer a line. The argument is the bundle. */
function run(): void {
  const fs = require("fs");
  const bundle = JSON.parse(fs.readFileSync(process.argv[2] || __dirname + "/../../conformance/bundle.json", "utf8")) as Bundle;
  const answer = answerLine(bundle);
  const lines = require("readline").createInterface({ input: process.stdin, terminal: false });
  lines.on("line", function (line: string) { process.stdout.write(answer(line) + "\n"); });
}

run();
