#!/usr/bin/env python3
"""Holds the list of kinds in docs/secrets.md against data/secrets.toml: document.py SECRETS_TOML SECRETS_MD [--write]"""
import sys
import tomllib

START, END = "<!-- kinds: made by tests/secrets/document.py from data/secrets.toml -->\n", "<!-- end of kinds -->\n"
SUMS = {"crc32_base62", "crc32_base36", "grafana", "matrix", "bech32", "base58"}


def table(data):
    rows = [f"{len(data['kind'])} kinds; ✓: values carry a checksum, which is verified.\n\n", "| Kind | What it is | ✓ |\n| --- | --- | --- |\n"]
    for kind in sorted(data["kind"], key=lambda k: k["id"]):
        summed = any(shape.get("check") in SUMS for shape in kind.get("shape", []))
        rows.append(f"| `{kind['id']}` | {kind['title']} | {'✓' if summed else ''} |\n")
    return "".join(rows)


def main():
    toml, path = sys.argv[1:3]
    with open(toml, "rb") as file:
        wanted = table(tomllib.load(file))
    with open(path, encoding="utf-8") as file:
        text = file.read()
    before, rest = text.split(START)
    _, after = rest.split(END)
    fresh = before + START + wanted + END + after
    if "--write" in sys.argv:
        with open(path, "w", encoding="utf-8") as file:
            file.write(fresh)
        return
    print(f"1..1\n{'ok' if fresh == text else 'not ok'} 1 - docs/secrets.md lists all kinds; renew it with --write")


main()
