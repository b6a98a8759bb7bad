#!/usr/bin/env python3
"""Every #include "x/y.h" in src/ obeys src/layers.txt, files are short enough, and none is forgotten by the build."""

import pathlib
import re

import results
import tree

LONGEST = 600


def layers():
    rows = {}
    for line in tree.text("src/layers.txt").splitlines():
        if line and not line.startswith("#"):
            name, allowed = line.split(":")
            rows[name.strip()] = set(allowed.split())
    return rows


def layer_of(path, rows):
    """The longest name that is the file itself or a folder around it."""
    fits = [name for name in rows if path == name or path.startswith(name + "/")]
    return max(fits, key=len, default=None)


def includes(path):
    return re.findall(r'^\s*#\s*include\s+"([^"]+/[^"]+)"', tree.text(path), re.M)


def violations(sources, rows):
    for path in sources:
        inner = path.removeprefix("src/")
        mine = layer_of(inner, rows)
        if mine is None:
            yield f"{path}: its folder stands in no line of src/layers.txt"
            continue
        for header in includes(path):
            theirs = layer_of(header, rows)
            if theirs not in rows[mine] | {mine, "base"}:
                yield f"{path}: {mine} may not include {header} ({theirs})"


def unknown_names(rows):
    for name, allowed in rows.items():
        for other in allowed - set(rows):
            yield f"{name}: {other} has no line of its own"


def circle(rows):
    """Folders that include each other in a circle: what remains when those that need nothing more are taken away."""
    left = {name: set(allowed) for name, allowed in rows.items()}
    while free := [name for name, allowed in left.items() if not allowed & set(left)]:
        for name in free:
            del left[name]
    return sorted(left)


def listed(path):
    """Whether a meson.build in the file's folder, or above it in the same part, names the file."""
    file = pathlib.PurePath(path)
    short = re.sub(r"(_test|_fuzz)?\.c$", "", file.name)
    for folder in file.parents:
        build = tree.ROOT / folder / "meson.build"
        if not build.exists():
            continue
        text, below = build.read_text(encoding="utf-8"), file.relative_to(folder)
        if f"'{below}'" in text or (below == pathlib.PurePath(file.name) != pathlib.PurePath(short + ".c") and f"'{short}'" in text):
            return True
    return False


def main():
    rows = layers()
    paths = tree.files()
    code = [path for path in paths if path.startswith("src/") and path.endswith((".c", ".h"))]
    results.none(list(violations(code, rows)), "includes obey src/layers.txt")
    results.none(list(unknown_names(rows)), "src/layers.txt names known folders")
    results.none(circle(rows), "no folders include each other in a circle")
    results.none(
        [f"{path}: {lines} lines" for path in code if (lines := tree.text(path).count("\n")) > LONGEST],
        f"no source file is longer than {LONGEST} lines",
    )
    units = [path for path in paths if path.startswith(("src/", "tests/")) and path.endswith(".c")]
    results.none(
        [path for path in units if not listed(path)], "every .c file is listed in the meson.build of its folder"
    )
    results.done()


main()
