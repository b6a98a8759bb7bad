#!/usr/bin/env python3
"""Holds `strideward dump compose` against Debian's docker-compose 1.29 on the real files of the corpus: services after
merging, extends and interpolation, with no variable set. docker-compose runs as a library of its own interpreter, once for
all files. Reasons for known differences stand in a table: FILE, SERVICE or *, KEY or *, reason; a row that is no longer
true fails."""
import json
import os
import re
import subprocess
import sys
import tempfile

ORACLE = r'''
import json, os, sys, warnings
warnings.filterwarnings("ignore")
import logging
logging.disable(logging.CRITICAL)
import yaml
from compose.config import config, environment, serialize
for line in sys.stdin:
    folder, names = json.loads(line)
    try:
        os.chdir(folder)
        files = [config.ConfigFile.from_filename(name) for name in names]
        details = config.ConfigDetails(folder, files, environment.Environment())
        model = yaml.safe_load(serialize.serialize_config(config.load(details), escape_dollar=False))
        print(json.dumps({"services": model.get("services") or {}}, default=str), flush=True)
    except BaseException as error:
        print(json.dumps({"error": str(error)[:200]}), flush=True)
'''


def oracle_python():
    """The interpreter that docker-compose itself uses, when it is a version that can be a library."""
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        path = os.path.join(folder, "docker-compose")
        if os.path.isfile(path):
            with open(path, "rb") as script:
                first = script.readline().decode("utf-8", "replace").strip()
            python = first[2:].split()[0] if first.startswith("#!") else ""
            probe = [python, "-c", "import compose.config.serialize"]
            if os.path.isfile(python) and subprocess.run(probe, capture_output=True, check=False).returncode == 0:
                return python
    return None


def oracle(python, jobs):
    """What docker-compose makes of each (folder, names)."""
    run = subprocess.run([python, "-c", ORACLE], input="".join(json.dumps(job) + "\n" for job in jobs), text=True,
                         capture_output=True, env={"PATH": os.environ["PATH"], "HOME": HOME}, check=False)
    return [json.loads(line) for line in run.stdout.splitlines()]


def ours(program, folder, names):
    run = subprocess.run([program, "dump", "compose", *names], cwd=folder, capture_output=True, check=False)
    try:
        return json.loads(run.stdout)["services"], run.stderr.decode("utf-8", "replace")
    except (json.JSONDecodeError, KeyError):
        return None, run.stderr.decode("utf-8", "replace")


# ---- one shape for both ----

HOME = "/nonexistent"  # what docker-compose is told

UNITS = {"": 1, "b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}
TIMES = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}


def size(value):
    found = re.fullmatch(r"(\d+(?:\.\d+)?) ?([kmgt]?)(?:i?b)?", str(value).lower())
    return str(int(float(found[1]) * UNITS[found[2]])) if found else str(value)


def duration(value):
    parts = re.findall(r"(\d+(?:\.\d+)?)(ns|us|ms|s|m|h)", str(value))
    return "%g" % sum(float(n) * TIMES[u] for n, u in parts) if parts else str(value)


def text(value):
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


def path(folder, value):
    value = HOME + value[1:] if value.startswith("~") else value
    return value if re.match(r"^[a-z]+://|^git@", value) else os.path.normpath(os.path.join(folder, value))


def span(value):
    low, _, high = str(value or "").partition("-")
    return range(int(low), int(high or low) + 1) if low else [None]


def ports(_, value):
    made = set()
    for port in value or []:
        if not isinstance(port, dict):
            bare, _, protocol = str(port).partition("/")
            parts = bare.rsplit(":", 2)
            port = {"target": parts[-1], "published": parts[-2] if len(parts) > 1 else None,
                    "host_ip": parts[0] if len(parts) > 2 else None, "protocol": protocol}
        targets, published = list(span(port.get("target"))), list(span(port.get("published")))
        for i, target in enumerate(targets):
            outside = published[i] if len(published) == len(targets) else str(port.get("published"))
            made.add((port.get("host_ip") or "", str(outside or ""), str(target), port.get("protocol") or "tcp"))
    return sorted(made)


def volume(folder, value):
    if isinstance(value, dict):
        source, target, mode = value.get("source") or "", value.get("target"), "ro" if value.get("read_only") else "rw"
        if value.get("type") == "bind" and source:
            source = path(folder, source)
        return (source if value.get("type") != "tmpfs" else "tmpfs", target.rstrip("/") or "/", mode)
    parts = value.split(":")
    source, target = (parts[0], parts[1]) if len(parts) > 1 else ("", parts[0])
    if source[:1] in (".", "/", "~"):
        source = path(folder, source)
    return (source, target.rstrip("/") or "/", "ro" if len(parts) > 2 and "ro" in parts[2].split(",") else "rw")


def volumes(folder, value):
    return sorted(volume(folder, item) for item in value or [])


def pairs(_, value):
    if isinstance(value, list):
        value = dict((item.split("=", 1) + [None])[:2] for item in value)
    return {str(key): text(item) for key, item in (value or {}).items()}


def hosts(_, value):
    if isinstance(value, dict):
        return {key: text(item) for key, item in value.items()}
    return dict(re.split("[:=]", item, maxsplit=1) for item in value or [])


def names(_, value):
    if isinstance(value, list):
        return {str(item): None for item in value}
    return {key: plain(_, item) or None for key, item in (value or {}).items()}


