#!/usr/bin/env python3
"""The model view in a headless browser: selection and filters with the mouse and without one, views shared by address, the
page without script, on a phone, on paper, and with thousands of rows.

usage: model_test.py STRIDEWARD SOURCE_ROOT
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata

import browser as chromium
import paper
import projects

strideward, root = sys.argv[1:3]
if not chromium.PROGRAM or not os.path.exists(strideward):
    print("1..0 # SKIP no chromium, or no program")
    sys.exit(0)

work = tempfile.TemporaryDirectory(prefix="strideward-model-", ignore_cleanup_errors=True)
number = 0
failed = False


def ok(condition, what, why=""):
    global number, failed
    number += 1
    failed |= not condition
    print(f"{'ok' if condition else 'not ok'} {number} - {what}", flush=True)
    if not condition and why != "":
        print("# " + str(why)[:2000].replace("\n", "\n# "))


def scan(name, target):
    page, data = (os.path.join(work.name, f"{name}.{kind}") for kind in ("html", "json"))
    subprocess.run([strideward, "scan", target, "-f", "html=" + page, "-f", "json=" + data, "--at", "2026-01-01T00:00:00Z"],
                   stdout=subprocess.DEVNULL, check=False)
    with open(data, encoding="utf-8") as of:
        return page, json.load(of)


def generated(services):
    folder = os.path.join(work.name, f"of-{services}")
    os.mkdir(folder)
    with open(os.path.join(folder, "compose.yaml"), "w", encoding="utf-8") as to:
        to.write(projects.compose(services))
    return folder


STATE = """
function n(what) { return Array.prototype.filter.call(document.querySelectorAll(what), function (e) { return !e.hidden && !e.closest('[hidden]'); }).length; }
var chosen = document.querySelector('.sheet.chosen'), at = document.activeElement, link = document.querySelector('.sw-dfd [aria-current=true]');
return {rows: n('.register .entry'), cards: n('.card'), sheets: n('.sheet'), name: chosen && chosen.querySelector('h4 a').textContent,
    seen: !!chosen && !!chosen.querySelector('.inner').getClientRects().length, said: document.querySelector('.filter output').textContent,
    hash: location.hash, focus: at.tagName.toLowerCase() + (at.getAttribute('href') || ''), current: link && link.getAttribute('href'),
    pressed: Array.prototype.map.call(document.querySelectorAll('.filter [aria-pressed=true]'), function (b) { return b.dataset.value; }).join(' '),
    lit: n('.sw-dfd .flow.lit'), dim: n('.sw-dfd .dim'), ring: at.tagName === 'a' ? getComputedStyle(at.querySelector('.body')).strokeWidth : ''};
