#!/usr/bin/env python3
"""Images made to hurt: what they do to time, to memory and to files, and what is told of them. `hostile.py PROGRAM`

Every run has a home and a folder for temporary files of its own, in which nothing may be left but the cache."""
import gzip
import io
import json
import os
import random
import sqlite3
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile

import kit
import build
import ecosystems
import tap
from measured import END, MIB, MOST_BYTES, MOST_SECONDS, Place, binary_size, header, pack, padded, pax, record, write_layout


def check_bombs(t, place):
    zeros = gzip.compress(bytes(64 * MIB), 9, mtime=0)
    large = pack(header(b"srv/zeros", raw_size=binary_size(10 << 30))) + zeros * 160 + pack(END)
    parsed = place.layer("10 GiB of zeros in a gzip of 10 MB", large)
    t.ok(parsed["images"][0]["bytes"] >= 10 << 30 or not parsed["images"][0]["complete"], "10 GiB of zeros are counted, or told as not read")
    place.layer("a gzip in a gzip in a gzip", pack(pack(pack(build.layer(build.file("a", "x"))))), complete=False)
    place.layer("nothing but zeros", zeros * 2)
    if kit.missing("zstd"):
        t.skip("bombs of zstd", "zstd is not installed")
        return
    hollow = os.path.join(place.work, "hollow")
    with open(hollow, "wb") as file:
        file.write(header(b"srv/zeros", raw_size=binary_size(2 << 30)))
        file.truncate((2 << 30) + 1536)
    for about, options in (("2 GiB of zeros in a zstd", ()), ("2 GiB of zeros in a zstd with a window as large", ("--long=31", "--ultra", "-1"))):
        data = subprocess.run(["zstd", "-q", "-c", *options, hollow], capture_output=True, check=True).stdout
        place.layer(f"{about} of {len(data) // 1024} KB", data, complete=False)
    os.unlink(hollow)


def check_streams(place):
    good = pack(build.layer(build.file("srv/data", random.Random(1).randbytes(200000)), build.file("usr/bin/sudo", "x", 0o4755)))
    place.layer("a gzip that breaks off", good[:-70000], complete=False)
    place.layer("a gzip without its trailer", good[:-8], complete=False)
    place.layer("a gzip with a wrong checksum", good[:-8] + b"\1\2\3\4" + good[-4:], complete=False)
    place.layer("a gzip with a wrong length", good[:-4] + b"\1\2\3\4", complete=False)
    place.layer("a gzip with noise in it", good[:1000] + random.Random(2).randbytes(1000) + good[2000:], complete=False)
    place.layer("a gzip with noise behind it", good + b"noise" * 100)
    place.layer("noise", random.Random(3).randbytes(100000), complete=False)
    place.layer("a layer of no bytes", b"", complete=True)  # engines take it, too


def check_names(t, place):
    setuid = dict(mode=0o4755)
    data = b"".join([
        header(b"/etc/absolute", **setuid), header(b"../../../outside", **setuid), header(b"srv/../../outside2", **setuid),
        header(b"./srv//./double", **setuid), header(b"", **setuid), header(b"..", kind=b"5"), header(b"srv/new\nline", **setuid),
        header(b"srv/\x1b]0;owned\x07\x1b[31mred", **setuid), header(b"srv/\xff\xfe\xc0", **setuid), header(b"srv/\xe2\x80\xaetxt.exe", **setuid),
        header(b"srv/out", kind=b"2", link=b"/etc"), header(b"srv/out/passwd", 1) + padded(b"x"),
        header(b"srv/up", kind=b"2", link=b"../../../../../../etc/passwd"), header(b"srv/hard", kind=b"1", link=b"../../../../etc/passwd"),
        header(b"srv/self", kind=b"1", link=b"srv/self"), header(b".wh...", **setuid), header(b"srv/.wh.", **setuid), header(b"srv/.wh.a/b", **setuid),
        header(b"srv/" + b"d/" * 40, kind=b"5"), END])
    parsed = place.layer("names that lead outside", pack(data))
    found = {item["path"] for item in parsed["images"][0]["notable"]}
    t.ok({"etc/absolute", "srv/double"} <= found, "absolute names are those below the root", found)
    t.ok(not any(path.startswith(("/", "../")) or "/../" in path for path in found), "no name leads outside", found)
    t.ok(kit.codes(parsed) & {"tar-name-outside", "layer-name-odd", "layer-link-outside"}, "it is told that some do", kit.codes(parsed))
    write_layout(os.path.join(place.work, "escapes"), [pack(data)], [None])
    for form in ("text", "html", "markdown", "sarif", "json"):
        status, out, errors, _, _ = place.run("image", "-f", form, *kit.AT, "--no-color", "oci:escapes")
        steering = [b"\x1b", b"\x07"] + (["\u202e".encode()] if form in ("text", "markdown") else [])
        t.ok(out and not any(what in out + errors for what in steering), f"-f {form}: a name cannot steer a terminal", f"{status} {out[:200]!r}")


