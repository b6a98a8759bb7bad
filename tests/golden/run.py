#!/usr/bin/env python3
"""What strideward makes of examples/shop and of small cases, held against what was written by hand from the rules of the
register, and against the stored reports byte for byte. SW_BIN names the program; tools/regen-golden rewrites the reports."""
import difflib
import glob
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import shop  # noqa: E402
import tap  # noqa: E402


def rows_of(name):
    with open(shop.stored(name), encoding="utf-8") as file:
        return [tuple(line.rstrip("\n").split("\t")) for line in file if not line.startswith("#")]


def compare_register(t, report):
    wanted = {row[:2]: row[2:] for row in rows_of("register.tsv")}
    got = {(row["threat"], row["on"]): row for row in report["threats"]}
    wrong = []
    for key in sorted(wanted.keys() | got.keys()):
        row = got.get(key)
        if row is None or key not in wanted:
            wrong.append(f"{key[0]}@{key[1]}: " + ("is missing" if row is None else f"is new: {row['state']} {row['priority']}"))
        elif row["state"] != wanted[key][0] or wanted[key][1] not in ("-", row["priority"]):
            wrong.append(f"{row['id']}: wanted {' '.join(wanted[key])}, got {row['state']} {row['priority']}: {row['why']}; {row['priorityWhy']}")
    t.ok(not wrong, f"the register of examples/shop: {len(wanted)} rows written by hand", "\n".join(wrong))


def compare_diagram(t, system):
    wanted = set(rows_of("diagram.tsv"))
    got = {(edge["from"], edge["to"], edge["grade"], edge["label"]) for edge in system["edges"]}
    detail = [f"missing: {' '.join(row)}" for row in sorted(wanted - got)] + [f"new: {' '.join(row)}" for row in sorted(got - wanted)]
    t.ok(not detail, f"the diagram of examples/shop: {len(wanted)} flows written by hand", "\n".join(detail))


def compare_reports(t, example):
    for form, name in shop.FORMATS.items():
        with open(shop.stored(name), encoding="utf-8", newline="") as file:
            wanted = file.read()
        got = example.report(form)
        change = difflib.unified_diff(wanted.splitlines(), got.splitlines(), "stored", "now", lineterm="", n=0) if got != wanted else []
        t.ok(got == wanted, f"the {form} report of examples/shop is the stored one", "\n".join(line[:240] for line in change))


def check_case(t, path):
    about, files, expected = tap.read_case(path)
    with tap.tree(files) as folder:
        got = tap.run("scan", *shop.AT, "-f", "json", ".", cwd=folder)
        rows = {row["id"]: row for row in json.loads(got.stdout)["threats"]}
    wrong = []
    for line in expected:
        row_id, state, priority = re.match(r"(\S+) (\S+) (\S+)$", line).groups()
        row = rows.get(row_id)
        if row is None:
            wrong.append(f"{line}\n  there is no such row; of this threat: {' '.join(i for i in rows if i.startswith(row_id.split('@')[0]))}")
        elif row["state"] != state or priority not in ("-", row["priority"]):
            wrong.append(f"{line}\n  got {row['state']} {row['priority']}: {row['why']}; {row['priorityWhy']}")
    name = os.path.relpath(path, HERE)[:-5]
    t.ok(expected and not wrong, f"{name}: {about.splitlines()[0]}", "\n".join(wrong) or "nothing is expected")


def main():
    t = tap.Tap()
    with shop.Shop() as example:
        report = json.loads(example.report("json"))
        t.ok(not report["diagnostics"], "examples/shop is read without a diagnostic", report["diagnostics"])
        held = [row for row in report["threats"] if row.get("decision") and not row.get("decisionExpired")]
        t.ok(len(held) == 1, "the example's decision holds", report["decisions"])
        compare_register(t, report)
        compare_diagram(t, json.loads(example.system()))
        compare_reports(t, example)
    for path in sorted(glob.glob(os.path.join(HERE, "priorities", "*.case")) + glob.glob(os.path.join(HERE, "states", "*.case"))):
        check_case(t, path)
    return t.done()


if __name__ == "__main__":
    sys.exit(main())
