#!/usr/bin/env python3
"""The command line's contract, tried from outside: SW_BIN names the program, SW_ROOT the source tree, SW_CORPUS (optional)
an unpacked corpus. Arguments choose the modules to run."""
import importlib
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import tap  # noqa: E402

MODULES = ["usage", "lint", "shellcheck", "outputs", "determinism", "terminal", "hostile", "faults", "secrecy", "secrets", "image", "layers", "compose", "life", "catalogue"]


def main():
    results = tap.Tap()
    for name in sys.argv[1:] or MODULES:
        importlib.import_module(name + "_cases").run(results)
    return results.done()


if __name__ == "__main__":
    sys.exit(main())
