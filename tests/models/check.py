#!/usr/bin/env python3
"""`strideward model check`: check.py STRIDEWARD EXAMPLES/SHOP SCHEMA.

A scan's own export shows no difference, in any format. The shop as a person draws it is matched rightly, and shows what is
really different and no more; differences planted into it are found, each with its message and its place, and nothing else.
Mappings, annotations, several deployments, big and hostile drawings; where SW_CORPUS names a corpus, its container model."""
import copy
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "structure"))
import tap as results  # noqa: E402
import validator  # noqa: E402

PROGRAM, SHOP, SCHEMA = (os.path.abspath(path) for path in sys.argv[1:4])
FORMATS = {"tm7": "tm7", "threat-dragon": "json", "otm": "otm", "threagile": "yaml", "tm-bom": "json"}
TAP = results.Tap()
with open(SCHEMA, encoding="utf-8") as schema_file:
    SCHEMA_READ = json.load(schema_file)
REACHED = set()


def run(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=False)


def reach(value, path=""):
    if isinstance(value, dict):
        for key, one in value.items():
            REACHED.add(f"{path}.{key}")
            reach(one, f"{path}.{key}")
    elif isinstance(value, list):
        for one in value:
            reach(one, path)


def checked(model, *targets, wanted=(0, 1), more=()):
    """The report of a check, which fits the schema, and what was said on standard error."""
    result = run("model", "check", str(model), *map(str, targets), "-f", "json", *more)
    report = json.loads(result.stdout) if result.returncode in wanted and result.stdout else None
    if report is None:
        TAP.ok(False, f"{model}: checked", f"ends with {result.returncode}\n{result.stderr}")
        return {"differences": [], "matches": [], "moved": [], "measured": 0}, result.stderr
    reach(report)
    wrong = list(validator.errors(SCHEMA_READ, report))
    if wrong or result.returncode != bool(report["differences"]):
        TAP.ok(False, f"{model}: fits the schema and ends with 1 where something differs", "\n".join(wrong) or result.returncode)
    return report, result.stderr


def short(report):
    """Differences as KIND: WHAT."""
    return sorted(f"{row['kind']}: {(row.get('drawn') or row['found'])['name']}" for row in report["differences"])


# ── The shop as a person draws it ──

def cell(shape, kind, name, **more):
    return {"id": f"id-{name}", "shape": shape, "zIndex": 1, "data": {"type": kind, "name": name, "threats": []}, **more}


def placed(shape, kind, name, x, y, width=100, height=60):
    return cell(shape, kind, name, position={"x": x, "y": y}, size={"width": width, "height": height})


def process(name, x, y):
    return placed("process", "tm.Process", name, x, y)


def store(name, x, y):
    return placed("store", "tm.Store", name, x, y)


def actor(name, x, y):
    return placed("actor", "tm.Actor", name, x, y)


def box(name, x, y, width, height):
    return placed("trust-boundary-box", "tm.BoundaryBox", name, x, y, width, height)


def flow(name, source, target):
    made = cell("flow", "tm.Flow", name, source={"cell": f"id-{source}"}, target={"cell": f"id-{target}"})
    made["id"] = f"flow {source} {target} {name}"
    return made


DATABASE, CACHE, PROXY = "Customer database (PostgreSQL)", "Redis cache", "Reverse proxy"
DRAWN = [
    actor("Customer", 0, 200), actor("Administrator", 800, 900),
    box("Docker host", 150, 0, 1000, 800), box("Front network", 200, 50, 400, 600), box("Back network", 650, 50, 400, 600),
    process(PROXY, 250, 200), process("Web frontend", 450, 200), process("Shop API", 450, 400),
    process("Background worker", 700, 400), store(DATABASE, 700, 200), store(CACHE, 900, 400),
    flow("HTTPS 443", "Customer", PROXY), flow("HTTP", PROXY, "Web frontend"), flow("HTTP 8000", "Web frontend", "Shop API"),
    flow("SQL over TLS 5432", "Shop API", DATABASE), flow("SQL 5432", "Background worker", DATABASE),
    flow("get, set", "Background worker", CACHE), flow("SQL 5432", "Administrator", DATABASE), flow("rows", DATABASE, "Shop API"),
]
# What a person who knows of both also draws.
WHOLE = DRAWN + [flow("HTTP 80", "Customer", PROXY), flow("Redis 6379", "Customer", CACHE)]


