#!/usr/bin/env python3
"""page.py - the demo server's page in a browser: press its buttons, look at the
chart and at what it tells of the loop, in windows of several sizes, with the
keyboard, and without a server.  page.py SERVER_PROGRAM [DIRECTORY]

In the directory it leaves pictures of what it saw.

The times are real, so what is asked of them is wide.
"""
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

from browser import (Browser, brightness, expect, find_chromium, sum_up)


def keep_picture(browser, name):
    if len(sys.argv) > 2:
        browser.picture(pathlib.Path(sys.argv[2]) / (name + ".png"))


def text_of(browser, element):
    return browser.value_of(f"element('{element}').textContent")


def expect_text(browser, element, pattern):
    """Sooner or later."""
    found = browser.wait_for(f"/{pattern}/.test(element('{element}').textContent)")
    expect(f"#{element} says {pattern}, but {text_of(browser, element)!r}", found)


# --- the buttons, the chart, the loop ----------------------------------------

WHAT_THE_LOOP_DOES = {
    "/sync/noawait": ("threads", "^4 of 40$"),
    "/async/await-one": ("sleeping", "^4$"),
    "/async/await-many": ("sleeping", "^12$"),
    "/async/wrap-blocking": ("slots", "^●●●●○"),
    "/async/bad-blocking": ("news", "^as it was [1-4]"),
    "/async/cpu-bound": ("results", "^4$"),
}
THE_LOOP, THREADS = "ran in the loop's thread", "ran in slots 1, 2, 3, 4 of thread"
WHERE_IT_RAN = {
    "/sync/noawait": THREADS, "/async/await-one": THE_LOOP,
    "/async/await-many": THE_LOOP, "/async/wrap-blocking": THREADS,
    "/async/bad-blocking": THE_LOOP, "/async/cpu-bound": THREADS,
}


def button(path):
    return (f"[...document.querySelectorAll('button')]"
            f".find(button => button.textContent.startsWith('{path}'))")


def press(browser, path):
    browser.value_of("beats.splice(0, beats.length - 1);"
                     f"{button(path)}.click(); 1")


def all_answered(browser):
    return browser.wait_for("presses.every(one => one.ended !== null)")


def heights(browser):
    """How high the bars of each colour go, in seconds; 0: there are none."""
    return browser.value_of("""(() => {
        const copy = new OffscreenCanvas(chart.width, chart.height)
            .getContext("2d", {willReadFrequently: true});
        copy.drawImage(chart, 0, 0);
        const dots = copy.getImageData(0, 0, chart.width, chart.height).data;
        const sheet = newSheet(performance.now());

        function height(name, alpha = 1) {
            copy.globalCompositeOperation = "copy";
            copy.globalAlpha = alpha;
            copy.fillStyle = color(name);
            copy.fillRect(0, 0, 1, 1);
            const bytes = copy.getImageData(0, 0, 1, 1).data;
            for (let i = 0; i < dots.length; i += 4)
                if (bytes.every((byte, at) => Math.abs(dots[i + at] - byte) < 2))
                    return (sheet.floor - i / 4 / chart.width)
                        / (sheet.floor - TOP) * sheet.tallest / 1000;
            return 0;
        }
        return {quick: height("quick"), late: height("late"),
                pale: height("late", .3)};
    })()""")


