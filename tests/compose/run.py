#!/usr/bin/env python3
"""What the Compose specification makes of small deployments: each NAME.case holds its files and what must hold of the model
that `strideward dump compose` prints. SW_BIN names the program; arguments choose cases by name.

The first line says what the case shows. `--- merge FILE…` names the files, compose.yaml when it is left out. Expectations,
one a line; a path starts at a service, or with "." at the top, its keys divided by spaces:
  PATH = JSON           equal as JSON
  no PATH               is not there
  [no] diagnostic CODE  was given; "no diagnostic" alone: none was
"""
import glob
import json
import os
import re
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cli"))
import tap  # noqa: E402

NOTHING = object()


def look_up(model, path):
    keys = path.split(" ")
    node = model if keys[0] == "." else model.get("services", {})
    for key in keys[1:] if keys[0] == "." else keys:
        if isinstance(node, list):
            node = node[int(key)] if int(key) < len(node) else NOTHING
        else:
            node = node.get(key, NOTHING) if isinstance(node, dict) else NOTHING
    return node


def check(model, codes, line):
    asked = re.match(r"(no )?diagnostic ?(\S*)$", line)
    if asked:
        given = asked[2] in codes if asked[2] else bool(codes)
        return "" if given != bool(asked[1]) else f"diagnostics: {' '.join(codes)}"
    if line.startswith("no "):
        found = look_up(model, line[3:])
        return "" if found is NOTHING else f"got {json.dumps(found)}"
    path, wanted = line.split(" = ", 1)
    found = look_up(model, path)
    return "" if found is not NOTHING and found == json.loads(wanted) else \
        f"got {'nothing' if found is NOTHING else json.dumps(found)}"


def run_case(path):
    with open(path, encoding="utf-8") as case:
        head, expected = case.read().split("--- expect\n")
    named = re.search(r"^--- merge (.*)\n", head, re.M)
    head = re.sub(r"^--- merge .*\n", "", head, flags=re.M)
    parts = re.split(r"^=== (\S+)\n", head, flags=re.M)
    with tempfile.TemporaryDirectory() as folder:
        project = os.path.join(folder, "project")
        for name, text in zip(parts[1::2], parts[2::2]):
            full = os.path.join(project, name)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as file:
                file.write(text)
        result = tap.run("dump", "compose", *(named[1].split() if named else ["compose.yaml"]), cwd=project)
    out, err = (text if isinstance(text, str) else text.decode() for text in (result.stdout, result.stderr))
    model = json.loads(out) if out.strip() else {}
    codes = re.findall(r"^\S+:\d+:\d+: ([a-z-]+): ", err, re.M)
    return [f"{line}: {wrong}" for line in expected.splitlines() if line.strip() and (wrong := check(model, codes, line))]


def main():
    names = sys.argv[1:] or sorted(os.path.basename(path)[:-5] for path in glob.glob(os.path.join(HERE, "*.case")))
    print(f"1..{len(names)}")
    for i, name in enumerate(names, 1):
        wrong = run_case(os.path.join(HERE, name + ".case"))
        for line in wrong:
            print(f"# {line}")
        print(f"{'not ok' if wrong else 'ok'} {i} - {name}")


if __name__ == "__main__":
    main()
