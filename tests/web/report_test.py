#!/usr/bin/env python3
"""Opens reports in a headless browser: no complaint on the console, all sections, as many cards and rows as the JSON
report has, nothing wider than a phone, a filter that filters.

usage: report_test.py REPORT_PAGE STRIDEWARD SOURCE_ROOT
"""
import html
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile

report_page, strideward, root = sys.argv[1:4]
browser = next((b for b in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if b), None)
if not browser:
    print("1..0 # SKIP no chromium")
    sys.exit(0)

work = tempfile.TemporaryDirectory(prefix="strideward-web-", ignore_cleanup_errors=True)
number = 0
failed = False


def ok(condition, what, why=""):
    global number, failed
    number += 1
    failed |= not condition
    print(f"{'ok' if condition else 'not ok'} {number} - {what}", flush=True)
    if not condition and why:
        print("# " + str(why)[:2000].replace("\n", "\n# "))


def browse(path, *options):
    """Runs the browser on a file; gives what it printed and what it logged."""
    with tempfile.TemporaryDirectory(dir=work.name, ignore_cleanup_errors=True) as profile:
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                   "--disable-background-networking", "--disable-component-update", "--disable-sync",
                   "--disable-dev-shm-usage", "--hide-scrollbars", f"--user-data-dir={profile}",
                   "--enable-logging=stderr", *options, "file://" + path]
        ran = subprocess.run(command, capture_output=True, timeout=120, env={**os.environ, "HOME": profile}, check=False)
    return ran.stdout.decode("utf-8", "replace"), ran.stderr.decode("utf-8", "replace")


def complaints(log):
    """What a page's console says; the browser's own troubles (no bus, no graphics) are not the page's."""
    return [line for line in log.splitlines() if re.search(r"CONSOLE|Refused|Uncaught|Content Security Policy", line)]


def probe(text, script, width):
    """Runs a script in a copy of the page without its policy, everything unfolded, in a frame of exactly that width (a
    window has a least one); gives the result as JSON."""
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    text = re.sub(r"<details (?![^>]* open>)", "<details open ", text)
    tail = ("<script>parent.document.documentElement.setAttribute('data-probe', JSON.stringify((function(){" + script +
            "})()));</script>")
    frame = html.escape(text.replace("</body>", tail + "</body>"), quote=True)
    path = os.path.join(work.name, "probe.html")
    with open(path, "w", encoding="utf-8", newline="") as to:
        to.write(f'<!doctype html><html><meta charset="utf-8"><body><iframe width="{width}" height="900" frameborder="0" srcdoc="{frame}"></iframe>')
    dom, _ = browse(path, "--window-size=1500,1000", "--dump-dom")
    found = re.search(r'<html[^>]* data-probe="([^"]*)"', dom)
    return json.loads(html.unescape(found[1])) if found else None


def picture_size(path):
    with open(path, "rb") as of:
        head = of.read(24)
    return struct.unpack(">II", head[16:24]) if head[:8] == b"\x89PNG\r\n\x1a\n" else (0, 0)


OVERFLOW = """
var wide = [], most = document.documentElement.clientWidth;
document.querySelectorAll('body *').forEach(function (e) {
    if (e.closest('.scroll, pre, .chain') && !e.matches('.scroll, pre, .chain')) return;
    if (e.getBoundingClientRect().right > most + 1) wide.push(e.tagName + '.' + e.className);
});
return {inner: innerWidth, scroll: document.documentElement.scrollWidth, client: most, wide: wide.slice(0, 5)};
"""

FILTER = """
var button = Array.prototype.find.call(document.querySelectorAll('.filter button'), function (b) { return b.dataset.value === 'open'; });
if (!button) return null;
function shown(what) { return Array.prototype.filter.call(document.querySelectorAll(what), function (e) { return !e.hidden; }).length; }
var open = shown('.entry[data-state=open]'), all = shown('.entry[data-state]'), cards = shown('.card');
button.click();
var during = shown('.entry[data-state=open]'), others = shown('.entry[data-state]') - during, kept = shown('.card:not([data-state=open])');
button.click();
return {open: open, during: during, others: others, kept: kept, back: shown('.entry[data-state]') === all && shown('.card') === cards};
"""


def look_at(name, path, expected):
    with open(path, encoding="utf-8", newline="") as of:
        text = of.read()
    dom, log = browse(path, "--dump-dom")
    ok(not complaints(log), f"{name}: the console is silent", "\n".join(complaints(log)))
    missing = [part for part in ('class="headline"', 'class="gate', 'class="counts"', "The system", 'class="sw-dfd',
                                 "STRIDE matrix", "Full register", 'id="findings"', 'id="unseen"', "<footer>") if part not in dom]
    ok(not missing, f"{name}: all sections are there", missing)
    ok('<div class="filter"' in dom, f"{name}: the page's own script may run")
    counts = {"cards": dom.count('<details class="card '), "rows": len(re.findall(r'id="r\d+-t\d+"', dom)),
              "findings": dom.count('<details class="entry finding ')}
    ok(counts == {**counts, **expected}, f"{name}: as many cards, rows and findings as there should be", f"{counts} {expected}")
    for width in (1400, 390):
        shot = os.path.join(work.name, "shot.png")
        browse(path, f"--window-size={width},1600", f"--screenshot={shot}")
        size = os.path.getsize(shot) if os.path.exists(shot) else 0
        ok(size > 30000 and picture_size(shot)[0] == width, f"{name}: a picture at {width} pixels", f"{size} bytes, {picture_size(shot)}")
    for width in (390, 1400):
        found = probe(text, OVERFLOW, width)
        ok(found and found["inner"] == width and found["scroll"] <= found["client"] and not found["wide"],
           f"{name}: nothing is wider than {width} pixels", found)
    found = probe(text, FILTER, 1400)
    ok(found and found["open"] == found["during"] > 0 and found["others"] == found["kept"] == 0 and found["back"],
       f"{name}: the filter hides and shows", found)


for kind in ("plain", "hostile"):
    page = os.path.join(work.name, kind + ".html")
    with open(page, "wb") as to:
        subprocess.run([report_page, kind], stdout=to, check=True)
    look_at(kind, page, {"cards": 6, "rows": 8, "findings": 4})

shop = os.path.join(root, "examples", "shop")
if os.path.exists(strideward) and os.path.isdir(shop):
    page, data = os.path.join(work.name, "shop.html"), os.path.join(work.name, "shop.json")
    subprocess.run([strideward, "scan", shop, "-f", "html=" + page, "-f", "json=" + data, "--at", "2026-01-01T00:00:00Z"],
                   stdout=subprocess.DEVNULL, check=False)
    with open(data, encoding="utf-8") as of:
        report = json.load(of)
    look_at("examples/shop", page, {"cards": len(report["cards"]), "rows": len(report["threats"]), "findings": len(report["findings"])})
else:
    number += 1
    print(f"ok {number} - examples/shop # SKIP no program or no example")
print(f"1..{number}")
sys.exit(1 if failed else 0)
