#!/usr/bin/env python3
"""Faults planted in six layers: every one is found, with its layer, path and owner, and a sibling image has none of them.
`planted.py PROGRAM`"""
import os
import shutil
import sys
import tempfile

import kit
import faulty as planted
import build
import tap

# Check, layer, path, package that owns the file; None: the fault stands in the configuration or the history.
PLANTED = [
    ("private key that a later layer deletes", "image-secret-in-lower-layer", 2, "root/.ssh/id_rsa", None),
    ("index of packages that is left", "image-package-cache", 2, "var/lib/apt/lists/mirror.example.org_debian_dists_buster_main_binary-amd64_Packages", None),
    ("compiler", "image-build-tools", 2, "usr/bin/gcc", None),
    ("set-user-ID program of nobody's", "image-setuid-program", 3, "opt/tool", None),
    ("file capability", "image-file-capability", 3, "opt/netadmin", None),
    ("server for SSH", "image-ssh-server", 3, "usr/sbin/sshd", None),
    ("client of an engine", "image-engine-client", 3, "usr/local/bin/docker", None),
    ("sudo", "image-escalation-program", 3, "usr/bin/sudo", None),
    ("a package's program made set-user-ID", "image-setuid-program", 4, "usr/bin/remount", "deb:mount-tools"),
    ("second account with number 0", "image-second-root-account", 5, "etc/passwd", None),
    ("account without a password", "image-account-without-password", 5, "etc/shadow", None),
    ("password hashed with MD5", "image-account-without-password", 5, "etc/shadow", None),
    ("program that anybody may change", "image-world-writable-file", 5, "usr/local/bin/run", None),
    ("device", "image-device-node", 5, "dev/disk0", None),
    ("repository", "image-git-repository", 6, "app/.git", None),
    ("token in a repository's settings", "image-secret-in-file", 6, "app/.git/config", None),
    ("token in .npmrc", "image-secret-in-file", 6, "app/.npmrc", None),
    ("login of a registry", "image-secret-in-file", 6, "root/.docker/config.json", None),
    ("token in a kubeconfig", "image-secret-in-file", 6, "root/.kube/config", None),
    ("token in a program's text", "image-secret-in-file", 6, "app/settings.py", None),
    ("token as a build argument", "secret-in-build-variable", 3, None, None),
    ("set-user-ID bit by a step", "setuid-bit-set", 4, None, None),
    ("file fetched in clear text", "download-over-http", 5, None, None),
    ("password in the environment", "secret-in-build-variable", None, None, None),
    ("port of SSH", "ssh-daemon", None, None, None),
    ("root as the user", "image-runs-as-root", None, None, None),
    ("no health check", "no-health-check", None, None, None),
    ("distribution without fixes", "image-system-end-of-life", None, None, None),
    ("no label of the source", "source-label-missing", None, None, None),
]
FOUND_BY_SEARCH = {"image-secret-in-file", "image-secret-in-lower-layer"}
KINDS = {"root/.ssh/id_rsa": "private-key", "app/.git/config": "github-token", "app/settings.py": "github-token", "app/.npmrc": "npm-registry-credential",
         "root/.docker/config.json": "docker-registry-login", "etc/shadow": "password-hash"}


def place(found):
    at = found["location"] or {}
    return found["check"], at.get("layer"), at.get("path")


def check_found(t, parsed, name):
    places = [place(found) for found in parsed["findings"]]
    owners = {item["path"]: item["owner"] for item in parsed["images"][0]["notable"]}
    for about, check, layer, path, owner in PLANTED:
        wanted = sum(row[1:4] == (check, layer, path) for row in PLANTED)
        t.ok(places.count((check, layer, path)) == wanted and owners.get(path) == owner, f"{name}: {about}, {check} in layer {layer or '-'} at {path or '-'}",
             "\n".join(str(row) for row in places if row[0] == check) + f"\nowner {owners.get(path)}")
    kinds = {item["path"]: item["kind"] for item in parsed["images"][0]["secrets"]}
    t.ok(all(kinds.get(path) == kind for path, kind in KINDS.items()), f"{name}: of which kind each credential is", kinds)
    gone = {item["path"]: item["goneIn"] for item in parsed["images"][0]["notable"] + parsed["images"][0]["secrets"]}
    t.same({path: layer for path, layer in gone.items() if layer}, {"root/.ssh/id_rsa": 4}, f"{name}: which layer deleted the key")
    t.ok(parsed["images"][0]["complete"] and not parsed.get("diagnostics"), f"{name}: it was read in full", parsed.get("diagnostics"))


def check_clean(t, folder):
    for target in ("oci:clean", "clean.tar"):
        parsed = kit.report(folder, target)
        checks = {found["check"] for found in parsed["findings"]}
        t.ok(not checks & {row[1] for row in PLANTED} and parsed["images"][0]["complete"], f"{target} has none of these faults",
             [place(found) for found in parsed["findings"]])
        t.same((parsed["images"][0]["secrets"], [item["path"] for item in parsed["images"][0]["notable"]]), ([], ["usr/bin/bash"]), f"{target}: nothing notable")


def check_without_search(t, folder, whole):
    parsed = kit.report(folder, "--no-secrets", "faulty.tar")
    left = [found for found in whole["findings"] if found["check"] not in FOUND_BY_SEARCH]
    # Files that are named like credentials are then told by that alone.
    by_name = [found for found in parsed["findings"] if found["check"] == "image-credential-file" or "by its name" in found["message"]]
    t.same(sorted(place(found) for found in by_name),
           [("image-credential-file", 6, path) for path in ("app/.npmrc", "root/.docker/config.json", "root/.kube/config")] +
           [("image-secret-in-lower-layer", 2, "root/.ssh/id_rsa")], "without the search, files are told by their names")
    others = [found for found in parsed["findings"] if found not in by_name]
    t.same(sorted((found["check"], found["message"]) for found in others), sorted((found["check"], found["message"]) for found in left),
           "--no-secrets leaves out what the search finds, and nothing else")
    t.same((parsed["images"][0]["secrets"], parsed["images"][0]["searched"]), ([], False), "and says that nothing was searched")


