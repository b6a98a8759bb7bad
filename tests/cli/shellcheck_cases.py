"""ShellCheck where it is asked for: what it says and where, what hides it, and what happens when it is not there."""
import json
import os
import shutil

import tap

FILE = """\
FROM debian:12
ARG where=/srv
RUN apt-get update && \\
    # not here: $where
\tcd $where && echo "$no"
# hadolint ignore=SC2086
RUN ls $where
RUN <<E
#!/bin/bash
# shellcheck disable=SC2086
ls $where
echo é; read word
E
"""
WANTED = [("SC2086", 5, 5, "info"), ("SC2154", 5, 21, "warning"), ("SC2162", 12, 9, "info"), ("SC2034", 12, 14, "warning")]


def lint(folder, *arguments, **more):
    return tap.run("lint", "-f", "json", "--shellcheck", *arguments, "Dockerfile", cwd=folder, **more)


def told(got):
    return [(line["code"], line["line"], line["column"], line["level"]) for line in json.loads(got.stdout) if line["code"].startswith("SC")]


def without_it(t):
    with tap.tree({"Dockerfile": FILE, "bin/empty": ""}) as folder:
        for command in ("scan", "lint"):
            got = tap.run(command, "--shellcheck", "Dockerfile", cwd=folder, env={"PATH": os.path.join(folder, "bin")})
            t.ok(got.returncode == 2 and "no shellcheck in PATH" in got.stderr, f"{command} --shellcheck without it is wrong usage", got.stderr)
        got = tap.run("lint", "-f", "json", "Dockerfile", cwd=folder)
        t.ok("SC" not in got.stdout and "shell-defect" not in got.stdout, "without the option nothing is said", got.stdout)
        got = tap.run("fix", "--shellcheck", "Dockerfile", cwd=folder)
        t.same(got.returncode, 2, "fix does not take it")


def other_programs(t):
    fake = "#!/bin/sh\necho '{\"comments\":[]}'\n"
    with tap.tree({"Dockerfile": FILE, "shellcheck": fake}) as folder, tap.tree({"shellcheck": fake}) as outside:
        for place in (folder, outside):
            os.chmod(os.path.join(place, "shellcheck"), 0o755)
        got = lint(folder, env={"PATH": folder})
        t.ok(got.returncode == 2 and "stands in what is to be scanned" in got.stderr, "one from the target is not run", got.stderr)
        got = lint(folder, env={"PATH": "." + os.pathsep + ""})
        t.ok(got.returncode == 2 and "no shellcheck" in got.stderr, "a relative place is none", got.stderr)
        got = lint(folder, env={"PATH": outside})
        failed = [line for line in json.loads(got.stdout or "[]") if line["code"] == "shellcheck-failed"]
        t.same([(line["line"], line["level"]) for line in failed], [(3, "warning"), (7, "warning"), (8, "warning")],
               "one that cannot be started is told at each script")


def with_it(t):
    with tap.tree({"Dockerfile": FILE}) as folder:
        got = lint(folder)
        t.same(told(got), WANTED, "lines, columns and levels are exact")
        t.same([line[0] for line in told(lint(folder, "--ignore", "SC2086", "--ignore", "SC2154"))], ["SC2162", "SC2034"], "--ignore takes its codes")
        t.same(("SC2154", 5, 21, "error") in told(lint(folder, "--error", "SC2154")), True, "--error takes its codes")
        t.same(len(told(lint(folder, "--ignore", "shell-defect"))), 0, "the check's name hides all")
        t.same(len(told(lint(folder, "--disable-ignore-pragma"))), len(WANTED) + 1, "hadolint's comment hid one")
        got = tap.run("scan", "--shellcheck", "-f", "json", "Dockerfile", cwd=folder)
        found = [finding for finding in json.loads(got.stdout)["findings"] if finding["check"] == "shell-defect"]
        t.ok(found and all(any(ref.startswith("shellcheck:SC") and ref[-1].isdigit() for ref in finding["refs"]) for finding in found),
             "a scan tells them with their rule", got.stdout[:2000] + got.stderr)
    with tap.tree({"Dockerfile": "FROM debian:12\nARG folder\nRUN rm -rf $folder/cache\n"}) as folder:
        t.ok(("SC2086", 3, 12, "info") in told(lint(folder)), "the check's bad example fails: an argument may be anything")
    with tap.tree({"Dockerfile": 'FROM debian:12\nARG folder\nRUN rm -rf "${folder:?}/cache"\n'}) as folder:
        t.same(told(lint(folder)), [], "and its good one passes")
    many = {f"{i}/Dockerfile": FILE + f"RUN echo ${i}\n" * i for i in range(1, 30)}
    with tap.tree(many) as folder:
        outputs = {tap.run("lint", "--shellcheck", "-f", "json", "-j", jobs, ".", cwd=folder).stdout for jobs in ("1", "2", "7")}
        t.same(len(outputs), 1, "the same whatever the number of jobs")
        t.ok("SC2086" in outputs.pop(), "and not nothing")


def run(t):
    without_it(t)
    other_programs(t)
    got = tap.run("explain", "SC2086")
    t.ok("shell-defect" in got.stdout, "explain knows its rules", got.stdout)
    if shutil.which("shellcheck"):
        with_it(t)
    else:
        t.skip("what ShellCheck says", "it is not installed")
