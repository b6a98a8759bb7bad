"""Exit statuses, help and what every command answers."""
import json
import os

import samples
import tap


def statuses(t):
    with tap.tree(samples.PLAIN) as clean, tap.tree(samples.AGENT) as bad:
        t.same(tap.run("scan", clean).returncode, 0, "a scan without a gate ends with 0")
        t.same(tap.run("scan", bad).returncode, 0, "findings alone do not fail a run")
        t.same(tap.run("scan", "--gate", "critical", clean).returncode, 0, "a gate that passes ends with 0")
        t.same(tap.run("scan", "--gate", "high", bad).returncode, 1, "a gate that fails ends with 1")
        t.same(tap.run("scan", "--gate", "high", bad, bad + "/none").returncode, 2, "2 beats 1: a target is missing")
        t.same(tap.run("scan", cwd=bad).returncode, 0, "without a target the folder is scanned that one stands in")
        t.same(tap.run("scan", os.path.join(clean, "Dockerfile")).returncode, 0, "a file may be named")


USAGE = [
    ("an unknown command", ["mend"], "unknown command"),
    ("an unknown option", ["scan", "--frobnicate"], "--frobnicate"),
    ("an unknown letter", ["scan", "-Z"], "-Z"),
    ("an option without its argument", ["scan", "--gate"], "--gate"),
    ("an unknown gate", ["scan", "--gate", "awful"], "awful"),
    ("an unknown format", ["scan", "-f", "papyrus"], "papyrus"),
    ("a format with an empty file", ["scan", "-f", "json="], "json"),
    ("no number of jobs", ["scan", "-j", "many"], "many"),
    ("zero jobs", ["scan", "-j", "0"], "0"),
    ("no time", ["scan", "--at", "tomorrow"], "tomorrow"),
    ("a missing target", ["scan", "/nowhere/at/all"], "/nowhere/at/all"),
    ("a missing configuration", ["scan", "--config", "/nowhere.yaml", "."], "/nowhere.yaml"),
    ("a missing baseline", ["scan", "--baseline", "/nowhere.json", "."], "/nowhere.json"),
    ("an option of another command", ["explain", "--gate", "high", "x"], "--gate"),
    ("explain without an id", ["explain"], "explain"),
    ("explain of what is not known", ["explain", "no-such-thing"], "no-such-thing"),
    ("a dump of an unknown kind", ["dump", "poem", "-"], "poem"),
    ("an output in a folder that is not there", ["scan", "-f", "json=/nowhere/x.json", "."], "/nowhere"),
    ("an output that is a folder", ["scan", "-f", "json=/", "."], "/"),
]


def usage(t):
    with tap.tree(samples.PLAIN) as folder:
        for name, arguments, word in USAGE:
            got = tap.run(*arguments, cwd=folder)
            t.ok(got.returncode == 2 and word in got.stderr and got.stderr.startswith("strideward: ") and not got.stdout,
                 f"{name}: status 2 and a word on standard error", f"{got.returncode}\n{got.stderr}\n{got.stdout}")
        got = tap.run("scan", "--gate")
        t.ok("--help" in got.stderr, "a slip in usage names --help", got.stderr)


def configuration(t):
    wrong = {"a wrong type": "images: 7\n", "no YAML": "images: [\n", "a wrong word": "gate: awful\n"}
    for name, text in wrong.items():
        with tap.tree({**samples.PLAIN, ".strideward.yaml": text}) as folder:
            got = tap.run("scan", folder)
            t.same(got.returncode, 2, f"a configuration with {name} ends with 2")
    with tap.tree({**samples.PLAIN, ".strideward/decisions.yaml": "decisions: {}\n"}) as folder:
        t.same(tap.run("scan", folder).returncode, 2, "decisions that are no list end with 2")
    with tap.tree({**samples.AGENT, ".strideward.yaml": "gate: high\n"}) as folder:
        t.same(tap.run("scan", folder).returncode, 1, "a gate in the configuration counts")
        t.same(tap.run("scan", "--gate", "critical", folder).returncode, 1, "what is found in the target tightens the command line")
    with tap.tree({**samples.AGENT, ".strideward.yaml": "gate: critical\n", "mine.yaml": "gate: none\n"}) as folder:
        t.same(tap.run("scan", "--gate", "high", folder).returncode, 1, "what is found in the target never loosens the command line")
    with tap.tree({"sub/" + name: text for name, text in samples.AGENT.items()} | {".strideward.yaml": "gate: high\n"}) as folder:
        t.same(tap.run("scan", "sub", cwd=folder).returncode, 1, "the configuration is looked for upwards")


