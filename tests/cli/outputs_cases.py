"""Reports in files: several at once, put in place as a whole or not at all; baselines and gates."""
import json
import os
import stat

import samples
import tap

AT = ("--at", "2026-12-01T00:00:00Z")


def several(t):
    with tap.tree(samples.AGENT) as folder:
        out = [os.path.join(folder, "out." + name) for name in ("json", "html", "txt")]
        got = tap.run("scan", *AT, "-f", "json=" + out[0], "-f", "html=" + out[1], "-f", "text=" + out[2], "-f", "text", folder)
        t.same(got.returncode, 0, "several formats in one run")
        texts = [open(path, encoding="utf-8").read() for path in out]
        t.ok(json.loads(texts[0])["schema"] == "strideward/report/1", "the JSON report names its schema")
        t.ok(texts[1].startswith("<!DOCTYPE html>") or texts[1].startswith("<!doctype html>"), "the HTML report is a page", texts[1][:60])
        t.same(texts[2], got.stdout, "text in a file and on a pipe is the same")
        left = [name for name in os.listdir(folder) if name.endswith(".tmp")]
        t.ok(not left, "no temporary file is left", " ".join(left))


def replaced(t):
    with tap.tree({**samples.AGENT, "report.json": "old\n"}) as folder:
        path = os.path.join(folder, "report.json")
        with open(path, encoding="utf-8") as before:
            tap.run("scan", *AT, "-f", "json=" + path, folder)
            t.same(before.read(), "old\n", "who has the old report open keeps reading it")
        t.ok(open(path, encoding="utf-8").read().startswith("{"), "the new report stands in its place")
        tap.run("scan", "-f", "json=" + path, "-f", "html=/nowhere/x.html", folder)
        t.ok(open(path, encoding="utf-8").read().startswith("{"), "an output that cannot be opened leaves the others as they were")
        t.ok(not [name for name in os.listdir(folder) if name.endswith(".tmp")], "and leaves no temporary file")
        os.chmod(path, 0o444)
        if os.geteuid():
            t.same(tap.run("scan", "-f", "json=" + path, folder).returncode, 2, "a report made read-only stays")
        else:
            t.skip("a report made read-only stays", "root may write everything")
        os.chmod(path, 0o644)
        t.ok(stat.S_ISREG(os.stat(path).st_mode), "a report is a regular file")
        got = tap.run("scan", *AT, "-f", "json=/dev/stdout", folder)
        t.ok(got.stdout.startswith("{"), "/dev/stdout is standard output", got.stderr)


def baseline(t):
    with tap.tree(samples.AGENT) as folder:
        before = os.path.join(folder, "before.json")
        tap.run("scan", *AT, "-f", "json=" + before, folder)
        t.same(tap.run("scan", *AT, "--gate", "info", "--baseline", before, folder).returncode, 0, "what stands in the baseline fails no gate")
        with open(os.path.join(folder, "compose.yaml"), "a", encoding="utf-8") as compose:
            compose.write("    privileged: true\n")
        got = tap.run("scan", *AT, "--gate", "high", "--baseline", before, "-f", "json", folder)
        report = json.loads(got.stdout)
        new = sorted({f["check"] for f in report["findings"] if f.get("new")})
        t.same(got.returncode, 1, "what is new fails the gate")
        t.ok("container-privileged" in new and "engine-socket-mounted" not in new, "only what is new is new", new)
        with open(before, "w", encoding="utf-8") as file:
            file.write('{"schema": "something/else"}')
        t.same(tap.run("scan", "--baseline", before, folder).returncode, 2, "a baseline that is no report ends with 2")


def quiet(t):
    with tap.tree(samples.AGENT) as folder:
        got = tap.run("scan", "-q", "--gate", "high", folder)
        lines = got.stdout.splitlines()
        t.ok(got.returncode == 1 and lines and "Gate high" in lines[0] and len(lines) < 20, "quiet prints the gate's result and what fails it", got.stdout)
        t.ok("engine-socket" in got.stdout, "quiet names what fails", got.stdout)
        passed = tap.run("scan", "-q", "--gate", "critical", os.path.join(folder, "..", os.path.basename(folder)))
        t.ok(passed.returncode in (0, 1), "a target may be written in any way")


def run(t):
    for case in (several, replaced, baseline, quiet):
        case(t)