def without(cells, *ids):
    return [one for one in cells if one["id"] not in ids and one.get("source", {}).get("cell") not in ids
            and one.get("target", {}).get("cell") not in ids]


def renamed(cells, old, new):
    made = copy.deepcopy(cells)
    for one in made:
        if one["id"] == old:
            one["data"]["name"] = new
    return made


def moved(cells, name, x, y):
    made = copy.deepcopy(cells)
    for one in made:
        if one["id"] == f"id-{name}":
            one["position"] = {"x": x, "y": y}
    return made


def draw(path, *diagrams):
    model = {"version": "2.2.0", "summary": {"title": "Shop", "owner": "", "description": "", "id": 0},
             "detail": {"contributors": [], "reviewer": "", "diagramTop": len(diagrams), "threatTop": 0, "diagrams": [
                 {"id": i, "title": f"Diagram {i}", "diagramType": "STRIDE", "placeholder": "", "thumbnail": "", "version": "2.2.0",
                  "cells": cells} for i, cells in enumerate(diagrams)]}}
    pathlib.Path(path).write_text(json.dumps(model), encoding="utf-8")
    return path


def convert(path, name, folder):
    made = os.path.join(folder, f"converted-{name}.{FORMATS[name]}")
    result = run("model", "convert", path, "-f", f"{name}={made}")
    if result.returncode:
        TAP.ok(False, f"{name}: converted", result.stderr)
    return made


def click(path, element, label, value):
    """Gives an element of a .tm7 a list of yes and no."""
    text = pathlib.Path(path).read_text(encoding="utf-8")
    head = re.search(rf">{re.escape(element)}</\w:Value></a:anyType>", text)
    chosen = ("Yes", "No").index(value)
    made = (f'<a:anyType i:type="b:ListDisplayAttribute" xmlns:b="http://schemas.datacontract.org/2004/07/ThreatModeling.KnowledgeBase">'
            f"<b:DisplayName>{label}</b:DisplayName><b:Name>{label.replace(' ', '')}</b:Name>"
            f'<b:Value i:type="a:ArrayOfstring"><a:string>Yes</a:string><a:string>No</a:string></b:Value>'
            f"<b:SelectedIndex>{chosen}</b:SelectedIndex></a:anyType>")
    pathlib.Path(path).write_text(text[:head.end()] + made + text[head.end():], encoding="utf-8")


def find(report, kind):
    return next((row for row in report["differences"] if row["kind"] == kind), {"message": "nothing", "at": ""})


# ── The parts ──

def check_export(folder):
    for name, suffix in FORMATS.items():
        path = os.path.join(folder, f"export-{name}.{suffix}")
        scan = run("scan", SHOP, "--at", "2026-11-22", "-f", f"{name}={path}")
        report, _ = checked(path, SHOP)
        found = [row["drawn"]["name"] for row in report["matches"] if not row["found"]]
        TAP.ok(scan.returncode < 2 and not report["differences"] and not found and len(report["matches"]) > 20 and not report["moved"],
               f"the export as {name}: no difference", f"{short(report)} {found} {report['moved'][:3]} {scan.stderr}")
    again = os.path.join(folder, "again.tm7")
    run("model", "check", os.path.join(folder, "export-tm7.tm7"), SHOP, "-f", f"tm7={again}")
    same = pathlib.Path(again).read_bytes() == pathlib.Path(folder, "export-tm7.tm7").read_bytes()
    TAP.ok(same, "the export, updated: the same bytes")


REAL = ["flow-not-drawn: 6379/tcp redis", "flow-not-drawn: 80/tcp http"]
MATCHED = {"Customer": ["clients"], "Administrator": ["operator"], PROXY: ["proxy"], "Web frontend": ["web"], "Shop API": ["api"],
           "Background worker": ["worker"], DATABASE: ["db", "orders"], CACHE: ["cache", "sessions"]}


