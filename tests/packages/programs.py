#!/usr/bin/env python3
"""Programs and archives as real tools make them: programs.py STRIDEWARD.

Go programs for several systems and processors are held against `go version -m`, Rust programs against the lock file that
they were built from, the Go tools and the Java archives of this machine against what Go and a reading of their own say.
Each part is skipped where its tool is not installed."""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
import tap as results  # noqa: E402

PROGRAM = os.path.abspath(sys.argv[1])
TAP = results.Tap()
TARGETS = [("linux", "amd64"), ("linux", "386"), ("linux", "s390x"), ("windows", "amd64"), ("darwin", "arm64")]
MOST_ARCHIVES = 150


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def packages(path):
    result = subprocess.run([PROGRAM, "dump", "packages", path], capture_output=True, text=True, check=False)
    return {tuple(pair) for pair in json.loads(result.stdout or "[]")}


def go_says(path):
    """Modules by `go version -m`, the main one apart; None: it is no program of Go's."""
    result = subprocess.run(["go", "version", "-m", path], capture_output=True, text=True, check=False)
    if result.returncode or ": go" not in result.stdout:
        return None, None
    wanted, main, last = set(), None, None
    for line in result.stdout.splitlines():
        part = line.strip("\t").split("\t")
        if ": go" in line:
            wanted.add(("stdlib", line.split(": go")[1].split()[0]))
        elif part[0] == "mod":
            main, last = (part[1], part[2]), None
        elif part[0] == "dep":
            last = (part[1], part[2])
            wanted.add(last)
        elif part[0] == "=>":
            wanted.discard(last)
            wanted.add((part[1], part[2]) if len(part) > 2 and part[2] else (last[0], ""))
    return wanted, main


def check_go(folder):
    if not shutil.which("go"):
        TAP.skip("programs of Go", "go is not installed")
        return
    write(f"{folder}/go.mod", "module example.org/tool\n\ngo 1.18\n\nrequire example.org/dep v1.2.3\n\nreplace example.org/dep => ./dep\n")
    write(f"{folder}/main.go", 'package main\n\nimport "example.org/dep"\n\nvar Version string\n\nfunc main() { dep.Say(Version) }\n')
    write(f"{folder}/dep/go.mod", "module example.org/dep\n\ngo 1.18\n")
    write(f"{folder}/dep/dep.go", "package dep\n\nfunc Say(text string) { println(text) }\n")
    for system, processor in TARGETS:
        name = f"{folder}/tool-{system}-{processor}"
        environment = {**os.environ, "GOOS": system, "GOARCH": processor, "CGO_ENABLED": "0", "GOFLAGS": "-mod=mod", "GOPROXY": "off",
                       "GOTOOLCHAIN": "local"}
        built = subprocess.run(["go", "build", "-ldflags=-s -w -X main.Version=v1.4.2", "-o", name, "."], cwd=folder, env=environment,
                               capture_output=True, text=True, check=False)
        if built.returncode:
            TAP.skip(f"Go for {system} on {processor}", (built.stderr.strip().splitlines() or ["it cannot be built here"])[-1])
            continue
        wanted, _ = go_says(name)
        TAP.same(packages(name), wanted | {("example.org/tool", "v1.4.2")}, f"Go for {system} on {processor}")
    found = [path for path in glob.glob(os.path.join(os.path.dirname(os.path.realpath(shutil.which("go"))), "*")) if os.path.isfile(path)]
    for path in found:
        wanted, main = go_says(path)
        got = {pair for pair in packages(path) if not main or pair[0] != main[0]}
        TAP.same(got, wanted or set(), f"Go's own {os.path.basename(path)}")


def check_rust(folder):
    if not shutil.which("cargo") or not shutil.which("cargo-auditable"):
        TAP.skip("programs of Rust", "cargo or cargo-auditable is not installed")
        return
    write(f"{folder}/Cargo.toml", '[package]\nname = "tool"\nversion = "0.3.1"\nedition = "2021"\n[dependencies]\npart = {path = "part"}\n')
    write(f"{folder}/src/main.rs", "fn main() { part::say(); }\n")
    write(f"{folder}/part/Cargo.toml", '[package]\nname = "part"\nversion = "1.2.3"\nedition = "2021"\n')
    write(f"{folder}/part/src/lib.rs", 'pub fn say() { println!("x"); }\n')
    built = subprocess.run(["cargo", "auditable", "build", "--release", "--offline"], cwd=folder, capture_output=True, text=True, check=False)
    if built.returncode:
        TAP.skip("programs of Rust", (built.stderr.strip().splitlines() or ["it cannot be built here"])[-1])
        return
    with open(f"{folder}/Cargo.lock", encoding="utf-8") as file:
        wanted = set(re.findall(r'name = "(.*)"\nversion = "(.*)"', file.read()))
    TAP.same(packages(f"{folder}/target/release/tool"), wanted, "Rust with cargo-auditable")


def poms(archive):
    """Of each pom.properties, and of archives inside."""
    found = set()
    for member in archive.namelist():
        if re.search(r"META-INF/maven/.*/pom\.properties$", member):
            text = archive.read(member).decode("latin-1")
            pairs = dict(line.strip().split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))
            found.add((f"{pairs['groupId']}:{pairs['artifactId']}", pairs["version"]))
    return found


def check_java():
    archives = sorted({os.path.realpath(path) for folder in ("/usr/share/java", "/usr/share/maven-repo", "/usr/share/maven")
                       for path in glob.glob(folder + "/**/*.jar", recursive=True)})[:MOST_ARCHIVES]
    archives = [path for path in archives if os.path.isfile(path)]
    if not archives:
        TAP.skip("Java archives of this machine", "there are none")
        return
    missing = {}
    for path in archives:
        with zipfile.ZipFile(path) as archive:
            less = poms(archive) - packages(path)
        if less:
            missing[path] = less
    TAP.ok(not missing, f"{len(archives)} Java archives of this machine: every pom is seen", missing)


def main():
    for part in (check_go, check_rust):
        with tempfile.TemporaryDirectory(prefix="strideward-test-") as folder:
            part(folder)
    check_java()
    return TAP.done()


if __name__ == "__main__":
    sys.exit(main())
