"""Threats of a project's own, overrides, and `init`."""
import json
import os
import re
import shutil
import subprocess

import tap

AT = ("--at", "2026-12-01")
COMPOSE = """services:
  agent:
    image: registry.example.org/agent:1.2
    ports: ["80:80"]
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock
"""
SOCKET = "engine-socket-in-container"
ROW = {
    "id": "agent-without-limits", "title": "An agent takes all memory", "on": "workload", "stride": "DE", "cwe": "400",
    "when": "fact:published", "raised-by": "no-memory-limit", "stopped-by": "all(no-memory-limit, no-pids-limit)",
    "describe": '"{on} takes the memory of its neighbours."', "action": "Give it a limit.",
}


def own(**changes):
    """A configuration with one threat of its own; `changes` replace its keys, None takes one away."""
    row = {key: value for key, value in {**ROW, **{k.replace("_", "-"): v for k, v in changes.items()}}.items() if value is not None}
    lines = [f"{'    - ' if i == 0 else '      '}{key}: {value}" for i, (key, value) in enumerate(row.items())]
    return "version: 1\ncatalogue:\n  threats:\n" + "\n".join(lines) + "\n"


def override(*entries):
    return "version: 1\ncatalogue:\n  overrides:\n" + "".join(f"    - {{{entry}}}\n" for entry in entries)


def scan(config, *options, compose=COMPOSE):
    """The run and its report."""
    with tap.tree({"compose.yaml": compose, ".strideward.yaml": config}) as folder:
        got = tap.run("scan", *AT, "-f", "json", *options, folder)
        return got, json.loads(got.stdout)


def rows(report, kind):
    return [row for row in report["threats"] if row["threat"] == kind]


def codes(report):
    return [row["code"] for row in report["diagnostics"]]


def own_rows(t):
    got, report = scan(own())
    found = rows(report, ROW["id"])
    t.ok(got.returncode == 0 and len(found) == 1 and not report["diagnostics"], "a threat of one's own is judged", got.stderr + str(report["diagnostics"]))
    row = found[0]
    t.same((row["state"], row["stride"], row["cwe"]), ("open", ["D", "E"], [400]), "it is open where what raises it fails")
    t.ok(row["title"] == ROW["title"] and row["why"] and row["priority"] == "medium", "with its words, evidence and priority", row)
    t.ok(any(card["threat"] == ROW["id"] for card in report["cards"]), "and has a card")
    limited = COMPOSE + "    mem_limit: 1g\n    pids_limit: 100\n"
    t.same(rows(scan(own(), compose=limited)[1], ROW["id"])[0]["state"], "mitigated", "it is mitigated where what stops it passes")
    private = COMPOSE.replace('    ports: ["80:80"]\n', "")
    t.same(rows(scan(own(), compose=private)[1], ROW["id"])[0]["state"], "not-applicable", "and not applicable where its condition fails")
    got, report = scan(own(), "--gate", "medium")
    t.ok(got.returncode == 1, "the gate hears of it")
    with tap.tree({"compose.yaml": COMPOSE, ".strideward.yaml": own()}) as folder:
        every = ["text", "html", "markdown", "sarif", "tm7", "mermaid"]
        codes_of = {name: tap.run("scan", *AT, "-f", name, folder).returncode for name in every}
        t.same(codes_of, dict.fromkeys(every, 0), "every report is written with it")
        decided = tap.run("decide", ROW["id"] + "@agent", *AT, "--kind", "accept", "--reason", "x", "--owner", "y", "--by", "z", folder)
        t.ok(decided.returncode == 0, "it can be decided", decided.stderr)
        after = json.loads(tap.run("scan", *AT, "-f", "json", folder).stdout)
        t.same(rows(after, ROW["id"])[0]["decision"]["standing"], "in-force", "and the decision holds")


