#!/usr/bin/env python3
"""Reports for other programs, held against what those programs ask: SARIF 2.1.0 by the clauses of it that are used, the
shapes of the linter's formats, well-formed XML and JSON whatever a name holds, and comments that stay short and inert.

usage: run.py WRITE_REPORT"""
import json
import os
import re
import subprocess
import sys
import urllib.parse
import xml.etree.ElementTree

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
import tap  # noqa: E402

LINES = 6  # that write_report gives to a linter
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def write(*arguments):
    result = subprocess.run([sys.argv[1], *arguments], capture_output=True, timeout=60)
    assert result.returncode == 0, (arguments, result.returncode, result.stderr)
    return result.stdout.decode()  # strict: a report is UTF-8


class Sarif:
    """Walks a report and notes what breaks a clause."""

    def __init__(self, text):
        self.text = text
        self.wrong = []
        log = json.loads(text)
        self.want(log["version"] == "2.1.0" and len(log["runs"]) == 1, "3.13: version, one run")
        self.run = log["runs"][0]
        self.rules = self.run["tool"]["driver"]["rules"]
        self.check_driver()
        self.check_run()
        for result in self.run["results"]:
            self.check_result(result)

    def want(self, holds, clause):
        if not holds:
            self.wrong.append(clause)

    def message(self, message, clause):
        self.want(set(message) == {"text"} and message["text"], clause)
        self.want(not re.search(r"(?<!\\)\]\(", message["text"]), "3.11.6: a link in " + clause)
        self.want(not INVISIBLE.search(message["text"]), "invisible characters in " + clause)

    def check_driver(self):
        driver = self.run["tool"]["driver"]
        self.want(driver["name"] == "strideward" and driver["version"], "3.19: name, version")
        ids = [rule["id"] for rule in self.rules]
        self.want(ids == sorted(set(ids)), "3.19.23: each rule once, in order")
        for rule in self.rules:
            tags = rule.get("properties", {}).get("tags", [])
            self.want(len(tags) == len(set(tags)) <= 20, f"tags of {rule['id']}")
            self.want(0 < float(rule.get("properties", {}).get("security-severity", "1")) <= 10, f"security-severity of {rule['id']}")
            self.want(rule.get("defaultConfiguration", {}).get("level", "note") in ("error", "warning", "note"), "3.50.3")
            for relation in rule.get("relationships", ()):
                taxonomy = self.run["taxonomies"][relation["target"]["toolComponent"]["index"]]
                taxon = taxonomy["taxa"][relation["target"]["index"]]
                self.want(taxon["id"] == relation["target"]["id"] and taxonomy["name"] == "CWE", "3.52: the target is the taxon")
                self.want(f"external/cwe/cwe-{int(taxon['id']):03}" in tags, "the taxon is a tag")

    def check_run(self):
        self.want(self.run["columnKind"] == "utf16CodeUnits", "3.14.17")
        self.want(set(self.run["originalUriBaseIds"]) == {"SRCROOT"}, "3.14.14")
        for invocation in self.run["invocations"]:
            self.want(isinstance(invocation["executionSuccessful"], bool), "3.20.14")
            for note in invocation["toolExecutionNotifications"]:
                self.message(note["message"], "3.58.5")
                self.want(note["level"] in ("error", "warning", "note") and note["descriptor"]["id"], "3.58")
        having = {("suppressions" in result) for result in self.run["results"]}
        self.want(len(having) <= 1, "3.27.23: all results or none have suppressions")

    def check_place(self, place):
        uri = place["artifactLocation"]["uri"]
        self.want(re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri) and not uri.startswith("/"), f"3.4.3: {uri}")
        self.want(place["artifactLocation"]["uriBaseId"] == "SRCROOT", "3.4.4")
        region = place["region"]
        self.want(min(region.values()) >= 1, "3.30: from 1")
        self.want((region["endLine"], region["endColumn"]) >= (region["startLine"], region["startColumn"]), "3.30: end behind start")

    def check_result(self, result):
        self.want(self.rules[result["ruleIndex"]]["id"] == result["ruleId"], "3.27.6: ruleIndex")
        self.want(result.get("kind", "fail") == "fail" and result["level"] in ("error", "warning", "note"), "3.27.9, 3.27.10")
        self.want(result.get("baselineState", "new") in ("new", "unchanged"), "3.27.24")
        self.message(result["message"], "3.27.11")
        for place in result.get("locations", ()):
            self.check_place(place["physicalLocation"])
        related = result.get("relatedLocations", ())
        self.want(len({place["id"] for place in related}) == len(related), "3.28.2: ids differ")
        for place in related:
            self.check_place(place["physicalLocation"])
            self.message(place["message"], "3.28.5")
        for suppression in result.get("suppressions", ()):
            self.want(suppression["kind"] in ("inSource", "external"), "3.35.2")


