#!/usr/bin/env python3
"""The truth table of effective values: each NAME.case holds a small project and what BuildKit, the engine and Compose make
of it by their specifications. SW_BIN names the program; arguments choose cases by name.

Expectations, one a line:
  SUBJECT FIELD = VALUE | STATUS [| CHAIN]   STATUS: known, presumed MISSING, unknown MISSING; VALUE of unknown ones: ?
                                             CHAIN: LAYER HOW PLACE, …  lowest layer first; PLACE: FILE:LINE or words
  SUBJECT FIELD = [A, B]                     a set, in order
  [no] finding CHECK on SUBJECT
  [no] flow FROM -> TO [GRADE [LABEL]]
  [no] subject ID
  [no] diagnostic CODE
"""
import glob
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cli"))
import tap  # noqa: E402


class Answer:
    """What the program says about one case, asked for once."""

    def __init__(self, folder):
        dump = tap.run("dump", "system", "--at", "2026-12-01", ".", cwd=folder)
        self.system = json.loads(dump.stdout)
        self.subjects = {row["id"]: row for row in self.system["subjects"]}
        self.folder = folder
        self.report = None

    def scan(self):
        if self.report is None:
            self.report = json.loads(tap.run("scan", "-f", "json", "--at", "2026-12-01", ".", cwd=self.folder).stdout)
        return self.report


def place(at):
    """FILE:LINE:COLUMN without its column."""
    return re.sub(r"^(\S+:\d+):\d+$", r"\1", at)


def show(field):
    status = "known" if field["known"] else ("presumed " if field["presumed"] else "unknown ") + field["missing"]
    value = "?" if field["value"] is None else field["value"]
    chain = ", ".join(f"{link['layer']} {link['how']} {place(link['at'])}" for link in field["chain"])
    return value, status, chain


def check_field(answer, line):
    subject, name, wanted = re.match(r"(\S+) (\S+) = ?(.*)$", line).groups()
    row = answer.subjects.get(subject)
    if row is None:
        return f"no subject {subject}; there are {' '.join(answer.subjects)}"
    field = row["fields"].get(name)
    if field is None:
        return f"no field {name}"
    if isinstance(field["value"], list):
        got = "[" + ", ".join(field["value"]) + "]"
        return "" if got == wanted else f"got {got}"
    got = show(field)
    parts = [part.strip() for part in wanted.split(" | ")]
    return "" if all(a == b for a, b in zip(parts, got)) and len(parts) >= 2 else f"got {' | '.join(got)}"


def has_finding(answer, line):
    check, subject = re.match(r"finding (\S+) on (\S+)$", line).groups()
    return any(f["check"] == check and subject in [f["subject"]["id"], *[a["id"] if isinstance(a, dict) else a for a in f["affected"]]]
               for f in answer.scan()["findings"])


def has_flow(answer, line):
    start, end, grade, label = re.match(r"flow (\S+) -> (\S+)(?: (\S+)(?: (.+))?)?$", line).groups()
    return any(e["from"] == start and e["to"] == end and grade in (None, e["grade"]) and label in (None, e["label"])
               for e in answer.system["edges"])


def has_subject(answer, line):
    return line.split(" ", 1)[1] in answer.subjects


def has_diagnostic(answer, line):
    return any(d["code"] == line.split()[1] for d in answer.scan()["diagnostics"])


QUESTIONS = {"finding": has_finding, "flow": has_flow, "subject": has_subject, "diagnostic": has_diagnostic}


def check(answer, line):
    """Empty when the expectation holds, else what was there instead."""
    absent = line.startswith("no ")
    asked = line[3:] if absent else line
    question = QUESTIONS.get(asked.split()[0])
    if not question:
        return check_field(answer, line)
    return "" if question(answer, asked) != absent else "it is there" if absent else "it is not there"


def main():
    results = tap.Tap()
    paths = sorted(glob.glob(os.path.join(HERE, "*.case")))
    for path in paths:
        name = os.path.basename(path)[:-5]
        if len(sys.argv) > 1 and name not in sys.argv[1:]:
            continue
        about, files, expected = tap.read_case(path)
        with tap.tree(files) as folder:
            answer = Answer(folder)
            wrong = [f"{line}\n  {why}" for line in expected if (why := check(answer, line))]
        results.ok(expected and not wrong, f"{name}: {about.splitlines()[0]}", "\n".join(wrong) or "nothing is expected")
    return results.done()


if __name__ == "__main__":
    sys.exit(main())
