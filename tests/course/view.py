#!/usr/bin/env python3
"""view.py - the pages that play the lessons' runs, in a browser: each is played
to its end and back, and what it shows is compared with the stepper's text at
every step; then the keys, sizes, colours, and what a screen reader is told.

    view.py MANY_TASKS_PAGE PAGE_OF_TWO_RUNS LESSON_PAGE...
"""
import glob
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter

from browser import Browser, contrast, expect, find_chromium, sum_up

PROGRAMS = os.path.dirname(sys.argv[1]) + "/../lessons"

# --- what a page shows, and what the list says -------------------------------

HARNESS = r"""
window.player = document.querySelector("section.run").player;

function press(key, more = {}) {
    player.root.dispatchEvent(new KeyboardEvent("keydown",
        {key, bubbles: true, cancelable: true, ...more}));
}

const all = (selector, from = player.root) =>
    [...from.querySelectorAll(selector)];
const textOf = element => element.textContent.trim().replace(/\s+/g, " ");

/* "runs Task-2 fetch_user, from ...: waits at ..." */
function sentence() {
    const does = player.root.querySelector(".does").cloneNode(true);
    all(".holds", does).forEach(one => one.remove());
    const who = textOf(does.querySelector(".who"));
    const from = textOf(does).slice(who.length).replace(/^ runs/, "");
    const ends = textOf(player.root.querySelector(".ends")).replace(/^→ /, "");
    return `runs ${who}${from}` +
        (ends === "comes back to the loop" ? "" : `: ${ends}`);
}

/* "waiting Task-1 async_main at 06_gather.c:57: gather (...); woken by ..." */
function waiting() {
    return all(".rows .row").slice(0, 8).map(row => {
        const [who, at, wait, waker] = row.children;
        const name = Number(row.dataset.who) > 0
            ? who.title.split(" ").slice(0, 2).join(" ") : who.title;
        const cancelled = waker.title.startsWith("cancelled, ");
        return `waiting ${name}${at.title ? ` at ${at.title}` : ""}: ` +
            wait.title + (cancelled ? ", cancelled" : "") + "; woken by " +
            waker.title.replace(/^cancelled, /, "");
    });
}

function state() {
    return {
        sentence: player.at < player.last() ? sentence() : "the end",
        where: textOf(player.root.querySelector(".where")),
        running: all(".does .who").map(textOf)[0],
        ready: all(".queue .who").map(textOf), waiting: waiting(),
        printed: player.root.querySelector(".printed mark").textContent,
        soFar: player.root.querySelector(".printed pre").textContent,
        marked: all(".line.from, .line.to").map(textOf),
    };
}

/* What it shows at each step, up to the end. */
function playToTheEnd() {
    press("Home");
    const seen = [state()];
    while (player.at < player.last()) {
        press("ArrowRight");
        seen.push(state());
    }
    return seen;
}

/* Where the stepper's text, which the list repeats, says something else. */
function differences(seen) {
    const found = [], more = / and \d+ more/;
    const differ = (at, what, page, list) => {
        if (page !== list && found.length < 3)
            found.push(`step ${at + 1}, ${what}: ${page} | ${list}`);
    };
    let at = 0, begins = null;
    for (const item of document.querySelectorAll("ol.steps > li")) {
        if (item.className === "turn") {
            begins = [...item.children].map(textOf);
            continue;
        }
        const now = seen[at];
        const printed = item.querySelector("pre")?.textContent ?? "";
        differ(at, "sentence", now.sentence, textOf(item.firstChild));
        differ(at, "printed", now.printed.trim(), printed.trim());
        if (begins) {
            const [turn, ready, ...waits] = begins;
            differ(at, "turn", now.where.includes(turn.split(",")[0]), true);
            if (!more.test(ready))
                differ(at, "ready", "ready " + [now.running, ...now.ready]
                       .join(", "), ready);
            differ(at, "waiting", now.waiting.join("; "),
                   waits.filter(one => !more.test(one)).join("; "));
            begins = null;
        }
        at++;
    }
    return found;
}

/* The steps at which it is not the same on the way back. */
function differsOnTheWayBack(seen) {
    const found = [];
    for (let at = player.last(); at >= 0; at--) {
        if (JSON.stringify(state()) !== JSON.stringify(seen[at]))
            found.push(at + 1);
        press("ArrowLeft");
    }
    return found;
}

function playAll() {
    const seen = playToTheEnd();
    return {steps: seen.length - 1, differences: differences(seen),
            listed: document.querySelectorAll("ol.steps > li[value]").length,
            sentences: seen.map(one => one.sentence),
            back: differsOnTheWayBack(seen), at: player.at};
}
"""


