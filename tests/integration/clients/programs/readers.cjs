// Reads calendar files with ical.js or node-ical and says what it finds, as JSON.
const fs = require("fs");
const [reader, ...files] = process.argv.slice(2);

function byIcalJs(text) {
  const ICAL = require("ical.js");
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      title: event.summary,
      utc: event.startDate.toJSDate().toISOString(),
      clock: event.startDate.toString(),
      cancelled: component.getFirstPropertyValue("status") === "CANCELLED",
      sequence: event.sequence,
    };
  });
}

function byNodeIcal(text) {
  const ical = require("node-ical");
  return Object.values(ical.sync.parseICS(text))
    .filter((event) => event.type === "VEVENT")
    .map((event) => ({
      uid: event.uid,
      title: event.summary,
      utc: event.start.toISOString(),
      clock: event.start.toLocaleString("sv-SE", { timeZone: event.start.tz }),
      cancelled: event.status === "CANCELLED",
      sequence: Number(event.sequence),
    }));
}

const read = reader === "ical.js" ? byIcalJs : byNodeIcal;
const found = {};
for (const file of files) found[file] = read(fs.readFileSync(file, "utf-8"));
process.stdout.write(JSON.stringify(found));
