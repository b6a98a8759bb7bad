#!/usr/bin/env python3
"""Images in reports: stored text and Markdown, JSON and differences that fit their schemas, what a person must be told of
an image that cannot be read in full. `report.py PROGRAM SCHEMAS`; with --store the stored texts are written anew."""
import json
import os
import re
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
for folder in ("cli", "structure"):
    sys.path.insert(0, os.path.join(HERE, "..", folder))
import build  # noqa: E402
import image_samples as samples  # noqa: E402
import tap  # noqa: E402
import validator  # noqa: E402

AT = ("--at", "2026-02-01T00:00:00Z", "--no-color", "--no-cache")


def without_version(text):
    version = re.escape(tap.run("--version").stdout.split()[1])
    return re.sub(rf"(strideward ){version}\b", r"\1VERSION", text)


def stored(t, name, got):
    path = os.path.join(HERE, "stored", name)
    if "--store" in sys.argv:
        with open(path, "w", encoding="utf-8") as out:
            out.write(got)
    with open(path, encoding="utf-8") as text:
        t.same(got.splitlines(), text.read().splitlines(), f"{name} is the stored one")


def image(folder, *arguments):
    return tap.run("image", *AT, *arguments, cwd=folder)


def schema_of(name):
    with open(os.path.join(sys.argv[2], name), encoding="utf-8") as text:
        return json.load(text)


def check_text(t, folder):
    stored(t, "image.txt", without_version(image(folder, "two.tar").stdout))
    stored(t, "image.md", without_version(image(folder, "-f", "markdown", "two.tar").stdout))
    stored(t, "diff.txt", image(folder, "diff", "app.tar", "newer.tar").stdout)
    page = image(folder, "-f", "html", "two.tar").stdout
    t.ok('<section class="image" id="i1">' in page and "root/.ssh/id_rsa" in page, "the page has a section for each image")
    t.ok("gone in 4" in page, "and says which layer removed a credential")


def check_json(t, folder):
    report = json.loads(image(folder, "-f", "json", "two.tar").stdout)
    t.same(list(validator.errors(schema_of("report-1.json"), report)), [], "the report fits its schema")
    app = next(item for item in report["images"] if item["name"] == "app:1")
    t.same(app["base"], {"name": "debian:12", "by": "layers", "layers": 1}, "the base is the image with the same layers")
    files = {item["path"]: item for item in app["notable"]}
    t.same((files["app/tool"]["layer"], files["app/tool"]["since"]), (3, 3), "the layer that set a set-user-ID bit")
    t.same((files["root/.ssh/id_rsa"]["layer"], files["root/.ssh/id_rsa"]["goneIn"]), (2, 4), "a key that a later layer deleted")
    t.same(files["usr/bin/sudo"]["owner"], "deb:sudo", "a file that its package calls by another name")
    t.same(app["packages"], [{"type": "deb", "count": 2}, {"type": "pypi", "count": 1}], "packages by type")
    t.same([layer["createdBy"] for layer in app["layers"]][3], "RUN rm /root/.ssh/id_rsa", "what made a layer")
    t.ok(app["complete"], "it was read in full")
    inside = [item["location"] for item in report["findings"] if (item["location"] or {}).get("path") == "app/tool"]
    t.ok(all(place["image"] == "app:1" and place["layer"] == 3 for place in inside), "places tell image, layer and path")
    secrets = {item["path"]: (item["kind"], item["line"], item["layer"], item["goneIn"]) for item in app["secrets"]}
    t.same(secrets, {"app/.env": ("github-token", 2, 2, None), "root/.ssh/id_rsa": ("private-key", 1, 2, 4)}, "secrets, and which layer hid one")
    t.ok("PRIVATE KEY" not in json.dumps(report) and samples.token(3) not in json.dumps(report), "no secret is in the report")