WRONG = [
    ("a built-in id", {"id": SOCKET}, "catalogue-id"),
    ("an id that is a check's", {"id": "no-memory-limit"}, "catalogue-id"),
    ("an id with capitals", {"id": "Agent"}, "catalogue-id"),
    ("no id", {"id": None}, "catalogue-id"),
    ("no title", {"title": None}, "config-missing"),
    ("a title that moves the cursor", {"title": '"a\\e[2J"'}, "catalogue-text"),
    ("nothing that stops it", {"stopped_by": None}, "config-missing"),
    ("an empty stopped-by", {"stopped_by": '""'}, "config-missing"),
    ("half an expression", {"stopped_by": '"all(no-memory-limit"'}, "catalogue-expression"),
    ("a check that is not there", {"raised_by": "no-such-check"}, "catalogue-check"),
    ("such a check in an expression", {"stopped_by": "no-such-check"}, "catalogue-check"),
    ("such a check in when", {"when": "not(no-such-check)"}, "catalogue-check"),
    ("such a check among helpers", {"hardened_by": "[no-memory-limit, nothing]"}, "catalogue-check"),
    ("a fact that is not there", {"when": "fact:blue"}, "catalogue-fact"),
    ("a fact about something else", {"when": "fact:published", "on": "[workload, engine]"}, "catalogue-fact"),
    ("no such element", {"on": "thing"}, "catalogue-element"),
    ("no element", {"on": "[]"}, "config-missing"),
    ("no such letter", {"stride": "DX"}, "catalogue-stride"),
    ("a letter twice", {"stride": "DD"}, "catalogue-stride"),
    ("no number of a weakness", {"cwe": "many"}, "catalogue-cwe"),
    ("no such line of a document", {"seeds": "004:999"}, "catalogue-seed"),
    ("no such start", {"start": "moon"}, "config-word"),
    ("no such reach", {"reach": "moon"}, "config-word"),
    ("an unknown key", {"raise": "x"}, "config-entry-void"),
]


def refused(t):
    for name, changes, code in WRONG:
        got, report = scan(own(**changes))
        t.ok(got.returncode == 2 and code in codes(report) and not (rows(report, ROW["id"]) if changes.get("id", 1) == 1 else []),
             f"refused: {name}", f"{got.returncode} {codes(report)}")
    two = own() + own().split("threats:\n")[1]
    t.ok("catalogue-id" in codes(scan(two)[1]), "refused: the same id twice")
    many = own() + "".join(own(id=f"row-{i}").split("threats:\n")[1] for i in range(300))
    got, report = scan(many)
    t.ok("config-too-many" in codes(report) and len({r["threat"] for r in report["threats"] if r["threat"].startswith("row-")}) == 199, "at most 200 count")


SILENT = f"threat: {SOCKET}, on: agent, silence: true, reason: its only job, until: 2026-12-31"
PATHS = "threat: host-paths-in-container, on: agent, silence: true, reason: its only job, until: 2026-12-31"


