#!/usr/bin/env python3
"""The Microsoft tool's report as strideward writes it, in a headless browser: the page's policy lets its own style and
pictures through and nothing else, every picture is drawn, nothing is wider than a phone, and it prints.

usage: tmt_test.py STRIDEWARD
"""
import json
import os
import subprocess
import sys
import tempfile

import browser as chromium

strideward = sys.argv[1]
if not chromium.PROGRAM or not os.path.exists(strideward):
    print("1..0 # SKIP no chromium, or no program")
    sys.exit(0)

work = tempfile.TemporaryDirectory(prefix="strideward-tmt-", ignore_cleanup_errors=True)
EVIL = "\"><script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
number = 0
failed = False


def ok(condition, what, why=""):
    global number, failed
    number += 1
    failed |= not condition
    print(f"{'ok' if condition else 'not ok'} {number} - {what}", flush=True)
    if not condition and why != "":
        print("# " + str(why)[:2000].replace("\n", "\n# "))


def cell(ident, shape, kind, name, x, y, **more):
    data = {"type": "tm." + kind, "name": name, "hasOpenThreats": True, "threats": [
        {"id": "t-" + ident, "title": "Someone reads " + name, "type": "Information disclosure", "severity": "High",
         "status": "Open", "description": "long " * 60 + "unbroken" * 40, "mitigation": EVIL, "modelType": "STRIDE"}]}
    return {"id": ident, "shape": shape, "zIndex": 1, "data": data,
            **({"position": {"x": x, "y": y}, "size": {"width": 120, "height": 80}} if shape != "flow" else {}), **more}


def model():
    cells = [cell("a", "actor", "Actor", "User", 0, 0), cell("b", "process", "Process", "Shop " + EVIL, 400, 0),
             cell("c", "store", "Store", "Orders", 900, 300),
             cell("f", "flow", "Flow", "HTTPS", 0, 0, source={"cell": "a"}, target={"cell": "b"}),
             cell("g", "flow", "Flow", EVIL, 0, 0, source={"cell": "b"}, target={"cell": "c"})]
    return {"version": "2.0.0", "summary": {"title": EVIL, "owner": "me", "description": EVIL, "id": 0},
            "detail": {"contributors": [], "diagrams": [{"id": 0, "title": "Main", "diagramType": "STRIDE",
                                                         "thumbnail": "", "version": "2.0.0", "cells": cells}],
                       "reviewer": "", "diagramTop": 1, "threatTop": 5}}


STATE = """
var images = Array.prototype.slice.call(document.images), wide = [], most = document.documentElement.clientWidth;
document.querySelectorAll('body *').forEach(function (e) { if (e.getBoundingClientRect().right > most + 1) wide.push(e.tagName + '.' + e.className); });
return {title: document.title, pictures: images.length, drawn: images.filter(function (i) { return i.complete && i.naturalWidth > 50; }).length,
    named: images.filter(function (i) { return i.alt.trim(); }).length, wide: wide.slice(0, 5), threats: document.querySelectorAll('div.threat').length,
    styled: getComputedStyle(document.querySelector('div.threat')).backgroundColor, scripts: document.scripts.length};
"""


def main():
    source, page = (os.path.join(work.name, name) for name in ("model.json", "page.htm"))
    with open(source, "w", encoding="utf-8") as to:
        json.dump(model(), to)
    ran = subprocess.run([strideward, "model", "report", source, "-f", "tmt-html=" + page, "--at", "2026-01-01T00:00:00Z"],
                         capture_output=True, text=True, check=False)
    ok(ran.returncode == 0, "the report is written", ran.stderr)
    if ran.returncode:
        return
    browser = chromium.Browser()
    try:
        for width in (1300, 360):
            browser.size(width, phone=width < 500)
            browser.open(page)
            seen = browser.run(STATE)
            ok(seen["pictures"] == 6 and seen["drawn"] == 6 and seen["named"] == 6, f"{width}: all pictures are drawn and named", seen)
            ok(seen["threats"] == 5 and seen["styled"] != "rgba(0, 0, 0, 0)", f"{width}: all threats, with the page's own style", seen)
            ok(not seen["wide"], f"{width}: nothing is wider than the page", seen)
            ok(seen["title"] == "Threat Modeling Report" and not seen["scripts"], f"{width}: nothing runs", seen)
        ok(not browser.complaints(), "no complaints", browser.complaints())
        browser.paper(os.path.join(work.name, "page.pdf"))
        ok(os.path.getsize(os.path.join(work.name, "page.pdf")) > 10000, "it prints")
        if len(sys.argv) > 2:
            browser.picture(sys.argv[2], whole=True)
    finally:
        browser.close()


main()
print(f"1..{number}")
work.cleanup()
sys.exit(failed)