def depends(_, value):
    made = names(_, value)
    return {key: (item or {}).get("condition", "service_started") for key, item in made.items()}


def build(folder, value):
    value = {"context": value} if isinstance(value, str) else dict(value)
    if "context" in value:
        value["context"] = path(folder, value["context"])
    if "args" in value:
        value["args"] = {key: item or "" for key, item in pairs(folder, value["args"]).items()}
    if "labels" in value:
        value["labels"] = pairs(folder, value["labels"])
    return plain(folder, value)


def several(_, value):
    return sorted(set(text(item) for item in (value if isinstance(value, list) else [value])))


def grants(_, value):
    return sorted(json.dumps({"source": item} if isinstance(item, str) else plain(_, item), sort_keys=True) for item in value or [])


def health(_, value):
    made = dict(value)
    for key in ("interval", "timeout", "start_period"):
        if key in made:
            made[key] = duration(made[key])
    if isinstance(made.get("test"), str):
        made["test"] = ["CMD-SHELL", made["test"]]
    if made.pop("disable", False):
        made["test"] = ["NONE"]
    return plain(_, made)


def plain(folder, value):
    if isinstance(value, dict):
        return {str(key): plain(folder, item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [plain(folder, item) for item in value]
    return text(value)


def network_mode(_, value):
    return text(value)


SHAPES = {"ports": ports, "volumes": volumes, "environment": pairs, "labels": pairs, "sysctls": pairs, "extra_hosts": hosts,
          "networks": names, "depends_on": depends, "build": build, "dns": several, "dns_search": several, "expose": several,
          "cap_add": several, "cap_drop": several, "security_opt": several, "links": several, "external_links": several,
          "volumes_from": several, "group_add": several, "profiles": several, "secrets": grants, "configs": grants,
          "healthcheck": health, "mem_limit": lambda _, v: size(v), "memswap_limit": lambda _, v: size(v),
          "shm_size": lambda _, v: size(v), "mem_reservation": lambda _, v: size(v), "stop_grace_period": lambda _, v: duration(v),
          "devices": several, "tmpfs": several}
EMPTY = (None, [], {}, "")


def normal(folder, service):
    service = dict(service)
    for entry in ([service.pop("tmpfs")] if isinstance(service.get("tmpfs"), str) else service.pop("tmpfs", None) or []):
        service["volumes"] = (service.get("volumes") or []) + [{"type": "tmpfs", "target": entry.split(":")[0]}]
    made = {}
    for key, value in service.items():
        if value is None or key.startswith("x-"):
            continue
        shaped = SHAPES.get(key, plain)(folder, value)
        if shaped not in EMPTY or key in ("command", "entrypoint"):
            made[key] = shaped
    return made


def differences(folder, theirs, mine):
    for service in sorted(set(theirs) | set(mine)):
        if service not in theirs or service not in mine:
            yield service, "-", "theirs" if service in theirs else "ours", "alone"
            continue
        left, right = normal(folder, theirs[service]), normal(folder, mine[service])
        for key in sorted(set(left) | set(right)):
            if left.get(key) != right.get(key):
                yield service, key, left.get(key), right.get(key)


def read_rows(name):
    with open(name, encoding="utf-8") as table:
        rows = [line.rstrip("\n").split("\t") for line in table if line.strip() and not line.startswith("#")]
    return [tuple(row) for row in rows]


def matches(row, found):
    return all(part in ("*", value) for part, value in zip(row[:3], found))


def main():
    corpus, program = os.environ.get("SW_CORPUS", ""), os.environ["SW_BIN"]
    folder = os.path.join(corpus, "compose/real/c")
    python = oracle_python()
    if not corpus or not os.path.isdir(folder):
        print("1..0 # SKIP SW_CORPUS names no unpacked corpus")
        return
    if not python:
        print("1..0 # SKIP docker-compose 1.29 is not installed")
        return
    files = sorted(name for name in os.listdir(folder) if not name.startswith("."))
    theirs = oracle(python, [(folder, [name]) for name in files])
    rows, used, failures, accepted, equal, known = read_rows(sys.argv[1]), set(), [], 0, 0, 0
    for name, model in zip(files, theirs):
        if "error" in model:
            continue
        accepted += 1
        mine, _ = ours(program, folder, [name])
        found = list(differences(folder, model["services"], mine or {}))
        unknown = []
        for service, key, left, right in found:
            hits = [row for row in rows if matches(row, (name, service, key))]
            used.update(hits)
            if not hits:
                unknown.append(f"{name} {service} {key}: docker-compose {json.dumps(left)[:300]} strideward {json.dumps(right)[:300]}")
        failures += unknown
        equal += not found
        known += bool(found) and not unknown
    print("1..3")
    print(f"# {len(files)} files, {accepted} that docker-compose accepts: {equal} equal, {known} with known deviations")
    for line in failures:
        print(f"# {line}")
    print(f"{'not ok' if len(theirs) != len(files) or not accepted else 'ok'} 1 - docker-compose answered for every file")
    print(f"{'not ok' if failures else 'ok'} 2 - services are as docker-compose resolves them")
    stale = [row for row in rows if row not in used]
    for row in stale:
        print(f"# no longer true: {' '.join(row)}")
    print(f"{'not ok' if stale else 'ok'} 3 - every known deviation is still one")


if __name__ == "__main__":
    main()
