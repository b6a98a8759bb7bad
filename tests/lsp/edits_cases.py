"""Incremental edits are as good as sending everything."""
import random

import client
import tap

START = """# syntax=docker/dockerfile:1
FROM debian AS build
RUN apt-get update && apt-get install -y curl
ADD a.txt /a/
ENV NAME="Zoë 😀" TOKEN=abc
FROM alpine:3.20
COPY --from=build /a /a
RUN <<EOF
echo 😀 hello
EOF
CMD ["sh", "-c", "echo $NAME"]
"""
PIECES = ["😀", "é", "\r\n", "\n", "\r", "RUN sudo ls\n", "FROM x\n", "ADD b /\n", "# note\r\n", "\\\n", " ", "\"", "$A", "USER 0\n", "\u2028", "'", "<<EOF\n"]


def random_place(random_source, text):
    if random_source.random() < 0.05:
        return {"line": random_source.randrange(60), "character": random_source.randrange(200)}
    return client.place_of(text, random_source.randrange(len(text) + 1))


def order(place):
    return place["line"], place["character"]


def random_edits(t):
    source = random.Random(20260101)
    text = START
    wrong = 0
    with tap.tree({}) as root, client.Client(root, options={"profile": "all"}) as c, client.Client(root, options={"profile": "all"}) as fresh:
        uri = c.uri("Dockerfile")
        c.open(uri, text)
        for _ in range(300):
            changes = []
            for _ in range(source.choice((1, 1, 1, 2, 3))):
                start, end = sorted((random_place(source, text), random_place(source, text)), key=order)
                if source.random() < 0.5 or len(text) > 3000:
                    end = start if len(text) < 3000 else end
                new = "".join(source.choices(PIECES, k=source.randrange(3)))
                changes.append({"range": {"start": start, "end": end}, "text": new})
                text = client.apply(text, [{"range": changes[-1]["range"], "newText": new}])
            got = c.change(uri, *changes)
            wanted = fresh.open(uri, text)
            if got != wanted:
                wrong += 1
                print(f"# differs after {changes!r}")
            if len(text) < 100:
                text = START
                c.change(uri, text)
        t.same(wrong, 0, "300 rounds of random edits equal a full re-open")
        t.same((c.end(), fresh.end()), (0, 0), "both servers live to the end")


def in_order(t):
    with tap.tree({}) as root, client.Client(root) as c:
        uri = c.uri("Dockerfile")
        c.open(uri, "")
        t.ok("add-local-file" in {d["code"] for d in c.change(uri, "FROM debian:12\nADD a /\n")}, "a full change counts")
        zero = {"line": 0, "character": 0}
        found = c.change(uri, {"range": {"start": zero, "end": zero}, "text": "# one\n"}, {"range": {"start": zero, "end": zero}, "text": "# two\n"})
        lines = {d["range"]["start"]["line"] for d in found if d["code"] == "add-local-file"}
        t.same(lines, {3}, "several changes of one message count in order")
        c.notify("textDocument/didChange", {"textDocument": {"uri": "file:///other"}, "contentChanges": [{"text": "x"}]})
        bad = [{"range": 3, "text": "x"}, {"text": 4}, 5, {"range": {"start": zero}, "text": "x"}, {"range": {"start": {"line": -1, "character": 0}, "end": zero}, "text": "x"}]
        again = c.change(uri, *bad)
        t.same(again, found, "changes of a wrong form change nothing")
        t.same(c.close(uri), [], "closing takes the diagnostics back")
        t.ok(c.open(uri, "FROM debian\n"), "it can be opened again")
        t.ok(not [d for d in c.open(uri, "FROM scratch\nUSER 1000\n") if d["code"] == "image-without-tag"], "opening twice replaces the text")


def run(t):
    in_order(t)
    random_edits(t)
