#!/usr/bin/env python3
"""`strideward dump packages` of small files of its own: dump.py STRIDEWARD."""
import io
import json
import os
import subprocess
import sys
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
import tap as results  # noqa: E402

PROGRAM = os.path.abspath(sys.argv[1])
TAP = results.Tap()
POM = "groupId=org.example\nartifactId=part\nversion=1.2.3\n"


def dump(*arguments, given=None):
    result = subprocess.run([PROGRAM, "dump", "packages", *arguments], input=given, capture_output=True, check=False)
    return result.returncode, json.loads(result.stdout or "null"), result.stderr.decode()


def archive(members):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return made.getvalue()


def main():
    jar = archive({"META-INF/maven/org.example/part/pom.properties": POM})
    files = {"var/lib/dpkg/status": b"Package: apt\nStatus: install ok installed\nArchitecture: amd64\nVersion: 2.6.1\n\n",
             "srv/app.war": archive({"WEB-INF/lib/part.jar": jar, "WEB-INF/lib/other-2.0.jar": archive({"x": "x"})}), "srv/same.jar": jar,
             "srv/readme.txt": b"nothing", "srv/broken.jar": b"nothing"}
    part, other = ["org.example:part", "1.2.3"], ["other", "2.0"]
    with results.tree(files) as folder:
        TAP.same(dump(f"{folder}/srv/same.jar"), (0, [part], ""), "a file by its path")
        TAP.same(dump(f"{folder}/srv/app.war"), (0, [part, other], ""), "archives in an archive")
        status, pairs, said = dump(folder)
        TAP.same((status, pairs), (2, [["apt", "2.6.1"], part, other]), "a folder: all files, each package once")
        TAP.ok("srv/broken.jar: archive-broken" in said and "readme" not in said, "a folder: what was refused", said)
        status, pairs, said = dump(f"{folder}/srv/readme.txt")
        TAP.ok(status == 2 and pairs == [] and "no reader of packages takes it" in said, "a file that no reader takes", said)
        TAP.same(dump("--as", "jar", f"{folder}/srv/readme.txt")[0], 2, "a file that is not what it was called")
        status, _, said = dump("--as", "nothing", f"{folder}/srv/same.jar")
        TAP.ok(status == 2 and " jar " in said and " dpkg-status " in said, "a kind that is not known: those that are", said)
        TAP.same(dump("--as", "jar", "-", given=jar), (0, [part], ""), "standard input")
    return TAP.done()


if __name__ == "__main__":
    sys.exit(main())
