#!/usr/bin/env python3
"""Makes the databases of this folder: three packages, once in each of rpm's containers.

usage: make.py    (in this folder; needs rpm, rpmbuild)

rpm builds and registers the packages in its SQLite database; of that only the table of packages is kept. The same headers
are then written as an ndb file and as Berkeley DB hash files in both byte orders, page by page, because rpm writes SQLite
only. Check: rpm --dbpath FOLDER --define '_db_backend bdb_ro' -qa reads the Berkeley DB file of this machine's byte order.
"""

import glob
import os
import pathlib
import shutil
import sqlite3
import struct
import subprocess
import tempfile
import zlib

SPECS = [
    """Name: tiny
Epoch: 2
Version: 1.0~rc1
Release: 3.el9
Summary: t
License: MIT and BSD
Vendor: Example Vendor
BuildArch: noarch
ModularityLabel: tiny:1:20230101:abcd
%description
t
%install
mkdir -p %{buildroot}/usr/bin %{buildroot}/etc/tiny.d
echo x > %{buildroot}/usr/bin/tiny
echo y > %{buildroot}/etc/tiny.conf
%files
/usr/bin/tiny
/etc/tiny.conf
%dir /etc/tiny.d
%package libs
Summary: l
Version: 0.9
License: ISC
%description libs
l
%files libs
""",
    """Name: plain
Version: 5.4^git1
Release: 1
Summary: t
License: Apache-2.0
BuildArch: noarch
%description
t
%install
mkdir -p %{buildroot}/usr/share/doc/plain
echo x > %{buildroot}/usr/share/doc/plain/README
%files
/usr/share/doc/plain
""",
]


def headers(folder):
    """The headers of the packages as rpm's database has them, by number."""
    for i, spec in enumerate(SPECS):
        path = folder / f"{i}.spec"
        path.write_text(spec, encoding="utf-8")
        subprocess.run(
            ["rpmbuild", "-bb", "--quiet", "--define", f"_topdir {folder}/top", "--target", "noarch", str(path)],
            check=True,
            capture_output=True,
            env=dict(os.environ, SOURCE_DATE_EPOCH="1700000000"),
        )
    packages = sorted(glob.glob(f"{folder}/top/RPMS/noarch/*.rpm"))
    rpm = ["rpm", "--dbpath", f"{folder}/db"]
    subprocess.run(
        [*rpm, "-i", "--justdb", "--nodeps", "--force", "--ignorearch", "--ignoreos", *packages], check=True, capture_output=True
    )
    with sqlite3.connect(folder / "db/rpmdb.sqlite") as db:
        return db.execute("SELECT hnum, blob FROM Packages ORDER BY hnum").fetchall()


def write_sqlite(path, rows):
    """rpm's own table in a file of its own, with the mark of a log beside it, as rpm leaves it."""
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path)
    db.execute("PRAGMA page_size = 1024")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("CREATE TABLE 'Packages' (hnum INTEGER PRIMARY KEY AUTOINCREMENT,blob BLOB NOT NULL)")
    db.executemany("INSERT INTO Packages VALUES (?, ?)", rows)
    db.commit()
    db.close()


def write_ndb(path, rows):
    slots, blobs = b"", b""
    for number, blob in rows:
        size = 16 + len(blob) + 12
        blocks = -(-size // 16)
        head = struct.pack("<4sIII", b"BlbS", number, 1700000000, len(blob))
        body = head + blob + bytes(blocks * 16 - size)
        slots += struct.pack("<4sIII", b"Slot", number, 256 + len(blobs) // 16, blocks)
        blobs += body + struct.pack("<II4s", zlib.adler32(body), len(blob), b"BlbE")
    free = struct.pack("<4sIII", b"Slot", 0, 0, 0)
    page = struct.pack("<4sIIII12x", b"RpmP", 0, len(rows), 1, len(rows) + 1) + slots
    path.write_bytes(page + free * ((4096 - len(page)) // 16) + blobs)


def write_bdb(path, rows, order, page_size=512):
    """A hash file with one bucket: its page holds keys and references, each value a chain of overflow pages. A bucket that
    has more pairs than room goes on in the next page of its chain; three packages fit."""
    pages, items = [], [struct.pack(order + "BI", 1, 0), struct.pack(order + "BI", 1, len(rows))]
    for number, blob in rows:
        first = 2 + len(pages)
        pieces = [blob[i : i + page_size - 26] for i in range(0, len(blob), page_size - 26)]
        for i, piece in enumerate(pieces):
            at = first + i
            following = at + 1 if i + 1 < len(pieces) else 0
            head = struct.pack(order + "8xIIIHHBB", at, at - 1 if i else 0, following, 1, len(piece), 0, 7)
            pages.append((head + piece).ljust(page_size, b"\0"))
        items.append(struct.pack(order + "BI", 1, number))
        items.append(struct.pack(order + "B3xII", 3, first, len(blob)))
    offsets, end, body = [], page_size, b""
    for item in items:
        end -= len(item)
        offsets.append(end)
        body = item + body
    head = struct.pack(order + "8xIIIHHBB", 1, 0, 0, len(items), end, 0, 13) + struct.pack(order + f"{len(offsets)}H", *offsets)
    bucket = head + bytes(page_size - len(head) - len(body)) + body
    meta = struct.pack(order + "8xIIIIBBBBIIIIII20x", 0, 0x061561, 9, page_size, 0, 8, 0, 0, 0, 1 + len(pages), 0, 0, 0, 0)
    meta += struct.pack(order + "IIIIII", 0, 0, 0, 0, len(items) // 2, 0x5E688DD1) + struct.pack(order + "32I", *[1] * 32)
    path.write_bytes(meta.ljust(page_size, b"\0") + bucket + b"".join(pages))


def main():
    with tempfile.TemporaryDirectory() as folder:
        rows = headers(pathlib.Path(folder))
    write_sqlite(pathlib.Path("rpmdb.sqlite"), rows)
    write_ndb(pathlib.Path("Packages.db"), rows)
    write_bdb(pathlib.Path("Packages"), rows, "<")
    write_bdb(pathlib.Path("Packages.big-endian"), rows, ">")
    shutil.rmtree("__pycache__", ignore_errors=True)


if __name__ == "__main__":
    main()
