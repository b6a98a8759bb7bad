"""The linter: hadolint's options, statuses, configuration and environment, and what comments hide where."""
import json
import os

import tap

FILE = "FROM debian:latest\nADD a /b\nUSER 1000\n"  # DL3007 warning, DL3020 error
CALM = ["--ignore", "image-not-pinned", "--ignore", "source-label-missing"]
FORMATS = ["tty", "json", "checkstyle", "codeclimate", "gitlab_codeclimate", "gnu", "codacy", "sonarqube", "sarif", "junit"]


def codes(got):
    return [line["code"] for line in json.loads(got.stdout)]


def lint(folder, *arguments, **more):
    return tap.run("lint", "-f", "json", *CALM, *arguments, cwd=folder, **more)


def statuses(t):
    with tap.tree({"Dockerfile": FILE, "calm/Dockerfile": "FROM scratch\nUSER 1000\n"}) as folder:
        cases = [
            ((), 1), (("-t", "error"), 1), (("-t", "error", "--info", "DL3020"), 0), (("--no-fail",), 0),
            (("-t", "error", "--ignore", "DL3020"), 0), (("-t", "warning", "--ignore", "add-local-file"), 1),
            (("--ignore", "DL3020", "--ignore", "DL3007"), 0), (("--ignore", "DL3020", "--style", "DL3007"), 0),
            (("--ignore", "DL3020", "--style", "DL3007", "-t", "style"), 1), (("-t", "error", "--error", "DL3007", "--ignore", "DL3020"), 1),
        ]
        for arguments, status in cases:
            t.same(lint(folder, *arguments, "Dockerfile").returncode, status, f"lint {' '.join(arguments)} ends with {status}")
        t.same(tap.run("lint", "-f", "codacy", "Dockerfile", cwd=folder).returncode, 0, "codacy never fails, as with hadolint")
        t.same(tap.run("lint", "-f", "codeclimate", "Dockerfile", cwd=folder).returncode, 0, "codeclimate never fails, as with hadolint")
        t.same(tap.run("lint", "Dockerfile", "nowhere", cwd=folder).returncode, 2, "a missing file ends with 2")
        t.same(tap.run("lint", "-t", "awful", "Dockerfile", cwd=folder).returncode, 2, "an unknown threshold ends with 2")
        t.same(tap.run("lint", "-f", "papyrus", "Dockerfile", cwd=folder).returncode, 2, "an unknown format ends with 2")
        t.same(tap.run("lint", cwd=folder).returncode, 2, "lint wants a file")
        t.ok("Dockerfile:2" in tap.run("lint", ".", cwd=folder).stdout, "a folder is walked")
    with tap.tree({"Dockerfile": "FRM a\n"}) as folder:
        t.same(tap.run("lint", "Dockerfile", cwd=folder).returncode in (1, 2), True, "what cannot be parsed fails")


def outputs(t):
    with tap.tree({"Dockerfile": FILE}) as folder:
        for name in FORMATS:
            got = tap.run("lint", "-f", name, "Dockerfile", cwd=folder)
            t.ok(got.stdout and not got.stderr and got.returncode in (0, 1), f"lint -f {name} prints something", got.stderr)
        got = tap.run("lint", "-f", "json", "-", stdin=FILE)
        t.ok(got.returncode == 1 and {line["file"] for line in json.loads(got.stdout)} == {"-"}, "standard input is called -", got.stdout)
        got = lint(folder, "--file-path-in-report", "src/x", "Dockerfile")
        t.ok({line["file"] for line in json.loads(got.stdout)} == {"src/x"}, "--file-path-in-report", got.stdout)
        got = tap.run("lint", "-f", "tty", "-f", "json=" + os.path.join(folder, "out.json"), "Dockerfile", cwd=folder)
        t.ok("DL3007" in got.stdout and os.path.exists(os.path.join(folder, "out.json")), "two formats at once", got.stderr)
        got = tap.run("lint", "-V", "Dockerfile", cwd=folder)
        t.ok("configuration" in got.stderr, "--verbose says which configuration counts", got.stderr)