def unreadable_files(t):
    with tap.tree({"Dockerfile": b"\x00\x01\x02FROM x\n", "compose.yaml": "services: [\n"}) as folder:
        for name in ("Dockerfile", "compose.yaml"):
            t.same(tap.run("scan", folder).returncode, 0, f"an unreadable {name} found in a tree does not fail the run")
        t.same(tap.run("scan", os.path.join(folder, "Dockerfile")).returncode, 2, "a binary file that is named ends with 2")
        t.same(tap.run("scan", os.path.join(folder, "compose.yaml")).returncode, 2, "a named file that cannot be parsed ends with 2")


def help_texts(t):
    synopsis = tap.run("--synopsis")
    lines = synopsis.stdout.splitlines()
    t.ok(synopsis.returncode == 0 and len(lines) >= 6 and all(line.startswith("strideward ") for line in lines),
         "--synopsis has a line for each command", synopsis.stdout)
    overview = tap.run("--help")
    t.ok(overview.returncode == 0 and not overview.stderr and "Exit status" in overview.stdout, "--help", overview.stderr)
    t.same(tap.run().stdout, overview.stdout, "without arguments there is help")
    for line in lines:
        command = line.split()[1]
        got = tap.run(command, "--help")
        t.ok(got.returncode == 0 and got.stdout.splitlines()[0] == line and not got.stderr, f"{command} --help starts with its synopsis",
             got.stdout[:200] + got.stderr)
        t.ok(f"  {command} " in overview.stdout, f"--help names {command}")
        t.ok(all(len(text) <= 130 for text in got.stdout.splitlines()[1:]), f"{command} --help keeps to a readable width")
    got = tap.run("--version")
    t.ok(got.returncode == 0 and got.stdout.startswith("strideward ") and got.stdout.count("\n") == 1, "--version is one line", got.stdout)


def catalogues(t):
    checks = tap.run("checks", "-f", "json")
    threats = tap.run("threats", "-f", "json")
    rows = {}
    for name, got in (("checks", checks), ("threats", threats)):
        try:
            data = json.loads(got.stdout)
            rows[name] = data if isinstance(data, list) else data[name]
        except (ValueError, KeyError) as error:
            rows[name] = []
            t.ok(False, f"{name} -f json is JSON", f"{error}\n{got.stdout[:200]}{got.stderr}")
        t.ok(len(rows[name]) > 1, f"{name} -f json lists {name}")
        t.ok(tap.run(name).stdout.strip(), f"{name} has a text form")
    t.ok(tap.run("attackers").stdout.strip(), "attackers has a text form")
    unexplained = [row["id"] for name in rows for row in rows[name] if tap.run("explain", row["id"]).returncode]
    t.ok(not unexplained, "explain knows every check and every threat", " ".join(unexplained))
    foreign = {ref for row in rows["checks"] for ref in row["refs"]}
    sample = sorted(foreign)[::7]
    unexplained = [ref for ref in sample if tap.run("explain", ref).returncode]
    t.ok(sample and not unexplained, "explain knows rules of other tools", " ".join(unexplained))


def dumps(t):
    got = tap.run("dump", "dockerfile", "-", stdin="FROM scratch\n")
    t.ok(got.returncode == 0 and "from" in got.stdout.lower(), "dump dockerfile reads standard input", got.stdout + got.stderr)
    got = tap.run("dump", "yaml", "-", stdin="a: [1, 2]\n")
    t.same((got.returncode, json.loads(got.stdout or "null")), (0, {"a": [1, 2]}), "dump yaml reads standard input")
    got = tap.run("dump", "json", "-", stdin='{"a": 1}')
    t.same((got.returncode, json.loads(got.stdout or "null")), (0, {"a": 1}), "dump json reads standard input")
    got = tap.run("dump", "json", "-", stdin='{"a": 1')
    t.ok(got.returncode == 2 and got.stderr, "a dump of broken JSON ends with 2", got.stderr)
    with tap.tree(samples.PLAIN) as folder:
        got = tap.run("dump", "system", folder)
        t.ok(got.returncode == 0 and json.loads(got.stdout)["subjects"], "dump system reads a project", got.stderr)


def run(t):
    for case in (statuses, usage, configuration, unreadable_files, help_texts, catalogues, dumps):
        case(t)
