#!/usr/bin/env python3
"""Formats of models held against each other and against their schemas: formats.py CONVERT_MODEL.

Each model of the corpus (SW_CORPUS) is written in its own format, where it must say the same as before and lose nothing,
and in every other one, where what is written must fit that format's schema. The schemas stay in the corpus; nothing of them
is in this repository."""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
import tap as results  # noqa: E402

TOOL = os.path.abspath(sys.argv[1])
CORPUS = os.environ.get("SW_CORPUS", "")
TARGETS = {"threat-dragon": "threat-dragon/threat-dragon-v2.schema.json", "otm": "otm/otm_schema.json",
           "otm-yaml": "otm/otm_schema.json", "threagile": "threagile/schema.json",
           "tm-bom": "tm-bom/threat-model.schema.json"}
OWN = {"threat-dragon": ["threat-dragon"], "otm": ["otm", "otm-yaml"], "threagile": ["threagile"], "tm-bom": ["tm-bom"]}


def load(text):
    """JSON, else YAML 1.1 without its dates."""
    try:
        return json.loads(text)
    except ValueError:
        import yaml

        class Loader(yaml.SafeLoader):
            pass

        Loader.yaml_implicit_resolvers = {first: [(tag, test) for tag, test in tests if tag != "tag:yaml.org,2002:timestamp"]
                                          for first, tests in yaml.SafeLoader.yaml_implicit_resolvers.items()}
        return yaml.load(text, Loader)


def allow_null(schema):
    """Threat Dragon's schema says `nullable`, which JSON Schema does not know."""
    if isinstance(schema, dict):
        if schema.get("nullable"):
            kind = schema["type"]
            schema["type"] = (kind if isinstance(kind, list) else [kind]) + ["null"]
        for value in schema.values():
            allow_null(value)
    elif isinstance(schema, list):
        for value in schema:
            allow_null(value)


def convert(path, target):
    result = subprocess.run([TOOL, path, target], capture_output=True, timeout=60)
    lines = result.stderr.decode().splitlines()
    return result.returncode, result.stdout.decode(), [line for line in lines if line.startswith("lost: ")]


def faults(document, schema):
    import jsonschema
    dates = jsonschema.FormatChecker(formats=())  # one schema takes either a date or a time, and tells them by format alone
    dates.checkers["date"] = (lambda text: text is None or re.fullmatch(r"\d{4}-\d\d-\d\d", str(text)) is not None, ())
    dates.checkers["date-time"] = (lambda text: text is None or re.match(r"\d{4}-\d\d-\d\dT", str(text)) is not None, ())
    kind = jsonschema.validators.validator_for(schema, default=jsonschema.Draft7Validator)
    errors = kind(schema, format_checker=dates).iter_errors(document)
    return sorted("/".join(map(str, error.absolute_path)) + ": " + error.message[:100] for error in errors)[:3]


def check_file(path, own, schemas):
    text = open(path, encoding="utf-8").read() if own in OWN else ""
    before = load(text) if own in OWN else None
    first_version = own == "threat-dragon" and any("diagramJson" in diagram for diagram in before["detail"]["diagrams"])
    for target, schema in schemas.items():
        status, output, lost = convert(path, target)
        if status != 0:
            yield f"{target}: ends with {status}"
            continue
        after = load(output)
        if convert(path, target)[1] != output:
            yield f"{target}: not the same twice"
        known = faults(before, schema) if target == own else []  # a faulty model stays as faulty as it is
        for fault in set(faults(after, schema)) - set(known):
            yield f"{target}: {fault}"
        if target not in OWN.get(own, []):
            continue
        if lost:
            yield f"{target}: its own format loses: {lost[0]}"
        if not first_version and after != before:
            yield f"{target}: says something else than it did"


def drawn_places(path):
    """Places of the elements and boxes in a .tm7, and how many threats stand on its flows, by the file's own XML."""
    def local(node, name):
        return next((child.text for child in node if child.tag.rpartition("}")[2] == name), None)

    places, lines = {}, set()
    root = xml.etree.ElementTree.parse(path).getroot()
    for value in (node for node in root.iter() if node.tag.endswith("Arrays}Value")):
        guid = (local(value, "Guid") or "").strip()
        if local(value, "Left"):
            places[guid] = tuple(float(local(value, name)) for name in ("Left", "Top", "Width", "Height"))
        elif local(value, "HandleX"):
            lines.add(guid)
    flows = [(local(node, "FlowGuid") or "").strip() for node in root.iter() if local(node, "FlowGuid")]
    return places, lines, sum(flow in lines for flow in flows)


