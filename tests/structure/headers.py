#!/usr/bin/env python3
"""Each header in src/ compiles alone, with the flags of the build it is run from.

usage: headers.py BUILD-FOLDER
"""

import concurrent.futures
import json
import os
import pathlib
import shlex
import subprocess
import sys

import results
import tree


def flags(folder):
    """Compiler and flags of one of the library's files, without what names input and output."""
    commands = json.loads((folder / "compile_commands.json").read_text(encoding="utf-8"))
    command = next(row["command"] for row in commands if row["file"].endswith("src/base/arena.c"))
    words, kept = iter(shlex.split(command)), []
    for word in words:
        if word in ("-o", "-MQ", "-MF", "-c"):
            next(words)
        elif word != "-MD":
            kept.append(word)
    return kept


def compile_alone(command, folder, header):
    result = subprocess.run(
        command + ["-fdiagnostics-color=never", "-fsyntax-only", "-x", "c", "-"],
        cwd=folder,
        text=True,
        capture_output=True,
        check=False,
        input=f'#include "{header}"\n',
    )
    return f"{header}:\n{result.stderr}" if result.returncode else ""


def main():
    folder = pathlib.Path(sys.argv[1])
    command = flags(folder)
    headers = [path.removeprefix("src/") for path in tree.files() if path.startswith("src/") and path.endswith(".h")]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        wrong = [text for text in pool.map(lambda header: compile_alone(command, folder, header), headers) if text]
    results.none(wrong, f"each of {len(headers)} headers compiles alone")
    results.none([h for h in headers if "#pragma once" not in tree.text("src/" + h)], "each header says #pragma once")
    results.done()


main()
