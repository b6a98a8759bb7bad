#!/usr/bin/env python3
"""Help, synopsis and manual pages agree; pages are clean; what documents name exists; their examples are read.

usage: documents.py MANUAL-PAGE-OF-CHECKS
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import results
import tree

sys.path.insert(0, str(tree.ROOT / "tools"))
import diagram  # noqa: E402
import man_synopsis  # noqa: E402

PROGRAM = os.environ["SW_BIN"]
PAGES = ["man/strideward.1", "man/strideward.yaml.5"]
DOCUMENTS = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"]


def output(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=True).stdout


def test_synopsis():
    synopsis = output("--synopsis")
    page = tree.text("man/strideward.1")
    wanted = man_synopsis.synopsis(synopsis)
    results.ok(
        f".Sh SYNOPSIS\n{wanted}.Sh DESCRIPTION" in page,
        "the manual page's SYNOPSIS is that of the program",
        "tools/man_synopsis.py makes this of it:\n" + wanted,
    )
    commands = {line.split()[1]: line for line in synopsis.splitlines()}
    overview = output("--help")
    results.none(
        [name for name in commands if not re.search(rf"^  {name} +\S", overview, re.M)], "--help lists every command"
    )
    results.none(
        [line for name, line in commands.items() if output(name, "--help").splitlines()[0] != line],
        "the help of each command begins with its synopsis",
    )
    options = {option for name in commands for option in re.findall(r"--([a-z-]+)", output(name, "--help"))}
    results.none(
        [option for option in sorted(options) if f"Fl -{option}" not in page], "the manual page describes every option"
    )
    results.none(
        [name for name in commands if not re.search(rf"^\.It Cm .*\b{name}\b", page, re.M)],
        "the manual page describes every command",
    )
    readme = tree.text("README.md")
    results.none(
        [name for name in commands if f"`{name}`" not in readme and f"strideward {name}" not in readme],
        "README.md names every command",
    )


def test_pages(checks_page):
    ids = [check["id"] for check in json.loads(output("checks", "-f", "json"))]
    text = pathlib.Path(checks_page).read_text(encoding="utf-8")
    results.none([ident for ident in ids if f".Ss {ident}\n" not in text], "the manual page of the checks has them all")
    if not shutil.which("mandoc"):
        results.skip("manual pages are clean", "there is no mandoc")
        return
    pages = [str(tree.ROOT / page) for page in PAGES] + [checks_page]
    result = subprocess.run(
        ["mandoc", "-T", "lint", "-W", "warning", *pages], capture_output=True, text=True, check=False
    )
    results.ok(result.returncode == 0, "manual pages are clean", result.stdout)


def test_links():
    """Paths in backquotes and links to files; what has a space, a wildcard or a capital placeholder is no path."""
    missing = []
    for document in DOCUMENTS:
        text = tree.text(document)
        named = re.findall(r"\]\(([^)#:]+)\)", text)
        named += [
            word
            for word in re.findall(r"`([\w./-]+/[\w./-]*)`", text)
            if not re.search(r"[A-Z]{2}|^/|^\.strideward|^build/", word)
        ]
        missing += [
            f"{document}: {path}"
            for path in named
            if not (tree.ROOT / path).exists() and not (tree.ROOT / "src" / path).exists()
        ]
    results.none(missing, "every path that a document names exists")


def scan(folder):
    result = subprocess.run([PROGRAM, "scan", "-f", "json", folder], capture_output=True, text=True, check=False)
    return json.loads(result.stdout)["diagnostics"]


def test_examples():
    """The examples of strideward.yaml(5) are configuration that is read without a word."""
    blocks = re.findall(r"^\.Bd -literal.*?\n(.*?)^\.Ed", tree.text("man/strideward.yaml.5"), re.M | re.S)
    for block, name in zip(blocks, (".strideward.yaml", ".strideward/decisions.yaml")):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(block, encoding="utf-8")
            pathlib.Path(folder, "compose.yaml").write_text(
                "services: {web: {image: a}, db: {image: b}}\n", encoding="utf-8"
            )
            wrong = [row for row in scan(folder) if row["location"] and row["location"]["file"] == name]
            results.none(wrong, f"the manual page's example of {name} is read")
    results.ok(len(blocks) == 2, "the manual page has both examples")


def test_keys():
    """Every key that the reader of the configuration knows is described."""
    page = tree.text("man/strideward.yaml.5")
    sources = [path for path in tree.files() if re.match(r"src/readers/config/\w+\.c", path)]
    keys = {key for path in sources for key in re.findall(r'^\t\{\.name = "([a-z-]+)"', tree.text(path), re.M)}
    results.none(
        [key for key in sorted(keys) if not re.search(rf"^\.I[ct] .*\b{key}\b", page, re.M)],
        f"strideward.yaml(5) describes each of {len(keys)} keys",
    )


def test_diagram():
    if not (tree.ROOT / "examples/shop").exists():
        results.skip("docs/diagram.svg is current", "there is no examples/shop")
        return
    results.ok(
        diagram.picture(PROGRAM) == tree.text("docs/diagram.svg"), "docs/diagram.svg is current", "run tools/diagram.py"
    )


def test_quoted():
    """What README.md shows of a report is what the report says; outside of a git tree paths count from the target."""
    if not (tree.ROOT / "examples/shop").exists():
        results.skip("README.md quotes the example's report", "there is no examples/shop")
        return
    quoted = re.search(r"begins like this.*?```\n(.*?)```", tree.text("README.md"), re.S)[1]
    got = subprocess.run(
        [PROGRAM, "scan", "--at", diagram.AT, "examples/shop"],
        cwd=tree.ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    results.ok(
        got.replace("examples/shop/", "").startswith(quoted.replace("examples/shop/", "")),
        "README.md quotes the example's report",
        got[:400],
    )


def test_licence():
    text = tree.text("LICENSE")
    results.ok(
        "Apache License" in text and "END OF TERMS AND CONDITIONS" in text, "LICENSE is the Apache License in full"
    )
    version = re.search(r"version: '([^']+)'", tree.text("meson.build"))[1]
    results.ok(
        re.search(rf"^## {re.escape(version)}\b", tree.text("CHANGELOG.md"), re.M),
        "CHANGELOG.md has the version of the build",
    )


def main():
    test_synopsis()
    test_pages(sys.argv[1])
    test_links()
    test_examples()
    test_keys()
    test_diagram()
    test_quoted()
    test_licence()
    results.done()


main()
