#!/usr/bin/env python3
"""Compiles data/seeds.toml and data/words.toml into constant tables.

usage: gen_seeds.py OUTPUT SEEDS WORDS
"""

import re
import sys
import tomllib

output, seeds_path, words_path = sys.argv[1:]
MUST = ("id", "asked", "check")
MAY = ("holds", "changed", "since", "source")


def fail(message):
    sys.exit("seeds: " + message)


def load(path):
    with open(path, "rb") as file:
        return tomllib.load(file)


def text(value):
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("??", "?\\?") + '"'


def read_seeds():
    rows, seen = [], set()
    for row in load(seeds_path)["seed"]:
        ident = row.get("id", "row without id")
        if ident in seen or not re.fullmatch(r"0\d\d:(\d+|[a-z]+)|[A-Z]{2}(-a\d)?", ident):
            fail(f"{ident}: no unique name of a line")
        seen.add(ident)
        if set(MUST) - set(row) or set(row) - set(MUST) - set(MAY):
            fail(f"{ident}: wants {MUST} and may have {MAY}")
        if "changed" in row and "source" not in row or {"holds", "since", "source"} & set(row) and "changed" not in row:
            fail(f"{ident}: changed and source go together; holds and since go with them")
        rows.append("\t{" + ", ".join(f".{key} = {text(row[key])}" for key in MUST + MAY if key in row) + "},\n")
    return rows


def read_words():
    return {f"{kind}:{name}": words for kind, table in load(words_path).items() for name, words in table.items()}


seed_rows = read_seeds()
words = read_words()

with open(output, "w", encoding="utf-8") as out:
    out.write('/* Generated from data/seeds.toml and data/words.toml. */\n#include "knowledge/seeds.h"\n\n')
    out.write("const struct sw_seed sw_seeds[] = {\n" + "".join(seed_rows) + "};\n")
    out.write("const size_t sw_seed_count = sizeof sw_seeds / sizeof *sw_seeds;\n\n")
    out.write("const struct sw_atom_words sw_atom_words[] = {\n")
    out.writelines(f"\t{{{text(atom)}, {text(words[atom])}}},\n" for atom in sorted(words))
    out.write("};\nconst size_t sw_atom_words_count = sizeof sw_atom_words / sizeof *sw_atom_words;\n")
