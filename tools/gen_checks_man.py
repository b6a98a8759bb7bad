#!/usr/bin/env python3
"""Writes the manual page of all checks from `strideward checks -f json`.

usage: gen_checks_man.py PROGRAM OUTPUT
"""

import json
import re
import subprocess
import sys

program, output = sys.argv[1:]
STRIDE = {
    "S": "spoofing",
    "T": "tampering",
    "R": "repudiation",
    "I": "information disclosure",
    "D": "denial of service",
    "E": "elevation of privilege",
}
ON = {
    "build": "each target of a Dockerfile",
    "start": "each target of a Dockerfile and each service",
    "workload": "each service",
    "deployment": "each deployment as a whole",
    "repository": "the repository as a whole: CI files, scripts, profiles and what images and services set",
    "image": "an image at rest: its configuration and what its layers hold",
}
HEAD = """\
.\\" Generated from the checks themselves.
.Dd November 22, 2026
.Dt STRIDEWARD-CHECKS 7
.Os
.Sh NAME
.Nm strideward-checks
.Nd what strideward looks for
.Sh DESCRIPTION
Each check judges one kind of thing and says passed, failed, not applicable or unknown; it never passes where evidence is
missing.
A failure that rests on a default of the platform is presumed: it is one step less severe and opens no threat.
.Pp
.Ic strideward explain ID
shows the same with examples.
.Sh CHECKS
"""
TAIL = """\
.Sh SEE ALSO
.Xr strideward 1 ,
.Xr strideward.yaml 5
"""


def text(words):
    """A paragraph, a sentence a line: nothing in it may be taken for a macro or an escape."""
    words = re.sub(r"(?<=[.!?]) (?=[A-Z])", "\n", words.replace("\\", "\\e").replace("`", "\\(ga"))
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in words.split("\n")) + "\n"


def names(bond, threats):
    return f"{bond} {', '.join(threats)}." if threats else ""


def section(check):
    classes = [
        check["severity"],
        *(STRIDE[letter] for letter in check["stride"]),
        *(f"CWE-{number}" for number in check["cwe"]),
    ]
    bonds = [
        names("Raises", check["threats"]["raises"]),
        names("A pass stops", check["threats"]["stops"]),
        names("Helps against", check["threats"]["hardens"]),
    ]
    paragraphs = [
        f"{check['title']}.",
        check["why"],
        check["fix"],
        f"Judges {ON[check['on']]}. Class: {', '.join(classes)}.",
        " ".join(bond for bond in bonds if bond),
        "Elsewhere: " + ", ".join(check["refs"]) + "." if check["refs"] else "",
    ]
    return f".Ss {check['id']}\n" + ".Pp\n".join(text(paragraph) for paragraph in paragraphs if paragraph)


checks = json.loads(subprocess.run([program, "checks", "-f", "json"], capture_output=True, check=True).stdout)
with open(output, "w", encoding="utf-8") as out:
    out.write(HEAD + "".join(section(check) for check in checks) + TAIL)
