#!/usr/bin/env python3
"""Holds the checks against examples that other scanners ship with their rules: run.py IDEAS DEVIATIONS.

The program is named by SW_BIN, the corpus by SW_CORPUS; without a corpus the test is skipped. IDEAS says which checks speak
of which row of the union of all tools' rules. A case that is labelled a hit is found when one of its row's checks fails, on
a line of an instruction that the label names, if it names lines; one that is labelled as none is false when one fails.
DEVIATIONS are labels that we do not share: case, what is expected, what we say, why."""
import bisect
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

FOUND, FALSE = 97, 1  # at least, at most; per cent


def table(path):
    with open(path, encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t") for line in lines if line.strip() and not line.startswith("#")]


def references():
    """Check and rule, where a check speaks of the rule: perhaps not in every place, and then the place does not name it."""
    answer = subprocess.run([os.environ["SW_BIN"], "checks", "-f", "json"], stdout=subprocess.PIPE, check=True)
    return {(check["id"], rule) for check in json.loads(answer.stdout) for rule in check["refs"]}


def findings(path, case, checks, named):
    """Lines where one of the checks fails, in a copy that stands alone and is called what readers look for."""
    rule = f"{case['tool']}:{case['rule'][:8] if case['tool'] == 'kics' else case['rule']}"
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy(path, os.path.join(folder, "compose.yaml" if case["kind"] == "compose" else "Dockerfile"))
        answer = subprocess.run([os.environ["SW_BIN"], "scan", "--profile", "all", "-f", "json", copy],
                                stdout=subprocess.PIPE, check=False)
    return sorted({f["location"]["line"] for f in json.loads(answer.stdout)["findings"]
                   if f["check"] in checks and ((f["check"], rule) not in named or rule in f["refs"])})


def starts(path):
    """First lines of instructions: those that no line before them continues into."""
    with open(path, encoding="utf-8", errors="replace") as file:
        lines = file.read().splitlines()
    first, joined = [], False
    for number, line in enumerate(lines, 1):
        if not joined:
            first.append(number)
        comment = line.lstrip().startswith("#")
        joined = joined if comment and joined else not comment and re.search(r"\\\s*$", line) is not None
    return first


def on_lines(path, kind, got, wanted):
    """Whether one of the lines lies in what a wanted line belongs to. In YAML tools name the key or what holds it."""
    if not wanted or kind == "compose":
        return bool(got)
    first = starts(path)
    place = {bisect.bisect_right(first, line) for line in wanted}
    return any(bisect.bisect_right(first, line) in place for line in got)


def said(path, case, checks, named):
    got = findings(path, case, checks, named)
    if not got:
        return "none"
    if case["expect"] == "hit" and on_lines(path, case["kind"], got, case["lines"]):
        return "hit"
    return "hit " + ",".join(map(str, got))


def main():
    corpus = os.environ.get("SW_CORPUS")
    if not corpus:
        print("1..0 # SKIP SW_CORPUS is not set")
        return 0
    folder = os.path.join(corpus, "labelled")
    ideas = {}
    for row, check, *_ in table(sys.argv[1])[1:]:
        ideas.setdefault(row, set()).add(check)
    deviations = {case: (expected, ours) for case, expected, ours, _ in table(sys.argv[2])}
    with open(os.path.join(folder, "manifest.jsonl"), encoding="utf-8") as lines:
        cases = [json.loads(line) for line in lines]
    hits = nones = found = false = without = 0
    named = references()
    stale = set(deviations) - {case["id"] for case in cases}
    for case in cases:
        checks = set().union(*(ideas.get(row, set()) for row in case["idea"]))
        if not checks or checks == {"-"}:
            without += not checks
            continue
        ours = said(os.path.join(folder, case["file"]), case, checks, named)
        right = ours == case["expect"]
        if case["id"] in deviations:
            if right or deviations[case["id"]] != (case["expect"], ours):
                stale.add(case["id"])
                print(f"# stale: {case['id']} expects {case['expect']}, we say {ours}")
            right = True
        hits += case["expect"] == "hit"
        nones += case["expect"] == "none"
        found += right and case["expect"] == "hit"
        false += not right and case["expect"] == "none"
        if not right:
            print(f"# {case['id']} {','.join(case['idea'])} {case['name']}: expects {case['expect']} {case['lines']}, we say {ours}")
    print("1..4")
    print(f"{'ok' if 100 * found >= FOUND * hits else 'not ok'} 1 - {found} of {hits} labelled hits are found")
    print(f"{'ok' if 100 * false <= FALSE * nones else 'not ok'} 2 - {false} of {nones} labelled as none are false")
    print(f"{'ok' if not stale else 'not ok'} 3 - each of {len(deviations)} deviations still deviates as written")
    print(f"{'ok' if not without else 'not ok'} 4 - {without} cases are of rows that no check speaks of")
    return 0


if __name__ == "__main__":
    sys.exit(main())