def check_headers(place):
    file = header(b"srv/after", 4, mode=0o4755) + padded(b"data")
    sparse = pax(record(b"GNU.sparse.major", b"1"), record(b"GNU.sparse.minor", b"0"), record(b"GNU.sparse.name", b"srv/s"),
                 record(b"GNU.sparse.realsize", b"%d" % (1 << 62))) + header(b"s", 512) + padded(b"3\n0\n%d\n0\n%d\n5\n5\n" % (1 << 61, 1 << 61))
    cases = {
        "a size below zero": header(b"srv/a", raw_size=b"\xff" * 12) + file,
        "a size of 2^62": header(b"srv/a", raw_size=binary_size(1 << 62)) + file,
        "a size of 2^87": header(b"srv/a", raw_size=binary_size((1 << 87) - 1)) + file,
        "a size that is no number": header(b"srv/a", raw_size=b"12x4567 99\0\0") + file,
        "a size beyond the end": header(b"srv/a", 1 << 30) + file,
        "a pax header of 3 MB": pax(record(b"path", b"a/" * 1500000)) + file,
        "a pax header of 10 GB": header(b"p", raw_size=binary_size(10 << 30), kind=b"x") + file,
        "a pax path of 900 KB": pax(record(b"path", b"a/" * 450000)) + file,
        "a pax size below zero": pax(record(b"size", b"-5")) + file,
        "a pax size of 2^70": pax(record(b"size", b"%d" % (1 << 70))) + file,
        "a pax length that lies": pax(b"99999999999999999999 path=x\n") + file,
        "a pax length of zero": pax(b"0 path=x\n") + file,
        "a pax record without an end": pax(b"30 path=xyz") + file,
        "100,000 pax records": pax(*[record(b"k%d" % i, b"v") for i in range(60000)]) + file,
        "a pax header alone": pax(record(b"path", b"x")),
        "pax headers for a pax header": pax(record(b"path", b"x")) * 2000 + file,
        "a global pax header that renames": pax(record(b"path", b"same"), kind=b"g") + file * 100,
        "a GNU long name of 2 GB": header(b"././@LongLink", raw_size=binary_size(2 << 30), kind=b"L") + file,
        "a sparse map that overlaps": sparse + file,
        "a capability of noise": pax(record(b"SCHILY.xattr.security.capability", random.Random(9).randbytes(300))) + file,
        "an archive of noise": random.Random(4).randbytes(51200),
        "a wrong checksum": file[:148] + b"000000\0 " + file[156:] + file,
    }
    for name, data in cases.items():
        parsed = place.layer(name, pack(data + END))
        place.t.ok(parsed.get("diagnostics"), f"{name}: something is told", kit.codes(parsed))


