#!/usr/bin/env python3
"""Models and templates that the Microsoft tool wrote, read and written again: tm7.py STRIDEWARD REWRITE_TM7.

The corpus is the folder named by SW_CORPUS; without it the test is skipped. An unchanged save is the same bytes. Written as
if we had made it, a model is the same bytes too, except where the file is known to be no plain work of the tool's: there
the trees are compared. The checker of the order rules finds nothing in what the tool wrote, and nothing in what we write."""
import glob
import os
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
import tap  # noqa: E402

BIN, REWRITE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
CORPUS = os.environ.get("SW_CORPUS", "")
ENV = dict(os.environ, LC_ALL="C.UTF-8")

# Why a file is not what the tool's serializer gives, so that only its content can be the same.
NOT_PLAIN = {
    "misc/mstam2016.tm7": "indented by another program",
    "kubearmor/KubeArmor.tm7": "the name of its diagram has a key",
    "startleft/test_model.tm7": "declarations before attributes",
    "startleft/test_model_lines.tm7": "cut by hand",
    "microsoft/default.tb7": "line feeds alone",
    "microsoft/Azure Cloud Services.tb7": "quotes escaped, line feeds alone",
    "microsoft/MedicalDeviceTemplate.tb7": "line feeds in its texts are mixed",
    "docker/docker-templates.tb7": "a line feed at its end",
    "otmt/secodis web plain.tb7": "",
}
CUT_BY_HAND = "startleft/test_model_lines.tm7"


def convert(source, *formats):
    options = [word for name, target in formats for word in ("-f", f"{name}={target}")]
    return subprocess.run([BIN, "model", "convert", source, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV, check=False)


def words(text):
    """Text without the line breaks and blanks that an editor may have put in."""
    return " ".join((text or "").split())


def tree(node):
    """An element as what it says: its children in order, white space aside."""
    attributes = {key: value for key, value in node.attrib.items() if not key.endswith("}Id")}
    return node.tag, attributes, words(node.text) if not len(node) else "", [tree(child) for child in node]


def parsed(path_or_bytes):
    root = ElementTree.fromstring(path_or_bytes)
    # The one difference that is known: the key of a diagram's name.
    for surface in root.iter("{http://schemas.datacontract.org/2004/07/ThreatModeling.Model}DrawingSurfaceModel"):
        for name in surface.findall("./{*}Properties/{*}anyType/{*}Name"):
            name.text = None
    return tree(root)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def embedded(data):
    return ElementTree.fromstring(data).find("{*}KnowledgeBase")


def main():
    results = tap.Tap()
    if not CORPUS:
        results.skip("models of the Microsoft tool", "SW_CORPUS names no corpus")
        return results.done()
    base = os.path.join(CORPUS, "tm7")
    models = sorted(glob.glob(os.path.join(base, "*", "*.tm7")))
    templates = sorted(glob.glob(os.path.join(base, "*", "*.tb7")))
    check(results, "12 models and 6 templates", (len(models), len(templates)) == (12, 6), f"{len(models)}, {len(templates)}")
    with tempfile.TemporaryDirectory() as folder:
        out, other = os.path.join(folder, "out"), os.path.join(folder, "other")
        for path in models + templates:
            name, kind = os.path.relpath(path, base), path[-3:]
            answer = convert(path, (kind, out))
            said = [line for line in answer.stderr.decode().splitlines() if ": note: " not in line]
            check(results, f"{name}: an unchanged save is the same bytes", answer.returncode == 0 and read(out) == read(path) and not said,
                          answer.stderr.decode()[:500])
            again = subprocess.run([REWRITE, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
            if name in NOT_PLAIN:
                check(results, f"{name}: made again, it says the same",
                              again.returncode == 0 and (name == CUT_BY_HAND or parsed(again.stdout) == parsed(read(path))))
            else:
                check(results, f"{name}: made again, it is the same bytes", again.returncode == 0 and again.stdout == read(path))
            breaches = [line for line in again.stderr.decode().splitlines() if "indented" not in line]
            check(results, f"{name}: the order rules hold", bool(breaches) == (name == CUT_BY_HAND), "\n".join(breaches[:5]))
        for path in templates:
            name = os.path.relpath(path, base)
            answer = convert(path, ("tm7", out))
            back = convert(out, ("tb7", other))
            lost = re.compile(rb"<Id>[^<]*</Id>(?=\s*<IsInherited>)|<IsInherited>.*?</IsInherited>|<IsOverrided>.*?</IsOverrided>|"
                              rb"<Behavior>.*?</Behavior>|<Shape>.*?</Shape>")
            check(results, f"{name}: embedded and back, only what is listed is lost", answer.returncode == 0 and back.returncode == 0 and
                          tree(ElementTree.fromstring(lost.sub(b"", read(other)))) == tree(ElementTree.fromstring(lost.sub(b"", read(path)))),
                          (answer.stderr + back.stderr).decode()[:500])
        # The tool's own embedding of the same template.
        convert(os.path.join(base, "microsoft/Azure Cloud Services.tb7"), ("tm7", out))
        ours, theirs = embedded(read(out)), embedded(read(os.path.join(base, "startleft/MTMT_example_coordinates.tm7")))
        for root in (ours, theirs):
            for stencil in root.iter("{http://schemas.datacontract.org/2004/07/ThreatModeling.KnowledgeBase}ElementType"):
                for part in stencil.findall("{*}StencilConstraints"):
                    stencil.remove(part)
            for datum in root.iter("{http://schemas.datacontract.org/2004/07/ThreatModeling.Model}ThreatMetaDatum"):
                for part in datum.findall("{*}Description"):
                    datum.remove(part)
        check(results, "Azure: embedded as the tool embeds it", tree(ours) == tree(theirs))
        largest = os.path.join(base, "docker/docker_sample.tm7")
        # Nothing takes the place of a file unless it is whole.
        with open(other, "wb") as file:
            file.write(b"before")
        broken = os.path.join(folder, "broken.tm7")
        with open(broken, "wb") as file:
            file.write(read(largest)[:100000])
        answer = convert(broken, ("tm7", other))
        check(results, "a truncated model: its place is told and nothing is overwritten",
                      answer.returncode == 2 and read(other) == b"before" and re.search(rb"broken\.tm7:1:\d+: error: ", answer.stderr),
                      answer.stderr.decode()[:300])
        best = min(timed(largest, out) for _ in range(5))
        print(f"# reading and writing {os.path.getsize(largest) >> 10} KiB, the whole program: {best * 1000:.0f} ms")
    return results.done()


def check(results, name, passed, detail=""):
    results.ok(bool(passed), name, detail)


def timed(path, out):
    start = time.perf_counter()
    convert(path, ("tm7", out))
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
