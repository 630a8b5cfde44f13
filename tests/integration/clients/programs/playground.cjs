// Uses the page to try the rules in Chromium, with the keyboard alone, and says what happened.
// Usage: node playground.cjs CHROMIUM FILE [FOLDER for pictures]
const { join } = require("node:path");
const { chromium } = require("playwright-core");
const { axe, findViolations } = require("./violations.cjs");

const looks = {
  light: { colorScheme: "light", viewport: { width: 1400, height: 900 } },
  dark: { colorScheme: "dark", viewport: { width: 1400, height: 900 } },
  narrow: { colorScheme: "light", viewport: { width: 380, height: 800 } },
};

async function check(page) {
  await page.addScriptTag({ path: axe }).catch(async () => page.evaluate(require("node:fs").readFileSync(axe, "utf8")));
  return findViolations(page);
}

/** Presses Tab until the element has the focus. */
async function tabTo(page, selector) {
  for (let pressed = 0; pressed < 200; pressed++) {
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return true;
    await page.keyboard.press("Tab");
  }
  return false;
}

const readPage = (page) => page.evaluate(() => ({
  language: document.documentElement.lang,
  title: document.querySelector("h1").textContent,
  said: document.getElementById("said").textContent,
  duties: [...document.querySelectorAll("#duties h3")].map((one) => one.textContent),
  lines: [...document.querySelectorAll("#duties p")].map((one) => one.textContent),
  timeline: document.querySelectorAll("#timeline li").length,
  events: document.querySelectorAll("#form > fieldset").length - 1,
  answer: JSON.parse(document.getElementById("answer-json").textContent),
  link: document.getElementById("link").href,
  json: document.getElementById("json").value,
  examples: document.querySelectorAll("#example option").length,
}));

const KNOWN = { type: "underretning_modtaget", at: "2024-02-05T10:00:00+01:00", overgreb: true, anonym: false, kendt_fra: "2024-02-04T09:00:00+01:00" };
const WITHHELD = { type: "orientering_undladt", at: "2024-02-06T10:00:00+01:00" };
const makeLink = (events, at = "2024-09-16T12:00:00+02:00") => `#${encodeURIComponent(JSON.stringify({ at, case: { case_id: "a", events } }))}`;