def open_page(browser, page):
    browser.events.clear()
    browser.navigate("file://" + os.path.abspath(page))
    browser.value_of(HARNESS + "1")


def look_at_run(browser, page):
    name = os.path.basename(page)
    open_page(browser, page)
    all_of_it = browser.value_of("playAll()") or {}
    found, back = all_of_it.get("differences"), all_of_it.get("back")
    expect(f"{name} says what the stepper says: {found}", found == [])
    expect(f"{name} lists its steps: {all_of_it}",
           0 < all_of_it.get("listed", 0) <= all_of_it["steps"])
    expect(f"{name} is the same on the way back: {back}",
           back == [] and all_of_it["at"] == 0)
    if all_of_it["listed"] < all_of_it["steps"]:
        look_at_rest(name, all_of_it["sentences"][:-1])
    size = os.path.getsize(page)
    expect(f"{name} has less than 300 kB: {size}", size < 300_000)
    look_for_trouble(browser, page)


def look_at_rest(name, sentences):
    """The list is cut, so the stepper is asked, whose rows of steps alike are
    cut.  It sees another run: with threads one callback of an executor may bring
    several results, or two of them one each, who is first may be another one, and
    descriptors have the numbers that are free."""
    def compared(all_of_them):
        return sorted(re.sub(r"descriptor \d+", "descriptor", one)
                      for one in all_of_them
                      if one != "runs executor's callback")
    shown = compared(sentences)
    [program] = [path for path in glob.glob(f"{PROGRAMS}/{name[:2]}_*")
                 if "." not in os.path.basename(path)]
    for _ in range(10):
        text = subprocess.run([program], stdin=subprocess.DEVNULL, check=False,
                              capture_output=True, text=True,
                              env={**os.environ, "CLOCK": "virtual",
                                   "SHOW": "turns"}).stdout
        told = compared("runs " + line[11:] for line in text.splitlines()
                        if line.startswith("  runs     "))
        alike = sum(int(count) for one, count in
                    re.findall(r"^  runs     (.*)\n  \.\.\. +(\d+) more steps like it$",
                               text, re.MULTILINE)
                    if one != "executor's callback")
        other = list((Counter(told) - Counter(shown)).elements())
        if not other and len(shown) == len(told) + alike:
            break
    expect(f"{name} says what the stepper says in all {len(sentences)} steps: "
           f"{len(shown)}, {len(told)} and {alike} alike, {other[:2]}",
           not other and len(shown) == len(told) + alike)


def look_for_trouble(browser, page):
    name = os.path.basename(page)
    mine = "file://" + os.path.abspath(page)
    foreign = [url for url in browser.asked_for()
               if url.split("#")[0] != mine]
    expect(f"{name} asks for nothing, but {foreign}", not foreign)
    complaints = browser.complaints()
    expect(f"{name}: no complaints: {complaints}", not complaints)


# --- the keys ----------------------------------------------------------------

def at(browser):
    return browser.value_of("player.at")


def use_keys(browser, page):
    """Lesson 06: 26 steps; who is chosen, and where one is."""
    open_page(browser, page)
    expect("the player has the focus", browser.value_of(
        "document.activeElement === player.root"))
    for key, code, to in [
            ("ArrowRight", 39, 1), ("n", 78, 2), ("ArrowLeft", 37, 1),
            ("b", 66, 0), ("t", 84, 1), ("T", 84, 0), ("c", 67, 4),
            ("C", 67, 3), ("End", 35, 26), ("PageUp", 33, 23),
            ("Home", 36, 0), ("PageDown", 34, 3)]:
        browser.type_key(key, code)
        expect(f"{key} leads to step {to}, but {at(browser)}",
               at(browser) == to)
    browser.value_of("history.back(); 1")
    expect("the browser's back button undoes a jump",
           browser.wait_for("player.at === 0"))
    expect("the address says where", browser.value_of("location.hash") ==
           "#step-1")
    choose_by_keys(browser)
    open_by_keys(browser)
    play_by_keys(browser)
    predict_by_keys(browser)


