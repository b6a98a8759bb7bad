#!/usr/bin/env python3
"""Compiles data/threats.toml and data/attackers.toml into constant tables.

usage: gen_threats.py OUTPUT THREATS ATTACKERS CHECK...

CHECK are the ids of all checks: a row that names another one is an error, and so is a row without stopped_by.
"""
import re
import sys
import tomllib

output, threats_path, attackers_path, *checks = sys.argv[1:]
checks = set(checks)
STRIDE = {"S": 1, "T": 2, "R": 4, "I": 8, "D": 16, "E": 32}
KINDS = ["client", "operator", "publisher", "registry", "repository", "build", "image", "engine", "kernel", "workload",
         "store", "network"]
STARTS = {"exposure", "supply", "repository", "network", "admin", "nobody"}
REACHES = {"host", "others", "own", "store", "credential", "availability", "trace", "data"}
KEYS = {"id", "title", "group", "stride", "cwe", "on", "carrier", "when", "raised_by", "stopped_by", "hardened_by", "start",
        "reach", "needs", "seeds", "describe", "action", "formerly", "latched"}


def fail(message):
    sys.exit("threats: " + message)


def text(value):
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def names(values):
    return "{" + ", ".join(text(v) for v in values) + "}" if values else "{NULL}"


def load(path, key):
    with open(path, "rb") as file:
        return tomllib.load(file)[key]


rows, seen = [], set()
for row in load(threats_path, "threat"):
    ident = row["id"]
    if ident in seen or not re.fullmatch(r"[a-z0-9-]+", ident):
        fail(f"{ident}: no unique kebab-case id")
    seen.add(ident)
    if set(row) - KEYS or KEYS - set(row) - {"formerly", "latched"}:
        fail(f"{ident}: keys {sorted(set(row) ^ KEYS)}")
    if not row["stopped_by"].strip():
        fail(f"{ident}: nothing stops it; a row must say what would")
    if row["start"] not in STARTS or row["reach"] not in REACHES:
        fail(f"{ident}: unknown start or reach")
    named = set(row["raised_by"]) | set(row["hardened_by"])
    for atom in re.findall(r"[a-z0-9:._@-]+", row["stopped_by"] + " " + row["when"]):
        if atom not in {"all", "any", "not"} and ":" not in atom:
            named.add(atom.split("@")[0])
    if checks and named - checks:
        fail(f"{ident}: no such checks: {sorted(named - checks)}")
    for length in ("raised_by", "hardened_by", "seeds"):
        if len(row[length]) >= 24:
            fail(f"{ident}: too many {length}")
    stride = sum(STRIDE[letter] for letter in row["stride"])
    on = " | ".join(f"1u << SW_ELEMENT_{kind.upper()}" for kind in row["on"] if KINDS.index(kind) >= 0)
    cwe = ", ".join(str(number) for number in row["cwe"])
    rows.append(
        f"\t{{.id = {text(ident)}, .title = {text(row['title'])}, .group = {text(row['group'])},\n"
        f"\t .describe = {text(row['describe'])},\n\t .action = {text(row['action'])},\n"
        f"\t .stride = {stride}, .main_letter = '{row['stride'][0]}', .cwe = {{{cwe}}}, .on = {on},\n"
        f"\t .carrier = {text(row['carrier'])}, .when = {text(row['when'])}, .stopped_by = {text(row['stopped_by'])},\n"
        f"\t .raised_by = {names(row['raised_by'])}, .hardened_by = {names(row['hardened_by'])},\n"
        f"\t .seeds = {names(row['seeds'])}, .start = {text(row['start'])}, .reach = {text(row['reach'])},\n"
        f"\t .needs = {text(row['needs'])}, .formerly = {names(row.get('formerly', []))},\n"
        f"\t .number = {len(rows)}, .latched = {'true' if row.get('latched') else 'false'}}},\n")

attackers = []
for row in load(attackers_path, "attacker"):
    if row["start"] not in STARTS:
        fail(f"attacker {row['id']}: unknown start")
    attackers.append("\t{" + ", ".join(text(row[key]) for key in ("id", "title", "goals", "methods", "start"))
                     + f", {row['likelihood']}}},\n")

with open(output, "w", encoding="utf-8") as out:
    out.write('/* Generated from data/threats.toml and data/attackers.toml. */\n#include "knowledge/catalogue.h"\n\n')
    out.write("const struct sw_threat_kind sw_threat_kinds[] = {\n" + "".join(rows) + "};\n")
    out.write("const size_t sw_threat_kind_count = sizeof sw_threat_kinds / sizeof *sw_threat_kinds;\n\n")
    out.write("const struct sw_attacker sw_attackers[] = {\n" + "".join(attackers) + "};\n")
    out.write("const size_t sw_attacker_count = sizeof sw_attackers / sizeof *sw_attackers;\n")
