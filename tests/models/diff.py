#!/usr/bin/env python3
"""`strideward model diff` and `--policy-from`: diff.py STRIDEWARD SCHEMA.

Small git repositories, made with git and read without it: each cause of a difference, each way to name a revision, each way
in which a repository can keep its objects, and repositories that are damaged or mean harm."""
import hashlib
import json
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "structure"))
import tap as results  # noqa: E402
import validator  # noqa: E402

PROGRAM, SCHEMA = (os.path.abspath(path) for path in sys.argv[1:3])
DAY = "2026-11-20"
CLEAN = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1",
         "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org",
         "GIT_AUTHOR_DATE": "2026-11-01T00:00:00Z", "GIT_COMMITTER_DATE": "2026-11-01T00:00:00Z",
         **{name: os.environ[name] for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS") if name in os.environ}}

COMPOSE = """name: shop
services:
  web:
    image: nginx:1.30
    ports: ["80:80"]
    environment: {DB: "postgres://db:5432/shop"}
  db:
    image: postgres:17
"""
CONFIG = """version: 1
images:
  default: deny
  rules:
    - image: docker.io/library/nginx
    - image: docker.io/library/postgres
"""
DECISION = """version: 1
decisions:
  - threat: {threat}
    on: {on}
    kind: accept
    reason: {reason}
    covers: {covers}
    owner: team-a
    by: dana@example.org
    approved-by: risk@example.org
    made: 2026-11-10
    until: {until}
"""


def run(*arguments, cwd):
    return subprocess.run([PROGRAM, *map(str, arguments)], cwd=cwd, env=CLEAN, capture_output=True, text=True, errors="replace",
                          stdin=subprocess.DEVNULL, timeout=120)


def git(repository, *arguments, **more):
    return subprocess.run(["git", *arguments], cwd=repository, env=CLEAN, check=True, capture_output=True, text=True, **more).stdout.strip()


def write(folder, files):
    for name, text in files.items():
        path = pathlib.Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def commit(folder, files, message="change"):
    write(folder, files)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", message)
    return git(folder, "rev-parse", "HEAD")


def repository(folder, files, *init):
    os.makedirs(folder)
    git(folder, "init", "-q", "-b", "main", *init)
    commit(folder, files, "first")
    return folder


def diff(folder, *sides, at=DAY):
    got = run("model", "diff", "--at", at, "-f", "json", *sides, cwd=folder)
    return json.loads(got.stdout) if got.returncode == 0 else {"status": got.returncode, "error": got.stderr, "threats": [], "parts": []}


def rows(difference, threat):
    return [row for row in difference["threats"] if row["threat"] == threat]


def fact(t, top):
    folder = repository(os.path.join(top, "fact"), {"compose.yaml": COMPOSE})
    schema = json.load(open(SCHEMA))
    nothing = diff(folder, "HEAD")
    t.ok(nothing["threats"] == nothing["parts"] == [] and "after" in nothing, "an unchanged tree: no difference", nothing)
    plain = run("model", "diff", "--at", DAY, "--exit-code", "HEAD", cwd=folder)
    t.same((plain.returncode, plain.stdout), (0, "HEAD → .: no difference\n"), "and the text says so")
    t.same(run("model", "diff", "--at", DAY, "-f", "markdown", "HEAD", cwd=folder).stdout, "", "and the comment is empty")
    write(folder, {"compose.yaml": "# a line above moves every place\n" + COMPOSE})
    t.same(diff(folder, "HEAD")["threats"], [], "lines that move are no difference")
    write(folder, {"compose.yaml": COMPOSE.replace("    ports:", "    privileged: true\n    ports:")})
    got = diff(folder, "HEAD")
    opened = rows(got, "privileged-breakout")
    t.ok(len(opened) == 1 and opened[0]["after"]["state"] == "open" and opened[0]["cause"]["kind"] == "fact" and
         opened[0]["cause"]["after"] == {"file": "compose.yaml", "line": 5}, "privileged: opened by a fact, with its place", opened)
    t.same(list(validator.errors(schema, got)), [], "the difference fits its schema")
    t.same(run("model", "diff", "--at", DAY, "--exit-code", "HEAD", cwd=folder).returncode, 1, "--exit-code: 1 where something differs")
    t.same(run("model", "diff", "--at", DAY, "HEAD", cwd=folder).returncode, 0, "without it 0")
    comment = run("model", "diff", "--at", DAY, "-f", "markdown", "HEAD", cwd=folder).stdout
    t.ok(0 < comment.count("\n") <= 10 and "privileged: true" in comment, "the comment has at most ten lines", comment)
    commit(folder, {"compose.yaml": COMPOSE + "  cache:\n    image: redis:8\n"})
    back = diff(folder, "HEAD", "HEAD~1")
    gone = [row for row in back["threats"] if row["change"] == "removed" and row["on"].endswith("#cache")]
    t.ok(gone and all(row["cause"]["kind"] == "fact" for row in gone), "a service that is gone takes its rows along", back["threats"][:2])
    t.ok([part for part in back["parts"] if part["change"] == "removed" and part["name"] == "cache"], "and is listed as an element", back["parts"])
    same = [diff(folder, "HEAD~1", "HEAD") for _ in range(2)]
    t.same(same[0], same[1], "the same twice")
    reports = []
    for name in ("main~1", "main"):
        git(folder, "checkout", "-q", "--detach", name)
        reports.append(os.path.join(top, f"report{len(reports)}.json"))
        run("scan", "--at", DAY, "-f", f"json={reports[-1]}", cwd=folder)
    by_report = diff(folder, *reports)
    t.ok((by_report["threats"], by_report["parts"]) == (same[0]["threats"], same[0]["parts"]), "two reports differ as the revisions do")
    git(folder, "checkout", "-q", "main")


def catalogue(t, top):
    """A report of before in which a row said something else, and another one had another name."""
    folder = repository(os.path.join(top, "catalogue"), {"compose.yaml": COMPOSE})
    old = os.path.join(top, "old.json")
    run("scan", "--at", DAY, "-f", f"json={old}", cwd=folder)
    report = json.load(open(old))
    report["provenance"]["catalogue"] = "0" * 16
    row = next(row for row in report["threats"] if row["threat"] == "root-process" and row["on"].endswith("#web"))
    row.update(definition="1" * 16, state="mitigated", priority="low")
    dropped = next(row for row in report["threats"] if row["threat"] == "resources-exhausted")
    report["threats"].remove(dropped)
    json.dump(report, open(old, "w"))
    got = diff(folder, old, ".")
    t.same([row["cause"]["kind"] for row in rows(got, "root-process")], ["catalogue"], "a row that said something else: catalogue")
    t.same([(row["change"], row["cause"]["kind"]) for row in rows(got, "resources-exhausted")], [("added", "catalogue")], "a row that did not exist: catalogue")


def policy(t, top):
    folder = repository(os.path.join(top, "policy"), {"compose.yaml": COMPOSE, ".strideward.yaml": CONFIG, "Dockerfile": "FROM nginx:1.30\nUSER 1000\n"})
    write(folder, {".strideward.yaml": CONFIG.replace("    - image: docker.io/library/nginx\n", "")})
    got = diff(folder, "HEAD")
    changed = rows(got, "unapproved-publisher")
    t.ok(changed and {row["cause"]["kind"] for row in changed} == {"policy"}, "an image that is allowed no more: policy", got)
    t.ok(got["before"]["policy"] != got["after"]["policy"], "and the digests say that the policy differs")


def decision(t, top):
    folder = repository(os.path.join(top, "decision"), {"compose.yaml": COMPOSE.replace("    ports:", "    privileged: true\n    ports:")})
    report = os.path.join(top, "decide.json")
    run("scan", "--at", DAY, "-f", f"json={report}", cwd=folder)
    row = next(row for row in json.load(open(report))["threats"] if row["threat"] == "privileged-breakout" and row["state"] == "open")
    covers = json.dumps([one["fingerprint"] for one in row["weaknesses"] if "fingerprint" in one])
    fields = {"threat": row["threat"], "on": row["on"], "covers": covers, "reason": "It is moved to a machine of its own in January.", "until": "2026-12-05"}
    write(folder, {".strideward/decisions.yaml": DECISION.format(**fields)})
    got = rows(diff(folder, "HEAD"), "privileged-breakout")
    t.ok(len(got) == 1 and got[0]["cause"]["kind"] == "decision" and got[0]["before"]["state"] == got[0]["after"]["state"] == "open",
         "an acceptance: decision, and the state stays", got)
    commit(folder, {})
    before, after = (os.path.join(top, name) for name in ("before.json", "after.json"))
    run("scan", "--at", DAY, "-f", f"json={before}", cwd=folder)
    run("scan", "--at", "2026-12-20", "-f", f"json={after}", cwd=folder)
    got = rows(diff(folder, before, after), "privileged-breakout")
    t.ok(len(got) == 1 and got[0]["cause"]["kind"] == "age" and got[0]["before"]["decisionHolds"] and not got[0]["after"]["decisionHolds"],
         "a term that is over: age", got)


def names(t, top):
    folder = repository(os.path.join(top, "names"), {"compose.yaml": COMPOSE, "sub/Dockerfile": "FROM nginx:1.30\n"})
    first = git(folder, "rev-parse", "HEAD")
    git(folder, "tag", "-a", "-m", "x", "v1")
    git(folder, "branch", "team/topic")
    second = commit(folder, {"compose.yaml": COMPOSE.replace("17", "16")})
    ways = {"HEAD~1": first, "HEAD^": first, "@~1": first, "v1": first, "v1^{}": first, "v1^{commit}": first, "tags/v1": first, "refs/heads/team/topic": first,
            "team/topic": first, first: first, first[:7]: first, "HEAD": second, "main": second, second[:4]: second, "HEAD^0": second}
    for packed in (False, True):
        if packed:
            git(folder, "pack-refs", "--all")
            git(folder, "repack", "-q", "-a", "-d")
        for name, wanted in ways.items():
            got = diff(folder, name)
            t.same(got.get("before", got).get("commit"), wanted, f"{name}{', packed' if packed else ''}")
    for name, words in {"nosuch": "names no commit", "HEAD~7": "beyond the first commit", "HEAD@{1}": "not known here", "../x": "not known here",
                        "HEAD..main": "not known here", "HEAD:../x": "no '..'", "HEAD^{tree}": "not known here", "zz:": "names no commit"}.items():
        got = run("model", "diff", name, cwd=folder)
        t.ok(got.returncode == 2 and words in got.stderr and not got.stdout, f"{name}: {words}", got.stderr)
    got = run("model", "diff", "HEAD:nosuch", "HEAD", cwd=folder)
    t.ok(got.returncode == 2 and "holds no nosuch" in got.stderr, "a path that the revision does not hold", got.stderr)
    t.same([part["name"] for part in diff(folder, "HEAD:sub", "v1:sub")["parts"]], [], "a folder of two revisions")
    t.ok(diff(folder, "v1:compose.yaml", "HEAD:compose.yaml")["parts"], "a file of two revisions")
    t.same(diff(os.path.join(folder, "sub"), "HEAD")["threats"], [], "from a folder of the tree: that folder")
    t.ok(run("model", "diff", "HEAD", cwd=top).returncode == 2, "outside of a repository it is said")


def stores(t, top):
    folder = repository(os.path.join(top, "stores"), {"compose.yaml": COMPOSE, **{f"f{i}/Dockerfile": f"FROM nginx:1.{i}\n" + "RUN true\n" * 40 for i in range(40)}})
    for i in range(6):
        commit(folder, {"f1/Dockerfile": "FROM nginx:1.30\n" + "RUN true\n" * 40 + f"RUN echo {i}\n"})
    git(folder, "repack", "-q", "-a", "-d", "-F", "--depth=50", "--window=50")
    t.same(diff(folder, "HEAD")["threats"], [], "one pack with differences")
    git(folder, "-c", "repack.usedeltabaseoffset=false", "repack", "-q", "-a", "-d", "-F")
    t.same(diff(folder, "HEAD")["threats"], [], "differences that name their base")
    git(folder, "worktree", "add", "-q", "../linked", "HEAD~1")
    linked = os.path.join(top, "linked")
    t.same(diff(linked, "HEAD")["threats"], [], "a linked work tree")
    t.ok("after" in diff(linked, "main"), "and the branches of the first one")
    subprocess.run(["git", "clone", "-q", "--shared", folder, os.path.join(top, "shared")], env=CLEAN, check=True)
    t.same(diff(os.path.join(top, "shared"), "origin/main")["threats"], [], "a clone that borrows its objects")
    subprocess.run(["git", "clone", "-q", "--depth=1", "file://" + folder, os.path.join(top, "shallow")], env=CLEAN, check=True)
    t.same(diff(os.path.join(top, "shallow"), "HEAD")["threats"], [], "a shallow clone")
    got = run("model", "diff", "HEAD~1", cwd=os.path.join(top, "shallow"))
    t.ok(got.returncode == 2 and "shallow clone" in got.stderr, "and what it lacks", got.stderr)
    wide = repository(os.path.join(top, "wide"), {"compose.yaml": COMPOSE}, "--object-format=sha256")
    t.same(len(diff(wide, "HEAD").get("before", {}).get("commit", "")), 64, "ids of SHA-256")
    git(wide, "gc", "-q")
    t.same(diff(wide, "HEAD")["threats"], [], "and packs of them")
    os.symlink("f2", os.path.join(folder, "f2link"))
    os.makedirs(os.path.join(folder, "linkin"))
    os.symlink("../f3/Dockerfile", os.path.join(folder, "linkin", "Dockerfile"))
    os.makedirs(os.path.join(folder, "linkout"))
    os.symlink("../../../../etc/passwd", os.path.join(folder, "linkout", "Dockerfile"))
    commit(folder, {})
    got = diff(folder, "HEAD")
    t.same((got["threats"], got["parts"]), ([], []), "links lead where they lead on disk")


def loose(folder, kind, body):
    data = f"{kind} {len(body)}".encode() + b"\0" + body
    name = hashlib.sha1(data).hexdigest()
    path = pathlib.Path(folder, ".git/objects", name[:2], name[2:])
    path.parent.mkdir(exist_ok=True)
    if not path.exists():
        path.write_bytes(zlib.compress(data))
    return name


def commit_of(folder, entries):
    tree = loose(folder, "tree", b"".join(mode + b" " + name + b"\0" + bytes.fromhex(id) for mode, name, id in entries))
    made = loose(folder, "commit", f"tree {tree}\nauthor a <a> 0 +0000\ncommitter a <a> 0 +0000\n\nx\n".encode())
    pathlib.Path(folder, ".git/refs/heads/evil").write_text(made + "\n")
    return made


def refused(t, folder, name, words=None, revision="evil"):
    got = run("model", "diff", revision, cwd=folder)
    t.ok(got.returncode == 2 and (words is None or words in got.stderr) and "internal fault" not in got.stderr, name, f"{got.returncode} {got.stderr}")


def hostile(t, top):
    def fresh(name):
        return repository(os.path.join(top, "hostile-" + name), {"compose.yaml": COMPOSE, "a/Dockerfile": "FROM nginx:1.30\n"})

    folder = fresh("trees")
    blob = loose(folder, "blob", b"FROM x\n")
    commit_of(folder, [(b"100644", b"..", blob), (b"100644", b"../../Dockerfile", blob), (b"40000", b".git", loose(folder, "tree", b""))])
    got = diff(folder, "evil")
    t.ok(got.get("before", {}).get("threats") == 0, "names that no checkout makes are left out", got)
    tree = loose(folder, "tree", b"100644 Dockerfile\0" + bytes.fromhex(blob))
    for _ in range(70):
        tree = loose(folder, "tree", b"40000 d\0" + bytes.fromhex(tree))
    commit_of(folder, [(b"40000", b"d", tree)])
    refused(t, folder, "folders inside each other", "too many folders")
    tree = loose(folder, "tree", b"100644 Dockerfile\0" + bytes.fromhex(blob))
    for level in range(12):
        tree = loose(folder, "tree", b"".join(b"40000 d%d\0" % i + bytes.fromhex(tree) for i in range(10)))
    commit_of(folder, [(b"40000", b"d", tree)])
    refused(t, folder, "a tree that is a bomb", "more than")
    commit_of(folder, [(b"40000", b"d", blob)])
    refused(t, folder, "a blob in the place of a tree", "a blob where a tree")
    commit_of(folder, [(b"40000", b"d", "12" * 20)])
    refused(t, folder, "an object that is not there", "is not in the repository")

    folder = fresh("loose")
    for name, data in {"truncated": zlib.compress(b"commit 500\0tree ")[:-4], "lying about its size": zlib.compress(b"commit 5\0tree 12345678"),
                       "claiming terabytes": zlib.compress(b"commit 99999999999999\0x"), "no stream": b"hello", "empty": b"",
                       "another one's bytes": zlib.compress(b"blob 1\0x")}.items():
        path = pathlib.Path(folder, ".git/objects/12", "34" * 19)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        pathlib.Path(folder, ".git/refs/heads/evil").write_text("12" + "34" * 19 + "\n")
        refused(t, folder, f"a loose object, {name}")

    folder = fresh("packs")
    git(folder, "repack", "-q", "-a", "-d")
    pack = next(pathlib.Path(folder, ".git/objects/pack").glob("*.pack"))
    index = pack.with_suffix(".idx")
    whole, whole_index = pack.read_bytes(), index.read_bytes()
    pack.chmod(0o600)
    index.chmod(0o600)
    for keep in (0, 4, 12, 40, len(whole) // 2, len(whole) - 30):
        pack.write_bytes(whole[:keep])
        refused(t, folder, f"a pack cut off behind {keep} bytes", revision="HEAD")
    pack.write_bytes(whole)
    for keep in (0, 8, 1031, len(whole_index) - 60):
        index.write_bytes(whole_index[:keep])
        refused(t, folder, f"an index cut off behind {keep} bytes", revision="HEAD")
    faults = 0
    for at in range(8, len(whole_index) - 40, 7):
        index.write_bytes(whole_index[:at] + bytes([whole_index[at] ^ 0x41]) + whole_index[at + 1:])
        got = run("model", "diff", "HEAD", cwd=folder)
        faults += got.returncode not in (0, 2) or "internal fault" in got.stderr
    index.write_bytes(whole_index)
    for at in range(12, len(whole) - 20, max(1, len(whole) // 60)):
        pack.write_bytes(whole[:at] + bytes([whole[at] ^ 0x41]) + whole[at + 1:])
        got = run("model", "diff", "HEAD", cwd=folder)
        faults += got.returncode not in (0, 2) or "internal fault" in got.stderr
    t.same(faults, 0, "damaged bytes of a pack and of an index are told")

    folder = fresh("references")
    write(folder, {".git/refs/heads/a": "ref: refs/heads/b\n", ".git/refs/heads/b": "ref: refs/heads/a\n", ".git/refs/heads/c": "ref: ../../etc/passwd\n",
                   ".git/refs/heads/d": "rubbish\n"})
    for name, words in {"a": "without end", "b": "without end", "c": "no name", "d": "damaged"}.items():
        refused(t, folder, f"a reference: {words}", words, revision="refs/heads/" + name)

    folder = fresh("alternates")
    write(folder, {".git/objects/info/alternates": os.path.join(folder, ".git/objects") + "\n" + os.path.join(folder, ".git/objects/../objects") + "\n"})
    t.same(diff(folder, "HEAD")["threats"], [], "objects borrowed from oneself")
    write(folder, {".git/objects/info/alternates": "/nonexistent/objects\n"})
    refused(t, folder, "objects borrowed from nowhere", "not there", revision="HEAD")
    folder = fresh("extensions")
    for line, words in {"refstorage = reftable": "reftable", "objectformat = md5": "not known", "surprise = yes": "extension"}.items():
        write(folder, {".git/config": f"[core]\n\trepositoryformatversion = 1\n[extensions]\n\t{line}\n"})
        refused(t, folder, f"an extension: {line}", words, revision="HEAD")
    marker = os.path.join(top, "ran")
    write(folder, {".git/config": f"[core]\n\trepositoryformatversion = 0\n\tfsmonitor = touch {marker}\n\tsshCommand = touch {marker}\n\tpager = touch {marker}\n"
                                  f"[filter \"x\"]\n\tsmudge = touch {marker}\n\tprocess = touch {marker}\n[include]\n\tpath = /etc/passwd\n[diff]\n\texternal = touch {marker}\n",
                   ".gitattributes": "* filter=x diff=x\n"})
    run("model", "diff", "HEAD", cwd=folder)
    t.ok(not os.path.exists(marker), "nothing that the configuration names is run")


def bomb(t, top):
    """A pack of differences that each double their base."""
    folder = repository(os.path.join(top, "bomb"), {"compose.yaml": COMPOSE})

    def size(n):
        out = b""
        while n > 127:
            out += bytes([n & 127 | 128])
            n >>= 7
        return out + bytes([n])

    def head(kind, n):
        first, n = kind << 4 | n & 15, n >> 4
        return (bytes([first | 128]) + size(n)) if n else bytes([first])

    def copy(at, n):
        return bytes([0x80 | 0x0f | 0x70]) + struct.pack("<I", at) + struct.pack("<I", n)[:3]

    body = b"x" * (1 << 20)
    entries, offsets, n = [], [], len(body)
    data = b"PACK" + struct.pack(">II", 2, 40)
    offsets.append(len(data))
    data += head(3, n) + zlib.compress(body)
    for _ in range(39):
        made = min(2 * n, 60 << 20)
        delta = size(n) + size(made)
        left = made
        while left:
            step = min(left, n, 0xffffff)
            delta += copy(0, step)
            left -= step
        offsets.append(len(data))
        back = offsets[-1] - offsets[-2]
        varint = bytes([back & 127])
        back >>= 7
        while back:
            back -= 1
            varint = bytes([back & 127 | 128]) + varint
            back >>= 7
        data += head(6, len(delta)) + varint + zlib.compress(delta)
        n = made
    data += hashlib.sha1(data).digest()
    ids = [hashlib.sha1(b"%d" % i).digest() for i in range(40)]
    table = sorted(zip(ids, offsets))
    fan = b"".join(struct.pack(">I", sum(id[0] <= i for id, _ in table)) for i in range(256))
    idx = b"\xfftOc" + struct.pack(">I", 2) + fan + b"".join(id for id, _ in table) + b"\0\0\0\0" * 40 + b"".join(struct.pack(">I", at) for _, at in table)
    idx += data[-20:]
    idx += hashlib.sha1(idx).digest()
    path = pathlib.Path(folder, ".git/objects/pack")
    path.mkdir(exist_ok=True)
    (path / "pack-1.pack").write_bytes(data)
    (path / "pack-1.idx").write_bytes(idx)
    commit_of(folder, [(b"100644", b"Dockerfile", ids[-1].hex()), (b"100644", b"compose.yaml", loose(folder, "blob", COMPOSE.encode()))])
    got = run("model", "diff", "evil", cwd=folder)
    t.ok(got.returncode in (0, 2) and "internal fault" not in got.stderr, "a bomb of differences ends, and is told", got.stderr)


def policy_from(t, top):
    folder = repository(os.path.join(top, "from"), {"compose.yaml": COMPOSE.replace("    ports:", "    privileged: true\n    ports:"),
                                                    ".strideward.yaml": CONFIG + "gate: high\n"})
    git(folder, "checkout", "-q", "-b", "topic")
    write(folder, {".strideward.yaml": CONFIG.replace("default: deny", "default: warn").replace("postgres", "mysql") + "gate: none\n"})
    report = os.path.join(top, "from.json")
    run("scan", "--at", DAY, "-f", f"json={report}", cwd=folder)
    row = next(row for row in json.load(open(report))["threats"] if row["threat"] == "privileged-breakout" and row["state"] == "open")
    fields = {"threat": row["threat"], "on": row["on"], "covers": json.dumps([one["fingerprint"] for one in row["weaknesses"] if "fingerprint" in one]),
              "reason": "It is moved to a machine of its own in January.", "until": "2026-12-05"}
    write(folder, {".strideward/decisions.yaml": DECISION.format(**fields)})
    loose_gate = run("scan", "--at", DAY, "-q", cwd=folder)
    t.same(loose_gate.returncode, 0, "the change's own policy lets it pass")
    held = run("scan", "--at", DAY, "--policy-from", "main", "-f", f"json={report}", "-f", "text", "-f", f"markdown={top}/from.md", cwd=folder)
    got = json.load(open(report))
    t.same(held.returncode, 1, "the protected policy does not")
    pending = [(item["what"], item["text"]) for item in got["pending"]["items"]]
    t.ok(("gate", "none, instead of high") in pending and ("images", "only warns of what no rule allows") in pending and
         ("images", "allows docker.io/library/mysql") in pending and any(what == "images" and "postgres" in text for what, text in pending) and
         any(what == "decision" for what, _ in pending), "what the change brings is pending", pending)
    row = next(row for row in got["threats"] if row["id"] == row["id"] and row["threat"] == "privileged-breakout" and row["state"] == "open")
    t.ok(not row.get("decision", {}).get("holds"), "a decision of the change does not hold", row.get("decision"))
    schema = json.load(open(os.path.join(os.path.dirname(SCHEMA), "report-1.json")))
    t.same(list(validator.errors(schema, got)), [], "the report fits its schema")
    t.same(got["pending"]["commit"], git(folder, "rev-parse", "main"), "the report names the commit")
    t.ok("pending  gate: none, instead of high" in held.stdout, "the text tells it", held.stdout[-2000:])
    t.ok("pending, not in force" in open(f"{top}/from.md").read(), "and the comment")
    commit(folder, {})
    both = run("scan", "--at", DAY, "--policy-from", "HEAD", "-f", f"json={report}", cwd=folder)
    t.same((both.returncode, json.load(open(report))["pending"]["items"]), (0, []), "from the change itself: nothing is pending")
    shutil.rmtree(os.path.join(folder, ".strideward"))
    os.remove(os.path.join(folder, ".strideward.yaml"))
    gone = run("scan", "--at", DAY, "--policy-from", "main", "-f", f"json={report}", cwd=folder)
    t.same(gone.returncode, 1, "a policy that the change deletes is still in force")
    t.same(run("scan", "--policy-from", "nosuch", cwd=folder).returncode, 2, "a revision that does not exist refuses the run")
    linted = run("lint", "--policy-from", "main", "compose.yaml", cwd=folder)
    t.ok(linted.returncode in (0, 1) and not linted.stderr, "lint takes it too", linted.stderr)


def policy_stays(t, top):
    """What a change does to names and places does not choose which policy of the protected revision it is held against."""
    strict, loose = CONFIG + "gate: high\n", CONFIG.replace("deny", "warn") + "gate: none\n"
    compose = COMPOSE.replace("    ports:", "    privileged: true\n    ports:")
    outside = os.path.join(top, "outside.yaml")
    pathlib.Path(outside).write_text("version: 1\n")
    rows = (
        ("the nearest policy deleted, one farther up is looser", {".strideward.yaml": loose, "sub/.strideward.yaml": strict, "sub/compose.yaml": compose},
         {}, ["sub/.strideward.yaml"], {}, "sub", ()),
        ("a named policy that became a link out of the tree", {"ci/p.yaml": strict, "compose.yaml": compose}, {}, ["ci/p.yaml"],
         {"ci/p.yaml": outside}, ".", ("--config", "ci/p.yaml")),
        ("a named policy that became a link in the tree", {"ci/p.yaml": strict, "x/p.yaml": loose, "compose.yaml": compose}, {}, ["ci/p.yaml"],
         {"ci/p.yaml": "../x/p.yaml"}, ".", ("--config", "ci/p.yaml")),
        ("a named policy whose folder became a link", {"ci/p.yaml": strict, "x/p.yaml": loose, "compose.yaml": compose}, {}, ["ci/p.yaml"],
         {"ci": "x"}, ".", ("--config", "ci/p.yaml")),
        ("a policy named from a folder of the tree", {"ci/p.yaml": strict, "sub/compose.yaml": compose}, {"ci/p.yaml": loose}, [], {}, "sub",
         ("--config", "../ci/p.yaml")))
    for i, (name, base, change, gone, links, where, options) in enumerate(rows):
        folder = repository(os.path.join(top, f"stays-{i}"), base)
        for path in gone:
            os.remove(os.path.join(folder, path))
        write(folder, change)
        for path, target in links.items():
            if os.path.isdir(os.path.join(folder, path)):
                os.rmdir(os.path.join(folder, path))
            os.symlink(target, os.path.join(folder, path))
        held = run("scan", "--at", DAY, "-q", "--policy-from", "main", *options, cwd=os.path.join(folder, where))
        t.same((held.returncode, held.stderr), (1, ""), f"{name}: the protected one holds")
    folder = repository(os.path.join(top, "stays-baseline"), {".strideward.yaml": "version: 1\ngate: high\n", "compose.yaml": COMPOSE})
    run("scan", "--at", DAY, "-f", "json=base.json", cwd=folder)
    commit(folder, {})
    write(folder, {"compose.yaml": compose})
    for name in ("base.json", "made.json"):
        run("scan", "--at", DAY, "-f", f"json={name}", cwd=folder)
    got = [run("scan", "--at", DAY, "-q", "--policy-from", "main", "--baseline", name, cwd=folder).returncode for name in ("base.json", "made.json")]
    t.same(got, [1, 0], "a baseline of the protected revision counts as it stands there; one that is made for the run, as it is")
    folder = repository(os.path.join(top, "lacks"), {"a/Dockerfile": "FROM a\n", "b/Dockerfile": "FROM b\n"})
    id = git(folder, "rev-parse", "HEAD:b/Dockerfile")
    os.remove(os.path.join(folder, ".git/objects", id[:2], id[2:]))
    got = run("model", "diff", "HEAD", cwd=folder)
    t.ok(got.returncode == 2 and "b/Dockerfile" in got.stderr and not got.stdout, "what a revision lacks is no difference", got)
    folder = repository(os.path.join(top, "stays-link"), {"compose.yaml": COMPOSE})
    pathlib.Path(outside).write_text("private: hunter2\n")
    for path in (".strideward.yaml", ".strideward/decisions.yaml", ".strideward/register.lock", "CODEOWNERS"):
        os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
        os.symlink(outside, os.path.join(folder, path))
        shown = run("scan", "--at", DAY, cwd=folder)
        t.ok(shown.returncode == 2 and "leads out of the project" in shown.stderr and "hunter2" not in shown.stdout + shown.stderr,
             f"{path}: a link out of the project is not read", shown.stderr)
        os.remove(os.path.join(folder, path))


def main():
    t = results.Tap()
    if not shutil.which("git"):
        t.skip("model diff", "git is not installed")
        return t.done()
    with tempfile.TemporaryDirectory() as top:
        top = os.path.realpath(top)
        for case in (fact, catalogue, policy, decision, names, stores, hostile, bomb, policy_from, policy_stays):
            case(t, top)
    return t.done()


sys.exit(main())