"""


def on(name):
    return f"Array.prototype.find.call(document.querySelectorAll('.sw-dfd a'), function (a) {{ return a.querySelector('.name').textContent === {json.dumps(name)}; }})"


def with_keys(page, path, report):
    """examples/shop: threats of proxy, by keys alone."""
    def expected(**want):
        return sum(all(t[k] == v for k, v in want.items()) for t in report["threats"])

    page.size(1440)
    page.open(path)
    first = page.run(STATE)
    ok(first["rows"] == len(report["threats"]) and first["hash"] == "", "everything is shown at first", first)
    stops = []
    for _ in range(200):
        page.press("Tab")
        stops.append(page.run(STATE)["focus"])
        if stops[-1].startswith("a#r0-e") and page.run("return !!document.activeElement.closest('svg')"):
            break
    ok(stops[-1].startswith("a#r0-e"), "the tab key reaches the picture", stops)
    at = page.run(STATE)
    ok(at["ring"] == "3.5px", "the focus can be seen", at)
    moved = set()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft", "ArrowUp"):
        page.press(key)
        moved.add(page.run(STATE)["focus"])
    ok(len(moved) > 2 and all(m.startswith("a#r0-e") for m in moved), "arrow keys go from element to element", moved)
    page.press("Tab")
    ok(not page.run("return !!document.activeElement.closest('svg')"), "one more tab leaves the picture")
    page.run(on("proxy") + ".focus()")
    page.press("Enter")
    got = page.run(STATE)
    proxy = next(e["id"] for e in report["elements"] if e["name"] == "proxy") if "elements" in report else None
    ok(got["name"] == "proxy" and got["seen"] and got["focus"] == "h4" and got["current"] and got["lit"] > 0 and got["dim"] > 0,
       "Enter selects an element, and its sheet has the focus", got)
    ok(0 < got["rows"] < first["rows"] and got["said"].startswith("proxy: "), "only its rows are left, and it is said", got)
    ok(got["hash"].startswith("#~on=0%3A"), "the address holds the selection", (got["hash"], proxy))
    shared = got["hash"]
    page.press("Escape")
    back = page.run(STATE)
    ok(back["name"] is None and back["rows"] == first["rows"] and back["hash"] == "" and back["focus"] == got["current"].join(["a", ""]),
       "Escape clears it, and the focus is back in the picture", back)
    page.press(" ")
    ok(page.run(STATE)["name"] == "proxy", "the space bar selects, too")
    page.press("Escape")
    page.run("document.querySelector('.filter [data-value=open]').focus()")
    page.press(" ")
    got = page.run(STATE)
    ok(got["rows"] == expected(state="open") > 0 and got["pressed"] == "open" and got["hash"] == "#~state=open",
       "the state filter, pressed with a key", got)
    page.run("document.querySelector('.filter [data-value=critical]').click()")
    got = page.run(STATE)
    ok(got["rows"] == expected(state="open", priority="critical"), "and the priority filter with it", got)
    page.press("Escape")
    ok(page.run(STATE)["rows"] == first["rows"], "Escape clears the filters")
    page.run("document.querySelector('.filter [data-value=T]').click()")
    got = page.run(STATE)
    cells = page.run("""var sum = 0; document.querySelectorAll('.matrix td .mark').forEach(function (m) { if (!m.hidden && !m.closest('[hidden]')) sum += +m.lastChild.textContent; }); return sum;""")
    ok(0 < got["rows"] < first["rows"] and cells == got["rows"], "the letter filter, and the matrix counts the same rows", (got, cells))
    page.run("document.querySelector('.filter .clear').click()")
    page.run("document.querySelector('.matrix td.open a').click()")
    got = page.run(STATE)
    cell = page.run("return document.querySelector('.matrix td.open').innerText.match(/\\d+/g).reduce(function (a, b) { return +a + +b; }, 0)")
    ok(got["name"] and len(got["pressed"]) == 1 and got["rows"] == cell, "a cell of the matrix selects element and letter", (got, cell))
    page.run("history.back()")
    page.run("return new Promise(function (r) { setTimeout(r, 200); })")
    ok(page.run(STATE)["name"] is None, "back undoes a selection")
    page.open(path, shared + "&state=open+weak")
    got = page.run(STATE)
    ok(got["name"] == "proxy" and got["pressed"] == "open weak" and got["rows"] > 0, "an address opens the view that it holds", got)
    page.open(path, "#~on=9%3Anothing&state=&find=%")
    ok(page.run(STATE)["name"] is None, "an address that names nothing shows the page")
    page.open(path, "#r0-e3")
    got = page.run(STATE)
    ok(got["current"] == "#r0-e3", "a plain link to an element selects it", got)
    page.run("location.hash = document.querySelector('.register .entry[hidden]').id")
    page.run("return new Promise(function (r) { setTimeout(r, 200); })")
    got = page.run("return !document.getElementById(location.hash.slice(1)).hidden && document.getElementById(location.hash.slice(1)).open")
    ok(got, "a link to a row that the view hides shows it")


OWNER = """
var owner = document.querySelector('.filter select[aria-label=Owner]');
if (!owner) return null;
owner.value = '=' + arguments[0]; owner.dispatchEvent(new Event('change'));
"""


def with_owners(page):
    folder = os.path.join(work.name, "owned")
    os.mkdir(folder)
    with open(os.path.join(folder, "compose.yaml"), "w", encoding="utf-8") as to:
        to.write("services:\n  web:\n    image: nginx\n    ports: ['80:80']\n    x-strideward: {owner: team-web}\n"
                 "  db:\n    image: postgres\n    x-strideward: {owner: team-<data>}\n")
    path, report = scan("owned", folder)
    page.size(1440)
    for team in ("team-web", "team-<data>"):
        page.open(path)
        page.run(OWNER.replace("arguments[0]", json.dumps(team)))
        got = page.run(STATE)
        wanted = sum(t.get("owner") == team for t in report["threats"])
        ok(wanted and got["rows"] == wanted, f"rows of {team}", (got, wanted))


def without_script(page, path):
    page.scripts(False)
    page.size(1440)
    page.open(path, "#r0-e2")
    page.scripts(True)  # the page was loaded without; only the questions below run
    got = page.run("""
