#!/usr/bin/env python3
"""Files on which linters are known to answer wrongly: each NAME.case holds a small tree and what is right about it.
SW_BIN names the program; arguments choose cases by name.

Expectations, one a line:
  CHECK at FILE:LINE[:COLUMN] …   these are all its findings, in order of place
  no CHECK [CHECK …]              none of them has a finding
  severity CHECK = WORD           of its first finding
  scans FILE …                    the file is an input that was read
  no diagnostic CODE
  options OPTION …                given to the program before the path
"""
import glob
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cli"))
import tap  # noqa: E402


class Report:
    def __init__(self, folder, expected):
        options = [word for line in expected if line.startswith("options ") for word in line.split()[1:]]
        result = tap.run("scan", "-f", "json", "--at", "2026-12-01", *options, ".", cwd=folder)
        self.data = json.loads(result.stdout)

    def findings(self, check):
        return sorted((f for f in self.data["findings"] if f["check"] == check),
                      key=lambda f: (f["location"]["file"], f["location"]["line"], f["location"]["column"]))


def place(finding, with_column):
    at = finding["location"]
    return f"{at['file']}:{at['line']}" + (f":{at['column']}" if with_column else "")


def unknown(line, known):
    """Checks that are named and do not exist: that they find nothing would prove nothing."""
    words = line.split()
    if words[0] in ("options", "scans") or words[:2] == ["no", "diagnostic"]:
        return ""
    named = words[1:] if words[0] == "no" else words[1:2] if words[0] == "severity" else words[:1]
    return " ".join(f"there is no check {name}" for name in named if name not in known)


def check(report, line):
    """Empty when the expectation holds, else what was there instead."""
    words = line.split()
    if words[0] == "options":
        return ""
    if words[:2] == ["no", "diagnostic"]:
        return "" if all(d["code"] != words[2] for d in report.data["diagnostics"]) else "it is there"
    if words[0] == "no":
        found = [f"{c} at {place(f, True)}: {f['message']}" for c in words[1:] for f in report.findings(c)]
        return "\n  ".join(found)
    if words[0] == "scans":
        subjects = json.dumps(report.data)
        return "" if all(name in subjects for name in words[1:]) else "the report does not know it"
    if words[0] == "severity":
        found = [f["severity"] for f in report.findings(words[1])]
        return "" if found[:1] == [words[3]] else f"got {found}"
    wanted = words[2:]
    got = [place(f, wanted[0].count(":") == 2) for f in report.findings(words[0])]
    return "" if words[1] == "at" and got == wanted else f"got {' '.join(got) or 'nothing'}"


def main():
    results = tap.Tap()
    known = {word for line in tap.run("checks").stdout.splitlines() for word in line.split()}
    for path in sorted(glob.glob(os.path.join(HERE, "*.case"))):
        name = os.path.basename(path)[:-5]
        if len(sys.argv) > 1 and name not in sys.argv[1:]:
            continue
        about, files, expected = tap.read_case(path)
        with tap.tree(files) as folder:
            report = Report(folder, expected)
            wrong = [f"{line}\n  {why}" for line in expected if (why := unknown(line, known) or check(report, line))]
        results.ok(expected and not wrong, f"{name}: {about.splitlines()[0]}", "\n".join(wrong) or "nothing is expected")
    return results.done()


if __name__ == "__main__":
    sys.exit(main())
