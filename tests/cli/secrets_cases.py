"""Secrets in the files of a project: which are looked into, what is told, what is allowed. Values are made up in each run."""
import json
import os
import shutil
import subprocess

import tap
from secrecy_cases import github_token, made

AT = ("--at", "2026-12-01T00:00:00Z")
CHECK = "secret-in-project-file"
DOCKERFILE = "FROM debian:12\nUSER 1000\n"


def scan(folder, *options):
    return json.loads(tap.run("scan", *AT, "-f", "json", *options, cwd=folder).stdout)


def told(report):
    """File, line and severity of what is found in files of the project."""
    return [(row["location"]["file"], row["location"]["line"], row["severity"]) for row in report["findings"] if row["check"] == CHECK]


def fingerprint(folder, file):
    return json.loads(tap.run("dump", "secrets", file, cwd=folder).stdout)[0]["fingerprint"]


def codes(report):
    return {row["code"] for row in report["diagnostics"]}


def found(t):
    token, gitlab, password = github_token(), "glp" + "at-" + made(20), "Pw" + made(12) + "9"
    files = {
        "Dockerfile": DOCKERFILE,
        "src/settings.py": f'DEBUG = False\nTOKEN = "{gitlab}"\n',
        "src/push.js": f'const token = "{token}";\n',
        "config/database.yml": f"production:\n  password: {password}\n",
        "node_modules/a/config.yml": f"password: {password}\n",
        ".git/config": f"token = {gitlab}\n",
        "picture.dat": b"\0\1\2" + gitlab.encode(),
        "layout/oci-layout": "{}",
        "layout/notes.yml": f"password: {password}\n",
        "Dockerfile.md": f"Use {gitlab} to push\n",
        "ci/push.sh": f"curl -H 'PRIVATE-TOKEN: {gitlab}' https://git.example.com/\n",
    }
    with tap.tree(files) as folder:
        report = scan(folder, ".")
        wanted = [("src/push.js", 1, "critical"), ("Dockerfile.md", 1, "high"), ("ci/push.sh", 1, "high"), ("src/settings.py", 2, "high"),
                  ("config/database.yml", 2, "medium")]
        t.same(sorted(told(report)), sorted(wanted), "files of the project are searched; packages, .git, layouts and no texts are not")
        threat = [row for row in report["threats"] if row["threat"] == "secret-in-image-or-repository" and row["on"] == "repository:."]
        t.ok(threat and threat[0]["state"] == "open", "they are a threat to the repository", threat)
        for form in ("text", "json", "html", "sarif", "markdown"):
            out = tap.run("scan", *AT, "-f", form, ".", cwd=folder).stdout
            t.ok(not [value for value in (token, gitlab, password) if value in out], f"no value is in {form}")
        t.same(told(scan(folder, "--no-secrets", ".")), [], "--no-secrets leaves them out")
        t.same(told(scan(folder, "Dockerfile")), [], "beside a file that was named nothing is searched")
        t.same(scan(folder, "--jobs", "1", ".")["findings"], scan(folder, "--jobs", "4", ".")["findings"], "the number of threads means nothing")
        t.ok(CHECK not in tap.run("lint", ".", cwd=folder).stdout, "lint does not look for them")


def once(t):
    """What a compose file reads is told by its checks."""
    password = "Pw" + made(12) + "9"
    compose = "services:\n  a:\n    image: x:1\n    environment: [DB_PASSWORD]\n    env_file: [a.env, c.env]\n"
    with tap.tree({"compose.yaml": compose, ".env": f"DB_PASSWORD={password}\n", "a.env": f"API_PASSWORD={password}x\n",
                   "c.env": f"DB_PASSWORD={password}z\n", "b.env": f"DB_PASSWORD={password}y\n"}) as folder:
        report = scan(folder, ".")
        t.same(told(report), [("b.env", 1, "medium"), ("c.env", 1, "medium")], "variables of a compose file are told once, and what it overrides as well")
        others = sorted(row["location"]["file"] for row in report["findings"] if row["check"] == "secret-file-in-repository")
        t.same(others, [".env", "a.env"], "by the check on them")


def limits(t):
    gitlab = "glp" + "at-" + made(20)
    with tap.tree({"Dockerfile": DOCKERFILE, "large.log": f"{gitlab}\n" + "x\n" * (2 << 20), "last.txt": "y\n" * ((2 << 20) - 40) + gitlab}) as folder:
        report = scan(folder, ".")
        t.same([row[0] for row in told(report)], ["last.txt"], "what is larger than 4 MiB is not searched")
        t.ok("secrets-large-files" in codes(report), "which is said", codes(report))
    many = {f"f/{i // 100}/{i}.txt": "nothing\n" for i in range(1500)}
    many["f/7/750.txt"] = f"token: {gitlab}\n"
    with tap.tree({"Dockerfile": DOCKERFILE, **many}) as folder:
        t.same([row[0] for row in told(scan(folder, "."))], ["f/7/750.txt"], "one file of many is found")