def choose_by_keys(browser):
    browser.value_of("press('Home'); press('c')")
    browser.type_key("ArrowDown", 40)
    browser.type_key("ArrowDown", 40)
    expect("down chooses a task", browser.value_of("player.chosen") == 2)
    expect("which is lit in several views", browser.value_of(
        "new Set(all('.lit').map(one => one.closest('section, .sentence')"
        "?.className)).size") >= 3)
    expect("and told why it stands there", browser.value_of(
        "textOf(player.root.querySelector('.why'))") != "")
    browser.type_key(",", 188)
    expect(f"its step before: {at(browser)}", at(browser) == 1)
    browser.type_key(".", 190)
    expect(f"its next step: {at(browser)}", at(browser) == 4)
    browser.type_key("Escape", 27)
    expect("Escape chooses nobody", browser.value_of("player.chosen") == 0)
    browser.type_key("w", 87)
    expect("w tells why somebody waits", browser.value_of(
        "/Task-1 async_main waits at 06_gather.c:\\d+ for gather/.test("
        "textOf(player.root.querySelector('.why')))"))
    browser.type_key("Escape", 27)


def open_by_keys(browser):
    def seen(selector):
        return browser.value_of(
            f"!!player.root.querySelector('{selector}')?.offsetParent")
    for key, code, selector in [("u", 85, ".macro"), ("g", 71, ".lanes")]:
        before = seen(selector)
        browser.type_key(key, code)
        expect(f"{key} opens or closes {selector}", seen(selector) != before)
        browser.type_key(key, code)
        expect(f"{key} again undoes that", seen(selector) == before)
    browser.value_of("press('u')")
    expect("the line without its macro", browser.value_of(
        "/coro_await/.test(player.root.querySelector('.macro').textContent)"))
    browser.value_of("press('u')")
    browser.type_key("?", 191)
    expect("? shows the keys", browser.value_of("player.help.open"))
    browser.type_key("Escape", 27)
    expect("Escape closes them", not browser.value_of("player.help.open"))
    browser.value_of("player.root.focus(); press('Home')")
    browser.type_key("/", 191)
    browser.type_key("8", 56)
    browser.type_key("Enter", 13)
    expect("/ finds Task-8", browser.value_of(
        "player.recording.steps[player.at].who") == 8)
    browser.value_of("player.root.focus(); player.pin(57); press('Home'); 1")
    browser.type_key("ArrowRight", 39)
    expect("with a line pinned, forwards goes there", browser.value_of(
        "player.touchesPin(player.recording.steps[player.at])"))
    browser.type_key("Escape", 27)


def play_by_keys(browser):
    browser.value_of("press('Home'); player.pace = 1; 1")
    browser.type_key(" ", 32)
    expect("Space plays to the end",
           browser.wait_for("player.at === player.last()"))


def predict_by_keys(browser):
    browser.value_of("press('Home'); press('n'); 1")
    browser.type_key("p", 80)
    expect("p asks who runs next", browser.value_of(
        "all('.choice').map(textOf).join()") ==
        "1Task-1 async_main,2Task-2 fetch_user,3Task-3 fetch_user,"
        "4Task-4 fetch_user")
    expect("and hides who is woken by whom", browser.value_of(
        "all('.rows .row').every(row => row.lastChild.title === '?')"))
    browser.type_key("3", 51)
    verdict = browser.value_of("textOf(player.question.verdict)")
    expect(f"a right answer is told so: {verdict}",
           verdict.startswith("Yes. (1 of 1 right) Task-3: it is first in "
                              "line; Task-1 made it ready"))
    browser.type_key("n", 78)
    browser.type_key("1", 49)
    verdict = browser.value_of("textOf(player.question.verdict)")
    expect(f"and a wrong one: {verdict}",
           verdict.startswith("No. (1 of 2 right) Task-4:"))
    browser.type_key("p", 80)