var sheets = Array.prototype.slice.call(document.querySelectorAll('.sheet')), target = document.getElementById('r0-e2');
var links = Array.prototype.filter.call(document.querySelectorAll('a[href^="#"]'), function (a) { return !document.getElementById(a.getAttribute('href').slice(1)); });
return {bar: !!document.querySelector('.filter, .zoom'), shown: sheets.every(function (s) { return s.querySelector('.inner').getClientRects().length; }),
    at: Math.abs(target.getBoundingClientRect().top) < 200, lost: links.map(function (a) { return a.getAttribute('href'); }).slice(0, 5), hidden: document.querySelectorAll('[hidden]').length,
    wide: document.documentElement.scrollWidth <= innerWidth};""")
    ok(got == {"bar": False, "shown": True, "at": True, "lost": [], "hidden": 0, "wide": True}, "without script all sheets are there, and links lead to them", got)


def on_a_phone(page, name, path):
    page.size(360, 740, phone=True)
    page.open(path)
    got = page.run("""
var box = document.querySelector('.picture'), svg = box.querySelector('svg'), before = svg.getBoundingClientRect().width;
document.querySelectorAll('.zoom button')[1].click();
var larger = svg.getBoundingClientRect().width > before;
box.scrollLeft = 0; box.scrollLeft = 50;
document.querySelectorAll('details').forEach(function (d) { d.open = true; });
var small = Array.prototype.filter.call(document.querySelectorAll('.filter button'), function (b) { return b.getClientRects().length && b.getBoundingClientRect().height < 30; }).length;
return {page: document.documentElement.scrollWidth, pans: box.scrollLeft === 50, zooms: larger, box: box.getBoundingClientRect().right <= 360, small: small};""")
    ok(got == {"page": 360, "pans": True, "zooms": True, "box": True, "small": 0}, f"{name}: on a phone the page has its width and the picture its box", got)


def on_paper(page, name, path, report):
    page.size(1440)
    page.media("print")
    page.open(path)
    page.size(688)  # what A4 leaves within its margins
    page.run("dispatchEvent(new Event('beforeprint'))")
    got = page.run("""
var wide = [], most = document.documentElement.clientWidth, clipped = [];
document.querySelectorAll('body *').forEach(function (e) {
    if (!e.getClientRects().length) return;
    if (e.getBoundingClientRect().right > most + 1 && !e.closest('svg')) wide.push(e.tagName + '.' + e.className);
    var style = getComputedStyle(e);
    if (!e.closest('svg') && /auto|scroll|hidden/.test(style.overflowX + style.overflowY) && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)) clipped.push(e.tagName + '.' + e.className);
});
return {wide: wide.slice(0, 5), clipped: clipped.slice(0, 5), tools: Array.prototype.filter.call(document.querySelectorAll('.filter, .zoom'), function (e) { return e.getClientRects().length; }).length};""")
    ok(got == {"wide": [], "clipped": [], "tools": 0}, f"{name}: nothing is cut off on paper", got)
    page.media("")
    page.size(1440)
    page.open(path)
    to = os.path.join(work.name, name + ".pdf")
    page.paper(to)
    pages, text = paper.read(to)
    flat = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))  # its ligatures are letters again
    said = [t["title"] for t in report["threats"]] + ["Where this comes from", "What could not be seen", "Decisions"][:2]
    missing = sorted({s for s in said if re.sub(r"\s+", "", s) not in flat})
    ok(pages > 3 and not missing, f"{name}: {pages} pages of paper name every threat", missing[:5])
    places = {e["name"] for e in report["elements"]} if "elements" in report else set()
    ok(not [p for p in places if re.sub(r"\s+", "", p) not in flat], f"{name}: and every element", places)
    ok("Showall" not in flat and "everyelement" not in flat, f"{name}: the filter is not on paper")


TIMED = """
function time(what) {
    var least = Infinity;
    for (var i = 0; i < 5; i++) {
        var from = performance.now();
        what(i);
        document.body.offsetHeight;
        least = Math.min(least, performance.now() - from);
        bar.querySelector('.clear').click();
        document.body.offsetHeight;
    }
    return Math.round(least * 10) / 10;
}
function press(what) { return function () { bar.querySelector('[data-value=' + what + ']').click(); }; }
var bar = document.querySelector('.filter'), find = bar.querySelector('input'), nodes = document.querySelectorAll('.sw-dfd a');
return {state: time(press('weak')), letter: time(press('E')), priority: time(press('high')),
    element: time(function (i) { nodes[i].dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true, detail: 1})); }),
    words: time(function () { find.value = 'root'; find.dispatchEvent(new Event('input')); })};
