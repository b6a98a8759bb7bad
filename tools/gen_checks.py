#!/usr/bin/env python3
"""Writes the registry of checks from the list of their files; a file in the folder that is not listed is an error.

usage: gen_checks.py OUTPUT FOLDER FILE...
"""
import pathlib
import re
import sys

output, folder, *listed = sys.argv[1:]
framework = {"run.c", "registry.c", "findings.c", "profile.c"}
found = {p.relative_to(folder).as_posix() for p in pathlib.Path(folder).rglob("*.c")} - framework
helpers = {name for name in found if pathlib.PurePath(name).name.startswith("about_")}
missing = sorted(found - helpers - set(listed))
if missing:
    sys.exit("checks/meson.build does not list: " + ", ".join(missing))
rows = []
for name in listed:
    text = pathlib.Path(folder, name).read_text(encoding="utf-8")
    declared = re.findall(r"^CHECK\((\w+)\)", text, re.M)
    ids = re.findall(r'^\t\.id = "([a-z0-9-]+)"', text, re.M)
    if len(declared) != 1 or len(ids) != 1:
        sys.exit(f"{name}: wants exactly one CHECK(...) with one .id")
    stem = pathlib.PurePath(name).stem
    if declared[0] != stem or ids[0] != stem.replace("_", "-"):
        sys.exit(f"{name}: file, CHECK(...) and .id must be one name")
    if name.startswith("quality/") != bool(re.search(r"\.quality = true", text)):
        sys.exit(f"{name}: checks of the quality profile, and no others, stand in quality/")
    rows.append((ids[0], declared[0]))
rows.sort()
with open(output, "w", encoding="utf-8") as out:
    out.write('/* Generated from the list of files in src/checks/meson.build. */\n#include "checks/registry.h"\n\n')
    for _, ident in rows:
        out.write(f"extern const struct sw_check sw_check_{ident};\n")
    out.write("\nconst struct sw_check *const sw_checks[] = {\n")
    for _, ident in rows:
        out.write(f"\t&sw_check_{ident},\n")
    out.write("};\nconst size_t sw_check_count = sizeof sw_checks / sizeof *sw_checks;\n")
