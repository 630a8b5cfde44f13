// Opens pages in Chromium, as light, dark, narrow and printed, and says what axe-core finds in them.
// Usage: node axe.cjs CHROMIUM FILE|URL…   Answer: {file or URL: {look: {violations, asked, wide}}}
const { chromium } = require("playwright-core");
const { axe, findViolations } = require("./violations.cjs");

const looks = {
  light: { colorScheme: "light", viewport: { width: 1240, height: 900 } },
  dark: { colorScheme: "dark", viewport: { width: 1240, height: 900 } },
  narrow: { colorScheme: "light", viewport: { width: 420, height: 800 } },
  print: { colorScheme: "dark", viewport: { width: 760, height: 1000 } },
};

(async () => {
  const [executablePath, ...files] = process.argv.slice(2);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const found = {};
  for (const file of files) {
    const url = file.includes("://") ? file : `file://${file}`;
    found[file] = {};
    for (const [look, options] of Object.entries(looks)) {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      const asked = [];
      page.on("request", (request) => asked.push(request.url()));
      page.on("dialog", (dialog) => { asked.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
      if (look === "print") await page.emulateMedia({ media: "print" });
      await page.goto(url);
      await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      await page.addScriptTag({ path: axe });
      found[file][look] = {
        violations: await findViolations(page),
        asked: asked.filter((one) => one !== url),
        wide,
      };
      await context.close();
    }
  }
  await browser.close();
  console.log(JSON.stringify(found));
})();
