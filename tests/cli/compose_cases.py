"""Deployments of several compose files, and files that only nearly are one: what cannot be followed is said, and the rest
is judged."""
import json

import tap

PRIVILEGED = '  web: {image: "registry.example.org/web:1", privileged: true}\n'


def scan(folder, *arguments):
    got = tap.run("scan", "-f", "json", "--at", "2026-12-01", folder, *arguments, timeout=100)
    return got, json.loads(got.stdout) if got.stdout.startswith("{") else {}


# What it shows, the files, the diagnostic (None: none of its own), and the file of the finding that is there all the same.
PARTS = [
    ("a remote include", {"compose.yaml": "include: [oci://registry.example.org/a:1]\nservices:\n" + PRIVILEGED}, None, "compose.yaml"),
    ("a missing include", {"compose.yaml": "include: [none.yaml]\nservices:\n" + PRIVILEGED}, "compose-file-missing", "compose.yaml"),
    ("an include out of the target", {"compose.yaml": "include: [../../../etc/compose.yaml]\nservices:\n" + PRIVILEGED},
     "compose-file-missing", "compose.yaml"),
    ("files that include each other", {"compose.yaml": "include: [b.yaml]\nservices:\n" + PRIVILEGED, "b.yaml": "include: [compose.yaml]\nservices: {}\n"},
     "compose-include-cycle", "compose.yaml"),
    ("a remote file to extend", {"compose.yaml": "services:\n" + PRIVILEGED +
                                 "  a: {extends: {file: \"https://example.org/a.yaml\", service: a}}\n"}, None, "compose.yaml"),
    ("a missing file to extend", {"compose.yaml": "services:\n" + PRIVILEGED + "  a: {extends: {file: none.yaml, service: a}}\n"},
     "compose-file-missing", "compose.yaml"),
    ("a missing service to extend", {"compose.yaml": "services:\n" + PRIVILEGED + "  a: {extends: {service: none}}\n"},
     "compose-extends-missing", "compose.yaml"),
    ("services that extend each other", {"compose.yaml": "services:\n" + PRIVILEGED + "  a: {extends: b}\n  b: {extends: a}\n"},
     "compose-extends-cycle", "compose.yaml"),
    ("an unknown key", {"compose.yaml": "services:\n" + PRIVILEGED + "  a: {image: x, privilegd: true}\n"}, "compose-unknown-key", "compose.yaml"),
    ("a service that is no container", {"compose.yaml": "services:\n" + PRIVILEGED + "  db: {provider: {type: cloud}}\n"}, "compose-provider",
     "compose.yaml"),
    ("a Helm template beside", {"chart/compose.yaml": "services:\n  a: {image: {{ .Values.image }}}\n", "compose.yaml": "services:\n" + PRIVILEGED},
     "yaml-template", "compose.yaml"),
    ("a Jinja template beside", {"roles/docker-compose.yml": "services:\n{% for s in all %}\n  a: {image: x}\n{% endfor %}\n",
                                 "compose.yaml": "services:\n" + PRIVILEGED}, "yaml-syntax", "compose.yaml"),
]


def parts(t):
    for name, files, code, path in PARTS:
        with tap.tree(files) as folder:
            got, report = scan(folder)
            codes = [d["code"] for d in report.get("diagnostics", [])]
            t.ok(code in codes if code else report, f"{name} is said", f"{codes} {got.stderr[:300]}")
            found = [f["location"]["file"] for f in report.get("findings", []) if f["check"] == "container-privileged"]
            t.ok(got.returncode == 0 and found == [path], f"{name}: the rest is judged", f"{got.returncode} {found} {codes}")


def remote_parts(t):
    text = "include: [https://example.org/infra.git]\nservices:\n" + PRIVILEGED
    with tap.tree({"compose.yaml": text}) as folder:
        report = scan(folder)[1]
        places = [f["location"]["line"] for f in report.get("findings", []) if f["check"] == "remote-build-source"]
        t.same(places, [1], "a remote include is a finding")


