#!/usr/bin/env python3
"""docs/images.md says what the readers of packages say, the limits that hold, and every check of images:
document.py STRIDEWARD."""
import json
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
import tap as results  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs/images.md").read_text(encoding="utf-8")
TAP = results.Tap()
LIMITS = {
    "images of one archive or layout": "IMAGES",
    "layers of one image": "LAYERS",
    "entries of one layer": "LAYER_ENTRIES",
    "one layer, unpacked": "LAYER_BYTES",
    "bytes unpacked for each packed one, behind the first 16 MiB": "LAYER_RATIO",
    "a path": "PATH_BYTES",
    "notable files of one layer": "NOTABLES",
    "memory for one layer, or for the layers of one target together": "LAYER_MEMORY",
    "a manifest, an index, a configuration": "IMAGE_BLOB_BYTES",
    "a database or a list of packages, where its reader says nothing else": "PACKAGE_BYTES",
    "an archive of packages, a program": "ARCHIVE_FILE_BYTES",
    "archives inside each other": "ARCHIVE_DEPTH",
    "what an archive of packages unpacks to, with those inside it": "ARCHIVE_BYTES",
}


def part(name):
    """What stands between `<!-- name: … -->` and `<!-- end of name -->`."""
    return re.search(rf"<!-- {name}: .*?-->\n(.*?)<!-- end of {name} -->", DOCUMENT, re.S)[1]


def same(wanted, got, name):
    TAP.ok(wanted == got, name, f"missing: {sorted(set(wanted) - set(got))}\ntoo many: {sorted(set(got) - set(wanted))}\nor the order differs")


def readers():
    """From kind to whether it declares, and the names and endings that its files have."""
    rows = {}
    for path in sorted((ROOT / "src/readers/packages").rglob("*.c")):
        text = path.read_text(encoding="utf-8")
        lists = dict(re.findall(r"\*const (\w+)\[\] = \{(.*?)\}", text))
        for row in re.findall(r"^const struct sw_package_reader sw_package_reader_\w+ = \{(.*?)\};", text, re.S | re.M):
            words = []
            for value, inline in re.findall(r"\.(?:names|endings) = (?:(\w+)|\(const char \*const\[\]\)\{(.*?)\})", row, re.S):
                words += re.findall(r'"([^"]+)"', inline or lists[value])
            rows[re.search(r'\.kind = "([^"]+)"', row)[1]] = ("declares = true" in row, words)
    return rows


def test_kinds():
    rows = readers()
    listed = re.findall(r"\bX\((\w+)\)", (ROOT / "src/readers/packages/readers.h").read_text(encoding="utf-8"))
    TAP.ok(len(rows) == len(set(listed) - {"name", "row"}), "every reader's row was found", f"{len(rows)} of {len(listed)}")
    tables = part("kinds").split("### What is asked for")
    for declares, table in enumerate(tables):
        told = re.findall(r"^\| `([\w-]+)` \| (.*) \|$", table, re.M)
        wanted = sorted(kind for kind, row in rows.items() if row[0] == bool(declares))
        same(wanted, [kind for kind, _ in told], f"{len(wanted)} kinds of what is {'asked for' if declares else 'installed'} are listed")
        lacking = [f"{kind}: {word}" for kind, cell in told for word in rows.get(kind, (0, []))[1] if word not in cell.lower()]
        TAP.ok(not lacking, "each with all names and endings of its files", "\n".join(lacking))


def amount(text):
    number, _, unit = text.partition(" ")
    return int(number.replace(",", "")) * {"": 1, "B": 1, "MiB": 1 << 20, "GiB": 1 << 30}[unit]


def test_limits():
    header = (ROOT / "src/base/limits.h").read_text(encoding="utf-8")
    told = {what: amount(most) for what, most in re.findall(r"^\| (.*) \| ([\d,]+(?: [KMG]?i?B)?) \|$", part("limits"), re.M)}
    same(list(LIMITS), list(told), "the table of limits has its rows")
    wrong = []
    for what, name in LIMITS.items():
        value, shift = re.search(rf"SW_LIMIT_{name}(?: =)? \(*(?:\(\w+\))?(\d+)(?: << (\d+))?\b", header).groups()
        if told.get(what) != int(value) << int(shift or 0):
            wrong.append(f"{what}: {told.get(what)}, and SW_LIMIT_{name} is {int(value) << int(shift or 0)}")
    TAP.ok(not wrong, "limits are those of the program", "\n".join(wrong))


def test_checks(program):
    checks = json.loads(subprocess.run([program, "checks", "-f", "json"], capture_output=True, check=True).stdout)
    wanted = [check["id"] for check in checks if check["on"] == "image"]
    same(wanted, re.findall(r"^- \[`([\w-]+)`\]\(catalogue/checks.md#\1\)$", part("checks"), re.M), "every check of images is listed")


def main():
    test_kinds()
    test_limits()
    test_checks(os.path.abspath(sys.argv[1]))
    sys.exit(TAP.done())


main()
