#!/usr/bin/env python3
"""`strideward model generate`: generate.py STRIDEWARD SCHEMA RULES.MD.

A small model and rules of our own: what is told, in both formats, and what is said of bad rules. Then, where SW_CORPUS
names a corpus, every model of it against the threats that are expected (EXPECTED.tsv), and the filters of every template."""
import csv
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "structure"))
import tap as results  # noqa: E402
import validator  # noqa: E402

PROGRAM, SCHEMA, RULES = (os.path.abspath(path) for path in sys.argv[1:4])


def cell(shape, kind, name, **more):
    return {"id": name, "shape": shape, "zIndex": 1, "data": {"type": kind, "name": name, "threats": [], **more.pop("data", {})}, **more}


def placed(shape, kind, name, x, y, width=100, height=60):
    return cell(shape, kind, name, position={"x": x, "y": y}, size={"width": width, "height": height})


MODEL = {
    "version": "2.2.0",
    "summary": {"title": "Shop", "owner": "", "description": "", "id": 0},
    "detail": {"contributors": [], "reviewer": "", "diagramTop": 1, "threatTop": 0, "diagrams": [{
        "id": 0, "title": "Main", "diagramType": "STRIDE", "placeholder": "", "thumbnail": "", "version": "2.2.0",
        "cells": [
            placed("actor", "tm.Actor", "Customer", 0, 0),
            placed("process", "tm.Process", "Web", 400, 0),
            placed("store", "tm.Store", "Orders", 800, 0),
            placed("trust-boundary-box", "tm.BoundaryBox", "Cluster", 300, -100, 900, 300),
            cell("flow", "tm.Flow", "buy", source={"cell": "Customer"}, target={"cell": "Web"}, data={"isEncrypted": True}),
            cell("flow", "tm.Flow", "query", source={"cell": "Web"}, target={"cell": "Orders"}),
        ]}]},
}
BASE = """\
rules: 1
id: base
threats:
  - {id: into-store, title: "{target.Name} takes what {source.Name} writes", stride: T, include: target is 'GE.DS'}
"""
OWN = """\
rules: 1
id: own
extends: base.yaml
threats:
  - id: inward
    title: "{source.Name} reaches {target.Name}"
    stride: S
    cwe: [287]
    priority: Critical
    include: source is 'GE.EI' and not flow.encrypted is 'No'
  - {id: crossing, title: "{flow.Name} comes in", stride: I, include: flow crosses 'GE.TB.B'}
  - {id: never, title: Never, stride: D, include: source is 'GE.DS'}
overrides:
  - {threat: into-store, on: Orders, effect: silence, reason: tested, until: 2030-01-31}
  - {threat: never, on: query, effect: raise, reason: seen once}
"""


def run(*arguments):
    return subprocess.run([PROGRAM, "model", "generate", *arguments], capture_output=True, text=True, check=False)


def check_own(tap, schema, folder):
    model, rules = os.path.join(folder, "shop.json"), os.path.join(folder, "own.yaml")
    for name, text in (("shop.json", json.dumps(MODEL)), ("base.yaml", BASE), ("own.yaml", OWN)):
        pathlib.Path(folder, name).write_text(text, encoding="utf-8")
    result = run(model, "--rules", rules, "--at", "2029-12-31", "-f", "json")
    report = json.loads(result.stdout or "{}")
    tap.same(result.returncode, 0, "own model: status")
    tap.same(list(validator.errors(schema, report)), [], "own model: fits the schema")
    tap.same([(threat["type"], threat["flow"]["id"], threat["title"], threat["priority"], threat["stride"], threat["cwe"])
              for threat in report.get("threats", [])],
             [("inward", "buy", "Customer reaches Web", "Critical", "S", [287]),
              ("crossing", "buy", "buy comes in", "High", "I", []), ("never", "query", "Never", "High", "D", [])],
             "own model: threats")
    tap.same([predicate["value"] for predicate in report["threats"][0]["why"]["predicates"]], ["true", "false"], "own model: why")
    tap.same(report["threats"][2]["why"]["raised"], {"reason": "seen once"}, "own model: raised")
    tap.same([row["override"] for row in report["silenced"]], [{"reason": "tested", "until": "2030-01-31"}], "own model: silenced")
    later = json.loads(run(model, "--rules", rules, "--at", "2030-02-01", "-f", "json").stdout)
    tap.same((len(later["threats"]), [row["code"] for row in later["diagnostics"]]), (4, ["override-ended"]),
             "an override ends")
    text = run(model, "--rules", rules, "--at", "2029-12-31").stdout
    tap.ok(text.startswith("3 threats, 3 of them new; 0 stale, 1 silenced\n") and "source is 'Generic External Interactor'" in text,
           "own model: as text", text)