def look_at_silence(browser):
    expect_text(browser, "state", "^The loop is silent")
    keep_picture(browser, "2-silent")
    both = browser.value_of("element('heart').textContent.match(/[0-9.]+ s/)[0]"
                            " + element('news').textContent.match(/[0-9.]+ s/)[0]")
    expect(f"it says one time, not two: {both}",
           both[:len(both) // 2] == both[len(both) // 2:])
    shown = heights(browser)
    expect(f"what is not here yet is pale: {shown}", shown["late"] == 0)
    expect(f"and it is there: {shown}", shown["pale"] > 0.5)


def look_at_button(browser, path):
    press(browser, path)
    expect_text(browser, *WHAT_THE_LOOP_DOES[path])
    if path == "/async/bad-blocking":
        look_at_silence(browser)
    expect(path + " is answered", all_answered(browser))
    browser.wait_for("beats.length && performance.now() - lastNews < 200")
    longest = browser.value_of("Math.max(...beats.map(one => one.late))") / 1000
    time.sleep(0.1)                     # for the chart to be drawn
    shown = heights(browser)
    if path == "/async/bad-blocking":
        expect(f"{path} freezes the server ({longest:.2f} s)", longest > 1.5)
        expect(f"the chart shows {longest:.2f} s: {shown}",
               abs(shown["late"] - longest) < 0.2)
        expect_text(browser, "holders", "bad_blocking held the loop for 1.0 s, "
                    "4 times in a row: lessons.21_demo_server.c, from line [0-9]+ to its end")
        keep_picture(browser, "3-afterwards")
    elif path != "/async/cpu-bound":
        expect(f"{path} lets it go on ({longest:.2f} s)", longest < 0.7)
        expect(f"the chart shows nobody waiting: {shown}",
               0 < shown["quick"] < 0.3 and shown["late"] < 0.7)
    where = browser.value_of(button(path) + ".textContent")
    expect(f"{path} {WHERE_IT_RAN[path]}: {where}", WHERE_IT_RAN[path] in where)
    expect_text(browser, "state", "^The loop has time")


def results(browser):
    return browser.value_of("[...document.querySelectorAll('.result')]"
                            ".map(one => parseFloat(one.textContent) || 0)")


def look_at_buttons(browser):
    expect_text(browser, "state", "^The loop has time")
    expect_text(browser, "threads", "^0 of 40$")
    expect_text(browser, "ready", "^0")
    keep_picture(browser, "1-calm")
    for path in WHAT_THE_LOOP_DOES:
        look_at_button(browser, path)
    took = results(browser)
    expect(f"the buttons show the times: {took}",
           1 <= min(took[:4]) and max(took[:4]) < 2.5 and took[4] >= 4)


def press_many(browser):
    """More than the browser has connections: the heart beats on, nobody is
    blamed, and what waited in line here is not counted."""
    browser.value_of("holds.length = 0; seen = new Set(); setInterval("
                     "() => seen.add(element('state').textContent), 20)")
    for path in "/sync/noawait", "/sync/noawait", "/async/await-one":
        press(browser, path)
    expect_text(browser, "buttons", "waits in line")
    expect("all are answered", all_answered(browser))
    states = browser.value_of("[...seen].join('; ')")
    expect(f"the loop had time, and it says so: {states}",
           states == "The loop has time,")
    took = results(browser)
    expect(f"what waited in line is not counted: {took}", max(took[:2]) < 2)
    waited = browser.value_of("presses.slice(-3).map(one => "
                              "one.sent - one.pressed > 500)")
    expect(f"the last one waited here: {waited}", waited == [False, False, True])
    expect("older presses are still there", browser.value_of(
        "presses.length") >= 4)


# --- how it looks, and without a mouse ---------------------------------------

def look_at_size(browser, width, height):
    browser.size(width, height, sharpness=2)
    fits = browser.wait_for(
        f"innerWidth === {width} && document.documentElement.scrollWidth"
        f" <= {width} && chart.getBoundingClientRect().bottom <= {height}")
    expect(f"the chart can be seen in {width}x{height}", fits)
    cut_off = browser.value_of(
        "[...document.querySelectorAll('main *')].filter("
        "one => one.scrollWidth > Math.max(one.clientWidth, one.offsetWidth))"
        ".map(one => one.id || one.className || one.tagName)")
    expect(f"no text is cut off in {width}x{height}: {cut_off}", not cut_off)
    keep_picture(browser, f"{width}x{height}")
    expect(f"the chart is sharp in {width}x{height}", browser.wait_for(
        "chart.width === 2 * chart.clientWidth"))


def look_at_colors(browser, scheme):
    browser.scheme(scheme)
    value = {name: brightness(browser.value_of(f"color('{name}').trim()"))
             for name in ("paper", "ink", "faint", "quick", "late")}
    expect(f"{scheme} is {scheme}",
           (value["paper"] < value["ink"]) == (scheme == "dark"))
    for name in ("ink", "faint", "quick", "late"):
        dark, light = sorted((value[name], value["paper"]))
        contrast = (light + 0.05) / (dark + 0.05)
        expect(f"{name} can be read, {scheme}: {contrast:.1f}", contrast >= 4.5)


def use_the_keyboard(browser):
    before = browser.value_of("presses.length = 0")
    browser.type_key("Tab", 9)
    expect("Tab goes to the first button", browser.value_of(
        "document.activeElement === document.querySelector('button')"))
    expect("which shows that", browser.value_of(
        "getComputedStyle(document.activeElement).outlineStyle === 'solid'"))
    browser.type_key("Enter", 13)
    expect("Enter presses it",
           browser.wait_for(f"presses.length === {before + 1}"))
    all_answered(browser)


def listen_to_it(browser):
    """What a screen reader is told."""
    nodes = browser.do("Accessibility.getFullAXTree")["nodes"]
    names = {}
    for node in nodes:
        role = node.get("role", {}).get("value")
        names.setdefault(role, []).append(node.get("name", {}).get("value", ""))
    for path, name in zip(WHAT_THE_LOOP_DOES, names["button"]):
        expect(f"a button is called {path}: {name}", name.startswith(path))
    expect("the chart has a name", any(names.get("image", [])))
    expect("what changes is told", "status" in names)


# --- all of it ---------------------------------------------------------------

def look_at(browser, origin):
    browser.open(origin + "/")
    browser.size(1280, 1000)
    expect("the heart beats", browser.wait_for(
        "typeof beats != 'undefined' && beats.length > 0"))
    look_at_buttons(browser)
    press_many(browser)
    for size in (1600, 900), (1280, 800), (800, 600), (390, 844), (360, 740):
        look_at_size(browser, *size)
    for scheme in "light", "dark":
        look_at_colors(browser, scheme)
    use_the_keyboard(browser)
    listen_to_it(browser)
    foreign = [url for url in browser.asked_for()
               if not url.startswith((origin + "/", "data:"))]
    expect(f"it asks nobody else, but {foreign}", not foreign)
    complaints = browser.complaints()
    expect(f"no complaints: {complaints}", not complaints)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def start_server(program, port):
    server = subprocess.Popen([program], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL,
                              env={**os.environ, "PORT": str(port),
                                   "QUIET": "1", "DEBUG": "1"})
    for _ in range(200):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.05)
    sys.exit("the server does not listen")


def stop_server(server):
    server.kill()
    server.wait()


def main():
    chromium = find_chromium()
    if not chromium:
        print("make page-test needs chromium: skipped.")
        return
    program, port = sys.argv[1], free_port()
    server = start_server(program, port)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(chromium, profile)
        try:
            look_at(browser, f"http://127.0.0.1:{port}")
            stop_server(server)
            expect_text(browser, "state", "no server")
            keep_picture(browser, "4-no-server")
            server = start_server(program, port)
            expect_text(browser, "state", "^The loop has time")
        finally:
            stop_server(server)
            browser.close()
    sum_up()


main()
