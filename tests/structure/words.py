#!/usr/bin/env python3
"""Words that the tree must not hold: unfinished work, paths of the machine it was written on, package registries in what
builds and documents the project. Spelling, where codespell is installed."""

import re
import shutil
import subprocess

import results
import tree

UNFINISHED = re.compile(r"(?<![\w\"])(TO" r"DO|FIX" r"ME|XX" r"X)(?![\w\"])")  # as a string of its own it is data
REGISTRIES = re.compile(
    r"pypi\.org|pythonhosted\.org|npmjs\.|crates\.io|rubygems\.org|proxy\.golang\.org|maven\.org", re.I
)
# What may name registries: what judges files that name them.
SUBJECT = ("src/checks/", "src/knowledge/", "src/secrets/", "data/", "tests/", "examples/")
BINARY = (".zst", ".png", ".gz")


def texts():
    for path in tree.files():
        if not path.startswith("tests/fuzz/corpus/") and not path.endswith(BINARY) and path != "LICENSE":
            yield path, tree.text(path)


def places(pattern, texts_):
    return [
        f"{path}:{number}: {line.strip()[:100]}"
        for path, text in texts_
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def main():
    every = list(texts())
    results.none(places(UNFINISHED, every), "nothing is marked as unfinished")
    machine = re.compile(
        "|".join(re.escape(str(folder)) for folder in (tree.ROOT, tree.ROOT.parent / "shared")) + r"|/tm" r"p/b-"
    )
    results.none(places(machine, every), "no path of this machine")
    results.none(
        places(REGISTRIES, [(path, text) for path, text in every if not path.startswith(SUBJECT)]),
        "no package registry in what builds and documents the project",
    )
    results.none(
        [
            f"{path}:{number}"
            for path, text in every
            if path.endswith((".c", ".h", ".py", ".md", ".toml"))
            for number, line in enumerate(text.split("\n"), 1)
            if line != line.rstrip() or "\r" in line
        ],
        "no blanks at the ends of lines",
    )
    if shutil.which("codespell"):
        result = subprocess.run(["codespell"], cwd=tree.ROOT, capture_output=True, text=True, check=False)
        results.ok(not result.stdout, "spelling", result.stdout)
    else:
        results.skip("spelling", "there is no codespell")
    results.done()


main()
