#!/usr/bin/env python3
"""Holds `strideward model report` against the Microsoft tool's own reports of the same models: report.py STRIDEWARD.

The corpus is the folder named by SW_CORPUS; without it the test is skipped. Of each pair of pages everything is compared
but pictures, style and time: every element with its attributes, every text, in order; and the threats once more by number,
title, state, priority and rows, so that a difference can be read. Of the CSV the rows that both have. The page must also
be well-formed and load nothing, and so must every picture in it."""
import csv
import html.parser
import io
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree as ElementTree

PAIRS = [("docker/docker_sample.tm7", "docker/docker_full_report.htm", 20),
         ("aws/aws-example.tm7", "aws/aws_tmt_report.htm", 43),
         ("kubearmor/KubeArmor.tm7", "kubearmor/KubeArmor Threat Model.htm", 75)]
OTHERS = ["misc/Ha-Nva-ThreatModel.tm7", "misc/mstam2016.tm7", "otmt/Simple Threat Model_https.tm7",
          "otmt/Simple Threat Model_with_security_gateway.tm7", "startleft/MTMT_example_coordinates.tm7",
          "startleft/MTMT_nested_tz_line.tm7", "startleft/SDL_all_components.tm7", "startleft/test_model.tm7",
          "startleft/test_model_lines.tm7"]
CSV = ("kubearmor/KubeArmor.tm7", "kubearmor/KubeArmor Threat List.csv")
TITLE = re.compile(r"(\d+)\. (.*?)\s*\[State: (.*?)\]\s*\[Priority: (.*?)\]\s*$", re.S)
SVG = "{http://www.w3.org/2000/svg}"
SVG_NAMES = {"svg", "title", "desc", "style", "rect", "ellipse", "path", "g", "text", "defs", "image", "use"}
ICON = re.compile(r"#icon\d+|data:image/(png|jpeg);base64,[A-Za-z0-9+/=]*")


