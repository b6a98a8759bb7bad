"""Layers of images: what they hold is told wherever the image comes from, what is wrong with them is never passed over,
and records of them are kept where nobody else can change them."""
import gzip
import json
import os
import shutil
import stat
import subprocess
import tarfile
import tempfile
import time

import layouts
import tap

PLAIN = [layouts.layer(("etc/os-release", b"ID=debian\nVERSION_ID=\"12\"\n"), ("usr/bin/su", b"x", {"mode": 0o4755})),
         layouts.layer(("srv/data", b"1234567"))]


def report(*arguments, cwd, env=None, status=0, t=None):
    result = tap.run("image", "-f", "json", "--at", "2026-01-01", *arguments, cwd=cwd, env=env)
    if t and result.returncode != status:
        t.same(result.returncode, status, f"image {' '.join(arguments)} ends with {status}")
        print("# " + result.stderr[:500].replace("\n", "\n# "))
    return json.loads(result.stdout or "{}")


def layers_of(parsed):
    return [entry for image in parsed.get("images", []) for entry in image.get("layers", [])]


def diagnostics(parsed):
    return {entry["code"] for entry in parsed.get("diagnostics", [])}


def wrong(parsed):
    """What tells of a layer that is not as it should be; odd names in it are no fault of it."""
    return diagnostics(parsed) & {"layer-" + what for what in ("missing", "partial", "died", "late", "unreadable", "too-large", "digest-mismatch",
                                                              "diff-mismatch")}


def sources(t, folder):
    layout = layouts.Layout(os.path.join(folder, "lay"))
    layout.add(PLAIN)
    layout.done()
    layouts.archive_of(layout, os.path.join(folder, "oci.tar"))
    layouts.old_archive(os.path.join(folder, "old.tar"), PLAIN, [(0, tarfile.SYMTYPE), (1, tarfile.LNKTYPE)])
    for target, count in (("lay", 2), ("oci:lay", 2), ("oci:lay:1", 2), ("oci.tar", 2), ("oci-archive:oci.tar", 2), ("old.tar", 4),
                          ("docker-archive:old.tar:example.com/old:1", 4)):
        parsed = report(target, cwd=folder, t=t)
        t.same(len(layers_of(parsed)), count, f"the layers of {target} are told")
        t.ok(not wrong(parsed), f"nothing is wrong with {target}", wrong(parsed))
    scan = json.loads(tap.run("scan", "-f", "json", ".", cwd=folder).stdout)
    t.same(len(layers_of(scan)), 2, "a layout in a project is read, too")


def root_file_systems(t, folder):
    os.makedirs(os.path.join(folder, "fs", "etc"))
    tap.write_tree(folder, {"fs/etc/os-release": "ID=debian\n", "fs/srv/data": "1234567",
                            "fs/.strideward.yaml": "no: configuration\n", "plain.tar": layouts.layer(("etc/os-release", b"ID=debian\n"), ("srv/data", b"7"), ("usr/x", b"")),
                            })
    with open(os.path.join(folder, "plain.tar"), "rb") as file:
        data = file.read()
    tap.write_tree(folder, {"packed.tar.gz": gzip.compress(data)})
    targets = ["rootfs:fs", "rootfs:plain.tar", "plain.tar", "rootfs:packed.tar.gz"]
    if shutil.which("zstd"):
        subprocess.run(["zstd", "-q", "plain.tar", "-o", "packed.tar.zst"], cwd=folder, check=True)
        targets.append("rootfs:packed.tar.zst")
    for target in targets:
        result = tap.run("image", "-f", "json", target, cwd=folder)
        parsed = json.loads(result.stdout or "{}")
        t.ok(result.returncode == 0 and len(layers_of(parsed)) == 1 and parsed.get("diagnostics") == [], f"{target} is one layer",
             f"{result.returncode} {parsed.get('diagnostics')} {result.stderr}")
    result = tap.run("image", "packed.tar.gz", cwd=folder)
    t.ok(result.returncode == 2 and "rootfs:" in result.stdout, "a compressed archive that may be of images says what to do", result.stdout)


