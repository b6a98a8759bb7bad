#!/usr/bin/env python3
"""Writes text files as C constants, so that style and script can be edited as what they are. Beside each NAME stands
NAME_digest, its SHA-256 in base64: a page's content security policy names its own style and script by it.

usage: embed.py OUTPUT HEADER NAME FILE [NAME FILE]...
"""
import base64
import hashlib
import pathlib
import sys

output, header, *pairs = sys.argv[1:]
if not pairs or len(pairs) % 2:
    sys.exit(__doc__)
with open(output, "w", encoding="utf-8") as out:
    names = ", ".join(pathlib.Path(p).name for p in pairs[1::2])
    out.write(f'/* Generated from {names}. */\n#include "{header}"\n')
    for name, path in zip(pairs[::2], pairs[1::2]):
        lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
        digest = hashlib.sha256("".join(line + "\n" for line in lines).encode()).digest()
        out.write(f'\nconst char {name}_digest[] = "{base64.b64encode(digest).decode()}";\nconst char {name}[] =\n')
        for line in lines:
            line = line.replace("\\", "\\\\").replace('"', '\\"').replace("?", "\\?").replace("\t", "\\t")
            out.write(f'\t"{line}\\n"\n')
        out.write("\t;\n")
