#!/usr/bin/env python3
"""Every idea of the linters that the project measures itself by has a check, or a reason why it has none."""

import json
import os
import subprocess

import results
import tree


def table(path):
    lines = tree.text(path).splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def main():
    answer = subprocess.run([os.environ["SW_BIN"], "checks", "-f", "json"], capture_output=True, check=True)
    checks = {check["id"] for check in json.loads(answer.stdout)}
    rows = {row: idea for row, _, idea in table("tests/rows.tsv")}
    ideas = table("tests/ideas.tsv")[1:]
    results.none(
        [f"{row} {idea}" for row, idea in rows.items() if row not in {line[0] for line in ideas}],
        "every row has a check, or a reason why it has none",
    )
    results.none(sorted({line[0] for line in ideas} - set(rows)), "every row that is named exists")
    results.none(
        [" ".join(line[:2]) for line in ideas if line[1] != "-" and line[1] not in checks],
        "every check that is named exists",
    )
    results.none(
        [line[0] for line in ideas if (line[1] == "-") != (len(line) == 3 and len(line[2]) > 9)],
        "a row without a check says why",
    )
    named = {(line[0], line[1]) for line in ideas}
    results.none([line for line in ideas if line[1] == "-" and sum(row == line[0] for row, _ in named) > 1],
                 "a row has checks or a reason, not both")
    results.ok(len(named) == len(ideas), "no line stands twice")
    results.done()


if __name__ == "__main__":
    main()
