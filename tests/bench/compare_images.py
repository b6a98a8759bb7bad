#!/usr/bin/env python3
"""Runs strideward, syft and trivy on the same images and writes docs/comparison-images.md.

usage: compare_images.py --program build/strideward [--path DIR:DIR…] [--image NAME=FOLDER…] [--runs N] [-o FILE]

Peers are taken from --path, then from PATH; those that are not there are left out and named. Images are layouts of the
Open Container Initiative: --image names more of them; two are made here and kept in build/bench: a Debian root file system
with compilers and runtimes (mmdebstrap), and, where SW_CORPUS names a corpus, its root file system of all ecosystems. Wall
time is that of the whole command, memory that of its largest process, each the least of its runs, without any cache."""
import argparse
import collections
import datetime
import gzip
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile

import compare
import image_layer

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
KEPT = ROOT / "build/bench"
Tool = collections.namedtuple("Tool", "name command packages")


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def file_digest(path, opener=open):
    sha = hashlib.sha256()
    with opener(path, "rb") as file:
        while block := file.read(1 << 20):
            sha.update(block)
    return "sha256:" + sha.hexdigest()


def make_layout(folder, layer):
    """A layout with one image of one layer, which is moved there."""
    blobs = folder / "blobs/sha256"
    blobs.mkdir(parents=True)

    def put(value):
        data = json.dumps(value).encode()
        (blobs / digest(data)[7:]).write_bytes(data)
        return {"digest": digest(data), "size": len(data)}

    packed = file_digest(layer)
    config = put({"architecture": "amd64", "os": "linux", "config": {}, "rootfs": {"type": "layers", "diff_ids": [file_digest(layer, gzip.open)]}})
    shutil.move(layer, blobs / packed[7:])
    kind = "application/vnd.oci.image."
    manifest = put({"schemaVersion": 2, "mediaType": kind + "manifest.v1+json", "config": {"mediaType": kind + "config.v1+json", **config},
                    "layers": [{"mediaType": kind + "layer.v1.tar+gzip", "digest": packed, "size": (blobs / packed[7:]).stat().st_size}]})
    (folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [
        {"mediaType": kind + "manifest.v1+json", **manifest, "annotations": {"org.opencontainers.image.ref.name": "latest"}}]}))
    (folder / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')


def debian(folder):
    layer = KEPT / "compared.tar.gz"
    return image_layer.make_layer(layer) and (make_layout(folder, layer), True)[1]


def ecosystems(folder):
    source = pathlib.Path(os.environ.get("SW_CORPUS", "")) / "pkgdb/files/syft/rootfs-coverage"
    if not os.environ.get("SW_CORPUS") or not source.is_dir():
        return False
    layer = KEPT / "ecosystems.tar.gz"
    with tarfile.open(layer, "w:gz") as archive:
        archive.add(source, ".")
    make_layout(folder, layer)
    return True


def images(more):
    found = {}
    for name, make in (("Debian 12 with compilers and runtimes", debian), ("all ecosystems", ecosystems)):
        folder = KEPT / ("image-" + name.split()[0].lower())
        if not folder.is_dir():
            partial = folder.with_suffix(".part")
            shutil.rmtree(partial, ignore_errors=True)
            KEPT.mkdir(parents=True, exist_ok=True)
            if not make(partial):
                print(f"# {name}: cannot be made here", file=sys.stderr)
                continue
            partial.rename(folder)
        found[name] = folder
    for pair in more:
        name, _, folder = pair.partition("=")
        found[name] = pathlib.Path(folder).resolve()
    return found


def of_bill(text):
    """Packages of a CycloneDX document: type, name, version."""
    result = set()
    for component in json.loads(text).get("components", []):
        if component.get("purl"):
            name = "/".join(filter(None, (component.get("group"), component["name"])))
            result.add((component["purl"][4:].split("/")[0], name.lower(), component.get("version", "")))
    return result


def of_findings(text):
    return None


def tools(program, paths):
    search = os.pathsep.join([*paths, os.environ.get("PATH", "")])
    yield Tool("strideward sbom", [program, "sbom", "--no-cache", "oci:{}"], of_bill)
    yield Tool("strideward image", [program, "image", "--no-cache", "-f", "json", "oci:{}"], of_findings)
    yield Tool("strideward image --no-secrets", [program, "image", "--no-cache", "--no-secrets", "-f", "json", "oci:{}"], of_findings)
    for name, command in (
        ("syft", ["scan", "-q", "-o", "cyclonedx-json", "oci-dir:{}"]),
        ("trivy", ["image", "-q", "--skip-db-update", "--skip-java-db-update", "--offline-scan", "--skip-files", "**/*.jar",
                   "--skip-files", "**/*.hpi", "--format", "cyclonedx", "--input", "{}"]),
    ):
        if path := shutil.which(name, path=search):
            yield Tool(name, [path, *command], of_bill)
        else:
            print(f"# {name} is not here", file=sys.stderr)


def version_of(command):
    for argument in ("--version", "version"):
        result = subprocess.run([command[0], argument], capture_output=True, text=True, check=False)
        for word in result.stdout.split():
            if word[:1].isdigit() or word[:2].startswith("v") and word[1:2].isdigit():
                return word.strip(",")
    built = subprocess.run(["go", "version", "-m", command[0]], capture_output=True, text=True, check=False) if shutil.which("go") else None
    for line in built.stdout.splitlines() if built else []:
        if line.split()[:1] == ["mod"]:
            return line.split()[2]
    return "?"


def run(tool, folder):
    """In a home of its own: some tools keep what they saw of layers."""
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(HOME=home, XDG_CACHE_HOME=home, TMPDIR=home, SYFT_CHECK_FOR_APP_UPDATE="false")
        return compare.Measure(home)(1, [word.replace("{}", str(folder)) for word in tool.command])


def row(tool, folder, runs):
    """Seconds, MB, packages; None: it failed."""
    done = [run(tool, folder) for _ in range(runs)]
    last = done[-1]
    try:
        packages = tool.packages(last.text) if not last.over and last.status in (0, 1) else None
    except (ValueError, KeyError):
        packages = None
    if packages is None and tool.packages is of_bill:
        print(f"# {tool.name} ended with {last.status} and no list", file=sys.stderr)
        return None
    return min(one.seconds for one in done), min(one.megabytes for one in done), packages


def by_type(packages):
    counts = collections.Counter(kind for kind, _, _ in packages)
    return ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def loose(packages):
    """What two tools can agree on: the last part of a name and the version, however both are written."""
    return {(name.split("/")[-1].replace("_", "-"), version.lstrip("v").split(":")[-1]) for _, name, version in packages}


def tell_missing(lines, ours, theirs, who):
    missing = sorted({package for package in theirs if not loose([package]) & loose(ours)})
    if not missing:
        lines.append(f"- {who} names no package that ours lacks.")
        return
    shown = ", ".join(f"{kind} {name} {version or '(no version)'}" for kind, name, version in missing[:12])
    lines.append(f"- {who} names {len(missing)} that ours lacks: {shown}{' …' if len(missing) > 12 else ''}.")


def section(lines, name, folder, available, runs):
    lines += [f"## {name}", "", "| tool | version | seconds | peak memory | packages | of which |", "| --- | --- | ---: | ---: | ---: | --- |"]
    ours, others = None, {}
    for tool in available:
        result = row(tool, folder, runs)
        if not result:
            lines.append(f"| {tool.name} | {version_of(tool.command)} | – | – | – | no result |")
            continue
        seconds, memory, packages = result
        count = "–" if packages is None else len(packages)
        lines.append(f"| {tool.name} | {version_of(tool.command)} | {seconds:.2f} | {memory:.0f} MB | {count} | {by_type(packages or [])} |")
        if packages is not None and ours is None:
            ours = packages
        elif packages is not None:
            others[tool.name] = packages
    lines.append("")
    for who, packages in others.items():
        tell_missing(lines, ours or set(), packages, who)
        more = [package for package in ours or set() if not loose([package]) & loose(packages)]
        lines.append(f"- Ours names {len(more)} that {who} lacks.")
    lines.append("")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=str(ROOT / "build/strideward"))
    parser.add_argument("--path", default="")
    parser.add_argument("--image", action="append", default=[])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("-o", "--output", default=str(ROOT / "docs/comparison-images.md"))
    options = parser.parse_args()
    available = list(tools(os.path.abspath(options.program), [path for path in options.path.split(os.pathsep) if path]))
    today = datetime.date.today().isoformat()
    lines = ["# Images: strideward beside its peers", "",
             f"Made by `tests/bench/compare_images.py` on {today}, on {os.cpu_count()} processors, without caches and without a "
             f"network. Every tool reads the same layout; seconds and memory are the least of {options.runs} runs. `strideward sbom` and "
             "the peers list packages; `strideward image` judges as well: users, privileged files, accounts, secrets, threats.", ""]
    for name, folder in images(options.image).items():
        section(lines, name, folder, available, options.runs)
    lines += ["Packages are told apart by name and version; what differs in spelling alone counts as the same. A package that a database "
              "of the system and a language both know is listed twice by every tool. Trivy reads no jar files here, since it "
              "does so only with a database from the network.", ""]
    pathlib.Path(options.output).write_text("\n".join(lines), encoding="utf-8")


main()
