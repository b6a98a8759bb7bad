"""Messages that are none, and texts that nobody would write."""
import json
import random

import client
import tap

TEXT = "FROM debian\n"


def error(c):
    message = c.read(10)
    return message and message.get("error", {}).get("code")


def frames(t):
    with tap.tree({}) as root:
        for name, raw in (
            ("no number", b"Content-Length: x\r\n\r\n{}"), ("negative", b"Content-Length: -5\r\n\r\n{}"), ("huge", b"Content-Length: 99999999999999999999999\r\n\r\n"),
            ("above the limit", b"Content-Length: 67108865\r\n\r\n"), ("no length", b"Content-Type: x\r\n\r\n{}"), ("no header", b'{"jsonrpc":"2.0","id":1,"method":"initialize"}'),
            ("no colon", b"Content-Length: 2\r\nnonsense\r\n\r\n{}"), ("twice", b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
            ("endless", b"X-Padding: " + b"y" * 5000 + b"\r\n"), ("zeros", b"\0\0\0\0"), ("bytes", bytes(range(128, 256))),
        ):
            with client.Client(root) as c:
                c.write(raw)
                t.same(error(c), -32700, f"frame with {name}: an error is answered")
                t.ok("result" in c.ask("shutdown"), f"frame with {name}: the next message is understood")
        with client.Client(root) as c:
            c.write(b"content-length:2 \r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n{}")
            t.same(error(c), -32600, "other spellings of the header are understood")
            body = json.dumps({"jsonrpc": "2.0", "id": 77, "method": "shutdown"}).encode()
            for byte in b"Content-Length: %d\r\n\r\n%s" % (len(body), body):
                c.write(bytes([byte]))
            t.same(c.read()["id"], 77, "a message may come byte by byte")


def bodies(t):
    with tap.tree({}) as root, client.Client(root) as c:
        for name, body, code in (
            ("no JSON", b"{", -32700), ("nothing", b"", -32700), ("two values", b"{} {}", -32700), ("deep nesting", b"[" * 100000, -32700),
            ("deep objects", b'{"a":' * 50000, -32700), ("bad UTF-8", b'"\xff"', -32600), ("a number", b"7", -32600), ("a list", b"[]", -32600), ("null", b"null", -32600),
            ("an empty object", b"{}", -32600), ("no version", b'{"id":1,"method":"shutdown"}', -32600), ("an old version", b'{"jsonrpc":"1.0","id":1,"method":"x"}', -32600),
            ("a method that is a number", b'{"jsonrpc":"2.0","id":1,"method":3}', -32600), ("an id that is a list", b'{"jsonrpc":"2.0","id":[],"method":"x"}', -32600),
            ("an id that is a fraction", b'{"jsonrpc":"2.0","id":1.5,"method":"x"}', -32600), ("an id that is too large", b'{"jsonrpc":"2.0","id":99999999999999999999,"method":"x"}', -32600),
            ("parameters that are text", b'{"jsonrpc":"2.0","id":1,"method":"textDocument/hover","params":"x"}', -32602),
            ("a request of a notification", b'{"jsonrpc":"2.0","id":1,"method":"textDocument/didOpen","params":{}}', -32601),
        ):
            c.send(body)
            t.same(error(c), code, f"body with {name}")
        c.send(b'{"jsonrpc":"2.0","id":"text \\ud83d\\ude00","method":"no"}')
        t.same(c.read()["id"], "text 😀", "an id may be text")
        for params in (None, 3, [], {}, {"textDocument": 3}, {"textDocument": {}}, {"textDocument": {"uri": 1, "text": 2}}, {"textDocument": {"uri": "a"}, "contentChanges": 3}):
            for method in ("didOpen", "didChange", "didClose", "didSave"):
                c.notify("textDocument/" + method, params)
        t.same(c.end(), 0, "notifications of wrong types are passed over")


def texts(t):
    source = random.Random(7)
    with tap.tree({}) as root, client.Client(root) as c:
        uri = c.uri("Dockerfile")
        for name, text in (
            ("nothing", ""), ("NUL", "FROM a\0b\n"), ("half pairs", "FROM \ud800 \udc00\n"), ("no line ends", "FROM debian " + "x" * 100000), ("many lines", "FROM debian\n" * 20000),
            ("deep shell", "FROM debian\nRUN " + "$(" * 2000 + "\n"), ("carriage returns", "FROM debian\rRUN x\r"), ("a byte order mark", "\ufeffFROM debian\n"),
        ):
            c.versions[uri] = 1
            c.send(json.dumps({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": {"uri": uri, "languageId": "dockerfile", "version": 1, "text": text}}}).encode())
            t.ok(c.published(uri, 1) is not None, f"a Dockerfile of {name} is answered")
        for name, text in (("deep YAML", "services: " + "[" * 5000), ("aliases", "a: &a [x, x]\nb: &b [*a, *a]\nservices: {x: {command: [*b, *b]}}\n"), ("tabs", "services:\n\tx: 1\n"), ("text", "services")):
            t.ok(c.open(c.uri("compose.yaml"), text, "dockercompose") is not None, f"a compose file of {name} is answered")
        for _ in range(50):
            text = "".join(source.choices(["FROM a\n", "RUN ", "\\\n", "😀", "\"", "'", "$(", "${", "<<E\n", "E\n", "\r", "#", "ADD x y\n", "&&", "|", "[", "]"], k=60))
            c.open(uri, text)
            c.actions(uri, {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}})
            c.hover(uri, {"line": source.randrange(5), "character": source.randrange(9)})
        for i in range(1100):
            c.notify("textDocument/didOpen", {"textDocument": {"uri": f"untitled:{i}", "languageId": "plaintext", "version": 1, "text": "x"}})
        t.same(c.end(), 0, "the server lives to the end")
        t.ok(any(m.get("method") == "window/logMessage" for m in c.waiting), "too many documents are refused, and it is said")


def big(t):
    with tap.tree({}) as root, client.Client(root) as c:
        uri = c.uri("Dockerfile")
        text = "# " + "x" * 60_000_000 + "\nFROM debian\n"
        t.ok(c.open(uri, text) is not None, "a document of 60 MB is answered")
        end = {"line": 2, "character": 0}
        found = c.change(uri, {"range": {"start": end, "end": end}, "text": "# " + "y" * 20_000_000})
        t.same([d["code"] for d in found], ["too-large"], "one that grows above the limit is told")
        t.ok("image-without-tag" in {d["code"] for d in c.change(uri, TEXT)}, "and is judged again when it is sent anew")


def run(t):
    frames(t)
    bodies(t)
    texts(t)
    big(t)
