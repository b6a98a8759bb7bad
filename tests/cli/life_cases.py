"""The life of a register: decisions, reviews, register.lock, owners, assumptions."""
import json
import os

import tap

AT = "2026-12-01"
AGENT = {"compose.yaml": """services:
  agent:
    image: registry.example.org/agent:1.2
    ports: ["80:80"]
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock
"""}
SOCKET = "engine-socket-in-container"
WHO = ("--owner", "team", "--by", "ada", "--reason", "until sprint 53: \"moved\" #1")


def at(day=AT):
    return ("--at", day)


def read(folder, name):
    with open(os.path.join(folder, ".strideward", name), encoding="utf-8", newline="") as file:
        return file.read()


def report(folder, day=AT):
    return json.loads(tap.run("scan", *at(day), "-f", "json", folder).stdout)


def threat(found, kind):
    return next(t for t in found["threats"] if t["threat"] == kind)


def decided(t):
    with tap.tree(AGENT) as folder:
        got = tap.run("decide", SOCKET, *at(), "--kind", "accept", *WHO, "--approved-by", "bob", "--evidence", "https://x.example/y", folder)
        t.same(got.returncode, 0, "a card is decided")
        text = read(folder, "decisions.yaml")
        t.ok(text.startswith("# ") and "until: 2026-12-31" in text, "a new file with a head, for as long as the priority allows", text)
        found = threat(report(folder), SOCKET)
        t.ok(found["state"] == "open" and found["decision"]["standing"] == "in-force", "the decision stands beside the state", found.get("decision"))
        t.same(found["decision"]["reason"], WHO[5], "the reason comes back as it was given")
        t.same(tap.run("decide", SOCKET + "@agent", *at("2026-12-20"), "--kind", "accept", *WHO, "--approved-by", "bob", folder).returncode, 0,
               "a row is named by its element, too")
        after = read(folder, "decisions.yaml")
        t.ok(after.startswith(text) and after != text, "what stood there stays", after)
        listed = tap.run("decide", "--list", *at("2026-12-20"), folder).stdout
        t.ok("renewed 1 time" in listed and "replaced by a later one" in listed and "(unattributed)" in listed, "a renewal counts", listed)
        with open(os.path.join(folder, "compose.yaml"), "a", encoding="utf-8") as compose:
            compose.write("      - /run/docker.sock:/other.sock\n")
        t.same(threat(report(folder), SOCKET)["decision"]["standing"], "uncovered", "a new failing check is not covered")
        expired = threat(report(folder, "2027-12-01"), SOCKET)["decision"]
        t.same((expired["standing"], expired["holds"]), ("expired", False), "a decision ends")


def shared(t):
    """Two deployments share the repository: one entry covers what fails in both."""
    files = {"a/compose.yaml": SECRET["compose.yaml"], "b/compose.yaml": SECRET["compose.yaml"].replace("hunter2", "other3")}
    with tap.tree(files) as folder:
        got = tap.run("decide", LEAKED + "@repository:.", *at(), "--kind", "accept", *WHO, "--approved-by", "bob", folder)
        rows = [x for x in report(folder)["threats"] if x["threat"] == LEAKED and x["state"] == "open"]
        t.ok(len(rows) == 2 and all(x["decision"]["holds"] for x in rows), "one entry speaks of a row in all deployments", got.stderr + read(folder, "decisions.yaml"))
        t.same(read(folder, "decisions.yaml").count("- threat"), 1, "and is written once")


