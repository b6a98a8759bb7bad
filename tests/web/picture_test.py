#!/usr/bin/env python3
"""Measures the pictures of generated systems and of real compose files: no label on a label, a node or a boundary's name, no
flow through a node that is not its end, everything on the sheet, nested boxes within each other.

usage: picture_test.py STRIDEWARD SOURCE_ROOT
With SW_CORPUS, the compose files of that folder are drawn, too.
"""
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree

import projects

strideward, root = sys.argv[1:3]
if not os.path.exists(strideward):
    print("1..0 # SKIP no program")
    sys.exit(0)
work = tempfile.TemporaryDirectory(prefix="strideward-picture-", ignore_cleanup_errors=True)
LARGEST = 60  # real files that are drawn
NAME = "{http://www.w3.org/2000/svg}"


def rectangle(e):
    return tuple(float(e.get(k)) for k in ("x", "y", "width", "height"))


def overlap(a, b):
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def classes(e):
    return (e.get("class") or "").split()


def node_of(group):
    body = group.find(NAME + "rect")
    return rectangle(body)


def stretches(path):
    """Straight parts of a path of M, L and rounded corners Q."""
    at, parts = None, []
    for command, numbers in re.findall(r"([MLQ])([-\d. ]+)", path):
        values = [float(v) for v in numbers.split()]
        points = list(zip(values[::2], values[1::2]))
        for point in points:
            if at and command != "M":
                parts.append((at, point))
            at = point
    return parts


def runs_through(part, node):
    (ax, ay), (bx, by) = part
    inner = (node[0] + 1, node[1] + 1, node[2] - 2, node[3] - 2)
    line = (min(ax, bx), min(ay, by), abs(ax - bx) or .01, abs(ay - by) or .01)
    return overlap(line, inner)


def crossings(lines):
    level = [(min(a[0], b[0]), max(a[0], b[0]), a[1], i) for i, parts in enumerate(lines) for a, b in parts if a[1] == b[1] and a[0] != b[0]]
    upright = [(min(a[1], b[1]), max(a[1], b[1]), a[0], i) for i, parts in enumerate(lines) for a, b in parts if a[0] == b[0] and a[1] != b[1]]
    return sum(i != j and x0 < x < x1 and y0 < y < y1 for x0, x1, y, i in level for y0, y1, x, j in upright)


def measure(svg):
    picture = tree.fromstring(svg)
    width, height = float(picture.get("width")), float(picture.get("height"))
    groups = list(picture.iter(NAME + "g"))
    nodes = [node_of(g) for g in groups if "element" in classes(g)]
    labels = [rectangle(g.find(NAME + "rect")) for g in groups if "label" in classes(g)]
    boxes = [g for g in groups if "boundary" in classes(g)]
    titles = []
    for box in boxes:
        text = box.find(NAME + "text")
        titles.append((float(text.get("x")), float(text.get("y")) - 9, 5.0 * len(text.text or ""), 11))
    lines = [stretches(g.find(NAME + "path").get("d")) for g in groups if "flow" in classes(g) and g.get("data-from") is not None]
    through = 0
    for parts in lines:
        ends = (parts[0][0], parts[-1][1])
        for node in nodes:
            grown = (node[0] - 1, node[1] - 1, node[2] + 2, node[3] + 2)
            if any(overlap((x - .01, y - .01, .02, .02), grown) for x, y in ends):
                continue
            through += any(runs_through(part, node) for part in parts)
    sheet = [n for n in nodes + labels if n[0] < 0 or n[1] < 0 or n[0] + n[2] > width or n[1] + n[3] > height]
    figures = {
        "labels on labels": sum(overlap(a, b) for i, a in enumerate(labels) for b in labels[:i]),
        "labels on nodes": sum(overlap(a, b) for a in labels for b in nodes),
        "labels on names": sum(overlap(a, b) for a in labels for b in titles),
        "nodes on nodes": sum(overlap(a, b) for i, a in enumerate(nodes) for b in nodes[:i]),
        "flows through nodes": through,
        "off the sheet": len(sheet),
    }
    return figures, {"nodes": len(nodes), "lines": len(lines), "labels": len(labels), "crossings": crossings(lines), "size": f"{width:.0f}x{height:.0f}"}


def pictures(target):
    page = os.path.join(work.name, "page.html")
    if os.path.exists(page):
        os.remove(page)
    subprocess.run([strideward, "scan", target, "-f", "html=" + page, "-q", "--at", "2026-01-01T00:00:00Z"],
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    if not os.path.exists(page):
        return []
    with open(page, encoding="utf-8", newline="") as of:
        return re.findall(r'<svg xmlns="[^"]*" class="sw-dfd.*?</svg>', of.read(), re.S)


number = 0
failed = False


def check(name, target):
    global number, failed
    for svg in pictures(target):
        bad, size = measure(svg)
        number += 1
        wrong = {k: v for k, v in bad.items() if v}
        failed |= bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} {number} - {name}: {size['nodes']} nodes, {size['lines']} lines, {size['labels']} labels, "
              f"{size['crossings']} crossings, {size['size']}", flush=True)
        if wrong:
            print(f"# {wrong}")


check("examples/shop", os.path.join(root, "examples", "shop"))
for services in (10, 30, 60):
    folder = os.path.join(work.name, str(services))
    os.mkdir(folder)
    with open(os.path.join(folder, "compose.yaml"), "w", encoding="utf-8") as to:
        to.write(projects.compose(services))
    check(f"{services} generated services", folder)

corpus = os.environ.get("SW_CORPUS", "")
real = os.path.join(corpus, "compose", "real", "c")
if corpus and os.path.isdir(real):
    files = sorted((os.path.join(real, f) for f in os.listdir(real)), key=lambda f: (-os.path.getsize(f), f))
    demo = [f for f in files if "opentelemetry-demo__compose" in f]
    for at, path in enumerate(demo + [f for f in files if f not in demo][:LARGEST]):
        folder = os.path.join(work.name, f"real-{at}")
        os.mkdir(folder)
        with open(path, "rb") as of, open(os.path.join(folder, "compose.yaml"), "wb") as to:
            to.write(of.read())
        check(os.path.basename(path), folder)
else:
    number += 1
    print(f"ok {number} - real compose files # SKIP SW_CORPUS is not set")
print(f"1..{number}")
sys.exit(1 if failed else 0)
