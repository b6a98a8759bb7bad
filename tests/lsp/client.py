"""A client of the language server: framing, requests, and documents whose texts it keeps as an editor does."""
import json
import os
import pathlib
import re
import select
import subprocess

LINE_END = re.compile(r"\r\n|\r|\n")


class Ended(Exception):
    """The server closed its output."""


def units(text):
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def offset_of(text, place):
    """The index into `text` of a place; behind the end of a line is its end."""
    starts = [0] + [found.end() for found in LINE_END.finditer(text)]
    if place["line"] >= len(starts):
        return len(text)
    at = starts[place["line"]]
    end = LINE_END.search(text, at)
    end = end.start() if end else len(text)
    left = place["character"]
    while at < end and left >= units(text[at]):
        left -= units(text[at])
        at += 1
    return at


def place_of(text, offset):
    starts = [0] + [found.end() for found in LINE_END.finditer(text)]
    line = max(i for i, start in enumerate(starts) if start <= offset)
    return {"line": line, "character": units(text[starts[line]:offset])}


def apply(text, edits):
    """The text with edits carried out, which do not overlap."""
    spans = [(offset_of(text, edit["range"]["start"]), offset_of(text, edit["range"]["end"]), edit["newText"]) for edit in edits]
    for start, end, new in sorted(spans, reverse=True):
        text = text[:start] + new + text[end:]
    return text


class Client:
    def __init__(self, root, *arguments, program=None, start=True, options=None):
        env = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C"}
        env.update({name: os.environ[name] for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS") if name in os.environ})
        self.process = subprocess.Popen(
            [program or os.environ["SW_BIN"], "lsp", *arguments], cwd=root, env=env,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0,
        )
        self.root = pathlib.Path(root)
        self.buffer = b""
        self.id = 0
        self.waiting = []
        self.versions = {}
        if start:
            self.started = self.request("initialize", {"processId": None, "rootUri": None, "capabilities": {}, "initializationOptions": options})
            self.notify("initialized", {})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            pipe.close()

    def write(self, raw):
        self.process.stdin.write(raw)

    def send(self, message):
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        self.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def read(self, timeout=30):
        """The next message; None when none comes in time."""
        while True:
            head, blank, rest = self.buffer.partition(b"\r\n\r\n")
            if blank:
                length = int(re.fullmatch(rb"Content-Length: (\d+)", head).group(1))
                if len(rest) >= length:
                    self.buffer = rest[length:]
                    return json.loads(rest[:length])
            if not select.select([self.process.stdout], [], [], timeout)[0]:
                return None
            more = os.read(self.process.stdout.fileno(), 1 << 16)
            if not more:
                raise Ended
            self.buffer += more

    def ask(self, method, params=None):
        """Answer of a request as it stands; what comes before it is kept."""
        self.id += 1
        self.send({"jsonrpc": "2.0", "id": self.id, "method": method, "params": params})
        while True:
            message = self.read()
            if message is None:
                raise TimeoutError(method)
            if message.get("id") == self.id and "method" not in message:
                return message
            self.waiting.append(message)

    def request(self, method, params=None):
        return self.ask(method, params)["result"]

    def notify(self, method, params=None):
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def uri(self, name):
        return (self.root / name).as_uri()

    def published(self, uri, version=None):
        """The next diagnostics of the document, of this version if one is given."""
        while True:
            for i, message in enumerate(self.waiting):
                params = message.get("params", {})
                if message.get("method") == "textDocument/publishDiagnostics" and params["uri"] == uri:
                    del self.waiting[i]
                    if version is None or params.get("version") == version:
                        return params["diagnostics"]
                    break
            else:
                message = self.read()
                if message is None:
                    raise TimeoutError(uri)
                self.waiting.append(message)

    def open(self, uri, text, language="dockerfile"):
        self.versions[uri] = 1
        self.notify("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": language, "version": 1, "text": text}})
        return self.published(uri, 1)

    def change(self, uri, *changes):
        """Each change is a text, or a text and the range it stands for."""
        self.versions[uri] += 1
        self.notify("textDocument/didChange", {
            "textDocument": {"uri": uri, "version": self.versions[uri]},
            "contentChanges": [change if isinstance(change, dict) else {"text": change} for change in changes]})
        return self.published(uri, self.versions[uri])

    def close(self, uri):
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        return self.published(uri)

    def hover(self, uri, place):
        return self.request("textDocument/hover", {"textDocument": {"uri": uri}, "position": place})

    def actions(self, uri, span, **context):
        return self.request("textDocument/codeAction", {"textDocument": {"uri": uri}, "range": span, "context": {"diagnostics": [], **context}})

    def end(self):
        """Ends the connection in order; the exit status."""
        self.request("shutdown")
        self.notify("exit")
        return self.process.wait(timeout=30)
