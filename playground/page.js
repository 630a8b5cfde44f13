(function () {
  "use strict";
  var WORDS = {
    da: {
      title: "Prøv reglerne",
      intro: "Skriv, hvad der er sket i en sag om et barn, og se fristerne. Alt regnes i browseren; intet sendes nogen steder hen. Skriv ingen navne og ingen CPR-numre.",
      language: "In English", case: "Sagen", example: "Begynd med et eksempel", take: "Hent eksemplet", add: "Tilføj en hændelse",
      answer: "Pligter og frister", timeline: "Tidslinje", data: "Sagen som data", link: "Link til denne sag",
      privacy: "Sagen står i selve linket efter tegnet # og sendes ikke til en server.", json: "Sagen som JSON", read: "Læs sagen fra feltet",
      answerJson: "Svaret som JSON", child: "Barnet og tidspunktet", seen: "Set den", clock: "Klokkeslæt", event: "Hændelse", type: "Hvad skete der?",
      day: "Dato", time: "Klokkeslæt (tomt: kun dagen er kendt)", moment: "dato og klokkeslæt", about: "Handler om", none: "ikke oplyst", yes: "ja", no: "nej",
      remove: "Fjern hændelsen", strict: "Sikker frist", lenient: "Yderste frist", limit: "Frist", noNumber: "ingen fast frist", notComputed: "kan ikke beregnes", standsStill: "fristen står stille", noDate: "ingen dato",
      needs: "Ikke oplyst", metBy: "Opfyldt af", from: "Regnes fra", basis: "Hjemmel", who: "Hvem skal gøre det", mayWho: "Hvem kan gøre det",
      one: "1 pligt eller mulighed", many: "{n} pligter og muligheder", nothing: "Ingen pligter", now: "Set", later: "{count}. Endnu ikke sket {seen}, og derfor ikke med i svaret: {events}.",
      wrong: "Sagen kan ikke læses. {why}", wrongField: "Sagen i feltet kan ikke læses. {why}", wrongLink: "Sagen i linket kan ikke læses. {why}",
      and: ", og ", quoted: "»{}«", hidden: "skjult", summer: "sommertid", winter: "vintertid", next: "Næste ændring", release: "Regler {rulebook} af {released}. Vejledende; loven gælder."
    },
    en: {
      title: "Try the rules",
      intro: "Tell what happened in a case about a child, and see the deadlines. Everything is computed in the browser; nothing is sent anywhere. Write no names and no CPR numbers.",
      language: "På dansk", case: "The case", example: "Start from an example", take: "Take the example", add: "Add an event",
      answer: "Duties and deadlines", timeline: "Timeline", data: "The case as data", link: "Link to this case",
      privacy: "The case stands in the link itself, after the character #, and is not sent to a server.", json: "The case as JSON", read: "Read the case from the field",
      answerJson: "The answer as JSON", child: "The child and the time", seen: "Seen on", clock: "Time", event: "Event", type: "What happened?",
      day: "Date", time: "Time (empty: only the day is known)", moment: "date and time", about: "Is about", none: "not told", yes: "yes", no: "no",
      remove: "Remove the event", strict: "Safe deadline", lenient: "Last deadline", limit: "Deadline", noNumber: "no fixed deadline", notComputed: "cannot be computed", standsStill: "the time limit stands still", noDate: "no date",
      needs: "Not told", metBy: "Met by", from: "Counted from", basis: "Legal basis", who: "Who must do it", mayWho: "Who may do it",
      one: "1 duty or permission", many: "{n} duties and permissions", nothing: "No duties", now: "Seen", later: "{count}. Not yet happened {seen}, and therefore not in the answer: {events}.",
      wrong: "The case cannot be read. {why}", wrongField: "The case in the field cannot be read. {why}", wrongLink: "The case in the link cannot be read. {why}",
      and: ", and ", quoted: "“{}”", hidden: "hidden", summer: "summer time", winter: "winter time", next: "Next change", release: "Rules {rulebook} of {released}. For guidance; the law applies."
    }
  };
  /** What is wrong and what to do, by the message of the refusal; {n} stands for its figures. */
  var REASONS = {
    "this is no JSON": ["dette er ikke JSON. Kopiér teksten igen, eller ret den.", "this is no JSON. Copy the text again, or mend it."],
    "the link is no JSON": ["linket er måske skåret over. Bed om hele linket.", "perhaps the link was cut off. Ask for the whole of it."],
    "a case is an object": ["dette er ikke en sag. Skriv et objekt: { … }.", "this is no case. Write an object: { … }."],
    "the key of the case is missing": ["nøglen mangler. Giv sagen en nøgle, I selv har valgt.", "the key is missing. Give the case a key of your own."],
    "a key is text": ["dette er ikke en tekst. Sæt det i anførselstegn.", "this is no text. Put it in quotes."],
    "a key has 1 to {n} characters, not blanks alone": ["nøglen skal have 1-{n} tegn, ikke kun mellemrum. Ret den.", "the key must have 1 to {n} characters, not blanks alone. Mend it."],
    "a key has printable characters": ["nøglen har usynlige tegn. Ret den.", "the key has invisible characters. Mend it."],
    "a key holds no number of a person": ["nøglen ligner et CPR-nummer. Er det ikke et, så sæt et bogstav foran, fx k; ellers brug en nøgle, der ikke siger noget om barnet.",
      "the key looks like a CPR number. If it is none, put a letter before it, such as k; else use a key that says nothing of the child."],
    "only Europe/Copenhagen is known here": ["tidszonen er ukendt her. Skriv Europe/Copenhagen.", "the time zone is unknown here. Write Europe/Copenhagen."],
    "four figures": ["dette er ikke koden for en kommune. Skriv et tal som 751 eller teksten »0751«.", "this is no code of a municipality. Write a number such as 751, or the text “0751”."],
    "events are a list": ["der skal stå en liste. Skriv [ … ].", "a list must stand here. Write [ … ]."],
    "there are too many events": ["der er for mange hændelser i én sag. Giv hvert barn sin egen sag.", "there are too many events in one case. Give each child its own case."],
    "barn is an object": ["der skal stå et objekt. Skriv { … }.", "an object must stand here. Write { … }."],
    "an event is an object": ["der skal stå et objekt. Skriv { … }.", "an object must stand here. Write { … }."],
    "a known type of event is wanted": ["hændelsestypen er ukendt. Skriv en type fra ordlisten.", "the event type is unknown. Write a type of the vocabulary."],
    "there is no such key": ["nøglen er ukendt. Ret eller fjern den.", "the key is unknown. Mend or remove it."],
    "the time of the event is missing": ["datoen mangler. Skriv den, eller fjern hændelsen.", "the date is missing. Write it, or remove the event."],
    "a day or an instant is wanted": ["dette er hverken en dato eller et tidspunkt. Skriv ÅÅÅÅ-MM-DD eller ÅÅÅÅ-MM-DDTHH:MM.", "this is neither a date nor an instant. Write YYYY-MM-DD or YYYY-MM-DDTHH:MM."],
    "a day of the calendar is wanted": ["datoen findes ikke, eller året er ikke 1900-2200. Ret den.", "there is no such date, or the year is not 1900-2200. Mend it."],
    "an instant that exists is wanted": ["datoen eller klokkeslættet mangler eller findes ikke. Skriv begge dele.", "the date or the time is missing or does not exist. Write both."],
    "an instant with an offset is wanted": ["datoen eller klokkeslættet mangler eller findes ikke. Skriv begge dele, i JSON også tidszonen, fx 2026-11-21T12:00:00+01:00.",
      "the date or the time is missing or does not exist. Write both, in JSON the offset too, such as 2026-11-21T12:00:00+01:00."],
    "the instant has no offset": ["tidszonen mangler. Tilføj den, fx +01:00, eller giv sagen »zone«: »Europe/Copenhagen«.", "the offset is missing. Add it, such as +01:00, or give the case “zone”: “Europe/Copenhagen”."],
    "the clock skips or repeats this time": ["klokkeslættet findes ikke eller findes to gange, fordi uret stilles den nat. Vælg et andet. Findes det to gange, kan det skrives i feltet »Sagen som JSON« med +02:00 (sommertid) eller +01:00 (vintertid).",
      "this time does not exist or exists twice, because the clocks are changed that night. Choose another. If it exists twice, it can be written in the field “The case as JSON” with +02:00 (summer time) or +01:00 (winter time)."],
    "the instant lies outside the years of the calendar": ["året er ikke 1900-2200. Ret årstallet.", "the year is not 1900-2200. Mend it."],
    "of names something": ["en tom liste nævner ingen hændelse. Nævn en, eller udelad »of«.", "an empty list names no event. Name one, or leave out “of”."],
    "of names an event once": ["hændelsen er nævnt to gange. Nævn den én gang.", "the event is named twice. Name it once."],
    "of names an event that is not there": ["ingen hændelse har dette id. Ret id'et, eller udelad »of«.", "no event has this id. Mend it, or leave out “of”."],
    "an id stands twice": ["en anden hændelse har samme id. Giv hver hændelse sit eget id.", "another event has this id. Give each event its own."],
    "events name each other in a circle": ["hændelserne henviser til hinanden i ring. Fjern en af henvisningerne.", "the events name each other in a circle. Remove one of the references."],
    "another kind of value is wanted": ["værdien kan ikke bruges. Et tal skal være helt, 0 eller derover; ja og nej skrives true og false i JSON.", "the value cannot be used. A number must be whole, 0 or more; yes and no are true and false in JSON."],
    "a known word is wanted": ["ordet kan ikke bruges her. Skriv et fra ordlisten, eller udelad oplysningen.", "this word cannot be used here. Write one of the vocabulary, or leave the fact out."],
    "a text has whole characters": ["teksten har et ødelagt tegn. Skriv den igen.", "the text has a broken character. Write it again."],
    "a text holds no number of a person": ["teksten indeholder noget, der ligner et CPR-nummer. Tag nummeret ud af teksten.", "the text holds what looks like a CPR number. Take the number out of the text."]
  };
  var engine = new OvergrebRules.Engine(BUNDLE);
  var words = BUNDLE.vocabulary;
  var language = "da";
  var clock = new OvergrebRules.LocalClock(BUNDLE);
  var seen = {};
  var told = { barn: {}, events: [] };
  /** What was read and refused: the words before the reason, the refusal, its case and its text. Null once the form counts again. */
  var refused = null;

  function say(word) { return WORDS[language][word]; }
  function own(object, name) { return Object.prototype.hasOwnProperty.call(object, name) ? object[name] : undefined; }
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
  function needOf(name) { return words.not_told[name] ? words.not_told[name][language] : name; }
  function join(clauses) { return clauses.length < 2 ? clauses.join("") : clauses.slice(0, -1).join(", ") + say("and") + clauses[clauses.length - 1]; }

  /** The day or the instant as a person writes it; in the hour that repeats it says which of the two it is. */
  function write(text) {
    var parts = text.split(/[-T:+Z]/);
    var day = language === "da" ? Number(parts[2]) + "." + Number(parts[1]) + "." + parts[0] : parts[0] + "-" + parts[1] + "-" + parts[2];
    if (text.length <= 10) return day;
    var instant = OvergrebRules.readInstant(text);
    var both = instant && instant.ahead !== null ? clock.instantsOf(instant.local) : [];
    var season = both.length === 2 ? " (" + say(clock.listSeconds(instant)[0] === both[0] ? "summer" : "winter") + ")" : "";
    return day + (language === "da" ? " kl. " + parts[3] + "." + parts[4] : " " + parts[3] + ":" + parts[4]) + season;
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
  function listen(input, change) { input.addEventListener("change", function () { change(input); refused = null; show(); }); return input; }

  /** Two fields for a day and a time. What has no `at` is refused; of a fact a time without a day is kept, for it to be refused. */
  function moment(box, holder, name, dayLabel, timeLabel) {
    var value = holder[name] || "";
    var day = field(box, dayLabel, make("input", { type: "date", min: "1900-01-01", max: "2200-12-31" }));
    var time = field(box, timeLabel, make("input", { type: "time" }));
    day.value = value.split("T")[0];
    time.value = (value.split("T")[1] || "").slice(0, 8).replace(/^(.....):00$/, "$1");
    function change() {
      holder[name] = day.value + (time.value === "" ? "" : "T" + time.value);
      if (holder[name] === "" || (name === "at" && day.value === "")) delete holder[name];
    }
    listen(day, change);
    listen(time, change);
  }
  function fact(box, holder, name, kind, label) {
    var value = holder[name];
    var input;
    if (kind.kind === "datetime") return moment(box, holder, name, label, say("clock"));
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
      drawFacts();
    });
    moment(box, event, "at", say("day"), say("time"));
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
      refused = null;
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
        if (node.getAttribute("data-about") === event.id) node.textContent = (place + 1) + ": " + labelOf(event.type) + (/^[0-9]/.test(event.at) ? " " + write(event.at) : "");
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
    moment(box, seen, "at", say("seen"), say("clock"));
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

  /** The event as the case has it: without what was told of a type that was left. */
  function writeEvent(event) {
    var kinds = words.events[event.type].facts || {};
    var made = {};
    Object.keys(event).forEach(function (name) {
      var kind = kinds[name];
      if (["id", "type", "at", "of"].indexOf(name) >= 0 || (kind && (!kind.words || kind.words.indexOf(event[name]) >= 0))) made[name] = event[name];
    });
    return made;
  }
  function theCase() {
    var made = { case_id: "a", zone: "Europe/Copenhagen" };
    if (Object.keys(told.barn).length > 0) made.barn = told.barn;
    made.events = told.events.map(writeEvent);
    return made;
  }
  /** The instant with its offset; as it stands in the form where it is none, for the engine to refuse. */
  function theInstant() {
    var instant = OvergrebRules.readInstant(seen.at || "");
    var seconds = instant ? clock.listSeconds(instant) : [];
    if (instant && seconds.length !== 1) refuse("/at", "the clock skips or repeats this time");
    return instant ? clock.write(seconds[0]) : seen.at;
  }
  function now() { return clock.write(Math.floor(Date.now() / 1000)); }
  function refuse(place, message) { throw { refused: true, isOfCase: place !== "/at", place: place, message: message }; }

  /** What a place of a case is called on the page: the event by its number and type, the field by its label. */
  function namePlace(error, raw) {
    if (!error.isOfCase) return say("seen");
    var steps = error.place.split("/").slice(1);
    var name = steps[0];
    var names = [];
    if (name === "events" && steps.length > 1) {
      var event = (raw.events || [])[steps[1]];
      var type = event && own(words.events, event.type);
      names.push(say("event") + " " + (Number(steps[1]) + 1) + (type ? " (" + type.says[language] + ")" : ""));
      name = steps[2];
    } else if (name === "barn" && steps.length > 1) name = "barn." + steps[1];
    if (name === "at") names.push(say("moment"));
    else if (name === "of") names.push(say("about").toLowerCase());
    else if (own(words.facts, name)) names.push(words.facts[name][language]);
    else if (own(words.case, name)) names.push(words.case[name].says[language]);
    else if (name) names.push(say("quoted").replace("{}", function () { return name === "«hidden»" ? say("hidden") : name; }));
    return capital(names.join(", "));
  }
  function explain(error, raw) {
    var figures = /[0-9]+(?= characters)/.exec(error.message);
    var reason = REASONS[error.message.replace(/[0-9]+(?= characters)/, "{n}")];
    var text = reason ? reason[language === "da" ? 0 : 1].replace("{n}", figures) : error.message;
    var place = namePlace(error, raw);
    return place ? place + ": " + text : capital(text);
  }

  function show() {
    nameEvents();
    var said = find("said");
    said.className = "";
    find("duties").textContent = "";
    find("timeline").textContent = "";
    find("share").hidden = true;
    find("link").removeAttribute("href");
    var asked = { at: seen.at, case: theCase() };
    try {
      if (refused) throw refused.error;
      asked.at = theInstant();
      var answer = engine.evaluate(asked.case, asked.at);
      said.textContent = count(answer);
      answer.obligations.forEach(function (duty) { find("duties").appendChild(drawDuty(duty)); });
      drawTimeline(answer, asked.case);
      find("answer-json").textContent = JSON.stringify(answer, null, 1);
      find("link").href = "#" + encodeURIComponent(JSON.stringify(asked));
      find("share").hidden = false;
    } catch (error) {
      if (!OvergrebRules.isRefusal(error)) throw error;
      said.className = "wrong";
      said.textContent = say(refused ? refused.head : "wrong").replace("{why}", function () { return explain(error, refused ? refused.raw : asked.case); });
      find("answer-json").textContent = JSON.stringify({ error: { place: error.place, message: error.message } }, null, 1);
    }
    find("json").value = refused ? refused.text : JSON.stringify(asked, null, 1);
  }
  /** How many duties there are, and which events lie after the instant. */
  function count(answer) {
    var number = answer.obligations.length;
    var counted = number === 0 ? say("nothing") : number === 1 ? say("one") : say("many").replace("{n}", number);
    if (answer.ignored_events.length === 0) return counted;
    var later = answer.ignored_events.map(function (id) { return eventName(id); }).join(", ");
    return say("later").replace("{count}", counted).replace("{seen}", write(answer.at)).replace("{events}", function () { return later; });
  }
  function eventName(id) {
    var found = told.events.filter(function (event) { return event.id === id; })[0];
    return found ? labelOf(found.type) + " " + write(found.at) : id;
  }
  /** Why a duty has no date: an act had to come before another, the law sets no number, a fact is missing, or a request interrupted the time. */
  function findUndatedReason(duty) {
    var clock = BUNDLE.rules[duty.rule].clock;
    if (duty.status === "breached") return "noDate";
    if (Object.keys(clock).length === 0 || clock.before) return "noNumber";
    return duty.needs.length > 0 ? "notComputed" : clock.interruptions ? "standsStill" : "noNumber";
  }
  function drawDuty(duty) {
    var item = make("li", { class: duty.status });
    item.appendChild(make("h3", {}, duty.title[language]));
    item.appendChild(make("p", { class: "status" }, capital(duty.status_text[language])));
    function line(name, text) { item.appendChild(make("p", {}, say(name) + ": " + text)); }
    if (!duty.due) line("limit", say(findUndatedReason(duty)));
    else if (duty.due.strict === duty.due.lenient) line("limit", write(duty.due.strict));
    else { line("strict", write(duty.due.strict)); line("lenient", write(duty.due.lenient)); }
    if (duty.clock_start) line("from", write(duty.clock_start));
    if (duty.needs.length > 0) line("needs", join(duty.needs.map(needOf)));
    if (duty.met_by.length > 0) line("metBy", duty.met_by.map(eventName).join(", "));
    line(duty.modality === "may" ? "mayWho" : "who", words.bearers[duty.bearer].says[language]);
    line("basis", duty.cite);
    return item;
  }
  function drawTimeline(answer, made) {
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
      var day = OvergrebRules.readDay(row.when);
      if (day === null) row.second = clock.listSeconds(OvergrebRules.readInstant(row.when))[0];
      else row.second = row.last ? clock.midnight(day + 1) - 1 : clock.midnight(day);
    });
    rows.sort(function (a, b) { return a.second - b.second; });
    rows.forEach(function (row) {
      find("timeline").appendChild(make("li", row.now ? { class: "now" } : {}, write(row.when) + " – " + row.text));
    });
  }

  /** Takes a case and the instant at which it is seen. */
  function take(asked) {
    refused = null;
    seen = { at: OvergrebRules.localText(clock, asked.at) };
    told = { barn: asked.case.barn || {}, events: (asked.case.events || []).map(function (event, place) {
      var copy = {};
      Object.keys(event).forEach(function (key) { copy[key] = event[key]; });
      if (!copy.id) copy.id = "e" + (place + 1);
      if (typeof copy.of === "string") copy.of = [copy.of];
      var facts = words.events[copy.type].facts || {};
      copy.at = OvergrebRules.localText(clock, copy.at);
      Object.keys(facts).forEach(function (name) {
        if (facts[name].kind === "datetime" && copy[name]) copy[name] = OvergrebRules.localText(clock, copy[name]);
      });
      return copy;
    }) };
    draw();
  }
  /** Takes a case with or without its instant; one that is refused is taken by nobody, and the page says so with `head`. */
  function takeText(text, head) {
    var asked = {};
    try {
      try { asked = JSON.parse(text); } catch (error) { refuse("", head === "wrongLink" ? "the link is no JSON" : "this is no JSON"); }
      if (!asked || asked.case === undefined) asked = { case: asked };
      if (asked.at === undefined || asked.at === null) asked.at = now();
      engine.evaluate(asked.case, asked.at);
      take(asked);
    } catch (error) {
      if (!OvergrebRules.isRefusal(error)) throw error;
      refused = { head: head, error: error, raw: asked.case || {}, text: text };
      draw();
    }
  }
  /** Takes the case of the link; where it is refused, none that stood here before is shown as if it were that of the link. */
  function takeLink() {
    if (location.hash.length < 2) return false;
    var text = location.hash.slice(1);
    try { text = decodeURIComponent(text); } catch (error) { /* It was cut off inside a character, and is no JSON either. */ }
    seen = { at: OvergrebRules.localText(clock, now()) };
    told = { barn: {}, events: [] };
    takeText(text, "wrongLink");
    return true;
  }

  find("language").addEventListener("click", function () { language = language === "da" ? "en" : "da"; draw(); });
  find("take").addEventListener("click", function () { take(JSON.parse(JSON.stringify(EXAMPLES[Number(find("example").value)]))); });
  find("read").addEventListener("click", function () { takeText(find("json").value, "wrongField"); });
  find("form").addEventListener("submit", function (event) { event.preventDefault(); });
  find("add").addEventListener("click", function () {
    var number = told.events.length + 1;
    while (told.events.some(function (event) { return event.id === "e" + number; })) number++;
    told.events.push({ id: "e" + number, type: "underretning_modtaget", at: (seen.at || "").split("T")[0] });
    refused = null;
    draw("e" + number + " type");
  });
  window.addEventListener("hashchange", takeLink);
  if (!takeLink()) take(JSON.parse(JSON.stringify(EXAMPLES[0])));
})();
