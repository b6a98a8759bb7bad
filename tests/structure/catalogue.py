#!/usr/bin/env python3
"""The catalogue hangs together: seeds are claimed, checks and threats name each other, every word is explained."""

import json
import os
import re
import subprocess
import tomllib

import results
import tree

PROGRAM = os.environ["SW_BIN"]


def catalogue(command):
    return json.loads(subprocess.run([PROGRAM, command, "-f", "json"], capture_output=True, check=True).stdout)


def wanted_seeds():
    for line in tree.text("tests/structure/seeds.txt").splitlines():
        if line and not line.startswith("#"):
            row, seeds = line.split(":", 1)
            yield from ((row, seed) for seed in seeds.split())


def atoms(expression):
    """Names in a predicate, without operators and strengths."""
    return [
        word.split("@")[0] for word in re.findall(r"[a-z0-9:._@-]+", expression) if word not in ("all", "any", "not")
    ]


def test_seeds(threats):
    claimed = {(threat["id"], seed) for threat in threats for seed in threat["seeds"]}
    rows = {row["id"]: row for row in tomllib.loads(tree.text("data/seeds.toml"))["seed"]}
    wanted = list(wanted_seeds())
    results.none(
        [f"{row} does not claim {seed}" for row, seed in wanted if row != "changed" and (row, seed) not in claimed],
        "every line of the founding documents is claimed by its row",
    )
    results.none(
        [
            f"{seed}: seeds.toml does not say what changed"
            for row, seed in wanted
            if row == "changed" and "changed" not in rows.get(seed, {})
        ],
        "lines that are outdated say so",
    )
    named = {seed for _, seed in wanted} | {seed for _, seed in claimed}
    results.none(sorted(named - set(rows)), "every line that is named can be explained")


def test_names(checks, threats):
    ids = {check["id"] for check in checks}
    named = {}
    for threat in threats:
        controls = [atom for atom in atoms(threat["stoppedBy"] + " " + threat["when"]) if ":" not in atom]
        for check in threat["raisedBy"] + threat["hardenedBy"] + controls:
            named.setdefault(check, []).append(threat["id"])
    results.none(
        [f"{check}, named by {', '.join(sorted(set(named[check])))}" for check in sorted(set(named) - ids)],
        "every check that the catalogue names exists",
    )
    results.none(
        [check["id"] for check in checks if check["stride"] and check["id"] not in named],
        "every check with a letter of STRIDE is named by a threat",
    )
    results.none(sorted(ids & {threat["id"] for threat in threats}), "no check and threat share an id")
    results.none(
        [
            f"{threat['id']}: {check}"
            for threat in threats
            for check in threat["raisedBy"]
            if threat["raisedBy"].count(check) > 1
        ],
        "no threat names a check twice",
    )


def test_words(threats):
    used = {atom for threat in threats for atom in atoms(threat["when"] + " " + threat["stoppedBy"]) if ":" in atom}
    words = {f"{kind}:{name}" for kind, table in tomllib.loads(tree.text("data/words.toml")).items() for name in table}
    results.none(sorted(used - words), "every fact, assumption and evidence has words in data/words.toml")
    results.none(sorted(words - used), "no words are left over")


def test_bonds(checks, threats):
    """The same bonds seen from both sides."""
    wrong = []
    for check in checks:
        for threat in threats:
            sides = {
                "raises": check["id"] in threat["raisedBy"],
                "hardens": check["id"] in threat["hardenedBy"],
                "stops": check["id"] in atoms(threat["stoppedBy"]),
            }
            wrong += [
                f"{check['id']} {bond} {threat['id']}"
                for bond, holds in sides.items()
                if holds != (threat["id"] in check["threats"][bond])
            ]
    results.none(wrong, "checks and threats tell the same bonds")


def main():
    checks, threats = catalogue("checks"), catalogue("threats")
    test_seeds(threats)
    test_names(checks, threats)
    test_words(threats)
    test_bonds(checks, threats)
    results.done()


main()
