#!/usr/bin/env python3
"""The book of the catalogue, docs/catalogue: it says what the program says, all of it, and its links lead there and back."""

import os
import re
import sys

import results
import tree

sys.path.insert(0, str(tree.ROOT / "tools"))
import catalogue_book  # noqa: E402

PROGRAM = os.environ["SW_BIN"]
FOLDER = "docs/catalogue/"


def entries(page):
    """Its entries by anchor: the text from one heading to the next."""
    parts = re.split(r'^### <a id="([^"]+)"></a>', page, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


def links(text):
    return set(re.findall(r"\]\((\w+)\.md#([a-z0-9-]+)\)", text))


def test_current(pages):
    for name, page in pages.items():
        there = tree.text(FOLDER + name) if (tree.ROOT / FOLDER / name).exists() else ""
        results.ok(there == page, f"{FOLDER}{name} is current", "run tools/catalogue_book.py PROGRAM")
    known = {FOLDER + name for name in pages}
    over = [path for path in tree.files() if path.startswith(FOLDER) and path not in known]
    results.none(over, "no page is left over")
    results.ok(catalogue_book.book(PROGRAM) == pages, "the book is the same each time")


def test_complete(pages):
    missing = []
    for kind in ("threats", "checks", "attackers", "seeds"):
        rows = catalogue_book.catalogue(PROGRAM, kind)
        there = entries(pages[kind + ".md"])
        anchors = [catalogue_book.anchor(row["id"]) for row in rows]
        missing += [f"{kind}: {ident}" for ident in anchors if ident not in there]
        missing += [f"{kind}: {ident} twice" for ident in anchors if anchors.count(ident) > 1]
    results.none(missing, "each entry of the catalogue has a place in the book")


def test_links(pages):
    known = {(name[:-3], ident) for name, page in pages.items() for ident in entries(page)}
    results.none(
        sorted(f"{name}: {page}.md#{ident}" for name, text in pages.items() for page, ident in links(text) - known),
        "every link of the book leads to an entry",
    )
    one_way = []
    for name, page in pages.items():
        for ident, text in entries(page).items():
            for other, there in links(text):
                back = links(entries(pages[other + ".md"])[there])
                if name != "README.md" and (name[:-3], ident) not in back:
                    one_way.append(f"{name}#{ident} -> {other}.md#{there}")
    results.none(one_way, "links lead back")
    unfilled = [name for name, page in pages.items() if "{on}" in page or "(null)" in page]
    results.none(unfilled, "nothing is left to be filled in")


def main():
    pages = catalogue_book.book(PROGRAM)
    test_current(pages)
    test_complete(pages)
    test_links(pages)
    results.done()


main()