def check_places(path):
    """What a .tm7 has on its pages stands in the same places in Threat Dragon, with all of its threats."""
    places, lines, threats = drawn_places(path)
    cells = {}
    for diagram in json.loads(convert(path, "threat-dragon")[1])["detail"]["diagrams"]:
        cells.update((cell["id"], cell) for cell in diagram["cells"])
    if set(cells) != set(places) | lines:
        yield f"cells: {sorted(set(cells) ^ (set(places) | lines))[:3]}"
    for guid, place in places.items():
        cell = cells.get(guid, {"position": {"x": 0, "y": 0}, "size": {"width": 0, "height": 0}})
        got = (cell["position"]["x"], cell["position"]["y"], cell["size"]["width"], cell["size"]["height"])
        if got != place:
            yield f"{guid}: stands at {got}, drawn at {place}"
    found = sum(len(cell["data"].get("threats", [])) for cell in cells.values())
    if found != threats:
        yield f"threats: {found}, drawn {threats}"


def summary(document):
    """What a model of Threat Dragon and an Open Threat Model both hold."""
    cells = [cell for diagram in document["detail"]["diagrams"] for cell in diagram["cells"]]
    for cell in cells:
        data, kind = cell["data"], cell["data"]["type"]
        if kind in ("tm.Boundary", "tm.Text") or data.get("name") == "Outside all boundaries":
            continue
        shared = {name: data.get(name) or None for name in ("description", "outOfScope", "reasonOutOfScope", "isEncrypted",
                                                            "protocol", "isBidirectional", "isPublicNetwork", "storesCredentials")}
        ends = [cell[end].get("cell") for end in ("source", "target")] if kind == "tm.Flow" else (cell["position"], cell["size"])
        threats = [[threat.get(name) for name in ("title", "type", "status", "severity", "description", "mitigation")]
                   for threat in data.get("threats", [])]
        if kind != "tm.Flow" or all(ends):
            yield cell["id"], kind, shared, ends, threats


def check_there_and_back(path):
    """From Threat Dragon to an Open Threat Model and back, what both hold is the same."""
    with tempfile.TemporaryDirectory() as folder:
        there = os.path.join(folder, "model.otm")
        with open(there, "w", encoding="utf-8") as file:
            file.write(convert(path, "otm-yaml")[1])
        before, after = (json.loads(convert(name, "threat-dragon")[1]) for name in (path, there))
    before, after = ({row[0]: row for row in summary(document)} for document in (before, after))
    for name in sorted(set(before) | set(after)):
        if before.get(name) != after.get(name):
            yield f"{before.get(name)}"
            yield f"became {after.get(name)}"


def main():
    tap = results.Tap()
    if not CORPUS or not os.path.isdir(os.path.join(CORPUS, "models")):
        tap.skip("models of the corpus in every format", "SW_CORPUS names no corpus with models")
        return tap.done()
    try:
        import jsonschema  # noqa: F401
        import yaml  # noqa: F401
    except ImportError as error:
        tap.skip("models of the corpus in every format", f"there is no Python module {error.name}")
        return tap.done()
    schemas = {}
    for target, name in TARGETS.items():
        schemas[target] = json.load(open(os.path.join(CORPUS, "models", name), encoding="utf-8"))
        allow_null(schemas[target])
    groups = {"threat-dragon": "models/threat-dragon/*.json", "otm": "models/otm/*.*", "threagile": "models/threagile/*.yaml",
              "tm-bom": "models/tm-bom/*[!x].json", "cyclonedx": "models/tm-bom/*.cdx.json", "tm7": "tm7/**/*.tm7"}
    for own, pattern in groups.items():
        for path in sorted(glob.glob(os.path.join(CORPUS, pattern), recursive=True)):
            name = os.path.relpath(path, CORPUS)
            if "schema" in name or name.endswith(".md"):
                continue
            wrong = list(check_file(path, own, schemas))
            if own == "tm7":
                wrong += check_places(path)
            elif own == "threat-dragon":
                wrong += check_there_and_back(path)
            tap.ok(not wrong, f"{name} in {', '.join(schemas)}", "\n".join(wrong))
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
