#!/usr/bin/env python3
"""One content, made into images by the tools that people make them with: whoever made it and however it is stored, the program says the
same of it. `tools.py PROGRAM`; a tool that is missing, or cannot work here, is a skip that says so."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

import kit
import faulty
import tap

TOOL = "usr/bin/tool"
KEY = "root/.ssh/id_rsa"
BASE = {
    "etc/os-release": faulty.release("10", "buster"), "etc/passwd": faulty.PASSWD + "toor:x:0:0::/root:/bin/sh\n",
    "var/lib/dpkg/status": faulty.status(("tool", "1:2.0-3+b1"), ("libc6", "2.28-10")),
    "var/lib/dpkg/info/tool.list": "/.\n/usr\n/usr/bin\n/usr/bin/tool\n", TOOL: "#!/bin/busybox sh\n", KEY: faulty.KEY,
    "usr/lib/python3/dist-packages/PyYAML-6.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: PyYAML\nVersion: 6.0\n",
    "srv/app/.git/HEAD": "ref: refs/heads/main\n", "srv/app/settings.py": f'TOKEN = "{faulty.FILE_TOKEN}"\n',
    "srv/app/node_modules/left-pad/package.json": '{"name": "left-pad", "version": "1.3.0"}', "srv/run": "#!/bin/busybox sh\n",
}
MODES = {TOOL: 0o755, "srv/run": 0o777, KEY: 0o600}
STEP = f"/bin/busybox chmod 4755 /{TOOL} && /bin/busybox rm /{KEY} && /bin/busybox rm -r /srv/app/node_modules"
DOCKERFILE = f"""FROM scratch
COPY root /
RUN ["/bin/busybox", "sh", "-c", "{STEP}"]
USER 1000
LABEL a=b
CMD ["/{TOOL}"]
"""
PACKAGES = [("PyYAML", "6.0"), ("libc6", "2.28-10"), ("tool", "1:2.0-3+b1")]


class Unable(Exception):
    """A tool does not work here; why."""


def tool(*command, cwd, env=None, timeout=60):
    try:
        return subprocess.run(command, cwd=cwd, env=env, check=True, capture_output=True, text=True, timeout=timeout).stdout.strip()
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or ["it says nothing"])[-1]
        raise Unable(f"{command[0]} ended with {error.returncode}: {last[:200]}") from error
    except (subprocess.TimeoutExpired, OSError) as error:
        raise Unable(f"{command[0]}: {error}"[:200]) from error


def write_base(top):
    tap.write_tree(top, BASE)
    os.makedirs(os.path.join(top, "bin"))
    shutil.copy(shutil.which("busybox"), os.path.join(top, "bin", "busybox"))
    for path in BASE:
        os.chmod(os.path.join(top, path), MODES.get(path, 0o644))


def take_step(top):
    os.chmod(os.path.join(top, TOOL), 0o4755)
    os.unlink(os.path.join(top, KEY))
    shutil.rmtree(os.path.join(top, "srv/app/node_modules"))


def merged(folder, target):
    """What is there in the end, whichever layers brought it. How grave a set-user-ID bit is depends on whether it came with its package."""
    parsed = kit.report(folder, target)
    image = parsed["images"][0]
    keys = ("path", "mode", "user", "group", "traits", "owner")
    files = [{key: item[key] for key in keys} for item in image["notable"] if not item["goneIn"]]
    secrets = [[item[key] for key in ("path", "line", "column", "kind", "fingerprint", "verified")] for item in image["secrets"] if not item["goneIn"]]
    findings = sorted([found["check"], found["location"]["path"]] for found in parsed["findings"]
                      if (found["location"] or {}).get("path") and found["check"] != "image-secret-in-lower-layer")
    bill = kit.bill(folder, "cyclonedx", target)
    return {"complete": image["complete"], "files": files, "secrets": secrets, "findings": findings, "packages": kit.packages_of(bill),
            "diagnostics": sorted(kit.codes(parsed))}


def check_layers(t, folder, target, name):
    """The two layers that a builder made: the key is in the first, and the second took it away."""
    parsed = kit.report(folder, target)
    places = {(found["check"], found["location"].get("layer"), found["location"].get("path")) for found in parsed["findings"] if found["location"]}
    wanted = {("image-secret-in-lower-layer", 1, KEY), ("image-setuid-program", 2, TOOL), ("image-world-writable-file", 1, "srv/run")}
    t.ok(wanted <= places, f"{name}: layers are told apart", wanted - places)
    t.same([layer["read"] for layer in parsed["images"][0]["layers"]], ["complete"] * 2, f"{name}: two layers are read")


class Makers:
    def __init__(self, t, folder):
        self.t = t
        self.folder = folder
        self.wanted = None

    def same(self, target, name, layers=True):
        self.t.same(kit.differences(merged(self.folder, target), self.wanted), [], f"{name}: packages, files, credentials and findings are the same")
        if layers:
            check_layers(self.t, self.folder, target, name)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def root_file_systems(self):
        write_base(self.path("root"))
        take_step(self.path("root"))
        self.wanted = merged(self.folder, "rootfs:root")
        self.t.same([package[:2] for package in self.wanted["packages"] if not package[2].startswith("pkg:generic/")], PACKAGES, "a folder: packages")
        self.t.ok(self.wanted["complete"] and len(self.wanted["findings"]) >= 5 and not self.wanted["diagnostics"], "a folder: findings", self.wanted)
        tool("tar", "-C", "root", "--sort=name", "-cf", "root.tar", ".", cwd=self.folder)
        tool("gzip", "-k", "root.tar", cwd=self.folder)
        for name in ("root.tar", "root.tar.gz"):
            self.same("rootfs:" + name, name, layers=False)

    def umoci(self):
        tool("umoci", "init", "--layout", "umoci", cwd=self.folder)
        tool("umoci", "new", "--image", "umoci:app", cwd=self.folder)
        tool("umoci", "unpack", "--image", "umoci:app", "bundle", cwd=self.folder)
        write_base(self.path("bundle", "rootfs"))
        tool("umoci", "repack", "--refresh-bundle", "--image", "umoci:app", "bundle", cwd=self.folder)
        take_step(self.path("bundle", "rootfs"))
        tool("umoci", "repack", "--image", "umoci:app", "bundle", cwd=self.folder)
        tool("umoci", "config", "--image", "umoci:app", "--config.user", "1000", "--config.label", "org.opencontainers.image.source=x", cwd=self.folder)
        tool("umoci", "gc", "--layout", "umoci", cwd=self.folder)
        self.same("oci:umoci:app", "umoci")

    def skopeo(self):
        """The same layers, packed and stored otherwise: all of the report is the same."""
        whole = kit.substance(kit.report(self.folder, "oci:umoci:app"))
        copies = [("docker-archive:skopeo-docker.tar:example.com/app:1", ()), ("oci-archive:skopeo-oci.tar:example.com/app:1", ()),
                  ("oci:skopeo-zstd:app", ("--dest-compress-format", "zstd")),
                  ("oci:skopeo-gzip:app", ("--dest-compress-format", "gzip", "--dest-compress-level", "9"))]
        for target, options in copies:
            try:
                tool("skopeo", "--insecure-policy", "copy", *options, "oci:umoci:app", target, cwd=self.folder)
                again = "oci:again-" + re.sub(r"\W", "-", target)
                tool("skopeo", "--insecure-policy", "copy", target, again + ":app", cwd=self.folder)
            except Unable as why:
                self.t.skip(f"skopeo, {target}", why)
                continue
            for made in (target, again):
                got = kit.substance(kit.report(self.folder, re.sub(r"(tar):.*", r"\1", made)))
                self.t.same(kit.differences(got, whole), [], f"skopeo, {made}: every word is the same")

    def buildah(self):
        environment = {"PATH": os.environ["PATH"], "HOME": self.folder, "TMPDIR": self.folder, "BUILDAH_ISOLATION": "chroot"}
        write_base(self.path("context"))

        def buildah(*arguments):
            return tool("buildah", "--root", self.path("store"), "--runroot", self.path("runs"), "--storage-driver", "vfs", *arguments,
                        cwd=self.folder, env=environment)
        container = buildah("from", "scratch")
        buildah("copy", container, "context", "/")
        buildah("commit", "--rm", container, "base")
        container = buildah("from", "localhost/base")
        buildah("run", container, "--", "/bin/busybox", "sh", "-c", STEP)
        buildah("config", "--user", "1000", container)
        for form, target in (("oci", "oci:buildah-oci:app"), ("docker", "docker-archive:buildah.tar:example.com/app:1"),
                             ("docker", "oci-archive:buildah-oci.tar:app")):
            buildah("commit", "--format", form, container, target)
            self.same(re.sub(r"(tar):.*", r"\1", target), f"buildah, {target}")

    def docker(self):
        log = self.path("dockerd.log")
        host = "unix://" + self.path("d.sock")
        with open(log, "wb") as out:
            engine = subprocess.Popen(["dockerd", "--data-root", self.path("data"), "--exec-root", self.path("exec"), "--host", host,
                                       "--pidfile", self.path("d.pid"),
                                       "--storage-driver", "vfs", "--bridge=none", "--iptables=false", "--ip6tables=false", "--ip-masq=false"],
                                      stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True)
        environment = {"PATH": os.environ["PATH"], "DOCKER_HOST": host, "DOCKER_BUILDKIT": "0", "DOCKER_CONFIG": self.folder, "HOME": self.folder}

        def docker(*arguments):
            return tool("docker", *arguments, cwd=self.folder, env=environment)
        try:
            for _ in range(60):
                if engine.poll() is not None or os.path.exists(self.path("d.sock")):
                    break
                time.sleep(0.5)
            if engine.poll() is not None or not os.path.exists(self.path("d.sock")):
                with open(log, encoding="utf-8", errors="replace") as text:
                    raise Unable("dockerd does not start here: " + (text.read().strip().splitlines() or ["it says nothing"])[-1][:200])
            docker("import", "root.tar", "imported:1")
            tap.write_tree(self.path("build"), {"Dockerfile": DOCKERFILE})
            write_base(self.path("build", "root"))
            docker("build", "--network", "none", "-t", "built:1", "build")
            for name in ("imported", "built"):
                docker("save", "-o", name + ".tar", name + ":1")
            docker("save", "-o", "two.tar", "imported:1", "built:1")
        finally:
            engine.terminate()
            try:
                engine.wait(30)
            except subprocess.TimeoutExpired:
                engine.kill()
                engine.wait()
        self.same("docker-archive:imported.tar", "docker import and save", layers=False)
        self.same("docker-archive:built.tar", "docker build and save")
        parsed = kit.report(self.folder, "docker-archive:two.tar")
        self.t.same(sorted(item["name"] for item in parsed["images"]), ["built:1", "imported:1"], "docker save of two images")
        built = next(item for item in kit.report(self.folder, "docker-archive:built.tar")["images"])
        steps = [layer["createdBy"] for layer in built["layers"]]
        self.t.ok("chmod 4755" in steps[1], "docker build: which step made a layer", steps)

    def mmdebstrap(self):
        with open("/etc/os-release", encoding="utf-8") as text:
            suite = re.search(r"^VERSION_CODENAME=(\S+)", text.read(), re.M)
        if not suite:
            raise Unable("this system is no release of Debian")
        tool("mmdebstrap", "--quiet", "--mode=chrootless", "--variant=custom", "--include=base-files,busybox-static,tzdata",
             suite.group(1), "debian.tar", cwd=self.folder)
        os.mkdir(self.path("debian"))
        tool("tar", "-C", "debian", "-xf", "debian.tar", cwd=self.folder)
        listed = tool("dpkg-query", "--admindir", "debian/var/lib/dpkg", "-W", "-f", "${Package} ${Version}\\n", cwd=self.folder)
        wanted = [line.split(" ") for line in listed.splitlines()]
        both = []
        for target in ("rootfs:debian.tar", "rootfs:debian"):
            both.append(merged(self.folder, target))
            got = sorted([name, version] for name, version, purl in both[-1]["packages"] if purl.startswith("pkg:deb/debian/"))
            self.t.same(got, sorted(wanted), f"mmdebstrap, {target}: {len(wanted)} packages as dpkg lists them")
        self.t.same(kit.differences(*both), [], "mmdebstrap: folder and archive say the same")
        owned = {item["path"]: item["owner"] for item in both[0]["files"]}
        self.t.ok(owned.get("bin/busybox", owned.get("usr/bin/busybox")) == "deb:busybox-static", "mmdebstrap: packages own their programs", owned)


def main():
    t = kit.start()
    needed = {"umoci": ["umoci"], "skopeo": ["umoci", "skopeo"], "buildah": ["buildah"], "docker": ["dockerd", "docker"],
              "mmdebstrap": ["mmdebstrap", "dpkg-query"]}
    if kit.missing("busybox") or os.geteuid() != 0:
        t.skip("images of real tools", "busybox is not installed" if kit.missing("busybox") else "these tools want root")
        return t.done()
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    with tempfile.TemporaryDirectory(prefix="sw-", ignore_cleanup_errors=True) as folder:
        makers = Makers(t, folder)
        makers.root_file_systems()
        for name, programs in needed.items():
            absent = kit.missing(*programs)
            if absent:
                t.skip(f"images made by {name}", f"{absent} is not installed")
                continue
            start = time.monotonic()
            try:
                getattr(makers, name)()
            except Unable as why:
                t.skip(f"images made by {name}", why)
            print(f"# {name}: {time.monotonic() - start:.1f} s")
    return t.done()


sys.exit(main())
