#!/usr/bin/env python3
"""Holds the checks against a Dockerfile with planted faults: planted.py IDEAS.

The program is named by SW_BIN, the corpus by SW_CORPUS; without a corpus the test is skipped. IDEAS says which checks speak
of which row of the union of all tools' rules. Every planted fault must be found on its line, and what must not be reported
may not be."""
import json
import os
import subprocess
import sys


def checks_of(path):
    ideas = {}
    with open(path, encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            row, check = line.rstrip("\n").split("\t")[:2]
            ideas.setdefault(row, set()).add(check)
    return ideas


def main():
    corpus = os.environ.get("SW_CORPUS")
    if not corpus:
        print("1..0 # SKIP SW_CORPUS is not set")
        return 0
    folder = os.path.join(corpus, "dockerfile", "planted")
    with open(os.path.join(folder, "expected.json"), encoding="utf-8") as file:
        expected = json.load(file)
    ideas = checks_of(sys.argv[1])
    answer = subprocess.run([os.environ["SW_BIN"], "scan", "-f", "json", os.path.join(folder, "Dockerfile")],
                            stdout=subprocess.PIPE, check=False)
    found = {(f["location"]["line"], f["check"]) for f in json.loads(answer.stdout)["findings"]}
    cases = [(case, True) for case in expected["expect"]] + [(case, False) for case in expected["must_not"]]
    print(f"1..{len(cases)}")
    for number, (case, wanted) in enumerate(cases, 1):
        got = any((case["line"], check) in found for check in ideas.get(case["idea"], ()))
        print(f"{'ok' if got == wanted else 'not ok'} {number} - line {case['line']}: {case['idea']}{'' if wanted else ' not'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
