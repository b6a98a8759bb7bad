"""Beginning, end, and what may be asked when."""
import os
import subprocess

import client
import tap


def handshake(t):
    with tap.tree({}) as root, client.Client(root, "--stdio") as c:
        can = c.started["capabilities"]
        t.same(can["positionEncoding"], "utf-16", "positions count UTF-16")
        t.same(can["textDocumentSync"], {"openClose": True, "change": 2, "save": True}, "changes may be incremental")
        t.ok(can["hoverProvider"] and can["codeActionProvider"]["codeActionKinds"] == ["quickfix"], "hover and quick fixes")
        t.same(c.started["serverInfo"]["name"], "strideward", "says who it is")
        t.same(c.ask("initialize", {})["error"]["code"], -32600, "a second initialize is refused")
        t.same(c.ask("no/such")["error"]["code"], -32601, "an unknown request is answered")
        c.notify("no/such", {"x": 1})
        c.notify("$/cancelRequest", {"id": 7})
        c.notify("$/setTrace", {"value": "off"})
        c.send({"jsonrpc": "2.0", "id": 9, "result": None})
        t.same(c.request("textDocument/hover", {"textDocument": {"uri": "file:///none"}, "position": {"line": 0, "character": 0}}), None,
               "unknown notifications and answers are passed over, an unknown document has no hover")
        c.request("shutdown")
        t.same(c.ask("textDocument/hover", {})["error"]["code"], -32600, "nothing is answered after shutdown")
        c.notify("exit")
        t.same(c.process.wait(timeout=30), 0, "exit after shutdown is status 0")
        t.same(c.process.stderr.read(), b"", "nothing is said on standard error")


def endings(t):
    with tap.tree({}) as root:
        with client.Client(root) as c:
            c.notify("exit")
            t.same(c.process.wait(timeout=30), 1, "exit without shutdown is status 1")
        with client.Client(root) as c:
            c.process.stdin.close()
            t.same(c.process.wait(timeout=30), 1, "the end of the input is status 1")
        with client.Client(root, start=False) as c:
            t.same(c.ask("textDocument/hover", {})["error"]["code"], -32002, "before initialize a request is refused")
            c.notify("textDocument/didOpen", {"textDocument": {"uri": "file:///Dockerfile", "languageId": "dockerfile", "version": 1, "text": "FROM a"}})
            t.same(c.ask("shutdown")["error"]["code"], -32002, "and a notification passed over")
            c.notify("exit")
            t.same(c.process.wait(timeout=30), 1, "exit before initialize is status 1")
    for arguments, status in ((["lsp", "--root", "/no/such/folder"], 2), (["lsp", "x"], 2), (["lsp", "--no-such"], 2)):
        result = subprocess.run([os.environ["SW_BIN"], *arguments], stdin=subprocess.DEVNULL, capture_output=True, check=False)
        t.same(result.returncode, status, "status of " + " ".join(arguments))


def profiles(t):
    text = "FROM debian:12\nMAINTAINER me\nUSER 1000\n"
    with tap.tree({}) as root:
        def codes(*arguments, options=None):
            with client.Client(root, *arguments, options=options) as c:
                return {d["code"] for d in c.open(c.uri("Dockerfile"), text)}
        t.ok("maintainer-instruction" not in codes(), "style is left out by default")
        t.ok("maintainer-instruction" in codes(options={"profile": "all"}), "initializationOptions choose the profile")
        t.ok("maintainer-instruction" in codes("--profile", "all"), "so does the option")
        with client.Client(root, options={"profile": "none"}) as c:
            t.same(c.read()["method"], "window/logMessage", "an unknown profile is told")
        for wrong in ({"profile": 7}, [], 3, "x"):
            with client.Client(root, options=wrong) as c:
                t.same(c.end(), 0, f"initializationOptions {wrong} do no harm")
    with tap.tree({".strideward.yaml": "profile: all\n"}) as root, client.Client(root) as c:
        t.ok("maintainer-instruction" in {d["code"] for d in c.open(c.uri("Dockerfile"), text)}, "the configuration chooses it, too")


def run(t):
    handshake(t)
    endings(t)
    profiles(t)