def allowed(t):
    """By fingerprint, and by a comment; what is allowed is still listed, and a threat is not gone by it."""
    one, two, env = "glp" + "at-" + made(20), "glp" + "at-" + made(20), "glp" + "at-" + made(20)
    files = {"Dockerfile": f"FROM debian:12\nENV API_TOKEN={env}\nUSER 1000\n", "a.py": f'TOKEN = "{one}"\n',
             "b.py": f'TOKEN = "{two}"  # strideward: accept until 2027-01-01 -- a demonstration\n'}
    with tap.tree(files) as folder:
        rows = [(fingerprint(folder, "a.py"), "opens nothing"), (fingerprint(folder, "Dockerfile"), "revoked")]
        text = "secrets:\n  allow:\n" + "".join(f'  - fingerprint: "{print_}"\n    reason: {reason}\n' for print_, reason in rows)
        tap.write_tree(folder, {".strideward.yaml": text})
        report = scan(folder, ".")
        hidden = {row["location"]["file"]: row["suppressed"]["reason"] for row in report["findings"] if "suppressed" in row}
        t.same(hidden, {"a.py": f"secrets.allow {rows[0][0]}: opens nothing", "Dockerfile": f"secrets.allow {rows[1][0]}: revoked",
                        "b.py": "strideward: accept: a demonstration"}, "what is allowed is hidden, with its reason")
        late = json.loads(tap.run("scan", "--at", "2027-01-02T00:00:00Z", "-f", "json", ".", cwd=folder).stdout)
        t.ok("b.py" in [row["location"]["file"] for row in late["findings"] if row["check"] == CHECK and "suppressed" not in row],
             "an acceptance runs out")
        t.ok("accept-expired" in codes(late), "which is said", codes(late))
        tap.write_tree(folder, {"b.py": f'TOKEN = "{one}"; OTHER = "{two}"\n'})
        report = scan(folder, ".")
        shown = [row["location"]["column"] for row in report["findings"] if row["location"]["file"] == "b.py" and "suppressed" not in row]
        t.same(len(shown), 1, "the other secret of a line is told")


def in_images(t):
    """The list is asked when findings are told, so it holds for layers that were read before."""
    value = "glp" + "at-" + made(20)
    with tap.tree({"root/app/settings.ini": f"token = {value}\n", "root/etc/os-release": "ID=debian\n"}) as folder:
        def hidden():
            report = scan(folder, "rootfs:root")
            return [row.get("suppressed", {}).get("reason") for row in report["findings"] if row["check"] == "image-secret-in-file"]
        t.same(hidden(), [None], "a secret of an image is told")
        name = fingerprint(folder, "root/app/settings.ini")
        tap.write_tree(folder, {".strideward.yaml": f'secrets:\n  allow:\n  - {{fingerprint: "{name}", reason: known}}\n'})
        t.same(hidden(), [f"secrets.allow {name}: known"], "until it is allowed")


def protected(t):
    if not shutil.which("git"):
        t.skip("allowed secrets of a change are pending", "git is not installed")
        return
    value = "glp" + "at-" + made(20)
    with tap.tree({"Dockerfile": DOCKERFILE, "a.py": f'TOKEN = "{value}"\n', ".strideward.yaml": "secrets:\n  allow:\n  - {fingerprint: \"0123456789ab\", reason: old}\n"}) as folder:
        for command in (["init", "-q", "-b", "main"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "one"]):
            subprocess.run(["git", *command], cwd=folder, check=True, env={"PATH": os.environ["PATH"], "HOME": folder})
        name = fingerprint(folder, "a.py")
        tap.write_tree(folder, {".strideward.yaml": f'secrets:\n  allow:\n  - {{fingerprint: "{name}", reason: new}}\n'})
        t.ok("suppressed" in [row for row in scan(folder, ".")["findings"] if row["check"] == CHECK][0], "a change allows what it brings")
        report = scan(folder, "--policy-from", "main", ".")
        pending = [(item["what"], item["text"]) for item in report["pending"]["items"]]
        t.same(pending, [("allowed secret", f"{name}: new"), ("allowed secret", "takes away 0123456789ab")], "which is pending")
        t.ok("suppressed" not in [row for row in report["findings"] if row["check"] == CHECK][0], "and has no effect")


def run(t):
    found(t)
    once(t)
    limits(t)
    allowed(t)
    in_images(t)
    protected(t)
