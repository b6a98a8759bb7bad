#!/usr/bin/env python3
"""Bills of materials of whole images: they fit the schemas of CycloneDX and SPDX, are the same byte for byte, list what is there, and the
program reads its own. `sbom.py PROGRAM`; SW_VENV names a Python environment with the packages of tests/requirements.txt."""
import json
import os
import subprocess
import sys
import tempfile

import kit
import ecosystems
import faulty
import build
import tap

HERE = os.path.dirname(os.path.abspath(__file__))
FORMS = {"cyclonedx": "cdx.json", "spdx": "spdx.json"}
DPKG = [["bash", "5.0-4"], ["libc6", "2.28-10+deb10u4"], ["mount-tools", "2.33.1-0.1"]]


def lower(pairs):
    """Package URLs of Python write names in small letters."""
    return sorted([name.lower(), version] for name, version in pairs)


def write_bills(t, folder, name, target, status=0):
    """Asks twice for both forms, and returns the files."""
    paths = []
    for form, ending in FORMS.items():
        runs = [tap.run("sbom", *kit.AT, *cache, "-f", form, target, cwd=folder, env={"STRIDEWARD_CACHE": os.path.join(folder, "cache")}, binary=True)
                for cache in ([], [], ["--no-cache"])]
        t.ok(all(run.stdout == runs[0].stdout and run.stdout for run in runs), f"{name}, {form}: the same bytes each time", runs[0].stderr)
        t.same([run.returncode for run in runs], [status] * 3, f"{name}, {form}: status")
        paths.append(os.path.join(folder, f"{name}.{ending}"))
        with open(paths[-1], "wb") as out:
            out.write(runs[0].stdout)
    return paths


def check_read_back(t, folder, name, wanted):
    for form, ending in FORMS.items():
        result = tap.run("dump", "packages", f"{name}.{ending}", cwd=folder)
        got = json.loads(result.stdout or "[]")
        t.same(lower(pair for pair in got if not pair[1].startswith("sha256:")), lower(wanted), f"{name}, {form}: it reads its own packages")


def check_listed(t, folder):
    with open(os.path.join(folder, "tree.cdx.json"), encoding="utf-8") as text:
        components = json.load(text)["components"]
    types = {prop["value"]: None for item in components for prop in item.get("properties", []) if prop["name"] == "strideward:package:type"}
    t.same(sorted(types), sorted({row[0] for row in ecosystems.PACKAGES}), "every ecosystem is listed")
    licences = {item["name"]: item["licenses"] for item in components if "licenses" in item}
    t.same(licences.get("left-pad"), [{"license": {"id": "WTFPL"}}], "licences stand where they are declared")
    upstream = [item["purl"] for item in components if item["name"] == "libssl3"]
    t.ok("upstream=openssl%403.0.15-1" in upstream[0], "the source package is told", upstream)
    t.same([(item["name"], item["version"]) for item in components if item["type"] == "operating-system"], [("debian", "12")], "the distribution is told")


def check_complete(t, folder):
    def said(name):
        with open(os.path.join(folder, name + ".cdx.json"), encoding="utf-8") as text:
            cyclonedx = json.load(text)
        with open(os.path.join(folder, name + ".spdx.json"), encoding="utf-8") as text:
            spdx = text.read()
        kept = {prop["name"]: prop["value"] for prop in cyclonedx["metadata"]["component"]["properties"]}
        return kept["strideward:image:complete"], [row["aggregate"] for row in cyclonedx.get("compositions", [])], "could not be read in full" in spdx

    t.same(said("archive"), ("true", said("archive")[1], False), "an image that was read in full says so in both forms")
    told = said("cut")
    t.ok(told[0] == "false" and told[2] and "complete" not in told[1], "an image that was not says so in both forms", told)


def check_schemas(t, paths):
    python = os.path.join(os.environ.get("SW_VENV") or "/nowhere", "bin", "python3")
    if not os.path.exists(python):
        t.skip("bills fit the schemas of their standards", "SW_VENV names no Python environment with the packages of tests/requirements.txt")
        return
    result = subprocess.run([python, os.path.join(HERE, "validate_bills.py"), *paths], capture_output=True, text=True, check=False)
    lines = result.stdout.splitlines()
    for i, path in enumerate(paths):
        t.same(lines[i] if i < len(lines) else result.stderr[-500:], "valid", f"{os.path.basename(path)} fits its standard's schema")


def main():
    t = kit.start()
    with tempfile.TemporaryDirectory(prefix="strideward-test-") as folder:
        tap.write_tree(os.path.join(folder, "fs"), ecosystems.FILES)
        build.docker_archive(os.path.join(folder, "faulty.tar"), faulty.faulty)
        build.layout(os.path.join(folder, "both"), faulty.faulty, faulty.clean)
        path = build.layout(os.path.join(folder, "torn"), faulty.faulty)[5]
        os.truncate(path, os.path.getsize(path) // 2)
        paths = []
        for name, target, status in (("tree", "rootfs:fs", 0), ("archive", "faulty.tar", 0), ("layout", "oci:both", 0), ("cut", "oci:torn", 2)):
            paths += write_bills(t, folder, name, target, status)
        check_read_back(t, folder, "tree", [row[1:] for row in ecosystems.PACKAGES])
        check_read_back(t, folder, "archive", DPKG)
        check_read_back(t, folder, "layout", DPKG)
        check_read_back(t, folder, "cut", DPKG)
        check_listed(t, folder)
        check_complete(t, folder)
        check_schemas(t, paths)
    return t.done()


sys.exit(main())