def overrides(t):
    got, report = scan(override(SILENT), "--gate", "high")
    row = rows(report, SOCKET)[0]
    t.same((row["state"], row["silenced"]["reason"]), ("open", "its only job"), "silence does not change the state, and says why")
    t.ok(not any(card["threat"] == SOCKET for card in report["cards"]), "it takes the row's card away")
    t.ok(got.returncode == 1 and row["id"] not in report["gate"]["threats"], "and the gate passes it by, but not what else is open")
    with tap.tree({"compose.yaml": COMPOSE, ".strideward.yaml": override(SILENT)}) as folder:
        text = " ".join(tap.run("scan", *AT, folder).stdout.split())
        t.ok("Silenced until 2026-12-31" in text and "its only job" in text and ".strideward.yaml:4:7" in text, "the report lists it", text)
    got, report = scan(override(SILENT, PATHS), "--gate", "high")
    t.ok(got.returncode == 0, "a finding that stands in silenced rows alone is none of the gate's", report["gate"])
    got, report = scan(override("threat: '*-in-container', silence: true, reason: x, until: 2026-12-31"), "--gate", "high")
    t.ok(got.returncode == 0, "a glob is about several threats", report["gate"])
    late, report = scan(override(SILENT.replace("2026-12-31", "2026-11-30")), "--gate", "high")
    t.ok("silenced" not in rows(report, SOCKET)[0] and "override-expired" in codes(report) and late.returncode == 1, "it ends with its day")
    _, report = scan(override(f"threat: {SOCKET}, priority: low, reason: dev, until: 2026-12-31"))
    row = rows(report, SOCKET)[0]
    t.ok(row["priority"] == "low" and row["override"]["priority"] == "low" and "by the rule critical" in row["priorityWhy"], "another priority, with the rule's beside it", row)
    _, report = scan(override("on: agent, priority: low, reason: dev, until: 2026-12-31", f"threat: {SOCKET}, priority: high, reason: dev, until: 2026-12-31"))
    t.same({r["priority"] for r in report["threats"] if r["on"].endswith("#agent")}, {"low", "high"}, "an element alone; the last that fits counts")
    t.ok("override-without-row" in codes(scan(override(SILENT.replace("agent", "nobody")))[1]), "one that no row is of is told")
    for name, entry, code in (("no reason", f"threat: {SOCKET}, silence: true, until: 2026-12-31", "config-missing"), ("no end", f"threat: {SOCKET}, silence: true, reason: x", "config-missing"),
                              ("neither", f"threat: {SOCKET}, reason: x, until: 2026-12-31", "config-missing"), ("both", SILENT + ", priority: low", "config-missing"),
                              ("about nothing", "silence: true, reason: x, until: 2026-12-31", "config-missing"), ("no such day", SILENT.replace("12-31", "12-32"), "config-date"),
                              ("no such threat", SILENT.replace(SOCKET, "nothing"), "catalogue-threat"), ("a slip", SILENT.replace("on:", "onn:"), "config-entry-void")):
        got, report = scan(override(entry))
        t.ok(got.returncode == 2 and code in codes(report) and "silenced" not in rows(report, SOCKET)[0], f"refused: an override with {name}", codes(report))


def protected(t):
    """What the work tree says of rows waits until it stands in the protected revision."""
    if not shutil.which("git"):
        t.skip("overrides of a change are pending", "git is not installed")
        return
    with tap.tree({"compose.yaml": COMPOSE, ".strideward.yaml": "version: 1\n"}) as folder:
        for command in (["init", "-q", "-b", "main"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "one"]):
            subprocess.run(["git", *command], cwd=folder, check=True, env={"PATH": os.environ["PATH"], "HOME": folder})
        with open(os.path.join(folder, ".strideward.yaml"), "w", encoding="utf-8") as file:
            file.write(own() + override(SILENT, PATHS).split("catalogue:\n")[1])
        t.same(tap.run("scan", *AT, "--gate", "high", "-q", cwd=folder).returncode, 0, "a change silences what it brings")
        got = tap.run("scan", *AT, "--gate", "high", "-f", "json", "--policy-from", "main", cwd=folder)
        report = json.loads(got.stdout)
        pending = [(item["what"], item["text"]) for item in report["pending"]["items"]]
        t.same(pending, [("own threat", ROW["id"]), ("override", f"silences {SOCKET} on agent"), ("override", "silences host-paths-in-container on agent")], "which is pending")
        t.ok(got.returncode == 1 and not rows(report, ROW["id"]) and "silenced" not in rows(report, SOCKET)[0], "and has no effect")


# ---- init ----

SHOP = os.path.join(os.environ.get("SW_ROOT", "."), "examples", "shop")
NASTY = {
    "compose.yaml": 'services:\n  "a: b":\n    image: postgres:17\n    ports: ["5432:5432"]\n    depends_on: ["x\\u2028gate: none"]\n  "x\\u2028gate: none":\n'
                    '    image: redis\n    x-strideward: {owner: "t\\ngate: none"}\n    volumes: ["data:/data"]\nvolumes: {data: {}}\n',
    "sub dir/docker-compose.prod.yml": "services:\n  'on': {image: busybox}\n  '007': {build: ., depends_on: ['on']}\n",
    "sub dir/Dockerfile": "FROM ubuntu:24.04\n",
}


