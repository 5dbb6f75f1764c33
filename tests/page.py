#!/usr/bin/env python3
"""page.py - the demo server's page in a browser: press its buttons and look at
the heartbeat.  page.py SERVER_PROGRAM

Chromium is told what to do over two pipes, in DevTools messages.  The times are
real, so what is asked of them is wide.
"""
import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
         "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync",
         "--remote-debugging-pipe"]
PATIENCE = 60   # seconds


class Browser:
    def __init__(self, program, profile):
        theirs, self.to = os.pipe()
        self.source, back = os.pipe()
        high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 10) for fd in (theirs, back)]

        def connect():      # Chromium reads 3 and writes 4
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self.process = subprocess.Popen(
            [program, *FLAGS, "--user-data-dir=" + profile],
            close_fds=False, preexec_fn=connect, stderr=subprocess.DEVNULL)
        for fd in (theirs, back, *high):
            os.close(fd)
        self.rest, self.count, self.session, self.events = b"", 0, None, []

    def message(self):
        while b"\0" not in self.rest:
            more = os.read(self.source, 65536)
            if not more:
                raise EOFError("the browser has gone")
            self.rest += more
        text, self.rest = self.rest.split(b"\0", 1)
        return json.loads(text)

    def do(self, method, **params):
        self.count += 1
        order = {"id": self.count, "method": method, "params": params}
        if self.session:
            order["sessionId"] = self.session
        os.write(self.to, json.dumps(order).encode() + b"\0")
        while True:
            heard = self.message()
            if heard.get("id") == self.count:
                return heard.get("result", heard)
            self.events.append(heard)

    def open(self, url):
        target = self.do("Target.createTarget", url="about:blank")
        self.session = self.do("Target.attachToTarget", flatten=True,
                               targetId=target["targetId"])["sessionId"]
        for domain in ("Runtime", "Log", "Network", "Page"):
            self.do(domain + ".enable")
        self.do("Page.navigate", url=url)

    def value_of(self, expression):
        return self.do("Runtime.evaluate", expression=expression,
                       returnByValue=True).get("result", {}).get("value")

    def wait_for(self, expression):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.value_of(expression):
                return True
            time.sleep(0.05)
        return False


passed = failed = 0


def expect(what, right):
    global passed, failed
    if right:
        passed += 1
    else:
        failed += 1
        print("FAIL the page:", what)


def press(browser, path):
    """Press the button; seconds that the longest heartbeat took meanwhile."""
    browser.value_of("beats.length = 0; element('log').textContent = ''; "
                     f"[...document.querySelectorAll('button')].find("
                     f"button => button.textContent == '{path}').click(); 1")
    expect(path + " is answered", browser.wait_for(
        "element('log').textContent.includes('the last answer after')"))
    browser.wait_for("beats.length && beats.every(one => one.took !== null)")
    return browser.value_of("Math.max(...beats.map(one => one.took))") / 1000


def look_at(browser, origin):
    browser.open(origin + "/")
    expect("the heart beats", browser.wait_for(
        "typeof beats != 'undefined' && beats.some(one => one.took)"))
    expect("it tells of the loop", browser.wait_for(
        "/had \\d+ tasks/.test(element('loop').textContent)"))
    for path in browser.value_of("endpoints"):
        longest = press(browser, path)
        if path == "/async/bad-blocking":
            expect(f"{path} freezes the server ({longest:.2f} s)", longest > 1.5)
        elif path != "/async/cpu-bound":
            expect(f"{path} lets it go on ({longest:.2f} s)", longest < 0.7)
    urls = {event["params"]["request"]["url"] for event in browser.events
            if event["method"] == "Network.requestWillBeSent"}
    foreign = [url for url in urls
               if not url.startswith((origin + "/", "data:"))]
    expect(f"it asks nobody else, but {foreign}", not foreign)
    complaints = [event["params"] for event in browser.events if event["method"]
                  in ("Runtime.exceptionThrown", "Log.entryAdded")]
    expect(f"no complaints: {complaints}", not complaints)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def await_server(port):
    for _ in range(200):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit("the server does not listen")


def main():
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        print("make page-test needs chromium: skipped.")
        return
    port = free_port()
    server = subprocess.Popen([sys.argv[1]], stdout=subprocess.DEVNULL,
                              env={**os.environ, "PORT": str(port)})
    try:
        await_server(port)
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            browser = Browser(program, profile)
            try:
                look_at(browser, f"http://127.0.0.1:{port}")
            finally:
                browser.process.kill()
                browser.process.wait()
    finally:
        server.kill()
        server.wait()
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
