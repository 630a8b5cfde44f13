// Uses the page to try the rules in Chromium, with the keyboard alone, and says what happened.
// Usage: node playground.cjs CHROMIUM FILE [FOLDER for pictures]
const { join } = require("node:path");
const { chromium } = require("playwright-core");
const axe = require.resolve("axe-core/axe.min.js");

const looks = {
  light: { colorScheme: "light", viewport: { width: 1400, height: 900 } },
  dark: { colorScheme: "dark", viewport: { width: 1400, height: 900 } },
  narrow: { colorScheme: "light", viewport: { width: 380, height: 800 } },
};

async function check(page) {
  await page.addScriptTag({ path: axe }).catch(async () => page.evaluate(require("node:fs").readFileSync(axe, "utf8")));
  const { violations } = await page.evaluate(() => window.axe.run(document));
  return violations.map((one) => [one.id, one.help, one.nodes.map((node) => node.html).slice(0, 3)]);
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
  statuses: [...document.querySelectorAll("#duties .status")].map((one) => one.textContent),
  timeline: document.querySelectorAll("#timeline li").length,
  events: document.querySelectorAll("#form > fieldset").length - 1,
  answer: JSON.parse(document.getElementById("answer-json").textContent),
  link: document.getElementById("link").href,
  examples: document.querySelectorAll("#example option").length,
}));

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
  await again.fill("#json", '{"at": "2026-01-01T12:00:00+01:00", "case": {"case_id": "a", "events": [{"type": "x"}]}}');
  await again.click("#read");
  found.wrong = await again.evaluate(() => document.getElementById("said").textContent);
  await browser.close();
  console.log(JSON.stringify(found));
})();
