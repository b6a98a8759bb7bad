"""The project's files: what git knows of, or every file outside build folders where there is no git."""

import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
LEFT_OUT = (".git", "build")


def files():
    """Paths relative to the top, sorted; new files that git does not ignore are among them."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True, check=False
    )
    if listed.returncode == 0:
        return sorted(path for path in set(listed.stdout.splitlines()) if (ROOT / path).is_file())
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if not name.startswith(LEFT_OUT)]
        found += [str((pathlib.Path(folder) / name).relative_to(ROOT)) for name in names]
    return sorted(found)


def text(path):
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")