REFUSED = [
    ("no kind", (SOCKET, "--reason", "x", "--owner", "y", "--by", "z"), "--kind"),
    ("no reason", (SOCKET, "--kind", "accept", "--reason", " ", "--owner", "y", "--by", "z"), "reason"),
    ("approved by oneself", (SOCKET, "--kind", "accept", *WHO, "--approved-by", "Ada"), "somebody else"),
    ("longer than allowed", (SOCKET, "--kind", "accept", *WHO, "--until", "2027-02-01"), "30 days at most"),
    ("over before it begins", (SOCKET, "--kind", "accept", *WHO, "--until", "2026-11-30"), "at most"),
    ("no such day", (SOCKET, "--kind", "accept", *WHO, "--until", "2026-12-40"), "--until"),
    ("a claim against evidence", (SOCKET, "--kind", "claim", *WHO), "no claim stands"),
    ("rotating what is no secret", (SOCKET, "--kind", "rotated", *WHO), "only secrets"),
    ("no such row", (SOCKET + "@nowhere", "--kind", "accept", *WHO), "no row is called"),
    ("no such threat", ("nonsense@agent", "--kind", "accept", *WHO), "no such threat"),
    ("what is mitigated", ("host-falls-all-falls@nowhere", "--kind", "accept", *WHO), "no row"),
    ("no such card", (SOCKET + "#7", "--kind", "accept", *WHO), "of that number"),
    ("no row at all", ("--kind", "accept", *WHO), "name a row"),
    ("a list and a row", (SOCKET, "--list"), "takes no row"),
]


def refused(t):
    with tap.tree(AGENT) as folder:
        for name, arguments, word in REFUSED:
            got = tap.run("decide", *arguments, *at(), folder)
            t.ok(got.returncode == 2 and word in got.stderr, "refused: " + name, got.stderr)
        t.ok(not os.path.exists(os.path.join(folder, ".strideward")), "nothing was written")


UNTOUCHED = [
    ("broken YAML", "decisions: [\n"),
    ("a list in brackets", "decisions: [{threat: x}]\n"),
    ("another kind of file", "- a\n- b\n"),
    ("two documents", "decisions:\n  - {threat: a}\n---\nb: 1\n"),
    ("text under the key", "decisions: none\n"),
    ("bytes that are no text", b"decisions:\n  - \xff\xfe\x00\n"),
]

KEPT = [
    ("comments and blank lines", "# a\n\nversion: 1   # b\ndecisions:\n\n  # c\n  - {threat: x, on: y}  # d\n# e\n"),
    ("no line feed at the end", "decisions:\n- threat: x\n  reason: |\n    two\n    lines"),
    ("the list before other keys", "decisions:\n  - threat: x\nversion: 1\n"),
    ("no list yet", "version: 1\n"),
    ("an empty list", "version: 1\ndecisions:\n"),
    ("an empty file", ""),
    ("carriage returns", "version: 1\r\ndecisions:\r\n  - threat: x\r\n"),
]


def texts(t):
    for name, text in UNTOUCHED:
        with tap.tree({**AGENT, ".strideward/decisions.yaml": text}) as folder:
            path = os.path.join(folder, ".strideward", "decisions.yaml")
            got = tap.run("decide", SOCKET, *at(), "--kind", "accept", *WHO, folder)
            raw = text if isinstance(text, bytes) else text.encode()
            with open(path, "rb") as file:
                t.ok(got.returncode == 2 and file.read() == raw, "not touched: " + name, got.stderr)
    for name, text in KEPT:
        with tap.tree({**AGENT, ".strideward/decisions.yaml": text}) as folder:
            got = tap.run("decide", SOCKET, *at(), "--kind", "accept", *WHO, folder)
            after = read(folder, "decisions.yaml")
            lines = iter(after.splitlines())
            t.ok(got.returncode == 0 and all(line in lines for line in text.splitlines()), "kept: " + name, got.stderr + after)


def links(t):
    with tap.tree(AGENT) as folder, tap.tree({"decisions.yaml": "version: 1\n"}) as other:
        os.symlink(other, os.path.join(folder, ".strideward"))
        tap.run("decide", SOCKET, *at(), "--kind", "accept", *WHO, folder)
        with open(os.path.join(other, "decisions.yaml"), encoding="utf-8") as file:
            t.same(file.read(), "version: 1\n", "a link leads no decision out of the target")


