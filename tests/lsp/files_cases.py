"""Which file is what, what stands beside it, and documents that stand in no folder."""
import json
import os
import pathlib
import random

import client
import tap

ROOT_IMAGE = "FROM debian:12\n"
USER_IMAGE = "FROM debian:12\nUSER 1000\n"
COMPOSE = "services:\n  api:\n    build: api\n    image: ${IMAGE:-x}\n"


def codes(diagnostics):
    return {d["code"] for d in diagnostics}


def kinds(t):
    with tap.tree({}) as root, client.Client(root) as c:
        t.ok(c.open(c.uri("x.txt"), "FROM debian\n", "dockerfile"), "the editor's word for a Dockerfile counts")
        t.ok(c.open(c.uri("api.Dockerfile"), "FROM debian\n", "plaintext"), "so does its name")
        t.ok(c.open(c.uri("Containerfile"), "FROM debian\n", "containerfile"), "a Containerfile is one")
        t.ok(c.open(c.uri("stack.yml"), "services:\n  a:\n    image: nginx\n", "dockercompose"), "the editor's word for a compose file counts")
        t.ok(c.open(c.uri("my-compose.yaml"), "services:\n  a:\n    image: nginx\n", "yaml"), "so does its name")
        t.same(c.open(c.uri("compose-notes.yaml"), "notes: 1\n", "yaml"), [], "what only sounds like one has no findings")
        for name in ("values.yaml", "a.py"):
            c.notify("textDocument/didOpen", {"textDocument": {"uri": c.uri(name), "languageId": "yaml", "version": 1, "text": "a: 1\n"}})
        t.ok(c.end() == 0 and not [m for m in c.waiting if "values" in str(m)], "other files are not spoken of")


def two_documents(t):
    files = {"compose.yaml": COMPOSE, "api/Dockerfile": ROOT_IMAGE, ".env": "IMAGE=api:1\n"}
    with tap.tree(files) as root, client.Client(root) as c:
        compose, dockerfile = c.uri("compose.yaml"), c.uri("api/Dockerfile")
        user = lambda found: [d for d in found if d["code"] == "image-runs-as-root"]  # noqa: E731
        c.open(dockerfile, USER_IMAGE)
        found = c.open(compose, COMPOSE, "yaml")
        t.same(user(found), [], "an open Dockerfile counts before the disk")
        root_again = "services:\n  api:\n    build: api\n    user: root\n"
        found = c.change(compose, root_again)
        t.ok(user(found), "the compose file is judged with it")
        related = [r["location"]["uri"] for d in user(found) for r in d.get("relatedInformation", [])]
        t.ok(dockerfile in related, "the evidence names the other document", related)
        c.change(compose, COMPOSE)
        c.change(dockerfile, "FROM debian:12\nUSER 1000\nVOLUME /var/run/docker.sock\n")
        t.ok(c.published(compose, 3) is not None, "a change of the Dockerfile judges the compose file again")
        c.close(dockerfile)
        t.ok(c.published(compose) is not None, "closing it takes the disk again")
        pathlib.Path(root, "api/Dockerfile").write_text(USER_IMAGE)
        c.notify("textDocument/didSave", {"textDocument": {"uri": compose}})
        t.ok(c.published(compose) is not None, "saving reads the disk again")


def beside(t):
    files = {"compose.yaml": "services:\n  api:\n    image: a:1\n", "compose.override.yaml": "services:\n  api:\n    privileged: true\n",
             "Dockerfile": ROOT_IMAGE, ".env": "P=true\n"}
    with tap.tree(files) as root, client.Client(root) as c:
        found = c.open(c.uri("compose.override.yaml"), "services:\n  api:\n    privileged: true\n", "yaml")
        line = [d["range"]["start"]["line"] for d in found if d["code"] == "container-privileged"]
        t.same(line, [2], "an override is judged with its base, and told where it stands")
        found = c.open(c.uri("compose.yaml"), "services:\n  api:\n    image: a:1\n    privileged: false\n", "yaml")
        t.ok("container-privileged" not in codes(found), "what stands in the other file is not told in this one")
        found = c.change(c.uri("compose.yaml"), "services:\n  b:\n    image: a:1\n    privileged: ${P}\n")
        t.ok("container-privileged" in codes(found), ".env is read from the disk")
        broken = pathlib.Path(root, ".strideward.yaml")
        broken.write_text("images:\n  rules:\n    - allow: ghcr.io/none/*\n")
        c.notify("textDocument/didSave", {"textDocument": {"uri": c.uri("compose.yaml")}})
        t.ok("base-image-not-allowed" in codes(c.published(c.uri("compose.yaml"))), "a configuration that is written later counts")


