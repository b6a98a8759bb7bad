#!/usr/bin/env python3
"""Holds the checks against examples that other scanners ship with their rules for compose files: labelled_compose.py IDEAS
DEVIATIONS.

The program is named by SW_BIN, the corpus by SW_CORPUS; without a corpus the test is skipped. IDEAS says which checks speak
of which row of the union of all tools' rules, DEVIATIONS which labels we do not share, and why."""
import json
import os
import shutil
import subprocess
import sys
import tempfile


def table(path):
    with open(path, encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t") for line in lines if not line.startswith("#")]


def found(path, checks):
    """Whether one of the checks fails, in a copy that stands alone and is called what Compose looks for."""
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy(path, os.path.join(folder, "compose.yaml"))
        answer = subprocess.run([os.environ["SW_BIN"], "scan", "-f", "json", copy], stdout=subprocess.PIPE, check=False)
    return any(finding["check"] in checks for finding in json.loads(answer.stdout)["findings"])


def main():
    corpus = os.environ.get("SW_CORPUS")
    if not corpus:
        print("1..0 # SKIP SW_CORPUS is not set")
        return 0
    folder = os.path.join(corpus, "labelled")
    ideas = {}
    for row, check in table(sys.argv[1])[1:]:
        ideas.setdefault(row, set()).add(check)
    deviations = dict(table(sys.argv[2]))
    with open(os.path.join(folder, "manifest.jsonl"), encoding="utf-8") as lines:
        cases = [case for case in map(json.loads, lines) if case["kind"] == "compose"]
    print(f"1..{len(cases)}")
    for number, case in enumerate(cases, 1):
        checks = set().union(*(ideas.get(row, set()) for row in case["idea"]))
        agrees = found(os.path.join(folder, case["file"]), checks) == (case["expect"] == "hit")
        passed = agrees != (case["id"] in deviations)
        print(f"{'ok' if passed else 'not ok'} {number} - {case['id']} {case['name']}: {case['expect']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
