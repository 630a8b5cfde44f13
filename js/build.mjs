// Builds the package (ES modules with types in dist/esm), the one file for browsers and Rhino (ES5, dist/engine.js) and
// the program for the conformance kit (dist/cli.js). Usage: node build.mjs [FOLDER]
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ? resolve(process.argv[2]) : join(here, "dist");
const folders = [join(here, "node_modules"), ...(process.env.NODE_PATH ?? "").split(delimiter)];
const compiler = folders.map((folder) => join(folder, "typescript", "bin", "tsc")).find((path) => existsSync(path));
if (!compiler) throw new Error("TypeScript is missing: run npm ci in js/");

function compile(...options) {
  execFileSync(process.execPath, [compiler, "-p", here, ...options], { stdio: "inherit" });
}

/** Puts compiled CommonJS modules into one function that returns the exports of `entry`. */
function pack(folder, entry) {
  const names = readdirSync(folder).filter((name) => name.endsWith(".js")).map((name) => name.slice(0, -3)).sort();
  const modules = names.map((name) => `${JSON.stringify("./" + name)}: function (require, exports) {\n${readFileSync(join(folder, name + ".js"), "utf8")}\n}`);
  return `(function () {
var modules = {
${modules.join(",\n")}
};
var loaded = {};
function load(name) {
  if (!modules[name]) return require(name);
  if (!loaded[name]) {
    loaded[name] = {};
    modules[name](load, loaded[name]);
  }
  return loaded[name];
}
return load(${JSON.stringify(entry)});
})()`;
}

rmSync(out, { recursive: true, force: true });
compile("--outDir", join(out, "esm"));
// Node resolves the modules of a package only with their endings.
for (const name of readdirSync(join(out, "esm")).filter((one) => /\.(js|d\.ts)$/.test(one))) {
  const path = join(out, "esm", name);
  writeFileSync(path, readFileSync(path, "utf8").replace(/(from "\.\/[a-z-]+)"/g, '$1.js"'));
}
const parts = join(out, "parts");
compile("--module", "CommonJS", "--moduleResolution", "node10", "--declaration", "false", "--outDir", parts);
mkdirSync(out, { recursive: true });
writeFileSync(join(out, "engine.js"), `var OvergrebRules = ${pack(parts, "./index")};\n`);
writeFileSync(join(out, "cli.js"), `${pack(parts, "./cli")};\n`);
writeFileSync(join(out, "package.json"), '{"type": "commonjs"}\n');
writeFileSync(join(out, "esm", "package.json"), '{"type": "module"}\n');
rmSync(parts, { recursive: true });