def names(t):
    with tap.tree({"a b/ü/Dockerfile": ROOT_IMAGE, "a b/ü/.dockerignore": ".git\n.env\n"}) as root, client.Client(root) as c:
        uri = c.uri("a b/ü/Dockerfile")
        t.ok("%20" in uri and "%C3%BC" in uri, "the name is percent-encoded")
        with_ignore = c.open(uri, "FROM debian:12\nUSER 1000\nCOPY . /app\n")
        c.close(uri)
        os.unlink(os.path.join(root, "a b/ü/.dockerignore"))
        without = c.open(uri, "FROM debian:12\nUSER 1000\nCOPY . /app\n")
        t.ok("whole-context-copied" in codes(without) - codes(with_ignore), "what stands beside such a file is found", (with_ignore, without))
        lower = uri.replace("%C3%BC", "%c3%bc")
        t.ok(c.open(lower, "FROM debian\n"), "escapes may be in lower case")


def outside(t):
    secret = {"inside/Dockerfile": ROOT_IMAGE, "outside/.dockerignore": ".git\n.env\n", "outside/compose.override.yaml": "services:\n  a:\n    privileged: true\n",
              "outside/.env": "P=true\n", "outside/x/Dockerfile": USER_IMAGE}
    with tap.tree(secret) as root, client.Client(os.path.join(root, "inside")) as c:
        far = pathlib.Path(root, "outside")
        text = "FROM debian\nADD a.txt /\nCOPY . /app\n"
        inside = c.open(c.uri("Dockerfile"), text)
        t.ok("whole-context-copied" in codes(inside), "inside it is known that no .dockerignore is there")
        for uri in ((far / "Dockerfile").as_uri(), "untitled:Untitled-1", "file:///c%3A/Users/me/Dockerfile", "file:///C:/x/Dockerfile", "vscode-remote://host/x/Dockerfile",
                    "file://server/share/Dockerfile", c.uri("../outside/Dockerfile"), "file:///%00/Dockerfile", "file:///", "", "Dockerfile", "file:///%zz/Dockerfile%"):
            found = c.open(uri, text)
            t.same(codes(found), codes(inside) - {"whole-context-copied"}, f"judged alone: {uri!r}")
            actions = c.actions(uri, {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 3}})
            t.ok(any(uri in a["edit"]["changes"] for a in actions), f"and mended: {uri!r}")
        found = c.open((far / "compose.yaml").as_uri(), "services:\n  a:\n    image: x:1\n    env_file: .env\n    privileged: ${P}\n  b:\n    build: x\n", "dockercompose")
        t.ok("container-privileged" not in codes(found), "nothing beside a compose file outside is read")
        os.symlink(root, os.path.join(root, "inside", "up"))
        found = c.open(c.uri("up/outside/compose.yaml"), "services:\n  a:\n    image: x:1\n    privileged: ${P}\n", "dockercompose")
        t.ok("container-privileged" not in codes(found), "a link out of the root leads outside")
        t.same(c.end(), 0, "ends")
    with tap.tree({"p/Dockerfile": ROOT_IMAGE}) as root:
        os.symlink(os.path.join(root, "p"), os.path.join(root, "link"))
        with client.Client("/", "--root", os.path.join(root, "link")) as c:
            uri = pathlib.Path(root, "link", "Dockerfile").as_uri()
            t.ok("image-runs-as-root" in codes(c.open(uri, ROOT_IMAGE)), "the root may be named by a link")


def differences(root, names, scanned):
    """Files whose findings in the editor are not those of the scan, by check and line; `scanned` gives the scan's target."""
    checks = {check["id"] for check in json.loads(tap.run("checks", "-f", "json").stdout)}
    with client.Client(root) as c:
        for name in names:
            text = pathlib.Path(root, name).read_bytes().decode(errors="replace")
            told = c.open(c.uri(name), text, "yaml" if name.endswith(("yml", "yaml")) else "dockerfile")
            report = json.loads(tap.run("scan", "-f", "json", scanned(name), cwd=root).stdout)
            want = {(finding["check"], finding["location"]["line"]) for finding in report["findings"]
                    if finding.get("location", {}).get("file", "").endswith(name) and not finding.get("suppressed")}
            have = {(d["code"], d["range"]["start"]["line"] + 1) for d in told if d["code"] in checks}
            if want != have:
                yield f"{name}: only the scan {sorted(want - have)}, only the editor {sorted(have - want)}"
            c.close(c.uri(name))


def as_scanned(t):
    shop = os.path.join(os.environ["SW_ROOT"], "examples", "shop")
    wrong = list(differences(shop, ["compose.yaml", "api/Dockerfile", "worker/Dockerfile"], lambda name: "."))
    t.ok(not wrong, "the example's findings are those of its scan", "\n".join(wrong))
    name = "findings of real Dockerfiles are those of a scan"
    corpus = os.environ.get("SW_CORPUS")
    if not corpus:
        t.skip(name, "SW_CORPUS is not set")
        return
    root = os.path.join(corpus, "dockerfile", "real", "d")
    files = random.Random(5).sample(sorted(os.listdir(root)), 60)
    wrong = list(differences(root, files, lambda name: name))
    t.ok(not wrong, name, "\n".join(wrong))


def run(t):
    kinds(t)
    as_scanned(t)
    two_documents(t)
    beside(t)
    names(t)
    outside(t)
