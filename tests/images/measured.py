"""Runs of the program that are measured, and archives written byte by byte, for images made to hurt."""
import gzip
import json
import os
import shutil
import struct
import subprocess
import sys
import time

import kit
import build
import tap

MOST_SECONDS = 20
MOST_BYTES = 400 << 20
MIB = 1 << 20
# A program begins with the memory of the one that starts it, as the system counts: a small one starts and measures.
MEASURE = """import os, signal, subprocess, sys
child = subprocess.Popen(sys.argv[2:])
signal.signal(signal.SIGALRM, lambda *_: child.kill())
signal.alarm(200)
used = os.wait4(child.pid, 0)
os.write(int(sys.argv[1]), b"%d %d %d" % (os.waitstatus_to_exitcode(used[1]), (used[2].ru_utime + used[2].ru_stime) * 1000, used[2].ru_maxrss))
os._exit(0)
"""


class Place:
    """Runs the program and measures it."""

    def __init__(self, t, folder):
        self.t = t
        self.folder = folder
        for name in ("home", "temporary", "cache", "work", "beside"):
            os.mkdir(os.path.join(folder, name))
        tap.write_tree(folder, {"beside/file": "untouched\n"})
        self.work = os.path.join(folder, "work")
        self.env = {"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": os.path.join(folder, "home"), "TMPDIR": os.path.join(folder, "temporary"),
                    "XDG_CACHE_HOME": os.path.join(folder, "cache")}
        self.slowest = self.largest = 0

    def run(self, *arguments):
        """Status, output, error output, seconds, the most bytes that one process of it held. Where other work slows the machine, the
        seconds of its processors count."""
        told, tell = os.pipe()
        start = time.monotonic()
        result = subprocess.run([sys.executable, "-I", "-S", "-c", MEASURE, str(tell), tap.program(), *arguments], cwd=self.work, env=self.env,
                                stdin=subprocess.DEVNULL, capture_output=True, pass_fds=(tell,), check=False)
        took = time.monotonic() - start
        status, used, held = map(int, os.read(told, 100).split())
        os.close(told), os.close(tell)
        return status, result.stdout, result.stderr, min(took, used / 1000), held * 1024

    def image(self, name, target, statuses=(0, 2), complete=None):
        """Reads the image, holds the run against the bounds, and returns the report."""
        status, out, errors, took, held = self.run("image", "-f", "json", *kit.AT, target)
        self.slowest, self.largest = max(took, self.slowest), max(held, self.largest)
        parsed = json.loads(out or b"{}")
        told = parsed.get("images") or [{}]
        self.t.ok(status in statuses and b"Sanitizer" not in errors and parsed, f"{name}: it is read, and ends with {' or '.join(map(str, statuses))}",
                  f"{status} {errors[:500]!r}")
        self.t.ok(took < MOST_SECONDS and held < MOST_BYTES, f"{name}: within {MOST_SECONDS} s and {MOST_BYTES // MIB} MiB", f"{took:.1f} s, {held // MIB} MiB")
        if complete is not None:
            self.t.same(told[0].get("complete"), complete, f"{name}: it is told as {'complete' if complete else 'not complete'}")
            self.t.same(status == 2, not complete, f"{name}: and the status says so")
        return parsed

    def layer(self, name, data, code=None, complete=None, statuses=(0, 2)):
        """An image of a good layer and this one, which is packed already or not."""
        good = build.layer(build.file("opt/tool", "x", 0o4755), build.file("etc/os-release", "ID=debian\nVERSION_ID=\"13\"\n"))
        top = "".join(c if c.isalnum() else "-" for c in name)
        write_layout(os.path.join(self.work, top), [gzip.compress(good, mtime=0), data], [build.digest(good), None])
        parsed = self.image(name, "oci:" + top, statuses, complete)
        found = {item["path"] for item in (parsed.get("images") or [{}])[0].get("notable", [])}
        self.t.ok("opt/tool" in found, f"{name}: the good layer is told all the same", found)
        if code:
            self.t.ok(code in kit.codes(parsed), f"{name}: {code}", f"{kit.codes(parsed)}")
        shutil.rmtree(os.path.join(self.work, top))
        return parsed


def write_layout(top, blobs, diff_ids):
    """Blobs as they are; what has no DiffID gets that of nothing, which is never right."""
    place = os.path.join(top, "blobs", "sha256")
    os.makedirs(place)

    def put(data):
        with open(os.path.join(place, build.digest(data)[7:]), "wb") as out:
            out.write(data)
        return {"digest": build.digest(data), "size": len(data)}

    config = put(json.dumps({"os": "linux", "architecture": "amd64", "config": {"User": "1"},
                             "rootfs": {"type": "layers", "diff_ids": [value or build.digest(b"") for value in diff_ids]}}).encode())
    manifest = put(json.dumps({"schemaVersion": 2, "config": config, "layers": [
        {**put(data), "mediaType": "application/vnd.oci.image.layer.v1.tar+" + ("zstd" if data[:4] == b"\x28\xb5\x2f\xfd" else "gzip")} for data in blobs]}).encode())
    for name, value in (("oci-layout", {"imageLayoutVersion": "1.0.0"}), ("index.json", {"schemaVersion": 2, "manifests": [manifest]})):
        with open(os.path.join(top, name), "w", encoding="utf-8") as out:
            json.dump(value, out)


def pack(data):
    return gzip.compress(data, 1, mtime=0)


def header(name, size=0, kind=b"0", mode=0o644, link=b"", prefix=b"", raw_size=None):
    """One header of a tar archive, from the fields as they are."""
    block = bytearray(512)
    struct.pack_into("100s8s8s8s12s12s8s1s100s6s2s", block, 0, name, b"%07o\0" % mode, b"0000000\0", b"0000000\0",
                     raw_size if raw_size is not None else b"%011o\0" % size, b"00000000000\0", b" " * 8, kind, link, b"ustar\0", b"00")
    struct.pack_into("155s", block, 345, prefix)
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def binary_size(value):
    return b"\x80" + value.to_bytes(11, "big")


def padded(data):
    return data + bytes(-len(data) % 512)


def pax(*records, kind=b"x"):
    data = b"".join(records)
    return header(b"PaxHeaders/x", len(data), kind) + padded(data)


def record(key, value):
    line = b" " + key + b"=" + value + b"\n"
    size = len(line)
    while len(b"%d" % size) + len(line) != size:
        size = len(b"%d" % size) + len(line)
    return b"%d" % size + line


END = bytes(1024)
