#!/usr/bin/env python3
"""Real reports fit docs/schema/report-1.json, which is strict, complete and says what every key means."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "image"))
import build  # noqa: E402
import results
import image_samples as samples  # noqa: E402
import tree
import validator

PROGRAM = os.environ["SW_BIN"]

UNREACHED = {
    "path",  # of a file that cannot be opened at all: tests may run as root, for whom there is none
    "suppressed",  # comments that hide findings
    "pending", "revision", "commit", "items", "what",  # policy of a git revision: tests/models/diff.py
}

# What each tree is for; a file named by its path. Together they reach every optional key of the schema.
TREES = {
    "everything": {
        "compose.yaml": """\
services:
  web:
    image: nginx:1.27
    ports: ["80:80", "127.0.0.1:8443:443"]
    depends_on: [api]
    volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"]
  api:
    build: {context: ./api, args: {VERSION: "1"}}
    privileged: true
    user: "0"
    environment: {DB_PASSWORD: hunter2x, DB_URL: "postgres://db:5432/x"}
    networks: [default, inner]
  db:
    image: ${DB_IMAGE}
    profiles: [full]
    command: postgres
    volumes: ["data:/var/lib/postgresql/data"]
    networks: [inner]
    security_opt: [no-new-privileges:true]
    read_only: true
    mem_limit: 1g
volumes: {data: {}}
networks: {inner: {internal: true}}
""",
        "api/Dockerfile": """\
FROM node:20 AS build
ARG VERSION
RUN curl http://x.example/a.sh | sh
ADD foo /foo
# hadolint ignore=DL3002
USER root
CMD ["node", "a.js"]
""",
        "other/Dockerfile": 'FROM scratch\nUSER 10001\nCOPY a /a\nCMD ["/a"]\n',
        "broken/Dockerfile": "RUN before from\n",
        ".strideward.yaml": """\
gate: high
images: {official: allow}
model:
  data: {orders: confidential}
  services: {db: {stores: [orders], owner: team-data}, web: {exposure: internet}}
  flows:
    - {from: web, to: api, tls: true, why: mutual TLS in the mesh}
    - {from: api, to: web, absent: true, why: removed}
  assume: [{engine.userns-remap: true, until: 2099-01-01, owner: platform}]
about:
  {name: Shop, owner: ada, reviewer: bob, description: a shop, contributors: [ada, bob], assumptions: the host is ours,
   external-dependencies: [a bank]}
catalogue:
  threats:
    - {id: own-row, title: a row of its own, on: workload, stride: D, stopped-by: no-memory-limit, describe: a, action: b}
  overrides:
    - {threat: own-row, priority: low, reason: a test, until: 2099-01-01}
    - {threat: own-row, on: web, silence: true, reason: a test, until: 2099-01-01}
""",
        ".strideward/register.lock": """privileged-breakout@compose:compose.yaml#api open 2025-01-01
secret-in-image-or-repository@repository:. open 2025-01-01 0123456789abcdef
""",
        ".strideward/review.yaml": """reviews:
  - {reviewer: eve, date: 2026-01-02, system: [element gone],
     digest: "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}
""",
        ".strideward/decisions.yaml": """\
decisions:
  - {threat: engine-socket-in-container, on: web, kind: accept, reason: reads the list of containers, owner: platform,
     by: ada, approved-by: bob, made: 2026-01-01, until: 2026-01-20, covers: [0123456789abcdef]}
  - {threat: root-process, on: nothing, kind: maybe, reason: "", by: ada, made: 2026-01-01, until: 2026-01-20}
""",
    },
    "builds-only": {"Dockerfile": "FROM debian:12\nRUN apt-get update && apt-get install -y curl\n"},
    "empty": {},
}


def write(folder, files):
    for name, text in files.items():
        path = pathlib.Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def report(target, *options):
    result = subprocess.run(
        [PROGRAM, "scan", "-f", "json", "--at", "2026-01-10", *options, str(target)], capture_output=True, check=False
    )
    return json.loads(result.stdout)


def keys(value):
    """All keys of a report."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield key
            yield from keys(member)
    for item in value if isinstance(value, list) else []:
        yield from keys(item)


def names(schema):
    return {name for _, part in validator.subschemas(schema) for name in part.get("properties", {})}


def test_schema(schema):
    parts = list(validator.subschemas(schema))
    results.none(
        [f"{at}: {sorted(set(part) - validator.KNOWN)}" for at, part in parts if set(part) - validator.KNOWN],
        "the schema uses no more than the validator knows",
    )
    results.none(
        [at for at, part in parts if part.get("type") == "object" and part.get("additionalProperties") is not False],
        "every object of the schema is closed",
    )
    named = [(f"{at}/{name}", member) for at, part in parts for name, member in part.get("properties", {}).items()]
    results.none(
        [at for at, member in named if not member.get("description") and "$ref" not in member], "every key is described"
    )
    results.none(
        [name for name in schema["$defs"] if f'"#/$defs/{name}"' not in json.dumps(schema)], "every definition is used"
    )


def test_validator():
    schema = {
        "$defs": {"n": {"type": "integer", "minimum": 1}},
        "type": "object",
        "required": ["a"],
        "additionalProperties": False,
        "properties": {
            "a": {"$ref": "#/$defs/n"},
            "b": {"anyOf": [{"type": "null"}, {"enum": ["x"]}]},
            "c": {"type": "array", "items": {"type": "string", "pattern": "^x"}},
        },
    }
    results.none(
        [
            good
            for good in ({"a": 1}, {"a": 2, "b": None}, {"a": 3, "b": "x", "c": ["x", "xy"]})
            if validator.errors(schema, good)
        ],
        "the validator accepts what fits",
    )
    results.none(
        [
            bad
            for bad in (
                {},
                {"a": 0},
                {"a": True},
                {"a": "1"},
                {"a": 1, "d": 1},
                {"a": 1, "b": "y"},
                {"a": 1, "c": ["y"]},
                {"a": 1, "c": "x"},
                [],
            )
            if not validator.errors(schema, bad)
        ],
        "and refuses what does not",
    )


def main():
    schema = json.loads(tree.text("docs/schema/report-1.json"))
    test_validator()
    test_schema(schema)
    met = set()
    with tempfile.TemporaryDirectory() as folder:
        for name, files in TREES.items():
            target = pathlib.Path(folder, name)
            target.mkdir()
            write(target, files)
            got = report(target)
            results.none(validator.errors(schema, got), f"the report of {name} fits the schema")
            met |= set(keys(got))
        build.docker_archive(pathlib.Path(folder, "images.tar"), samples.debian, samples.app)
        got = report(pathlib.Path(folder, "images.tar"))
        results.none(validator.errors(schema, got), "the report of images fits the schema")
        met |= set(keys(got))
    shop = tree.ROOT / "examples/shop"
    if shop.exists():
        results.none(
            validator.errors(schema, report(shop, "--gate", "low")), "the report of examples/shop fits the schema"
        )
    else:
        results.skip("the report of examples/shop fits the schema", "there is no examples/shop")
    results.none(sorted(names(schema) - met - UNREACHED), "the trees reach every key of the schema")
    results.done()


main()
