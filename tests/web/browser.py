"""A headless Chromium that is spoken to over a pipe, in its DevTools protocol: real keys, exact widths, paper."""
import base64
import json
import os
import shutil
import subprocess
import tempfile

PROGRAM = next((b for b in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if b), None)
KEYS = {"Tab": (9, ""), "Enter": (13, "\r"), " ": (32, " "), "Escape": (27, ""), "ArrowRight": (39, ""), "ArrowLeft": (37, ""),
        "ArrowUp": (38, ""), "ArrowDown": (40, "")}


class Browser:
    def __init__(self):
        self.profile = tempfile.TemporaryDirectory(prefix="strideward-browser-", ignore_cleanup_errors=True)
        to_browser, self.write_end = os.pipe()
        self.read_end, from_browser = os.pipe()

        def connect():
            os.dup2(to_browser, 63)
            os.dup2(from_browser, 64)
            os.dup2(63, 3)
            os.dup2(64, 4)

        self.process = subprocess.Popen(  # pylint: disable=consider-using-with,subprocess-popen-preexec-fn
            [PROGRAM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
             f"--user-data-dir={self.profile.name}", "--remote-debugging-pipe", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, close_fds=False, preexec_fn=connect,
            env={**os.environ, "HOME": self.profile.name})
        os.close(to_browser)
        os.close(from_browser)
        self.waiting = b""
        self.number = 0
        self.session = None
        self.events = []
        pages = self.ask("Target.getTargets")["targetInfos"]
        page = next(t["targetId"] for t in pages if t["type"] == "page")
        self.session = self.ask("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Security"):
            self.ask(domain + ".enable")

    def message(self):
        while b"\0" not in self.waiting:
            got = os.read(self.read_end, 1 << 16)
            if not got:
                raise EOFError("the browser ended")
            self.waiting += got
        one, self.waiting = self.waiting.split(b"\0", 1)
        return json.loads(one)

    def ask(self, method, **params):
        self.number += 1
        call = {"id": self.number, "method": method, "params": params}
        if self.session:
            call["sessionId"] = self.session
        os.write(self.write_end, json.dumps(call).encode() + b"\0")
        while True:
            got = self.message()
            if got.get("id") == self.number:
                if "error" in got:
                    raise RuntimeError(f"{method}: {got['error']}")
                return got["result"]
            self.events.append(got)

    def wait_for(self, event):
        while True:
            for i, got in enumerate(self.events):
                if got.get("method") == event:
                    return self.events.pop(i)
            self.events.append(self.message())

    def size(self, width, height=1000, phone=False):
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone)

    def media(self, kind="", scheme="light"):
        self.ask("Emulation.setEmulatedMedia", media=kind, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def scripts(self, on):
        self.ask("Emulation.setScriptExecutionDisabled", value=not on)

    def open(self, path, fragment=""):
        """Goes to a file and waits until it has loaded; a blank page first, since a fragment alone loads nothing."""
        for url in ("about:blank", "file://" + path + fragment):
            self.events = [e for e in self.events if e.get("method") != "Page.loadEventFired"]
            self.ask("Page.navigate", url=url)
            self.wait_for("Page.loadEventFired")

    def run(self, script):
        got = self.ask("Runtime.evaluate", expression="(function(){" + script + "})()", returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in got:
            raise RuntimeError(json.dumps(got["exceptionDetails"])[:1000])
        return got["result"].get("value")

    def busy(self):
        """Milliseconds that the page's main thread has worked."""
        return 1000 * next(m["value"] for m in self.ask("Performance.getMetrics")["metrics"] if m["name"] == "TaskDuration")

    def press(self, key, shift=False):
        code, text = KEYS[key]
        common = {"key": key, "code": "Space" if key == " " else key, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
        self.ask("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **common)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **common)

    def click(self, x, y):
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def complaints(self):
        """What pages wrote to the console, threw, or were refused."""
        self.run("return 0")
        return [json.dumps(e["params"])[:300] for e in self.events
                if e.get("method") in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown")
                or (e.get("method") == "Log.entryAdded" and e["params"]["entry"]["level"] in ("error", "warning"))]

    def picture(self, path, whole=False):
        shot = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=whole,
                        **({"clip": self.whole()} if whole else {}))
        with open(path, "wb") as to:
            to.write(base64.b64decode(shot["data"]))

    def whole(self):
        size = self.ask("Page.getLayoutMetrics")["cssContentSize"]
        return {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}

    def paper(self, path):
        got = self.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        with open(path, "wb") as to:
            to.write(base64.b64decode(got["data"]))

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.write_end)
        os.close(self.read_end)
        self.profile.cleanup()
