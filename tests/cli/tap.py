"""What the tests that drive the program share: results in the Test Anything Protocol, small trees of files, runs."""
import os
import subprocess
import sys
import tempfile


class Tap:
    """Counts and prints results; `done` prints the plan and gives the exit status."""

    def __init__(self):
        self.count = 0
        self.failed = 0

    def ok(self, passed, name, detail=""):
        self.count += 1
        self.failed += not passed
        print(f"{'ok' if passed else 'not ok'} {self.count} - {name}")
        if not passed:
            for line in str(detail).splitlines()[:40]:
                print(f"# {line}")
        sys.stdout.flush()
        return passed

    def same(self, got, wanted, name):
        return self.ok(got == wanted, name, f"got    {got!r}\nwanted {wanted!r}")

    def skip(self, name, why):
        self.count += 1
        print(f"ok {self.count} - {name} # SKIP {why}")

    def done(self):
        print(f"1..{self.count}")
        return 1 if self.failed else 0


def program():
    path = os.environ.get("SW_BIN")
    if not path:
        sys.exit("SW_BIN must name the program")
    return os.path.abspath(path)


def run(*arguments, cwd=None, env=None, stdin=subprocess.DEVNULL, timeout=120, binary=False):
    """Runs the program; the environment holds nothing that changes its output but what `env` adds."""
    clean = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", **(env or {})}
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
        if name in os.environ:
            clean[name] = os.environ[name]
    given = {"input": stdin} if isinstance(stdin, (bytes, str)) else {"stdin": stdin}
    if isinstance(stdin, str):
        given["input"] = stdin.encode()
    result = subprocess.run([program(), *arguments], cwd=cwd, env=clean, capture_output=True, timeout=timeout, **given)
    if not binary:
        result.stdout = result.stdout.decode(errors="replace")
        result.stderr = result.stderr.decode(errors="replace")
    return result


def read_case(path):
    """A case: lines of description, blocks `=== PATH` of files, then `--- expect` and one expectation a line."""
    about, files, expected = [], {}, []
    into = about
    with open(path, encoding="utf-8") as case:
        for line in case:
            if line.startswith("=== "):
                into = files.setdefault(line[4:].rstrip("\n"), [])
            elif line.rstrip() == "--- expect":
                into = expected
            else:
                into.append(line)
    wanted = [line.strip() for line in expected if line.strip() and not line.startswith("#")]
    return "".join(about).strip(), {name: "".join(lines) for name, lines in files.items()}, wanted


def write_tree(root, files):
    for name, text in files.items():
        path = os.path.join(root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())


def tree(files):
    """A temporary folder that holds the files; use it in a `with`."""
    folder = tempfile.TemporaryDirectory(prefix="strideward-test-")
    write_tree(folder.name, files)
    return folder
