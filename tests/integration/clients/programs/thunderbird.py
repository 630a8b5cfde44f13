"""Starts Thunderbird without a screen, gives it calendars and says what it holds after each, as JSON.

The one argument is JSON too: the `program`, an empty folder for its `profile`, the `address` of a feed and the file
`served` there, the `feeds` that are put there one after the other, and the `singles` to be sent in as mails bring them.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from marionette_driver.marionette import Marionette

_PREFERENCES = """
user_pref("app.update.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("mail.provider.enabled", false);
user_pref("mail.shell.checkDefaultClient", false);
user_pref("mailnews.start_page.enabled", false);
user_pref("app.donation.eoy.url", "");
user_pref("toolkit.telemetry.enabled", false);
user_pref("network.proxy.type", 0);
user_pref("calendar.timezone.useSystemTimezone", false);
user_pref("calendar.timezone.local", "Europe/Copenhagen");
"""
_START = """
const [kind, address, resolve] = arguments;
const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
(async () => {
  const calendar = cal.manager.createCalendar(kind, Services.io.newURI(address));
  calendar.name = "Møder";
  cal.manager.registerCalendar(calendar);
  return calendar.id;
})().then(resolve, (error) => resolve({ error: String(error) + error.stack }));
"""
_REFRESH = """
const [id, resolve] = arguments;
const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
const calendar = cal.manager.getCalendarById(id);
const done = new Promise((loaded) => {
  const observer = {
    QueryInterface: ChromeUtils.generateQI(["calIObserver"]),
    onStartBatch() {}, onEndBatch() {}, onAddItem() {}, onModifyItem() {}, onDeleteItem() {},
    onPropertyChanged() {}, onPropertyDeleting() {},
    onError(_, number, message) { loaded(message); },
    onLoad() { calendar.removeObserver(observer); loaded("loaded"); },
  };
  calendar.addObserver(observer);
  calendar.refresh();
});
done.then(resolve);
"""
_HELD = """
const [id, resolve] = arguments;
const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
(async () => {
  const calendar = cal.manager.getCalendarById(id);
  const items = await calendar.getItemsAsArray(Ci.calICalendar.ITEM_FILTER_ALL_ITEMS, 0, null, null);
  const zone = cal.timezoneService.getTimezone("Europe/Copenhagen");
  return items.map((item) => {
    const local = item.startDate.getInTimezone(zone);
    return {
      uid: item.id,
      title: item.title,
      clock: local.icalString.replace(/(....)(..)(..)T(..)(..)../, "$1-$2-$3 $4:$5"),
      utc: item.startDate.getInTimezone(cal.dtz.UTC).icalString,
      cancelled: item.status === "CANCELLED",
      sequence: Number(item.getProperty("SEQUENCE") || 0),
    };
  });
})().then(resolve, (error) => resolve({ error: String(error) + error.stack }));
"""
_SEND_IN = """
const [id, text, method, resolve] = arguments;
const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
const calendar = cal.manager.getCalendarById(id);
const itip = Cc["@mozilla.org/calendar/itip-item;1"].createInstance(Ci.calIItipItem);
itip.init(text);
itip.receivedMethod = method;
itip.responseMethod = method;
itip.autoResponse = Ci.calIItipItem.NONE;
itip.targetCalendar = calendar;
cal.itip.processItipItem(itip, (found, status, action) => {
  // What may be done without asking is being done already; else it is done as by a click.
  if (!action) return resolve();
  action({
    QueryInterface: ChromeUtils.generateQI(["calIOperationListener"]),
    onOperationComplete() { resolve(); },
    onGetResult() {},
  }, "", null);
});
"""


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextlib.contextmanager
def _thunderbird(program: str, profile: Path) -> Iterator[Marionette]:
    port = _free_port()
    preferences = _PREFERENCES + f'user_pref("marionette.port", {port});\n'
    (profile / "user.js").write_text(preferences, encoding="utf-8")
    command = [program, "--headless", "--marionette", "--remote-allow-system-access", "--no-remote"]
    with subprocess.Popen(
        [*command, "--profile", str(profile)],
        env={**os.environ, "HOME": str(profile), "MOZ_HEADLESS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            client = _connect(port)
            client.set_context("chrome")
            client.timeout.script = 30
            yield client
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=15)
            process.kill()


def _connect(port: int) -> Marionette:
    until = time.monotonic() + 60
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                pass
            client = Marionette(host="127.0.0.1", port=port)
            client.start_session()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return client


def _settled(ask: Callable[[], object]) -> object:
    """The answer once it has stayed the same for a while: what is sent in is worked on in the background."""
    before, since = ask(), time.monotonic()
    while time.monotonic() < since + 0.7:
        time.sleep(0.1)
        now = ask()
        if now != before:
            before, since = now, time.monotonic()
    return before


def main(arguments: list[str]) -> None:
    """Subscribe and see the feed change; then send in the single files."""
    asked = json.loads(arguments[0])
    said: dict[str, list[Any]] = {"feeds": [], "singles": []}
    with _thunderbird(asked["program"], Path(asked["profile"])) as client:

        def run(script: str, *values: str) -> Any:
            answer = client.execute_async_script(script, script_args=values)
            if isinstance(answer, dict) and "error" in answer:
                sys.exit(answer["error"])
            return answer

        feed = None
        for second, path in enumerate(asked["feeds"]):
            shutil.copy(path, asked["served"])
            # The web tells changes apart by whole seconds: no two feeds may have the same one.
            os.utime(asked["served"], (2 * second, 2 * second))
            feed = feed or run(_START, "ics", asked["address"])
            run(_REFRESH, feed)
            said["feeds"].append(run(_HELD, feed))

        own = run(_START, "storage", "moz-storage-calendar://")
        for path in asked["singles"]:
            text = Path(path).read_bytes().decode()
            method = "CANCEL" if "\r\nMETHOD:CANCEL\r\n" in text else "PUBLISH"
            run(_SEND_IN, own, text, method)
            said["singles"].append(_settled(lambda: run(_HELD, own)))
    json.dump(said, sys.stdout)


main(sys.argv[1:])