def check_person(folder):
    path = draw(os.path.join(folder, "person.json"), DRAWN)
    for name in FORMATS:
        report, _ = checked(convert(path, name, folder), SHOP)
        TAP.same(short(report), REAL, f"as a person draws it, as {name}: what is really different")
        got = {row["drawn"]["name"]: [one["name"] for one in row["found"]] for row in report["matches"]}
        TAP.same(got, MATCHED, f"as a person draws it, as {name}: what is what")
    report, _ = checked(draw(os.path.join(folder, "whole.json"), WHOLE), SHOP)
    TAP.same(short(report), [], "with both drawn: no difference")
    message = "clients reach cache (6379/tcp redis), which is not drawn"
    report, _ = checked(path, SHOP)
    TAP.ok(any(row["message"] == message and re.search(r"compose\.yaml:74:13$", row["at"]) for row in report["differences"]),
           "a way in that is not drawn: message and place", report["differences"])


def check_planted(folder):
    """Ten differences of ten kinds, together."""
    cells = without(WHOLE, f"id-{CACHE}", "flow Web frontend Shop API HTTP 8000", f"flow Shop API {DATABASE} SQL over TLS 5432")
    cells = renamed(cells, f"flow Background worker {DATABASE} SQL 5432", "SQL 3306")
    cells = renamed(cells, f"flow Customer {PROXY} HTTP 80", "HTTPS 80")
    cells = renamed(cells, f"flow {DATABASE} Shop API rows", "SQL 5432")
    cells = moved(cells, "Background worker", 300, 400)
    cells += [process("Payment service", 250, 500), flow("pages", "Background worker", "Web frontend")]
    path = convert(draw(os.path.join(folder, "planted.json"), cells), "tm7", folder)
    click(path, "Web frontend", "Privileged", "Yes")
    click(path, "Shop API", "Resource Limited", "No")
    click(path, "Background worker", "Read only root filesystem", "Yes")
    report, _ = checked(path, SHOP)
    TAP.same(short(report), sorted([
        "element-not-found: Payment service", "element-not-drawn: cache", "flow-not-found: pages", "flow-not-drawn: http 8000",
        "encryption-differs: HTTPS 80", "port-differs: SQL 3306", "direction-differs: SQL 5432", "boundary-differs: Background worker",
        "property-differs: Shop API", "property-differs: Background worker", "property-differs: Web frontend"]),
        "planted: all are found, and nothing else")
    for kind, message, place in (
            ("element-not-found", "Payment service is drawn, and nothing like it was found", None),
            ("element-not-drawn", "the container cache was found and is not drawn", "compose.yaml:72:3"),
            ("flow-not-found", "pages (Background worker → Web frontend) is drawn, and cannot be: they share no network", "compose.yaml:28:3"),
            ("flow-not-drawn", "web connects to api (http 8000), which is not drawn", "compose.yaml:32:7"),
            ("encryption-differs", "HTTPS 80 (Customer → Reverse proxy) is drawn encrypted; found: 80/tcp http, in clear", "compose.yaml:21:13"),
            ("port-differs", f"SQL 3306 (Background worker → {DATABASE}) is drawn to port 3306; found: postgres 5432", "compose.yaml:54:7"),
            ("direction-differs", f"SQL 5432 ({DATABASE} → Shop API) is drawn the wrong way round: Shop API opens the connection",
             "compose.yaml:44:7"),
            ("boundary-differs", "Background worker is drawn inside Front network; what was found stands in back", "compose.yaml:50:3"),
    ):
        row = find(report, kind)
        TAP.ok(row["message"] == message and (row.get("at", "").endswith(place) if place else "at" not in row), f"planted: {kind}: message and place",
               row)
    clicked = {row["property"]: (row["drawn"]["value"], row["found"]["value"]) for row in report["differences"] if "property" in row}
    TAP.same(clicked, {"Privileged": ("Yes", "No"), "Resource Limited": ("No", "Yes"), "Read only root filesystem": ("Yes", "No")},
             "planted: what was clicked, both ways")
    extended = os.path.join(folder, "with-uploads")
    shutil.copytree(SHOP, extended)
    compose = pathlib.Path(extended, "compose.yaml")
    text = compose.read_text(encoding="utf-8")
    compose.write_text(text.replace("    tmpfs: [/tmp]\n    volumes:\n", "    tmpfs: [/tmp]\n    volumes:\n      - uploads:/srv/uploads\n")
                       .replace("  sessions:\n\n", "  sessions:\n  uploads:\n\n"), encoding="utf-8")
    report, _ = checked(draw(os.path.join(folder, "store.json"), WHOLE), extended)
    TAP.same(short(report), ["element-not-drawn: uploads"], "a volume that is not drawn")


