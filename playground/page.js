(function () {
  "use strict";
  var WORDS = {
    da: {
      title: "Prøv reglerne",
      intro: "Skriv, hvad der er sket i en sag om et barn, og se fristerne. Alt regnes i browseren; intet sendes nogen steder hen. Skriv ingen navne og ingen CPR-numre.",
      language: "In English", case: "Sagen", example: "Begynd med et eksempel", take: "Hent eksemplet", add: "Tilføj en hændelse",
      answer: "Pligter og frister", timeline: "Tidslinje", data: "Sagen som data", link: "Link til denne sag",
      privacy: "Sagen står i selve linket efter tegnet # og sendes ikke til en server.", json: "Sagen som JSON", read: "Læs sagen fra feltet",
      answerJson: "Svaret som JSON", child: "Barnet og tidspunktet", seen: "Set den", at: "kl.", event: "Hændelse", type: "Hvad skete der?",
      day: "Dato", time: "Klokkeslæt (tomt: kun dagen er kendt)", about: "Handler om", none: "ikke oplyst", yes: "ja", no: "nej",
      remove: "Fjern hændelsen", strict: "Sikker frist", lenient: "Yderste frist", limit: "Frist", noLimit: "Ingen fast frist",
      needs: "Ikke oplyst", metBy: "Opfyldt af", from: "Regnes fra", basis: "Hjemmel", who: "Hvem skal gøre det", mayWho: "Hvem kan gøre det",
      one: "1 pligt eller mulighed", many: "{n} pligter og muligheder", nothing: "Ingen pligter", now: "Set", wrong: "Sagen kan ikke læses: {place}",
      next: "Næste ændring", removed: "Hændelsen er fjernet.", release: "Regler {rulebook} af {released}. Vejledende; loven gælder.", about_one: "hvad hændelsen handler om", at_word: "klokkeslættet"
    },
    en: {
      title: "Try the rules",
      intro: "Tell what happened in a case about a child, and see the deadlines. Everything is computed in the browser; nothing is sent anywhere. Write no names and no CPR numbers.",
      language: "På dansk", case: "The case", example: "Start from an example", take: "Take the example", add: "Add an event",
      answer: "Duties and deadlines", timeline: "Timeline", data: "The case as data", link: "Link to this case",
      privacy: "The case stands in the link itself, after the character #, and is not sent to a server.", json: "The case as JSON", read: "Read the case from the field",
      answerJson: "The answer as JSON", child: "The child and the time", seen: "Seen on", at: "at", event: "Event", type: "What happened?",
      day: "Date", time: "Time (empty: only the day is known)", about: "Is about", none: "not told", yes: "yes", no: "no",
      remove: "Remove the event", strict: "Safe deadline", lenient: "Last deadline", limit: "Deadline", noLimit: "No fixed deadline",
      needs: "Not told", metBy: "Met by", from: "Counted from", basis: "Legal basis", who: "Who must do it", mayWho: "Who may do it",
      one: "1 duty or permission", many: "{n} duties and permissions", nothing: "No duties", now: "Seen", wrong: "The case cannot be read: {place}",
      next: "Next change", removed: "The event was removed.", release: "Rules {rulebook} of {released}. For guidance; the law applies.", about_one: "what the event is about", at_word: "the time of day"
    }
  };
  var engine = new OvergrebRules.Engine(BUNDLE);
  var words = BUNDLE.vocabulary;
  var language = "da";
  var seen = { day: "", time: "12:00" };
  var told = { barn: {}, events: [] };

  function say(word) { return WORDS[language][word]; }
  function find(id) { return document.getElementById(id); }
  function capital(text) { return text.charAt(0).toUpperCase() + text.slice(1); }
  function make(tag, attributes, text) {
    var node = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) { node.setAttribute(name, attributes[name]); });
    if (text !== undefined) node.textContent = text;
    return node;
  }
  function pad(n) { return (n < 10 ? "0" : "") + n; }
  function labelOf(type) { return capital(words.events[type].says[language]); }
  function wordOf(value) { var known = words.values[value]; return known ? known[language] : value; }
  function needOf(name) {
    if (name === "of") return say("about_one");
    if (name === "at") return say("at_word");
    if (words.events[name]) return words.events[name].says[language];
    var own = words.case["barn." + name];
    return words.facts[name] ? words.facts[name][language] : own ? own.says[language] : name;
  }

  /** The day or the instant as a person writes it. */
  function write(text) {
    var parts = text.split(/[-T:+Z]/);
    var day = Number(parts[2]) + "." + Number(parts[1]) + "." + parts[0];
    if (language === "en") day = parts[0] + "-" + parts[1] + "-" + parts[2];
    if (text.length <= 10) return day;
    return day + (language === "da" ? " kl. " + parts[3] + "." + parts[4] : " " + parts[3] + ":" + parts[4]);
  }

  function field(box, label, input, isWide) {
    var holder = make("div", isWide ? { class: "wide" } : {});
    input.id = input.id || "f" + (field.count = (field.count || 0) + 1);
    holder.appendChild(make("label", { for: input.id }, label));
    holder.appendChild(input);
    box.appendChild(holder);
    return input;
  }
  function options(select, list, value) {
    list.forEach(function (one) {
      var option = make("option", { value: one[0] }, one[1]);
      if (one[0] === value) option.selected = true;
      select.appendChild(option);
    });
    return select;
  }
  function listen(input, change) { input.addEventListener("change", function () { change(input); show(); }); return input; }

  function moment(box, holder, name, dayLabel) {
    var value = holder[name] || "";
    var day = field(box, dayLabel, make("input", { type: "date", min: "1900-01-01", max: "2200-12-31" }));
    var time = field(box, say("time"), make("input", { type: "time" }));
    var local = value.length > 10 ? value.slice(11, 16) : "";
    day.value = value.slice(0, 10);
    time.value = local;
    function change() {
      if (day.value === "") delete holder[name];
      else holder[name] = time.value === "" ? day.value : day.value + "T" + time.value.slice(0, 5);
    }
    listen(day, change);
    listen(time, change);
  }
  function fact(box, holder, name, kind, label) {
    var value = holder[name];
    var input;
    if (kind.kind === "datetime") return moment(box, holder, name, label);
    if (kind.kind === "bool" || kind.kind === "word") {
      var list = kind.kind === "bool" ? [["true", say("yes")], ["false", say("no")]] : kind.words.map(function (word) { return [word, wordOf(word)]; });
      input = options(make("select"), [["", say("none")]].concat(list), value === undefined ? "" : String(value));
      listen(input, function () {
        if (input.value === "") delete holder[name];
        else holder[name] = kind.kind === "bool" ? input.value === "true" : input.value;
      });
    } else {
      input = make("input", { type: kind.kind === "int" ? "number" : kind.kind === "date" ? "date" : "text" });
      input.value = value === undefined ? "" : value;
      listen(input, function () {
        if (input.value === "") delete holder[name];
        else holder[name] = kind.kind === "int" ? Number(input.value) : input.value;
      });
    }
    return field(box, label, input);
  }

  function drawEvent(event, place) {
    var set = make("fieldset");
    var legend = set.appendChild(make("legend"));
    var box = make("div", { class: "fields" });
    var types = Object.keys(words.events).map(function (type) { return [type, labelOf(type)]; })
      .sort(function (a, b) { return a[1].localeCompare(b[1], language); });
    var type = field(box, say("type"), options(make("select", { "data-focus": event.id + " type" }), types, event.type), true);
    listen(type, function () {
      event.type = type.value;
      var kept = words.events[type.value].facts || {};
      Object.keys(event).forEach(function (key) { if (["id", "type", "at", "of"].indexOf(key) < 0 && !kept[key]) delete event[key]; });
      drawFacts();
      nameEvents();
    });
    moment(box, event, "at", say("day"));
    var own = make("div", { class: "fields own" });
    // The list of types stays in its place: a letter typed into it goes on from the one before.
    function drawFacts() {
      var facts = words.events[event.type].facts || {};
      own.textContent = "";
      legend.textContent = say("event") + " " + (place + 1) + ": " + labelOf(event.type);
      Object.keys(facts).forEach(function (name) { fact(own, event, name, facts[name], capital(words.facts[name][language])); });
    }
    drawFacts();
    set.appendChild(box);
    set.appendChild(own);
    var others = told.events.filter(function (other) { return other !== event; });
    if (others.length > 0) {
      var about = make("fieldset");
      about.appendChild(make("legend", {}, say("about")));
      others.forEach(function (other) {
        var label = make("label", { class: "check" });
        var input = make("input", { type: "checkbox" });
        input.checked = (event.of || []).indexOf(other.id) >= 0;
        listen(input, function () {
          event.of = (event.of || []).filter(function (id) { return id !== other.id; });
          if (input.checked) event.of.push(other.id);
          if (event.of.length === 0) delete event.of;
        });
        label.appendChild(input);
        label.appendChild(make("span", { "data-about": other.id }));
        about.appendChild(label);
      });
      set.appendChild(about);
    }
    var remove = make("button", { type: "button" }, say("remove") + " " + (place + 1));
    remove.addEventListener("click", function () {
      told.events.splice(place, 1);
      told.events.forEach(function (other) {
        if (other.of) other.of = other.of.filter(function (id) { return id !== event.id; });
        if (other.of && other.of.length === 0) delete other.of;
      });
      draw();
      find("add").focus();
    });
    set.appendChild(remove);
    return set;
  }

  /** Writes what each event is, where others can be about it. */
  function nameEvents() {
    told.events.forEach(function (event, place) {
      Array.prototype.forEach.call(find("form").querySelectorAll("[data-about]"), function (node) {
        if (node.getAttribute("data-about") === event.id) node.textContent = (place + 1) + ": " + labelOf(event.type) + (event.at ? " " + write(event.at) : "");
      });
    });
  }

  /** Draws the form; the field that is named gets the focus. */
  function draw(focus) {
    document.documentElement.lang = language;
    document.title = say("title");
    Array.prototype.forEach.call(document.querySelectorAll("[data-word]"), function (node) { node.textContent = say(node.getAttribute("data-word")); });
    find("language").textContent = say("language");
    find("language").lang = language === "da" ? "en" : "da";
    var example = find("example");
    var chosen = example.value;
    example.textContent = "";
    options(example, EXAMPLES.map(function (one, place) { return [String(place), one.says[language]]; }), chosen);
    var form = find("form");
    form.textContent = "";
    var set = make("fieldset");
    set.appendChild(make("legend", {}, say("child")));
    var box = make("div", { class: "fields" });
    var day = field(box, say("seen"), make("input", { type: "date", min: "1900-01-01", max: "2200-12-31" }));
    var time = field(box, say("at"), make("input", { type: "time" }));
    day.value = seen.day;
    time.value = seen.time;
    listen(day, function () { seen.day = day.value; });
    listen(time, function () { seen.time = time.value || "00:00"; });
    Object.keys(words.case).forEach(function (name) {
      if (name.indexOf("barn.") === 0) fact(box, told.barn, name.slice(5), words.case[name], capital(words.case[name].says[language]));
    });
    set.appendChild(box);
    form.appendChild(set);
    told.events.forEach(function (event, place) { form.appendChild(drawEvent(event, place)); });
    find("release").textContent = say("release").replace("{rulebook}", BUNDLE.rulebook).replace("{released}", write(BUNDLE.released));
    show();
    if (focus) {
      var node = form.querySelector("[data-focus='" + focus + "']");
      if (node) node.focus();
    }
  }

  function theCase() {
    var made = { case_id: "a", zone: "Europe/Copenhagen" };
    if (Object.keys(told.barn).length > 0) made.barn = told.barn;
    made.events = told.events.filter(function (event) { return event.at; });
    return made;
  }
  function theInstant() {
    var clock = new OvergrebRules.LocalClock(BUNDLE);
    var day = OvergrebRules.readDay(seen.day);
    if (day === null) return "";
    var time = seen.time.split(":");
    return clock.write(clock.instantsOf(day * 86400 + Number(time[0]) * 3600 + Number(time[1]) * 60)[0] || clock.midnight(day));
  }

  function show() {
    nameEvents();
    var said = find("said");
    said.className = "";
    find("duties").textContent = "";
    find("timeline").textContent = "";
    var made = theCase();
    var at = theInstant();
    find("json").value = JSON.stringify({ at: at, case: made }, null, 1);
    find("link").href = "#" + encodeURIComponent(JSON.stringify({ at: at, case: made }));
    try {
      var answer = engine.evaluate(made, at);
      said.textContent = answer.obligations.length === 0 ? say("nothing") :
        answer.obligations.length === 1 ? say("one") : say("many").replace("{n}", answer.obligations.length);
      answer.obligations.forEach(function (duty) { find("duties").appendChild(drawDuty(duty)); });
      drawTimeline(answer, made);
      find("answer-json").textContent = JSON.stringify(answer, null, 1);
    } catch (error) {
      if (!OvergrebRules.isRefusal(error)) throw error;
      said.className = "wrong";
      said.textContent = say("wrong").replace("{place}", error.place);
      find("answer-json").textContent = JSON.stringify({ error: { place: error.place, message: error.message } }, null, 1);
    }
  }
  function eventName(id) {
    var found = told.events.filter(function (event) { return event.id === id; })[0];
    return found ? labelOf(found.type) + " " + write(found.at) : id;
  }
  function drawDuty(duty) {
    var item = make("li", { class: duty.status });
    item.appendChild(make("h3", {}, duty.title[language]));
    item.appendChild(make("p", { class: "status" }, capital(duty.status_text[language])));
    function line(name, text) { item.appendChild(make("p", {}, say(name) + ": " + text)); }
    if (!duty.due) line("limit", say("noLimit").toLowerCase());
    else if (duty.due.strict === duty.due.lenient) line("limit", write(duty.due.strict));
    else { line("strict", write(duty.due.strict)); line("lenient", write(duty.due.lenient)); }
    if (duty.clock_start) line("from", write(duty.clock_start));
    if (duty.needs.length > 0) line("needs", duty.needs.map(needOf).join(", "));
    if (duty.met_by.length > 0) line("metBy", duty.met_by.map(eventName).join(", "));
    line(duty.modality === "may" ? "mayWho" : "who", words.bearers[duty.bearer].says[language]);
    line("basis", duty.cite);
    return item;
  }
  function drawTimeline(answer, made) {
    var clock = new OvergrebRules.LocalClock(BUNDLE);
    var rows = made.events.map(function (event) { return { when: event.at, text: labelOf(event.type) }; });
    rows.push({ when: answer.at, text: say("now"), now: true });
    answer.obligations.forEach(function (duty) {
      if (!duty.due) return;
      var both = duty.due.strict === duty.due.lenient;
      rows.push({ when: duty.due.strict, last: true, text: say(both ? "limit" : "strict") + ": " + duty.title[language] + " (" + duty.status_text[language] + ")" });
      if (!both) rows.push({ when: duty.due.lenient, last: true, text: say("lenient") + ": " + duty.title[language] + " (" + duty.status_text[language] + ")" });
    });
    if (answer.next_change) rows.push({ when: answer.next_change, text: say("next") });
    rows.forEach(function (row) {
      var day = OvergrebRules.readDay(row.when.slice(0, 10));
      var isDay = row.when.length <= 10;
      row.second = isDay ? (row.last ? clock.midnight(day + 1) - 1 : clock.midnight(day)) :
        /(Z|[+-]\d\d:\d\d)$/.test(row.when) ? Date.parse(row.when) / 1000 : clock.instantsOf(day * 86400 + Number(row.when.slice(11, 13)) * 3600 + Number(row.when.slice(14, 16)) * 60)[0];
    });
    rows.sort(function (a, b) { return a.second - b.second; });
    rows.forEach(function (row) {
      find("timeline").appendChild(make("li", row.now ? { class: "now" } : {}, write(row.when) + " – " + row.text));
    });
  }

  /** Takes a case and the instant at which it is seen. */
  function take(asked) {
    var clock = new OvergrebRules.LocalClock(BUNDLE);
    var at = OvergrebRules.localText(clock, asked.at);
    seen = { day: at.slice(0, 10), time: at.slice(11, 16) };
    told = { barn: asked.case.barn || {}, events: (asked.case.events || []).map(function (event, place) {
      var copy = {};
      Object.keys(event).forEach(function (key) { copy[key] = event[key]; });
      if (!copy.id) copy.id = "e" + (place + 1);
      if (typeof copy.of === "string") copy.of = [copy.of];
      var facts = (words.events[copy.type] || {}).facts || {};
      copy.at = OvergrebRules.localText(clock, copy.at);
      Object.keys(facts).forEach(function (name) {
        if (facts[name].kind === "datetime" && copy[name]) copy[name] = OvergrebRules.localText(clock, copy[name]);
      });
      return copy;
    }) };
    draw();
  }
  function takeText(text) {
    try {
      var asked = JSON.parse(text);
      if (!asked.case) asked = { at: theInstant(), case: asked };
      if (!asked.at) asked.at = theInstant();
      engine.evaluate(asked.case, asked.at);
      take(asked);
      return true;
    } catch (error) {
      find("said").className = "wrong";
      find("said").textContent = say("wrong").replace("{place}", error.place || "JSON");
      return false;
    }
  }
  function takeLink() {
    if (location.hash.length < 2) return false;
    try { return takeText(decodeURIComponent(location.hash.slice(1))); } catch (error) { return false; }
  }

  find("language").addEventListener("click", function () { language = language === "da" ? "en" : "da"; draw(); });
  find("take").addEventListener("click", function () { take(JSON.parse(JSON.stringify(EXAMPLES[Number(find("example").value)]))); });
  find("read").addEventListener("click", function () { takeText(find("json").value); });
  find("form").addEventListener("submit", function (event) { event.preventDefault(); });
  find("add").addEventListener("click", function () {
    var number = told.events.length + 1;
    while (told.events.some(function (event) { return event.id === "e" + number; })) number++;
    told.events.push({ id: "e" + number, type: "underretning_modtaget", at: seen.day });
    draw("e" + number + " type");
  });
  window.addEventListener("hashchange", takeLink);
  var now = new OvergrebRules.LocalClock(BUNDLE).write(Math.floor(Date.now() / 1000));
  seen = { day: now.slice(0, 10), time: now.slice(11, 16) };
  draw();
  if (!takeLink()) take(JSON.parse(JSON.stringify(EXAMPLES[0])));
})();
