"""Places count UTF-16 code units, whatever ends a line."""
import client
import tap


def span_texts(text, diagnostics, code):
    return [text[client.offset_of(text, d["range"]["start"]):client.offset_of(text, d["range"]["end"])] for d in diagnostics if d["code"] == code]


def run(t):
    with tap.tree({}) as root, client.Client(root, options={"profile": "all"}) as c:
        uri = c.uri("Dockerfile")
        for name, end in (("LF", "\n"), ("CR LF", "\r\n")):
            text = end.join(["# 😀 first", "FROM debian", "RUN echo '😀é𝔘' && sudo ls", "RUN echo \\", "  😀 \\", "  && sudo id", "ADD 😀.txt /x/", ""])
            found = c.open(uri, text)
            t.same(span_texts(text, found, "sudo-used"), ["sudo"], f"ranges behind emoji with {name}")
            t.same(span_texts(text, found, "add-local-file"), ["ADD"], f"range of the last line with {name}")
            first = [d for d in found if d["code"] == "sudo-used"][0]["range"]
            t.same(first, {"start": {"line": 2, "character": 20}, "end": {"line": 2, "character": 24}}, f"code units are counted with {name}")
            inside = all(d["range"]["end"]["line"] < 8 for d in found)
            t.ok(inside, f"no range goes past the text with {name}")
            t.ok(c.hover(uri, {"line": 2, "character": 20}) and not c.hover(uri, {"line": 0, "character": 0}), f"hover is asked in code units with {name}")
        text = "FROM debian:12\nUSER 1000\nRUN true"
        c.open(uri, text)
        at = {"line": 2, "character": 8}
        end = {"line": 99, "character": 99}
        found = c.change(uri, {"range": {"start": at, "end": end}, "text": "\nRUN 😀;sudo x"})
        t.same(span_texts("FROM debian:12\nUSER 1000\nRUN true\nRUN 😀;sudo x", found, "sudo-used"), ["sudo"], "places behind the end are the end")
        middle = {"line": 3, "character": 5}
        found = c.change(uri, {"range": {"start": middle, "end": {"line": 3, "character": 7}}, "text": ";"})
        t.same(span_texts("FROM debian:12\nUSER 1000\nRUN true\nRUN ;sudo x", found, "sudo-used"), ["sudo"], "the middle of a character is its start")
        compose = "services:\r\n  # 😀\r\n  web: {image: \"nginx\", privileged: true}\r\n"
        found = c.open(c.uri("compose.yaml"), compose, "yaml")
        t.same(span_texts(compose, found, "container-privileged"), ["true"], "ranges of a compose file")