# ── Mappings, annotations, deployments ──

SMALL = """\
services:
  edge:
    image: nginx:1.27
    ports: ["443:443"]
    networks: [outer, inner]
    user: "101"
  one: {image: "app:1", networks: [inner], environment: {DB: "postgres://left:5432/x"}}
  two: {image: "app:1", networks: [inner], environment: {DB: "postgres://right:5432/x"}}
  left: {image: "postgres:17", networks: [inner]}
  right: {image: "postgres:17", networks: [inner]}
networks: {outer: {}, inner: {internal: true}}
"""
SMALL_DRAWN = [
    actor("Visitor", 0, 0), process("Edge", 200, 0), process("Backend", 400, 0), store("Database", 600, 0), process("Payment", 800, 0),
    flow("HTTPS", "Visitor", "Edge"), flow("SQL", "Backend", "Database"),
]


def mapped(folder, text, cells=None, said=""):
    """Differences with a mapping, and whether standard error says so."""
    mapping = pathlib.Path(folder, "mapping.yaml")
    mapping.write_text(text, encoding="utf-8")
    report, errors = checked(draw(os.path.join(folder, "small.json"), cells or SMALL_DRAWN), folder, more=("--mapping", str(mapping)))
    return report, said in errors


def check_mapping(folder):
    pathlib.Path(folder, "compose.yaml").write_text(SMALL, encoding="utf-8")
    report, _ = checked(draw(os.path.join(folder, "small.json"), SMALL_DRAWN), folder)
    TAP.same(short(report), ["element-not-drawn: one", "element-not-drawn: two", "element-not-found: Backend", "element-not-found: Payment",
                             "element-uncertain: Database"], "names that do not fit")
    TAP.same(find(report, "element-uncertain")["message"], "Database is drawn, and may be left or right", "several fit: which")
    whole = "elements: {Backend: [one, two], Database: [left, right]}\nnot-found: [Payment]\n"
    report, _ = mapped(folder, whole)
    TAP.same(short(report), [], "one drawn for several found, by a mapping")
    report, _ = mapped(folder, "elements: {Backend: one, Database: left}\nnot-found: [Payment]\nnot-drawn: [two, right]\n")
    TAP.same(short(report), [], "what need not be drawn")
    ids = [match["found"][0]["id"] for match in report["matches"] if match["drawn"]["name"] == "Backend"]
    report, _ = mapped(folder, whole.replace("[one, two]", f"['{ids[0]}', two]"))
    TAP.same(short(report), [], "ids in a mapping")
    cells = SMALL_DRAWN + [box("Inside", 380, -20, 400, 200)]
    report, _ = mapped(folder, whole.replace("{Backend", "{Inside: outer, Backend"), cells)
    TAP.same(short(report), ["boundary-differs: Backend", "boundary-differs: Database", "boundary-differs: Edge"], "a boundary by a mapping")
    report, told = mapped(folder, whole.replace("[one, two]", "[one, two, three]"), said="mapping.yaml:1:32: warning: nothing was found that is called 'three'")
    TAP.ok(told, "a mapping that names what is not found")
    report, told = mapped(folder, whole.replace("[Payment]", "[Payment, Paiment]"), said="mapping.yaml:2:22: warning: the drawing has nothing called 'Paiment'")
    TAP.ok(told, "a mapping that names what is not drawn")
    for text, said in (("elements: [a]\n", "1:11: error: 'elements' wants a map"), ("other: 1\n", "1:1: error: a mapping has elements"),
                       ("elements: {a: {b: c}}\n", "1:15: error: the name or id"), ("not-found: {a: b}\n", "1:12: error: a list of names")):
        pathlib.Path(folder, "mapping.yaml").write_text(text, encoding="utf-8")
        result = run("model", "check", os.path.join(folder, "small.json"), folder, "--mapping", os.path.join(folder, "mapping.yaml"))
        TAP.ok(result.returncode == 2 and said in result.stderr, f"a bad mapping: {text.strip()}", result.stderr)
    annotated = SMALL.replace("networks: [inner], environment: {DB: \"postgres://left", "x-strideward: {drawn: Backend}, networks: [inner], environment: {DB: \"postgres://left")
    pathlib.Path(folder, "compose.yaml").write_text(annotated, encoding="utf-8")
    report, _ = mapped(folder, "elements: {Database: [left, right]}\nnot-found: [Payment]\nnot-drawn: [two]\n")
    by = {match["drawn"]["name"]: match.get("by") for match in report["matches"]}
    TAP.ok(short(report) == [] and by["Backend"] == "annotation", "x-strideward: {drawn: NAME}", f"{short(report)} {by}")