def faults(t, folder):
    def fresh(name, **more):
        layout = layouts.Layout(os.path.join(folder, name))
        blobs = layout.add(PLAIN, **more)
        layout.done()
        return layout, blobs

    def expect(name, code, status=2):
        result = tap.run("image", "-f", "json", f"oci:{name}", cwd=folder)
        parsed = json.loads(result.stdout or "{}")
        t.ok(result.returncode == status and code in diagnostics(parsed), f"{name}: {code}", f"{result.returncode} {diagnostics(parsed)} {result.stderr}")

    layout, blobs = fresh("cut")
    with open(layout.path(blobs[0]["digest"]), "r+b") as file:
        file.truncate(blobs[0]["size"] - 40)
    expect("cut", "layer-partial")
    expect("cut", "layer-digest-mismatch")
    layout, blobs = fresh("gone")
    os.unlink(layout.path(blobs[1]["digest"]))
    expect("gone", "layer-missing")
    layout, blobs = fresh("swapped")
    shutil.copy(layout.path(blobs[0]["digest"]), layout.path(blobs[1]["digest"]))
    expect("swapped", "layer-digest-mismatch")
    expect("swapped", "layer-diff-mismatch")
    layout, blobs = fresh("other", configured=[PLAIN[1], PLAIN[0]])
    expect("other", "layer-diff-mismatch")
    layout, blobs = fresh("fewer", configured=PLAIN[:1])
    expect("fewer", "image-layer-count", 0)
    layout, blobs = fresh("foreign", types={1: "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"})
    os.unlink(layout.path(blobs[1]["digest"]))
    expect("foreign", "layer-foreign", 0)
    layout, blobs = fresh("link")
    os.unlink(layout.path(blobs[1]["digest"]))
    os.symlink("/etc/passwd", layout.path(blobs[1]["digest"]))
    expect("link", "layer-missing")
    layout, blobs = fresh("garbage", pack=lambda data: b"\x1f\x8b\x08" + os.urandom(4000))
    expect("garbage", "layer-partial")


def platforms(t, folder):
    layout = layouts.Layout(os.path.join(folder, "lay"))
    layout.add(PLAIN[:1], architecture="amd64")
    layout.add(PLAIN, architecture="arm64")
    layout.done()
    for asked, count in (("linux/arm64", 2), ("linux/amd64", 1)):
        parsed = report("--platform", asked, "lay", cwd=folder, t=t)
        t.same(len(layers_of(parsed)), count, f"--platform {asked} takes that image")
    result = tap.run("image", "-f", "json", "--platform", "linux/riscv64", "lay", cwd=folder)
    t.ok(result.returncode == 2 and "image-platform-missing" in diagnostics(json.loads(result.stdout)), "a platform that is not offered is said", result.stdout)
    for malformed in ("arm64", "linux/", "a/b/c/d", ""):
        t.same(tap.run("image", "--platform", malformed, "lay", cwd=folder).returncode, 2, f"--platform '{malformed}' is wrong usage")


def cache(t, folder):
    layout = layouts.Layout(os.path.join(folder, "lay"))
    layout.add(PLAIN)
    layout.done()
    time.sleep(2.1)
    place = os.path.join(folder, "cache")
    env = {"XDG_CACHE_HOME": place}
    kept = os.path.join(place, "strideward", "layers")
    tap.run("lint", "lay", cwd=folder, env=env)
    tap.run("image", "--no-cache", "lay", cwd=folder, env=env)
    t.ok(not os.path.exists(place), "lint and --no-cache keep nothing")
    first = report("lay", cwd=folder, env=env, t=t)
    records = sorted(name for name in os.listdir(kept) if not name.startswith("at."))
    t.same(len(records), 2, "a record a layer is kept")
    t.ok(stat.S_IMODE(os.stat(kept).st_mode) == 0o700 and all(stat.S_IMODE(os.stat(os.path.join(kept, name)).st_mode) == 0o600 for name in os.listdir(kept)),
         "nobody else may read them")
    t.same(report("lay", cwd=folder, env=env), first, "the second run says the same")
    t.same(report("--no-cache", "lay", cwd=folder, env=env), first, "and so does one without the cache")
    for name in records:
        with open(os.path.join(kept, name), "r+b") as file:
            data = bytearray(file.read())
            data[-3] ^= 1
            file.seek(0)
            file.write(data)
    t.same(report("lay", cwd=folder, env=env), first, "broken records are not believed")
    report("--no-secrets", "lay", cwd=folder, env=env, t=t)
    t.same(len([name for name in os.listdir(kept) if not name.startswith("at.")]), 4, "records without secrets are others")
    shutil.rmtree(kept)
    runs = [subprocess.Popen([tap.program(), "image", "-f", "json", "--at", "2026-01-01", "lay"], cwd=folder, env={**env, "PATH": os.environ["PATH"]},
                             stdout=subprocess.PIPE) for _ in range(6)]
    t.ok(all(json.loads(run.communicate()[0]) == first for run in runs), "six runs at once say the same")
    t.ok(not any(name.startswith("tmp.") for name in os.listdir(kept)), "and leave nothing half written")
    shutil.rmtree(kept)
    os.mkdir(os.path.join(folder, "elsewhere"))
    os.symlink(os.path.join(folder, "elsewhere"), kept)
    result = tap.run("image", "lay", cwd=folder, env=env)
    t.ok(result.returncode == 0 and "not kept" in result.stderr and not os.listdir(os.path.join(folder, "elsewhere")), "a link is no cache", result.stderr)
    result = tap.run("image", "lay", cwd=folder, env={"STRIDEWARD_CACHE": os.path.join(folder, "own")})
    t.ok(result.returncode == 0 and os.listdir(os.path.join(folder, "own", "layers")), "STRIDEWARD_CACHE names another place", result.stderr)
    result = tap.run("image", "lay", cwd=folder, env={"STRIDEWARD_CACHE": "own"})
    t.ok(result.returncode == 0 and "absolute" in result.stderr, "which must be absolute", result.stderr)