/** Uses the page in ways that a person slips into; `found.tried` says by name what stood there then. */
async function tryOut(found, open) {
  found.tried = {};
  const attempt = async (name, hash, act) => {
    const page = await open(hash);
    if (act) await act(page);
    found.tried[name] = await readPage(page);
    return page;
  };
  const paste = (text) => async (page) => { await page.fill("#json", text); await page.click("#read"); };
  const fill = (set, kind, value) => (page) => page.fill(`#form > fieldset:nth-of-type(${set}) input[type=${kind}] >> nth=0`, value);

  await attempt("a link cut off", makeLink([KNOWN]).slice(0, 90));
  await attempt("a link cut off in a character", `${makeLink([{ ...WITHHELD, begrundelse: "sæ" }]).split("%A6")[0]}`);
  await attempt("a link with an unknown type", makeLink([{ type: "x", at: "2024-02-05" }]), (page) => page.click("#language").then(() => page.click("#language")));
  await attempt("a broken text", "", paste("{broken"));
  await attempt("a list", "", paste("[]"));
  await attempt("a key like a CPR number", "", paste('{"case_id": "010190-1234", "events": []}'));
  await attempt("a key that is hidden", "", paste('{"case_id": "a", "010190-1234": 1}'));
  await attempt("an unknown type", makeLink([KNOWN]), paste('{"at": "2026-01-01T12:00:00+01:00", "case": {"case_id": "a", "events": [{"type": "x"}]}}'));
  await attempt("then a change in the form", makeLink([KNOWN]), async (page) => { await paste("{broken")(page); await page.click("#form fieldset:nth-of-type(1) select"); await page.selectOption("#form fieldset:nth-of-type(1) select", "true"); });
  await attempt("a bare case", "", paste(JSON.stringify({ case_id: "a", events: [KNOWN, { ...KNOWN, at: "2199-01-05T10:00:00+01:00" }] })));
  await attempt("an emptied date", makeLink([KNOWN, { ...WITHHELD, of: "e1" }]), fill(2, "date", ""));
  await attempt("a time without a day", makeLink([KNOWN]), (page) => page.fill("#form > fieldset:nth-of-type(2) .own input[type=date]", ""));
  await attempt("a date of seconds", makeLink([KNOWN], "2026-10-25T02:30:30+01:00"));
  await attempt("a skipped time", makeLink([KNOWN], "2026-03-29T12:00:00+02:00"), fill(1, "time", "02:30"));
  await attempt("no time", makeLink([KNOWN]), fill(1, "time", ""));
  await attempt("the repeated hour", makeLink(["02", "03"].map((hour) => ({ type: KNOWN.type, at: `2026-10-24T${hour}:30:00+02:00` })), "2026-10-25T12:00:00+01:00"));
  await attempt("a CPR number", makeLink([KNOWN, WITHHELD]), async (page) => { await fill(3, "text", "Mor 010190-1234 ønsker det ikke")(page); await page.keyboard.press("Tab"); });
  const arrows = await attempt("the first type", makeLink([KNOWN]));
  await arrows.focus("[data-focus='e1 type']");
  await arrows.keyboard.press("ArrowDown");
  found.tried["another type"] = await readPage(arrows);
  await arrows.keyboard.press("ArrowUp");
  found.tried["the first type again"] = await readPage(arrows);

  const examples = await open("");
  found.examples = await examples.evaluate(() => [...document.querySelectorAll("#example option")].map((_, place) => {
    document.getElementById("example").value = String(place);
    document.getElementById("take").click();
    return {
      asked: JSON.parse(document.getElementById("json").value),
      duties: [...document.querySelectorAll("#duties > li")].map((duty) => [...duty.querySelectorAll("p")].map((line) => line.textContent)),
    };
  }));
  await examples.emulateMedia({ media: "print" });
  found.printed = await examples.evaluate(() => [...document.querySelectorAll("label, pre, textarea, button, a")]
    .filter((one) => one.checkVisibility() && !(one.control && one.control.checkVisibility())).map((one) => one.textContent));
}

(async () => {
  const [executablePath, file, pictures] = process.argv.slice(2);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const found = { looks: {}, asked: [], errors: [] };
  const open = async (options, hash = "") => {
    const page = await (await browser.newContext({ ...options, bypassCSP: true })).newPage();
    page.on("request", (request) => { if (!request.url().startsWith(`file://${file}`)) found.asked.push(request.url()); });
    page.on("pageerror", (error) => found.errors.push(String(error)));
    await page.goto(`file://${file}${hash}`);
    return page;
  };
  for (const [look, options] of Object.entries(looks)) {
    const page = await open(options);
    found.looks[look] = { violations: await check(page), wide: await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth) };
    if (pictures) await page.screenshot({ path: join(pictures, `${look}.png`), fullPage: true });
    await page.context().close();
  }
  const page = await open(looks.light);
  found.first = await readPage(page);
  await tabTo(page, "#add");
  await page.keyboard.press("Enter");
  found.focus = await page.evaluate(() => document.activeElement.getAttribute("data-focus"));
  found.added = await readPage(page);
  const legends = () => page.evaluate(() => [...document.querySelectorAll("#form > fieldset > legend")].map((one) => one.textContent));
  await page.keyboard.type("Screening");
  await page.keyboard.press("Tab");
  found.legends = await legends();
  await tabTo(page, "#language");
  await page.keyboard.press("Enter");
  found.english = { ...(await readPage(page)), violations: await check(page) };
  const again = await open(looks.light, new URL(found.english.link).hash);
  found.again = await readPage(again);
  await tryOut(found, (hash) => open(looks.light, hash));
  await browser.close();
  console.log(JSON.stringify(found));
})();