def check_broken(t, folder):
    """Layer 5 breaks off, is damaged, is not there, or is another one than named."""
    def cut(path):
        os.truncate(path, os.path.getsize(path) * 2 // 3)

    def damage(path):
        with open(path, "r+b") as file:
            data = bytearray(file.read())
            data[20:60] = bytes(40)
            file.seek(0)
            file.write(data)

    for name, image in (("faulty", planted.faulty), ("clean", planted.clean)):
        for about, spoil, how in (("cut", cut, "layer-partial"), ("damaged", damage, "layer-partial"), ("missing", os.unlink, "layer-missing")):
            top = f"{about}-{name}"
            spoil(build.layout(os.path.join(folder, top), image, zstd_layers=(3,))[4])
            result = kit.image(folder, "oci:" + top)
            parsed = kit.report(folder, "oci:" + top)
            told = parsed["images"][0]
            t.ok(result.returncode == 2 and how in kit.codes(parsed), f"{top}: status 2 and {how}", f"{result.returncode} {kit.codes(parsed)} {result.stderr}")
            t.ok(not told["complete"] and [layer["read"] == "complete" for layer in told["layers"]] == [True] * 4 + [False, True],
                 f"{top}: layer 5 is told as not complete", [layer["read"] for layer in told["layers"]])
            t.ok("NOT COMPLETE" in result.stdout and "ot complete" in kit.image(folder, "-f", "html", "oci:" + top).stdout, f"{top}: so are people", result.stdout)
            places = {place(found) for found in parsed["findings"]}
            wanted = {row[1:4] for row in PLANTED if row[2] != 5 and row[3] != "etc/shadow"} if name == "faulty" else set()
            t.ok(wanted <= places, f"{top}: the other layers' faults are told", wanted - places)
            unknown = {row["check"] for row in parsed["unknowns"]}
            t.ok({"image-device-node", "image-second-root-account", "image-setuid-program"} <= unknown | {where[0] for where in places},
                 f"{top}: what layer 5 may hold is not called good", unknown)
    paths = build.layout(os.path.join(folder, "exchanged"), planted.clean)
    shutil.copy(build.layout(os.path.join(folder, "other"), planted.faulty)[4], paths[4])
    result = kit.image(folder, "oci:exchanged")
    places = [found["check"] for found in kit.report(folder, "oci:exchanged")["findings"]]
    t.ok(result.returncode == 2 and {"image-layer-differs", "image-second-root-account"} <= set(places), "a layer that another was put in the place of",
         f"{result.returncode} {places}")


def check_secrecy(t, folder):
    cache = os.path.join(folder, "cache")
    env = {"STRIDEWARD_CACHE": cache}
    commands = [("image", "-f", form, "faulty.tar") for form in ("text", "json", "html", "sarif", "markdown", "mermaid", "tm7", "otm", "threat-dragon")]
    commands += [("image", "--profile", "all", "-f", "json", "oci:faulty"), ("image", "-f", "text", "oci:cut-faulty"),
                 ("image", "--no-secrets", "-f", "json", "faulty.tar"),
                 ("sbom", "-f", "cyclonedx", "faulty.tar"), ("sbom", "-f", "spdx", "faulty.tar"), ("sbom", "-f", "spdx", "oci:cut-faulty"),
                 ("scan", "-f", "json", "faulty.tar"), ("dump", "image", "faulty.tar"), ("dump", "system", "faulty.tar"),
                 ("image", "diff", "clean.tar", "faulty.tar"), ("image", "diff", "-f", "json", "clean.tar", "faulty.tar")]
    for command in commands:
        result = tap.run(*command, cwd=folder, env=env)
        shown = [name for name, value in planted.SECRETS.items() if value in result.stdout + result.stderr]
        t.ok(not shown and result.returncode in (0, 1, 2) and result.stdout, f"{' '.join(command)}: no secret is shown",
             f"{shown} {result.returncode} {result.stderr}")
    kept = [os.path.join(where, name) for where, _, names in os.walk(cache) for name in names]
    held = []
    for path in kept:
        with open(path, "rb") as file:
            data = file.read()
        held += [name for name, value in planted.SECRETS.items() if value.encode() in data]
    t.ok(len(kept) >= 12 and not held, f"{len(kept)} files of the cache: no secret is kept", held)


def main():
    t = kit.start()
    with tempfile.TemporaryDirectory(prefix="strideward-test-") as folder:
        tool = kit.missing("zstd")
        for name, image in (("faulty", planted.faulty), ("clean", planted.clean)):
            build.docker_archive(os.path.join(folder, name + ".tar"), image)
            build.layout(os.path.join(folder, name), image, zstd_layers=() if tool else (3,))
        archive = kit.report(folder, "faulty.tar")
        check_found(t, archive, "docker archive")
        if tool:
            t.skip("a layer packed with zstd", f"{tool} is not installed")
        layout = kit.report(folder, "oci:faulty")
        check_found(t, layout, "layout")
        t.same(kit.differences(kit.substance(archive), kit.substance(layout)), [], "both forms say the same")
        check_clean(t, folder)
        check_without_search(t, folder, archive)
        check_broken(t, folder)
        check_secrecy(t, folder)
    return t.done()


sys.exit(main())