def check_kinds(folder):
    """Judgements of their own: each drawing, and what differs."""
    pathlib.Path(folder, "compose.yaml").write_text(SMALL, encoding="utf-8")
    named = [actor("Visitor", 0, 0), process("edge", 200, 0), process("one", 400, 0), process("two", 400, 100), store("left", 600, 0),
             store("right", 600, 100), flow("HTTPS 443", "Visitor", "edge"), flow("SQL", "one", "left"), flow("SQL", "two", "right")]
    scoped = copy.deepcopy(named) + [process("Mainframe", 900, 0)]
    scoped[-1]["data"]["outOfScope"] = True
    for what, cells, wanted in (
            ("by names", named, []),
            ("out of scope", scoped, []),
            ("somebody else outside", [*named, actor("Bank", 900, 0), flow("pay", "one", "Bank")], []),
            ("from outside to what publishes nothing", [*named, actor("Bank", 900, 0), flow("notify", "Bank", "two")], ["flow-not-found: notify"]),
            ("an answer", [*named, flow("page", "edge", "Visitor"), flow("rows", "left", "one")], []),
            ("a call in the code", [*named, flow("call", "one", "two")], []),
            ("HTTP where it is HTTPS", renamed(named, "flow Visitor edge HTTPS 443", "HTTP"), ["encryption-differs: HTTP"]),
            ("no name", renamed(named, "flow Visitor edge HTTPS 443", ""), []),
            ("HTTP/2 is no port", renamed(named, "flow Visitor edge HTTPS 443", "TLS 1.3, HTTP/2"), []),
            ("in a network that is not its own", [*named, box("outer network", 180, -20, 320, 90)], ["boundary-differs: one"]),
            ("in one of its networks", [*named, box("inner network", 180, -20, 700, 300)], []),
            ("outside of its network", [*named, box("inner network", 180, -20, 340, 300)], ["boundary-differs: left", "boundary-differs: right"]),
    ):
        report, _ = checked(draw(os.path.join(folder, "kinds.json"), cells), folder)
        TAP.same(short(report), wanted, what)
    report, _ = checked(draw(os.path.join(folder, "pages.json"), named, named[1:5] + [flow("SQL", "one", "left")]), folder)
    TAP.same(short(report), [], "two diagrams of one system")


