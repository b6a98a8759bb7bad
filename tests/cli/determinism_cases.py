"""The same inputs give the same bytes, whatever the number of threads and the order of arguments."""
import glob
import os
import random

import tap

AT = ("--at", "2026-12-01T00:00:00Z", "--no-color")
FORMATS = ("json", "text", "html")


def reports(arguments, cwd):
    return {name: tap.run("scan", *AT, "-f", name, *arguments, cwd=cwd, binary=True).stdout for name in FORMATS}


def compare(t, name, paths, cwd):
    wanted = reports(["-j", "1", *paths], cwd)
    t.ok(all(wanted.values()), f"{name}: every format says something")
    for jobs in ("2", "8"):
        got = reports(["-j", jobs, *paths], cwd)
        for form in FORMATS:
            t.ok(got[form] == wanted[form], f"{name}: {jobs} threads give the same {form}")
    if len(paths) > 1:
        shuffled = list(paths)
        random.Random(7).shuffle(shuffled)
        got = reports(["-j", "8", *shuffled], cwd)
        for form in FORMATS:
            t.ok(got[form] == wanted[form], f"{name}: another order of arguments gives the same {form}", first_difference(wanted[form], got[form]))


def first_difference(a, b):
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return f"at byte {at}\n{a[max(at - 60, 0):at + 60]!r}\n{b[max(at - 60, 0):at + 60]!r}"


def run(t):
    root = os.environ.get("SW_ROOT", os.path.join(os.path.dirname(__file__), "..", ".."))
    shop = os.path.join(root, "examples", "shop")
    compare(t, "examples/shop", ["."], shop)
    files = sorted(os.path.relpath(path, shop) for pattern in ("compose*.yaml", "*/Dockerfile*")
                   for path in glob.glob(os.path.join(shop, pattern)) if not path.endswith(".dockerignore"))
    compare(t, "files of examples/shop", files, shop)
    again = tap.run("scan", *AT, "-f", "json", ".", cwd=shop, binary=True).stdout
    t.ok(again == tap.run("scan", *AT, "-f", "json", ".", cwd=shop, binary=True).stdout, "a second run gives the same bytes")
    corpus = os.environ.get("SW_CORPUS")
    if not corpus:
        t.skip("200 Dockerfiles of the corpus", "SW_CORPUS names no corpus")
        return
    folder = os.path.join(corpus, "dockerfile", "real", "d")
    paths = sorted(os.path.join(at, name) for at, _, names in os.walk(folder) for name in names)
    compare(t, "200 Dockerfiles of the corpus", [os.path.relpath(path, folder) for path in paths[::max(len(paths) // 200, 1)][:200]], folder)