def settled(folder):
    """The report but for the digest of the configuration's text."""
    report = json.loads(tap.run("scan", *AT, "-f", "json", folder).stdout)
    for part in report.values():
        if isinstance(part, dict):
            part.pop("policy", None)
    return report


def begun(t, name, folder):
    path = os.path.join(folder, ".strideward.yaml")
    before, shown = settled(folder), tap.run("init", "-", *AT, folder).stdout
    t.ok(not os.path.exists(path) and shown, f"{name}: init - writes nothing")
    got = tap.run("init", *AT, folder)
    t.ok(got.returncode == 0 and os.path.exists(path), f"{name}: init writes the file", got.stderr)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    t.same(text, shown, f"{name}: which is what init - shows")
    t.ok(settled(folder) == before, f"{name}: the scan is what it was before")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(line[1:] if re.match(r"#(?! [^ ])", line) else line for line in text.split("\n")))
    after = tap.run("scan", *AT, "-f", "json", folder)
    wrong = [d for d in json.loads(after.stdout)["diagnostics"] if d["location"] and d["location"]["file"] == ".strideward.yaml"]
    t.ok(not wrong, f"{name}: with every guess made a statement it is still read without a word", wrong)
    return text


def init(t):
    for name, files in (("one service", {"compose.yaml": COMPOSE}), ("hostile names", NASTY), ("a Dockerfile alone", {"Dockerfile": "FROM node:24\n"}), ("nothing", {"x.txt": ""}),
                        ("CODEOWNERS", {"compose.yaml": COMPOSE, "CODEOWNERS": "* @org/team\n"})):
        with tap.tree(files) as folder:
            text = begun(t, name, folder)
            if name == "CODEOWNERS":
                t.ok("@org/team" in text, "owners come from CODEOWNERS", text)
            again = tap.run("init", folder)
            t.ok(again.returncode == 2 and "there already" in again.stderr, f"{name}: nothing is overwritten", again.stderr)
    if os.path.isdir(SHOP):
        with tap.tree({}) as folder:
            shop = os.path.join(folder, "shop")
            shutil.copytree(SHOP, shop)
            os.remove(os.path.join(shop, ".strideward.yaml"))
            text = begun(t, "the example", shop)
            t.ok("- image: postgres" in text and "db: {stores: [db-data]" in text and "exposure: internet" in text, "images, stores and exposure are guessed", text)
    with tap.tree({"compose.yaml": COMPOSE, ".strideward.yaml": "version: 1\n", "sub/compose.yaml": COMPOSE}) as folder:
        inner = tap.run("init", os.path.join(folder, "sub"))
        t.ok(inner.returncode == 2 and not os.path.exists(os.path.join(folder, "sub", ".strideward.yaml")), "one of a folder above counts here, too", inner.stderr)
    with tap.tree({"compose.yaml": COMPOSE}) as folder:
        t.same(tap.run("init", os.path.join(folder, "compose.yaml")).returncode, 2, "a file has no configuration of its own")
        t.same(tap.run("init", folder, folder).returncode, 2, "one folder at a time")
        os.symlink("/nonexistent", os.path.join(folder, ".strideward.yaml"))
        linked = tap.run("init", folder)
        t.ok(linked.returncode == 2 and os.path.islink(os.path.join(folder, ".strideward.yaml")), "a link is not followed or replaced", linked.stderr)


def run(t):
    own_rows(t)
    refused(t)
    overrides(t)
    protected(t)
    init(t)
    corpus(t)


def corpus(t):
    folder = os.path.join(os.environ.get("SW_CORPUS", ""), "compose", "real", "c")
    if not os.environ.get("SW_CORPUS") or not os.path.isdir(folder):
        t.skip("projects of others begin alike", "SW_CORPUS is not set")
        return
    for name in sorted(os.listdir(folder))[::60]:
        with open(os.path.join(folder, name), "rb") as file:
            files = {"proj/" + name.split("__")[-1]: file.read()}
        with tap.tree(files) as made:
            begun(t, name, os.path.join(made, "proj"))