# --- how it looks ------------------------------------------------------------

SIZES = (360, 740), (390, 844), (768, 1024), (1280, 800), (1600, 1000)
COLOURS = ("ink", "faint", "run", "wait", "hold", "failed", "cancelled",
           "done", "part")


def look_at_sizes(browser, page):
    open_page(browser, page)
    for width, height in SIZES:
        browser.size(width, height)
        for step in 0, 3, 26:
            browser.value_of(f"player.go({step}); 1")
            expect(f"{page} fits into {width} columns at step {step}",
                   browser.wait_for(
                       f"innerWidth === {width} && "
                       f"document.documentElement.scrollWidth <= {width}"))
        expect(f"its timeline is drawn in {width}", browser.value_of(
            "player.timeline.canvas.width") > 0)


def look_at_colours(browser, page):
    open_page(browser, page)
    for scheme in "light", "dark":
        browser.scheme(scheme)
        value = {name: browser.value_of(
            "getComputedStyle(document.documentElement)"
            f".getPropertyValue('--{name}').trim()")
            for name in (*COLOURS, "paper", "panel", "code", "on-run")}
        for name in COLOURS:
            ratio = contrast(value[name], value["panel"])
            expect(f"{name} can be read, {scheme}: {ratio:.1f}", ratio >= 4.5)
        for ground in "paper", "code":
            for name in "ink", "faint":
                ratio = contrast(value[name], value[ground])
                expect(f"{name} on {ground}, {scheme}: {ratio:.1f}",
                       ratio >= 4.5)
        ratio = contrast(value["on-run"], value["run"])
        expect(f"a pressed button, {scheme}: {ratio:.1f}", ratio >= 4.5)


def look_at_movement(browser, page):
    open_page(browser, page)
    moves = "getComputedStyle(player.root.querySelector('.line'))" \
            ".transitionDuration !== '0s'"
    for wish, right in ("no-preference", True), ("reduce", False):
        browser.do("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-reduced-motion", "value": wish}])
        expect(f"movement: {wish}", browser.value_of(moves) == right)


def listen(browser, page):
    """What a screen reader is told."""
    open_page(browser, page)
    browser.value_of("player.go(6); 1")
    nodes = browser.do("Accessibility.getFullAXTree")["nodes"]
    names = {}
    for node in nodes:
        role = node.get("role", {}).get("value")
        names.setdefault(role, []).append(node)
    expect("the step is told", "status" in names)
    expect("there is a slider", len(names.get("slider", [])) == 1)
    told = browser.value_of("player.slider.getAttribute('aria-valuetext')")
    expect(f"which says in words where one is: {told}", told ==
           "step 7 of 26 · turn 3 · 1.0 s · 2 of 4 tasks done, Task-4 runs")
    nameless = [node for node in names.get("button", [])
                if not node.get("name", {}).get("value")]
    expect("every button has a name", not nameless)
    expect("the waiting table is a table", "table" in names)


def without_script(browser, page):
    browser.do("Emulation.setScriptExecutionDisabled", value=True)
    browser.navigate("file://" + os.path.abspath(page))
    text = browser.do("Runtime.evaluate", returnByValue=True,
                      expression="document.body.innerText")
    said = text.get("result", {}).get("value", "")
    expect("the steps can be read without a script",
           "runs Task-4 fetch_user, from its beginning" in said)
    browser.do("Emulation.setScriptExecutionDisabled", value=False)


# --- many --------------------------------------------------------------------

def look_at_many(browser, page):
    open_page(browser, page)
    events = browser.value_of("player.recording.events.length")
    tasks = browser.value_of("player.recording.tasks.length")
    expect(f"{tasks} tasks, {events} events",
           tasks > 10_000 and events > 100_000)
    browser.value_of("player.go(Math.floor(player.last() / 2)); 1")
    shown = browser.value_of(
        "[all('.rows .row').length, all('.names > *').length,"
        " all('.queue li').length]")
    expect(f"only what is seen is made: {shown}",
           0 < shown[0] < 60 and 0 < shown[1] < 60 and shown[2] < 20)
    took = browser.value_of(
        "(() => { const begin = performance.now();"
        "for (let i = 0; i < 20; i++) player.go(player.at + 1);"
        "const forwards = performance.now() - begin;"
        "for (let i = 0; i < 20; i++) player.go(player.at - 1);"
        "return [forwards / 20, (performance.now() - begin - forwards) / 20];"
        "})()")
    print(f"{tasks} tasks, {events} events: a step takes {took[0]:.0f} ms, "
          f"and {took[1]:.0f} ms back")
    look_for_trouble(browser, page)


