#!/usr/bin/env python3
"""`explain` has a page for everything that has a name, in plain lines; what has none ends with 2 and the nearest ids."""

import json
import os
import re
import subprocess
import tomllib

import results
import tree

PROGRAM = os.environ["SW_BIN"]
WIDTH = 100


def run(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=False)


def catalogue(command):
    return json.loads(run(command, "-f", "json").stdout)


def page(ident):
    result = run("explain", ident)
    return result.stdout if result.returncode == 0 and not result.stderr else ""


def too_wide(text):
    """Lines that are too long; examples are shown as they are."""
    return [line for line in text.splitlines() if len(line) > WIDTH and not line.startswith(" " * 8)]


def wrong(ident, *wanted):
    """What is wrong with the page of `ident`: words that it must hold, its width, marks that were not filled in."""
    text = page(ident)
    flat = " ".join(text.split())
    if not text:
        return [f"{ident}: no page"]
    found = [f"{ident}: does not say {word!r}" for word in wanted if " ".join(str(word).split()) not in flat]
    found += [f"{ident}: too wide: {line}" for line in too_wide(text)]
    return found + [f"{ident}: {mark} was not filled in" for mark in ("{on}", "(null)") if mark in text]


def test_checks(checks):
    found = []
    for check in checks:
        bonds = [threat for threats in check["threats"].values() for threat in threats]
        found += wrong(
            check["id"],
            check["title"],
            check["why"],
            check["fix"],
            check["severity"],
            *check["refs"],
            *bonds,
            *check["cwe"],
            "Passes:",
        )
    results.none(found, f"each of {len(checks)} checks has a page with all it says")


def test_threats(threats, checks):
    titles = {check["id"]: check["title"] for check in checks}
    found = []
    for threat in threats:
        named = threat["raisedBy"] + threat["hardenedBy"]
        stops = re.findall(r"(?<![a-z:.-])(?!all|any|not)[a-z-]+(?![a-z:.(-])", threat["stoppedBy"])
        action = [part for part in threat["action"].split("{on}")]
        found += wrong(
            threat["id"],
            threat["title"],
            *action,
            *named,
            *(titles.get(name, "") for name in named),
            *stops,
            *threat["seeds"],
            *(f"{number}" for number in threat["cwe"]),
            *threat["attackers"],
            *(line.strip() for line in threat["whenWords"] + threat["stoppedByWords"]),
            threat["likelihood"],
            threat["impact"],
            "Likelihood",
            "Impact",
            "Priority",
            f"strideward decide {threat['id']}",
            *(f"evidence:{name}" for name in re.findall(r"evidence:([a-z-]+)", threat["stoppedBy"])),
        )
    results.none(found, f"each of {len(threats)} threats has a page with all it says")


def test_seeds():
    rows = tomllib.loads(tree.text("data/seeds.toml"))["seed"]
    listed = catalogue("seeds")
    results.ok(
        [{key: value for key, value in seed.items() if key != "threats"} for seed in listed] == rows,
        "seeds -f json has all that is written about each line",
    )
    by_id = {row["id"]: row for row in rows}
    lines = tree.text("tests/structure/seeds.txt").splitlines()
    outdated = {seed for line in lines if line.startswith("changed:") for seed in line.split()[1:]}
    found = []
    for seed in sorted(outdated):
        words = ["Asked", "Changed", "We check"] + (["Still true when"] if "holds" in by_id[seed] else [])
        found += [f"{seed}: {word}" for word in words if word not in page("seed-" + seed)]
    results.none(found, f"each of {len(outdated)} outdated lines is answered: asked, still true when, changed, we check")
    called = re.compile(r"\b(is|was|are|were) (wrong|mistaken|false)\b", re.I)
    results.none([row["id"] for row in rows if called.search(" ".join(row.values()))], "no line is called wrong")
    found = []
    for row in rows:
        found += wrong(row["id"], *(value for key, value in row.items()))
        found += [] if page("seed-" + row["id"]) == page(row["id"]) else [f"seed-{row['id']}: another page"]
    results.none(found, f"each of {len(rows)} lines of the founding documents has a page")


def test_attackers():
    rows = tomllib.loads(tree.text("data/attackers.toml"))["attacker"]
    results.none(
        [fault for row in rows for fault in wrong(row["id"], row["title"], row["goals"], row["methods"])],
        "each attacker has a page",
    )


def test_rules(checks):
    owners = {}
    for check in checks:
        for ref in check["refs"]:
            owners.setdefault(ref.lower(), set()).add(check["id"])
    results.none(
        [fault for ref, names in owners.items() for fault in wrong(ref, *names)],
        f"each of {len(owners)} rules of other tools leads to our checks",
    )
    sample = next(ref for ref in sorted(owners) if ref.startswith("hadolint:"))
    results.ok(not wrong(sample.upper(), *owners[sample]), "the case of a rule does not matter")
    results.ok(not wrong(sample.split(":")[1], *owners[sample]), "a rule is found without its tool")
    kics = next((ref for ref in sorted(owners) if ref.startswith("kics:") and len(ref) == 13), None)
    if kics:
        results.ok(not wrong(kics + "-0000-4000-8000-000000000000", *owners[kics]), "a rule is found by its whole UUID")


def test_unknown():
    for asked, near in (
        ("image-runs-as-rot", "image-runs-as-root"),
        ("Root-Process", "root-process"),
        ("004:533", "004:53"),
        ("engine-socket", "engine-socket-mounted"),
        ("hadolint:DL3002x", "hadolint:DL3002"),
    ):
        result = run("explain", asked)
        results.ok(
            result.returncode == 2 and near in result.stderr and not result.stdout,
            f"{asked} is unknown, and {near} is near it",
            result.stderr,
        )
    for asked in ("", "x" * 5000, "\x1b[2Jboo", "ü", "nothing at all like it"):
        result = run("explain", asked)
        results.ok(
            result.returncode == 2 and "\x1b" not in result.stderr and len(result.stderr) < 300,
            f"{asked[:24]!r} is refused",
            result.stderr,
        )


def test_lists(checks, threats):
    for command, rows in (("checks", checks), ("threats", threats)):
        text = run(command).stdout
        results.none([row["id"] for row in rows if row["id"] not in text], f"{command} lists all")
        results.none(too_wide(text), f"{command} fits into {WIDTH} columns")
        results.ok(text == run(command, "-f", "text").stdout, f"{command} -f text is the default")
        for bad in (["-f", "html"], ["-f", "json=x"], ["-f", "json", "-f", "text"]):
            results.ok(run(command, *bad).returncode == 2, f"{command} {' '.join(bad)} is refused")
    for command in ("attackers", "seeds"):
        text = run(command).stdout
        results.ok(not too_wide(text) and all(row["id"] in text for row in catalogue(command)), f"{command} lists all")
        results.ok(text == run(command, "-f", "text").stdout, f"{command} -f text is the default")


def main():
    checks, threats = catalogue("checks"), catalogue("threats")
    test_checks(checks)
    test_threats(threats, checks)
    test_seeds()
    test_attackers()
    test_rules(checks)
    test_unknown()
    test_lists(checks, threats)
    results.done()


main()
