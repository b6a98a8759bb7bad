#!/usr/bin/env python3
"""The language server, tried as an editor uses it: SW_BIN names the program. Arguments choose the modules to run."""
import importlib
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "cli")]
import tap  # noqa: E402

MODULES = ["life", "edits", "places", "answers", "files", "hostile", "speed"]


def main():
    results = tap.Tap()
    for name in sys.argv[1:] or MODULES:
        importlib.import_module(name + "_cases").run(results)
    return results.done()


if __name__ == "__main__":
    sys.exit(main())