def check_sarif(t):
    report = Sarif(write("sarif"))
    t.ok(not report.wrong, "SARIF of a scan keeps the clauses it uses", report.wrong)
    socket, _, root, hidden = report.run["results"]
    t.same([r["level"] for r in report.run["results"]], ["error", "error", "warning", "warning"], "levels follow severities")
    t.same([r["baselineState"] for r in report.run["results"]], ["new", "unchanged", "new", "new"], "states follow the baseline")
    t.same(socket["properties"]["threats"], ["id"], "a finding names the open threats it raises")
    t.same(socket["locations"][0]["physicalLocation"]["region"], {"startLine": 16, "startColumn": 9, "endLine": 16, "endColumn": 53},
           "regions are exact")
    t.same([len(r["suppressions"]) for r in report.run["results"]], [0, 0, 0, 1], "what is hidden is marked")
    t.same(hidden["suppressions"][0], {"kind": "external", "justification": "accepted in a comment"}, "and says why")
    t.ok(hidden["locations"], "a result without a place stands at its file: code scanning refuses it otherwise")
    t.same([place["message"]["text"] for place in root["relatedLocations"]], ["stage: absent"], "links of evidence are related locations")
    t.same((root["properties"]["proven"], root["properties"]["affected"]), (False, ["compose:compose.yaml#api", "compose:compose.yaml#worker"]),
           "what is presumed, and whom it affects")
    t.ok("hunter2" not in report.text, "no secret")
    t.same([r["properties"]["security-severity"] for r in report.rules], ["9.5", "5.5", "8.0"], "security-severity is a number in quotes")
    t.ok("baselineState" not in write("sarif", "nobaseline"), "no state without a baseline")
    many = Sarif(write("sarif", "many"))
    said = many.run["invocations"][0]["toolExecutionNotifications"][0]
    t.ok(len(many.run["results"]) == 25000 and said["descriptor"]["id"] == "results-left-out" and said["message"]["text"].startswith("10 less"),
         "code scanning takes 25,000 results, and what is left out is said", said)


def check_hostile(t):
    for form in ("sarif", "lint:sarif"):
        report = Sarif(write(form, "hostile"))
        t.ok(not report.wrong, f"{form} of hostile names keeps the clauses", report.wrong)
        uri = report.run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        t.ok(urllib.parse.unquote_to_bytes(uri).startswith(b'compose.yaml"><script>') and b"\xff" in urllib.parse.unquote_to_bytes(uri),
             "an address gives back the bytes of the name", uri)
    for form in ("checkstyle", "junit"):
        text = write("lint:" + form, "hostile")
        root = xml.etree.ElementTree.fromstring(text)
        values = [value for node in root.iter() for value in [*node.attrib.values(), node.text or ""]]
        t.ok(root.tag in ("checkstyle", "testsuites") and not any(INVISIBLE.search(value) for value in values), f"{form} of hostile names is XML")
        t.ok(any('"\'<&>]]>](http://x)[U+0001]' in value for value in values), f"{form} shows them", text[:2000])
    for form in ("tty", "gnu"):
        text = write("lint:" + form, "hostile")
        t.ok(text.count("\n") == LINES and not INVISIBLE.search(text.replace("\n", "")), f"{form} of hostile names stays one line each", repr(text))