def configuration(t):
    quiet = "ignored: [DL3020, DL3007]\n"
    with tap.tree({"Dockerfile": FILE, ".hadolint.yaml": quiet, "none.yaml": "{}\n", "home/.config/hadolint.yaml": quiet,
                   "sub/Dockerfile": FILE, "level.yaml": "failure-threshold: error\noverride:\n  info: [DL3020]\n"}) as folder:
        t.same(lint(folder, "Dockerfile").returncode, 0, ".hadolint.yaml of the folder counts")
        t.same(lint(folder, "--no-foreign-suppressions", "Dockerfile").returncode, 1, "it does not with --no-foreign-suppressions")
        t.same(lint(folder, "-c", "none.yaml", "Dockerfile").returncode, 1, "--config replaces it")
        t.same(lint(folder, "-c", "level.yaml", "Dockerfile").returncode, 0, "levels and threshold of a configuration count")
        t.same(lint(folder, "-c", "level.yaml", "-t", "info", "Dockerfile").returncode, 1, "an option replaces the configuration's")
        t.same(lint(folder, "-c", "nowhere.yaml", "Dockerfile").returncode, 2, "a missing configuration ends with 2")
        sub = os.path.join(folder, "sub")
        t.same(lint(sub, "Dockerfile").returncode, 1, "the folder above does not count, as with hadolint")
        home = {"HOME": os.path.join(folder, "home")}
        t.same(lint(sub, "Dockerfile", env=home).returncode, 0, "the one of the home folder counts")
        t.ok("tag-latest" in tap.run("scan", "-f", "json", sub, env=home).stdout, "it does not count for scan")
    with tap.tree({"Dockerfile": FILE}) as folder:
        variables = [({"HADOLINT_IGNORE": "DL3020,DL3007"}, 0), ({"HADOLINT_NOFAIL": "Yes"}, 0), ({"HADOLINT_NOFAIL": "nope"}, 1),
                     ({"HADOLINT_FAILURE_THRESHOLD": "error", "HADOLINT_OVERRIDE_INFO": "DL3020"}, 0)]
        for env, status in variables:
            t.same(lint(folder, "Dockerfile", env=env).returncode, status, f"{env} ends with {status}")
        got = lint(folder, "--trusted-registry", "example.com", "Dockerfile")
        t.ok("DL3026" in codes(got), "an image of no trusted registry is told", got.stdout)
        t.ok("DL3049" in codes(lint(folder, "--require-label", "author:text", "Dockerfile")), "--require-label asks for a label")
        t.ok("DL3049" not in codes(lint(folder, "Dockerfile")), "nothing is asked for otherwise")
        got = lint(folder, "--trusted-registry", "docker.io", "Dockerfile")
        t.ok("DL3026" not in codes(got), "docker.io means names without a registry", got.stdout)


PRAGMA = "FROM debian:12\n# hadolint ignore=DL3020\nADD a /b\nUSER 1000\n"
ACCEPT = "FROM debian:12\n# strideward: accept add-local-file until {} -- the archive is ours\nADD a /b\nUSER 1000\n"


def comments(t):
    with tap.tree({"Dockerfile": PRAGMA}) as folder:
        t.ok("DL3020" not in codes(lint(folder, "Dockerfile")), "a comment of hadolint hides a line")
        t.ok("DL3020" in codes(lint(folder, "--disable-ignore-pragma", "Dockerfile")), "--disable-ignore-pragma brings it back")
        t.ok("DL3020" in codes(lint(folder, "--no-foreign-suppressions", "Dockerfile")), "--no-foreign-suppressions brings it back")
    for day, hidden in (("2030-01-01", True), ("2020-01-01", False)):
        with tap.tree({"Dockerfile": ACCEPT.format(day)}) as folder:
            got = lint(folder, "--at", "2026-11-22", "--no-foreign-suppressions", "Dockerfile")
            t.same("DL3020" not in codes(got), hidden, f"an acceptance until {day} hides: {hidden}")
            t.same("accept-expired" in codes(got), not hidden, f"an acceptance until {day} has run out: {not hidden}")
    with tap.tree({"Dockerfile": ACCEPT.format("2030-01-01").replace("add-local-file", "no-such-check")}) as folder:
        t.ok("accept-unknown-check" in codes(lint(folder, "Dockerfile")), "an acceptance of an unknown check is told")


SOCKET = """services:
  agent:
    image: registry.example.org/agent:1.2
    volumes:
      # strideward: accept engine-socket-mounted until 2030-01-01 -- it drives the builds
      - /var/run/docker.sock:/var/run/docker.sock
"""


def threats(t):
    """What a comment hides is still there: the register and the gate on threats do not change."""
    def states(text):
        with tap.tree({"compose.yaml": text}) as folder:
            got = tap.run("scan", "--at", "2026-11-22", "--gate", "high", "-f", "json", folder)
            report = json.loads(got.stdout)
            rows = [(row["id"], row["state"], row["priority"]) for row in report["threats"]]
            hidden = [f for f in report["findings"] if f.get("suppressed")]
            return got.returncode, rows, hidden, tap.run("scan", "--at", "2026-11-22", folder).stdout
    plain, marked = states(SOCKET.replace("# strideward:", "# nothing:")), states(SOCKET)
    t.same(marked[0], 1, "the gate on threats fails all the same")
    t.ok(marked[1] and marked[1] == plain[1], "no row of the register changes")
    t.ok(len(marked[2]) == 1 and "it drives the builds" in marked[2][0]["suppressed"]["reason"] and not plain[2], "the report says what is hidden and why",
         str(marked[2]))
    t.ok("Hidden by comments: 1" in marked[3] and "it drives the builds" in marked[3], "so does the text", marked[3])


def files(t):
    hidden = {".hadolint.yaml": "ignored: [DL3020]\n", ".trivyignore": "AVD-DS-0005\n", ".checkov.yaml": "skip-check: [CKV_DOCKER_4]\n",
              "kics.config": "{\"exclude-queries\": [\"9513a694-aa0d-41d8-be61-3271e056f36b\"]}"}
    for name, text in hidden.items():
        with tap.tree({"Dockerfile": FILE, name: text}) as folder:
            for extra, wanted in (((), True), (("--no-foreign-suppressions",), False)):
                report = json.loads(tap.run("scan", "-f", "json", *extra, folder).stdout)
                got = any(f.get("suppressed") and f["check"] == "add-local-file" for f in report["findings"])
                t.same(got, wanted, f"{name} {' '.join(extra)}: hidden is {wanted}")


def run(t):
    for part in (statuses, outputs, configuration, comments, threats, files):
        part(t)
