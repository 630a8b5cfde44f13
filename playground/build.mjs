// Puts engine, bundle, examples and page into one file that works without a network. Usage: node build.mjs [ENGINE [OUT]]
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const read = (path) => readFileSync(path, "utf8");
const engine = process.argv[2] ?? join(here, "..", "js", "dist", "engine.js");
const out = process.argv[3] ?? join(here, "index.html");
const bundle = JSON.parse(read(join(here, "..", "conformance", "bundle.json")));

/** The law in force first. */
const LAWS = ["barnets_lov", "retssikkerhedsloven", "forvaltningsloven", "praksis", "serviceloven"];

/** The first vector of each provision: a small case that somebody may start from. */
function listExamples() {
  const seen = new Map();
  for (const line of read(join(here, "..", "conformance", "vectors", "L3.jsonl")).trim().split("\n")) {
    const vector = JSON.parse(line);
    if (seen.has(vector.because) || vector.case.case_id !== "a") continue;
    const ids = Object.keys(vector.gives.due).map((key) => key.slice(0, key.indexOf("@")));
    const act = ids.map((id) => bundle.rules[id]).find((rule) => vector.because.endsWith(rule.cite) || rule.versions.some((one) => one.cite && vector.because.endsWith(one.cite)));
    if (!act) continue;
    seen.set(vector.because, {
      rank: LAWS.indexOf(act.law),
      says: { da: `${vector.because}: ${act.title.da}`, en: `${vector.because}: ${act.title.en}` }, at: vector.at, case: vector.case,
    });
  }
  return [...seen.values()].sort((a, b) => a.rank - b.rank);
}

/** Text that may stand inside a script element. */
const embed = (value) => JSON.stringify(value).replace(/</g, "\\u003c");

const parts = {
  style: read(join(here, "page.css")), engine: read(engine), bundle: embed(bundle), examples: embed(listExamples()), page: read(join(here, "page.js")),
};
writeFileSync(out, read(join(here, "template.html")).replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name].trim()));
