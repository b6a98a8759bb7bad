#!/usr/bin/env python3
"""Writes sw_layer_version: a digest over everything that decides what is told of a layer, so that nothing is taken from a cache
that another version of the readers or rules filled.

usage: gen_layer_version.py ROOT OUTPUT DEPFILE
"""

import hashlib
import pathlib
import sys

ROOTS = [
    "src/readers/layers",
    "src/readers/packages",
    "src/secrets",
    "src/formats",
    "src/facts/layer.h",
    "src/facts/package.h",
    "src/base/limits.h",
    "data/secrets.toml",
    "data/capabilities.toml",
]


def main():
    root, output, depfile = map(pathlib.Path, sys.argv[1:])
    digest, files = hashlib.sha256(), []
    for name in ROOTS:
        path = root / name
        files += sorted(path.rglob("*.[ch]")) if path.is_dir() else [path]
    for path in files:
        digest.update(f"{path.relative_to(root)}\n".encode() + path.read_bytes())
    output.write_text(
        '#include "readers/layers/read.h"\n\n' f'const char sw_layer_version[] = "{digest.hexdigest()[:16]}";\n',
        encoding="utf-8",
    )
    # Folders, too: a file that is added or taken away changes them.
    seen = [str(path) for path in files + [root / name for name in ROOTS if (root / name).is_dir()]]
    depfile.write_text(f"{output}: {' '.join(seen)}\n", encoding="utf-8")


main()
