#!/usr/bin/env python3
"""Holds the YAML and JSON readers against what kubectl read out of real manifests: yaml.py DUMP_DOCUMENTS DEVIATIONS.

The corpus is the folder named by SW_CORPUS; without it the test is skipped. kubectl's answers are what `kubectl label
--local -o json` printed; what that command changes in an object's metadata is taken out of both sides."""
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile


def unpack(archive, folder):
    data = subprocess.run(["zstd", "-dcq", archive], stdout=subprocess.PIPE, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        tar.extractall(folder)


def rows_of(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def deviations_of(path):
    with open(path, encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines if not line.startswith("#")]
    return {name: outcome for name, outcome, _ in rows}


def canonical(line):
    """One object without what setting and removing a label leaves behind: empty maps, and managedFields hidden."""
    value = json.loads(line)
    if isinstance(value, dict):
        metadata = value.get("metadata")
        if isinstance(metadata, dict):
            metadata.pop("managedFields", None)
            if not metadata.get("labels", True):
                del metadata["labels"]
        if not metadata:
            value.pop("metadata", None)
    return json.dumps(value, sort_keys=True)


def dump(program, folder, paths):
    """For each path its objects and the codes of its errors."""
    listed = "".join(path + "\n" for path in paths).encode()
    answer = subprocess.run([program, "yaml", "kubectl"], input=listed, stdout=subprocess.PIPE, cwd=folder, check=True)
    results, current = {}, None
    for line in answer.stdout.decode("utf-8").split("\n")[:-1]:
        if line.startswith("= "):
            current = results[line[2:]] = ([], [])
        elif line.startswith("! error "):
            current[1].append(line.split(" ")[2])
        elif not line.startswith("! "):
            current[0].append(canonical(line))
    return results


def objects_of(folder, name):
    path = os.path.join(folder, "kubectl-json", name + ".jsonl")
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as lines:
        return [canonical(line) for line in lines]


def check_files(program, folder, expected, deviations):
    wrong = []
    results = dump(program, folder, [row["file"] for row in expected])
    for row in expected:
        objects, errors = results[row["file"]]
        if row["error"] and not row["objects"]:
            same = bool(errors)
        else:
            same = not row["error"] and not errors and objects == objects_of(folder, row["file"])
        outcome = deviations.get(row["file"])
        if outcome:
            fits = not same and (not errors if outcome == "objects" else errors == [outcome])
        else:
            fits = same
        if not fits:
            wrong.append(f"{row['file']}: {len(objects)} objects, errors {errors}; kubectl {row['objects']} {row['error']}")
    return wrong


def check_scalars(program, folder, rows):
    paths = []
    for number, row in enumerate(rows):
        paths.append(f"scalar-{number}.yaml")
        with open(os.path.join(folder, paths[-1]), "w", encoding="utf-8") as out:
            out.write(f"kind: A\ndata:\n  k: {row['scalar']}\n")
    results, wrong = dump(program, folder, paths), []
    for path, row in zip(paths, rows):
        objects, errors = results[path]
        got = "error" if errors else json.dumps(json.loads(objects[0])["data"]["k"])
        want = "error" if "error" in row else json.dumps(row["json"])
        if got != want:
            wrong.append(f"{row['scalar']!r}: {got}, kubectl {want}")
    return wrong


def main():
    corpus = os.environ.get("SW_CORPUS")
    if not corpus:
        print("1..0 # SKIP SW_CORPUS is not set")
        return 0
    source = os.path.join(corpus, "kubernetes")
    program, deviations = os.path.abspath(sys.argv[1]), deviations_of(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        for name in ("labelled", "plain", "kubectl-json"):
            unpack(os.path.join(source, name + ".tar.zst"), folder)
        rows = rows_of(os.path.join(source, "kubectl-json.jsonl"))
        scalars = rows_of(os.path.join(source, "kubectl-scalars.jsonl"))
        groups = [
            ("files that kubectl reads", [row for row in rows if not row["error"]]),
            ("files that kubectl refuses", [row for row in rows if row["error"]]),
        ]
        results = [(title, len(group), check_files(program, folder, group, deviations)) for title, group in groups]
        results.append(("scalars", len(scalars), check_scalars(program, folder, scalars)))
    print(f"1..{len(results)}")
    for number, (title, count, wrong) in enumerate(results, 1):
        print(f"{'not ok' if wrong else 'ok'} {number} - {title}: {count - len(wrong)} of {count}")
        for line in wrong[:20]:
            print("# " + line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