def check_bad(tap, folder):
    model = os.path.join(folder, "shop.json")
    for name, rules, said in (
            ("a slip in a filter", BASE.replace("target is 'GE", "target iz 'GE"), "bad.yaml:4:105: error: the filter cannot be read"),
            ("a file that is not there", BASE + "extends: none.yaml\n", "none.yaml"),
            ("a file elsewhere", BASE + "extends: ../own.yaml\n", "bad.yaml:5:10: error: only a file in the folder of the rules"),
            ("a circle", BASE + "extends: bad.yaml\n", "too many templates extend each other"),
            ("no base", BASE + "extends: model\n", "bad.yaml:5:10: error: the model has no template"),
            ("no rules", "a: 1\n", "rules begin with 'rules: 1'")):
        bad = os.path.join(folder, "bad.yaml")
        pathlib.Path(bad).write_text(rules, encoding="utf-8")
        result = run(model, "--rules", bad)
        tap.ok(result.returncode == 2 and said in result.stderr, name, result.stderr + result.stdout)
    result = run(model)
    tap.ok(result.returncode == 2 and "--rules" in result.stderr, "a model without types of threats", result.stderr)


def check_row(tap, schema, folder, row):
    result = run(os.path.join(folder, row["file"]), "-f", "json")
    report = json.loads(result.stdout or '{"threats": [], "stale": []}')
    keys = sorted(threat["tmtKey"].encode() for threat in report["threats"])
    got = (len(keys), len(report["stale"]), sum(not threat["stored"] for threat in report["threats"]),
           hashlib.sha256(b"\n".join(keys)).hexdigest())
    wanted = (int(row["generated"]), int(row["only_in_file"]), int(row["only_generated"]), row["sha256_of_sorted_keys"])
    tap.same(got, wanted, f"{row['file']}: {row['generated']} threats")
    wrong = list(validator.errors(schema, report))
    tap.ok(result.returncode == 0 and not wrong, f"{row['file']}: fits the schema", "\n".join(wrong) + result.stderr)


def check_template(tap, folder, name, model):
    result = run(model, "--rules", os.path.join(folder, name), "-f", "json")
    report = json.loads(result.stdout or '{"diagnostics": [{"code": "nothing"}]}')
    filters = [row for row in report["diagnostics"] if row["code"].startswith(("filter-", "nothing"))]
    tap.same((result.returncode, filters), (0, []), f"{name}: all filters are read")


def check_corpus(tap, schema, own_model):
    folder = os.path.join(os.environ.get("SW_CORPUS") or "", "tm7")
    if not os.environ.get("SW_CORPUS") or not os.path.isdir(folder):
        tap.skip("models of the corpus", "SW_CORPUS names no folder with tm7")
        return
    with open(os.path.join(folder, "EXPECTED.tsv"), encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            check_row(tap, schema, folder, row)
    for path in sorted(pathlib.Path(folder).glob("*/*.t[bm]7")):
        check_template(tap, folder, str(path.relative_to(folder)), own_model)


def main():
    tap = results.Tap()
    with open(SCHEMA, encoding="utf-8") as file:
        schema = json.load(file)
    with tempfile.TemporaryDirectory() as folder:
        check_own(tap, schema, folder)
        check_bad(tap, folder)
        example = pathlib.Path(RULES).read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
        pathlib.Path(folder, "example.yaml").write_text(example, encoding="utf-8")
        result = run(os.path.join(folder, "shop.json"), "--rules", os.path.join(folder, "example.yaml"), "-f", "json")
        tap.ok(result.returncode == 0 and not [row for row in json.loads(result.stdout)["diagnostics"] if row["level"] == "error"],
               "the example of docs/rules.md", result.stderr)
        check_corpus(tap, schema, os.path.join(folder, "shop.json"))
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
