"""Results of the structure tests: ok(), none(), skip(), done(), on what the tests of the command line print with."""

import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "cli"))
import tap  # noqa: E402

_tap = tap.Tap()
ok = _tap.ok
skip = _tap.skip


def none(wrong, name):
    """Passes when the list of what is wrong is empty; shows it otherwise."""
    return ok(not wrong, name, "\n".join(str(item) for item in wrong))


def done():
    sys.exit(_tap.done())
