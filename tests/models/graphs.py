#!/usr/bin/env python3
"""Diagrams as Mermaid, DOT, draw.io and PlantUML, as other programs read them: graphs.py STRIDEWARD.

A model with names that try to leave their place, and each model of the corpus (SW_CORPUS), is written in all four. draw.io's
must be XML with every id once, containers before what is in them and lines between cells that are there; what Graphviz makes
of DOT (skipped without `dot`) has as many nodes, clusters and edges, and shows the names as they are."""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
import tap as results  # noqa: E402

PROGRAM = os.path.abspath(sys.argv[1])
CORPUS = os.environ.get("SW_CORPUS", "")
FORMATS = ["mermaid", "dot", "drawio", "plantuml"]
HOSTILE = ['a"b', "[b](c){d}", "-->|x| n9", "]]>", '%%{init: {"x":1}}%%', "@enduml", "<script>alert(1)</script>", "\\N\\G\\", '\\"',
           "&lt;&#34;", "`**md**`", "style a:b#34; x", '%getenv("HOME")', "!include x", "end", "subgraph", '"];n9[label="', "<img:x>",
           "[[http://example.org]]", "***", "#quot;", "classDef x:#fff;", "<U+0022>", "-- s -- __u__", "--><!--", "}", "{", ";", "日本"]


def hostile_model():
    names = list(enumerate(HOSTILE))
    return {"scope": {"title": HOSTILE[4], "description": ""}, "trust_boundaries": [], "actors": [], "data_stores": [], "data_sets": [],
            "trust_zones": [{"symbolic_name": f"z{i}", "title": name} for i, name in names],
            "components": [{"symbolic_name": f"c{i}", "title": name, "trust_zone": f"z{i}"} for i, name in names],
            "data_flows": [{"symbolic_name": f"f{i}", "title": name, "source": {"type": "component", "object": f"c{i}"},
                            "destination": {"type": "component", "object": f"c{(i + 1) % len(names)}"}} for i, name in names]}


def write(path, folder):
    """The four texts; a string: why not."""
    targets = {name: os.path.join(folder, "out." + name) for name in FORMATS}
    arguments = [argument for name, target in targets.items() for argument in ("-f", f"{name}={target}")]
    result = subprocess.run([PROGRAM, "model", "convert", path] + arguments, capture_output=True, timeout=60)
    if result.returncode != 0:
        return result.stderr.decode(errors="replace")
    return {name: open(target, encoding="utf-8").read() for name, target in targets.items()}


def drawio_counts(text):
    nodes = boxes = edges = 0
    for page in ElementTree.fromstring(text.encode()).findall("diagram"):
        seen = set()
        cells = page.findall("mxGraphModel/root/mxCell")
        for cell in cells:
            name = cell.get("id")
            assert name not in seen, f"id {name} twice"
            assert cell.get("parent") in seen or name == "0", f"{name} stands before its container"
            seen.add(name)
            if cell.get("vertex"):
                shape = cell.find("mxGeometry")
                assert float(shape.get("width")) > 0 and float(shape.get("height")) > 0, f"{name} has no size"
        for cell in cells:
            assert not cell.get("edge") or {cell.get("source"), cell.get("target")} <= seen, "an edge ends nowhere"
            boxes += "container=1" in cell.get("style", "")
            nodes += cell.get("vertex") == "1"
            edges += cell.get("edge") == "1"
    return nodes - boxes, boxes, edges


def dot_counts(text):
    rendered = subprocess.run(["dot", "-Tjson"], input=text.encode(), capture_output=True, timeout=60, check=True).stdout.decode()
    nodes = boxes = edges = 0
    decoder, at = json.JSONDecoder(), 0
    while rendered[at:].strip():
        at += len(rendered[at:]) - len(rendered[at:].lstrip())
        graph, at = decoder.raw_decode(rendered, at)
        clusters = sum(item["name"].startswith("cluster_") for item in graph.get("objects", []))
        boxes += clusters
        nodes += len(graph.get("objects", [])) - clusters
        edges += len(graph.get("edges", []))
    return nodes, boxes, edges


def shown_by_dot(text):
    picture = subprocess.run(["dot", "-Tsvg"], input=text.encode(), capture_output=True, timeout=60, check=True).stdout
    return {node.text for node in ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}text")}


def check(tap, path, name, folder):
    texts = write(path, folder)
    if isinstance(texts, str):
        tap.ok(False, name, texts)
        return None
    try:
        counts = drawio_counts(texts["drawio"])
        tap.ok(True, f"{name}: draw.io")
    except (AssertionError, ElementTree.ParseError) as error:
        tap.ok(False, f"{name}: draw.io", error)
        return None
    tap.same(texts, write(path, folder), f"{name}: the same twice")
    mermaid, plantuml = texts["mermaid"], texts["plantuml"]
    tap.same((len(re.findall(r"^ *subgraph g\d+b", mermaid, re.M)), len(re.findall(r"^  g\d+n\d+ <?-->", mermaid, re.M))), counts[1:],
             f"{name}: Mermaid")
    tap.same((plantuml.count("<<boundary>> {\n") - plantuml.count("skinparam rectangle<<boundary>> {\n"),
              len(re.findall(r"^n\d+ <?-->", plantuml, re.M))), counts[1:], f"{name}: PlantUML")
    if shutil.which("dot"):
        tap.same(dot_counts(texts["dot"]), counts, f"{name}: DOT as Graphviz reads it")
    else:
        tap.skip(f"{name}: DOT as Graphviz reads it", "there is no program dot")
    return texts


def main():
    tap = results.Tap()
    with tempfile.TemporaryDirectory() as folder:
        model = os.path.join(folder, "hostile.json")
        with open(model, "w", encoding="utf-8") as file:
            json.dump(hostile_model(), file)
        texts = check(tap, model, "hostile names", folder)
        if texts and shutil.which("dot"):
            shown = {text.replace("\xa0", " ") for text in shown_by_dot(texts["dot"]) if text}
            tap.same([name for name in HOSTILE if name not in shown], [], "Graphviz shows every name as it is")
        if not CORPUS or not os.path.isdir(os.path.join(CORPUS, "models")):
            tap.skip("models of the corpus", "SW_CORPUS names no corpus with models")
            return tap.done()
        for pattern in ("models/threagile/*.yaml", "models/tm-bom/*.json", "models/threat-dragon/*.json", "models/otm/*", "tm7/**/*.tm7"):
            for path in sorted(glob.glob(os.path.join(CORPUS, pattern), recursive=True)):
                if "schema" not in path and not path.endswith(".md"):
                    check(tap, path, os.path.relpath(path, CORPUS), folder)
    return tap.done()


sys.exit(main())
