#!/usr/bin/env python3
"""The TOML reader against Python's: texts that are made up, broken on purpose, or lie in the project; both must hold the same
or refuse the same.

usage: run.py READ_TOML"""
import datetime
import json
import math
import os
import pathlib
import random
import subprocess
import sys
import tomllib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
import tap  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
KEYS = ["a", "b", "c", "d-e", "_1", '"a"', "'b'", '"x y"', '""', '"\\u0061"']
VALUES = [
    "1", "-0", "+99", "1_000", "0xFf_0", "0o17", "0b1_0", "9223372036854775807", "-9223372036854775808", "1e400", "1.5", "-1.5e-3",
    "6.0_2e+23", "inf", "-inf", "nan", "true", "false", '""', "''", '"\\t\\"\\\\ \\U0001F600"', "'\\t'", '"""\na\\\n  b"""', "'''\nit's'''",
    '"""a"b""c"""""', "'''a'''''", "1979-05-27", "1979-05-27T07:32:00Z", "1979-05-27 07:32:00.123456-07:00", "07:32:00", "2000-02-29",
    '"é"', "[]", "{}", "[\n1, # c\n2,\n]", "{ a.b = 1, a.c = 2 }", "[{ a = 1 }, { a = 2 }]",
]
WRONG = [
    "01", "1_", "1__0", "_1", "0x", "0xg", "+0x1", "1.", ".5", "1.e5", "1e", "infinity", "True", '"', '"\\x"', '"\\ud800"', "'''", '"a\nb"',
    "1979-02-30", "25:00:00", "07:60:00", "1979-05-27T", "[1 2]", "[1,,2]", "{a=1,}", "{a=1\n}", "{a=1, a=2}", "{a=1, a.b=2}", "", "a", "1 2",
    '"\x01"', "9223372036854775808x", "{ a = {}, a.b = 1 }",
]
BYTES = b"[]{}=\"'.\n\r#,\\ 1a\x00\x7f\xff\xc3\xa9"


def key():
    return random.choice([".", " . "]).join(random.choice(KEYS) for _ in range(random.choice([1, 1, 1, 2, 2, 3])))


def line():
    kind = random.random()
    if kind < 0.2:
        return f"[{key()}]"
    if kind < 0.3:
        return f"[[{key()}]]"
    if kind < 0.35:
        return "  # a comment\t"
    return f"{key()} = {random.choice(VALUES if random.random() < 0.97 else WRONG)}"


def made_up():
    return random.choice(["\n", "\n", "\r\n"]).join(line() for _ in range(random.randint(1, 9))).encode()


def broken(text):
    text = bytearray(text[:3000])
    for _ in range(random.randint(1, 3)):
        if text:
            at = random.randrange(len(text))
            if random.random() < 0.5:
                text[at] = random.choice(BYTES)
            else:
                del text[at]
    return bytes(text)


def python_holds(value):
    """As read_toml tells it."""
    if isinstance(value, dict):
        return {name: python_holds(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [python_holds(inner) for inner in value]
    if isinstance(value, bool):
        return "b true" if value else "b false"
    if isinstance(value, int):
        return f"i {value}" if -(2**63) <= value < 2**63 else "i big"
    if isinstance(value, float):
        return "f nan" if math.isnan(value) else f"f {value:.17g}"
    return "s " + value if isinstance(value, str) else "d"


def ours(value):
    if isinstance(value, dict):
        return {name: ours(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [ours(inner) for inner in value]
    # How a moment is written is kept as it is; Python takes it apart.
    return "d" if value.startswith("d ") else "f nan" if value in ("f nan", "f -nan") else value


def python_reads(text):
    try:
        return python_holds(tomllib.loads(text.decode()))
    except (ValueError, RecursionError):
        return None


def main():
    results = tap.Tap()
    random.seed(1)
    files = sorted(ROOT.glob("data/*.toml"))
    texts = [path.read_bytes() for path in files]
    texts += [f"a = {value}\n".encode() for value in VALUES + WRONG]
    texts += [made_up() for _ in range(12000)]
    texts += [broken(random.choice(texts)) for _ in range(4000)]
    given = b"".join(b"%d\n%s" % (len(text), text) for text in texts)
    run = subprocess.run([sys.argv[1]], input=given, capture_output=True, timeout=100, check=False)
    results.ok(run.returncode == 0 and not run.stderr, "every text is read", run.stderr.decode(errors="replace"))
    lines = run.stdout.splitlines()
    results.same(len(lines), len(texts), "each text has an answer")
    valid, different = 0, []
    for text, answer in zip(texts, lines):
        got, wanted = json.loads(answer), python_reads(text)
        valid += wanted is not None
        if (None if got is None else ours(got)) != wanted:
            different.append(f"{text!r}\n  {got}\n  {wanted}")
    results.ok(valid > len(texts) // 10 and valid < len(texts) * 9 // 10, f"{valid} of {len(texts)} are valid")
    results.ok(not different, f"both read the same; {len(different)} differ", "\n".join(different[:5]))
    return results.done()


sys.exit(main())