def approvals(t):
    config = "approvers: {risk: [rita]}\n"
    with tap.tree({**AGENT, ".strideward.yaml": config}) as folder:
        got = tap.run("decide", SOCKET, *at(), "--kind", "accept", *WHO, folder)
        t.ok("pending" in got.stderr, "what is critical waits for a risk owner", got.stderr)
        t.same(tap.run("scan", *at(), "--gate", "critical", folder).returncode, 1, "a pending decision lets nothing pass")
        tap.run("decide", SOCKET, *at(), "--kind", "accept", *WHO, "--approved-by", "bob", folder)
        t.same(threat(report(folder), SOCKET)["decision"]["standing"], "pending", "not everybody is a risk owner")
        tap.run("decide", SOCKET, *at(), "--kind", "accept", *WHO, "--approved-by", "rita", folder)
        t.same(threat(report(folder), SOCKET)["decision"]["standing"], "in-force", "a risk owner's approval counts")


def claims(t):
    claim = ("decisions:\n  - {threat: %s, on: agent, kind: claim, reason: x, by: a, approved-by: b, made: 2026-12-01, until: 2026-12-31}\n" % SOCKET)
    with tap.tree({**AGENT, ".strideward/decisions.yaml": claim}) as folder:
        found = json.loads(tap.run("scan", *at(), "--gate", "critical", "-f", "json", folder).stdout)
        t.same(threat(found, SOCKET)["decision"]["standing"], "contradicted", "a claim against a failing check is contradicted")
        t.same(found["gate"]["contradicted"], [SOCKET + "@agent"], "and a reason of the gate")
        told = [(f["severity"], f["location"]["file"], f["location"]["line"]) for f in found["findings"] if f["check"] == "contradicted-claim"]
        t.same(told, [("critical", ".strideward/decisions.yaml", 2)], "and a finding at its place")
        prints = {f["fingerprint"] for f in found["findings"]}
        order = [f["severity"] for f in found["findings"]]
        t.ok(all(w["fingerprint"] in prints for x in found["threats"] for w in x["weaknesses"] if "fingerprint" in w) and
             order == sorted(order, key=["critical", "high", "medium", "low", "info"].index), "which stands in the order of findings")
        t.ok(any(d["code"] == "contradicted-claim" for d in found["diagnostics"]), "and said")


def reviewed(t):
    with tap.tree(AGENT) as folder:
        t.ok("Nobody" in tap.run("review", *at(), folder).stdout, "nobody has signed off")
        t.same(tap.run("review", "--sign-off", *at(), folder).returncode, 2, "a sign-off needs a name")
        t.same(tap.run("review", "--sign-off", "--reviewer", "eve", *at(), folder).returncode, 0, "signed off")
        t.ok(tap.run("review", *at(), folder).stdout.startswith("Valid"), "it is valid")
        t.ok(tap.run("review", *at("2027-06-30"), folder).stdout.startswith("Stale"), "and stale after half a year")
        with open(os.path.join(folder, "compose.yaml"), "a", encoding="utf-8") as compose:
            compose.write("  new:\n    image: redis:8\n    ports: ['6379:6379']\n")
        got = tap.run("scan", *at(), folder).stdout
        t.ok("Review: stale" in got and "#new" in got, "a new service makes it stale, on page one", got)
        before = read(folder, "review.yaml")
        tap.run("review", "--sign-off", "--reviewer", "eve", *at(), folder)
        t.ok(read(folder, "review.yaml").startswith(before), "earlier reviews stay")
        t.same(report(folder)["review"]["state"], "valid", "and it is valid again")


SECRET = {"compose.yaml": "services:\n  a:\n    image: redis:8\n    environment: {DB_PASSWORD: hunter2-xyz}\n"}
LEAKED = "secret-in-image-or-repository"


