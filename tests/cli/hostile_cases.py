"""Inputs that nobody should have to read: each is said to be unreadable and costs the rest of the run nothing."""
import json
import os
import shutil
import subprocess
import time

import samples
import tap

GOOD = {"good/compose.yaml": samples.AGENT_COMPOSE, "good/Dockerfile": "FROM debian:12\nUSER root\n"}


def scan(folder, *arguments):
    got = tap.run("scan", "-f", "json", "--at", "2026-12-01", folder, *arguments, timeout=100)
    return got, json.loads(got.stdout) if got.stdout.startswith("{") else {}


def expect(t, name, report, got, path, code=None):
    about = [d for d in report.get("diagnostics", []) if path in json.dumps(d)]
    # What the builder refuses is a finding; all else that cannot be read is a diagnostic.
    about += [{"code": f["check"]} for f in report.get("findings", []) if f["check"] == "dockerfile-refused" and path in json.dumps(f)]
    codes = [d["code"] for d in about]
    t.ok(about and (code is None or code in codes or "dockerfile-refused" in codes), f"{name}: the report says so", f"{codes} {got.stderr[:300]} {report.get('diagnostics')}")
    checks = {f["check"] for f in report.get("findings", []) if "good/" in json.dumps(f)}
    t.ok(got.returncode == 0 and "engine-socket-mounted" in checks, f"{name}: the rest of the run goes on", f"{got.returncode} {checks} {got.stderr[:300]}")


