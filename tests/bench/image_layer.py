#!/usr/bin/env python3
"""Measures reading one layer of an image against what the same bytes cost without it.

usage: image_layer.py [--check] [--program STRIDEWARD] [--layer FILE.tar.gz] [--many FILE.tar.gz] [--runs N]

A Debian root file system with compilers and runtimes is made once by mmdebstrap, cut at 1 GiB, and kept in build/bench, as
is a layer of three million empty files. In one run, turn by turn: `gzip -dc LAYER | sha256sum`, `strideward image --no-cache`
without and with secrets. The fastest of each counts. Memory is that of all processes of a run together, shared pages
counted once, looked at every 20 ms.

  --check    end with status 1 when a value is over its budget
"""

import argparse
import gzip
import json
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
KEPT = ROOT / "build/bench"
PACKAGES = "build-essential,git,nodejs,npm,default-jre-headless,golang-go,python3-pip,python3-numpy,vim,openssh-server,curl"
MANY = 3_000_000
SIZE = 1 << 30
RATIO, RATIO_SECRETS = 0.45, 0.60  # of gzip's time
MANY_SECONDS, MANY_MEMORY = 15, 400


def budget_memory(entries):
    return 64 + 128 * entries / 1e6


def cut(source, target):
    """The databases of packages first, then whatever fits."""
    with tarfile.open(source) as archive, tarfile.open(target, "w") as out:
        members = archive.getmembers()
        members.sort(key=lambda member: not member.name.startswith(("./var/lib/dpkg", "./etc", "./usr/lib/os-release")))
        for member in members:
            if out.offset + member.size > SIZE - (1 << 20):
                continue
            out.addfile(member, archive.extractfile(member) if member.isreg() else None)


def make_layer(path):
    """A layer as engines pack it: gzip of a tar archive."""
    whole, plain = path.with_name("whole.tar"), path.with_suffix("")
    command = ["mmdebstrap", "--variant=apt", f"--include={PACKAGES}", "bookworm", str(whole)]
    try:
        if subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode:
            return False
        cut(whole, plain)
        with open(path, "wb") as packed:
            subprocess.run(["gzip", "-6", "-nc", str(plain)], stdout=packed, check=True)
    finally:
        whole.unlink(missing_ok=True)
        plain.unlink(missing_ok=True)
    return True


def header(name):
    block = bytearray(512)
    block[: len(name)] = name
    block[100:108] = b"0000644\0"
    block[108:116] = block[116:124] = b"0000000\0"
    block[124:136] = b"00000000000\0"
    block[136:148] = b"00000000000\0"
    block[148:156] = b" " * 8
    block[156:157] = b"0"
    block[257:265] = b"ustar\x0000"
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def make_many(path):
    """Empty files in folders of a hundred, as a hostile or careless build leaves them."""
    with gzip.GzipFile(path, "wb", 1, mtime=0) as out:
        for folder in range(MANY // 1000):
            rows = [header(b"srv/data/%06d/object-%08d.json" % (folder, folder * 1000 + i)) for i in range(1000)]
            out.write(b"".join(rows))
        out.write(bytes(1024))


def memory_of(process):
    """Bytes that the process and its children have, in KB."""
    total, todo = 0, [process]
    while todo:
        number = todo.pop()
        try:
            with open(f"/proc/{number}/smaps_rollup", encoding="ascii") as file:
                total += sum(int(line.split()[1]) for line in file if line.startswith("Pss:"))
            with open(f"/proc/{number}/task/{number}/children", encoding="ascii") as file:
                todo += file.read().split()
        except OSError:
            continue
    return total


def read_layer(program, layer, *options):
    """Seconds, peak in MB, entries."""
    peak, done = [0], threading.Event()

    def watch(number):
        while not done.wait(0.02):
            peak[0] = max(peak[0], memory_of(number))

    with tempfile.NamedTemporaryFile() as report:
        start = time.monotonic()
        process = subprocess.Popen([program, "image", "--no-cache", *options, "-f", "json=" + report.name, "rootfs:" + str(layer)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        watcher = threading.Thread(target=watch, args=(process.pid,))
        watcher.start()
        _, errors = process.communicate()
        seconds = time.monotonic() - start
        done.set()
        watcher.join()
        image = json.loads(pathlib.Path(report.name).read_text(encoding="utf-8"))["images"][0] if process.returncode == 0 else None
    if not image or not image["complete"]:
        sys.exit(f"{layer} was not read:\n{errors[-2000:]}")
    return seconds, peak[0] / 1000, image["files"]


def unpack_and_hash(layer):
    start = time.monotonic()
    subprocess.run(f"gzip -dc '{layer}' | sha256sum", shell=True, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - start


class Table:
    def __init__(self):
        self.over = 0

    def line(self, what, value, unit, budget=None):
        verdict = "" if budget is None else "pass" if value <= budget else "over"
        self.over += verdict == "over"
        print(f"{what:<44}{value:>9.2f} {unit:<3}{'' if budget is None else f'{budget:>9.2f} {unit}':<14}{verdict}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--program", default=str(ROOT / "build/strideward"))
    parser.add_argument("--layer", type=pathlib.Path, default=KEPT / "debian.tar.gz")
    parser.add_argument("--many", type=pathlib.Path, default=KEPT / "many.tar.gz")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    options.layer.parent.mkdir(parents=True, exist_ok=True)
    if not options.layer.exists() and not make_layer(options.layer):
        sys.exit("no layer: mmdebstrap could not make one")
    if not options.many.exists():
        make_many(options.many)
    table, plain, secret, reference = Table(), [], [], []
    for _ in range(options.runs):
        reference.append(unpack_and_hash(options.layer))
        plain.append(read_layer(options.program, options.layer, "--no-secrets"))
        secret.append(read_layer(options.program, options.layer))
    least, entries = min(reference), plain[0][2]
    table.line("gzip -dc LAYER | sha256sum", least, "s")
    table.line("strideward image --no-secrets", min(row[0] for row in plain), "s")
    table.line("  of gzip's time", min(row[0] for row in plain) / least, "", RATIO)
    table.line("strideward image", min(row[0] for row in secret), "s")
    table.line("  of gzip's time", min(row[0] for row in secret) / least, "", RATIO_SECRETS)
    table.line(f"peak memory, {entries} files", max(row[1] for row in plain), "MB", budget_memory(entries))
    table.line("peak memory with secrets", max(row[1] for row in secret), "MB", budget_memory(entries))
    seconds, memory, _ = read_layer(options.program, options.many, "--no-secrets")
    table.line("three million empty files", seconds, "s", MANY_SECONDS)
    table.line("  peak memory", memory, "MB", MANY_MEMORY)
    return 1 if options.check and table.over else 0


if __name__ == "__main__":
    sys.exit(main())