def named_parts(t):
    files = {"compose.yaml": "include: [sub/compose.yaml]\nservices: {}\n", "sub/compose.yaml": "services:\n" + PRIVILEGED}
    with tap.tree(files) as folder:
        ids = [d["id"] for d in scan(folder)[1].get("deployments", [])]
        t.same(ids, ["deployment:compose.yaml"], "a file that is included is judged once")
        ids = [d["id"] for d in scan(folder + "/sub/compose.yaml")[1].get("deployments", [])]
        t.same(len(ids), 1, "a file that is included can be named all the same")


def profiles(t):
    text = "services:\n" + PRIVILEGED + '  tool: {image: "registry.example.org/tool:1", privileged: true, profiles: [debug, ops]}\n'
    with tap.tree({"compose.yaml": text}) as folder:
        report = scan(folder)[1]
        elements = {e["name"]: e.get("profiles") for e in report["system"]["elements"] if e["kind"] == "workload"}
        t.same(elements, {"web": None, "tool": ["debug", "ops"]}, "JSON: what starts only with a profile")
        found = [f for f in report["findings"] if f["check"] == "container-privileged"]
        t.same(len(found), 2, "what starts only with a profile is judged")
        for form in ("text", "html"):
            out = tap.run("scan", "-f", form, "--at", "2026-12-01", folder).stdout
            t.ok("tool (with debug or ops)" in " ".join(out.split()), f"{form}: what starts only with a profile", out[-600:])


def inline_dockerfile(t):
    text = """services:
  web:
    build:
      context: .
      dockerfile_inline: |
        FROM scratch
        ENV DB_PASSWORD=Xk29vbPq81Lm
        USER root
  job:
    build:
      dockerfile_inline: "FROM scratch\\nENV DB_PASSWORD=Zk31wcQr92Mn\\nUSER root\\n"
"""
    with tap.tree({"compose.yaml": text}) as folder:
        got, report = scan(folder)
        lines = sorted(f["location"]["line"] for f in report["findings"] if f["check"] == "image-runs-as-root")
        t.same(lines, [8, 11], "findings of an inline Dockerfile stand in the compose file")
        for form in ("text", "html", "json", "sarif", "markdown"):
            out = tap.run("scan", "-f", form, "--at", "2026-12-01", folder).stdout
            t.ok("Xk29vb" not in out and "Zk31wc" not in out, f"{form}: its secrets are masked")
        patch = tap.run("fix", "--baseline", folder).stdout
        t.ok("USER 1" not in patch, "no fix breaks the block it stands in", patch)


def too_large(t):
    """More than a fact set may hold must end in a word, whatever was half made by then."""
    services = "".join(f"  s{i}: {{image: x, privileged: true}}\n" for i in range(40000))
    texts = {
        "many services": "services:\n" + services,
        "many services by aliases": "x-a: &a {image: x, environment: {A: b}}\nservices:\n" + "".join(f"  s{i}: *a\n" for i in range(40000)),
    }
    for name, text in texts.items():
        with tap.tree({"bad/compose.yaml": text, "good/compose.yaml": "services:\n" + PRIVILEGED}) as folder:
            got, report = scan(folder + "/bad/compose.yaml")
            codes = [d["code"] for d in report.get("diagnostics", [])]
            t.ok(got.returncode == 2 and codes == ["too-large"], f"{name}: too large for one file", f"{got.returncode} {codes} {got.stderr[:300]}")
            got, report = scan(folder)
            found = [f["location"]["file"] for f in report.get("findings", []) if f["check"] == "container-privileged"]
            t.ok(got.returncode == 0 and found == ["good/compose.yaml"], f"{name}: the rest of the run goes on", f"{got.returncode} {found[:3]}")


def run(t):
    parts(t)
    remote_parts(t)
    named_parts(t)
    profiles(t)
    inline_dockerfile(t)
    too_large(t)
