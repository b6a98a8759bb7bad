#!/usr/bin/env python3
"""What `strideward fix` makes of small projects: SW_BIN names the program.

Each file of cases/ is one: "# options: …", then "=== before PATH" and "=== after PATH" blocks. A file without an "after" must stay
as it is. The difference is held against --write through `patch`, and what was written is mended once more, without effect."""
import io
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

BIN = os.environ["SW_BIN"]
CASES = pathlib.Path(__file__).parent / "cases"


def blocks(text):
    options, parts, name = [], {}, None
    for line in io.StringIO(text, newline="").readlines():
        if line.startswith("# options:") and not parts:
            options = line.split(":", 1)[1].split()
        elif line.startswith("=== "):
            name = tuple(line.split()[1:3])
            parts[name] = ""
        elif name:
            parts[name] += line
    return options, parts


def lay(folder, parts):
    for (when, path), text in parts.items():
        if when == "before":
            target = pathlib.Path(folder, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="")


def fix(folder, *options):
    return subprocess.run([BIN, "fix", "--at", "2026-11-01", *options, "."], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)


def contents(folder, parts):
    return {path: pathlib.Path(folder, path).read_bytes().decode() for when, path in parts if when == "before"}


def wanted(parts):
    return {path: parts.get(("after", path), text) for (when, path), text in parts.items() if when == "before"}


def problem(text):
    options, parts = blocks(text)
    with tempfile.TemporaryDirectory() as top:
        shown, written = os.path.join(top, "shown"), os.path.join(top, "written")
        lay(shown, parts)
        lay(written, parts)
        difference = fix(shown, *options)
        if difference.returncode:
            return "ends with %d: %s" % (difference.returncode, difference.stderr.decode())
        fix(written, "--write", *options)
        want = wanted(parts)
        for path, text in contents(written, parts).items():
            if text != want[path]:
                return f"{path} became\n{text}"
        if difference.stdout and shutil.which("patch"):
            subprocess.run(["patch", "-s", "-p1", "-d", shown], input=difference.stdout, check=True)
            if contents(shown, parts) != want:
                return "the difference leads elsewhere"
        if fix(written, *options).stdout:
            return "a second run finds something to do"
    return None


def main():
    cases = sorted(CASES.glob("*.case"))
    print(f"1..{len(cases)}")
    failed = 0
    for number, path in enumerate(cases, 1):
        what = problem(open(path, encoding="utf-8", newline="").read())
        failed += what is not None
        print(f"{'not ok' if what else 'ok'} {number} - {path.stem}")
        for line in (what or "").splitlines():
            print(f"# {line}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