def check_deployments(folder):
    compose = "services:\n  web: {{image: 'nginx:1.27', privileged: {}, networks: [a]}}\n  api: {{image: 'app:1', networks: [{}]}}\nnetworks: {{a: {{}}, b: {{}}}}\n"
    pathlib.Path(folder, "compose.yaml").write_text(compose.format("false", "a"), encoding="utf-8")
    pathlib.Path(folder, "compose.prod.yaml").write_text("services:\n  web: {privileged: true}\n", encoding="utf-8")
    pathlib.Path(folder, ".strideward.yaml").write_text(
        "version: 1\nmodel:\n  deployments: {dev: [compose.yaml], prod: [compose.yaml, compose.prod.yaml]}\n", encoding="utf-8")
    export = os.path.join(folder, "export.tm7")
    run("scan", folder, "-f", f"tm7={export}")
    report, errors = checked(export, folder)
    TAP.ok(short(report) == [] and len(report["matches"]) > 8 and all(match["found"] for match in report["matches"]),
           "the export of two deployments: no difference", f"{short(report)} {errors}")
    drawn = convert(draw(os.path.join(folder, "deployed.json"), [process("web", 0, 0), process("api", 200, 0), flow("call", "web", "api")]), "tm7", folder)
    click(drawn, "web", "Privileged", "No")
    report, _ = checked(drawn, folder)
    TAP.same(short(report), ["property-differs: web"], "two deployments: the worse counts")


# ── Big, hostile ──