"""

# What an idle desktop of 2020 does in 30 ms; a busier machine gets as much more time as it needs for this.
YARDSTICK = """
var least = Infinity;
for (var k = 0; k < 5; k++) {
    var from = performance.now(), sum = 0;
    for (var i = 0; i < 2e7; i++) sum = (sum * 31 + i) | 0;
    least = Math.min(least, performance.now() - from + (sum & 0));
}
return least / 30;
"""


def large(page):
    """On a machine that others use: processor time where the browser tells it, else the least of several tries."""
    path, report = scan("large", generated(340))
    page.size(1440)
    slow = max(1, page.run(YARDSTICK))
    page.ask("Performance.enable", timeDomain="threadTicks")
    before = page.busy()
    page.open(path)
    opened = round(page.busy() - before)  # cold: a page that is opened again shares what the browser made of it
    got = page.run("""
var row = document.querySelectorAll('.register .entry')[7], register = row.closest('.fold');
register.open = row.open = true;
return new Promise(function (r) { setTimeout(function () { r([!!row.querySelector('dl'), !row.querySelector('noscript')]); }, 300); });""")
    ok(got == [True, True], "a row that is unfolded has its body", got)
    page.run("document.querySelector('.register').open = false")
    page.run("return new Promise(function (r) { setTimeout(r, 4000); })")  # texts are made ready meanwhile
    took = page.run(TIMED)
    for _ in range(10):  # the machine is slower for seconds at a time: the least of tries that lie apart
        if all(ms < (100 if what == "element" else 50) * slow for what, ms in took.items()):
            break
        page.run("return new Promise(function (r) { setTimeout(r, 3000); })")
        again = page.run(TIMED)
        took = {what: min(ms, again[what]) for what, ms in took.items()}
    size = os.path.getsize(path)
    slow = max(slow, page.run(YARDSTICK))
    print(f"# {len(report['threats'])} rows, {size >> 10} KiB, opened in {opened} ms, filtered in {took} ms, machine {slow:.1f}")
    ok(opened < 1500 * slow, f"{len(report['threats'])} rows open within a second and a half", opened)
    selected = took.pop("element")
    ok(max(took.values()) < 50 * slow, "and are filtered within 50 ms", took)
    ok(selected < 100 * slow, "and an element is selected within 100 ms", selected)
    ok(size < 4096 * len(report["threats"]), "at less than 4 KiB a row", size)


page = chromium.Browser()
try:
    shop, shop_report = scan("shop", os.path.join(root, "examples", "shop"))
    sixty, sixty_report = scan("sixty", generated(60))
    with_keys(page, shop, shop_report)
    with_owners(page)
    without_script(page, shop)
    on_a_phone(page, "shop", shop)
    on_a_phone(page, "sixty services", sixty)
    on_paper(page, "shop", shop, shop_report)
    on_paper(page, "sixty services", sixty, sixty_report)
    large(page)
    complaints = page.complaints()
    ok(not complaints, "the console was silent all the time", complaints)
finally:
    page.close()
print(f"1..{number}")
sys.exit(1 if failed else 0)