def remembered(t):
    with tap.tree(AGENT) as folder:
        t.ok("since" not in threat(report(folder), SOCKET), "without a lock nothing is known of before")
        t.same(tap.run("scan", "--write-lock", *at("2026-11-01"), folder).returncode, 0, "the lock is written")
        first = read(folder, "register.lock")
        t.same(first.splitlines(), sorted(first.splitlines()), "its lines are sorted")
        tap.run("scan", "--write-lock", *at(), folder)
        t.same(read(folder, "register.lock"), first, "and stay as they were while nothing changes")
        found = threat(report(folder), SOCKET)
        t.same((found["since"], found["overdue"]), ("2026-11-01", 23), "30 days are 23 too many for what is critical")
        base = os.path.join(folder, "base.json")
        tap.run("scan", *at(), "-f", "json=" + base, folder)
        t.same(tap.run("scan", *at("2026-11-02"), "--gate", "critical", "--baseline", base, folder).returncode, 0, "in time, and not new")
        t.same(tap.run("scan", *at(), "--gate", "critical", "--baseline", base, folder).returncode, 1, "overdue, and no baseline excuses it")
        with open(os.path.join(folder, ".strideward", "register.lock"), "a", encoding="utf-8") as lock:
            lock.write("<<<<<<< ours\n")
        t.same(tap.run("scan", *at(), folder).returncode, 2, "an unfinished merge is said")
    with tap.tree({"sub/compose.yaml": AGENT["compose.yaml"], ".strideward/register.lock": ""}) as folder:
        got = tap.run("scan", "--write-lock", *at(), os.path.join(folder, "sub"))
        t.ok(got.returncode == 2 and read(folder, "register.lock") == "", "a part does not overwrite what is about the whole", got.stderr)


def latched(t):
    with tap.tree(SECRET) as folder:
        tap.run("scan", "--write-lock", *at(), folder)
        tap.write_tree(folder, {"compose.yaml": "services:\n  a:\n    image: redis:8\n"})
        found = threat(report(folder), LEAKED)
        t.ok(found["state"] == "open" and found["latched"], "a secret that was taken out stays known", found["why"])
        tap.run("scan", "--write-lock", *at(), folder)
        t.same(threat(report(folder), LEAKED)["state"], "open", "also after the lock was written again")
        got = tap.run("decide", LEAKED + "@" + found["on"], *at(), "--kind", "rotated", *WHO, folder)
        t.same(threat(report(folder), LEAKED)["state"] != "open", True, "until it was rotated")
        t.same(got.returncode, 0, "which a decision says")
        t.ok("open" not in [line.split()[1] for line in read(folder, "register.lock").splitlines() if line.startswith(LEAKED)][1:], "one line a row")


def owned(t):
    owners = "* @all\n/compose.yaml @infra @ops   # comment\n"
    with tap.tree({**AGENT, ".github/CODEOWNERS": owners, ".strideward.yaml": "owners: {platform: base-team}\n"}) as folder:
        found = report(folder)
        t.same(threat(found, SOCKET)["owner"], "@infra @ops", "whoever owns the file owns the row")
        t.same({x["owner"] for x in found["threats"] if x["on"].startswith("image:")}, {"base-team"}, "base images are the platform team's")
    with tap.tree({**AGENT, ".strideward.yaml": "owners: {default: all-of-us}\n"}) as folder:
        t.same(threat(report(folder), SOCKET)["owner"], "all-of-us", "else the deployment's owner")
    with tap.tree(AGENT) as folder:
        t.ok("Nobody answers for" in tap.run("scan", *at(), folder).stdout, "rows without an owner are counted")


def assumed(t):
    config = """model:
  assume:
    - {service:agent.exposure: host}
    - {service:agent.privileged: true, owner: x}
    - {service:gone.present: true}
    - {engine.userns-remap: true, until: 2026-01-01}
    - {service:agent.exposure: internet}
about: {name: My agent, owner: ada, external-dependencies: a registry}
"""
    with tap.tree({**AGENT, ".strideward.yaml": config}) as folder:
        found = report(folder)
        t.same([row["state"] for row in found["assumptionChecks"]], ["holds", "broken", "broken", "over", "unseen"], "assumptions are held against what is seen")
        t.same(found["about"], {"name": "My agent", "owner": "ada", "externalDependencies": ["a registry"]}, "the words of the first page")
        text = tap.run("scan", *at(), folder).stdout
        t.ok("Assumption broken: service:agent.privileged" in text and "Assumption over: engine.userns-remap" in text, "what is broken is on page one", text)
        page = tap.run("scan", *at(), "-f", "html", folder).stdout
        t.ok("<h1>My agent</h1>" in page and "External dependencies" in page, "and on the page")


def run(t):
    for part in (decided, shared, refused, texts, links, approvals, claims, reviewed, remembered, latched, owned, assumed):
        part(t)
