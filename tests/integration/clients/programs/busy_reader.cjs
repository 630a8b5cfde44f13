// When somebody is busy by the events of calendar files, as ical.js reads them: {file: [[start, end, kind], …]} in epoch seconds.
// Arguments: the first and the last second of the year, then a file with the paths of the calendars, one a line.
"use strict";
// An event that changes an instance which its series does not have (RFC 5545 § 3.8.4.4) is an event of its own here as there.
const fs = require("fs");

async function main() {
  const module = await import(require.resolve("ical.js"));
  const ICAL = module.default || module;
  const [first, last, list] = process.argv.slice(2);
  const year = [Number(first), Number(last)];
  const answer = {};
  for (const path of fs.readFileSync(list, "utf8").trim().split("\n")) {
    try {
      answer[path] = read(ICAL, fs.readFileSync(path, "utf8"), year);
    } catch (error) {
      answer[path] = "unknown";
    }
  }
  process.stdout.write(JSON.stringify(answer));
}

function read(ICAL, text, year) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  }
  const found = [];
  const changes = {};
  const series = [];
  for (const component of calendar.getAllSubcomponents("vevent")) {
    const event = new ICAL.Event(component);
    if (event.isRecurrenceException()) {
      (changes[event.uid] = changes[event.uid] || []).push(component);
    } else {
      series.push(component);
    }
  }
  for (const component of series) {
    const exceptions = changes[component.getFirstPropertyValue("uid")] || [];
    const event = new ICAL.Event(component, { exceptions: exceptions, strictExceptions: true });
    if (!event.isRecurring()) {
      add(found, component, event.startDate, event.endDate, year);
      continue;
    }
    const left = new Set(exceptions);
    const iterator = event.iterator();
    for (let next = iterator.next(), count = 0; next && count < 20000; next = iterator.next(), count += 1) {
      const details = event.getOccurrenceDetails(next);
      left.delete(details.item.component);
      if (seconds(next) > year[1] + 40 * 86400) {
        break;
      }
      add(found, details.item.component, details.startDate, details.endDate, year);
    }
    for (const change of left) {
      const alone = new ICAL.Event(change);
      add(found, change, alone.startDate, alone.endDate, year);
    }
  }
  return found;
}

function seconds(time) {
  return time.isDate ? Date.UTC(time.year, time.month - 1, time.day) / 1000 : time.toUnixTime();
}

function add(found, component, start, end, year) {
  const value = (name) => String(component.getFirstPropertyValue(name) || "").toUpperCase();
  const shown = value("x-microsoft-cdo-busystatus");
  if (value("status") === "CANCELLED" || shown === "FREE" || (value("transp") === "TRANSPARENT" && shown !== "OOF")) {
    return;
  }
  const kind = value("status") === "TENTATIVE" || shown === "TENTATIVE" ? "tentative" : "busy";
  // A whole day is given as its date: which instants it has is the business of the caller.
  const span = start.isDate ? [start.toString(), end.toString()] : [start.toUnixTime(), end.toUnixTime()];
  if (start.isDate || (span[0] < year[1] && span[1] > year[0])) {
    found.push([span[0], span[1], kind]);
  }
}

main();