def check_many(t, place):
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1, mtime=0) as file:
        for start in range(0, 200000, 1000):
            file.write(b"".join(header(b"%095d" % i, prefix=b"%0150d/x" % (i // 7)) for i in range(start, start + 1000)))
        file.write(END)
    parsed = place.layer("200,000 entries with long names", out.getvalue())
    t.same(parsed["images"][0]["files"], 200002, "all entries are counted")
    deep = b"".join(pax(record(b"path", b"/".join([b"d"] * 1900) + b"/%d" % i)) + header(b"x") for i in range(300))
    place.layer("300 files two thousand folders deep", pack(deep + END))
    notable = b"".join(header(b"srv/%d" % i, mode=0o6777) for i in range(50000))
    place.layer("50,000 programs with set-user-ID", pack(notable + END))
    gone = b"".join(header(b"srv/%d/.wh.x" % i) + header(b"srv/%d/.wh..wh..opq" % i) for i in range(50000))
    place.layer("100,000 whiteouts", pack(gone + END))


def nested(levels, data):
    for i in range(levels):
        data = ecosystems.jar("example", f"level{i}", "1", ("inner.jar", data))
    return data


def zip_bomb():
    """A jar with 300 members that are the same 100 MiB of zeros."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/MANIFEST.MF", bytes(100 * MIB))
    plain = out.getvalue()
    at = plain.index(b"PK\1\2")
    entry = plain[at:plain.index(b"PK\5\6")]
    return plain[:at] + entry * 300 + struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, 300, 300, len(entry) * 300, at, 0)


def endless_database(folder):
    """A database of rpm whose table is a view without an end."""
    path = os.path.join(folder, "rpmdb.sqlite")
    with sqlite3.connect(path) as database:
        database.execute("CREATE VIEW Packages AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
                         "SELECT x AS hnum, zeroblob(100) AS blob FROM c")
    database.close()
    with open(path, "rb") as file:
        data = file.read()
    os.unlink(path)
    return data


def check_packages(t, place):
    noise = random.Random(6)
    tree = b'{"a":' * 100000
    files = {
        "var/lib/dpkg/status": b"Package: a\nVersion: 1\nStatus: install ok installed\n" + noise.randbytes(50000) +
                               b"\n\nPackage: b\nVersion: 2\nStatus: install ok installed\n\n",
        "lib/apk/db/installed": b"P:musl\nV:1\n\nP:\n" + noise.randbytes(50000),
        "var/lib/rpm/Packages": b"\0" * 12 + b"\x61\x15\x06\0" + noise.randbytes(80000),
        "usr/lib/sysimage/rpm/Packages.db": b"RpmP" + noise.randbytes(80000),
        "var/lib/rpm/rpmdb.sqlite": b"SQLite format 3\0" + noise.randbytes(80000),
        "usr/lib/sysimage/rpm/rpmdb.sqlite": endless_database(place.work),
        "srv/node_modules/a/package.json": tree,
        "usr/lib/python3/dist-packages/x-1.dist-info/METADATA": noise.randbytes(50000),
        "srv/noise.jar": b"PK\3\4" + noise.randbytes(50000),
        "srv/deep.jar": nested(12, ecosystems.jar("example", "core", "1")),
        "srv/bomb.jar": zip_bomb(),
        "usr/bin/noise": b"\x7fELF\2\1\1" + noise.randbytes(100000),
        "srv/php/vendor/composer/installed.json": b"[" * 100000,
        "srv/net/app.deps.json": b'{"libraries":' * 50000,
        "srv/Cargo.lock": b"[[package]]\n" * 20000,
        "opt/conda/conda-meta/x.json": noise.randbytes(1000),
        "srv/package-lock.json": tree,
        "srv/yarn.lock": noise.randbytes(50000),
        "etc/os-release": noise.randbytes(5000),
        "etc/passwd": b":" * 50000 + b"\n" * 50000 + noise.randbytes(5000),
        "etc/shadow": noise.randbytes(50000),
        "root/.docker/config.json": tree,
    }
    parsed = place.layer("databases of packages that are damaged", pack(build.layer(*[build.file(name, data, 0o755) for name, data in files.items()])))
    t.ok(len(kit.codes(parsed)) >= 4, "what is damaged is told", kit.codes(parsed))
    for name, data in files.items():
        place.layer(f"{name} alone", pack(build.layer(build.file(name, data, 0o755))))
    paths = build.layer(build.file("srv/jars.war", nested(3, ecosystems.jar("example", "core", "1"))))
    place.layer("jars in jars in a war", pack(paths))


def check_folder(t, place):
    """A root file system that is a folder, with what blocks whoever opens it."""
    top = os.path.join(place.work, "fs")
    tap.write_tree(top, {"etc/os-release": "ID=debian\n", "srv/data": "x"})
    os.mkfifo(os.path.join(top, "etc/passwd"))
    os.symlink("..", os.path.join(top, "srv/up"))
    os.symlink("/", os.path.join(top, "srv/root"))
    os.symlink(os.path.join(place.folder, "beside"), os.path.join(top, "srv/beside"))
    os.symlink("loop", os.path.join(top, "srv/loop"))
    parsed = place.image("a folder with pipes and loops", "rootfs:fs", complete=True)
    t.ok(parsed["images"][0]["files"] < 20, "links are not followed", parsed["images"][0]["files"])


def check_stores(t, place):
    """Layouts and archives whose files are something else, or lie elsewhere."""
    data = pack(build.layer(build.file("opt/tool", "x", 0o4755)))

    def layout(name):
        write_layout(os.path.join(place.work, name), [data], [build.digest(gzip.decompress(data))])
        return os.path.join(place.work, name)
    blob = os.path.join("blobs", "sha256", build.digest(data)[7:])
    for name, part, make in (
            ("a layer that is a pipe", blob, os.mkfifo), ("a layer that is a folder", blob, os.mkdir),
            ("a layer that is an endless device", blob, lambda path: os.symlink("/dev/zero", path)),
            ("an index that is a pipe", "index.json", os.mkfifo),
            ("an index that is an endless device", "index.json", lambda path: os.symlink("/dev/zero", path)),
            ("an index of 64 MB of brackets", "index.json", lambda path: tap.write_tree(os.path.dirname(path), {"index.json": b"[" * (64 * MIB)}))):
        top = layout(name.replace(" ", "-"))
        os.unlink(os.path.join(top, part))
        make(os.path.join(top, part))
        status, out, errors, took, held = place.run("image", "-f", "json", *kit.AT, "oci:" + os.path.basename(top))
        complete = [image["complete"] for image in json.loads(out or b"{}").get("images", [])]
        t.ok(status == 2 and True not in complete and took < MOST_SECONDS and held < MOST_BYTES, f"{name}: status 2, soon",
             f"{status} {complete} {took} s {held} {errors}")
    config = json.dumps({"os": "linux", "architecture": "amd64", "config": {}, "rootfs": {"type": "layers", "diff_ids": [build.digest(b"x")]}}).encode()
    outside = "../../../../../../etc/passwd"
    for name, layer, kind, target in (("outside by its name", outside, None, None), ("an absolute name", "/etc/passwd", None, None),
                                      ("a link out of the archive", "layer.tar", tarfile.SYMTYPE, outside),
                                      ("a link to itself", "layer.tar", tarfile.LNKTYPE, "layer.tar")):
        with tarfile.open(os.path.join(place.work, "odd.tar"), "w") as tar:
            build.add(tar, build.digest(config)[7:] + ".json", config)
            if kind:
                info = tarfile.TarInfo(layer)
                info.type, info.linkname = kind, target
                tar.addfile(info)
            build.add(tar, "manifest.json", json.dumps([{"Config": build.digest(config)[7:] + ".json", "RepoTags": ["a:1"], "Layers": [layer]}]).encode())
        place.image(f"an archive with a layer that is {name}", "docker-archive:odd.tar", statuses=(2,), complete=False)
    for target in ("/dev/zero", "rootfs:/dev/zero", "docker-archive:/dev/zero", "oci-archive:/dev/urandom", "rootfs:/dev/full"):
        status, _, errors, took, _ = place.run("image", *kit.AT, target)
        t.ok(status == 2 and took < MOST_SECONDS and errors, f"image {target}: status 2, soon", f"{status} {took} {errors}")


def left(folder):
    return {os.path.join(where, name) for top in ("home", "temporary", "beside") for where, folders, names in os.walk(os.path.join(folder, top))
            for name in folders + names}


def main():
    t = kit.start()
    with tempfile.TemporaryDirectory(prefix="strideward-test-") as folder:
        place = Place(t, folder)
        before = left(folder)
        check_streams(place)
        check_names(t, place)
        check_headers(place)
        check_packages(t, place)
        check_many(t, place)
        check_folder(t, place)
        check_stores(t, place)
        check_bombs(t, place)
        t.same(left(folder) - before, set(), "nothing is written to the home, to the folder for temporary files or beside it")
        with open(os.path.join(folder, "beside", "file"), encoding="utf-8") as text:
            t.same(text.read(), "untouched\n", "and nothing is changed there")
        t.same(os.listdir(os.path.join(folder, "cache")), ["strideward"], "only the cache has grown")
        t.same(sorted(os.listdir(os.path.join(folder, "cache", "strideward"))), ["layers"], "by layers alone")
        print(f"# the slowest run took {place.slowest:.1f} s, the largest process held {place.largest // MIB} MiB")
    return t.done()


sys.exit(main())
