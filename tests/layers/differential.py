#!/usr/bin/env python3
"""Archives of real programs, in every form that they write, read by us, by libarchive and by GNU tar: the same entries.

usage: differential.py LAYER_READ ORACLE

Each archive is also packed by gzip (in one and several members) and zstd, and cut. Output is TAP.
"""

import os
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile

READ, ORACLE = sys.argv[1:3]
failed = number = 0


def check(good, what, detail=""):
    global failed, number
    number += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {number} - {what}")
    if not good:
        print("\n".join("# " + line for line in detail.splitlines()[:20]))


def run(*command, **options):
    return subprocess.run([str(part) for part in command], capture_output=True, check=False, **options)


def make_tree(root):
    """Names, kinds and sizes that break readers."""
    (root / "etc").mkdir(parents=True)
    (root / "etc/passwd").write_text("root:x:0:0:root:/root:/bin/sh\n")
    deep = root
    for i in range(30):
        deep = deep / f"a-folder-with-a-long-name-{i}"
    deep.mkdir(parents=True)
    (deep / ("n" * 200)).write_bytes(b"x" * 511)
    for size in (0, 1, 511, 512, 513, 1024, 99999, 3 << 20):
        (root / f"size-{size}").write_bytes(os.urandom(size))
    (root / "naïve ünïcode 名").write_text("x")
    (root / "new\nline").write_text("x")
    (root / "-dash").write_text("x")
    os.link(root / "size-513", root / "hard")
    (root / ("h" * 150)).symlink_to("t" * 300)
    (root / "up").symlink_to("../../etc/passwd")
    os.mkfifo(root / "fifo")
    os.chmod(root / "size-1", 0o4755)
    os.chmod(root / "size-512", 0o2644)
    with open(root / "hole", "wb") as hole:
        hole.truncate(1 << 20)
        hole.seek(300000)
        hole.write(b"data")
    if os.geteuid() == 0:
        os.mknod(root / "null", 0o20666, os.makedev(1, 3))
        os.chown(root / "size-511", 3000000, 4000000)


def ours(path):
    """Rows of the archive, how it ended, and the digest of what was unpacked."""
    result = run(READ, "-n", path, env=dict(os.environ, LC_ALL="C"))
    text = result.stdout.decode("utf-8", "surrogateescape")
    end = re.search(r"^diff (\S*) blob \S* (\w+)$", text, re.M)
    rows = text[: text.rindex("\nrelease ")] if "\nrelease " in text else text
    rows = re.split(r"\n(?=[fdlhcbpwo] \d+ |notable |account |warning |note |error )", rows)
    return [row for row in rows if re.match(r"[fdlhcbpwo] ", row)], end


def same_as_libarchive(path, what, sparse):
    rows, end = ours(path)
    theirs = run(ORACLE, path).stdout.decode("utf-8", "surrogateescape")
    theirs = re.split(r"\n(?=[fdlhcbp] \d+ )", theirs.rstrip("\n"))

    def comparable(row):
        kind, mode, user, group, size, total, name = row.split(" ", 6)
        if kind in "lh" or (sparse and name.endswith("hole")):
            total = ""  # ours is of what they name; a body with holes is not read
        # Links' own rights mean nothing, and libarchive gives hard links none of their own.
        return " ".join((kind, "" if kind == "l" else mode, user, group, size, total, name))

    mine, their = [comparable(row) for row in rows], [comparable(row) for row in theirs]
    differs = [f"ours   {a}\ntheirs {b}" for a, b in zip(mine, their) if a != b]
    read = "format" if "sparse" in what else "complete"  # bodies with holes are told by size and not looked at
    check(mine == their and end and end[2] == read, f"{what}: {len(mine)} entries as libarchive has them",
          f"{len(mine)} against {len(their)}\n" + "\n".join(differs))
    return rows


def same_as_gnu(path, what, rows):
    names = run("tar", "--quoting-style=literal", "--null", "--show-transformed-names", "-tf", path, env=dict(os.environ, LC_ALL="C"))
    listed = names.stdout.decode("utf-8", "surrogateescape").replace("new\nline", "new?line").splitlines()
    listed = [re.sub(r"^(\./)+", "", name).rstrip("/") for name in listed]
    listed = ["" if name == "." else name for name in listed]
    mine = [row.split(" ", 6)[6].replace("\n", "?") for row in rows]
    check(mine == listed, f"{what}: names as GNU tar has them", "\n".join(sorted(set(mine) ^ set(listed))))


def packed_forms(path):
    plain = path.read_bytes()
    yield "gzip", run("gzip", "-c", path).stdout
    half = len(plain) // 2 + 100
    yield "gzip in members", b"".join(run("gzip", "-c", input=part).stdout for part in (plain[:half], plain[half:], b""))
    yield "zstd", run("zstd", "-qc", path).stdout
    yield "zstd in frames", b"".join(run("zstd", "-qc", input=part).stdout for part in (plain[:half], plain[half:]))


def packed_and_cut(path, what, work):
    _, whole = ours(path)
    for form, data in packed_forms(path):
        target = work / "packed"
        target.write_bytes(data)
        _, end = ours(target)
        check(end and end[2] == "complete" and end[1] == whole[1], f"{what}, {form}: the same bytes")
        ends = set()
        for cut in (len(data) - 1, len(data) - 9, len(data) * 2 // 3, len(data) // 10):
            target.write_bytes(data[:cut])
            ends.add(ours(target)[1][2])
        check(ends == {"truncated"}, f"{what}, {form}: cut is truncated", str(ends))


def main():
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        tree = work / "tree"
        make_tree(tree)
        commands = {
            "GNU tar, gnu": ["tar", "--format=gnu"],
            "GNU tar, pax": ["tar", "--format=pax"],
            "GNU tar, oldgnu": ["tar", "--format=oldgnu"],
            "GNU tar, gnu, sparse": ["tar", "--format=gnu", "-S"],
            "GNU tar, pax, sparse 0.0": ["tar", "--format=pax", "-S", "--sparse-version=0.0"],
            "GNU tar, pax, sparse 0.1": ["tar", "--format=pax", "-S", "--sparse-version=0.1"],
            "GNU tar, pax, sparse 1.0": ["tar", "--format=pax", "-S", "--sparse-version=1.0"],
            "GNU tar, ustar": ["tar", "--format=ustar"],
            "GNU tar, v7": ["tar", "--format=v7"],
        }
        for what, command in commands.items():
            path = work / "archive.tar"
            # What a form cannot hold is left out by the program itself, which then ends with a status of its own.
            run(*command, "--sort=name", "-C", tree, "-cf", path, ".")
            rows = same_as_libarchive(path, what, "sparse" in what)
            same_as_gnu(path, what, rows)
        for what, form in (("pax", tarfile.PAX_FORMAT), ("gnu", tarfile.GNU_FORMAT)):
            path = work / "python.tar"
            with tarfile.open(path, "w", format=form) as archive:
                archive.add(tree, ".")
            rows = same_as_libarchive(path, f"Python, {what}", False)
            same_as_gnu(path, f"Python, {what}", rows)
        packed_and_cut(path, "Python, gnu", work)
    print(f"1..{number}")
    return 1 if failed else 0


sys.exit(main())
