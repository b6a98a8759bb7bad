"""The example's reports as they are compared and stored: always from a copy that stands alone, at a fixed time."""
import os
import re
import shutil
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", ".."))
sys.path.insert(0, os.path.join(HERE, "..", "cli"))
import tap  # noqa: E402

FORMATS = {"text": "report.txt", "json": "report.json", "html": "report.html", "sarif": "report.sarif", "markdown": "report.md"}
AT = ("--at", "2026-12-01T00:00:00Z", "--no-color")


def stored(name):
    return os.path.join(HERE, "shop", name)


def without_version(text):
    """The version changes with every release and nothing else in a report should."""
    version = re.escape(tap.run("--version").stdout.split()[1])
    return re.sub(rf'(strideward |"version": ?"){version}\b', r"\1VERSION", text)


class Shop:
    """A copy of examples/shop outside of any git tree; use it in a `with`."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="strideward-test-")
        self.path = os.path.join(self.folder.name, "shop")
        shutil.copytree(os.path.join(ROOT, "examples", "shop"), self.path)
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def report(self, form):
        return without_version(tap.run("scan", *AT, "-f", form, ".", cwd=self.path).stdout)

    def system(self):
        return tap.run("dump", "system", ".", cwd=self.path).stdout
