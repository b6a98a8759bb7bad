#!/usr/bin/env python3
"""The readers of packages against the corpus's topic pkgdb: pkgdb.py STRIDEWARD KINDS.TSV [WORD ...].

Each case is a file and what it lists, as another program's tests say; KINDS says which reader of ours takes which kind. Of
what we claim at least 98 % must be seen, no version may differ, and what must be refused must be. The root file system of
all ecosystems must be seen in full. With WORDs only kinds that hold one are looked at, and every difference is told.
Cases that contradict the truth stand in contested.tsv, with the reason."""
import collections
import fnmatch
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
import tap as results  # noqa: E402

PROGRAM, KINDS = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
WORDS = sys.argv[3:]
CORPUS = os.environ.get("SW_CORPUS", "")
PKGDB = os.path.join(CORPUS, "pkgdb")
TAP = results.Tap()
ENOUGH = 0.98


def rows(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                yield (line.rstrip("\n").split("\t") + ["", ""])[:3]


def contested():
    """Files that upstream expects wrongly, with the reason; the list stands in the corpus or beside the project."""
    project = os.path.join(os.path.dirname(KINDS), "..")
    for folder in (CORPUS, os.path.join(project, "..", "shared", "corpus")):
        path = os.path.join(folder, "contested.tsv")
        if os.path.isfile(path):
            return {case: why for topic, case, why in rows(path) if topic == "pkgdb"}
    return {}


def ours(said, path):
    """The kind of ours for a file; None: none."""
    name = os.path.basename(path)
    for word in said.split():
        glob, _, kind = word.rpartition("=")
        if fnmatch.fnmatch(name, glob or "*"):
            return None if kind == "-" else kind
    return None


def dump(path, kind=None):
    """Status, pairs, what was said."""
    result = subprocess.run([PROGRAM, "dump", "packages", *(["--as", kind] if kind else []), path], capture_output=True, text=True,
                            errors="replace", timeout=60, check=False)
    try:
        pairs = {tuple(pair) for pair in json.loads(result.stdout or "[]")}
    except ValueError:
        pairs = set()
    return result.returncode, pairs, result.stderr.strip()


class Figures:
    """What came of the cases of one kind."""

    def __init__(self):
        self.cases = self.expected = self.seen = self.refusals = 0
        self.wrong, self.missing, self.more, self.faults = [], [], [], []

    def add(self, path, case, kind):
        status, got, said = dump(os.path.join(PKGDB, path), kind.lstrip("~"))
        if kind.startswith("~"):
            got = {(re.split("[/:]", name)[-1], version) for name, version in got}
        wanted = {tuple(pair) for pair in case["expected"] or []}
        self.cases += 1
        self.expected += len(wanted)
        self.seen += len(wanted & got)
        if status not in (0, 2):
            self.faults.append(f"{path}: ends with {status}: {said}")
        if case["expected"] is None or case.get("want_error"):
            self.refusals += 1
            if status != 2 and not wanted:
                self.faults.append(f"{path}: is not refused; got {sorted(got)[:3]}")
        elif wanted and not got and status == 2:
            self.faults.append(f"{path}: refused: {said[:200]}")
        names = collections.defaultdict(set)
        for name, version in wanted:
            names[name].add(version)
        for name, version in sorted(got - wanted):
            if name in names:
                self.wrong.append(f"{path}: {name} {version} and not {' or '.join(sorted(names[name]))}")
            else:
                self.more.append(f"{path}: {name} {version}")
        self.missing += [f"{path}: {name} {version}" for name, version in sorted(wanted - got)]

    def told(self, most):
        lines = [f"wrong: {line}" for line in self.wrong] + [f"fault: {line}" for line in self.faults]
        lines += [f"missing: {line}" for line in self.missing] + [f"not expected: {line}" for line in self.more]
        return lines[:most] + ([f"and {len(lines) - most} more"] if len(lines) > most else [])


def share(seen, expected):
    return 1.0 if not expected else seen / expected


def check_kinds(kinds, wrong_cases):
    figures, unclaimed = collections.defaultdict(Figures), collections.Counter()
    total = Figures()
    with open(os.path.join(PKGDB, "expected.jsonl"), encoding="utf-8") as cases:
        for line in cases:
            case = json.loads(line)
            kind, path = case["kind"], case["file"]
            if WORDS and not any(word in kind for word in WORDS):
                continue
            reader = ours(kinds[kind][0], path) if kind in kinds else None
            if kind not in kinds:
                TAP.ok(False, f"{kind}: stands in {os.path.basename(KINDS)}")
            elif not reader:
                unclaimed[kind] += len(case["expected"] or [])
            elif path in wrong_cases:
                print(f"# left out: {path}: {wrong_cases[path]}")
            else:
                figures[kind].add(path, case, reader)
    for kind, count in sorted(unclaimed.items()):
        print(f"# not claimed: {kind} ({count} packages): {kinds[kind][1]}")
    for kind, figure in sorted(figures.items()):
        good = not figure.wrong and not figure.faults and share(figure.seen, figure.expected) >= ENOUGH
        TAP.ok(good, f"{kind}: {figure.seen} of {figure.expected} packages in {figure.cases} files, {len(figure.wrong)} wrong versions, "
               f"{len(figure.more)} not expected, {figure.refusals} to refuse")
        for text in figure.told(1000 if WORDS else 8):
            print("# " + text)
        total.expected += figure.expected
        total.seen += figure.seen
        total.cases += figure.cases
        total.wrong += figure.wrong
    TAP.ok(share(total.seen, total.expected) >= ENOUGH and not total.wrong,
           f"all kinds we claim: {total.seen} of {total.expected} packages in {total.cases} files "
           f"({100 * share(total.seen, total.expected):.1f} %), {len(total.wrong)} wrong versions")


def check_root(kinds):
    """The root file system of all ecosystems: every group whose files are stored."""
    status, got, said = dump(os.path.join(PKGDB, "files", "syft", "rootfs-coverage"))
    with open(os.path.join(PKGDB, "files", "syft", "rootfs-coverage.expected.json"), encoding="utf-8") as file:
        groups = json.load(file)
    if status not in (0, 2):
        TAP.ok(False, "root file system of all ecosystems", f"ends with {status}: {said}")
        return
    folded = {(re.sub("[-_.]+", "-", name).lower(), version) for name, version in got}  # as upstream writes names of Python's
    for group in groups:
        name = "rootfs:" + group["name"]
        if name in kinds:
            print(f"# not claimed: {name} ({len(group['packages'])} packages): {kinds[name][1]}")
            continue
        wanted = {pair for pair in group["packages"].items() if f"{name}/{pair[0]}" not in kinds}
        seen = folded if group["type"] == "PythonPkg" else got
        TAP.ok(wanted <= seen, f"{name}: {len(wanted & seen)} of {len(wanted)}", f"missing {sorted(wanted - seen)}")


def main():
    if not CORPUS or not os.path.isfile(os.path.join(PKGDB, "expected.jsonl")):
        TAP.skip("packages of the corpus", "SW_CORPUS names no folder with pkgdb")
        return TAP.done()
    kinds = {kind: (said, why) for kind, said, why in rows(KINDS)}
    check_kinds(kinds, contested())
    if not WORDS or "rootfs" in WORDS:
        check_root(kinds)
    return TAP.done()


if __name__ == "__main__":
    sys.exit(main())