def alias_bomb():
    lines = ["x0: &x0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"x{i}: &x{i} [{', '.join([f'*x{i - 1}'] * 10)}]" for i in range(1, 10)]
    return "\n".join(lines) + "\nservices: {web: {image: a, command: *x9}}\n"


FILES = [
    ("a binary file", "bad/Dockerfile", b"FROM x\n\x00\x01\x02" + bytes(range(256)), "binary-file"),
    ("a cyclic alias", "bad/compose.yaml", "services: &a\n  web: *a\n", None),
    ("an alias bomb", "bad/compose.yaml", alias_bomb(), None),
    ("deep nesting", "bad/compose.yaml", "services:\n  web:\n    image: a\n    command: " + "[" * 20000 + "]" * 20000 + "\n", None),
    ("deep maps", "bad/compose.yaml", "services: " + "{a: " * 20000 + "1" + "}" * 20000 + "\n", None),
    ("an open quote", "bad/compose.yaml", 'services: {web: {image: "a\n', None),
    ("no UTF-8", "bad/compose.yaml", b"services:\n  web:\n    image: \xff\xfe\xfd\n", None),
    ("a line over the builder's limit", "bad/Dockerfile", "FROM scratch\nRUN echo " + "a" * 70000 + "\n", None),
    ("an open heredoc", "bad/Dockerfile", "FROM scratch\nRUN <<EOF\necho\n", None),
    ("no FROM", "bad/Dockerfile", "RUN true\n", None),
    ("an empty file", "bad/compose.yaml", "", None),
    ("70 MB", "bad/Dockerfile", b"FROM scratch\n" + b"# padding padding padding padding padding padding padding padding\n" * (70 * 1024 * 1024 // 67), None),
]


def files(t):
    for name, path, text, code in FILES:
        with tap.tree({**GOOD, path: text}) as folder:
            started = time.monotonic()
            got, report = scan(folder)
            expect(t, name, report, got, path, code)
            t.ok(time.monotonic() - started < 30, f"{name}: takes no long time", f"{time.monotonic() - started:.1f} s")


def special_files(t):
    with tap.tree(GOOD) as folder:
        os.mkfifo(os.path.join(folder, "Dockerfile"))
        got, report = scan(folder)
        expect(t, "a FIFO called Dockerfile", report, got, "Dockerfile", "not-a-file")
        t.same(tap.run("scan", os.path.join(folder, "Dockerfile"), timeout=20).returncode, 2, "a FIFO as a target ends with 2")
    t.same(tap.run("scan", "/dev/zero", timeout=20).returncode, 2, "a device as a target ends with 2")
    t.same(tap.run("dump", "yaml", "/dev/zero", timeout=20).returncode, 2, "a dump of a device ends with 2")
    t.same(tap.run("scan", "--config", "/dev/zero", ".", timeout=20).returncode, 2, "a device as configuration ends with 2")
    t.same(tap.run("scan", "--baseline", "/dev/zero", ".", timeout=20).returncode, 2, "a device as baseline ends with 2")


def links(t):
    with tap.tree(GOOD) as folder:
        os.symlink("Dockerfile", os.path.join(folder, "Dockerfile"))
        got, report = scan(folder)
        expect(t, "a link to itself", report, got, "Dockerfile", "unreadable")
    with tap.tree(GOOD) as folder:
        os.symlink("..", os.path.join(folder, "good", "up"))
        os.symlink("/", os.path.join(folder, "good", "root"))
        got, report = scan(folder)
        t.ok(got.returncode == 0 and len({f["location"].get("file") for f in report["findings"]}) <= 3, "links to folders are not entered", got.stderr)
    with tap.tree({**GOOD, "target.Dockerfile": "FROM scratch\n"}) as folder, tap.tree({"Dockerfile": "FROM secret-outside:1\n"}) as outside:
        os.symlink(os.path.join(outside, "Dockerfile"), os.path.join(folder, "good", "x.Dockerfile"))
        os.symlink("../target.Dockerfile", os.path.join(folder, "good", "y.Dockerfile"))
        os.symlink("/etc/passwd", os.path.join(folder, "good", ".env"))
        got, report = scan(folder)
        expect(t, "a link out of the target", report, got, "x.Dockerfile")
        t.ok("secret-outside" not in got.stdout, "a link out of the target is not followed")
        t.ok("y.Dockerfile" in got.stdout, "a link inside the target is followed")


def as_nobody(arguments):
    """The command to run as a user without rights; None when that cannot be done."""
    if os.geteuid():
        return arguments
    helper = shutil.which("setpriv")
    if not helper:
        return None
    command = [helper, "--reuid=65534", "--regid=65534", "--clear-groups", *arguments]
    probe = subprocess.run([*command[:4], tap.program(), "--version"], capture_output=True, check=False)
    return command if probe.returncode == 0 else None


def no_permission(t):
    with tap.tree({**GOOD, "closed/Dockerfile": "FROM debian\n", "shut.Dockerfile": "FROM debian\n"}) as folder:
        os.chmod(folder, 0o755)
        os.chmod(os.path.join(folder, "closed"), 0)
        os.chmod(os.path.join(folder, "shut.Dockerfile"), 0)
        command = as_nobody([tap.program(), "scan", "-f", "json", folder])
        if not command:
            t.skip("a folder without permission", "root, and no way to run as nobody")
        else:
            got = subprocess.run(command, capture_output=True, text=True, check=False)
            report = json.loads(got.stdout)
            expect(t, "a folder without permission", report, got, "closed", "unreadable-folder")
            expect(t, "a file without permission", report, got, "shut.Dockerfile", "unreadable")
            named = subprocess.run([*command[:-3], "-f", "json", os.path.join(folder, "shut.Dockerfile")], capture_output=True, text=True, check=False)
            t.same(named.returncode, 2, "a named file without permission ends with 2")
            closed = subprocess.run([*command[:-3], "-f", "json", os.path.join(folder, "closed")], capture_output=True, text=True, check=False)
            t.same(closed.returncode, 2, "a named folder without permission ends with 2")
        os.chmod(os.path.join(folder, "closed"), 0o755)


def deep_folders(t):
    with tap.tree(GOOD) as folder:
        path = os.path.join(folder, *["d"] * 100)
        os.makedirs(path)
        with open(os.path.join(path, "Dockerfile"), "w", encoding="utf-8") as file:
            file.write("FROM debian\n")
        got, report = scan(folder)
        expect(t, "folders a hundred deep", report, got, "d/d/d", "too-deep")


def standard_input(t):
    for name, data in (("binary", bytes(range(256)) * 100), ("nothing", b""), ("deep", b"[" * 200000), ("a bomb", alias_bomb().encode())):
        for kind in ("yaml", "json", "dockerfile"):
            got = tap.run("dump", kind, "-", stdin=data, timeout=60)
            t.ok(got.returncode in (0, 2), f"dump {kind} of {name} ends in order", f"{got.returncode} {got.stderr[:200]}")


def told_to_code_scanning(t):
    """What could not be read is no success for whoever reads the SARIF report."""
    with tap.tree({"bad/compose.yaml": "services:\n  a: [\n", "good/Dockerfile": "FROM debian:12\n"}) as top:
        for name, wanted in (("bad/compose.yaml", False), ("good/Dockerfile", True)):
            got = tap.run("scan", "-f", "sarif", "--at", "2026-12-01", os.path.join(top, name))
            report = json.loads(got.stdout)
            t.same(report["runs"][0]["invocations"][0]["executionSuccessful"], wanted, f"{name}: executionSuccessful is {wanted}")


def run(t):
    told_to_code_scanning(t)
    for case in (files, special_files, links, no_permission, deep_folders, standard_input):
        case(t)
