"""browser.py - Chromium without a window, for the tests of pages.

It is told what to do over two pipes, in DevTools messages.
"""
import base64
import fcntl
import json
import os
import shutil
import subprocess
import sys
import time

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
         "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync",
         "--remote-debugging-pipe"]
PATIENCE = 60   # seconds

passed = failed = 0


def expect(what, right):
    global passed, failed
    if right:
        passed += 1
    else:
        failed += 1
        print("FAIL:", what)


def sum_up():
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


def find_chromium():
    return shutil.which("chromium") or shutil.which("chromium-browser")


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

    def navigate(self, url):
        """To a file's page: there when this returns."""
        self.do("Page.navigate", url="about:blank")
        self.do("Page.navigate", url=url)
        self.wait_for("location.href !== 'about:blank' && "
                      "document.readyState === 'complete'")

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

    def type_key(self, key, code=0, **more):
        text = "\r" if key == "Enter" else key
        for event in "keyDown", "keyUp":
            self.do("Input.dispatchKeyEvent", type=event, key=key,
                    windowsVirtualKeyCode=code,
                    **({"text": text} if len(text) == 1 else {}), **more)

    def scheme(self, scheme):
        self.do("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": scheme}])

    def size(self, width, height, sharpness=1):
        self.do("Emulation.setDeviceMetricsOverride", width=width,
                height=height, deviceScaleFactor=sharpness, mobile=width < 500)

    def picture(self, path):
        data = self.do("Page.captureScreenshot")["data"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(data))

    def asked_for(self):
        """The addresses of all requests."""
        return {event["params"]["request"]["url"] for event in self.events
                if event["method"] == "Network.requestWillBeSent"}

    def complaints(self):
        return [event["params"] for event in self.events if event["method"]
                in ("Runtime.exceptionThrown", "Log.entryAdded")]

    def close(self):
        self.process.kill()
        self.process.wait()


def brightness(color):
    """Relative luminance, as the Web Content Accessibility Guidelines have it."""
    parts = [int(color[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
              for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)