def look_at_cancelled(browser, page):
    """Lesson 12: who is cancelled is struck out in the ready queue."""
    open_page(browser, page)
    marked = browser.value_of(
        "(() => { const found = new Set(); press('Home');"
        "while (player.at < player.last()) { press('ArrowRight');"
        "all('.queue .who.cancelled').forEach(one => found.add(textOf(one)));"
        "} return [...found]; })()")
    expect(f"who is cancelled is marked: {marked}",
           any(one.startswith("Task-7") for one in marked))


# --- two runs side by side ---------------------------------------------------

def look_at_two(browser, page):
    """Exercise 06: one asks three APIs one after the other."""
    browser.events.clear()
    browser.navigate("file://" + os.path.abspath(page))
    browser.value_of("window.pair = document.querySelector('section.run "
                     ".pair') && sections[0].player; 1")
    said = browser.value_of("document.querySelector('.parts').textContent")
    expect(f"it says where they part: {said}", said ==
           "They part as they begin."
           "fetch_api begins: 3 times in a right run, once in yours"
           "Yours then stands in fetch_all_apis, in_sequence.c:43 > "
           "fetch_api, in_sequence.c:19.")
    words = browser.value_of("document.querySelector('.said').textContent")
    expect(f"and the check's words: {words}",
           "All of them could be asked at 0.0 s" in " ".join(words.split()))
    expect("it begins there", browser.value_of("pair.at") == 0)
    browser.type_key("End", 35)
    expect("both come to their end", browser.value_of(
        "pair.players.every(one => one.at === one.last())"))
    browser.type_key("d", 68)
    expect("d leads to the parting", browser.value_of("pair.at") == 0)
    browser.type_key("c", 67)
    times = browser.value_of("pair.players.map(one => "
                             "one.recording.steps[one.at].time)")
    expect(f"they move together in time: {times}", times[0] <= times[1])
    browser.value_of("pair.players[0].timeline.zoom(2); 1")
    expect("one scale for both", browser.value_of(
        "pair.players[0].timeline.span === pair.players[1].timeline.span"))
    expect("the solution's source is not in it", browser.value_of(
        "pair.players[1].recording.files.every(one => !one.lines.length)"))
    with open(page, encoding="utf-8") as file:
        text = file.read()
    with open("solutions/06_three_apis.c", encoding="utf-8") as file:
        shown = [line for line in file if "AWAIT(gather" in line
                 and line.strip() in text]
    expect(f"not even a line of it: {shown}", not shown)
    for width, height in SIZES:
        browser.size(width, height)
        expect(f"two runs fit into {width}", browser.wait_for(
            f"innerWidth === {width} && "
            f"document.documentElement.scrollWidth <= {width}"))
    look_for_trouble(browser, page)


# --- all of it ---------------------------------------------------------------

def look_at(browser, many, two, pages):
    for page in pages:
        look_at_run(browser, page)
    [groups] = [page for page in pages if page.endswith("/12.html")]
    look_at_cancelled(browser, groups)
    [gather] = [page for page in pages if page.endswith("/06.html")]
    use_keys(browser, gather)
    look_at_sizes(browser, gather)
    look_at_colours(browser, gather)
    look_at_movement(browser, gather)
    listen(browser, gather)
    without_script(browser, gather)
    look_at_many(browser, many)
    look_at_two(browser, two)


def main():
    chromium = find_chromium()
    if not chromium:
        print("make view-test needs chromium: skipped.")
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(chromium, profile)
        try:
            browser.open("about:blank")
            look_at(browser, sys.argv[1], sys.argv[2], sys.argv[3:])
        finally:
            browser.close()
    sum_up()


main()