def check_big(folder):
    services = "".join(f"  shop-api-{i}: {{image: 'nginx:1.27', ports: ['{2000 + i}:80'], environment: {{U: 'http://shop-api-{(i + 1) % 300}/'}}}}\n"
                       for i in range(300))
    pathlib.Path(folder, "compose.yaml").write_text("services:\n" + services, encoding="utf-8")
    cells = [process(f"shop api nginx {i} frontend web", i % 50 * 150, i // 50 * 100) for i in range(4000)]
    cells += [flow("HTTPS 443", cells[i]["data"]["name"], cells[0]["data"]["name"]) for i in range(1, 4000)]
    cells += [box("default network", i, 0, 9000, 9000) for i in range(300)]
    for i, one in enumerate(cells):
        one["id"] = one["id"] if one["shape"] == "process" else f"{i}"
    path = draw(os.path.join(folder, "big.json"), cells)
    start = time.monotonic()
    result = run("model", "check", path, folder)
    took = time.monotonic() - start
    TAP.ok(result.returncode == 1 and took < 20, f"4,000 drawn elements and arrows, 300 containers: {took:.1f} s", result.stderr)
    model = convert(draw(os.path.join(folder, "nan.json"), WHOLE), "tm7", folder)
    text = pathlib.Path(model).read_text(encoding="utf-8")
    for value in ("NaN", "INF", "-INF", "1E308"):
        pathlib.Path(model).write_text(re.sub(r"<(Left|Top|Width|Height)([^>]*)>[^<]*<", rf"<\1\2>{value}<", text), encoding="utf-8")
        result = run("model", "check", model, SHOP)
        TAP.ok(result.returncode in (0, 1, 2) and "Sanitizer" not in result.stderr, f"places of {value}", result.stderr)
    pathlib.Path(folder, "mapping.yaml").write_text("elements: {" + ", ".join(f"a{i}: [web, api, db]" for i in range(2000)) + "}\n", encoding="utf-8")
    result = run("model", "check", model, SHOP, "--mapping", os.path.join(folder, "mapping.yaml"))
    TAP.ok(result.returncode in (0, 1), "a mapping of 2,000 names that nothing has", result.stderr[:200])


def check_text(folder):
    path = draw(os.path.join(folder, "text.json"), without(WHOLE, f"id-{CACHE}"))
    text = run("model", "check", path, SHOP).stdout
    TAP.ok(text.startswith("The drawing and what was found differ in 1 point.\n") and "Found and not drawn\n  the container cache" in text and
           "To settle: draw it" in text, "as text", text)
    text = run("model", "check", draw(os.path.join(folder, "text.json"), WHOLE), SHOP)
    TAP.ok(text.stdout.startswith("The drawing agrees with what was found.\n") and text.returncode == 0, "as text: no difference", text.stdout)


# ── The corpus ──

TINY = """\
services:
  web:
    image: nginx:1.27
    ports: ["443:443"]
    user: "101"
    volumes: ["data:/data"]
    environment: {API_PASSWORD: hunter2x}
volumes: {data: {}}
"""


def properties(path):
    """Chosen values by label."""
    text = pathlib.Path(path).read_text(encoding="utf-8")
    found = {}
    for label, values, chosen in re.findall(r"<\w:DisplayName>([^<]*)</\w:DisplayName><\w:Name>[^<]*</\w:Name><\w:Value i:type=\"\w:ArrayOfstring\">(.*?)"
                                            r"</\w:Value><\w:SelectedIndex>(\d+)<", text.split("<ThreatInstances")[0]):
        found.setdefault(label, re.findall(r">([^<]*)</", values)[int(chosen)])
    return found


def check_corpus(folder):
    sample = os.path.join(os.environ.get("SW_CORPUS") or "", "tm7", "docker", "docker_sample.tm7")
    if not os.environ.get("SW_CORPUS") or not os.path.isfile(sample):
        TAP.skip("the container model of the corpus", "SW_CORPUS names no folder with tm7")
        return
    pathlib.Path(folder, "compose.yaml").write_text(TINY, encoding="utf-8")
    pathlib.Path(folder, ".strideward.yaml").write_text("version: 1\nimages: {default: deny, official: allow}\n", encoding="utf-8")
    updated = os.path.join(folder, "updated.tm7")
    report, _ = checked(sample, folder, more=("-f", f"tm7={updated}"))
    clicked = {row["property"]: (row["drawn"]["value"], row["found"]["value"]) for row in report["differences"] if "property" in row}
    TAP.same(clicked, {"Resource Limited": ("Yes", "No"), "Privileged run as root": ("Yes", "No"), "Trusted Registry": ("No", "Yes")},
             "the container model of the corpus: what was clicked is measured")
    TAP.ok(all(match["found"] for match in report["matches"]), "all its elements are found", report["matches"])
    before, after = properties(sample), properties(updated)
    changed = {label: (before[label], after[label]) for label in before if before[label] != after.get(label)}
    TAP.same(changed, clicked, "the updated model: these properties")
    TAP.ok(report["measured"] == len(clicked) and report["moved"], "states move", f"{report['measured']} {report['moved']}")
    old = json.loads(run("model", "generate", sample, "-f", "json").stdout)
    new = json.loads(run("model", "generate", updated, "-f", "json").stdout)
    def keys(report):
        return {row["tmtKey"] for row in report["threats"]}
    moved_keys = {row["tmtKey"] for row in report["moved"]}
    TAP.ok(keys(old) != keys(new) and keys(old) ^ keys(new) <= moved_keys, "its filters see what was measured", sorted(keys(old) ^ keys(new))[:3])
    first, second = pathlib.Path(sample).read_bytes(), pathlib.Path(updated).read_bytes()
    start = first.index(b"<ThreatInstances")
    drawing, drawing_now = first[:start], second[:second.index(b"<ThreatInstances")]
    TAP.ok(len(drawing) == len(drawing_now) and sum(a != b for a, b in zip(drawing, drawing_now)) == len(clicked),
           "in the drawing only the numbers of the choices differ")
    report, _ = checked(updated, folder)
    TAP.ok(all("stale" in row for row in report["moved"]) and not report["measured"] and not any("property" in row for row in report["differences"]), "checked again: nothing moves",
           report["moved"])
    report, _ = checked(sample, SHOP)
    TAP.ok({match["drawn"]["name"]: len(match["found"]) for match in report["matches"]}.get("Container") == 6, "the shop: one container for six")


def check_reach():
    """Every key of the schema is in some report above."""
    missing = []
    for at, part in validator.subschemas(SCHEMA_READ):
        for key in part.get("properties", {}):
            if not any(path.split(".")[-1] == key for path in REACHED):
                missing.append(f"{at}: {key}")
    TAP.same(missing, [], "every key of the schema is written by some report")


def main():
    with tempfile.TemporaryDirectory() as folder:
        check_export(folder)
        check_person(folder)
        check_planted(folder)
    for part in (check_mapping, check_kinds, check_deployments, check_big, check_text, check_corpus):
        with tempfile.TemporaryDirectory() as folder:
            part(folder)
    if os.environ.get("SW_CORPUS"):
        check_reach()
    return TAP.done()


if __name__ == "__main__":
    sys.exit(main())