def check_lint(t):
    places = [(line.split(" ")[0], *line.split(" ")[1:3]) for line in write("lint:tty").splitlines()]
    t.same(places[0], ("compose.yaml:16", "engine-socket-mounted", "error:"), "tty: FILE:LINE CODE LEVEL: MESSAGE")
    t.same(write("lint:gnu").splitlines()[2], "strideward:api/Dockerfile:1:1: DL3002 style: root by default", "gnu: with the column")
    objects = json.loads(write("lint:json"))
    t.ok(len(objects) == LINES and all(list(o) == ["code", "column", "file", "level", "line", "message"] for o in objects), "json: keys")
    t.same(objects[1], {"code": "DL0000", "column": 18, "file": "compose.yaml", "level": "warning", "line": 9,
                        "message": "DATABASE_URL holds a password"}, "json: a line")
    issues = write("lint:codeclimate").split("\0")
    t.ok(issues.pop() == "" and len(issues) == LINES, "codeclimate: a zero byte ends each issue")
    t.same(json.loads(issues[2]), {"categories": ["Bug Risk"], "check_name": "DL3002", "description": "root by default", "location": {
        "lines": {"begin": 1, "end": 1}, "path": "api/Dockerfile"}, "severity": "minor", "type": "issue"}, "codeclimate: an issue")
    gitlab = json.loads(write("lint:gitlab_codeclimate"))
    t.ok(len({issue["fingerprint"] for issue in gitlab}) == LINES, "gitlab_codeclimate: fingerprints differ, of equal lines too")
    t.same([{k: v for k, v in issue.items() if k != "fingerprint"} for issue in gitlab], [json.loads(issue) for issue in issues],
           "gitlab_codeclimate: the same issues")
    t.same([list(json.loads(line)) for line in write("lint:codacy").splitlines()], [["filename", "line", "message", "patternId"]] * LINES,
           "codacy: one object a line")
    sonar = json.loads(write("lint:sonarqube"))["issues"]
    t.same((sonar[0]["severity"], sonar[0]["type"], sonar[0]["primaryLocation"]["textRange"]),
           ("CRITICAL", "BUG", {"endColumn": 52, "endLine": 16, "startColumn": 8, "startLine": 16}), "sonarqube: columns from 0")
    t.same(sonar[4]["primaryLocation"]["textRange"], {"endLine": 1, "startLine": 1}, "sonarqube: no empty range")
    check_xml(t)
    report = Sarif(write("lint:sarif"))
    t.ok(not report.wrong and len(report.run["results"]) == LINES, "sarif of a linter keeps the clauses", report.wrong)
    t.same([rule["id"] for rule in report.rules], ["DL0000", "DL1000", "DL3002", "engine-socket-mounted"], "sarif of a linter: codes are rules")


def check_xml(t):
    files = xml.etree.ElementTree.fromstring(write("lint:checkstyle"))
    t.same([(f.get("name"), len(f)) for f in files], [("api/Dockerfile", 1), ("compose.yaml", 2), ("clean/Dockerfile", 0), ("-", 3)],
           "checkstyle: every file, with its lines")
    t.same(files[0][0].attrib, {"column": "1", "line": "1", "message": "root by default", "severity": "info", "source": "DL3002"},
           "checkstyle: an error")
    suites = xml.etree.ElementTree.fromstring(write("lint:junit"))
    t.same([(s.get("name"), s.get("tests"), s.get("failures"), len(s.findall("testcase/failure"))) for s in suites],
           [("api/Dockerfile", "1", "1", 1), ("compose.yaml", "2", "2", 2), ("clean/Dockerfile", "1", "0", 0), ("-", "3", "3", 3)],
           "junit: a suite a file; one without remarks passes")


def check_markdown(t):
    text = write("markdown")
    lines = text.splitlines()
    t.same(lines[0], "**strideward**: gate high **failed**, 2 new findings, 2 threats newly open", "markdown: the headline")
    t.ok(len(lines) <= 10 and "password" not in text, "markdown: what is new, and not what stood there before", text)
    t.ok("`compose.yaml:16`, opens engine-socket-in-container. Fix: Remove the mount" in lines[1], "markdown: where, what it opens, what to do", text)
    t.same(write("markdown", "quiet"), "", "markdown: silence when nothing is new")
    t.ok("DATABASE\\_URL holds a password" in write("markdown", "nobaseline"), "markdown: without a baseline the worst of what is there")
    t.ok(len(write("markdown", "many").splitlines()) <= 10, "markdown: ten lines at most")
    evil = write("markdown", "hostile")
    t.ok(len(evil.splitlines()) == len(lines) and not INVISIBLE.search(evil.replace("\n", "")), "markdown: names begin no line", evil)
    bare = re.sub(r"\\.", "", evil)
    bare = re.sub(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", "", bare)  # outside of code
    t.ok("script" in evil and not re.search(r"[<>`\[\]|]", bare), "markdown: names stay text", bare)


def check_nothing(t):
    """A report of nothing at all: no source, no finding, no line."""
    for form in ("sarif", "lint:sarif"):
        report = Sarif(write(form, "empty"))
        t.ok(not report.wrong and report.run["results"] == [] and report.run["invocations"][0]["executionSuccessful"] is False,
             f"{form} of nothing, and that something could not be read", report.wrong)
    for form, text in {"tty": "", "gnu": "", "codeclimate": "", "codacy": "", "json": "[]\n", "gitlab_codeclimate": "[]\n",
                       "sonarqube": '{"issues":[]}\n'}.items():
        t.same(write("lint:" + form, "empty"), text, f"{form} of nothing")
    for form in ("checkstyle", "junit"):
        t.same(len(xml.etree.ElementTree.fromstring(write("lint:" + form, "empty"))), 0, f"{form} of nothing")
    t.same(write("markdown", "empty"), "", "markdown of nothing")


def main():
    t = tap.Tap()
    check_sarif(t)
    check_hostile(t)
    check_lint(t)
    check_markdown(t)
    check_nothing(t)
    return t.done()


if __name__ == "__main__":
    sys.exit(main())