def messages(t, folder):
    os.mkdir(os.path.join(folder, "empty"))
    tap.write_tree(folder, {"text": "FROM scratch\n"})
    for target, word in (("alpine:3.19", "docker-archive:PATH"), ("docker://alpine", "docker save"), ("docker-daemon:x:1", "docker save"),
                         ("empty", "rootfs:PATH"), ("oci:empty", "rootfs:PATH"), ("oci:nowhere", "nowhere"), ("rootfs:nowhere", "nowhere")):
        result = tap.run("image", target, cwd=folder)
        t.ok(result.returncode == 2 and word in result.stderr, f"image {target} is refused with a hint", result.stderr)
    result = tap.run("image", "text", cwd=folder)
    t.same(result.returncode, 2, "a file that is no image ends with 2")
    t.same(tap.run("image", cwd=folder).returncode, 2, "image wants an image")


def secrets(t, folder):
    value = "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"
    layout = layouts.Layout(os.path.join(folder, "lay"))
    layout.add([layouts.layer(("srv/token.txt", f"token = {value}\n".encode())), layouts.layer(("srv/.wh.token.txt", b""))])
    layout.done()
    env = {"XDG_CACHE_HOME": os.path.join(folder, "cache")}
    for options in (["text"], ["json"], ["html"], ["json", "--no-secrets"]):
        result = tap.run("image", "-f", *options, "lay", cwd=folder, env=env)
        t.ok(value not in result.stdout + result.stderr, f"-f {' '.join(options)} shows no secret of a layer")
    kept = os.path.join(folder, "cache", "strideward", "layers")
    t.ok(not any(value.encode() in open(os.path.join(kept, name), "rb").read() for name in os.listdir(kept)), "no record holds one")


def tool(*command, cwd):
    subprocess.run(command, cwd=cwd, check=True, capture_output=True, timeout=60)


def real(t, folder):
    name = "what umoci and skopeo make of layers is read"
    if not shutil.which("umoci") or not shutil.which("skopeo"):
        t.skip(name, "umoci and skopeo are not installed")
        return
    tap.write_tree(folder, {"tree/etc/os-release": "ID=debian\n", "more": "x" * 5000})
    try:
        tool("umoci", "init", "--layout", "lay", cwd=folder)
        tool("umoci", "new", "--image", "lay:app", cwd=folder)
        tool("umoci", "insert", "--image", "lay:app", "tree", "/", cwd=folder)
        tool("umoci", "insert", "--image", "lay:app", "more", "/srv/more", cwd=folder)
        tool("skopeo", "--insecure-policy", "copy", "oci:lay:app", "docker-archive:docker.tar:example.com/app:1", cwd=folder)
        tool("skopeo", "--insecure-policy", "copy", "oci:lay:app", "oci-archive:oci.tar:example.com/app:1", cwd=folder)
        tool("skopeo", "--insecure-policy", "copy", "--dest-compress-format", "zstd", "oci:lay:app", "oci:zstd:app", cwd=folder)
    except (subprocess.SubprocessError, OSError) as error:
        t.skip(name, f"the tools do not run here: {error}")
        return
    for target in ("oci:lay:app", "docker-archive:docker.tar", "oci-archive:oci.tar", "oci:zstd"):
        parsed = report(target, cwd=folder, t=t)
        t.ok(len(layers_of(parsed)) == 2 and not wrong(parsed), f"{name}: {target}",
             f"{layers_of(parsed)} {diagnostics(parsed)}")


def run(t):
    for case in (sources, root_file_systems, faults, platforms, cache, messages, secrets, real):
        with tempfile.TemporaryDirectory() as folder:
            case(t, folder)
