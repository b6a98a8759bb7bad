"""What a diagnostic says, hover, quick fixes."""
import client
import tap

DOCKERFILE = """FROM debian
MAINTAINER someone
ADD a.txt /a/
RUN curl http://example.com/x | sh
HEALTHCHECK NONE
"""
COMPOSE = """services:
  web:
    image: nginx
    privileged: true
    ports:
      - "8080:80"
    command: |
      sh -c "true
      # text"
"""


def by_code(diagnostics, code):
    return [d for d in diagnostics if d["code"] == code]


def forms(t):
    with tap.tree({}) as root, client.Client(root, options={"profile": "all"}) as c:
        found = c.open(c.uri("Dockerfile"), DOCKERFILE)
        t.ok(all(d["source"] == "strideward" and d["message"] and d["severity"] in (1, 2, 3, 4) for d in found), "source, message and severity")
        t.ok(all("codeDescription" not in d for d in found), "no address")
        t.same(by_code(found, "maintainer-instruction")[0].get("tags"), [2], "what is out of date is marked as deprecated")
        places = [(d["range"]["start"]["line"], d["range"]["start"]["character"]) for d in found]
        t.same(places, sorted(places), "in order of place")
        related = by_code(found, "image-runs-as-root")[0].get("relatedInformation", [])
        t.ok(related and all(r["location"]["uri"] == c.uri("Dockerfile") for r in related), "the evidence is told with its places")
        broken = c.open(c.uri("b.Dockerfile"), "FROM debian:12\nRUM x\nCOPY [\n")
        t.ok([d for d in broken if d["range"]["start"]["line"] == 1], "what cannot be read is told, too", broken)
        hidden = c.open(c.uri("c.Dockerfile"), "FROM debian:12\n# strideward: accept add-local-file until 2999-01-01 -- because\nADD a /a\n# hadolint ignore=DL3020\nADD b /b\n")
        t.same(by_code(hidden, "add-local-file"), [], "what a comment hides is left out")
        t.same(c.end(), 0, "ends")


def hovers(t):
    with tap.tree({}) as root, client.Client(root) as c:
        uri = c.uri("Dockerfile")
        c.open(uri, DOCKERFILE)
        hover = c.hover(uri, {"line": 2, "character": 1})
        text = hover["contents"]["value"]
        t.same(hover["contents"]["kind"], "markdown", "hover is Markdown")
        for part in ("add-local-file", "**Why:**", "**What to do:**", "**STRIDE** Tampering", "CWE-829", "hadolint:DL3020", "**Severity** low"):
            t.ok(part in text, f"hover holds {part}", text)
        t.same(hover["range"], {"start": {"line": 2, "character": 0}, "end": {"line": 2, "character": 3}}, "hover has the range of the finding")
        c.change(uri, "FROM `x`_*[a](b)\n")
        told = c.hover(uri, {"line": 0, "character": 6})
        t.ok(told is None or "[a](b)" not in told["contents"]["value"], "names from the file are no Markdown", told)
        for wrong in ({}, {"textDocument": {"uri": uri}}, {"textDocument": {"uri": 3}, "position": {"line": 0, "character": 0}},
                      {"textDocument": {"uri": uri}, "position": {"line": -1, "character": 0}}, [], None, 7,
                      {"textDocument": {"uri": uri}, "position": {"line": 1.5, "character": 0}}):
            t.same(c.ask("textDocument/hover", wrong)["error"]["code"], -32602, f"wrong parameters of hover: {wrong}")


def carry_out(t, c, uri, text, language, name):
    """Applies each action on a text of its own: the diagnostic it is for must go, and no other must come."""
    found = c.open(uri, text, language)
    end = {"line": 1000, "character": 0}
    actions = c.actions(uri, {"start": {"line": 0, "character": 0}, "end": end})
    for action in actions:
        t.ok(action["kind"] == "quickfix" and action["diagnostics"][0] in found, f"{name}: {action['title']}: is for a diagnostic")
        changed = client.apply(text, action["edit"]["changes"][uri])
        code = action["diagnostics"][0]["code"]
        after = c.change(uri, changed)
        t.ok(len(by_code(after, code)) < len(by_code(found, code)), f"{name}: {action['title']}: the diagnostic goes", changed)
        new = {d["code"] for d in after} - {d["code"] for d in found}
        t.same(new, set(), f"{name}: {action['title']}: no other comes")
        t.ok(("isPreferred" in action) == ("may change behaviour" not in action["title"] and not action["title"].startswith("Accept")),
             f"{name}: {action['title']}: preferred when safe")
        c.change(uri, text)
    return actions


def fixes(t):
    with tap.tree({}) as root, client.Client(root) as c:
        uri = c.uri("Dockerfile")
        for name, text in (("LF", DOCKERFILE), ("CR LF", DOCKERFILE.replace("\n", "\r\n"))):
            titles = [action["title"] for action in carry_out(t, c, uri, text, "dockerfile", name)]
            t.ok("Write COPY instead of ADD" in titles, f"{name}: a fix is offered")
        carry_out(t, c, c.uri("compose.yaml"), COMPOSE, "yaml", "compose")
        here = {"start": {"line": 2, "character": 1}, "end": {"line": 2, "character": 1}}
        c.open(uri, DOCKERFILE)
        t.ok(all(a["diagnostics"][0]["range"]["start"]["line"] == 2 for a in c.actions(uri, here)), "only what touches the range")
        t.same(c.actions(uri, here, only=["refactor"]), [], "other kinds are none of ours")
        t.ok(c.actions(uri, here, only=["quickfix"]), "quick fixes are, when they are asked for")
        t.same(c.ask("textDocument/codeAction", {"textDocument": {"uri": uri}})["error"]["code"], -32602, "wrong parameters of a code action")


def run(t):
    forms(t)
    hovers(t)
    fixes(t)
