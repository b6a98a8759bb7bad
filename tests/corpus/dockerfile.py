#!/usr/bin/env python3
"""Holds the Dockerfile parser against results of the reference parser: dockerfile.py DUMP_DOCKERFILES.

The corpus is the folder named by SW_CORPUS; without it the test is skipped. Compared is everything but the words of
errors: ok, the lines an error names, and for a good file the whole tree and the warnings."""
import base64
import json
import os
import subprocess
import sys
import tempfile

HIDDEN = ("file", "error")


def cases_of_files(folder, expected):
    with open(expected, encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            yield case["file"], os.path.join(folder, case["file"]), case


def cases_of_texts(path, scratch):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            data = base64.b64decode(case["b64"]) if "b64" in case else case["text"].encode("utf-8")
            name = os.path.join(scratch, case["name"])
            with open(name, "wb") as out:
                out.write(data)
            yield case["name"], name, case["expect"]


def different(expected, got):
    hide = HIDDEN
    return {k: v for k, v in expected.items() if k not in hide} != {k: v for k, v in got.items() if k not in hide}


def compare(program, cases):
    """Names of the cases that differ, and the number of cases."""
    cases = list(cases)
    paths = "".join(path + "\n" for _, path, _ in cases)
    answer = subprocess.run([program], input=paths.encode(), stdout=subprocess.PIPE, check=True)
    results = answer.stdout.decode("utf-8").split("\n")[:-1]
    assert len(results) == len(cases)
    wrong = [(name, expected, json.loads(got)) for (name, _, expected), got in zip(cases, results)
             if different(expected, json.loads(got))]
    return wrong, len(cases)


def main():
    corpus = os.environ.get("SW_CORPUS")
    if not corpus:
        print("1..0 # SKIP SW_CORPUS is not set")
        return 0
    folder = os.path.join(corpus, "dockerfile")
    buildkit, real = os.path.join(folder, "buildkit"), os.path.join(folder, "real")
    with tempfile.TemporaryDirectory() as scratch:
        groups = [
            ("fixtures of the reference", cases_of_files(buildkit, os.path.join(buildkit, "expected.jsonl"))),
            ("edge cases", cases_of_texts(os.path.join(folder, "edge", "edge-cases.jsonl"), scratch)),
            ("real files", cases_of_files(os.path.join(real, "d"), os.path.join(real, "expected-parse.jsonl"))),
        ]
        print(f"1..{len(groups)}")
        for number, (title, cases) in enumerate(groups, 1):
            wrong, count = compare(sys.argv[1], cases)
            print(f"{'not ok' if wrong else 'ok'} {number} - {title}: {count - len(wrong)} of {count} equal")
            for name, expected, got in wrong[:5]:
                print(f"# {name}\n#   expected {json.dumps(expected)[:2000]}\n#   got      {json.dumps(got)[:2000]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