def plain(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


class Page(html.parser.HTMLParser):
    """A page as a list of what it holds."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.events, self.silent, self.pictures = [], 0, []
        self.feed(plain(text))
        self.close()

    def handle_starttag(self, tag, attrs):
        attrs = {name: plain(value or "") for name, value in attrs}
        self.silent += tag in ("style", "title")
        if tag == "img":
            self.pictures.append(attrs.pop("src", ""))
        if tag != "meta":
            self.events.append((tag, sorted(attrs.items())))

    def handle_endtag(self, tag):
        self.silent -= tag in ("style", "title")
        if tag != "meta":
            self.events.append(("/" + tag, []))

    def handle_data(self, data):
        if self.silent:
            return
        data = re.sub(r"(Created on ).*", r"\1TIME", data)
        if self.events and self.events[-1][0] == "text":
            self.events[-1] = ("text", self.events[-1][1] + data)
        else:
            self.events.append(("text", data))

    def threats(self):
        """Each threat: number, title, state, priority, the interaction it stands under, and its rows."""
        found, group, words, row, inside = [], "", "", [], ""
        for name, data in self.events:
            if name in ("h3", "h4", "td"):
                inside, words = name, ""
            elif name == "text" and inside:
                words += data
            elif name == "/h3":
                group, inside = words.strip(), ""
            elif name == "/h4":
                match = TITLE.match(words)
                found.append([*(match.groups() if match else (words,)), group, []])
                inside = ""
            elif name == "/td":
                row.append(words)
                inside = ""
            elif name == "/tr":
                if found and row and row[0].endswith(":"):
                    found[-1][-1].append(tuple(row))
                row = []
        return found


class Tap:
    def __init__(self):
        self.count, self.failed = 0, False

    def ok(self, good, what, *why):
        self.count += 1
        self.failed |= not good
        print(("ok" if good else "not ok"), self.count, "-", what)
        for line in () if good else why:
            print("# " + str(line)[:400].replace("\n", "\n# "))

    def end(self):
        print("1..%d" % self.count)
        return 1 if self.failed else 0


def report(program, model, scratch, *options):
    """What strideward makes of a model: the page and the CSV, as bytes."""
    paths = [os.path.join(scratch, name) for name in ("page.htm", "list.csv")]
    done = subprocess.run([program, "model", "report", model, "-f", "tmt-html=" + paths[0], "-f", "tmt-csv=" + paths[1],
                           *options], capture_output=True, check=False)
    if done.returncode:
        return None, done.stderr.decode("utf-8", "replace")
    return [open(path, "rb").read() for path in paths], ""


def first_difference(theirs, ours):
    for at, (a, b) in enumerate(zip(theirs, ours)):
        if a != b:
            return ["at %d" % at, "theirs: %s" % (a,), "ours:   %s" % (b,)]
    return ["theirs has %d, ours %d" % (len(theirs), len(ours))]


def outside(text, page):
    """What a page or its pictures would load or run, and what is not well-formed."""
    wrong = []
    try:
        tree = ElementTree.fromstring(text.lstrip("\n\t "))
    except ElementTree.ParseError as error:
        return ["page: %s" % error]
    for element in tree.iter():
        name = element.tag.split("}")[-1]
        if name in ("script", "link", "iframe", "object", "embed", "base", "form"):
            wrong.append(name)
        wrong += [(name, key) for key, value in element.items()
                  if key.startswith("on") or key == "href" or (key == "src" and not value.startswith("data:image/svg+xml"))]
    for picture in page.pictures:
        svg = urllib.parse.unquote(picture.split(",", 1)[-1], errors="strict")
        try:
            tree = ElementTree.fromstring(svg)
        except ElementTree.ParseError as error:
            wrong.append("picture: %s" % error)
            continue
        wrong += [element.tag for element in tree.iter() if element.tag.replace(SVG, "") not in SVG_NAMES]
        wrong += [key for element in tree.iter() for key, value in element.items()
                  if key.startswith("on") or ("href" in key and not ICON.fullmatch(value))]
        wrong += ["style"] * ("url(" in svg or "@import" in svg)
    return wrong


def check_pair(tap, program, folder, scratch, pair):
    model, page, count = pair
    made, why = report(program, os.path.join(folder, model), scratch)
    if not made:
        tap.ok(False, model, why)
        return
    with open(os.path.join(folder, page), encoding="utf-8", newline="") as file:
        theirs = Page(file.read())
    ours = Page(made[0].decode("utf-8"))
    a, b = theirs.threats(), ours.threats()
    same = sum(x == y for x, y in zip(a, b))
    tap.ok(same == len(a) == len(b) == count, "%s: %d of %d threats" % (model, same, len(a)), *first_difference(a, b))
    tap.ok(theirs.events == ours.events, "%s: all %d parts of the page" % (model, len(theirs.events)),
           *first_difference(theirs.events, ours.events))
    tap.ok(len(theirs.pictures) == len(ours.pictures), "%s: %d pictures" % (model, len(theirs.pictures)))


def check_alone(tap, program, folder, scratch, model):
    made, why = report(program, os.path.join(folder, model), scratch)
    if not made:
        tap.ok(False, model, why)
        return
    text = made[0].decode("utf-8-sig")
    wrong = outside(text, Page(text))
    tap.ok(not wrong, "%s: well-formed, and loads nothing" % model, *wrong[:5])
    rows = list(csv.reader(io.StringIO(made[1].decode("utf-8"), newline="")))
    tap.ok(len({len(row) for row in rows}) == 1 and rows[0][0] == "Id" and len(rows) - 1 == len(Page(text).threats()),
           "%s: as many rows as threats" % model)


def check_csv(tap, program, folder, scratch):
    made, why = report(program, os.path.join(folder, CSV[0]), scratch)
    if not made:
        tap.ok(False, CSV[1], why)
        return
    with open(os.path.join(folder, CSV[1]), "rb") as file:
        theirs = file.read()
    rows = [list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""))) for data in (theirs, made[1])]
    tap.ok(rows[0][0] == rows[1][0], "CSV: columns", rows[1][0])
    # Id and diagram are left out: the list is older than the model, and the diagram had another name.
    lines = [[line.split(",", 1)[1].replace(",Diagram 1,", ",KubeArmor Threat Model,", 1) for line in
              data.decode("utf-8").split("\r\n") if "," in line] for data in (theirs, made[1])]
    both = [line for line in lines[0] if line in lines[1]]
    keys = [{(row[1], row[4], row[8]) for row in table[1:]} for table in rows]
    shared = sum((row[1], row[4], row[8]) in keys[1] for row in rows[0][1:])
    tap.ok(len(both) - 1 == shared and shared > 40, "CSV: %d rows that both have are the same bytes" % shared,
           "%d of %d" % (len(both) - 1, shared))
    tap.ok(theirs.count(b"\r\n") == theirs.count(b"\n") and made[1].endswith(b"\r\n"), "CSV: ends of lines")


def check_generate(tap, program, folder, scratch):
    """What the filters would add is told only when asked for: a model without its threats has none, and all again."""
    with open(os.path.join(folder, PAIRS[0][0]), encoding="utf-8", newline="") as file:
        text = re.sub(r"(<ThreatInstances[^>]*)>.*</ThreatInstances>", r"\1/>", file.read(), flags=re.S)
    bare = os.path.join(scratch, "bare.tm7")
    with open(bare, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    for options, count in (((), 0), (("--generate",), PAIRS[0][2])):
        made, why = report(program, bare, scratch, *options)
        threats = Page(made[0].decode("utf-8")).threats() if made else []
        tap.ok(made and len(threats) == count, "without its threats%s: %d" % ("".join(" " + o for o in options), count), why or len(threats))


def main():
    corpus = os.environ.get("SW_CORPUS")
    folder = os.path.join(corpus or "", "tm7")
    if not corpus or not os.path.isdir(folder):
        print("1..0 # SKIP SW_CORPUS names no folder with tm7")
        return 0
    tap = Tap()
    with tempfile.TemporaryDirectory() as scratch:
        for pair in PAIRS:
            check_pair(tap, sys.argv[1], folder, scratch, pair)
        for model in [pair[0] for pair in PAIRS] + OTHERS:
            check_alone(tap, sys.argv[1], folder, scratch, model)
        check_csv(tap, sys.argv[1], folder, scratch)
        check_generate(tap, sys.argv[1], folder, scratch)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