def check_layout(t, folder):
    one = json.loads(image(folder, "-f", "json", "oci:lay:app:1").stdout)["images"]
    two = json.loads(image(folder, "-f", "json", "app.tar").stdout)["images"]
    for report in (one, two):
        for item in report:
            for key in ("path", "manifest", "name", "names", "base"):
                item.pop(key)
            for layer in item["layers"]:
                layer.pop("digest"), layer.pop("packed"), layer.pop("base")
    t.same(one[:1], two, "a layout tells the same as an archive")


def check_partial(t, folder):
    blobs = os.path.join(folder, "torn", "blobs", "sha256")
    build.layout(os.path.join(folder, "torn"), samples.app)
    packed = build.gzip.compress(samples.SETUID, mtime=0)
    with open(os.path.join(blobs, build.digest(packed)[7:]), "wb") as out:
        out.write(packed[:60])
    got = image(folder, "oci:torn")
    t.ok("NOT COMPLETE" in got.stdout, "a layer that breaks off is told loudly", got.stdout)
    t.same(got.returncode, 2, "and ends with status 2")
    report = json.loads(image(folder, "-f", "json", "oci:torn").stdout)["images"][0]
    t.same((report["complete"], report["layers"][2]["read"] == "complete"), (False, False), "and is told to machines")
    t.ok("Not complete" in image(folder, "-f", "html", "oci:torn").stdout, "and on the page")


def check_difference(t, folder):
    got = json.loads(image(folder, "diff", "-f", "json", "app.tar", "newer.tar").stdout)
    t.same(list(validator.errors(schema_of("image-difference-1.json"), got)), [], "the difference fits its schema")
    t.same(got["sharedLayers"], 1, "layers that are shared")
    settings = {(row["change"], row["what"], row.get("name")) for row in got["configuration"]}
    for wanted in (("changed", "user", None), ("changed", "environment", "MODE"), ("added", "environment", "DEBUG"),
                   ("added", "port", "80/tcp"), ("removed", "port", "8080/tcp")):
        t.ok(wanted in settings, f"{' '.join(str(word) for word in wanted)}", settings)
    t.same([(row["change"], row["name"], row["before"], row["after"]) for row in got["packages"]],
           [("changed", "sudo", "1.9.13p3-1", "1.9.15p5-1"), ("removed", "PyYAML", "6.0", None)], "packages that differ")
    t.same({row["path"]: row["change"] for row in got["notable"]}["app/tool"], "removed", "a file that is notable no more")
    t.same([row["path"] for row in got["files"]["added"]["largest"]], ["app/large.bin", "etc/app.key"], "the largest files come first")
    t.same([(row["change"], row["path"]) for row in got["secrets"]],
           [("removed", "app/.env"), ("removed", "root/.ssh/id_rsa"), ("added", "etc/app.key")], "secrets that came and went")
    same = json.loads(image(folder, "diff", "-f", "json", "app.tar", "app.tar").stdout)
    t.same((same["differs"], same["sharedLayers"]), (False, 4), "an image does not differ from itself")
    t.same(image(folder, "diff", "app.tar").returncode, 2, "one image alone cannot be compared")
    t.same(image(folder, "diff", "app.tar", "two.tar").returncode, 2, "nor can several at once")


def main():
    os.environ["SW_BIN"] = sys.argv[1]
    t = tap.Tap()
    with tempfile.TemporaryDirectory(prefix="strideward-test-") as folder:
        build.docker_archive(os.path.join(folder, "app.tar"), samples.app)
        build.docker_archive(os.path.join(folder, "newer.tar"), samples.newer)
        build.docker_archive(os.path.join(folder, "two.tar"), samples.debian, samples.app)
        build.layout(os.path.join(folder, "lay"), samples.debian, samples.app)
        check_text(t, folder)
        check_json(t, folder)
        check_layout(t, folder)
        check_partial(t, folder)
        check_difference(t, folder)
    return t.done()


sys.exit(main())
